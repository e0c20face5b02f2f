"""Who may not do a task and what comes before it, out of a file and into one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.services.test_import_records import bring
from workbench.exchange.tables import records
from workbench.models.people import Person
from workbench.models.planning import Task, TaskBarred, TaskOrder
from workbench.services import exports
from workbench.services.workspace import Reader, UnitOfWork, Workspace

DAY = TODAY + timedelta(days=1)
HEAD = "任务编号,任务名称,日期,开始时间,结束时间,不可安排人员,前置任务\n"


@pytest.fixture
def team(workspace: Workspace, tmp_path: Path) -> Workspace:
    bring(workspace, tmp_path, "people", "工号,姓名\nT1,张䶮\nT2,李娜\nT3,李娜\n")
    return workspace


def ties(workspace: Workspace) -> dict[str, tuple[set[str], set[str]]]:
    def job(uow: UnitOfWork) -> dict[str, tuple[set[str], set[str]]]:
        people = {one.id: one.code for one in uow.session.query(Person)}
        tasks = {one.id: one.code for one in uow.session.query(Task)}
        return {
            code: (
                {people[one.person_id] for one in uow.session.query(TaskBarred).filter_by(task_id=own)},
                {tasks[one.first_id] for one in uow.session.query(TaskOrder).filter_by(task_id=own)},
            )
            for own, code in tasks.items()
        }

    return workspace.perform("look", job).result  # type: ignore[return-value]


FILE = HEAD + f"V1,回访,{DAY},14:00,15:00,张䶮；T2,V2\nV2,送样,{DAY},10:00,11:00,,\n"


def test_that_bars_and_order_come_in_by_name_and_code_also_from_further_down_and_twice_change_nothing(
    team: Workspace, tmp_path: Path
) -> None:
    first = bring(team, tmp_path, "tasks", FILE)
    assert (first.added, first.rejected, first.warnings) == (2, (), ())
    assert ties(team) == {"V1": ({"T1", "T2"}, {"V2"}), "V2": (set(), set())}
    again = bring(team, tmp_path, "tasks", FILE)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    changed = bring(team, tmp_path, "tasks", FILE.replace("张䶮；T2", "T3"))
    assert (changed.changed, ties(team)["V1"]) == (1, ({"T3"}, {"V2"}))


@pytest.mark.parametrize(
    ("bars", "before", "code"), [("李娜", "", "unknown_barred"), ("没有此人", "", "unknown_barred"), ("", "V9", "unknown_before")]
)
def test_that_who_or_what_is_not_known_refuses_the_row_and_nothing_is_brought_in_without_its_bar(
    team: Workspace, tmp_path: Path, bars: str, before: str, code: str
) -> None:
    report = bring(team, tmp_path, "tasks", HEAD + f"V1,回访,{DAY},14:00,15:00,{bars},{before}\nV2,送样,{DAY},10:00,11:00,,\n")
    assert ([one.code for one in report.rejected], report.added) == ([code], 1)
    assert set(ties(team)) == {"V2"}


def test_that_a_circle_is_told_and_the_task_comes_in_without_its_order(team: Workspace, tmp_path: Path) -> None:
    report = bring(team, tmp_path, "tasks", HEAD + f"V1,回访,{DAY},14:00,15:00,,V2\nV2,送样,{DAY},10:00,11:00,,V1\n")
    assert (report.added, [one.code for one in report.warnings]) == (2, ["after_circle"])


def test_that_a_task_of_every_week_says_that_it_holds_neither(team: Workspace, tmp_path: Path) -> None:
    report = bring(team, tmp_path, "tasks", "任务名称,星期,开始时间,结束时间,不可安排人员\n晚班,周二,17:00,21:00,T1\n")
    assert (report.added, [one.code for one in report.warnings]) == (1, ["weekly_bonds"])


def test_that_what_goes_out_names_both_and_comes_in_again(team: Workspace, tmp_path: Path) -> None:
    bring(team, tmp_path, "tasks", FILE)

    def out(conn: Reader) -> list[dict[str, object]]:
        return records(exports.load_list(conn, "tasks", TODAY))

    rows = {row["code"]: row for row in team.read(out)}
    assert (rows["V1"]["barred"], rows["V1"]["after"], rows["V1"]["people"]) == (["T1", "T2"], ["V2"], [])
    mine = team.read(lambda conn: exports.only_of(exports.load_list(conn, "tasks", TODAY), "T1"))
    assert mine.rows == ()  # who may not do a task does not have it
