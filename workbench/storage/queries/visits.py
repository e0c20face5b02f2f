"""Since when a customer is one of ours: what counts for who was never visited."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench import i18n
from workbench.models.customers import Customer, CustomerOwner
from workbench.storage.audit import audit, audit_image, audit_range

NAME = Customer.__tablename__


def came_in(conn: Connection, customers: Collection[int]) -> dict[int, date]:
    """The day on which each of these customers came in: the first day of an owner, or the day of the record where that is earlier."""
    wanted = set(customers)
    if not wanted:
        return {}
    found = _recorded(conn, wanted)
    first = sa.select(CustomerOwner.customer_id, sa.func.min(CustomerOwner.from_on)).group_by(CustomerOwner.customer_id)
    for own, day in conn.execute(first.where(CustomerOwner.customer_id.in_(wanted))):
        found[own] = min(day, found.get(own, day))
    return found


def _recorded(conn: Connection, wanted: Collection[int]) -> dict[int, date]:
    """By the first action that wrote the record, alone or among many rows."""
    i, r = audit_image.c, audit_range.c
    single = sa.select(i.row_id, sa.func.min(i.seq)).where(i.table_name == NAME, i.row_id.in_(wanted)).group_by(i.row_id)
    first = {row[0]: int(row[1]) for row in conn.execute(single)}
    for low, high, seq in conn.execute(sa.select(r.first_id, r.last_id, r.seq).where(r.table_name == NAME).order_by(r.seq)):
        for own in wanted:
            if low <= own <= high:
                first[own] = min(seq, first.get(own, seq))
    days = _days(conn, set(first.values()))
    return {own: days[seq] for own, seq in first.items()}


def _days(conn: Connection, actions: Iterable[int]) -> dict[int, date]:
    """The local day of each action; its body can be megabytes long and stays where it is."""
    rows = conn.execute(sa.select(audit.c.seq, sa.func.json_extract(audit.c.body, "$.at")).where(audit.c.seq.in_(actions)))
    return {row[0]: i18n.local(datetime.fromisoformat(row[1])).date() for row in rows}
