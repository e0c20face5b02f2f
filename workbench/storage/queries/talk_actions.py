"""Reads about promises over everybody, and about what the manager's mirror counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.one_on_ones import ActionItem, AgendaItem, OneOnOne, TalkState
from workbench.models.people import Person
from workbench.models.talk_agenda import ObstacleAction


def promises(conn: Connection, kept_since: date) -> list[Any]:
    """Every open promise and those kept since a day: id, person, name, search, left_on, side, text, made_on, due_on, done_on, slips,
    text of the promise whose obstacle it removes, id of the action that removes its own obstacle."""
    a, blocked = ActionItem, sa.alias(ActionItem.__table__, "blocked")
    own, removed = sa.alias(ObstacleAction.__table__, "own"), sa.alias(ObstacleAction.__table__, "removed")
    statement = (
        sa.select(
            a.id, a.person_id, Person.name, Person.search, Person.left_on, a.side, a.text, a.made_on, a.due_on, a.done_on, a.slips,
            blocked.c.text.label("removes"), removed.c.action_id.label("helped_by"),
        )
        .join(Person, Person.id == a.person_id)
        .outerjoin(own, own.c.action_id == a.id)
        .outerjoin(blocked, blocked.c.id == own.c.blocked_id)
        .outerjoin(removed, removed.c.blocked_id == a.id)
        .where(sa.or_(a.done_on.is_(None), a.done_on >= kept_since))
        .order_by(a.done_on.is_not(None), a.due_on.is_(None), a.due_on, a.id)
    )  # fmt: skip
    return list(conn.execute(statement).all())


def closed_talks(conn: Connection, first: date, last: date) -> list[tuple[int, str, date, TalkState, str]]:
    """(person, name, day, state, why) of the talks that were held or fell out in these days, by person and day."""
    t = OneOnOne
    rows = conn.execute(
        sa.select(t.person_id, Person.name, t.day, t.state, t.skipped_because)
        .join(Person, Person.id == t.person_id)
        .where(t.state != TalkState.PLANNED, t.day.between(first, last))
        .order_by(t.person_id, t.day, t.id)
    )
    return [(r[0], r[1], r[2], r[3], r[4]) for r in rows]


def held_before(conn: Connection, first: date) -> dict[int, date]:
    """By person the last talk that was held before a day."""
    t = OneOnOne
    rows = conn.execute(sa.select(t.person_id, sa.func.max(t.day)).where(t.state == TalkState.DONE, t.day < first).group_by(t.person_id))
    return {r[0]: r[1] for r in rows}


def points(conn: Connection, first: date, last: date) -> list[tuple[int, str, date, str, str, str]]:
    """(person, name, day raised, text, theme, raised by) of the points of these days."""
    a = AgendaItem
    rows = conn.execute(
        sa.select(a.person_id, Person.name, a.raised_on, a.text, a.theme, a.raised_by)
        .join(Person, Person.id == a.person_id)
        .where(a.raised_on.between(first, last))
        .order_by(a.raised_on.desc(), a.id.desc())
    )
    return [(r[0], r[1], r[2], r[3], r[4], r[5].value) for r in rows]


def due_promises(conn: Connection, first: date, last: date) -> list[tuple[int, str, str, str, date, date | None]]:
    """(person, name, side, text, due, kept) of the promises due in these days."""
    a = ActionItem
    rows = conn.execute(
        sa.select(a.person_id, Person.name, a.side, a.text, a.due_on, a.done_on)
        .join(Person, Person.id == a.person_id)
        .where(a.due_on.between(first, last))
        .order_by(a.due_on.desc(), a.id.desc())
    )
    return [(r[0], r[1], r[2].value, r[3], r[4], r[5]) for r in rows if r[4] is not None]
