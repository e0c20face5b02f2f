"""Two people who want to change tasks: what the rules say of both sides, before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.readmodels.planning import Judgement
from workbench.services.planning_case import Case

_WORSE = {"green": 0, "amber": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class SwapSide:
    """One side of a swap: who would take which task, and whether that may be."""

    person_id: int
    task_id: int
    judgement: Judgement


def swap_sides(case: Case, one: tuple[int, int], other: tuple[int, int]) -> tuple[SwapSide, SwapSide]:
    """Both sides of a swap of two pairs (task, person) of ids, as `planning.swap` will judge them.

    Each is free of what is given up; the second is judged with the first one's new task in place.
    """
    (first, mine), (second, theirs) = one, other
    free = case.after((one, other))
    taken = case.after((one, other), ((second, mine),))
    return SwapSide(mine, second, free.verdict(second, mine)), SwapSide(theirs, first, taken.verdict(first, theirs))


def asks_reason(sides: tuple[SwapSide, ...]) -> bool:
    """Whether a side is amber by a rule that is set aside with a reason only."""
    return any(side.judgement.colour == "amber" and not side.judgement.remark for side in sides)


def worst(sides: tuple[SwapSide, ...]) -> str:
    """The graver colour of the sides."""
    return max((side.judgement.colour for side in sides), key=_WORSE.__getitem__)
