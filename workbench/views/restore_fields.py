"""The backup and its passphrase as the first window asks for them, and what is said at each of the two."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.views.messages import words_of
from workbench.views.widgets.forms import FormRow
from workbench.views.widgets.paths import PathField, PathKind

BACKUP_FILES = "*.wbbackup"


class RestoreFields(QWidget):
    """Each field says what is wrong with it in its own place; what is typed stays."""

    entered = Signal()  # Enter behind the passphrase

    def __init__(self) -> None:
        super().__init__()
        self.backup = PathField(PathKind.FILE, _("Backup file"), _("Backups ({pattern})", pattern=BACKUP_FILES))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.returnPressed.connect(self.entered)
        self.rows = {
            "file": FormRow(_("Backup file"), self.backup),
            "secret": FormRow(_("Passphrase of that time, or the recovery key"), self.secret),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for row in self.rows.values():
            column.addWidget(row)

    def is_complete(self) -> bool:
        """Whether both are given; what is missing is asked for in its place."""
        for row in self.rows.values():
            row.complain("")
        if not self.backup.text():
            self._complain("file", _("Choose the backup first."))
        elif not self.secret.text():
            self._complain("secret", _("Type the passphrase that was in use when the backup was made."))
        else:
            return True
        return False

    def refuse(self, error: BaseException) -> bool:
        """Say an error at the field that it is about; False when it is about neither."""
        from workbench.services import restoring  # loads SQLAlchemy, which the first frame does not wait for

        part = restoring.part_of(error)
        if part in self.rows:
            self._complain(part, words_of(error))
        return part in self.rows

    def _complain(self, part: str, words: str) -> None:
        self.rows[part].complain(words)
        self.rows[part].editor.setFocus()


def free_place(folder: Path, name: str) -> Path:
    """Where a database called `name` can be made in a folder without touching what is there."""
    number, place = 2, folder / f"{name}.wbdb"
    while place.exists():
        number, place = number + 1, folder / f"{name} {number}.wbdb"
    return place
