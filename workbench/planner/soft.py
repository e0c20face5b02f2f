"""Wishes about somebody's days that cost where they are not met: runs of days, days off, tasks in all, weekends.

The same rules twice: as a figure of a plan (`cost_of`) and as terms for the solver (`terms`); a property of the tests holds them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from workbench.planner.problem import Soft, Worker

if TYPE_CHECKING:
    from workbench.planner.rules import Index

DAY = timedelta(days=1)
SATURDAY = 5


def _days(index: Index) -> list[date]:
    """All days from the first to the last with a task."""
    first = index.problem.monday
    return [first + DAY * number for number in range((index.last - first).days + 1)]


def _weekends(days: Sequence[date]) -> list[list[int]]:
    """Places of the days of each weekend."""
    places = [place for place, day in enumerate(days) if day.weekday() >= SATURDAY]
    return [list(some) for _key, some in groupby(places, lambda place: days[place] - DAY * days[place].weekday())]


# ---- a plan -----------------------------------------------------------------------------------------


def cost_of(index: Index, who: Worker, mine: Collection[str]) -> int:
    """What the wishes of one person that these tasks do not meet cost."""
    return sum(one.cost * _misses(index, one, mine) for one in who.soft)


def _misses(index: Index, one: Soft, mine: Collection[str]) -> int:
    """By how much one wish is missed: days, tasks or weekends."""
    days = _days(index)
    counted = [index.tasks[code] for code in mine if not one.kind or index.tasks[code].kind == one.kind]
    done = {task.day for task in counted}
    worked = [day in done for day in days]
    weekends = [[worked[place] for place in some] for some in _weekends(days)]
    if one.rule == "tasks":
        return _outside(one, one.before + len(counted))
    if one.rule == "weekends":
        return _outside(one, one.before + sum(map(any, weekends)))
    if one.rule == "split":
        return sum(any(some) and not all(some) for some in weekends if len(some) > 1)
    wanted = one.rule == "run"
    return _runs(one, [here == wanted for here in worked])


def _outside(one: Soft, count: int) -> int:
    return max(0, one.low - count) + (max(0, count - one.high) if one.high is not None else 0)


def _runs(one: Soft, flags: Sequence[bool]) -> int:
    """Days too many and too few of all runs; a run that reaches the last day may go on, and of one from before only the days here are too many."""
    found, place = 0, 0
    groups = [(is_run, len(list(some))) for is_run, some in groupby(flags)]
    if one.before and groups and not groups[0][0]:
        found += max(0, one.low - one.before)
    for is_run, length in groups:
        if is_run:
            before = one.before if place == 0 else 0
            if one.high is not None:
                found += min(length, max(0, before + length - one.high))
            if place + length < len(flags):
                found += max(0, one.low - before - length)
        place += length
    return found


# ---- the solver -------------------------------------------------------------------------------------


def terms(cp: Any, index: Index, who: Worker, literals: Mapping[str, Any]) -> Iterator[tuple[int, Any]]:
    """(cost, variable of how much is missed) of one person; `literals` are the variables of the tasks that the person may have."""
    days = _days(index)
    known: dict[str, list[Any]] = {}
    for one in who.soft:
        mine = {code: var for code, var in literals.items() if not one.kind or index.tasks[code].kind == one.kind}
        if one.kind not in known:
            known[one.kind] = [_any(cp, [var for code, var in mine.items() if index.tasks[code].day == day]) for day in days]
        worked = known[one.kind]
        weekends = [[worked[place] for place in some] for some in _weekends(days)]
        if one.rule == "tasks":
            yield from _bounds(cp, one, one.before + sum(mine.values()), len(mine))
        elif one.rule == "weekends":
            yield from _bounds(cp, one, one.before + sum(_any(cp, some) for some in weekends), len(weekends))
        elif one.rule == "split":
            yield from ((one.cost, var) for some in weekends if len(some) > 1 for var in _differ(cp, some))
        else:
            flags = worked if one.rule == "run" else [1 - here for here in worked]
            yield from _too_long(cp, one, flags)
            yield from _too_short(cp, one, flags)


def _any(cp: Any, some: Sequence[Any]) -> Any:
    free = [one for one in some if not isinstance(one, int)]
    if not free:
        return 0
    if len(free) == 1:
        return free[0]
    used = cp.new_bool_var("")
    cp.add_max_equality(used, free)
    return used


def _bounds(cp: Any, one: Soft, count: Any, most: int) -> Iterator[tuple[int, Any]]:
    if one.low > one.before:
        short = cp.new_int_var(0, one.low - one.before, "")
        cp.add(short >= one.low - count)
        yield one.cost, short
    if one.high is not None and one.before + most > one.high:
        over = cp.new_int_var(0, one.before + most - one.high, "")
        cp.add(over >= count - one.high)
        yield one.cost, over


def _differ(cp: Any, some: Sequence[Any]) -> Iterator[Any]:
    var = cp.new_bool_var("")
    for here in some:
        for there in some:
            if here is not there:
                cp.add(var >= here - there)
    yield var


def _too_long(cp: Any, one: Soft, flags: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Each day that comes after as many days of the same run as there may be."""
    if one.high is None:
        return
    for last in range(len(flags)):
        first = last - one.high
        if first < -one.before:
            continue
        here = flags[max(0, first) : last + 1]
        over = cp.new_bool_var("")
        cp.add(over >= sum(here) - (len(here) - 1))
        yield one.cost, over


def _too_short(cp: Any, one: Soft, flags: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Each run that has begun and ended and is shorter than it should be; one from before goes on from its length."""
    for first in range(len(flags)):
        before = one.before if first == 0 else 0
        for length in range(0 if before else 1, one.low - before):
            if first + length >= len(flags):
                break
            ones, zeros = flags[first : first + length], [flags[first + length]]
            if first > 0:
                zeros.append(flags[first - 1])
            short = cp.new_bool_var("")
            cp.add(short >= 1 - sum(1 - here for here in ones) - sum(zeros))
            yield one.cost * (one.low - before - length), short
