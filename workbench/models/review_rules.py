"""How a review is scored: items with their working, the total, the grade, and who is rated at all.

Scores are exact fractions of points and are rounded half-up only where they are shown; weights are
hundredths of a point that sum to 10,000 (domain 8.2, 8.3). Rater statistics are in rater_rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from workbench.errors import N_, Refused
from workbench.models.calendar_rules import WorkCalendar
from workbench.models.goal_rules import attainment
from workbench.models.labour_rules import FULL_WEEK_TYPES
from workbench.models.values.codes import EngagementType, ReviewState, Section
from workbench.models.values.money import Money
from workbench.models.values.numbers import Exact, exact, half_up_int, rate

WHOLE = 10_000
"""All weights together: hundredths of a point."""
BEST_RATING = 5

# ---- scoring --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One item with its working: points = weight × min(attainment, cap).

    `weight` is hundredths of a point, `cap` basis points. `attainment` None means that there is nothing to
    score yet: no target, no figure, or no rating.
    """

    code: str
    section: Section
    weight: int
    attainment: Fraction | None
    cap: int = WHOLE

    @property
    def counted(self) -> Fraction | None:
        """Attainment after the cap."""
        return None if self.attainment is None else min(self.attainment, rate(self.cap))

    @property
    def is_capped(self) -> bool:
        return self.attainment is not None and self.attainment > rate(self.cap)

    @property
    def points(self) -> Fraction:
        """Exact points, 0 while there is nothing to score."""
        return Fraction(self.weight, 100) * (self.counted or 0)


def kpi_line(
    code: str, weight: int, target: Exact | None, actual: Exact | None, cap: int = 12_000, less_is_better: bool = False
) -> ScoreLine:
    """A KPI item; target and actual in one and the same unit."""
    ratio = None if target is None or actual is None else attainment(actual, target, less_is_better)
    return ScoreLine(code, Section.KPI, weight, ratio, cap)


def rating_line(code: str, section: Section, weight: int, rating: Exact | None) -> ScoreLine:
    """A behaviour or collaboration item rated 1 to 5: each step is 20 %. ValueError outside 1 to 5."""
    if rating is None:
        return ScoreLine(code, section, weight, None)
    value = exact(rating)
    if not 1 <= value <= BEST_RATING:
        raise ValueError(f"a rating is 1 to 5, not {rating}")
    return ScoreLine(code, section, weight, value / BEST_RATING)


@dataclass(frozen=True, slots=True)
class Score:
    """All lines of one review, and bonus points (hundredths)."""

    lines: tuple[ScoreLine, ...]
    bonus: int = 0

    @property
    def points(self) -> Fraction:
        """Exact total, never below 0."""
        return max(Fraction(0), sum((line.points for line in self.lines), Fraction(self.bonus, 100)))

    @property
    def hundredths(self) -> int:
        """Total half-up to 0.01, as shown, stored and graded."""
        return half_up_int(self.points * 100)

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of weighted items that have nothing to score yet."""
        return tuple(line.code for line in self.lines if line.weight and line.attainment is None)

    def section_points(self, section: Section) -> Fraction:
        return sum((line.points for line in self.lines if line.section is section), Fraction(0))

    def section_weight(self, section: Section) -> int:
        return sum(line.weight for line in self.lines if line.section is section)


def check_weights(weights: Iterable[int]) -> None:
    """Refused unless the weights sum to 100 points."""
    whole = sum(weights)
    if whole != WHOLE:
        raise Refused(N_("The weights sum to {sum}, not to 100. The template was not changed."), code="WEIGHTS", sum=f"{whole / 100:g}")


def check_bonus(bonus: int, most: int) -> None:
    """Refused for bonus or penalty points beyond what the company allows, both in hundredths of a point."""
    if abs(bonus) > most:
        raise Refused(N_("Bonus or penalty points stay between -{most} and {most}."), code="BONUS", most=f"{most / 100:g}")


def score(lines: Sequence[ScoreLine], bonus: int = 0, most_bonus: int = 0) -> Score:
    """The total of the lines. Refused when the weights do not sum to 100, or the bonus is beyond what is allowed."""
    check_weights(line.weight for line in lines)
    check_bonus(bonus, most_bonus)
    return Score(tuple(lines), bonus)


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from a least score, in hundredths of a point."""

    grade: str
    at_least: int


def grade_for(hundredths: int, bands: Sequence[Band]) -> str:
    """Grade of a total as shown, so that what is printed agrees; the lowest band when none is reached.

    >>> bands = (Band("S", 9500), Band("A", 8500), Band("B", 0))
    >>> grade_for(9473, bands), grade_for(9500, bands), grade_for(8499, bands)
    ('A', 'S', 'B')
    """
    ordered = sorted(bands, key=lambda band: band.at_least, reverse=True)
    return next((band.grade for band in ordered if hundredths >= band.at_least), ordered[-1].grade)


class Rater(StrEnum):
    SELF = "self"
    SUPERIOR = "superior"
    PEERS = "peers"


RATER_LABELS: dict[Rater, str] = {
    Rater.SELF: N_("The person"),
    Rater.SUPERIOR: N_("Direct superior"),
    Rater.PEERS: N_("Peers"),
}
DEFAULT_RATER_WEIGHTS: Mapping[Rater, int] = {Rater.SELF: 0, Rater.SUPERIOR: 100, Rater.PEERS: 0}
"""The self-assessment is for the talk only, unless the template says otherwise."""


def mix_raters(scores: Mapping[Rater, Exact | None], weights: Mapping[Rater, int] = DEFAULT_RATER_WEIGHTS) -> Fraction | None:
    """Weighted mean over the raters who answered; None when nobody with a weight did."""
    given = [(exact(value), weights.get(rater, 0)) for rater, value in scores.items() if value is not None]
    whole = sum(weight for _, weight in given)
    return sum((value * weight for value, weight in given), Fraction(0)) / whole if whole else None


EVIDENCE_RATINGS = frozenset({1, 2, 5})


def needs_evidence(rating: int | None) -> bool:
    """Ratings of 1, 2 and 5 need a fact written beside them."""
    return rating in EVIDENCE_RATINGS


def without_evidence(items: Iterable[tuple[str, int | None, str]]) -> list[str]:
    """Codes of (code, rating, evidence) that need a fact and have none."""
    return [code for code, rating, evidence in items if needs_evidence(rating) and not evidence.strip()]


# ---- proration ------------------------------------------------------------------------------------

ONE_DAY = timedelta(days=1)
WEEK_OF_DAYS = 5
"""Days that a full week is spread over."""


def counted_minutes(kind: EngagementType, weekly_minutes: int, full_week_minutes: int) -> int | None:
    """Agreed minutes a week that a target is scaled by; None where they are missing: nobody part-time is taken for full-time.

    >>> counted_minutes(EngagementType.PART_TIME, 0, 2400), counted_minutes(EngagementType.FULL_TIME, 0, 2400)
    (None, 2400)
    """
    return weekly_minutes or (full_week_minutes if kind in FULL_WEEK_TYPES else None)


def is_day_off(
    minutes: int, missed: int, usual: int, usual_week: int, agreed_week: int | None, full_week: int, most_a_day: int | None = None
) -> bool:
    """Whether leave takes a whole day: that of a full week, or the person's own, which is shorter for part-timers.

    `minutes` is all leave of the day, `missed` what it takes of the `usual` hours of that weekday, `usual_week` those of the
    week. Usual hours wider than the agreed ones stand for as much less; where none are known a day is a fifth of the agreed
    week, and never more than law allows (`most_a_day`).

    >>> is_day_off(240, 240, 240, 1440, 1440, 2400), is_day_off(240, 240, 480, 1440, 1440, 2400), is_day_off(240, 0, 0, 0, 1440, 2400, 240)
    (True, False, True)
    """
    whole = Fraction(full_week, WEEK_OF_DAYS)
    if minutes >= whole:
        return True
    if usual_week:
        is_full = agreed_week is None or agreed_week >= full_week
        own = min(Fraction(usual), whole) if is_full else usual * min(Fraction(1), Fraction(agreed_week or 0, usual_week))
        return 0 < own <= missed
    own = whole if agreed_week is None else min(whole, Fraction(agreed_week, WEEK_OF_DAYS))
    return minutes >= (own if most_a_day is None else min(own, Fraction(most_a_day)))


def proration_factor(weekly_minutes: int, eligible_days: int, period_days: int, full_week_minutes: int, ramp: Exact = 1) -> Fraction:
    """hours/full week × eligible days/period days × ramp; the days are working days of one and the same calendar.

    Nobody's factor exceeds 1 by hours above a full week. ValueError for a period without days.
    """
    if period_days <= 0 or full_week_minutes <= 0:
        raise ValueError("a period without working days cannot be prorated")
    hours = min(Fraction(1), Fraction(weekly_minutes, full_week_minutes))
    return hours * Fraction(eligible_days, period_days) * exact(ramp)


def prorated_target(full: int, factor: Exact) -> int:
    """A full-time target for this person, half-up, in the unit given."""
    return half_up_int(full * exact(factor))


def ramped_target(full: int, hours_share: Exact, ramp: Sequence[Exact]) -> int:
    """Sum of a monthly target over months in which a newcomer's share grows: 25, 50, 75 %."""
    return half_up_int(sum((full * exact(hours_share) * exact(step) for step in ramp), Fraction(0)))


def share_weighted_target(full: int, shares: Sequence[Exact], present: Sequence[Exact]) -> int:
    """A year's target by the share of each part and how much of the part the person was here."""
    return half_up_int(full * sum((exact(share) * exact(part) for share, part in zip(shares, present, strict=True)), Fraction(0)))


def sales_per_hour(net: Money, minutes: int) -> Money | None:
    """Net sales an hour worked, half-up; None without hours."""
    return net * Fraction(60, minutes) if minutes > 0 else None


class NotRated(StrEnum):
    """Why somebody gets no grade."""

    SHORT = "short"
    FEW_HOURS = "few_hours"


NOT_RATED_LABELS: dict[NotRated, str] = {
    NotRated.SHORT: N_("Here for too small a part of the period"),
    NotRated.FEW_HOURS: N_("Too few hours worked in the period"),
}


def not_rated_because(
    eligible_days: int, period_days: int, worked_minutes: int | None, least_share: Exact, least_minutes: int
) -> NotRated | None:
    """Too little to judge by: too small a part of the period, or too few hours where hours are recorded (domain 8.3)."""
    if eligible_days < period_days * exact(least_share):
        return NotRated.SHORT
    return NotRated.FEW_HOURS if worked_minutes is not None and worked_minutes < least_minutes else None


# ---- small numbers --------------------------------------------------------------------------------


def wilson(hits: int, cases: int, z: float = 1.96) -> tuple[float, float] | None:
    """95 % Wilson interval of a rate, as shares of 1; None without cases (domain 8.3)."""
    if cases <= 0:
        return None
    share = hits / cases
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / (1 + z * z / cases)
    return max(0.0, middle - half), min(1.0, middle + half)


def shrunk_rate(hits: int, cases: int, mean: Exact, strength: int = 20) -> Fraction:
    """A rate pulled to the group's mean, for ranking: (hits + k·μ)/(cases + k)."""
    return (hits + strength * exact(mean)) / (cases + strength)


# ---- process --------------------------------------------------------------------------------------

STEPS = (ReviewState.GOALS, ReviewState.SELF, ReviewState.MANAGER, ReviewState.CALIBRATION, ReviewState.INTERVIEW, ReviewState.LOCKED)


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """What law and company set for a review, as in force on one day (domain 8.1 to 8.3, 8.6).

    `step_days` and `appeal_days` are working days, `most_bonus` hundredths of a point, `least_share` a ratio of the period,
    `least_weight` one of all weights. `part_time_day_minutes` None means that law has no value then.
    """

    step_days: Mapping[ReviewState, int]
    appeal_days: int
    most_bonus: int
    least_share: Fraction
    least_minutes: int
    full_week_minutes: int
    least_weight: Fraction
    part_time_day_minutes: int | None


def next_state(state: ReviewState) -> ReviewState | None:
    """The step after this one; None at the end."""
    if state not in STEPS[:-1]:
        return None
    return STEPS[STEPS.index(state) + 1]


def left_out(locked_from: str) -> tuple[ReviewState, ...]:
    """Steps that a locked review never went through: from the one at which it was locked, but for the interview that ends in it.

    Ratings are complete wherever it was locked. Empty for one that is not locked, or whose step nobody noted.

    >>> [step.value for step in left_out("manager")], left_out("interview")
    (['calibration', 'interview'], ())
    """
    optional = (ReviewState.CALIBRATION, ReviewState.INTERVIEW)
    if locked_from not in {step.value for step in STEPS} or locked_from == ReviewState.INTERVIEW:
        return ()
    return tuple(step for step in optional if STEPS.index(step) >= STEPS.index(ReviewState(locked_from)))


def is_finished(state: ReviewState) -> bool:
    return state in (ReviewState.LOCKED, ReviewState.NOT_RATED)


def step_dates(
    calendar: WorkCalendar, frozen_on: date, days: Mapping[ReviewState, int], fixed: Mapping[ReviewState, date | None] | None = None
) -> dict[ReviewState, date]:
    """Due date of each step, the working days of one after the other from the day on which the figures are frozen.

    A date that is `fixed` stands, and the steps after it follow from it.
    """
    due, dates = frozen_on, {}
    for step in STEPS:
        if step in days:
            due = (fixed or {}).get(step) or calendar.add_working_days(due, days[step])
            dates[step] = due
    return dates


def appeal_until(calendar: WorkCalendar, received_on: date, days: int) -> date:
    """Last day of the appeal window of so many working days after the result was received."""
    return calendar.add_working_days(received_on, days)
