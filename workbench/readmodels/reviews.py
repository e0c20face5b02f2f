"""Reviews as screens, forms and scripts read them: the cycles, the board of one cycle, one person's evaluation.

Scores and weights are hundredths of a point, caps basis points, amounts hundredths of the metric's unit (fen for
money); attainment and points are exact. `None` always means that there is nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from workbench.models.values.codes import CyclePeriod, EngagementType, Metric, ReviewState, Section
from workbench.models.values.periods import Period
from workbench.readmodels.goals import MeasurementRow
from workbench.readmodels.sales import DealRow

NOT_RATED = "NR"
"""Shown as the grade of somebody of whom too little is known."""


BEFORE_RATING = (ReviewState.GOALS, ReviewState.SELF, ReviewState.MANAGER)


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One cycle with its due dates and how far its people are."""

    id: int
    code: str
    name: str
    kind: CyclePeriod
    start_on: date
    end_on: date
    template_id: int
    state: str
    self_due_on: date | None
    manager_due_on: date | None
    close_due_on: date | None
    frozen_at: datetime | None
    people: int
    locked: int
    not_rated: int

    @property
    def period(self) -> Period:
        return Period(self.start_on, self.end_on)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person on the board of a cycle: the newest version of the review. `score` None means no score yet.

    `no_grade_because` is a message id: why a freeze or a lock would give this person no grade, as things stand.
    """

    review_id: int
    person_id: int
    code: str
    name: str
    search: str
    state: ReviewState
    score: int | None
    grade: str
    calibrated_grade: str
    document_no: str
    number: int
    excluded_because: str
    missing: int
    no_grade_because: str = ""

    @property
    def is_provisional(self) -> bool:
        """Whether the superior has not handed in ratings and something is missing, so that the score says little."""
        return self.state in BEFORE_RATING and self.missing > 0


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One line of the form with its working. `rows` is the number of records behind a figure.

    `target_prorated` tells that the target is a full-time figure scaled by hours and days, `hours_missing` that it could
    not be scaled, because no weekly hours are agreed.
    """

    item_id: int
    code: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    section: Section
    metric: Metric | None
    weight: int
    cap: int
    target: int | None
    actual: int | None
    attainment: Fraction | None
    points: Fraction | None
    target_source: str
    source_zh: str
    source_en: str
    rows: int | None
    self_rating: int | None
    manager_rating: int | None
    evidence: str
    by_hand_because: str
    less_is_better: bool = False
    target_prorated: bool = False
    hours_missing: bool = False

    @property
    def is_capped(self) -> bool:
        return self.attainment is not None and self.attainment * 10_000 > self.cap


@dataclass(frozen=True, slots=True)
class SectionTotal:
    """Points and weights of one part of the form; `weight_present` leaves out the lines without a figure."""

    section: Section
    weight: int
    weight_present: int
    points: Fraction


@dataclass(frozen=True, slots=True)
class Proration:
    """How a full-time target becomes this person's: factor = hours share × eligible days / period days.

    Days are working days of the calendar, minutes are those of one week; `worked_minutes` None means not recorded.
    The factor is None, and `weekly_minutes` 0, while an engagement that needs them has no agreed hours.
    """

    weekly_minutes: int
    full_week_minutes: int
    eligible_days: int
    excluded_days: int
    period_days: int
    factor: Fraction | None
    worked_minutes: int | None
    engagement: EngagementType | None


@dataclass(frozen=True, slots=True)
class ReviewTexts:
    """What is written on a review; the tuples hold the rows of the three tables."""

    target_notes: str
    compliance: str
    customer_feedback: str
    critical_incidents: str
    bonus: int
    bonus_reason: str
    employee_summary: str
    achievements: str
    improvements: str
    manager_comment: str
    next_manager_opinion: str
    hr_opinion: str
    opinion: str
    opinion_text: str
    refused_on: date | None
    refused_because: str
    refusal_witness: str
    refusal_delivery: str
    result_use: tuple[Mapping[str, Any], ...]
    next_goals: tuple[Mapping[str, Any], ...]
    development: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """Everything on one review. `total` is hundredths of a point, None with the grade NR while too little is known.

    `missing` are codes of lines without a figure or a rating, `without_evidence` ratings that still need a fact.
    `least_weight` is the weight that a grade needs, `no_grade_because` as on the board.
    `left_out` are steps that a locked review never went through.
    """

    review_id: int
    cycle: CycleRow
    person_id: int
    person_code: str
    person_name: str
    state: ReviewState
    number: int
    follows_id: int | None
    follows_because: str
    document_no: str
    excluded_because: str
    items: tuple[ItemCard, ...]
    sections: tuple[SectionTotal, ...]
    total: int | None
    grade: str
    calibrated_grade: str
    calibration_reason: str
    proration: Proration
    texts: ReviewTexts
    missing: tuple[str, ...]
    without_evidence: tuple[str, ...]
    weight_present: int
    bands: tuple[tuple[str, int], ...]
    due: Mapping[str, date]
    appeal_until: date
    locked_at: datetime | None
    locked_by: str
    versions: tuple[tuple[int, int], ...]
    least_weight: int = 0
    no_grade_because: str = ""
    left_out: tuple[ReviewState, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether nothing may be changed any more without a new version."""
        return self.state in (ReviewState.LOCKED, ReviewState.NOT_RATED)

    @property
    def is_provisional(self) -> bool:
        """Whether a rating of the superior is still missing, so that the score says little."""
        unrated = any(item.section is not Section.KPI and item.weight and item.manager_rating is None for item in self.items)
        return self.state in BEFORE_RATING and unrated

    @property
    def has_self_assessment(self) -> bool:
        """Whether the person rated a line or wrote a summary."""
        return any(item.self_rating is not None for item in self.items) or bool(self.texts.employee_summary)

    @property
    def is_scaled(self) -> bool:
        """Whether lines dropped out, so that the total is scaled to the weights present."""
        return 0 < self.weight_present < 10_000

    def item(self, code: str) -> ItemCard:
        """The line with this code; KeyError when the template has none."""
        for one in self.items:
            if one.code == code:
                return one
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One person of a cycle that is not opened yet; `excluded_because` is a message id, empty for who gets a grade."""

    person_id: int
    code: str
    name: str
    excluded_because: str


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """What a new cycle would be: its people, due dates by step, a cycle of the same days, years without a calendar."""

    people: tuple[PlannedPerson, ...]
    due: Mapping[str, date]
    same_as: str
    missing_years: tuple[int, ...]


class FreezeReport(NamedTuple):
    """What a freeze did: how many rated reviews were kept, and who turned out to get no grade."""

    kept: int
    not_rated: tuple[str, ...] = ()


class KeptRow(NamedTuple):
    """One row behind a figure as a freeze or a lock kept it.

    `amount` is net fen of a deal or the measured figure, `second` what was collected or the number of answers, `stage` empty
    for a measurement.
    """

    id: int
    code: str
    day: date | None
    amount: int
    second: int | None
    stage: str


class RowNote(StrEnum):
    """What is to be said of a row behind a kept figure."""

    LATER = "later"
    CHANGED = "changed"
    GONE = "gone"


class RowsAs(StrEnum):
    """Whence the rows behind a figure: the records of today, those kept by freeze or lock, or today's for want of kept ones."""

    LIVE = "live"
    KEPT = "kept"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows behind one figure: deals or measurements, never both; `notes` by the id of a row, none for most."""

    person: str
    name_zh: str
    name_en: str
    metric: Metric
    deals: tuple[DealRow, ...]
    measurements: tuple[MeasurementRow, ...]
    rows_as: RowsAs = RowsAs.LIVE
    notes: Mapping[int, RowNote] = field(default_factory=dict)
