"""The calibration meeting of a cycle and each change made in it. A closed meeting is a record: its minutes are kept with their hash."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Long, Short, by_value, options, ref, version_column
from workbench.models.calibration_rules import StepKind


class Calibration(Base):
    __tablename__ = "calibration"
    __table_args__ = (sa.UniqueConstraint("cycle_id"), options())
    id: Mapped[Id]
    cycle_id: Mapped[int] = ref("review_cycle", "which cycle", index=False)
    held_on: Mapped[date | None] = mapped_column(comment="day of the meeting; empty = not set")
    attendees: Mapped[Long]
    recusals: Mapped[Long]
    notes: Mapped[Long]
    closed_at: Mapped[datetime | None] = mapped_column(comment="when it became a record; empty = open")
    closed_by: Mapped[Short]
    content: Mapped[str] = mapped_column(sa.Text, nullable=False, default="", comment="canonical JSON of the minutes")
    sha256: Mapped[str] = mapped_column(sa.String(64), nullable=False, default="", comment="of the content")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class CalibrationStep(Base):
    """One change: of a grade, or of a place in the nine boxes. The newest of a kind counts."""

    __tablename__ = "calibration_step"
    __table_args__ = (options(),)
    id: Mapped[Id]
    review_id: Mapped[int] = ref("review", "whose")
    kind: Mapped[StepKind] = mapped_column(by_value(StepKind), nullable=False, comment="what was changed")
    before: Mapped[str] = mapped_column(sa.String(8), nullable=False, default="", comment="grade or place before")
    after: Mapped[str] = mapped_column(sa.String(8), nullable=False, default="", comment="grade or place after")
    reason: Mapped[Short]
    evidence: Mapped[Short]
    proposed_by: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
