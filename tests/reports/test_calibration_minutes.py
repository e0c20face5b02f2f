"""The minutes of a calibration on paper: every change with its reason, a draft until closed, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reports.samples import PRINTED
from tests.views.reviews_window import text_of
from workbench.readmodels.calibration import CalibrationMinutes, MinutesCount, MinutesGroup, MinutesRater, MinutesStep
from workbench.reports import pdfa
from workbench.reports.calibration_minutes import render_minutes

MINUTES = CalibrationMinutes(
    company="明远商贸", record_number="CAL-2026-Q3", cycle="2026-Q3", period_start=date(2026, 7, 1), period_end=date(2026, 9, 30),
    held_on=date(2026, 10, 12), attendees="林立\n周敏", recusals="周敏:侄女一项回避", notes="下次带上客户反馈。", people=12, without_grade=1,
    counts=(MinutesCount("S", 0, 1, 1), MinutesCount("A", 4, 3, 2), MinutesCount("B", 8, 8, 9)), guide_applies=True,
    raters=(MinutesRater("林立", 12, "3.75", "+0.12", "0.43", "25.0%", "0.34", ("Leniency",)),),
    groups=(MinutesGroup("Engagement", "Part-time employment", 8, "3/8 · 37.5% [13.7–69.4]", "83.75"),),
    steps=(MinutesStep("张䶮", "SH-0017", "grade", "A", "S", "连续三季领先", "D3", "周敏"),), hr_name="黄𬭎", manager_name="林立", generated_at=PRINTED,
    generated_by="林立",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"), [("zh_CN", ("校准会议记录", "连续三季领先", "A→S")), ("en", ("Minutes of the calibration", "连续三季领先"))]
)
def test_that_the_minutes_print_each_change_with_its_reason(language: str, words: tuple[str, ...]) -> None:
    data = render_minutes(MINUTES, language)
    text = text_of(data).replace(" ", "")
    assert [word for word in words if word.replace(" ", "") not in text] == []
    assert "草稿" in text
    assert pdfa.forbidden(data) == ()


def test_that_closed_minutes_are_no_draft_and_always_the_same_bytes() -> None:
    closed = replace(MINUTES, locked=True)
    assert "草稿" not in text_of(render_minutes(closed))
    assert render_minutes(closed) == render_minutes(closed)


def test_that_minutes_without_a_change_say_so_and_two_hundred_changes_go_over_pages() -> None:
    assert "会上没有改动" in text_of(render_minutes(replace(MINUTES, steps=(), raters=(), groups=())))
    text = text_of(render_minutes(replace(MINUTES, steps=MINUTES.steps * 200)))
    assert text.count("连续三季领先") == 200
