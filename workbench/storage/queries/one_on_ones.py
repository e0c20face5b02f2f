"""Reads about one-on-ones, by columns; the rules of cadence and mood are applied by the service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench import i18n
from workbench.models.one_on_ones import ActionItem, AgendaItem, OneOnOne, Recognition, TalkNote, TalkState, Visibility
from workbench.models.people import Engagement, Person, PersonTerritory, Team, Territory
from workbench.models.planning import Assignment, Task
from workbench.models.talk_agenda import AgendaPassage
from workbench.models.values.codes import EngagementType
from workbench.models.values.marks import plain
from workbench.readmodels.one_on_ones import ActionRow, AgendaRow, NoteRow, Passage, PastTalk
from workbench.storage.audit import audit, audit_image
from workbench.storage.queries.plain import plain_rows


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the due list needs to know of one person."""

    person_id: int
    code: str
    name: str
    search: str
    hired_on: date | None
    left_on: date | None
    cadence_days: int | None
    engagement: EngagementType
    weekly_minutes: int
    last_held: date | None
    held: int
    planned_id: int | None
    planned_on: date | None
    planned_minute: int | None
    moods: tuple[tuple[date, int | None], ...]
    improvement_until: date | None
    known_since: date | None  # day on which who had no talk yet came into this database, where the record of changes still has it


def _known_since(conn: Connection, people: Collection[int]) -> dict[int, date]:
    """By person the day of the change that made the row; by it a first talk is due.

    One change may have made many people and be megabytes long: each is looked into once.
    """
    if not people:
        return {}
    image = audit_image.c
    made = sa.select(image.row_id, sa.func.min(image.seq)).where(
        image.table_name == "person", image.before.is_(None), image.row_id.in_(people)
    )
    first = {row[0]: row[1] for row in conn.execute(made.group_by(image.row_id))}
    told = sa.select(audit.c.seq, sa.func.json_extract(audit.c.body, "$.at")).where(audit.c.seq.in_(set(first.values())))
    days = {row[0]: i18n.local(datetime.fromisoformat(row[1])).date() for row in conn.execute(told) if row[1]}
    return {person: days[seq] for person, seq in first.items() if seq in days}


def rhythms(conn: Connection, today: date, person_id: int | None = None) -> list[Rhythm]:
    """Everybody who is here today, with their talks; with an id that person alone, even one who has left."""
    here = sa.and_(Person.is_manager.is_(False), sa.or_(Person.left_on.is_(None), Person.left_on >= today))
    columns = (
        Person.id,
        Person.code,
        Person.name,
        Person.search,
        Person.hired_on,
        Person.left_on,
        Person.cadence_days,
        Person.improvement_until,
    )
    statement = sa.select(*columns).where(here if person_id is None else Person.id == person_id)
    engagements: dict[int, tuple[EngagementType, int]] = {}
    for row in conn.execute(
        sa.select(Engagement.person_id, Engagement.type, Engagement.weekly_minutes)
        .where(Engagement.start_on <= today)
        .order_by(Engagement.person_id, Engagement.start_on)
    ):
        engagements[row.person_id] = (row.type, row.weekly_minutes)
    held, coming = _talks(conn, person_id)
    found, rows = [], conn.execute(statement.order_by(Person.search, Person.code)).all()
    known = _known_since(conn, [p.id for p in rows if p.id not in held and p.id not in coming])
    for p in rows:
        done, (planned_id, planned_on, start) = held.get(p.id, []), coming.get(p.id, (None, None, None))
        kind, minutes = engagements.get(p.id, (EngagementType.FULL_TIME, 0))
        found.append(
            Rhythm(
                p.id, p.code, p.name, p.search, p.hired_on, p.left_on, p.cadence_days, kind, minutes, done[-1][0] if done else None, len(done),
                planned_id, planned_on, start, tuple(done), p.improvement_until, known.get(p.id),
            )
        )  # fmt: skip
    return found


@cache
def _all_talks() -> Any:
    t = OneOnOne
    return sa.select(t.id, t.person_id, t.day, t.start_minute, sa.type_coerce(t.state, sa.String), t.mood).order_by(t.day, t.id)


def _talks(
    conn: Connection, person_id: int | None
) -> tuple[dict[int, list[tuple[date, int | None]]], dict[int, tuple[int, date, int | None]]]:
    """By person the (day, mood) of the talks that were held, in order, and (id, day, start) of the next planned one."""
    statement = _all_talks() if person_id is None else _all_talks().where(OneOnOne.person_id == person_id)
    held: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
    coming: dict[int, tuple[int, date, int | None]] = {}
    done, planned, as_day = TalkState.DONE.value, TalkState.PLANNED.value, date.fromisoformat
    for own, person, day, start, state, mood in plain_rows(conn, statement, {}):
        if state == done:
            held[person].append((as_day(day), mood))
        elif state == planned and person not in coming:
            coming[person] = (own, as_day(day), start)
    return held, coming


@dataclass(frozen=True, slots=True)
class Term:
    """One engagement of a person; `end_on` None is still in force."""

    start_on: date
    end_on: date | None
    type: EngagementType


def engagements(conn: Connection, person_id: int) -> list[Term]:
    """All engagements of a person, the earliest first."""
    e = Engagement
    rows = conn.execute(sa.select(e.start_on, e.end_on, e.type).where(e.person_id == person_id).order_by(e.start_on, e.id))
    return [Term(*row) for row in rows.all()]


def territories_of(conn: Connection, person_id: int) -> str:
    """Names of the person's territories, the main one first."""
    names = conn.execute(
        sa.select(Territory.name)
        .join(PersonTerritory, PersonTerritory.territory_id == Territory.id)
        .where(PersonTerritory.person_id == person_id)
        .order_by(PersonTerritory.is_main.desc(), Territory.code)
    ).scalars()
    return " · ".join(names)


def line_of(conn: Connection, person_id: int) -> str:
    return str(conn.execute(sa.select(Person.line).where(Person.id == person_id)).scalar_one().value)


def team_of(conn: Connection, person_id: int) -> str:
    """Name of the person's team; empty without one."""
    return conn.execute(sa.select(Team.name).join(Person, Person.team_id == Team.id).where(Person.id == person_id)).scalar() or ""


def next_planned(conn: Connection, person_id: int) -> date | None:
    """Day of the talk that is planned for this person."""
    planned = sa.and_(OneOnOne.person_id == person_id, OneOnOne.state == TalkState.PLANNED)
    return conn.execute(sa.select(OneOnOne.day).where(planned).order_by(OneOnOne.day).limit(1)).scalar()


def number_of(conn: Connection, person_id: int, day: date, talk_id: int) -> int:
    """Which of the talks held with this person it is, counted from 1."""
    earlier = sa.or_(OneOnOne.day < day, sa.and_(OneOnOne.day == day, OneOnOne.id < talk_id))
    held = sa.and_(OneOnOne.person_id == person_id, OneOnOne.state == TalkState.DONE, earlier)
    return 1 + (conn.execute(sa.select(sa.func.count()).select_from(OneOnOne).where(held)).scalar() or 0)


def talk_row(conn: Connection, talk_id: int) -> Any | None:
    """What is kept of a talk besides its points and paragraphs; None when it is gone."""
    return conn.execute(
        sa.select(
            OneOnOne.id, OneOnOne.person_id, OneOnOne.day, OneOnOne.start_minute, OneOnOne.minutes, OneOnOne.place, OneOnOne.state, OneOnOne.mood, OneOnOne.workload,
            OneOnOne.better,
        ).where(OneOnOne.id == talk_id)
    ).first()  # fmt: skip


def agenda(
    conn: Connection, person_id: int, talk_id: int | None, *, open_points: bool, held_on: date | None = None
) -> tuple[AgendaRow, ...]:
    """Points settled in this talk, for a talk still to come all that are open, and for one that was held those that passed it open."""
    which = [AgendaItem.closed_in_id == talk_id] if talk_id is not None else []
    if open_points:
        which.append(AgendaItem.closed_in_id.is_(None))
    if held_on is not None and talk_id is not None:
        which.append(AgendaItem.id.in_(sa.select(AgendaPassage.agenda_item_id).where(AgendaPassage.one_on_one_id == talk_id)))
        talks = sa.select(OneOnOne.id).where(OneOnOne.person_id == person_id)
        still_open = sa.or_(AgendaItem.closed_in_id.is_(None), AgendaItem.closed_in_id.in_(talks.where(OneOnOne.day > held_on)))
        raised = AgendaItem.raised_in_id.in_(talks.where(OneOnOne.day <= held_on))
        which.append(sa.and_(AgendaItem.times_carried > 0, raised, still_open))
    if not which:
        return ()
    rows = conn.execute(
        sa.select(
            AgendaItem.id, AgendaItem.text, AgendaItem.theme, AgendaItem.raised_by, AgendaItem.raised_on, AgendaItem.times_carried, AgendaItem.closed_in_id
        )
        .where(AgendaItem.person_id == person_id, sa.or_(*which))
        .order_by(AgendaItem.times_carried.desc(), AgendaItem.position, AgendaItem.id)
    ).all()  # fmt: skip
    passed = passages(conn, [r.id for r in rows])
    return tuple(
        AgendaRow(
            r.id,
            r.text,
            r.theme,
            r.raised_by.value,
            r.raised_on,
            r.times_carried,
            r.closed_in_id is not None and (open_points or r.closed_in_id == talk_id),
            passed.get(r.id, ()),
        )
        for r in rows
    )


def passages(conn: Connection, items: Collection[int]) -> dict[int, tuple[Passage, ...]]:
    """By point the talks that it passed open, the earliest first."""
    if not items:
        return {}
    rows = conn.execute(
        sa.select(AgendaPassage.agenda_item_id, OneOnOne.day, OneOnOne.state)
        .join(OneOnOne, OneOnOne.id == AgendaPassage.one_on_one_id)
        .where(AgendaPassage.agenda_item_id.in_(items))
        .order_by(OneOnOne.day, OneOnOne.id)
    )
    found: dict[int, list[Passage]] = defaultdict(list)
    for item, day, state in rows:
        found[item].append(Passage(day, state.value))
    return {item: tuple(talks) for item, talks in found.items()}


def last_action(conn: Connection) -> str | None:
    """The body of the last action in the history, canonical JSON with its moment `at`; None in an empty one."""
    found = conn.execute(sa.select(audit.c.body).order_by(audit.c.seq.desc()).limit(1)).scalar()
    return None if found is None else str(found)


def has_open_notes(conn: Connection) -> bool:
    """Whether a paragraph stands in clear, from before texts about talks were sealed."""
    if not sa.inspect(conn).has_table(TalkNote.__tablename__):
        return False
    chosen = "SELECT 1 FROM talk_note WHERE text <> '' AND substr(text, 1, 1) <> char(1) LIMIT 1"
    return conn.exec_driver_sql(chosen).first() is not None


def notes(conn: Connection, talk_id: int) -> tuple[NoteRow, ...]:
    rows = conn.execute(
        sa.select(TalkNote.id, TalkNote.visibility, TalkNote.text, TalkNote.added_on, TalkNote.feedback)
        .where(TalkNote.one_on_one_id == talk_id)
        .order_by(TalkNote.position, TalkNote.id)
    )
    return tuple(NoteRow(r.id, r.visibility.value, r.text, r.added_on, feedback=r.feedback.value if r.feedback else "") for r in rows)


def actions(conn: Connection, person_id: int) -> tuple[ActionRow, ...]:
    """Open promises of one person, the oldest date first."""
    return _promises(conn, ActionItem.done_on.is_(None), ActionItem.person_id == person_id)


def talk_actions(conn: Connection, person_id: int, talk_id: int | None, *, coming: bool, since: date | None) -> tuple[ActionRow, ...]:
    """Promises made in a talk; for a coming one also all that are open or were kept after the day `since`."""
    a = ActionItem
    which = [a.one_on_one_id == talk_id] if talk_id is not None else []
    if coming:
        which += [a.done_on.is_(None), *([a.done_on > since] if since else [])]
    return _promises(conn, a.person_id == person_id, sa.or_(*which)) if which else ()


def _promises(conn: Connection, *which: sa.ColumnElement[bool]) -> tuple[ActionRow, ...]:
    a = ActionItem
    statement = sa.select(a.id, a.person_id, Person.name, a.side, a.text, a.made_on, a.due_on, a.done_on, a.slips).join(
        Person, Person.id == a.person_id
    )
    rows = conn.execute(statement.where(*which).order_by(a.done_on.is_not(None), a.due_on.is_(None), a.due_on, a.id))
    return tuple(ActionRow(r[0], r[1], r[2], r[3].value, *r[4:]) for r in rows)


def past(conn: Connection, person_id: int, limit: int = 12) -> tuple[PastTalk, ...]:
    """The last talks with the first shared paragraph of each, or why it was skipped; nothing private."""
    rows = conn.execute(
        sa.select(OneOnOne.id, OneOnOne.day, OneOnOne.state, OneOnOne.mood, OneOnOne.workload, OneOnOne.skipped_because)
        .where(OneOnOne.person_id == person_id, OneOnOne.state != TalkState.PLANNED)
        .order_by(OneOnOne.day.desc(), OneOnOne.id.desc())
        .limit(limit)
    ).all()
    texts: dict[int, str] = {}
    if rows:
        for talk_id, text in conn.execute(
            sa.select(TalkNote.one_on_one_id, TalkNote.text)
            .where(TalkNote.one_on_one_id.in_([r.id for r in rows]), TalkNote.visibility == Visibility.SHARED)
            .order_by(TalkNote.position, TalkNote.id)
        ):
            texts.setdefault(talk_id, plain(text))
    return tuple(PastTalk(r.id, r.day, r.state.value, r.mood, r.workload, texts.get(r.id, "") or r.skipped_because) for r in rows)


def minutes_by_week(conn: Connection, person_id: int, first_monday: date, weeks: int) -> dict[date, int]:
    """Planned minutes (worked ones where recorded) by Monday."""
    length = sa.func.coalesce(Assignment.worked_minutes, Task.end_minute - Task.start_minute)
    found = {first_monday + timedelta(days=7 * n): 0 for n in range(weeks)}
    for day, minutes in conn.execute(
        sa.select(Task.day, sa.func.sum(length))
        .join(Assignment, Assignment.task_id == Task.id)
        .where(Assignment.person_id == person_id, Task.day >= first_monday, Task.day < first_monday + timedelta(days=7 * weeks))
        .group_by(Task.day)
    ):
        found[day - timedelta(days=day.weekday())] += minutes
    return found


def recognition(conn: Connection, person_id: int, since: date) -> tuple[tuple[date, str], ...]:
    rows = conn.execute(
        sa.select(Recognition.day, Recognition.text)
        .where(Recognition.person_id == person_id, Recognition.day >= since)
        .order_by(Recognition.day.desc())
    )
    return tuple((r.day, r.text) for r in rows)


def used_questions(conn: Connection, person_id: int, limit: int = 6) -> list[list[str]]:
    """Texts of the points that wait for a talk, then of those of the last talks, newest first."""
    talks = conn.execute(
        sa.select(OneOnOne.id).where(OneOnOne.person_id == person_id).order_by(OneOnOne.day.desc(), OneOnOne.id.desc()).limit(limit)
    ).scalars()
    asked: dict[int | None, list[str]] = {None: [], **{talk_id: [] for talk_id in talks}}
    for item in conn.execute(sa.select(AgendaItem.raised_in_id, AgendaItem.text).where(AgendaItem.person_id == person_id)):
        if item.raised_in_id in asked:
            asked[item.raised_in_id].append(item.text)
    return [texts for talk_id, texts in asked.items() if texts or talk_id is not None]


def sealed(conn: Connection, talk_id: int, table: str = "one_on_one") -> tuple[int, str, datetime] | None:
    """(number, seal in hex, moment) of the last action that wrote the row of a talk; None where its images are gone."""
    a, image = audit.c, audit_image.c
    written = sa.select(sa.func.max(image.seq)).where(image.table_name == table, image.row_id == talk_id).scalar_subquery()
    row = conn.execute(sa.select(a.seq, a.mac, sa.func.json_extract(a.body, "$.at")).where(a.seq == written)).first()
    return None if row is None or not row[2] else (int(row[0]), bytes(row[1]).hex(), datetime.fromisoformat(row[2]))
