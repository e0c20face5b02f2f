"""Calendars and legal figures: dated rows in the database, filled from what ships with the program.

Where the database holds no rows yet, the shipped ones answer, so that no screen is ever without a calendar.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from workbench import paths
from workbench.models import calendar_rules, labour_rules
from workbench.models.calendar_rules import CalendarRow, DayKind, WorkCalendar
from workbench.models.labour_rules import LawRow, LawTable
from workbench.models.policy import CalendarDay, LawFigure
from workbench.models.values import EngagementType
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import policy as queries

WEEK_LIMITS = {EngagementType.PART_TIME: "part_time_week_minutes"}
STANDARD_WEEK = "full_time_week_minutes"


@cache
def shipped_calendar() -> tuple[CalendarRow, ...]:
    return tuple(calendar_rules.rows_from_json((paths.resources() / "calendars" / "cn.json").read_text(encoding="utf-8")))


@cache
def shipped_law() -> tuple[LawRow, ...]:
    return tuple(labour_rules.law_rows_from_json((paths.resources() / "law" / "cn.json").read_text(encoding="utf-8")))


def load_calendar(conn: Reader) -> WorkCalendar:
    """The office calendar that HR deadlines follow."""
    rows = [CalendarRow(day, DayKind(kind), name, source) for day, kind, name, source in queries.calendar_days(conn)]
    return WorkCalendar(rows or shipped_calendar())


def load_law(conn: Reader) -> LawTable:
    """All legal figures; ask them for a day."""
    rows = [
        LawRow(code, value, from_on, to_on, region, source) for code, value, from_on, to_on, region, source in queries.law_figures(conn)
    ]
    return LawTable(rows or shipped_law())


def week_limit(conn: Reader, kind: EngagementType, day: date) -> int:
    """Most minutes a week for this type of engagement on that day; 0 where the law sets none."""
    if kind in (EngagementType.SERVICES, EngagementType.PLATFORM, EngagementType.STUDENT):
        return 0
    row = load_law(conn).find(WEEK_LIMITS.get(kind, STANDARD_WEEK), day)
    return row.value if row else 0


def seed_policy(uow: UnitOfWork) -> int:
    """Write the shipped calendar and legal figures where none are kept; returns the number of rows."""
    count = 0
    if uow.session.query(CalendarDay.id).first() is None:
        rows = [{"day": r.day, "kind": r.kind.value, "name": r.name, "source": r.source} for r in shipped_calendar()]
        count += len(uow.insert_many(CalendarDay, rows))
    if uow.session.query(LawFigure.id).first() is None:
        figures = [
            {"code": r.code, "region": r.region, "value": r.value, "from_on": r.from_on, "to_on": r.to_on, "source": r.source}
            for r in shipped_law()
        ]
        count += len(uow.insert_many(LawFigure, figures))
    return count
