"""Stretched words: at 1280 x 720 nothing needs a horizontal scroll bar and no button is cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QScrollArea, QTableWidget
from pytestqt.qtbot import QtBot

from tests.views.support import make_context, wait
from workbench import i18n
from workbench.services.workspace import Workspace
from workbench.views import screens
from workbench.views.context import Context
from workbench.views.first_start import FirstStart
from workbench.views.main_window import MainWindow
from workbench.views.settings import Settings

KEYS = ("today", "planning", "one_on_ones", "reviews", "customers", "people", "data", "preferences")
STEADY = ("one_on_ones", "reviews", "customers", "people")


@pytest.fixture
def context(sample_workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> Iterator[Context]:
    made = make_context(sample_workspace, tmp_path)
    i18n.use(i18n.PSEUDO)
    yield made
    made.tasks.close()


@pytest.mark.parametrize("key", KEYS)
def test_that_a_screen_has_room_for_long_words(context: Context, qtbot: QtBot, key: str) -> None:
    found = {entry.key: entry for entry in screens.entries()}
    window = MainWindow(context, [found[name] for name in KEYS])
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    window.show_screen(key)
    for _ in range(3):
        wait(qtbot, context)
    assert (window.width(), window.height()) == (1280, 720)
    assert window.current is not None
    areas = [area for area in window.current.findChildren(QAbstractScrollArea) if area.isVisible() and not isinstance(area, QTableWidget)]
    assert [type(area).__name__ for area in areas if area.horizontalScrollBar().isVisible()] == []
    if key in STEADY:  # nothing is lost beyond an edge that cannot be scrolled to
        inner = [(area.widget(), area) for area in areas if isinstance(area, QScrollArea)]
        wide = [widget.width() - area.viewport().width() for widget, area in inner if widget is not None]
        assert [more for more in wide if more > 0] == []
    cut = [
        b.text()
        for b in window.findChildren(QPushButton)
        if b.isVisible() and b.text() and b.width() < min(b.sizeHint().width(), b.maximumWidth())
    ]
    assert cut == []


def test_that_the_first_window_has_room_for_long_words(tmp_path: Path, qtbot: QtBot) -> None:
    i18n.use(i18n.PSEUDO)
    first = FirstStart(Settings(tmp_path / "s.ini"), tmp_path)
    qtbot.addWidget(first)
    first.resize(1280, 720)
    with qtbot.waitExposed(first):
        first.show()
    for page in (first._welcome_page, first._create_page):
        first.show_page(page)
        qtbot.wait(20)
        assert [b.text() for b in first._buttons if b.width() < b.sizeHint().width()] == []
        assert first.size().height() == 720
