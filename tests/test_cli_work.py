"""The commands of talks, reviews and paper on the sample team, in this process."""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.cli_support import Terminal, is_kind, terminal

OPEN_CYCLE, CLOSED_CYCLE = "2026-Q3", "2026-Q2"
PERSON = "P001"


@pytest.fixture
def run(_sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_sample_template, tmp_path / "sample.wbdb")), capsys, tmp_path)


@pytest.fixture
def someone(run: Terminal) -> str:
    """The code of a person of the open cycle."""
    return str(run("cycle", "status", OPEN_CYCLE).json["people"][3]["person"])


# ---------------------------------------------------------------- one-on-ones


def test_that_a_talk_is_shown_written_closed_and_planned(run: Terminal, someone: str) -> None:
    before = run("one-on-one", someone).json
    assert before["person"] == someone
    written = run(
        "one-on-one",
        someone,
        "add",
        "--point",
        "下周去苏州",
        "--note",
        "样品已到",
        "--action",
        "带上样品",
        "--due",
        "2026-11-27",
        "--side",
        "employee",
    )
    assert written.status == 0
    assert "下周去苏州" in [point["text"] for point in written.json["agenda"]]
    assert "样品已到" in written.json["notes"]
    assert {"text": "带上样品", "side": "employee", "due": "2026-11-27", "done": False} in written.json["actions"]
    assert len(run("history").json["steps"]) == len(run("history").json["steps"])
    closed = run("one-on-one", someone, "close", "--day", "2026-12-07", "--start", "14:30")
    assert (closed.status, closed.json["state"], closed.json["id"]) == (0, "done", written.json["id"])
    following = run("one-on-one", someone).json
    assert (following["day"], following["state"]) == ("2026-12-07", "planned")
    assert "下周去苏州" in [point["text"] for point in following["agenda"]]  # carried over
    moved = run("one-on-one", someone, "next", "--day", "2026-12-09").json
    assert (moved["day"], moved["id"]) == ("2026-12-09", following["id"])


def test_that_point_note_and_promise_of_one_call_are_one_step(run: Terminal, someone: str) -> None:
    before = len(run("history", "--limit", 500).json["steps"])
    run("one-on-one", someone, "add", "--point", "甲", "--note", "乙", "--action", "丙")
    assert len(run("history", "--limit", 500).json["steps"]) == before + 1
    assert run("undo").status == 0
    assert "甲" not in [point["text"] for point in run("one-on-one", someone).json.get("agenda", [])]


@pytest.mark.parametrize(
    "words", [("add",), ("next",), ("next", "--day", "soon"), ("next", "--day", "2026-12-01", "--start", "25:00"), ("dance",)]
)
def test_that_a_talk_asked_for_wrongly_is_wrong_usage(run: Terminal, words: tuple[str, ...]) -> None:
    told = run("one-on-one", PERSON, *words)
    assert (told.status, told.out) == (2, "")


def test_that_somebody_unknown_is_told(run: Terminal) -> None:
    told = run("one-on-one", "没有这个人", lang="zh_CN")
    assert (told.status, told.out) == (3, "")
    assert "没有这个人" in told.err
    assert is_kind(told.err)


# ---------------------------------------------------------------- cycles


def test_that_a_cycle_tells_each_item_with_its_figures(run: Terminal) -> None:
    told = run("cycle", "score", OPEN_CYCLE)
    assert told.status == 0
    assert told.json["cycle"] == OPEN_CYCLE
    people = told.json["people"]
    assert people
    items = [item for person in people for item in person["items"]]
    assert {"person", "score", "grade", "items"} <= people[0].keys()
    assert {"actual", "target", "attainment", "weight", "score", "evidence"} <= items[0].keys()
    money = [item["actual"] for item in items if isinstance(item["actual"], str)]
    assert money
    assert all(re.fullmatch(r"-?\d+\.\d\d", amount) for amount in money)


def test_that_a_cycle_is_opened_frozen_and_asked_for_its_state(run: Terminal) -> None:
    made = run("cycle", "create", "2026-11", "--kind", "month")
    assert made.status == 0
    code = made.json["cycle"]
    assert date.fromisoformat(made.json["start"]) == date(2026, 11, 1)
    assert made.json["frozen"] is False
    assert run("cycle", "freeze", code).json["frozen"] is True
    states = run("cycle", "status", code).json["people"]
    assert states
    assert all({"person", "state"} <= row.keys() for row in states)


def test_that_a_cycle_that_cannot_be_is_one_kind_sentence(run: Terminal) -> None:
    for words in (
        ("create", "2026-Q9"),
        ("create", "soon"),
        ("status", "1999-Q1"),
        ("close", OPEN_CYCLE),
        ("calibrate", OPEN_CYCLE, "nobody", "A", "--reason", "x"),
    ):
        told = run("cycle", *words, lang="zh_CN")
        assert (told.status, told.out) == (3, ""), words
        assert is_kind(told.err), words


def test_that_calibration_needs_a_reason(run: Terminal, someone: str) -> None:
    assert run("cycle", "calibrate", OPEN_CYCLE, someone, "A").status == 2


def test_that_a_closed_cycle_stays_as_it_is(run: Terminal) -> None:
    before = run("cycle", "score", CLOSED_CYCLE).json
    assert before["state"] == "closed"
    assert run("cycle", "freeze", CLOSED_CYCLE).status == 3
    assert run("cycle", "score", CLOSED_CYCLE).json == before


# ---------------------------------------------------------------- paper and files


def text_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        return "".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    finally:
        document.close()


def test_that_an_evaluation_is_printed_in_the_language_asked_for(run: Terminal, someone: str, tmp_path: Path) -> None:
    file = tmp_path / "一张.pdf"
    told = run("print", "evaluation", OPEN_CYCLE, someone, "-o", file, "--paper", "zh_CN")
    assert told.status == 0
    (made,) = told.json["files"]
    assert made == {"file": str(file), "pages": 2, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    assert "2026 年第三季度" in text_of(file)
    english = tmp_path / "en.pdf"
    run("print", "evaluation", OPEN_CYCLE, someone, "-o", english)
    assert "2026 年第三季度" not in text_of(english)


def test_that_the_same_day_prints_the_same_bytes(run: Terminal, someone: str, tmp_path: Path) -> None:
    for words in (("evaluation", OPEN_CYCLE, someone), ("week", "2026-W47"), ("one-on-one", someone)):
        made = [run("print", *words, "-o", tmp_path / f"{name}.pdf", today="2026-11-24").json["files"][0]["sha256"] for name in ("a", "b")]
        assert made[0] == made[1], words
    draft = next(row["person"] for row in run("cycle", "status", OPEN_CYCLE).json["people"] if row["state"] not in ("locked", "not_rated"))
    run("print", "evaluation", OPEN_CYCLE, draft, "-o", tmp_path / "draft.pdf", today="2026-11-24")
    assert "2026-11-24 12:00" in text_of(tmp_path / "draft.pdf")


def test_that_a_whole_cycle_is_printed_into_a_folder(run: Terminal, tmp_path: Path) -> None:
    told = run("print", "evaluation", CLOSED_CYCLE, "--all", "-o", tmp_path / "all", lang="zh_CN")
    assert told.status == 0
    files = told.json["files"]
    assert len(files) == len(list((tmp_path / "all").glob("*.pdf"))) > 5
    assert {made["pages"] for made in files} == {2}


def test_that_a_week_and_a_talk_are_printed(run: Terminal, someone: str, tmp_path: Path) -> None:
    for words in (("week", "2026-W47"), ("one-on-one", someone)):
        told = run("print", *words, "-o", tmp_path / "paper.pdf", lang="zh_CN")
        assert told.status == 0, told.err
        assert told.json["files"][0]["pages"] >= 1


def test_that_what_cannot_be_printed_is_told(run: Terminal, someone: str, tmp_path: Path) -> None:
    assert run("print", "evaluation", OPEN_CYCLE, "-o", tmp_path / "a.pdf").status == 2
    assert run("print", "week", "-o", tmp_path / "a.pdf").status == 2
    assert run("print", "interview", OPEN_CYCLE, "-o", tmp_path / "a.pdf").status == 2
    assert run("print", "interview", OPEN_CYCLE, someone, "-o", tmp_path / "a.pdf").status == 3  # nobody has written a word of it
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    told = run("print", "evaluation", OPEN_CYCLE, someone, "-o", tmp_path / "file" / "a.pdf")
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)
    assert not (tmp_path / "a.pdf").exists()


def test_that_a_person_reads_lines_instead_of_json(run: Terminal, someone: str) -> None:
    told = run("cycle", "status", OPEN_CYCLE, lang="zh_CN", as_json=False)
    assert told.status == 0
    (row,) = [line for line in told.out.splitlines() if someone in line]
    assert "2026-Q3" in told.out.splitlines()[0]
    assert not re.search(r"locked|calibration|None|[{}\[\]=]", told.out)
    assert re.search(r"(自评|已锁定|校准)", row)


@pytest.mark.parametrize(("lang", "words"), [("en", ("Quarterly review", "ended", "Locked")), ("zh_CN", ("季度评估", "已结束", "已锁定"))])
def test_that_a_status_without_a_cycle_lists_the_cycles(run: Terminal, lang: str, words: tuple[str, ...]) -> None:
    told = run("cycle", "status", lang=lang)
    assert (told.status, [one["cycle"] for one in told.json["cycles"]]) == (0, [OPEN_CYCLE, CLOSED_CYCLE])
    assert {"kind", "start", "end", "state", "frozen", "people", "locked"} <= told.json["cycles"][0].keys()
    shown = run("cycle", "status", lang=lang, as_json=False)
    assert all(word in shown.out for word in words)
    assert run("cycle", "score", OPEN_CYCLE, lang=lang, as_json=False).out.count("{") == 0


def test_that_a_cycle_that_has_ended_is_not_ended_again(run: Terminal) -> None:
    told = run("cycle", "close", CLOSED_CYCLE)
    assert told.status == 3
    assert is_kind(told.err)


def test_that_paper_goes_only_into_a_folder_that_exists_and_under_its_ending(run: Terminal, someone: str, tmp_path: Path) -> None:
    missing = run("print", "week", "2026-W47", "-o", tmp_path / "new" / "week.pdf")
    assert (missing.status, missing.out) == (3, "")
    assert is_kind(missing.err)
    assert str(tmp_path / "new") in missing.err
    assert not (tmp_path / "new").exists()
    other = run("print", "week", "2026-W47", "-o", tmp_path / "week.ods")
    assert (other.status, ".pdf" in other.err) == (2, True)
    assert run("print", "week", "2026-W47", "--all", "-o", tmp_path).status == 2
    deep = run("print", "evaluation", CLOSED_CYCLE, "--all", "-o", tmp_path / "a" / "b")
    assert (deep.status, (tmp_path / "a").exists()) == (3, False)


def test_that_the_folder_of_a_whole_cycle_is_made_and_that_is_said(run: Terminal, tmp_path: Path) -> None:
    told = run("print", "evaluation", CLOSED_CYCLE, "--all", "-o", tmp_path / "all", today="2026-11-24")
    assert told.status == 0
    assert str(tmp_path / "all") in told.err
    assert run("print", "evaluation", CLOSED_CYCLE, "--all", "-o", tmp_path / "all", today="2026-11-24").err == ""


def test_that_a_talk_is_told_in_lines(run: Terminal, someone: str) -> None:
    run("one-on-one", someone, "add", "--point", "下周去苏州", "--note", "样品已到", "--action", "带上样品", "--due", "2026-11-27")
    told = run("one-on-one", someone, lang="zh_CN", as_json=False)
    assert all(part in told.out for part in ("[ ] 下周去苏州", "样品已到", "带上样品", "经理", "2026-11-27"))
    assert "manager" not in told.out


def test_that_closing_a_planned_talk_with_nothing_written_invents_no_talk(run: Terminal, someone: str) -> None:
    run("one-on-one", someone, "add", "--note", "排班合适")
    first = run("one-on-one", someone, "close")
    assert first.json["state"] == "done"
    again = run("one-on-one", someone, "close")
    assert again.status == 3
    assert "nothing is written yet" in again.err + again.out
    assert run("one-on-one", someone, "show").json["id"] != first.json["id"]
