"""The plan of a week too large for one model: greedy first, then parts of it made better, led by a linear relaxation.

The relaxation is solved beside the first parts and joined after a fixed amount of work, so that nothing depends on which of
them is quicker. Needs OR-Tools and NumPy; `solve` imports this when a week asks for it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import numpy as np

from workbench.planner.aims import Stage, Sum, kept_of_rest, shares, stages
from workbench.planner.answer import Outcome
from workbench.planner.arrays import Arrays
from workbench.planner.first import greedy, rounded
from workbench.planner.measures import Setting
from workbench.planner.problem import LEVELS
from workbench.planner.relaxation import Program, Relaxed, relaxed
from workbench.planner.search import Search, Stop
from workbench.planner.shapes import MOST, Shapes
from workbench.planner.weighing import BALANCED, Weights
from workbench.threads import Helper, watching

RATE: Final = 0.25  # deterministic time of one solver in a second; measured where both cores were free
ENTRIES: Final = 1.3e-5  # seconds of the relaxation for each entry of its matrix, exact as it should be
ROUGHLY: Final = 0.35  # of those seconds when it is solved roughly
PATIENCE: Final = 0.5  # of the seconds that the relaxation may take
DEAR: Final = 4_000  # a pair that would lose more of the balanced sum than this is not looked at
WHOLE: Final = 2_000  # pairs of a week that is solved as one part when its parts hold nothing more
PATHS: Final = 300  # pairs of a part that holds the order of each day as well
GUARD, START = 3.0, 3.0  # the wall clock stops everything after so many times the seconds asked for, and so many seconds more

Told = Callable[[str, int, int], None]


class Large:
    """One run. `told` hears of each gain: level, value, bound."""

    def __init__(self, setting: Setting, seconds: float, seed: int, cancelled: Callable[[], bool], told: Told) -> None:
        self.setting, self.seconds, self.seed, self.told = setting, seconds, seed, told
        self.arrays = Arrays(setting)
        self.limits = setting.limits()
        self.stop = Stop(cancelled)
        self.spent: dict[str, float] = dict.fromkeys(LEVELS, 0.0)
        self.plan = greedy(self.arrays)
        self.level = LEVELS[0]
        self.helpers = (Helper("planner-part-1"), Helper("planner-part-2"))
        self.search = Search(self.arrays, self.plan, seed, self.stop, self.helpers, self._tell)
        self.allowed = np.ones(self.arrays.count, bool)
        self.guide: Relaxed | None = None

    def levels(self) -> Outcome:
        """The levels in their order, each stage for its share of the work."""
        with self._running() as able:
            if able:
                self._levels()
        return self._outcome()

    def sum(self, weights: Weights) -> Outcome:
        """One sum of all levels."""
        aim = Sum(self.arrays, weights)
        with self._running() as able:
            if able:
                left = self._guided(aim, weights, self.seconds * RATE * len(self.helpers))
                aim = Sum(self.arrays, weights, self.guide.bound if self.guide else math.inf)
                self._run(aim, left)
        outcome = self._outcome()
        outcome.bound = aim.bound
        return outcome

    # ---- steps --------------------------------------------------------------------------------------

    @contextmanager
    def _running(self) -> Iterator[bool]:
        """While parts are solved; False where there is nothing to do."""
        self._tell()
        self.stop.look()
        self.stop.until = time.monotonic() + GUARD * self.seconds + START
        able = self.seconds > 0 and bool(self.arrays.open.any()) and not self.stop.now
        try:
            with watching(0.05, self.stop.look, "planner-watch"):
                yield able
        finally:
            for helper in self.helpers:
                helper.close()

    def _levels(self) -> None:
        total = self.seconds * RATE * len(self.helpers)
        spare, rest, order = 0.0, None, self.setting.problem.order
        for number, ((kind, levels), share) in enumerate(zip(stages(order), shares(order), strict=True)):
            self.level, began, before = levels[0], time.monotonic(), self.search.work
            self._tell()
            aim = Stage(self.arrays, kind, levels, self.limits, rest)
            work = total * share + spare
            left = self._guided(aim, BALANCED, work) if number == 0 else work
            bounding = self._bound_cover() if number == 1 else None
            self._run(aim, left, threads=len(self.helpers) - (bounding is not None))
            if bounding is not None:
                self.limits["cover"] = min(self.limits["cover"], math.floor(bounding.result().bound + 1e-6))
            spare = max(0.0, work - (self.search.work - before))
            self.spent[self.level] += time.monotonic() - began
            if "fairness_rest" in levels:
                rest = kept_of_rest(self.search.values)

    def _run(self, aim: Stage | Sum, work: float, threads: int = 0) -> None:
        share = self.guide.share if self.guide is not None else None
        most = PATHS if isinstance(aim, Stage) and aim.has_paths else MOST
        shapes = Shapes(self.arrays, self.allowed, share, self.seed, most)
        end = self.search.work + work
        self.search.run(aim, shapes, work, threads or len(self.helpers))
        if threads != 1 and int(self.arrays.open.sum()) <= WHOLE:
            self.search.whole(aim, end - self.search.work)

    def _guided(self, aim: Stage | Sum, weights: Weights, work: float) -> float:
        """Solve the relaxation beside the first parts, then go on from whichever plan is better; the work that is left."""
        program = Program(self.arrays, weights)
        cost, exact = self._affordable(program)
        if not cost:
            return work
        future = self._relax(program, exact)
        self._run(aim, min(work, cost * RATE), threads=1)
        found = future.result()
        if found.finished:
            self.guide = found
            self.allowed = (found.price < DEAR) | (found.share > 1e-6)
            plan = rounded(self.arrays, found.share)
            values = self.arrays.values(plan)
            if aim.rank(plan, values) > aim.rank(self.search.plan, self.search.values):
                self.search.plan, self.search.values = plan, values
                self._tell()
        return max(0.0, work - cost * RATE * len(self.helpers))

    def _affordable(self, program: Program) -> tuple[float, bool]:
        """(seconds that the relaxation should take, whether exact); 0 where it takes too much of the time."""
        exact = program.entries * ENTRIES
        for seconds, exactly in ((exact, True), (exact * ROUGHLY, False)):
            if seconds <= PATIENCE * self.seconds:
                return seconds, exactly
        return 0.0, False

    def _relax(self, program: Program, exact: bool) -> Future[Relaxed]:
        from ortools.util.python import solve_interrupter

        interrupter: Any = solve_interrupter.SolveInterrupter()
        slot = len(self.helpers) - 1
        self.stop.watch(slot, interrupter.interrupt)
        return self.helpers[slot].submit(partial(relaxed, program, interrupter, self.stop.left(), exact))

    def _bound_cover(self) -> Future[Relaxed] | None:
        """Where not every place that could be filled is filled: what no plan can pass, solved beside the later levels."""
        if self.search.values["cover"] == self.limits["cover"] or self.stop.now:
            return None
        weight = self.setting.weight
        program = Program(self.arrays, Weights((weight[1], weight[2], weight[3])))
        cost, exact = self._affordable(program)
        return self._relax(program, exact) if cost else None

    def _tell(self) -> None:
        values = self.search.values
        self.told(self.level, values[self.level], self.limits[self.level])

    def _outcome(self) -> Outcome:
        return Outcome(self.search.plan, self.limits, self.stop.asked, seconds=self.spent)
