"""People, their engagement, skills, territories and the hours in which they may be asked to work.

A person is never deleted while records name them: who leaves gets a date in `left_on`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import (
    Base,
    Code,
    Flag,
    Id,
    Long,
    Minutes,
    Name,
    OptionalFen,
    Search,
    Short,
    by_value,
    optional_ref,
    options,
    person_ref,
    ref,
    version_column,
)
from workbench.models.values.codes import EngagementType, LimitKind, SalesLine


class ExceptionKind(StrEnum):
    """What a dated exception says about the usual week."""

    UNAVAILABLE = "unavailable"
    AVAILABLE = "available"
    LEAVE = "leave"


class Organisation(Base):
    """One row: who prints the forms, and who signs them besides the direct superior."""

    __tablename__ = "organisation"
    __table_args__ = (options(),)
    id: Mapped[Id]
    name: Mapped[Name]
    department: Mapped[Short]
    zone: Mapped[str] = mapped_column(sa.String(60), nullable=False, default="Asia/Shanghai", comment="IANA zone of shifts and deadlines")
    manager_name: Mapped[Short]
    next_manager_name: Mapped[Short]
    hr_name: Mapped[Short]
    form_number: Mapped[str] = mapped_column(sa.String(40), nullable=False, default="HR-PE-03", comment="number of the evaluation form")
    region: Mapped[str] = mapped_column(sa.String(60), nullable=False, default="", comment="region of the minimum wage table")
    plan_order: Mapped[str] = mapped_column(
        sa.String(200), nullable=False, default="", comment="aims of an automatic plan, most important first; empty = the usual order"
    )
    is_sample: Mapped[Flag]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Team(Base):
    __tablename__ = "team"
    __table_args__ = (sa.UniqueConstraint("code"), options())
    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Territory(Base):
    __tablename__ = "territory"
    __table_args__ = (sa.UniqueConstraint("code"), options())
    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    search: Mapped[Search]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Skill(Base):
    __tablename__ = "skill"
    __table_args__ = (sa.UniqueConstraint("code"), options())
    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("length(name) > 0", name="name_given"),
        sa.CheckConstraint(
            "min_minutes >= 0 AND wished_minutes >= 0 AND (max_minutes IS NULL OR max_minutes >= 0)", name="hours_not_negative"
        ),
        options(),
    )
    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    search: Mapped[Search]
    team_id: Mapped[int | None] = optional_ref("team", "team")
    manager_id: Mapped[int | None] = optional_ref("person", "direct superior, when also kept here")
    line: Mapped[SalesLine] = mapped_column(by_value(SalesLine), nullable=False, default=SalesLine.DIRECT, comment="sales line")
    position: Mapped[Short]
    level: Mapped[str] = mapped_column(sa.String(40), nullable=False, default="", comment="job level")
    phone: Mapped[str] = mapped_column(sa.String(40), nullable=False, default="", comment="work telephone")
    email: Mapped[str] = mapped_column(sa.String(200), nullable=False, default="", comment="work mail")
    is_manager: Mapped[Flag]
    hired_on: Mapped[date | None] = mapped_column(comment="first day with the company")
    in_post_since: Mapped[date | None] = mapped_column(comment="first day in this post")
    left_on: Mapped[date | None] = mapped_column(comment="last day; empty = still here")
    min_minutes: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="minutes a week that were promised")
    wished_minutes: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="minutes a week that the person wants")
    max_minutes: Mapped[int | None] = mapped_column(sa.Integer, comment="most minutes a week; empty = the law's limit only")
    home_lat: Mapped[float | None] = mapped_column(sa.Float, comment="degrees north of where the day starts")
    home_lon: Mapped[float | None] = mapped_column(sa.Float, comment="degrees east of where the day starts")
    cadence_days: Mapped[int | None] = mapped_column(sa.Integer, comment="days between one-on-ones; empty = rule of the engagement")
    field_consent_on: Mapped[date | None] = mapped_column(comment="consent to location records given on; empty = none")
    note: Mapped[Long]
    birthday: Mapped[str] = mapped_column(
        sa.String(5), nullable=False, default="", comment="month and day, 11-23, voluntary; no year is kept"
    )
    improvement_until: Mapped[date | None] = mapped_column(comment="last day of an improvement plan; empty = none")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Engagement(Base):
    """The legal relation; its type decides which of the fields may be filled (labour_rules)."""

    __tablename__ = "engagement"
    __table_args__ = (sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name="ends_after_start"), options())
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    type: Mapped[EngagementType] = mapped_column(by_value(EngagementType), nullable=False, comment="legal type")
    start_on: Mapped[date] = mapped_column(comment="first day")
    end_on: Mapped[date | None] = mapped_column(comment="last day; empty = open-ended")
    weekly_minutes: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="agreed minutes a week")
    hourly_pay: Mapped[OptionalFen]
    monthly_pay: Mapped[OptionalFen]
    pay_cycle_days: Mapped[int | None] = mapped_column(sa.Integer, comment="days between settlements")
    probation_months: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="months; forbidden for part-time staff")
    written: Mapped[Flag]
    injury_insured: Mapped[Flag]
    other_employer_minutes: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="minutes a week declared elsewhere")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class PersonSkill(Base):
    __tablename__ = "person_skill"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "skill_id"),
        sa.CheckConstraint("level BETWEEN 0 AND 5", name="level_range"),
        options(),
    )
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    skill_id: Mapped[int] = ref("skill", "which skill")
    level: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="0 none … 5 can teach")
    expires_on: Mapped[date | None] = mapped_column(comment="last valid day of the certificate")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class PersonTerritory(Base):
    __tablename__ = "person_territory"
    __table_args__ = (sa.UniqueConstraint("person_id", "territory_id"), options())
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    territory_id: Mapped[int] = ref("territory", "which territory")
    is_main: Mapped[Flag]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class AvailabilityWindow(Base):
    """A weekly window in which the person may be asked, with how much they like it."""

    __tablename__ = "availability_window"
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        sa.CheckConstraint("start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute", name="inside_the_day"),
        sa.CheckConstraint("preference BETWEEN 1 AND 5", name="preference_range"),
        options(),
    )
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    weekday: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="0 Monday … 6 Sunday")
    start_minute: Mapped[Minutes]
    end_minute: Mapped[Minutes]
    preference: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=3, comment="1 avoid … 5 gladly")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class WorkLimit(Base):
    """One thing agreed with a person about days and tasks; without a row there is no such limit."""

    __tablename__ = "work_limit"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "kind"),
        sa.CheckConstraint("amount >= 0", name="not_negative"),
        options(),
    )
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    kind: Mapped[LimitKind] = mapped_column(by_value(LimitKind), nullable=False, comment="what is limited")
    amount: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="minutes for lengths, else a count")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class AvailabilityException(Base):
    __tablename__ = "availability_exception"
    __table_args__ = (sa.Index("ix_availability_exception_person_id_day", "person_id", "day"), options())
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref(index=False)
    day: Mapped[date] = mapped_column(comment="which day")
    start_minute: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="from, minutes since midnight")
    end_minute: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1440, comment="to, minutes since midnight")
    kind: Mapped[ExceptionKind] = mapped_column(by_value(ExceptionKind), nullable=False, comment="what it says")
    reason: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
