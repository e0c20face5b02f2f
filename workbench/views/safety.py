"""What watches over an open database: a backup half an hour after a change, and what looks wrong when it was opened.

Nothing here writes into the database. A warning says what it means, what is safe and what to do; it also stays on the
page Data and backups for as long as it is true.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.i18n import N_, _
from workbench.services.workspace import BackupInfo, RollbackSuspected, Workspace
from workbench.views.context import Context, Destination
from workbench.views.tasks import Progress
from workbench.views.theme import Tone

EVERY_MINUTES = 30  # promises.md 3.4: when something was changed

ROLLED_BACK = N_(
    "This database ends at action {here}, but the backup of {day} knows action {there}. Probably an older copy of the folder was put "
    "in its place. Nothing was changed here, and the backup is whole. If you did not do this on purpose, restore that backup into a new "
    "database and compare."
)
OTHER_BRANCH = N_(
    "The history of this database is not the one that its backup of {day} holds. Probably another copy of the folder was put in its "
    "place. Nothing was changed here, and the backup is whole. If you did not do this on purpose, restore that backup into a new "
    "database and compare."
)
UNPROVEN = N_(
    "The record of changes does not prove itself. Your data can be read and nothing was changed. Run the self-check, and restore "
    "the newest backup into a new database to compare."
)


def rollback_words(found: RollbackSuspected) -> str:
    """The warning about an older or another state, in the present language."""
    figures = {"here": found.here.seq, "there": found.backup.head.seq, "day": f"{found.backup.taken.astimezone():%Y-%m-%d %H:%M}"}
    return _(ROLLED_BACK if found.backup.head.seq > found.here.seq else OTHER_BRANCH, **figures)


class Safety(QObject):
    """One for each open database; ends with its parent."""

    backed_up = Signal(object)  # a BackupInfo

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MINUTES * 60_000)
        self._timer.timeout.connect(self._on_time)
        context.hub.changed.connect(self._on_changed)

    @property
    def is_waiting(self) -> bool:
        """Whether something was changed and its backup is to come."""
        return self._timer.isActive()

    def look(self) -> None:
        """Say what looks wrong after opening, and prove the newest part of the record of changes beside the window."""
        found = self._context.workspace.rollback_suspected
        if found is not None:
            self._warn(rollback_words(found))
        self._context.tasks.work(self, partial(_proof, self._context.workspace), self._on_proved)

    @Slot(object)
    def _on_proved(self, problems: tuple[str, ...]) -> None:
        if problems:
            self._warn(_(UNPROVEN))

    def _warn(self, text: str) -> None:
        self._context.messages.tell(text, Tone.WARNING, _("Data and backups"), self._show)

    def _show(self) -> None:
        self._context.go(Destination("data"))

    @Slot(object)
    def _on_changed(self, _change: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_time(self) -> None:
        if self._context.workspace.changed_since_backup:
            self._context.tasks.work(self, partial(_backup, self._context.workspace), self._on_backed_up)

    @Slot(object)
    def _on_backed_up(self, info: BackupInfo) -> None:
        self.backed_up.emit(info)


def _proof(workspace: Workspace, _progress: Progress) -> tuple[str, ...]:
    return workspace.verify_recent()


def _backup(workspace: Workspace, _progress: Progress) -> BackupInfo:
    return workspace.backup(reason="timed")
