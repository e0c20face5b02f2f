"""Reads about review cycles and reviews, by columns; scoring is the service's work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import Person
from workbench.models.reviews import GradeBand, Review, ReviewCycle, ReviewItem, ReviewRecord, ReviewTemplate, TemplateItem
from workbench.models.values.codes import Metric, ReviewState, Section
from workbench.readmodels.reviews import CycleRow

TEXT_COLUMNS = (
    "target_notes", "compliance", "customer_feedback", "critical_incidents", "bonus", "bonus_reason", "employee_summary", "achievements",
    "improvements", "manager_comment", "next_manager_opinion", "hr_opinion", "result_use", "next_goals", "development",
)  # fmt: skip
ANSWER_COLUMNS = ("opinion", "opinion_text", "refused_on", "refused_because", "refusal_witness", "refusal_delivery")
"""What the employee said of this version of the form; another version is answered anew."""
ENTRY_COLUMNS = (
    ReviewItem.target,
    ReviewItem.actual,
    ReviewItem.by_hand_because,
    ReviewItem.self_rating,
    ReviewItem.manager_rating,
    ReviewItem.evidence,
    ReviewItem.locked,
)


@dataclass(frozen=True, slots=True)
class Head:
    """One review without its lines; `texts` by column name."""

    id: int
    cycle_id: int
    person_id: int
    code: str
    name: str
    search: str
    number: int
    follows_id: int | None
    follows_because: str
    document_no: str
    state: ReviewState
    excluded_because: str
    weekly_minutes: int | None
    eligible_days: int | None
    excluded_days: int
    score: int | None
    grade: str
    calibrated_grade: str
    calibration_reason: str
    locked_at: datetime | None
    locked_by: str
    locked_from: str
    texts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One line of a template."""

    id: int
    section: Section
    code: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    metric: Metric | None
    weight: int
    cap: int
    default_target: int | None
    less_is_better: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept on a review for one line; None where the figure is live."""

    target: int | None = None
    actual: int | None = None
    by_hand_because: str = ""
    self_rating: int | None = None
    manager_rating: int | None = None
    evidence: str = ""
    locked: bool = False


def _newest() -> sa.ScalarSelect[int]:
    """Number of the newest version of the review in the outer statement."""
    other = sa.alias(Review.__table__, "other")
    return (
        sa.select(sa.func.max(other.c.number))
        .where(other.c.cycle_id == Review.cycle_id, other.c.person_id == Review.person_id)
        .correlate(Review)
        .scalar_subquery()
    )


@cache
def _tallies() -> sa.Executable:
    """Reviews by cycle and state, of one cycle where one is asked for; built once, as putting it together costs more than running it."""
    wanted = sa.bindparam("cycle", type_=sa.Integer)
    return (
        sa.select(Review.cycle_id, Review.state, sa.func.count())
        .where(Review.number == _newest(), sa.or_(wanted.is_(None), Review.cycle_id == wanted))
        .group_by(Review.cycle_id, Review.state)
    )


def cycles(conn: Connection, cycle_id: int | None = None) -> tuple[CycleRow, ...]:
    """All cycles (or one), the newest period first."""
    counts: dict[int, dict[ReviewState, int]] = defaultdict(dict)
    for row in conn.execute(_tallies(), {"cycle": cycle_id}).all():
        counts[row[0]][row[1]] = int(row[2])
    c = ReviewCycle
    chosen = sa.select(
        c.id,
        c.code,
        c.name,
        c.kind,
        c.start_on,
        c.end_on,
        c.template_id,
        c.state,
        c.self_due_on,
        c.manager_due_on,
        c.close_due_on,
        c.frozen_at,
    ).order_by(c.end_on.desc(), c.id.desc())
    if cycle_id is not None:
        chosen = chosen.where(c.id == cycle_id)
    found = []
    for r in conn.execute(chosen):
        own = counts[r.id]
        tally = (sum(own.values()), own.get(ReviewState.LOCKED, 0), own.get(ReviewState.NOT_RATED, 0))
        plain: list[Any] = [*r[:7], r.state.value, *r[8:], *tally]
        found.append(CycleRow(*plain))
    return tuple(found)


def heads(conn: Connection, *, cycle_id: int | None = None, review_id: int | None = None) -> list[Head]:
    """The newest versions of a cycle's reviews by name, or the one review asked for, whatever its version."""
    r = Review
    statement = sa.select(
        r.id, r.cycle_id, r.person_id, Person.code, Person.name, Person.search, r.number, r.follows_id, r.follows_because, r.document_no, r.state,
        r.excluded_because, r.weekly_minutes, r.eligible_days, r.excluded_days, r.score, r.grade, r.calibrated_grade, r.calibration_reason,
        r.locked_at, r.locked_by, r.locked_from, *(getattr(r, name) for name in (*TEXT_COLUMNS, *ANSWER_COLUMNS)),
    ).join(Person, Person.id == r.person_id)  # fmt: skip
    if review_id is not None:
        statement = statement.where(r.id == review_id)
    else:
        statement = statement.where(r.cycle_id == cycle_id, r.number == _newest())
    found = []
    for row in conn.execute(statement.order_by(Person.search, Person.code)):
        plain: list[Any] = [*row[:22], dict(zip((*TEXT_COLUMNS, *ANSWER_COLUMNS), row[22:], strict=True))]
        found.append(Head(*plain))
    return found


def template_lines(conn: Connection, template_id: int) -> tuple[TemplateLine, ...]:
    """The lines of a template in the order of the form."""
    t = TemplateItem
    rows: list[Any] = list(
        conn.execute(
            sa.select(
                t.id, t.section, t.code, t.name_zh, t.name_en, t.definition_zh, t.definition_en, t.metric, t.weight, t.cap, t.default_target,
                t.less_is_better,
            )
            .where(t.template_id == template_id)
            .order_by(t.position, t.id)
        )
    )  # fmt: skip
    return tuple(TemplateLine(*row) for row in rows)


def bands(conn: Connection, template_id: int) -> tuple[tuple[str, int], ...]:
    """(grade, least hundredths of a point), the best grade first."""
    statement = (
        sa.select(GradeBand.grade, GradeBand.at_least).where(GradeBand.template_id == template_id).order_by(GradeBand.at_least.desc())
    )
    return tuple((row[0], row[1]) for row in conn.execute(statement))


def template_label(conn: Connection, template_id: int) -> str:
    """Effective year and number, as the form prints it: 2020.1."""
    row = conn.execute(sa.select(ReviewTemplate.effective_from, ReviewTemplate.number).where(ReviewTemplate.id == template_id)).one()
    return f"{row[0].year}.{row[1]}"


def entries(conn: Connection, review_ids: Iterable[int]) -> dict[tuple[int, int], Entry]:
    """What is kept for each (review, line)."""
    rows: list[Any] = list(
        conn.execute(
            sa.select(ReviewItem.review_id, ReviewItem.item_id, *ENTRY_COLUMNS).where(ReviewItem.review_id.in_(sorted(set(review_ids))))
        )
    )
    return {(row[0], row[1]): Entry(*row[2:]) for row in rows}


def versions(conn: Connection, cycle_id: int, person_id: int) -> tuple[tuple[int, int], ...]:
    """(review id, number) of all versions, oldest first."""
    statement = (
        sa.select(Review.id, Review.number).where(Review.cycle_id == cycle_id, Review.person_id == person_id).order_by(Review.number)
    )
    return tuple((row[0], row[1]) for row in conn.execute(statement))


def record(conn: Connection, review_id: int) -> tuple[str, str, datetime] | None:
    """(content, SHA-256, moment) of the locked paper; None while it is not locked."""
    row = conn.execute(
        sa.select(ReviewRecord.content, ReviewRecord.sha256, ReviewRecord.locked_at).where(ReviewRecord.review_id == review_id)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def previous(conn: Connection, person_id: int, before: date) -> tuple[str, str]:
    """(grade, points to improve) of the last locked review of a period that ended before the day."""
    row = conn.execute(
        sa.select(Review.calibrated_grade, Review.grade, Review.improvements)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .where(Review.person_id == person_id, Review.state == ReviewState.LOCKED, ReviewCycle.end_on < before)
        .order_by(ReviewCycle.end_on.desc(), Review.number.desc())
    ).first()
    return ("", "") if row is None else (row[0] or row[1], row[2])
