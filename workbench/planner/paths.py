"""The level "travel" as formulas of CP-SAT: the tasks of a person on a day are one path, whose steps are the journeys.

Each two tasks that can follow each other have a yes-or-no variable for "right after". A task has at most one before and one after it,
and there is at most one task more than steps: so the steps join all tasks of the day. With fixed times this is a flow that the
solver's linear part sees through; where times move, a step also keeps the two begins apart, which rules out circles. Needs OR-Tools.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from workbench.planner.journeys import has_home, in_order
from workbench.planner.measures import Pair, Setting
from workbench.planner.problem import Task, Worker

if TYPE_CHECKING:
    from workbench.planner.starts import Starts

Help = Callable[..., None]
Step = tuple[str, str]


class Dated(Protocol):
    """A plan with its times, as helpers look at it."""

    starts: Starts
    tasks: dict[str, list[str]]


class Paths:
    """Paths of everybody in a model. `begin` are the times of tasks that move; `help_` hears what each variable is in a plan."""

    def __init__(self, cp: Any, setting: Setting, x: Mapping[Pair, Any], begin: Mapping[str, Any], help_: Help) -> None:
        self.cp, self.setting, self.x, self.begin, self._help = cp, setting, x, begin, help_
        self.tasks, self.journeys = setting.index.tasks, setting.journeys
        self._kept = set(setting.kept)

    def minutes(self) -> Any:
        """Minutes on the way of the whole week."""
        return sum(minutes * var for worker in self.setting.problem.workers for minutes, var in self._of_worker(worker))

    def _of_worker(self, worker: Worker) -> Iterator[tuple[int, Any]]:
        days: dict[int, list[str]] = {}
        for code in self.setting.of_worker[worker.code]:
            days.setdefault(self.tasks[code].day.toordinal(), []).append(code)
        for codes in days.values():
            yield from self._of_day(worker, in_order(self.tasks, codes))

    def _of_day(self, worker: Worker, codes: Sequence[str]) -> Iterator[tuple[int, Any]]:
        steps = [(one, other) for one in codes for other in codes if one != other and self._can_follow(worker, one, other)]
        home = has_home(worker)
        if not home and not any(self._way(step) for step in steps):
            return
        after: dict[str, list[Any]] = {code: [] for code in codes}
        before: dict[str, list[Any]] = {code: [] for code in codes}
        for step in steps:
            var = self.cp.new_bool_var("")
            after[step[0]].append(var)
            before[step[1]].append(var)
            self._apart(step, var)
            self._help(var, _follows, worker.code, step, self.tasks)
            yield self._way(step), var
        mine = {code: self.x[code, worker.code] for code in codes}
        self.cp.add(sum(mine.values()) - sum(var for some in after.values() for var in some) <= 1)
        if home:
            yield from self._ends(worker, codes, before, after)
        for code, done in mine.items():
            for side in (before[code], after[code]):
                self.cp.add(sum(side) == done if home else sum(side) <= done)

    def _ends(
        self, worker: Worker, codes: Sequence[str], before: dict[str, list[Any]], after: dict[str, list[Any]]
    ) -> Iterator[tuple[int, Any]]:
        """The first and the last task of the day, with the ways from and to home."""
        for code in codes:
            out, back = self.journeys.ends(worker.code, self.tasks[code])
            first, last = self.cp.new_bool_var(""), self.cp.new_bool_var("")
            before[code].append(first)
            after[code].append(last)
            self._help(first, _is_end, worker.code, code, self.tasks, 0)
            self._help(last, _is_end, worker.code, code, self.tasks, -1)
            yield out, first
            yield back, last

    def _way(self, step: Step) -> int:
        return self.journeys.between(self.tasks[step[0]], self.tasks[step[1]])

    def _can_follow(self, worker: Worker, one: str, other: str) -> bool:
        """Whether the second can be the next task of the day after the first."""
        first, second = self.tasks[one], self.tasks[other]
        if one in self.begin or other in self.begin:
            return second.last_start >= first.first_start + first.minutes + self._way((one, other))
        if (first.start, first.end, one) > (second.start, second.end, other):
            return False
        both_stay = (one, worker.code) in self._kept and (other, worker.code) in self._kept
        return both_stay or self.setting.index.conflict(one, other, 0) is None

    def _apart(self, step: Step, var: Any) -> None:
        one, other = step
        if one in self.begin or other in self.begin:
            first, second = self.tasks[one], self.tasks[other]
            early, late = self.begin.get(one, first.start), self.begin.get(other, second.start)
            self.cp.add(late - early >= first.minutes + self._way(step)).only_enforce_if(var)


def steps_of_day(cp: Any, nodes: Sequence[Any], follows: Collection[tuple[int, int]]) -> dict[tuple[int, int], Any]:
    """Variables of the steps between tasks that stand in the order of time; `nodes` are their variables, or 1 for one that stays."""
    found = {step: cp.new_bool_var("") for step in follows}
    after: dict[int, list[Any]] = {}
    before: dict[int, list[Any]] = {}
    for (one, other), var in found.items():
        after.setdefault(one, []).append(var)
        before.setdefault(other, []).append(var)
    for place, node in enumerate(nodes):
        for side in (after, before):
            if place in side:
                cp.add(sum(side[place]) <= node)
    cp.add(sum(nodes) - sum(found.values()) <= 1)
    return found


# ---- variables in a plan ----------------------------------------------------------------------------


def _day(point: Dated, who: str, code: str, tasks: dict[str, Task]) -> list[str]:
    same = [one for one in point.tasks.get(who, ()) if tasks[one].day == tasks[code].day]
    return in_order(tasks, same, point.starts) if code in same else []


def _follows(point: Dated, who: str, step: Step, tasks: dict[str, Task]) -> bool:
    day = _day(point, who, step[0], tasks)
    return step in set(pairwise(day))


def _is_end(point: Dated, who: str, code: str, tasks: dict[str, Task], place: int) -> bool:
    day = _day(point, who, code, tasks)
    return bool(day) and day[place] == code
