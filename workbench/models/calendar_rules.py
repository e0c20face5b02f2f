"""The working calendar: which days are office days, and deadlines counted in them.

Holidays and make-up days are rows of data, from the yearly notice of the State Council. A year without
rows falls back to Monday to Friday, and `missing_years` says so for the banner (domain 4.4).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workbench.errors import N_, KnownError
from workbench.models.values.periods import Period


class DayKind(StrEnum):
    """Why a day differs from the plain Monday to Friday."""

    STATUTORY = "statutory"
    OFF = "off"
    MAKEUP = "makeup"


DAY_KIND_LABELS: dict[DayKind, str] = {
    DayKind.STATUTORY: N_("Statutory holiday"),
    DayKind.OFF: N_("Arranged day off"),
    DayKind.MAKEUP: N_("Make-up working day"),
}


class CalendarUnreadableError(KnownError):
    """The file given is no calendar that we know."""

    sentence = N_("This file is no calendar of days off, line {line}. The calendar in use is unchanged.")


@dataclass(frozen=True, slots=True, order=True)
class CalendarRow:
    """One day that differs, with the notice that says so."""

    day: date
    kind: DayKind
    name: str = ""
    source: str = ""


class WorkCalendar:
    """Office days from day rows; a later row for the same day wins."""

    def __init__(self, rows: Iterable[CalendarRow] = ()) -> None:
        self._rows = {row.day: row for row in rows}
        self._counted: dict[Period, int] = {}

    def row(self, day: date) -> CalendarRow | None:
        """What the notice says about the day; None for an ordinary one."""
        return self._rows.get(day)

    def is_working(self, day: date) -> bool:
        row = self._rows.get(day)
        return day.weekday() < 5 if row is None else row.kind is DayKind.MAKEUP

    def is_statutory(self, day: date) -> bool:
        """True on the statutory days themselves, not on the days off around them."""
        row = self._rows.get(day)
        return row is not None and row.kind is DayKind.STATUTORY

    def has_year(self, year: int) -> bool:
        """Whether a notice for the year is known: National Day is in every one of them."""
        row = self._rows.get(date(year, 10, 1))
        return row is not None and row.kind is not DayKind.MAKEUP

    def missing_years(self, period: Period) -> list[int]:
        """Years of the period that are computed as plain Monday to Friday; show a banner when not empty."""
        return [year for year in range(period.start.year, period.end.year + 1) if not self.has_year(year)]

    def working_days(self, period: Period) -> int:
        """Number of office days in the period; each period is counted once."""
        known = self._counted.get(period)
        if known is None:
            known = self._counted[period] = sum(self.is_working(day) for day in period)
        return known

    def add_working_days(self, day: date, count: int) -> date:
        """The office day that is `count` office days after `day` (before it, when negative); `day` itself for 0."""
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def next_working_day(self, day: date) -> date:
        """The first office day after `day`."""
        return self.add_working_days(day, 1)

    def on_or_after(self, day: date) -> date:
        """`day` when it is an office day, else the next one."""
        return day if self.is_working(day) else self.next_working_day(day)


def due_after_office_minutes(
    calendar: WorkCalendar, day: date, minute: int, length: int, hours: Sequence[tuple[int, int]]
) -> tuple[date, int]:
    """When `length` office minutes have passed since `minute` of `day`: the day and its minute (domain 10.2).

    `hours` are the spans of an office day in minutes since midnight, in order.

    ValueError when `hours` holds no time at all.
    """
    if not any(opens < closes for opens, closes in hours):
        raise ValueError("no office hours")
    left = length
    while True:
        if calendar.is_working(day):
            for opens, closes in hours:
                begin = max(opens, minute)
                if begin < closes and left <= closes - begin:
                    return day, begin + left
                left -= max(0, closes - begin)
        day, minute = day + timedelta(days=1), 0


def rows_from_json(text: str) -> list[CalendarRow]:
    """Rows of our own compact file, or of a list of days with name, date and isOffDay.

    Raises CalendarUnreadableError for anything else.
    """
    try:
        content = json.loads(text)
        if "days" in content:
            return [_plain_row(one["date"], one["name"], bool(one["isOffDay"])) for one in content["days"]]
        return [row for year in content["years"] for row in _rows_of_notice(year)]
    except (ValueError, KeyError, TypeError) as error:
        raise CalendarUnreadableError(repr(error), line=getattr(error, "lineno", 1)) from error


def rows_from_csv(text: str) -> list[CalendarRow]:
    """Rows of a table with date, name and yes/no for day off; a heading line is skipped.

    Raises CalendarUnreadableError, with the line, for a date or an answer that cannot be read.
    """
    rows = []
    for number, cells in enumerate(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), start=1):
        if not any(cells) or (number == 1 and not cells[0][:1].isdigit()):
            continue
        try:
            rows.append(_plain_row(cells[0].strip().replace("/", "-"), cells[1].strip(), _ANSWERS[cells[2].strip().lower()]))
        except (ValueError, IndexError, KeyError) as error:
            raise CalendarUnreadableError(repr(error), line=number) from error
    return rows


_ANSWERS = {"true": True, "yes": True, "1": True, "是": True, "休": True, "false": False, "no": False, "0": False, "否": False, "班": False}


def _plain_row(day: str, name: str, is_off: bool) -> CalendarRow:
    year, month, of_month = (int(part) for part in day.split("-"))
    return CalendarRow(date(year, month, of_month), DayKind.OFF if is_off else DayKind.MAKEUP, name)


def _rows_of_notice(notice: dict[str, list[list[str]]]) -> list[CalendarRow]:
    source = str(notice["source"])
    statutory = {date.fromisoformat(str(day)) for day in notice["statutory"]}
    rows = [
        CalendarRow(day, DayKind.STATUTORY if day in statutory else DayKind.OFF, name, source)
        for first, last, name in notice["off"]
        for day in Period(date.fromisoformat(first), date.fromisoformat(last))
    ]
    rows += [CalendarRow(date.fromisoformat(day), DayKind.MAKEUP, name, source) for day, name in notice["makeup"]]
    return rows
