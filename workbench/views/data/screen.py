"""Data and backups: where the database is, what protects it, what was changed, and the way in for files."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _, ngettext
from workbench.services import copies, imports
from workbench.services.copies import CopyAge, rollback_words
from workbench.services.workspace import BackupInfo, CheckReport, Reader, Step, Workspace, step_name
from workbench.views.data.backups import BackupsCard, ImportsCard, RestoreCard
from workbench.views.data.import_wizard import ImportWizard
from workbench.views.messages import words_of
from workbench.views.safety import copy_words, hush, is_hushed
from workbench.views.screen import Screen
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.panels import ErrorState
from workbench.views.widgets.states import InlineMessage

STEPS_SHOWN = 12
Found = tuple[tuple[BackupInfo, ...], tuple[Step, ...], list[Any], CopyAge | None]
"""Backups, latest steps and imports, the newest first; and the age of the last copy elsewhere, when it is to be told."""


class DataScreen(Screen):
    key: ClassVar[str] = "data"
    copied = Signal()  # a copy was made elsewhere, or its warning was put away

    def build(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        suspected = self.context.workspace.rollback_suspected
        if suspected is not None:
            layout.addWidget(InlineMessage(Tone.WARNING, rollback_words(suspected)))
        self._copy_room = QVBoxLayout()
        layout.addLayout(self._copy_room)
        self.copy_message: InlineMessage | None = None
        self.wizard = ImportWizard(self.context)
        layout.addWidget(self.wizard)
        self._error: ErrorState | None = None
        self._error_room = QVBoxLayout()
        layout.addLayout(self._error_room)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        self.backups, self.restoring, self.imports = BackupsCard(self.context), RestoreCard(self.context), ImportsCard(self.context)
        self.backups.made.connect(self.reload)
        self.backups.made.connect(self.copied)
        pair.addWidget(self.backups, 1)
        pair.addWidget(self._check(), 1)
        layout.addLayout(pair)
        layout.addWidget(self.imports)
        layout.addWidget(self.restoring)
        self._history_card = self._history()
        layout.addWidget(self._history_card)
        layout.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._primary = QPushButton(_("Back up now"))
        self._primary.clicked.connect(self._on_backup)

    def title(self) -> str:
        return _("Data and backups")

    def subtitle(self) -> str:
        return str(self.context.workspace.path)

    def primary(self) -> QPushButton:
        return self._primary

    def keys(self) -> list[tuple[str, str]]:
        return [("Ctrl+B", _("Back up now")), ("Ctrl+I", _("Import …"))]

    def show_destination(self, destination: Any) -> None:
        self.wizard.choose_kind(str(destination.what.get("import", "people")))
        self.wizard.path.setFocus()
        self._scroll.verticalScrollBar().setValue(0)

    def state(self) -> dict[str, Any]:
        return {"path": self.wizard.path.text(), "kind": self.wizard.kind.currentData()}

    def restore(self, state: dict[str, Any]) -> None:
        self.wizard.path.setText(str(state.get("path", "")))
        self.wizard.choose_kind(str(state.get("kind", "people")))

    # -- cards

    def _check(self) -> Card:
        card = Card(_("Self-check"), _("file, keys, links, audit chain, backups"), spacing=6)
        self._verdict = Text(_("Not checked since the start."), TextRole.BODY, "muted", wrap=True)
        card.body.addWidget(self._verdict)
        card.body.addStretch(1)
        self._check_button = QPushButton(_("Check now"))
        self._check_button.clicked.connect(self._on_check)
        card.body.addWidget(self._check_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _history(self) -> Card:
        card = Card(_("Latest changes"), _("each line is one undo step"))
        self._history_box = QVBoxLayout()
        self._history_box.setSpacing(4)
        card.body.addLayout(self._history_box)
        return card

    # -- reading

    def reload(self) -> None:
        job = partial(_read, self.context.workspace, self.context.today())
        self.context.tasks.work(self, job, self._on_loaded, self._on_unread)

    @Slot(object)
    def _on_unread(self, error: BaseException) -> None:
        """What is typed above stays; the parts that could not be read make room for the reason and the way to try again."""
        self._show_error(words_of(error))

    @Slot()
    def _on_retry(self) -> None:
        self._show_error("")
        self.reload()

    def _show_error(self, words: str) -> None:
        if self._error is not None:
            self._error_room.removeWidget(self._error)
            self._error.hide()
            self._error.deleteLater()
            self._error = None
        if words:
            self._error = ErrorState(words)
            self._error.retried.connect(self._on_retry)
            self._error_room.addWidget(self._error)
        for card in (self.backups, self.imports, self._history_card):
            card.setVisible(not words)

    @Slot(object)
    def _on_loaded(self, found: Found) -> None:
        backups, steps, rows, age = found
        self._show_error("")
        self._show_copy_age(age)
        self.imports.show_imports(rows)
        self.backups.show_backups(backups)
        self.title_changed.emit()  # the window tells the last backup too
        while self._history_box.count():
            item = self._history_box.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for step in steps:
            text = f"{i18n.local(step.at):%m-%d %H:%M} · {step_name(step)}"
            if step.undone:
                text += " · " + _("taken back")
            line = Text(text, TextRole.BODY, "muted" if step.undone else "text")
            line.setMinimumWidth(1)
            line.setToolTip(tip_text(text))
            self._history_box.addWidget(line)

    def _show_copy_age(self, age: CopyAge | None) -> None:
        """The bar at the top, until there is a copy or it is put away for the day."""
        if self.copy_message is not None:
            self._copy_room.removeWidget(self.copy_message)
            self.copy_message.hide()
            self.copy_message.deleteLater()
            self.copy_message = None
        if age is None or is_hushed(self.context):
            return
        self.copy_message = InlineMessage(Tone.WARNING, copy_words(age), _("Choose where"))
        self.copy_message.action.clicked.connect(self._on_choose_elsewhere)
        self.copy_message.closed.connect(self._on_hushed)
        self._copy_room.addWidget(self.copy_message)

    # -- slots

    @Slot()
    def _on_choose_elsewhere(self) -> None:
        self._scroll.ensureWidgetVisible(self.backups)
        self.backups.elsewhere.setFocus()

    @Slot()
    def _on_hushed(self) -> None:
        hush(self.context)
        self._show_copy_age(None)
        self.copied.emit()

    @Slot()
    def _on_backup(self) -> None:
        self.context.tasks.follow(self, self.context.workspace.start_backup(), self._on_backed_up)

    @Slot(object)
    def _on_backed_up(self, info: BackupInfo) -> None:
        self.context.messages.tell(_("Backed up and checked: {file}", file=info.path.name))
        self.reload()

    @Slot()
    def _on_check(self) -> None:
        self._check_button.setEnabled(False)
        self._verdict.setText(_("Checking …"))
        self.context.tasks.follow(self, self.context.workspace.start_check(), self._on_checked)

    @Slot(object)
    def _on_checked(self, report: CheckReport) -> None:
        self._check_button.setEnabled(True)
        if report.good:
            self._verdict.set_colour("good")
            self._verdict.setText(
                ngettext(
                    "Everything is sound: file, encryption, links and the one audited action.",
                    "Everything is sound: file, encryption, links and all {n} audited actions.", report.head.seq,
                )
            )  # fmt: skip
        else:
            self._verdict.set_colour("bad")
            parts = (*report.integrity, *report.cipher, *report.foreign_keys, *report.audit, *report.backups)
            self._verdict.setText(
                _("Damage was found. Your file was left untouched; restore the newest backup into a new database.")
                + "\n"
                + "\n".join(parts[:6])
            )


def _imports(conn: Reader) -> list[Any]:
    return list(imports.load_history(conn))


def _read(workspace: Workspace, today: date, _progress: Progress) -> Found:
    """On the worker."""
    return workspace.backups(), workspace.history(STEPS_SHOWN), workspace.read(_imports), copies.load_age(workspace, today)
