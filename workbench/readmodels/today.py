"""The answer on screen when the program opens: what is late, what breaks a rule, pace, week, cycle and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One line that needs the manager. `sentence` is a message id with figures; `screen` and `what` say where its action leads."""

    code: str
    tone: str
    tag: str
    sentence: str
    action: str
    screen: str
    figures: Mapping[str, object] = field(default_factory=dict)
    what: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month of the pace chart, in fen; `target` is the sum of everybody's own target, None where none is set."""

    month: date
    actual: int
    target: int | None
    running: bool


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """Places of the week, and the day and title of the tasks that are short of people, the soonest first."""

    monday: date
    needed: int
    assigned: int
    published: bool
    open_tasks: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class CycleSummary:
    """The open review cycle: people by state, and grades given so far, the best first."""

    cycle_id: int
    name: str
    people: int
    submitted: int
    locked: int
    due_on: date | None
    grades: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """An entry of the day: start in minutes since midnight."""

    start: int
    end: int
    title: str
    people: str
    kind: str
    screen: str
    what: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TodayBoard:
    """The running quarter in fen: actual, what was expected by today, and the target; `pace` is the colour of that."""

    day: date
    items: tuple[TodayItem, ...]
    months: tuple[MonthBar, ...]
    actual: int
    expected: int
    target: int
    week: WeekSummary
    cycle: CycleSummary | None
    schedule: tuple[DayLine, ...]
    calendar_known: bool
    people: int
    pace: str = "none"
