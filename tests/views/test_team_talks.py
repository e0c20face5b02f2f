"""Meetings and shared experience through the real window: planned, written, promised, printed, found again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.views.reviews_window import text_of
from tests.views.support import settle, type_chinese
from tests.views.test_one_on_ones_way import Button, Key, Open, opened, zhou
from workbench.services import experience, team_talks
from workbench.services.workspace import Workspace
from workbench.views.one_on_ones.experience_page import ExperiencePage
from workbench.views.one_on_ones.team_page import TeamPage
from workbench.views.one_on_ones.team_people import CAME

__all__ = ["opened", "zhou"]


def test_that_a_meeting_is_planned_written_promised_and_seen_on_paper(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened()
    screen.rooms.enter("team")
    settle(qtbot, context)
    page = screen.rooms.currentWidget()
    assert isinstance(page, TeamPage)
    qtbot.mouseClick(page.empty.button, Button)
    settle(qtbot, context)
    assert page.card is not None
    talk_id = page.card.id
    line = next(iter(page.agenda.lines.values()))
    type_chinese(line.said.editor, "三单成交")
    line.flush()
    settle(qtbot, context)
    type_chinese(page.promises.field, "送样机")
    qtbot.keyClick(page.promises.field, Key.Key_Return)
    settle(qtbot, context)
    page.people.change.click()
    box = page.people.table.item(0, CAME)
    assert box is not None
    box.setCheckState(Qt.CheckState.Unchecked)
    settle(qtbot, context)
    shown = workspace.read(lambda conn: team_talks.load_team_talk(conn, talk_id))
    assert (shown.points[0].said, [one.text for one in shown.actions], [one.missed for one in shown.people]) == (
        "三单成交",
        ["送样机"],
        [True],
    )
    assert "missed it: 周喆" in page.people.line.text()
    qtbot.mouseClick(page.head.hold, Button)
    settle(qtbot, context)
    assert screen.print_out()
    assert page.paper is not None
    qtbot.waitUntil(lambda: page.paper.page_count == 1, timeout=10_000)
    assert "三单成交" in text_of(page.paper.data)
    for _step in range(4):  # held, missed, promised, written
        context.tasks.undo(screen)
        settle(qtbot, context)
    shown = workspace.read(lambda conn: team_talks.load_team_talk(conn, talk_id))
    assert (shown.state, shown.points[0].said, shown.actions) == ("planned", "", ())


def test_that_a_wrong_time_is_said_below_the_field_and_stays(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    workspace.perform("x", lambda uow: team_talks.plan(uow, "weekly", TODAY))
    screen, context = opened()
    screen.rooms.enter("team")
    settle(qtbot, context)
    page = screen.rooms.currentWidget()
    assert isinstance(page, TeamPage)
    start = page.head.fields["start"]
    qtbot.keyClicks(start.editor, "25:00")
    qtbot.keyClick(start.editor, Key.Key_Return)
    settle(qtbot, context)
    assert (start.complaint, start.editor.property("text")) == ("Write the time as 14:30.", "25:00")


def test_that_an_experience_is_written_in_place_and_found_by_a_tag(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened()
    screen.rooms.enter("experience")
    settle(qtbot, context)
    page = screen.rooms.currentWidget()
    assert isinstance(page, ExperiencePage)
    qtbot.mouseClick(page.empty.button, Button)
    settle(qtbot, context)
    type_chinese(page.form.fields["tags"].editor, "试用装")
    type_chinese(page.form.fields["customer_id"].editor, "没有的客户")
    page.flush()
    settle(qtbot, context)
    assert "没有的客户" in page.form.fields["customer_id"].complaint
    assert [row.tags for row in workspace.read(experience.load_entries).rows] == [("试用装",)]
    page.filter.setText("试用")
    qtbot.waitUntil(lambda: page.count.text() == "1 entry", timeout=2000)
    page.filter.setText("别的")
    qtbot.waitUntil(lambda: page.count.text() == "0 entries", timeout=2000)
    assert not page.form.isVisible()
