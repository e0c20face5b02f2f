"""The fewest tasks that must change hands so that somebody can take one more, found by solving a part of the week.

The part holds who is asked about, who could take over their tasks, who could take over theirs, and so on until there are enough
people; everybody else stays as they are. Nothing that is covered may be lost, and nothing pinned moves. Needs OR-Tools.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from workbench.planner.problem import Fixed, Problem, Reason
from workbench.planner.rules import Board

SIZES: Final = (8, 30)
"""People of the first part, and of the larger one that is solved where the first holds no answer."""
EFFORT: Final = 0.5  # deterministic time for one part
PATIENCE: Final = 5.0  # seconds of the wall clock, for a machine that is busy

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """Who takes the task, and what changes hands for it: each a MOVE with `task`, `giver` and `taker`, all of it together."""

    taker: str
    moves: tuple[Reason, ...]


def fewest_moves(board: Board, task: str, worker: str = "", *, cancelled: Callable[[], bool] | None = None) -> Way | None:
    """How `worker`, or else anybody, comes to the task with the fewest changes; None where no way was found.

    For a task that has all its people somebody gives it up, else it gets one more. Static rules are as the board's problem says:
    whoever wants to know what a rule costs asks with a problem without it.
    """
    if board.index.tasks[task].together or (board.index.static(task, worker) if worker else not board.missing(task)):
        return None
    known: tuple[str, ...] = ()
    for size in SIZES:
        people = _people(board, task, worker, size)
        if people == known or (cancelled is not None and cancelled()):
            break
        known = people
        plan = _solved(_part(board, task, people, worker), task, worker)
        if plan is not None:
            return _way(board, task, people, plan, worker)
    return None


def _people(board: Board, task: str, worker: str, size: int) -> tuple[str, ...]:
    """Whoever is asked about, then those who could take over tasks of somebody who is in already, the next in turn first."""
    start = [worker] if worker else []
    queue = deque(dict.fromkeys((*start, *board.workers_of(task), *(() if worker else _able(board, task)))))
    found: dict[str, None] = {}
    while queue and len(found) < size:
        who = queue.popleft()
        if who in found:
            continue
        found[who] = None
        for code in board.tasks_of(who):
            if code != task:
                queue.extend(one for one in _able(board, code)[:size] if one not in found)
    return tuple(found)


def _able(board: Board, task: str) -> Sequence[str]:
    """Everybody whom no static rule keeps from a task, the next in turn first."""
    able = [who for who in board.index.workers if not board.has(task, who) and not board.index.static(task, who)]
    return sorted(able, key=board.turn)


def _part(board: Board, task: str, people: Iterable[str], worker: str) -> Problem:
    """The week of these people alone: what others do of their tasks is taken off the headcount.

    Whose week breaks a rule already, as a manager may have wanted it, keeps all of it.
    """
    index, inside = board.index, set(people)
    stuck = {who for who in inside if who != worker and board.broken(who)}
    codes = {task, *(code for who in inside for code in board.tasks_of(who))}
    known = {(one.task, one.worker): one for one in board.problem.fixed}
    tasks, fixed = [], []
    for code in index.tasks:
        if code not in codes:
            continue
        mine = [who for who in board.workers_of(code) if who in inside]
        others = len(board.workers_of(code)) - len(mine)
        tasks.append(
            replace(index.tasks[code], headcount=max(len(mine), index.tasks[code].headcount - others), together="", after=frozenset())
        )
        for who in mine:
            one = known.get((code, who), Fixed(code, who))
            stays = one.pinned or who in stuck or bool(index.tasks[code].together) or bool(index.static(code, who))
            fixed.append(replace(one, pinned=stays))
    workers = tuple(one for one in board.problem.workers if one.code in inside)
    return replace(board.problem, workers=workers, tasks=tuple(tasks), fixed=tuple(fixed), levels=())


def _solved(part: Problem, task: str, worker: str) -> set[Pair] | None:
    """The pairs of the part that keep most of what was; None where the task cannot be given."""
    from ortools.sat.python import cp_model

    from workbench.planner.formulas import Model
    from workbench.planner.measures import Setting

    setting = Setting(part)
    if worker and (task, worker) not in set(setting.pairs):
        return None
    model = Model(setting)
    old = [(one.task, one.worker) for one in part.fixed]
    for one in part.tasks:
        needed = sum(code == one.code for code, _who in old)
        some: list[Any] = [model.x[one.code, who] for who in setting.of_task[one.code]]
        if one.code == task:
            needed = min(one.headcount, needed + 1)
        if needed:
            model.cp.add(sum(some) >= needed)
    if worker:
        model.cp.add(model.x[task, worker] == 1)
    keeps = [model.x[pair] for pair in old if pair in model.x]
    fresh = [var for pair, var in model.x.items() if pair not in set(old)]
    model.cp.maximize((len(fresh) + 1) * sum(keeps) - sum(fresh))
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers, parameters.random_seed = 1, 1
    parameters.max_deterministic_time, parameters.max_time_in_seconds = EFFORT, PATIENCE
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return set(model.chosen(solver))


def _way(board: Board, task: str, people: Sequence[str], plan: set[Pair], worker: str) -> Way:
    """What is otherwise than before, task by task."""
    before = {(code, who) for who in people for code in board.tasks_of(who)}
    taker = worker or next(who for code, who in sorted(plan - before) if code == task)
    moves = []
    for code in board.index.tasks:
        givers = sorted(who for one, who in before - plan if one == code)
        takers = sorted(who for one, who in plan - before if one == code and (one, who) != (task, taker))
        if code == task and len(givers) > len(takers):
            moves += [Reason("INSTEAD", {"worker": who}) for who in givers[len(takers) :]]
        moves += [Reason("MOVE", {"task": code, "giver": giver, "taker": taker_}) for giver, taker_ in zip(givers, takers, strict=False)]
    return Way(taker, tuple(moves))


def applied(board: Board, task: str, way: Way) -> Board:
    """The plan after a way was taken."""
    trial = Board(board.problem, board.assignments(), board.index)
    for one in way.moves:
        if one.code == "INSTEAD":
            trial.remove(task, str(one.figures["worker"]))
        else:
            trial.remove(str(one.figures["task"]), str(one.figures["giver"]))
    for one in way.moves:
        if one.code == "MOVE":
            trial.add(str(one.figures["task"]), str(one.figures["taker"]))
    trial.add(task, way.taker)
    return trial
