"""Values that every layer shares: money, weeks, periods, rates, hours, and the enums with their labels.

Standard library only. Money is whole fen and rates are exact fractions: a float is refused wherever it
could touch money. Labels are English message ids; whoever shows one translates it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Final

Exact = int | Fraction | Decimal
"""A number that is not a float."""


def N_(message: str) -> str:
    """Mark for the catalogue only."""
    return message


# ---- exact numbers --------------------------------------------------------------------------------


def exact(value: Exact) -> Fraction:
    """The number as a fraction; TypeError for float and bool, which are never exact amounts.

    >>> exact(Decimal("0.125"))
    Fraction(1, 8)
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise TypeError(f"exact number wanted, not {type(value).__name__}")
    return Fraction(value)


def half_up_int(value: Exact) -> int:
    """Nearest whole number, halves away from zero (domain 7, rounding).

    >>> half_up_int(Fraction(5, 2)), half_up_int(Fraction(-5, 2))
    (3, -3)
    """
    number = exact(value)
    size = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return -size if number < 0 else size


def half_up(value: Exact, places: int = 2) -> Decimal:
    """Rounded for showing, with exactly `places` decimals; minus zero never appears.

    >>> half_up(Fraction(1, 8)), half_up(Fraction(-1, 1000))
    (Decimal('0.13'), Decimal('0.00'))
    """
    return Decimal(half_up_int(exact(value) * 10**places)).scaleb(-places)


def largest_remainder(total: int, weights: Sequence[Exact]) -> list[int]:
    """Whole parts in proportion to `weights` that sum to `total` exactly; a tie goes to the earlier part.

    ValueError for a negative weight, or for weights that are all zero while there is something to give.

    >>> largest_remainder(100, [1, 1, 1])
    [34, 33, 33]
    """
    if total < 0:
        return [-part for part in largest_remainder(-total, weights)]
    shares = [exact(weight) for weight in weights]
    if any(share < 0 for share in shares):
        raise ValueError("a weight is negative")
    whole = sum(shares, Fraction(0))
    if whole == 0:
        if total:
            raise ValueError("all weights are zero")
        return [0] * len(shares)
    ideal = [total * share / whole for share in shares]
    parts = [number.numerator // number.denominator for number in ideal]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - ideal[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


# ---- money ----------------------------------------------------------------------------------------

_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d+)?(?:\.(?P<part>\d*))?")
NO_AMOUNT: Final = frozenset({"", "-", "--", "–", "—", "——"})
"""What spreadsheets write where there is no amount."""


def _without_minus(text: str, negative: bool) -> tuple[str, bool]:
    """Take one leading sign off; a second minus stays in the text and is refused as no amount."""
    if text.startswith("+") and not negative:
        return text[1:], False
    return (text[1:].strip(), True) if text.startswith("-") and not negative else (text, negative)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of yuan as whole fen.

    >>> Money.from_text("1,234.50") + Money(1)
    Money(fen=123451)
    """

    fen: int = 0

    def __post_init__(self) -> None:
        if isinstance(self.fen, bool) or not isinstance(self.fen, int):
            raise TypeError(f"money is whole fen, not {type(self.fen).__name__}")

    @classmethod
    def yuan(cls, amount: Exact) -> Money:
        """From yuan, half-up to the fen."""
        return cls(half_up_int(exact(amount) * 100))

    @classmethod
    def from_text(cls, text: str) -> Money:
        """From "1,234.50", "¥1234.5", "１２３４元", "-8" or "(8.00)"; ValueError for anything else.

        More than two decimals are refused unless they are zeros: 1.234 may have been meant as 1,234.
        """
        plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
        negative = plain.startswith("(") and plain.endswith(")")
        plain = plain[1:-1].strip() if negative else plain
        plain, negative = _without_minus(plain, negative)
        plain = plain.removeprefix("CNY").removeprefix("RMB").strip("¥元 ")
        plain, negative = _without_minus(plain, negative)
        found = _AMOUNT.fullmatch(plain)
        if found is None or not (found["whole"] or found["part"]):
            raise ValueError(f"not an amount of money: {text!r}")
        part = (found["part"] or "").rstrip("0")
        if len(part) > 2:
            raise ValueError(f"more than two decimals: {text!r}")
        whole = re.sub(r"[, ]", "", found["whole"] or "0")
        fen = int(whole) * 100 + int(part.ljust(2, "0") or "0")
        return cls(-fen if negative else fen)

    @classmethod
    def parse(cls, text: str) -> Money | None:
        """Like `from_text`, but an empty cell or a dash is no amount (None), not zero."""
        return None if text.strip() in NO_AMOUNT else cls.from_text(text)

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.fen for amount in amounts))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen) if isinstance(other, Money) else NotImplemented

    def __mul__(self, factor: Exact) -> Money:
        """Half-up to the fen; TypeError for a float."""
        return Money(half_up_int(self.fen * exact(factor)))

    __rmul__ = __mul__

    def __truediv__(self, divisor: Exact) -> Money:
        return Money(half_up_int(Fraction(self.fen) / exact(divisor)))

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __abs__(self) -> Money:
        return Money(abs(self.fen))

    def __bool__(self) -> bool:
        return self.fen != 0

    def ratio(self, other: Money) -> Fraction:
        """This amount as a share of another; ZeroDivisionError when the other is nothing."""
        return Fraction(self.fen, other.fen)

    def split(self, weights: Sequence[Exact], unit: int = 1) -> list[Money]:
        """Parts that sum to the whole, by largest remainder in steps of `unit` fen (100 = whole yuan).

        What is smaller than one unit goes to the part with the largest weight, the earlier on a tie.
        """
        sign = -1 if self.fen < 0 else 1
        units, rest = divmod(abs(self.fen), unit)
        parts = [part * unit for part in largest_remainder(units, weights)]
        if rest:
            heaviest = max(range(len(parts)), key=lambda index: (exact(weights[index]), -index))
            parts[heaviest] += rest
        return [Money(sign * part) for part in parts]

    def __str__(self) -> str:
        """Two decimals without separators: 1234.50, as files and JSON write it."""
        return self._text("")

    def grouped(self) -> str:
        """Two decimals with thousands separators: 1,234.50, as screens and forms write it."""
        return self._text(",")

    def whole(self) -> str:
        """Whole yuan, half-up, with separators: 1,235."""
        return f"{half_up_int(Fraction(self.fen, 100)):,}"

    def __format__(self, spec: str) -> str:
        return self.grouped() if spec == "," else format(str(self), spec)

    def _text(self, separator: str) -> str:
        whole, part = divmod(abs(self.fen), 100)
        return f"{'-' if self.fen < 0 else ''}{whole:{separator}}.{part:02d}"


# ---- weeks and periods ----------------------------------------------------------------------------


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

    def overlap(self, other: Period) -> Period | None:
        """The days that both have; None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def weeks(self) -> list[Week]:
        """The ISO weeks that it touches."""
        return Week.range(Week.from_date(self.start), Week.from_date(self.end))

    def split_months(self) -> list[Period]:
        """The calendar months that it touches, cut to its own ends."""
        parts, start = [], self.start
        while start <= self.end:
            end = min(Period.month(start.year, start.month).end, self.end)
            parts.append(Period(start, end))
            start = end + timedelta(days=1)
        return parts

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=step) for step in range(self.days))


# ---- rates, hours, hundredths ---------------------------------------------------------------------


def rate(basis_points: int) -> Fraction:
    """Basis points as a fraction: 12000 is 6/5."""
    return Fraction(basis_points, 10_000)


def basis_points(ratio: Exact) -> int:
    """A ratio as basis points, half-up: 0.96 is 9600."""
    return half_up_int(exact(ratio) * 10_000)


def percent_text(ratio: Exact, places: int = 1) -> str:
    """A ratio as text: Fraction(868, 1000) is 86.8%."""
    return f"{half_up(exact(ratio) * 100, places)}%"


def _stripped(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def hours_text(minutes: int) -> str:
    """Minutes as hours with at most two decimals: 1350 is 22.5, 1440 is 24."""
    return _stripped(half_up(Fraction(minutes, 60), 2))


def parse_hours(text: str) -> int:
    """Hours as whole minutes, half-up: "22.5", "22:30" and "22.5h" are 1350; ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().removesuffix("小时").rstrip("h ")
    if found := re.fullmatch(r"(\d+):([0-5]\d)", plain):
        return int(found[1]) * 60 + int(found[2])
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", plain):
        raise ValueError(f"not a number of hours: {text!r}")
    return half_up_int(Fraction(plain.rstrip(".")) * 60)


def parse_clock(text: str) -> int:
    """A time of day as minutes since midnight: "9:30" is 570, "24:00" is 1440; ValueError for anything else."""
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::00)?", unicodedata.normalize("NFKC", text).strip())
    minute = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minute <= 1440:
        raise ValueError(f"not a time of day: {text!r}")
    return minute


def amount_text(hundredths: int, unit: Unit) -> str:
    """An amount in hundredths of its unit, as shown: 1,234.50 for money, 12, 96.5%, 4.4."""
    if unit is Unit.MONEY:
        return Money(hundredths).grouped()
    number = _stripped(Decimal(hundredths).scaleb(-2))
    return f"{number}%" if unit is Unit.PERCENT else number


# ---- enums and their labels -----------------------------------------------------------------------


class EngagementType(StrEnum):
    """The legal relation; it decides fields, limits and tax method (domain 4.1)."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    SERVICES = "services"
    STUDENT = "student"
    REHIRED = "rehired"
    INTERN = "intern"
    DISPATCH = "dispatch"
    PLATFORM = "platform"


class SalesLine(StrEnum):
    """The five kinds of sales team."""

    PART_TIME = "part_time"
    FIELD = "field"
    ONLINE = "online"
    CONTRACT_QUOTA = "contract_quota"
    DIRECT = "direct"


class TaskKind(StrEnum):
    VISIT = "visit"
    SHIFT = "shift"
    CALL = "call"
    EVENT = "event"
    TRAINING = "training"


class DealStage(StrEnum):
    PROSPECTING = "prospecting"
    ENGAGING = "engaging"
    WON = "won"
    LOST = "lost"


class CustomerGrade(StrEnum):
    """Service class of a customer."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class ReviewState(StrEnum):
    """Step of one person's review, in order; the last two end it."""

    GOALS = "goals"
    SELF = "self"
    MANAGER = "manager"
    CALIBRATION = "calibration"
    INTERVIEW = "interview"
    LOCKED = "locked"
    NOT_RATED = "not_rated"


class Unit(StrEnum):
    """What an amount counts; amounts are stored as hundredths of it."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    SCORE = "score"


class Metric(StrEnum):
    """What targets, measurements and KPI items count."""

    SALES_NET = "sales_net"
    COLLECTION_RATE = "collection_rate"
    NEW_CUSTOMERS = "new_customers"
    CUSTOMER_SATISFACTION = "customer_satisfaction"
    DEALS_WON = "deals_won"
    WIN_RATE = "win_rate"
    VISITS_DONE = "visits_done"
    SALES_PER_HOUR = "sales_per_hour"

    @property
    def unit(self) -> Unit:
        return METRIC_UNITS[self]

    @property
    def adds_up(self) -> bool:
        """True where hours and days worked change the target; rates and scores are the same for everyone."""
        return self in (Metric.SALES_NET, Metric.NEW_CUSTOMERS, Metric.DEALS_WON, Metric.VISITS_DONE)


METRIC_UNITS: Final[dict[Metric, Unit]] = {
    Metric.SALES_NET: Unit.MONEY,
    Metric.COLLECTION_RATE: Unit.PERCENT,
    Metric.NEW_CUSTOMERS: Unit.COUNT,
    Metric.CUSTOMER_SATISFACTION: Unit.SCORE,
    Metric.DEALS_WON: Unit.COUNT,
    Metric.WIN_RATE: Unit.PERCENT,
    Metric.VISITS_DONE: Unit.COUNT,
    Metric.SALES_PER_HOUR: Unit.MONEY,
}


class CyclePeriod(StrEnum):
    """Length of a review cycle; a probation is for full-time staff only."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PROBATION = "probation"


class Section(StrEnum):
    """Part of the evaluation form."""

    KPI = "kpi"
    BEHAVIOUR = "behaviour"
    COLLABORATION = "collaboration"


class Theme(StrEnum):
    """Theme of a question or agenda item in a one-on-one."""

    WORK = "work"
    WELLBEING = "wellbeing"
    CAREER = "career"
    FEEDBACK = "feedback"
    OBSTACLES = "obstacles"


class Severity(StrEnum):
    """How a check ended: green, amber, red."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"


class Mood(IntEnum):
    """Answer to the mood question; voluntary."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


class Priority(IntEnum):
    """How badly a task must be covered."""

    MUST = 1
    SHOULD = 2
    MAY = 3


ENGAGEMENT_LABELS: Final[dict[EngagementType, str]] = {
    EngagementType.FULL_TIME: N_("Full-time employment"),
    EngagementType.PART_TIME: N_("Part-time employment"),
    EngagementType.SERVICES: N_("Service agreement"),
    EngagementType.STUDENT: N_("Student work"),
    EngagementType.REHIRED: N_("Rehired after retirement"),
    EngagementType.INTERN: N_("Internship"),
    EngagementType.DISPATCH: N_("Dispatched labour"),
    EngagementType.PLATFORM: N_("Platform work"),
}
ENGAGEMENT_SHORT: Final[dict[EngagementType, str]] = {
    EngagementType.FULL_TIME: N_("full-time"),
    EngagementType.PART_TIME: N_("part-time"),
    EngagementType.SERVICES: N_("services"),
    EngagementType.STUDENT: N_("student"),
    EngagementType.REHIRED: N_("rehired"),
    EngagementType.INTERN: N_("intern"),
    EngagementType.DISPATCH: N_("dispatched"),
    EngagementType.PLATFORM: N_("platform"),
}
"""The same in one word, for tables and boards."""
SALES_LINE_LABELS: Final[dict[SalesLine, str]] = {
    SalesLine.PART_TIME: N_("Part-time sales"),
    SalesLine.FIELD: N_("Field sales"),
    SalesLine.ONLINE: N_("Online sales"),
    SalesLine.CONTRACT_QUOTA: N_("Contract quota"),
    SalesLine.DIRECT: N_("Direct channel"),
}
TASK_KIND_LABELS: Final[dict[TaskKind, str]] = {
    TaskKind.VISIT: N_("Customer visit"),
    TaskKind.SHIFT: N_("Shift"),
    TaskKind.CALL: N_("Phone or online"),
    TaskKind.EVENT: N_("Event"),
    TaskKind.TRAINING: N_("Training session"),
}
DEAL_STAGE_LABELS: Final[dict[DealStage, str]] = {
    DealStage.PROSPECTING: N_("Prospecting"),
    DealStage.ENGAGING: N_("Engaging"),
    DealStage.WON: N_("Won"),
    DealStage.LOST: N_("Lost"),
}
GRADE_LABELS: Final[dict[CustomerGrade, str]] = {
    CustomerGrade.A: N_("Class A"),
    CustomerGrade.B: N_("Class B"),
    CustomerGrade.C: N_("Class C"),
    CustomerGrade.D: N_("Class D"),
}
REVIEW_STATE_LABELS: Final[dict[ReviewState, str]] = {
    ReviewState.GOALS: N_("Goals agreed"),
    ReviewState.SELF: N_("Self-assessment"),
    ReviewState.MANAGER: N_("Superior's rating"),
    ReviewState.CALIBRATION: N_("Calibration"),
    ReviewState.INTERVIEW: N_("Interview"),
    ReviewState.LOCKED: N_("Locked"),
    ReviewState.NOT_RATED: N_("Not rated"),
}
METRIC_LABELS: Final[dict[Metric, str]] = {
    Metric.SALES_NET: N_("Net sales"),
    Metric.COLLECTION_RATE: N_("Collection rate"),
    Metric.NEW_CUSTOMERS: N_("New customers"),
    Metric.CUSTOMER_SATISFACTION: N_("Customer satisfaction"),
    Metric.DEALS_WON: N_("Deals won"),
    Metric.WIN_RATE: N_("Win rate"),
    Metric.VISITS_DONE: N_("Visits done"),
    Metric.SALES_PER_HOUR: N_("Sales per hour"),
}
UNIT_LABELS: Final[dict[Unit, str]] = {
    Unit.MONEY: N_("yuan"),
    Unit.COUNT: N_("count"),
    Unit.PERCENT: N_("per cent"),
    Unit.SCORE: N_("points"),
}
CYCLE_LABELS: Final[dict[CyclePeriod, str]] = {
    CyclePeriod.MONTH: N_("Monthly review"),
    CyclePeriod.QUARTER: N_("Quarterly review"),
    CyclePeriod.HALF_YEAR: N_("Half-year review"),
    CyclePeriod.YEAR: N_("Annual review"),
    CyclePeriod.PROBATION: N_("Probation review"),
}
SECTION_LABELS: Final[dict[Section, str]] = {
    Section.KPI: N_("Key performance indicators"),
    Section.BEHAVIOUR: N_("Behaviour and attitude"),
    Section.COLLABORATION: N_("Teamwork"),
}
THEME_LABELS: Final[dict[Theme, str]] = {
    Theme.WORK: N_("Work"),
    Theme.WELLBEING: N_("Wellbeing"),
    Theme.CAREER: N_("Career"),
    Theme.FEEDBACK: N_("Feedback"),
    Theme.OBSTACLES: N_("Obstacles"),
}
SEVERITY_LABELS: Final[dict[Severity, str]] = {
    Severity.OK: N_("In order"),
    Severity.WARN: N_("Worth a look"),
    Severity.BLOCK: N_("Not allowed"),
}
MOOD_LABELS: Final[dict[Mood, str]] = {
    Mood.VERY_BAD: N_("Very bad"),
    Mood.BAD: N_("Bad"),
    Mood.FAIR: N_("Fair"),
    Mood.GOOD: N_("Good"),
    Mood.VERY_GOOD: N_("Very good"),
}
PRIORITY_LABELS: Final[dict[Priority, str]] = {
    Priority.MUST: N_("Must be covered"),
    Priority.SHOULD: N_("Should be covered"),
    Priority.MAY: N_("May stay open"),
}

# Two tables with equal values ("part_time") must stay two tables: as keys of one they would be one key.
LABELS: Final[dict[type, dict[str, str]]] = {
    kind: {str(member.value): label for member, label in table.items()}
    for kind, table in (
        (EngagementType, ENGAGEMENT_LABELS),
        (SalesLine, SALES_LINE_LABELS),
        (TaskKind, TASK_KIND_LABELS),
        (DealStage, DEAL_STAGE_LABELS),
        (CustomerGrade, GRADE_LABELS),
        (ReviewState, REVIEW_STATE_LABELS),
        (Metric, METRIC_LABELS),
        (Unit, UNIT_LABELS),
        (CyclePeriod, CYCLE_LABELS),
        (Section, SECTION_LABELS),
        (Theme, THEME_LABELS),
        (Severity, SEVERITY_LABELS),
        (Mood, MOOD_LABELS),
        (Priority, PRIORITY_LABELS),
    )
}


def label(member: StrEnum | IntEnum) -> str:
    """The English message id of an enum member; KeyError for an enum without labels.

    >>> label(EngagementType.PART_TIME)
    'Part-time employment'
    """
    return LABELS[type(member)][str(member.value)]
