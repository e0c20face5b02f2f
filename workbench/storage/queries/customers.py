"""Reads about customers and territories, by columns, into read models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customer_rules import overdue_ratio, visit_state
from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import Person, PersonTerritory, Territory
from workbench.models.planning import Assignment, Task
from workbench.models.sales import Deal, Product
from workbench.models.values.codes import CustomerGrade, DealStage
from workbench.readmodels.customers import CustomerCard, CustomerRow, DealLine, OwnerRow, TerritoryLine, VisitLine
from workbench.storage.queries.visits import came_in

YEAR = timedelta(days=365)
NEWEST = 60


def owned_on(day: date) -> sa.ColumnElement[bool]:
    """Condition: this owner answers for the customer on that day."""
    return sa.and_(CustomerOwner.from_on <= day, sa.or_(CustomerOwner.to_on.is_(None), CustomerOwner.to_on >= day))


def customers(conn: Connection, today: date, usual: Mapping[CustomerGrade, int], *, with_closed: bool = False) -> list[CustomerRow]:
    """The customer table: class A first, then by name."""
    owners = {
        row[0]: (row[1], row[2])
        for row in conn.execute(
            sa.select(CustomerOwner.customer_id, Person.id, Person.name)
            .join(Person, Person.id == CustomerOwner.person_id)
            .where(owned_on(today))
        )
    }
    visits = {
        row[0]: row[1]
        for row in conn.execute(
            sa.select(Task.customer_id, sa.func.max(Task.day))
            .join(Assignment, Assignment.task_id == Task.id)
            .where(Task.customer_id.is_not(None), Task.day <= today)
            .group_by(Task.customer_id)
        )
    }
    won = {
        row[0]: int(row[1])
        for row in conn.execute(
            sa.select(Deal.customer_id, sa.func.sum(Deal.value - Deal.refunded))
            .where(Deal.stage == DealStage.WON, Deal.closed_on > today - YEAR, Deal.closed_on <= today, Deal.customer_id.is_not(None))
            .group_by(Deal.customer_id)
        )
    }
    columns = (
        Customer.id, Customer.code, Customer.name, Customer.search, Customer.grade, Customer.sector, Territory.name.label("territory"),
        Customer.territory_id, Customer.visit_every_days, Customer.closed_on,
    )  # fmt: skip
    statement = sa.select(*columns).outerjoin(Territory, Territory.id == Customer.territory_id)
    if not with_closed:
        statement = statement.where(sa.or_(Customer.closed_on.is_(None), Customer.closed_on > today))
    found = []
    rows = conn.execute(statement.order_by(Customer.grade, Customer.search, Customer.code)).all()
    since = came_in(conn, [c.id for c in rows if c.id not in visits])
    for c in rows:
        owner_id, owner = owners.get(c.id, (None, ""))
        every = c.visit_every_days or usual[c.grade]
        state = visit_state(overdue_ratio(visits.get(c.id), since.get(c.id, today), today, every))
        found.append(
            CustomerRow(
                c.id, c.code, c.name, c.search, c.grade, c.sector, c.territory or "", c.territory_id, owner, owner_id, visits.get(c.id), every,
                won.get(c.id, 0), c.closed_on, state.value,
            )
        )  # fmt: skip
    return found


def customer_card(conn: Connection, customer_id: int, today: date) -> CustomerCard | None:
    """Everything on one customer: owners newest first, the newest deals, visits around today."""
    columns = (
        Customer.id, Customer.code, Customer.name, Customer.sector, Customer.grade, Customer.territory_id, Customer.address, Customer.lat, Customer.lon,
        Customer.employees, Customer.contact_name, Customer.contact_phone, Customer.visit_every_days, Customer.closed_on, Customer.note,
    )  # fmt: skip
    row = conn.execute(sa.select(*columns).where(Customer.id == customer_id)).first()
    if row is None:
        return None
    owners = conn.execute(
        sa.select(CustomerOwner.id, Person.id, Person.name, CustomerOwner.from_on, CustomerOwner.to_on, CustomerOwner.reason)
        .join(Person, Person.id == CustomerOwner.person_id)
        .where(CustomerOwner.customer_id == customer_id)
        .order_by(CustomerOwner.from_on.desc())
    )
    deals = conn.execute(
        sa.select(Deal.id, Deal.code, Person.name, Product.name, Deal.stage, Deal.closed_on, Deal.value)
        .join(Person, Person.id == Deal.person_id)
        .outerjoin(Product, Product.id == Deal.product_id)
        .where(Deal.customer_id == customer_id)
        .order_by(Deal.closed_on.is_(None).desc(), Deal.closed_on.desc(), Deal.id.desc())
        .limit(NEWEST)
    )
    people: dict[int, list[str]] = defaultdict(list)
    tasks: dict[int, tuple[date, str]] = {}
    for task_id, day, title, name in conn.execute(
        sa.select(Task.id, Task.day, Task.title, Person.name)
        .outerjoin(Assignment, Assignment.task_id == Task.id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(Task.customer_id == customer_id, Task.day >= today - timedelta(days=120))
        .order_by(Task.day.desc(), Task.start_minute)
    ):
        tasks[task_id] = (day, title)
        if name:
            people[task_id].append(name)
    return CustomerCard(
        **row._mapping,
        owners=tuple(OwnerRow(*r) for r in owners),
        deals=tuple(DealLine(r[0], r[1], r[2], r[3] or "", r[4].value, r[5], r[6]) for r in deals),
        visits=tuple(VisitLine(task_id, day, title, " · ".join(people[task_id])) for task_id, (day, title) in tasks.items()),
    )


def territories(conn: Connection, today: date) -> list[TerritoryLine]:
    """The territories with what is in them."""
    served = sa.or_(Customer.closed_on.is_(None), Customer.closed_on > today)
    owned = sa.select(CustomerOwner.customer_id).where(owned_on(today))
    counts = {
        row[0]: row[1:]
        for row in conn.execute(
            sa.select(
                Customer.territory_id,
                sa.func.count(),
                sa.func.sum(sa.case((Customer.grade == CustomerGrade.A, 1), else_=0)),
                sa.func.sum(sa.case((Customer.id.in_(owned), 0), else_=1)),
            )
            .where(served)
            .group_by(Customer.territory_id)
        )
    }
    people = dict(
        conn.execute(
            sa.select(PersonTerritory.territory_id, sa.func.count())
            .join(Person, Person.id == PersonTerritory.person_id)
            .where(sa.or_(Person.left_on.is_(None), Person.left_on >= today))
            .group_by(PersonTerritory.territory_id)
        ).all()
    )
    won = dict(
        conn.execute(
            sa.select(Customer.territory_id, sa.func.sum(Deal.value - Deal.refunded))
            .join(Customer, Customer.id == Deal.customer_id)
            .where(Deal.stage == DealStage.WON, Deal.closed_on > today - YEAR, Deal.closed_on <= today)
            .group_by(Customer.territory_id)
        ).all()
    )
    found = []
    for row in conn.execute(sa.select(Territory.id, Territory.code, Territory.name, Territory.search).order_by(Territory.code)):
        count, grade_a, without = counts.get(row.id, (0, 0, 0))
        found.append(
            TerritoryLine(
                row.id, row.code, row.name, row.search or "", count, grade_a, people.get(row.id, 0), without, int(won.get(row.id) or 0)
            )
        )
    return found


def people_of_territory(conn: Connection, territory_id: int, today: date) -> list[tuple[int, str]]:
    """(id, name) of who serves a territory, in pinyin order."""
    here = sa.or_(Person.left_on.is_(None), Person.left_on >= today)
    statement = sa.select(Person.id, Person.name).join(PersonTerritory, PersonTerritory.person_id == Person.id)
    return [
        (row[0], row[1])
        for row in conn.execute(statement.where(PersonTerritory.territory_id == territory_id, here).order_by(Person.search, Person.code))
    ]
