"""Reads of a week by columns: the board, the rows behind its figures, and what the planner needs to know.

Everything of a week is bounded by its days, so that the size of the whole history never matters; the
past eight weeks are summed inside the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    Engagement,
    ExceptionKind,
    Organisation,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Territory,
)
from workbench.models.planning import Assignment, Publication, Task, TaskTemplate, WeekPlan
from workbench.models.policy import CalendarDay
from workbench.readmodels.planning import Absence, AssignmentRow, Choices, PublicationRow, TaskRow, TemplateRow
from workbench.storage.queries.plain import plain_rows

WEEK = timedelta(days=7)
HISTORY_WEEKS = 8

TASK_COLUMNS = (
    Task.id, Task.code, Task.title, sa.type_coerce(Task.kind, sa.String), Task.day, Task.start_minute, Task.end_minute, Task.place, Task.territory_id,
    Task.customer_id, Task.skill_id, Task.skill_level, Task.headcount, Task.priority, Task.is_prime, Task.needs_consent, Task.template_id, Task.note,
)  # fmt: skip
ASSIGNMENT_COLUMNS = (
    Assignment.id, Assignment.task_id, Assignment.person_id, Assignment.pinned, Assignment.by_solver, Assignment.override_code,
    Assignment.override_reason, Assignment.worked_minutes,
)  # fmt: skip


def in_week(monday: date) -> sa.ColumnElement[bool]:
    """Condition: the task is on a day of the week."""
    return sa.and_(Task.day >= monday, Task.day < monday + WEEK)


FIRST, AFTER = sa.bindparam("first", type_=sa.Date), sa.bindparam("after", type_=sa.Date)
WITHIN = sa.and_(Task.day >= FIRST, Task.day < AFTER)


def _span(monday: date) -> dict[str, date]:
    """The parameters of `WITHIN`."""
    return {"first": monday, "after": monday + WEEK}


@cache
def _tasks() -> sa.Executable:
    """Built once, as all statements of the board: putting one together would cost as much as running it."""
    return sa.select(*TASK_COLUMNS).where(WITHIN).order_by(Task.day, Task.start_minute, Task.code, Task.id)


@cache
def _assignments() -> sa.Executable:
    return sa.select(*ASSIGNMENT_COLUMNS).join(Task, Task.id == Assignment.task_id).where(WITHIN).order_by(Assignment.id)


def tasks(conn: Connection, monday: date) -> tuple[TaskRow, ...]:
    """Tasks of a week by day, start and title."""
    days = {day.isoformat(): day for day in (monday + timedelta(days=n) for n in range(7))}
    make = TaskRow._make
    rows = plain_rows(conn, _tasks(), _span(monday))
    return tuple([make((*r[:4], days[r[4]], *r[5:14], r[14] != 0, r[15] != 0, r[16], r[17])) for r in rows])


def assignments(conn: Connection, monday: date) -> tuple[AssignmentRow, ...]:
    """Assignments of a week, in the order in which they were made."""
    make = AssignmentRow._make
    rows = plain_rows(conn, _assignments(), _span(monday))
    return tuple(
        [make((own, task, person, pin != 0, made != 0, code, why, worked)) for own, task, person, pin, made, code, why, worked in rows]
    )


def task(conn: Connection, task_id: int) -> TaskRow | None:
    row = conn.execute(sa.select(*TASK_COLUMNS).where(Task.id == task_id)).first()
    return TaskRow._make(row) if row else None


def assignment(conn: Connection, assignment_id: int) -> AssignmentRow | None:
    row = conn.execute(sa.select(*ASSIGNMENT_COLUMNS).where(Assignment.id == assignment_id)).first()
    return AssignmentRow._make(row) if row else None


def people(conn: Connection, monday: date, only: Collection[int] | None = None) -> list[Any]:
    """The staff that are here in the week, and anybody who has a task in it, in order of the pinyin; raw columns for the service.

    Managers plan and are not planned, unless somebody gave them a task.
    """
    sunday = monday + timedelta(days=6)
    here = sa.and_(
        Person.is_manager.is_(False),
        sa.or_(Person.left_on.is_(None), Person.left_on >= monday),
        sa.or_(Person.hired_on.is_(None), Person.hired_on <= sunday),
    )
    busy = sa.select(Assignment.person_id).join(Task, Task.id == Assignment.task_id).where(in_week(monday))
    columns = (
        Person.id, Person.code, Person.name, Person.search, sa.type_coerce(Person.line, sa.String), Person.min_minutes, Person.wished_minutes,
        Person.max_minutes, Person.field_consent_on, Person.hired_on, Person.left_on,
    )  # fmt: skip
    wanted = sa.or_(here, Person.id.in_(busy)) if only is None else Person.id.in_(only)
    return list(conn.execute(sa.select(*columns).where(wanted).order_by(Person.search, Person.code)).all())


def engagements(conn: Connection, monday: date, only: Collection[int] | None = None) -> dict[int, list[Any]]:
    """Engagements that touch the week by person, the earliest first; else the newest one, to say since when it is over."""
    e = Engagement
    statement = sa.select(e.person_id, e.type, e.start_on, e.end_on, e.other_employer_minutes).order_by(e.person_id, e.start_on)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in conn.execute(_among(statement, e.person_id, only)).all():
        found[row[0]].append(row)
    sunday = monday + timedelta(days=6)
    for person_id, rows in found.items():
        touching = [row for row in rows if row[2] <= sunday and (row[3] is None or row[3] >= monday)]
        found[person_id] = touching or rows[-1:]
    return found


def main_areas(conn: Connection) -> dict[int, str]:
    """Name of each person's main territory."""
    statement = (
        sa.select(PersonTerritory.person_id, Territory.name)
        .join(Territory, Territory.id == PersonTerritory.territory_id)
        .order_by(PersonTerritory.is_main, PersonTerritory.id.desc())
    )
    return dict(plain_rows(conn, statement, {}))


def windows(conn: Connection, only: Collection[int] | None = None) -> list[Any]:
    """(person, weekday, start, end, preference) of the weekly windows."""
    w = AvailabilityWindow
    return plain_rows(conn, _among(sa.select(w.person_id, w.weekday, w.start_minute, w.end_minute, w.preference), w.person_id, only), {})


def absences(conn: Connection, monday: date, only: Collection[int] | None = None) -> tuple[tuple[Absence, ...], list[Any]]:
    """What is taken away from the usual week, and (person, day, start, end) of hours given besides."""
    x = AvailabilityException
    statement = sa.select(x.person_id, x.day, x.start_minute, x.end_minute, x.kind, x.reason).where(x.day >= monday, x.day < monday + WEEK)
    away, given = [], []
    for row in conn.execute(_among(statement, x.person_id, only)):
        if row.kind is ExceptionKind.AVAILABLE:
            given.append(row)
        else:
            away.append(Absence(row.person_id, row.day, row.kind.value, row.reason, row.start_minute, row.end_minute))
    return tuple(away), given


def _among(statement: Any, column: Any, only: Collection[int] | None) -> Any:
    """The statement for these persons only; for everybody when `only` is None."""
    return statement if only is None else statement.where(column.in_(only))


def holidays(conn: Connection, monday: date) -> dict[date, str]:
    """Names of special days by day; make-up working days too."""
    rows = conn.execute(sa.select(CalendarDay.day, CalendarDay.name).where(CalendarDay.day >= monday, CalendarDay.day < monday + WEEK))
    return {row[0]: row[1] for row in rows}


def names(conn: Connection, rows: Iterable[TaskRow]) -> dict[str, dict[int, str]]:
    """Territory and skill names by id; of customers only those that the week's tasks visit."""
    rows = tuple(rows)
    wanted = {row.customer_id for row in rows if row.customer_id is not None}
    found = {
        "territory": dict(conn.execute(sa.select(Territory.id, Territory.name)).all()),
        "skill": dict(conn.execute(sa.select(Skill.id, Skill.name)).all()),
        "customer": {},
        "grade": {},
    }
    if wanted:
        statement = sa.select(Customer.id, Customer.name, Customer.grade).where(Customer.id.in_(wanted))
        for customer_id, name, grade in plain_rows(conn, statement, {}):
            found["customer"][customer_id] = name
            found["grade"][customer_id] = grade
    return found


def week_plan(conn: Connection, monday: date) -> Any:
    """(published_number, published_at) or None where the week was never touched."""
    return conn.execute(sa.select(WeekPlan.published_number, WeekPlan.published_at).where(WeekPlan.monday == monday)).first()


def publications(conn: Connection, monday: date) -> tuple[PublicationRow, ...]:
    """All of a week, the newest first."""
    p = Publication
    rows = conn.execute(sa.select(p.number, p.published_at, p.sha256, p.reason).where(p.monday == monday).order_by(p.number.desc()))
    return tuple(PublicationRow(*row) for row in rows)


def publication_content(conn: Connection, monday: date) -> str:
    """The newest publication as it was told; empty where there is none."""
    p = Publication
    return conn.execute(sa.select(p.content).where(p.monday == monday).order_by(p.number.desc()).limit(1)).scalar() or ""


def history(
    conn: Connection, monday: date, weeks: int = HISTORY_WEEKS, only: Collection[int] | None = None
) -> dict[int, tuple[int, int, int]]:
    """(minutes had, weekend tasks, prime tasks) of each person in the weeks before; hours really worked where they are known."""
    length = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)
    weekend = sa.func.strftime("%w", Task.day).in_(("0", "6"))
    statement = (
        sa.select(
            Assignment.person_id,
            sa.func.sum(length),
            sa.func.sum(sa.cast(weekend, sa.Integer)),
            sa.func.sum(sa.cast(Task.is_prime, sa.Integer)),
        )
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.day >= monday - weeks * WEEK, Task.day < monday)
        .group_by(Assignment.person_id)
    )
    rows: list[Any] = list(conn.execute(_among(statement, Assignment.person_id, only)))
    return {row[0]: (int(row[1]), int(row[2] or 0), int(row[3] or 0)) for row in rows}


def planned_weeks(conn: Connection, monday: date, weeks: int = HISTORY_WEEKS) -> int:
    """In how many of the weeks before anything was planned at all: wishes of other weeks do not count."""
    first = monday - weeks * WEEK
    days = conn.execute(sa.select(Task.day).where(Task.day >= first, Task.day < monday).distinct()).scalars()
    return len({(day - first).days // 7 for day in days})


def week_minutes(conn: Connection, monday: date) -> dict[int, int]:
    """Planned minutes of each person in one week."""
    statement = (
        sa.select(Assignment.person_id, sa.func.sum(Task.end_minute - Task.start_minute))
        .join(Task, Task.id == Assignment.task_id)
        .where(in_week(monday))
        .group_by(Assignment.person_id)
    )
    return {row[0]: int(row[1]) for row in conn.execute(statement)}


def skills(conn: Connection, only: Collection[int] | None = None) -> list[Any]:
    """(person, skill, level, last valid day)."""
    s = PersonSkill
    return list(conn.execute(_among(sa.select(s.person_id, s.skill_id, s.level, s.expires_on), s.person_id, only)))


def person_territories(conn: Connection, only: Collection[int] | None = None) -> list[Any]:
    t = PersonTerritory
    return list(conn.execute(_among(sa.select(t.person_id, t.territory_id), t.person_id, only)))


def places(conn: Connection, monday: date) -> dict[int, tuple[float, float]]:
    """Where each task is: its own place, else the customer's; tasks without are left out."""
    statement = (
        sa.select(Task.id, sa.func.coalesce(Task.lat, Customer.lat), sa.func.coalesce(Task.lon, Customer.lon))
        .outerjoin(Customer, Customer.id == Task.customer_id)
        .where(in_week(monday))
    )
    return {row[0]: (row[1], row[2]) for row in conn.execute(statement) if row[1] is not None and row[2] is not None}


def owners(conn: Connection, customers: Collection[int], day: date) -> dict[int, tuple[int, str]]:
    """(person, name) who answers for each of these customers on a day."""
    o = CustomerOwner
    statement = (
        sa.select(o.customer_id, o.person_id, Person.name)
        .join(Person, Person.id == o.person_id)
        .where(o.customer_id.in_(customers), o.from_on <= day, sa.or_(o.to_on.is_(None), o.to_on >= day))
    )
    return {row[0]: (row[1], row[2]) for row in conn.execute(statement)} if customers else {}


def templates(conn: Connection) -> tuple[TemplateRow, ...]:
    """Templates that are offered, by weekday and start."""
    t = TaskTemplate
    columns = (t.id, t.title, t.kind, t.weekday, t.start_minute, t.end_minute, t.headcount, t.place)
    rows = conn.execute(sa.select(*columns).where(t.active).order_by(t.weekday, t.start_minute, t.title))
    return tuple(TemplateRow(row[0], row[1], row[2].value, *row[3:]) for row in rows)


def choices(conn: Connection, today: date) -> Choices:
    """Territories, skills and customers that a task can name."""
    served = sa.or_(Customer.closed_on.is_(None), Customer.closed_on > today)
    return Choices(
        tuple((r[0], r[1]) for r in conn.execute(sa.select(Territory.id, Territory.name).order_by(Territory.code))),
        tuple((r[0], r[1]) for r in conn.execute(sa.select(Skill.id, Skill.name).order_by(Skill.code))),
        tuple(
            (r[0], r[1], r[2], r[3])
            for r in conn.execute(
                sa.select(Customer.id, Customer.name, Customer.search, Customer.territory_id).where(served).order_by(Customer.search)
            )
        ),
    )


def organisation(conn: Connection) -> tuple[str, str]:
    """(company, team or department)."""
    row = conn.execute(sa.select(Organisation.name, Organisation.department)).first()
    return (row[0], row[1]) if row else ("", "")


def newest_code_number(conn: Connection, prefix: str) -> int:
    """The highest number behind a prefix among the task codes; 0 where there is none."""
    rows = conn.execute(sa.select(Task.code).where(Task.code.like(prefix + "%"))).scalars()
    return max((int(code[len(prefix) :]) for code in rows if code[len(prefix) :].isdecimal()), default=0)
