"""The commands of the week on the sample team: plan, why, publish, week, solve."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli_support import Terminal, is_kind, process, terminal
from workbench import i18n
from workbench.cli_show import width
from workbench.errors import Refused
from workbench.planner.document import from_json, to_json
from workbench.planner.solve import solve

THIS_WEEK, LAST_WEEK = "2026-W48", "2026-W47"
DAY = "2026-11-23"
PROBLEM: dict[str, Any] = {
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


def test_that_codes_and_minutes_are_told_as_names_and_times(run: Terminal) -> None:
    """Of everybody and of many tasks: no key of a record and no minute since midnight, in the text and in the figures."""
    plan = run("plan", THIS_WEEK, "--seconds", 1).json
    seen = set()
    for task in [row["task"] for row in plan["unassigned"][:2]] + [plan["assigned"][4][0]]:
        for person in list(plan["people"])[::6]:
            answer = run("why", THIS_WEEK, task, person, lang="zh_CN")
            assert answer.status == 0, answer.err
            seen |= {reason["code"] for reason in answer.json["reasons"]}
            assert not re.search(r"(territory|skill|customer):\d", answer.out)
            assert answer.json["name"] == plan["people"][person]
            for reason in answer.json["reasons"]:
                assert all(re.fullmatch(r"\d\d:\d\d", reason["figure"][key]) for key in ("start", "end") if key in reason["figure"])
    assert {"AVAIL", "TERR"} <= seen


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_that_a_person_reads_why_in_words(run: Terminal, lang: str) -> None:
    plan = run("plan", THIS_WEEK, "--seconds", 1).json
    task, (person, name) = plan["unassigned"][0]["task"], next(iter(plan["people"].items()))
    told = run("why", THIS_WEEK, task, name, lang=lang, as_json=False)
    assert told.status == 0, told.err
    assert f"{name} ({person})" in told.out
    assert f"({task})" in told.out
    assert f"{plan['tasks'][task]['start']}–{plan['tasks'][task]['end']}" in told.out
    assert not re.search(r"[{}\[\]=]|(territory|skill|customer):\d", told.out)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_that_a_person_reads_a_plan_and_a_week_in_aligned_columns(run: Terminal, lang: str) -> None:
    plan = run("plan", THIS_WEEK, "--seconds", 1, lang=lang, as_json=False)
    week = run("week", THIS_WEEK, lang=lang, as_json=False)
    for told in (plan, week):
        assert told.status == 0, told.err
        assert not re.search(r"[{}\[\]=]|None|True|False", told.out.replace("(1 = equal)", "").replace("（1 = 均等）", ""))
    rows = [line for line in week.out.splitlines() if "T261123-" in line]
    assert len({width(row[: row.index("T261123-")]) for row in rows}) == 1
    assert len(rows) == len(run("week", THIS_WEEK).json["assignments"])


def test_that_a_level_is_proven_only_at_its_bound(run: Terminal) -> None:
    answer = run("plan", THIS_WEEK, "--seconds", 3).json
    for level in answer["levels"]:
        assert level["proven"] == (level["value"] == level["bound"]) == (level["gap"] == 0)
    assert (answer["status"] == "optimal") == all(level["proven"] for level in answer["levels"])


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
    assert is_kind(told.err)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({}, "monday"),
        ({"monday": DAY, "workers": []}, "tasks"),
        ({**PROBLEM, "tasks": [{"code": "T"}]}, "tasks[0].title"),
        ({**PROBLEM, "workers": [{"name": "A"}]}, "workers[0].code"),
        ({**PROBLEM, "workers": {"A": 1}}, "workers"),
        ({**PROBLEM, "workers": [3]}, "workers[0]"),
        ({**PROBLEM, "speed_kmh": "fast"}, "speed_kmh"),
        ({**PROBLEM, "speed_kmh": 10**400}, "speed_kmh"),
        ({**PROBLEM, "workers": [{"code": "A", "skills": [["x"]]}]}, "workers[0].skills[0]"),
        ({**PROBLEM, "workers": [{"code": "A", "max_minutes": 10**30}]}, "workers[0].max_minutes"),
        ({**PROBLEM, "fixed": [{"task": "T9", "worker": "A"}]}, "fixed[0].task"),
        ({**PROBLEM, "tasks": [{**PROBLEM["tasks"][0], "nonsense": 1}]}, "tasks[0].nonsense"),
        ({**PROBLEM, "tasks": PROBLEM["tasks"] * 2}, "T1"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_that_a_wrong_problem_is_refused_with_the_place(
    run: Terminal, tmp_path: Path, content: dict[str, Any], named: str, lang: str
) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    told = run("solve", file, lang=lang)
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)
    assert named in told.err


WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=5), st.sampled_from(["09:30", "99:99", DAY, "\ud800", [], {}, [[]], {"a": 1}])
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value within a JSON document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, one in inside for found in ((*path, key), *places(one, (*path, key)))]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_that_no_broken_shape_ends_in_anything_but_a_plan_or_a_refusal(data: st.DataObject) -> None:
    problem = json.loads(to_json(from_json(json.dumps(PROBLEM))))
    for _time in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(places(problem)))
        holder = problem
        for key in place[:-1]:
            holder = holder[key]
        if data.draw(st.booleans()):
            holder[place[-1]] = data.draw(WRONG)
        else:
            del holder[place[-1]]
    said, planned = "", None
    try:
        planned = solve(from_json(json.dumps(problem)), seconds=0.05)
    except Refused as refused:
        said = i18n.sentence(refused)
    assert planned is not None or is_kind(said)


def test_that_a_person_reads_a_solved_problem(run: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text("\ufeff" + json.dumps(PROBLEM), encoding="utf-8")  # as Windows editors write it
    told = run("solve", file, "--seconds", 1, lang="zh_CN", as_json=False)
    assert told.status == 0, told.err
    assert not re.search(r"[{}\[\]]|None|True|False", told.out)
