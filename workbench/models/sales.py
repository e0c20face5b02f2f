"""Products, deals, and the monthly summary that dashboards read.

`sales_month` is no mapped class: triggers on `deal` keep it in the same transaction, so that undo,
import and every other writer leave it right without knowing it.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Code, Fen, Id, Name, OptionalFen, by_value, optional_ref, options, person_ref, version_column
from workbench.models.values.codes import DealStage


class Product(Base):
    __tablename__ = "product"
    __table_args__ = (sa.UniqueConstraint("code"), options())
    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    series: Mapped[str] = mapped_column(sa.String(100), nullable=False, default="", comment="product family")
    price: Mapped[OptionalFen]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Deal(Base):
    __tablename__ = "deal"
    __table_args__ = (
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("value >= 0 AND (collected IS NULL OR collected >= 0) AND refunded >= 0", name="money_not_negative"),
        sa.Index("ix_deal_person_id_closed_on", "person_id", "closed_on"),
        sa.Index("ix_deal_customer_id_closed_on", "customer_id", "closed_on"),
        options(),
    )
    id: Mapped[Id]
    code: Mapped[Code]
    person_id: Mapped[int] = person_ref(index=False)
    customer_id: Mapped[int | None] = optional_ref("customer", "customer; empty = not named", index=False)
    product_id: Mapped[int | None] = optional_ref("product", "product", index=False)
    stage: Mapped[DealStage] = mapped_column(by_value(DealStage), nullable=False, comment="where it stands")
    opened_on: Mapped[date | None] = mapped_column(comment="first engaged")
    closed_on: Mapped[date | None] = mapped_column(comment="won or lost on")
    value: Mapped[Fen]
    collected: Mapped[OptionalFen]
    refunded: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="fen given back")
    channel: Mapped[str] = mapped_column(sa.String(40), nullable=False, default="", comment="store, online, field …")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


sales_month = sa.Table(
    "sales_month",
    Base.metadata,
    sa.Column("person_id", sa.Integer, primary_key=True, autoincrement=False, comment="whose sales"),
    sa.Column("month", sa.String(7), primary_key=True, comment="closing month, 2026-11"),
    sa.Column("won", sa.Integer, nullable=False, comment="deals won"),
    sa.Column("lost", sa.Integer, nullable=False, comment="deals lost"),
    sa.Column("net", sa.Integer, nullable=False, comment="fen of won value less refunds"),
    sa.Column("due", sa.Integer, nullable=False, comment="fen of won value whose collection is recorded"),
    sa.Column("collected", sa.Integer, nullable=False, comment="fen collected of it"),
)


def _apply(row: str, sign: str) -> str:
    """Upsert of one deal's share; `sign` is + or -."""
    return (
        "INSERT INTO sales_month (person_id, month, won, lost, net, due, collected) "
        f"SELECT {row}.person_id, substr({row}.closed_on, 1, 7), "
        f"{sign}({row}.stage = 'won'), {sign}({row}.stage = 'lost'), "
        f"{sign}(({row}.stage = 'won') * ({row}.value - {row}.refunded)), "
        f"{sign}(({row}.stage = 'won') * (CASE WHEN {row}.collected IS NULL THEN 0 ELSE {row}.value END)), "
        f"{sign}(({row}.stage = 'won') * COALESCE({row}.collected, 0)) "
        f"WHERE {row}.closed_on IS NOT NULL AND {row}.stage IN ('won', 'lost') "
        "ON CONFLICT (person_id, month) DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost, "
        "net = net + excluded.net, due = due + excluded.due, collected = collected + excluded.collected; "
    )


SUMMARY_TRIGGERS = (
    f"CREATE TRIGGER deal_summary_insert AFTER INSERT ON deal BEGIN {_apply('NEW', '+')} END",
    f"CREATE TRIGGER deal_summary_delete AFTER DELETE ON deal BEGIN {_apply('OLD', '-')} END",
    (
        "CREATE TRIGGER deal_summary_update AFTER UPDATE OF person_id, closed_on, stage, value, refunded, collected ON deal "
        f"BEGIN {_apply('OLD', '-')} {_apply('NEW', '+')} END"
    ),
)
