"""Pictures of every screen in both languages and both themes, from the real window, for the tour and the README.

Run as `python -m workbench --pictures FOLDER [--one] [--db DATABASE --today DATE]`, also in a bundle (`--one`: a single
picture, as a proof). Without a database it makes its own sample team in a temporary folder; the passphrase of a given one
stands in WORKBENCH_PASSPHRASE.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from workbench import i18n
from workbench.services import sample
from workbench.services.workspace import Workspace
from workbench.views.change_hub import ChangeHub
from workbench.views.collector import Collector
from workbench.views.context import Context, Destination
from workbench.views.fonts import load_fonts
from workbench.views.main_window import MainWindow
from workbench.views.messages import Messages
from workbench.views.screens import entries
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks
from workbench.views.theme import theme

TODAY = date(2026, 11, 23)
SIZE = (1440, 900)
PATIENCE = 15.0  # seconds for a screen to come to rest
CALM = 0.4


def nowhere(_destination: Destination) -> None:
    """Pictures follow no links."""


def settle(qt: QCoreApplication, tasks: Tasks) -> None:
    """Until nothing is under way for a while; painted and laid out."""
    end, calm = time.monotonic() + PATIENCE, time.monotonic() + CALM
    while time.monotonic() < end and (time.monotonic() < calm or not tasks.idle):
        qt.processEvents()
        qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if not tasks.idle:
            calm = time.monotonic() + CALM
        time.sleep(0.01)


def _sample(home: Path, language: str) -> Workspace:
    made, _recovery = Workspace.create(home / f"{language}.wbdb", "a passphrase for pictures", backups=home / "backups")
    sample.fill(made, today=TODAY, language=language)
    return made


def take(folder: Path, language: str, qt: QApplication, home: Path, asked: argparse.Namespace) -> int:
    """All screens of one language, light and dark, or only the first; returns how many."""
    i18n.use(language)
    theme().apply(dark=False, latin=language == "en")
    one: bool = asked.one
    workspace = (
        Workspace.open(asked.db, os.environ["WORKBENCH_PASSPHRASE"], backups=asked.db.parent / "backups")
        if asked.db
        else _sample(home, language)
    )
    tasks, hub = Tasks(workspace), ChangeHub()
    tasks.changed.connect(hub.changed)
    context = Context(workspace, tasks, hub, Settings(home / f"{language}.ini"), Messages(), nowhere, lambda: asked.today)
    window = MainWindow(context, entries())
    window.resize(*SIZE)
    window.show()
    count = 0
    for name, dark in (("light", False),) if one else (("light", False), ("dark", True)):
        theme().apply(dark=dark)
        for entry in entries()[:1] if one else entries():
            window.show_screen(entry.key)
            settle(qt, tasks)
            window.grab().save(str(folder / f"{entry.key}-{language}-{name}.png"))
            count += 1
    window.close()
    tasks.close()
    workspace.close()
    return count


def main(arguments: list[str]) -> int:
    """Write into FOLDER/screens; 0 when every picture was taken."""
    parser = argparse.ArgumentParser(prog="workbench --pictures")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/tour"))
    parser.add_argument("--one", action="store_true")
    parser.add_argument("--db", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY)
    asked = parser.parse_args(arguments)
    one: bool = asked.one
    folder: Path = asked.folder / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    found = QApplication.instance()
    qt = found if isinstance(found, QApplication) else QApplication(["pictures"])
    qt.setStyle("Fusion")
    load_fonts()
    Collector(qt)
    taken = 0
    with tempfile.TemporaryDirectory() as home:
        for language in i18n.LANGUAGES[:1] if one else i18n.LANGUAGES:
            taken += take(folder, language, qt, Path(home), asked)
    return 0 if taken == (1 if one else 2 * 2 * len(entries())) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
