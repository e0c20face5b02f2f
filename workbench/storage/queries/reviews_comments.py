"""Comments of one cycle side by side."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import Person
from workbench.models.reviews import Review


def comments_of_others(conn: Connection, cycle_id: int, person_id: int) -> tuple[tuple[str, str], ...]:
    """(name, superior's comment) of everybody else in a cycle who has one, by name; older versions included."""
    query = (
        sa.select(Person.name, Review.manager_comment)
        .join(Person, Person.id == Review.person_id)
        .where(Review.cycle_id == cycle_id, Review.person_id != person_id, Review.manager_comment != "")
        .order_by(Person.name, Review.number)
    )
    return tuple((name, text) for name, text in conn.execute(query))
