"""The interview about an evaluation: what is written, what the evaluation offers for it, and its paper (domain 8.6 B)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Any

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.interview import Interview
from workbench.models.reviews import Review
from workbench.models.values.codes import Cause, InterviewWay, Objection, ReviewState
from workbench.models.values.periods import Period
from workbench.readmodels.documents import Words, check_code
from workbench.readmodels.interview import AgreedStep, InterviewCard, InterviewDocument, InterviewTexts
from workbench.readmodels.reviews import ReviewCard
from workbench.services import imprint, policy, reviews, reviews_texts
from workbench.services import reviews_paper as paper
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import interview as queries
from workbench.storage.queries import people as organisation_queries
from workbench.storage.queries import reviews as review_queries
from workbench.storage.queries import reviews_evidence
from workbench.storage.queries import reviews_people as people_queries

LINES = ("place", "interviewer", "interviewer_post", "attendees", "purpose")
PARAGRAPHS = (
    "past_items", "went_well", "to_improve", "facts", "own_view", "cause_text", "help_wanted", "suggestions", "training", "career",
    "next_focus", "confirmation", "objection_text",
)  # fmt: skip
STEP_KEYS = ("what", "who", "due", "measure")
AFTER_LOCK = frozenset({"filed_on"})
DAY_MINUTES = 24 * 60


# ---------------------------------------------------------------- reads


def load_interview(conn: Reader, review_id: int, today: date) -> InterviewCard:
    """The interview of an evaluation, an empty one while nothing is written; Refused when the evaluation is gone."""
    return _card(conn, reviews.load_review(conn, review_id, today))


def _card(conn: Reader, card: ReviewCard) -> InterviewCard:
    kept = queries.texts(conn, card.review_id)
    texts = kept or InterviewTexts()
    offered = tuple((name, text) for name, text in _offers(conn, card).items() if text and not getattr(texts, name))
    return InterviewCard(
        card.review_id, card.person_id, card.person_name, card.cycle.name, card.document_no, card.total,
        card.grade if card.state is ReviewState.NOT_RATED else card.calibrated_grade or card.grade, card.appeal_until,
        kept is not None, card.is_finished, texts, () if card.is_finished else offered,
    )  # fmt: skip


def _offers(conn: Reader, card: ReviewCard) -> dict[str, str]:
    """What the evaluation and the one before it say already, by column."""
    _grade, to_improve = review_queries.previous(conn, card.person_id, card.cycle.start_on)
    return {
        "interviewer": _superior(conn, card),
        "past_items": to_improve,
        "went_well": card.texts.achievements,
        "to_improve": card.texts.improvements,
        "facts": card.texts.critical_incidents,
        "own_view": card.texts.employee_summary,
        "training": "\n".join(_joined((row.get("ability"), row.get("measure"))) for row in card.texts.development),
        "next_focus": "\n".join(_joined((_spoken(goal.name), _spoken(goal.target), goal.due)) for goal in paper.goals(card)),
    }


def _spoken(name: Words) -> str:
    """In the language of the window: what is taken over becomes the manager's own text."""
    return name if isinstance(name, str) else name.of(i18n.language())


def _joined(parts: Iterable[object]) -> str:
    return " · ".join(str(part) for part in parts if part)


def _superior(conn: Reader, card: ReviewCard) -> str:
    head = people_queries.form_head(conn, card.person_id, card.cycle.end_on)
    return head.manager or organisation_queries.organisation(conn).manager_name


# ---------------------------------------------------------------- changes


def write(uow: UnitOfWork, review_id: int, today: date, **fields: Any) -> int:
    """Write parts of the record by the names of its columns; what is not named stays.

    Refused for a day to come, an end before the start, a step without its words, texts that are too long, and after the lock
    for everything but the day on which HR filed the paper.
    """
    review = get(uow, Review, review_id)
    if review.state is ReviewState.NOT_RATED:
        raise Refused(N_("This person is not rated in this cycle. Nothing was changed."), code="NOT_RATED")
    if review.state is ReviewState.LOCKED and not fields.keys() <= AFTER_LOCK:
        raise Refused(N_("The evaluation is locked, and its interview with it. Only the day of filing is still entered. Nothing was changed."), code="LOCKED")  # fmt: skip
    interview = uow.session.query(Interview).filter_by(review_id=review_id).first()
    if interview is None:
        interview = Interview(review_id=review_id)
        uow.session.add(interview)
    for name, value in fields.items():
        setattr(interview, name, _checked(name, value, today))
    if interview.start is not None and interview.end is not None and interview.end <= interview.start:
        raise Refused(N_("The interview ends before it begins. Nothing was changed."), code="TIME")
    uow.session.flush()
    return interview.id


def take_over(uow: UnitOfWork, review_id: int, today: date) -> int:
    """Fill what is still empty with what the evaluation says; the number of parts that were filled."""
    offered = dict(load_interview(uow.connection, review_id, today).offered)
    if offered:
        write(uow, review_id, today, **offered)
    return len(offered)


def _checked(name: str, value: Any, today: date) -> Any:
    if name in LINES:
        return clean_line(value)
    if name in PARAGRAPHS:
        return reviews_texts.paragraph(value)
    return _CHECKS[name](value, today)


def _day(value: date | None, today: date, *, message: str) -> date | None:
    if value is not None and value > today:
        raise Refused(message, code="DAY")
    return value


def _minute(value: int | None, _today: date) -> int | None:
    if value is not None and not 0 <= value < DAY_MINUTES:
        raise Refused(N_("A time of day lies between 00:00 and 23:59. Nothing was changed."), code="TIME")
    return value


def _code(value: str, _today: date, *, kind: type[StrEnum]) -> StrEnum:
    return kind(value)


def _causes(value: Iterable[str], _today: date) -> str:
    chosen = {Cause(one) for one in value}
    return ",".join(cause.value for cause in Cause if cause in chosen)


def _steps(value: Iterable[Mapping[str, object]], _today: date) -> str:
    rows = [{key: str(row.get(key) or "").strip() for key in STEP_KEYS} for row in value]
    for row in rows:
        if not row["what"]:
            raise Refused(N_("Say what was agreed before who and until when. Nothing was changed."), code="WHAT")
        try:
            reviews_texts.day_or_none(row["due"])
        except ValueError as error:
            raise Refused(N_("Write the day like 2026-12-31. Nothing was changed."), code="DAY") from error
    return json.dumps(rows, ensure_ascii=False)


_CHECKS: Mapping[str, Callable[[Any, date], Any]] = {
    "held_on": partial(_day, message=N_("The interview cannot have been held on a day to come. Nothing was changed.")),
    "filed_on": partial(_day, message=N_("The paper cannot have been filed on a day to come. Nothing was changed.")),
    "start": _minute,
    "end": _minute,
    "way": partial(_code, kind=InterviewWay),
    "objection": partial(_code, kind=Objection),
    "causes": _causes,
    "actions": _steps,
}


# ---------------------------------------------------------------- the paper


def load_document(conn: Reader, review_id: int, today: date, now: datetime, actor: str = "") -> InterviewDocument:
    """The record ready to print at `now` (with its zone): a draft until the evaluation is locked; Refused while nothing is written."""
    card = reviews.load_review(conn, review_id, today)
    kept = queries.texts(conn, review_id)
    if kept is None:
        raise Refused(N_("Nothing is written about this interview yet. Write the first word, then print."), code="EMPTY")
    own, head = organisation_queries.organisation(conn), people_queries.form_head(conn, card.person_id, card.cycle.end_on)
    locked = card.state is ReviewState.LOCKED
    sealed = reviews_evidence.audit_head(conn, review_id if locked else None)
    moment = sealed[2] if locked and sealed is not None else now
    texts = replace(kept, interviewer=kept.interviewer or _superior(conn, card), filed_on=None)  # HR dates the signed paper by hand
    document = InterviewDocument(
        company=own.name, record_number=f"{card.document_no}-IV", record_version=card.number, form_number=card.document_no,
        period_label=paper.period_label(Period(card.cycle.start_on, card.cycle.end_on)), person_name=card.person_name,
        staff_number=card.person_code, position=head.position, team=head.team, manager_name=texts.interviewer,
        score=None if card.total is None or card.is_provisional else Fraction(card.total, 100),
        grade="" if card.is_provisional else card.calibrated_grade or card.grade,
        appeal_days=policy.load_review_policy(conn, card.cycle.end_on).appeal_days, appeal_deadline=card.appeal_until if locked else None,
        texts=texts, generated_at=moment.astimezone(imprint.zone_of(conn)), generated_by=imprint.printer_of(conn, actor),
        audit_head=f"{sealed[0]:06d}:{sealed[1][:4]}" if sealed is not None else "", locked=locked,
    )  # fmt: skip
    return replace(document, data_check=check_code(document))


def step_row(step: AgreedStep) -> dict[str, str]:
    """A step as the rows of a form hold it."""
    return {"what": step.what, "who": step.who, "due": step.due.isoformat() if step.due else "", "measure": step.measure}
