"""What makes one plan better than another: the levels of the objective, measured on any plan without a solver.

The solver states the same levels as formulas; whatever it returns is measured again here, so that a
reported value never depends on the solver's auxiliary variables. The first plan (greedy) lives here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from workbench.planner.journeys import Journeys
from workbench.planner.problem import LEVELS, Problem, Task, Worker
from workbench.planner.rules import Board, Index
from workbench.planner.soft import cost_of
from workbench.planner.starts import Starts, wish_at

Pair = tuple[str, str]

SMALLER_IS_BETTER: Final = frozenset({"min_hours", "prime", "travel", "changes", "cost", "people"})
FAIRNESS_ROUNDS: Final = {"fairness_1": 1, "fairness_2": 2, "fairness_3": 3}
GIVES_WAY: Final = {"fairness_rest": 50}
"""Levels of which one part in so many may be given up for the levels after it: fairness among people who are all
well above the lowest should not outweigh every wish by a few minutes. All other levels are held exactly."""
SCALE: Final = 1000  # ratios are whole numbers per mille


class Setting:
    """A problem made ready: the pairs that are possible, those that stay, and the weights of each level."""

    def __init__(self, problem: Problem, *, keep_published: bool = False, moving: bool = False) -> None:
        """With `moving`, tasks that may move can take any time of theirs; else all stand where the problem has them."""
        from workbench.planner.eligibility import eligibility  # NumPy, which only a plan that is made needs

        self.problem = problem
        self.index = Index(problem)
        self.journeys = Journeys(problem)
        self.kept = self._kept(keep_published)
        self._held = Counter(code for code, _who in self.kept)
        self._task_place = {one.code: place for place, one in enumerate(problem.tasks)}
        self._worker_place = {one.code: place for place, one in enumerate(problem.workers)}
        self.moves = moving and any(task.flexible for task in problem.tasks)
        allowed, self._wishes = eligibility(problem, self.index, moving=self.moves)
        for code, who in self.kept:
            allowed[self._task_place[code], self._worker_place[who]] = True
        tasks, workers = [one.code for one in problem.tasks], [one.code for one in problem.workers]
        self.pairs = [(tasks[task], workers[who]) for task, who in zip(*(some.tolist() for some in allowed.nonzero()), strict=True)]
        self.of_worker: dict[str, list[str]] = {worker.code: [] for worker in problem.workers}
        self.of_task: dict[str, list[str]] = {task.code: [] for task in problem.tasks}
        for code, who in self.pairs:
            self.of_worker[who].append(code)
            self.of_task[code].append(who)
        heads = Counter({1: 0, 2: 0, 3: 0})
        for task in problem.tasks:
            heads[task.priority] += task.headcount
        third, second = 1, heads[3] + 1  # one head of a higher priority outweighs all of the lower ones
        self.weight = {3: third, 2: second, 1: heads[3] * third + heads[2] * second + 1}
        self.wishers = [one for one in problem.workers if one.wished_minutes + one.history_wished > 0 and self.of_worker[one.code]]
        wishes = [one.wished_minutes + one.history_wished for one in self.wishers]
        self._usual_wish = max(1, sum(wishes) // max(1, len(wishes)))
        self._reach: dict[str, int] = {}
        self._steps: dict[str, list[tuple[int, int]]] = {}
        self._told = tuple(dict.fromkeys((*LEVELS, *problem.order)))
        self.cost = {(one.task, one.worker): one.cost for one in problem.pairs if one.cost}
        possible = set(self.pairs)
        self.old = [pair for pair in dict.fromkeys((one.task, one.worker) for one in problem.fixed) if pair in possible]

    def _kept(self, keep_published: bool) -> list[Pair]:
        """Pinned pairs whatever the rules say; published ones as long as the rules still allow them."""
        board = Board(self.problem, (), self.index)
        for fixed in self.problem.fixed:
            if fixed.pinned:
                board.add(fixed.task, fixed.worker)
        for fixed in self.problem.fixed:
            if keep_published and fixed.published and board.missing(fixed.task) and not board.reasons(fixed.task, fixed.worker):
                board.add(fixed.task, fixed.worker)
        return list(board.assignments())

    def room(self, task: Task) -> int:
        """How many people may be on the task: its headcount, or more where more are pinned or may come at a cost."""
        if task.over_cost is not None and "cost" in self.problem.order:
            return max(task.headcount, len(self.of_task[task.code]))
        return max(task.headcount, self._held[task.code])

    def preference(self, pair: Pair, starts: Starts | None = None) -> int:
        """1–5; 3 for a pinned pair outside the person's windows. Without the times of tasks that may move, the most that it could be."""
        if starts and pair[0] in starts:
            return wish_at(self.index.tasks[pair[0]], self.index.workers[pair[1]], starts[pair[0]])
        return int(self._wishes[self._task_place[pair[0]], self._worker_place[pair[1]]]) or 3

    def owns(self, pair: Pair) -> bool:
        customer = self.index.tasks[pair[0]].customer
        return bool(customer) and customer in self.index.workers[pair[1]].owns

    def wish(self, worker: Worker) -> int:
        return worker.wished_minutes + worker.history_wished

    def had(self, worker: Worker) -> int:
        """Minutes that count for fairness before anything is planned."""
        return worker.history_assigned + worker.worked_minutes

    def reach(self, worker: Worker) -> int:
        """Most minutes that could be planned, by hour limits and possible tasks."""
        if worker.code not in self._reach:
            self._reach[worker.code] = self._most_minutes(worker)
        return self._reach[worker.code]

    def _most_minutes(self, worker: Worker) -> int:
        lengths = {code: self.index.minutes(code, worker.code) for code in self.of_worker[worker.code]}
        limits = [sum(lengths.values())]
        if worker.max_minutes is not None:
            limits.append(worker.max_minutes - worker.worked_minutes)
        if worker.week_limit is not None:
            besides = sum(length for code, length in lengths.items() if not self.index.lawful(code, worker.code))
            limits.append(worker.week_limit - worker.worked_minutes + besides)
        if worker.total_limit is not None:
            limits.append(worker.total_limit - worker.elsewhere_minutes - worker.worked_minutes)
        kept = sum(lengths[code] for code, who in self.kept if who == worker.code)
        return max(kept, min(limits))

    def steps(self, worker: Worker) -> list[tuple[int, int]]:
        """(minutes, worth of each) up to the wish: minutes are worth less the nearer somebody is to what was wished."""
        if worker.code not in self._steps:
            self._steps[worker.code] = self._new_steps(worker)
        return self._steps[worker.code]

    def _new_steps(self, worker: Worker) -> list[tuple[int, int]]:
        wish, had = self.wish(worker), self.had(worker)
        span = min(had + self.reach(worker), wish) - had
        if span <= 0:
            return []
        count = max(1, min(16, span // 60))
        edges = [had + span * n // count for n in range(count + 1)]
        return [(high - low, max(1, SCALE - SCALE * (low + high) // (2 * wish))) for low, high in pairwise(edges)]

    def prime_share(self, worker: Worker) -> int:
        """What a prime slot weighs for somebody: more for who works fewer hours."""
        return 100 * self._usual_wish // max(60, self.wish(worker) or self._usual_wish)

    def prime_costs(self, worker: Worker, most: int) -> list[int]:
        """Cost of this week's first, second … prime slot: rising, and higher for who works fewer hours."""
        share = self.prime_share(worker)
        return [share * (2 * (worker.prime_before + n) + 1) for n in range(most)]

    # ---- measuring a plan ---------------------------------------------------------------------------

    def values(self, plan: Iterable[Pair], starts: Starts | None = None) -> dict[str, int]:
        """Every level of a plan with these times of tasks that may move; `fairness_k` is the k-th smallest ratio per mille."""
        pairs = list(plan)
        minutes: Counter[str] = Counter()
        primes: Counter[str] = Counter()
        heads: Counter[str] = Counter()
        tasks = self.index.tasks
        for code, who in pairs:
            minutes[who] += self.index.minutes(code, who)
            primes[who] += tasks[code].prime
            heads[code] += 1
        ratios = sorted(self.ratio(one, minutes[one.code]) for one in self.wishers)
        chosen = set(pairs)
        found = {
            "cover": sum(self.weight[task.priority] * min(task.headcount, heads[task.code]) for task in self.problem.tasks),
            "min_hours": sum(max(0, one.min_minutes - one.worked_minutes - minutes[one.code]) for one in self.problem.workers),
            "fairness_rest": sum(_filled(self.steps(one), minutes[one.code]) for one in self.wishers),
            "prime": sum(sum(self.prime_costs(one, primes[one.code])) for one in self.problem.workers),
            "preference": sum(self.preference(pair, starts) for pair in pairs),
            "continuity": sum(self.owns(pair) for pair in pairs),
            "travel": self.journeys.of_plan(tasks, chosen, starts),
            "changes": sum(pair not in chosen for pair in self.old),
            "cost": sum(self.cost.get(pair, 0) for pair in pairs)
            + sum(_beside(one, heads[one.code]) for one in self.problem.tasks)
            + self._unmet(pairs),
            "people": len({who for _code, who in pairs}),
        }
        for name, place in FAIRNESS_ROUNDS.items():
            found[name] = ratios[place - 1] if place <= len(ratios) else 0
        return {name: found[name] for name in self._told}

    def _unmet(self, pairs: Iterable[Pair]) -> int:
        """What wishes cost that a plan does not meet."""
        mine: dict[str, list[str]] = {one.code: [] for one in self.problem.workers if one.soft}
        for code, who in pairs if mine else ():
            if who in mine:
                mine[who].append(code)
        return sum(cost_of(self.index, self.index.workers[who], some) for who, some in mine.items())

    def ratio(self, worker: Worker, planned: int) -> int:
        """Had and planned over wished, per mille, rounded down."""
        return SCALE * (self.had(worker) + planned) // self.wish(worker)

    def limits(self) -> dict[str, int]:
        """What no plan can surpass on each level, without solving."""
        tasks = self.problem.tasks
        best = sorted(self.ratio(one, self.reach(one)) for one in self.wishers)
        found = {
            "cover": sum(self.weight[one.priority] * min(one.headcount, len(self.of_task[one.code])) for one in tasks),
            "min_hours": sum(max(0, one.min_minutes - one.worked_minutes - self.reach(one)) for one in self.problem.workers),
            "fairness_rest": sum(size * worth for one in self.wishers for size, worth in self.steps(one)),
            "prime": 0,
            "preference": sum(self._most(task, self.preference) for task in tasks),
            "continuity": sum(self._most(task, self.owns) for task in tasks),
            "travel": 0,
            "changes": 0,
            "cost": -sum(self._most(task, self._gain) for task in tasks),
            "people": 0,
        }
        for name, place in FAIRNESS_ROUNDS.items():
            found[name] = best[place - 1] if place <= len(best) else 0
        return {name: found[name] for name in self._told}

    def _gain(self, pair: Pair) -> int:
        return max(0, -self.cost.get(pair, 0))

    def _most(self, task: Task, of: Callable[[Pair], int]) -> int:
        """The best that the people of one task can add up to."""
        return sum(sorted((of((task.code, who)) for who in self.of_task[task.code]), reverse=True)[: self.room(task)])

    # ---- a first plan -------------------------------------------------------------------------------

    def greedy(self) -> list[Pair]:
        """A plan that breaks no rule: by priority, scarce tasks first, each to whose turn it is (`Board.turn`)."""
        board = Board(self.problem, self.kept, self.index)
        queue = sorted(self.problem.tasks, key=lambda one: (one.priority, len(self.of_task[one.code]), one.day, one.start, one.code))
        for task in queue:
            while board.missing(task.code):
                free = [who for who in self.of_task[task.code] if not board.has(task.code, who) and not board.dynamic(task.code, who)]
                if not free:
                    break
                board.add(task.code, min(free, key=lambda who: (self._short(board, who), board.turn(who))))
        return list(board.assignments())

    def _short(self, board: Board, who: str) -> bool:
        """False (first in turn) while the minimum hours are not reached."""
        return board.minutes(who) >= self.index.workers[who].min_minutes


def _beside(task: Task, heads: int) -> int:
    """What people too few or too many on a task cost."""
    return task.short_cost * max(0, task.headcount - heads) + (task.over_cost or 0) * max(0, heads - task.headcount)


def _filled(steps: Sequence[tuple[int, int]], minutes: int) -> int:
    """Worth of so many minutes, the most valuable first."""
    worth = 0
    for size, each in steps:
        used = min(size, minutes)
        worth += used * each
        minutes -= used
    return worth
