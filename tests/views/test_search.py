"""Search in the records through the real window: from the palette, typed in Chinese, by kind, opened, and after a change."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.views.support import make_context, settle, type_chinese
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_record, people, team_talks
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views import screens
from workbench.views.context import Context
from workbench.views.main_window import MainWindow
from workbench.views.one_on_ones.screen import OneOnOnesScreen
from workbench.views.one_on_ones.team_page import TeamPage
from workbench.views.search.screen import SearchScreen

Key = Qt.Key


@pytest.fixture
def zhou(workspace: Workspace) -> int:
    def write(uow: UnitOfWork) -> int:
        person = people.add_person(uow, "周喆", code="P1")
        one_on_ones_record.write_note(uow, person, "客户反映送货慢", TODAY)
        one_on_ones_record.write_note(uow, person, "家里送货的事", TODAY, visibility="sensitive")
        team_talks.add_point(uow, team_talks.plan(uow, "weekly", TODAY), "送货时间")
        return person

    return int(str(workspace.perform("Fill", write).result))


@pytest.fixture
def window(workspace: Workspace, zhou: int, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    found = {entry.key: entry for entry in screens.entries()}
    context = make_context(workspace, tmp_path)
    made = MainWindow(context, [found[key] for key in ("one_on_ones", "customers", "search")])
    object.__setattr__(context, "go", made.go)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_screen("one_on_ones")
    settle(qtbot, context)
    return made


def page(window: MainWindow) -> SearchScreen:
    assert isinstance(window.current, SearchScreen)
    return window.current


def kinds(screen: SearchScreen) -> list[str]:
    return [screen.kinds.item(row).text() for row in range(screen.kinds.count())]


def finish(qtbot: QtBot, context: Context, screen: SearchScreen) -> None:
    qtbot.waitUntil(lambda: not screen._pause.isActive(), timeout=2000)
    settle(qtbot, context)


def test_that_what_is_typed_into_the_palette_is_found_in_the_records_and_opened(window: MainWindow, zhou: int, qtbot: QtBot) -> None:
    context = window.context
    qtbot.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    type_chinese(window.palette_popup.input, "送货")
    settle(qtbot, context)
    qtbot.keyClick(window.palette_popup.input, Key.Key_Return)
    screen = page(window)
    finish(qtbot, context, screen)
    assert kinds(screen) == ["Everything · 2", "One-on-one record · 1", "Team meeting · 1"]
    assert screen.line.text() == "2 records"
    assert "search" not in window.rail.items
    qtbot.keyClick(screen.field, Key.Key_Return)
    settle(qtbot, context)
    talk = window.current
    assert isinstance(talk, OneOnOnesScreen)
    assert talk.state()["person_id"] == zhou


def test_that_a_kind_narrows_and_a_meeting_opens_where_it_stands(window: MainWindow, qtbot: QtBot) -> None:
    context = window.context
    qtbot.keyClick(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    screen = page(window)
    assert screen.field.hasFocus()
    type_chinese(screen.field, "送")
    finish(qtbot, context, screen)
    screen.kinds.setCurrentRow(2)
    settle(qtbot, context)
    assert screen.hits.count() == 1
    qtbot.keyClick(screen.field, Key.Key_Down)
    qtbot.keyClick(screen.field, Key.Key_Return)
    settle(qtbot, context)
    talk = window.current
    assert isinstance(talk, OneOnOnesScreen)
    room = talk.rooms.currentWidget()
    assert isinstance(room, TeamPage)
    assert room.card is not None


def test_that_a_change_elsewhere_is_found_when_one_comes_back_and_nothing_found_says_so(
    window: MainWindow, zhou: int, qtbot: QtBot
) -> None:
    context = window.context
    window.search_records("样机")
    screen = page(window)
    finish(qtbot, context, screen)
    assert (screen.hits.count(), screen.line.text()) == (0, "Nothing holds “样机”.")
    window.show_screen("customers")
    settle(qtbot, context)
    context.tasks.write(window, "Add", partial(talks.add_point, person_id=zhou, text="样机够不够", today=TODAY))
    settle(qtbot, context)
    window.show_screen("search")
    finish(qtbot, context, screen)
    assert screen.hits.count() == 1
    qtbot.keyClick(screen.field, Key.Key_Escape)
    finish(qtbot, context, screen)
    assert (screen.field.text(), screen.hits.count()) == ("", 0)
