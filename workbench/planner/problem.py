"""What the planner is asked and what it answers: people, tasks and wishes of one week in, assignments and reasons out.

Plain frozen data, without database and Qt; `document` makes it a file. Times are minutes
since local midnight, lengths are minutes, people, tasks, skills and territories are called by their codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Assignments = tuple[tuple[str, str], ...]
"""(task code, worker code) pairs."""

Figure = int | float | str | date | tuple[str, ...]
MOST: Final = 1_000_000  # no figure of a week is larger, and the solver's sums stay within its whole numbers
LEVELS: Final = (
    "cover", "min_hours", "fairness_1", "fairness_2", "fairness_3", "fairness_rest", "prime", "preference", "continuity", "travel",
    "changes",
)  # fmt: skip
"""What makes one plan better than another, most important first, where a problem does not say another order."""
ASKED_FOR: Final = ("cost", "people")
"""Levels that are looked after only where a problem names them: the sum of `Effort.cost`, and how many people have a task at all."""

SOFT: Final = ("run", "off", "tasks", "weekends", "split")
"""Rules of `Soft`."""
Colour = Literal["green", "amber", "red"]
Status = Literal["optimal", "feasible", "cancelled"]


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody can work. `preference` is 1 (avoid) … 5 (gladly)."""

    day: date
    start: int
    end: int
    preference: int = 3


@dataclass(frozen=True, slots=True)
class Soft:
    """A wish about one person's days: for the level "cost", each day, task or weekend by which it is missed costs `cost`.

    `rule` is "run" (days in a row with a task), "off" (days in a row without), "tasks" (how many in all), "weekends" (how many with a
    task) or "split" (no weekend of which one day alone has a task). Each count lies between `low` and `high`, None for no end; only tasks
    of `kind` are looked at where one is given. `before` is how much of it there was right before the first day, or in all.
    """

    rule: str
    cost: int
    low: int = 0
    high: int | None = None
    kind: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who can be planned.

    `skills` are (skill, level, last valid day or None). No `territories` means bound to none.
    `leave` are (day, start, end, reason). `week_limit` and `day_average_limit` are the law's, in minutes
    a week and a worked day, for the tasks of `law_days` (no days mean all of them); `max_minutes` is the
    person's own. `worked_minutes` is what the week already holds outside these tasks; `history_*` are sums of
    the weeks before. `valid_from` and `valid_to` bound the time with the company, `valid` are (first, last or
    None) days of engagements within it; none mean no other bound. `since` is the first day that counts for
    whose turn it is. `owns` are customer codes.

    `day_limit` and `task_limit` are the most minutes of a day and of one task, `tasks_a_day` the most tasks of a day. At most
    `days_in_a_row` days are worked one after the other, of which `days_before` lie right before the planned days; between worked
    days lie no days off or at least `days_off`, of which `off_before` lie before the planned days (None: enough, or not known).
    Of the weekends of the month at most `weekend_limit` are worked, `weekends_before` of them already. `never_after` are
    (kind, kind) of tasks of which the second must not come on the day after the first. `total_limit` is the most minutes of the week
    with all employers together, `elsewhere_minutes` what was declared for the others; it is an agreement or a policy, not the
    part-time law, which counts each employer by itself. Days in a row are at least `least_in_a_row`, but for those that reach the
    first or the last planned day. `kind_limits` are (kind, most tasks of it). `done_before` are (kind, title) of the tasks on the day
    before the planned days: what must not follow them is not done on the first. `soft` are wishes
    that cost where they are not met. The day begins and ends at `home`, a place of `Problem.travel`,
    or at `home_lat` and `home_lon`: the ways from and to it count for the level "travel", and for nothing else.
    """

    code: str
    name: str = ""
    skills: tuple[tuple[str, int, date | None], ...] = ()
    territories: frozenset[str] = frozenset()
    windows: tuple[Window, ...] = ()
    leave: tuple[tuple[date, int, int, str], ...] = ()
    min_minutes: int = 0
    max_minutes: int | None = None
    wished_minutes: int = 0
    week_limit: int | None = None
    day_average_limit: int | None = None
    worked_minutes: int = 0
    history_assigned: int = 0
    history_wished: int = 0
    prime_before: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    valid: tuple[tuple[date, date | None], ...] = ()
    law_days: tuple[date, ...] = ()
    since: date | None = None
    rest_minutes: int = 0
    consent: bool = False
    owns: frozenset[str] = frozenset()
    day_limit: int | None = None
    task_limit: int | None = None
    tasks_a_day: int | None = None
    days_in_a_row: int | None = None
    days_before: int = 0
    days_off: int = 0
    off_before: int | None = None
    weekend_limit: int | None = None
    weekends_before: int = 0
    never_after: frozenset[tuple[str, str]] = frozenset()
    elsewhere_minutes: int = 0
    total_limit: int | None = None
    least_in_a_row: int = 0
    kind_limits: tuple[tuple[str, int], ...] = ()
    done_before: tuple[tuple[str, str], ...] = ()
    soft: tuple[Soft, ...] = ()
    home: str = ""
    home_lat: float | None = None
    home_lon: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done by `headcount` people. Empty territory, skill or customer asks for none.

    `priority` is 1 (must) … 3 (may); `lat` and `lon` are degrees; `prime` marks a sought-after or unloved slot. People in
    `barred` may not do it. Tasks with the same `together` are done by the same people. `place` is a name in `Problem.travel`.
    `after` are tasks that must have ended when this one begins. For the level "cost", each person under the headcount costs
    `short_cost`, and where `over_cost` is given, more people than the headcount may come, each at that cost. Where `earliest` or
    `latest` are given, the planner chooses when it begins, not before the one and so that it has ended at the other; `start` and
    `end` are then its length and the time it has until one is chosen.
    """

    code: str
    title: str
    kind: str
    day: date
    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    territory: str = ""
    skill: str = ""
    level: int = 1
    headcount: int = 1
    priority: int = 2
    prime: bool = False
    customer: str = ""
    needs_consent: bool = False
    barred: frozenset[str] = frozenset()
    together: str = ""
    place: str = ""
    after: frozenset[str] = frozenset()
    short_cost: int = 0
    over_cost: int | None = None
    earliest: int | None = None
    latest: int | None = None

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def first_start(self) -> int:
        """The earliest that it can begin."""
        return self.start if self.earliest is None else self.earliest

    @property
    def last_start(self) -> int:
        """The latest that it can begin."""
        return self.start if self.latest is None else self.latest - self.minutes

    @property
    def flexible(self) -> bool:
        """Whether the planner may choose when it begins."""
        return self.first_start < self.last_start


@dataclass(frozen=True, slots=True)
class Fixed:
    """An assignment that exists already: pinned by the manager, published to people, or only a draft.

    `worked` are the minutes really worked on it; None where they are as planned.
    """

    task: str
    worker: str
    pinned: bool = False
    published: bool = False
    worked: int | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """What a task takes and costs where one particular person does it.

    `minutes` count for that person's hours in place of the task's own (None: as long as the task); on the clock the task stays
    where it is. `cost` is in any whole unit, below 0 for a gain; the level "cost" adds it up.
    """

    task: str
    worker: str
    minutes: int | None = None
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """`people` needed at one place on a day from `start` to `end`, minutes since midnight."""

    day: date
    start: int
    end: int
    people: int


@dataclass(frozen=True, slots=True)
class Demand:
    """The people needed at one place over the week, from which `demand.shaped` makes tasks before anything is planned.

    Shifts are `shortest` to `longest` minutes and begin and end every `step` minutes. With `full` nobody is ever short while a
    shift can be had; without it a minute short weighs as much as a minute too many. The other fields are those of the tasks.
    """

    code: str
    title: str
    kind: str
    needs: tuple[Need, ...]
    shortest: int = 240
    longest: int = 480
    step: int = 60
    full: bool = True
    lat: float | None = None
    lon: float | None = None
    territory: str = ""
    skill: str = ""
    level: int = 1
    priority: int = 2
    place: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One ISO week. `speed_kmh` and `detour` turn straight lines into minutes; `buffer_minutes` is added to each journey.

    `travel` are (from place, to place, minutes) where better is known than the straight line; the way back takes as long unless
    it is there too. `levels` are names of `LEVELS` and `ASKED_FOR` in the order of their importance, cover first; levels that are left out are not
    looked after, and none at all mean all of `LEVELS` as they stand there. The law is no level: its rules hold in every order.
    `day_length` is how many units of time a day has: minutes, or anything finer in a problem of a single day, whose "minutes" then
    are all of that unit.
    `demand` waits for `demand.shaped`, which turns it into tasks; nothing else looks at it.
    """

    monday: date
    workers: tuple[Worker, ...]
    tasks: tuple[Task, ...]
    fixed: tuple[Fixed, ...] = ()
    speed_kmh: float = 25.0
    detour: float = 1.3
    buffer_minutes: int = 0
    travel: tuple[tuple[str, str, int], ...] = ()
    levels: tuple[str, ...] = ()
    pairs: tuple[Effort, ...] = ()
    demand: tuple[Demand, ...] = ()
    day_length: int = 1440

    @property
    def order(self) -> tuple[str, ...]:
        """The levels that are looked after, most important first."""
        return self.levels or LEVELS


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the objective: what the plan has, what no plan can surpass, and whether both are the same (`proven`).

    A level that gives way (see `measures.GIVES_WAY`) is not proven where later levels took something from it.
    """

    name: str
    value: int
    bound: int
    proven: bool
    seconds: float

    @property
    def gap(self) -> int:
        """How far the plan is from the bound, in the unit of the level; 0 where it is proven best."""
        return abs(self.bound - self.value)


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule or fact by its code, with the figures that its sentence needs."""

    code: str
    figures: Mapping[str, Figure] = field(default_factory=dict, hash=False)


Conflict = tuple[str, str, Reason]
"""(task code, worker code, rule) of a pinned pair that breaks the rule."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: pairs in order of the tasks, and how good they are.

    Pinned pairs are kept whatever the rules say: `conflicts` tells which of them break what. `status` speaks
    only about the levels, so a plan can be the optimal one around pins that are in conflict.
    """

    assignments: Assignments
    levels: tuple[Level, ...]
    status: Status
    seconds: float
    seed: int
    conflicts: tuple[Conflict, ...] = ()
    starts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Green: nothing against it. Amber: only rules that a manager may set aside. Red: not possible."""

    colour: Colour
    reasons: tuple[Reason, ...] = ()


GREEN: Final = Verdict("green")
