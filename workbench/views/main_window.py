"""The window: rail, top bar, screens, message line, status bar, menu and palette. Screens meet here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.models.values import Week
from workbench.services import names
from workbench.services.workspace import BackupInfo, Change
from workbench.views import palette_entries
from workbench.views.command_palette import CommandPalette
from workbench.views.context import Context, Destination
from workbench.views.keys_help import KeysHelp
from workbench.views.screen import Command, Screen
from workbench.views.theme import Tone, theme
from workbench.views.undo import Undo, step_name
from workbench.views.widgets.shell import NavigationRail, RailEntry, StatusBar, TopBar
from workbench.views.widgets.states import InlineMessage

NARROW = 1130
MESSAGE_MS = 9000


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen of the rail; `make` imports it when it is first shown."""

    key: str
    title: str
    symbol: str
    make: Callable[[Context], Screen]
    at_foot: bool = False


class MainWindow(QMainWindow):
    """Built for one open database; a language switch builds its inside anew."""

    language_chosen = Signal(str)
    appearance_chosen = Signal()
    other_database = Signal()

    def __init__(self, context: Context, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.context = context
        self._entries = {entry.key: entry for entry in entries}
        self._screens: dict[str, Screen] = {}
        self._message: InlineMessage | None = None
        self._action: Callable[[], None] | None = None
        self._saved_at = ""
        self.undo = Undo(context, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._hide_message)
        context.messages.said.connect(self._on_said)
        context.tasks.failed.connect(context.messages.complain)
        context.hub.changed.connect(self._on_changed)
        self.setMinimumSize(960, 600)
        self.resize(*context.settings.window)
        self._build()

    # -- building

    def _build(self) -> None:
        self.setWindowTitle(f"{self.context.workspace.name} – {_('Workbench')}")
        chosen = [RailEntry(e.key, e.symbol, _(e.title)) for e in self._entries.values() if not e.at_foot]
        foot = [RailEntry(e.key, e.symbol, _(e.title)) for e in self._entries.values() if e.at_foot]
        self.rail = NavigationRail(_("Workbench"), chosen, foot)
        self.rail.selected.connect(self.show_screen)
        self.top = TopBar(_("Search people, customers, records"))
        self.top.search.clicked.connect(self.open_palette)
        self.stack = QStackedWidget()
        self.status = StatusBar()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self._message_room = QVBoxLayout()
        self._message_room.setContentsMargins(20, 0, 20, 0)
        for part in (self.top, self._message_room, self.stack, self.status):
            if isinstance(part, QVBoxLayout):
                right.addLayout(part)
            else:
                right.addWidget(part, 1 if part is self.stack else 0)
        inside = QWidget()
        layout = QHBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(inside)
        self.palette_popup = CommandPalette(inside)
        self.help_popup = KeysHelp(inside)
        self._build_menu()
        self._show_status()

    def _build_menu(self) -> None:
        bar = self.menuBar()
        bar.clear()
        for old in list(self.actions()):
            self.removeAction(old)
        file = bar.addMenu(_("File"))
        self._add(file, _("Open another database …"), QKeySequence("Ctrl+O"), self.other_database.emit)
        self._add(file, _("Import …"), QKeySequence("Ctrl+I"), self._go_import)
        self._add(file, _("Back up now"), QKeySequence("Ctrl+B"), self.back_up)
        file.addSeparator()
        self._add(file, _("Quit"), QKeySequence("Ctrl+Q"), self.close)
        edit = bar.addMenu(_("Edit"))
        edit.addAction(self.undo.undo_action)
        edit.addAction(self.undo.redo_action)
        edit.addSeparator()
        self._add(edit, _("Search and commands"), QKeySequence("Ctrl+K"), self.open_palette)
        view = bar.addMenu(_("View"))
        for number, key in enumerate(self._entries, 1):
            action = self._add(
                view, _(self._entries[key].title), QKeySequence(f"Ctrl+{number}") if number <= 9 else QKeySequence(), self._on_screen_action
            )
            action.setData(key)
        view.addSeparator()
        self._theme_menu(view)
        languages = view.addMenu(_("Language"))
        for name, label in (("zh_CN", "简体中文"), ("en", "English")):
            action = self._add(languages, label, QKeySequence(), self._on_language_action)
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(i18n.language() == name)
        helping = bar.addMenu(_("Help"))
        self._add(helping, _("Keys of this screen"), QKeySequence("F1"), self.show_keys)
        self.undo.refresh()

    def _theme_menu(self, view: QMenu) -> None:
        themes = view.addMenu(_("Appearance"))
        group = QActionGroup(themes)
        for name, label in (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))):
            action = self._add(themes, label, QKeySequence(), self._on_theme_action)
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(self.context.settings.theme == name)
            group.addAction(action)
        self._add(view, _("Larger text"), QKeySequence("Ctrl+="), self._larger)
        self._add(view, _("Smaller text"), QKeySequence("Ctrl+-"), self._smaller)

    def _add(self, menu: QMenu, text: str, key: QKeySequence, run: Callable[..., object]) -> QAction:
        action = QAction(text, menu)
        action.setShortcut(key)
        action.triggered.connect(run)
        menu.addAction(action)
        return action

    def rebuild(self) -> None:
        """Say everything again in the present language: what is typed is kept, what is shown is shown again."""
        states: dict[str, dict[str, Any]] = {}
        current = self.current.key if self.current else "today"
        for key, screen in self._screens.items():
            screen.flush()
            states[key] = screen.state()
        old = self.takeCentralWidget()
        self._screens.clear()
        self._message = None
        if old is not None:
            old.deleteLater()
        self._build()
        self.show_screen(current)
        if self.current is not None and current in states:
            self.current.restore(states[current])

    # -- screens

    @property
    def current(self) -> Screen | None:
        found = self.stack.currentWidget()
        return found if isinstance(found, Screen) else None

    def screen_of(self, key: str) -> Screen:
        """The screen, made when it is first asked for."""
        if key not in self._screens:
            made = self._entries[key].make(self.context)
            made.title_changed.connect(self._show_title)
            made.noted.connect(self.rail.set_note)
            for name, target in (("language_chosen", self.language_chosen), ("appearance_chosen", self.appearance_chosen)):
                signal = getattr(made, name, None)
                if signal is not None:
                    signal.connect(target)
            self._screens[key] = made
            self.stack.addWidget(made)
        return self._screens[key]

    def show_screen(self, key: str) -> None:
        if key not in self._entries:
            return
        if self.current is not None:
            self.current.flush()
        screen = self.screen_of(key)
        self.stack.setCurrentWidget(screen)
        screen.activate()
        if key in self.rail.items:
            self.rail.items[key].setChecked(True)
        self.top.show_controls(screen.controls(), screen.primary())
        self._show_title()

    def go(self, destination: Destination) -> None:
        """Follow a link of another screen."""
        self.show_screen(destination.screen)
        if self.current is not None and destination.what:
            self.current.show_destination(destination)

    def _show_title(self) -> None:
        if self.current is not None:
            self.top.show_title(self.current.title(), self.current.subtitle())

    def _on_screen_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_screen(str(action.data()))

    def _on_language_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.language_chosen.emit(str(action.data()))

    def _on_theme_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.context.settings.theme = str(action.data())
            self.appearance_chosen.emit()

    def _larger(self) -> None:
        self.context.settings.scale = min(1.5, self.context.settings.scale + 0.1)
        self.appearance_chosen.emit()

    def _smaller(self) -> None:
        self.context.settings.scale = max(0.8, self.context.settings.scale - 0.1)
        self.appearance_chosen.emit()

    def _go_import(self) -> None:
        self.go(Destination("data", {"import": "people"}))

    # -- palette, help, backup

    def open_palette(self) -> None:
        screens = [
            Command(e.symbol, _(e.title), _("Screen"), f"{e.key} {names.search_keys(_(e.title), False)}", self._opener(Destination(e.key)))
            for e in self._entries.values()
        ]
        week = Week.from_date(self.context.today())
        weeks = [
            Command(
                "calendar-days",
                _("Week plan {week}", week=str(w)),
                i18n.day_month(w.monday),
                f"w{w.number} zhou{w.number} {w}",
                self._opener(Destination("planning", {"monday": w.monday})),
            )
            for w in [week + n for n in range(-6, 7)]
            if "planning" in self._entries
        ]
        own = self.current.commands() if self.current else []
        commands = [
            Command("undo-2", self.undo.undo_action.text(), "", "undo chexiao", self.undo.undo_action.trigger, "Ctrl+Z"),
            Command("database", _("Back up now"), "", "backup beifen", self.back_up, "Ctrl+B"),
            Command("info", _("Keys of this screen"), "", "help bangzhu keys", self.show_keys, "F1"),
        ]
        self.palette_popup.open([*own, *screens, *commands, *weeks])
        self.context.tasks.read(self, palette_entries.load, self._add_to_palette)

    def _add_to_palette(self, entries: Sequence[palette_entries.Found]) -> None:
        self.palette_popup.add(
            [Command(f.symbol, f.text, f.remark, f.search, self._opener(Destination(f.screen, dict(f.what)))) for f in entries]
        )

    def _opener(self, destination: Destination) -> Callable[[], None]:
        return lambda: self.go(destination)

    def show_keys(self) -> None:
        general = [
            ("Ctrl+K", N_("Search and commands")),
            ("Ctrl+1 … 9", N_("Switch the screen")),
            ("Ctrl+Z", N_("Undo")),
            ("Ctrl+Shift+Z", N_("Redo")),
            ("Ctrl+I", N_("Import …")),
        ]
        own = self.current.keys() if self.current else []
        self.help_popup.open(self.current.title() if self.current else "", own, [(key, _(text)) for key, text in general])

    def back_up(self) -> None:
        self.context.tasks.follow(self, self.context.workspace.start_backup(), self._backed_up)

    def _backed_up(self, info: BackupInfo) -> None:
        self.context.messages.tell(_("Backed up and checked: {file}", file=info.path.name))
        self._show_status()

    # -- message line and status

    def _on_said(self, tone: Tone, text: str, label: str, run: Callable[[], None] | None) -> None:
        self._hide_message()
        self._message = InlineMessage(tone, text, label)
        self._action = run
        if label and run is not None:
            self._message.action.clicked.connect(self._on_message_action)
        self._message_room.addWidget(self._message)
        self._message_room.setContentsMargins(20, 8, 20, 4)
        if tone in (Tone.GOOD, Tone.ACCENT):
            self._timer.start(MESSAGE_MS)

    def _on_message_action(self) -> None:
        run = self._action
        self._hide_message()
        if run is not None:
            run()

    def _hide_message(self) -> None:
        self._timer.stop()
        if self._message is not None:
            self._message_room.removeWidget(self._message)
            self._message.deleteLater()
            self._message = None
            self._message_room.setContentsMargins(20, 0, 20, 0)

    @property
    def message_text(self) -> str:
        return self._message.accessibleName() if self._message is not None else ""

    def _on_changed(self, change: Change) -> None:
        from datetime import datetime

        self._saved_at = f"{datetime.now().astimezone():%H:%M}"
        self.undo.undo_action.setToolTip(step_name(change))
        self._show_status()

    def _show_status(self) -> None:
        workspace = self.context.workspace
        saved = _("Saved · {time}", time=self._saved_at) if self._saved_at else _("Everything is saved")
        last = workspace.last_backup
        backup = _("Last backup: {time}", time=f"{last.astimezone():%m-%d %H:%M}") if last else _("No backup yet")
        self.status.show_texts(
            (saved, _("Database: {name} (encrypted)", name=workspace.name), backup), (_("Manager"), _("Ctrl+K commands"))
        )

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_collapsed(self.width() < theme().px(NARROW))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.current is not None:
            self.current.flush()
        self.context.settings.window = (self.width(), self.height())
        super().closeEvent(event)
