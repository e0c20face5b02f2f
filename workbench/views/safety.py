"""What watches over an open database: a backup half an hour after a change, and what looks wrong when it was opened.

Nothing here writes into the database. A warning says what it means, what is safe and what to do; it also stays on the
page Data and backups for as long as it is true.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.i18n import N_, _, ngettext
from workbench.services import copies
from workbench.services.copies import CopyAge, rollback_words
from workbench.services.workspace import BackupInfo, Workspace
from workbench.views.context import Context, Destination
from workbench.views.tasks import Progress
from workbench.views.theme import Tone

EVERY_MINUTES = 30  # promises.md 3.4: when something was changed

UNPROVEN = N_(
    "The record of changes does not prove itself. Your data can be read and nothing was changed. Run the self-check, and restore "
    "the newest backup into a new database to compare."
)


def copy_words(age: CopyAge) -> str:
    """The warning about copies, in the present language."""
    what = (
        ngettext(
            "For {n} day this database was never copied outside its own folders.", "For {n} days this database was never copied outside its own folders.", age.days
        )
        if age.never
        else ngettext(
            "The last copy outside this computer's own folders is {n} day old.", "The last copy outside this computer's own folders is {n} days old.", age.days
        )
    )  # fmt: skip
    return (
        what
        + " "
        + _("If this computer is lost or breaks, so is what came since. Your data here is safe; put a copy on a USB stick or another disk.")
    )


def short_copy_words(age: CopyAge) -> str:
    """The same for the status line."""
    return _("No copy elsewhere yet") if age.never else ngettext("Copy elsewhere: {n} day old", "Copy elsewhere: {n} days old", age.days)


def is_hushed(context: Context) -> bool:
    """Whether the warning about copies was put away today."""
    return context.settings.hushed_on(context.workspace.database_id) == context.today().isoformat()


def hush(context: Context) -> None:
    """Put the warning about copies away until tomorrow."""
    context.settings.hush(context.workspace.database_id, context.today().isoformat())


class Safety(QObject):
    """One for each open database; ends with its parent."""

    backed_up = Signal(object)  # a BackupInfo
    aged = Signal()  # what is to be said about copies elsewhere changed

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MINUTES * 60_000)
        self._timer.timeout.connect(self._on_time)
        self._age: CopyAge | None = None
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
        self.look_at_copies()

    def look_at_copies(self) -> None:
        """Ask beside the window how old the last copy elsewhere is; `aged` tells when that is to be shown anew."""
        self._context.tasks.work(self, partial(_age, self._context.workspace, self._context.today()), self._on_aged)

    @property
    def copy_note(self) -> str:
        """What the status line says about copies elsewhere; empty while there is nothing to say."""
        return short_copy_words(self._age) if self._age is not None and not is_hushed(self._context) else ""

    @Slot(object)
    def _on_aged(self, age: CopyAge | None) -> None:
        self._age = age
        self.aged.emit()

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


def _age(workspace: Workspace, today: date, _progress: Progress) -> CopyAge | None:
    return copies.load_age(workspace, today)


def _backup(workspace: Workspace, _progress: Progress) -> BackupInfo:
    return workspace.backup(reason="timed")
