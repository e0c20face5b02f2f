"""The week sheet and the one-on-one record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace

import pikepdf
import pytest

from tests.reports import samples
from workbench.readmodels.documents import OneOnOneDocument
from workbench.reports import pdfa
from workbench.reports.one_on_one import render_one_on_one
from workbench.reports.week import render_week
from workbench.reports.week_slips import render_slips

Texts = Callable[[bytes], list[str]]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_both_sheets_are_pdfa_2b_and_the_same_every_time(language: str) -> None:
    for render in (
        lambda: render_week(samples.week_sheet(), language),
        lambda: render_one_on_one(samples.one_on_one(), language),
    ):
        data = render()
        assert pdfa.verdict(data) == pdfa.Verdict(True, ())
        assert render() == data


def test_that_the_week_lies_across_with_seven_days_and_every_person(page_texts: Texts, opened: Callable[[bytes], pikepdf.Pdf]) -> None:
    data = render_week(samples.week_sheet(12))
    _, _, width, height = opened(data).pages[0].mediabox
    assert width > height
    pages = page_texts(data)
    whole = re.sub(r"\s+", "", "".join(pages))
    for words in ("张䶮", "黄𬭎", "周一11-23", "周日11-29", "09:00–11:30", "〔年假〕", "20/40h", "2026年第48周", "待派任务", "已发布"):
        assert words in whole
    assert all("周一" in page for page in pages if "非全日制" in page)


def test_that_an_unpublished_week_is_a_draft(page_texts: Texts) -> None:
    assert "DRAFT" in page_texts(render_week(replace(samples.week_sheet(), published=False)))[0]
    assert "DRAFT" not in page_texts(render_week(samples.week_sheet()))[0]


def test_that_a_week_without_people_and_one_of_two_hundred_both_print(page_texts: Texts) -> None:
    assert "本周没有人员" in page_texts(render_week(samples.week_sheet(0)))[0]
    assert len(page_texts(render_week(samples.week_sheet(200)))) > 10


def test_that_the_one_on_one_prints_agenda_notes_actions_and_both_signatures(page_texts: Texts) -> None:
    whole = re.sub(r"\s+", "", "".join(page_texts(render_one_on_one(samples.one_on_one()))))
    for words in (
        "一对一沟通记录",
        "张䶮/SH-0017",
        "晚班调换提前说明",
        "上次遗留",
        "班次变更至少提前24小时",
        "安排旁听",
        "下次沟通：2026-10-12",
        "15:00–15:40",
    ):
        assert words in whole
    assert whole.count("已阅并收到") == 2


def test_that_a_one_on_one_document_has_no_place_for_private_notes() -> None:
    assert not [field.name for field in fields(OneOnOneDocument) if "private" in field.name or "mood" in field.name]


def test_that_an_empty_one_on_one_prints(page_texts: Texts) -> None:
    empty = replace(samples.one_on_one(), agenda=(), actions=(), notes="", next_day=None, start=None, end=None, manager_name="")
    text = page_texts(render_one_on_one(empty, "en"))[0]
    assert "No actions were agreed." in text
    assert "to be agreed" in text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_slips_are_pdfa_2b_say_each_person_whole_and_cut_none_in_two(language: str, page_texts: Texts) -> None:
    document = samples.week_sheet(12)
    data = render_slips(document, language)
    assert pdfa.verdict(data) == pdfa.Verdict(True, ())
    assert render_slips(document, language) == data
    pages = page_texts(data)
    head = {"zh_CN": "地点", "en": "Place"}[language]
    assert sum(page.count(head) for page in pages) == 12  # one head a slip: none goes on over the page
    whole = re.sub(r"\s+", "", "".join(pages))
    assert all(row.name in whole for row in document.rows)
    assert sum(page.count("09:00–11:30") for page in pages) == 12 + sum(bool(at % 4) for at in range(12))
    idle = replace(document, rows=tuple(replace(row, days=((),) * 7) for row in document.rows))
    assert {"zh_CN": "本周没有人有任务", "en": "Nobody has a task"}[language] in page_texts(render_slips(idle, language))[0]
