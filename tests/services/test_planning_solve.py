"""The automatic plan and publishing through the services: previewed, kept as one step, told under a number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from tests.services.test_planning import do, pairs, refusal
from workbench.readmodels.planning import WeekState
from workbench.readmodels.planning_plan import PlanPreview
from workbench.services import planning, planning_keep, planning_publish, planning_solve
from workbench.services.workspace import Workspace

TODAY = MONDAY - timedelta(days=3)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
COVER = {("T1", "P1"), ("T2", "P1"), ("T3", "P2"), ("T4", "P3"), ("T5", "P2"), ("T6", "P2")}


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def solved(workspace: Workspace, *, keep_published: bool = False, monday: date = MONDAY) -> PlanPreview:
    order = workspace.read(lambda conn: planning_solve.prepare(conn, monday, TODAY, keep_published=keep_published))
    return planning_solve.solve(order, seconds=2)


def planned(workspace: Workspace) -> set[tuple[str, str]]:
    return {(task, person) for task, person in pairs(workspace) if task.startswith("T")}


def test_that_the_automatic_plan_finds_the_only_full_cover_of_vector_3b(workspace: Workspace, team: Team) -> None:
    found = solved(workspace)
    assert (found.filled_after, found.needed) == (11, 11)
    assert planned(workspace) == set()
    do(workspace, partial(planning_keep.save_plan, found=found))
    assert planned(workspace) == COVER


def test_that_keeping_a_plan_is_one_step_that_can_be_undone_and_done_again(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    before = pairs(workspace)
    do(workspace, partial(planning_keep.save_plan, found=solved(workspace)))
    after = pairs(workspace)
    assert planned(workspace) == COVER
    workspace.undo()
    assert pairs(workspace) == before
    workspace.redo()
    assert pairs(workspace) == after


def test_that_a_pinned_assignment_stays_in_the_plan(workspace: Workspace, team: Team) -> None:
    made = do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    do(workspace, partial(planning.pin, assignment_id=made, today=TODAY))
    do(workspace, partial(planning_keep.save_plan, found=solved(workspace)))
    assert ("T3", "P3") in planned(workspace)
    assert ("T4", "P3") not in planned(workspace)


def test_that_a_pin_which_breaks_a_rule_is_kept_and_named(workspace: Workspace, team: Team) -> None:
    made = do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    do(workspace, partial(planning.pin, assignment_id=made, today=TODAY))
    before = set(solved(workspace).conflicts)
    day = workspace.read(lambda conn: planning.find_task(conn, MONDAY, "T3")).day
    team.leave("P3", day)
    found = solved(workspace)
    assert (team.tasks["T3"], team.people["P3"]) in found.pairs
    new = set(found.conflicts) - before
    assert len(new) == 1
    assert "P3" in new.pop()


def test_that_published_assignments_stay_when_asked(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    do(workspace, partial(planning_publish.publish, monday=MONDAY, now=NOW))
    found = solved(workspace, keep_published=True)
    assert (team.tasks["T3"], team.people["P3"]) in found.pairs
    assert (team.tasks["T3"], team.people["P3"]) not in solved(workspace).pairs


def test_that_cancelling_gives_a_valid_plan_and_changes_nothing(workspace: Workspace, team: Team) -> None:
    order = workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, TODAY))
    found = planning_solve.solve(order, seconds=5, cancelled=lambda: True)
    assert found.status == "cancelled"
    assert planned(workspace) == set()


def test_that_a_week_without_tasks_or_people_is_refused_kindly(workspace: Workspace, team: Team) -> None:
    from workbench.errors import Refused

    with pytest.raises(Refused, match="no tasks"):
        solved(workspace, monday=MONDAY + timedelta(days=70))


# ---------------------------------------------------------------- publishing


def test_that_publishing_numbers_versions_and_the_second_needs_a_reason(workspace: Workspace, team: Team) -> None:
    publish = partial(planning_publish.publish, monday=MONDAY, now=NOW)
    assert do(workspace, publish) == 1
    assert refusal(workspace, publish).code == "SAME"
    do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    assert refusal(workspace, publish).code == "REASON"
    assert do(workspace, partial(publish, reason="P1 可以来了")) == 2
    facts = workspace.read(lambda conn: planning.load_facts(conn, MONDAY, TODAY))
    assert [(row.number, row.reason) for row in facts.publications] == [(2, "P1 可以来了"), (1, "")]
    assert len({row.sha256 for row in facts.publications}) == 2


def test_that_a_published_week_shows_what_was_changed_since(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning_publish.publish, monday=MONDAY, now=NOW))
    assert not workspace.read(lambda conn: planning.load_facts(conn, MONDAY, TODAY)).is_changed
    do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    facts = workspace.read(lambda conn: planning.load_facts(conn, MONDAY, TODAY))
    assert facts.changed == {(team.tasks["T1"], team.people["P1"])}
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    assert board.state is WeekState.PUBLISHED
    later = workspace.read(lambda conn: planning.load_board(conn, MONDAY, MONDAY + timedelta(days=7)))
    assert later.state is WeekState.PAST


def test_that_the_sample_weeks_were_published_as_they_stand(sample_workspace: Workspace) -> None:
    last = MONDAY - timedelta(days=7)
    facts = sample_workspace.read(lambda conn: planning.load_facts(conn, last, MONDAY))
    assert facts.publications[0].number == 1
    assert not facts.is_changed


def test_that_the_sheet_for_the_wall_says_whether_it_was_told(sample_workspace: Workspace) -> None:
    from workbench.reports.week import render_week

    last = MONDAY - timedelta(days=7)
    sheet = sample_workspace.read(lambda conn: planning.week_document(conn, last, MONDAY, NOW, "manager"))
    assert sheet.published
    assert any(block for row in sheet.rows for day in row.days for block in day)
    assert render_week(sheet, "zh_CN").startswith(b"%PDF")


def test_that_a_draft_sheet_is_marked_as_not_told(sample_workspace: Workspace) -> None:
    sheet = sample_workspace.read(lambda conn: planning.week_document(conn, MONDAY, MONDAY, NOW, "manager"))
    assert not sheet.published
    assert sheet.open_tasks


def test_that_the_sample_week_is_planned_without_breaking_a_rule(sample_workspace: Workspace) -> None:
    order = sample_workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, MONDAY))
    found = planning_solve.solve(order, seconds=3)
    assert found.filled_after >= found.filled_before
    do(sample_workspace, partial(planning_keep.save_plan, found=found))
    case = sample_workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    assert case.conflicts() == ()
