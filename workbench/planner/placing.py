"""Times by rule for tasks that may move, and the plan of a large week with such tasks.

A large week is planned in parts with all times fixed by the rule; what is left open then gets another time where somebody is free at
one. Smaller weeks only begin at the rule: `timing` moves their tasks together with the people. Needs NumPy.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from workbench.planner import routes
from workbench.planner.answer import Outcome, Told, finished_pairs
from workbench.planner.eligibility import eligibility
from workbench.planner.measures import Pair, Setting
from workbench.planner.polish import polished
from workbench.planner.problem import Plan, Problem, Task
from workbench.planner.routing import reordered
from workbench.planner.rules import Board, Index
from workbench.planner.starts import moved, settled

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIMES: Final = 9  # begins that are looked at for one task
SLOTS: Final = 96  # how finely the rule sees the day: quarters of an hour
PARTS_SHARE: Final = 0.4  # of the seconds are for the people at these times, the rest for people and times together
LOOKS: Final = 600  # questions to the rules for each second asked for, after which no other times are tried


def in_parts(
    setting: Setting,
    keep_published: bool,
    seconds: float,
    seed: int,
    cancelled: Callable[[], bool],
    told: Told,
    started: float,
) -> Plan:
    """The plan of a large week; bounds of the levels are those that hold at any times."""
    from workbench.planner.large import Large

    if routes.is_for(setting):
        return _in_routes(setting, seconds, seed, cancelled, told, started)
    times = placed(setting.problem)
    fixed = Setting(settled(setting.problem, times), keep_published=keep_published)
    outcome = Large(fixed, PARTS_SHARE * seconds, seed, cancelled, told).levels()
    pairs = [pair for pair, chosen in zip(fixed.pairs, outcome.plan.tolist(), strict=True) if chosen]
    if not outcome.cancelled:
        pairs, times = _filled(setting.problem, pairs, times, int(LOOKS * seconds))
        pairs, times = polished(setting, pairs, times, seconds, seed, cancelled)
        if "travel" in setting.problem.order:
            times = reordered(setting, pairs, times)
        outcome.cancelled = cancelled()
    outcome.limits = setting.limits()
    return replace(finished_pairs(setting, pairs, outcome, seed, started, times), seconds=time.monotonic() - started)


def _in_routes(setting: Setting, seconds: float, seed: int, cancelled: Callable[[], bool], told: Told, started: float) -> Plan:
    """The same for a week in which ways come right after cover."""
    limits = setting.limits()

    def tell(cover: int, way: int) -> None:
        told("cover", cover, limits["cover"])
        told("travel", way, limits["travel"])

    pairs, times = routes.routed(setting, seconds, seed, cancelled, tell)
    pairs, times = _filled(setting.problem, pairs, times, int(LOOKS * seconds))
    times = reordered(setting, pairs, times)
    outcome = Outcome(np.zeros(0, bool), limits, cancelled())
    return finished_pairs(setting, pairs, outcome, seed, started, times)


# ---- the rule ---------------------------------------------------------------------------------------


def placed(problem: Problem) -> dict[str, int]:
    """A begin for each task that may move: where most people who can do it are likely to be free, the time it has before others.

    Tasks of a higher priority and with fewer people choose first, after those that they come after.
    """
    order: list[Task] = []
    firsts: list[int] = []
    variants: list[Task] = []
    followers: dict[str, list[Task]] = {}
    for one in problem.tasks:
        for code in one.after:
            followers.setdefault(code, []).append(one)
    known = {one.code: one for one in problem.tasks}
    for task in sorted(problem.tasks, key=lambda one: (one.flexible, len(_before(known, one)), one.priority)):
        order.append(task)
        firsts.append(len(variants))
        variants += [replace(moved(task, start), code=str(len(variants) + n)) for n, start in enumerate(begins(task))]
    bare = tuple(replace(one, earliest=None, latest=None, after=frozenset()) for one in variants)
    trial = replace(problem, tasks=bare, fixed=(), pairs=())
    allowed, _wishes = eligibility(trial, Index(trial))
    days = {day: place for place, day in enumerate(sorted({one.day for one in problem.tasks}))}
    load = np.zeros((len(days), SLOTS, len(problem.workers)), np.float32)
    times: dict[str, int] = {}
    ends = {one.code: one for one in problem.tasks}
    for task, first, after in zip(order, firsts, [*firsts[1:], len(variants)], strict=True):
        rows = [row for row in range(first, after) if _in_order(variants[row], ends, followers.get(task.code, ()))] or list(
            range(first, after)
        )
        slots = [_slots(variants[row], problem.day_length) for row in rows]
        free = [
            float((allowed[row] * np.maximum(0, 1 - load[days[task.day], low:high].max(axis=0))).sum())
            for row, (low, high) in zip(rows, slots, strict=True)
        ]
        best = max(range(len(rows)), key=lambda place: (round(free[place], 3), -place))
        row, (low, high) = rows[best], slots[best]
        able: NDArray[np.bool_] = allowed[row]
        if able.any():
            load[days[task.day], low:high, able] += np.float32(task.headcount / able.sum())
        ends[task.code] = variants[row]
        if task.flexible:
            times[task.code] = variants[row].start
    return {one.code: times[one.code] for one in problem.tasks if one.flexible}


def begins(task: Task) -> list[int]:
    """Times at which a task may begin, spread over its window, the one that it has first."""
    first, last = task.first_start, task.last_start
    spread = [first + (last - first) * n // (TIMES - 2) for n in range(TIMES - 1)]
    return list(dict.fromkeys((task.start, *spread))) if task.flexible else [task.start]


def _before(known: Mapping[str, Task], task: Task) -> set[str]:
    """All tasks that must have ended before, directly or not."""
    found: set[str] = set()
    open_ = list(task.after)
    while open_:
        code = open_.pop()
        if code not in found and code in known:
            found.add(code)
            open_ += known[code].after
    return found


def _in_order(task: Task, others: Mapping[str, Task], followers: Iterable[Task]) -> bool:
    """Whether those that it comes after have ended by then, and those that come after it can still begin."""
    earlier = (others[code] for code in task.after if code in others)
    return all((one.day, one.end) <= (task.day, task.start) for one in earlier) and all(
        (task.day, task.end) <= (one.day, one.last_start) for one in followers
    )


def _slots(task: Task, day: int) -> tuple[int, int]:
    return task.start * SLOTS // day, -(-task.end * SLOTS // day)


# ---- what the parts left open ------------------------------------------------------------------------


def _filled(problem: Problem, pairs: list[Pair], times: dict[str, int], most: int) -> tuple[list[Pair], dict[str, int]]:
    """The plan with tasks that nobody had moved to a time at which somebody can do them; others stay as they are."""
    had = {code for code, _who in pairs}
    needed = {code for one in problem.tasks for code in one.after}
    left = [one for one in problem.tasks if one.flexible and one.code not in had and one.code not in needed and not one.together]
    if not left:
        return pairs, times
    still = settled(problem, times)
    copies = {f"{one.code}\n{start}": (one, start) for one in left for start in begins(one)}
    tasks = tuple(replace(moved(one, start), code=code, earliest=None, latest=None) for code, (one, start) in copies.items())
    trial = replace(still, tasks=(*still.tasks, *tasks))
    board, times, looks = Board(trial, pairs), dict(times), 0
    allowed, _wishes = eligibility(trial, board.index)
    people = [one.code for one in problem.workers]
    rows = {one.code: row for row, one in enumerate(trial.tasks)}
    for task in sorted(left, key=lambda one: (one.priority, one.day, one.start, one.code)):
        best: tuple[str, list[str]] = ("", [])
        for start in begins(task):
            code = f"{task.code}\n{start}"
            able = [people[place] for place in np.flatnonzero(allowed[rows[code]])]
            looks += len(able)
            free = [who for who in able if not board.dynamic(code, who)] if looks <= most else []
            if len(free[: task.headcount]) > len(best[1]):
                best = code, sorted(free, key=board.turn)[: task.headcount]
        for who in best[1]:
            if not board.dynamic(best[0], who):
                board.add(best[0], who)
                times[task.code] = copies[best[0]][1]
    new = {(copies[code][0].code if code in copies else code, who) for code, who in board.assignments()}
    order = {one.code: place for place, one in enumerate(problem.tasks)}
    ranks = {code: place for place, code in enumerate(people)}
    return sorted(new, key=lambda pair: (order[pair[0]], ranks[pair[1]])), times
