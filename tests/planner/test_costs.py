"""Costs of who does what, cover that costs, and the fewest people: against brute force, and as files that are refused or read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import Refused
from workbench.planner.document import from_json, to_json
from workbench.planner.problem import Assignments, Effort, Fixed, Problem, Task, Window, Worker
from workbench.planner.rules import Board
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)
ALL_DAY = tuple(Window(MONDAY + timedelta(days=day), 0, 1440) for day in range(7))


def job(place: int, **fields: object) -> Task:
    """One of several at different times of one day."""
    return replace(Task(f"J{place}", f"J{place}", "job", MONDAY, place * 60, place * 60 + 30), **fields)  # type: ignore[arg-type]


def plans(problem: Problem) -> list[Assignments]:
    """Every plan that breaks no rule, by brute force."""
    pairs = [(task.code, who.code) for task in problem.tasks for who in problem.workers]
    found = []
    for chosen in product((False, True), repeat=len(pairs)):
        plan = tuple(pair for pair, yes in zip(pairs, chosen, strict=True) if yes)
        board = Board(problem, plan)
        if all(not board.reasons(*pair) for pair in plan):
            found.append(plan)
    return found


@st.composite
def assignments(draw: st.DrawFn) -> Problem:
    """Generalised assignment of up to four jobs to two agents."""
    jobs = draw(st.integers(1, 4))
    figures = st.integers(1, 9)
    workers = tuple(Worker(name, windows=ALL_DAY, max_minutes=draw(st.integers(3, 20))) for name in "AB")
    pairs = tuple(Effort(f"J{n}", name, draw(figures), draw(st.integers(-9, 9))) for n in range(jobs) for name in "AB")
    return Problem(MONDAY, workers, tuple(job(n) for n in range(jobs)), levels=("cover", "cost"), pairs=pairs)


@settings(max_examples=25, deadline=None)
@given(assignments())
def test_that_no_assignment_of_as_many_jobs_costs_less(problem: Problem) -> None:
    cost = {(one.task, one.worker): one.cost for one in problem.pairs}
    judged = []
    for plan in plans(problem):
        if max(Counter(task for task, _who in plan).values(), default=0) <= 1:
            judged.append((-len(plan), sum(cost[pair] for pair in plan)))
    found = solve(problem, seconds=2)
    assert (-len(found.assignments), sum(cost[pair] for pair in found.assignments)) == min(judged)
    assert found.status == "optimal"
    assert {level.name: level.value for level in found.levels}["cost"] == min(judged)[1]


def test_that_a_pair_takes_as_long_as_it_takes_this_person() -> None:
    workers = tuple(Worker(name, windows=ALL_DAY, max_minutes=10) for name in "AB")
    problem = Problem(MONDAY, workers, (job(0),), pairs=(Effort("J0", "A", 11), Effort("J0", "B", 10)))
    board = Board(problem)
    assert [one.code for one in board.dynamic("J0", "A")] == ["MAXH"]
    assert board.dynamic("J0", "B") == ()
    assert solve(problem, seconds=1).assignments == (("J0", "B"),)


def test_that_too_few_and_too_many_people_cost_and_requests_are_weighed_against_them() -> None:
    workers = tuple(Worker(name, windows=ALL_DAY, tasks_a_day=1) for name in "ABC")
    tasks = (job(0, headcount=1, short_cost=100, over_cost=1), job(1, headcount=2, short_cost=3, over_cost=0))
    wish = (Effort("J0", "A", cost=-5), Effort("J0", "B", cost=-5), Effort("J0", "C", cost=9), Effort("J1", "C", cost=4))
    problem = Problem(MONDAY, workers, tasks, levels=("cost",), pairs=wish)
    costs = {}
    for plan in plans(problem):
        heads = Counter(task for task, _who in plan)
        beside = 100 * max(0, 1 - heads["J0"]) + max(0, heads["J0"] - 1) + 3 * max(0, 2 - heads["J1"])
        costs[plan] = beside + sum(one.cost for one in wish if (one.task, one.worker) in plan)
    found = solve(problem, seconds=2)
    assert costs[found.assignments] == min(costs.values()) == found.levels[0].value
    assert (found.status, dict(found.assignments).get("J0")) == ("optimal", "B")


def test_that_more_than_the_headcount_come_only_where_they_may() -> None:
    workers = tuple(Worker(name, windows=ALL_DAY) for name in "AB")
    gain = (Effort("J0", "A", cost=-5), Effort("J0", "B", cost=-5))
    one = Problem(MONDAY, workers, (job(0),), levels=("cover", "cost"), pairs=gain)
    assert len(solve(one, seconds=1).assignments) == 1
    assert len(solve(replace(one, tasks=(job(0, over_cost=4),)), seconds=1).assignments) == 2
    assert len(solve(replace(one, tasks=(job(0, over_cost=6),)), seconds=1).assignments) == 1


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4)), min_size=1, max_size=5), st.integers(0, 7))
def test_that_nobody_is_needed_whom_others_could_replace(spans: list[tuple[int, int]], barred: int) -> None:
    names = "ABC"
    workers = tuple(Worker(name, windows=ALL_DAY) for name in names)
    tasks = tuple(
        Task(f"T{n}", f"T{n}", "task", MONDAY, start * 60, (start + length) * 60, barred=frozenset(names[barred % 3]) if n == barred else frozenset())
        for n, (start, length) in enumerate(spans)
    )  # fmt: skip
    problem = Problem(MONDAY, workers, tasks, levels=("cover", "people"))
    found = solve(problem, seconds=2)
    judged = []
    for chosen in product((None, *names), repeat=len(tasks)):
        plan = [(task.code, who) for task, who in zip(tasks, chosen, strict=True) if who is not None]
        board = Board(problem, plan)
        if all(not board.reasons(*pair) for pair in plan):
            judged.append((-len(plan), len({who for _task, who in plan})))
    assert (-len(found.assignments), len({who for _task, who in found.assignments})) == min(judged)


def test_that_a_locked_person_counts_and_locks_that_clash_leave_a_plan() -> None:
    workers = tuple(Worker(name, windows=ALL_DAY) for name in "AB")
    tasks = (job(0), job(1), replace(job(2), start=0, end=30))
    locked = (Fixed("J0", "A", pinned=True), Fixed("J2", "A", pinned=True))
    found = solve(Problem(MONDAY, workers, tasks, locked, levels=("cover", "people")), seconds=1)
    assert set(found.assignments) == {("J0", "A"), ("J2", "A"), ("J1", "A")}
    assert found.conflicts


def test_that_costs_go_into_a_file_and_back() -> None:
    workers = (Worker("A", windows=ALL_DAY, least_in_a_row=2, kind_limits=(("job", 3),)),)
    problem = Problem(
        MONDAY, workers, (job(0, short_cost=2, over_cost=1),), levels=("min_hours", "cost", "people"), pairs=(Effort("J0", "A", 7, -3),)
    )
    assert from_json(to_json(problem)) == problem


@pytest.mark.parametrize(
    ("pairs", "levels", "where"),
    [
        ((Effort("J9", "A"),), (), "pairs[0].task"),
        ((Effort("J0", "Z"),), (), "pairs[0].worker"),
        ((Effort("J0", "A"), Effort("J0", "A", 5)), (), "pairs"),
        ((Effort("J0", "A", -1),), (), "pairs[0].minutes"),
        ((), ("people", "min_hours"), "levels"),
        ((), ("cost", "cheapest"), "levels[1]"),
    ],
)
def test_that_what_cannot_be_is_refused_with_its_place(pairs: tuple[Effort, ...], levels: tuple[str, ...], where: str) -> None:
    text = to_json(Problem(MONDAY, (Worker("A", windows=ALL_DAY),), (job(0),), levels=levels, pairs=pairs))
    with pytest.raises(Refused) as refused:
        from_json(text)
    assert refused.value.figures["where"] == where
