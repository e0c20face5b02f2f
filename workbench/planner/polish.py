"""A large week whose times were chosen by a rule, made better in parts of a few people and one day, where times move with the people.

Around a task that is not filled, people who could do it and what they do on that day make a small problem of its own; all else of
theirs stays. It is solved exactly, and kept where the whole week has more covered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from workbench.planner.formulas import Model
from workbench.planner.measures import Pair, Setting
from workbench.planner.problem import Fixed, Problem, Task
from workbench.planner.rules import Board
from workbench.planner.starts import moved, settled

PEOPLE: Final = 5  # people of a part
OPEN: Final = 12  # tasks without anybody that a part looks at
WORK: Final = 0.04  # deterministic time of one part, a tenth of a second and more
WALL: Final = 3.0  # seconds, where the machine is busy
PARTS: Final = 2.0  # parts for each second asked for

Times = dict[str, int]


def polished(
    setting: Setting, pairs: list[Pair], times: Times, seconds: float, seed: int, stop: Callable[[], bool]
) -> tuple[list[Pair], Times]:
    """A plan that covers as much or more. Tasks that others wait for, that belong together, or that others do as well are left as they are."""
    week = _Week(setting, pairs, times)
    tried: dict[str, int] = {}
    for _part in range(int(PARTS * seconds)):
        open_ = [code for code in week.unfilled() if tried.get(code, 0) * PEOPLE < len(setting.of_task[code])]
        if not open_ or stop():
            break
        code = min(open_, key=lambda one: (tried.get(one, 0), setting.index.tasks[one].priority))
        group = week.group(code, tried.get(code, 0))
        tried[code] = tried.get(code, 0) + 1
        part = week.part(code, group)
        found = _solved(part, week.times, seed)
        if found is not None:
            week.keep(part, *found)
    return week.pairs(), week.times


def _solved(part: Problem, times: Times, seed: int) -> tuple[list[Pair], Times] | None:
    """The most covered, then as few changes as can be, from the plan that is there; None where nothing was found in the time."""
    from ortools.sat.python import cp_model

    setting = Setting(part, moving=True)
    model = Model(setting)
    model.aim_near("cover")
    model.hint(setting.old, {one.code: times[one.code] for one in part.tasks if one.flexible})
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers, parameters.random_seed, parameters.symmetry_level = 1, seed, 0
    parameters.max_deterministic_time, parameters.max_time_in_seconds = WORK, WALL
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return model.chosen(solver), model.starts(solver)


class _Week:
    """The plan in the making."""

    def __init__(self, setting: Setting, pairs: list[Pair], times: Times) -> None:
        self.setting, self.times = setting, dict(times)
        self.tasks = setting.index.tasks
        self.of_task: dict[str, list[str]] = {code: [] for code in self.tasks}
        self.of_worker: dict[str, list[str]] = {code: [] for code in setting.index.workers}
        for code, who in pairs:
            self._add(code, who)
        needed = {code for one in setting.problem.tasks for code in one.after}
        promised = {code for code, _who in setting.kept}
        self.bound = {one.code for one in setting.problem.tasks if one.together or one.after or one.code in needed or one.code in promised}

    def _add(self, code: str, who: str) -> None:
        self.of_task[code].append(who)
        self.of_worker[who].append(code)

    def pairs(self) -> list[Pair]:
        """In the order of the problem."""
        places = {one.code: place for place, one in enumerate(self.setting.problem.workers)}
        return [(code, who) for code, people in self.of_task.items() for who in sorted(people, key=places.__getitem__)]

    def unfilled(self) -> list[str]:
        """Tasks without anybody that somebody could do at some time."""
        return [code for code, people in self.of_task.items() if not people and code not in self.bound and self.setting.of_task[code]]

    def group(self, code: str, turn: int) -> list[str]:
        """Some who could do the task, those with least to do on its day first; others at each turn."""
        day = self.tasks[code].day
        busy = {
            who: sum(self.tasks[one].minutes for one in self.of_worker[who] if self.tasks[one].day == day)
            for who in self.setting.of_task[code]
        }
        return sorted(busy, key=lambda who: (busy[who], who))[turn * PEOPLE : (turn + 1) * PEOPLE]

    def part(self, code: str, group: Collection[str]) -> Problem:
        """The small problem: what these people do, of which that day is free, and what nobody does on it."""
        problem, day, people = self.setting.problem, self.tasks[code].day, set(group)
        waiting = [one for one in self.unfilled() if self.tasks[one].day == day and people & set(self.setting.of_task[one])]
        waiting = sorted(waiting, key=lambda one: (one != code, self.tasks[one].priority))[:OPEN]
        free, tasks, fixed = set(waiting), [self._now(one) for one in waiting], []
        for one in dict.fromkeys(one for who in sorted(people) for one in self.of_worker[who]):
            mine = [who for who in self.of_task[one] if who in people]
            stays = self.tasks[one].day != day or one in self.bound or len(mine) < len(self.of_task[one])
            fixed += [Fixed(one, who, pinned=stays) for who in mine]
            if stays:
                still = replace(self._now(one), earliest=None, latest=None, after=frozenset(), together="", headcount=len(mine))
                tasks.append(still)
            else:
                free.add(one)
                tasks.append(self._now(one))
        known = {one.code for one in tasks}
        worked = {(one.task, one.worker): one.worked for one in problem.fixed}
        return replace(
            problem,
            workers=tuple(one for one in problem.workers if one.code in people),
            tasks=tuple(tasks),
            fixed=tuple(replace(one, worked=worked.get((one.task, one.worker))) for one in fixed),
            pairs=tuple(one for one in problem.pairs if one.task in known and one.worker in people),
        )

    def _now(self, code: str) -> Task:
        task = self.tasks[code]
        return moved(task, self.times.get(code, task.start))

    def keep(self, part: Problem, pairs: Collection[Pair], times: Times) -> None:
        """Take the part's plan over where it covers more and every rule of the whole week allows it."""
        before = [pair for one in part.tasks for pair in ((one.code, who) for who in self.of_task[one.code])]
        people = {one.code for one in part.workers}
        weight = {one.code: self.setting.weight[one.priority] for one in part.tasks}
        if sum(weight[code] for code, _who in pairs) <= sum(weight[code] for code, who in before if who in people):
            return
        after = replace_all(self.pairs(), people, pairs)
        chosen = {**self.times, **times}
        board = Board(settled(self.setting.problem, chosen), after)
        had = set(self.setting.kept)
        if any(board.reasons(code, who) for code, who in pairs if (code, who) not in had):
            return
        self.times = chosen
        for own in (self.of_task, self.of_worker):
            for some in own.values():
                some.clear()
        for code, who in after:
            self._add(code, who)


def replace_all(plan: Collection[Pair], people: Collection[str], pairs: Collection[Pair]) -> list[Pair]:
    """The plan in which these people do these pairs and nothing else."""
    return [*((code, who) for code, who in plan if who not in people), *pairs]
