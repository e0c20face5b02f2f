"""Law and policy as Settings shows them: figures with their dated values, the office calendar, grades, and what the program offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One dated value in kept units; `id` is 0 for one that only ships with the program."""

    id: int
    value: int
    from_on: date
    to_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure at one place ("" is the whole country) with all its values, the oldest first.

    `now` is the one in force on the day asked for; None is a gap. `kind` is the code of the group, `unit` that of the unit.
    """

    id: int
    code: str
    region: str
    group: str
    unit: str
    label: str
    values: tuple[FigureValue, ...]
    now: FigureValue | None

    @property
    def newest(self) -> FigureValue | None:
        return self.values[-1] if self.values else None


@dataclass(frozen=True, slots=True)
class MissingFigure:
    """A figure that a computation needs and nobody has entered; `label` is a message id."""

    code: str
    label: str
    day: date
    region: str = ""


@dataclass(frozen=True, slots=True)
class FigureOffer:
    """A value that ships with the program and is not kept: a newer one, or `before` the kept one of the same day that differs."""

    code: str
    region: str
    unit: str
    label: str
    value: int
    from_on: date
    source: str
    before: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """Days in a row of one kind and name with one source; `ids` are the rows behind them, empty for shipped ones."""

    ids: tuple[int, ...]
    first: date
    last: date
    kind: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year of the office calendar; `working_days` counts Monday to Friday where nothing is `known`."""

    year: int
    spans: tuple[CalendarSpan, ...]
    working_days: int
    known: bool


@dataclass(frozen=True, slots=True)
class CalendarOffer:
    """A year that ships with the program and of which no day is kept."""

    year: int
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """All known years, oldest first, and the years on offer."""

    years: tuple[CalendarYear, ...]
    offers: tuple[CalendarOffer, ...]


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """All figures in the order in which they are shown, and what is on offer."""

    figures: tuple[FigureRow, ...]
    offers: tuple[FigureOffer, ...]


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A line of the form and its weight in hundredths of a point; the weights of a version sum to 10,000."""

    code: str
    name_zh: str
    name_en: str
    weight: int


@dataclass(frozen=True, slots=True)
class GradeVersion:
    """A version of the review template; `bands` are (grade, least hundredths of a point), the best first.

    `cycles` counts the cycles opened with it, which keep it. `id` is 0 for the shipped one while it is not kept.
    """

    id: int
    number: int
    effective_from: date
    source: str
    bands: tuple[tuple[str, int], ...]
    cycles: int
    in_force: bool
    weights: tuple[WeightRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GradesCard:
    """Versions of the standard template, the newest first, and the lines that all of them share."""

    versions: tuple[GradeVersion, ...]
    items: int
