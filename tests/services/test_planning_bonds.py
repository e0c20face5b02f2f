"""A task's window, who may not do it, what it belongs together with and what it comes after: kept, planned, copied, undone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from tests.services.test_planning import TODAY, do, pairs, refusal
from workbench.readmodels.planning import TaskRow
from workbench.services import exports, imports, planning, planning_keep, planning_levels, planning_several, planning_solve
from workbench.services.workspace import Workspace


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def edit(workspace: Workspace, team: Team, task: str, **fields: object) -> None:
    do(workspace, partial(planning.edit_task, task_id=team.tasks[task], today=TODAY, **fields))


def row(workspace: Workspace, task_id: int) -> TaskRow:
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    return next(one for one in board.tasks if one.id == task_id)


def verdict(workspace: Workspace, team: Team, task: str, person: str) -> tuple[str, str]:
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    found = case.verdict(team.tasks[task], team.people[person])
    return found.colour, found.code


def test_that_who_is_barred_cannot_be_given_the_task_until_it_is_taken_back(workspace: Workspace, team: Team) -> None:
    assert verdict(workspace, team, "T1", "P1")[0] == "green"
    edit(workspace, team, "T1", barred=[team.people["P1"]])
    assert verdict(workspace, team, "T1", "P1") == ("red", "BARRED")
    give = partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY)
    assert refusal(workspace, give).code == "BARRED"
    workspace.undo()
    assert verdict(workspace, team, "T1", "P1")[0] == "green"


def test_that_a_task_after_another_is_red_until_the_other_ends_before_it(workspace: Workspace, team: Team) -> None:
    edit(workspace, team, "T1", after=[team.tasks["T4"]])  # T1 is on Monday morning, T4 in the afternoon
    assert verdict(workspace, team, "T1", "P1") == ("red", "ORDER")
    edit(workspace, team, "T1", after=[])
    edit(workspace, team, "T4", after=[team.tasks["T1"]])
    assert verdict(workspace, team, "T1", "P1")[0] == "green"
    found = refusal(workspace, partial(planning.edit_task, task_id=team.tasks["T1"], today=TODAY, after=[team.tasks["T4"]]))
    assert found.code == "CIRCLE"


def test_that_tasks_together_are_one_group_that_grows_and_shrinks(workspace: Workspace, team: Team) -> None:
    one, two, three = (team.tasks[name] for name in ("T3", "T5", "T6"))
    edit(workspace, team, "T3", together_with=[two])
    edit(workspace, team, "T6", together_with=[two])
    groups = {row(workspace, task).together for task in (one, two, three)}
    assert len(groups) == 1
    assert groups != {""}
    edit(workspace, team, "T5", together_with=[three])
    assert row(workspace, one).together == ""
    assert row(workspace, two).together == row(workspace, three).together != ""
    do(workspace, partial(planning.delete_task, task_id=two, today=TODAY))
    assert row(workspace, three).together == ""


def test_that_another_person_for_a_task_of_a_group_is_told(workspace: Workspace, team: Team) -> None:
    edit(workspace, team, "T3", together_with=[team.tasks["T5"]])
    do(workspace, partial(planning.assign, task_id=team.tasks["T5"], person_id=team.people["P2"], today=TODAY))
    assert verdict(workspace, team, "T3", "P3") == ("amber", "TOGETHER")
    assert verdict(workspace, team, "T3", "P2")[0] == "green"


def test_that_the_time_stays_within_the_window_whoever_moves_it(workspace: Workspace, team: Team) -> None:
    edit(workspace, team, "T1", start_minute=540, end_minute=600, earliest_minute=540, latest_minute=720)
    move = partial(planning_several.shift, task_ids=[team.tasks["T1"]], minutes=180, today=TODAY)
    assert refusal(workspace, move).code == "WINDOW"
    do(workspace, partial(planning_several.shift, task_ids=[team.tasks["T1"]], minutes=60, today=TODAY))
    assert (row(workspace, team.tasks["T1"]).start, row(workspace, team.tasks["T1"]).is_flexible) == (600, True)
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    outside = case.aim(team.tasks["T1"], span=(700, 760)).judge(team.people["P1"], MONDAY)
    assert (outside.colour, outside.code) == ("red", "WINDOW")


def test_that_the_plan_chooses_the_time_of_a_visit_and_undo_gives_it_back(workspace: Workspace, team: Team) -> None:
    edit(workspace, team, "T1", start_minute=420, end_minute=480, earliest_minute=420, latest_minute=720)  # nobody is there at seven
    order = workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, TODAY))
    found = planning_solve.solve(order, seconds=1)
    assert [(one.task, one.before) for one in found.moves] == [("T1", 420)]
    assert found.moves[0].start >= 540
    do(workspace, partial(planning_keep.save_plan, found=found))
    assert (row(workspace, team.tasks["T1"]).start, ("T1", "P1") in pairs(workspace)) == (found.moves[0].start, True)
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    assert not [one for one in case.conflicts() if one.task_id == team.tasks["T1"]]
    workspace.undo()
    assert (row(workspace, team.tasks["T1"]).start, ("T1", "P1") in pairs(workspace)) == (420, False)


def test_that_a_copied_week_keeps_windows_groups_order_and_who_is_barred(workspace: Workspace, team: Team) -> None:
    edit(workspace, team, "T4", after=[team.tasks["T1"]], barred=[team.people["P2"]], latest_minute=1080)
    edit(workspace, team, "T3", together_with=[team.tasks["T5"]])
    later = MONDAY + timedelta(days=7)
    do(workspace, partial(planning_several.copy_last_week, monday=later, today=TODAY))
    board = workspace.read(lambda conn: planning.load_board(conn, later, TODAY))
    fresh = {one.title: one for one in board.tasks}
    ties = board.bonds[fresh["T4"].id]
    assert (ties.after, ties.barred) == ({fresh["T1"].id}, {team.people["P2"]})
    assert fresh["T4"].latest == 1080
    assert fresh["T3"].together == fresh["T5"].together != ""
    do(workspace, partial(planning.delete_task, task_id=fresh["T1"].id, today=TODAY))
    assert not workspace.read(lambda conn: planning.load_board(conn, later, TODAY)).bonds[fresh["T4"].id].after


def test_that_the_order_of_aims_is_kept_planned_by_and_undone(workspace: Workspace, team: Team) -> None:
    usual = tuple(planning_levels.AIMS)
    assert workspace.read(planning_levels.load_order) == usual
    wanted = ["cover", "changes", *(one for one in usual if one not in ("cover", "changes"))]
    do(workspace, partial(planning_levels.set_order, order=wanted))
    order = workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, TODAY))
    assert order.problem.order[:3] == ("cover", "changes", "min_hours")
    levels = planning_solve.solve(order, seconds=1).levels
    assert [one.name for one in levels] == list(order.problem.order)
    late = [*wanted[1:], "cover"]
    assert refusal(workspace, partial(planning_levels.set_order, order=late)).code == "ORDER"
    workspace.undo()
    assert workspace.read(planning_levels.load_order) == usual


def test_that_a_task_file_brings_windows_and_groups_and_the_export_takes_them_along(
    workspace: Workspace, team: Team, tmp_path: Path
) -> None:
    file = tmp_path / "tasks.csv"
    head = "编号,日期,开始,结束,任务,最早开始,最晚结束,同批人组\n"
    rows = (
        "V1,2026-11-24,10:00,11:00,拜访甲,09:00,17:00,G\nV2,2026-11-24,13:00,14:00,拜访乙,,,G\n",
        "V3,2026-11-24,10:00,11:00,拜访丙,10:30,17:00,\n",
    )
    file.write_text(head + "".join(rows), encoding="utf-8")
    report, _change = imports.import_file(workspace, "tasks", file, today=TODAY, accept_suggestions=True)
    assert [(one.row, one.code) for one in report.rejected] == [(4, "ends_before_start")]
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    found = {one.code: (one.earliest, one.latest, one.together) for one in board.tasks if one.code.startswith("V")}
    assert found == {"V1": (540, 1020, "G"), "V2": (None, None, "G")}
    shown = workspace.read(lambda conn: exports.load_list(conn, "tasks", TODAY, monday=MONDAY))
    names = [one.code for one in shown.fields]
    kept = {row[names.index("code")]: row[names.index("earliest") : names.index("together") + 1] for row in shown.rows}
    assert kept["V1"] == (540, 1020, "G")
