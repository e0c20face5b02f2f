"""Reads of what was marked in one-on-ones for a review. What is not shared is never read here."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.one_on_ones import AgendaItem, EvidenceMark, OneOnOne, TalkNote, Visibility
from workbench.models.reviews import Review, ReviewCycle, ReviewTemplate, TemplateItem
from workbench.models.values.codes import Section
from workbench.models.values.marks import plain
from workbench.readmodels.one_on_ones_evidence import Criterion, EvidenceRow


def marks(conn: Connection, person_id: int, first: date | None = None, last: date | None = None) -> tuple[EvidenceRow, ...]:
    """Marks of a person, oldest first; with days those whose talk, or whose point, lies between them, both included."""
    day = sa.func.coalesce(OneOnOne.day, AgendaItem.raised_on)
    talk = sa.func.coalesce(TalkNote.one_on_one_id, AgendaItem.closed_in_id, AgendaItem.raised_in_id)
    chosen = (
        sa.select(
            EvidenceMark.id, EvidenceMark.criterion, TalkNote.text.label("said"), AgendaItem.text.label("point"), day.label("day"), EvidenceMark.person_id,
            talk.label("talk_id"), EvidenceMark.talk_note_id, EvidenceMark.agenda_item_id,
        )
        .outerjoin(TalkNote, TalkNote.id == EvidenceMark.talk_note_id)
        .outerjoin(AgendaItem, AgendaItem.id == EvidenceMark.agenda_item_id)
        .outerjoin(OneOnOne, OneOnOne.id == talk)
        .where(EvidenceMark.person_id == person_id, sa.or_(TalkNote.id.is_(None), TalkNote.visibility == Visibility.SHARED))
        .order_by(day, EvidenceMark.id)
    )  # fmt: skip
    if first is not None and last is not None:
        chosen = chosen.where(day.between(first, last))
    return tuple(
        EvidenceRow(
            row.id,
            row.criterion,
            plain(row.said or "") or row.point or "",
            _day(row.day),
            row.person_id,
            row.talk_id,
            row.talk_note_id,
            row.agenda_item_id,
        )
        for row in conn.execute(chosen)
    )


def _day(value: date | str) -> date:
    """A function of two columns tells the day as the file keeps it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def criteria(conn: Connection, person_id: int) -> tuple[Criterion, ...]:
    """Rated lines of the form of the person's newest review, else of the newest template, in the order of the form."""
    template = conn.execute(
        sa.select(ReviewCycle.template_id)
        .join(Review, Review.cycle_id == ReviewCycle.id)
        .where(Review.person_id == person_id)
        .order_by(ReviewCycle.end_on.desc(), Review.id.desc())
        .limit(1)
    ).scalar()
    if template is None:
        template = conn.execute(sa.select(sa.func.max(ReviewTemplate.id))).scalar()
    rows = conn.execute(
        sa.select(TemplateItem.code, TemplateItem.name_zh, TemplateItem.name_en)
        .where(TemplateItem.template_id == template, TemplateItem.section != Section.KPI)
        .order_by(TemplateItem.position, TemplateItem.id)
    )
    return tuple(Criterion(*row) for row in rows)


def review_period(conn: Connection, review_id: int) -> tuple[int, date, date] | None:
    """(person, first day, last day) of a review."""
    row = conn.execute(
        sa.select(Review.person_id, ReviewCycle.start_on, ReviewCycle.end_on)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .where(Review.id == review_id)
    ).first()
    return None if row is None else (row[0], row[1], row[2])
