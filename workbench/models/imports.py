"""What was brought in from files, and the mappings that were confirmed for next time."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Name, Short, options, version_column


class ImportBatch(Base):
    __tablename__ = "import_batch"
    __table_args__ = (sa.Index("ix_import_batch_sha256", "sha256"), options())
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(sa.String(24), nullable=False, comment="people, deals …")
    file_name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(sa.String(64), nullable=False, comment="of the file")
    imported_at: Mapped[datetime] = mapped_column(comment="when")
    mapping: Mapped[Short]
    rows: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="rows read")
    added: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="records made")
    changed: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="records changed")
    unchanged: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="rows already known")
    rejected: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="rows refused, with reasons in the report")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class ImportMapping(Base):
    __tablename__ = "import_mapping"
    __table_args__ = (sa.UniqueConstraint("kind", "signature"), options())
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(sa.String(24), nullable=False, comment="people, deals …")
    signature: Mapped[str] = mapped_column(sa.String(64), nullable=False, comment="digest of the headings")
    name: Mapped[Name]
    content: Mapped[str] = mapped_column(sa.Text, nullable=False, comment="JSON: column to field, and the answers given")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
