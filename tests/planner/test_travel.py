"""Time on the way is a level: measured alike by all, made short by who does what and by the order of a day."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.test_large import in_parts, wrong
from tests.planner.vectors import MONDAY, random_problem, task, windows
from workbench.planner.arrays import Arrays
from workbench.planner.journeys import Journeys
from workbench.planner.measures import Setting
from workbench.planner.problem import Problem, Worker
from workbench.planner.rules import Board
from workbench.planner.solve import solve

ALL_DAY = windows((0, 8, 20))
WAYS = (("A", "B", 30), ("B", "C", 30), ("A", "C", 60), ("H", "A", 10), ("H", "B", 40), ("H", "C", 70))


def visit(code: str, place: str, start: int, end: int, **more: object) -> object:
    return replace(task(code, 0, start // 60, end // 60), place=place, start=start, end=end, **more)  # type: ignore[arg-type]


def two(levels: tuple[str, ...] = ("cover", "travel"), **more: object) -> Problem:
    """Two mornings at A and C, two afternoons there, two people."""
    tasks = (visit("A1", "A", 540, 600), visit("C1", "C", 540, 600), visit("A2", "A", 700, 760), visit("C2", "C", 700, 760))
    people = tuple(Worker(code, windows=ALL_DAY, **more) for code in ("P", "Q"))  # type: ignore[arg-type]
    return Problem(MONDAY, people, tasks, travel=WAYS, levels=levels)  # type: ignore[arg-type]


@pytest.mark.parametrize("way", [solve, in_parts])
def test_that_people_stay_where_they_are(way: object) -> None:
    plan = way(two(), seconds=1)  # type: ignore[operator]
    who = dict(plan.assignments)
    assert len(who) == 4
    assert (who["A1"], who["C1"]) == (who["A2"], who["C2"])
    assert [(one.name, one.value, one.proven) for one in plan.levels][1] == ("travel", 0, True)


def test_that_the_next_task_counts_and_not_the_one_after_it() -> None:
    problem = replace(two(), workers=two().workers[:1], tasks=(*two().tasks[::3], visit("B", "B", 640, 650)))  # type: ignore[arg-type]
    plan = solve(problem, seconds=1)
    assert plan.levels[1].value == 30 + 30  # A1, B, C2
    assert plan.levels[1].proven


def test_that_ways_from_and_to_home_count() -> None:
    problem = two(home="H")
    plan = solve(problem, seconds=1)
    assert plan.levels[1].value == 10 + 10 + 70 + 70
    assert Journeys(problem).of_day("P", problem.tasks[:2]) == 10 + 60 + 70


def test_that_a_journey_is_given_up_only_for_what_stands_before_it() -> None:
    last = two(("cover", "preference", "travel"))
    liked = tuple(replace(one, windows=windows((0, 8, 11), (0, 11, 20))) for one in last.workers)
    glad = (replace(liked[0].windows[0], preference=5), liked[0].windows[1])
    plan = solve(replace(last, workers=(replace(liked[0], windows=glad), liked[1])), seconds=1)
    assert plan.status == "optimal"
    assert [one.name for one in plan.levels] == ["cover", "preference", "travel"]


def cheapest(problem: Problem, most: int) -> int:
    """Fewest minutes on the way of all plans that cover as much, found by trying all of them."""
    setting = Setting(problem)
    pairs, best = setting.pairs, 10**9
    for some in combinations(pairs, most):
        board = Board(problem)
        for pair in some:
            if board.missing(pair[0]) and not board.dynamic(*pair):
                board.add(*pair)
        if len(board.assignments()) == most:
            best = min(best, setting.values(some)["travel"])
    return best


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_that_the_shortest_way_is_found_and_measured_alike(seed: int) -> None:
    problem = random_problem(3, 6, seed)
    problem = replace(
        problem, levels=("cover", "travel"), fixed=(), tasks=tuple(replace(one, priority=2, headcount=1) for one in problem.tasks)
    )
    plan = solve(problem, seconds=2)
    setting = Setting(problem)
    arrays = Arrays(setting)
    assert arrays.values(arrays.flags(plan.assignments)) | setting.values(plan.assignments) == setting.values(plan.assignments)
    if len(setting.pairs) <= 14 and plan.status == "optimal":
        assert plan.levels[1].value == cheapest(problem, plan.levels[0].value // setting.weight[2])


def test_that_visits_of_a_day_are_put_in_the_order_of_the_way() -> None:
    tasks = tuple(visit(f"V{n}", place, 600, 640, earliest=480, latest=1200) for n, place in enumerate("ACBAC"))
    problem = Problem(MONDAY, (Worker("P", windows=ALL_DAY),), tasks, travel=WAYS, levels=("cover", "travel"))  # type: ignore[arg-type]
    journeys = Journeys(problem)
    shortest = min(journeys.of_day("P", some) for some in permutations(tasks))  # type: ignore[arg-type]
    for plan in (solve(problem, seconds=2), in_parts(problem, seconds=2)):
        assert len(plan.assignments) == 5
        assert plan.levels[1].value == shortest == 60
        assert not wrong(replace(problem, tasks=tuple(replace(one, start=dict(plan.starts)[one.code], end=dict(plan.starts)[one.code] + 40) for one in problem.tasks)), plan)  # fmt: skip


def test_that_a_large_week_has_shorter_ways_where_they_are_asked_for() -> None:
    problem = replace(random_problem(30, 150, 5), fixed=())
    usual, asked = (in_parts(replace(problem, levels=levels), seconds=1.5) for levels in (("cover",), ("cover", "travel")))
    before, after = (Setting(problem).values(plan.assignments) for plan in (usual, asked))
    assert after["cover"] >= before["cover"]
    assert after["travel"] < before["travel"]
    assert not wrong(problem, asked)
