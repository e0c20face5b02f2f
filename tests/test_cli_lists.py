"""Lists that go out through the command line: all kinds, each form, and back in again without a change."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli_support import Terminal, is_kind, terminal
from workbench.cli_lists import KINDS
from workbench.services import exports, imports

WEEK, PERSON = "2026-W47", "SH-0003"


@pytest.fixture
def run(_sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_sample_template, tmp_path / "sample.wbdb")), capsys, tmp_path)


def rows_of(file: Path) -> list[dict[str, Any]]:
    rows = json.loads(file.read_text("utf-8"))["rows"]
    assert isinstance(rows, list)
    return rows


def test_that_all_that_comes_in_can_go_out() -> None:
    assert KINDS == exports.KINDS == imports.KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("ending", "lang"), [("xlsx", "zh_CN"), ("csv", "en")])
def test_that_a_list_that_went_out_comes_in_without_a_change(run: Terminal, tmp_path: Path, kind: str, ending: str, lang: str) -> None:
    file = tmp_path / f"{kind}.{ending}"
    told = run("export", kind, "-o", file, lang=lang)
    assert (told.status, told.json["file"]) == (0, str(file))
    assert told.json["rows"] > 5
    back = run("import", kind, file, lang=lang)
    assert back.json["questions"] == []
    assert back.json["rejected"] == []
    assert (back.json["added"], back.json["changed"], back.json["unchanged"]) == (0, 0, told.json["rows"])


@pytest.mark.parametrize("kind", KINDS)
def test_that_json_has_the_units_of_the_contract(run: Terminal, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "list.json"
    told = run("export", kind, "-o", file)
    rows = rows_of(file)
    assert len(rows) == told.json["rows"]
    for row in rows:
        for name in ("value", "collected", "refunded", "price", "revenue"):
            assert row.get(name) is None or re.fullmatch(r"\d+\.\d\d", row[name])
        for name in ("day", "opened_on", "closed_on", "hired_on", "start_on", "end_on"):
            assert row.get(name) is None or date.fromisoformat(row[name])
        for name in ("person", "manager", "owner"):
            assert row.get(name) is None or re.fullmatch(r"SH-\d+", row[name])
    assert not any("pay" in name for name in rows[0])


def test_that_deals_go_out_to_the_fen(run: Terminal, tmp_path: Path) -> None:
    run("export", "deals", "-o", tmp_path / "deals.json", "--person", PERSON)
    rows = rows_of(tmp_path / "deals.json")
    assert {row["person"] for row in rows} == {PERSON}
    quarter = [row for row in rows if row["stage"] == "won" and "2026-07-01" <= row["closed_on"] <= "2026-09-30"]
    net = sum(round(float(row["value"]) * 100) - round(float(row["refunded"]) * 100) for row in quarter)
    (mine,) = [one for one in run("cycle", "score", "2026-Q3").json["people"] if one["person"] == PERSON]
    (sales,) = [item for item in mine["items"] if item["code"] == "sales_net"]
    assert f"{net // 100}.{net % 100:02d}" == sales["actual"]


def test_that_a_week_goes_into_calendars_with_the_same_names_each_time(run: Terminal, tmp_path: Path) -> None:
    made = []
    for name in ("a.ics", "b.ics"):
        told = run("export", "week", WEEK, "--person", PERSON, "-o", tmp_path / name, lang="zh_CN")
        assert told.status == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    events = icalendar.Calendar.from_ical(made[0]).walk("VEVENT")
    shown = [row for row in run("week", WEEK).json["assignments"] if PERSON in row["people"]]
    assert len(events) == len(shown) == told.json["rows"] > 0
    assert {str(event["summary"]) for event in events} == {row["title"] for row in shown}
    assert {event.decoded("dtstart").strftime("%Y-%m-%d %H:%M") for event in events} == {f"{row['day']} {row['start']}" for row in shown}
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_that_a_week_goes_out_as_a_list_too(run: Terminal, tmp_path: Path) -> None:
    assert run("export", "week", WEEK, "-o", tmp_path / "week.json").status == 0
    shown = run("week", WEEK).json["assignments"]
    assert {(row["code"], tuple(row["people"])) for row in rows_of(tmp_path / "week.json")} == {
        (row["task"], tuple(row["people"])) for row in shown
    }


@pytest.mark.parametrize(
    "words",
    [("deals", "-o", "a.pdf"), ("deals", "-o", "a.ics"), ("deals", WEEK, "-o", "a.csv"), ("week", "-o", "a.ics"), ("secrets", "-o", "a")],
)
def test_that_a_wrong_export_is_wrong_usage(run: Terminal, words: tuple[str, ...]) -> None:
    told = run("export", *words)
    assert (told.status, told.out) == (2, "")
    assert not Path("a.pdf").exists()


@pytest.mark.parametrize(("name", "named"), [("p.ods", ".xlsx, .csv, .json"), ("people", ".xlsx"), ("p.ics", ".json")])
def test_that_another_ending_is_refused_with_those_that_are_possible(run: Terminal, tmp_path: Path, name: str, named: str) -> None:
    told = run("export", "people", "-o", tmp_path / name)
    assert (told.status, told.out, named in told.err) == (2, "", True)
    assert list(tmp_path.glob(name)) == []


def test_that_a_list_goes_only_into_a_folder_that_exists(run: Terminal, tmp_path: Path) -> None:
    told = run("export", "people", "-o", tmp_path / "new" / "people.csv")
    assert (told.status, is_kind(told.err), (tmp_path / "new").exists()) == (3, True, False)
    (tmp_path / "folder.csv").mkdir()
    assert run("export", "people", "-o", tmp_path / "folder.csv").status == 3


def test_that_somebody_unknown_is_told(run: Terminal, tmp_path: Path) -> None:
    assert run("export", "deals", "--person", "nobody", "-o", tmp_path / "a.csv").status == 3
    assert not (tmp_path / "a.csv").exists()
