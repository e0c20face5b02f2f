"""The cards of the data screen about safety: backups and where they go, restoring one, and the imports that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _, ngettext
from workbench.services import imports, restoring
from workbench.services.workspace import BackupInfo, Change
from workbench.views.context import Context, Destination
from workbench.views.messages import words_of
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.forms import FormRow
from workbench.views.widgets.paths import PathField, PathKind

MOST_BACKUPS, MOST_IMPORTS = 5, 8
BACKUP_FILES = "*.wbbackup"


class BackupsCard(Card):
    """The newest backups, where they go, and one more copy elsewhere."""

    made = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backups"), _("each is opened and checked before it counts"), spacing=6)
        self._context = context
        self.lines = Text("", TextRole.BODY, "text", wrap=True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.lines)
        self.elsewhere = PathField(PathKind.FOLDER, _("Folder for one more copy"))
        self.row = FormRow(_("One more copy, e.g. on a USB stick"), self.elsewhere)
        self.body.addWidget(self.row)
        copy = QPushButton(_("Back up there"))
        copy.clicked.connect(self._on_copy)
        self.body.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_backups(self, backups: Sequence[BackupInfo]) -> None:
        lines = [f"{i18n.local(b.taken):%Y-%m-%d %H:%M} · {b.size / 1048576:.1f} MB · {_records(b)}" for b in backups[:MOST_BACKUPS]]
        where = _("Folder: {path}", path=str(self._context.workspace.backups_folder))
        self.lines.setText("\n".join([*lines, where] if lines else [_("There is no backup yet."), where]))

    @Slot()
    def _on_copy(self) -> None:
        folder = self.elsewhere.text()
        self.row.complain("")
        if not folder:
            self.row.complain(_("Choose a folder first."))
            return
        self._context.tasks.follow(self, self._context.workspace.start_backup(Path(folder)), self._on_copied, self._on_refused)

    @Slot(object)
    def _on_copied(self, info: BackupInfo) -> None:
        self._context.messages.tell(_("Backed up and checked: {file}", file=str(info.path)))
        self.made.emit()

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self.row.complain(words_of(error))


class RestoreCard(Card):
    """A backup into a new database; the present one is never touched."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Restore a backup"), _("always into a new database; the present one stays as it is"), spacing=6)
        self._context = context
        self.file = PathField(PathKind.FILE, _("Backup file"), _("Backups ({pattern})", pattern=BACKUP_FILES))
        self.file.changed.connect(self._on_file)
        self.target = PathField(PathKind.NEW, _("New database (folder)"))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.returnPressed.connect(self._on_restore)
        self.rows = {
            restoring.FILE: FormRow(_("Backup file"), self.file),
            restoring.SECRET: FormRow(_("Passphrase of that time, or the recovery key"), self.secret),
            restoring.TARGET: FormRow(_("New database (folder)"), self.target),
        }
        grid = QGridLayout()
        grid.setSpacing(12)
        for column, row in enumerate(self.rows.values()):
            grid.addWidget(row, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.button = QPushButton(_("Restore"))
        self.button.clicked.connect(self._on_restore)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot(str)
    def _on_file(self, path: str) -> None:
        """Offers a place beside the present database that is still free."""
        if path and not self.target.text():
            beside = self._context.workspace.path.parent
            self.target.setText(str(beside / f"{self._context.workspace.path.stem} {datetime.now().astimezone():%Y-%m-%d %H%M}.wbdb"))

    @Slot()
    def _on_restore(self) -> None:
        for row in self.rows.values():
            row.complain("")
        if not self.file.text():
            self._complain(restoring.FILE, _("Choose the backup first."))
        elif not self.secret.text():
            self._complain(restoring.SECRET, _("Type the passphrase that was in use when the backup was made."))
        elif not self.target.text():
            self._complain(restoring.TARGET, _("Choose where the new database is to be."))
        else:
            job = partial(_restoring, Path(self.file.text()), Path(self.target.text()), self.secret.text())
            self.button.setEnabled(False)
            self._context.tasks.work(self, job, self._on_restored, self._on_refused)

    def _complain(self, part: str, words: str) -> None:
        """At the field that it is about; what is typed stays and the keyboard goes there."""
        row = self.rows[part]
        row.complain(words)
        row.editor.setFocus()

    @Slot(object)
    def _on_restored(self, path: Path) -> None:
        self.button.setEnabled(True)
        self.secret.clear()
        opens = partial(self._context.go, Destination("database", {"path": str(path)}))
        self._context.messages.tell(_("Restored into {path}.", path=str(path)), Tone.GOOD, _("Open it"), opens)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._complain(restoring.part_of(error), words_of(error))


class _UndoButton(QPushButton):
    """Knows the step that its line is about."""

    wanted = Signal(object)  # an id

    def __init__(self, seq: int) -> None:
        super().__init__(_("Take back"))
        self._seq = seq
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.wanted.emit(self._seq)


class ImportsCard(Card):
    """Each import with what it did; one click takes a whole one back."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Imports"), _("a whole import can be taken back"), spacing=4)
        self._context = context
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)

    def show_imports(self, rows: Sequence[Any]) -> None:
        """Rows of `imports.load_history`."""
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for row in rows[:MOST_IMPORTS]:
            self._lines.addWidget(self._line(row))
        if not rows:
            self._lines.addWidget(Text(_("Nothing was imported yet."), TextRole.BODY, "muted"))

    def _line(self, row: Any) -> QWidget:
        what = _(imports.KIND_LABELS[row.kind]) if row.kind in imports.KIND_LABELS else row.kind
        figures = _("{added} new · {changed} changed · {rejected} rejected", added=row.added, changed=row.changed, rejected=row.rejected)
        text = Text(f"{i18n.local(row.imported_at):%m-%d %H:%M} · {what} · {row.file_name} · {figures}", TextRole.BODY, "text")
        text.setMinimumWidth(1)
        text.setToolTip(tip_text(text.text()))
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text, 1)
        if row.seq is not None:
            button = _UndoButton(row.seq)
            button.setAccessibleName(_("Take back the import of {file}", file=row.file_name))
            button.wanted.connect(self._on_undo)
            layout.addWidget(button)
        return line

    @Slot(object)
    def _on_undo(self, seq: int) -> None:
        self._context.tasks.undo_step(self, seq, self._on_undone)

    @Slot(object)
    def _on_undone(self, _change: Change) -> None:
        self._context.messages.tell(_("The import was taken back; everything is as it was before."))


def _records(backup: BackupInfo) -> str:
    count = sum(backup.rows.values())
    return ngettext("{count} record", "{count} records", count, count=f"{count:,}")


def _restoring(backup: Path, target: Path, secret: str, _progress: Progress) -> Path:
    """On the worker."""
    return restoring.restore(backup, target, secret)[0]
