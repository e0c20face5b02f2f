"""The 面谈记录表 on paper: all fields of domain 8.6 B, a draft until locked, long texts over pages, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.reports.samples import PRINTED
from tests.views.reviews_window import text_of
from workbench.models.values.codes import Cause, InterviewWay, Objection
from workbench.readmodels.documents import Text2
from workbench.readmodels.interview import AgreedStep, InterviewDocument, InterviewTexts
from workbench.reports import pdfa
from workbench.reports.interview import render_interview

TEXTS = InterviewTexts(
    held_on=date(2026, 10, 12), start=840, end=885, place="二楼会议室", way=InterviewWay.VIDEO, interviewer="林立", interviewer_post="区域经理",
    attendees="陈静", purpose="沟通第三季度结果", past_items="录入已及时", went_well="签下三家新客户", to_improve="复盘会少两次", facts="八月十六日：客户投诉，当天回访",
    own_view="整体满意", causes=(Cause.RESOURCES,), cause_text="补货慢", help_wanted="周末带教", suggestions="仓库提前补货", training="谈判课",
    career="想带新人", next_focus="新客户八家", actions=(AgreedStep("每周陪访", "林立", date(2026, 12, 31), "四次"),), confirmation="内容属实",
    objection=Objection.OBJECTS, objection_text="目标偏高",
)  # fmt: skip
RECORD = InterviewDocument(
    company="明远商贸", record_number="PE-2026Q3-0017-IV", form_number="PE-2026Q3-0017", period_label=Text2("2026 年第三季度", "2026 Q3"), person_name="张䶮",
    staff_number="SH-0017", position="导购", team="门店组", manager_name="林立", score=Fraction(9473, 100), grade="A", texts=TEXTS, generated_at=PRINTED,
    generated_by="林立",
)  # fmt: skip
PARTS = (
    "面谈记录表", "PE-2026Q3-0017", "张䶮", "SH-0017", "导购", "林立", "区域经理", "2026-10-12", "14:00–14:45", "二楼会议室", "陈静", "沟通第三季度结果",
    "录入已及时", "94.73", "签下三家新客户", "复盘会少两次", "客户投诉，当天回访", "整体满意", "补货慢", "周末带教", "仓库提前补货", "谈判课", "想带新人",
    "新客户八家", "每周陪访", "2026-12-31", "四次", "内容属实", "目标偏高", "拟申诉", "已阅并收到", "人力资源备案日期", "5个工作日",
)  # fmt: skip


def test_that_every_field_of_the_form_stands_on_the_paper() -> None:
    data = render_interview(RECORD)
    text = text_of(data).replace(" ", "")
    assert [part for part in PARTS if part.replace(" ", "") not in text] == []
    assert "草稿" in text
    assert pdfa.forbidden(data) == ()


def test_that_nobody_is_asked_who_is_best_or_worst() -> None:
    text = text_of(render_interview(RECORD))
    assert "最差" not in text
    assert "谁最好" not in text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_a_locked_record_is_no_draft_names_the_last_day_of_appeal_and_has_the_same_bytes(language: str) -> None:
    locked = replace(RECORD, locked=True, appeal_deadline=date(2026, 10, 20))
    assert "草稿" not in text_of(render_interview(locked, language))
    assert "2026-10-20" in text_of(render_interview(locked, language))
    assert render_interview(locked, language) == render_interview(locked, language)


def test_that_long_texts_go_over_pages_and_lose_nothing() -> None:
    long = replace(RECORD, texts=replace(TEXTS, own_view="满意。" * 2500, actions=TEXTS.actions * 60))
    text = text_of(render_interview(long)).replace(" ", "")
    assert (text.count("满"), text.count("每周陪访")) == (2500, 60)
