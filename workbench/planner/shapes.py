"""Which part of the week to give free next: people with tasks in common, around somebody or something worth improving.

Kinds are drawn by how much they gained lately, and parts grow while their models are solved to the end. Everything comes from
a seeded generator and from committed results, so that a run can be repeated.
"""

from __future__ import annotations

import random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.planner.arrays import Arrays, Flags, Ints

KINDS: Final = ("group", "day", "worst", "unfilled", "guide")
"""People around anybody; around anybody on two days; around who is served worst; around an open head; where the relaxation disagrees."""
FEWEST, MOST, USUAL = 120, 4000, 200  # pairs that a part gives free
WIDEST: Final = 3  # times that parts are made twice as large
DIFFERS: Final = 0.3  # share from which the relaxation is taken to want a pair


class Shapes:
    """Draws parts. `allowed` are pairs worth looking at; `share` is what a relaxation gives them, None without one."""

    def __init__(self, arrays: Arrays, allowed: Flags, share: NDArray[np.float64] | None, seed: int, most: int = MOST) -> None:
        """`most` pairs of a part at most."""
        self.arrays, self.allowed, self.share = arrays, allowed, share
        self._dice = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self.most = most
        self.size = dict.fromkeys(KINDS, float(min(USUAL, most)))
        self.wider = 0
        self.luck = dict.fromkeys(KINDS, 1.0)
        self._seen = np.zeros(arrays.workers)
        self._look_at(allowed)

    def _look_at(self, allowed: Flags) -> None:
        arrays, self.allowed = self.arrays, allowed
        useful = allowed & arrays.open
        self._some = np.flatnonzero(useful)
        shared = np.zeros((arrays.tasks, arrays.workers), np.float32)
        shared[arrays.task[useful], arrays.worker[useful]] = 1
        count = np.maximum(1, shared.sum(axis=1, keepdims=True))
        self._near = (shared / count).T @ shared

    def draw(self, plan: Flags, busy_people: Flags, busy_tasks: Flags) -> tuple[str, Ints, Flags] | None:
        """(kind, people, tasks) of a part that touches nobody and nothing busy; None where too few are left."""
        arrays = self.arrays
        missing = arrays.room - np.bincount(arrays.task[plan], minlength=arrays.tasks)
        idle = np.flatnonzero(~busy_people)
        if not len(idle):
            return None
        kind = self._kind(missing)
        if kind == "day":
            chosen = np.isin(arrays.day, self._dice.sample(range(int(arrays.day.max()) + 1), min(2, int(arrays.day.max()) + 1)))
            free = ~busy_tasks & chosen
        else:
            free = ~busy_tasks
        people = self._grown(self._start(kind, plan, idle, missing, busy_tasks), plan, busy_people, missing, free, self.size[kind])
        inside = np.zeros(arrays.workers, bool)
        inside[people] = True
        self._seen[people] += 1
        return kind, people, self._some_of(self._tasks(inside, plan, missing) & free, plan, people)

    def _some_of(self, tasks: Flags, plan: Flags, people: Ints) -> Flags:
        """The tasks, or so many of them that one model holds them: for people who could do thousands."""
        arrays = self.arrays
        pairs = np.concatenate([arrays.of_worker[who] for who in people])
        pairs = pairs[tasks[arrays.task[pairs]] & self.allowed[pairs] & arrays.open[pairs]]
        if len(pairs) <= self.most:
            return tasks
        stays = self._noise.random(arrays.tasks) < self.most / len(pairs)
        stays[arrays.task[pairs[plan[pairs]]]] = True
        return tasks & stays

    def learn(self, kind: str, gain: float, finished: bool) -> None:
        """What came of a part: `gain` 0 to 1. Parts that are solved to the end may be larger."""
        self.luck[kind] = max(0.15, 0.9 * self.luck[kind] + 0.1 * (3 * gain))
        self.size[kind] = min(self.most, max(FEWEST, self.size[kind] * (1.05 if finished else 0.9)))

    def widen(self) -> bool:
        """Look at every pair and at parts twice as large, for nothing is gained any more; False when that was done often enough."""
        if self.wider == WIDEST:
            return False
        self.wider += 1
        self._look_at(np.ones(self.arrays.count, bool))
        self.size = {kind: min(self.most, 2 * size) for kind, size in self.size.items()}
        return True

    def _kind(self, missing: Ints) -> str:
        some = [one for one in KINDS if (one != "guide" or self.share is not None) and (one != "unfilled" or (missing > 0).any())]
        return self._dice.choices(some, [self.luck[one] for one in some])[0]

    def _start(self, kind: str, plan: Flags, idle: Ints, missing: Ints, busy_tasks: Flags) -> list[int]:
        arrays, dice = self.arrays, self._dice
        if kind == "worst":
            ratio = np.where(arrays.wisher, arrays.ratios(arrays.of(arrays.length * plan)), 10**9)[idle]
            order = idle[np.argsort(ratio, kind="stable")]
            return [int(order[dice.randrange(min(4, len(order)))])]
        if kind == "unfilled":
            tasks = np.flatnonzero((missing > 0) & ~busy_tasks & (np.diff(arrays.first) > 0))
            if len(tasks):
                task = dice.choices(tasks.tolist(), (4.0 - arrays.priority[tasks]).tolist())[0]
                people = np.intersect1d(arrays.worker[arrays.first[task] : arrays.first[task + 1]], idle).tolist()
                return people if len(people) <= 4 else dice.sample(people, 4)
        if kind == "guide" and self.share is not None:
            wrong = np.abs(self.share - plan) > 1 - DIFFERS
            weight = (arrays.of(wrong)[idle] + 0.01) / (1 + self._seen[idle])
            return [dice.choices(idle.tolist(), weight.tolist())[0]]
        fresh = idle[self._seen[idle] == self._seen[idle].min()]  # everybody once before anybody twice
        return [dice.choice(fresh.tolist())]

    def _tasks(self, inside: Flags, plan: Flags, missing: Ints) -> Flags:
        """Tasks with a head open or with one of these people, which one of these people could do."""
        arrays, some = self.arrays, self._some
        open_ = missing > 0
        open_[arrays.task[plan & inside[arrays.worker]]] = True
        able = np.zeros(arrays.tasks, bool)
        able[arrays.task[some[inside[arrays.worker[some]]]]] = True
        able[arrays.task[plan & inside[arrays.worker]]] = True
        return open_ & able

    def _grown(self, start: list[int], plan: Flags, busy: Flags, missing: Ints, free: Flags, size: float) -> Ints:
        """People in order of joining: who shares most tasks with those who are in, until about `size` pairs are free."""
        arrays, some = self.arrays, self._some
        inside, people = np.zeros(arrays.workers, bool), []
        score = np.zeros(arrays.workers)
        queue = list(start)
        while True:
            if queue:
                who = queue.pop(0)
            else:
                left = np.where(inside | busy, -1.0, score)
                who = int(left.argmax())
                if left[who] <= 0:
                    others = np.flatnonzero(~(inside | busy))
                    if not len(others):
                        break
                    who = int(others[self._dice.randrange(len(others))])
            if inside[who]:
                continue
            inside[who] = True
            people.append(who)
            score += self._near[who]
            score *= 1 + 0.3 * self._noise.random(arrays.workers)
            mine = some[inside[arrays.worker[some]]]
            if int((self._tasks(inside, plan, missing) & free)[arrays.task[mine]].sum()) >= size:
                break
        return np.array(people, np.int64)
