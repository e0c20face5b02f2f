"""A person's assignments as a calendar file that phones and mail programs take in, again and again without doubles.

Times are wall times of the organisation's zone; a sent-out event keeps its UID, and a later export replaces it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar


@dataclass(frozen=True, slots=True)
class Event:
    """One assignment. `key` never changes for it (task and person); minutes count from midnight of `day`.

    `revision` grows with each time that it was told otherwise; one that was told and is gone is sent as `cancelled`.
    """

    key: str
    title: str
    day: date
    start_minute: int
    end_minute: int
    place: str = ""
    note: str = ""
    revision: int = 0
    cancelled: bool = False


def ics_bytes(events: Iterable[Event], *, name: str, made_at: datetime, zone: str = "Asia/Shanghai") -> bytes:
    """The calendar, events in order of time. `made_at` (with zone) stamps all of them: same input, same bytes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Workbench//Week plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    where = ZoneInfo(zone)
    ordered = sorted(events, key=_by_time)
    if ordered:
        first, last = ordered[0].day, ordered[-1].day + timedelta(days=1)
        calendar.add_component(icalendar.Timezone.from_tzinfo(where, zone, first_date=first, last_date=last))
    for event in ordered:
        calendar.add_component(_component(event, made_at, where))
    return bytes(calendar.to_ical())


def uid(key: str) -> str:
    """The same for the same assignment for ever, and telling nobody who it is about."""
    return hashlib.sha256(key.encode()).hexdigest()[:32] + "@workbench"


def _by_time(event: Event) -> tuple[date, int, str]:
    return event.day, event.start_minute, event.key


def _component(event: Event, made_at: datetime, zone: ZoneInfo) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", uid(event.key))
    component.add("dtstamp", made_at)
    component.add("sequence", event.revision)
    component.add("summary", event.title)
    component.add("dtstart", _moment(event.day, event.start_minute, zone))
    component.add("dtend", _moment(event.day, event.end_minute, zone))
    if event.cancelled:
        component.add("status", "CANCELLED")
    if event.place:
        component.add("location", event.place)
    if event.note:
        component.add("description", event.note)
    return component


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Minute 1440 is midnight of the next day."""
    days, rest = divmod(minute, 1440)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
