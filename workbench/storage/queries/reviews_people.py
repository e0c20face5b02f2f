"""Reads about the people of a review cycle: who was here when, agreed and worked hours, leave, and the head of the form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import CustomerOwner
from workbench.models.people import AvailabilityException, AvailabilityWindow, Engagement, ExceptionKind, Person, Team
from workbench.models.planning import Assignment, Task
from workbench.models.values.codes import EngagementType, TaskKind
from workbench.models.values.periods import Period

Part = tuple[int, int]
"""From and to, minutes since midnight."""


class LeaveDay(NamedTuple):
    """Leave on one day in minutes: all of it, what it takes of the weekly windows, those of the day, and those of the week."""

    minutes: int
    missed: int
    usual: int
    usual_week: int


@dataclass(frozen=True, slots=True)
class Term:
    """One engagement: from, to (None = open), type, agreed minutes a week (0 = none agreed)."""

    start_on: date
    end_on: date | None
    type: EngagementType
    weekly_minutes: int

    def covers(self, day: date) -> bool:
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)


@dataclass(frozen=True, slots=True)
class Presence:
    """When a person was with the company, under which terms, and the leave by day in the period asked for."""

    person_id: int
    hired_on: date | None
    left_on: date | None
    terms: tuple[Term, ...]
    leave: Mapping[date, LeaveDay]
    recorded_minutes: int | None
    worked_minutes: int | None
    visits: int


@dataclass(frozen=True, slots=True)
class FormHead:
    """What the head of the printed form says of a person."""

    team: str
    position: str
    level: str
    hired_on: date | None
    in_post_since: date | None
    manager: str
    customers: int


def presences(conn: Connection, period: Period, person_ids: Iterable[int] | None = None, *, with_hours: bool = True) -> dict[int, Presence]:
    """Everybody but the managers (or exactly these people) by id, in the order of names.

    Worked minutes are None where nothing was assigned, and for everybody when `with_hours` is False, which reads no weeks.
    """
    statement = sa.select(Person.id, Person.hired_on, Person.left_on).order_by(Person.search, Person.code)
    if person_ids is not None:
        statement = statement.where(Person.id.in_(sorted(set(person_ids))))
    else:
        statement = statement.where(Person.is_manager.is_(False))
    people = conn.execute(statement).all()
    terms: dict[int, list[Term]] = defaultdict(list)
    chosen = sa.select(Engagement.person_id, Engagement.start_on, Engagement.end_on, Engagement.type, Engagement.weekly_minutes)
    for row in conn.execute(chosen.order_by(Engagement.person_id, Engagement.start_on, Engagement.id)):
        terms[row.person_id].append(Term(row.start_on, row.end_on, row.type, row.weekly_minutes))
    away = _leave(conn, period)
    hours = _hours(conn, period) if with_hours else {}
    return {
        p.id: Presence(p.id, p.hired_on, p.left_on, tuple(terms[p.id]), away.get(p.id, {}), *hours.get(p.id, (None, None, 0)))
        for p in people
    }


def _leave(conn: Connection, period: Period) -> dict[int, dict[date, LeaveDay]]:
    """Leave by person and day, beside the weekly windows of who took any."""
    e = AvailabilityException
    taken: dict[int, dict[date, list[Part]]] = defaultdict(lambda: defaultdict(list))
    rows = conn.execute(
        sa.select(e.person_id, e.day, e.start_minute, e.end_minute).where(
            e.kind == ExceptionKind.LEAVE, e.day >= period.start, e.day <= period.end
        )
    )
    for person_id, day, start, end in rows:
        taken[person_id][day].append((start, end))
    windows: dict[int, dict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
    w = AvailabilityWindow
    if taken:
        for person_id, weekday, start, end in conn.execute(sa.select(w.person_id, w.weekday, w.start_minute, w.end_minute)):
            if person_id in taken:
                windows[person_id][weekday].append((start, end))
    return {person: {day: _leave_day(day, parts, windows[person]) for day, parts in days.items()} for person, days in taken.items()}


def _leave_day(day: date, parts: list[Part], windows: Mapping[int, list[Part]]) -> LeaveDay:
    away, usual = _joined(parts), _joined(windows.get(day.weekday(), []))
    missed = sum(max(0, min(end, last) - max(start, first)) for start, end in away for first, last in usual)
    return LeaveDay(_length(away), missed, _length(usual), sum(_length(_joined(own)) for own in windows.values()))


def _joined(parts: Iterable[Part]) -> list[Part]:
    """The same minutes without any counted twice."""
    found: list[Part] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _length(parts: Iterable[Part]) -> int:
    return sum(end - start for start, end in parts)


def _hours(conn: Connection, period: Period) -> dict[int, tuple[int | None, int | None, int]]:
    """By person: minutes recorded where every shift of the period is (None else), minutes recorded or else planned, and visits.

    A person of whom one shift of many is recorded has not worked one shift.
    """
    recorded = sa.case((sa.func.count(Assignment.worked_minutes) == sa.func.count(), sa.func.sum(Assignment.worked_minutes)), else_=None)
    length = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)
    visit = sa.case((Task.kind == TaskKind.VISIT, 1), else_=0)
    rows: list[Any] = list(
        conn.execute(
            sa.select(Assignment.person_id, recorded, sa.func.sum(length), sa.func.sum(visit))
            .join(Task, Task.id == Assignment.task_id)
            .where(Task.day >= period.start, Task.day <= period.end)
            .group_by(Assignment.person_id)
        )
    )
    return {row[0]: (row[1], row[2], int(row[3])) for row in rows}


def form_head(conn: Connection, person_id: int, day: date) -> FormHead:
    """The head of the form for one person, customers as owned on the day."""
    superior = sa.alias(Person.__table__, "superior")
    row = conn.execute(
        sa.select(Team.name, Person.position, Person.level, Person.hired_on, Person.in_post_since, superior.c.name)
        .select_from(Person)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(superior, superior.c.id == Person.manager_id)
        .where(Person.id == person_id)
    ).one()
    owned = conn.execute(
        sa.select(sa.func.count())
        .select_from(CustomerOwner)
        .where(
            CustomerOwner.person_id == person_id,
            CustomerOwner.from_on <= day,
            sa.or_(CustomerOwner.to_on.is_(None), CustomerOwner.to_on >= day),
        )
    ).scalar_one()
    return FormHead(row[0] or "", row[1], row[2], row[3], row[4], row[5] or "", int(owned))
