"""A week as the board shows it and as the planner receives it. Minutes since midnight, lengths in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class WindowOfDay:
    """When a person may be asked on a day, with how much they like it (1 avoid … 5 gladly)."""

    day: date
    start: int
    end: int
    preference: int


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """A row of the board, with all that decides what fits."""

    id: int
    code: str
    name: str
    search: str
    line: str
    engagement: str
    main_territory: str
    skills: tuple[tuple[str, int, date | None], ...]
    territories: tuple[str, ...]
    windows: tuple[WindowOfDay, ...]
    leave: tuple[tuple[date, int, int, str], ...]
    min_minutes: int
    max_minutes: int | None
    wished_minutes: int
    week_limit: int | None
    day_average_limit: int | None
    elsewhere_minutes: int
    history_assigned: int
    history_wished: int
    prime_before: int
    valid_from: date | None
    valid_to: date | None
    consent: bool
    owns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanTask:
    id: int
    code: str
    title: str
    kind: str
    day: date
    start: int
    end: int
    place: str
    lat: float | None
    lon: float | None
    territory: str
    territory_name: str
    skill: str
    skill_name: str
    level: int
    headcount: int
    priority: int
    prime: bool
    customer: str
    customer_name: str
    grade: str
    needs_consent: bool

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class PlanAssignment:
    id: int
    task: str
    person: str
    pinned: bool
    by_solver: bool
    override_code: str
    override_reason: str


@dataclass(frozen=True, slots=True)
class WeekBoard:
    """One ISO week. State is draft, published or past."""

    monday: date
    state: str
    published_number: int
    published_at: datetime | None
    people: tuple[PlanPerson, ...]
    tasks: tuple[PlanTask, ...]
    assignments: tuple[PlanAssignment, ...]
    day_names: tuple[str, ...]
    working: tuple[bool, ...]
    calendar_known: bool
    templates: int
    last_week_tasks: int
