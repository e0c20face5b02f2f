"""Helpers of the window tests: a context around a workspace, and waiting until nothing is under way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from workbench.services.workspace import Workspace
from workbench.views.change_hub import ChangeHub
from workbench.views.context import Context, Destination
from workbench.views.fonts import load_fonts
from workbench.views.messages import Messages
from workbench.views.screen import Screen
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks
from workbench.views.theme import theme

S = TypeVar("S", bound=Screen)

_ready: list[bool] = []
visited: list[Destination] = []


def today() -> date:
    return TODAY


def make_context(workspace: Workspace, folder: Path) -> Context:
    """A context as app.py builds it; where it navigates is kept in `visited`."""
    if not _ready:
        load_fonts()
        theme().apply(dark=False)
        _ready.append(True)
    hub = ChangeHub()
    tasks = Tasks(workspace)
    tasks.changed.connect(hub.changed)
    visited.clear()
    return Context(workspace, tasks, hub, Settings(folder / "settings.ini"), Messages(), visited.append, today)


def wait(qtbot: QtBot, context: Context) -> None:
    """Until all reads and writes have come back."""
    qtbot.waitUntil(lambda: context.tasks.idle, timeout=10_000)
    QApplication.processEvents()


def type_chinese(widget: QWidget, text: str) -> None:
    """Commit text as an input method does; keyClicks with Chinese would abort the process."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def settle(qtbot: QtBot, context: Context, rounds: int = 3) -> None:
    """Reads follow writes, figures follow reads: until all have come back."""
    for _ in range(rounds):
        wait(qtbot, context)


def opened(kind: type[S], context: Context, qtbot: QtBot, width: int = 1084, height: int = 620) -> S:
    """A screen of this kind, exposed and with everything read."""
    made = kind(context)
    qtbot.addWidget(made)
    made.resize(width, height)
    with qtbot.waitExposed(made):
        made.show()
    settle(qtbot, context)
    return made


def editor(page: Any, field: str) -> QWidget:
    """The editor of a field of a card's part."""
    found: QWidget = next(row.editor for row in page.fields if row.field == field)
    return found


def retype(qtbot: QtBot, edit: QWidget, text: str) -> None:
    """Type over a line and press Enter; Chinese comes through the input method."""
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.selectAll()
    type_chinese(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def pick(box: QComboBox, data: object) -> None:
    """Choose an entry as a user does."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())
