"""Ways found by solving: the fewest tasks that change hands, the one rule that fills a gap, and locks that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.vectors import MONDAY, VECTOR, loosened, random_problem, skills, task, windows
from workbench import i18n
from workbench.planner import texts
from workbench.planner.explain import explain, openings
from workbench.planner.filling import opened
from workbench.planner.measures import Setting
from workbench.planner.moving import applied, fewest_moves
from workbench.planner.pins import fewest_unlocks
from workbench.planner.problem import Fixed, Problem, Reason, Worker
from workbench.planner.rules import OVERRIDABLE, Board, Index

MORNING = windows((0, 9, 13))
P = Worker("P", "P", skills("a", "t"), windows=MORNING, wished_minutes=600)
Q = Worker("Q", "Q", skills("a", "b"), windows=MORNING, wished_minutes=600)
R = Worker("R", "R", skills("b"), windows=MORNING, wished_minutes=600)
CHAIN = Problem(MONDAY, (P, Q, R), (task("T", 0, 9, 13, skill="t"), task("A", 0, 9, 13, skill="a"), task("B", 0, 9, 13, skill="b")))
BUSY = (("A", "P"), ("B", "Q"))
MOVES = (Reason("MOVE", {"task": "A", "giver": "P", "taker": "Q"}), Reason("MOVE", {"task": "B", "giver": "Q", "taker": "R"}))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def test_that_a_chain_of_tasks_that_no_single_step_finds_is_found_by_solving() -> None:
    board = Board(CHAIN, BUSY)
    assert explain(board, "T", "P").changes == ((Reason("WITHOUT", {"task": "A", "others": ()}),),)
    told = explain(board, "T", "P", solving=True)
    assert told.changes[0] == MOVES
    assert "possible if A moves from P to Q and B moves from Q to R, or if" in texts.explanation(told)
    i18n.use("zh_CN")
    assert "若A由P改给Q，且B由Q改给R" in texts.explanation(told)
    way = fewest_moves(board, "T", "P")
    assert way is not None
    assert set(applied(board, "T", way).assignments()) == {("T", "P"), ("A", "Q"), ("B", "R")}


def test_that_a_gap_is_filled_by_moving_before_any_rule_is_touched() -> None:
    board = Board(CHAIN, BUSY)
    assert [one.change.code for one in openings(board, "T")] == ["SKILL"]
    way, *others = openings(board, "T", solving=True)
    assert [one.change.code for one in others] == ["SKILL"]
    assert (way.worker, way.change.code, way.moves) == ("P", "FREE", MOVES)
    assert texts.openings((way,)) == "Could be filled by P, if A moves from P to Q and B moves from Q to R."


def test_that_the_one_rule_whose_relaxing_fills_a_gap_is_named_with_its_figure() -> None:
    problem = replace(CHAIN, workers=(replace(P, skills=skills("a", "t")), Q, replace(R, max_minutes=120)))
    way = opened(Board(problem, BUSY), "T")
    assert way is None  # nobody's own rule: R's hours are in the way of what Q would give up
    alone = replace(CHAIN, workers=(replace(P, max_minutes=120, windows=windows((0, 9, 13), (1, 9, 13))), Q, R))
    told = openings(Board(alone, (("B", "R"), ("A", "Q"))), "T", solving=True)
    assert [(one.worker, one.change) for one in told] == [("P", Reason("MAXH", {"minutes": 240, "limit": 120}))]
    assert texts.openings(told) == "Could be filled by P, if 4 h in the week were agreed."


def test_that_a_rule_and_a_move_together_fill_a_gap() -> None:
    problem = replace(CHAIN, workers=(replace(P, skills=skills("a")), Q, R))
    told = openings(Board(problem, BUSY), "T", solving=True)
    assert [(one.worker, one.change.code) for one in told] == [("R", "SKILL")]  # who is free and lacks one thing comes first
    without = replace(problem, workers=(replace(P, skills=skills("a")), Q, replace(R, windows=windows((0, 9, 12)))))
    board = Board(replace(without, tasks=(without.tasks[0], without.tasks[1], replace(without.tasks[2], end=12 * 60))), BUSY)
    (way,) = openings(board, "T", solving=True)
    assert (way.worker, way.change.code, len(way.moves)) in {("P", "SKILL", 2), ("Q", "SKILL", 1)}


def test_that_what_vector_b_says_is_not_changed_by_solving() -> None:
    board = Board(VECTOR, (("T1", "P1"), ("T2", "P1"), ("T4", "P3"), ("T5", "P2"), ("T6", "P2"), ("T3", "P2")))
    assert explain(board, "T3", "P3", solving=True) == explain(board, "T3", "P3")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_that_no_other_way_changes_less(seed: int) -> None:
    """Against brute force over all plans of a small week."""
    problem = loosened(random_problem(3, 4, seed))
    setting = Setting(problem)
    board = Board(problem, setting.greedy(), setting.index)
    before = set(board.assignments())
    asked = [pair for pair in setting.pairs if pair not in before]
    for code, who in asked[:3]:
        costs = []
        for chosen in product((False, True), repeat=len(setting.pairs)):
            plan = {pair for pair, yes in zip(setting.pairs, chosen, strict=True) if yes}
            if (code, who) in plan and _keeps(board, plan, code):
                costs.append(len(before - plan))
        way = fewest_moves(board, code, who)
        assert (None if way is None else len(way.moves)) == min(costs, default=None)
        if way is not None:
            after = applied(board, code, way)
            assert all(not after.reasons(*pair) for pair in after.assignments())


def _keeps(board: Board, plan: set[tuple[str, str]], asked: str) -> bool:
    """Whether a plan breaks no rule, loses nothing, and gives the asked task one more where it lacks people."""
    trial = Board(board.problem, plan, board.index)
    for one in board.problem.tasks:
        had, has = len(board.workers_of(one.code)), len(trial.workers_of(one.code))
        if has > one.headcount or has < (min(one.headcount, had + 1) if one.code == asked else had):
            return False
    return not any(trial.reasons(*pair) for pair in plan)


def test_that_locks_that_contradict_each_other_are_told_with_the_fewest_to_give_up() -> None:
    free = tuple(replace(one, start=0, end=1440) for n in range(7) for one in windows((n, 0, 24)))
    who = Worker("P", windows=free, week_limit=1440)
    tasks = (task("Long", 0, 8, 20), task("Early", 0, 8, 12), task("Late", 0, 13, 17), task("Other", 2, 8, 12))
    locks = tuple(Fixed(one.code, "P", pinned=True) for one in tasks)
    unlock = fewest_unlocks(Problem(MONDAY, (who,), tasks, locks))
    assert unlock == (("Long", "P"),)
    assert texts.unlocks(unlock) == "Unlock P from Long, and nothing that is locked contradicts a rule any more."
    assert texts.unlocks(()) == ""
    assert fewest_unlocks(Problem(MONDAY, (replace(who, max_minutes=60),), tasks[1:], locks[1:])) == ()  # a manager may set that aside


def test_that_too_many_locks_on_one_task_free_whom_other_locks_bind() -> None:
    free = windows((0, 8, 20))
    people = (Worker("P", windows=free), Worker("Q", windows=free))
    tasks = (task("T", 0, 8, 12), task("U", 0, 10, 14))
    locks = (Fixed("T", "P", pinned=True), Fixed("T", "Q", pinned=True), Fixed("U", "P", pinned=True))
    assert fewest_unlocks(Problem(MONDAY, people, tasks, locks)) == (("T", "P"),)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_that_no_fewer_locks_would_do(seed: int) -> None:
    problem = loosened(random_problem(3, 8, seed, pinned=6))
    pins = list(dict.fromkeys((one.task, one.worker) for one in problem.fixed))
    index = Index(replace(problem, fixed=()))

    def stands(left: tuple[tuple[str, str], ...]) -> bool:
        board = Board(problem, left, index)
        crowded = any(len(board.workers_of(one.code)) > one.headcount for one in problem.tasks)
        return not crowded and all(one.code in OVERRIDABLE for who in index.workers for _task, one in board.broken(who))

    most = max(count for count in range(len(pins) + 1) for left in combinations(pins, count) if stands(left))
    unlock = fewest_unlocks(problem)
    assert len(unlock) == len(pins) - most
    assert stands(tuple(pair for pair in pins if pair not in unlock))
