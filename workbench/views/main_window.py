"""The window: rail, top bar, screens, message line, status bar, menu and palette. Screens meet here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from workbench import __version__, i18n
from workbench.i18n import N_, _
from workbench.readmodels.people import OrganisationRow
from workbench.services import people
from workbench.services.workspace import BackupInfo, Change, step_name
from workbench.views import palette_entries
from workbench.views.actions import WindowActions
from workbench.views.closing import Closing
from workbench.views.command_palette import CommandPalette
from workbench.views.context import Context, Destination
from workbench.views.keys_help import KeysHelp
from workbench.views.message_line import MessageLine, WorkLines
from workbench.views.safety import Safety
from workbench.views.screen import Command, Screen
from workbench.views.theme import Tone, theme
from workbench.views.tips import tip_text
from workbench.views.undo import Undo
from workbench.views.widgets.shell import NavigationRail, RailEntry, Stage, StatusBar, TopBar

NARROW = 1130
AHEAD_MS = 15  # between two steps of building ahead


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen; `make` imports it when it is first needed."""

    key: str
    title: str
    symbol: str
    make: Callable[..., Screen]  # (context, in_steps=)
    at_foot: bool = False
    on_rail: bool = True


class MainWindow(QMainWindow):
    """Built for one open database; a language switch builds its inside anew."""

    language_chosen = Signal(str)
    appearance_chosen = Signal()
    other_database = Signal(str)

    def __init__(self, context: Context, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.context = context
        self._entries = {entry.key: entry for entry in entries}
        self._screens: dict[str, Screen] = {}
        self._begun: dict[str, Screen] = {}  # built ahead, not finished yet
        self._builds_ahead = False
        self._ahead = QTimer(self)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self._on_ahead)
        self._states: dict[str, dict[str, Any]] = {}  # of screens that a language switch has not built again yet
        self._saved_at = ""
        self._who = ""
        self._was_narrow = False
        self.undo = Undo(context, self)
        self.safety = Safety(context, self)
        self.safety.backed_up.connect(self._show_status)
        self.safety.aged.connect(self._show_status)
        self.message_line = MessageLine(context, self)
        self.work_lines = WorkLines(context, self)
        self._closing = Closing(context, self)
        context.tasks.failed.connect(context.messages.complain)
        context.tasks.saving.connect(self._on_saving)
        context.hub.changed.connect(self._on_changed)
        theme().changed.connect(self._fit_rail)
        self.setMinimumSize(960, 600)
        self.resize(*context.settings.window)
        self._build()

    # -- building

    def _build(self) -> None:
        self.setWindowTitle(f"{self.context.workspace.name} – {_('Workbench')}")
        chosen = [RailEntry(e.key, e.symbol, _(e.title)) for e in self._entries.values() if e.on_rail and not e.at_foot]
        foot = [RailEntry(e.key, e.symbol, _(e.title)) for e in self._entries.values() if e.on_rail and e.at_foot]
        self.rail = NavigationRail(_("Workbench"), chosen, foot)
        self.rail.selected.connect(self.show_screen)
        self.top = TopBar(_("Search people, customers, records"))
        self.top.search.clicked.connect(self.open_palette)
        self.stack = QStackedWidget()
        self.status = StatusBar()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        above = QVBoxLayout()
        self.work_lines.move_to(above)
        self.room = QScrollArea()
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.room.setWidget(Stage(self.stack))
        right.addWidget(self.top)
        right.addLayout(above)
        right.addWidget(self.room, 1)
        right.addWidget(self.status)
        inside = QWidget()
        layout = QHBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(inside)
        self.message_line.move_to(inside, self.room)
        self.palette_popup = CommandPalette(inside)
        self.palette_popup.records_wanted.connect(self.search_records)
        self.help_popup = KeysHelp(inside)
        self._build_menu()
        self._show_status()
        self.context.tasks.read(self, people.load_organisation, self._on_organisation)
        self.rail.set_collapsed(self._was_narrow)

    def _build_menu(self) -> None:
        titles = [(entry.key, _(entry.title)) for entry in self._entries.values()]
        self._menu = WindowActions(self.menuBar(), self.undo, self.context.settings, titles)
        self._menu.fill(
            {
                "import": self._go_import,
                "backup": self.back_up,
                "print": self.print_out,
                "quit": self.close,
                "palette": self.open_palette,
                "search": self.open_search,
                "keys": self.show_keys,
                "about": self._about,
            }
        )
        self._menu.screen_wished.connect(self.show_screen)
        self._menu.theme_wished.connect(self._on_theme_wished)
        self._menu.scale_wished.connect(self._on_scale_wished)
        self._menu.language_wished.connect(self.language_chosen)
        self._menu.database_wished.connect(self.other_database)
        self.undo.refresh()

    def rebuild(self) -> None:
        """Say everything again in the present language: what is typed is kept, what is shown is shown again."""
        current = self.current.key if self.current else "today"
        for key, screen in self._screens.items():
            screen.flush()
            self._states[key] = screen.state()
        old = self.takeCentralWidget()
        self._screens.clear()
        for begun in self._begun.values():
            begun.deleteLater()
        self._begun.clear()
        if old is not None:
            old.deleteLater()
        self._build()
        self.show_screen(current)
        if self._builds_ahead:
            self.build_ahead()

    # -- screens

    @property
    def current(self) -> Screen | None:
        found = self.stack.currentWidget()
        return found if isinstance(found, Screen) else None

    def screen_of(self, key: str) -> Screen:
        """The screen, made or finished when it is first asked for."""
        if key not in self._screens:
            made = self._begun.pop(key, None) or self._entries[key].make(self.context)
            made.finish()
            made.title_changed.connect(self._show_title)
            made.noted.connect(self.rail.set_note)
            told = (
                ("language_chosen", self.language_chosen),
                ("appearance_chosen", self.appearance_chosen),
                ("copied", self.safety.look_at_copies),
                ("steps_tried", self.undo.lend),
            )
            for name, target in told:
                signal = getattr(made, name, None)
                if signal is not None:
                    signal.connect(target)
            self._screens[key] = made
            if self.stack.indexOf(made) < 0:
                self.stack.addWidget(made)
        return self._screens[key]

    def build_ahead(self) -> None:
        """Build the screens that were not shown yet, a step between two events, so that their first visit holds up nothing."""
        self._builds_ahead = True
        self._ahead.start()

    @property
    def is_building_ahead(self) -> bool:
        return self._ahead.isActive()

    @Slot()
    def _on_ahead(self) -> None:
        if not self.context.tasks.idle:
            return  # one thing at a time: what was read is shown first
        self._ahead.stop()  # a screen that cannot be built is not tried again and again
        key = next((key for key in self._entries if key not in self._screens), None)
        if key is None:
            return
        begun = self._begun.get(key)
        if begun is None:
            self._begun[key] = begun = self._entries[key].make(self.context, in_steps=True)
            self.stack.addWidget(begun)  # at once: what is filled later need not be styled a second time
        elif begun.is_built:
            self.screen_of(key).activate()  # what it reads fills its badge in the rail
        else:
            begun.build_more()
        self._ahead.start()

    def show_screen(self, key: str) -> None:
        if key not in self._entries:
            return
        if self.current is not None:
            self.current.flush()
        screen = self.screen_of(key)
        self.stack.setCurrentWidget(screen)
        screen.activate()
        if key in self._states:
            screen.restore(self._states.pop(key))
        if key in self.rail.items:
            self.rail.items[key].setChecked(True)
        self.top.show_controls(screen.controls(), screen.primary())
        self._show_title()

    def go(self, destination: Destination) -> None:
        """Follow a link of another screen; the key "database" leads to another database."""
        if destination.screen == "database":
            self.other_database.emit(str(destination.what.get("path", "")))
            return
        self.show_screen(destination.screen)
        if self.current is not None and self.current.key == destination.screen and destination.what:
            self.current.show_destination(destination)

    def _show_title(self) -> None:
        if self.current is not None:
            self.top.show_title(self.current.title(), self.current.subtitle())
            self._show_status()

    def _on_theme_wished(self, name: str) -> None:
        self.context.settings.theme = name
        self.appearance_chosen.emit()

    def _on_scale_wished(self, scale: float) -> None:
        self.context.settings.scale = scale
        self.appearance_chosen.emit()

    def print_out(self) -> None:
        """Ctrl+P goes to the screen in front."""
        if self.current is None or not self.current.print_out():
            self.context.messages.tell(_("There is nothing to print on this screen."), Tone.ACCENT)

    def _about(self) -> None:
        text = _("Workbench {version} · one encrypted file on this computer, no account, no server", version=__version__)
        self.context.messages.tell(text, Tone.ACCENT)

    def _go_import(self) -> None:
        self.go(Destination("data", {"import": "people"}))

    # -- palette, help, backup

    def open_palette(self) -> None:
        own = self.current.commands() if self.current else []
        screens = palette_entries.screens([(e.key, e.symbol, _(e.title)) for e in self._entries.values()], self._opener)
        weeks = palette_entries.weeks(self.context.today(), self._opener) if "planning" in self._entries else []
        undo = self.undo.undo_action
        commands = [
            Command("database", _("Back up now"), "", "backup beifen bf", self.back_up, "Ctrl+B"),
            Command("upload", _("Import …"), "", "import daoru dr", self._go_import, "Ctrl+I"),
            Command("printer", _("Print …"), "", "print dayin dy", self.print_out, "Ctrl+P"),
            Command("moon", _("Switch between light and dark"), "", "dark light theme shense qianse", self._on_switch_theme),
            Command("languages", "English" if i18n.is_chinese() else "简体中文", "", "language yuyan", self._on_switch_language),
            Command("keyboard", _("Keys of this screen"), "", "help bangzhu keys", self.show_keys, "F1"),
        ]
        if self.undo.can_undo:
            commands.insert(0, Command("undo-2", undo.text(), "", "undo chexiao cx", undo.trigger, "Ctrl+Z"))
        self.palette_popup.open([*own, *screens, *commands], weeks)
        self.context.tasks.read(self, palette_entries.load, self._add_to_palette)

    def open_search(self) -> None:
        """Ctrl+Shift+F: search in the records, with the words of the last time."""
        self.go(Destination("search", {"focus": True}))

    @Slot(str)
    def search_records(self, query: str) -> None:
        """What was typed into the palette is looked for in the records."""
        self.go(Destination("search", {"query": query}))

    def _on_switch_theme(self) -> None:
        self._on_theme_wished("light" if theme().tokens.is_dark else "dark")

    def _on_switch_language(self) -> None:
        self.language_chosen.emit("en" if i18n.is_chinese() else "zh_CN")

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
            ("Ctrl+B", N_("Back up now")),
            ("Ctrl+P", N_("Print …")),
            ("Tab", N_("To the next control; the frame shows where you are")),
        ]
        own = self.current.keys() if self.current else []
        self.help_popup.open(self.current.title() if self.current else "", own, [(key, _(text)) for key, text in general])

    def back_up(self) -> None:
        self.context.tasks.follow(self, self.context.workspace.start_backup(), self._backed_up)

    def _backed_up(self, info: BackupInfo) -> None:
        self.context.messages.tell(_("Backed up and checked: {file}", file=info.path.name))
        self._show_status()

    # -- status

    @property
    def message_text(self) -> str:
        return self.message_line.text

    def _on_saving(self, saving: bool) -> None:
        self.status.show_saving(saving)

    def _on_changed(self, change: Change) -> None:
        if "organisation" in change.tables:
            self.context.tasks.read(self, people.load_organisation, self._on_organisation)
        self._saved_at = f"{i18n.local(datetime.now(UTC)):%H:%M}"
        self.undo.undo_action.setToolTip(tip_text(step_name(change)))
        self._show_status()

    def _on_organisation(self, row: OrganisationRow) -> None:
        i18n.use_zone(row.zone)
        self._who = _("{name} · manager", name=row.manager_name) if row.manager_name else ""
        self._show_status()

    def _show_status(self) -> None:
        workspace = self.context.workspace
        saved = _("Saved · {time}", time=self._saved_at) if self._saved_at else _("Everything is saved")
        last = workspace.last_backup
        backup = _("Last backup: {time}", time=f"{i18n.local(last):%m-%d %H:%M}") if last else _("No backup yet")
        self.status.show_texts(
            (saved, _("Database: {name} (encrypted)", name=workspace.name), backup),
            (self._who or _("Manager"), _("Ctrl+K commands")),
            self.safety.copy_note,
        )

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()
        self.message_line.place()

    def _fit_rail(self) -> None:
        narrow = self.width() < theme().px(NARROW)
        if narrow != self._was_narrow:
            self._was_narrow = narrow
            self.rail.set_collapsed(narrow)

    def flush(self) -> None:
        """Keep what is being typed anywhere."""
        for screen in self._screens.values():
            screen.flush()

    def closeEvent(self, event: QCloseEvent) -> None:
        for screen in self._screens.values():
            screen.leave()
        self._closing.settle_focus()
        self.context.settings.window = (self.width(), self.height())
        if self._closing.may_go(event):
            super().closeEvent(event)
