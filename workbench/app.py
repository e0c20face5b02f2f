"""The window's composition root: builds each thing once, hands it on, and ends everything in order.

The first frame is painted before SQLAlchemy, Alembic, NumPy, OR-Tools, ReportLab or pyqtgraph are imported;
they arrive on a thread while somebody types a passphrase or reads the screen.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QWidget

from workbench import i18n, paths
from workbench.errors import KnownError
from workbench.i18n import N_, _
from workbench.views.settings import Settings

if TYPE_CHECKING:  # each is imported where it is first needed: while fonts are read, or after the first frame
    from workbench.services.workspace import Workspace
    from workbench.views.context import Destination
    from workbench.views.first_start import FirstStart, Wish
    from workbench.views.single_window import SingleWindow
    from workbench.views.tasks import Background, Tasks

SAMPLE_PASSPHRASE = "sample team of the workbench"  # the sample holds invented people only
SAMPLE_NAMES = ("示例团队", "Sample team")  # in every language; catalogues are not read for it before the first frame
NO_DISPLAY, ALREADY_OPEN = 3, 0
HEAVY = (
    "sqlalchemy", "sqlalchemy.orm", "sqlcipher3", "workbench.storage.unit_of_work", "workbench.storage.actions", "workbench.services.people",
    "workbench.views.main_window", "workbench.views.today.screen", "workbench.views.charts.pace",
)  # fmt: skip
LATER = (
    "pypinyin",
    *(f"workbench.views.{name}.screen" for name in ("planning", "one_on_ones", "reviews", "customers", "people", "data", "preferences")),
)
LATER_MS = 1500  # when the first screen is there: what a written name and the other screens need


@dataclass(slots=True)
class Start:
    """What the words of the call ask for: the sample team, a database, a language, another day than today (ISO)."""

    sample: bool = False
    db: str | None = None
    lang: str | None = None
    today: str | None = None


def _start(given: Sequence[str]) -> Start:
    """Without a word nothing is parsed: the parser alone takes as long as a tenth of the first frame."""
    if not given:
        return Start()
    import argparse

    parser = argparse.ArgumentParser(prog="workbench")
    parser.add_argument(
        "--sample",
        action="store_true",
        help="open the sample team where no database is named or was opened before; it is made when it is not there yet",
    )
    parser.add_argument("--db", metavar="FOLDER")
    parser.add_argument("--lang", choices=i18n.LANGUAGES)
    parser.add_argument("--today", metavar="DATE")
    return parser.parse_args(list(given), namespace=Start())


def warm_up() -> None:
    """Read and import what the first database and its window will need; off the main thread, after the first frame.

    The collector never looks at the loaded modules again: that would hold up the window each time.
    """
    from workbench.views.theme import load_icons

    load_icons()
    for name in HEAVY:
        import_module(name)
    gc.freeze()


def warm_up_later() -> None:
    """Import what the other screens need, so that the first visit of one does not hold up the window."""
    for name in LATER:
        import_module(name)
    gc.freeze()


class Application(QObject):
    """Owns the windows and the open database, one at a time."""

    painted = Signal()  # once, after the first frame

    def __init__(self, qt: QApplication, arguments: Start, crash: str, settings: Settings | None = None) -> None:
        super().__init__()
        self._qt, self._arguments, self._crash = qt, arguments, crash
        self.settings = settings or Settings()
        self._translator: QTranslator | None = None
        self._openings: Background | None = None  # made when there is something to do
        self._imports: Background | None = None  # beside it: keys are derived while modules are loaded
        self._workspace: Workspace | None = None
        self._opened: list[Workspace] = []  # also those whose window was closed before they arrived
        self._tasks: Tasks | None = None
        self._pending: Workspace | None = None
        self.window: QWidget | None = None
        self.use_language(arguments.lang or self.settings.language or i18n.system_language())
        from workbench import threads
        from workbench.views.fonts import load_fonts

        with threads.beside(load_fonts, "fonts"):  # reading them takes as long as importing the first window
            import_module("workbench.views.first_start")
        self.apply_appearance()
        qt.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    # -- language and appearance

    def use_language(self, name: str) -> None:
        """Ours, Qt's own dialogs, and the numbers and calendars of Qt's editors."""
        i18n.use(name)
        if self._translator is not None:
            self._qt.removeTranslator(self._translator)
            self._translator = None
        chinese = name == "zh_CN"
        country = QLocale.Country.China if chinese else QLocale.Country.UnitedKingdom  # weeks begin on Monday in both
        QLocale.setDefault(QLocale(QLocale.Language.Chinese if chinese else QLocale.Language.English, country))
        if chinese:
            translator = QTranslator(self)
            if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self._qt.installTranslator(translator)
                self._translator = translator

    def apply_appearance(self) -> None:
        from workbench.views.theme import system_is_dark, theme

        follows = self.settings.theme == "system"
        dark = system_is_dark() if follows else self.settings.theme == "dark"
        theme().apply(dark=dark, scale=self.settings.scale, latin=not i18n.is_chinese(), follows=follows)

    def _on_system_scheme(self) -> None:
        from workbench.views.theme import system_is_dark, theme

        # Our own switching is heard here too; only a system that disagrees with what is shown is news.
        if self.settings.theme == "system" and system_is_dark() != theme().tokens.is_dark:
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
        if path is None and self.settings.recent:
            path = self.settings.recent[0]
        wants_sample = self._arguments.sample and path is None  # a database of one's own comes before it
        self._arguments.sample = wants_sample or path == self._sample_path()  # nobody knows its passphrase
        first = self._show_first(None if self._arguments.sample else path)
        first.painted.connect(self._on_first_frame)

    def _on_first_frame(self) -> None:
        from workbench.views.collector import Collector
        from workbench.views.first_start import Wish
        from workbench.views.tasks import Background

        Collector(self)
        self._imports = Background(self)
        self._imports.prepare(warm_up)
        if self._arguments.sample:
            self._on_wish(Wish("sample"))
        self.painted.emit()

    @property
    def _background(self) -> Background:
        """The thread of what has no database yet: opening, creating, filling the sample team."""
        if self._openings is None:
            from workbench.views.tasks import Background

            self._openings = Background(self)
        return self._openings

    def _show_first(self, path: Path | None) -> FirstStart:
        from workbench.views.first_start import FirstStart

        window = FirstStart(self.settings, paths.data_folder(), path, self._crash, self._sample_path())
        window.wished.connect(self._on_wish)
        window.language_chosen.connect(self._on_language)
        self._crash = ""
        self._replace(window)
        return window

    def _replace(self, window: QWidget) -> None:
        old, self.window = self.window, window
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def come_forward(self) -> None:
        """Somebody started the program again: this window is what they wanted."""
        if self.window is not None:
            self.window.showNormal() if self.window.isMinimized() else self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def _first(self) -> FirstStart:
        from workbench.views.first_start import FirstStart

        assert isinstance(self.window, FirstStart)
        return self.window

    def _on_wish(self, wish: Wish) -> None:
        first = self._first()
        if wish.kind == "finish":
            assert self._pending is not None
            pending, self._pending = self._pending, None
            self._enter(pending)
            return
        busy = {"sample": _("Preparing the sample team …"), "create": _("Creating …"), "restore": _("Restoring …")}.get(
            wish.kind, _("Opening …")
        )
        first.set_busy(busy)
        if wish.kind == "create":
            self._background.run(first, lambda: self._create(wish), self._created, first.refuse)
        elif wish.kind == "restore":
            self._background.run(first, lambda: self._restore(wish), self._restored, first.refuse)
        else:
            job: Callable[[], Workspace] = self._sample if wish.kind == "sample" else lambda: self._open(wish)
            self._background.run(first, job, self._enter, first.refuse)

    # -- jobs of the background thread

    def _kept(self, workspace: Workspace) -> Workspace:
        self._opened.append(workspace)
        return workspace

    def _sample_path(self) -> Path:
        """One sample team, whatever language it was made in; named in the present one when there is none yet."""
        made = [paths.data_folder() / f"{name}.wbdb" for name in (_("Sample team"), *SAMPLE_NAMES)]
        return next((path for path in made if path.exists()), made[0])

    def _sample(self) -> Workspace:
        from workbench.services.workspace import Workspace

        path = self._sample_path()
        if path.exists():
            return self._kept(Workspace.open(path, SAMPLE_PASSPHRASE))
        from workbench.services import sample

        made, _recovery = Workspace.create(path, SAMPLE_PASSPHRASE)
        self._kept(made)
        sample.fill(made, today=self.today(), language=i18n.language(), undoable=False)
        return made

    def _create(self, wish: Wish) -> tuple[Workspace, str]:
        from workbench.services import policy
        from workbench.services.workspace import Workspace

        assert wish.path is not None
        made, key = Workspace.create(wish.path, wish.passphrase)
        self._kept(made).perform(N_("Fill in calendars and legal figures"), policy.seed_policy, undoable=False)
        return made, key

    def _open(self, wish: Wish) -> Workspace:
        from workbench.services.workspace import Workspace

        assert wish.path is not None
        if wish.kind == "recover":
            return self._kept(Workspace.open_with_recovery(wish.path, wish.recovery, wish.passphrase))
        return self._kept(Workspace.open(wish.path, wish.passphrase))

    def _restore(self, wish: Wish) -> tuple[Path, str, bool]:
        from workbench.services import restoring

        assert wish.path is not None
        assert wish.backup is not None
        path, with_recovery = restoring.restore(wish.backup, wish.path, wish.passphrase)
        return path, wish.passphrase, with_recovery

    def _restored(self, result: tuple[Path, str, bool]) -> None:
        path, secret, with_recovery = result
        self._first().set_busy("")
        self._first().restored(path, secret, with_recovery=with_recovery)

    def _created(self, result: tuple[Workspace, str]) -> None:
        self._pending, key = result
        self._first().show_recovery_key(key)

    def today(self) -> date:
        return date.fromisoformat(self._arguments.today) if self._arguments.today else i18n.local(datetime.now(UTC)).date()

    # -- the open database

    def _enter(self, workspace: Workspace) -> None:
        from workbench.views.change_hub import ChangeHub
        from workbench.views.context import Context
        from workbench.views.main_window import MainWindow
        from workbench.views.messages import Messages
        from workbench.views.tasks import Tasks

        self._workspace = workspace
        self.settings.add_recent(workspace.path)
        self._tasks = Tasks(workspace)
        hub = ChangeHub(self)
        self._tasks.changed.connect(hub.changed)
        context = Context(workspace, self._tasks, hub, self.settings, Messages(self), self._go, self.today)
        screens = entries()
        window = MainWindow(context, screens)
        window.language_chosen.connect(self._on_language)
        window.appearance_chosen.connect(self.apply_appearance)
        window.other_database.connect(self._on_other)
        self._replace(window)
        window.show_screen(screens[0].key)
        window.safety.look()
        QTimer.singleShot(LATER_MS, self, self._on_rest)

    def _on_rest(self) -> None:
        if self._imports is not None and self.window is not None:
            self._imports.run(self.window, warm_up_later, self._on_rest_imported, self._on_rest_imported)

    def _on_rest_imported(self, _result: object) -> None:
        ahead = getattr(self.window, "build_ahead", None)
        if ahead is not None:
            ahead()

    def _go(self, destination: Destination) -> None:
        go = getattr(self.window, "go", None)
        if go is not None:
            go(destination)

    def _on_other(self, path: str) -> None:
        """Leave this database and offer the others; a folder means one of them."""
        from workbench.views.first_start import Wish

        flush = getattr(self.window, "flush", None)
        if flush is not None:
            flush()
        chosen = Path(path) if path else None
        first = self._show_first(None if chosen == self._sample_path() else chosen)
        problem = self._leave()
        if problem is not None:
            first.refuse(problem)
        elif chosen == self._sample_path():
            self._on_wish(Wish("sample"))

    def _leave(self) -> KnownError | None:
        """Back up what is new and close; a backup that failed is told, and closing goes on."""
        from workbench import logs

        problem: KnownError | None = None
        if self._tasks is not None:
            self._tasks.close()
            self._tasks = None
        if self._workspace is not None:
            try:
                if self._workspace.changed_since_backup:
                    self._workspace.backup(reason="close")
            except KnownError as error:
                logs.record(error, "backup at the end")
                problem = error
            self._workspace.close()
            self._opened = [other for other in self._opened if other is not self._workspace]
            self._workspace = None
        return problem

    def shut_down(self) -> None:
        """Window, work, databases, in this order."""
        if self.window is not None:
            self.window.hide()
        for pool in (self._openings, self._imports):
            if pool is not None:
                pool.close()
        self._openings = self._imports = None
        self._leave()
        for late in self._opened:
            late.close()
        self._opened.clear()


class Door(QObject):
    """One window for one person. Qt's network part is loaded after the first frame, unless a note says that another may run."""

    def __init__(self, qt: QApplication) -> None:
        super().__init__()
        self._qt = qt
        self._single: SingleWindow | None = None
        self._application: Application | None = None

    def is_second(self) -> bool:
        """Whether a window of this person is open already; it is asked to come forward then."""
        from workbench.views.single_window import SingleWindow, socket_name

        self._single = SingleWindow(socket_name(paths.data_folder()), self)
        return self._single.is_second()

    def lead_to(self, application: Application) -> None:
        """The window that further starts bring forward, from its first frame on."""
        self._application = application
        application.painted.connect(self._open)

    def _open(self) -> None:
        """Hear of further starts; who lost a race of two starts ends here."""
        if self._single is None and self.is_second():
            self._qt.quit()
        elif self._single is not None and self._application is not None:
            self._single.asked.connect(self._application.come_forward)
            self._single.listen()

    def close(self) -> None:
        if self._single is not None:
            self._single.close()


def entries() -> list[Any]:
    """The screens of the rail in order; each is imported when it is first shown."""
    from workbench.views import screens

    return screens.entries()


def run(given: Sequence[str]) -> int:
    """Open the window and stay until it is closed."""
    from workbench.views.opening import Opening, display_missing, make_application

    arguments = _start(given)
    if display_missing():
        i18n.use(arguments.lang or i18n.system_language())
        print(_("There is no display here, so the window cannot open. `workbench --help` shows what works without one."), file=sys.stderr)  # noqa: T201
        return NO_DISPLAY
    qt = make_application()
    door = Door(qt)
    if any(paths.logs_folder().glob(f"{paths.RUNNING}-*.json")) and door.is_second():
        i18n.use(arguments.lang or i18n.system_language())
        print(_("Workbench is open already; its window was brought to the front."), file=sys.stderr)  # noqa: T201
        return ALREADY_OPEN
    settings = Settings()
    opening = Opening(settings)
    opening.show()
    opening.wait()
    return _stay(qt, arguments, door, settings, opening)


def _stay(qt: QApplication, arguments: Start, door: Door, settings: Settings, opening: QWidget) -> int:
    from workbench import logs

    logs.set_up()
    crash = logs.previous_crash() or ""
    logs.mark_running()
    application = Application(qt, arguments, crash, settings)
    application.window = opening
    door.lead_to(application)
    application.start()
    status = qt.exec()
    door.close()
    application.shut_down()
    logs.mark_clean()
    logs.shut_down()
    return status
