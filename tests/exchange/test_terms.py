"""Type and first day of an engagement are asked for once, never guessed, and not asked of people who have one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.files import text_file
from workbench.exchange import mapping, wording
from workbench.exchange.errors import WrongAnswer
from workbench.exchange.importing import preview_file
from workbench.exchange.terms import NO_TERMS, STARTS
from workbench.readmodels.exchange import ImportPreview

TODAY = date(2026, 11, 23)
HOURS = "工号,姓名,入职日期,每周工时\nE1,张伟,2026-01-05,40\nE2,李娜,2026-01-05,20\nE3,王强,2026-02-01,20\nE4,赵敏,2026-02-01,\n"


def look(folder: Path, text: str, **more: Any) -> ImportPreview:
    return preview_file(text_file(folder, text), "people", today=TODAY, **more)


def cells(shown: ImportPreview, field: str) -> list[object]:
    place = shown.fields.index(field)
    return [row[place] for row in shown.rows]


def test_that_a_type_is_asked_for_once_for_each_number_of_hours(tmp_path: Path) -> None:
    shown = look(tmp_path, HOURS)
    assert [(q.key, q.figures["rows"]) for q in shown.questions] == [("terms:1200", 2), ("terms:2400", 1)]
    assert (len(shown.rows), shown.waiting) == (1, 3)  # who has neither hours nor pay needs no type
    assert all("{" not in wording.question(q) for q in shown.questions)
    assert "20" in wording.question(shown.questions[0])


def test_that_answers_fill_the_type_in(tmp_path: Path) -> None:
    shown = look(tmp_path, HOURS, answers={"terms:1200": "part_time", "terms:2400": "full_time"})
    assert shown.questions == ()
    assert cells(shown, "engagement") == ["full_time", "part_time", "part_time", None]
    assert {q.key for q in shown.answered} == {"terms:1200", "terms:2400"}


def test_that_nothing_is_suggested_so_that_accepting_suggestions_guesses_nothing(tmp_path: Path) -> None:
    assert look(tmp_path, HOURS).suggestions() == {}


def test_that_people_can_come_in_without_terms_or_stay_out(tmp_path: Path) -> None:
    shown = look(tmp_path, HOURS, answers={"terms:1200": NO_TERMS, "terms:2400": "+reject"})
    assert cells(shown, "weekly_hours") == [None, None, None]
    assert [(r.row, r.code) for r in shown.rejected] == [(2, "no_engagement")]
    assert wording.reason(shown.rejected[0])


def test_that_many_numbers_of_hours_are_one_question(tmp_path: Path) -> None:
    rows = "".join(f"E{n},张{n},2026-01-05,{n}\n" for n in range(10, 22))
    shown = look(tmp_path, "工号,姓名,入职日期,每周工时\n" + rows)
    assert [(q.key, q.figures["rows"]) for q in shown.questions] == [("terms:all", 12)]


def test_that_a_missing_first_day_is_a_question_and_a_day_answers_it(tmp_path: Path) -> None:
    text = "工号,姓名,用工形式,每周工时\nE1,张伟,全日制,40\nE2,李娜,非全日制,20\n"
    shown = look(tmp_path, text)
    assert [(q.key, q.form) for q in shown.questions] == [(STARTS, "date")]
    for answer, day in (("+today", TODAY), ("2026-03-01", date(2026, 3, 1))):
        done = look(tmp_path, text, answers={STARTS: answer})
        assert cells(done, "engagement_from") == [day, day]
    with pytest.raises(WrongAnswer):
        look(tmp_path, text, answers={STARTS: "2026-02-30"})


def test_that_a_column_can_say_when_the_engagement_begins(tmp_path: Path) -> None:
    shown = look(tmp_path, "工号,姓名,用工形式,合同开始日期\nE1,张伟,全日制,2026-05-01\n")
    assert shown.questions == ()
    assert cells(shown, "engagement_from") == [date(2026, 5, 1)]


def test_that_a_first_day_after_the_last_is_refused(tmp_path: Path) -> None:
    text = "工号,姓名,用工形式,离职日期\nE1,张伟,全日制,2026-03-31\n"
    shown = look(tmp_path, text, answers={STARTS: "+today"})
    assert [(r.column, r.code) for r in shown.rejected] == [("离职日期", "ends_before_start")]


def test_that_people_who_have_an_engagement_are_not_asked_about(tmp_path: Path) -> None:
    text = "姓名,每周工时\n张伟,40\n李娜,20\n"
    pairs = [("张伟", "E1"), ("E1", "E1"), ("李娜", "E2"), ("E2", "E2")]
    shown = look(tmp_path, text, known={"people": pairs, "engaged": [("E1", "E1")], "dated": [("E2", "E2")]})
    assert [(q.key, q.figures["rows"]) for q in shown.questions] == [("terms:1200", 1)]  # 李娜's type; her first day is kept


def test_that_the_type_is_remembered_and_a_day_is_not(tmp_path: Path) -> None:
    text = "工号,姓名,每周工时\nE1,张伟,20\n"
    first = look(tmp_path, text, answers={"terms:1200": "student", STARTS: "2026-03-01"})
    memory = mapping.memory(first.mapping, first.answers)
    again = look(tmp_path, text, remembered=memory)
    assert [q.key for q in again.questions] == [STARTS]  # other people begin on another day
    rule = mapping.memory(first.mapping, {**first.answers, STARTS: "+today"})
    assert look(tmp_path, text, remembered=rule).questions == ()


def test_that_cells_of_a_preview_are_said_as_people_write_them() -> None:
    known = {"people": {"P3": "王强"}}
    cells = [
        ("people", "hourly_pay", 123450, "1,234.50"), ("people", "weekly_hours", 1350, "22.5 h"), ("people", "engagement", "part_time", "Part-time"),
        ("people", "skills", (("谈判", 4), ("演示", None)), "谈判 4, 演示"), ("deals", "person", "P3", "王强 (P3)"), ("deals", "person", "新人", "新人"),
        ("tasks", "start", 570, "09:30"), ("tasks", "weekday", 0, "Mon"), ("people", "hired_on", date(2026, 3, 1), "2026-03-01"), ("people", "name", None, ""),
    ]  # fmt: skip
    assert [wording.cell(kind, code, value, known) for kind, code, value, _said in cells] == [said for *_given, said in cells]
