"""Review cycles, templates and the evaluation of one person.

A locked review never changes: its printed document is stored with its hash, and a correction is a new
version that names the one it follows.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Code, Flag, Id, Long, Name, Short, by_value, optional_ref, options, person_ref, ref, version_column
from workbench.models.values.codes import CyclePeriod, Metric, ReviewState, Section


class CycleState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ReviewTemplate(Base):
    """A dated set of items and thresholds; a running cycle keeps the version it started with."""

    __tablename__ = "review_template"
    __table_args__ = (sa.UniqueConstraint("code", "number"), options())
    id: Mapped[Id]
    code: Mapped[Code]
    number: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="version of the template")
    name: Mapped[Name]
    effective_from: Mapped[date] = mapped_column(comment="first day on which cycles may use it")
    source: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TemplateItem(Base):
    __tablename__ = "template_item"
    __table_args__ = (sa.UniqueConstraint("template_id", "code"), sa.CheckConstraint("weight >= 0", name="weight_not_negative"), options())
    id: Mapped[Id]
    template_id: Mapped[int] = ref("review_template", "which template", index=False)
    section: Mapped[Section] = mapped_column(by_value(Section), nullable=False, comment="part of the form")
    code: Mapped[Code]
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    definition_zh: Mapped[Short]
    definition_en: Mapped[Short]
    metric: Mapped[Metric | None] = mapped_column(by_value(Metric), comment="for KPI items: what is counted")
    weight: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="hundredths of a point; all items sum to 10,000")
    cap: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=12000, comment="most attainment counted, basis points")
    default_target: Mapped[int | None] = mapped_column(sa.Integer, comment="hundredths of the unit when no target is set")
    less_is_better: Mapped[Flag]
    position: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="order on the form")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class GradeBand(Base):
    __tablename__ = "grade_band"
    __table_args__ = (sa.UniqueConstraint("template_id", "grade"), options())
    id: Mapped[Id]
    template_id: Mapped[int] = ref("review_template", "which template", index=False)
    grade: Mapped[str] = mapped_column(sa.String(4), nullable=False, comment="S A B C D")
    at_least: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="hundredths of a point")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class ReviewCycle(Base):
    __tablename__ = "review_cycle"
    __table_args__ = (sa.UniqueConstraint("code"), sa.CheckConstraint("end_on >= start_on", name="ends_after_start"), options())
    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    kind: Mapped[CyclePeriod] = mapped_column(by_value(CyclePeriod), nullable=False, comment="length of the period")
    start_on: Mapped[date] = mapped_column(comment="first day of the period")
    end_on: Mapped[date] = mapped_column(comment="last day of the period")
    template_id: Mapped[int] = ref("review_template", "template in force", index=False)
    state: Mapped[CycleState] = mapped_column(by_value(CycleState), nullable=False, default=CycleState.DRAFT, comment="where it stands")
    self_due_on: Mapped[date | None] = mapped_column(comment="self-assessment due")
    manager_due_on: Mapped[date | None] = mapped_column(comment="superior's rating due")
    close_due_on: Mapped[date | None] = mapped_column(comment="cycle to be closed by")
    frozen_at: Mapped[datetime | None] = mapped_column(comment="figures taken; empty = live")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Review(Base):
    __tablename__ = "review"
    __table_args__ = (sa.UniqueConstraint("cycle_id", "person_id", "number"), options())
    id: Mapped[Id]
    cycle_id: Mapped[int] = ref("review_cycle", "which cycle", index=False)
    person_id: Mapped[int] = person_ref()
    number: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="version of the document, from 1")
    follows_id: Mapped[int | None] = optional_ref("review", "version that this one replaces", index=False)
    follows_because: Mapped[Short]
    document_no: Mapped[str] = mapped_column(sa.String(60), nullable=False, default="", comment="number on the paper")
    state: Mapped[ReviewState] = mapped_column(by_value(ReviewState), nullable=False, comment="step of the process")
    excluded_because: Mapped[Short]
    weekly_minutes: Mapped[int | None] = mapped_column(
        sa.Integer, comment="agreed minutes a week used for proration; empty = from the engagement"
    )
    eligible_days: Mapped[int | None] = mapped_column(sa.Integer, comment="working days that count; empty = computed")
    excluded_days: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="working days of leave taken out")
    bonus: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="hundredths of a point, between -500 and 500")
    bonus_reason: Mapped[Short]
    compliance: Mapped[Short]
    customer_feedback: Mapped[Short]
    critical_incidents: Mapped[Long]
    target_notes: Mapped[Short]
    employee_summary: Mapped[Long]
    achievements: Mapped[Long]
    improvements: Mapped[Long]
    manager_comment: Mapped[Long]
    next_manager_opinion: Mapped[Long]
    hr_opinion: Mapped[Long]
    opinion: Mapped[str] = mapped_column(sa.String(10), nullable=False, default="", comment="what the employee ticked")
    opinion_text: Mapped[Long]
    refused_on: Mapped[date | None] = mapped_column(comment="when the signature was refused; empty = it was not")
    refused_because: Mapped[Short]
    refusal_witness: Mapped[Short]
    refusal_delivery: Mapped[str] = mapped_column(sa.String(12), nullable=False, default="", comment="hand, post or electronic")
    result_use: Mapped[str] = mapped_column(sa.Text, nullable=False, default="[]", comment="JSON list of uses, each code and note")
    next_goals: Mapped[str] = mapped_column(sa.Text, nullable=False, default="[]", comment="JSON rows: metric, target, weight, due")
    development: Mapped[str] = mapped_column(sa.Text, nullable=False, default="[]", comment="JSON rows: ability, measure, support, date")
    score: Mapped[int | None] = mapped_column(sa.Integer, comment="hundredths of a point at locking")
    grade: Mapped[str] = mapped_column(sa.String(4), nullable=False, default="", comment="proposed grade at locking")
    calibrated_grade: Mapped[str] = mapped_column(
        sa.String(4), nullable=False, default="", comment="grade after calibration; empty = as proposed"
    )
    calibration_reason: Mapped[Short]
    locked_at: Mapped[datetime | None] = mapped_column(comment="when it became a record")
    locked_by: Mapped[Short]
    locked_from: Mapped[str] = mapped_column(
        sa.String(24), nullable=False, default="", comment="step at which it was locked; later ones were left out"
    )
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class ReviewItem(Base):
    """One line of the form. KPI figures stay empty until they are frozen or typed in by hand.

    With the lock of the review every line is `locked`: nothing of it is read live any more, and no older step can be undone in it.
    """

    __tablename__ = "review_item"
    __table_args__ = (
        sa.UniqueConstraint("review_id", "item_id"),
        sa.CheckConstraint("self_rating IS NULL OR self_rating BETWEEN 1 AND 5", name="self_range"),
        sa.CheckConstraint("manager_rating IS NULL OR manager_rating BETWEEN 1 AND 5", name="manager_range"),
        options(),
    )
    id: Mapped[Id]
    review_id: Mapped[int] = ref("review", "which review", index=False)
    item_id: Mapped[int] = ref("template_item", "which line of the template", index=False)
    target: Mapped[int | None] = mapped_column(sa.Integer, comment="hundredths of the unit, prorated; empty = live from targets")
    actual: Mapped[int | None] = mapped_column(sa.Integer, comment="hundredths of the unit; empty = live from the records")
    by_hand_because: Mapped[Short]
    self_rating: Mapped[int | None] = mapped_column(sa.Integer, comment="1 … 5")
    manager_rating: Mapped[int | None] = mapped_column(sa.Integer, comment="1 … 5")
    evidence: Mapped[Long]
    locked: Mapped[Flag]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class ReviewRecord(Base):
    """The locked document as data, from which the same paper can be printed for years."""

    __tablename__ = "review_record"
    __table_args__ = (sa.UniqueConstraint("review_id"), options())
    id: Mapped[Id]
    review_id: Mapped[int] = ref("review", "which review", index=False)
    content: Mapped[str] = mapped_column(sa.Text, nullable=False, comment="canonical JSON of the document")
    sha256: Mapped[str] = mapped_column(sa.String(64), nullable=False, comment="of the content")
    locked_at: Mapped[datetime] = mapped_column(comment="when")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
