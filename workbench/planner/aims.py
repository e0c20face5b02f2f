"""What a search improves: one sum of all levels, or the levels in their order, a few of them at a time.

In the order of the levels a part is judged by the whole vector of levels, so that a later level never costs an earlier one; within
a part the levels before the aim are held, and the worths of the aim keep their own order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from workbench.planner.arrays import Arrays, Flags, Values
from workbench.planner.measures import GIVES_WAY, SMALLER_IS_BETTER
from workbench.planner.neighbourhood import Held, Part, heads_in_order
from workbench.planner.problem import LEVELS
from workbench.planner.weighing import Weights

KINDS: Final = {
    "cover": ("cover", "min_hours"),
    "fairness": ("fairness_1", "fairness_2", "fairness_3"),
    "rest": ("fairness_rest",),
    "wishes": ("prime", "preference", "continuity"),
    "ways": ("travel", "changes"),
}
"""Levels that are improved together where they stand next to each other."""
SHARES: Final = {"cover": 0.35, "fairness": 0.12, "rest": 0.2, "wishes": 0.25, "ways": 0.08}
"""Of the work; what a stage leaves goes to the next."""


def stages(order: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """(kind, levels) of the stages in which levels of this order are improved."""
    kind_of = {name: kind for kind, levels in KINDS.items() for name in levels}
    return [(kind, tuple(levels)) for kind, levels in groupby(order, kind_of.__getitem__)]


def shares(order: tuple[str, ...]) -> list[float]:
    """Parts of the work for the stages of an order; all of it together, unless every level has its usual share."""
    found = [SHARES[kind] * len(levels) / len(KINDS[kind]) for kind, levels in stages(order)]
    return found if len(order) == len(LEVELS) else [one / sum(found) for one in found]


@dataclass(frozen=True, slots=True)
class Sum:
    """All levels as one sum; `bound` is what no plan can pass."""

    arrays: Arrays
    worths: Weights
    bound: float = float("inf")

    def weights(self, part: Part) -> Weights:  # noqa: ARG002 (the other aim asks)
        return self.worths

    def held(self, values: Values) -> Held:  # noqa: ARG002
        return Held()

    def rank(self, plan: Flags, values: Values) -> tuple[int, ...]:
        return (self.worths.value(self.arrays, plan, values),)

    def done(self, plan: Flags, values: Values) -> bool:
        return self.worths.value(self.arrays, plan, values) >= self.bound - 0.999  # sums are whole numbers


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the levels in their order. `limits` is what no plan can pass; `rest` is the least that fairness keeps."""

    arrays: Arrays
    kind: str
    levels: tuple[str, ...]
    limits: Values
    rest: int | None = None

    @property
    def has_paths(self) -> bool:
        """Whether parts must know in which order the tasks of a day are done."""
        order = self.arrays.problem.order
        return "travel" in order and order.index("travel") <= order.index(self.levels[-1])

    def rank(self, plan: Flags, values: Values) -> tuple[int, ...]:  # noqa: ARG002 (the other aim asks)
        found = {name: -values[name] if name in SMALLER_IS_BETTER else values[name] for name in self.arrays.problem.order}
        if self.rest is not None:
            found["fairness_rest"] = min(found["fairness_rest"], self.rest)
        return tuple(found.values())

    def done(self, plan: Flags, values: Values) -> bool:  # noqa: ARG002
        return all(values[name] == self.limits[name] for name in self.levels)

    def held(self, values: Values) -> Held:
        order = self.arrays.problem.order
        before = order[: order.index(self.levels[0])]
        lowest = [values[name] for name in before if name in KINDS["fairness"]]
        return Held(
            heads="cover" in before,
            minimum="min_hours" in before,
            ratio=lowest[-1] if lowest else None,
            rest=None if self.rest is None else max(0, values["fairness_rest"] - self.rest),
            wishes=frozenset(before) & frozenset(KINDS["wishes"] + KINDS["ways"]),
        )

    def weights(self, part: Part) -> Weights:
        """Worths by which one unit of a level outweighs all that the part could win or lose on the levels after it."""
        arrays = self.arrays
        if self.kind == "cover":
            least = int("min_hours" in self.levels)
            if "cover" not in self.levels:
                return Weights((0, 0, 0), min_hours=least)
            hours = int(arrays.least[part.people].sum()) + 1
            heads = heads_in_order(arrays, part.pairs, part.room).heads
            return Weights((heads[0] * hours, heads[1] * hours, heads[2] * hours), min_hours=least)
        if self.kind == "fairness":
            top = int(arrays.ratios(arrays.reach)[arrays.wisher].max(initial=0)) + 1
            first, second, third = (
                worth if name in self.levels else 0 for name, worth in zip(KINDS["fairness"], (top * top, top, 1), strict=True)
            )
            return Weights((0, 0, 0), fairness=(first, second, third))
        if self.kind == "rest":
            return Weights((0, 0, 0), fairness_rest=1)
        worths, worth = dict.fromkeys(KINDS["wishes"] + KINDS["ways"], 0), 1
        for name in reversed(self.levels):
            worths[name] = worth
            if name != self.levels[0]:
                worth *= _most(part, name) + 1
        return Weights(
            (0, 0, 0),
            prime=worths["prime"],
            preference=worths["preference"],
            continuity=worths["continuity"],
            travel=worths["travel"],
            changes=worths["changes"],
        )


def _most(part: Part, name: str) -> int:
    """How much of a wish a part could win or lose."""
    arrays = part.arrays
    if name == "changes":
        return int(arrays.old[part.pairs].sum())
    if name == "travel":
        return (len(part.pairs) + len(part.people)) * int(arrays.setting.index.reach + 1)
    if name == "prime":
        slots = np.bincount(arrays.worker[part.pairs], weights=arrays.prime[arrays.task[part.pairs]], minlength=arrays.workers).astype(
            np.int64
        )
        before = arrays.primes + np.bincount(
            arrays.worker[part.fixed], weights=arrays.prime[arrays.task[part.fixed]], minlength=arrays.workers
        ).astype(np.int64)
        return int((arrays.share * (2 * before * slots + slots * slots)).sum())
    tasks = np.unique(arrays.task[part.pairs])
    most = int(np.minimum(part.room, len(part.people))[tasks].sum())
    return 5 * most if name == "preference" else most


def kept_of_rest(values: Values) -> int:
    """The least worth of fairness among all others that the levels after it must leave."""
    found = values["fairness_rest"]
    return found - found // GIVES_WAY["fairness_rest"]
