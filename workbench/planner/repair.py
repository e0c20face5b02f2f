"""The plan after something changed: everything that still can stay stays, and only what was lost is given anew.

First to who is free; then by moving tasks among the people who could take what was lost, on that day, then in that week. Cover
comes before the number of changes, and nobody's week is touched for anything else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from workbench.planner.answer import Outcome, Progress, finished, telling
from workbench.planner.arrays import Arrays, Flags, Ints
from workbench.planner.first import completed
from workbench.planner.measures import Setting
from workbench.planner.neighbourhood import Held, Part, heads_in_order
from workbench.planner.problem import Plan, Problem
from workbench.planner.search import Stop, lawful
from workbench.planner.weighing import Weights
from workbench.threads import watching

EFFORT: Final = 0.08  # deterministic time for one ring, for each second asked for
GUARD: Final = 3.0  # the wall clock stops everything after so many times the seconds asked for


@dataclass(frozen=True, slots=True)
class Ring:
    """Whose tasks may move, and which."""

    people: Ints
    tasks: Flags


def repaired(
    problem: Problem,
    *,
    seconds: float = 1,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """A plan near the assignments that exist (`problem.fixed`), where some of them are possible no more.

    Equal problem, seed and seconds give equal plans. Cancelling returns the best so far.
    """
    import ortools.sat.python.cp_model  # noqa: F401  # more than a second the first time, which must not count

    started = time.monotonic()
    setting = Setting(problem)
    arrays, tell = Arrays(setting), telling(progress, started)
    stop = Stop(cancelled or bool)
    limits = setting.limits()
    plan = standing(arrays)
    lost = _lost(arrays, plan)
    plan = completed(arrays, plan, _free_first(arrays, plan, lost))
    tell("cover", arrays.values(plan)["cover"], limits["cover"])
    stop.look()
    stop.until = time.monotonic() + GUARD * seconds
    with watching(0.05, stop.look, "planner-watch"):
        for number in range(3):
            if stop.now or seconds <= 0 or not len(_open(arrays, plan, lost)):
                break
            plan = _with_ring(arrays, plan, lost, number, effort=EFFORT * seconds, seed=seed, stop=stop)
            tell("cover", arrays.values(plan)["cover"], limits["cover"])
    outcome = Outcome(plan, limits, stop.asked, seconds={"cover": time.monotonic() - started})
    return finished(setting, outcome, seed, started)


def standing(arrays: Arrays) -> Flags:
    """What exists and may stay: whole weeks of people where nothing is wrong with them, else as much of one as fits."""
    plan = arrays.old | arrays.kept
    over = np.bincount(arrays.task[plan], minlength=arrays.tasks) > arrays.room
    wrong = [who for who in np.unique(arrays.worker[plan]).tolist() if not lawful(arrays, plan, np.array([who]))]
    doubtful = plan & ~arrays.kept & (np.isin(arrays.worker, wrong) | over[arrays.task])
    return completed(arrays, plan & ~doubtful, np.flatnonzero(doubtful))


def _lost(arrays: Arrays, plan: Flags) -> Ints:
    """Tasks that somebody had and that lack people now; where nothing was lost, all that lack people."""
    here = set(arrays.pairs(plan))
    gone = {one.task for one in arrays.problem.fixed if (one.task, one.worker) not in here}
    missing = arrays.room - np.bincount(arrays.task[plan], minlength=arrays.tasks) > 0
    had = np.array([one.code in gone for one in arrays.problem.tasks], bool)
    return np.flatnonzero(missing & had) if (missing & had).any() else np.flatnonzero(missing)


def _open(arrays: Arrays, plan: Flags, lost: Ints) -> Ints:
    """Those of the lost tasks that still lack people whom somebody could be."""
    missing = arrays.room - np.bincount(arrays.task[plan], minlength=arrays.tasks)
    could = np.bincount(arrays.task[arrays.open & ~plan], minlength=arrays.tasks)
    return lost[(missing[lost] > 0) & (could[lost] > 0)]


def _free_first(arrays: Arrays, plan: Flags, lost: Ints) -> Ints:
    """Pairs for the lost tasks: the more urgent task first, then who had least of what was wished."""
    pairs = np.flatnonzero(np.isin(arrays.task, lost) & arrays.open & ~plan)
    ratio = np.where(arrays.wisher, arrays.ratios(arrays.of(arrays.length * plan)), 10**9)[arrays.worker[pairs]]
    return pairs[np.lexsort((pairs, ratio, arrays.task[pairs], arrays.priority[arrays.task[pairs]]))]


def _ring(arrays: Arrays, plan: Flags, lost: Ints, number: int) -> Ring:
    """0: who could take a lost task, on its days; 1: the same people in the whole week; 2: also who could take a task of theirs."""
    could = arrays.open & np.isin(arrays.task, lost)
    people = np.unique(arrays.worker[could])
    theirs = np.unique(arrays.task[plan & np.isin(arrays.worker, people)])
    if number == 2:
        near = np.isin(arrays.day, arrays.day[lost])
        more = arrays.open & np.isin(arrays.task, theirs[near[theirs]])
        people = np.unique(arrays.worker[more | could])
        theirs = np.unique(arrays.task[plan & np.isin(arrays.worker, people)])
    tasks = np.zeros(arrays.tasks, bool)
    tasks[theirs] = True
    if number != 1:
        tasks &= np.isin(arrays.day, arrays.day[lost])
    tasks[lost] = True
    return Ring(people, tasks)


def _with_ring(arrays: Arrays, plan: Flags, lost: Ints, number: int, *, effort: float, seed: int, stop: Stop) -> Flags:
    """The plan with one ring solved anew, where that is better."""
    ring = _ring(arrays, plan, _open(arrays, plan, lost), number)
    part = Part(arrays, plan, ring.people, ring.tasks, np.ones(arrays.count, bool))
    if not len(part.pairs):
        return plan

    def watch(solver: Any) -> None:
        stop.watch(0, solver.stop_search)

    answer = part.solved(_fewest_changes(part), Held(), effort=effort, seed=seed, wall=stop.left(), watch=watch)
    found = answer.plan
    if found is None or arrays.values(found)["cover"] <= arrays.values(plan)["cover"]:
        return plan
    if not answer.best and not stop.now:  # more is covered, but perhaps with more changes than it takes
        part = Part(arrays, found, ring.people, ring.tasks, np.ones(arrays.count, bool))
        again = part.solved(Weights((0, 0, 0), changes=1), Held(heads=True), effort=effort, seed=seed, wall=stop.left(), watch=watch)
        found = found if again.plan is None else again.plan
    return found if lawful(arrays, found, ring.people) else plan


def _fewest_changes(part: Part) -> Weights:
    """Heads by priority before the pairs that stay, and these before wishes."""
    heads = heads_in_order(part.arrays, part.pairs, part.room).heads
    most = 5 * len(part.people) * part.arrays.tasks + 1
    each = most * (int(part.arrays.old[part.pairs].sum()) + 1)
    return Weights((heads[0] * each, heads[1] * each, heads[2] * each), changes=most, preference=1)
