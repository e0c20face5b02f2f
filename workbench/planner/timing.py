"""Times of tasks that may move, as formulas of CP-SAT: one whole number for each begin, and what follows for who can do what.

Two tasks of one person come one after the other, in the order that a yes-or-no variable tells; where only one order is possible or
none matters, there is no such variable. Needs OR-Tools; only `formulas` uses it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any, Protocol

from workbench.planner.measures import Pair, Setting
from workbench.planner.problem import Task, Worker
from workbench.planner.starts import Piece, Starts, can_follow, loose, pieces
from workbench.planner.travel import travel_minutes, ways_of

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = 1440


class Dated(Protocol):
    """A plan with its times, as helpers look at it."""

    starts: Starts
    chosen: set[Pair]


Help = Callable[..., None]


class Timing:
    """The begins of a setting in a model. `x` are its pairs; `help_` hears what each auxiliary variable is in a plan."""

    def __init__(self, cp: Any, setting: Setting, x: dict[Pair, Any], help_: Help) -> None:
        self.cp, self.setting, self.x, self._help = cp, setting, x, help_
        self.tasks, self._ways = setting.index.tasks, ways_of(setting.problem)
        self.loose = loose(setting.problem)
        self.begin: dict[str, Any] = {}
        for task in setting.problem.tasks:
            if task.flexible:
                self.begin[task.code] = cp.new_int_var(task.first_start, task.last_start, "")
                help_(self.begin[task.code], _begin, task.code)
        self._orders: dict[tuple[str, str, int], list[Any] | None] = {}
        self._pieces: dict[Pair, tuple[Piece, ...]] = {}
        self._kept = set(setting.kept)
        for code in sorted(self.loose):
            for who in setting.of_task[code]:
                self._within(code, who)
                self._in_order(code, who)

    def starts(self, solver: Any) -> dict[str, int]:
        """The times of a solution."""
        return {code: solver.value(var) for code, var in self.begin.items()}

    def _at(self, task: Task) -> Any:
        return self.begin.get(task.code, task.start)

    # ---- one task ---------------------------------------------------------------------------------

    def _within(self, code: str, who: str) -> None:
        """Who does the task has time then."""
        from ortools.sat.python import cp_model

        task = self.tasks[code]
        if not task.flexible:
            return
        found = self._pieces[code, who] = pieces(task, self.setting.index.workers[who])
        domain = cp_model.Domain.from_intervals([[first, last] for first, last, _wish in found])
        if domain.size() <= task.last_start - task.first_start:
            self.cp.add_linear_expression_in_domain(self.begin[code], domain).only_enforce_if(self.x[code, who])

    def _in_order(self, code: str, who: str) -> None:
        """A task that somebody does begins when those that it comes after have ended; a pinned one where that can be."""
        task = self.tasks[code]
        for earlier in sorted(task.after):
            first = self.tasks[earlier]
            moves = first.flexible or task.flexible
            if moves and first.day == task.day and ((code, who) not in self._kept or can_follow(first, task)):
                self.cp.add(self._at(task) >= self._at(first) + first.minutes).only_enforce_if(self.x[code, who])

    def preference(self, pair: Pair) -> Any:
        """The preference of a pair where it is chosen, else 0."""
        known = self._pieces.get(pair, ())
        wishes = sorted({wish for _first, _last, wish in known})
        if len(wishes) <= 1:
            return (wishes[0] if wishes else self.setting.preference(pair)) * self.x[pair]
        from ortools.sat.python import cp_model

        here = []
        for wish in wishes:
            spans = [(first, last) for first, last, each in known if each == wish]
            one = self.cp.new_bool_var("")
            domain = cp_model.Domain.from_intervals([list(span) for span in spans])
            self.cp.add_linear_expression_in_domain(self.begin[pair[0]], domain).only_enforce_if(one)
            self._help(one, _wished, pair, tuple(spans))
            here.append(one)
        self.cp.add(sum(here) == self.x[pair])
        return sum(wish * one for wish, one in zip(wishes, here, strict=True))

    # ---- two tasks of one person ------------------------------------------------------------------

    def never_both(self, one: str, other: str, rest: int) -> bool:
        """Whether one person cannot do both, whatever times are chosen."""
        if not (self.tasks[one].flexible or self.tasks[other].flexible):
            return self.setting.index.conflict(one, other, rest) is not None
        return self._possible(one, other, rest) == []

    def constrain(self, worker: Worker) -> None:
        """Tasks of one person do not overlap, journeys and rest between them included."""
        for one, other in combinations(self.setting.of_worker[worker.code], 2):
            if not (self.tasks[one].flexible or self.tasks[other].flexible):
                continue
            ways = self._possible(one, other, worker.rest_minutes)
            if ways:
                self.cp.add_bool_or([self.x[one, worker.code].negated(), self.x[other, worker.code].negated(), *ways])

    def _possible(self, one: str, other: str, rest: int) -> list[Any] | None:
        """A variable for each order in which both can be done, or None where they always can."""
        same = self.tasks[one].day == self.tasks[other].day
        key = (min(one, other), max(one, other), 0 if same else rest)
        if key not in self._orders:
            both = (self.tasks[key[0]], self.tasks[key[1]])
            found: list[Any] | None = []
            for first, second in (both, both[::-1]):
                if found is not None and first.day <= second.day:
                    found = self._after(first, second, key[2], found)
            self._orders[key] = found
        return self._orders[key]

    def _after(self, first: Task, second: Task, rest: int, found: list[Any]) -> list[Any] | None:
        """With the order first, then second: as another variable, or None where it holds at all times."""
        lead = (second.day - first.day).days * DAY - first.minutes
        travel = travel_minutes(self.setting.problem, first, second, self._ways)
        wait = max(0, travel, rest if first.day != second.day else 0) - lead  # from begin to begin
        if second.last_start - first.first_start < wait:
            return found
        if second.first_start - first.last_start >= wait:
            return None
        order = self.cp.new_bool_var("")
        self.cp.add(self._at(second) - self._at(first) >= wait).only_enforce_if(order)
        self._help(order, _comes_after, first, second, wait)
        return [*found, order]


# ---- auxiliary variables in a plan ------------------------------------------------------------------


def _begin(point: Dated, code: str) -> int:
    return point.starts[code]


def _wished(point: Dated, pair: Pair, spans: Iterable[tuple[int, int]]) -> bool:
    return pair in point.chosen and any(first <= point.starts[pair[0]] <= last for first, last in spans)


def _comes_after(point: Dated, first: Task, second: Task, wait: int) -> bool:
    return point.starts.get(second.code, second.start) - point.starts.get(first.code, first.start) >= wait
