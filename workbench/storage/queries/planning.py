"""Reads of a week by columns: the board, the rows behind its figures, and what the planner needs to know.

Everything of a week is bounded by its days, so that the size of the whole history never matters; the
past eight weeks are summed inside the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

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
from workbench.models.values.codes import EngagementType
from workbench.readmodels.planning import Absence, AssignmentRow, Choices, PublicationRow, TaskRow, TemplateRow
from workbench.storage.queries.plain import plain_rows

WEEK = timedelta(days=7)
HISTORY_WEEKS = 8
_new = tuple.__new__  # a named tuple of columns that are known to fit, without counting them again

TASK_COLUMNS = (
    Task.id, Task.code, Task.title, sa.type_coerce(Task.kind, sa.String), Task.day, Task.start_minute, Task.end_minute, Task.place, Task.territory_id,
    Task.customer_id, Task.skill_id, Task.skill_level, Task.headcount, Task.priority, Task.is_prime, Task.needs_consent, Task.template_id, Task.note,
    Task.earliest_minute, Task.latest_minute, Task.together,
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


def span_of(monday: date) -> dict[str, date]:
    """The parameters of `WITHIN`."""
    return {"first": monday, "after": monday + WEEK}


@cache
def _tasks() -> sa.Executable:
    """Built once, as all statements of the board: putting one together would cost as much as running it."""
    return sa.select(*TASK_COLUMNS).where(WITHIN).order_by(Task.day, Task.start_minute, Task.code, Task.id)


@cache
def _assignments() -> sa.Executable:
    """Without an order: rows that are nearly in order are sorted sooner here than there."""
    return sa.select(*ASSIGNMENT_COLUMNS).join(Task, Task.id == Assignment.task_id).where(WITHIN)


def tasks(conn: Connection, monday: date) -> tuple[TaskRow, ...]:
    """Tasks of a week by day, start and title."""
    days = {day.isoformat(): day for day in (monday + timedelta(days=n) for n in range(7))}
    return tuple(
        [
            _new(TaskRow, (own, code, title, kind, days[day], start, end, place, area, customer, skill, level, heads, priority, prime != 0, consent != 0, made_from, note, soonest, latest, group))
            for own, code, title, kind, day, start, end, place, area, customer, skill, level, heads, priority, prime, consent, made_from, note, soonest, latest, group
            in plain_rows(conn, _tasks(), span_of(monday))
        ]
    )  # fmt: skip


def assignments(conn: Connection, monday: date) -> tuple[AssignmentRow, ...]:
    """Assignments of a week, in the order in which they were made."""
    rows = plain_rows(conn, _assignments(), span_of(monday))
    rows.sort(key=itemgetter(0))
    return tuple(
        [
            _new(AssignmentRow, (own, task, person, pin != 0, made != 0, code, why, worked))
            for own, task, person, pin, made, code, why, worked in rows
        ]
    )


def task(conn: Connection, task_id: int) -> TaskRow | None:
    row = conn.execute(sa.select(*TASK_COLUMNS).where(Task.id == task_id)).first()
    return TaskRow._make(row) if row else None


def assignment(conn: Connection, assignment_id: int) -> AssignmentRow | None:
    row = conn.execute(sa.select(*ASSIGNMENT_COLUMNS).where(Assignment.id == assignment_id)).first()
    return AssignmentRow._make(row) if row else None


class PlanPerson(NamedTuple):
    """What the week needs of a person; `consent_on` and the days as ISO text are made dates only where somebody asks."""

    id: int
    code: str
    name: str
    search: str
    line: str
    min_minutes: int
    wished_minutes: int
    max_minutes: int | None
    consent_on: str | None
    hired: str | None
    left: str | None

    @property
    def hired_on(self) -> date | None:
        return date.fromisoformat(self.hired) if self.hired else None

    @property
    def left_on(self) -> date | None:
        return date.fromisoformat(self.left) if self.left else None


class Span(NamedTuple):
    """An engagement; minutes a week at other employers, and agreed here."""

    person_id: int
    type: EngagementType
    start_on: date
    end_on: date | None
    elsewhere: int
    agreed: int


_PERSON = (
    Person.id, Person.code, Person.name, Person.search, sa.type_coerce(Person.line, sa.String), Person.min_minutes, Person.wished_minutes,
    Person.max_minutes, Person.field_consent_on, Person.hired_on, Person.left_on,
)  # fmt: skip


@cache
def _everybody() -> sa.Executable:
    here = sa.and_(
        Person.is_manager.is_(False),
        sa.or_(Person.left_on.is_(None), Person.left_on >= FIRST),
        sa.or_(Person.hired_on.is_(None), Person.hired_on < AFTER),
    )
    busy = sa.select(Assignment.person_id).join(Task, Task.id == Assignment.task_id).where(WITHIN)
    return sa.select(*_PERSON).where(sa.or_(here, Person.id.in_(busy))).order_by(Person.search, Person.code)


def people(conn: Connection, monday: date, only: Collection[int] | None = None) -> list[PlanPerson]:
    """The staff that are here in the week, and anybody who has a task in it, in order of the pinyin.

    Managers plan and are not planned, unless somebody gave them a task.
    """
    some = _everybody() if only is None else sa.select(*_PERSON).where(Person.id.in_(only)).order_by(Person.search, Person.code)
    return [_new(PlanPerson, row) for row in plain_rows(conn, some, span_of(monday) if only is None else {})]


@cache
def _engagements() -> Any:
    e = Engagement
    kind = sa.type_coerce(e.type, sa.String)
    return sa.select(e.person_id, kind, e.start_on, e.end_on, e.other_employer_minutes, e.weekly_minutes).order_by(e.person_id, e.start_on)


def engagements(conn: Connection, only: Collection[int] | None = None) -> dict[int, list[Span]]:
    """All engagements by person, the earliest first."""
    kinds, day = {kind.value: kind for kind in EngagementType}, date.fromisoformat
    found: dict[int, list[Span]] = defaultdict(list)
    for own, kind, start, end, elsewhere, agreed in plain_rows(conn, _among(_engagements(), Engagement.person_id, only), {}):
        found[own].append(Span(own, kinds[kind], day(start), day(end) if end else None, elsewhere, agreed))
    return found


@cache
def _areas() -> sa.Executable:
    t = PersonTerritory
    return sa.select(t.person_id, t.territory_id).order_by(t.is_main, t.id.desc())


def main_areas(conn: Connection) -> dict[int, int]:
    """Each person's main territory, else the first one."""
    return dict(plain_rows(conn, _areas(), {}))


@cache
def _windows() -> Any:
    w = AvailabilityWindow
    return sa.select(w.person_id, w.weekday, w.start_minute, w.end_minute, w.preference)


def windows(conn: Connection, only: Collection[int] | None = None) -> list[Any]:
    """(person, weekday, start, end, preference) of the weekly windows."""
    return plain_rows(conn, _among(_windows(), AvailabilityWindow.person_id, only), {})


@cache
def _weekdays() -> sa.Executable:
    return sa.select(AvailabilityWindow.person_id, AvailabilityWindow.weekday)


def window_days(conn: Connection) -> list[tuple[Any, ...]]:
    """(person, weekday) of the weekly windows."""
    return plain_rows(conn, _weekdays(), {})


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


@cache
def _names() -> tuple[sa.Executable, sa.Executable, sa.Executable]:
    """Of territories, of skills, and of the customers that a week visits."""
    visited = sa.select(Task.customer_id).where(WITHIN, Task.customer_id.is_not(None))
    return (
        sa.select(Territory.id, Territory.name), sa.select(Skill.id, Skill.name),
        sa.select(Customer.id, Customer.name, Customer.grade).where(Customer.id.in_(visited)),
    )  # fmt: skip


def names(conn: Connection, monday: date) -> dict[str, dict[int, str]]:
    """Territory and skill names by id; of customers only those that the week's tasks visit."""
    areas, skills, visited = _names()
    customers = plain_rows(conn, visited, span_of(monday))
    return {
        "territory": dict(plain_rows(conn, areas, {})),
        "skill": dict(plain_rows(conn, skills, {})),
        "customer": {own: name for own, name, _grade in customers},
        "grade": {own: grade for own, _name, grade in customers},
    }


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


def publication_contents(conn: Connection, monday: date) -> list[tuple[int, str]]:
    """(number, content) of all publications of a week, the oldest first."""
    p = Publication
    return [(row[0], row[1]) for row in conn.execute(sa.select(p.number, p.content).where(p.monday == monday).order_by(p.number))]


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


def week_minutes(conn: Connection, monday: date) -> dict[int, int]:
    """Planned minutes of each person in one week; hours really worked where they are known."""
    length = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)
    statement = (
        sa.select(Assignment.person_id, sa.func.sum(length))
        .join(Task, Task.id == Assignment.task_id)
        .where(in_week(monday))
        .group_by(Assignment.person_id)
    )
    return {row[0]: int(row[1]) for row in conn.execute(statement)}


def skills(conn: Connection, only: Collection[int] | None = None) -> list[Any]:
    """(person, skill, level, last valid day)."""
    s = PersonSkill
    rows = plain_rows(conn, _among(sa.select(s.person_id, s.skill_id, s.level, s.expires_on), s.person_id, only), {})
    return [(person, skill, level, date.fromisoformat(until) if until else None) for person, skill, level, until in rows]


def person_territories(conn: Connection, only: Collection[int] | None = None) -> list[Any]:
    t = PersonTerritory
    return plain_rows(conn, _among(sa.select(t.person_id, t.territory_id), t.person_id, only), {})


def places(conn: Connection, monday: date) -> dict[int, tuple[float, float]]:
    """Where each task is: its own place, else the customer's; tasks without are left out."""
    statement = (
        sa.select(Task.id, sa.func.coalesce(Task.lat, Customer.lat), sa.func.coalesce(Task.lon, Customer.lon))
        .outerjoin(Customer, Customer.id == Task.customer_id)
        .where(in_week(monday))
    )
    return {own: (lat, lon) for own, lat, lon in plain_rows(conn, statement, {}) if lat is not None and lon is not None}


def owners(conn: Connection, customers: Collection[int], day: date) -> dict[int, tuple[int, str]]:
    """(person, name) who answers for each of these customers on a day."""
    o = CustomerOwner
    statement = (
        sa.select(o.customer_id, o.person_id, Person.name)
        .join(Person, Person.id == o.person_id)
        .where(o.customer_id.in_(customers), o.from_on <= day, sa.or_(o.to_on.is_(None), o.to_on >= day))
    )
    return {row[0]: (row[1], row[2]) for row in conn.execute(statement)} if customers else {}


def task_count(conn: Connection, monday: date) -> int:
    """Tasks of a week."""
    return int(conn.execute(sa.select(sa.func.count()).select_from(Task).where(in_week(monday))).scalar_one())


def template_count(conn: Connection) -> int:
    """Templates that are offered."""
    return int(conn.execute(sa.select(sa.func.count()).select_from(TaskTemplate).where(TaskTemplate.active)).scalar_one())


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
