"""Reads about who was here when: days with the company, exceptions of several weeks, and weeks that hold tasks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import AvailabilityException, ExceptionKind, Person
from workbench.models.planning import Task
from workbench.storage.queries.plain import plain_rows
from workbench.storage.queries.planning import HISTORY_WEEKS, WEEK


def stays(conn: Connection, only: Collection[int] | None = None) -> dict[int, tuple[int, date | None, date | None]]:
    """(minutes wished a week, first day, last day) of each person; days are None where nothing is known."""
    statement = sa.select(Person.id, Person.wished_minutes, Person.hired_on, Person.left_on)
    rows = plain_rows(conn, statement if only is None else statement.where(Person.id.in_(only)), {})
    return {own: (wished, _day(hired), _day(left)) for own, wished, hired, left in rows}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def exceptions(conn: Connection, first: date, after: date, only: Collection[int] | None = None) -> list[tuple[int, date, int, int, bool]]:
    """(person, day, start, end, whether hours are given instead of taken) of the days from `first` to before `after`."""
    x = AvailabilityException
    statement = sa.select(x.person_id, x.day, x.start_minute, x.end_minute, x.kind).where(x.day >= first, x.day < after)
    rows: list[Any] = list(conn.execute(statement if only is None else statement.where(x.person_id.in_(only))))
    return [(row[0], row[1], row[2], row[3], row[4] is ExceptionKind.AVAILABLE) for row in rows]


def weeks_with_tasks(conn: Connection, monday: date, weeks: int = HISTORY_WEEKS) -> tuple[date, ...]:
    """Mondays of the weeks before in which anything was planned at all: wishes of other weeks do not count."""
    first = monday - weeks * WEEK
    days = conn.execute(sa.select(Task.day).where(Task.day >= first, Task.day < monday).distinct()).scalars()
    return tuple(sorted({day - timedelta(days=day.weekday()) for day in days}))
