"""Reads of a week, by columns: people with what they can and may, tasks, assignments, history."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    Engagement,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Territory,
)
from workbench.models.planning import Assignment, Task, TaskTemplate, WeekPlan
from workbench.readmodels.weeks import PlanAssignment, PlanTask
from workbench.storage.queries.customers import owned_on

LENGTH = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)


def tasks(conn: Connection, monday: date) -> tuple[PlanTask, ...]:
    """The week's tasks by day, start and title. A task without a code answers to its id."""
    t = Task
    columns: tuple[Any, ...] = (
        t.id, t.code, t.title, t.kind, t.day, t.start_minute, t.end_minute, t.place, sa.func.coalesce(t.lat, Customer.lat), sa.func.coalesce(t.lon, Customer.lon),
        Territory.code, Territory.name, Skill.code, Skill.name, t.skill_level, t.headcount, t.priority, t.is_prime, Customer.code, Customer.name, Customer.grade,
        t.needs_consent,
    )  # fmt: skip
    rows = conn.execute(
        sa.select(*columns)
        .outerjoin(Territory, Territory.id == t.territory_id)
        .outerjoin(Skill, Skill.id == t.skill_id)
        .outerjoin(Customer, Customer.id == t.customer_id)
        .where(t.day >= monday, t.day < monday + timedelta(days=7))
        .order_by(t.day, t.start_minute, t.title, t.id)
    )
    return tuple(
        PlanTask(
            r[0], r[1] or f"#{r[0]}", r[2], r[3].value, r[4], r[5], r[6], r[7], r[8], r[9], r[10] or "", r[11] or "", r[12] or "", r[13] or "", r[14], r[15], r[16],
            r[17], r[18] or "", r[19] or "", r[20].value if r[20] else "", r[21],
        )
        for r in rows
    )  # fmt: skip


def assignments(conn: Connection, monday: date) -> tuple[PlanAssignment, ...]:
    a = Assignment
    rows = conn.execute(
        sa.select(a.id, Task.id, Task.code, Person.code, a.pinned, a.by_solver, a.override_code, a.override_reason)
        .join(Task, Task.id == a.task_id)
        .join(Person, Person.id == a.person_id)
        .where(Task.day >= monday, Task.day < monday + timedelta(days=7))
        .order_by(a.id)
    )
    return tuple(PlanAssignment(r[0], r[2] or f"#{r[1]}", r[3], r[4], r[5], r[6], r[7]) for r in rows)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of people for a week, by person id."""

    people: list[Any]
    skills: dict[int, list[Any]]
    territories: dict[int, list[Any]]
    windows: dict[int, list[Any]]
    exceptions: dict[int, list[Any]]
    engagements: dict[int, Any]
    owns: dict[int, list[Any]]


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(tuple(row[1:]))
    return found


def ground(conn: Connection, monday: date) -> Ground:
    """Everybody who is here in the week, and what decides what fits."""
    sunday = monday + timedelta(days=6)
    p, e, w, x = Person, Engagement, AvailabilityWindow, AvailabilityException
    people = conn.execute(
        sa.select(p.id, p.code, p.name, p.search, p.line, p.min_minutes, p.max_minutes, p.wished_minutes, p.hired_on, p.left_on, p.field_consent_on)
        .where(p.is_manager.is_(False), sa.or_(p.left_on.is_(None), p.left_on >= monday), sa.or_(p.hired_on.is_(None), p.hired_on <= sunday))
        .order_by(p.search, p.code)
    ).all()
    engagements: dict[int, Any] = {}
    for row in conn.execute(
        sa.select(e.person_id, e.type, e.start_on, e.end_on, e.weekly_minutes, e.other_employer_minutes)
        .where(e.start_on <= sunday, sa.or_(e.end_on.is_(None), e.end_on >= monday))
        .order_by(e.start_on)
    ):
        engagements[row.person_id] = row
    skills = sa.select(PersonSkill.person_id, Skill.code, PersonSkill.level, PersonSkill.expires_on).join(Skill, Skill.id == PersonSkill.skill_id)
    areas = (
        sa.select(PersonTerritory.person_id, Territory.code, Territory.name)
        .join(Territory, Territory.id == PersonTerritory.territory_id)
        .order_by(PersonTerritory.is_main.desc(), Territory.code)
    )
    owns = sa.select(CustomerOwner.person_id, Customer.code).join(Customer, Customer.id == CustomerOwner.customer_id).where(owned_on(monday))
    dated = sa.select(x.person_id, x.day, x.start_minute, x.end_minute, x.kind, x.reason).where(x.day >= monday, x.day <= sunday)
    return Ground(
        list(people), _grouped(conn.execute(skills)), _grouped(conn.execute(areas)),
        _grouped(conn.execute(sa.select(w.person_id, w.weekday, w.start_minute, w.end_minute, w.preference))), _grouped(conn.execute(dated)), engagements,
        {key: [value[0] for value in values] for key, values in _grouped(conn.execute(owns)).items()},
    )  # fmt: skip


def history(conn: Connection, first: date, monday: date) -> dict[int, tuple[int, int]]:
    """(minutes, prime slots) by person over the weeks before."""
    rows = conn.execute(
        sa.select(Assignment.person_id, sa.func.sum(LENGTH), sa.func.sum(sa.case((Task.is_prime, 1), else_=0)))
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.day >= first, Task.day < monday)
        .group_by(Assignment.person_id)
    )
    return {r[0]: (int(r[1]), int(r[2])) for r in rows}


def state(conn: Connection, monday: date) -> tuple[int, datetime | None]:
    """(number, time) of the last publication; (0, None) for a draft."""
    row = conn.execute(sa.select(WeekPlan.published_number, WeekPlan.published_at).where(WeekPlan.monday == monday)).first()
    return (row[0], row[1]) if row else (0, None)


def counts(conn: Connection, monday: date) -> tuple[int, int]:
    """Active templates, and tasks of the week before."""
    templates = conn.execute(sa.select(sa.func.count()).select_from(TaskTemplate).where(TaskTemplate.active)).scalar_one()
    before = conn.execute(sa.select(sa.func.count()).select_from(Task).where(Task.day >= monday - timedelta(days=7), Task.day < monday)).scalar_one()
    return int(templates), int(before)
