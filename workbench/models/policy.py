"""What law and policy set, as dated rows with their source: calendars and limits that HR may edit."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Short, options, version_column


class CalendarDay(Base):
    __tablename__ = "calendar_day"
    __table_args__ = (sa.UniqueConstraint("day"), options())
    id: Mapped[Id]
    day: Mapped[date] = mapped_column(comment="which day")
    kind: Mapped[str] = mapped_column(sa.String(12), nullable=False, comment="statutory, off or makeup")
    name: Mapped[Short]
    source: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class LawFigure(Base):
    __tablename__ = "law_figure"
    __table_args__ = (sa.UniqueConstraint("code", "region", "from_on"), options())
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(60), nullable=False, comment="which figure, e.g. part_time_week_minutes")
    region: Mapped[str] = mapped_column(sa.String(60), nullable=False, default="", comment="empty = whole country")
    value: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="minutes, days, fen or basis points, as the code says")
    from_on: Mapped[date] = mapped_column(comment="first day in force")
    to_on: Mapped[date | None] = mapped_column(comment="last day in force; empty = still")
    source: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
