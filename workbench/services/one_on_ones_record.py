"""The record of a talk: paragraphs with who may read them, and the voluntary answers about mood and workload."""

from __future__ import annotations

from datetime import date

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.one_on_ones import OneOnOne, TalkNote, Visibility
from workbench.services import one_on_ones, one_on_ones_evidence, one_on_ones_lock
from workbench.services.people import get
from workbench.services.workspace import UnitOfWork

LONGEST_NOTE = 100_000


def set_mood(uow: UnitOfWork, talk_id: int, *, mood: int | None = None, workload: int | None = None, today: date | None = None) -> int:
    """Voluntary answers 1 to 5; None takes an answer back."""
    talk = get(uow, OneOnOne, talk_id)
    if today is not None:
        one_on_ones_lock.check_open(uow, talk, today)
    for value in (mood, workload):
        if value is not None and not 1 <= value <= 5:
            raise Refused(N_("An answer lies between 1 and 5, or is left out. Nothing was changed."), code="RANGE")
    talk.mood, talk.workload = mood, workload
    return talk_id


def answer(
    uow: UnitOfWork, person_id: int, today: date, *, talk_id: int | None = None, mood: int | None = None, workload: int | None = None
) -> int:
    """The answers of a talk, or of the next one when none is planned yet. Returns the id of the talk."""
    return set_mood(uow, talk_id or one_on_ones.open_talk(uow, person_id, today).id, mood=mood, workload=workload, today=today)


def write_note(
    uow: UnitOfWork,
    person_id: int,
    text: str,
    today: date,
    *,
    talk_id: int | None = None,
    note_id: int | None = None,
    visibility: str | None = None,
) -> int:
    """A paragraph of the record, new or changed. Plain text, any length up to 100,000 characters; an emptied one is taken away (0)."""
    if len(text) > LONGEST_NOTE:
        raise Refused(
            N_("A paragraph can have {most} characters; this one has {count}. It stays on screen; please split it."),
            code="LENGTH",
            most=LONGEST_NOTE,
            count=len(text),
        )
    if note_id is not None:
        note = get(uow, TalkNote, note_id)
        one_on_ones_lock.check_open(uow, get(uow, OneOnOne, note.one_on_one_id), today, note)
        if not text.strip():
            one_on_ones_evidence.withdraw(uow, note_id=note.id)
            uow.session.delete(note)
            return 0
    elif not text.strip():
        return 0
    else:
        talk = get(uow, OneOnOne, talk_id) if talk_id else one_on_ones.open_talk(uow, person_id, today)
        places = [place for (place,) in uow.session.query(TalkNote.position).filter_by(one_on_one_id=talk.id)]
        note = TalkNote(one_on_one_id=talk.id, position=max(places, default=-1) + 1, visibility=Visibility.SHARED)
        note.added_on = one_on_ones_lock.added_on(uow, talk, today)
        uow.session.add(note)
    note.text = text
    if visibility is not None:
        note.visibility = Visibility(visibility)
    uow.session.flush()
    return note.id


def set_visibility(uow: UnitOfWork, note_id: int, visibility: str, today: date) -> int:
    """Who may read a paragraph: shared, manager or sensitive. What is not shared is no evidence for a review any more."""
    note = get(uow, TalkNote, note_id)
    one_on_ones_lock.check_open(uow, get(uow, OneOnOne, note.one_on_one_id), today, note)
    if Visibility(visibility) is not Visibility.SHARED:
        one_on_ones_evidence.withdraw(uow, note_id=note_id)
    note.visibility = Visibility(visibility)
    return note_id
