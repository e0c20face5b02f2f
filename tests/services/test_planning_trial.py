"""Steps tried on a week and rolled back, kept as one, and both sides of a swap before it is kept."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from workbench.errors import Refused
from workbench.services import planning, planning_trial
from workbench.services.planning_swap import asks_reason, swap_sides, worst
from workbench.services.planning_trial import Basis, TrialStep, effect_of
from workbench.services.workspace import UnitOfWork, Workspace

TODAY = MONDAY - timedelta(days=3)


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def basis(workspace: Workspace) -> Basis:
    return workspace.read(lambda conn: planning_trial.basis_of(conn, MONDAY))


def give(team: Team, task: str, person: str) -> TrialStep:
    job = partial(planning.assign, task_id=team.tasks[task], person_id=team.people[person], today=TODAY)
    return TrialStep("Assign {task} to {person}", job, {"task": task, "person": person})


def test_that_a_trial_is_judged_and_measured_but_never_written(workspace: Workspace, team: Team) -> None:
    before = basis(workspace)
    saved = workspace.read(lambda conn: planning.load_facts(conn, MONDAY, TODAY))
    trial = planning_trial.attempt(workspace, MONDAY, TODAY, before, (give(team, "T1", "P1"),))
    had = {(one.task_id, one.person_id) for one in before[1]}
    assert {(one.task_id, one.person_id) for one in trial.board.assignments} - had == {(team.tasks["T1"], team.people["P1"])}
    assert basis(workspace) == before
    effect = effect_of(saved, (), trial.facts, trial.case.conflicts())
    assert effect.filled == (len(had), len(had) + 1)
    assert [(one.name, one.before, one.after > 0) for one in effect.hours] == [("P1", 0, True)]


def test_that_a_refused_step_refuses_the_trial_and_leaves_nothing(workspace: Workspace, team: Team) -> None:
    before = basis(workspace)
    with pytest.raises(Refused) as caught:
        planning_trial.attempt(workspace, MONDAY, TODAY, before, (give(team, "T1", "P1"), give(team, "T2", "P2")))
    assert caught.value.code == "SKILL"
    assert basis(workspace) == before


def test_that_steps_are_kept_as_one_undo_step_and_never_on_another_week_than_tried(workspace: Workspace, team: Team) -> None:
    before, steps = basis(workspace), (give(team, "T1", "P1"), give(team, "T4", "P3"))
    keep = partial(planning_trial.keep, monday=MONDAY, basis=before, steps=steps)
    assert workspace.perform("Keep", keep).result == 2
    assert len(basis(workspace)[1]) == len(before[1]) + 2
    with pytest.raises(Refused) as caught:
        workspace.perform("Keep", keep)
    assert caught.value.code == "STALE"
    workspace.undo()
    assert basis(workspace) == before


def test_that_somebody_imagined_has_the_same_hours_and_can_only_be_looked_at(workspace: Workspace, team: Team) -> None:
    before = basis(workspace)
    step = TrialStep("One more", partial(planning_trial.imagine_person, person_id=team.people["P1"], name="Twin"), {}, True)
    trial = planning_trial.attempt(workspace, MONDAY, TODAY, before, (step,))
    twin = next(person for person in trial.board.people if person.name == "Twin")
    like = next(person for person in trial.board.people if person.id == team.people["P1"])
    assert (twin.limit, twin.min_minutes, twin.engagement) == (like.limit, like.min_minutes, like.engagement)
    for task in team.tasks.values():
        assert trial.case.verdict(task, twin.id).colour == trial.case.verdict(task, like.id).colour
    with pytest.raises(Refused) as caught:
        workspace.perform("Keep", partial(planning_trial.keep, monday=MONDAY, basis=before, steps=(step,)))
    assert caught.value.code == "IMAGINED"
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    assert "Twin" not in {person.name for person in board.people}


def test_that_both_sides_of_a_swap_are_judged_as_the_service_will(workspace: Workspace, team: Team) -> None:
    def assigned(uow: UnitOfWork) -> tuple[int, int]:
        one = planning.assign(uow, team.tasks["T1"], team.people["P1"], TODAY)
        return one, planning.assign(uow, team.tasks["T4"], team.people["P3"], TODAY)

    one, other = workspace.perform("Assign", assigned).result  # type: ignore[misc]
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    sides = swap_sides(case, (team.tasks["T1"], team.people["P1"]), (team.tasks["T4"], team.people["P3"]))
    assert [(side.person_id, side.task_id) for side in sides] == [
        (team.people["P1"], team.tasks["T4"]), (team.people["P3"], team.tasks["T1"]),
    ]  # fmt: skip
    assert (worst(sides), asks_reason(sides)) == ("red", True)
    with pytest.raises(Refused):
        workspace.perform("Swap", partial(planning.swap, assignment_id=one, other_id=other, today=TODAY, reason="agreed"))


def test_that_one_persons_text_holds_only_that_persons_tasks(workspace: Workspace, team: Team) -> None:
    for step in (give(team, "T1", "P1"), give(team, "T4", "P3")):
        workspace.perform("Assign", step.job)
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    text = planning.person_text(board, team.people["P1"])
    assert text.startswith("P1 · ")
    assert "T1" in text
    assert "T4" not in text
    assert "no task in this week" in planning.person_text(board, team.people["P2"])
