"""The minutes out of the window: to a printer or into a PDF, drawn beside the event loop."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.files import safe_name, write_whole
from workbench.i18n import _, language, ngettext
from workbench.readmodels.calibration import CalibrationMinutes
from workbench.services import reviews_calibration_meeting as service
from workbench.services.workspace import Reader
from workbench.views.context import Context
from workbench.views.paper import PRINT_DPI, print_pages
from workbench.views.tasks import Progress
from workbench.views.theme import Tone


class MinutesPaper(QObject):
    """Asks where to, then reads, draws and writes; `owner` is the widget over which the dialogs stand."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(owner)
        self.context, self._owner = context, owner
        self._cycle_id, self._target = 0, Path()
        self._printer: QPrinter | None = None
        self._dialog: QPrintDialog | QFileDialog | None = None

    def ask_export(self, cycle_id: int, cycle: str) -> None:
        self._cycle_id = cycle_id
        dialog = QFileDialog(self._owner, _("Export PDF"), f"{safe_name(_('Minutes of the calibration'), cycle)}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        self._dialog = dialog
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def ask_print(self, cycle_id: int, cycle: str) -> None:
        self._cycle_id = cycle_id
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setResolution(PRINT_DPI)
        self._printer.setDocName(f"{_('Minutes of the calibration')} {cycle}")
        dialog = QPrintDialog(self._printer, self._owner)
        self._dialog = dialog
        dialog.accepted.connect(self._on_print_accepted)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def export_to(self, path: Path, cycle_id: int) -> None:
        """Write the minutes to a file, whole or not at all."""
        self._target = path
        self.context.tasks.read(self, self._job(cycle_id), self._on_to_export)

    def print_to(self, printer: QPrinter, cycle_id: int) -> None:
        """Send the minutes to a printer."""
        self._printer = printer
        self.context.tasks.read(self, self._job(cycle_id), self._on_to_print)

    def _job(self, cycle_id: int) -> partial[CalibrationMinutes]:
        return partial(_load, cycle_id=cycle_id, today=self.context.today(), now=self.context.now(), actor=self.context.workspace.actor)

    @Slot(str)
    def _on_file(self, name: str) -> None:
        if name:
            self.export_to(Path(name), self._cycle_id)

    @Slot()
    def _on_print_accepted(self) -> None:
        if self._printer is not None:
            self.print_to(self._printer, self._cycle_id)

    @Slot(object)
    def _on_to_export(self, minutes: CalibrationMinutes) -> None:
        self.context.tasks.work(self, partial(_export, minutes, language(), self._target), self._on_exported, title=_("Exporting"))

    @Slot(object)
    def _on_exported(self, _size: int) -> None:
        self.context.messages.tell(_("Written: {file}", file=self._target.name), Tone.GOOD)

    @Slot(object)
    def _on_to_print(self, minutes: CalibrationMinutes) -> None:
        if self._printer is not None:
            self.context.tasks.work(self, partial(_print, minutes, language(), self._printer), self._on_printed, title=_("Printing"))

    @Slot(object)
    def _on_printed(self, pages: int) -> None:
        self.context.messages.tell(ngettext("{n} page was sent to the printer.", "{n} pages were sent to the printer.", pages), Tone.GOOD)


def _load(conn: Reader, cycle_id: int, today: date, now: datetime, actor: str) -> CalibrationMinutes:
    return service.load_minutes(conn, cycle_id, today, now, actor)


def _export(minutes: CalibrationMinutes, language: str, path: Path, _progress: Progress) -> int:
    from workbench.reports.calibration_minutes import render_minutes

    data = render_minutes(minutes, language)
    write_whole(path, data)
    return len(data)


def _print(minutes: CalibrationMinutes, language: str, printer: QPrinter, progress: Progress) -> int:
    from workbench.reports.calibration_minutes import render_minutes

    return print_pages(render_minutes(minutes, language), printer, progress)
