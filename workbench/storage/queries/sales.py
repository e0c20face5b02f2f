"""Reads about deals, by columns: the rows behind a figure, and the figures of many people at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import Customer
from workbench.models.people import Person
from workbench.models.sales import Deal, Product, sales_month
from workbench.models.values.codes import DealStage
from workbench.models.values.periods import Period
from workbench.readmodels.sales import DealRow, MonthRow, SalesFigures
from workbench.storage.queries.plain import plain_rows

CLOSED = (DealStage.WON, DealStage.LOST)
STAGES = {stage.value: stage for stage in DealStage}


def month_net(conn: Connection, person_id: int, first: date) -> int:
    """Net won fen of one person in the month that starts on `first`, from the summary."""
    m = sales_month.c
    return int(conn.execute(sa.select(m.net).where(m.person_id == person_id, m.month == f"{first:%Y-%m}")).scalar() or 0)


def _in_period(period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(Deal.closed_on >= period.start, Deal.closed_on <= period.end)


def _is_first() -> sa.ColumnElement[bool]:
    """Condition: no earlier won deal of this deal's customer exists (the lower id is earlier on one day)."""
    before = sa.alias(Deal.__table__, "before")
    earlier = sa.or_(before.c.closed_on < Deal.closed_on, sa.and_(before.c.closed_on == Deal.closed_on, before.c.id < Deal.id))
    known = sa.exists().where(before.c.customer_id == Deal.customer_id, before.c.stage == DealStage.WON, earlier)
    return sa.and_(Deal.stage == DealStage.WON, Deal.customer_id.is_not(None), ~known)


@cache
def _deals() -> sa.Select[Any]:
    """Built once: putting the statement together would cost as much as running it."""
    d = Deal
    columns: tuple[Any, ...] = (
        d.id, d.code, d.person_id, Person.name, d.customer_id, sa.func.coalesce(Customer.name, ""), d.product_id, sa.func.coalesce(Product.name, ""),
        d.stage, d.opened_on, d.closed_on, d.value, d.collected, d.refunded, d.channel, _is_first(),
    )  # fmt: skip
    return (
        sa.select(*columns)
        .join(Person, Person.id == d.person_id)
        .outerjoin(Customer, Customer.id == d.customer_id)
        .outerjoin(Product, Product.id == d.product_id)
        .where(d.person_id == sa.bindparam("person"), sa.or_(*(d.stage == stage for stage in CLOSED)))
        .where(d.closed_on >= sa.bindparam("first"), d.closed_on <= sa.bindparam("last"))
        .order_by(d.closed_on, d.id)
    )


def deals(conn: Connection, person_id: int, period: Period) -> tuple[DealRow, ...]:
    """Won and lost deals that closed in the period, oldest first; `is_first` marks the first won deal of a customer."""
    rows = plain_rows(conn, _deals(), {"person": person_id, "first": period.start, "last": period.end})
    day, make = date.fromisoformat, DealRow._make
    return tuple(
        make((*r[:8], STAGES[r[8]], day(r[9]) if r[9] else None, day(r[10]) if r[10] else None, r[11], r[12], r[13], r[14], bool(r[15])))
        for r in rows
    )


def figures(conn: Connection, person_ids: Iterable[int], period: Period) -> dict[int, SalesFigures]:
    """The figures of each person asked for; zeros for those who closed nothing."""
    wanted = sorted(set(person_ids))
    won = Deal.stage == DealStage.WON
    known = sa.and_(won, Deal.collected.is_not(None))

    def total(condition: sa.ColumnElement[bool], amount: object = 1) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((condition, amount), else_=0))

    mine = (Deal.person_id.in_(wanted), _in_period(period))
    counted = conn.execute(
        sa.select(
            Deal.person_id, total(won, Deal.value - Deal.refunded), total(won), total(Deal.stage == DealStage.LOST), total(known, Deal.value),
            total(known, Deal.collected), total(known),
        )
        .where(*mine, Deal.stage.in_(CLOSED))
        .group_by(Deal.person_id)
    )  # fmt: skip
    found: dict[int, Any] = {row[0]: [int(value) for value in row[1:]] for row in counted}
    fresh = conn.execute(sa.select(Deal.person_id, sa.func.count()).where(*mine, _is_first()).group_by(Deal.person_id))
    first_deals = {row[0]: int(row[1]) for row in fresh}
    lines: list[list[Any]] = [[person_id, *found.get(person_id, [0] * 6), first_deals.get(person_id, 0)] for person_id in wanted]
    return {line[0]: SalesFigures(*line) for line in lines}


def months(conn: Connection, first: date, last: date, person_id: int | None = None) -> tuple[MonthRow, ...]:
    """Sums by month from the summary, oldest first; months without a closed deal are not listed."""
    m = sales_month.c
    chosen = (
        sa.select(m.month, sa.func.sum(m.won), sa.func.sum(m.lost), sa.func.sum(m.net), sa.func.sum(m.due), sa.func.sum(m.collected))
        .where(m.month >= f"{first:%Y-%m}", m.month <= f"{last:%Y-%m}")
        .group_by(m.month)
        .order_by(m.month)
    )
    if person_id is not None:
        chosen = chosen.where(m.person_id == person_id)
    return tuple(MonthRow(row[0], *(int(value) for value in row[1:])) for row in conn.execute(chosen))


def next_number(conn: Connection) -> int:
    """A number that no deal written by hand has yet."""
    return int(conn.execute(sa.select(sa.func.coalesce(sa.func.max(Deal.id), 0))).scalar_one()) + 1
