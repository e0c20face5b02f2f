"""What a search improves: one sum of all levels, or the levels in their order, a few of them at a time.

In the order of the levels a part is judged by the whole vector of levels, so that a later level never costs an earlier one; within
a part the levels before the aim are held, and the worths of the aim keep their own order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.planner.arrays import Arrays, Flags, Values
from workbench.planner.measures import GIVES_WAY, LEVELS, SMALLER_IS_BETTER
from workbench.planner.neighbourhood import Held, Part, heads_in_order
from workbench.planner.weighing import Weights

STAGES: Final = {
    "cover": ("cover", "min_hours"),
    "fairness": ("fairness_1", "fairness_2", "fairness_3"),
    "rest": ("fairness_rest",),
    "wishes": ("prime", "preference", "continuity", "changes"),
}
"""Levels that are improved together, in the order of the levels."""
SHARES: Final = {"cover": 0.35, "fairness": 0.12, "rest": 0.2, "wishes": 0.33}
"""Of the work; what a stage leaves goes to the next."""


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
    name: str
    limits: Values
    rest: int | None = None

    def rank(self, plan: Flags, values: Values) -> tuple[int, ...]:  # noqa: ARG002 (the other aim asks)
        found = [-values[name] if name in SMALLER_IS_BETTER else values[name] for name in LEVELS]
        if self.rest is not None:
            place = LEVELS.index("fairness_rest")
            found[place] = min(found[place], self.rest)
        return tuple(found)

    def done(self, plan: Flags, values: Values) -> bool:  # noqa: ARG002
        return all(values[name] == self.limits[name] for name in STAGES[self.name])

    def held(self, values: Values) -> Held:
        if self.name == "cover":
            return Held()
        if self.name == "fairness":
            return Held(heads=True, minimum=True)
        slack = None if self.rest is None else max(0, values["fairness_rest"] - self.rest)
        return Held(heads=True, minimum=True, ratio=values["fairness_3"], rest=slack)

    def weights(self, part: Part) -> Weights:
        """Worths by which one unit of a level outweighs all that the part could win or lose on the levels after it."""
        arrays = self.arrays
        if self.name == "cover":
            hours = int(arrays.least[part.people].sum()) + 1
            heads = heads_in_order(arrays, part.pairs, part.room).heads
            return Weights((heads[0] * hours, heads[1] * hours, heads[2] * hours), min_hours=1)
        if self.name == "fairness":
            top = int(arrays.ratios(arrays.reach)[arrays.wisher].max(initial=0)) + 1
            return Weights((0, 0, 0), fairness=(top * top, top, 1))
        if self.name == "rest":
            return Weights((0, 0, 0), fairness_rest=1)
        changes = int(arrays.old[part.pairs].sum()) + 1
        tasks = np.unique(arrays.task[part.pairs])
        most = int(np.minimum(part.room, len(part.people))[tasks].sum())
        owned = changes * (most + 1)
        wishes = owned * (5 * most + 1)
        return Weights((0, 0, 0), prime=wishes, preference=owned, continuity=changes, changes=1)


def kept_of_rest(values: Values) -> int:
    """The least worth of fairness among all others that the levels after it must leave."""
    found = values["fairness_rest"]
    return found - found // GIVES_WAY["fairness_rest"]
