"""Photographs and files kept with a talk: taken in with a digest, given back only as they were, never opened by the program."""

from __future__ import annotations

import base64
import hashlib
from datetime import date

from workbench.errors import KnownError, Refused
from workbench.files import safe_name
from workbench.i18n import N_
from workbench.models.attachment_rules import MOST_BYTES, kind_of
from workbench.models.attachments import TalkAttachment, TalkAttachmentPart
from workbench.models.one_on_ones import OneOnOne
from workbench.services import one_on_ones, one_on_ones_lock
from workbench.services.people import get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import attachments as queries

PART = 256 * 1024
"""Bytes of a part."""


class AttachmentDamagedError(KnownError):
    """The kept contents are not what was taken in."""

    sentence = N_("The file {name} is damaged: its content does not match its check sum. Restore it from a backup.")


def check_size(name: str, size: int) -> None:
    """Refused for a file that is empty or larger than what is kept. `size` in bytes."""
    if not size:
        raise Refused(N_("{name} is empty, so nothing was added."), code="EMPTY", name=name)
    if size > MOST_BYTES:
        raise Refused(
            N_("{name} has {size} MB; {most} MB can be kept with a talk. Make it smaller, then add it. Nothing was changed."),
            code="SIZE", name=name, size=round(size / 1024 / 1024), most=MOST_BYTES // 1024 // 1024,
        )  # fmt: skip


def add(uow: UnitOfWork, person_id: int, name: str, data: bytes, today: date, *, talk_id: int | None = None) -> int:
    """Keep a file with the talk shown, or with the next one; to a record that stands it is an addition, as its day says.

    Refused for an empty file and for one that is too large. Returns its id.
    """
    check_size(name, len(data))
    talk = get(uow, OneOnOne, talk_id) if talk_id else one_on_ones.open_talk(uow, person_id, today)
    row = TalkAttachment(
        one_on_one_id=talk.id,
        name=safe_name(name)[:200],
        kind=kind_of(data).value,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        added_on=today,
    )
    uow.session.add(row)
    uow.session.flush()
    pieces = (data[at : at + PART] for at in range(0, len(data), PART))
    uow.insert_many(
        TalkAttachmentPart,
        ({"attachment_id": row.id, "position": n, "data": base64.b64encode(one).decode("ascii")} for n, one in enumerate(pieces)),
    )
    return row.id


def load_file(conn: Reader, attachment_id: int) -> tuple[str, bytes]:
    """(name, contents) of a file, exactly as it was added; AttachmentDamagedError where it is not."""
    found = queries.contents(conn, attachment_id)
    if found is None:
        raise Refused(N_("This entry is no longer there; it may have been undone or deleted. Nothing was changed."), code="GONE")
    name, digest, parts = found
    data = b"".join(base64.b64decode(part) for part in parts)
    if hashlib.sha256(data).hexdigest() != digest:
        raise AttachmentDamagedError(f"attachment {attachment_id}", name=name)
    return name, data


def remove(uow: UnitOfWork, attachment_id: int, today: date) -> int:
    """Take a file away; undo brings it back. Refused where the record stands and the file was part of it."""
    row = get(uow, TalkAttachment, attachment_id)
    talk = get(uow, OneOnOne, row.one_on_one_id)
    since = one_on_ones_lock.locked_from(uow.connection, talk.state.value == "done", max(talk.day, row.added_on), today)
    if since is not None:
        raise Refused(
            N_("The record of this talk stands since {day}, and this file with it. Nothing was changed."), code="LOCKED", day=since
        )
    for part in uow.session.query(TalkAttachmentPart).filter_by(attachment_id=attachment_id):
        uow.session.delete(part)
    uow.session.flush()
    uow.session.delete(row)
    uow.session.flush()
    return attachment_id
