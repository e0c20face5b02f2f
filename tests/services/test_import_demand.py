"""People needed by the hour, out of a file and into one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.services.test_import_records import bring
from workbench.exchange.tables import records
from workbench.services import exports, planning_demand
from workbench.services.workspace import Workspace

HEAD = "门店,地点,星期,时段,需求人数\n"
FILE = HEAD + "徐汇店,漕溪路,周一,09:00-12:00,2\n徐汇店,,周一,12:00-14:30,4\n浦东店,,周六,10:00-11:00,3\n"


def needs(workspace: Workspace) -> dict[str, dict[tuple[int, int], int]]:
    rows = workspace.read(lambda conn: planning_demand.load_demand(conn, TODAY))
    return {row.title: dict(row.needs) for row in rows}


def test_that_spans_become_hours_of_a_curve_and_the_same_file_twice_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    first = bring(workspace, tmp_path, "demand", FILE)
    assert (first.added, first.rejected) == (3, ())
    assert needs(workspace) == {"徐汇店": {(0, 9): 2, (0, 10): 2, (0, 11): 2, (0, 12): 4, (0, 13): 4, (0, 14): 4}, "浦东店": {(5, 10): 3}}
    again = bring(workspace, tmp_path, "demand", FILE)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    changed = bring(workspace, tmp_path, "demand", HEAD + "徐汇店,,周一,09:00-10:00,5\n")
    assert (changed.changed, needs(workspace)["徐汇店"][(0, 9)], needs(workspace)["徐汇店"][(0, 10)]) == (1, 5, 2)
    workspace.undo()
    workspace.undo()
    assert needs(workspace) == {}


def test_that_a_day_stands_for_its_weekday_and_columns_from_and_to_do_as_well(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, "demand", f"store,date,from,to,headcount\nNorth,{TODAY},09:00,10:00,2\n")
    assert needs(workspace) == {"North": {(TODAY.weekday(), 9): 2}}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("徐汇店,,周一,09:00-10:00,3", "other_people"), ("徐汇店,,周二,09:00-10:00,100", "too_many_people"), ("徐汇店,,,09:00-10:00,1", "required"),
        ("徐汇店,,周二,,1", "required"), ("徐汇店,,周二,10:00-09:00,1", "ends_before_start"),
    ],
)  # fmt: skip
def test_that_a_row_that_cannot_be_is_refused_and_the_others_come_in(workspace: Workspace, tmp_path: Path, row: str, code: str) -> None:
    report = bring(workspace, tmp_path, "demand", HEAD + f"徐汇店,,周一,09:00-10:00,2\n{row}\n")
    assert ([one.code for one in report.rejected], report.added) == ([code], 1)
    assert needs(workspace) == {"徐汇店": {(0, 9): 2}}


def test_that_what_goes_out_joins_hours_and_comes_in_again(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, "demand", FILE)
    rows = workspace.read(lambda conn: records(exports.load_list(conn, "demand", TODAY)))
    assert [(row["title"], row["weekday"], row["start"], row["end"], row["people"]) for row in rows] == [
        ("徐汇店", 1, "09:00", "12:00", 2), ("徐汇店", 1, "12:00", "15:00", 4), ("浦东店", 6, "10:00", "11:00", 3),
    ]  # fmt: skip
