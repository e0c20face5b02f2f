"""The interview about an evaluation: as the screen edits it, and as the paper of domain 8.6 B prints it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from workbench.models.values.codes import Cause, InterviewWay, Objection
from workbench.readmodels.documents import Words


class AgreedStep(NamedTuple):
    """One row of what was agreed: what, by whom, until when, and how it is seen that it was done."""

    what: str
    who: str = ""
    due: date | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewTexts:
    """What was written, by the names of the columns. Times are minutes since midnight."""

    held_on: date | None = None
    start: int | None = None
    end: int | None = None
    place: str = ""
    way: InterviewWay = InterviewWay.PERSON
    interviewer: str = ""
    interviewer_post: str = ""
    attendees: str = ""
    purpose: str = ""
    past_items: str = ""
    went_well: str = ""
    to_improve: str = ""
    facts: str = ""
    own_view: str = ""
    causes: tuple[Cause, ...] = ()
    cause_text: str = ""
    help_wanted: str = ""
    suggestions: str = ""
    training: str = ""
    career: str = ""
    next_focus: str = ""
    actions: tuple[AgreedStep, ...] = ()
    confirmation: str = ""
    objection: Objection = Objection.NOT_SAID
    objection_text: str = ""
    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class InterviewCard:
    """One interview on the screen. `score` is hundredths of a point, None without a total; `offered` is what the evaluation
    holds for texts that are still empty; `is_fixed` after the lock, when only the day of filing is written."""

    review_id: int
    person_id: int
    person_name: str
    cycle: str
    document_no: str
    score: int | None
    grade: str
    appeal_until: date | None
    is_begun: bool
    is_fixed: bool
    texts: InterviewTexts
    offered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewDocument:
    """The 绩效面谈记录表 (domain 8.6 B). `score` in points of 100; None, or an empty grade, prints as a dash."""

    company: Words
    record_number: str
    record_version: int = 1
    form_number: str
    period_label: Words
    person_name: str
    staff_number: str
    position: Words = ""
    team: Words = ""
    manager_name: str = ""
    score: Fraction | None = None
    grade: str = ""
    appeal_days: int = 5
    appeal_deadline: date | None = None
    texts: InterviewTexts
    generated_at: datetime
    generated_by: str = ""
    data_check: str = ""
    audit_head: str = ""
    locked: bool = False
