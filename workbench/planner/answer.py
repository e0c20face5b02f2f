"""From a plan in the making to the answer: levels measured, pins in conflict told, progress passed on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.planner.measures import Pair, Setting
from workbench.planner.problem import Conflict, Level, Plan, Problem, Status
from workbench.planner.rules import Board, Index
from workbench.planner.starts import Starts, chosen, settled

if TYPE_CHECKING:  # NumPy is not needed to know the shape
    from workbench.planner.arrays import Flags

Progress = Callable[[str, int, int, float], None]
"""(level name, value so far, bound, seconds since the start)."""
Told = Callable[[str, int, int], None]
"""(level name, value so far, bound)."""


@dataclass(slots=True)
class Outcome:
    """A plan, what no plan can pass on each level, seconds spent on levels, and the bound on a sum where one was asked for."""

    plan: Flags
    limits: dict[str, int]
    cancelled: bool = False
    bound: float = math.inf
    seconds: dict[str, float] = field(default_factory=dict)


def finished(setting: Setting, outcome: Outcome, seed: int, started: float) -> Plan:
    """The answer of an engine that works with flags; its levels are measured on the plan itself."""
    pairs = [pair for pair, flag in zip(setting.pairs, outcome.plan.tolist(), strict=True) if flag]
    return finished_pairs(setting, pairs, outcome, seed, started, {})


def finished_pairs(setting: Setting, pairs: list[Pair], outcome: Outcome, seed: int, started: float, times: Starts) -> Plan:
    """The same for pairs, and times of tasks that may move."""
    values = setting.values(pairs, times)
    levels = tuple(
        Level(name, values[name], outcome.limits[name], values[name] == outcome.limits[name], outcome.seconds.get(name, 0.0))
        for name in setting.problem.order
    )
    status: Status = "cancelled" if outcome.cancelled else "optimal" if all(one.proven for one in levels) else "feasible"
    index = None if times else setting.index
    told = conflicts(settled(setting.problem, times), pairs, index)
    return Plan(tuple(pairs), levels, status, time.monotonic() - started, seed, told, chosen(setting.problem, times))


def conflicts(problem: Problem, plan: Iterable[Pair], index: Index | None = None) -> tuple[Conflict, ...]:
    """Rules that pinned pairs break in a plan; nothing else in it breaks one."""
    board = Board(problem, plan, index)
    pinned = [pair for pair in board.assignments() if pair[1] in board.index.pinned.get(pair[0], ())]
    return tuple((task, worker, one) for task, worker in pinned for one in board.reasons(task, worker))


def telling(progress: Progress | None, started: float) -> Callable[[str, int, int], None]:
    """Progress with the seconds since the start."""

    def tell(name: str, value: int, bound: int) -> None:
        if progress is not None:
            progress(name, value, bound, time.monotonic() - started)

    return tell
