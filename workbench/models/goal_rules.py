"""Goals: splitting a target so that the parts always sum to it, and telling how the pace is.

Amounts are integers of whatever unit the caller uses (fen, whole yuan, hundredths of a piece); ratios
are exact fractions (domain 5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workbench.errors import N_
from workbench.models.values.numbers import Exact, exact, half_up_int, largest_remainder
from workbench.models.values.periods import Period

# ---- cascade --------------------------------------------------------------------------------------


def cascade(total: int, weights: Sequence[Exact], unit: int = 1) -> list[int]:
    """Children of a target in proportion to the weights, in steps of `unit`; they sum to it exactly (vector 5-A).

    What is smaller than one unit goes to the first child with the largest weight.
    """
    parts = [part * unit for part in largest_remainder(total // unit, weights)]
    rest = total % unit
    if rest:
        parts[max(range(len(parts)), key=lambda index: (exact(weights[index]), -index))] += rest
    return parts


def uplift(base: int, growth: Exact) -> int:
    """Target = base × (1 + growth), half-up; keep both beside it."""
    return half_up_int(base * (1 + exact(growth)))


def combined_weights(*factors: Sequence[Exact]) -> list[Fraction]:
    """Product by position: seasonal index × working days × capacity; ValueError for different lengths."""
    weights = [Fraction(1)] * len(factors[0])
    for column in factors:
        weights = [weight * exact(factor) for weight, factor in zip(weights, column, strict=True)]
    return weights


def seasonal_indices(years: Sequence[Sequence[Exact]]) -> list[Fraction]:
    """Ratio of each month to its year's average, averaged over at least two years, normalised to sum 12.

    ValueError with fewer than two years, with a year of other than 12 months, or with a year without sales.
    """
    if len(years) < 2 or any(len(year) != 12 for year in years):
        raise ValueError("at least two whole years are needed")
    ratios = [Fraction(0)] * 12
    for year in years:
        whole = sum((exact(month) for month in year), Fraction(0))
        if whole <= 0:
            raise ValueError("a year without sales has no seasons")
        ratios = [ratio + 12 * exact(month) / whole for ratio, month in zip(ratios, year, strict=True)]
    return [ratio / len(years) for ratio in ratios]


class ChildChange(StrEnum):
    """What to do with the others when one child of a target is changed by hand."""

    RAISE_PARENT = "raise_parent"
    SPREAD_REST = "spread_rest"
    LEAVE_GAP = "leave_gap"


CHILD_CHANGE_LABELS: dict[ChildChange, str] = {
    ChildChange.RAISE_PARENT: N_("Change the parent by the same amount"),
    ChildChange.SPREAD_REST: N_("Spread the rest over the open periods"),
    ChildChange.LEAVE_GAP: N_("Leave the gap and show it in red"),
}


@dataclass(frozen=True, slots=True)
class Cascade:
    """A target and its children; `gap` is what the children lack, negative when they exceed it."""

    total: int
    parts: tuple[int, ...]

    @property
    def gap(self) -> int:
        return self.total - sum(self.parts)


def change_child(
    current: Cascade, index: int, amount: int, how: ChildChange, weights: Sequence[Exact] = (), open_parts: Sequence[bool] = ()
) -> Cascade:
    """The cascade after one child was set by hand.

    For SPREAD_REST, `weights` and `open_parts` say how the rest is shared and which children may still move.
    ValueError when none may, or when the amount exceeds what is open.
    """
    parts = list(current.parts)
    difference = amount - parts[index]
    parts[index] = amount
    if how is ChildChange.RAISE_PARENT:
        return Cascade(current.total + difference, tuple(parts))
    if how is ChildChange.LEAVE_GAP:
        return Cascade(current.total, tuple(parts))
    movable = [place for place, is_open in enumerate(open_parts) if is_open and place != index]
    rest = current.total - sum(part for place, part in enumerate(parts) if place not in movable)
    if rest < 0 or not movable:
        raise ValueError("no open period can take the difference")
    for place, part in zip(movable, largest_remainder(rest, [weights[place] for place in movable]), strict=True):
        parts[place] = part
    return Cascade(current.total, tuple(parts))


# ---- which targets speak for a period --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One target that speaks for a period: its place in the list, the share of its amount, the days in common."""

    place: int
    share: Fraction
    days: int


def covering(spans: Sequence[Period], period: Period, working_days: Callable[[Period], int]) -> tuple[Part, ...]:
    """Which targets of one metric speak for the period, from the span of each; none counts a day twice.

    The target of exactly this period wins, then those that fill it, then the shortest around it by working days, then
    those that touch it, each by the working days in common. Of targets that overlap, the longer one counts.
    """
    exact_one = next((place for place, span in enumerate(spans) if span == period), None)
    if exact_one is not None:
        return (Part(exact_one, Fraction(1), period.days),)
    inside = _apart((place, span) for place, span in enumerate(spans) if period.overlap(span) == span)
    if inside and sum(spans[place].days for place in inside) == period.days:
        return tuple(Part(place, Fraction(1), spans[place].days) for place in inside)
    around = [place for place, span in enumerate(spans) if span.overlap(period) == period]
    if around:
        shortest = min(around, key=lambda place: spans[place].days)
        return (Part(shortest, _share(spans[shortest], period, working_days), period.days),)
    touching = _apart((place, span) for place, span in enumerate(spans) if span.overlap(period) is not None)
    common = [(place, span) for place in touching if (span := spans[place].overlap(period)) is not None]
    return tuple(Part(place, _share(spans[place], span, working_days), span.days) for place, span in common)


def _apart(spans: Iterable[tuple[int, Period]]) -> list[int]:
    """Places of spans that do not overlap each other, the longest first, in the order of their days."""
    taken: list[tuple[int, Period]] = []
    for place, span in sorted(spans, key=lambda one: (-one[1].days, one[1].start)):
        if all(span.overlap(other) is None for _place, other in taken):
            taken.append((place, span))
    return [place for place, _span in sorted(taken, key=lambda one: one[1].start)]


def _share(whole: Period, part: Period, working_days: Callable[[Period], int]) -> Fraction:
    if whole == part:
        return Fraction(1)
    days = working_days(whole)
    return Fraction(working_days(part), days) if days else Fraction(part.days, whole.days)


# ---- attainment and pace --------------------------------------------------------------------------


def attainment(actual: Exact, target: Exact, less_is_better: bool = False) -> Fraction | None:
    """Actual over target; for less-is-better 2 − actual/target, never below 0. None without a target.

    >>> attainment(62, 100), attainment(150, 100, less_is_better=True), attainment(5, 0)
    (Fraction(31, 50), Fraction(1, 2), None)
    """
    goal = exact(target)
    if goal <= 0:
        return None
    ratio = exact(actual) / goal
    return max(Fraction(0), 2 - ratio) if less_is_better else ratio


class Pace(StrEnum):
    """Colour of a pace: NONE in the first days, when it is only noise."""

    NONE = "none"
    GOOD = "good"
    CLOSE = "close"
    BEHIND = "behind"


PACE_LABELS: dict[Pace, str] = {
    Pace.NONE: N_("Too early to tell"),
    Pace.GOOD: N_("On pace"),
    Pace.CLOSE: N_("Slightly behind"),
    Pace.BEHIND: N_("Behind pace"),
}


@dataclass(frozen=True, slots=True)
class Pacing:
    """How a target stands after some of its days. Amounts are exact, in the unit of the target."""

    expected: Fraction
    gap: Fraction
    attainment: Fraction | None
    pace: Fraction | None
    run_rate: Fraction | None
    projection: Fraction | None
    required_per_day: Fraction | None
    colour: Pace

    @property
    def required_over_run_rate(self) -> Fraction | None:
        """How much faster the rest must go; None when either is unknown or nothing was sold."""
        return self.required_per_day / self.run_rate if self.required_per_day is not None and self.run_rate else None


@dataclass(frozen=True, slots=True)
class PacePolicy:
    """What the company sets for the colours of a pace: ratios from which it is good or close, working days without a colour."""

    good: Fraction
    close: Fraction
    quiet_days: int


def pace_colour(ratio: Fraction | None, days_elapsed: int, limits: PacePolicy) -> Pace:
    """Good, close or behind by the company's limits (usually 100 and 90 %); nothing in the first working days, which are noise."""
    if ratio is None or days_elapsed <= limits.quiet_days:
        return Pace.NONE
    return Pace.GOOD if ratio >= limits.good else Pace.CLOSE if ratio >= limits.close else Pace.BEHIND


def pacing_by_days(target: Exact, actual: Exact, days: int, days_elapsed: int, limits: PacePolicy) -> Pacing:
    """Pace over `days` even working days, so many of them over (vector 5-B). `actual` is net of refunds."""
    return pacing(target, actual, [1] * days, days_elapsed, limits)


def pacing(target: Exact, actual: Exact, day_weights: Sequence[Exact], days_elapsed: int, limits: PacePolicy) -> Pacing:
    """Pace from the weight of each working day of the period, the first `days_elapsed` of them over (vector 5-B)."""
    goal, done = exact(target), exact(actual)
    weights = [exact(weight) for weight in day_weights]
    whole, gone = sum(weights, Fraction(0)), sum(weights[:days_elapsed], Fraction(0))
    share = gone / whole if whole else Fraction(0)
    expected = goal * share
    left = len(weights) - days_elapsed
    pace = done / expected if expected > 0 else None
    return Pacing(
        expected=expected,
        gap=done - expected,
        attainment=attainment(done, goal),
        pace=pace,
        run_rate=done / days_elapsed if days_elapsed > 0 else None,
        projection=done / share if share else None,
        required_per_day=max(Fraction(0), goal - done) / left if left > 0 else None,
        colour=pace_colour(pace, days_elapsed, limits),
    )
