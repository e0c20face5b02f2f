"""Helpers of the window tests: a context around a workspace, and waiting until nothing is under way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from workbench.services.workspace import Workspace
from workbench.views.change_hub import ChangeHub
from workbench.views.context import Context, Destination
from workbench.views.messages import Messages
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks
from workbench.views.theme import load_fonts, theme

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
