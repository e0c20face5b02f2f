"""Today: what needs somebody, with one action each that leads there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.views.support import make_context, visited, wait
from workbench import i18n
from workbench.errors import Refused
from workbench.services import today as service
from workbench.services.workspace import Workspace
from workbench.views.context import Context, Destination
from workbench.views.screens import entries
from workbench.views.today.screen import LinkRow, TodayScreen
from workbench.views.widgets.panels import ErrorState


def shown(context: Context, qtbot: QtBot) -> TodayScreen:
    screen = TodayScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1244, 820)
    with qtbot.waitExposed(screen):
        screen.show()
    wait(qtbot, context)
    return screen


def rows(screen: TodayScreen) -> list[LinkRow]:
    return [row for row in screen._scroll.widget().findChildren(LinkRow) if row.isVisible()]


def test_that_every_line_leads_to_a_screen_that_exists(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    assert screen._board is not None
    assert screen._board.items
    known = {entry.key for entry in entries()}
    for row in rows(screen):
        visited.clear()
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert [to.screen in known for to in visited] == [True], row.accessibleName()


def test_that_enter_does_what_the_line_offers(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    row = rows(screen)[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert visited == [row._destination]


def test_that_no_line_shows_a_placeholder_or_stays_english_in_chinese(context: Context, qtbot: QtBot) -> None:
    for language in ("en", "zh_CN"):
        i18n.use(language)
        screen = shown(context, qtbot)
        texts = [row.accessibleName() for row in rows(screen)]
        assert texts
        assert [text for text in texts if "{" in text or not text.strip()] == []
    needs = [text for text in texts if not any("\u4e00" <= character <= "\u9fff" for character in text)]
    assert needs == []


def test_that_the_primary_button_leads_to_the_week(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    screen.primary().click()
    assert visited == [Destination("planning")]


def test_that_the_badge_counts_what_is_late(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    assert screen._board is not None
    with qtbot.waitSignal(screen.noted) as noted:
        screen.reload()
    assert noted.args == ["today", sum(item.tone == "bad" for item in screen._board.items), ""]


def test_that_reading_again_shows_the_same(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    first = screen._board
    context.tasks.write(screen, "Note", lambda uow: None)
    wait(qtbot, context)
    wait(qtbot, context)
    assert screen._board is not None
    assert screen._board == first


def test_that_a_read_that_fails_says_so_and_is_tried_again(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_conn: object, today: object) -> None:
        raise Refused("There is no {what}.", code="GONE", what="reason")

    monkeypatch.setattr(service, "load_today", fails)
    screen = shown(context, qtbot)
    error = screen._stack.currentWidget()
    assert isinstance(error, ErrorState)
    assert "There is no reason." in [label.text() for label in error.findChildren(QLabel)]
    monkeypatch.undo()
    error.button.click()
    wait(qtbot, context)
    assert screen._stack.currentWidget() is screen._scroll
    assert rows(screen)


def test_that_a_page_that_can_no_longer_be_read_does_not_stay_as_if_it_were_true(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = shown(context, qtbot)
    monkeypatch.setattr(service, "load_today", lambda _conn, today: 1 / 0)
    screen.reload()
    wait(qtbot, context)
    assert isinstance(screen._stack.currentWidget(), ErrorState)


def test_that_an_empty_database_offers_the_way_in(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    context = make_context(workspace, tmp_path)
    screen = shown(context, qtbot)
    assert screen._empty.isVisible()
    assert screen._empty.button.isVisible()
    screen._empty.button.click()
    assert visited == [Destination("data", {"import": "people"})]
    context.tasks.close()
