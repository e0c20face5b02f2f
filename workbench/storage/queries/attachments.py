"""Reads about files kept with talks."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.attachments import TalkAttachment, TalkAttachmentPart
from workbench.readmodels.one_on_ones import AttachmentRow


def attachments(conn: Connection, talk_id: int) -> tuple[AttachmentRow, ...]:
    """The files of a talk in the order in which they came."""
    a = TalkAttachment
    rows = conn.execute(sa.select(a.id, a.name, a.kind, a.size, a.added_on).where(a.one_on_one_id == talk_id).order_by(a.id))
    return tuple(AttachmentRow(r[0], r[1], r[2], r[3], r[4]) for r in rows)


def contents(conn: Connection, attachment_id: int) -> tuple[str, str, list[str]] | None:
    """(name, SHA-256, parts as they were kept) of a file; None when it is gone."""
    a, p = TalkAttachment, TalkAttachmentPart
    row = conn.execute(sa.select(a.name, a.sha256).where(a.id == attachment_id)).first()
    if row is None:
        return None
    parts = conn.execute(sa.select(p.data).where(p.attachment_id == attachment_id).order_by(p.position)).scalars()
    return row[0], row[1], list(parts)
