"""The course of a review cycle: open it, rate, calibrate, lock, correct by a new version, close.

A locked review refuses every change; a correction is a new version that names the one it follows. Ratings are 1 to 5,
bonus points hundredths of a point, amounts hundredths of the metric's unit.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import review_rules as rules
from workbench.models.reviews import CycleState, Review, ReviewCycle, ReviewItem, ReviewRecord, TemplateItem
from workbench.models.values import CyclePeriod, Period, ReviewState, Section
from workbench.readmodels.documents import EvaluationDocument, canonical_json, data_hash
from workbench.readmodels.reviews import NOT_RATED, BoardRow, CycleRow, ReviewCard, ReviewTexts
from workbench.services import policy, reviews_record, reviews_scoring, reviews_texts
from workbench.services.people import clean_line, get
from workbench.services.reviews_templates import ensure_template
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_people as people_queries

__all__ = ["ensure_template"]
BEST, WORST = 5, 1


# ---------------------------------------------------------------- reads


def load_cycles(conn: Reader) -> tuple[CycleRow, ...]:
    """All cycles, the newest period first."""
    return queries.cycles(conn)


def load_board(conn: Reader, cycle_id: int, today: date) -> list[BoardRow]:
    """Everybody of a cycle by name, with the score as it stands today; locked ones as they were locked."""
    cycle = _cycle(conn, cycle_id)
    heads = queries.heads(conn, cycle_id=cycle_id)
    basis = reviews_scoring.load_basis(conn, cycle, heads, today)
    found = []
    for head in heads:
        score, grade, missing = head.score, head.grade, 0
        if head.state is ReviewState.NOT_RATED:
            score, grade = None, NOT_RATED
        elif head.state is not ReviewState.LOCKED:
            live = reviews_scoring.score_review(basis, head)
            score, grade, missing = live.total, live.grade, len(live.missing)
        found.append(BoardRow(
            head.id, head.person_id, head.code, head.name, head.search, head.state, score, grade, head.calibrated_grade, head.document_no, head.number,
            head.excluded_because, missing,
        ))  # fmt: skip
    return found


def load_review(conn: Reader, review_id: int, today: date) -> ReviewCard:
    """Everything on one review; Refused when it is gone."""
    head, cycle = _head(conn, review_id)
    basis = reviews_scoring.load_basis(conn, cycle, [head], today)
    live = reviews_scoring.score_review(basis, head)
    items, total, grade = live.items, live.total, live.grade
    calendar = basis.calendar
    if head.state is ReviewState.LOCKED:
        items, total, grade = reviews_record.locked_items(conn, head, items), head.score, head.grade
    elif head.state is ReviewState.NOT_RATED:
        total, grade = None, NOT_RATED
    due = rules.step_dates(calendar, cycle.end_on)
    dates = {step.value: day for step, day in due.items()}
    for step, day in ((ReviewState.SELF, cycle.self_due_on), (ReviewState.MANAGER, cycle.manager_due_on), (ReviewState.INTERVIEW, cycle.close_due_on)):
        dates |= {step.value: day} if day is not None else {}
    received = head.locked_at.date() if head.locked_at else today
    texts: dict[str, Any] = reviews_texts.parsed(head.texts)
    return ReviewCard(
        review_id, cycle, head.person_id, head.code, head.name, head.state, head.number, head.follows_id, head.follows_because, head.document_no,
        head.excluded_because, items, live.sections, total, grade, head.calibrated_grade, head.calibration_reason, live.proration, ReviewTexts(**texts),
        live.missing, live.without_evidence, live.weight_present, tuple((band.grade, band.at_least) for band in basis.bands), dates,
        rules.appeal_until(calendar, received), head.locked_at, head.locked_by, queries.versions(conn, cycle.id, head.person_id),
    )  # fmt: skip


def load_document(conn: Reader, review_id: int, today: date, now: datetime, actor: str) -> EvaluationDocument:
    """The form ready to print at `now` (with its zone): from the record when locked, else a live draft."""
    head, _cycle_row = _head(conn, review_id)
    if head.state is ReviewState.LOCKED:
        return reviews_record.from_record(conn, review_id, now, actor)
    return reviews_record.build(conn, load_review(conn, review_id, today), now, actor)


def cycle_json(conn: Reader, cycle_id: int, today: date) -> dict[str, Any]:
    """A cycle as plain data for scripts: money as text with two decimals, everything else as numbers, dates in ISO."""
    cycle = _cycle(conn, cycle_id)
    people = [reviews_record.card_json(conn, load_review(conn, head.id, today)) for head in queries.heads(conn, cycle_id=cycle_id)]
    return {
        "cycle": cycle.code, "name": cycle.name, "kind": cycle.kind.value, "start": cycle.start_on.isoformat(), "end": cycle.end_on.isoformat(),
        "state": cycle.state, "frozen": cycle.frozen_at is not None,
        "due": {name: None if day is None else day.isoformat() for name, day in (
            ("self", cycle.self_due_on), ("manager", cycle.manager_due_on), ("close", cycle.close_due_on))},
        "people": people,
    }  # fmt: skip


def find_cycle(conn: Reader, code: str) -> int:
    """Id of a cycle by its code; Refused when there is none."""
    for row in queries.cycles(conn):
        if row.code == code:
            return row.id
    raise Refused(N_("There is no review cycle “{cycle}”. Nothing was changed."), code="CYCLE", cycle=code)


def _cycle(conn: Reader, cycle_id: int) -> CycleRow:
    found = queries.cycles(conn, cycle_id)
    if not found:
        raise Refused(N_("This entry is no longer there; it may have been undone or deleted. Nothing was changed."), code="GONE")
    return found[0]


def _head(conn: Reader, review_id: int) -> tuple[queries.Head, CycleRow]:
    found = queries.heads(conn, review_id=review_id)
    if not found:
        raise Refused(N_("This entry is no longer there; it may have been undone or deleted. Nothing was changed."), code="GONE")
    return found[0], _cycle(conn, found[0].cycle_id)
