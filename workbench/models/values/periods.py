"""Weeks and periods: ISO weeks, months, quarters, half-years and years, both ends included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.models.values.codes import CyclePeriod


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week, Monday to Sunday; ValueError for a week that its year does not have.

    >>> str(Week.from_date(date(2027, 1, 1))), Week.parse("2026-W48").monday.isoformat()
    ('2026-W53', '2026-11-23')
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count_in(self.year):
            raise ValueError(f"{self.year} has no week {self.number}")

    @staticmethod
    def count_in(year: int) -> int:
        """52 or 53: the week of 28 December is always the last."""
        return date(year, 12, 28).isocalendar().week

    @classmethod
    def from_date(cls, day: date) -> Week:
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """From 2026-W48 or 2026W48; ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-?[Ww](\d{1,2})", text.strip())
        if found is None:
            raise ValueError(f"not a week: {text!r}")
        if not 1800 <= int(found[1]) <= 2400:  # the days around a week must stay within the calendar
            raise ValueError(f"not a year of this calendar: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def range(cls, first: Week, last: Week) -> list[Week]:
        """All weeks from `first` to `last`, both included; empty when `last` is before `first`."""
        return [first + step for step in range((last.monday - first.monday).days // 7 + 1)]

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def period(self) -> Period:
        return Period(self.monday, self.sunday)

    def days(self) -> tuple[date, ...]:
        """Monday to Sunday."""
        return tuple(self.monday + timedelta(days=step) for step in range(7))

    def next(self) -> Week:
        return self + 1

    def previous(self) -> Week:
        return self + -1

    def __add__(self, weeks: int) -> Week:
        return Week.from_date(self.monday + timedelta(weeks=weeks))

    def __contains__(self, day: date) -> bool:
        return self.monday <= day <= self.sunday

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included; ValueError when it ends before it starts.

    >>> Period.quarter(2026, 4).name, Period.month(2026, 2).days
    ('2026-Q4', 28)
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.end} is before {self.start}")

    @classmethod
    def months(cls, year: int, first: int, count: int) -> Period:
        """`count` whole months from month `first` of `year`."""
        after = year * 12 + first - 1 + count
        return cls(date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls.months(year, month, 1)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        return cls.months(year, 3 * quarter - 2, 3)

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        return cls.months(year, 6 * half - 5, 6)

    @classmethod
    def whole_year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def around(cls, day: date, length: CyclePeriod) -> Period:
        """The month, quarter, half-year or year that holds `day`; ValueError for a probation, which has no calendar."""
        steps = {CyclePeriod.MONTH: 1, CyclePeriod.QUARTER: 3, CyclePeriod.HALF_YEAR: 6, CyclePeriod.YEAR: 12}
        if length not in steps:
            raise ValueError("a probation has no fixed months")
        count = steps[length]
        return cls.months(day.year, (day.month - 1) // count * count + 1, count)

    @classmethod
    def parse(cls, text: str) -> Period:
        """From 2026-11, 2026-Q4, 2026-H2, 2026, 2026-W48 or start..end in ISO dates; ValueError for anything else."""
        plain = text.strip().upper()
        if found := re.fullmatch(r"(\d{4})-?Q([1-4])", plain):
            return cls.quarter(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{4})-?H([12])", plain):
            return cls.half(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", plain):
            return cls.month(int(found[1]), int(found[2]))
        if re.fullmatch(r"\d{4}", plain):
            return cls.whole_year(int(plain))
        if "W" in plain:
            return Week.parse(plain).period
        first, found_dots, last = plain.partition("..")
        if not found_dots:
            raise ValueError(f"not a period: {text!r}")
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def name(self) -> str:
        """2026-11, 2026-Q4, 2026-H2 or 2026 for whole ones, else start..end."""
        year, month = self.start.year, self.start.month
        if self == Period.whole_year(year):
            return f"{year:04d}"
        if month in (1, 7) and self == Period.months(year, month, 6):
            return f"{year:04d}-H{(month + 5) // 6}"
        if month in (1, 4, 7, 10) and self == Period.months(year, month, 3):
            return f"{year:04d}-Q{(month + 2) // 3}"
        if self == Period.month(year, month):
            return f"{year:04d}-{month:02d}"
        return f"{self.start}..{self.end}"

    @property
    def length(self) -> CyclePeriod | None:
        """Month, quarter, half-year or year where it is exactly one, else None."""
        kinds = (CyclePeriod.MONTH, CyclePeriod.QUARTER, CyclePeriod.HALF_YEAR, CyclePeriod.YEAR)
        return next((kind for kind in kinds if Period.around(self.start, kind) == self), None)

    def fits(self, kind: CyclePeriod) -> bool:
        """Whether a cycle of this kind may have it: one such span, or a part of one that is no shorter span itself.

        >>> Period.month(2026, 9).fits(CyclePeriod.QUARTER), Period(date(2026, 7, 15), date(2026, 9, 30)).fits(CyclePeriod.QUARTER)
        (False, True)
        """
        if kind is CyclePeriod.PROBATION:
            return True
        return self.end in Period.around(self.start, kind) and self.length in (None, kind)

    def overlap(self, other: Period) -> Period | None:
        """The days that both have; None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def weeks(self) -> list[Week]:
        """The ISO weeks that it touches."""
        return Week.range(Week.from_date(self.start), Week.from_date(self.end))

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=step) for step in range(self.days))
