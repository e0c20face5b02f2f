"""The one-on-one record for paper: what both sides may see, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.one_on_ones import FeedbackKind, Side, TalkState, Visibility
from workbench.readmodels.documents import ActionItem, AgendaItem, FeedbackRow, OneOnOneDocument
from workbench.readmodels.one_on_ones import NoteRow, TalkCard
from workbench.services import imprint, one_on_ones_feedback
from workbench.services.workspace import Reader
from workbench.storage.queries import one_on_ones as queries
from workbench.storage.queries import people as people_queries


def document(conn: Reader, card: TalkCard, generated_at: datetime | None = None) -> OneOnOneDocument:
    """The paper of one talk. Manager-only and sensitive paragraphs are left out here, before anything is drawn."""
    if card.talk_id is None or card.day is None:
        raise Refused(N_("There is no talk to print yet. Plan one or write the first point."), code="EMPTY")
    own = people_queries.organisation(conn)
    done = card.state == TalkState.DONE.value
    sealed = queries.sealed(conn, card.talk_id) if done else None  # a record of a held talk has the moment of its completion
    moment = sealed[2] if sealed is not None else generated_at or datetime.now(UTC)
    return OneOnOneDocument(
        company=own.name,
        record_number=f"OO-{card.code}-{card.day:%Y%m%d}",
        person_name=card.name,
        staff_number=card.code,
        manager_name=own.manager_name,
        team=queries.team_of(conn, card.person_id) or card.territories,
        day=card.day,
        start=card.start_minute,
        end=card.start_minute + card.minutes if card.start_minute is not None else None,
        place=card.place,
        agenda=tuple(AgendaItem(text=a.text, done=a.done, carried=a.times_carried > 0) for a in card.agenda),
        notes="\n".join(_printed(n) for n in card.notes if n.visibility == Visibility.SHARED.value and not n.feedback),
        feedback=tuple(
            _feedback(n, own.manager_name, card.name) for n in card.notes if n.visibility == Visibility.SHARED.value and n.feedback
        ),
        actions=tuple(
            ActionItem(
                text=a.text, owner=own.manager_name if a.side == Side.MANAGER.value else card.name, due=a.due_on, done=a.done_on is not None
            )
            for a in card.actions
        ),
        next_day=queries.next_planned(conn, card.person_id) if done else None,
        generated_at=moment.astimezone(imprint.zone_of(conn)),
        generated_by=own.manager_name,
        audit_head=f"{sealed[0]:06d}:{sealed[1][:4]}" if sealed is not None else "",
        locked=done,
    )


def _feedback(note: NoteRow, manager: str, person: str) -> FeedbackRow:
    kind = FeedbackKind(note.feedback)
    given = kind in (FeedbackKind.GIVEN_KEEP, FeedbackKind.GIVEN_CHANGE)
    situation, behaviour, effect = one_on_ones_feedback.parts_of(note.text)
    return FeedbackRow(
        giver=manager if given else person,
        to_keep=kind in one_on_ones_feedback.TO_KEEP,
        situation=situation,
        behaviour=behaviour,
        effect=effect,
    )


def _printed(note: NoteRow) -> str:
    """An addition says when it was made."""
    return note.text if note.added_on is None else f"{note.added_on.isoformat()} + {note.text}"
