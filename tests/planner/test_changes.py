"""A change that is offered was tried: done to the problem and the plan, it leaves no rule against the pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.planner.vectors import COVER, MONDAY, VECTOR, day, loosened, random_problem, task, windows
from workbench.planner.explain import Change, why_not
from workbench.planner.problem import Fixed, Problem, Reason, Task, Window, Worker
from workbench.planner.rules import Board

WHOLE = windows(*((n, 0, 24) for n in range(7)))


def done(board: Board, code: str, who: str, change: Change) -> Board:
    """The board after a change, written here once more and not taken from `explain`."""
    what, worker = board.index.tasks[code], board.index.workers[who]
    pairs = list(board.assignments())
    for one in change:
        figures: dict[str, Any] = dict(one.figures)
        if one.code == "AVAIL":
            worker = replace(worker, windows=(*worker.windows, Window(figures["day"], figures["start"], figures["end"])))
        elif one.code == "SKILL":
            worker = replace(worker, skills=(*worker.skills, (figures["skill"], figures["level"], None)))
        elif one.code == "TERR":
            worker = replace(worker, territories=worker.territories | {figures["territory"]})
        elif one.code == "LEAVE":
            worker = replace(
                worker, leave=tuple(item for item in worker.leave if item[:3] != (figures["day"], figures["start"], figures["end"]))
            )
        elif one.code == "CONTRACT":
            worker = replace(worker, valid_from=None, valid_to=None, valid=())
        elif one.code == "CONSENT":
            worker = replace(worker, consent=True)
        elif one.code == "WITHOUT":
            pairs.remove((figures["task"], who))
        elif one.code == "INSTEAD":
            pairs.remove((code, figures["worker"]))
        else:
            assert one.code == "FEWER"
            worker = replace(worker, worked_minutes=worker.worked_minutes - figures["minutes"])
    people = tuple(worker if one.code == who else one for one in board.problem.workers)
    assert what.headcount > sum(pair[0] == code for pair in pairs) or not any(one.code == "INSTEAD" for one in change)
    return Board(replace(board.problem, workers=people), pairs)


def alone(who: Worker, what: Task, *more: Task) -> Board:
    return Board(Problem(MONDAY, (who,), (what, *more)), [(one.code, who.code) for one in more])


def codes(changes: tuple[Change, ...]) -> list[list[str]]:
    return [[one.code for one in change] for change in changes]


def test_that_a_territory_alone_is_not_offered_where_the_hours_bind_too() -> None:
    answer = why_not(Board(VECTOR, COVER), "T1", "P3")
    assert [one.code for one in answer.reasons] == ["TERR"]
    assert codes(answer.changes) == [["TERR", "WITHOUT"], ["TERR", "FEWER"]]
    without = Board(VECTOR, [pair for pair in COVER if pair[1] != "P3"])
    assert codes(why_not(without, "T1", "P3").changes) == [["TERR"]]  # here it is enough


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("loose", [False, True])
def test_that_every_change_of_random_weeks_works(seed: int, loose: bool) -> None:
    problem = random_problem(6, 14, seed, pinned=4)
    problem = replace(loosened(problem), tasks=problem.tasks) if loose else problem
    board = Board(problem, {(one.task, one.worker) for one in problem.fixed})
    for one in problem.tasks:
        for who in problem.workers:
            if board.missing(one.code) and not board.reasons(one.code, who.code):
                board.add(one.code, who.code)
    tried = 0
    for one in problem.tasks:
        for who in problem.workers:
            if not board.has(one.code, who.code):
                for change in why_not(board, one.code, who.code).changes:
                    assert done(board, one.code, who.code, change).reasons(one.code, who.code) == ()
                    tried += 1
    assert tried > 30


def test_that_all_leave_of_the_hours_has_to_move() -> None:
    away = Worker("A", windows=WHOLE, leave=((day(0), 600, 660, "x"), (day(0), 700, 760, "y"), (day(1), 0, 1440, "z")))
    assert [[one.figures["reason"] for one in change] for change in why_not(alone(away, task("X", 0, 9, 13)), "X", "A").changes] == [
        ["x", "y"]
    ]


def test_that_a_week_that_is_too_short_for_the_task_alone_asks_for_longer_hours_only() -> None:
    short = Worker("A", windows=WHOLE, max_minutes=120)
    assert why_not(alone(short, task("X", 0, 9, 13)), "X", "A").changes == ((Reason("MAXH", {"minutes": 240, "limit": 120}),),)
    ((both,),) = [why_not(alone(replace(short, territories=frozenset("W")), task("X", 0, 9, 13, "E")), "X", "A").changes]
    assert [one.code for one in both] == ["TERR", "MAXH"]


def test_that_two_locked_people_both_have_to_give_a_task_up() -> None:
    people = tuple(Worker(code, windows=WHOLE) for code in "ABC")
    pins = (Fixed("X", "A", True), Fixed("X", "B", True))
    answer = why_not(Board(Problem(MONDAY, people, (task("X", 0, 9, 13),), pins), [("X", "A"), ("X", "B")]), "X", "C")
    assert answer.changes == ((Reason("INSTEAD", {"worker": "A"}), Reason("INSTEAD", {"worker": "B"})),)
