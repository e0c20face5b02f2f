"""Where a talk can lie: what the person and the manager do on the days in question, and which talks stand where."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.one_on_ones import OneOnOne, TalkState
from workbench.models.people import Person
from workbench.models.planning import Assignment, Task


def manager_of(conn: Connection, person_id: int) -> int | None:
    """The direct superior, where this database has them as a person."""
    return conn.execute(sa.select(Person.manager_id).where(Person.id == person_id)).scalar()


def tasks_of(conn: Connection, people: Collection[int], first: date, last: date) -> list[tuple[int, date, int, int]]:
    """(person, day, start, end) of what these people are given from the first to the last day."""
    rows = conn.execute(
        sa.select(Assignment.person_id, Task.day, Task.start_minute, Task.end_minute)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.person_id.in_(people), Task.day.between(first, last))
        .order_by(Task.day, Task.start_minute)
    )
    return [(r[0], r[1], r[2], r[3]) for r in rows]


def planned_talks(conn: Connection, first: date, last: date) -> list[tuple[int, int, str, date, int | None, int]]:
    """(talk, person, name, day, start, minutes) of every talk planned from the first to the last day."""
    t = OneOnOne
    rows = conn.execute(
        sa.select(t.id, t.person_id, Person.name, t.day, t.start_minute, t.minutes)
        .join(Person, Person.id == t.person_id)
        .where(t.state == TalkState.PLANNED, t.day.between(first, last))
        .order_by(t.day, t.start_minute, t.id)
    )
    return [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in rows]


def fallen_out(conn: Connection) -> dict[int, date]:
    """By person the day of the last talk that was skipped or cancelled, where none was held since."""
    t = OneOnOne
    out = t.state.in_((TalkState.SKIPPED, TalkState.CANCELLED))
    held = sa.func.max(sa.case((t.state == TalkState.DONE, t.day)))
    last = sa.func.max(sa.case((out, t.day)))
    rows = conn.execute(sa.select(t.person_id, last, held).group_by(t.person_id).having(last.is_not(None)))
    return {r[0]: r[1] for r in rows if r[2] is None or r[2] < r[1]}


def planned_for_leavers(conn: Connection, today: date) -> list[tuple[int, date]]:
    """(person, last day) of who has left while a talk is still planned."""
    rows = conn.execute(
        sa.select(Person.id, Person.left_on)
        .join(OneOnOne, OneOnOne.person_id == Person.id)
        .where(OneOnOne.state == TalkState.PLANNED, Person.left_on < today)
        .order_by(Person.search)
        .distinct()
    )
    return [(r[0], r[1]) for r in rows if r[1] is not None]


def invitation(conn: Connection, talk_id: int) -> sa.Row[str, str, date, int | None, int, str, TalkState, int] | None:
    """Number and name of the person, day, start, minutes, place, state and edit counter of a talk."""
    t = OneOnOne
    statement = sa.select(Person.code, Person.name, t.day, t.start_minute, t.minutes, t.place, t.state, t.version)
    return conn.execute(statement.join(Person, Person.id == t.person_id).where(t.id == talk_id)).first()
