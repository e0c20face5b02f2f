"""How a gap that no single step fills could still be filled: by tasks changing hands, or by the one rule whose relaxing fills it.

Every answer was found by solving and was tried on the plan; rules are relaxed one at a time, the easiest to ask for first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from workbench.planner.explain import EASE, Opening, granted
from workbench.planner.limits import RELAXED
from workbench.planner.moving import applied, fewest_moves
from workbench.planner.problem import Problem, Reason, Task, Worker
from workbench.planner.rules import Board, static_between

TRIES: Final = 12  # rules that are relaxed before the search is given up


def moved(board: Board, task: str) -> Opening | None:
    """The fewest tasks that change hands so that somebody can take it, no rule touched; None without such a way."""
    way = fewest_moves(board, task)
    return None if way is None else Opening(way.taker, Reason("FREE"), way.moves)


def opened(board: Board, task: str) -> Opening | None:
    """The first of: no rule relaxed and the fewest tasks moved; one rule relaxed for one person, and tasks moved. None without a way."""
    if (found := moved(board, task)) is not None:
        return found
    for number, (worker, problem, asked) in enumerate(_relaxed(board, task)):
        if number == TRIES:
            break
        trial = Board(problem, board.assignments())
        way = fewest_moves(trial, task, worker)
        if way is None:
            continue
        after = applied(Board(board.problem, board.assignments(), board.index), task, way)
        told = next((one for _code, one in after.broken(worker) if one.code == asked.code), None)
        if told is not None:
            return Opening(worker, told if asked.code in RELAXED else asked, way.moves)
    return None


def _relaxed(board: Board, task: str) -> Iterator[tuple[str, Problem, Reason]]:
    """(person, problem without one rule, the rule) in the order in which a manager would ask for it, then of the turn."""
    found = []
    for worker in board.index.workers:
        if board.has(task, worker):
            continue
        static = board.index.static(task, worker)
        what, who = board.index.tasks[task], board.index.workers[worker]
        if len(static) == 1:
            changed = granted(what, who, static[0])
            if not static_between(*changed):
                found.append((EASE.index(static[0].code), board.turn(worker), worker, static[0], changed))
        elif not static:
            found += [
                (EASE.index(one.code), board.turn(worker), worker, one, (what, replace(who, **RELAXED[one.code])))
                for one in board.dynamic(task, worker)
                if one.code in RELAXED
            ]
    for _ease, _turn, worker, one, changed in sorted(found, key=lambda some: some[:3]):
        yield worker, _with(board.problem, *changed), one


def _with(problem: Problem, what: Task, who: Worker) -> Problem:
    """The problem with a task and somebody as they would be."""
    workers = tuple(who if one.code == who.code else one for one in problem.workers)
    return replace(problem, workers=workers, tasks=tuple(what if one.code == what.code else one for one in problem.tasks))
