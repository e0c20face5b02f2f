"""Photographs and files kept with a talk, inside the encrypted file, their contents sealed with the author's key.

The contents lie in parts of their own, written in bulk: undo remembers of them a digest and not a second copy.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, options, ref, version_column
from workbench.models.sealed import SealedText


class TalkAttachment(Base):
    __tablename__ = "talk_attachment"
    __table_args__ = (sa.CheckConstraint("size > 0", name="not_empty"), options())
    id: Mapped[Id]
    one_on_one_id: Mapped[int] = ref("one_on_one", "which talk")
    name: Mapped[str] = mapped_column(SealedText, nullable=False, comment="as it was called; a name may tell as much as the contents")
    kind: Mapped[str] = mapped_column(sa.String(24), nullable=False, comment="what the contents are, told by their first bytes")
    size: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="bytes")
    sha256: Mapped[str] = mapped_column(sa.String(64), nullable=False, comment="of the contents")
    added_on: Mapped[date] = mapped_column(comment="when")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TalkAttachmentPart(Base):
    """A piece of the contents, in order."""

    __tablename__ = "talk_attachment_part"
    __table_args__ = (sa.UniqueConstraint("attachment_id", "position"), options())
    id: Mapped[Id]
    attachment_id: Mapped[int] = ref("talk_attachment", "of which file", index=False)
    position: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="order, from 0")
    data: Mapped[str] = mapped_column(SealedText, nullable=False, comment="base64 of the bytes, sealed")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
