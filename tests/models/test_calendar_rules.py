"""The office calendar 2023 to 2026 and deadlines counted in it (domain 4.4)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from workbench import paths
from workbench.models.calendar_rules import (
    CalendarRow,
    CalendarUnreadableError,
    DayKind,
    WorkCalendar,
    due_after_office_minutes,
    rows_from_csv,
    rows_from_json,
)
from workbench.models.values.periods import Period, Week

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "cn_holidays"


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return WorkCalendar(rows_from_json((paths.resources() / "calendars" / "cn.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_that_every_day_agrees_with_the_public_table(calendar: WorkCalendar, year: int) -> None:
    file = SHARED / f"{year}.json"
    if not file.exists():
        pytest.skip("the public table is not at hand")
    public = WorkCalendar(rows_from_json(file.read_text(encoding="utf-8")))
    different = [day for day in Period.whole_year(year) if calendar.is_working(day) != public.is_working(day)]
    assert different == []
    assert {row["name"] for row in json.loads(file.read_text(encoding="utf-8"))["days"]} >= {"春节", "劳动节"}


@pytest.mark.parametrize(
    ("year", "months", "quarters"),
    [
        (2025, (19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23), (59, 61, 67, 61)),
        (2026, (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23), (59, 61, 66, 62)),
    ],
)
def test_that_months_and_quarters_have_the_ministrys_working_days(
    calendar: WorkCalendar, year: int, months: tuple[int, ...], quarters: tuple[int, ...]
) -> None:
    assert tuple(calendar.working_days(Period.month(year, month)) for month in range(1, 13)) == months
    assert tuple(calendar.working_days(Period.quarter(year, quarter)) for quarter in range(1, 5)) == quarters
    assert calendar.working_days(Period.whole_year(year)) == 248


@pytest.mark.parametrize(("week", "days"), [(7, 6), (8, 0), (38, 6), (39, 4), (40, 3), (41, 3)])
def test_that_weeks_around_holidays_have_their_own_length(calendar: WorkCalendar, week: int, days: int) -> None:
    assert calendar.working_days(Week(2026, week).period) == days


@pytest.mark.parametrize(("year", "days"), [(2023, 11), (2024, 11), (2025, 13), (2026, 13)])
def test_that_statutory_days_are_marked_inside_the_days_off(calendar: WorkCalendar, year: int, days: int) -> None:
    assert sum(calendar.is_statutory(day) for day in Period.whole_year(year)) == days


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-10-12", 5, "2026-10-19"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-10-13", -5, "2026-09-30"),
        ("2026-10-03", 0, "2026-10-03"),
    ],
)
def test_that_deadlines_count_office_days_only(calendar: WorkCalendar, day: str, count: int, expected: str) -> None:
    assert calendar.add_working_days(date.fromisoformat(day), count).isoformat() == expected


def test_that_the_next_office_day_skips_the_spring_festival(calendar: WorkCalendar) -> None:
    assert calendar.next_working_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert calendar.on_or_after(date(2026, 2, 14)) == date(2026, 2, 14)
    assert calendar.on_or_after(date(2026, 2, 15)) == date(2026, 2, 24)


def test_that_a_year_without_a_table_falls_back_to_monday_to_friday_and_says_so(calendar: WorkCalendar) -> None:
    assert calendar.missing_years(Period(date(2026, 12, 1), date(2027, 1, 31))) == [2027]
    assert calendar.is_working(date(2027, 10, 1))
    assert not calendar.is_working(date(2027, 10, 2))
    assert not calendar.has_year(2022), "one day of the 2023 notice lies in 2022"
    assert [year for year in range(2022, 2028) if calendar.has_year(year)] == [2023, 2024, 2025, 2026]


def test_that_every_row_names_its_notice(calendar: WorkCalendar) -> None:
    rows = rows_from_json((paths.resources() / "calendars" / "cn.json").read_text(encoding="utf-8"))
    assert all("国务院办公厅" in row.source and row.name for row in rows)
    assert len({row.day for row in rows}) == len(rows)
    row = calendar.row(date(2026, 2, 14))
    assert row is not None
    assert (row.kind, row.name) == (DayKind.MAKEUP, "春节")


def test_that_a_service_clock_runs_in_office_hours_only(calendar: WorkCalendar) -> None:
    hours = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
    assert due_after_office_minutes(calendar, date(2026, 2, 14), 17 * 60, 8 * 60, hours) == (date(2026, 2, 24), 17 * 60)
    assert due_after_office_minutes(calendar, date(2026, 11, 23), 11 * 60, 120, hours) == (date(2026, 11, 23), 14 * 60)
    with pytest.raises(ValueError):
        due_after_office_minutes(calendar, date(2026, 11, 23), 0, 60, hours=())


def test_that_a_new_year_can_be_read_from_a_table() -> None:
    rows = rows_from_csv("\ufeff日期,名称,休息\n2027-10-01,国庆节,是\n2027/10/9,国庆节,否\n\n")
    assert rows == [CalendarRow(date(2027, 10, 1), DayKind.OFF, "国庆节"), CalendarRow(date(2027, 10, 9), DayKind.MAKEUP, "国庆节")]
    later = WorkCalendar(rows)
    assert later.has_year(2027)
    assert later.is_working(date(2027, 10, 9))


@pytest.mark.parametrize("text", ["2027-10-01,国庆节,maybe", "2027-13-01,x,是", "2027-10-01"])
def test_that_a_broken_table_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(CalendarUnreadableError) as caught:
        rows_from_csv("date,name,off\n" + text)
    assert caught.value.figures["line"] == 2


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"days": [{"date": "x"}]}'])
def test_that_a_file_that_is_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(CalendarUnreadableError):
        rows_from_json(text)
