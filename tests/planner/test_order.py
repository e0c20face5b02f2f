"""The order of the levels: what is put first is best first, in one model and in parts, and a wrong order is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.vectors import VECTOR, loosened, random_problem
from workbench.errors import Refused
from workbench.planner import aims, solve
from workbench.planner.document import from_json, to_json
from workbench.planner.measures import SMALLER_IS_BETTER, Setting
from workbench.planner.problem import LEVELS, Fixed, Plan, Problem
from workbench.planner.rules import Board

OTHER = ("min_hours", "prime", "preference", "continuity", "changes")
"""Levels without a place of their own; the lowest ratios stand together, and the rest of fairness gives way."""


def in_parts(problem: Problem, seconds: float = 2) -> Plan:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "LARGE", -1)
        return solve.solve(problem, seconds=seconds)


def rank(problem: Problem, pairs: tuple[tuple[str, str], ...]) -> list[int]:
    values = Setting(problem).values(pairs)
    return [-values[name] if name in SMALLER_IS_BETTER else values[name] for name in problem.order]


def with_old(problem: Problem) -> Problem:
    """The same week with a saved plan that is not the best one."""
    return replace(problem, fixed=tuple(Fixed(one.code, problem.workers[-1].code) for one in problem.tasks[:2]))


@st.composite
def orders(draw: st.DrawFn) -> tuple[str, ...]:
    some = draw(st.permutations([("fairness_1", "fairness_2", "fairness_3")[: draw(st.integers(1, 3))], *((one,) for one in OTHER)]))
    return ("cover", *(name for group in some[: draw(st.integers(1, len(some)))] for name in group))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), orders())
def test_that_no_other_plan_is_better_in_the_order_asked_for(seed: int, order: tuple[str, ...]) -> None:
    """Against brute force over all plans of a small week."""
    problem = replace(with_old(loosened(random_problem(3, 4, seed))), levels=order)
    pairs = Setting(problem).pairs
    best: list[int] = []
    for chosen in product((False, True), repeat=len(pairs)):
        plan = tuple(pair for pair, yes in zip(pairs, chosen, strict=True) if yes)
        board = Board(problem, plan)
        fits = all(len(board.workers_of(one.code)) <= one.headcount for one in problem.tasks)
        if fits and not any(board.dynamic(*pair) for pair in plan):
            best = max(best, rank(problem, plan))
    found = solve.solve(problem, seconds=5)
    assert rank(problem, found.assignments) == best
    assert [one.name for one in found.levels] == list(order)
    assert found.status == "optimal"


@pytest.mark.parametrize("order", list(permutations(("changes", "preference", "prime")))[:4])
def test_that_parts_follow_the_order_as_one_model_does(order: tuple[str, ...]) -> None:
    problem = replace(with_old(loosened(random_problem(8, 20, 3))), levels=("cover", *order, "fairness_1"))
    exact, parts = solve.solve(problem, seconds=4), in_parts(problem)
    assert [one.name for one in parts.levels] == ["cover", *order, "fairness_1"]
    proven = [one.proven for one in exact.levels]
    upto = proven.index(False) if False in proven else len(proven)
    assert upto >= 2
    assert [one.value for one in parts.levels[:2]] == [one.value for one in exact.levels[:2]]


def test_that_the_usual_order_has_the_usual_stages() -> None:
    assert aims.stages(LEVELS) == list(aims.KINDS.items())
    assert aims.shares(LEVELS) == list(aims.SHARES.values())
    some = ("cover", "changes", "fairness_1", "min_hours", "fairness_rest")
    assert [kind for kind, _levels in aims.stages(some)] == ["cover", "ways", "fairness", "cover", "rest"]
    assert sum(aims.shares(some)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("levels", "place"),
    [
        (("law",), "levels[0]"),
        (("cover", "cover"), "levels"),
        (("changes", "cover"), "levels"),
        (("cover", "fairness_2"), "levels"),
        (("cover", "fairness_1", "changes", "fairness_2"), "levels"),
    ],
)
def test_that_an_order_that_cannot_be_followed_is_refused(levels: tuple[str, ...], place: str) -> None:
    with pytest.raises(Refused) as told:
        from_json(to_json(replace(VECTOR, levels=levels)))
    assert told.value.figures["where"] == place
