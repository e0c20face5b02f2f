"""What the team learnt from work that was won or lost, written down so that others find it again."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Long, Name, Short, by_value, optional_ref, options, version_column


class ExperienceKind(StrEnum):
    WON = "won"
    LOST = "lost"
    LEARNT = "learnt"


class Experience(Base):
    """One entry, for everybody to read; customer, product, who tells it and the meeting are there where they are known."""

    __tablename__ = "experience"
    __table_args__ = (sa.Index("ix_experience_day", "day"), options())
    id: Mapped[Id]
    kind: Mapped[ExperienceKind] = mapped_column(by_value(ExperienceKind), nullable=False, comment="won, lost or learnt")
    day: Mapped[date] = mapped_column(comment="when it happened")
    title: Mapped[Name]
    story: Mapped[Long]
    lesson: Mapped[Long]
    tags: Mapped[Short]
    person_id: Mapped[int | None] = optional_ref("person", "who tells it")
    customer_id: Mapped[int | None] = optional_ref("customer", "with which customer")
    product_id: Mapped[int | None] = optional_ref("product", "with which product", index=False)
    team_talk_id: Mapped[int | None] = optional_ref("team_talk", "meeting in which it was told", index=False)
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
