"""Demand by the hour: kept, made into the shifts that a week lacks, counted as cover, undone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.services.planning_team import MONDAY
from tests.services.test_planning import do, refusal
from workbench.planner.demand import Shift
from workbench.readmodels.planning_demand import DemandRow
from workbench.services import planning, planning_demand
from workbench.services.workspace import UnitOfWork, Workspace

DAY = {(0, hour): 1 for hour in range(9, 17)} | {(0, hour): 3 for hour in range(11, 15)}
"""Monday: one from nine to five, three at noon."""


@pytest.fixture
def store(workspace: Workspace) -> int:
    own = do(workspace, partial(planning_demand.add_curve, title=" 徐汇店  ", place="徐汇"))
    do(workspace, partial(planning_demand.set_needs, demand_id=own, needs=DAY))
    return int(own)


def row(workspace: Workspace) -> DemandRow:
    (found,) = workspace.read(lambda conn: planning_demand.load_demand(conn, MONDAY))
    return found


def make(workspace: Workspace, today: int = 0) -> int:
    now, day = row(workspace), MONDAY + timedelta(days=today)
    shape = planning_demand.shape_week(now, MONDAY, day)
    return int(do(workspace, partial(planning_demand.make_shifts, row=now, monday=MONDAY, today=day, shifts=shape.shifts)))


def tasks(workspace: Workspace) -> list[tuple[str, int, int, int]]:
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, MONDAY))
    return [(one.title, one.start // 60, one.end // 60, one.headcount) for one in board.tasks]


def test_that_a_day_of_needs_becomes_shifts_in_one_step_that_can_be_taken_back(workspace: Workspace, store: int) -> None:
    assert (row(workspace).title, row(workspace).hours, row(workspace).missing) == ("徐汇店", 16, 16)
    assert make(workspace) == 2
    assert tasks(workspace) == [("徐汇店", 9, 17, 1), ("徐汇店", 11, 15, 2)]
    assert row(workspace).missing == 0
    workspace.undo()
    assert tasks(workspace) == []
    assert row(workspace).missing == 16


def test_that_shifts_that_are_there_count_and_only_what_lacks_is_added(workspace: Workspace, store: int) -> None:
    make(workspace)
    again = partial(planning_demand.make_shifts, row=row(workspace), monday=MONDAY, today=MONDAY, shifts=())
    assert refusal(workspace, again).code == "NONE"
    do(workspace, partial(planning_demand.set_needs, demand_id=store, needs={(0, hour): 4 for hour in range(11, 15)}))
    assert make(workspace) == 1
    assert tasks(workspace)[-1] == ("徐汇店", 11, 15, 1)


def test_that_a_shift_that_is_deleted_is_missing_again(workspace: Workspace, store: int) -> None:
    make(workspace)
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, MONDAY))
    do(workspace, partial(planning.delete_task, task_id=board.tasks[1].id, today=MONDAY))
    assert row(workspace).missing == 8


def test_that_days_that_are_over_get_no_shift(workspace: Workspace, store: int) -> None:
    do(workspace, partial(planning_demand.set_needs, demand_id=store, needs={(2, hour): 1 for hour in range(9, 13)}))
    assert make(workspace, today=1) == 1
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, MONDAY))
    assert [one.day.weekday() for one in board.tasks] == [2]


def test_that_shifts_made_for_other_needs_are_refused(workspace: Workspace, store: int) -> None:
    before = row(workspace)
    do(workspace, partial(planning_demand.set_needs, demand_id=store, needs={(0, 9): 2}))
    late = partial(planning_demand.make_shifts, row=before, monday=MONDAY, today=MONDAY, shifts=[Shift(MONDAY, 540, 780, 1)])
    assert refusal(workspace, late).code == "STALE"
    assert tasks(workspace) == []


def test_that_removing_a_curve_keeps_its_shifts_as_tasks(workspace: Workspace, store: int) -> None:
    make(workspace)
    do(workspace, partial(planning_demand.remove_curve, demand_id=store))
    assert len(tasks(workspace)) == 2
    assert workspace.read(lambda conn: planning_demand.load_demand(conn, MONDAY)) == ()
    workspace.undo()
    assert row(workspace).missing == 0


@pytest.mark.parametrize(
    ("job", "code"),
    [
        (partial(planning_demand.add_curve, title="   "), "NAME"),
        (partial(planning_demand.add_curve, title="A", shortest=300, longest=240), "LENGTHS"),
        (partial(planning_demand.set_needs, demand_id=1, needs={(0, 9): 100}), "PEOPLE"),
    ],
)
def test_that_what_cannot_be_is_refused(workspace: Workspace, store: int, job: partial[int], code: str) -> None:
    def run(uow: UnitOfWork) -> int:
        return job(uow)

    assert refusal(workspace, run).code == code
    assert row(workspace).hours == 16
