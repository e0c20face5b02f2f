"""Two tasks that one person cannot both do: looking only at tasks near each other in time finds all that looking at every two finds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.planner.vectors import P1, task
from workbench.planner.problem import Problem, Task
from workbench.planner.rules import Index

MONDAY = date(2026, 11, 23)


def problem(seed: int, *, spread: float) -> Problem:
    """Sixteen tasks of a week, some without a place; `spread` in degrees around Shanghai."""
    dice = random.Random(seed)
    tasks = []
    for number in range(16):
        start = dice.randrange(0, 1380, 15)
        placed = dice.random() < 0.8
        tasks.append(
            Task(
                f"T{number}", f"T{number}", "visit", MONDAY + timedelta(days=dice.randrange(7)), start,
                min(1440, start + dice.choice((60, 90, 240))), 31.2 + spread * (dice.random() - 0.5) if placed else None,
                121.4 + spread * (dice.random() - 0.5) if placed else None,
            )
        )  # fmt: skip
    return Problem(MONDAY, (), tuple(tasks))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("spread", [0.0, 0.3, 30.0])  # one place, a city, places more than a day of driving apart
@pytest.mark.parametrize("rest", [0, 660])
def test_that_near_tasks_are_all_that_can_clash(seed: int, spread: float, rest: int) -> None:
    index = Index(problem(seed, spread=spread))
    codes = list(index.tasks)
    random.Random(seed + 100).shuffle(codes)
    every = [
        (one, clash)
        for place, one in enumerate(codes)
        for other in codes[place + 1 :]
        if (clash := index.conflict(one, other, rest)) is not None
    ]
    assert index.clashes(codes, rest) == every


def test_that_a_known_way_comes_before_the_straight_line_in_its_own_direction() -> None:
    one = replace(task("A", 0, 9, 10), lat=31.2304, lon=121.4737, place="square")
    other = replace(task("B", 0, 11, 12), lat=31.1979, lon=121.3363, place="station")
    early = replace(task("C", 0, 7, 8), lat=31.1979, lon=121.3363, place="station")
    there = Problem(MONDAY, (P1,), (one, other, early), travel=(("square", "station", 70),), buffer_minutes=5)
    index = Index(there)
    assert (index.between("A", "B"), index.between("B", "A")) == ((60, 75), (60, 75))
    assert index.between("C", "A") == (60, 75)  # the way back is not given and takes as long
    back = replace(there, travel=(*there.travel, ("station", "square", 20)))
    assert Index(back).between("C", "A") == (60, 25)
    assert Index(replace(there, travel=())).between("A", "B")[1] == 43 + 5
    assert Index(there).reach >= 75
