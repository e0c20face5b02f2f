"""The interview about one evaluation, as HR files it (form fields of domain 8.6 B, but for who is best or worst among colleagues).

All of it is read and signed by the employee, so nothing in it is sealed or private.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Long, Short, by_value, options, ref, version_column
from workbench.models.values.codes import InterviewWay, Objection


class Interview(Base):
    """One record an evaluation; made with its first word."""

    __tablename__ = "review_interview"
    __table_args__ = (sa.UniqueConstraint("review_id"), options())
    id: Mapped[Id]
    review_id: Mapped[int] = ref("review", "which evaluation", index=False)
    held_on: Mapped[date | None] = mapped_column(comment="day of the interview; empty = not held yet")
    start: Mapped[int | None] = mapped_column(sa.Integer, comment="minutes since midnight")
    end: Mapped[int | None] = mapped_column(sa.Integer, comment="minutes since midnight")
    place: Mapped[Short]
    way: Mapped[InterviewWay] = mapped_column(
        by_value(InterviewWay), nullable=False, default=InterviewWay.PERSON, comment="how they talked"
    )
    interviewer: Mapped[Short]
    interviewer_post: Mapped[Short]
    attendees: Mapped[Short]
    purpose: Mapped[Short]
    past_items: Mapped[Long]
    went_well: Mapped[Long]
    to_improve: Mapped[Long]
    facts: Mapped[Long]
    own_view: Mapped[Long]
    causes: Mapped[str] = mapped_column(sa.String(60), nullable=False, default="", comment="codes with commas between")
    cause_text: Mapped[Long]
    help_wanted: Mapped[Long]
    suggestions: Mapped[Long]
    training: Mapped[Long]
    career: Mapped[Long]
    next_focus: Mapped[Long]
    actions: Mapped[str] = mapped_column(sa.Text, nullable=False, default="[]", comment="JSON rows: what, who, due, measure")
    confirmation: Mapped[Long]
    objection: Mapped[Objection] = mapped_column(
        by_value(Objection), nullable=False, default=Objection.NOT_SAID, comment="what the employee said of the result"
    )
    objection_text: Mapped[Long]
    filed_on: Mapped[date | None] = mapped_column(comment="when HR filed the signed paper; empty = not filed")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
