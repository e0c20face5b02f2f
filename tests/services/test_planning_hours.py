"""How many hours somebody has: planned, brought in by a file, really worked, agreed, elsewhere; and days above the legal average."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from workbench.errors import Refused
from workbench.models.people import AvailabilityWindow, Engagement, Person
from workbench.models.planning import Assignment, Task
from workbench.models.policy import LawFigure
from workbench.models.values.codes import EngagementType, SalesLine, TaskKind
from workbench.readmodels.planning import PersonHours, PersonRow, WeekBoard
from workbench.services import imports, planning, planning_case, planning_templates, policy
from workbench.services import today as today_board
from workbench.services.workspace import UnitOfWork, Workspace

MONDAY = date(2026, 11, 23)
VECTOR = (270, 240, 240, 240, 240, 210)
"""Domain vector 4-2: 4.5, 4, 4, 4, 4 and 3.5 hours, 24 in all."""
PEOPLE = "Name,Engagement,Hired on,Weekly hours\nBob Lee,part-time,2026-01-05,20.5\nAnn Wu,part-time,2026-01-05,20\n"


@pytest.fixture
def team(workspace: Workspace) -> Workspace:
    workspace.perform("Law", policy.seed_policy)
    return workspace


def brought(workspace: Workspace, folder: Path, kind: str, text: str) -> list[str]:
    """Codes of refusals and warnings after an import that was written."""
    file = folder / f"{kind}.csv"
    file.write_text(text, encoding="utf-8")
    report, _change = imports.import_file(workspace, kind, file, today=MONDAY, accept_suggestions=True)
    assert report.questions == ()
    return [one.code for one in (*report.rejected, *report.warnings)]


def hire(workspace: Workspace, folder: Path) -> None:
    """Bob and Ann, who may be asked at any hour."""
    brought(workspace, folder, "people", PEOPLE)

    def job(uow: UnitOfWork) -> None:
        for person in uow.session.query(Person):
            uow.session.add_all([AvailabilityWindow(person_id=person.id, weekday=day, start_minute=0, end_minute=1440) for day in range(7)])

    workspace.perform("Windows", job)


def tasks_file(lengths: tuple[int, ...], name: str = "Bob Lee") -> str:
    """A file that names who does each task, one a day, from 9:00."""
    rows = [f"Shop,{MONDAY + timedelta(days=n)},09:00,{9 + length // 60:02d}:{length % 60:02d},{name}" for n, length in enumerate(lengths)]
    return "Title,Date,Start,End,Person\n" + "\n".join(rows) + "\n"


def board(workspace: Workspace) -> WeekBoard:
    return workspace.read(lambda conn: planning.load_board(conn, MONDAY, MONDAY))


def line(workspace: Workspace, name: str = "Bob Lee") -> PersonRow:
    return next(one for one in board(workspace).people if one.name == name)


def hours(workspace: Workspace, name: str = "Bob Lee") -> PersonHours:
    facts = workspace.read(lambda conn: planning.load_facts(conn, MONDAY, MONDAY))
    return next(one for one in facts.hours if one.name == name)


# ---------------------------------------------------------------- what the meter counts


def test_that_tasks_of_a_file_that_name_people_are_their_hours(team: Workspace, tmp_path: Path) -> None:
    hire(team, tmp_path)
    assert set(brought(team, tmp_path, "tasks", tasks_file((270, 240, 240, 240, 240)))) <= {"bends_rule"}
    assert (hours(team).planned, hours(team).limit, hours(team, "Ann Wu").planned) == (1230, 1440, 0)


def test_that_a_file_of_weekly_tasks_says_that_its_people_are_not_planned(team: Workspace, tmp_path: Path) -> None:
    hire(team, tmp_path)
    text = "Title,Weekday,Start,End,Person\nShop,Mon,09:00,13:30,Bob Lee\nShop,Tue,09:00,13:00,Bob Lee\n"
    assert brought(team, tmp_path, "tasks", text) == ["weekly_person", "weekly_person"]
    assert hours(team).planned == 0


def test_that_agreed_hours_are_the_wish_of_who_named_none(team: Workspace, tmp_path: Path) -> None:
    """Somebody who was known without hours, and whose hours a later file brings."""
    brought(team, tmp_path, "people", "Name,Hired on\nBob Lee,2026-01-05\n")
    assert (line(team).agreed, line(team).wished) == (0, 0)
    brought(team, tmp_path, "people", "Name,Engagement,Weekly hours\nBob Lee,part-time,20.5\n")
    assert (line(team).agreed, line(team).wished) == (1230, 1230)
    case = team.read(lambda conn: planning.load_case(conn, MONDAY))
    assert [one.wished_minutes for one in case.problem.workers] == [1230]


def test_that_hours_really_worked_count_for_the_meter_the_law_and_today(team: Workspace, tmp_path: Path) -> None:
    hire(team, tmp_path)
    brought(team, tmp_path, "tasks", tasks_file((240, 240, 240, 240, 240)) + "Late,2026-11-28,09:00,13:00,\n")
    first = board(team).assignments[0].id
    team.perform("Worked", partial(planning.set_worked, assignment_id=first, minutes=300))
    assert hours(team).planned == 1260
    bob, late = line(team).id, next(one.id for one in board(team).tasks if one.title == "Late")
    case = team.read(lambda conn: planning.load_case(conn, MONDAY))
    verdict = case.verdict(late, bob)
    assert (verdict.colour, verdict.code) == ("red", "LAW24")  # 21 h were had, 4 more are 25
    assert case.candidates(late)[-1].remaining == 180
    assert team.read(lambda conn: today_board.load_today(conn, MONDAY)).week.assigned == 5
    team.perform("Worked", partial(planning.set_worked, assignment_id=first, minutes=450))
    lines = [item for item in team.read(lambda conn: today_board.load_today(conn, MONDAY)).items if item.code == "HOURS"]
    assert [(line.figures["hours"], line.figures["limit"]) for line in lines] == [("23.5", "24")]


def test_that_hours_at_another_employer_are_shown_and_not_counted(team: Workspace, tmp_path: Path) -> None:
    """Article 68 limits the hours with one and the same employer."""
    hire(team, tmp_path)
    brought(team, tmp_path, "tasks", tasks_file((240, 240)))

    def elsewhere(uow: UnitOfWork) -> None:
        uow.session.query(Engagement).join(Person).filter(Person.name == "Bob Lee").one().other_employer_minutes = 1200

    team.perform("Elsewhere", elsewhere)
    assert (hours(team).planned, hours(team).elsewhere, hours(team).limit) == (480, 1200, 1440)


# ---------------------------------------------------------------- vector 4-2: a day above the average


def planned(workspace: Workspace, lengths: tuple[int, ...], kind: EngagementType = EngagementType.PART_TIME) -> tuple[int, list[int]]:
    """(person, tasks): one task a day of these minutes, all of them given to one person but the last."""

    def job(uow: UnitOfWork) -> tuple[int, list[int]]:
        person = Person(code="A", name="A", search="a", line=SalesLine.PART_TIME, hired_on=date(2026, 1, 1))
        uow.session.add(person)
        uow.session.flush()
        uow.session.add(Engagement(person_id=person.id, type=kind, start_on=date(2026, 1, 1)))
        uow.session.add_all([AvailabilityWindow(person_id=person.id, weekday=day, start_minute=0, end_minute=1440) for day in range(7)])
        found = []
        for n, length in enumerate(lengths):
            task = Task(title=f"D{n}", kind=TaskKind.SHIFT, day=MONDAY + timedelta(days=n), start_minute=540, end_minute=540 + length)
            uow.session.add(task)
            uow.session.flush()
            found.append(task.id)
        uow.session.add_all([Assignment(task_id=task, person_id=person.id) for task in found[:-1]])
        return person.id, found

    result = workspace.perform("Plan", job).result
    assert isinstance(result, tuple)
    return result


def test_that_one_day_above_four_hours_is_remarked_on_and_breaks_no_rule(team: Workspace) -> None:
    person, tasks = planned(team, VECTOR)
    team.perform("Last", partial(planning.assign, task_id=tasks[-1], person_id=person, today=MONDAY))
    assert [(one.day, one.minutes, one.limit) for one in planning.long_days(board(team))] == [(MONDAY, 270, 240)]
    facts = team.read(lambda conn: planning.load_facts(conn, MONDAY, MONDAY))
    assert facts.long_days == planning.long_days(board(team))
    case = team.read(lambda conn: planning.load_case(conn, MONDAY))
    assert case.conflicts() == ()
    words = planning_case.long_day_words(MONDAY, 270, 240)
    assert words == "4.5 h on Mon 23 Nov; the part-time law means 4 h a day on average, so keep other days shorter"


def test_that_a_task_that_makes_a_day_long_is_amber_and_asks_for_no_reason(team: Workspace) -> None:
    person, tasks = planned(team, (180, 180, 180, 180, 270))
    case = team.read(lambda conn: planning.load_case(conn, MONDAY))
    verdict = case.verdict(tasks[-1], person)
    assert (verdict.colour, verdict.code, verdict.remark) == ("amber", "LONG_DAY", True)
    team.perform("Give", partial(planning.assign, task_id=tasks[-1], person_id=person, today=MONDAY))
    assert [(one.override_code, one.override_reason) for one in board(team).assignments][-1] == ("", "")


def test_that_an_average_above_four_hours_still_asks_for_a_reason(team: Workspace) -> None:
    """Vector 4-4 on the strict basis: the average is a rule, a single day is not."""
    person, tasks = planned(team, (480, 240))
    with pytest.raises(Refused) as caught:
        team.perform("Give", partial(planning.assign, task_id=tasks[-1], person_id=person, today=MONDAY))
    assert caught.value.code == "REASON"


def test_that_the_remark_follows_the_dated_figure_and_only_part_time_work(team: Workspace) -> None:
    planned(team, (*VECTOR, 60))

    def loosen(uow: UnitOfWork) -> None:
        row = uow.session.query(LawFigure).filter_by(code="part_time_day_minutes").one()
        row.value = 300

    assert len(planning.long_days(board(team))) == 1
    team.perform("Law", loosen)
    assert planning.long_days(board(team)) == ()
    team.undo()
    team.perform("Hired", lambda uow: setattr(uow.session.query(Engagement).one(), "type", EngagementType.FULL_TIME))
    assert planning.long_days(board(team)) == ()


# ---------------------------------------------------------------- templates


def test_that_adding_templates_where_there_are_none_says_what_one_is(team: Workspace) -> None:
    with pytest.raises(Refused) as caught:
        team.perform("Add", partial(planning_templates.add_from_templates, monday=MONDAY, today=MONDAY))
    assert caught.value.code == "NO_TEMPLATE"
    planned(team, (60, 60))
    assert team.read(lambda conn: planning.load_ways(conn, MONDAY + timedelta(days=7))).last_week == 2
    with pytest.raises(Refused) as caught:
        team.perform("Add", partial(planning_templates.add_from_templates, monday=MONDAY, today=MONDAY))
    assert caught.value.code == "SAVE"
    team.perform("Save", partial(planning_templates.save_as_templates, monday=MONDAY))
    assert team.read(lambda conn: planning.load_ways(conn, MONDAY)).templates == 2
