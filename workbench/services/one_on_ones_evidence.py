"""From the talk to the review: what both sides know of can be marked as evidence for a criterion, and nothing else can.

A paragraph that is taken out of what is shared is no evidence any more; its marks go in the same step.
"""

from __future__ import annotations

from datetime import date

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.one_on_ones import AgendaItem, EvidenceMark, OneOnOne, TalkNote, Visibility
from workbench.readmodels.one_on_ones_evidence import Criterion, EvidenceRow
from workbench.services.people import get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import one_on_ones_evidence as queries


def load_marks(conn: Reader, person_id: int) -> tuple[EvidenceRow, ...]:
    """Everything that is marked for a person, oldest first."""
    return queries.marks(conn, person_id)


def load_criteria(conn: Reader, person_id: int) -> tuple[Criterion, ...]:
    """The criteria that something can be marked for: rated lines of the person's form."""
    return queries.criteria(conn, person_id)


def load_for_review(conn: Reader, review_id: int) -> tuple[EvidenceRow, ...]:
    """Marks of the person whose talks lie in the period of the review."""
    head = queries.review_period(conn, review_id)
    return queries.marks(conn, *head) if head is not None else ()


def mark(uow: UnitOfWork, criterion: str, today: date, *, note_id: int | None = None, point_id: int | None = None) -> int:
    """Mark a shared paragraph or a point for a criterion; once more takes the mark away. Returns its id, 0 when it was taken away."""
    if note_id is not None:
        note = get(uow, TalkNote, note_id)
        if note.visibility is not Visibility.SHARED:
            raise Refused(
                N_("Only what the employee may read can be evidence. Share the paragraph first. Nothing was changed."), code="NOT_SHARED"
            )
        person_id = get(uow, OneOnOne, note.one_on_one_id).person_id
    elif point_id is not None:
        person_id = get(uow, AgendaItem, point_id).person_id
    else:
        raise ValueError("a paragraph or a point")
    if criterion not in {one.code for one in queries.criteria(uow.connection, person_id)}:
        raise Refused(N_("The form has no line “{item}”. Nothing was changed."), code="ITEM", item=criterion)
    there = (
        uow.session.query(EvidenceMark)
        .filter_by(person_id=person_id, criterion=criterion, talk_note_id=note_id, agenda_item_id=point_id)
        .first()
    )
    if there is not None:
        uow.session.delete(there)
        uow.session.flush()
        return 0
    made = EvidenceMark(person_id=person_id, criterion=criterion, talk_note_id=note_id, agenda_item_id=point_id, marked_on=today)
    uow.session.add(made)
    uow.session.flush()
    return made.id


def withdraw(uow: UnitOfWork, *, note_id: int | None = None, point_id: int | None = None) -> int:
    """Take away all marks of a paragraph or a point that is no longer shared or goes; returns how many."""
    chosen = EvidenceMark.talk_note_id == note_id if note_id is not None else EvidenceMark.agenda_item_id == point_id
    found = uow.session.query(EvidenceMark).filter(chosen).all()
    for one in found:
        uow.session.delete(one)
    uow.session.flush()
    return len(found)


def unmark(uow: UnitOfWork, mark_id: int) -> None:
    """Take one mark away."""
    uow.session.delete(get(uow, EvidenceMark, mark_id))
    uow.session.flush()
