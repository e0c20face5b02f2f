"""Customers and who answers for each of them: one owner on any day, former owners kept."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import (
    Base,
    Code,
    Id,
    Long,
    Name,
    OptionalFen,
    Search,
    Short,
    by_value,
    optional_ref,
    options,
    person_ref,
    ref,
    version_column,
)
from workbench.models.values.codes import CustomerGrade


class Customer(Base):
    __tablename__ = "customer"
    __table_args__ = (sa.UniqueConstraint("code"), options())
    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    search: Mapped[Search]
    sector: Mapped[Short]
    grade: Mapped[CustomerGrade] = mapped_column(by_value(CustomerGrade), nullable=False, default=CustomerGrade.C, comment="service class")
    territory_id: Mapped[int | None] = optional_ref("territory", "territory")
    address: Mapped[Short]
    lat: Mapped[float | None] = mapped_column(sa.Float, comment="degrees north")
    lon: Mapped[float | None] = mapped_column(sa.Float, comment="degrees east")
    revenue: Mapped[OptionalFen]
    employees: Mapped[int | None] = mapped_column(sa.Integer, comment="head-count of the customer")
    contact_name: Mapped[Short]
    contact_phone: Mapped[str] = mapped_column(sa.String(40), nullable=False, default="", comment="telephone of the contact")
    visit_every_days: Mapped[int | None] = mapped_column(sa.Integer, comment="days between visits; empty = rule of the grade")
    closed_on: Mapped[date | None] = mapped_column(comment="no longer served from this day; empty = served")
    note: Mapped[Long]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class CustomerOwner(Base):
    """Who answers for a customer, from a day to a day; the service keeps the spans apart."""

    __tablename__ = "customer_owner"
    __table_args__ = (
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_start"),
        sa.Index("ix_customer_owner_customer_id_from_on", "customer_id", "from_on"),
        options(),
    )
    id: Mapped[Id]
    customer_id: Mapped[int] = ref("customer", "which customer", index=False)
    person_id: Mapped[int] = person_ref()
    from_on: Mapped[date] = mapped_column(comment="first day")
    to_on: Mapped[date | None] = mapped_column(comment="last day; empty = still")
    reason: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}
