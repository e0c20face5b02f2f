"""What a week costs: hours planned or worked at the hourly pay of the engagement that covers each day.

For the manager's screen only; nothing that is published, shared or printed holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from workbench.models.values.numbers import half_up_int
from workbench.readmodels.planning import AssignmentRow, TaskRow
from workbench.readmodels.planning_cost import WeekCost
from workbench.services.workspace import Reader
from workbench.storage.queries import planning_cost as queries


class Rate(NamedTuple):
    """Fen an hour from a day on, to another or for good; None where no hourly pay is recorded."""

    start_on: date
    end_on: date | None
    fen: int | None


def cost_of(tasks: Iterable[TaskRow], assignments: Iterable[AssignmentRow], rates: Mapping[int, Iterable[Rate]]) -> WeekCost:
    """Minutes of each day at the rate of that day, summed exactly and rounded half-up to the fen once a person."""
    rows = {task.id: task for task in tasks}
    sums: dict[int, Fraction] = defaultdict(Fraction)
    unpriced: dict[int, None] = {}
    for one in assignments:
        task = rows[one.task_id]
        minutes = task.minutes if one.worked is None else one.worked
        fen = next(
            (r.fen for r in rates.get(one.person_id, ()) if r.start_on <= task.day and (r.end_on is None or task.day <= r.end_on)), None
        )
        if fen is not None:
            sums[one.person_id] += Fraction(minutes * fen, 60)
        elif minutes:
            unpriced[one.person_id] = None
    return WeekCost({person: half_up_int(amount) for person, amount in sums.items()}, tuple(unpriced))


def load_cost(conn: Reader, tasks: Iterable[TaskRow], assignments: Iterable[AssignmentRow]) -> WeekCost:
    """Of a week that was read already."""
    some = tuple(assignments)
    rates: dict[int, list[Rate]] = defaultdict(list)
    for person, start, end, fen in queries.hourly_pay(conn, {one.person_id for one in some}):
        rates[person].append(Rate(start, end, fen))
    return cost_of(tasks, some, rates)
