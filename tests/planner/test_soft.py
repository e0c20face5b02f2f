"""Wishes that cost: counted as told, and what the solver finds is what a plan is measured at and the least there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.vectors import MONDAY
from workbench.errors import Refused
from workbench.planner.document import from_json, to_json
from workbench.planner.problem import Problem, Soft, Task, Window, Worker
from workbench.planner.rules import Index
from workbench.planner.soft import cost_of
from workbench.planner.solve import solve

DAYS = [MONDAY + timedelta(days=day) for day in range(7)]


def week(*wishes: Soft, short: int = 0, kinds: str = "EL") -> Problem:
    """A task of each kind on each day, that one person may do."""
    who = Worker("P", windows=tuple(Window(day, 0, 1440) for day in DAYS), tasks_a_day=1, soft=wishes)
    tasks = tuple(Task(f"{kind}{day}", "", kind, DAYS[day], 0, 60, short_cost=short + 3 * day % 7) for day in range(7) for kind in kinds)
    return Problem(MONDAY, (who,), tasks, levels=("cost",))


def cost(wish: Soft, worked: str) -> int:
    """Of a week written as a letter for each day, a dot for a day off."""
    problem = week(wish)
    return cost_of(Index(problem), problem.workers[0], [f"{kind}{day}" for day, kind in enumerate(worked) if kind != "."])


@pytest.mark.parametrize(
    ("wish", "worked", "wanted"),
    [
        (Soft("run", 10, 2, 3), "EEEE.E.", 10 + 10),
        (Soft("run", 10, 2, 3), ".....EE", 0),
        (Soft("run", 10, 3), "......E", 0),  # may go on
        (Soft("run", 10, 0, 3, before=5), "EE.....", 20),  # the five of last week are told there
        (Soft("run", 10, 4, before=2), ".......", 20),  # ended on Sunday, two short
        (Soft("run", 10, 4, before=2), "E......", 10),
        (Soft("run", 10, 2, kind="L"), "ELEEEEE", 10),
        (Soft("off", 10, 2, 3), "E.EEEEE", 10),
        (Soft("off", 10, 0, 3, before=3), ".EEEEEE", 10),
        (Soft("tasks", 5, 3, 4, before=2), "EEEE...", 10),
        (Soft("tasks", 5, 3, 4), "E......", 10),
        (Soft("weekends", 7, 0, 1, before=1), "......E", 7),
        (Soft("split", 9), ".....E.", 9),
        (Soft("split", 9), ".....EE", 0),
    ],
)
def test_that_a_wish_costs_what_is_told(wish: Soft, worked: str, wanted: int) -> None:
    assert cost(wish, worked) == wanted


@st.composite
def wishes(draw: st.DrawFn) -> tuple[Soft, ...]:
    found = []
    for rule in draw(st.lists(st.sampled_from(("run", "off", "tasks", "weekends", "split")), min_size=1, max_size=4)):
        low = draw(st.integers(0, 4))
        high = draw(st.none() | st.integers(low, 5))
        kind = draw(st.sampled_from(("", "E"))) if rule in ("run", "tasks") else ""
        found.append(Soft(rule, draw(st.integers(1, 20)), low, high, kind, draw(st.integers(0, 5))))
    return tuple(found)


@settings(max_examples=15, deadline=None)
@given(wishes())
def test_that_the_solver_finds_the_cheapest_week(some: tuple[Soft, ...]) -> None:
    problem = week(*some, short=4)
    plan = solve(problem, seconds=5)
    index, who = Index(problem), problem.workers[0]

    def total(worked: tuple[str, ...]) -> int:
        mine = {f"{kind}{day}" for day, kind in enumerate(worked) if kind != "."}
        return cost_of(index, who, mine) + sum(task.short_cost for task in problem.tasks if task.code not in mine)

    assert plan.status == "optimal"
    assert plan.levels[0].value == min(map(total, product("EL.", repeat=7)))


def test_that_wishes_are_written_read_and_refused_where_they_make_no_sense() -> None:
    problem = week(Soft("run", 10, 2, 3, "E", 1))
    assert from_json(to_json(problem)) == problem
    with pytest.raises(Refused) as told:
        from_json(to_json(replace(problem, workers=(replace(problem.workers[0], soft=(Soft("sleep", 1),)),))))
    assert told.value.figures["where"] == "workers[0].soft[0].rule"
