"""The week as a linear program: a bound that no plan can pass, and a guide to who should do what.

The bound does not rest on the solver's accuracy: it is worked out from the dual values by weak duality, in which any values
give a bound. Every column has finite ends for that reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workbench.planner.arrays import FREE, Arrays, Flags, Ints
from workbench.planner.measures import SCALE
from workbench.planner.weighing import Weights

Reals = NDArray[np.float64]
INFINITE: Final = float("inf")
SMALL: Final = 40_000  # entries of the matrix up to which the simplex method is the quicker one
EXACT, ROUGH = 1e-4, 1e-3  # how nearly primal and dual agree before the first-order method ends


@dataclass(frozen=True, slots=True)
class Relaxed:
    """`bound` on the sum of the weights, the `share` of each pair (0–1), and its `price`: what a whole one would lose."""

    bound: float
    share: Reals
    price: Reals
    finished: bool


class Program:
    """Columns with ends and worths, rows `sum <= limit`; the whole problem as one linear program to be made as large as possible."""

    def __init__(self, arrays: Arrays, weights: Weights, fixed: Flags | None = None, free: Ints | None = None) -> None:
        """With `fixed` pairs that stay and `free` ones that may change, only a part of the problem; else all of it."""
        self.arrays, self.weights = arrays, weights
        self.fixed = arrays.kept if fixed is None else fixed
        self.constant = 0.0
        self._ends: list[Reals] = []
        self._worths: list[Reals] = []
        self._whole: list[NDArray[np.bool_]] = []
        self._rows: list[Ints] = []
        self._columns: list[Ints] = []
        self._values: list[Reals] = []
        self._limits: list[Reals] = []
        self.columns = self.rows = 0
        self.pairs = np.flatnonzero(arrays.open) if free is None else free
        self.column = np.full(arrays.count, -1, np.int64)
        self.column[self.pairs] = self._add_columns(np.ones(len(self.pairs)), self._worth_of_pairs())
        self.held = arrays.of(arrays.length * self.fixed)
        self._room_and_cliques()
        self._hours()
        self._day_average()
        self._short()
        self._steps()
        self._primes()
        self._lowest()

    # ---- parts --------------------------------------------------------------------------------------

    def _add_columns(self, ends: Any, worths: Any, whole: bool = True) -> Ints:
        count = len(ends)
        self._ends.append(np.asarray(ends, float))
        self._worths.append(np.asarray(worths, float))
        self._whole.append(np.full(count, whole))
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def _add_rows(self, limits: Any) -> Ints:
        self._limits.append(np.asarray(limits, float))
        self.rows += len(limits)
        return np.arange(self.rows - len(limits), self.rows)

    def _put(self, rows: Any, columns: Any, values: Any) -> None:
        self._rows.append(np.asarray(rows, np.int64))
        self._columns.append(np.asarray(columns, np.int64))
        self._values.append(np.broadcast_to(np.asarray(values, float), len(self._rows[-1])))

    def _worth_of_pairs(self) -> Reals:
        arrays, weights, pairs = self.arrays, self.weights, self.pairs
        worth = weights.of_heads(arrays)[arrays.task] + weights.preference * arrays.wish
        worth = worth + weights.continuity * arrays.owned + weights.changes * arrays.old
        self.constant += float(worth[self.fixed].sum() - weights.changes * arrays.old.sum())
        over = np.maximum(0, np.bincount(arrays.task[self.fixed], minlength=arrays.tasks) - arrays.heads)
        self.constant -= float(weights.of_heads(arrays) @ over)
        return np.asarray(worth[pairs], np.float64)

    def _room_and_cliques(self) -> None:
        arrays = self.arrays
        taken = np.bincount(arrays.task[self.fixed], minlength=arrays.tasks)
        rows = self._add_rows((arrays.room - taken).astype(float))
        self._put(rows[arrays.task[self.pairs]], self.column[self.pairs], 1.0)
        cliques = [one[self.column[one] >= 0] for who in np.unique(arrays.worker[self.pairs]).tolist() for one in arrays.cliques(who)]
        cliques = [one for one in cliques if len(one) > 1]
        if cliques:
            rows = self._add_rows(np.ones(len(cliques)))
            self._put(np.repeat(rows, [len(one) for one in cliques]), self.column[np.concatenate(cliques)], 1.0)

    def _minutes(self, rows: Ints, factor: Any, lawful: bool = False) -> None:
        """Planned minutes of each person, times a factor, into the row of the person; -1 is no row."""
        arrays = self.arrays
        pairs = self.pairs[arrays.lawful[self.pairs]] if lawful else self.pairs
        pairs = pairs[rows[arrays.worker[pairs]] >= 0]
        factors = np.broadcast_to(np.asarray(factor, float), arrays.workers)
        self._put(rows[arrays.worker[pairs]], self.column[pairs], arrays.length[pairs] * factors[arrays.worker[pairs]])

    def _rows_of(self, people: Ints, limits: Any) -> Ints:
        """New rows for some people, by the place of the person; -1 for the others."""
        rows = np.full(self.arrays.workers, -1, np.int64)
        rows[people] = self._add_rows(limits)
        return rows

    def _hours(self) -> None:
        arrays = self.arrays
        held_legal = arrays.of(arrays.length * (self.fixed & arrays.lawful))
        some = np.flatnonzero(arrays.most < FREE)
        self._minutes(self._rows_of(some, (arrays.most - self.held)[some]), 1.0)
        some = np.flatnonzero(arrays.legal < FREE)
        self._minutes(self._rows_of(some, (arrays.legal - held_legal)[some]), 1.0, lawful=True)

    def _day_average(self) -> None:
        """Minutes of the law's tasks at most the average times the days worked; a day counts as far as it holds a task."""
        arrays = self.arrays
        counted = np.flatnonzero(arrays.lawful & (arrays.length > 0))
        days = int(arrays.day.max(initial=0)) + 1
        held = np.zeros((arrays.workers, days), bool)
        kept = counted[self.fixed[counted]]
        held[arrays.worker[kept], arrays.day[arrays.task[kept]]] = True
        spare = np.minimum(arrays.average, FREE) * held.sum(axis=1) - arrays.of(arrays.length * (self.fixed & arrays.lawful))
        some = np.flatnonzero((arrays.average < FREE) & (spare >= 0))  # else pinned tasks break it, and no row is needed for a bound
        rows = self._rows_of(some, spare[some])
        self._minutes(rows, 1.0, lawful=True)
        free = counted[(self.column[counted] >= 0) & (rows[arrays.worker[counted]] >= 0)]
        key = arrays.worker[free] * days + arrays.day[arrays.task[free]]
        free, key = free[~held.ravel()[key]], key[~held.ravel()[key]]
        used, place = np.unique(key, return_inverse=True)
        columns = self._add_columns(np.ones(len(used)), np.zeros(len(used)))
        self._put(rows[used // days], columns, -arrays.average[used // days].astype(float))
        links = self._add_rows(np.zeros(len(used)))
        self._put(links, columns, 1.0)
        self._put(links[place], self.column[free], -1.0)

    def _short(self) -> None:
        arrays, weight = self.arrays, self.weights.min_hours
        missing = arrays.least - self.held
        some = np.flatnonzero(missing > 0)
        if weight and len(some):
            columns = self._add_columns(missing[some], np.full(len(some), -weight), whole=False)
            rows = self._rows_of(some, -missing[some])
            self._put(rows[some], columns, -1.0)
            self._minutes(rows, -1.0)

    def _steps(self) -> None:
        arrays, weight = self.arrays, self.weights.fairness_rest
        who, step = np.nonzero(arrays.sizes)
        if weight and len(who):
            columns = self._add_columns(arrays.sizes[who, step], weight * arrays.worth[who, step], whole=False)
            some = np.unique(who)
            rows = self._rows_of(some, self.held[some])
            self._put(rows[who], columns, 1.0)
            self._minutes(rows, -1.0)

    def _primes(self) -> None:
        """One column for each prime slot more, at its cost; the cheap ones fill up first by themselves."""
        arrays, weight = self.arrays, self.weights.prime
        pairs = self.pairs[arrays.prime[arrays.task[self.pairs]]]
        held = arrays.of(self.fixed & arrays.prime[arrays.task])
        self.constant -= weight * float((arrays.share * (2 * arrays.primes * held + held * held)).sum())
        if weight and len(pairs):
            most = np.bincount(arrays.worker[pairs], minlength=arrays.workers)
            who = np.repeat(np.arange(arrays.workers), most)
            number = np.arange(len(who)) - np.repeat(np.cumsum(most) - most, most) + (held + arrays.primes)[who]
            columns = self._add_columns(np.ones(len(who)), -weight * arrays.share[who] * (2 * number + 1))
            some = np.flatnonzero(most)
            rows = self._rows_of(some, np.zeros(len(some)))
            self._put(rows[arrays.worker[pairs]], self.column[pairs], 1.0)
            self._put(rows[who], columns, -1.0)

    def _lowest(self) -> None:
        """The sum of the k lowest ratios: k marks less what each ratio lies below the mark."""
        arrays = self.arrays
        some = np.flatnonzero(arrays.wisher)
        top = arrays.ratios(arrays.reach) + 1
        for count, weight in enumerate(self.weights.sums(len(some)), start=1):
            if not weight:
                continue
            high = float(top[some].max())
            mark = int(self._add_columns([high], [weight * count], whole=False)[0])
            rows = self._rows_of(some, SCALE * (arrays.had + self.held)[some] / arrays.wished[some])
            self._put(rows[some], np.full(len(some), mark), 1.0)
            self._minutes(rows, -SCALE / np.maximum(1, arrays.wished))
            if count > 1:
                self._put(rows[some], self._add_columns(np.full(len(some), high), np.full(len(some), -weight), whole=False), -1.0)

    @property
    def entries(self) -> int:
        """Entries of the matrix, which is what solving takes its time from."""
        return sum(map(len, self._rows))

    # ---- solving ------------------------------------------------------------------------------------

    def matrix(self) -> tuple[Ints, Ints, Reals, Reals, Reals, Reals, NDArray[np.bool_]]:
        """(rows, columns, values, limits, ends, worths, whole): entries of the matrix, then what stands at rows and columns."""
        join = np.concatenate
        return (
            join(self._rows), join(self._columns), join(self._values), join([*self._limits, np.zeros(0)]), join(self._ends),
            join(self._worths), join(self._whole),
        )  # fmt: skip

    def proto(self, whole: bool = False) -> Any:
        """The program as a model of MathOpt; `whole` asks for whole numbers, which makes it the problem itself."""
        from ortools.math_opt import model_pb2

        rows, columns, values, limits, ends, worths, wholes = self.matrix()
        model = model_pb2.ModelProto()
        variables = model.variables
        variables.ids.extend(range(self.columns))
        variables.lower_bounds.extend(np.zeros(self.columns).tolist())
        variables.upper_bounds.extend(ends.tolist())
        variables.integers.extend((wholes & whole).tolist())
        some = np.flatnonzero(worths)
        model.objective.maximize = True
        model.objective.linear_coefficients.ids.extend(some.tolist())
        model.objective.linear_coefficients.values.extend(worths[some].tolist())
        model.objective.offset = self.constant
        model.linear_constraints.ids.extend(range(self.rows))
        model.linear_constraints.lower_bounds.extend(np.full(self.rows, -INFINITE).tolist())
        model.linear_constraints.upper_bounds.extend(limits.tolist())
        order = np.lexsort((columns, rows))
        matrix = model.linear_constraint_matrix
        matrix.row_ids.extend(rows[order].tolist())
        matrix.column_ids.extend(columns[order].tolist())
        matrix.coefficients.extend(values[order].tolist())
        return model

    def bound(self, duals: Reals) -> tuple[float, Reals]:
        """(what no plan can pass, reduced worth of each column) by weak duality; dual values below 0 count as 0."""
        rows, columns, values, limits, ends, worths, _whole = self.matrix()
        prices = np.maximum(0.0, duals)
        reduced = worths - np.bincount(columns, weights=values * prices[rows], minlength=self.columns)
        return self.constant + float(prices @ limits + np.maximum(0.0, reduced) @ ends), reduced


def relaxed(program: Program, interrupter: Any, wall: float, exact: bool = True) -> Relaxed:
    """Solve a program; small ones by the simplex method, others by a first-order method that is ended early.

    The bound is a bound all the same. No clock decides when it ends, so that the same problem has the same answer.
    `finished` is False when the interrupter or the wall limit (seconds) came first; then there is nothing to go by.
    """
    from ortools.math_opt.python import mathopt

    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.01, wall)))
    small = program.entries < SMALL
    if not small:
        parameters.threads = 1
        criteria = parameters.pdlp.termination_criteria.simple_optimality_criteria
        criteria.eps_optimal_relative = criteria.eps_optimal_absolute = EXACT if exact else ROUGH
    model = mathopt.Model.from_model_proto(program.proto())
    solver = mathopt.SolverType.GLOP if small else mathopt.SolverType.PDLP
    result = mathopt.solve(model, solver, params=parameters, interrupter=interrupter)
    arrays = program.arrays
    share, price = np.zeros(arrays.count), np.zeros(arrays.count)
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return Relaxed(program.bound(np.zeros(program.rows))[0], share, price, finished=False)
    solution = result.solutions[0]
    values = solution.primal_solution.to_proto().variable_values
    found = np.zeros(program.columns)
    found[np.array(values.ids, np.int64)] = values.values
    duals = solution.dual_solution.to_proto().dual_values
    prices = np.zeros(program.rows)
    prices[np.array(duals.ids, np.int64)] = duals.values
    bound, reduced = program.bound(prices)
    share[program.pairs] = np.clip(found[program.column[program.pairs]], 0, 1)
    price[program.pairs] = -reduced[program.column[program.pairs]]
    return Relaxed(bound, share, price, finished=True)
