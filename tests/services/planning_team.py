"""Vector 3-B of the domain as rows of a database: three people, six tasks, and the twenty hours that P3 has worked already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    Engagement,
    ExceptionKind,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Territory,
)
from workbench.models.planning import Assignment, Task
from workbench.models.values.codes import EngagementType, SalesLine, TaskKind
from workbench.services import policy
from workbench.services.workspace import UnitOfWork, Workspace

MONDAY = date(2026, 11, 23)
PEOPLE = {
    "P1": (("门店", "家电"), "东", ((0, 9, 13), (2, 9, 13), (5, 9, 13)), 8, 20),
    "P2": (("门店",), "东西", ((0, 13, 17), (2, 9, 17), (5, 9, 13), (6, 9, 13)), 4, 12),
    "P3": (("门店", "企业"), "西", ((0, 9, 17), (5, 9, 13)), 0, 24),
}
T = {
    "T1": (0, 9, 13, "东", "门店"),
    "T2": (2, 9, 13, "东", "家电"),
    "T3": (5, 9, 13, "西", "门店"),
    "T4": (0, 13, 17, "西", "企业"),
    "T5": (2, 13, 17, "西", "门店"),
    "T6": (6, 9, 13, "东", "门店"),
}
WORKED = (1, 2, 3, 4, 6)  # days on which P3 had four hours each


@dataclass
class Team:
    workspace: Workspace
    people: dict[str, int] = field(default_factory=dict)
    tasks: dict[str, int] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=dict)

    def leave(self, person: str, day: date) -> None:
        def job(uow: UnitOfWork) -> None:
            uow.session.add(AvailabilityException(person_id=self.people[person], day=day, kind=ExceptionKind.LEAVE, reason="年休假"))

        self.workspace.perform("Leave", job)


def small_team(workspace: Workspace) -> Team:
    """Fill an empty database with vector 3-B."""
    team = Team(workspace)
    workspace.perform("Fill", lambda uow: _fill(uow, team))
    return team


def _fill(uow: UnitOfWork, team: Team) -> None:
    policy.seed_policy(uow)
    for name in ("门店", "家电", "企业"):
        skill = Skill(code=name, name=name)
        uow.session.add(skill)
        uow.session.flush()
        team.skills[name] = skill.id
    for name in "东西":
        area = Territory(code=name, name=name, search=name)
        uow.session.add(area)
        uow.session.flush()
        team.areas[name] = area.id
    for name in PEOPLE:
        _person(uow, team, name)
    for place, name in enumerate(T):
        _task(uow, team, name, place + 1)
    uow.session.flush()


def _person(uow: UnitOfWork, team: Team, name: str) -> None:
    skills, areas, windows, least, most = PEOPLE[name]
    person = Person(
        code=name, name=name, search=name, line=SalesLine.PART_TIME, min_minutes=least * 60, max_minutes=most * 60, wished_minutes=most * 60,
        hired_on=date(2026, 1, 1),
    )  # fmt: skip
    uow.session.add(person)
    uow.session.flush()
    team.people[name] = person.id
    elsewhere = 480 if name == "P2" else 0
    uow.session.add(
        Engagement(person_id=person.id, type=EngagementType.PART_TIME, start_on=date(2026, 1, 1), other_employer_minutes=elsewhere)
    )
    uow.session.add_all([PersonSkill(person_id=person.id, skill_id=team.skills[skill], level=3) for skill in skills])
    uow.session.add_all([PersonTerritory(person_id=person.id, territory_id=team.areas[area]) for area in areas])
    uow.session.add_all(
        [AvailabilityWindow(person_id=person.id, weekday=day, start_minute=start * 60, end_minute=end * 60) for day, start, end in windows]
    )
    if name == "P3":
        for day in WORKED:
            done = Task(title=f"W{day}", kind=TaskKind.SHIFT, day=MONDAY + timedelta(days=day), start_minute=540, end_minute=780)
            uow.session.add(done)
            uow.session.flush()
            uow.session.add(Assignment(task_id=done.id, person_id=person.id, pinned=True))


def _task(uow: UnitOfWork, team: Team, name: str, number: int) -> None:
    day, start, end, area, skill = T[name]
    task = Task(
        code=f"T{MONDAY:%y%m%d}-{number:03d}", title=name, kind=TaskKind.SHIFT, day=MONDAY + timedelta(days=day), start_minute=start * 60,
        end_minute=end * 60, territory_id=team.areas[area], skill_id=team.skills[skill],
    )  # fmt: skip
    uow.session.add(task)
    uow.session.flush()
    team.tasks[name] = task.id
