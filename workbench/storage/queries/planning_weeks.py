"""Reads of one person over several weeks."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.planning import Assignment, Task, WeekPlan


class Given(NamedTuple):
    """A task that the person has; `worked` is None where the hours were as planned."""

    task_id: int
    code: str
    title: str
    kind: str
    day: date
    start: int
    end: int
    worked: int | None


def given(conn: Connection, person_id: int, first: date, after: date) -> list[Given]:
    """Of the days from `first` to before `after`, by day and begin."""
    t = Task
    columns = (t.id, t.code, t.title, sa.type_coerce(t.kind, sa.String), t.day, t.start_minute, t.end_minute, Assignment.worked_minutes)
    statement = (
        sa.select(*columns)
        .join(Assignment, Assignment.task_id == t.id)
        .where(Assignment.person_id == person_id, t.day >= first, t.day < after)
        .order_by(t.day, t.start_minute, t.id)
    )
    return [Given(*row) for row in conn.execute(statement)]


def numbers(conn: Connection, first: date, after: date) -> dict[date, int]:
    """The last publication of each week that was ever told, by Monday."""
    w = WeekPlan
    return {row[0]: row[1] for row in conn.execute(sa.select(w.monday, w.published_number).where(w.monday >= first, w.monday < after))}
