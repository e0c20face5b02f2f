"""When the record of a talk stands: some days after it was held nothing in it changes, and what is added says when."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import one_on_one_rules as rules
from workbench.models.one_on_ones import OneOnOne, TalkNote, TalkState
from workbench.readmodels.one_on_ones import NoteRow
from workbench.services import policy
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import one_on_ones as queries


def locked_from(conn: Reader, held: bool, day: date, today: date) -> date | None:
    """The day from which the record of a talk on `day` stands, where that has come; None while it may be changed.

    The length is a figure of the company's policy (`talk_lock_days`); without one nothing is locked. A clock that was set back
    opens nothing: the last day on which something was saved counts where it lies later.
    """
    figure = policy.load_law(conn).find("talk_lock_days", day) if held else None
    return None if figure is None or figure.value is None else rules.locked_from(day, figure.value, max(today, _last_saved(conn)))


def with_locks(conn: Reader, notes: tuple[NoteRow, ...], held: bool, day: date, today: date) -> tuple[NoteRow, ...]:
    """The paragraphs of a talk with whether each stands."""
    return tuple(replace(one, locked=locked_from(conn, held, one.added_on or day, today) is not None) for one in notes) if held else notes


def _last_saved(conn: Reader) -> date:
    """A day before the moment that the history tells in UTC, so that no zone makes it later than it was here."""
    body = queries.last_action(conn)
    return datetime.fromisoformat(json.loads(body)["at"]).date() - timedelta(days=1) if body is not None else date.min


def check_open(uow: UnitOfWork, talk: OneOnOne, today: date, note: TalkNote | None = None) -> None:
    """Refused where the record of the talk, or the addition to it, stands already."""
    day = note.added_on if note is not None and note.added_on is not None else talk.day
    since = locked_from(uow.connection, talk.state is TalkState.DONE, day, today)
    if since is not None:
        raise Refused(
            N_("The record of this talk stands since {day}: write a new paragraph, it is kept as an addition. Nothing was changed."),
            code="LOCKED",
            day=since,
        )


def added_on(uow: UnitOfWork, talk: OneOnOne, today: date) -> date | None:
    """The day of an addition where the record stands, else None."""
    return today if locked_from(uow.connection, talk.state is TalkState.DONE, talk.day, today) is not None else None
