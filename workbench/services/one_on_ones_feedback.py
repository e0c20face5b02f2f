"""Feedback between the two of a talk as situation, behaviour and effect, and what would make mood or load one point better.

Feedback is a paragraph of the record with its three parts a line each: who may read it, its seal, its lock, its evidence and its
search are those of a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.one_on_ones import FeedbackKind, OneOnOne, TalkNote
from workbench.services import one_on_ones, one_on_ones_lock, one_on_ones_record
from workbench.services.people import get
from workbench.services.workspace import UnitOfWork

PARTS = 3
TO_KEEP = frozenset({FeedbackKind.GIVEN_KEEP, FeedbackKind.RECEIVED_KEEP})
LONGEST = 2000


def parts_of(text: str) -> tuple[str, str, str]:
    """Situation, behaviour and effect of a paragraph that is feedback."""
    situation, behaviour, effect = (text.split("\n", PARTS - 1) + [""] * PARTS)[:PARTS]
    return situation, behaviour, effect


def write(
    uow: UnitOfWork,
    person_id: int,
    parts: Sequence[str],
    kind: str,
    today: date,
    *,
    talk_id: int | None = None,
    note_id: int | None = None,
    visibility: str | None = None,
) -> int:
    """Feedback, new or changed; emptied in all its parts it is taken away (0). Shared unless told otherwise.

    Refused where a part is too long, where it is to be sensitive, and where the record stands.
    """
    lines = [" ".join(part.split()) for part in parts]
    if len(lines) != PARTS or any(len(line) > LONGEST for line in lines):
        raise Refused(
            N_("A part of feedback can have {most} characters. It stays on screen; please shorten it."), code="LENGTH", most=LONGEST
        )
    if visibility == "sensitive":
        raise Refused(
            N_("Feedback is shared or your own; what is sensitive belongs into a paragraph. Nothing was changed."), code="SENSITIVE"
        )
    text = "\n".join(lines) if any(lines) else ""
    found = one_on_ones_record.write_note(uow, person_id, text, today, talk_id=talk_id, note_id=note_id)
    if found:
        get(uow, TalkNote, found).feedback = FeedbackKind(kind)
        uow.session.flush()
        if visibility is not None:
            one_on_ones_record.set_visibility(uow, found, visibility, today)  # what is no longer shared is no evidence either
        uow.session.flush()
    return found


def write_better(uow: UnitOfWork, person_id: int, text: str, today: date, *, talk_id: int | None = None) -> int:
    """What would make it one point better, in their words, voluntary; only the manager reads it. An empty text takes it away."""
    talk = get(uow, OneOnOne, talk_id) if talk_id else one_on_ones.open_talk(uow, person_id, today)
    one_on_ones_lock.check_open(uow, talk, today)
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise Refused(
            N_("A part of feedback can have {most} characters. It stays on screen; please shorten it."), code="LENGTH", most=LONGEST
        )
    talk.better = line or None
    uow.session.flush()
    return talk.id
