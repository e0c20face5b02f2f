"""Imported tasks and who does them: the planner's rules decide, as they do for tasks made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from workbench.exchange import importing, wording
from workbench.readmodels.exchange import ImportPreview, ImportReport
from workbench.services import imports, planning_publish
from workbench.services.workspace import Workspace

HEAD = "编号,任务,日期,开始,结束,技能,区域,人员\n"


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def file_of(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "tasks.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def brought(team: Team, folder: Path, *rows: str, today: date = MONDAY, head: str = HEAD) -> ImportReport:
    report, _change = imports.import_file(team.workspace, "tasks", file_of(folder, *rows, head=head), today=today)
    assert report.questions == ()
    return report


def kept(workspace: Workspace) -> list[tuple[object, ...]]:
    """Title, code, person and the rule that was set aside, of tasks that the file brought."""
    statement = (
        "SELECT t.title, t.code, p.name, a.override_code, a.override_reason FROM task t LEFT JOIN assignment a ON a.task_id = t.id "
        "LEFT JOIN person p ON p.id = a.person_id WHERE t.title LIKE 'I%' ORDER BY t.id, a.id"
    )
    return workspace.read(lambda conn: [tuple(row) for row in conn.exec_driver_sql(statement)])


def test_that_a_task_without_a_code_gets_one_as_if_made_by_hand(team: Team, tmp_path: Path) -> None:
    report = brought(team, tmp_path, ",I1,2026-11-24,09:00,10:00,,,", ",I2,2026-11-25,09:00,10:00,,,", "X9,I3,2026-12-01,09:00,10:00,,,")
    assert report.added == 3
    assert [(row[0], row[1]) for row in kept(team.workspace)] == [("I1", "T261123-007"), ("I2", "T261123-008"), ("I3", "X9")]
    again = brought(team, tmp_path, ",I1,2026-11-24,09:00,10:00,,,", ",I2,2026-11-25,09:00,10:00,,,", "X9,I3,2026-12-01,09:00,10:00,,,")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)


def test_that_a_broken_rule_refuses_the_row_with_its_reason(team: Team, tmp_path: Path) -> None:
    report = brought(team, tmp_path, "A1,I1,2026-11-23,09:00,10:00,,东,P1", "A2,I2,2026-11-24,09:00,10:00,,东,P1")
    assert report.added == 1
    (refused,) = report.rejected
    assert (refused.row, refused.column, refused.code, refused.figures["rule"]) == (3, "人员", "breaks_rule", "AVAIL")
    assert "P1" in wording.reason(refused)
    assert [(row[0], row[2]) for row in kept(team.workspace)] == [("I1", "P1")]  # nothing of the refused row was kept


def test_that_rows_are_judged_beside_those_before_them(team: Team, tmp_path: Path) -> None:
    report = brought(team, tmp_path, "A1,I1,2026-11-23,09:00,11:00,,东,P1", "A2,I2,2026-11-23,10:00,12:00,,东,P1")
    assert [(r.row, r.figures["rule"]) for r in report.rejected] == [(3, "OVERLAP")]


def test_that_what_a_manager_may_set_aside_comes_in_and_is_told(team: Team, tmp_path: Path) -> None:
    head = "编号,任务,日期,开始,结束,人数,人员\n"
    report = brought(team, tmp_path, ",I1,2026-11-23,09:00,10:00,1,P1", ",I1,2026-11-23,09:00,10:00,1,P3", head=head)
    assert report.rejected == ()
    assert [(w.row, w.code, w.figures["rule"]) for w in report.warnings] == [(3, "bends_rule", "FULL")]
    assert [(row[2], row[3], bool(row[4])) for row in kept(team.workspace)] == [("P1", "", False), ("P3", "FULL", True)]


def test_that_a_refused_row_leaves_a_task_as_it_was(team: Team, tmp_path: Path) -> None:
    brought(team, tmp_path, "A1,I1,2026-11-23,09:00,10:00,,东,")
    report = brought(team, tmp_path, "A1,I1,2026-11-23,15:00,16:00,,东,P1")  # P1 is there in the morning only
    assert (report.changed, len(report.rejected)) == (0, 1)
    statement = "SELECT start_minute, end_minute FROM task WHERE code = 'A1'"
    assert team.workspace.read(lambda conn: tuple(conn.exec_driver_sql(statement).one())) == (540, 600)


def test_that_one_task_of_two_rows_stays_when_only_the_first_is_refused(team: Team, tmp_path: Path) -> None:
    report = brought(team, tmp_path, ",I1,2026-11-23,15:00,16:00,,,P1", ",I1,2026-11-23,15:00,16:00,,,P3")
    assert [r.row for r in report.rejected] == [2]
    assert report.added == 1
    assert [(row[0], row[1], row[2]) for row in kept(team.workspace)] == [("I1", "T261123-007", "P3")]


def look(team: Team, file: Path) -> ImportPreview:
    table = imports.read_file(file)
    ground = team.workspace.read(lambda conn: imports.load_ground(conn, "tasks", importing.signature(table), table.sha256))
    return imports.judged(team.workspace, imports.preview(table, "tasks", ground, today=MONDAY), MONDAY)


def test_that_the_preview_shows_the_verdicts_and_writes_nothing(team: Team, tmp_path: Path) -> None:
    head, steps = team.workspace.head, team.workspace.steps()
    shown = look(team, file_of(tmp_path, "A1,I1,2026-11-23,09:00,10:00,,东,P1", "A2,I2,2026-11-24,09:00,10:00,,东,P1"))
    assert ([r.row for r in shown.rejected], list(shown.numbers), len(shown.rows)) == ([3], [2], 1)
    assert (team.workspace.head, team.workspace.steps()) == (head, steps)
    assert kept(team.workspace) == []
    trial, change = imports.import_file(team.workspace, "tasks", tmp_path / "tasks.csv", today=MONDAY, dry_run=True)
    assert (change, [r.row for r in trial.rejected]) == (None, [3])


def test_that_a_published_week_that_is_over_stays_as_it_was(team: Team, tmp_path: Path) -> None:
    team.workspace.perform("Publish", lambda uow: planning_publish.publish(uow, MONDAY, datetime(2026, 11, 23, 4, tzinfo=UTC)))
    later = date(2026, 12, 7)
    report = brought(team, tmp_path, "A1,I1,2026-11-24,09:00,10:00,,,", "A2,I2,2026-12-01,09:00,10:00,,,", today=later)
    assert [(r.row, r.code) for r in report.rejected] == [(2, "week_over")]
    assert [row[0] for row in kept(team.workspace)] == ["I2"]
