"""Meetings of the team: planned with their agenda, held with what was said and decided, their promises in the common list.

What stands on the agenda every time comes again by itself; another point comes again while nothing was said of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from workbench import i18n, paths
from workbench.errors import Refused
from workbench.exchange.calendar import Event, ics_bytes
from workbench.files import safe_name
from workbench.i18n import N_
from workbench.models.people import Person
from workbench.models.talk_slot_rules import Span, overlap
from workbench.models.team_talks import TeamTalk, TeamTalkAction, TeamTalkKind, TeamTalkPerson, TeamTalkPoint, TeamTalkState
from workbench.readmodels.documents import ActionItem, Text2, check_code
from workbench.readmodels.one_on_ones import ActionRow
from workbench.readmodels.team_talks import Attendee, MinutesPoint, TeamTalkCard, TeamTalkDocument, TeamTalkRow
from workbench.services import imprint, one_on_ones
from workbench.services.people import clean_line, clean_name, get
from workbench.services.planning_workers import open_windows
from workbench.services.reviews_texts import paragraph
from workbench.services.workspace import Reader, UnitOfWork, Workspace
from workbench.storage.queries import one_on_ones as talk_queries
from workbench.storage.queries import people as people_queries
from workbench.storage.queries import planning as planning_queries
from workbench.storage.queries import talk_rhythm
from workbench.storage.queries import team_talks as queries

AT_WORK, NOT_OPEN, AWAY, LEFT = N_("at work then"), N_("not available then"), N_("away"), N_("has left")
MOST_POINTS = 60
LONGEST = 24 * 60


# ---------------------------------------------------------------- agendas to begin with


@dataclass(frozen=True, slots=True)
class ShippedAgenda:
    """The agenda of a kind of meeting: its names, its usual length in minutes, and its points as (Chinese, English, standing)."""

    kind: TeamTalkKind
    name: Text2
    minutes: int
    points: tuple[tuple[str, str, bool], ...]


@cache
def shipped_agendas() -> tuple[ShippedAgenda, ...]:
    """The three agendas of resources/team_agendas.json."""
    content = json.loads((paths.resources() / "team_agendas.json").read_text(encoding="utf-8"))
    return tuple(
        ShippedAgenda(
            TeamTalkKind(row["key"]), Text2(row["zh"], row["en"]), row["minutes"],
            tuple((one["zh"], one["en"], one["standing"]) for one in row["items"]),
        )
        for row in content["agendas"]
    )  # fmt: skip


def agenda_of(kind: str) -> ShippedAgenda:
    """The shipped agenda of a kind; KeyError for an unknown one."""
    for one in shipped_agendas():
        if one.kind.value == kind:
            return one
    raise KeyError(kind)


# ---------------------------------------------------------------- reads


def load_list(conn: Reader) -> list[TeamTalkRow]:
    """All meetings, the newest day first."""
    return queries.meetings(conn)


def load_team_talk(conn: Reader, talk_id: int) -> TeamTalkCard:
    """One meeting with its agenda, people and promises; Refused when it is gone."""
    row = queries.meeting(conn, talk_id)
    if row is None:
        raise Refused(N_("This meeting is no longer there. Nothing was changed."), code="GONE")
    people = _attendees(conn, row)
    invited = {one.person_id for one in people}
    return TeamTalkCard(
        row.id, row.kind.value, row.title, row.day, row.start_minute, row.minutes, row.place, row.state.value, row.cancelled_because,
        queries.points(conn, talk_id), people, queries.actions(conn, talk_id), queries.earlier_actions(conn, talk_id, row.day),
        tuple(one for one in queries.active(conn, row.day) if one[0] not in invited),
    )  # fmt: skip


def _attendees(conn: Reader, row: Any) -> tuple[Attendee, ...]:
    """Who is invited; while the meeting is to come, also why its time does not suit somebody."""
    invited = queries.people(conn, row.id)
    hindered = {}
    if row.state is TeamTalkState.PLANNED:
        hindered = {person_id: LEFT for person_id, _code, _name, _missed, left in invited if left is not None and left < row.day}
        if row.start_minute is not None:
            span = (row.start_minute, row.start_minute + row.minutes)
            hindered = _hindered(conn, [one[0] for one in invited], row.day, span) | hindered
    return tuple(Attendee(person_id, code, name, missed, hindered.get(person_id, "")) for person_id, code, name, missed, _left in invited)


def _hindered(conn: Reader, people: Collection[int], day: date, span: Span) -> dict[int, str]:
    """Why a time does not suit: work then, away, or outside the hours in which somebody may be asked. Nothing kept hinders nobody."""
    monday = day - timedelta(days=day.weekday())
    usual = planning_queries.windows(conn, people)
    away, extra = planning_queries.absences(conn, monday, people)
    gone = [replace(one, kind="unavailable") for one in away]
    windows = open_windows(usual, extra, gone, monday)
    asked = {row[0] for row in usual}
    found: dict[int, str] = {}
    for person in people:
        spans = [(w.start, w.end) for w in windows.get(person, ()) if w.day == day]
        if person in asked and not any(low <= span[0] and span[1] <= high for low, high in spans):
            found[person] = AWAY if any(one.person_id == person and one.day == day for one in away) else NOT_OPEN
    for person, _day, low, high in talk_rhythm.tasks_of(conn, people, day, day):
        if overlap(span, (low, high)):
            found[person] = AT_WORK
    return found


# ---------------------------------------------------------------- planning


def plan(uow: UnitOfWork, kind: str, day: date, start: int | None = None) -> int:
    """Plan a meeting as the last one of its kind was: title, length, place, people and what is to come again; else as shipped.

    `start` in minutes since midnight; None takes that of the last one. Returns its id.
    """
    shipped = agenda_of(kind)
    last_id = queries.last_of(uow.connection, TeamTalkKind(kind))
    last = uow.session.get(TeamTalk, last_id) if last_id is not None else None
    language = i18n.language()
    made = TeamTalk(
        kind=TeamTalkKind(kind), title=last.title if last else shipped.name.of(language), day=day,
        start_minute=start if start is not None else last.start_minute if last else None, minutes=last.minutes if last else shipped.minutes,
        place=last.place if last else "", state=TeamTalkState.PLANNED,
    )  # fmt: skip
    uow.session.add(made)
    uow.session.flush()
    points = (
        _points_again(uow, last.id) if last else [(zh if language == "zh_CN" else en, standing, 0) for zh, en, standing in shipped.points]
    )
    for place, (text, standing, carried) in enumerate(points):
        uow.session.add(TeamTalkPoint(team_talk_id=made.id, position=place, text=text, standing=standing, times_carried=carried))
    here = [person_id for person_id, _name in queries.active(uow.connection, day)]
    invited = [one[0] for one in queries.people(uow.connection, last.id)] if last else here
    for person_id in [one for one in invited if one in set(here)]:
        uow.session.add(TeamTalkPerson(team_talk_id=made.id, person_id=person_id))
    uow.session.flush()
    return made.id


def _points_again(uow: UnitOfWork, last_id: int) -> list[tuple[str, bool, int]]:
    """What comes again: standing points, and those of which nothing was said, with how often they were carried."""
    found = []
    for point in uow.session.query(TeamTalkPoint).filter_by(team_talk_id=last_id).order_by(TeamTalkPoint.position, TeamTalkPoint.id):
        is_open = not (point.said.strip() or point.decision.strip())
        if point.standing or is_open:
            found.append((point.text, point.standing, point.times_carried + 1 if is_open and not point.standing else 0))
    return found


def edit(uow: UnitOfWork, talk_id: int, **fields: Any) -> int:
    """Change title, day, start (`start`, minutes since midnight or None), `minutes` or place."""
    row = _open(uow, talk_id)
    for name, value in fields.items():
        if name == "title":
            row.title = clean_name(value)
        elif name == "place":
            row.place = clean_line(value)
        elif name == "day" and isinstance(value, date):
            row.day = value
        elif name == "start":
            row.start_minute = _in_day(value)
        elif name == "minutes":
            row.minutes = _length(value)
        else:
            raise KeyError(name)
    uow.session.flush()
    return talk_id


def _in_day(value: int | None) -> int | None:
    if value is not None and not 0 <= value < LONGEST:
        raise Refused(N_("A time of day lies between 00:00 and 23:59. Nothing was changed."), code="TIME")
    return value


def _length(value: int | None) -> int:
    if value is None or not 5 <= value <= 720:
        raise Refused(N_("A meeting lasts from 5 minutes to 12 hours. Nothing was changed."), code="LENGTH")
    return value


def _open(uow: UnitOfWork, talk_id: int) -> TeamTalk:
    row = get(uow, TeamTalk, talk_id)
    if row.state is TeamTalkState.CANCELLED:
        raise Refused(N_("This meeting was called off. Plan another one. Nothing was changed."), code="CLOSED")
    return row


def hold(uow: UnitOfWork, talk_id: int, today: date) -> int:
    """The meeting took place; Refused for a day to come."""
    row = _open(uow, talk_id)
    if row.day > today:
        raise Refused(N_("A talk cannot have been held in the future. Nothing was changed."), code="DATES")
    row.state = TeamTalkState.HELD
    uow.session.flush()
    return talk_id


def call_off(uow: UnitOfWork, talk_id: int, reason: str = "") -> int:
    """The meeting does not take place. Its points that come again are those of the one before."""
    row = _open(uow, talk_id)
    if row.state is TeamTalkState.HELD:
        raise Refused(N_("This meeting was held, so it cannot be called off. Nothing was changed."), code="HELD")
    row.state, row.cancelled_because = TeamTalkState.CANCELLED, clean_line(reason)
    uow.session.flush()
    return talk_id


# ---------------------------------------------------------------- people


def invite(uow: UnitOfWork, talk_id: int, person_ids: Collection[int]) -> int:
    """Exactly these people are invited; who stays keeps whether they came. Returns how many there are."""
    _open(uow, talk_id)
    known = {row.person_id: row for row in uow.session.query(TeamTalkPerson).filter_by(team_talk_id=talk_id)}
    for person_id, row in known.items():
        if person_id not in person_ids:
            uow.session.delete(row)
    for person_id in sorted(set(person_ids) - known.keys()):
        get(uow, Person, person_id)
        uow.session.add(TeamTalkPerson(team_talk_id=talk_id, person_id=person_id))
    uow.session.flush()
    return len(set(person_ids))


def set_missed(uow: UnitOfWork, talk_id: int, person_id: int, missed: bool) -> int:
    """Somebody did not come, or did after all."""
    row = uow.session.query(TeamTalkPerson).filter_by(team_talk_id=talk_id, person_id=person_id).first()
    if row is None:
        raise Refused(N_("This person is not invited to the meeting. Nothing was changed."), code="PERSON")
    row.missed = missed
    uow.session.flush()
    return person_id


# ---------------------------------------------------------------- agenda and minutes


def add_point(uow: UnitOfWork, talk_id: int, text: str) -> int:
    """A point at the end of the agenda; it comes again only while nothing is said of it."""
    _open(uow, talk_id)
    text = clean_line(text)
    if not text:
        raise Refused(N_("A point needs some words. Nothing was changed."), code="EMPTY")
    places = [place for (place,) in uow.session.query(TeamTalkPoint.position).filter_by(team_talk_id=talk_id)]
    if len(places) >= MOST_POINTS:
        raise Refused(N_("A meeting has at most {most} points. Nothing was changed."), code="MANY", most=MOST_POINTS)
    row = TeamTalkPoint(team_talk_id=talk_id, position=max(places, default=-1) + 1, text=text)
    uow.session.add(row)
    uow.session.flush()
    return row.id


def edit_point(uow: UnitOfWork, point_id: int, **fields: Any) -> int:
    """Change `text`, `said`, `decision` or `standing` of a point; emptied words keep what they said."""
    row = get(uow, TeamTalkPoint, point_id)
    _open(uow, row.team_talk_id)
    for name, value in fields.items():
        if name == "text":
            row.text = clean_line(value) or row.text
        elif name in ("said", "decision"):
            setattr(row, name, paragraph(value))
        elif name == "standing":
            row.standing = bool(value)
        else:
            raise KeyError(name)
    uow.session.flush()
    return point_id


def move_point(uow: UnitOfWork, point_id: int, by: int) -> int:
    """One place up (-1) or down (1); at the end it stays."""
    row = get(uow, TeamTalkPoint, point_id)
    _open(uow, row.team_talk_id)
    rows = (
        uow.session.query(TeamTalkPoint).filter_by(team_talk_id=row.team_talk_id).order_by(TeamTalkPoint.position, TeamTalkPoint.id).all()
    )
    place = rows.index(row)
    rows.insert(max(0, min(len(rows) - 1, place + by)), rows.pop(place))
    for number, one in enumerate(rows):
        one.position = number
    uow.session.flush()
    return point_id


def remove_point(uow: UnitOfWork, point_id: int) -> int:
    """Take a point off the agenda with what was said of it."""
    row = get(uow, TeamTalkPoint, point_id)
    _open(uow, row.team_talk_id)
    uow.session.delete(row)
    uow.session.flush()
    return point_id


def add_action(
    uow: UnitOfWork, talk_id: int, person_id: int, text: str, today: date, due_on: date | None = None, *, side: str = "employee"
) -> int:
    """A promise made in the meeting; it stands in the common list, and in the next one-on-one of the person."""
    _open(uow, talk_id)
    action_id = one_on_ones.add_action(uow, person_id, text, today, side=side, due_on=due_on)
    uow.session.add(TeamTalkAction(team_talk_id=talk_id, action_id=action_id))
    uow.session.flush()
    return action_id


# ---------------------------------------------------------------- paper and calendar


def load_document(conn: Reader, talk_id: int, now: datetime, actor: str = "") -> TeamTalkDocument:
    """The minutes ready to print at `now` (with its zone): a draft until the meeting was held."""
    card = load_team_talk(conn, talk_id)
    own, held = people_queries.organisation(conn), card.state == TeamTalkState.HELD.value
    sealed = talk_queries.sealed(conn, talk_id, "team_talk") if held else None
    document = TeamTalkDocument(
        company=own.name, record_number=f"TT-{card.day:%Y%m%d}-{talk_id}", kind=agenda_of(card.kind).name, title=card.title, day=card.day,
        start=card.start, end=None if card.start is None else card.start + card.minutes, place=card.place, chair=own.manager_name,
        there=tuple(one.name for one in card.people if not one.missed), missed=tuple(one.name for one in card.people if one.missed),
        points=tuple(MinutesPoint(text=one.text, said=one.said, decision=one.decision) for one in card.points),
        actions=tuple(_printed(one, own.manager_name) for one in card.actions),
        generated_at=now.astimezone(imprint.zone_of(conn)), generated_by=imprint.printer_of(conn, actor),
        audit_head=f"{sealed[0]:06d}:{sealed[1][:4]}" if sealed is not None else "", locked=held,
    )  # fmt: skip
    return replace(document, data_check=check_code(document))


def _printed(row: ActionRow, manager: str) -> ActionItem:
    return ActionItem(text=row.text, owner=manager if row.side == "manager" else row.person, due=row.due_on, done=row.done_on is not None)


def calendar_file(workspace: Workspace, talk_id: int, now: datetime) -> tuple[str, bytes]:
    """(file name, calendar) of one meeting; sent again after a change it replaces what the phone has. `now` is aware."""
    zone = workspace.read(people_queries.organisation).zone
    row = workspace.read(lambda conn: queries.meeting(conn, talk_id))
    if row is None:
        raise Refused(N_("This meeting is no longer there. Nothing was changed."), code="GONE")
    begin = 9 * 60 if row.start_minute is None else row.start_minute
    off = row.state is TeamTalkState.CANCELLED
    key = f"{workspace.database_id}/team-talk/{talk_id}"
    event = Event(key, row.title, row.day, begin, min(begin + row.minutes, LONGEST), row.place, "", row.version, off)
    return safe_name(f"{row.title} {i18n.full_date(row.day)}") + ".ics", ics_bytes([event], name=row.title, made_at=now, zone=zone)
