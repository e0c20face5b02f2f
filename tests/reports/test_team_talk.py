"""The minutes of a team's meeting on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.reports.samples import PRINTED
from tests.views.reviews_window import text_of
from workbench.readmodels.documents import ActionItem, Text2
from workbench.readmodels.team_talks import MinutesPoint, TeamTalkDocument
from workbench.reports import pdfa
from workbench.reports.team_talk import render_team_talk

MINUTES = TeamTalkDocument(
    company="明远商贸", record_number="TT-20261124-1", kind=Text2("周例会", "Weekly meeting"), title="周三例会", day=date(2026, 11, 24), start=840, end=880,
    place="二楼", chair="林立", there=("周喆", "王建国"), missed=("张䶮",), points=(MinutesPoint(text="下周排班", said="周六缺人", decision="加一班"),),
    actions=(ActionItem(text="送样机", owner="周喆", due=date(2026, 11, 30)),), generated_at=PRINTED, generated_by="林立",
)  # fmt: skip


def test_that_minutes_print_people_points_decisions_and_promises() -> None:
    data = render_team_talk(MINUTES)
    text = text_of(data).replace(" ", "")
    parts = (
        "会议纪要",
        "周例会",
        "14:00–14:40",
        "二楼",
        "林立",
        "周喆、王建国",
        "张䶮",
        "下周排班",
        "周六缺人",
        "加一班",
        "送样机",
        "2026-11-30",
        "草稿",
    )
    assert [part for part in parts if part not in text] == []
    assert pdfa.forbidden(data) == ()


def test_that_minutes_of_a_held_meeting_are_no_draft_and_always_the_same_bytes() -> None:
    held = replace(MINUTES, locked=True)
    assert "草稿" not in text_of(render_team_talk(held))
    assert render_team_talk(held, "en") == render_team_talk(held, "en")


def test_that_sixty_long_points_go_over_pages_and_lose_nothing() -> None:
    text = text_of(render_team_talk(replace(MINUTES, points=(MinutesPoint(text="下周排班", said="周六缺人。" * 80),) * 60)))
    assert text.count("下周排班") == 60
