"""Large-neighbourhood search: small parts of the week are solved two at a time on people and tasks that do not touch.

Results are committed in the order in which their parts were drawn, and the budget is counted in deterministic work, so that
equal input, seed and budget make equal plans; the wall clock is only a guard. Whatever is committed is first judged by the rules.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

import numpy as np

from workbench.planner.arrays import Arrays, Flags, Ints, Values
from workbench.planner.neighbourhood import Answer, Held, Part
from workbench.planner.rules import Board
from workbench.planner.shapes import Shapes
from workbench.planner.weighing import Weights
from workbench.threads import Helper

EFFORT: Final = 0.1  # deterministic time for one part
BUILDING: Final = 2.0e-5  # deterministic time that building a part counts, for each pair
PATIENCE: Final = 16  # parts without a gain after which parts are made larger, or the aim is left


class Aim(Protocol):
    """What a search improves: the sum and what is held for a part, how good a plan is, and when nothing is left to gain."""

    def weights(self, part: Part) -> Weights: ...

    def held(self, values: Values) -> Held: ...

    def rank(self, plan: Flags, values: Values) -> tuple[int, ...]: ...

    def done(self, plan: Flags, values: Values) -> bool: ...


class Stop:
    """When to end: asked to, or the wall clock's guard. `look` is called by a watch and stops every solver that runs."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._running: dict[int, Callable[[], None]] = {}
        self.until = float("inf")

    @property
    def asked(self) -> bool:
        """Whether somebody cancelled."""
        return self._asked.is_set()

    @property
    def now(self) -> bool:
        return self._asked.is_set() or time.monotonic() >= self.until

    def left(self) -> float:
        """Seconds before the guard."""
        return max(0.0, self.until - time.monotonic())

    def watch(self, slot: int, stop: Callable[[], None]) -> None:
        """From now on `stop` ends what runs in this slot."""
        with self._lock:
            self._running[slot] = stop

    def look(self) -> None:
        if self._cancelled():
            self._asked.set()
        if self.now:
            with self._lock:
                running = list(self._running.values())
            for stop in running:
                stop()


@dataclass(slots=True)
class _Job:
    kind: str
    people: Ints
    tasks: Flags
    pairs: int
    answer: Future[Answer]


class Search:
    """The best plan so far and how it gets better. `told` is called after each gain."""

    def __init__(self, arrays: Arrays, plan: Flags, seed: int, stop: Stop, helpers: tuple[Helper, ...], told: Callable[[], None]) -> None:
        self.arrays, self.plan, self.seed, self.stop = arrays, plan, seed, stop
        self.values = arrays.values(plan)
        self.helpers, self.told = helpers, told
        self.work = 0.0  # deterministic time used
        self.jobs = 0

    def run(self, aim: Aim, shapes: Shapes, work: float, threads: int) -> None:
        """Improve the plan by an aim until so much more work is done, nothing is left to gain, or the end has come."""
        end, idle = self.work + work, 0
        busy_people, busy_tasks = np.zeros(self.arrays.workers, bool), np.zeros(self.arrays.tasks, bool)
        queue: deque[_Job] = deque()
        while True:
            going_on = not (
                self.stop.now or aim.done(self.plan, self.values) or self.work >= end or (idle >= PATIENCE and not shapes.widen())
            )
            idle = 0 if going_on and idle >= PATIENCE else idle
            while going_on and len(queue) < threads:
                job = self._launch(aim, shapes, busy_people, busy_tasks, self.jobs % threads)
                if job is None:
                    break
                queue.append(job)
            if not queue:
                break
            job = queue.popleft()
            busy_people[job.people] = False
            busy_tasks[job.tasks] = False
            idle = 0 if self._commit(job, aim, shapes) else idle + 1

    def whole(self, aim: Aim, work: float) -> None:
        """The whole week as one last part, begun at the plan as it is: for a week whose parts hold nothing more to gain."""
        if self.stop.now or work <= 0 or aim.done(self.plan, self.values):
            return
        arrays = self.arrays
        part = Part(arrays, self.plan, np.arange(arrays.workers), np.ones(arrays.tasks, bool), np.ones(arrays.count, bool))

        def watch(solver: Any) -> None:
            self.stop.watch(0, solver.stop_search)

        wall = self.stop.left()
        answer = part.solved(aim.weights(part), aim.held(self.values), effort=work, seed=self.seed, wall=wall, watch=watch)
        self.work += answer.effort
        self._take(answer, arrays.worker >= 0, aim)

    def _launch(self, aim: Aim, shapes: Shapes, busy_people: Flags, busy_tasks: Flags, slot: int) -> _Job | None:
        drawn = shapes.draw(self.plan, busy_people, busy_tasks)
        if drawn is None:
            return None
        kind, people, tasks = drawn
        busy_people[people] = True
        busy_tasks[tasks] = True
        self.jobs += 1
        part = Part(self.arrays, self.plan, people, tasks, shapes.allowed)
        answer = self.helpers[slot].submit(partial(self._solve, part, aim.weights(part), aim.held(self.values), shapes.wider, slot))
        return _Job(kind, people, tasks, len(part.pairs), answer)

    def _solve(self, part: Part, weights: Weights, held: Held, wider: int, slot: int) -> Answer:
        if self.stop.now or not len(part.pairs):
            return Answer(None, True, 0.0)

        def watch(solver: Any) -> None:
            self.stop.watch(slot, solver.stop_search)

        effort = EFFORT * 2**wider
        return part.solved(weights, held, effort=effort, seed=self.seed, wall=self.stop.left(), watch=watch)

    def _commit(self, job: _Job, aim: Aim, shapes: Shapes) -> bool:
        """Take over a part where it makes the plan better, or other but as good; whether it became better."""
        answer = job.answer.result()
        self.work += answer.effort + BUILDING * job.pairs + 0.002
        gained = self._take(answer, np.isin(self.arrays.worker, job.people), aim)
        shapes.learn(job.kind, float(gained), answer.best)
        return gained

    def _take(self, answer: Answer, mine: Flags, aim: Aim) -> bool:
        """The same for an answer about some pairs."""
        gained = False
        if answer.plan is not None:
            plan = self.plan.copy()
            plan[mine] = answer.plan[mine]
            changed = np.unique(self.arrays.worker[plan != self.plan])
            if len(changed):
                values = self.arrays.values(plan)
                new, old = aim.rank(plan, values), aim.rank(self.plan, self.values)
                if new >= old and lawful(self.arrays, plan, changed):
                    gained = new > old
                    self.plan, self.values = plan, values
        if gained:
            self.told()
        return gained


def lawful(arrays: Arrays, plan: Flags, people: Ints) -> bool:
    """Whether the rules themselves find nothing wrong with the tasks of these people, other than what pins break."""
    setting = arrays.setting
    kept = set(setting.kept)
    mine = plan & np.isin(arrays.worker, people)
    board = Board(setting.problem, arrays.pairs(mine), setting.index)
    for who in people.tolist():
        code = arrays.problem.workers[who].code
        if board.broken(code) and any(board.dynamic(task, code) for task in board.tasks_of(code) if (task, code) not in kept):
            return False
    return True
