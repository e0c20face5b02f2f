"""One-on-ones: the talk, its agenda, its notes by who may see them, and the promises made.

An open agenda item or action belongs to the person, not to the meeting, so that moving, skipping or
cancelling a meeting loses no point.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Name, Short, by_value, optional_ref, options, person_ref, ref, version_column
from workbench.models.sealed import SealedText


class TalkState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class RaisedBy(StrEnum):
    MANAGER = "manager"
    EMPLOYEE = "employee"
    QUESTIONS = "questions"
    SYSTEM = "system"


class Visibility(StrEnum):
    """Who may read a note. Sensitive notes never reach reviews, prints, exports or search."""

    SHARED = "shared"
    MANAGER = "manager"
    SENSITIVE = "sensitive"


class Side(StrEnum):
    MANAGER = "manager"
    EMPLOYEE = "employee"


class FeedbackKind(StrEnum):
    """Feedback between the two: who gives it, and whether it is about what to keep or what to change."""

    GIVEN_KEEP = "given_keep"
    GIVEN_CHANGE = "given_change"
    RECEIVED_KEEP = "received_keep"
    RECEIVED_CHANGE = "received_change"


class OneOnOne(Base):
    __tablename__ = "one_on_one"
    __table_args__ = (
        sa.Index("ix_one_on_one_person_id_day", "person_id", "day"),
        sa.CheckConstraint("mood IS NULL OR mood BETWEEN 1 AND 5", name="mood_range"),
        sa.CheckConstraint("workload IS NULL OR workload BETWEEN 1 AND 5", name="workload_range"),
        options(),
    )
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref(index=False)
    day: Mapped[date] = mapped_column(comment="planned or held on")
    start_minute: Mapped[int | None] = mapped_column(sa.Integer, comment="minutes since midnight; empty = no time set")
    minutes: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=30, comment="length")
    place: Mapped[Short]
    state: Mapped[TalkState] = mapped_column(by_value(TalkState), nullable=False, default=TalkState.PLANNED, comment="where it stands")
    mood: Mapped[int | None] = mapped_column(sa.Integer, comment="1 very bad … 5 very good, voluntary")
    workload: Mapped[int | None] = mapped_column(sa.Integer, comment="1 light … 5 too much, voluntary")
    skipped_because: Mapped[Short]
    better: Mapped[str | None] = mapped_column(SealedText, comment="what would make mood or load one point better, voluntary")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class AgendaItem(Base):
    __tablename__ = "agenda_item"
    __table_args__ = (options(),)
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    raised_in_id: Mapped[int | None] = optional_ref("one_on_one", "talk for which it was first written")
    closed_in_id: Mapped[int | None] = optional_ref("one_on_one", "talk in which it was settled; empty = open")
    text: Mapped[Name]
    theme: Mapped[str] = mapped_column(sa.String(24), nullable=False, default="", comment="work, wellbeing, career, feedback, obstacles")
    raised_by: Mapped[RaisedBy] = mapped_column(by_value(RaisedBy), nullable=False, comment="who put it there")
    raised_on: Mapped[date] = mapped_column(comment="age counts from here")
    position: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="order on the list")
    times_carried: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="talks it has passed through open")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TalkNote(Base):
    __tablename__ = "talk_note"
    __table_args__ = (options(),)
    id: Mapped[Id]
    one_on_one_id: Mapped[int] = ref("one_on_one", "which talk")
    position: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="order of paragraphs")
    visibility: Mapped[Visibility] = mapped_column(
        by_value(Visibility), nullable=False, default=Visibility.SHARED, comment="who may read it"
    )
    text: Mapped[str] = mapped_column(SealedText, nullable=False, default="", comment="free text, several lines")
    added_on: Mapped[date | None] = mapped_column(comment="addition to a record that stood already; empty = part of the record")
    feedback: Mapped[FeedbackKind | None] = mapped_column(
        by_value(FeedbackKind), comment="situation, behaviour and effect, a line each; empty = a paragraph"
    )
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class ActionItem(Base):
    __tablename__ = "action_item"
    __table_args__ = (options(),)
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    one_on_one_id: Mapped[int | None] = optional_ref("one_on_one", "talk in which it was promised")
    side: Mapped[Side] = mapped_column(by_value(Side), nullable=False, comment="who promised")
    text: Mapped[Name]
    made_on: Mapped[date] = mapped_column(comment="promised on")
    due_on: Mapped[date | None] = mapped_column(comment="promised for")
    done_on: Mapped[date | None] = mapped_column(comment="kept on; empty = open")
    slips: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="times the date was moved back")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Recognition(Base):
    __tablename__ = "recognition"
    __table_args__ = (options(),)
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    day: Mapped[date] = mapped_column(comment="when")
    text: Mapped[Name]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class EvidenceMark(Base):
    """A shared paragraph or a point that speaks for one criterion of a review; exactly one of the two is named."""

    __tablename__ = "evidence_mark"
    __table_args__ = (
        sa.CheckConstraint("(talk_note_id IS NULL) <> (agenda_item_id IS NULL)", name="one_source"),
        sa.UniqueConstraint("criterion", "talk_note_id"),
        sa.UniqueConstraint("criterion", "agenda_item_id"),
        options(),
    )
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    criterion: Mapped[str] = mapped_column(sa.String(40), nullable=False, comment="code of the line of the review's form")
    talk_note_id: Mapped[int | None] = optional_ref("talk_note", "the paragraph", index=False)
    agenda_item_id: Mapped[int | None] = optional_ref("agenda_item", "the point", index=False)
    marked_on: Mapped[date] = mapped_column(comment="when")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
