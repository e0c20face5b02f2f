"""What people did on the day before a week: fixed input of the rules that look from one day to the next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.planning import Assignment, Task


def tasks_of_day(conn: Connection, day: date, people: Collection[int] | None) -> list[Any]:
    """(person, kind, title, start, end) of all tasks that each of these (None: everybody) had on a day, in the order of time."""
    worked = sa.or_(Assignment.worked_minutes.is_(None), Assignment.worked_minutes > 0)
    statement = (
        sa.select(Assignment.person_id, Task.kind, Task.title, Task.start_minute, Task.end_minute)
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.day == day, worked)
        .order_by(Assignment.person_id, Task.start_minute, Task.id)
    )
    if people is not None:
        statement = statement.where(Assignment.person_id.in_(people))
    return list(conn.execute(statement))
