"""What the planner is asked and what it answers: people, tasks and wishes of one week in, assignments and reasons out.

Plain frozen data, without database and Qt; `to_json` and `from_json` make it a file. Times are minutes
since local midnight, lengths are minutes, people, tasks, skills and territories are called by their codes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from workbench.errors import Refused
from workbench.i18n import N_

Assignments = tuple[tuple[str, str], ...]
"""(task code, worker code) pairs."""

Figure = int | float | str | date | tuple[str, ...]
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
class Worker:
    """Somebody who can be planned.

    `skills` are (skill, level, last valid day or None). No `territories` means bound to none.
    `leave` are (day, start, end, reason). `week_limit` and `day_average_limit` are the law's, in minutes
    a week and a worked day; `max_minutes` is the person's own. `worked_minutes` is what the week already
    holds outside these tasks; `history_*` are sums of the weeks before. `owns` are customer codes.
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
    rest_minutes: int = 0
    consent: bool = False
    owns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done by `headcount` people. Empty territory, skill or customer asks for none.

    `priority` is 1 (must) … 3 (may); `lat` and `lon` are degrees; `prime` marks a sought-after or unloved slot.
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

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Fixed:
    """An assignment that exists already: pinned by the manager, published to people, or only a draft."""

    task: str
    worker: str
    pinned: bool = False
    published: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One ISO week. `speed_kmh` and `detour` turn straight lines into minutes; `buffer_minutes` is added to each journey."""

    monday: date
    workers: tuple[Worker, ...]
    tasks: tuple[Task, ...]
    fixed: tuple[Fixed, ...] = ()
    speed_kmh: float = 25.0
    detour: float = 1.3
    buffer_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the objective: what the plan has, the most that was possible, and whether that is proven.

    A level that gives way (see `measures.GIVES_WAY`) can be proven and still hold a little less than its bound.
    """

    name: str
    value: int
    bound: int
    proven: bool
    seconds: float


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """Green: nothing against it. Amber: only rules that a manager may set aside. Red: not possible."""

    colour: Colour
    reasons: tuple[Reason, ...] = ()


GREEN: Final = Verdict("green")


# ---- files ----------------------------------------------------------------------------------------


def to_json(thing: Problem | Plan) -> str:
    """As indented JSON, always the same text for the same thing."""
    return json.dumps(_plain(thing), ensure_ascii=False, indent=2, sort_keys=False)


def from_json(text: str) -> Problem:
    """The problem of a file; Refused with what is wrong and where. Times may be minutes or "09:30"."""
    try:
        data = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(N_("This file is not JSON, so nothing was planned: {what}"), code="PROBLEM", what=str(error)) from error
    problem = _read(data, Problem, "problem")
    assert isinstance(problem, Problem)
    check(problem)
    return problem


def check(problem: Problem) -> None:
    """Refused when codes are used twice or unknown, or when a length is not positive."""
    for kind, codes in (("workers", [one.code for one in problem.workers]), ("tasks", [one.code for one in problem.tasks])):
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice is not None:
            raise _bad(f"{kind}: {twice!r} twice")
    workers, tasks = {one.code for one in problem.workers}, {one.code for one in problem.tasks}
    for task in problem.tasks:
        if not 0 <= task.start < task.end <= 1440:
            raise _bad(f"tasks.{task.code}: {task.start}–{task.end}")
        if task.headcount < 1 or not 1 <= task.priority <= 3:
            raise _bad(f"tasks.{task.code}: headcount {task.headcount}, priority {task.priority}")
    for fixed in problem.fixed:
        if fixed.task not in tasks or fixed.worker not in workers:
            raise _bad(f"fixed: {fixed.task} – {fixed.worker}")
    if problem.speed_kmh <= 0:
        raise _bad(f"speed_kmh: {problem.speed_kmh}")


def _no_number(text: str) -> float:
    raise ValueError(text)  # NaN and Infinity are no JSON


def _bad(what: str) -> Refused:
    return Refused(N_("This planning file cannot be used, so nothing was planned: {what}"), code="PROBLEM", what=what)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _read(value: Any, wanted: Any, where: str) -> Any:
    """The JSON value as the annotated type `wanted`; Refused names the place."""
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        return None if value is None else _read(value, next(part for part in parts if part is not NoneType), where)
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise _bad(f"{where}: {value!r}")
        if origin is tuple and parts[-1] is not Ellipsis:
            if len(value) != len(parts):
                raise _bad(f"{where}: {value!r}")
            return tuple(_read(item, part, f"{where}[{n}]") for n, (item, part) in enumerate(zip(value, parts, strict=True)))
        return origin(_read(item, parts[0], f"{where}[{n}]") for n, item in enumerate(value))
    if is_dataclass(wanted):
        return _read_fields(value, wanted, where)
    return _read_simple(value, wanted, where)


def _read_fields(value: Any, wanted: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _bad(f"{where}: {value!r}")
    types = get_type_hints(wanted)
    unknown = next((key for key in value if key not in types), None)
    if unknown is not None:
        raise _bad(f"{where}.{unknown}")
    read = {key: _read(item, types[key], f"{where}.{key}") for key, item in value.items()}
    try:
        return wanted(**read)
    except TypeError as error:
        raise _bad(f"{where}: {error}") from error


def _read_simple(value: Any, wanted: Any, where: str) -> Any:
    """A date, number, text or flag; "09:30" is a time of day where a whole number is wanted."""
    if wanted is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _bad(f"{where}: {value!r}") from error
    if wanted is int and isinstance(value, str):
        hour, colon, minute = value.partition(":")
        if colon and hour.isdecimal() and minute.isdecimal() and int(minute) < 60:
            return int(hour) * 60 + int(minute)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
        raise _bad(f"{where}: {value!r}")
    return value
