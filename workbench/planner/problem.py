"""What the planner is asked and what it answers: people, tasks and wishes of one week in, assignments and reasons out.

Plain frozen data, without database and Qt; `to_json` and `from_json` make it a file. Times are minutes
since local midnight, lengths are minutes, people, tasks, skills and territories are called by their codes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from workbench.errors import Refused
from workbench.i18n import N_

Assignments = tuple[tuple[str, str], ...]
"""(task code, worker code) pairs."""

Figure = int | float | str | date | tuple[str, ...]
DAY: Final = 1440
MOST_HEADS: Final = 1000
MOST: Final = 1_000_000  # no figure of a week is larger, and the solver's sums stay within its whole numbers
COUNTS: Final = (
    "day_limit", "task_limit", "tasks_a_day", "days_in_a_row", "days_before", "days_off", "off_before", "weekend_limit", "weekends_before",
)  # fmt: skip
"""Figures of a person that cannot be below 0."""
SHOWN: Final = 60  # characters of a wrong value that a refusal repeats
CLOCK: Final = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
KINDS: Final[Mapping[type, str]] = {
    date: N_("This planning file cannot be used: {where} must be a date such as 2026-11-23. Nothing was planned."),
    int: N_("This planning file cannot be used: {where} must be a whole number or a time such as 09:30. Nothing was planned."),
    float: N_("This planning file cannot be used: {where} must be a number. Nothing was planned."),
    str: N_("This planning file cannot be used: {where} must be a text in quotes. Nothing was planned."),
    bool: N_("This planning file cannot be used: {where} must be true or false. Nothing was planned."),
}
"""What a refused value had to be."""

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
    a week and a worked day, for the tasks of `law_days` (no days mean all of them); `max_minutes` is the
    person's own. `worked_minutes` is what the week already holds outside these tasks; `history_*` are sums of
    the weeks before. `valid_from` and `valid_to` bound the time with the company, `valid` are (first, last or
    None) days of engagements within it; none mean no other bound. `since` is the first day that counts for
    whose turn it is. `owns` are customer codes.

    `day_limit` and `task_limit` are the most minutes of a day and of one task, `tasks_a_day` the most tasks of a day. At most
    `days_in_a_row` days are worked one after the other, of which `days_before` lie right before the planned days; between worked
    days lie no days off or at least `days_off`, of which `off_before` lie before the planned days (None: enough, or not known).
    Of the weekends of the month at most `weekend_limit` are worked, `weekends_before` of them already. `never_after` are
    (kind, kind) of tasks of which the second must not come on the day after the first.
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


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done by `headcount` people. Empty territory, skill or customer asks for none.

    `priority` is 1 (must) … 3 (may); `lat` and `lon` are degrees; `prime` marks a sought-after or unloved slot. People in
    `barred` may not do it. Tasks with the same `together` are done by the same people. `place` is a name in `Problem.travel`.
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

    @property
    def minutes(self) -> int:
        return self.end - self.start


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
class Problem:
    """One ISO week. `speed_kmh` and `detour` turn straight lines into minutes; `buffer_minutes` is added to each journey.

    `travel` are (from place, to place, minutes) where better is known than the straight line; the way back takes as long unless
    it is there too.
    """

    monday: date
    workers: tuple[Worker, ...]
    tasks: tuple[Task, ...]
    fixed: tuple[Fixed, ...] = ()
    speed_kmh: float = 25.0
    detour: float = 1.3
    buffer_minutes: int = 0
    travel: tuple[tuple[str, str, int], ...] = ()


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
    except json.JSONDecodeError as error:
        sentence = N_("This file is not JSON: line {line}, column {column} cannot be read. Nothing was planned.")
        raise _bad(sentence, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise _bad(N_("This file is not JSON that can be read here. Nothing was planned.")) from error
    if not isinstance(data, dict):
        raise _bad(N_("This planning file cannot be used: it must be one object with monday, workers and tasks. Nothing was planned."))
    problem = _read(data, Problem, "")
    assert isinstance(problem, Problem)
    check(problem)
    return problem


def check(problem: Problem) -> None:
    """Refused when codes are used twice or unknown, or when a figure cannot be: a span, a headcount, a speed."""
    for kind, codes in (("workers", [one.code for one in problem.workers]), ("tasks", [one.code for one in problem.tasks])):
        twice = next((code for code, count in Counter(codes).items() if count > 1), None)
        if twice is not None:
            sentence = N_("This planning file cannot be used: the code “{name}” stands twice in {where}. Nothing was planned.")
            raise _bad(sentence, where=kind, name=_cut(twice))
    for place, task in enumerate(problem.tasks):
        if not 0 <= task.start < task.end <= DAY:
            sentence = N_(
                "This planning file cannot be used: {where} must start before it ends, between 00:00 and 24:00. Nothing was planned."
            )
            raise _bad(sentence, where=f"tasks[{place}]")
        _between(f"tasks[{place}].headcount", task.headcount, 1, MOST_HEADS)
        _between(f"tasks[{place}].priority", task.priority, 1, 3)
    for place, who in enumerate(problem.workers):
        for name in COUNTS:
            _between(f"workers[{place}].{name}", getattr(who, name) or 0, 0, MOST)
    workers, tasks = {one.code for one in problem.workers}, {one.code for one in problem.tasks}
    for place, fixed in enumerate(problem.fixed):
        for end, code, known in (("task", fixed.task, tasks), ("worker", fixed.worker, workers)):
            if code not in known:
                sentence = N_("This planning file cannot be used: {where} names “{name}”, which no list holds. Nothing was planned.")
                raise _bad(sentence, where=f"fixed[{place}].{end}", name=_cut(code))
    for place, (_start, _end, minutes) in enumerate(problem.travel):
        _between(f"travel[{place}][2]", minutes, 0, MOST)
    for name, value in (("speed_kmh", problem.speed_kmh), ("detour", problem.detour)):
        if value <= 0:
            raise _bad(N_("This planning file cannot be used: {where} must be above 0. Nothing was planned."), where=name)


def _between(where: str, value: float, low: int, high: int) -> None:
    if not low <= value <= high:
        sentence = N_("This planning file cannot be used: {where} must be from {low} to {high}. Nothing was planned.")
        raise _bad(sentence, where=where, low=low, high=high)


def _no_number(text: str) -> float:
    raise ValueError(text)  # NaN and Infinity are no JSON


def _bad(sentence: str, **figures: Any) -> Refused:
    return Refused(sentence, code="PROBLEM", **figures)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


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
            raise _bad(N_("This planning file cannot be used: {where} must be a list. Nothing was planned."), where=where)
        if origin is tuple and parts[-1] is not Ellipsis:
            if len(value) != len(parts):
                sentence = N_("This planning file cannot be used: {where} must be a list of {count} values. Nothing was planned.")
                raise _bad(sentence, where=where, count=len(parts))
            return tuple(_read(item, part, f"{where}[{n}]") for n, (item, part) in enumerate(zip(value, parts, strict=True)))
        return origin(_read(item, parts[0], f"{where}[{n}]") for n, item in enumerate(value))
    if is_dataclass(wanted):
        return _read_fields(value, wanted, where)
    return _read_simple(value, wanted, where)


def _read_fields(value: Any, wanted: Any, where: str) -> Any:
    if not isinstance(value, dict):
        sentence = N_("This planning file cannot be used: {where} must be an object with named fields. Nothing was planned.")
        raise _bad(sentence, where=where)
    types = get_type_hints(wanted)
    inside = f"{where}." if where else ""
    unknown = next((key for key in value if key not in types), None)
    if unknown is not None:
        sentence = N_("This planning file cannot be used: there is no field “{where}”. Possible here: {fields}. Nothing was planned.")
        raise _bad(sentence, where=inside + _cut(unknown), fields=", ".join(types))
    lacking = next((one.name for one in fields(wanted) if one.default is MISSING and one.name not in value), None)
    if lacking is not None:
        raise _bad(N_("This planning file cannot be used: the field “{where}” is missing. Nothing was planned."), where=inside + lacking)
    return wanted(**{key: _read(item, types[key], inside + key) for key, item in value.items()})


def _read_simple(value: Any, wanted: Any, where: str) -> Any:
    """A date, number, text or flag; "09:30" is a time of day where a whole number is wanted."""
    if wanted is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _bad(KINDS[date], where=where) from error
    if wanted is int and isinstance(value, str) and (time := CLOCK.fullmatch(value)):
        return int(time[1]) * 60 + int(time[2])
    if wanted is float and isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST:
        return float(value)
    if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
        raise _bad(KINDS[wanted], where=where)
    if wanted in (int, float):
        _between(where, value, -MOST, MOST)
    if wanted is str and any("\ud800" <= letter <= "\udfff" for letter in value):  # half a character cannot be written anywhere
        raise _bad(KINDS[str], where=where)
    return value
