"""Out of the window: a paper to a printer or a file, and a whole cycle into a folder with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from workbench.i18n import _, ngettext
from workbench.readmodels.documents import EvaluationDocument
from workbench.readmodels.reviews import ReviewCard
from workbench.services.workspace import Reader
from workbench.views.context import Context
from workbench.views.paper import PRINT_DPI, print_pages
from workbench.views.reviews import paper
from workbench.views.tasks import Progress
from workbench.views.theme import Tone
from workbench.views.widgets.panels import ProgressLine


class Outputs(QWidget):
    """Holds the line of the work under way; `flush_wanted` comes before anything is printed."""

    flush_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.language = "zh_CN"
        self.progress: Progress | None = None
        self.line: ProgressLine | None = None
        self._card: ReviewCard | None = None
        self._ids: tuple[int, ...] = ()
        self._target = Path()
        self._printer: QPrinter | None = None
        self._dialog: QPrintDialog | QFileDialog | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        context.tasks.progressed.connect(self._on_progress)
        self.hide()

    def paper_job(self, review_id: int) -> Callable[[Reader], EvaluationDocument]:
        """A job that reads the paper of a review as of then; it holds figures only, no widget."""
        return partial(paper.load_document, review_id=review_id, today=self.context.today(), actor=self.context.workspace.actor)

    # -- printer

    def ask_print(self, card: ReviewCard) -> None:
        """Open the system's print dialog; nothing waits for it."""
        self._card = card
        self.flush_wanted.emit()
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setResolution(PRINT_DPI)
        self._printer.setDocName(f"{card.document_no} {card.person_name}")
        dialog = QPrintDialog(self._printer, self)
        self._dialog = dialog
        dialog.accepted.connect(self._on_print_accepted)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    @Slot()
    def _on_print_accepted(self) -> None:
        if self._printer is not None and self._card is not None:
            self.print_to(self._printer, self._card.review_id)

    def print_to(self, printer: QPrinter, review_id: int) -> None:
        """Send a review to a printer."""
        self._printer = printer
        self.context.tasks.read(self, self.paper_job(review_id), self._on_paper_to_print)

    @Slot(object)
    def _on_paper_to_print(self, document: EvaluationDocument) -> None:
        if self._printer is not None:
            self._begin(_("Printing"), partial(_print, document, self.language, self._printer), self._on_printed)

    @Slot(object)
    def _on_printed(self, pages: int) -> None:
        self._end()
        self.context.messages.tell(ngettext("{n} page was sent to the printer.", "{n} pages were sent to the printer.", pages), Tone.GOOD)

    # -- one file

    def ask_export(self, card: ReviewCard) -> None:
        from workbench.files import safe_name

        self._card = card
        self.flush_wanted.emit()
        dialog = QFileDialog(self, _("Export PDF"), f"{safe_name(card.document_no, card.person_name)}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        self._dialog = dialog
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        if self._card is not None and name:
            self.export_to(Path(name), self._card.review_id)

    def export_to(self, path: Path, review_id: int) -> None:
        """Write the paper of a review to a file, all or nothing."""
        self._target = path
        self.context.tasks.read(self, self.paper_job(review_id), self._on_paper_to_export)

    @Slot(object)
    def _on_paper_to_export(self, document: EvaluationDocument) -> None:
        self._begin(_("Exporting"), partial(_export, document, self.language, self._target), self._on_exported)

    @Slot(object)
    def _on_exported(self, _done: Any) -> None:
        self._end()
        self.context.messages.tell(_("Written: {file}", file=self._target.name), Tone.GOOD, _("Open the folder"), self._open_folder)

    # -- the whole cycle

    def ask_folder(self, review_ids: Sequence[int]) -> None:
        self._ids = tuple(review_ids)
        self.flush_wanted.emit()
        dialog = QFileDialog(self, _("Whole cycle into a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog = dialog
        dialog.fileSelected.connect(self._on_folder)
        dialog.open()

    @Slot(str)
    def _on_folder(self, name: str) -> None:
        if name:
            self.folder_to(Path(name), self._ids)

    def folder_to(self, folder: Path, review_ids: Sequence[int]) -> None:
        """Write one PDF a person into the folder."""
        self._target = folder / "all"
        workspace = self.context.workspace
        read = partial(paper.read_document, workspace, today=self.context.today(), actor=workspace.actor)
        job = partial(_folder, tuple(review_ids), read, self.language, folder)
        self._begin(_("Whole cycle into a folder"), job, self._on_folder_done)

    @Slot(object)
    def _on_folder_done(self, result: tuple[int, bool]) -> None:
        self._end()
        done, stopped = result
        text = ngettext("{n} evaluation was written.", "{n} evaluations were written.", done)
        if stopped:
            text = _("Stopped.") + " " + text
        self.context.messages.tell(text, Tone.NEUTRAL if stopped else Tone.GOOD, _("Open the folder"), self._open_folder)

    # -- the line

    def _begin(self, title: str, job: Any, done: Any) -> None:
        self._end()
        self.progress = self.context.tasks.work(self, job, done, self._on_failed)
        self.line = ProgressLine(title, self.progress.cancel)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.line)
        self.show()

    def _end(self) -> None:
        self.progress = None
        if self.line is not None:
            self.line.hide()
            self.line.deleteLater()
            self.line = None
        self.hide()

    @Slot(object, str, int, int)
    def _on_progress(self, progress: object, text: str, done: int, total: int) -> None:
        if progress is self.progress and self.line is not None:
            self.line.show_step(text, done, total)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self.context.messages.complain(error)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target.parent)))


def _print(document: EvaluationDocument, language: str, printer: QPrinter, progress: Progress) -> int:
    from workbench.reports.evaluation import render_evaluation

    return print_pages(render_evaluation(document, language=language), printer, progress)


def _export(document: EvaluationDocument, language: str, path: Path, _progress: Progress) -> int:
    from workbench.reports.batch import print_one

    return print_one(document, language, path).size


def _folder(review_ids: Sequence[int], read: Any, language: str, folder: Path, progress: Progress) -> tuple[int, bool]:
    return paper.print_folder(review_ids, read, language, folder, progress)
