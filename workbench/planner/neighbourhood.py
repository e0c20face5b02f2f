"""A part of the week given free around a plan: some people and some tasks, all else stays; a small CP-SAT model improves it.

Tasks that belong together stay as the first plan gave them: a part would hold only some of them.

An aim is a sum of weights over the part. Levels that come before the aim are held, so that an improvement of one level is
never paid for by an earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from workbench.planner import limits
from workbench.planner.arrays import FREE, Arrays, Flags, Ints
from workbench.planner.measures import SCALE
from workbench.planner.paths import steps_of_day
from workbench.planner.weighing import Weights


@dataclass(frozen=True, slots=True)
class Held:
    """What must not get worse: `heads` by priority and `minimum` hours, lowest ratios down to `ratio` per mille, `rest` within so much,
    and the sums of some `wishes`."""

    heads: bool = False
    minimum: bool = False
    ratio: int | None = None
    rest: int | None = None
    wishes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan of the whole week with another part; `plan` is None where none was found. `effort` is the deterministic time taken."""

    plan: Flags | None
    best: bool
    effort: float


class Part:
    """The free pairs of some people and tasks, and what the rest of the plan leaves for them."""

    def __init__(self, arrays: Arrays, plan: Flags, people: Ints, tasks: Flags, allowed: Flags) -> None:
        self.arrays, self.plan, self.people = arrays, plan, people
        mine = np.concatenate([arrays.of_worker[who] for who in people]) if len(people) else np.zeros(0, np.int64)
        inside = mine[tasks[arrays.task[mine]] & arrays.open[mine] & (allowed | plan)[mine] & ~arrays.grouped[arrays.task[mine]]]
        self.fixed = plan.copy()
        self.fixed[inside] = False
        for who in people:
            pairs = arrays.of_worker[who]
            held = pairs[self.fixed[pairs] & ~arrays.kept[pairs]]
            if len(held):
                clash = arrays.clashes.any_of(arrays.task[held], int(arrays.rest[who]))
                inside = inside[(arrays.worker[inside] != who) | ~clash[arrays.task[inside]]]
        self.room = arrays.room - np.bincount(arrays.task[self.fixed], minlength=arrays.tasks)
        self.pairs = np.sort(inside[self.room[arrays.task[inside]] > 0])
        self.minutes = arrays.of(arrays.length * self.fixed)

    def solved(self, aim: Weights, held: Held, *, effort: float, seed: int, wall: float, watch: Callable[[Any], None]) -> Answer:
        """The part made better; `effort` bounds deterministic time. `watch` receives the solver, to stop it from elsewhere."""
        from ortools.sat.python import cp_model

        model = _Model(self, aim, held)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers, parameters.random_seed = 1, seed
        parameters.max_time_in_seconds, parameters.max_deterministic_time = max(0.01, wall), effort
        parameters.symmetry_level, parameters.linearization_level, parameters.cp_model_probing_level = 0, 2, 0
        watch(solver)
        status = solver.solve(model.cp)
        took = float(solver.response_proto.deterministic_time)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer(None, False, took)
        found = self.fixed.copy()
        found[self.pairs] = np.array(list(solver.response_proto.solution)[: len(self.pairs)], bool)
        return Answer(found, status == cp_model.OPTIMAL, took)


class _Model:
    """The part as formulas. The first variables are the pairs, in their order; hints are the plan as it is."""

    def __init__(self, part: Part, aim: Weights, held: Held) -> None:
        from ortools.sat.python import cp_model

        self.part, self.arrays = part, part.arrays
        self.cp: Any = cp_model.CpModel()
        self._weighted_sum = cp_model.LinearExpr.weighted_sum
        self.now = part.plan[part.pairs]
        self.x: list[Any] = [self.cp.new_bool_var("") for _ in range(len(part.pairs))]
        for var, value in zip(self.x, self.now.tolist(), strict=True):
            self.cp.add_hint(var, value)
        self.place = {pair: number for number, pair in enumerate(part.pairs.tolist())}
        self.of = {who: np.flatnonzero(self.arrays.worker[part.pairs] == who) for who in part.people.tolist()}
        self.minutes: dict[int, tuple[Any, int]] = {}  # of a person: the variable, and what it is now
        self.ratios: dict[int, Any] = {}
        self.filled: list[tuple[Any, int]] = []  # worth of the minutes of each person, likewise
        self.primes: list[tuple[Any, int]] = []  # cost of the prime slots of each person, likewise
        self.ways: list[tuple[Any, int]] = []  # steps from task to task and their minutes
        self.terms: list[Any] = []
        self.worths: list[int] = []
        self._room()
        for who in part.people.tolist():
            self._rules(who)
        self._pairs(aim, held)
        for who in part.people.tolist():
            self._person(who, aim, held)
        if held.rest is not None and self.filled:
            self.cp.add(sum(var for var, _now in self.filled) >= sum(now for _var, now in self.filled) - held.rest)
        if "prime" in held.wishes and self.primes:
            self.cp.add(sum(var for var, _now in self.primes) <= sum(now for _var, now in self.primes))
        if aim.travel or "travel" in held.wishes:
            self._journeys(aim.travel, held=held.wishes)
        for count, worth in enumerate(aim.sums(int(self.arrays.wisher.sum())), start=1):
            if worth:
                self._lowest(count, worth)
        self.cp.maximize(self._weighted_sum(self.terms, self.worths))

    def _sum(self, numbers: Ints, amounts: Ints) -> Any:
        return self._weighted_sum([self.x[number] for number in numbers.tolist()], amounts.tolist())

    def _new(self, low: int, high: int, hint: int) -> Any:
        var = self.cp.new_int_var(low, high, "")
        self.cp.add_hint(var, min(high, max(low, hint)))
        return var

    def _aim(self, term: Any, worth: int) -> None:
        self.terms.append(term)
        self.worths.append(worth)

    # ---- rules --------------------------------------------------------------------------------------

    def _room(self) -> None:
        part, arrays = self.part, self.arrays
        task = arrays.task[part.pairs]
        for low, high in zip(*(edges.tolist() for edges in _runs(task)), strict=True):
            room = int(part.room[task[low]])
            if high - low > room:
                self.cp.add(sum(self.x[low:high]) <= room) if room > 1 else self.cp.add_at_most_one(self.x[low:high])

    def _rules(self, who: int) -> None:
        """Everything that one person's tasks must keep among themselves, those that stay included."""
        arrays, mine = self.arrays, self.of[who]
        if not len(mine):
            return
        for clique in arrays.cliques(who):
            some = [self.x[self.place[pair]] for pair in clique.tolist() if pair in self.place]
            if len(some) > 1:
                self.cp.add_at_most_one(some)
        pairs, held = self.part.pairs[mine], arrays.of_worker[who][self.part.fixed[arrays.of_worker[who]]]
        length, base = arrays.length[pairs], int(self.part.minutes[who])
        if base + int(length.sum()) > arrays.most[who]:
            self.cp.add(self._sum(mine, length) <= int(arrays.most[who]) - base)
        legal, held_legal = arrays.lawful[pairs], int(arrays.length[held][arrays.lawful[held]].sum())
        if held_legal + int(length[legal].sum()) > arrays.legal[who]:
            self.cp.add(self._sum(mine[legal], length[legal]) <= int(arrays.legal[who]) - held_legal)
        if arrays.asked[who]:
            self._limits(who, held)
        if arrays.average[who] < FREE:
            self._day_average(who, mine[legal & (length > 0)], held[arrays.lawful[held] & (arrays.length[held] > 0)])

    def _limits(self, who: int, held: Ints) -> None:
        """What was agreed on days and tasks; tasks that stay are what they are."""
        arrays, tasks = self.arrays, self.arrays.problem.tasks
        staying = {tasks[arrays.task[pair]].code for pair in held.tolist()}
        free = {tasks[arrays.task[self.part.pairs[number]]].code: self.x[number] for number in self.of[who].tolist()}
        limits.constrain(self.cp, arrays.setting.index, arrays.problem.workers[who], dict.fromkeys(staying, 1) | free, staying)

    def _day_average(self, who: int, mine: Ints, held: Ints) -> None:
        arrays, pairs = self.arrays, self.part.pairs[mine]
        average = int(arrays.average[who])
        days = set(arrays.day[arrays.task[held]].tolist())
        used = []
        for day in sorted(set(arrays.day[arrays.task[pairs]].tolist()) - days):
            some = mine[arrays.day[arrays.task[pairs]] == day]
            used.append(self._new(0, 1, int(self.now[some].any())))
            self.cp.add_bool_or([*(self.x[number] for number in some.tolist()), used[-1].negated()])
        before = int(arrays.length[held].sum())
        row = self.cp.add(self._sum(mine, arrays.length[pairs]) - average * sum(used) <= average * len(days) - before)
        if before > average * len(days) and bool(arrays.kept[held].all()):
            more = self._new(0, 1, int(self.now[mine].any()))  # pinned tasks break it already: it binds as soon as anything is added
            for number in mine.tolist():
                self.cp.add_implication(self.x[number], more)
            row.only_enforce_if(more)

    # ---- levels -------------------------------------------------------------------------------------

    def _pairs(self, aim: Weights, held: Held) -> None:
        arrays, pairs = self.arrays, self.part.pairs
        worth = aim.of_heads(arrays)[arrays.task[pairs]] + aim.preference * arrays.wish[pairs]
        worth = worth + aim.continuity * arrays.owned[pairs] + aim.changes * arrays.old[pairs]
        some = np.flatnonzero(worth)
        for number in some.tolist():
            self._aim(self.x[number], int(worth[number]))
        if held.heads and len(pairs):
            amounts = heads_in_order(arrays, pairs, self.part.room).of_heads(arrays)[arrays.task[pairs]]
            self.cp.add(self._sum(np.arange(len(pairs)), amounts) >= int(amounts @ self.now))
        for name, amounts in (("preference", arrays.wish), ("continuity", arrays.owned), ("changes", arrays.old)):
            if name in held.wishes and len(pairs):
                mine = amounts[pairs].astype(np.int64)
                self.cp.add(self._sum(np.arange(len(pairs)), mine) >= int(mine @ self.now))

    def _person(self, who: int, aim: Weights, held: Held) -> None:
        """Minimum hours, lowest ratio, the rest of fairness and prime slots of one person."""
        arrays, mine = self.arrays, self.of[who]
        pairs, base = self.part.pairs[mine], int(self.part.minutes[who])
        if not len(mine):
            return
        length = arrays.length[pairs]
        now, top = base + int(length @ self.now[mine]), base + int(length.sum())
        minutes = self._new(base, min(top, max(now, int(arrays.most[who]))), now)
        self.cp.add(self._sum(mine, length) + base == minutes)
        self.minutes[who] = minutes, now
        short = int(arrays.least[who])
        if aim.min_hours and base < short:
            lacking = self._new(0, short - base, max(0, short - now))
            self.cp.add(lacking + minutes >= short)
            self._aim(lacking, -aim.min_hours)
        if held.minimum and base < short:
            self.cp.add(minutes >= min(now, short))
        if held.ratio is not None and arrays.wisher[who]:
            least = -(-held.ratio * int(arrays.wished[who]) // SCALE) - int(arrays.had[who])
            self.cp.add(minutes >= min(now, least))
        self._steps(who, minutes, now, aim, held)
        if aim.prime or "prime" in held.wishes:
            self._prime(who, mine[arrays.prime[arrays.task[pairs]]], aim.prime)

    def _steps(self, who: int, minutes: Any, now: int, aim: Weights, held: Held) -> None:
        """What somebody's minutes are worth: under each of the lines that bound the falling worth from above."""
        arrays = self.arrays
        if not (arrays.wisher[who] and (aim.fairness_rest or held.rest is not None)):
            return
        sizes, worths, starts = arrays.sizes[who], arrays.worth[who], arrays.starts[who]
        total = int(sizes @ worths)
        if not total:
            return
        worth_now = int(np.clip(now - starts, 0, sizes) @ worths)
        filled = self._new(0, total, worth_now)
        before = 0
        for size, worth, start in zip(sizes.tolist(), worths.tolist(), starts.tolist(), strict=True):
            if size:
                self.cp.add(filled <= worth * (minutes - start) + before)
                before += size * worth
        if aim.fairness_rest:
            self._aim(filled, aim.fairness_rest)
        self.filled.append((filled, worth_now))

    def _prime(self, who: int, slots: Ints, weight: int) -> None:
        arrays, pairs = self.arrays, self.arrays.of_worker[who]
        held = int((self.part.fixed[pairs] & arrays.prime[arrays.task[pairs]]).sum())
        if not len(slots):
            return
        before, share = int(arrays.primes[who]), int(arrays.share[who])
        costs = [share * (2 * before * number + number * number) for number in range(held, held + len(slots) + 1)]
        cost = self._new(0, costs[-1], costs[int(self.now[slots].sum())])
        count = sum(self.x[number] for number in slots.tolist())
        for number in range(len(slots)):
            self.cp.add(cost >= costs[number] + (costs[number + 1] - costs[number]) * (count - number))
        self.primes.append((cost, costs[int(self.now[slots].sum())]))
        if weight:
            self._aim(cost, -weight)

    def _journeys(self, worth: int, held: Collection[str]) -> None:
        """Minutes on the way between tasks. Ways from and to home are left out here: the whole plan is measured before it is taken."""
        now = 0
        for who, mine in self.of.items():
            for day in np.unique(self.arrays.day[self.arrays.task[self.part.pairs[mine]]]).tolist():
                now += self._journeys_of(who, day)
        if "travel" in held and self.ways:
            self.cp.add(self._weighted_sum([var for var, _way in self.ways], [way for _var, way in self.ways]) <= now)
        for var, way in self.ways:
            if worth and way:
                self._aim(var, -worth * way)

    def _journeys_of(self, who: int, day: int) -> int:
        """The steps of one person on one day; the minutes on the way that they take in the plan as it is."""
        arrays, theirs = self.arrays, self.arrays.of_worker[who]
        tasks = arrays.task[theirs]
        free = np.array([pair in self.place for pair in theirs.tolist()], bool)
        some = np.flatnonzero((arrays.day[tasks] == day) & (free | self.part.fixed[theirs]))
        begin, end = arrays.clashes.begin[tasks[some]], arrays.clashes.end[tasks[some]]
        some = some[np.lexsort((arrays.code_rank[tasks[some]], end, begin))]
        pairs, rows = theirs[some], tasks[some]
        stays = ~free[some]
        open_ = ~arrays.clashes.among(rows, 0) | (stays[:, None] & stays)
        one, other = np.nonzero(np.triu(open_, 1))
        way = arrays.clashes.travel(rows[one], rows[other])
        if not way.any():
            return 0
        nodes = [1 if here else self.x[self.place[pair]] for pair, here in zip(pairs.tolist(), stays.tolist(), strict=True)]
        chosen = np.flatnonzero(self.part.plan[pairs]).tolist()
        taken = set(pairwise(chosen))
        steps = steps_of_day(self.cp, nodes, list(zip(one.tolist(), other.tolist(), strict=True)))
        minutes = dict(zip(steps, way.tolist(), strict=True))
        for step, var in steps.items():
            self.cp.add_hint(var, step in taken)
            self.ways.append((var, minutes[step]))
        return sum(minutes[step] for step in taken)

    def _lowest(self, count: int, worth: int) -> None:
        """Sum of the so many lowest ratios of everybody: those of the others stand, and only the lowest of them can count."""
        arrays, part = self.arrays, self.part
        free = [who for who in self.minutes if arrays.wisher[who]]
        ratios = arrays.ratios(arrays.of(arrays.length * part.plan))
        fixed = arrays.wisher.copy()
        fixed[free] = False
        if not free:
            return
        others = np.sort(ratios[fixed])[:count].tolist()
        now = np.sort([*others, *ratios[free].tolist()])
        top = int(arrays.ratios(arrays.reach)[arrays.wisher].max()) + 1
        mark = self._new(0, top, int(now[count - 1]))
        below = []
        for ratio in others:
            below.append(self._new(0, top, max(0, int(now[count - 1]) - ratio)))
            self.cp.add(below[-1] >= mark - ratio)
        for who in free:
            minutes, _now = self.minutes[who]
            below.append(self._new(0, top, max(0, int(now[count - 1] - ratios[who]))))
            ratio = self._ratio(who, minutes, int(ratios[who]), top)
            self.cp.add(below[-1] >= mark - ratio)
        self._aim(mark, worth * count)
        for gap in below:
            self._aim(gap, -worth)

    def _ratio(self, who: int, minutes: Any, now: int, top: int) -> Any:
        if who not in self.ratios:
            ratio = self.ratios[who] = self._new(0, max(top, now), now)
            self.cp.add(int(self.arrays.wished[who]) * ratio <= SCALE * (int(self.arrays.had[who]) + minutes))
        return self.ratios[who]


def heads_in_order(arrays: Arrays, pairs: Ints, room: Ints) -> Weights:
    """Worths by which one head of a priority outweighs all heads below that these pairs could fill."""
    tasks = np.unique(arrays.task[pairs])
    heads = np.bincount(arrays.priority[tasks], weights=room[tasks], minlength=4).astype(np.int64).tolist()
    second = heads[3] + 1
    return Weights((heads[3] + heads[2] * second + 1, second, 1))


def _runs(numbers: Ints) -> tuple[Ints, Ints]:
    """Begin and end of each run of equal numbers in a sorted row."""
    edges = np.flatnonzero(np.diff(numbers)) + 1
    return np.concatenate(([0], edges))[: len(numbers)], np.concatenate((edges, [len(numbers)]))[: len(numbers)]
