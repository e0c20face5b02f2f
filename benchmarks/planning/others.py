"""What the planner is compared with on one weighted sum: greedy with local search, plain CP-SAT and plain HiGHS on the whole week.

CP-SAT has two workers and the formulas of `planner/formulas.py`; HiGHS has the rows of the relaxation with whole numbers, which is
the strongest form of the week that we know. Each stops when its seconds are over.
"""

from __future__ import annotations

import random
import time
from datetime import timedelta

import numpy as np

from workbench.planner.arrays import Arrays, Flags
from workbench.planner.first import greedy
from workbench.planner.formulas import Model
from workbench.planner.measures import Pair, Setting
from workbench.planner.problem import LEVELS
from workbench.planner.relaxation import Program
from workbench.planner.rules import Board
from workbench.planner.weighing import Weights


def first_plan(problem_setting: Setting) -> list[Pair]:
    """The greedy plan."""
    arrays = Arrays(problem_setting)
    return arrays.pairs(greedy(arrays))


def local_search(setting: Setting, weights: Weights, seconds: float, seed: int) -> list[Pair]:
    """From greedy: give an open head away, hand a task on, or swap two tasks of two people, where the sum does not get worse."""
    end = time.monotonic() + seconds
    arrays, dice = Arrays(setting), random.Random(seed)
    plan = greedy(arrays)
    board = Board(setting.problem, arrays.pairs(plan), setting.index)
    best = _sum(arrays, plan, weights)
    while time.monotonic() < end:
        for _ in range(50):
            steps = _step(arrays, plan, dice)
            if steps is None or not _possible(arrays, board, steps):
                continue
            trial = plan.copy()
            for pair, put in steps:
                trial[pair] = put
            value = _sum(arrays, trial, weights)
            if value >= best:
                plan, best = trial, value
            else:
                _play(arrays, board, [(pair, not put) for pair, put in reversed(steps)])
    return arrays.pairs(plan)


def _sum(arrays: Arrays, plan: Flags, weights: Weights) -> int:
    return weights.value(arrays, plan, arrays.values(plan))


def _step(arrays: Arrays, plan: Flags, dice: random.Random) -> list[tuple[int, bool]] | None:
    """Pairs to take away and to put, in order; None where the dice found nothing."""
    pair = dice.randrange(arrays.count)
    if plan[pair]:
        return None
    task = int(arrays.task[pair])
    holders = [one for one in range(arrays.first[task], arrays.first[task + 1]) if plan[one]]
    if len(holders) < arrays.room[task]:
        steps = [(pair, True)]
        mine = [int(one) for one in arrays.of_worker[arrays.worker[pair]] if plan[one]]
        return steps if dice.random() < 0.5 or not mine else [(dice.choice(mine), False), *steps]
    old = dice.choice(holders)
    steps = [(old, False), (pair, True)]
    if dice.random() < 0.5:
        mine = [int(one) for one in arrays.of_worker[arrays.worker[pair]] if plan[one]]
        back = dice.choice(mine) if mine else None
        place = arrays.place.get((setting_code(arrays, back), arrays.setting.pairs[old][1])) if back is not None else None
        if back is None or place is None or plan[place]:
            return None
        steps = [(old, False), (back, False), (pair, True), (place, True)]
    return steps


def setting_code(arrays: Arrays, pair: int) -> str:
    """The task of a pair, by its code."""
    return arrays.setting.pairs[pair][0]


def _possible(arrays: Arrays, board: Board, steps: list[tuple[int, bool]]) -> bool:
    """Play the steps on the board; if one breaks a rule, take all of them back."""
    for number, (pair, put) in enumerate(steps):
        task, who = arrays.setting.pairs[pair]
        if put and board.dynamic(task, who):
            _play(arrays, board, [(one, not way) for one, way in reversed(steps[:number])])
            return False
        _play(arrays, board, [(pair, put)])
    touched = {arrays.setting.pairs[pair][1] for pair, _put in steps}
    if any(board.broken(who) for who in touched):
        _play(arrays, board, [(one, not way) for one, way in reversed(steps)])
        return False
    return True


def _play(arrays: Arrays, board: Board, steps: list[tuple[int, bool]]) -> None:
    for pair, put in steps:
        (board.add if put else board.remove)(*arrays.setting.pairs[pair])


def cp_sat(setting: Setting, weights: Weights, seconds: float, seed: int) -> list[Pair]:
    """The whole week as one CP-SAT model with two workers, from nothing; the empty plan where none was found."""
    from ortools.sat.python import cp_model

    end = time.monotonic() + seconds
    model = Model(setting)
    arrays = Arrays(setting)
    heads = weights.of_heads(arrays)
    parts = [int(heads[arrays.task[arrays.place[pair]]]) * var for pair, var in model.x.items()]
    parts += [weights.of(level) * model._formula(level) for level in LEVELS[1:] if weights.of(level)]
    model.cp.maximize(sum(parts))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.1, end - time.monotonic())
    status = solver.solve(model.cp)
    return model.chosen(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else []


def highs(setting: Setting, weights: Weights, seconds: float, seed: int) -> list[Pair]:
    """The whole week as one mixed-integer program; the empty plan where none was found."""
    from ortools.math_opt.python import mathopt

    end = time.monotonic() + seconds
    arrays = Arrays(setting)
    program = Program(arrays, weights)
    model = mathopt.Model.from_model_proto(program.proto(whole=True))
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.1, end - time.monotonic())), random_seed=seed)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    if not result.solutions or result.solutions[0].primal_solution is None:
        return []
    values = result.solutions[0].primal_solution.to_proto().variable_values
    found = np.zeros(program.columns)
    found[np.array(values.ids, np.int64)] = values.values
    plan = arrays.kept.copy()
    plan[program.pairs] = found[program.column[program.pairs]] > 0.5
    return arrays.pairs(plan)
