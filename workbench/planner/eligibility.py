"""Who can do what at all, for everybody and every task at once: the static rules as NumPy columns.

The same answers as `rules.static_between` and `rules.window_preference`, which stay the words of the rules; a
test compares every pair. A rule that is not written as columns here is asked of `rules.Index`, pair by pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workbench.planner.problem import Problem, Window, Worker
from workbench.planner.rules import STATIC, Index
from workbench.planner.starts import hopeless

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

COLUMNS: Final = frozenset({"AVAIL", "SKILL", "TERR", "LEAVE", "CONTRACT", "CONSENT", "BARRED", "TASKH", "ORDER"})
"""The rules that are columns."""


class _Tasks:
    """The tasks' sides of the static rules. Texts are numbers: the same text, the same number; -1 asks for none."""

    def __init__(self, problem: Problem) -> None:
        tasks = problem.tasks
        self.count = len(tasks)
        self.day = _ints(one.day.toordinal() for one in tasks)
        self.start = _ints(one.start for one in tasks)
        self.end = _ints(one.end for one in tasks)
        self.moves = np.fromiter((one.flexible for one in tasks), bool, self.count)
        self.earliest = _ints(one.first_start for one in tasks)
        self.latest = _ints(one.last_start + one.minutes for one in tasks)
        self.level = _ints(one.level for one in tasks)
        self.skills: dict[str, int] = {}
        self.skill = _ints(self.skills.setdefault(one.skill, len(self.skills)) if one.skill else -1 for one in tasks)
        self.areas: dict[str, int] = {}
        self.area = _ints(self.areas.setdefault(one.territory, len(self.areas)) if one.territory else -1 for one in tasks)
        self.consent = np.fromiter((one.needs_consent for one in tasks), bool, self.count)
        self.barred: dict[str, list[int]] = {}
        for place, one in enumerate(tasks):
            for who in one.barred:
                self.barred.setdefault(who, []).append(place)
        self.of_day = {int(day): np.flatnonzero(self.day == day) for day in np.unique(self.day)}


def eligibility(problem: Problem, index: Index, *, moving: bool = False) -> tuple[Flags, NDArray[np.int8]]:
    """(tasks × people: no static rule speaks against it, tasks × people: preference 1–5 of the window, 0 outside of all).

    The preference is that of `rules.window_preference` for every pair, also where another rule forbids it. With `moving`, tasks that
    may move are possible where some time of theirs is, and have no more preference than the best window they could reach.
    """
    tasks = _Tasks(problem)
    allowed = np.zeros((tasks.count, len(problem.workers)), bool)
    preference = np.zeros((tasks.count, len(problem.workers)), np.int8)
    for place, worker in enumerate(problem.workers):
        wishes = _windows(tasks, worker)
        free = (wishes > 0) & _there(tasks, worker)
        if moving and tasks.moves.any():
            wishes, free = _movable(tasks, worker, wishes, free)
        preference[:, place] = wishes
        if wishes.any():
            allowed[:, place] = free & _skilled(tasks, worker) & _near(tasks, worker) & _present(tasks, worker)
    late = hopeless(problem) if moving else index.late
    if late:
        allowed[[place for place, task in enumerate(problem.tasks) if task.code in late]] = False
    if set(STATIC) - COLUMNS and not moving:
        for task, place in zip(*(some.tolist() for some in np.nonzero(allowed)), strict=True):
            allowed[task, place] = not index.static(problem.tasks[task].code, problem.workers[place].code)
    return allowed, preference


def _windows(tasks: _Tasks, worker: Worker) -> NDArray[np.int8]:
    """Preference of the window that holds each task; where it takes several that join, the lowest of them; else 0."""
    found = np.zeros(tasks.count, np.int8)
    of_day: dict[date, list[Window]] = {}
    for window in worker.windows:
        of_day.setdefault(window.day, []).append(window)
    for day, windows in of_day.items():
        mine = tasks.of_day.get(day.toordinal())
        if mine is not None:
            found[mine] = _of_day(tasks.start[mine], tasks.end[mine], windows)
    return found


def _of_day(start: Ints, end: Ints, windows: list[Window]) -> NDArray[np.int8]:
    whole = np.zeros(len(start), np.int8)
    for one in windows:
        inside = (one.start <= start) & (end <= one.end) & (one.start < end) & (start < one.end)
        whole[inside] = np.maximum(whole[inside], one.preference)
    if len(windows) == 1:
        return whole
    joined, reached = np.ones(len(start), bool), start.copy()
    lowest = np.full(len(start), 127, np.int8)
    for one in sorted(windows, key=lambda window: window.start):
        near = (one.start < end) & (start < one.end)
        joined &= ~(near & (one.start > reached))
        reached = np.where(near, np.maximum(reached, one.end), reached)
        lowest[near] = np.minimum(lowest[near], one.preference)
    several = (whole == 0) & joined & (reached >= end) & (lowest < 127)
    return np.where(several, lowest, whole)


def _skilled(tasks: _Tasks, worker: Worker) -> Flags:
    """The skill is asked for by nobody, or held at the level and not expired on the day."""
    found = tasks.skill < 0
    for skill, level, expires in worker.skills:
        wanted = tasks.skills.get(skill)
        if wanted is not None:
            held = (tasks.skill == wanted) & (tasks.level <= level)
            found |= held if expires is None else held & (tasks.day <= expires.toordinal())
    return found


def _near(tasks: _Tasks, worker: Worker) -> Flags:
    """No territory is asked for, the person is bound to none, or it is one of the person's."""
    if not worker.territories:
        return np.ones(tasks.count, bool)
    return (tasks.area < 0) | np.isin(tasks.area, [tasks.areas[one] for one in worker.territories if one in tasks.areas])


def _movable(tasks: _Tasks, worker: Worker, wishes: NDArray[np.int8], free: Flags) -> tuple[NDArray[np.int8], Flags]:
    """Both with the rows of tasks that may move: whether a stretch of free time holds one, and the best window it could touch."""
    fits, best = np.zeros(tasks.count, bool), np.zeros(tasks.count, np.int8)
    length = tasks.end - tasks.start
    for day in {one.day for one in worker.windows}:
        mine = tasks.of_day.get(day.toordinal())
        if mine is None:
            continue
        for start, end in _stretches(worker, day):
            fits[mine] |= np.minimum(end, tasks.latest[mine]) - np.maximum(start, tasks.earliest[mine]) >= length[mine]
        for one in worker.windows:
            if one.day == day:
                touched = mine[(one.start < tasks.latest[mine]) & (tasks.earliest[mine] < one.end)]
                best[touched] = np.maximum(best[touched], one.preference)
    return np.where(tasks.moves, best, wishes), np.where(tasks.moves, fits, free)


def _stretches(worker: Worker, day: date) -> list[tuple[int, int]]:
    """Windows of a day that join made one, without the times of leave."""
    found: list[tuple[int, int]] = []
    for one in sorted((one for one in worker.windows if one.day == day), key=lambda window: window.start):
        if found and one.start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], one.end)
        else:
            found.append((one.start, one.end))
    for when, start, end, _why in worker.leave:
        if when == day:
            found = [part for low, high in found for part in ((low, min(high, start)), (max(low, end), high)) if part[0] < part[1]]
    return found


def _there(tasks: _Tasks, worker: Worker) -> Flags:
    """Not on leave."""
    found = np.ones(tasks.count, bool)
    for day, start, end, _why in worker.leave:
        found &= ~((tasks.day == day.toordinal()) & (start < tasks.end) & (tasks.start < end))
    return found


def _present(tasks: _Tasks, worker: Worker) -> Flags:
    """Not barred, engaged on the day, consenting where that is needed, and the task no longer than was agreed."""
    found = ~tasks.consent | worker.consent
    if worker.task_limit is not None:
        found &= tasks.end - tasks.start <= worker.task_limit
    found[tasks.barred.get(worker.code, [])] = False
    if worker.valid_from is not None:
        found &= tasks.day >= worker.valid_from.toordinal()
    if worker.valid_to is not None:
        found &= tasks.day <= worker.valid_to.toordinal()
    if worker.valid:
        engaged = np.zeros(tasks.count, bool)
        for first, last in worker.valid:
            engaged |= (tasks.day >= first.toordinal()) & (tasks.day <= (last or date.max).toordinal())
        found &= engaged
    return found


def _ints(values: Iterable[Any]) -> Ints:
    return np.fromiter(values, np.int64)
