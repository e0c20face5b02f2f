"""The automatic plan: prepared by a read, solved outside any transaction, previewed, then kept (`planning_keep`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import planning_rules
from workbench.planner import texts
from workbench.planner.journeys import Journeys
from workbench.planner.problem import Plan, Problem
from workbench.planner.rules import Board
from workbench.planner.starts import settled
from workbench.readmodels.planning_plan import LevelLine, PlanLine, PlanPreview, TimeMove
from workbench.services.planning_case import Case, load_case
from workbench.services.workspace import Reader

EFFORTS: Final = (
    ("quick", 2.0, N_("Quick: about 2 seconds")),
    ("normal", 10.0, N_("Normal: about 10 seconds")),
    ("thorough", 60.0, N_("Thorough: about a minute")),
)
"""(key, seconds, label) of how long the planner may think."""
REPAIR: Final = ("repair", 2.0, N_("Fill gaps only: everything else stays where it can"))
"""The same for a plan again after something changed, as when somebody called in sick."""


@dataclass(frozen=True, slots=True)
class Order:
    """A week handed to the planner; with `repair` what exists stays where it can, and only what is missing is given."""

    case: Case
    problem: Problem
    keep_published: bool
    repair: bool = False


def prepare(conn: Reader, monday: date, today: date, *, keep_published: bool = False, repair: bool = False) -> Order:
    """Read the week for the planner."""
    return order_of(load_case(conn, monday), today, keep_published=keep_published, repair=repair)


def order_of(case: Case, today: date, *, keep_published: bool = False, repair: bool = False) -> Order:
    """A week, also one that is only tried, for the planner. What lies before today is kept as it is, and nobody new is put there."""
    if not case.tasks:
        raise Refused(N_("This week holds no tasks, so there is nothing to plan. Add tasks first."), code="EMPTY")
    if not case.people:
        raise Refused(N_("There is nobody in the team this week, so nothing can be planned. Add people first."), code="PEOPLE")
    gone = {code for code, task in case.index.tasks.items() if task.day < today}
    fixed = tuple(replace(f, pinned=f.pinned or f.task in gone) for f in case.problem.fixed)
    held = {f.task for f in fixed}
    tasks = tuple(task for task in case.problem.tasks if task.code not in gone or task.code in held)
    return Order(case, replace(case.problem, tasks=tasks, fixed=fixed), keep_published, repair)


def solve(
    order: Order,
    *,
    seconds: float = 10.0,
    seed: int = 1,
    progress: Callable[[str, int, int, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PlanPreview:
    """Think for about so many seconds and show the plan beside the saved one. Takes no database; runs on any thread."""
    from workbench.planner.repair import repaired
    from workbench.planner.solve import solve as planner

    if order.repair:
        return preview(order, repaired(order.problem, seconds=seconds, seed=seed, progress=progress, cancelled=cancelled))
    plan = planner(order.problem, seconds=seconds, seed=seed, progress=progress, cancelled=cancelled, keep_published=order.keep_published)
    return preview(order, plan)


def preview(order: Order, plan: Plan) -> PlanPreview:
    """What keeping the plan would change, in ids and figures."""
    case = order.case
    before, after, starts = set(case.pairs), set(plan.assignments), dict(plan.starts)
    board = Board(settled(case.problem, starts), plan.assignments)
    ways = Journeys(case.problem)
    shown = Case(
        board.problem, case.tasks, case.people, case.task_code, case.person_code, {}, (), case.areas, case.missing, case.unchecked,
        case.without_terms,
    )  # fmt: skip
    shown.board = board
    lines = [
        *(_line(case, pair, starts, added=True) for pair in after - before),
        *(_line(case, pair, {}, added=False) for pair in before - after),
    ]
    return PlanPreview(
        case.problem.monday,
        tuple(sorted((case.task_id[t], case.person_id[w]) for t, w in after)),
        frozenset((case.task_id[t], case.person_id[w]) for t, w in before),
        tuple(sorted(lines, key=lambda line: (line.day, line.start, line.task, not line.added, line.person))),
        sum(task.headcount for task in case.tasks.values()),
        _filled(case, case.board),
        _filled(case, board),
        _jain(case, case.board),
        _jain(case, board),
        shown.open_seats(),
        tuple(LevelLine(one.name, one.value, one.bound, one.proven, texts.level(one)) for one in plan.levels),
        plan.status,
        plan.seconds,
        plan.seed,
        {code: board.minutes(code) for code in case.index.workers},
        (*case.gaps(), *texts.conflicts(plan.conflicts, case.name)),
        _moves(case, starts, {task for task, _who in after}),
        frozenset((case.task_id[t], case.person_id[w]) for t, w in after if board.verdict(t, w).colour != "green"),
        ways.of_plan(case.index.tasks, before),
        ways.of_plan(case.index.tasks, after, starts),
    )


def _line(case: Case, pair: tuple[str, str], starts: Mapping[str, int], *, added: bool) -> PlanLine:
    task, person = case.tasks[case.task_id[pair[0]]], case.person_id[pair[1]]
    start = starts.get(pair[0], task.start)
    return PlanLine(task.id, person, task.title, case.people[person], task.day, start, added, start + task.minutes)


def _moves(case: Case, starts: Mapping[str, int], given: Collection[str]) -> tuple[TimeMove, ...]:
    """Tasks that somebody has at another time than they stand; one that nobody has stays where it is."""
    rows = ((case.tasks[case.task_id[code]], start) for code, start in starts.items() if code in given)
    return tuple(TimeMove(row.id, row.title, row.day, row.start, start, start + row.minutes) for row, start in rows if start != row.start)


def _filled(case: Case, board: Board) -> int:
    return sum(task.headcount - board.missing(case.task_code[row]) for row, task in case.tasks.items())


def _jain(case: Case, board: Board) -> float | None:
    """Of the rolling ratios of the people that count, the same figure as the board's."""
    counted = [
        one.code
        for one in case.problem.workers
        if planning_rules.counts_for_fairness(one.wished_minutes, may_be_asked=bool(one.windows), assigned=board.minutes(one.code))
    ]
    found = planning_rules.fairness(board.served(code) for code in counted)
    return float(found.jain) if found else None
