"""The calibration of a cycle as screen and paper read it: people with their grades and places, raters, groups, the meeting, its minutes.

Scores are hundredths of a point, shares of 1; `None` always means that there is nothing yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from workbench.models.values.codes import EngagementType, ReviewState

Box = tuple[int, int]
"""(result, behaviour), each 1 to 3."""


class PastGrade(NamedTuple):
    """The grade of an earlier cycle; `score` None where none was kept."""

    cycle: str
    grade: str
    score: int | None


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """One person with a grade, or one on the way to it. `box` is the place that counts, `own_box` the one that the figures give.

    `result` is the share of what the counted lines could give, `behaviour` the mean of the superior's ratings, `own_ratings` that of
    the self-assessment. `past` are the last three cycles, the newest first.
    """

    id: int
    person_id: int
    code: str
    name: str
    search: str
    rater: str
    team: str
    engagement: EngagementType | None
    tenure_days: int | None
    state: ReviewState
    score: int | None
    proposed: str
    calibrated: str
    reason: str
    result: Fraction | None
    behaviour: Fraction | None
    own_ratings: Fraction | None
    own_box: Box | None
    box: Box | None
    past: tuple[PastGrade, ...]

    @property
    def grade(self) -> str:
        """The grade that counts as things stand."""
        return self.calibrated or self.proposed

    @property
    def is_open(self) -> bool:
        """Whether the grade can be changed: a locked review needs a new version."""
        return self.state not in (ReviewState.LOCKED, ReviewState.NOT_RATED)


class GradeCount(NamedTuple):
    """How many have a grade: as proposed, as it stands, and by the company's guide (None where there is none)."""

    grade: str
    before: int
    after: int
    guide: int | None


@dataclass(frozen=True, slots=True)
class RaterRow:
    """Indices of one rater; `warnings` are message ids, empty under eight people, where nothing can be said."""

    rater: str
    people: int
    mean: Fraction
    difference: Fraction
    spread: float
    share_of_middle: Fraction
    share_of_best: Fraction
    halo: float
    warnings: tuple[str, ...]
    speaks: bool

    @property
    def id(self) -> str:
        """Told apart by name."""
        return self.rater


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group beside the others of its kind. `share` of the better grades with its 95 % interval (low, high)."""

    kind: str
    group: str
    people: int
    better: int
    interval: tuple[float, float] | None
    mean: Fraction | None

    @property
    def id(self) -> str:
        """Told apart by kind and name."""
        return f"{self.kind}/{self.group}"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """How many of each grade a rater gave, in the order of the grades."""

    rater: str
    counts: tuple[int, ...]

    @property
    def id(self) -> str:
        """Told apart by name."""
        return self.rater


@dataclass(frozen=True, slots=True)
class StepRow:
    """One change made in the meeting."""

    id: int
    review_id: int
    name: str
    code: str
    kind: str
    before: str
    after: str
    reason: str
    evidence: str
    proposed_by: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is written about the meeting itself; `closed_at` empty while it is open."""

    held_on: date | None = None
    attendees: str = ""
    recusals: str = ""
    notes: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""


class Finding(NamedTuple):
    """That nobody has a grade, all scores are equal, or the group is small: `code` says which, `score` is hundredths of a point."""

    code: str
    people: int
    score: int
    least: int


@dataclass(frozen=True, slots=True)
class CalibrationBoard:
    """Everything that the page of a cycle shows. `finding` is said of the group before any figure."""

    cycle_id: int
    cycle: str
    period_end: date
    grades: tuple[str, ...]
    rows: tuple[CalibrationRow, ...]
    without_grade: int
    counts: tuple[GradeCount, ...]
    guide_applies: bool
    heat: tuple[HeatRow, ...]
    raters: tuple[RaterRow, ...]
    groups: tuple[GroupRow, ...]
    steps: tuple[StepRow, ...]
    meeting: Meeting
    finding: Finding | None
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesStep:
    """One change on paper."""

    name: str
    code: str
    kind: str
    before: str
    after: str
    reason: str
    evidence: str
    proposed_by: str


@dataclass(frozen=True, slots=True)
class MinutesCount:
    """One grade on paper; `guide` -1 where there is none."""

    grade: str
    before: int
    after: int
    guide: int


@dataclass(frozen=True, slots=True)
class MinutesRater:
    """One rater on paper, figures as they are printed; `warnings` are message ids."""

    rater: str
    people: int
    mean: str
    difference: str
    spread: str
    share_of_middle: str
    halo: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesGroup:
    """One group on paper, figures as they are printed; `kind` and `group` are message ids."""

    kind: str
    group: str
    people: int
    share: str
    mean: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationMinutes:
    """The minutes of the meeting, ready to print."""

    company: str
    record_number: str
    cycle: str
    period_start: date
    period_end: date
    held_on: date | None
    attendees: str
    recusals: str
    notes: str
    people: int
    without_grade: int
    counts: tuple[MinutesCount, ...]
    guide_applies: bool
    raters: tuple[MinutesRater, ...]
    groups: tuple[MinutesGroup, ...]
    steps: tuple[MinutesStep, ...]
    hr_name: str = ""
    manager_name: str = ""
    generated_at: datetime
    generated_by: str = ""
    data_check: str = ""
    audit_head: str = ""
    locked: bool = False
