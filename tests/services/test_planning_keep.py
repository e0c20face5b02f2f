"""A plan kept in a week that was changed while it was made: what was done by hand stays, the rest is taken where it fits, and told."""

from __future__ import annotations

from functools import partial

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from tests.services.test_planning import do, pairs, refusal
from tests.services.test_planning_solve import COVER, TODAY, planned, solved
from workbench.services import planning, planning_keep
from workbench.services.workspace import Workspace


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def give(workspace: Workspace, team: Team, task: str, person: str) -> int:
    return int(do(workspace, partial(planning.assign, task_id=team.tasks[task], person_id=team.people[person], today=TODAY)))


def test_that_what_was_given_by_hand_meanwhile_stays_and_the_rest_is_taken(workspace: Workspace, team: Team) -> None:
    found = solved(workspace)
    give(workspace, team, "T3", "P3")  # P3 has only four hours left, which the plan meant for T4
    kept = do(workspace, partial(planning_keep.save_plan, found=found))
    assert planned(workspace) == COVER - {("T3", "P2"), ("T4", "P3")} | {("T3", "P3")}
    assert {(one.task, one.person) for one in kept.left_out} == {("T3", "P2"), ("T4", "P3")}
    assert all(one.text for one in kept.left_out)
    assert kept.changes == 4


def test_that_what_was_taken_off_by_hand_meanwhile_is_not_put_back(workspace: Workspace, team: Team) -> None:
    made = give(workspace, team, "T1", "P1")
    found = solved(workspace)
    do(workspace, partial(planning.unassign, assignment_id=made, today=TODAY))
    kept = do(workspace, partial(planning_keep.save_plan, found=found))
    assert planned(workspace) == COVER - {("T1", "P1")}
    assert [(one.task, one.person) for one in kept.left_out] == [("T1", "P1")]


def test_that_who_was_to_make_room_keeps_the_task_where_nobody_takes_it(workspace: Workspace, team: Team) -> None:
    give(workspace, team, "T3", "P3")
    found = solved(workspace)  # gives T3 to P2 and T4 to P3
    do(workspace, partial(planning.edit_task, task_id=team.tasks["T3"], today=TODAY, barred=[team.people["P2"]]))
    kept = do(workspace, partial(planning_keep.save_plan, found=found))
    assert ("T4", "P3") in planned(workspace)  # it fits, so that P3 gives T3 up, which stays open
    assert [(one.task, one.person) for one in kept.left_out] == [("T3", "P2")]
    workspace.undo()
    do(workspace, partial(planning.edit_task, task_id=team.tasks["T4"], today=TODAY, barred=[team.people["P3"]]))
    do(workspace, partial(planning_keep.save_plan, found=found))
    assert ("T3", "P3") in planned(workspace)


def test_that_a_pin_made_meanwhile_holds(workspace: Workspace, team: Team) -> None:
    made = give(workspace, team, "T3", "P3")
    found = solved(workspace)
    do(workspace, partial(planning.pin, assignment_id=made, today=TODAY))
    kept = do(workspace, partial(planning_keep.save_plan, found=found))
    assert ("T3", "P3") in planned(workspace)
    assert {("T3", "P3"), ("T3", "P2"), ("T4", "P3")} == {(one.task, one.person) for one in kept.left_out}


def test_that_a_task_deleted_meanwhile_is_left_out_and_a_plan_of_which_nothing_fits_is_refused(workspace: Workspace, team: Team) -> None:
    found = solved(workspace)
    do(workspace, partial(planning.delete_task, task_id=team.tasks["T1"], today=TODAY))
    kept = do(workspace, partial(planning_keep.save_plan, found=found))
    assert [(one.task, one.person) for one in kept.left_out] == [("T1", "P1")]
    workspace.undo()
    for name in ("T2", "T3", "T4", "T5", "T6"):
        do(workspace, partial(planning.delete_task, task_id=team.tasks[name], today=TODAY))
    before = pairs(workspace)
    assert refusal(workspace, partial(planning_keep.save_plan, found=found)).code == "STALE"
    assert pairs(workspace) == before
    assert MONDAY > TODAY
