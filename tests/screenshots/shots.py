"""Taking the pictures: every screen of the sample team at 1280×720 in one language, light and dark, in a process of its own.

Run as `python -m tests.screenshots.shots FOLDER LANGUAGE [KEY …]`. The answer is a line of JSON: picture to what went wrong.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from workbench import i18n
from workbench.services import sample
from workbench.services.workspace import Workspace
from workbench.views.change_hub import ChangeHub
from workbench.views.context import Context, Destination
from workbench.views.fonts import load_fonts
from workbench.views.main_window import MainWindow
from workbench.views.messages import Messages
from workbench.views.screens import entries
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks
from workbench.views.theme import theme
from workbench.views.widgets.basic import Card, ElidedText

SIZE = (1280, 720)
TODAY = date(2026, 11, 23)
CALM, PATIENCE = 0.3, 30.0  # seconds
SOON_MS = 1000
PAINT_ROUNDS = 3
THEMES = (("light", False), ("dark", True))
LEAST_CARD = 4000  # square pixels of a card that is hidden on purpose
PLANTED = "planted"


def today() -> date:
    return TODAY


def nowhere(_destination: Destination) -> None:
    """Pictures follow no links."""


class Faults:
    """Exceptions that reached the event loop while a screen was shown."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.found.append("".join(traceback.format_exception(kind, error, trace)))

    def take(self) -> str:
        text, self.found = "\n".join(self.found), []
        return text


def waits(window: QWidget) -> bool:
    """Whether some part will do something soon: a pause before it reads, writes or paints anew."""
    return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON_MS for timer in window.findChildren(QTimer))


def settle(qt: QCoreApplication, tasks: Tasks, window: QWidget) -> str:
    """Until nothing is under way for a while; a complaint where that never comes."""
    end, calm = time.monotonic() + PATIENCE, time.monotonic() + CALM
    while True:
        qt.processEvents()
        qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        now = time.monotonic()
        if not tasks.idle or waits(window):  # asked in each round: a worker may keep this thread for longer than the calm
            calm = now + CALM
        elif now > calm:
            return ""
        if now > end:
            return f"it did not come to rest in {PATIENCE:.0f} s"
        time.sleep(0.005)


def paint(qt: QCoreApplication) -> None:
    for _round in range(PAINT_ROUNDS):
        qt.processEvents()


def still(window: QWidget, home: Path) -> None:
    """No caret, and nothing that is another one on each machine: the folder of the database."""
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    for widget in window.findChildren(QWidget):
        shown = widget.full_text if isinstance(widget, ElidedText) else widget.text() if isinstance(widget, QLabel | QLineEdit) else ""
        if str(home) in shown and isinstance(widget, ElidedText | QLabel | QLineEdit):
            widget.setText(shown.replace(str(home), "/team"))


def grab(window: MainWindow, path: Path) -> None:
    window.grab().save(str(path))


def hide_card(window: MainWindow) -> str:
    """Blank the smallest card in sight where it stands, as a mistake would; the name of its class, empty without one."""
    page = window.current
    assert page is not None
    inside = window.rect()
    cards = [
        card for card in page.findChildren(Card)
        if card.isVisible() and card.width() * card.height() >= LEAST_CARD and inside.contains(card.mapTo(window, QPoint(card.width() - 1, card.height() - 1)))
    ]  # fmt: skip
    if not cards:
        return ""
    card = min(cards, key=lambda one: one.width() * one.height())
    policy = card.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    card.setSizePolicy(policy)
    card.hide()
    return type(card).__name__


def take(folder: Path, language: str, keys: list[str], qt: QApplication, home: Path) -> dict[str, str]:
    """All pictures of one language; picture to what went wrong, empty where all is well."""
    faults = Faults()
    sys.excepthook = faults.hook
    i18n.use(language)
    theme().apply(dark=False, latin=language == "en")
    workspace, _recovery = Workspace.create(home / "team.wbdb", "a passphrase for pictures", backups=home / "backups")
    sample.fill(workspace, today=TODAY, language=language)
    tasks, hub = Tasks(workspace), ChangeHub()
    tasks.changed.connect(hub.changed)
    window = MainWindow(Context(workspace, tasks, hub, Settings(home / "settings.ini"), Messages(), nowhere, today), entries())
    window.resize(*SIZE)
    window.show()
    told: dict[str, str] = {}

    def guarded(name: str, job: Callable[[], str]) -> None:
        try:
            wrong = job()
        except Exception:  # one broken screen must not take the others' pictures with it
            wrong = traceback.format_exc()
        told[name] = "\n".join(part for part in (wrong, faults.take()) if part)

    def one(name: str, key: str) -> str:
        window.show_screen(key)
        wrong = settle(qt, tasks, window)
        still(window, home)
        paint(qt)
        if key in keys:
            grab(window, folder / f"{name}.png")
        return wrong

    def planted(key: str) -> str:
        window.show_screen(key)
        wrong = settle(qt, tasks, window)
        still(window, home)
        if hide_card(window):
            paint(qt)
            grab(window, folder / f"{PLANTED}-{key}-{language}-dark.png")
        return wrong

    for word, dark in THEMES:
        theme().apply(dark=dark)
        for key in (entry.key for entry in entries()):  # all are visited in the same order: each leaves its note in the rail
            name = f"{key}-{language}-{word}"
            guarded(name, partial(one, name, key))
    for key in keys:
        guarded(f"{PLANTED}-{key}-{language}-dark", partial(planted, key))
    window.close()
    tasks.close()
    workspace.close()
    return told


def main(arguments: list[str]) -> int:
    folder, language, *keys = arguments
    known = [entry.key for entry in entries()]
    found = QApplication.instance()
    qt = found if isinstance(found, QApplication) else QApplication(["pictures"])
    qt.setStyle("Fusion")
    qt.setCursorFlashTime(0)
    load_fonts()
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        told = take(Path(folder), language, [key for key in known if not keys or key in keys], qt, Path(home))
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
