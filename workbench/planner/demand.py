"""People needed by the hour, turned into shifts: who is short least, then who is too many least, then the fewest shifts.

Each day of each place is a small integer program of its own over all shifts that may be worked there (set covering with
surplus, Dantzig 1954), solved exactly in a moment; its levels are held one after the other as those of the plan are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from workbench.planner.problem import Demand, Need, Problem, Task

DAY: Final = 1440
EFFORT: Final = 2.0  # deterministic seconds a level of a day may take; a usual one takes a hundredth


@dataclass(frozen=True, slots=True)
class Shift:
    """`people` who work from `start` to `end` of a day."""

    day: date
    start: int
    end: int
    people: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Shape:
    """Shifts in order of day and time; `short` and `over` are minutes of people under and above what is needed.

    `proven` says that no other shifts of these lengths do better.
    """

    shifts: tuple[Shift, ...]
    short: int
    over: int
    proven: bool

    @property
    def people(self) -> int:
        """Shifts counted by heads."""
        return sum(one.people for one in self.shifts)


def shaped(problem: Problem) -> Problem:
    """The same problem with tasks in the place of its demand, called after it: K becomes K-1, K-2 …"""
    taken = {task.code for task in problem.tasks}
    made: list[Task] = []
    for one in problem.demand:
        number = 0
        for shift in shape(one).shifts:
            number += 1
            while f"{one.code}-{number}" in taken:
                number += 1
            made.append(
                Task(
                    f"{one.code}-{number}", one.title, one.kind, shift.day, shift.start, shift.end, one.lat, one.lon, one.territory, one.skill,
                    one.level, shift.people, one.priority, place=one.place,
                )
            )  # fmt: skip
    return replace(problem, tasks=(*problem.tasks, *made), demand=())


def shape(demand: Demand, have: Iterable[Shift] = ()) -> Shape:
    """The shifts that a demand asks for beside those that are there already (`have`).

    What `have` has too many is not counted as too many: it was somebody's wish. Needs of the same minutes add up.
    """
    present = list(have)
    found: list[Shift] = []
    short = over = 0
    proven = True
    for day in sorted({one.day for one in demand.needs}):
        needs = [one for one in demand.needs if one.day == day and one.people > 0]
        if needs:
            part = _Day(demand, needs, [one for one in present if one.day == day]).solve()
            found += part.shifts
            short, over, proven = short + part.short, over + part.over, proven and part.proven
    return Shape(tuple(found), short, over, proven)


def spans(demand: Demand, needs: Sequence[Need]) -> list[tuple[int, int]]:
    """(start, end) of every shift that may be worked on a day: inside the needed hours where these are long enough, else over them."""
    opens, closes = min(one.start for one in needs), max(one.end for one in needs)
    missing = max(0, demand.shortest - (closes - opens))
    first, last = max(0, opens - missing), min(DAY, closes + missing)
    begins = range(first, last, demand.step)
    ends_too = [last - length for length in range(demand.shortest, demand.longest + 1, demand.step)]
    found = {
        (start, start + length)
        for start in {*begins, *(one for one in ends_too if one >= first)}
        for length in range(demand.shortest, demand.longest + 1, demand.step)
        if start + length <= last
    }
    return sorted(span for span in found if any(span[0] < one.end and one.start < span[1] for one in needs))


class _Day:
    """One day of one place as a model."""

    def __init__(self, demand: Demand, needs: Sequence[Need], have: Sequence[Shift]) -> None:
        from ortools.sat.python import cp_model

        self._cp, self._model = cp_model, cp_model.CpModel()
        self._full, self._day = demand.full, needs[0].day
        self._spans = spans(demand, needs)
        most = max(1, sum(one.people for one in needs))
        self._counts = [self._model.new_int_var(0, most, "") for _span in self._spans]
        edges = [*self._spans, *((one.start, one.end) for one in needs), *((one.start, one.end) for one in have)]
        cuts = sorted({minute for edge in edges for minute in edge})
        self._nobody = 0  # minutes short where no shift is made
        short, over = [], []
        for start, end in pairwise(cuts):
            wanted = sum(one.people for one in needs if one.start <= start and end <= one.end)
            there = sum(one.people for one in have if one.start <= start and end <= one.end)
            on_it = sum(count for span, count in zip(self._spans, self._counts, strict=True) if span[0] <= start and end <= span[1])
            self._nobody += (end - start) * max(0, wanted - there)
            less, more = self._model.new_int_var(0, most, ""), self._model.new_int_var(0, most * len(self._spans) + 1, "")
            self._model.add(on_it + less - more == max(0, wanted - there))
            short.append((end - start) * less)
            over.append((end - start) * more)
        self._short, self._over = sum(short), sum(over)

    def solve(self) -> Shape:
        heads = sum(self._counts)
        levels = (self._short, self._over) if self._full else (self._short + self._over, self._short)
        proven, best, short, over = True, [0 for _span in self._spans], self._nobody, 0
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = EFFORT
        for level in (*levels, heads, sum(place * count for place, count in enumerate(self._counts))):
            self._model.minimize(level)
            status = solver.solve(self._model)
            if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
                break  # out of time beside a plan of the level before, which is kept
            proven = proven and status == self._cp.OPTIMAL
            best = [solver.value(count) for count in self._counts]
            short, over = solver.value(self._short), solver.value(self._over)
            self._model.add(level <= round(solver.objective_value))
            self._model.clear_hints()  # type: ignore[no-untyped-call]
            for count, value in zip(self._counts, best, strict=True):
                self._model.add_hint(count, value)
        shifts = tuple(Shift(self._day, *span, value) for span, value in zip(self._spans, best, strict=True) if value)
        return Shape(shifts, short, over, proven)
