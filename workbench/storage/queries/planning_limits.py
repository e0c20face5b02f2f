"""Reads about what was agreed with people on days and tasks, and about the days they worked before a week."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import WorkLimit
from workbench.models.planning import Assignment, Task
from workbench.models.values.codes import LimitKind


def limits(conn: Connection, only: Collection[int] | None = None) -> dict[int, dict[LimitKind, int]]:
    """Each person's limits; who has none is not in it."""
    statement = sa.select(WorkLimit.person_id, WorkLimit.kind, WorkLimit.amount)
    found: dict[int, dict[LimitKind, int]] = {}
    for person, kind, amount in conn.execute(statement if only is None else statement.where(WorkLimit.person_id.in_(only))):
        found.setdefault(person, {})[kind] = amount
    return found


def days_worked(conn: Connection, first: date, before: date, people: Collection[int] | None) -> dict[int, set[date]]:
    """The days from `first` to before `before` on which each of these (None: everybody) had a task; one of 0 minutes worked is none."""
    worked = sa.or_(Assignment.worked_minutes.is_(None), Assignment.worked_minutes > 0)
    statement = (
        sa.select(Assignment.person_id, Task.day)
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.day >= first, Task.day < before, worked)
        .distinct()
    )
    if people is not None:
        statement = statement.where(Assignment.person_id.in_(people))
    found: dict[int, set[date]] = {}
    for person, day in conn.execute(statement):
        found.setdefault(person, set()).add(day)
    return found
