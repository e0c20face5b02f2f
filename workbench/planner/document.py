"""A planning problem as a file: `to_json` and `from_json`, and what a file must keep to be planned at all.

A file comes from outside, so every refusal names the place and what must stand there; docs/planning-problem.md tells the fields.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.planner.problem import ASKED_FOR, LEVELS, MOST, SOFT, Demand, Plan, Problem

DAY: Final = 1440
MOST_HEADS: Final = 1000
COUNTS: Final = (
    "day_limit", "task_limit", "tasks_a_day", "days_in_a_row", "days_before", "days_off", "off_before", "weekend_limit", "weekends_before",
    "elsewhere_minutes", "total_limit", "least_in_a_row",
)  # fmt: skip
"""Figures of a person that cannot be below 0."""
SHOWN: Final = 60  # characters of a wrong value that a refusal repeats
FAIRNESS: Final = re.compile(r"fairness_\d")
CLOCK: Final = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
KINDS: Final[Mapping[type, str]] = {
    date: N_("This planning file cannot be used: {where} must be a date such as 2026-11-23. Nothing was planned."),
    int: N_("This planning file cannot be used: {where} must be a whole number or a time such as 09:30. Nothing was planned."),
    float: N_("This planning file cannot be used: {where} must be a number. Nothing was planned."),
    str: N_("This planning file cannot be used: {where} must be a text in quotes. Nothing was planned."),
    bool: N_("This planning file cannot be used: {where} must be true or false. Nothing was planned."),
}
"""What a refused value had to be."""


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
        if not 0 <= task.start < task.end <= problem.day_length:
            sentence = N_(
                "This planning file cannot be used: {where} must start before it ends, between 00:00 and 24:00. Nothing was planned."
            )
            raise _bad(sentence, where=f"tasks[{place}]")
        if not 0 <= task.first_start <= task.start or not task.end <= task.last_start + task.minutes <= problem.day_length:
            sentence = N_(
                "This planning file cannot be used: {where} does not lie between its earliest and its latest time. Nothing was planned."
            )
            raise _bad(sentence, where=f"tasks[{place}]")
        _between(f"tasks[{place}].headcount", task.headcount, 1, MOST_HEADS)
        _between(f"tasks[{place}].priority", task.priority, 1, 3)
    for place, who in enumerate(problem.workers):
        for name in COUNTS:
            _between(f"workers[{place}].{name}", getattr(who, name) or 0, 0, MOST)
        for number, window in enumerate(who.windows):
            _between(f"workers[{place}].windows[{number}].preference", window.preference, 1, 5)
    workers, tasks = {one.code for one in problem.workers}, {one.code for one in problem.tasks}
    for place, fixed in enumerate(problem.fixed):
        for end, code, known in (("task", fixed.task, tasks), ("worker", fixed.worker, workers)):
            if code not in known:
                raise _unknown(f"fixed[{place}].{end}", code)
    for place, task in enumerate(problem.tasks):
        for name in ("short_cost", "over_cost"):
            _between(f"tasks[{place}].{name}", getattr(task, name) or 0, 0, MOST)
    for place, who in enumerate(problem.workers):
        for number, (_kind, most) in enumerate(who.kind_limits):
            _between(f"workers[{place}].kind_limits[{number}][1]", most, 0, MOST)
        for number, wish in enumerate(who.soft):
            where = f"workers[{place}].soft[{number}]"
            if wish.rule not in SOFT:
                raise _unknown(f"{where}.rule", wish.rule)
            for name in ("cost", "low", "high", "before"):
                _between(f"{where}.{name}", getattr(wish, name) or 0, 0, MOST)
    told: set[tuple[str, str]] = set()
    for place, pair in enumerate(problem.pairs):
        for end, code, known in (("task", pair.task, tasks), ("worker", pair.worker, workers)):
            if code not in known:
                raise _unknown(f"pairs[{place}].{end}", code)
        if (pair.task, pair.worker) in told:
            sentence = N_("This planning file cannot be used: the code “{name}” stands twice in {where}. Nothing was planned.")
            raise _bad(sentence, where="pairs", name=_cut(f"{pair.task}, {pair.worker}"))
        told.add((pair.task, pair.worker))
        _between(f"pairs[{place}].minutes", pair.minutes or 0, 0, MOST)
    for place, task in enumerate(problem.tasks):
        for code in sorted(task.after - tasks):
            raise _unknown(f"tasks[{place}].after", code)
    for place, (_start, _end, minutes) in enumerate(problem.travel):
        _between(f"travel[{place}][2]", minutes, 0, MOST)
    for name, value in (("speed_kmh", problem.speed_kmh), ("detour", problem.detour)):
        if value <= 0:
            raise _bad(N_("This planning file cannot be used: {where} must be above 0. Nothing was planned."), where=name)
    _between("day_length", problem.day_length, DAY, MOST if len({one.day for one in problem.tasks}) <= 1 else DAY)
    _check_levels(problem.levels)
    _check_demand(problem.demand)


def _check_demand(demand: tuple[Demand, ...]) -> None:
    """Codes that differ, shifts that can be worked, needs inside a day."""
    twice = next((code for code, count in Counter(one.code for one in demand).items() if count > 1), None)
    if twice is not None:
        sentence = N_("This planning file cannot be used: the code “{name}” stands twice in {where}. Nothing was planned.")
        raise _bad(sentence, where="demand", name=_cut(twice))
    for place, one in enumerate(demand):
        _between(f"demand[{place}].step", one.step, 5, DAY)
        _between(f"demand[{place}].shortest", one.shortest, one.step, DAY)
        _between(f"demand[{place}].longest", one.longest, one.shortest, DAY)
        _between(f"demand[{place}].priority", one.priority, 1, 3)
        for number, need in enumerate(one.needs):
            where = f"demand[{place}].needs[{number}]"
            _between(f"{where}.people", need.people, 0, MOST_HEADS)
            if not 0 <= need.start < need.end <= DAY:
                sentence = N_(
                    "This planning file cannot be used: {where} must start before it ends, between 00:00 and 24:00. Nothing was planned."
                )
                raise _bad(sentence, where=where)


def _check_levels(levels: tuple[str, ...]) -> None:
    """Known names, each once, cover first; lowest ratios one after the other, for each is measured beside those before it."""
    for place, name in enumerate(levels):
        if name not in (*LEVELS, *ASKED_FOR):
            raise _unknown(f"levels[{place}]", name)
        if name in levels[:place]:
            sentence = N_("This planning file cannot be used: the code “{name}” stands twice in {where}. Nothing was planned.")
            raise _bad(sentence, where="levels", name=name)
    usual = [name for name in levels if name in LEVELS]
    if levels and ("cover" in levels or "cost" not in levels) and usual[:1] != [LEVELS[0]]:
        sentence = N_("This planning file cannot be used: {where} must begin with “{name}”. Nothing was planned.")
        raise _bad(sentence, where="levels", name=LEVELS[0])
    lowest = [name for name in LEVELS if FAIRNESS.fullmatch(name)]
    for earlier, later in pairwise(lowest):
        if later in levels and levels[levels.index(later) - 1] != earlier:
            sentence = N_(
                "This planning file cannot be used: in {where}, “{later}” must come right after “{earlier}”. Nothing was planned."
            )
            raise _bad(sentence, where="levels", later=later, earlier=earlier)


def _unknown(where: str, code: str) -> Refused:
    sentence = N_("This planning file cannot be used: {where} names “{name}”, which no list holds. Nothing was planned.")
    return _bad(sentence, where=where, name=_cut(code))


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
