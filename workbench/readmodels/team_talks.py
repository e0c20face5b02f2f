"""Meetings of the team as the screen shows them and as the minutes print them. Times are minutes since midnight, lengths minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workbench.readmodels.documents import ActionItem, Words
from workbench.readmodels.one_on_ones import ActionRow


@dataclass(frozen=True, slots=True)
class TeamTalkRow:
    """One meeting in the list; `state` is planned, held or cancelled, `open_actions` are promises of it that are not kept yet."""

    id: int
    kind: str
    title: str
    day: date
    start: int | None
    minutes: int
    state: str
    people: int
    open_actions: int


@dataclass(frozen=True, slots=True)
class TeamTalkPoint:
    """One point of the agenda with what was said and decided."""

    id: int
    text: str
    standing: bool
    said: str
    decision: str
    times_carried: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited. `hindered` is a message id: why this time does not suit, empty where it does or no time is set."""

    person_id: int
    code: str
    name: str
    missed: bool
    hindered: str


@dataclass(frozen=True, slots=True)
class TeamTalkCard:
    """Everything on one meeting; `earlier` are promises of earlier meetings that are not kept yet, `others` (id, name) who could be invited."""

    id: int
    kind: str
    title: str
    day: date
    start: int | None
    minutes: int
    place: str
    state: str
    cancelled_because: str
    points: tuple[TeamTalkPoint, ...]
    people: tuple[Attendee, ...]
    actions: tuple[ActionRow, ...]
    earlier: tuple[ActionRow, ...]
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPoint:
    """One point as the minutes print it."""

    text: str
    said: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTalkDocument:
    """The minutes of a meeting, a draft until it was held."""

    company: Words
    record_number: str
    kind: Words
    title: str
    day: date
    start: int | None = None
    end: int | None = None
    place: str = ""
    chair: str = ""
    there: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    points: tuple[MinutesPoint, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    generated_at: datetime
    generated_by: str = ""
    data_check: str = ""
    audit_head: str = ""
    locked: bool = False
