"""Reads about people, by columns, into read models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    Engagement,
    Organisation,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Team,
    Territory,
    WorkLimit,
)
from workbench.models.planning import Assignment, Task
from workbench.models.values.periods import Week
from workbench.readmodels.people import (
    Choice,
    EngagementRow,
    ExceptionRow,
    Lists,
    OrganisationRow,
    OwnedCustomer,
    PersonCard,
    PersonRow,
    SkillRow,
    TerritoryRow,
    WindowRow,
)

T = TypeVar("T")


def _grouped(rows: Any) -> dict[int, list[Any]]:
    """Rows by their first column, in the order read."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _joined(rows: list[Any]) -> str:
    return " · ".join(row[2] for row in rows)


def people(conn: Connection, today: date, *, with_left: bool = False) -> list[PersonRow]:
    """The team table in pinyin order; an engagement in force today wins over the newest one."""
    engagements: dict[int, Any] = {}
    holding: set[int] = set()  # people whose engagement in force was met
    statement = sa.select(
        Engagement.person_id, Engagement.type, Engagement.weekly_minutes, Engagement.start_on, Engagement.end_on
    ).order_by(Engagement.person_id, Engagement.start_on)
    for row in conn.execute(statement):
        if row.start_on <= today and (row.end_on is None or row.end_on >= today):
            holding.add(row.person_id)
            engagements[row.person_id] = row
        elif row.person_id not in holding:
            engagements[row.person_id] = row
    areas = _grouped(
        conn.execute(
            sa.select(PersonTerritory.person_id, Territory.id, Territory.name)
            .join(Territory, Territory.id == PersonTerritory.territory_id)
            .order_by(PersonTerritory.is_main.desc(), Territory.code)
        )
    )
    skills = _grouped(
        (person_id, skill_id, f"{name} {level}", ends is not None and ends < today)
        for person_id, skill_id, name, level, ends in conn.execute(
            sa.select(PersonSkill.person_id, Skill.id, Skill.name, PersonSkill.level, PersonSkill.expires_on)
            .join(Skill, Skill.id == PersonSkill.skill_id)
            .order_by(Skill.code)
        )
    )
    owned = dict(
        conn.execute(
            sa.select(CustomerOwner.person_id, sa.func.count())
            .where(CustomerOwner.from_on <= today, sa.or_(CustomerOwner.to_on.is_(None), CustomerOwner.to_on >= today))
            .group_by(CustomerOwner.person_id)
        ).all()
    )
    superior = aliased(Person)
    columns = (
        Person.id, Person.code, Person.name, Person.search, Team.name.label("team"), Person.line, Person.position, Person.level, Person.hired_on,
        Person.left_on, superior.name.label("manager"),
    )  # fmt: skip
    chosen = sa.select(*columns).outerjoin(Team, Team.id == Person.team_id).outerjoin(superior, superior.id == Person.manager_id)
    if not with_left:
        chosen = chosen.where(sa.or_(Person.left_on.is_(None), Person.left_on >= today))
    found = []
    for p in conn.execute(chosen.order_by(Person.search, Person.code)):
        e = engagements.get(p.id)
        mine, able = areas.get(p.id, []), skills.get(p.id, [])
        found.append(
            PersonRow(
                p.id, p.code, p.name, p.search, p.team or "", p.line, p.position, p.level, e.type if e else None, e.weekly_minutes if e else 0,
                _joined(mine), _joined(able), owned.get(p.id, 0), p.hired_on, e.end_on if e else None, p.left_on,
                tuple(row[1] for row in mine), tuple(row[1] for row in able), sum(row[3] for row in able), p.manager or "",
            )
        )  # fmt: skip
    return found


def person_card(conn: Connection, person_id: int, today: date) -> PersonCard | None:
    """Everything on one person, or None when there is no such person."""
    columns = (
        Person.id, Person.code, Person.name, Person.team_id, Person.manager_id, Person.line, Person.position, Person.level, Person.phone, Person.email,
        Person.is_manager, Person.hired_on, Person.in_post_since, Person.left_on, Person.min_minutes, Person.wished_minutes, Person.max_minutes, Person.cadence_days,
        Person.field_consent_on, Person.note, Person.birthday, Person.improvement_until,
    )  # fmt: skip
    person = conn.execute(sa.select(*columns).where(Person.id == person_id)).first()
    if person is None:
        return None
    engagement = (
        Engagement.id, Engagement.type, Engagement.start_on, Engagement.end_on, Engagement.weekly_minutes, Engagement.hourly_pay, Engagement.monthly_pay,
        Engagement.pay_cycle_days, Engagement.probation_months, Engagement.written, Engagement.injury_insured, Engagement.other_employer_minutes,
    )  # fmt: skip
    window = AvailabilityWindow
    dated = AvailabilityException
    agreed: dict[str, Any] = {
        kind.value: amount
        for kind, amount in conn.execute(sa.select(WorkLimit.kind, WorkLimit.amount).where(WorkLimit.person_id == person_id))
    }
    return PersonCard(
        **person._mapping,
        **agreed,
        engagements=_rows(
            conn, EngagementRow, sa.select(*engagement).where(Engagement.person_id == person_id).order_by(Engagement.start_on.desc())
        ),
        skills=_rows(
            conn,
            SkillRow,
            sa.select(PersonSkill.id, Skill.id, Skill.name, PersonSkill.level, PersonSkill.expires_on)
            .join(Skill, Skill.id == PersonSkill.skill_id)
            .where(PersonSkill.person_id == person_id)
            .order_by(Skill.code),
        ),
        territories=_rows(
            conn,
            TerritoryRow,
            sa.select(PersonTerritory.id, Territory.id, Territory.name, PersonTerritory.is_main)
            .join(Territory, Territory.id == PersonTerritory.territory_id)
            .where(PersonTerritory.person_id == person_id)
            .order_by(PersonTerritory.is_main.desc(), Territory.code),
        ),
        windows=_rows(
            conn,
            WindowRow,
            sa.select(window.id, window.weekday, window.start_minute, window.end_minute, window.preference)
            .where(window.person_id == person_id)
            .order_by(window.weekday, window.start_minute),
        ),
        exceptions=tuple(
            ExceptionRow(r[0], r[1], r[2], r[3], r[4].value, r[5])
            for r in conn.execute(
                sa.select(dated.id, dated.day, dated.start_minute, dated.end_minute, dated.kind, dated.reason)
                .where(dated.person_id == person_id)
                .order_by(dated.day.desc(), dated.start_minute)
            )
        ),
        customers=tuple(
            OwnedCustomer(r[0], r[1], r[2], r[3].value, r[4])
            for r in conn.execute(
                sa.select(Customer.id, Customer.code, Customer.name, Customer.grade, CustomerOwner.from_on)
                .join(CustomerOwner, CustomerOwner.customer_id == Customer.id)
                .where(
                    CustomerOwner.person_id == person_id,
                    CustomerOwner.from_on <= today,
                    sa.or_(CustomerOwner.to_on.is_(None), CustomerOwner.to_on >= today),
                )
                .order_by(Customer.grade, Customer.search)
            )
        ),
    )


def _rows(conn: Connection, kind: Callable[..., T], statement: Any) -> tuple[T, ...]:
    return tuple(kind(*row) for row in conn.execute(statement))


def lists(conn: Connection) -> Lists:
    """Teams, territories and skills, by code."""

    def choices(mapped: Any) -> tuple[Choice, ...]:
        return tuple(Choice(*row) for row in conn.execute(sa.select(mapped.id, mapped.code, mapped.name).order_by(mapped.code)))

    managers = conn.execute(
        sa.select(Person.id, Person.code, Person.name).where(Person.is_manager, Person.left_on.is_(None)).order_by(Person.search)
    )
    return Lists(choices(Team), choices(Territory), choices(Skill), tuple(Choice(*row) for row in managers))


def planned_minutes(conn: Connection, person_id: int, week: Week) -> int:
    """Minutes that the week's plan gives the person, worked ones where they are recorded."""
    length = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)
    statement = (
        sa.select(sa.func.coalesce(sa.func.sum(length), 0))
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.person_id == person_id, Task.day >= week.monday, Task.day <= week.sunday)
    )
    return int(conn.execute(statement).scalar_one())


def organisation(conn: Connection) -> OrganisationRow:
    """The organisation; an empty one while nobody has filled it in."""
    columns = (
        Organisation.name, Organisation.department, Organisation.zone, Organisation.manager_name, Organisation.next_manager_name, Organisation.hr_name,
        Organisation.form_number, Organisation.region, Organisation.is_sample,
    )  # fmt: skip
    row = conn.execute(sa.select(*columns).order_by(Organisation.id).limit(1)).first()
    return OrganisationRow(*row) if row else OrganisationRow("", "", "Asia/Shanghai", "", "", "", "HR-PE-03", "", False)


def id_by_code(conn: Connection, code: str) -> int | None:
    """A person's id by staff number or, where that is unique, by name."""
    found = conn.execute(sa.select(Person.id).where(Person.code == code)).scalars().all()
    found = found or conn.execute(sa.select(Person.id).where(Person.name == code)).scalars().all()
    return found[0] if len(found) == 1 else None


def names(conn: Connection) -> list[tuple[int, str, str, str]]:
    rows = conn.execute(sa.select(Person.id, Person.code, Person.name, Person.search).order_by(Person.search))
    return [(r[0], r[1], r[2], r[3]) for r in rows]


def customer_names(conn: Connection) -> list[tuple[int, str, str, str]]:
    rows = conn.execute(sa.select(Customer.id, Customer.code, Customer.name, Customer.search).order_by(Customer.search))
    return [(r[0], r[1], r[2], r[3]) for r in rows]
