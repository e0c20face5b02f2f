"""Calendars and legal figures: shipped ones answer first, kept ones win, and a year without a table is said."""

from __future__ import annotations

from datetime import date

from tests.services.test_reviews import do
from workbench.models.policy import CalendarDay
from workbench.models.values import EngagementType, Period
from workbench.services import policy
from workbench.services.workspace import UnitOfWork, Workspace


def test_that_deadlines_follow_the_real_calendar(workspace: Workspace) -> None:
    calendar = workspace.read(policy.load_calendar)
    assert calendar.add_working_days(date(2026, 9, 30), 5) == date(2026, 10, 13)
    assert calendar.add_working_days(date(2026, 10, 12), 5) == date(2026, 10, 19)
    assert calendar.next_working_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert [calendar.working_days(Period.quarter(2026, quarter)) for quarter in (1, 2, 3, 4)] == [59, 61, 66, 62]


def test_that_a_year_without_a_table_counts_monday_to_friday_and_is_named(workspace: Workspace) -> None:
    calendar = workspace.read(policy.load_calendar)
    assert calendar.missing_years(Period(date(2026, 12, 1), date(2027, 1, 31))) == [2027]
    assert calendar.working_days(Period.month(2027, 1)) == 21


def test_that_seeding_writes_once_and_a_kept_day_wins(workspace: Workspace) -> None:
    assert do(workspace, policy.seed_policy) > 50
    assert do(workspace, policy.seed_policy) == 0

    def declare(uow: UnitOfWork) -> None:
        uow.session.add(CalendarDay(day=date(2026, 11, 25), kind="off", name="公司日", source="HR"))

    assert workspace.read(policy.load_calendar).is_working(date(2026, 11, 25))
    do(workspace, declare)
    assert not workspace.read(policy.load_calendar).is_working(date(2026, 11, 25))


def test_that_part_time_staff_have_twenty_four_hours_and_services_no_limit(workspace: Workspace) -> None:
    day = date(2026, 11, 23)
    limits = [
        workspace.read(lambda conn, kind=kind: policy.week_limit(conn, kind, day))  # type: ignore[misc]
        for kind in (EngagementType.PART_TIME, EngagementType.FULL_TIME, EngagementType.SERVICES)
    ]
    assert limits[0] == 24 * 60
    assert limits[1] >= 40 * 60
    assert limits[2] == 0
