"""What an engine makes as large as possible: one sum of all levels, with what each of them is worth.

The planner's own objective is lexicographic; a sum is what a relaxation can bound, what guides a search, and what another
program can be compared on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.planner.arrays import Arrays, Flags, Ints, Values
from workbench.planner.measures import FAIRNESS_ROUNDS, SMALLER_IS_BETTER
from workbench.planner.problem import LEVELS


@dataclass(frozen=True, slots=True)
class Weights:
    """Worth of one unit of each level, whole numbers from 0; `heads` of one filled head by priority 1, 2 and 3.

    `fairness` are the worths of the three lowest ratios, per mille; none may be above the one before it, or the sum would
    reward making the lowest lower.
    """

    heads: tuple[int, int, int]
    min_hours: int = 0
    fairness: tuple[int, int, int] = (0, 0, 0)
    fairness_rest: int = 0
    prime: int = 0
    preference: int = 0
    continuity: int = 0
    travel: int = 0
    changes: int = 0

    def __post_init__(self) -> None:
        if not self.fairness[0] >= self.fairness[1] >= self.fairness[2] >= 0:
            raise ValueError(f"worths of the lowest ratios must not rise: {self.fairness}")

    def of(self, level: str) -> int:
        """Worth of a level other than cover."""
        return self.fairness[FAIRNESS_ROUNDS[level] - 1] if level in FAIRNESS_ROUNDS else int(getattr(self, level))

    def sums(self, people: int) -> tuple[int, int, int]:
        """Worth of the sum of the one, two and three lowest ratios of so many people, which together weigh the same."""
        first, second, third = (worth if place < people else 0 for place, worth in enumerate(self.fairness))
        return first - second, second - third, third

    def value(self, arrays: Arrays, plan: Flags, values: Values) -> int:
        """The sum for a plan; `values` are its levels."""
        filled = np.minimum(arrays.heads, np.bincount(arrays.task[plan], minlength=arrays.tasks))
        total = int(self.of_heads(arrays) @ filled)
        for level in LEVELS[1:]:
            total += self.of(level) * (-values[level] if level in SMALLER_IS_BETTER else values[level])
        return total

    def of_heads(self, arrays: Arrays) -> Ints:
        """Worth of a filled head of each task."""
        return np.array((0, *self.heads), np.int64)[arrays.priority]


BALANCED: Final = Weights(
    heads=(360_000, 180_000, 90_000), min_hours=750, fairness=(3_000, 0, 0), fairness_rest=1, prime=30, preference=3_000,
    continuity=24_000, changes=15_000,
)  # fmt: skip
"""A usual balance: one grade of a wish counts 3,000, an open head 30 to 120 grades, an hour under the minimum 15, an owned
customer 8, a hour for somebody who has nothing 20. It guides the search where levels are solved one by one."""
