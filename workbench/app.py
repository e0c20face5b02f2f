"""The window's composition root: builds each thing once, hands it on, and ends everything in order.

The first frame is painted before SQLAlchemy, Alembic, NumPy, OR-Tools, ReportLab or pyqtgraph are imported;
they arrive on a thread while somebody types a passphrase or reads the screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from workbench import i18n, logs, paths
from workbench.i18n import N_, _
from workbench.views.context import Context, Destination
from workbench.views.first_start import FirstStart, Wish
from workbench.views.settings import Settings
from workbench.views.tasks import Background, Tasks
from workbench.views.theme import load_fonts, theme

SAMPLE_PASSPHRASE = "sample team of the workbench"


def display_missing() -> bool:
    """True where Qt would end the process because there is nowhere to show a window."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return sys.platform == "linux" and not chosen and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="workbench")
    parser.add_argument("--sample", action="store_true", help="open the sample team, made when it is not there yet")
    parser.add_argument("--db", metavar="FOLDER")
    parser.add_argument("--lang", choices=i18n.LANGUAGES)
    parser.add_argument("--today", metavar="DATE")
    return parser.parse_args(list(given))


class Application(QObject):
    """Owns the windows and the open database, one at a time."""

    def __init__(self, qt: QApplication, arguments: argparse.Namespace, crash: str) -> None:
        super().__init__()
        self._qt, self._arguments, self._crash = qt, arguments, crash
        self.settings = Settings()
        self._translator: QTranslator | None = None
        self._background = Background(self)
        self._workspace: Any = None
        self._tasks: Tasks | None = None
        self._pending: Any = None
        self.window: QWidget | None = None
        self.use_language(arguments.lang or self.settings.language or i18n.system_language())
        load_fonts()
        self.apply_appearance()
        qt.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    # -- language and appearance

    def use_language(self, name: str) -> None:
        """Ours and Qt's own dialogs."""
        i18n.use(name)
        if self._translator is not None:
            self._qt.removeTranslator(self._translator)
            self._translator = None
        if name == "zh_CN":
            translator = QTranslator(self)
            if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self._qt.installTranslator(translator)
                self._translator = translator

    def apply_appearance(self) -> None:
        chosen = self.settings.theme
        dark = chosen == "dark" or (chosen == "system" and self._qt.styleHints().colorScheme() == Qt.ColorScheme.Dark)
        theme().apply(dark=dark, scale=self.settings.scale, latin=not i18n.is_chinese())

    def _on_system_scheme(self) -> None:
        if self.settings.theme == "system":
            self.apply_appearance()

    def _on_language(self, name: str) -> None:
        self.settings.language = name
        self.use_language(name)
        self.apply_appearance()
        rebuild = getattr(self.window, "rebuild", None)
        if rebuild is not None:
            rebuild()

    # -- starting

    def start(self) -> None:
        """Show the first window; what opens is decided by the arguments, the last database, or the person."""
        path = Path(self._arguments.db) if self._arguments.db else None
        if path is None and not self._arguments.sample and self.settings.recent:
            path = self.settings.recent[0]
        self._show_first(None if self._arguments.sample else path)
        if self._arguments.sample:
            QTimer.singleShot(0, self._open_sample)

    def _show_first(self, path: Path | None) -> None:
        window = FirstStart(self.settings, paths.data_folder(), path, self._crash)
        window.wished.connect(self._on_wish)
        window.language_chosen.connect(self._on_language)
        self._replace(window)

    def _replace(self, window: QWidget) -> None:
        old, self.window = self.window, window
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _first(self) -> FirstStart:
        assert isinstance(self.window, FirstStart)
        return self.window

    def _open_sample(self) -> None:
        self._on_wish(Wish("sample"))

    def _on_wish(self, wish: Wish) -> None:
        first = self._first()
        if wish.kind == "finish":
            self._enter(self._pending)
        elif wish.kind == "sample":
            first.set_busy(_("Preparing the sample team …"))
            self._background.run(first, self._make_sample, self._enter, first.refuse)
        elif wish.kind == "create":
            first.set_busy(_("Creating …"))
            self._background.run(first, lambda: _create(wish), self._created, first.refuse)
        else:
            first.set_busy(_("Opening …"))
            self._background.run(first, lambda: _open(wish), self._enter, first.refuse)

    def _make_sample(self) -> Any:
        from workbench.services import sample
        from workbench.services.workspace import Workspace

        language = i18n.language()
        path = paths.data_folder() / (_("Sample team") + ".wbdb")
        if path.exists():
            return Workspace.open(path, SAMPLE_PASSPHRASE)
        made, _recovery = Workspace.create(path, SAMPLE_PASSPHRASE)
        sample.fill(made, today=self.today(), language=language)
        return made

    def _created(self, result: tuple[Any, str]) -> None:
        self._pending, key = result
        self._first().show_recovery_key(key)

    def today(self) -> date:
        return date.fromisoformat(self._arguments.today) if self._arguments.today else datetime.now().astimezone().date()

    # -- the open database

    def _enter(self, workspace: Any) -> None:
        from workbench.views.change_hub import ChangeHub
        from workbench.views.main_window import MainWindow
        from workbench.views.messages import Messages

        self._workspace = workspace
        self.settings.add_recent(workspace.path)
        self._tasks = Tasks(workspace)
        hub = ChangeHub(self)
        self._tasks.changed.connect(hub.changed)
        context = Context(workspace, self._tasks, hub, self.settings, Messages(self), self._go, self.today)
        window = MainWindow(context, entries())
        window.language_chosen.connect(self._on_language)
        window.appearance_chosen.connect(self.apply_appearance)
        window.other_database.connect(self._on_other)
        self._replace(window)
        window.show_screen(entries()[0].key)

    def _go(self, destination: Destination) -> None:
        go = getattr(self.window, "go", None)
        if go is not None:
            go(destination)

    def _on_other(self) -> None:
        self._show_first(None)
        self._leave()

    def _leave(self) -> None:
        if self._tasks is not None:
            self._tasks.close()
            self._tasks = None
        if self._workspace is not None:
            if self._workspace.changed_since_backup:
                self._workspace.backup(reason="close")
            self._workspace.close()
            self._workspace = None

    def shut_down(self) -> None:
        """Window, work, database, in this order."""
        if self.window is not None:
            self.window.hide()
        self._background.close()
        self._leave()


def _create(wish: Wish) -> tuple[Any, str]:
    from workbench.services import policy
    from workbench.services.workspace import Workspace

    assert wish.path is not None
    made, key = Workspace.create(wish.path, wish.passphrase)
    made.perform(N_("Fill in calendars and legal figures"), policy.seed_policy, undoable=False)
    return made, key


def _open(wish: Wish) -> Any:
    from workbench.services.workspace import Workspace

    assert wish.path is not None
    return Workspace.open(wish.path, wish.passphrase)


def entries() -> list[Any]:
    """The screens of the rail in order; each is imported when it is first shown."""
    from workbench.views import screens

    return screens.entries()


def run(given: Sequence[str]) -> int:
    """Open the window and stay until it is closed."""
    arguments = _arguments(given)
    i18n.use(arguments.lang or i18n.system_language())
    if display_missing():
        print(_("There is no display here, so the window cannot open. `workbench --help` shows what works without one."), file=sys.stderr)  # noqa: T201
        return 3
    logs.set_up()
    crash = logs.previous_crash() or ""
    logs.mark_running()
    qt = QApplication.instance() or QApplication(["workbench"])
    assert isinstance(qt, QApplication)
    qt.setApplicationName("Workbench")
    qt.setStyle("Fusion")
    application = Application(qt, arguments, crash)
    application.start()
    status = qt.exec()
    application.shut_down()
    logs.mark_clean()
    logs.shut_down()
    return status
