"""When one-on-ones take place: slots out of the week plan, two talks at once, swapping, cancelling, who left, and invitations.

Whatever happens to a talk, its points belong to the person and go on to the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from workbench import i18n
from workbench.errors import Refused
from workbench.exchange.calendar import Event, ics_bytes
from workbench.files import safe_name
from workbench.i18n import N_, _
from workbench.models.one_on_ones import OneOnOne, TalkState
from workbench.models.people import Person
from workbench.models.talk_slot_rules import Span, best_start, overlap
from workbench.readmodels.one_on_ones import DueRow
from workbench.readmodels.talk_way import Clash, Slot
from workbench.services import one_on_ones, policy
from workbench.services.people import clean_line, get
from workbench.services.planning_workers import open_windows
from workbench.services.workspace import Reader, UnitOfWork, Workspace
from workbench.storage.queries import one_on_ones as queries
from workbench.storage.queries import people as people_queries
from workbench.storage.queries import planning as planning_queries
from workbench.storage.queries import talk_rhythm

DAYS_SEARCHED = 28
SLOTS = 3
WEEK = timedelta(days=7)


# ---------------------------------------------------------------- the list


def load_list(conn: Reader, today: date) -> list[DueRow]:
    """The due list with what fell out, what clashes, and, at its end, who has left while a talk is still planned."""
    fallen = talk_rhythm.fallen_out(conn)
    rows = [replace(row, skipped_on=fallen.get(row.person_id)) for row in one_on_ones.load_due(conn, today)]
    for person_id, left_on in talk_rhythm.planned_for_leavers(conn, today):
        row = one_on_ones.load_due_of(conn, person_id, today)
        rows.append(replace(row, left_on=left_on, skipped_on=fallen.get(person_id)))
    doubled = _doubled(talk_rhythm.planned_talks(conn, today, today + timedelta(days=366)))
    return [replace(row, clashes=True) if row.talk_id in doubled else row for row in rows]


def _doubled(talks: Iterable[tuple[int, int, str, date, int | None, int]]) -> set[int]:
    by_day: dict[date, list[tuple[int, Span]]] = defaultdict(list)
    for talk_id, _person, _name, day, start, minutes in talks:
        if start is not None:
            by_day[day].append((talk_id, (start, start + minutes)))
    found: set[int] = set()
    for spans in by_day.values():
        for place, (one, first) in enumerate(spans):
            for other, second in spans[place + 1 :]:
                if overlap(first, second):
                    found |= {one, other}
    return found


# ---------------------------------------------------------------- where it fits


def load_clashes(conn: Reader, person_id: int, day: date, start: int | None, minutes: int) -> tuple[Clash, ...]:
    """What a talk at this time would lie over: another talk, or work of the person. Without a time there is nothing to lie over."""
    if start is None:
        return ()
    span = (start, start + minutes)
    found = [
        Clash("talk", name, other)
        for _talk, other_person, name, _day, other, length in talk_rhythm.planned_talks(conn, day, day)
        if other_person != person_id and other is not None and overlap(span, (other, other + length))
    ]
    work = talk_rhythm.tasks_of(conn, [person_id], day, day)
    return (*found, *(Clash("work", "", low) for _person, _day, low, high in work if overlap(span, (low, high))))


def load_slots(conn: Reader, person_id: int, today: date, from_day: date | None = None, minutes: int | None = None) -> tuple[Slot, ...]:
    """Up to three times for the next talk, one a day, the nearest to the day on which it is due first.

    Each lies inside the hours in which the person may be asked and the hours of the week that the law leaves, on no leave, over
    no task and over no other talk of the manager; a working day while there is one (domain 9.1).
    """
    card = one_on_ones.load_talk(conn, person_id, today)
    wanted = max(from_day or card.day or card.next_on or today, today)
    length = minutes or card.minutes
    last = wanted + timedelta(days=DAYS_SEARCHED - 1)
    if card.left_on is not None:
        last = min(last, card.left_on)
    busy = _busy(conn, person_id, wanted, last)
    work = _by_day(talk_rhythm.tasks_of(conn, [person_id], wanted, last))
    open_, left = _open(conn, person_id, wanted, last), _left_of_weeks(conn, person_id, wanted, last)
    calendar = policy.load_calendar(conn)
    found: list[Slot] = []
    spare: list[Slot] = []
    for n in range((last - wanted).days + 1):
        day = wanted + timedelta(days=n)
        if left.get(day - timedelta(days=day.weekday()), length) < length:
            continue
        start = best_start(open_.get(day, ()), work.get(day, ()), busy.get(day, ()), length)
        if start is not None:
            (found if calendar.is_working(day) else spare).append(Slot(day, start, length, bool(work.get(day))))
    return tuple((found or spare)[:SLOTS])


def _by_day(rows: Iterable[tuple[int, date, int, int]]) -> dict[date, list[Span]]:
    found: dict[date, list[Span]] = defaultdict(list)
    for _person, day, start, end in rows:
        found[day].append((start, end))
    return found


def _busy(conn: Reader, person_id: int, first: date, last: date) -> dict[date, list[Span]]:
    """Talks with others, and the manager's own tasks."""
    manager = talk_rhythm.manager_of(conn, person_id)
    found = _by_day(talk_rhythm.tasks_of(conn, [manager], first, last) if manager is not None else ())
    for _talk, person, _name, day, start, minutes in talk_rhythm.planned_talks(conn, first, last):
        if start is not None and person != person_id:
            found[day].append((start, start + minutes))
    return found


def _open(conn: Reader, person_id: int, first: date, last: date) -> dict[date, list[Span]]:
    """When the person may be asked, leave taken away, week by week."""
    usual, found = planning_queries.windows(conn, [person_id]), defaultdict(list)
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        away, extra = planning_queries.absences(conn, monday, [person_id])
        gone = [replace(one, kind="unavailable") for one in away]
        for window in open_windows(usual, extra, gone, monday).get(person_id, ()):
            if first <= window.day <= last:
                found[window.day].append((window.start, window.end))
        monday += WEEK
    return found


def _left_of_weeks(conn: Reader, person_id: int, first: date, last: date) -> dict[date, int]:
    """Minutes that the law leaves of each week after what is planned, by Monday; weeks without a limit are left out."""
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    planned = queries.minutes_by_week(conn, person_id, monday, weeks)
    limits = one_on_ones.load_week_limits(conn, person_id, tuple(planned), first)
    return {week: limits[week] - minutes for week, minutes in planned.items() if limits[week]}


# ---------------------------------------------------------------- moving


def swap_talks(uow: UnitOfWork, talk_id: int, other_id: int) -> int:
    """Two people change places: each talk takes day and time of the other and keeps its points, length and place."""
    one, other = _planned(uow, talk_id), _planned(uow, other_id)
    if one.person_id == other.person_id:
        raise Refused(N_("Two talks of different people change places. Nothing was changed."), code="SWAP")
    for talk, day in ((one, other.day), (other, one.day)):
        person = get(uow, Person, talk.person_id)
        if person.left_on is not None and person.left_on < day:
            raise Refused(N_("{name} will have left by then, so no talk was planned. Nothing was changed."), code="LEFT", name=person.name)
    one.day, other.day = other.day, one.day
    one.start_minute, other.start_minute = other.start_minute, one.start_minute
    return talk_id


def cancel_talk(uow: UnitOfWork, talk_id: int, reason: str = "") -> int:
    """A planned talk is called off without planning another; its points and promises stay with the person."""
    talk = _planned(uow, talk_id)
    talk.state, talk.skipped_because = TalkState.CANCELLED, clean_line(reason)
    one_on_ones.pass_on(uow, talk)
    return talk_id


def _planned(uow: UnitOfWork, talk_id: int) -> OneOnOne:
    talk = get(uow, OneOnOne, talk_id)
    if talk.state is not TalkState.PLANNED:
        raise Refused(N_("This talk is closed already. Nothing was changed."), code="CLOSED")
    return talk


# ---------------------------------------------------------------- invitations


def load_event(conn: Reader, talk_id: int, database_id: str) -> Event:
    """A talk for calendars. The key is the same for ever; the edit counter only grows, also through undo, and numbers the versions.

    A talk without a time begins with the working day; one that was skipped or cancelled is sent as called off.
    """
    row = talk_rhythm.invitation(conn, talk_id)
    if row is None:
        raise Refused(N_("This talk is no longer there. Nothing was changed."), code="GONE")
    _code, name, day, start, minutes, place, state, version = row
    begin = 9 * 60 if start is None else start
    title = _("One-on-one · {name}", name=name)
    off = state in (TalkState.SKIPPED, TalkState.CANCELLED)
    return Event(f"{database_id}/one-on-one/{talk_id}", title, day, begin, min(begin + minutes, 1440), place, "", version, off)


def calendar_file(workspace: Workspace, talk_id: int, now: datetime) -> tuple[str, bytes]:
    """(file name, calendar) of one talk; sent again after a change it replaces what the phone has. `now` is aware."""
    zone = workspace.read(people_queries.organisation).zone
    event = workspace.read(lambda conn: load_event(conn, talk_id, workspace.database_id))
    name = safe_name(f"{event.title} {i18n.full_date(event.day)}") + ".ics"
    return name, ics_bytes([event], name=event.title, made_at=now, zone=zone)
