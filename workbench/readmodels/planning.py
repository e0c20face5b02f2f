"""A week as the screen, the printer and the command line see it: people, tasks, who does what, and how fair it is.

Rows of which a large week has thousands are named tuples, which are made several times faster than frozen
dataclasses; all of it is plain data that never changes. Times are minutes since midnight, lengths are
minutes, ratios are had over wished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from workbench.readmodels.planning_bonds import TaskBonds
from workbench.readmodels.planning_cost import WeekCost


class WeekState(StrEnum):
    """Draft moves freely, published was told to people, past stays as it was."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAST = "past"


class TaskRow(NamedTuple):
    """A task of the week; `kind` is the value of TaskKind, ids are None where nothing is asked for."""

    id: int
    code: str
    title: str
    kind: str
    day: date
    start: int
    end: int
    place: str
    territory_id: int | None
    customer_id: int | None
    skill_id: int | None
    skill_level: int
    headcount: int
    priority: int
    is_prime: bool
    needs_consent: bool
    template_id: int | None
    note: str
    earliest: int | None = None
    latest: int | None = None
    together: str = ""

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def is_flexible(self) -> bool:
        """Whether the automatic plan may choose its time."""
        return (self.earliest is not None and self.earliest < self.start) or (self.latest is not None and self.latest > self.end)


class AssignmentRow(NamedTuple):
    """Who does a task. `worked` is None where the hours were as planned."""

    id: int
    task_id: int
    person_id: int
    pinned: bool
    by_solver: bool
    override_code: str
    override_reason: str
    worked: int | None


class PersonRow(NamedTuple):
    """A line of the board. `limit` is the tighter of law and own maximum, `elsewhere` is declared at other employers.

    `agreed` are the hours of the engagement; where nobody said what is wished, they are the wish. `day_limit` is what the
    law means a day on average; None for no or no known limit.
    """

    id: int
    code: str
    name: str
    search: str
    engagement: str
    line: str
    area: str
    min_minutes: int
    wished: int
    limit: int | None
    law_limit: int | None
    elsewhere: int
    agreed: int = 0
    day_limit: int | None = None
    law_days: tuple[date, ...] = ()  # on which the law's limits hold; none mean all days


@dataclass(frozen=True, slots=True)
class Absence:
    """Why somebody is not there on a day: leave, or declared unavailable; the whole day unless `start` and `end` say less."""

    person_id: int
    day: date
    kind: str
    reason: str
    start: int = 0
    end: int = 1440


@dataclass(frozen=True, slots=True)
class WeekBoard:
    """Everything that the board paints, by one read.

    `open_days` are (person, weekday) with at least one hour in which the person may be asked; `holidays`
    are names by day. `names` gives territory, skill and customer names by kind and id.
    """

    monday: date
    today: date
    state: WeekState
    number: int
    published_at: datetime | None
    people: tuple[PersonRow, ...]
    tasks: tuple[TaskRow, ...]
    assignments: tuple[AssignmentRow, ...]
    open_days: frozenset[tuple[int, int]]
    absences: tuple[Absence, ...]
    holidays: Mapping[date, str]
    names: Mapping[str, Mapping[int, str]]
    bonds: Mapping[int, TaskBonds] = field(default_factory=dict)  # of tasks that have any

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=step) for step in range(7))


@dataclass(frozen=True, slots=True)
class PersonHours:
    """What the fairness figures are made of; `had` and `wished` of the eight weeks before this one."""

    person_id: int
    name: str
    planned: int
    wished: int
    min_minutes: int
    limit: int | None
    elsewhere: int
    history_had: int
    history_wished: int
    weekend: int
    prime: int
    counted: bool

    @property
    def ratio(self) -> float | None:
        """Of this week."""
        return self.planned / self.wished if self.wished else None

    @property
    def rolling(self) -> float | None:
        """Of nine weeks, this one included."""
        wished = self.wished + self.history_wished
        return (self.planned + self.history_had) / wished if wished else None


@dataclass(frozen=True, slots=True)
class FairnessFigures:
    """Jain's index of the ratios had over wished, rolling and of single weeks; weekend slots most and least."""

    jain: float | None
    jain_last_week: float | None
    min_ratio: float | None
    least_served: str
    max_shortage: int
    gini: float | None
    weekend_most: int
    weekend_least: int
    overrides: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """An assignment that breaks a rule: `hard` where nobody may set it aside, else kept with a reason or to be looked at."""

    assignment_id: int
    task_id: int
    person_id: int
    code: str
    text: str
    hard: bool
    kept_reason: str = ""


@dataclass(frozen=True, slots=True)
class LongDay:
    """A day above the hours that the part-time law means on average (vector 4-2): lawful by itself, to be evened out over the week.

    `minutes` are planned or worked on the day, `limit` is the figure in force on the Monday.
    """

    person_id: int
    day: date
    minutes: int
    limit: int


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """A task short of people; `reasons` counts people by the label of the rule that keeps them away."""

    task_id: int
    missing: int
    reasons: tuple[tuple[str, int], ...]
    free: int


class ToldChange(NamedTuple):
    """A person whose plan differs from what was told last: assignments that are new or at another time, and those taken away."""

    person_id: int  # 0 for somebody who is no longer in the team
    name: str
    fresh: int
    gone: int


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """The figures above the board and what they are made of; `owners` are names by customer id on the Monday."""

    monday: date
    needed: int
    filled: int
    hours: tuple[PersonHours, ...]
    fairness: FairnessFigures
    changed: frozenset[tuple[int, int]]
    removed: int
    publications: tuple[PublicationRow, ...]
    owners: Mapping[int, str] = field(default_factory=dict)
    long_days: tuple[LongDay, ...] = ()
    told_changes: tuple[ToldChange, ...] = ()  # who has to be told again, since the newest publication
    without_hours: tuple[str, ...] = ()  # names of who has no open hour all week and is not away: nothing can be planned for them
    cost: WeekCost = field(default_factory=WeekCost)

    @property
    def is_changed(self) -> bool:
        """Whether the plan differs from what was published last."""
        return bool(self.changed) or self.removed > 0


@dataclass(frozen=True, slots=True)
class WeekWays:
    """What an empty week could be filled from: tasks of the week before, and templates that are offered."""

    last_week: int
    templates: int


@dataclass(frozen=True, slots=True)
class PublicationRow:
    number: int
    published_at: datetime
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """May somebody do a task: green, amber (a reason is kept) or red; `text` says why in the present language.

    `remark` is amber that is worth a look and asks for no reason, for no rule is broken.
    """

    colour: str
    code: str = ""
    text: str = ""
    remark: bool = False


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Somebody for a task, best first. `remaining` minutes left under the limits."""

    person_id: int
    name: str
    judgement: Judgement
    assigned: bool
    owner: bool
    level: int
    ratio: float | None
    remaining: int | None
    same_area: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An assignment of the copied week that would break a rule in the new one."""

    task: str
    day: date
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What copying a week made, and what was left out and why."""

    tasks: int
    assignments: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A recurring task that may be added to a week."""

    id: int
    title: str
    kind: str
    weekday: int
    start: int
    end: int
    headcount: int
    place: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the task form offers: (id, name) of territories, customers, skills and the staff; customers carry territory and search keys."""

    territories: tuple[tuple[int, str], ...]
    skills: tuple[tuple[int, str], ...]
    customers: tuple[tuple[int, str, str, int | None], ...]
    people: tuple[tuple[int, str], ...] = ()
