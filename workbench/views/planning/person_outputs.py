"""One person's week to be sent: as text or picture for a chat, and as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from workbench import i18n
from workbench.files import safe_name, write_whole
from workbench.i18n import _
from workbench.models.values.periods import Week
from workbench.services import exports, planning
from workbench.services.workspace import Workspace
from workbench.views.tasks import Progress
from workbench.views.theme import Tone

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


def _write_calendar(workspace: Workspace, monday: date, now: datetime, person: int, file: Path, _progress: Progress) -> bool:
    """Whether there was anything to write."""
    found = exports.calendar_files(workspace, monday, now, person)
    if found:
        write_whole(file, found[0][1])
    return bool(found)


class PersonOutputs(QObject):
    """Of the week as it is saved; a trial is told to nobody."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._calendar_of = 0  # whose file is being asked about

    def copy_text(self, person: int) -> None:
        """For 微信 or 钉钉."""
        screen = self._screen
        if screen.week_state is not None and not screen.what_if.blocks():
            QGuiApplication.clipboard().setText(planning.person_text(screen.week_state.week, person))
            screen.context.messages.tell(_("The week of {person} is in the clipboard as text.", person=screen.week_state.name(person)))

    def copy_picture(self, person: int) -> None:
        """The person's slip as a picture."""
        from workbench.views.planning.paper import reading

        if not self._screen.what_if.blocks():
            job = reading(self._screen.context, self._screen.monday, person)
            self._screen.context.tasks.read(self, job, self._on_to_picture, self._on_failed)

    @Slot(object)
    def _on_to_picture(self, document: object) -> None:
        from workbench.views.planning.paper import slip_picture

        self._screen.context.tasks.work(self, partial(slip_picture, document, i18n.language()), self._on_picture, self._on_failed)

    @Slot(object)
    def _on_picture(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._screen.context.messages.tell(_("The person's week is in the clipboard as a picture."))

    def choose_calendar(self, person: int) -> None:
        """Ask where the calendar file goes."""
        screen = self._screen
        if screen.what_if.blocks() or screen.week_state is None:
            return
        name = screen.week_state.name(person)
        dialog = QFileDialog(screen, _("Calendar file of {person} …", person=name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.selectFile(safe_name(f"{Week.from_date(screen.monday)} {name}") + ".ics")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calendar_of = person
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    @Slot(str)
    def _on_file(self, file: str) -> None:
        self.save_calendar(self._calendar_of, file)

    def save_calendar(self, person: int, file: str) -> None:
        """Slots that were told and taken away since are cancelled in it."""
        job = partial(_write_calendar, self._screen.context.workspace, self._screen.monday, datetime.now(UTC), person, Path(file))
        self._screen.context.tasks.work(self, job, self._on_calendar, self._on_failed)

    @Slot(object)
    def _on_calendar(self, written: bool) -> None:
        if written:
            self._screen.context.messages.tell(_("The calendar file is written."))
        else:
            self._screen.context.messages.tell(_("This person has no task in this week, so no file was written."), Tone.ACCENT)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._screen.context.messages.complain(error)
