"""Rules about the whole of what one person does: the same for a manager's question and for the solver."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from workbench import i18n
from workbench.errors import Refused
from workbench.planner import limits, texts
from workbench.planner.document import from_json, to_json
from workbench.planner.explain import explain, openings
from workbench.planner.problem import Fixed, Problem, Reason, Task, Window, Worker
from workbench.planner.rules import Board, Index
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)


def on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def task(code: str, day: int, start: int = 540, length: int = 240, **fields: object) -> Task:
    return replace(Task(code, code, "early", on(day), start, start + length), **fields)  # type: ignore[arg-type]


def person(code: str = "P", **fields: object) -> Worker:
    free = tuple(Window(on(day), 0, 1440) for day in range(14))
    return replace(Worker(code, windows=free, wished_minutes=2400), **fields)  # type: ignore[arg-type]


def codes(board: Board, name: str, who: str = "P") -> list[str]:
    return [one.code for one in board.dynamic(name, who)]


WEEK = tuple(task(f"T{day}", day) for day in range(7))


@pytest.mark.parametrize(
    ("fields", "had", "asked", "found"),
    [
        ({"day_limit": 300}, ("T0",), "X0", Reason("DAYH", {"day": on(0), "minutes": 360, "limit": 300})),
        ({"tasks_a_day": 1}, ("T0",), "X0", Reason("DAYN", {"day": on(0), "tasks": 2, "limit": 1})),
        ({"days_in_a_row": 2}, ("T0", "T2"), "T1", Reason("CONSEC", {"days": 3, "limit": 2})),
        ({"days_in_a_row": 5, "days_before": 5}, (), "T0", Reason("CONSEC", {"days": 6, "limit": 5})),
        ({"days_off": 2}, ("T0",), "T2", Reason("DAYSOFF", {"days": 1, "limit": 2})),
        ({"days_off": 2, "off_before": 1}, (), "T0", Reason("DAYSOFF", {"days": 1, "limit": 2})),
        ({"weekend_limit": 2, "weekends_before": 2}, (), "T6", Reason("WEEKEND", {"weekends": 3, "limit": 2})),
        ({"least_in_a_row": 3}, ("T2",), "T3", Reason("RUN", {"days": 2, "limit": 3})),
        ({"kind_limits": (("early", 2),)}, ("T0", "T3"), "T5", Reason("KINDN", {"tasks": 3, "limit": 2})),
        ({"never_after": frozenset({("late", "early")})}, ("L0",), "T1", Reason("SUCC", {"first": "L0", "second": "T1", "day": on(1)})),
        (
            {"never_after": frozenset({("late", "early")}), "done_before": (("early", "Opening"), ("late", "Closing"))},
            (),
            "T0",
            Reason("SUCC", {"first": "", "title": "Closing", "second": "T0", "day": on(0)}),
        ),
    ],
)
def test_that_a_limit_speaks_with_its_figures_and_its_words(
    fields: dict[str, object], had: tuple[str, ...], asked: str, found: Reason
) -> None:
    extra = (task("X0", 0, 900, 120), task("L0", 0, 1020, kind="late"))
    problem = Problem(MONDAY, (person(**fields),), (*WEEK, *extra))
    board = Board(problem, [(code, "P") for code in had])
    assert board.dynamic(asked, "P") == (found,)
    for language in ("en", "zh_CN"):
        i18n.use(language)
        words = texts.reason(found)
        assert words not in ("", found.code, texts.label(found.code))
        assert texts.label(found.code) != found.code
    assert Board(replace(problem, workers=(person(),)), [(code, "P") for code in had]).dynamic(asked, "P") == ()


@pytest.mark.parametrize(
    ("fields", "had", "asked"),
    [
        ({"days_in_a_row": 2, "days_before": 5}, (), "T1"),
        ({"days_off": 2}, ("T0",), "T3"),
        ({"days_off": 2, "off_before": None}, (), "T0"),
        ({"days_off": 3, "days_before": 2}, (), "T0"),
        ({"weekend_limit": 1}, ("T5",), "T6"),
        ({"weekend_limit": 0}, (), "T4"),
    ],
)
def test_that_what_a_limit_allows_is_allowed(fields: dict[str, object], had: tuple[str, ...], asked: str) -> None:
    assert codes(Board(Problem(MONDAY, (person(**fields),), WEEK), [(code, "P") for code in had]), asked) == []


def test_that_somebody_barred_and_a_task_too_long_are_told_and_what_would_change_it() -> None:
    problem = Problem(MONDAY, (person(task_limit=180),), (task("T", 0, barred=frozenset({"P"})),))
    told = explain(Board(problem), "T", "P")
    assert [one.code for one in told.reasons] == ["BARRED", "TASKH"]
    assert [[one.code for one in change] for change in told.changes] == [["BARRED", "TASKH"]]
    assert "possible if they were let do this task and 4 h at a stretch were agreed" in texts.explanation(told)


def test_that_tasks_of_a_group_stay_with_the_same_people() -> None:
    pair = tuple(task(f"G{day}", day, together="fair") for day in range(2))
    problem = Problem(MONDAY, (person(), person("Q")), pair)
    board = Board(problem, [("G0", "Q")])
    assert board.dynamic("G1", "P") == (Reason("TOGETHER", {"other": "G0", "workers": ("Q",)}),)
    assert codes(board, "G1", "Q") == []
    plan = solve(problem, seconds=1)
    assert len(plan.assignments) == 2
    assert len({who for _task, who in plan.assignments}) == 1


def test_that_the_plan_keeps_every_limit_and_a_pin_against_one_is_told() -> None:
    who = person(days_in_a_row=3, days_off=2, min_minutes=2400)
    plan = solve(Problem(MONDAY, (who,), WEEK), seconds=1)
    board = Board(Problem(MONDAY, (who,), WEEK), plan.assignments)
    assert board.broken("P") == []
    assert len(plan.assignments) == 5  # three days, two off, two days
    pinned = Problem(MONDAY, (who,), WEEK, tuple(Fixed(f"T{day}", "P", pinned=True) for day in range(4)))
    told = solve(pinned, seconds=1)
    assert {one.code for _task, _who, one in told.conflicts} == {"CONSEC"}


def test_that_a_task_waits_for_the_one_it_comes_after() -> None:
    early, late = task("Deliver", 0, 600, 120), task("Install", 0, 660, 120, after=frozenset({"Deliver"}))
    problem = Problem(MONDAY, (person(), person("Q")), (early, late))
    told = explain(Board(problem), "Install", "P")
    assert told.reasons == (Reason("ORDER", {"other": "Deliver", "day": on(0), "start": 600, "end": 720}),)
    assert [[one.code for one in change] for change in told.changes] == [["ORDER"]]
    assert Board(problem).verdict("Install", "P").colour == "red"
    assert solve(problem, seconds=1).assignments == (("Deliver", "P"),)
    moved = replace(problem, tasks=(early, replace(late, start=720, end=840)))
    assert len(solve(moved, seconds=1).assignments) == 2


def test_that_hours_elsewhere_count_only_where_a_total_was_agreed() -> None:
    who = person(elsewhere_minutes=960, week_limit=1440)
    assert Board(Problem(MONDAY, (who,), WEEK), [(f"T{day}", "P") for day in range(5)]).dynamic("T5", "P") == ()
    agreed = Problem(MONDAY, (replace(who, total_limit=1800),), WEEK)
    board = Board(agreed, [(f"T{day}", "P") for day in range(3)])
    assert board.dynamic("T3", "P") == (Reason("OTHERH", {"minutes": 1920, "limit": 1800, "other": 960}),)
    assert board.remaining("P") == 120
    assert board.verdict("T3", "P").colour == "amber"
    plan = solve(agreed, seconds=1)
    assert len(plan.assignments) == 3
    assert plan.levels[2].proven  # the bound knows the limit too


@st.composite
def cases(draw: st.DrawFn) -> Problem:
    few = st.integers(0, 3)
    who = person(
        day_limit=draw(st.none() | st.sampled_from((240, 360, 480))),
        tasks_a_day=draw(st.none() | st.integers(1, 2)),
        days_in_a_row=draw(st.none() | st.integers(1, 4)),
        days_before=draw(few),
        days_off=draw(few),
        off_before=draw(st.none() | few),
        weekend_limit=draw(st.none() | st.integers(0, 2)),
        weekends_before=draw(st.integers(0, 1)),
        never_after=frozenset({("late", "early")}) if draw(st.booleans()) else frozenset(),
        done_before=((draw(st.sampled_from(("early", "late"))), "Sunday"),) if draw(st.booleans()) else (),
        least_in_a_row=draw(few),
        kind_limits=(("early", draw(few)),) if draw(st.booleans()) else (),
    )
    days = draw(st.lists(st.integers(0, 13), min_size=1, max_size=7))
    kinds = draw(st.lists(st.sampled_from(("early", "late")), min_size=len(days), max_size=len(days)))
    tasks = tuple(task(f"T{n}", day, 600 * (n % 2), 180, kind=kind) for n, (day, kind) in enumerate(zip(days, kinds, strict=True)))
    return Problem(MONDAY, (who,), tasks)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_that_the_solver_allows_exactly_what_the_questions_allow(problem: Problem) -> None:
    index, who = Index(problem), problem.workers[0]
    names = [one.code for one in problem.tasks]
    allowed = set()
    for count in range(len(names) + 1):
        for some in combinations(names, count):
            if not limits.broken(index, who, some):
                allowed.add(frozenset(some))
    model = cp_model.CpModel()
    literals = {name: model.new_bool_var(name) for name in names}
    limits.constrain(model, index, who, literals)

    class Every(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            met.add(frozenset(name for name, literal in literals.items() if self.boolean_value(literal)))

    met: set[frozenset[str]] = set()
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    solver.solve(model, Every())
    assert met == allowed


def test_that_limits_travel_through_a_file_and_cannot_be_below_zero() -> None:
    problem = Problem(
        MONDAY, (person(day_limit=480, never_after=frozenset({("late", "early")})),), (task("T", 0, barred=frozenset({"P"})),)
    )
    assert from_json(to_json(problem)) == problem
    with pytest.raises(Refused) as told:
        from_json(to_json(Problem(MONDAY, (person(days_in_a_row=-1),), ())))
    assert told.value.figures["where"] == "workers[0].days_in_a_row"


def test_that_a_gap_names_who_could_fill_it_by_one_change_the_easiest_first() -> None:
    free = tuple(Window(on(day), 0, 1440) for day in range(7))
    busy = Worker("Busy", windows=free, wished_minutes=1200)
    helper = Worker("Helper", windows=free[1:], wished_minutes=1200)
    away = Worker("Away", windows=free[1:], wished_minutes=1200, territories=frozenset({"W"}))
    tasks = (task("T", 0, territory="E"), task("Fixed", 0, 700, skill="s"))
    problem = Problem(MONDAY, (away, replace(busy, territories=frozenset({"W"})), busy_twice(free), helper), tasks)
    board = Board(problem, [("Fixed", "Twice")])
    told = openings(board, "T")
    assert [(one.worker, one.change.code) for one in told] == [("Busy", "TERR"), ("Helper", "AVAIL")]
    assert texts.openings(told) == (
        "Could be filled by Busy, if E were one of their territories; or Helper, if they were available Mon 23 Nov 09:00–13:00."
    )
    for one in told:  # each way was tried
        assert all(reason.code == one.change.code for reason in board.reasons("T", one.worker))


def busy_twice(free: tuple[Window, ...]) -> Worker:
    """Has a task at the same time that nobody else could take: giving it up would only move the gap."""
    return Worker("Twice", windows=free, wished_minutes=1200, skills=(("s", 1, None),))


def test_that_half_a_character_is_refused_where_it_stands() -> None:
    text = to_json(Problem(MONDAY, (person("Q"),), ())).replace('"Q"', '"\\ud800"', 1)
    with pytest.raises(Refused) as told:
        from_json(text)
    assert told.value.figures["where"] == "workers[0].code"
