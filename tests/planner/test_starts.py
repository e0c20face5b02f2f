"""Tasks whose time the planner chooses: every plan is judged here from the problem alone, small ones against all plans there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import Refused
from workbench.planner.document import from_json, to_json
from workbench.planner.eligibility import eligibility
from workbench.planner.measures import Setting
from workbench.planner.placing import placed
from workbench.planner.polish import polished
from workbench.planner.problem import Assignments, Fixed, Plan, Problem, Task, Window, Worker
from workbench.planner.rules import Index
from workbench.planner.solve import solve
from workbench.planner.starts import held, hopeless, pieces, settled

MONDAY = date(2026, 11, 23)
HOUR = 60


def visit(code: str, start: int, end: int, earliest: int | None = None, latest: int | None = None, **fields: object) -> Task:
    """Times in whole hours."""
    window = {"earliest": None if earliest is None else earliest * HOUR, "latest": None if latest is None else latest * HOUR}
    task = Task(code, code, "visit", MONDAY, start * HOUR, end * HOUR)
    return replace(task, **window, **fields)  # type: ignore[arg-type]


def worker(code: str, *windows: tuple[int, int, int], **fields: object) -> Worker:
    """Windows as (first hour, last hour, preference)."""
    free = tuple(Window(MONDAY, start * HOUR, end * HOUR, wish) for start, end, wish in windows or ((0, 24, 3),))
    return replace(Worker(code, windows=free), **fields)  # type: ignore[arg-type]


def judged(problem: Problem, pairs: Assignments, starts: Mapping[str, int]) -> tuple[int, int] | None:
    """(places filled, sum of preferences) of a plan, from the problem alone; None where it breaks a rule of these tests."""
    ways = {frozenset(way[:2]): way[2] for way in problem.travel}
    people = {one.code: one for one in problem.workers}
    tasks = {one.code: one for one in problem.tasks}
    span = {code: (starts.get(code, one.start), starts.get(code, one.start) + one.end - one.start) for code, one in tasks.items()}
    wishes = 0
    for task in problem.tasks:
        low = task.start if task.earliest is None else task.earliest
        high = task.end if task.latest is None else task.latest
        begin, end = span[task.code]
        if begin < low or end > high or sum(code == task.code for code, _who in pairs) > task.headcount:
            return None
    for code, who in pairs:
        start, end = span[code]
        if any(start < tasks[first].day.toordinal() * 0 + span[first][1] for first in tasks[code].after):
            return None
        if any(day == tasks[code].day and start < off_end and off < end for day, off, off_end, _why in people[who].leave):
            return None
        whole = [one.preference for one in people[who].windows if one.day == tasks[code].day and one.start <= start and end <= one.end]
        if not whole:
            return None
        wishes += max(whole)
    for (one, who), (other, whose) in combinations(pairs, 2):
        if who != whose or tasks[one].day != tasks[other].day:
            continue
        first, second = sorted((span[one], span[other]))
        if second[0] - first[1] < ways.get(frozenset((tasks[one].place, tasks[other].place)), 0):
            return None
    return len(pairs), wishes


def best(problem: Problem, step: int = HOUR) -> tuple[int, int]:
    """The best that any plan with begins in such steps reaches: places filled, then preferences."""
    flexible = [one for one in problem.tasks if one.flexible]
    times = [range(one.first_start, one.last_start + 1, step) for one in flexible]
    pairs = [(task.code, who.code) for task in problem.tasks for who in problem.workers]
    found = [(0, 0)]
    for begins in product(*times):
        starts = {one.code: begin for one, begin in zip(flexible, begins, strict=True)}
        for flags in product((False, True), repeat=len(pairs)):
            score = judged(problem, tuple(pair for pair, flag in zip(pairs, flags, strict=True) if flag), starts)
            if score is not None:
                found.append(score)
    return max(found)


def scored(problem: Problem, plan: Plan) -> tuple[int, int]:
    """What the judge says of a plan that must be valid, its own levels compared."""
    score = judged(problem, plan.assignments, dict(plan.starts))
    assert score is not None
    assert {code for code, _start in plan.starts} == {one.code for one in problem.tasks if one.flexible}
    told = {level.name: level.value for level in plan.levels}
    assert told.get("preference", score[1]) == score[1]
    return score


hours = st.integers(0, 5)


@st.composite
def visits(draw: st.DrawFn) -> Problem:
    """Up to three tasks, some of them in a window, for two people with windows, leave and ways of an hour."""
    tasks = []
    for number in range(draw(st.integers(1, 3))):
        start, length = draw(hours), draw(st.integers(1, 2))
        moves = draw(st.booleans()) or not number
        early, late = (draw(st.integers(0, 3)), draw(st.integers(0, 3))) if moves else (0, 0)
        task = visit(f"V{number}", start, start + length, max(0, start - early), start + length + late, place=draw(st.sampled_from("xyz")))
        before = frozenset({f"V{number - 1}"}) if number and draw(st.integers(0, 3)) == 0 else frozenset()
        tasks.append(replace(task, after=before, headcount=draw(st.sampled_from((1, 1, 1, 2)))))
    workers = []
    for name in "AB":
        free = [(start, start + draw(st.integers(1, 5)), draw(st.integers(1, 5))) for start in (draw(hours), draw(st.integers(6, 8)))]
        off = draw(hours)
        leave = ((MONDAY, off * HOUR, (off + 1) * HOUR, ""),) if draw(st.booleans()) else ()
        workers.append(worker(name, *(one for one in free if one[0] < 6 or free[0][1] < one[0]), leave=leave))
    travel = (("x", "y", HOUR), ("y", "z", HOUR))
    return Problem(MONDAY, tuple(workers), tuple(tasks), travel=travel, levels=("cover", "preference"))


@settings(max_examples=60, deadline=None)
@given(visits())
def test_that_no_plan_at_any_times_is_better(problem: Problem) -> None:
    plan = solve(problem, seconds=2)
    assert plan.status == "optimal"
    assert scored(problem, plan) == best(problem)


@settings(max_examples=150, deadline=None)
@given(visits())
def test_that_the_columns_know_who_has_time_within_the_window(problem: Problem) -> None:
    allowed, _wishes = eligibility(problem, Index(problem), moving=True)
    late = hopeless(problem)
    for row, task in enumerate(problem.tasks):
        for place, who in enumerate(problem.workers):
            assert allowed[row, place] == (bool(pieces(task, who)) and task.code not in late)


def test_that_a_visit_moves_where_somebody_is_free_and_the_answer_tells_when() -> None:
    problem = Problem(MONDAY, (worker("A"),), (visit("V", 9, 10, 9, 12), visit("W", 9, 10, 9, 12), visit("X", 10, 11)))
    plan = solve(problem, seconds=2)
    assert scored(problem, plan)[0] == 3
    assert sorted(start for _code, start in plan.starts) == [9 * HOUR, 11 * HOUR]
    assert '"starts": [\n    [\n      "V"' in to_json(plan)


def test_that_a_journey_is_kept_free_to_the_minute() -> None:
    tasks = (visit("V", 9, 10, 9, 11, place="x"), visit("W", 11, 12, place="y"))
    problem = Problem(MONDAY, (worker("A"),), tasks, travel=(("x", "y", 37),))
    plan = solve(problem, seconds=2)
    assert plan.status == "optimal"
    assert len(plan.assignments) == 2
    assert dict(plan.starts)["V"] + HOUR + 37 <= 11 * HOUR
    alone = solve(
        replace(problem, tasks=(replace(tasks[0], earliest=9 * HOUR + 24, start=9 * HOUR + 24, end=10 * HOUR + 24), tasks[1])), seconds=2
    )
    assert len(alone.assignments) == 1


def test_that_a_time_is_chosen_in_the_window_that_is_liked_best() -> None:
    who = worker("A", (8, 10, 1), (14, 16, 5))
    plan = solve(Problem(MONDAY, (who,), (visit("V", 8, 9, 8, 16),)), seconds=2)
    ((_code, start),) = plan.starts
    assert 14 * HOUR <= start <= 15 * HOUR


def test_that_what_was_promised_keeps_its_time() -> None:
    who, task = worker("A", (8, 10, 1), (14, 16, 5)), visit("V", 8, 9, 8, 16)
    problem = Problem(MONDAY, (who,), (task,), (Fixed("V", "A", published=True),))
    assert dict(solve(problem, seconds=1, keep_published=True).starts) == {"V": 8 * HOUR}
    assert dict(solve(problem, seconds=1).starts) != {"V": 8 * HOUR}
    pinned = replace(problem, fixed=(Fixed("V", "A", pinned=True),))
    assert dict(solve(pinned, seconds=1).starts) == {"V": 8 * HOUR}


def test_that_rest_between_days_moves_a_late_visit() -> None:
    late = replace(visit("V", 21, 22, 18, 22), code="V")
    early = replace(visit("W", 6, 7), code="W", day=MONDAY + timedelta(days=1))
    liked = (Window(MONDAY, 0, 19 * HOUR, 1), Window(MONDAY, 19 * HOUR, 1440, 5), Window(MONDAY + timedelta(days=1), 0, 1440))
    who = replace(worker("A"), rest_minutes=11 * HOUR, windows=liked)
    plan = solve(Problem(MONDAY, (who,), (late, early)), seconds=2)
    assert len(plan.assignments) == 2
    assert plan.conflicts == ()
    assert dict(plan.starts)["V"] <= 18 * HOUR


def test_that_fewest_people_are_found_with_times_to_choose() -> None:
    tasks = tuple(visit(f"V{n}", 9, 10, 8, 12) for n in range(4))
    plan = solve(Problem(MONDAY, (worker("A"), worker("B")), tasks, levels=("cover", "people")), seconds=3)
    assert plan.status == "optimal"
    assert {who for _task, who in plan.assignments} in ({"A"}, {"B"})
    assert scored(Problem(MONDAY, (worker("A"), worker("B")), tasks), plan)[0] == 4


def large(people: int = 40, count: int = 160) -> Problem:
    """A week beyond one model: every task in a window of six hours, all proposed for nine o'clock."""
    days = tuple(MONDAY + timedelta(days=n) for n in range(5))
    windows = tuple(Window(day, 8 * HOUR, 18 * HOUR) for day in days)
    workers = tuple(Worker(f"P{n}", windows=windows, wished_minutes=20 * HOUR) for n in range(people))
    tasks = tuple(replace(visit(f"V{n}", 9, 12, 9, 18), day=days[n % 5], place=f"p{n % 7}") for n in range(count))
    return Problem(MONDAY, workers, tasks, travel=tuple((f"p{a}", f"p{b}", 25) for a, b in combinations(range(7), 2)))


def test_that_a_large_week_is_spread_over_its_windows() -> None:
    problem = replace(large(), workers=large().workers[:12])  # 12 people have room for two of 32 tasks a day each
    assert len(Setting(problem, moving=True).pairs) > 700
    plan = solve(problem, seconds=3)
    assert scored(problem, plan)[0] >= 115  # of 120 at most; all at nine o'clock would be 60
    assert plan.conflicts == ()
    assert all(level.bound >= level.value for level in plan.levels if level.name in ("cover", "preference"))
    assert plan == replace(solve(problem, seconds=3), seconds=plan.seconds, levels=plan.levels)


def test_that_a_large_week_with_every_rule_keeps_them_and_what_was_promised() -> None:
    problem = large(14)
    tasks = [replace(one, headcount=1 + (n % 9 == 4), priority=1 + n % 3) for n, one in enumerate(problem.tasks)]
    for n in range(0, 100, 10):  # the later one of each two comes after the other, on the same day
        tasks[n + 5] = replace(tasks[n + 5], after=frozenset({tasks[n].code}))
    workers = tuple(replace(one, leave=((MONDAY, 12 * HOUR, 13 * HOUR, ""),)) if n % 3 else one for n, one in enumerate(problem.workers))
    promised = (Fixed("V1", "P1", pinned=True), Fixed("V2", "P2", published=True))
    whole = replace(problem, workers=workers, tasks=tuple(tasks), fixed=promised)
    setting = Setting(held(whole, keep_published=True), keep_published=True, moving=True)
    plan = solve(whole, seconds=3, keep_published=True)
    assert scored(whole, plan)[0] >= 100
    assert {("V1", "P1"), ("V2", "P2")} <= set(plan.assignments)
    assert [dict(plan.starts)[code] for code in ("V1", "V2")] == [9 * HOUR, 9 * HOUR]
    assert plan.conflicts == ()
    assert plan.levels[0].value == setting.values(plan.assignments, dict(plan.starts))["cover"]


def test_that_parts_with_times_to_choose_cover_more_than_the_rule() -> None:
    problem = large(10)
    setting = Setting(problem, moving=True)
    times = placed(problem)
    first = Setting(settled(problem, times)).greedy()
    pairs, chosen = polished(setting, first, times, 10, 1, bool)
    before, after = judged(problem, tuple(first), times), judged(problem, tuple(pairs), chosen)
    assert before is not None
    assert after is not None
    assert after[0] > before[0]
    assert polished(setting, first, times, 10, 1, lambda: True) == (first, times)


def test_that_a_cancelled_large_week_is_valid_and_says_so() -> None:
    plan = solve(large(12), seconds=3, cancelled=lambda: True)
    assert plan.status == "cancelled"
    assert scored(large(12), plan)[0] > 0


def test_that_the_rule_gives_every_task_a_time_of_its_window_and_keeps_the_order() -> None:
    chain = tuple(visit(f"V{n}", 8, 9, 8, 14, after=frozenset({f"V{n - 1}"}) if n else frozenset()) for n in range(3))
    times = placed(Problem(MONDAY, (worker("A"),), (*chain, visit("X", 9, 10))))
    assert times["V0"] + HOUR <= times["V1"]
    assert times["V1"] + HOUR <= times["V2"]
    assert all(8 * HOUR <= start <= 13 * HOUR for start in times.values())


@pytest.mark.parametrize("window", [{"earliest": 600}, {"latest": 590}, {"earliest": -1}, {"latest": 1441}])
def test_that_a_window_that_does_not_hold_the_task_is_refused(window: dict[str, int]) -> None:
    task = replace(visit("V", 9, 10), **window)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        from_json(to_json(Problem(MONDAY, (), (task,))))
    assert refused.value.figures["where"] == "tasks[0]"
