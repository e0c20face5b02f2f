"""What can be done anywhere in the window, as menu entries with keys: each is also a command of the palette, and undo and redo carry their step's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from workbench import i18n
from workbench.i18n import _
from workbench.views.settings import Settings
from workbench.views.tips import tip_text
from workbench.views.undo import Undo

LANGUAGE_NAMES = (("zh_CN", "简体中文"), ("en", "English"))
SCALES = (80, 90, 100, 110, 125, 150)


class WindowActions(QObject):
    """Built anew with the window's inside; says what was wished by signals and runs nothing itself."""

    screen_wished = Signal(str)
    theme_wished = Signal(str)
    scale_wished = Signal(float)
    language_wished = Signal(str)
    database_wished = Signal(str)  # a folder, or empty for the page that offers all

    def __init__(self, bar: QMenuBar, undo: Undo, settings: Settings, screens: Sequence[tuple[str, str]]) -> None:
        super().__init__(bar)
        self._bar, self._undo, self._settings, self._screens = bar, undo, settings, screens
        for old in bar.findChildren(WindowActions):
            if old is not self:
                old.deleteLater()
        for action in bar.actions():  # clear() alone leaves the menus, and their keys, alive
            menu = action.menu()
            if isinstance(menu, QMenu):
                menu.deleteLater()
        bar.clear()

    def fill(self, run: dict[str, Callable[[], object]]) -> None:
        """`run` names what the window does itself: import, backup, print, quit, palette, search, keys, about."""
        self._file_menu(run)
        edit = self._bar.addMenu(_("Edit"))
        edit.addAction(self._undo.undo_action)
        edit.addAction(self._undo.redo_action)
        edit.addSeparator()
        self._add(edit, _("Search and commands"), "Ctrl+K", run["palette"])
        self._add(edit, _("Search in records"), "Ctrl+Shift+F", run["search"])
        self._view_menu()
        helping = self._bar.addMenu(_("Help"))
        self._add(helping, _("Keys of this screen"), "F1", run["keys"])
        self._add(helping, _("About Workbench"), "", run["about"])

    def _file_menu(self, run: dict[str, Callable[[], object]]) -> None:
        file = self._bar.addMenu(_("File"))
        self._add(file, _("New or other database …"), "Ctrl+O", self._on_any_database)
        recent = file.addMenu(_("Open recent"))
        for path in self._settings.recent:
            action = self._add(recent, Path(path).stem, "", self._on_recent)
            action.setData(str(path))
            action.setToolTip(tip_text(str(path)))
        recent.setEnabled(bool(self._settings.recent))
        file.addSeparator()
        self._add(file, _("Import …"), "Ctrl+I", run["import"])
        self._add(file, _("Back up now"), "Ctrl+B", run["backup"])
        self._add(file, _("Print …"), "Ctrl+P", run["print"])
        file.addSeparator()
        self._add(file, _("Quit"), "Ctrl+Q", run["quit"])

    def _view_menu(self) -> None:
        view = self._bar.addMenu(_("View"))
        for number, (key, title) in enumerate(self._screens, 1):
            self._add(view, title, f"Ctrl+{number}" if number <= 9 else "", self._on_screen).setData(key)
        view.addSeparator()
        themes = (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))
        self._choices(view.addMenu(_("Appearance")), themes, self._settings.theme, self._on_theme)
        sizes = view.addMenu(_("Text size"))
        now = round(self._settings.scale * 100)
        self._choices(sizes, [(str(percent), f"{percent} %") for percent in SCALES], str(now), self._on_scale)
        sizes.addSeparator()
        self._add(sizes, _("Larger text"), "Ctrl+=", self._on_larger)
        self._add(sizes, _("Smaller text"), "Ctrl+-", self._on_smaller)
        self._choices(view.addMenu(_("Language")), LANGUAGE_NAMES, i18n.language(), self._on_language)

    def _choices(self, menu: QMenu, choices: Sequence[tuple[str, str]], chosen: str, run: Callable[[], object]) -> None:
        group = QActionGroup(menu)
        for value, text in choices:
            action = self._add(menu, text, "", run)
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            group.addAction(action)

    def _add(self, menu: QMenu, text: str, key: str, run: Callable[[], object]) -> QAction:
        action = QAction(text, menu)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(run)
        menu.addAction(action)
        return action

    # -- wishes

    def _chosen(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""

    def _on_screen(self) -> None:
        self.screen_wished.emit(self._chosen())

    def _on_theme(self) -> None:
        self.theme_wished.emit(self._chosen())

    def _on_scale(self) -> None:
        self.scale_wished.emit(int(self._chosen()) / 100)

    def _on_larger(self) -> None:
        self.scale_wished.emit(min(1.5, self._settings.scale + 0.1))

    def _on_smaller(self) -> None:
        self.scale_wished.emit(max(0.8, self._settings.scale - 0.1))

    def _on_language(self) -> None:
        self.language_wished.emit(self._chosen())

    def _on_any_database(self) -> None:
        self.database_wished.emit("")

    def _on_recent(self) -> None:
        self.database_wished.emit(self._chosen())
