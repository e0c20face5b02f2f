"""Who is here in a week: wishes by presence, one fairness figure everywhere, and the law's limits by engagement and day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from tests.services.planning_team import MONDAY
from workbench.models.people import AvailabilityException, AvailabilityWindow, Engagement, ExceptionKind, Person
from workbench.models.planning import Assignment, Task
from workbench.models.values.codes import EngagementType, SalesLine, TaskKind
from workbench.planner.problem import Worker
from workbench.readmodels.planning import PersonHours, WeekFacts
from workbench.services import planning, planning_solve, policy
from workbench.services.planning_case import Case
from workbench.services.workspace import UnitOfWork, Workspace

LONG_AGO = date(2026, 1, 1)
PART, FULL, SERVICES = EngagementType.PART_TIME, EngagementType.FULL_TIME, EngagementType.SERVICES
Span = tuple[EngagementType, date, date | None]


@pytest.fixture
def team(workspace: Workspace) -> Workspace:
    workspace.perform("Law", policy.seed_policy)
    return workspace


def hire(workspace: Workspace, name: str, *spans: Span, days: tuple[int, ...] = (0, 1, 2, 3), **fields: Any) -> int:
    """Somebody who wishes 24 h and may be asked at any hour of these weekdays; part-time for long unless spans say otherwise."""

    def job(uow: UnitOfWork) -> int:
        person = Person(
            code=name, name=name, search=name, line=SalesLine.PART_TIME, **{"wished_minutes": 1440, "hired_on": LONG_AGO, **fields}
        )
        uow.session.add(person)
        uow.session.flush()
        for kind, start, end in spans:
            uow.session.add(Engagement(person_id=person.id, type=kind, start_on=start, end_on=end, weekly_minutes=600))
        uow.session.add_all([AvailabilityWindow(person_id=person.id, weekday=day, start_minute=0, end_minute=1440) for day in days])
        return person.id

    made = workspace.perform("Hire", job).result
    assert isinstance(made, int)
    return made


def work(workspace: Workspace, person: int | None, *days: date, minutes: int = 240, worked: int | None = None) -> list[int]:
    """One task a day from 9:00, done by the person."""

    def job(uow: UnitOfWork) -> list[int]:
        found = []
        for day in days:
            task = Task(title=f"W{day}", kind=TaskKind.SHIFT, day=day, start_minute=540, end_minute=540 + minutes)
            uow.session.add(task)
            uow.session.flush()
            found.append(task.id)
            if person is not None:
                uow.session.add(Assignment(task_id=task.id, person_id=person, worked_minutes=worked))
        return found

    made = workspace.perform("Work", job).result
    assert isinstance(made, list)
    return made


def away(workspace: Workspace, person: int, first: date, count: int, kind: ExceptionKind = ExceptionKind.LEAVE) -> None:
    days = [first + timedelta(days=n) for n in range(count)]
    workspace.perform(
        "Away", lambda uow: uow.session.add_all([AvailabilityException(person_id=person, day=day, kind=kind) for day in days])
    )


def weeks_before(count: int = 8) -> list[date]:
    return [MONDAY - timedelta(days=7 * n) for n in range(count, 0, -1)]


def facts(workspace: Workspace) -> WeekFacts:
    return workspace.read(lambda conn: planning.load_facts(conn, MONDAY, MONDAY))


def hours(workspace: Workspace, name: str) -> PersonHours:
    return next(one for one in facts(workspace).hours if one.name == name)


def case(workspace: Workspace) -> Case:
    return workspace.read(lambda conn: planning.load_case(conn, MONDAY))


def worker(workspace: Workspace, name: str) -> Worker:
    return case(workspace).index.workers[name]


# ---------------------------------------------------------------- wishes of weeks in which somebody was here


def test_that_a_newcomer_wished_nothing_before_the_first_day(team: Workspace) -> None:
    old = hire(team, "Old", (PART, LONG_AGO, None))
    hire(team, "New", (PART, MONDAY, None), hired_on=MONDAY)
    work(team, old, *weeks_before())
    assert hours(team, "Old").history_wished == 8 * 1440
    assert (hours(team, "New").history_wished, hours(team, "New").wished) == (0, 1440)
    assert (worker(team, "New").history_wished, worker(team, "Old").history_wished) == (0, 8 * 1440)


def test_that_weeks_of_leave_hold_no_wish_and_part_of_a_week_its_part(team: Workspace) -> None:
    one = hire(team, "Ann", (PART, LONG_AGO, None))
    work(team, one, *weeks_before())
    for monday in weeks_before()[:4]:
        away(team, one, monday, 4)  # Monday to Thursday are all the days on which Ann is ever asked
    assert hours(team, "Ann").history_wished == 4 * 1440
    away(team, one, weeks_before()[4], 1)
    away(team, one, MONDAY, 2)
    assert (hours(team, "Ann").history_wished, hours(team, "Ann").wished) == (3 * 1440 + 1080, 720)
    assert (worker(team, "Ann").history_wished, worker(team, "Ann").wished_minutes) == (3 * 1440 + 1080, 720)
    assert case(team).board.ratio("Ann") == pytest.approx(hours(team, "Ann").rolling)


def test_that_hours_given_on_another_day_make_up_for_one_that_is_lost(team: Workspace) -> None:
    one = hire(team, "Ann", (PART, LONG_AGO, None))
    away(team, one, MONDAY, 1, ExceptionKind.UNAVAILABLE)
    assert hours(team, "Ann").wished == 1080
    away(team, one, MONDAY + timedelta(days=5), 1, ExceptionKind.AVAILABLE)
    assert hours(team, "Ann").wished == 1440


def test_that_the_wish_is_what_was_agreed_at_the_time_where_nothing_else_is_said(team: Workspace) -> None:
    change = MONDAY - timedelta(days=14)
    one = hire(team, "Ann", (PART, LONG_AGO, change - timedelta(days=1)), wished_minutes=0)
    team.perform("More", lambda uow: uow.session.add(Engagement(person_id=one, type=FULL, start_on=change, weekly_minutes=2400)))
    work(team, one, *weeks_before())
    assert (hours(team, "Ann").history_wished, hours(team, "Ann").wished) == (6 * 600 + 2 * 2400, 2400)


def test_that_the_preview_and_the_board_say_the_same_fairness(team: Workspace) -> None:
    """Somebody on leave all week is in neither; with one of three people busy Jain is 1/2 of two and not 1/3."""
    busy = hire(team, "Busy", (PART, LONG_AGO, None))
    hire(team, "Idle", (PART, LONG_AGO, None))
    gone = hire(team, "Gone", (PART, LONG_AGO, None))
    away(team, gone, MONDAY, 7)
    work(team, busy, MONDAY)
    order = team.read(lambda conn: planning_solve.prepare(conn, MONDAY, MONDAY))
    assert planning_solve.solve(order, seconds=0).jain_before == facts(team).fairness.jain == 0.5


def test_that_last_week_s_fairness_is_that_of_who_was_here_then(team: Workspace) -> None:
    one, two = hire(team, "A", (PART, LONG_AGO, None)), hire(team, "B", (PART, LONG_AGO, None))
    hire(team, "New", (PART, MONDAY, None), hired_on=MONDAY)
    last = MONDAY - timedelta(days=7)
    work(team, one, last)
    away(team, two, last, 4)
    assert facts(team).fairness.jain_last_week == 1


# ---------------------------------------------------------------- limits by engagement and day


def test_that_the_strictest_engagement_of_a_week_holds_on_its_days(team: Workspace) -> None:
    saturday, sunday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)
    one = hire(team, "Ann", (PART, LONG_AGO, saturday), (FULL, sunday, None), days=tuple(range(7)))
    who = worker(team, "Ann")
    assert (who.week_limit, who.day_average_limit, who.max_minutes) == (1440, 240, 2400)
    assert who.law_days == tuple(MONDAY + timedelta(days=n) for n in range(6))
    work(team, one, *(MONDAY + timedelta(days=n) for n in range(5)), minutes=288)
    more, free = work(team, None, saturday)[0], work(team, None, sunday, minutes=480)[0]
    found = case(team)
    assert (found.verdict(more, one).code, found.verdict(free, one).colour) == ("LAW24", "green")
    row = next(person for person in team.read(lambda conn: planning.load_board(conn, MONDAY, MONDAY)).people if person.id == one)
    assert (row.limit, row.law_limit, row.day_limit) == (2400, None, 240)
    team.perform("Do", partial(planning.assign, task_id=free, person_id=one, today=MONDAY))
    assert sunday not in {day.day for day in facts(team).long_days}


def test_that_a_renewal_within_a_week_keeps_the_limits_of_all_days(team: Workspace) -> None:
    hire(team, "Ann", (PART, LONG_AGO, MONDAY + timedelta(days=2)), (PART, MONDAY + timedelta(days=3), None))
    who = worker(team, "Ann")
    assert (who.week_limit, who.day_average_limit, who.law_days) == (1440, 240, ())


def test_that_a_hole_between_two_engagements_is_seen(team: Workspace) -> None:
    one = hire(team, "Ann", (PART, LONG_AGO, MONDAY), (SERVICES, MONDAY + timedelta(days=3), None))
    tasks = work(team, None, *(MONDAY + timedelta(days=n) for n in range(4)))
    found = case(team)
    assert [found.verdict(task, one).code for task in tasks] == ["", "CONTRACT", "CONTRACT", ""]
    assert found.verdict(tasks[1], one).text == "No engagement between 2026-11-23 and 2026-11-26"


def test_that_a_week_before_and_after_every_engagement_is_none(team: Workspace) -> None:
    one = hire(team, "Ann", (PART, LONG_AGO, MONDAY - timedelta(days=30)), (PART, MONDAY + timedelta(days=30), None))
    (task,) = work(team, None, MONDAY)
    assert (case(team).verdict(task, one).colour, case(team).verdict(task, one).code) == ("red", "CONTRACT")
    assert hours(team, "Ann").wished == 0


def test_that_without_any_engagement_the_unknown_limits_are_said_and_the_roster_stays_usable(team: Workspace) -> None:
    one = hire(team, "Ann")
    (task,) = work(team, None, MONDAY)
    found = case(team)
    verdict = found.verdict(task, one)
    assert (verdict.colour, verdict.code, verdict.remark) == ("amber", "NO_TERMS", True)
    assert found.gaps() == ("1 person has no engagement recorded, so the law's limits are not checked: Ann. Add it in Team.",)
    order = team.read(lambda conn: planning_solve.prepare(conn, MONDAY, MONDAY))
    preview = planning_solve.solve(order, seconds=1)
    assert preview.pairs == ((task, one),)
    assert preview.conflicts == found.gaps()
    team.perform("Do", partial(planning.assign, task_id=task, person_id=one, today=MONDAY))
    assert case(team).conflicts() == ()
    team.perform("Engage", lambda uow: uow.session.add(Engagement(person_id=one, type=PART, start_on=LONG_AGO)))
    assert case(team).gaps() == ()


def test_that_24_hours_really_worked_leave_no_room_for_another_task(team: Workspace) -> None:
    """P3 of vector 3-B, whose 20 planned hours became 24."""
    one = hire(team, "P3", (PART, LONG_AGO, None), days=tuple(range(7)))
    work(team, one, *(MONDAY + timedelta(days=n) for n in range(5)), worked=288)
    (task,) = work(team, None, MONDAY + timedelta(days=5))
    verdict = case(team).verdict(task, one)
    assert (verdict.colour, verdict.code) == ("red", "LAW24")
    assert "28 h > 24 h" in verdict.text
    assert hours(team, "P3").planned == case(team).board.minutes("P3") == 1440
