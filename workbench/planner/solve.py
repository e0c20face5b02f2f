"""The week as a constraint problem: best plan level by level, each level held while the next is improved.

CP-SAT is loaded inside `solve`, so that starting the application does not pay for it, and before any clock
runs. One worker thread, a seed and a budget in deterministic time make the same plan from the same problem,
seed and seconds. The wall limit is only a guard for a machine that is slow or busy: a plan that it cuts
short is a good plan, but perhaps not the same one again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from workbench import threads
from workbench.planner import starts
from workbench.planner.answer import Progress, conflicts, finished, telling
from workbench.planner.formulas import Model
from workbench.planner.measures import SMALLER_IS_BETTER, Pair, Setting
from workbench.planner.problem import ASKED_FOR, LEVELS, Level, Plan, Problem, Status

if TYPE_CHECKING:  # needs NumPy, which only a plan that is made needs
    from workbench.planner.weighing import Weights

SHARES: Final = dict(zip(LEVELS, (0.30, 0.10, 0.10, 0.07, 0.05, 0.14, 0.06, 0.07, 0.03, 0.05, 0.03), strict=True)) | {
    "cost": 0.5,
    "people": 0.5,
}
DETERMINISTIC: Final = 0.3  # deterministic time a second asked for; measured: one takes 0.6 to 4 s of a processor of its own
GUARD: Final = 3.0  # the solver may take so many times the seconds asked for before the wall limit stops it
LARGE: Final = 700  # possible pairs above which one model of the whole week finds too little in its time


def solve(
    problem: Problem,
    *,
    seconds: float = 10,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    keep_published: bool = False,
) -> Plan:
    """The best plan found in about so many seconds. Pinned pairs stay even against a rule; nothing else breaks one.

    Seconds say how much the solver works, not when it stops: equal problem, seed and seconds give equal plans.
    `progress` and `cancelled` are called from other threads. Cancelling returns the best plan so far.
    """
    import ortools.sat.python.cp_model  # noqa: F401  # more than a second the first time, which must not count

    started = time.monotonic()
    setting = Setting(starts.held(problem, keep_published), keep_published=keep_published, moving=True)
    if len(setting.pairs) <= LARGE or set(problem.order) & set(ASKED_FOR):  # sums over everybody are no matter of parts
        plan = _Run(setting, seconds, seed, progress, cancelled, started, keep_published).run()
    elif setting.moves:
        from workbench.planner.placing import in_parts

        plan = in_parts(setting, keep_published, seconds, seed, cancelled or bool, telling(progress, started), started)
    else:
        from workbench.planner.large import Large

        large = Large(setting, seconds, seed, cancelled or bool, telling(progress, started))
        plan = finished(setting, large.levels(), seed, started)
    return replace(plan, starts=starts.chosen(problem, dict(plan.starts)))


def weighed(
    problem: Problem,
    weights: Weights,
    *,
    seconds: float = 10,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Plan, float]:
    """A plan that makes one sum of all levels large, and what no plan can pass on that sum; else as `solve`."""
    import ortools.sat.python.cp_model  # noqa: F401

    from workbench.planner.large import Large

    started = time.monotonic()
    setting = Setting(problem)
    outcome = Large(setting, seconds, seed, cancelled or bool, telling(progress, started)).sum(weights)
    return finished(setting, outcome, seed, started), outcome.bound


class _Run:
    """One call of `solve`: the best plan so far, the levels done, and the time that is left."""

    def __init__(
        self,
        setting: Setting,
        seconds: float,
        seed: int,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        started: float,
        keep_published: bool,
    ) -> None:
        self.started = started
        self.guard: float | None = None  # when the wall limit is reached; set as soon as the model is built
        self.seconds, self.seed, self.progress = seconds, seed, progress
        self.cancelled = cancelled or (lambda: False)
        self.setting = setting
        self.starts: dict[str, int] = {}  # times of tasks that may move
        self.best: list[Pair] = []
        self._begin(keep_published)
        self.values = self.setting.values(self.best, self.starts)
        self.limits = self.setting.limits()
        self.levels: list[Level] = []
        self.order = setting.problem.order
        total = sum(SHARES[name] for name in self.order)
        self.shares = {name: SHARES[name] / total if setting.problem.levels else SHARES[name] for name in self.order}
        self.spare = 0.0  # deterministic time that earlier levels left over

    def _begin(self, keep_published: bool) -> None:
        """A first plan without the solver, at times by rule."""
        if not self.setting.moves:
            self.best = self.setting.greedy()
            return
        from workbench.planner.placing import placed

        self.starts = placed(self.setting.problem)
        self.best = Setting(starts.settled(self.setting.problem, self.starts), keep_published=keep_published).greedy()

    def run(self) -> Plan:
        model: Model | None = None
        stopped = False
        for name in self.order:
            begun = time.monotonic()
            bound, proven = self.limits[name], self.values[name] == self.limits[name]
            self._tell(name, self.values[name], bound)
            stopped = stopped or self.cancelled()
            late = self.seconds <= 0 or self._left() <= 0.02
            if model is None and not (stopped or late or proven):
                model = Model(self.setting)
                self.guard = time.monotonic() + GUARD * self.seconds
                for earlier in self.levels:  # proven without the solver, but to be held from now on
                    model.hold(earlier.name, self.values)
            if not (stopped or late or proven) and model is not None:
                bound, proven, stopped = self._improve(model, name)
            else:
                self.spare += self.shares[name]
            self.levels.append(Level(name, self.values[name], bound, proven, time.monotonic() - begun))
            self._tell(name, self.values[name], bound)
            if model is not None and name != self.order[-1] and not stopped:
                model.hold(name, self.values)
        levels = tuple(self._final(one) for one in self.levels)
        status: Status = "cancelled" if stopped else "optimal" if all(one.proven for one in levels) else "feasible"
        told = conflicts(starts.settled(self.setting.problem, self.starts), self.best)
        return Plan(self._ordered(), levels, status, time.monotonic() - self.started, self.seed, told, tuple(self.starts.items()))

    def _final(self, one: Level) -> Level:
        """A level as the finished plan has it: later levels may have given some of it up, or brought it to its bound."""
        value = self.values[one.name]
        return replace(one, value=value, proven=value == one.bound)

    def _improve(self, model: Model, name: str) -> tuple[int, bool, bool]:
        """(bound, proven, stopped) after the solver worked on one level; keeps what it found if it is better."""
        from ortools.sat.python import cp_model

        model.aim(name)
        model.hint(self.best, self.starts)
        solver = cp_model.CpSolver()
        budget = self.shares[name] + self.spare / 2  # half of what is spare, so that no level starves the later ones
        _set(solver, seed=self.seed, wall=self._left(), deterministic=budget * self.seconds * DETERMINISTIC)
        run, before = self, model.before(name, self.values)

        class Listener(cp_model.CpSolverSolutionCallback):
            def on_solution_callback(self) -> None:
                sign = -1 if name in SMALLER_IS_BETTER else 1
                run._tell(name, sign * round(self.ObjectiveValue()) - before, sign * round(self.BestObjectiveBound()) - before)

        with _watch(solver, self.cancelled) as stopped:
            status = solver.solve(model.cp, Listener())
        self.spare = self.spare / 2 + max(0.0, budget - solver.response_proto.deterministic_time / (self.seconds * DETERMINISTIC))
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._take(model.chosen(solver), model.starts(solver), name)
        bound = self.limits[name]
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):  # else the solver has no bound of its own
            sign = -1 if name in SMALLER_IS_BETTER else 1
            found = sign * round(solver.best_objective_bound) - before
            bound = max(bound, found) if sign < 0 else min(bound, found)
        proven = bound == self.values[name]
        return bound, proven, stopped.is_set() and not proven

    def _take(self, plan: list[Pair], times: dict[str, int], name: str) -> None:
        """Keep a plan that is better on the level `name`; what it holds of the earlier levels the model saw to."""
        values = self.setting.values(plan, times)
        better = values[name] < self.values[name] if name in SMALLER_IS_BETTER else values[name] > self.values[name]
        if better:
            self.best, self.starts, self.values = plan, times, values

    def _left(self) -> float:
        """Seconds before the guard stops the solver; nothing the solver did not use itself counts."""
        return GUARD * self.seconds if self.guard is None else self.guard - time.monotonic()

    def _tell(self, name: str, value: int, bound: int) -> None:
        if self.progress is not None:
            self.progress(name, value, bound, time.monotonic() - self.started)

    def _ordered(self) -> tuple[Pair, ...]:
        chosen = set(self.best)
        return tuple(pair for pair in self.setting.pairs if pair in chosen)


def _set(solver: Any, *, seed: int, wall: float, deterministic: float) -> None:
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = seed
    parameters.max_time_in_seconds = max(0.01, wall)
    parameters.max_deterministic_time = max(0.001, deterministic)
    parameters.symmetry_level = 0
    parameters.linearization_level = 2


@contextmanager
def _watch(solver: Any, cancelled: Callable[[], bool]) -> Iterator[threading.Event]:
    """Ask twenty times a second whether to stop; the event says that it was so."""
    stopped = threading.Event()

    def look() -> None:
        if cancelled():
            stopped.set()
            solver.stop_search()

    with threads.watching(0.05, look, "planner-watch"):
        yield stopped
