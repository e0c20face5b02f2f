"""Locked tasks that cannot all be kept, and the fewest locks to give up so that what remains contradicts nothing.

Only rules that nobody may set aside count here: a lock against one that a manager may set aside is a manager's decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from workbench.planner.limits import RELAXED
from workbench.planner.problem import Problem, Worker
from workbench.planner.rules import OVERRIDABLE, Board, Index

EFFORT: Final = 1.0  # deterministic time for people whose locks depend on each other

Pair = tuple[str, str]


def fewest_unlocks(problem: Problem) -> tuple[Pair, ...]:
    """(task, worker) pairs of the fewest locks without which all others can be kept, published ones last; empty where all can.

    Found by solving, for people on tasks with more locks than heads together, for everybody else alone.
    """
    pins = list(dict.fromkeys((one.task, one.worker) for one in problem.fixed if one.pinned))
    board = Board(problem, pins, Index(replace(problem, fixed=tuple(replace(one, pinned=False) for one in problem.fixed))))
    crowded = [code for code in board.index.tasks if len(board.workers_of(code)) > board.index.tasks[code].headcount]
    found: set[Pair] = set()
    for people in _groups(board, crowded):
        contradicted = any(one.code not in OVERRIDABLE for who in people for _task, one in board.broken(who))
        if contradicted or any(who in people for code in crowded for who in board.workers_of(code)):
            found |= _unlocked(problem, board, people)
    return tuple(pair for pair in pins if pair in found)


def _groups(board: Board, crowded: list[str]) -> Iterator[set[str]]:
    """People with locks, those on a crowded task together."""
    left = {who for who in board.index.workers if board.tasks_of(who)}
    for who in board.index.workers:
        group: set[str] = set()
        queue = [who] if who in left else []
        while queue:
            one = queue.pop()
            if one in left:
                left.discard(one)
                group.add(one)
                queue += [other for code in crowded if board.has(code, one) for other in board.workers_of(code)]
        if group:
            yield group


def _unlocked(problem: Problem, board: Board, people: set[str]) -> set[Pair]:
    """The fewest pairs of these people to give up."""
    from ortools.sat.python import cp_model  # heavy, and only for locks that contradict each other

    from workbench.planner.formulas import Model
    from workbench.planner.measures import Setting

    pins = {(code, who) for who in people for code in board.tasks_of(who)}
    tasks = tuple(replace(one, territory="", together="") for one in problem.tasks if any((one.code, who) in pins for who in people))
    late = board.index.late
    workers = tuple(_without_agreements(one) for one in problem.workers if one.code in people)
    fixed = tuple(replace(one, pinned=False) for one in problem.fixed if (one.task, one.worker) in pins)
    model = Model(
        Setting(replace(problem, workers=workers, tasks=tuple(replace(one, after=frozenset()) for one in tasks), fixed=fixed, levels=()))
    )
    published = {(one.task, one.worker) for one in fixed if one.published}
    worth = []
    for pair, var in model.x.items():
        if pair in pins and pair[0] not in late:
            worth.append((len(pins) + 1 + (pair in published)) * var)
        else:
            model.cp.add(var == 0)
    model.cp.maximize(sum(worth))
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers, parameters.random_seed, parameters.max_deterministic_time = 1, 1, EFFORT
    status = solver.solve(model.cp)
    return pins - set(model.chosen(solver)) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else set()


def _without_agreements(who: Worker) -> Worker:
    """Somebody without the limits that a manager may set aside."""
    return replace(
        who,
        day_average_limit=None,
        task_limit=None,
        **{name: value for code, change in RELAXED.items() if code in OVERRIDABLE for name, value in change.items()},
    )
