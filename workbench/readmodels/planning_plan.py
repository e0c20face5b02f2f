"""The automatic plan beside the saved one: what keeping it would change, how good it is, and what became of it when it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from workbench.readmodels.planning import LeftOut, OpenSeat


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A change that keeping the automatic plan would make."""

    task_id: int
    person_id: int
    task: str
    person: str
    day: date
    start: int
    added: bool
    end: int = 0


class TimeMove(NamedTuple):
    """A task whose time the automatic plan chose: minutes of the day at which it began and is to begin."""

    task_id: int
    task: str
    day: date
    before: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level of the objective: value, bound, whether proven best, and its sentence."""

    name: str
    value: int
    bound: int | None
    proven: bool
    text: str


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """The automatic plan beside the saved one. `basis` are the pairs that were saved when solving began.

    `strained` are pairs of the plan that some rule speaks against even as planned: pinned ones, or such as a manager set aside.
    """

    monday: date
    pairs: tuple[tuple[int, int], ...]
    basis: frozenset[tuple[int, int]]
    lines: tuple[PlanLine, ...]
    needed: int
    filled_before: int
    filled_after: int
    jain_before: float | None
    jain_after: float | None
    open_seats: tuple[OpenSeat, ...]
    levels: tuple[LevelLine, ...]
    status: str
    seconds: float
    seed: int
    hours: Mapping[str, int] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    moves: tuple[TimeMove, ...] = ()
    strained: frozenset[tuple[int, int]] = frozenset()
    way_before: int = 0  # minutes on the way between places, of the whole week
    way_after: int = 0


@dataclass(frozen=True, slots=True)
class PlanKept:
    """What became of a plan when it was kept: changes made, and what no longer fitted the week as it is now, with the reason."""

    changes: int
    left_out: tuple[LeftOut, ...] = ()
