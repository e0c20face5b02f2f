"""Reads for lists that go out, by columns: every record of a kind, named by codes, in a fixed order."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from workbench.models.customers import Customer, CustomerOwner
from workbench.models.goals import Target
from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    Engagement,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Team,
    Territory,
)
from workbench.models.planning import Assignment, DemandCurve, DemandNeed, Task, TaskBarred, TaskOrder
from workbench.models.sales import Deal, Product
from workbench.models.values.codes import Metric
from workbench.readmodels.exports import Cell
from workbench.storage.queries.imports import LISTS

Rows = tuple[tuple[Cell, ...], ...]


def names(conn: Connection, lists: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Code to name in each of these lists; a name that two records bear is left out."""
    found = {}
    for name in lists:
        mapped = LISTS[name]
        pairs = conn.execute(sa.select(mapped.code, mapped.name)).all()
        borne = Counter(row[1] for row in pairs)
        found[name] = {row[0]: row[1] for row in pairs if borne[row[1]] == 1}
    return found


def _rows(conn: Connection, statement: Any) -> Rows:
    return tuple(tuple(getattr(cell, "value", cell) for cell in row) for row in conn.execute(statement))


def people(conn: Connection, today: date) -> Rows:
    """Everybody, also who left, with the engagement in force today, else the newest; pay stays here."""
    manager = aliased(Person)
    engagements: dict[int, tuple[str, date, int]] = {}
    in_force: set[int] = set()
    for own, kind, minutes, start, end in conn.execute(
        sa.select(Engagement.person_id, Engagement.type, Engagement.weekly_minutes, Engagement.start_on, Engagement.end_on).order_by(
            Engagement.person_id, Engagement.start_on
        )
    ):
        is_in_force = start <= today and (end is None or end >= today)
        if is_in_force or own not in in_force:
            engagements[own] = (kind.value, start, minutes)
        if is_in_force:
            in_force.add(own)
    areas: dict[int, list[str]] = defaultdict(list)
    for own, name in conn.execute(
        sa.select(PersonTerritory.person_id, Territory.name)
        .join(Territory, Territory.id == PersonTerritory.territory_id)
        .order_by(PersonTerritory.is_main.desc(), Territory.code)
    ):
        areas[own].append(name)
    skills: dict[int, list[str]] = defaultdict(list)
    for own, name, level in conn.execute(
        sa.select(PersonSkill.person_id, Skill.name, PersonSkill.level).join(Skill, Skill.id == PersonSkill.skill_id).order_by(Skill.code)
    ):
        skills[own].append(f"{name}:{level}")
    p = Person
    statement = (
        sa.select(
            p.id, p.code, p.name, Team.name, manager.code, p.position, p.level, p.line, p.email, p.phone, p.hired_on, p.left_on, p.min_minutes,
            p.max_minutes, p.wished_minutes,
        )
        .outerjoin(Team, Team.id == p.team_id)
        .outerjoin(manager, manager.id == p.manager_id)
        .order_by(p.code)
    )  # fmt: skip
    found = []
    for row in _rows(conn, statement):
        person_id, known = row[0], row[1:]
        assert isinstance(person_id, int)
        contract, since, agreed = engagements.get(person_id, (None, None, None))
        main, more = next(iter(areas[person_id]), None), "、".join(areas[person_id][1:]) or None
        abilities = "、".join(skills[person_id]) or None
        found.append((*known[:6], contract, since, *known[6:11], agreed, *known[11:], main, more, abilities))
    return tuple(found)


def availability(conn: Connection) -> Rows:
    """Weekly windows, then dated exceptions, by person."""
    w, e = AvailabilityWindow, AvailabilityException
    weekly = sa.select(Person.code, w.weekday, sa.null(), w.start_minute, w.end_minute, sa.null(), w.preference, sa.literal(""))
    dated = sa.select(Person.code, sa.null(), e.day, e.start_minute, e.end_minute, e.kind, sa.null(), e.reason)
    return _rows(
        conn, weekly.join(w, w.person_id == Person.id).order_by(Person.code, w.weekday, w.start_minute, w.id)
    ) + _rows(conn, dated.join(e, e.person_id == Person.id).order_by(Person.code, e.day, e.start_minute, e.id))  # fmt: skip


def customers(conn: Connection, today: date) -> Rows:
    """Every customer with the owner of today."""
    c, o = Customer, CustomerOwner
    owner = (
        sa.select(Person.code)
        .join(o, o.person_id == Person.id)
        .where(o.customer_id == c.id, o.from_on <= today, sa.or_(o.to_on.is_(None), o.to_on >= today))
        .order_by(o.from_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _rows(
        conn,
        sa.select(
            c.code, c.name, c.sector, c.grade, Territory.name, owner, c.address, c.lat, c.lon, c.revenue, c.employees, c.contact_name, c.contact_phone
        )
        .outerjoin(Territory, Territory.id == c.territory_id)
        .order_by(c.code),
    )  # fmt: skip


def products(conn: Connection) -> Rows:
    return _rows(conn, sa.select(Product.code, Product.name, Product.series, Product.price).order_by(Product.code))


def deals(conn: Connection) -> Rows:
    """Every deal, open ones too, by number."""
    d = Deal
    return _rows(
        conn,
        sa.select(
            d.code, Person.code, Customer.code, Product.code, d.stage, d.opened_on, d.closed_on, d.value, d.collected, d.refunded, d.channel
        )
        .join(Person, Person.id == d.person_id)
        .outerjoin(Customer, Customer.id == d.customer_id)
        .outerjoin(Product, Product.id == d.product_id)
        .order_by(d.code),
    )


def targets(conn: Connection) -> Rows:
    """Every target, with what it is meant as: the person's own figure, or one for full time that is still to be scaled."""
    t = Target
    rates = [metric for metric in Metric if not metric.adds_up]
    basis = sa.case((t.metric.in_(rates), sa.null()), (t.prorated, sa.literal("own_figure")), else_=sa.literal("full_time_figure"))
    return _rows(
        conn,
        sa.select(Person.code, t.metric, t.start_on, t.end_on, t.amount, basis, t.source)
        .join(Person, Person.id == t.person_id)
        .order_by(Person.code, t.start_on, t.end_on, t.metric),
    )


def tasks(conn: Connection, monday: date | None) -> Rows:
    """Tasks of one week, or of all weeks, each with the codes of who does it, of who may not, and of the tasks that come before."""
    who = _codes(conn, sa.select(Assignment.task_id, Person.code).join(Person, Person.id == Assignment.person_id).order_by(Person.code))
    t = Task
    statement = (
        sa.select(
            t.id, t.code, t.title, t.kind, t.day, t.start_minute, t.end_minute, t.place, Customer.code, Territory.name, Skill.name, t.skill_level,
            t.headcount, sa.cast(t.priority, sa.String), sa.case((t.is_prime, "yes"), else_="no"),
            t.earliest_minute, t.latest_minute, t.together,
        )
        .outerjoin(Customer, Customer.id == t.customer_id)
        .outerjoin(Territory, Territory.id == t.territory_id)
        .outerjoin(Skill, Skill.id == t.skill_id)
        .order_by(t.day, t.start_minute, t.code, t.id)
    )  # fmt: skip
    if monday is not None:
        statement = statement.where(t.day >= monday, t.day <= monday + timedelta(days=6))
    barred = _codes(conn, sa.select(TaskBarred.task_id, Person.code).join(Person, Person.id == TaskBarred.person_id).order_by(Person.code))
    before = _codes(conn, sa.select(TaskOrder.task_id, t.code).join(t, t.id == TaskOrder.first_id).where(t.code != "").order_by(t.code))
    return tuple(
        (*row[1:], tuple(who[row[0]]), tuple(barred[row[0]]), tuple(before[row[0]]))
        for row in _rows(conn, statement)
        if isinstance(row[0], int)
    )


def _codes(conn: Connection, statement: sa.Select[int, str]) -> dict[int, list[str]]:
    """Codes by the id of the task that they belong to."""
    found: dict[int, list[str]] = defaultdict(list)
    for task_id, code in conn.execute(statement):
        found[task_id].append(code)
    return found


def demand(conn: Connection) -> Rows:
    """People needed by the hour: hours of a day that need as many stand in one row."""
    c, n = DemandCurve, DemandNeed
    statement = (
        sa.select(c.title, c.place, n.weekday, n.hour, n.people, c.id)
        .join(n, n.demand_id == c.id)
        .order_by(c.title, c.id, n.weekday, n.hour)
    )
    found: list[list[Any]] = []
    for title, place, weekday, hour, people, own in conn.execute(statement):
        last = found[-1] if found else None
        if last is not None and last[0] == own and last[3] == weekday and last[5] == 60 * hour and last[6] == people:
            last[5] = 60 * (hour + 1)
        else:
            found.append([own, title, place, weekday, 60 * hour, 60 * (hour + 1), people])
    return tuple(tuple(row[1:]) for row in found)
