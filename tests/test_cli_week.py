"""The commands of the week on the sample team: plan, why, publish, week, solve."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli_support import Terminal, is_kind, process, terminal

THIS_WEEK, LAST_WEEK = "2026-W48", "2026-W47"
DAY = "2026-11-23"
PROBLEM = {
    "monday": DAY,
    "workers": [
        {"code": "A", "windows": [{"day": DAY, "start": "09:00", "end": "18:00"}], "max_minutes": 600, "wished_minutes": 300},
        {"code": "B", "max_minutes": 600, "wished_minutes": 300},
    ],
    "tasks": [
        {"code": "T1", "title": "", "kind": "visit", "day": DAY, "start": "09:30", "end": "11:00"},
        {"code": "T2", "title": "", "kind": "visit", "day": DAY, "start": "10:00", "end": "12:00"},
    ],
}


@pytest.fixture
def run(_sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_sample_template, tmp_path / "sample.wbdb")), capsys, tmp_path)


@pytest.fixture
def empty(_empty_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_empty_template, tmp_path / "empty.wbdb")), capsys, tmp_path)


def steps(run: Terminal) -> int:
    return len(run("history", "--limit", 500).json["steps"])


def pairs(answer: dict[str, Any]) -> set[tuple[str, str]]:
    return {(row["task"], person) for row in answer["assignments"] for person in row["people"]}


def test_that_a_plan_tells_everything_that_the_contract_names(run: Terminal) -> None:
    before = steps(run)
    told = run("plan", THIS_WEEK, "--seconds", 3, lang="zh_CN")
    assert told.status == 0
    answer = told.json
    assert {"coverage", "assigned", "unassigned", "hours", "fairness", "levels", "changes", "seconds"} <= answer.keys()
    assert 0 < answer["coverage"] <= 1
    assert {"level", "value", "bound", "proven"} <= answer["levels"][0].keys()
    assert all(row["reasons"] and row["text"] for row in answer["unassigned"])
    assert answer["saved"] is False
    assert steps(run) == before


def test_that_a_saved_plan_is_the_week_and_can_be_taken_back(run: Terminal) -> None:
    before = pairs(run("week", THIS_WEEK).json)
    told = run("plan", THIS_WEEK, "--seconds", 3, "--save").json
    after = pairs(run("week", THIS_WEEK).json)
    assert after == {(task, person) for task, person in told["assigned"]}
    assert {tuple(pair) for pair in told["changes"]["added"]} == after - before
    assert {tuple(pair) for pair in told["changes"]["removed"]} == before - after
    assert run("undo").status == 0
    assert pairs(run("week", THIS_WEEK).json) == before


def test_that_a_week_is_published_and_published_again_with_a_reason(run: Terminal) -> None:
    run("plan", THIS_WEEK, "--seconds", 3, "--save")
    first = run("publish", THIS_WEEK)
    assert (first.status, first.json["number"]) == (0, 1)
    shown = run("week", THIS_WEEK).json
    assert (shown["week"], shown["published"]) == (THIS_WEEK, 1)
    assert {"task", "title", "day", "start", "end", "people", "needed"} <= shown["assignments"][0].keys()
    assert first.json["assignments"] == shown["assignments"]


def test_that_the_reason_for_an_assignment_is_told(run: Terminal) -> None:
    plan = run("plan", THIS_WEEK, "--seconds", 3, "--save").json
    task, person = plan["assigned"][0]
    yes = run("why", THIS_WEEK, task, person)
    assert (yes.status, yes.json["assigned"]) == (0, True)
    others = [code for code in plan["hours"] if [task, code] not in plan["assigned"]]
    answers = [run("why", THIS_WEEK, task, code, lang="zh_CN").json for code in others[:6]]
    assert all(answer["assigned"] is False and answer["text"] for answer in answers)
    reasons = [reason for answer in answers for reason in answer["reasons"]]
    assert reasons
    assert all({"code", "figure", "text"} <= reason.keys() for reason in reasons)
    assert all("smallest_change" in answer for answer in answers)


@pytest.mark.parametrize(
    "words",
    [("plan", "next week"), ("week", "2026-W60"), ("publish", "2026-48"), ("why", THIS_WEEK, "no task", "nobody"), ("week", "0000-W00")],
)
def test_that_a_week_or_task_that_is_none_is_one_kind_sentence(run: Terminal, words: tuple[str, ...]) -> None:
    told = run(*words, lang="zh_CN")
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)


def test_that_a_week_without_people_and_tasks_is_told(empty: Terminal) -> None:
    for words in (("plan", THIS_WEEK, "--seconds", 1), ("week", THIS_WEEK)):
        told = empty(*words)
        assert told.status in (0, 3), told.err
        assert told.status == 0 or is_kind(told.err)


def test_that_saving_and_previewing_at_once_is_wrong_usage(run: Terminal) -> None:
    assert run("plan", THIS_WEEK, "--save", "--preview").status == 2
    assert run("plan", THIS_WEEK, "--seconds", "long").status == 2


def test_that_a_problem_file_is_solved_without_a_database(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(PROBLEM), encoding="utf-8")
    told = process("--json", "--lang", "en", "solve", file, "--seconds", "2", home=tmp_path)
    assert (told.status, told.err) == (0, "")
    assert len(told.json["assigned"]) == 1
    assert told.json["unassigned"][0]["text"]
    assert told.json == {
        **process("--json", "--lang", "en", "solve", file, "--seconds", "2", home=tmp_path).json,
        "seconds": told.json["seconds"],
    }


@pytest.mark.parametrize(
    "content",
    [None, b"{", b"[]", b"\xff\xfe\x00", b'{"tasks": 1}', b'{"nonsense": []}', json.dumps({**PROBLEM, "monday": "soon"}).encode()],
)
def test_that_a_problem_that_cannot_be_read_is_one_kind_sentence(run: Terminal, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "problem.json"
    if content is not None:
        file.write_bytes(content)
    told = run("solve", file, lang="zh_CN")
    assert (told.status, told.out) == (3, "")
    assert len(told.err.strip().splitlines()) == 1  # it ends with the place in the file
    assert "Traceback" not in told.err
