"""Reads about shared experience."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import Customer
from workbench.models.experience import Experience
from workbench.models.people import Person
from workbench.models.sales import Product
from workbench.readmodels.experience import ExperienceRow


def entries(conn: Connection) -> tuple[ExperienceRow, ...]:
    """All entries, the newest first."""
    e = Experience
    rows = conn.execute(
        sa.select(
            e.id, e.kind, e.day, e.title, e.story, e.lesson, e.tags, e.person_id, Person.name, e.customer_id, Customer.name, e.product_id,
            Product.name, e.team_talk_id, Person.search, Customer.search,
        )
        .outerjoin(Person, Person.id == e.person_id)
        .outerjoin(Customer, Customer.id == e.customer_id)
        .outerjoin(Product, Product.id == e.product_id)
        .order_by(e.day.desc(), e.id.desc())
    )  # fmt: skip
    return tuple(
        ExperienceRow(
            r[0], r[1].value, r[2], r[3], r[4], r[5], tuple(tag for tag in r[6].split(" ") if tag), r[7], r[8] or "", r[9], r[10] or "", r[11],
            r[12] or "", r[13], f"{r[14] or ''} {r[15] or ''}",
        )
        for r in rows
    )  # fmt: skip


def choices(conn: Connection) -> tuple[tuple[tuple[int, str], ...], ...]:
    """(id, name) of people who are still here, of customers and of products, each in the order of names."""
    people = sa.select(Person.id, Person.name).where(Person.left_on.is_(None)).order_by(Person.search)
    customers = sa.select(Customer.id, Customer.name).order_by(Customer.search)
    products = sa.select(Product.id, Product.name).order_by(Product.name)
    return tuple(tuple((row[0], row[1]) for row in conn.execute(one)) for one in (people, customers, products))
