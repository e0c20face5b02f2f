"""The week: what has to be done, who does it, and what was published.

Tasks and assignments of a draft move freely; a publication is a copy that never changes.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import (
    Base,
    Flag,
    Id,
    Long,
    Minutes,
    Name,
    Short,
    by_value,
    optional_ref,
    options,
    person_ref,
    ref,
    version_column,
)
from workbench.models.values.codes import TaskKind


class TaskTemplate(Base):
    """Recurring demand: one row makes one task in each week it is asked for."""

    __tablename__ = "task_template"
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        sa.CheckConstraint("start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute", name="inside_the_day"),
        options(),
    )
    id: Mapped[Id]
    title: Mapped[Name]
    kind: Mapped[TaskKind] = mapped_column(by_value(TaskKind), nullable=False, comment="kind of work")
    weekday: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="0 Monday … 6 Sunday")
    start_minute: Mapped[Minutes]
    end_minute: Mapped[Minutes]
    place: Mapped[Short]
    territory_id: Mapped[int | None] = optional_ref("territory", "territory", index=False)
    customer_id: Mapped[int | None] = optional_ref("customer", "customer", index=False)
    skill_id: Mapped[int | None] = optional_ref("skill", "needed skill", index=False)
    skill_level: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="least level")
    headcount: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="people needed")
    priority: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=2, comment="1 must … 3 may")
    is_prime: Mapped[Flag]
    needs_consent: Mapped[Flag]
    lat: Mapped[float | None] = mapped_column(sa.Float, comment="degrees north; empty = the customer's")
    lon: Mapped[float | None] = mapped_column(sa.Float, comment="degrees east; empty = the customer's")
    note: Mapped[Long]
    earliest_minute: Mapped[int | None] = mapped_column(
        sa.Integer, comment="begins no earlier, minutes since midnight; empty = at its start"
    )
    latest_minute: Mapped[int | None] = mapped_column(sa.Integer, comment="has ended by then, minutes since midnight; empty = at its end")
    together: Mapped[str] = mapped_column(
        sa.String(40), nullable=False, default="", comment="tasks of a week with the same text are done by the same people"
    )
    active: Mapped[bool] = mapped_column(sa.Boolean(create_constraint=False), nullable=False, default=True, comment="offered for new weeks")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Task(Base):
    __tablename__ = "task"
    __table_args__ = (
        sa.CheckConstraint("start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute", name="inside_the_day"),
        sa.CheckConstraint("headcount >= 1", name="somebody_needed"),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name="priority_range"),
        sa.Index("ix_task_day", "day"),
        sa.Index("ix_task_code", "code"),
        options(),
    )
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(40), nullable=False, default="", comment="name by which files and the command line call it")
    title: Mapped[Name]
    kind: Mapped[TaskKind] = mapped_column(by_value(TaskKind), nullable=False, comment="kind of work")
    day: Mapped[date] = mapped_column(comment="local day")
    start_minute: Mapped[Minutes]
    end_minute: Mapped[Minutes]
    place: Mapped[Short]
    lat: Mapped[float | None] = mapped_column(sa.Float, comment="degrees north; empty = the customer's")
    lon: Mapped[float | None] = mapped_column(sa.Float, comment="degrees east; empty = the customer's")
    territory_id: Mapped[int | None] = optional_ref("territory", "territory", index=False)
    customer_id: Mapped[int | None] = optional_ref("customer", "customer")
    skill_id: Mapped[int | None] = optional_ref("skill", "needed skill", index=False)
    skill_level: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="least level")
    headcount: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="people needed")
    priority: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=2, comment="1 must … 3 may")
    is_prime: Mapped[Flag]
    needs_consent: Mapped[Flag]
    template_id: Mapped[int | None] = optional_ref("task_template", "made from", index=False)
    note: Mapped[Long]
    earliest_minute: Mapped[int | None] = mapped_column(
        sa.Integer, comment="begins no earlier, minutes since midnight; empty = at its start"
    )
    latest_minute: Mapped[int | None] = mapped_column(sa.Integer, comment="has ended by then, minutes since midnight; empty = at its end")
    together: Mapped[str] = mapped_column(
        sa.String(40), nullable=False, default="", comment="tasks of a week with the same text are done by the same people"
    )
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TaskBarred(Base):
    """Somebody who may not do a task, whatever else allows it."""

    __tablename__ = "task_barred"
    __table_args__ = (sa.UniqueConstraint("task_id", "person_id"), options())
    id: Mapped[Id]
    task_id: Mapped[int] = ref("task", "which task", index=False)
    person_id: Mapped[int] = person_ref()
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TaskOrder(Base):
    """A task that begins only when another one has ended."""

    __tablename__ = "task_order"
    __table_args__ = (sa.UniqueConstraint("task_id", "first_id"), options())
    id: Mapped[Id]
    task_id: Mapped[int] = ref("task", "what comes after", index=False)
    first_id: Mapped[int] = ref("task", "what must have ended")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class DemandCurve(Base):
    """The people that one place needs by the hour, the same in every week; shifts are made from it."""

    __tablename__ = "demand_curve"
    __table_args__ = (
        sa.CheckConstraint("step > 0 AND shortest > 0 AND shortest <= longest AND longest <= 1440", name="lengths"),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name="priority_range"),
        options(),
    )
    id: Mapped[Id]
    title: Mapped[Name]
    kind: Mapped[TaskKind] = mapped_column(by_value(TaskKind), nullable=False, default=TaskKind.SHIFT, comment="kind of work")
    place: Mapped[Short]
    territory_id: Mapped[int | None] = optional_ref("territory", "territory", index=False)
    skill_id: Mapped[int | None] = optional_ref("skill", "needed skill", index=False)
    skill_level: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="least level")
    priority: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=2, comment="1 must … 3 may")
    shortest: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=240, comment="least minutes of a shift")
    longest: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=480, comment="most minutes of a shift")
    step: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=60, comment="minutes between two beginnings of shifts")
    full: Mapped[bool] = mapped_column(
        sa.Boolean(create_constraint=False), nullable=False, default=True, comment="never short of people rather than a few too many"
    )
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class DemandNeed(Base):
    """People needed in one hour of a weekday; no row means nobody."""

    __tablename__ = "demand_need"
    __table_args__ = (
        sa.UniqueConstraint("demand_id", "weekday", "hour"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6 AND hour BETWEEN 0 AND 23", name="in_the_week"),
        sa.CheckConstraint("people >= 1", name="somebody_needed"),
        options(),
    )
    id: Mapped[Id]
    demand_id: Mapped[int] = ref("demand_curve", "which curve", index=False)
    weekday: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="0 Monday … 6 Sunday")
    hour: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="from this full hour to the next")
    people: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="how many")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class DemandShift(Base):
    """A task that was made from a curve, and counts as cover of it."""

    __tablename__ = "demand_shift"
    __table_args__ = (sa.UniqueConstraint("task_id"), options())
    id: Mapped[Id]
    demand_id: Mapped[int] = ref("demand_curve", "which curve")
    task_id: Mapped[int] = ref("task", "which task", index=False)
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Assignment(Base):
    __tablename__ = "assignment"
    __table_args__ = (sa.UniqueConstraint("task_id", "person_id"), options())
    id: Mapped[Id]
    task_id: Mapped[int] = ref("task", "which task", index=False)
    person_id: Mapped[int] = person_ref()
    pinned: Mapped[Flag]
    by_solver: Mapped[Flag]
    override_code: Mapped[str] = mapped_column(sa.String(20), nullable=False, default="", comment="rule that was set aside")
    override_reason: Mapped[Short]
    worked_minutes: Mapped[int | None] = mapped_column(sa.Integer, comment="minutes really worked; empty = as planned")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class WeekPlan(Base):
    """State of one ISO week, and the last publication of it."""

    __tablename__ = "week_plan"
    __table_args__ = (sa.UniqueConstraint("monday"), options())
    id: Mapped[Id]
    monday: Mapped[date] = mapped_column(comment="first day of the ISO week")
    published_at: Mapped[datetime | None] = mapped_column(comment="last publication; empty = draft")
    published_number: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="number of the last publication")
    note: Mapped[Long]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Publication(Base):
    """A published week as it was told to people; never changed, only followed by the next number."""

    __tablename__ = "publication"
    __table_args__ = (sa.UniqueConstraint("monday", "number"), options())
    id: Mapped[Id]
    monday: Mapped[date] = mapped_column(comment="first day of the ISO week")
    number: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="1, 2, 3 …")
    published_at: Mapped[datetime] = mapped_column(comment="when")
    content: Mapped[str] = mapped_column(sa.Text, nullable=False, comment="canonical JSON of tasks and people")
    sha256: Mapped[str] = mapped_column(sa.String(64), nullable=False, comment="of the content")
    reason: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
