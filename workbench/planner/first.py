"""First plans on arrays: the greedy one by whose turn it is, and one that follows the values of a relaxation.

Both only ever add a pair that breaks no rule; people whose rules are not all columns, and tasks that belong together, are asked of `rules.Board`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.planner.arrays import Arrays, Flags, Ints
from workbench.planner.rules import Board


class Filling:
    """A plan that grows pair by pair. `free` says which pairs could still be added, as far as clashes and room go."""

    def __init__(self, arrays: Arrays, plan: Flags | None = None) -> None:
        self.arrays = arrays
        self.plan = (arrays.kept if plan is None else plan).copy()
        self.free = arrays.open & ~self.plan
        self.board = (
            Board(arrays.problem, arrays.pairs(self.plan), arrays.setting.index) if arrays.asked.any() or arrays.grouped.any() else None
        )
        self.missing = arrays.room - np.bincount(arrays.task[self.plan], minlength=arrays.tasks)
        self.minutes = arrays.of(arrays.length * self.plan)
        self.legal = arrays.of(arrays.length * (self.plan & arrays.lawful))
        self.primes = arrays.of(self.plan & arrays.prime[arrays.task])
        days = int(arrays.day.max(initial=0)) + 1
        self.worked = np.zeros((arrays.workers, days), bool)
        counted = np.flatnonzero(self.plan & arrays.lawful & (arrays.length > 0))
        self.worked[arrays.worker[counted], arrays.day[arrays.task[counted]]] = True
        if plan is not None:
            self.free &= self.missing[arrays.task] > 0
            for pair in np.flatnonzero(plan & ~arrays.kept):
                self._close(int(arrays.task[pair]), int(arrays.worker[pair]))

    def possible(self, pairs: Ints) -> Ints:
        """Those of the pairs that break no rule now."""
        arrays = self.arrays
        pairs = pairs[self.free[pairs]]
        if not len(pairs):
            return pairs
        who, length, lawful = arrays.worker[pairs], arrays.length[pairs], arrays.lawful[pairs]
        legal = self.legal[who] + length
        fresh = ~self.worked[who, arrays.day[arrays.task[pairs]]] & (length > 0)
        days = self.worked[who].sum(axis=1) + fresh
        fits = self.minutes[who] + length <= arrays.most[who]
        fits &= ~lawful | ((legal <= arrays.legal[who]) & (legal <= arrays.average[who] * days))
        pairs = pairs[fits]
        if self.board is not None:
            pairs = pairs[[self._allowed(int(pair)) for pair in pairs]] if len(pairs) else pairs
        return pairs

    def _allowed(self, pair: int) -> bool:
        if self.board is None or not (self.arrays.asked[self.arrays.worker[pair]] or self.arrays.grouped[self.arrays.task[pair]]):
            return True
        return not self.board.dynamic(*self.arrays.setting.pairs[pair])

    def add(self, pair: int) -> None:
        arrays = self.arrays
        task, who = int(arrays.task[pair]), int(arrays.worker[pair])
        self.plan[pair] = True
        self.missing[task] -= 1
        self.minutes[who] += arrays.length[pair]
        self.primes[who] += arrays.prime[task]
        if arrays.lawful[pair]:
            self.legal[who] += arrays.length[pair]
            self.worked[who, arrays.day[task]] |= arrays.length[pair] > 0
        if self.missing[task] <= 0:
            self.free[arrays.first[task] : arrays.first[task + 1]] = False
        self._close(task, who)
        if self.board is not None:
            self.board.add(*arrays.setting.pairs[pair])

    def _close(self, task: int, who: int) -> None:
        """Whatever one person cannot do beside a task is no longer free for them."""
        arrays = self.arrays
        mine = arrays.of_worker[who]
        self.free[mine[arrays.clashes.of(task, int(arrays.rest[who]))[arrays.task[mine]]]] = False


def greedy(arrays: Arrays) -> Flags:
    """The plan of `Setting.greedy`: by priority, scarce tasks first, each to whose turn it is."""
    filling = Filling(arrays)
    _fill(filling, *_queue(arrays))
    return filling.plan


def rounded(arrays: Arrays, share: NDArray[np.float64]) -> Flags:
    """A plan after a relaxation: pairs it wants most first, then the heads still open as `greedy` does."""
    filling = Filling(arrays)
    wanted = np.flatnonzero(share > 0.01)
    order = np.lexsort((wanted, arrays.priority[arrays.task[wanted]], -np.round(share[wanted], 3)))
    for pair in wanted[order]:
        if len(filling.possible(np.array([pair]))):
            filling.add(int(pair))
    _fill(filling, *_queue(arrays))
    return filling.plan


def completed(arrays: Arrays, plan: Flags, wanted: Ints) -> Flags:
    """A plan with as many of the wanted pairs as break no rule, the first of them first."""
    filling = Filling(arrays, plan)
    for pair in wanted.tolist():
        if len(filling.possible(np.array([pair]))):
            filling.add(pair)
    return filling.plan


def _queue(arrays: Arrays) -> tuple[list[int], Ints]:
    """(tasks in the order of filling, place of each person in the queue of those who are level otherwise)."""
    tasks, problem = arrays.problem.tasks, arrays.problem
    people = np.diff(arrays.first)
    order = sorted(
        range(arrays.tasks), key=lambda one: (tasks[one].priority, int(people[one]), tasks[one].day, tasks[one].start, tasks[one].code)
    )
    board = Board(problem, (), arrays.setting.index)
    turns = [board.turn(one.code)[3:] for one in problem.workers]
    queue = np.zeros(arrays.workers, np.int64)
    queue[sorted(range(arrays.workers), key=turns.__getitem__)] = np.arange(arrays.workers)
    return order, queue


def _fill(filling: Filling, order: list[int], queue: Ints) -> None:
    arrays = filling.arrays
    least = arrays.least
    for task in order:
        while filling.missing[task] > 0:
            pairs = filling.possible(np.arange(arrays.first[task], arrays.first[task + 1]))
            if not len(pairs):
                break
            who = arrays.worker[pairs]
            wished = arrays.wished[who]
            ratio = np.where(wished > 0, (arrays.had[who] + filling.minutes[who]) / np.maximum(1, wished), 0)
            prime = (arrays.primes[who] + filling.primes[who]) / np.maximum(1, wished)
            turn = np.lexsort((queue[who], prime, ratio, wished <= 0, filling.minutes[who] >= least[who]))
            filling.add(int(pairs[turn[0]]))
