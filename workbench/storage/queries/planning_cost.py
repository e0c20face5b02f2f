"""Reads of hourly pay, for what a week costs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import Engagement


def hourly_pay(conn: Connection, people: Collection[int]) -> list[tuple[int, date, date | None, int | None]]:
    """(person, first day, last day or None, fen an hour or None) of all engagements of these people, the newest first."""
    e = Engagement
    statement = sa.select(e.person_id, e.start_on, e.end_on, e.hourly_pay).where(e.person_id.in_(people)).order_by(e.start_on.desc())
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(statement)]
