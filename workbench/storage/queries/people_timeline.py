"""Reads for the line of what happened with one person: each kind whole and light, texts for the moments that are shown only."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench import i18n
from workbench.models.one_on_ones import OneOnOne, Recognition, TalkNote, TalkState, Visibility
from workbench.models.people import Engagement, Person, PersonSkill, Skill
from workbench.models.planning import Assignment, Task
from workbench.models.reviews import Review, ReviewCycle
from workbench.models.sales import sales_month
from workbench.models.values.codes import TaskKind
from workbench.storage.audit import audit, audit_image

Rows = list[Any]


def talks(conn: Connection, person_id: int, today: date) -> Rows:
    """(id, day, state, skipped_because) of the talks that are over, one way or another."""
    t = OneOnOne
    query = sa.select(t.id, t.day, t.state, t.skipped_because)
    return list(conn.execute(query.where(t.person_id == person_id, t.state != TalkState.PLANNED, t.day <= today)))


def shared_texts(conn: Connection, talk_ids: Collection[int]) -> dict[int, str]:
    """By talk its first shared paragraph that is not empty."""
    found: dict[int, str] = {}
    n = TalkNote
    query = sa.select(n.one_on_one_id, n.text).where(n.one_on_one_id.in_(talk_ids), n.visibility == Visibility.SHARED)
    for talk_id, text in conn.execute(query.order_by(n.position, n.id)) if talk_ids else ():
        if text.strip():
            found.setdefault(talk_id, text)
    return found


def days_of_work(conn: Connection, person_id: int, today: date) -> Rows:
    """(day, minutes, tasks) of the days with tasks, up to the end of the present week."""
    length = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)
    query = sa.select(Task.day, sa.func.sum(length), sa.func.count()).join(Assignment, Assignment.task_id == Task.id)
    return list(conn.execute(query.where(Assignment.person_id == person_id, Task.day <= _sunday(today)).group_by(Task.day)))


def _sunday(today: date) -> date:
    return date.fromordinal(today.toordinal() + 6 - today.weekday())


def sessions(conn: Connection, person_id: int, today: date) -> Rows:
    """(id, day, title, minutes) of the training sessions in the week plan."""
    length = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)
    query = sa.select(Task.id, Task.day, Task.title, length.label("minutes")).join(Assignment, Assignment.task_id == Task.id)
    return list(conn.execute(query.where(Assignment.person_id == person_id, Task.kind == TaskKind.TRAINING, Task.day <= today)))


def months(conn: Connection, person_id: int, today: date) -> Rows:
    """(month as 2026-11, net, won, lost) of the months in which a deal was closed."""
    m = sales_month.c
    query = sa.select(m.month, m.net, m.won, m.lost).where(m.person_id == person_id, m.month <= f"{today:%Y-%m}", m.won + m.lost > 0)
    return list(conn.execute(query))


def thanks(conn: Connection, person_id: int, today: date) -> Rows:
    """(id, day, text)"""
    r = Recognition
    return list(conn.execute(sa.select(r.id, r.day, r.text).where(r.person_id == person_id, r.day <= today)))


def reviews(conn: Connection, person_id: int) -> Rows:
    """Every version of every review with the name and the last day of its period."""
    r, c = Review, ReviewCycle
    columns = (r.id, r.cycle_id, c.name, c.end_on, r.number, r.state, r.locked_at, r.score, r.grade, r.calibrated_grade)
    return list(conn.execute(sa.select(*columns).join(c, c.id == r.cycle_id).where(r.person_id == person_id)))


def engagements(conn: Connection, person_id: int) -> Rows:
    """(id, type, start_on, end_on, weekly_minutes)"""
    e = Engagement
    return list(conn.execute(sa.select(e.id, e.type, e.start_on, e.end_on, e.weekly_minutes).where(e.person_id == person_id)))


def membership(conn: Connection, person_id: int) -> tuple[date | None, date | None]:
    """First and last day with the company; (None, None) for somebody who is gone."""
    row = conn.execute(sa.select(Person.hired_on, Person.left_on).where(Person.id == person_id)).first()
    return (row.hired_on, row.left_on) if row is not None else (None, None)


def expired(conn: Connection, person_id: int, today: date) -> Rows:
    """(id, name, expires_on) of the skills whose proof has run out."""
    s = PersonSkill
    query = sa.select(s.id, Skill.name, s.expires_on).join(Skill, Skill.id == s.skill_id)
    return list(conn.execute(query.where(s.person_id == person_id, s.expires_on < today)))


@dataclass(frozen=True, slots=True)
class Level:
    """A level as an action left it, on the local day of that action; `level` None after the skill was taken away."""

    seq: int
    day: date
    skill: str
    before: int | None
    level: int | None


def levels(conn: Connection, person_id: int) -> list[Level]:
    """What the record of changes still holds of the person's levels, the earliest first.

    What came from a file in bulk is kept there without values, and values that were erased are left out.
    """
    image = audit_image.c
    whose = sa.func.json_extract(sa.func.coalesce(image.after, image.before), "$.person_id")
    query = (
        sa.select(image.seq, image.before, image.after, sa.func.json_extract(audit.c.body, "$.at").label("at"))
        .join(audit, audit.c.seq == image.seq)
        .where(image.table_name == PersonSkill.__tablename__, whose == person_id)
        .order_by(image.seq, image.n)
    )
    names = {row.id: row.name for row in conn.execute(sa.select(Skill.id, Skill.name))}
    found = []
    for row in conn.execute(query):
        before, after = (json.loads(text) if text else {} for text in (row.before, row.after))
        skill = names.get((after or before).get("skill_id"))
        if skill is not None and row.at:
            day = i18n.local(datetime.fromisoformat(row.at)).date()
            found.append(Level(row.seq, day, skill, before.get("level"), after.get("level")))
    return found
