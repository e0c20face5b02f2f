"""The week as formulas of CP-SAT: one yes-or-no variable for each possible pair, rules as rows, levels as sums.

Two tasks that one person cannot both do are forbidden in cliques rather than pair by pair, which the
solver reasons about far better. Needs OR-Tools; only `solve` imports this module's model at run time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from workbench.planner import limits, soft
from workbench.planner.cliques import bits, clique_cover
from workbench.planner.measures import FAIRNESS_ROUNDS, GIVES_WAY, SMALLER_IS_BETTER, Pair, Setting
from workbench.planner.paths import Paths
from workbench.planner.problem import Worker
from workbench.planner.starts import Starts
from workbench.planner.timing import Timing


class Point:
    """A plan as the formulas see it: pairs, times, minutes of each person, ratios in the order of the people who wish."""

    def __init__(self, setting: Setting, plan: Iterable[Pair], starts: Starts) -> None:
        self.setting, self.starts = setting, starts
        self.chosen = set(plan)
        self.minutes: Counter[str] = Counter()
        self.tasks: dict[str, list[str]] = {}
        self.heads = Counter(code for code, _who in self.chosen)
        for code, who in self.chosen:
            self.minutes[who] += setting.index.minutes(code, who)
            self.tasks.setdefault(who, []).append(code)
        self.ratios = [setting.ratio(one, self.minutes[one.code]) for one in setting.wishers]
        self.sorted = sorted(self.ratios)


class Model:
    """The rules of a setting. Every level is a sum to be made as large as possible."""

    def __init__(self, setting: Setting) -> None:
        from ortools.sat.python import cp_model

        self.setting = setting
        self.cp: Any = cp_model.CpModel()
        self.x: dict[Pair, Any] = {pair: self.cp.new_bool_var("") for pair in setting.pairs}
        self._kept = set(setting.kept)
        self._formulas: dict[str, Any] = {}
        self._helpers: list[tuple[Any, Callable[..., int], tuple[Any, ...]]] = []  # what each auxiliary variable is in a plan
        self._ratios: list[Any] = []
        self._cliques: dict[int, list[int]] = {}
        self._place = {one.code: place for place, one in enumerate(setting.problem.tasks)}
        self._timing = Timing(self.cp, setting, self.x, self._help) if setting.moves else None
        for pair in setting.kept:
            self.cp.add(self.x[pair] == 1)
        for task in setting.problem.tasks:
            if setting.of_task[task.code]:
                self.cp.add(sum(self.x[task.code, who] for who in setting.of_task[task.code]) <= setting.room(task))
        for worker in setting.problem.workers:
            if setting.of_worker[worker.code]:
                self._conflicts(worker)
                if self._timing is not None:
                    self._timing.constrain(worker)
                self._hours(worker)
                self._day_average(worker)
                mine = {code: self.x[code, worker.code] for code in setting.of_worker[worker.code]}
                limits.constrain(self.cp, setting.index, worker, mine, {code for code in mine if (code, worker.code) in self._kept})
        limits.keep_together(self.cp, setting.index, self.x, self._kept)

    def planned(self, worker: Worker) -> Any:
        """Minutes of this week's tasks."""
        return self._minutes(worker, self.setting.of_worker[worker.code])

    def _minutes(self, worker: Worker, codes: Iterable[str]) -> Any:
        return sum(self.setting.index.minutes(code, worker.code) * self.x[code, worker.code] for code in codes)

    # ---- rules --------------------------------------------------------------------------------------

    def _split(self, worker: Worker) -> tuple[list[str], list[str]]:
        """(tasks that stay, tasks that may be given) of a person."""
        mine = self.setting.of_worker[worker.code]
        kept = [code for code in mine if (code, worker.code) in self._kept]
        return kept, [code for code in mine if (code, worker.code) not in self._kept]

    def _conflicts(self, worker: Worker) -> None:
        rest = worker.rest_minutes
        kept, free = self._split(worker)
        mask = 0
        for code in free:
            if any(self._apart(code, other, rest) for other in kept):
                self.cp.add(self.x[code, worker.code] == 0)
            else:
                mask |= 1 << self._place[code]
        tasks = self.setting.problem.tasks
        for clique in sorted({clique & mask for clique in self._cliques_for(rest)}):
            if clique.bit_count() > 1:
                self.cp.add_at_most_one(self.x[tasks[place].code, worker.code] for place in bits(clique))

    def _apart(self, one: str, other: str, rest: int) -> bool:
        """Whether one person cannot do both tasks, at any times that they could have."""
        if self._timing is not None:
            return self._timing.never_both(one, other, rest)
        return self.setting.index.conflict(one, other, rest) is not None

    def _cliques_for(self, rest: int) -> list[int]:
        """Sets of tasks (as bits) that exclude each other, covering every pair that does; the same for everybody with this rest."""
        if rest not in self._cliques:
            tasks = self.setting.problem.tasks
            near = [0] * len(tasks)
            for one in range(len(tasks)):
                for other in range(one):
                    if self._apart(tasks[one].code, tasks[other].code, rest):
                        near[one] |= 1 << other
                        near[other] |= 1 << one
            self._cliques[rest] = clique_cover(near)
        return self._cliques[rest]

    def _hours(self, worker: Worker) -> None:
        """The week's limits; where pinned tasks are above one already, nothing more is given."""
        mine, index = self.setting.of_worker[worker.code], self.setting.index
        legal = [code for code in mine if index.lawful(code, worker.code)]
        for limit, codes in ((worker.max_minutes, mine), (worker.week_limit, legal)):
            if limit is not None and codes:
                kept = sum(index.minutes(code, worker.code) for code in codes if (code, worker.code) in self._kept)
                self.cp.add(self._minutes(worker, codes) <= max(kept, limit - worker.worked_minutes))

    def _day_average(self, worker: Worker) -> None:
        limit = worker.day_average_limit
        if limit is None:
            return
        index, tasks = self.setting.index, self.setting.index.tasks
        kept, free = ([code for code in some if index.lawful(code, worker.code)] for some in self._split(worker))
        worked = [code for code in (*kept, *free) if index.minutes(code, worker.code)]
        of_day: dict[date, list[Any]] = {}
        for code in worked:
            of_day.setdefault(tasks[code].day, []).append(self.x[code, worker.code])
        used: list[Any] = []
        for day, some in of_day.items():
            used.append(self.cp.new_bool_var(""))
            self.cp.add(sum(some) >= used[-1])
            self._help(used[-1], _works_on, worker.code, frozenset(code for code in worked if tasks[code].day == day))
        rule = self.cp.add(self._minutes(worker, worked) <= limit * sum(used))
        lengths = {code: index.minutes(code, worker.code) for code in kept}
        if sum(lengths.values()) > limit * len({tasks[code].day for code, length in lengths.items() if length}):
            more = self.cp.new_bool_var("")  # pinned tasks break it already: it binds as soon as anything is added
            for code in free:
                self.cp.add_implication(self.x[code, worker.code], more)
            rule.only_enforce_if(more)
            self._help(more, _works_on, worker.code, frozenset(free))

    # ---- levels -------------------------------------------------------------------------------------

    def aim(self, name: str) -> None:
        """Make one level the objective."""
        self.cp.clear_objective()
        self.cp.maximize(self._formula(name))

    def aim_near(self, name: str) -> None:
        """Make one level the objective, and among equals as few changes as can be."""
        self.cp.clear_objective()
        self.cp.maximize((len(self.setting.old) + 1) * self._formula(name) + self._changes())

    def hold(self, name: str, values: Mapping[str, int]) -> None:
        """From now on no plan may be worse on this level than `values` says (a little for a level that gives way)."""
        if name in FAIRNESS_ROUNDS and FAIRNESS_ROUNDS[name] > len(self.setting.wishers):
            return
        sign = -1 if name in SMALLER_IS_BETTER else 1
        formula = self._formula(name)
        if not isinstance(formula, int):
            least = sign * (values[name] + self.before(name, values))
            self.cp.add(formula >= least - (abs(least) // GIVES_WAY[name] if name in GIVES_WAY else 0))

    def before(self, name: str, values: Mapping[str, int]) -> int:
        """What the formula of a level holds beyond its value: the k smallest ratios are one sum."""
        rounds = FAIRNESS_ROUNDS.get(name, 1)
        return sum(values[one] for one, place in FAIRNESS_ROUNDS.items() if place < rounds)

    def hint(self, plan: Iterable[Pair], starts: Starts | None = None) -> None:
        """Start the solver at this plan and its times, with every auxiliary variable at its value."""
        self.cp.clear_hints()
        point = Point(self.setting, plan, starts or {})
        for pair, var in self.x.items():
            self.cp.add_hint(var, pair in point.chosen)
        for var, value, about in self._helpers:
            self.cp.add_hint(var, int(value(point, *about)))

    def _help(self, var: Any, value: Callable[..., int], *about: Any) -> None:
        """Say what an auxiliary variable is in a plan: value(point, *about)."""
        self._helpers.append((var, value, about))

    def chosen(self, solver: Any) -> list[Pair]:
        return [pair for pair, var in self.x.items() if solver.boolean_value(var)]

    def starts(self, solver: Any) -> dict[str, int]:
        """The times of tasks that may move."""
        return self._timing.starts(solver) if self._timing is not None else {}

    def _formula(self, name: str) -> Any:
        if name not in self._formulas:
            self._formulas[name] = self._fairness(FAIRNESS_ROUNDS[name]) if name in FAIRNESS_ROUNDS else getattr(self, "_" + name)()
        return self._formulas[name]

    def _cover(self) -> Any:
        setting = self.setting
        parts = []
        for task in setting.problem.tasks:
            weight = setting.weight[task.priority]
            if task.over_cost is not None and setting.of_task[task.code]:
                heads = self.cp.new_int_var(0, task.headcount, "")
                self.cp.add(heads <= sum(self.x[task.code, who] for who in setting.of_task[task.code]))
                self._help(heads, _heads, task.code, task.headcount)
                parts.append(weight * heads)
            elif setting.room(task) > task.headcount:
                parts.append(weight * task.headcount)  # more are pinned than needed
            else:
                parts += [weight * self.x[task.code, who] for who in setting.of_task[task.code]]
        return sum(parts)

    def _min_hours(self) -> Any:
        parts = []
        for worker in self.setting.problem.workers:
            missing = worker.min_minutes - worker.worked_minutes
            if missing > 0:
                short = self.cp.new_int_var(0, missing, "")
                self.cp.add(short >= missing - self.planned(worker))
                self._help(short, _missing, worker.code, missing)
                parts.append(-short)
        return sum(parts)

    def _fairness(self, count: int) -> Any:
        """Sum of the `count` smallest ratios per mille: count·t − Σ max(0, t − ratio) at its best t."""
        setting = self.setting
        if not self._ratios:
            for worker in setting.wishers:
                ratio = self.cp.new_int_var(0, setting.ratio(worker, setting.reach(worker)), "")
                self.cp.add(setting.wish(worker) * ratio <= 1000 * (setting.had(worker) + self.planned(worker)))
                self._help(ratio, _ratio, len(self._ratios))
                self._ratios.append(ratio)
        top = max(setting.ratio(one, setting.reach(one)) for one in setting.wishers)
        mark = self.cp.new_int_var(0, top, "")
        self._help(mark, _mark, count)
        below = []
        for place, ratio in enumerate(self._ratios):
            if count == 1:
                self.cp.add(mark <= ratio)
            else:
                gap = self.cp.new_int_var(0, top, "")
                self.cp.add(gap >= mark - ratio)
                self._help(gap, _gap, count, place)
                below.append(gap)
        return count * mark - sum(below)

    def _fairness_rest(self) -> Any:
        parts = []
        for worker in self.setting.wishers:
            filled: list[Any] = []
            start = 0
            for size, worth in self.setting.steps(worker):
                step = self.cp.new_int_var(0, size, "")
                self._help(step, _step, worker.code, start, size)
                start += size
                filled.append(step)
                parts.append(worth * step)
            if filled:
                self.cp.add(sum(filled) <= self.planned(worker))
        return sum(parts)

    def _prime(self) -> Any:
        setting, parts = self.setting, []
        for worker in setting.problem.workers:
            prime = {code for code in setting.of_worker[worker.code] if setting.index.tasks[code].prime}
            slots = [self.x[code, worker.code] for code in setting.of_worker[worker.code] if code in prime]
            steps = [self.cp.new_bool_var("") for _ in slots]
            for n, step in enumerate(steps):
                self._help(step, _prime_step, worker.code, prime, n)
            if slots:
                self.cp.add(sum(steps) >= sum(slots))
            parts += [-cost * step for cost, step in zip(setting.prime_costs(worker, len(steps)), steps, strict=True)]
        return sum(parts)

    def _preference(self) -> Any:
        if self._timing is not None:
            return sum(self._timing.preference(pair) for pair in self.x)
        return sum(self.setting.preference(pair) * var for pair, var in self.x.items())

    def _continuity(self) -> Any:
        return sum(var for pair, var in self.x.items() if self.setting.owns(pair))

    def _travel(self) -> Any:
        return -Paths(self.cp, self.setting, self.x, self._timing.begin if self._timing else {}, self._help).minutes()

    def _changes(self) -> Any:
        return sum(self.x[pair] - 1 for pair in self.setting.old)

    def _cost(self) -> Any:
        parts = [-cost * self.x[pair] for pair, cost in self.setting.cost.items() if pair in self.x]
        for task in self.setting.problem.tasks:
            heads = sum(self.x[task.code, who] for who in self.setting.of_task[task.code])
            if task.short_cost:
                short = self.cp.new_int_var(0, task.headcount, "")
                self.cp.add(short >= task.headcount - heads)
                self._help(short, _short, task.code, task.headcount)
                parts.append(-task.short_cost * short)
            if task.over_cost:
                over = self.cp.new_int_var(0, len(self.setting.of_task[task.code]), "")
                self.cp.add(over >= heads - task.headcount)
                self._help(over, _over, task.code, task.headcount)
                parts.append(-task.over_cost * over)
        for worker in self.setting.problem.workers:
            mine = {code: self.x[code, worker.code] for code in self.setting.of_worker[worker.code]}
            parts += [-cost * missed for cost, missed in soft.terms(self.cp, self.setting.index, worker, mine)]
        return sum(parts)

    def _people(self) -> Any:
        """Nobody has a task without being counted; each set of tasks that exclude each other counts as one, which binds far better."""
        parts = []
        for worker in self.setting.problem.workers:
            kept, mine = self._split(worker)
            if not kept and not mine:
                continue
            used = self.cp.new_bool_var("")
            self._help(used, _works_on, worker.code, frozenset((*kept, *mine)))
            parts.append(-used)
            if kept:
                self.cp.add(used == 1)
                continue
            own = sum(1 << self._place[code] for code in mine)
            left = own
            for clique in sorted({clique & own for clique in self._cliques_for(worker.rest_minutes)}):
                if clique.bit_count() > 1:
                    self.cp.add(sum(self.x[self.setting.problem.tasks[place].code, worker.code] for place in bits(clique)) <= used)
                    left &= ~clique
            for place in bits(left):
                self.cp.add_implication(self.x[self.setting.problem.tasks[place].code, worker.code], used)
        return sum(parts)


# ---- auxiliary variables in a plan ------------------------------------------------------------------


def _works_on(point: Point, who: str, tasks: frozenset[str]) -> bool:
    return not tasks.isdisjoint(point.tasks.get(who, ()))


def _heads(point: Point, task: str, most: int) -> int:
    return min(most, point.heads[task])


def _short(point: Point, task: str, wanted: int) -> int:
    return max(0, wanted - point.heads[task])


def _over(point: Point, task: str, wanted: int) -> int:
    return max(0, point.heads[task] - wanted)


def _missing(point: Point, who: str, wanted: int) -> int:
    return max(0, wanted - point.minutes[who])


def _ratio(point: Point, place: int) -> int:
    return point.ratios[place]


def _mark(point: Point, count: int) -> int:
    return point.sorted[count - 1]


def _gap(point: Point, count: int, place: int) -> int:
    return max(0, point.sorted[count - 1] - point.ratios[place])


def _step(point: Point, who: str, start: int, size: int) -> int:
    return min(size, max(0, point.minutes[who] - start))


def _prime_step(point: Point, who: str, prime: set[str], n: int) -> bool:
    return len(prime & set(point.tasks.get(who, ()))) > n
