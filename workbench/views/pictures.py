"""Pictures of every screen in both languages and both themes, from the real window, for the tour and the README.

Run as `python -m workbench --pictures FOLDER [--one]`, also in a bundle (`--one`: a single picture, as a proof).
It makes its own sample team in a temporary folder.
"""

from __future__ import annotations

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
from workbench.views.main_window import MainWindow
from workbench.views.messages import Messages
from workbench.views.screens import entries
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks
from workbench.views.theme import load_fonts, theme

TODAY = date(2026, 11, 23)
SIZE = (1440, 900)
PATIENCE = 15.0  # seconds for a screen to come to rest
CALM = 0.4


def today() -> date:
    return TODAY


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


def take(folder: Path, language: str, qt: QApplication, home: Path, *, one: bool = False) -> int:
    """All screens of one language, light and dark, or only the first; returns how many."""
    i18n.use(language)
    theme().apply(dark=False, latin=language == "en")
    workspace, _recovery = Workspace.create(home / f"{language}.wbdb", "a passphrase for pictures", backups=home / "backups")
    sample.fill(workspace, today=TODAY, language=language)
    tasks, hub = Tasks(workspace), ChangeHub()
    tasks.changed.connect(hub.changed)
    context = Context(workspace, tasks, hub, Settings(home / f"{language}.ini"), Messages(), nowhere, today)
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
    one = "--one" in arguments
    places = [word for word in arguments if word != "--one"]
    folder = Path(places[0] if places else "build/tour") / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    found = QApplication.instance()
    qt = found if isinstance(found, QApplication) else QApplication(["pictures"])
    qt.setStyle("Fusion")
    load_fonts()
    Collector(qt)
    taken = 0
    with tempfile.TemporaryDirectory() as home:
        for language in i18n.LANGUAGES[:1] if one else i18n.LANGUAGES:
            taken += take(folder, language, qt, Path(home), one=one)
    return 0 if taken == (1 if one else 2 * 2 * len(entries())) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
