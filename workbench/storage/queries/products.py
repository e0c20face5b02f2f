"""Reads about products, by columns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.sales import Deal, Product
from workbench.models.values.codes import DealStage

YEAR = timedelta(days=365)


def products(conn: Connection, today: date) -> list[Any]:
    """(id, code, name, series, price, deals won, fen won) of the last 365 days, by number."""
    won = sa.and_(Deal.product_id == Product.id, Deal.stage == DealStage.WON, Deal.closed_on > today - YEAR, Deal.closed_on <= today)
    return list(
        conn.execute(
            sa.select(
                Product.id,
                Product.code,
                Product.name,
                Product.series,
                Product.price,
                sa.func.count(Deal.id),
                sa.func.coalesce(sa.func.sum(Deal.value - Deal.refunded), 0),
            )
            .outerjoin(Deal, won)
            .group_by(Product.id)
            .order_by(Product.code)
        )
    )


def choices(conn: Connection) -> list[Any]:
    """(id, code, name, price) by number."""
    return list(conn.execute(sa.select(Product.id, Product.code, Product.name, Product.price).order_by(Product.code)))
