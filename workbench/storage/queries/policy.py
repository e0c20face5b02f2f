"""Reads of dated policy: the calendar and the legal figures."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.policy import CalendarDay, LawFigure


def calendar_days(conn: Connection) -> list[tuple[date, str, str, str]]:
    """(day, kind, name, source) of every special day."""
    rows = conn.execute(sa.select(CalendarDay.day, CalendarDay.kind, CalendarDay.name, CalendarDay.source).order_by(CalendarDay.day))
    return [(r[0], r[1], r[2], r[3]) for r in rows]


def law_figures(conn: Connection) -> list[tuple[str, int, date, date | None, str, str]]:
    """(code, value, from, to, region, source) of every figure."""
    f = LawFigure
    rows = conn.execute(sa.select(f.code, f.value, f.from_on, f.to_on, f.region, f.source).order_by(f.code, f.from_on))
    return [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in rows]
