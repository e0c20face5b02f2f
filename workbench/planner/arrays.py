"""A setting as NumPy arrays: pairs, lengths, limits and wishes, and a plan as one flag for each pair.

The levels of a plan are measured here in less than a millisecond; a test compares them with `Setting.values`, which
stays the word on every reported plan. Places are those of the tasks and people in the problem, pairs stand by task, then person.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.planner.clashes import Clashes, cover_by_cliques
from workbench.planner.journeys import has_home
from workbench.planner.limits import has_limits
from workbench.planner.measures import FAIRNESS_ROUNDS, SCALE, Pair, Setting
from workbench.planner.problem import LEVELS, MOST, Worker

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Values = dict[str, int]

FREE: Final = MOST * MOST  # minutes of a limit that is none
STEPS: Final = 16  # most steps of Setting.steps


class Arrays:
    """A problem made ready for an engine that asks millions of times.

    Of each pair: `task`, `worker` (places), `length` (minutes it counts), `lawful` (the law's limits count it), `wish` (1–5),
    `owned`, `old`, `kept` (stays), `open` (may be given: not kept, and no clash with what is kept). Of each task: `room`, `heads`,
    `weight`, `prime`, `day`. Of each person: `most` and `legal` (minutes that the limits leave for the week's tasks), `average`
    (minutes of the average worked day), `wished`, `had`, `wisher`. Minutes without a limit are `FREE`.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting, self.problem = setting, setting.problem
        problem = self.problem
        self.clashes = Clashes(problem, setting.index)
        self.tasks, self.workers = len(problem.tasks), len(problem.workers)
        self._of_tasks()
        self._of_pairs()
        self._of_workers()
        self.open = self._open()
        self._cliques: dict[int, list[Ints]] = {}

    def _of_tasks(self) -> None:
        tasks, setting = self.problem.tasks, self.setting
        self.task_place = {one.code: place for place, one in enumerate(tasks)}
        codes = {code: rank for rank, code in enumerate(sorted(one.code for one in tasks))}
        self.code_rank = np.array([codes[one.code] for one in tasks], np.int64)
        self.day = self.clashes.day - min(self.clashes.day, default=0)
        self.minutes = np.array([one.minutes for one in tasks], np.int64)
        self.heads = np.array([one.headcount for one in tasks], np.int64)
        self.room = np.array([setting.room(one) for one in tasks], np.int64)
        self.priority = np.array([one.priority for one in tasks], np.int64)
        self.weight = np.array([setting.weight[one.priority] for one in tasks], np.int64)
        self.prime = np.array([one.prime for one in tasks], bool)
        self.grouped = np.array([bool(one.together) for one in tasks], bool)

    def _of_pairs(self) -> None:
        setting, index = self.setting, self.setting.index
        self.worker_place = {one.code: place for place, one in enumerate(self.problem.workers)}
        pairs = setting.pairs
        self.count = len(pairs)
        self.place = {pair: place for place, pair in enumerate(pairs)}
        self.task = np.array([self.task_place[code] for code, _who in pairs], np.int64)
        self.worker = np.array([self.worker_place[who] for _code, who in pairs], np.int64)
        self.first = np.searchsorted(self.task, np.arange(self.tasks + 1))
        by_worker = np.argsort(self.worker, kind="stable")
        edges = np.searchsorted(self.worker[by_worker], np.arange(self.workers + 1))
        self.of_worker = [by_worker[low:high] for low, high in pairwise(edges.tolist())]
        self.length = np.array([index.minutes(*pair) for pair in pairs], np.int64)
        self.lawful = np.array([index.lawful(*pair) for pair in pairs], bool)
        self.wish = np.array([setting.preference(pair) for pair in pairs], np.int64)
        self.owned = np.array([setting.owns(pair) for pair in pairs], bool)
        self.old, self.kept = self.flags(setting.old), self.flags(setting.kept)

    def _of_workers(self) -> None:
        workers, setting = self.problem.workers, self.setting
        wishers = {one.code for one in setting.wishers}
        self.rest = np.array([one.rest_minutes for one in workers], np.int64)
        self.least = np.array([max(0, one.min_minutes - one.worked_minutes) for one in workers], np.int64)
        held = self.of(self.length * self.kept)
        held_legal = self.of(self.length * (self.kept & self.lawful))
        self.most = np.maximum(held, np.array([_left(one, one.max_minutes) for one in workers], np.int64))
        self.legal = np.maximum(held_legal, np.array([_left(one, one.week_limit) for one in workers], np.int64))
        self.asked = np.array([has_limits(one) for one in workers], bool)
        self.average = np.array([FREE if one.day_average_limit is None else one.day_average_limit for one in workers], np.int64)
        self.homes = np.array([has_home(one) for one in workers], bool)
        self.wished = np.array([setting.wish(one) for one in workers], np.int64)
        self.had = np.array([setting.had(one) for one in workers], np.int64)
        self.wisher = np.array([one.code in wishers for one in workers], bool)
        self.reach = np.array([setting.reach(one) for one in workers], np.int64)
        self.share = np.array([setting.prime_share(one) for one in workers], np.int64)
        self.primes = np.array([one.prime_before for one in workers], np.int64)
        self.sizes, self.worth = np.zeros((self.workers, STEPS), np.int64), np.zeros((self.workers, STEPS), np.int64)
        for one in setting.wishers:
            steps, place = setting.steps(one), self.worker_place[one.code]
            self.sizes[place, : len(steps)] = [size for size, _worth in steps]
            self.worth[place, : len(steps)] = [worth for _size, worth in steps]
        self.starts = np.cumsum(self.sizes, axis=1) - self.sizes

    def _open(self) -> Flags:
        found = ~self.kept
        for who in np.unique(self.worker[self.kept]):
            mine = self.of_worker[who]
            held = self.task[mine[self.kept[mine]]]
            found[mine[self.clashes.any_of(held, int(self.rest[who]))[self.task[mine]]]] = False
        return found & (self.room[self.task] > np.bincount(self.task[self.kept], minlength=self.tasks)[self.task])

    # ---- plans --------------------------------------------------------------------------------------

    def flags(self, pairs: Iterable[Pair]) -> Flags:
        """Pairs as flags."""
        found = np.zeros(self.count, bool)
        found[[self.place[pair] for pair in pairs]] = True
        return found

    def pairs(self, plan: Flags) -> list[Pair]:
        """Flags as pairs, in the order of the tasks and then of the people."""
        return [self.setting.pairs[place] for place in np.flatnonzero(plan).tolist()]

    def of(self, amounts: NDArray[np.int64] | Flags) -> Ints:
        """Sums of amounts of each pair by person."""
        return np.bincount(self.worker, weights=amounts, minlength=self.workers).astype(np.int64)

    def ratios(self, minutes: Ints) -> Ints:
        """Satisfaction per mille of everybody with so many planned minutes; meaningful for `wisher` only."""
        return SCALE * (self.had + minutes) // np.maximum(1, self.wished)

    def values(self, plan: Flags) -> Values:
        """Every level of a plan, as `Setting.values` measures it."""
        chosen = np.flatnonzero(plan)
        task, worker = self.task[chosen], self.worker[chosen]
        minutes = np.bincount(worker, weights=self.length[chosen], minlength=self.workers).astype(np.int64)
        primes = np.bincount(worker, weights=self.prime[task], minlength=self.workers).astype(np.int64)
        filled = np.minimum(self.heads, np.bincount(task, minlength=self.tasks))
        ratios = np.sort(self.ratios(minutes)[self.wisher])
        found = {
            "cover": self.weight @ filled,
            "min_hours": np.maximum(0, self.least - minutes).sum(),
            "fairness_rest": (np.clip(minutes[:, None] - self.starts, 0, self.sizes) * self.worth).sum(),
            "prime": (self.share * (2 * self.primes * primes + primes * primes)).sum(),
            "preference": self.wish[chosen].sum(),
            "continuity": self.owned[chosen].sum(),
            "travel": self.on_the_way(task, worker),
            "changes": (self.old & ~plan).sum(),
        }
        found |= {name: ratios[place - 1] if place <= len(ratios) else 0 for name, place in FAIRNESS_ROUNDS.items()}
        return {name: int(found[name]) for name in LEVELS}

    def on_the_way(self, task: Ints, worker: Ints) -> int:
        """Minutes of all journeys of people who do these tasks, one person beside each."""
        order = np.lexsort((self.code_rank[task], self.clashes.end[task], self.clashes.begin[task], worker))
        task, worker = task[order], worker[order]
        same = (worker[1:] == worker[:-1]) & (self.day[task[1:]] == self.day[task[:-1]])
        total = int(self.clashes.travel(task[:-1][same], task[1:][same]).sum())
        if self.homes.any():
            journeys, tasks, people = self.setting.journeys, self.problem.tasks, self.problem.workers
            edges = ((np.append(True, ~same), 0), (np.append(~same, True), 1)) if len(task) else ()
            for flags, end in edges:
                some = np.flatnonzero(flags & self.homes[worker]).tolist()
                total += sum(journeys.ends(people[worker[one]].code, tasks[task[one]])[end] for one in some)
        return total

    # ---- rules --------------------------------------------------------------------------------------

    def cliques(self, worker: int) -> list[Ints]:
        """Places of open pairs of one person that exclude each other, in sets that together hold every two that do."""
        known = self._cliques.get(worker)
        if known is None:
            known = self._cliques[worker] = [one for block in self._blocks(worker) for one in self._of_block(block, int(self.rest[worker]))]
        return known

    def _blocks(self, worker: int) -> list[Ints]:
        """Open pairs of one person in the order of time, cut where what comes later cannot clash with what was before."""
        mine = self.of_worker[worker]
        mine = mine[self.open[mine]]
        mine = mine[np.argsort(self.clashes.begin[self.task[mine]], kind="stable")]
        begin, end = self.clashes.begin[self.task[mine]], self.clashes.end[self.task[mine]]
        far = max(self.setting.index.reach, int(self.rest[worker]))
        cuts = np.flatnonzero(begin[1:] - np.maximum.accumulate(end)[:-1] >= far) + 1
        return np.split(mine, cuts)

    def _of_block(self, pairs: Ints, rest: int) -> list[Ints]:
        tasks = self.task[pairs]
        begin, end = self.clashes.begin[tasks], self.clashes.end[tasks]
        at_once = (begin <= begin[:, None]) & (begin[:, None] < end)  # all that run when one begins
        found = {tuple(sorted(one)) for one in cover_by_cliques(self.clashes.among(tasks, rest), at_once)}
        return [pairs[np.array(one)] for one in sorted(found)]


def _left(worker: Worker, limit: int | None) -> int:
    return FREE if limit is None else limit - worker.worked_minutes
