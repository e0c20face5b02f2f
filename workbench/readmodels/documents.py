"""What a printed page is made of: one frozen document a form, ready to print in either language.

Values are structured and language-neutral; where the data has words in both languages they travel as
`Text2`, so one and the same document prints in Chinese or in English and hashes to the same check code.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from workbench.readmodels.calibration import CalibrationMinutes
    from workbench.readmodels.interview import InterviewDocument
    from workbench.readmodels.team_talks import TeamTalkDocument


@dataclass(frozen=True, slots=True)
class Text2:
    """Words that the data holds in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The words for a language; Chinese for zh_CN, English for every other."""
        return self.zh if language == "zh_CN" else self.en


Words = Text2 | str  # plain str: typed by a user, printed as it stands in both languages


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """One indicator of field 15. `attainment` and `cap` are shares (1 = 100 %), `score` weighted points.

    `prorated` tells that the target is a full-time figure scaled by agreed hours and eligible days.
    """

    name: Words
    definition: Words = ""
    weight: Fraction
    target: Words = ""
    actual: Words = ""
    attainment: Fraction | None = None
    cap: Fraction | None = None
    score: Fraction | None = None
    source: Words = ""
    rows: int | None = None
    prorated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourRow:
    """One behaviour of field 17: levels 1-5, the anchor of the level given, the facts, weighted points."""

    name: Words
    anchor: Words = ""
    self_level: int | None = None
    manager_level: int | None = None
    evidence: str = ""
    points: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration:
    """Field 18: who answered, how many, mean level of 5, weighted points, facts."""

    source: Words = ""
    count: int | None = None
    score: Fraction | None = None
    points: Fraction | None = None
    facts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One critical incident of field 19, good or bad."""

    day: date
    situation: str
    behaviour: str = ""
    impact: str = ""
    positive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """Field 21: True clean, False a breach, None not yet judged; with the facts."""

    clean: bool | None = None
    facts: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPart:
    """One part of the score summary (field 23). The weights of all parts add up to 100; `form_weight` is the one before lines dropped out."""

    name: Words
    weight: Fraction
    points: Fraction | None = None
    form_weight: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultUse:
    """One box of field 32, ticked or not, with its figure ("1.1")."""

    label: Words
    chosen: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """One goal of the next period (field 33)."""

    name: Words
    target: Words = ""
    weight: Fraction | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentRow:
    """One line of the development plan (field 34)."""

    skill: Words
    action: str = ""
    support: str = ""
    due: date | None = None


class OpinionChoice(StrEnum):
    """What the employee ticked in field 35."""

    NONE = ""
    AGREE = "agree"
    PARTLY = "partly"
    DISAGREE = "disagree"


class SignatureRole(StrEnum):
    """Who signs (field 37), in the order of the form."""

    EMPLOYEE = "employee"
    SUPERIOR = "superior"
    NEXT_SUPERIOR = "next_superior"
    HR = "hr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature box; `signed_on` is printed where the date is known."""

    role: SignatureRole
    name: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Field 38, filled when the employee did not sign. `delivery` is "hand", "post" or "electronic"."""

    reason: str = ""
    witness: str = ""
    delivery: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One piece of evidence (field 39) with the beginning of its SHA-256."""

    number: str
    name: Words
    hash: str = ""


MAX_IMPROVEMENTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationDocument:
    """The 绩效评估表 with its forty fields (domain 8.6 A). Hours in hours, weights in points of 100."""

    company: Words
    form_number: str
    form_version: str
    confidentiality: Words = Text2("人事", "Personnel")
    record_number: str
    record_version: int = 1
    cycle_kind: Words
    period_label: Words
    period_start: date
    period_end: date
    person_name: str
    staff_number: str
    department: Words = ""
    team: Words = ""
    position: Words = ""
    level: Words = ""
    engagement: Words = ""
    hired: date | None = None
    in_post_since: date | None = None
    weekly_hours: Fraction | None = None
    worked_hours: Fraction | None = None
    factor: Fraction | None = None
    eligible_days: int | None = None
    excluded_days: int | None = None
    superior: str = ""
    next_superior: str = ""
    hr: str = ""
    territory: Words = ""
    customer_count: int | None = None
    last_grade: str = ""
    open_improvements: str = ""
    kpis: tuple[KpiRow, ...] = ()
    target_notes: Words = ""
    behaviours: tuple[BehaviourRow, ...] = ()
    collaboration: Collaboration = Collaboration()
    incidents: tuple[Incident, ...] = ()
    customer_feedback: Words = ""
    compliance: Compliance = Compliance()
    bonus: Fraction = Fraction(0)
    bonus_limit: int = 5
    bonus_reason: str = ""
    parts: tuple[SummaryPart, ...] = ()
    total: Fraction | None = None
    proposed_grade: str = ""
    band: str = ""
    calibrated_grade: str = ""
    calibration_reason: str = ""
    employee_summary: str = ""
    achievements: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    manager_comment: str = ""
    next_manager_opinion: str = ""
    hr_opinion: str = ""
    uses: tuple[ResultUse, ...] = ()
    next_goals: tuple[GoalRow, ...] = ()
    development: tuple[DevelopmentRow, ...] = ()
    opinion: OpinionChoice = OpinionChoice.NONE
    opinion_text: str = ""
    appeal_days: int = 5
    appeal_deadline: date | None = None
    signatures: tuple[Signature, ...] = ()
    refusal: Refusal | None = None
    attachments: tuple[Attachment, ...] = ()
    generated_at: datetime
    generated_by: str = ""
    data_check: str = ""
    audit_head: str = ""
    locked: bool = False
    locked_on: date | None = None

    def __post_init__(self) -> None:
        if len(self.improvements) > MAX_IMPROVEMENTS:
            raise ValueError(f"an evaluation names at most {MAX_IMPROVEMENTS} improvements")
        if self.generated_at.tzinfo is None:
            raise ValueError("the time of printing needs its zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBlock:
    """One assignment on the wall sheet. Times in minutes since midnight, kind as in the plan."""

    start: int
    end: int
    title: Words
    place: Words = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One person's week: seven days of blocks, Monday first; minutes planned and minutes allowed."""

    name: str
    engagement: Words = ""
    planned: int = 0
    limit: int | None = None
    days: tuple[tuple[WeekBlock, ...], ...] = ((),) * 7
    away: tuple[Words, ...] = ("",) * 7  # why the person is not there, a day ("年假"); empty: there


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSheetDocument:
    """The team's week for the wall: people × 7 days."""

    company: Words
    team: Words
    monday: date
    version: int = 1
    published: bool = False
    holidays: tuple[Words, ...] = ("",) * 7
    rows: tuple[WeekRow, ...] = ()
    open_tasks: tuple[Words, ...] = ()
    generated_at: datetime
    generated_by: str = ""
    data_check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One point of the talk; `carried` when it comes from an earlier one."""

    text: str
    done: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """One promise made in the talk."""

    text: str
    owner: str = ""
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """Feedback of a talk: who gives it, whether it is about what to keep, and its three parts."""

    giver: str
    to_keep: bool
    situation: str
    behaviour: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOnOneDocument:
    """The shared part of a one-on-one. Private paragraphs never enter this document."""

    company: Words
    record_number: str
    record_version: int = 1
    person_name: str
    staff_number: str = ""
    manager_name: str = ""
    team: Words = ""
    day: date
    start: int | None = None  # minutes since midnight
    end: int | None = None
    place: Words = ""
    agenda: tuple[AgendaItem, ...] = ()
    notes: str = ""
    feedback: tuple[FeedbackRow, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    next_day: date | None = None
    generated_at: datetime
    generated_by: str = ""
    data_check: str = ""
    audit_head: str = ""
    locked: bool = False


Document: TypeAlias = (
    "EvaluationDocument | WeekSheetDocument | OneOnOneDocument | CalibrationMinutes | InterviewDocument | TeamTalkDocument"
)

_PRINTING: Final = frozenset({"generated_at", "generated_by", "data_check", "audit_head", "locked", "locked_on"})


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_json(document: Document) -> str:
    """The data of a document as one canonical text: sorted keys, no blanks, exact fractions.

    Leaves out what belongs to the act of printing (time, user, check code, audit head, lock).
    """
    data = {field.name: _plain(getattr(document, field.name)) for field in fields(document) if field.name not in _PRINTING}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def data_hash(document: Document) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def check_code(document: Document) -> str:
    """The short code of the footer: the first twelve digits of the hash in groups of four ("7f3a 91c2 0be4")."""
    digest = data_hash(document)
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))
