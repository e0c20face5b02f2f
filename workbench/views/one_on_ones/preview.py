"""The record on paper, previewed in the window: the shared part only, then to a file or to a printer."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.readmodels.documents import OneOnOneDocument
from workbench.services import one_on_ones as service
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import clear_layout
from workbench.views.tasks import Progress
from workbench.views.theme import METRICS, TextRole, Tone, icon, theme
from workbench.views.widgets.basic import ElidedText, Surface, Text

POINTS_PER_INCH = 72
SCREEN_WIDTH = 620
PRINT_DPI = 300


def rendered(document: OneOnOneDocument, language: str, _progress: Progress) -> bytes:
    """The PDF of a record; runs beside the event loop."""
    from workbench.reports.one_on_one import render_one_on_one  # ReportLab is heavy

    return render_one_on_one(document, language)


def page_images(data: bytes, width: int) -> list[QImage]:
    """Each page as a picture of `width` device pixels."""
    import pypdfium2

    found = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(pdf)):
            page = pdf[number]
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True, prefer_bgrx=True)
            image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
            found.append(image.copy())
            page.close()
    finally:
        pdf.close()
    return found


class Page(QWidget):
    """One page of paper."""

    def __init__(self, image: QImage, number: int, of: int) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(_("Page {number} of {count}", number=number, count=of))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SCREEN_WIDTH, round(SCREEN_WIDTH * self._image.height() / max(1, self._image.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(theme().colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class RecordPreview(Surface):
    """Escape or Close goes back to the talk."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("background")
        self.context = context
        self.data = b""
        self._name = ""
        self.title = Text(_("Record for paper"), TextRole.HEADING)
        self.note = ElidedText(_("Only what both of you may read is printed"), TextRole.SMALL, "muted")
        self.save = QPushButton(_("Save as PDF …"))
        self.print = QPushButton(_("To a printer …"))
        self.close_button = QPushButton(_("Back to the talk"))
        for button in (self.save, self.print, self.close_button):
            button.setAccessibleName(button.text())
        self.save.clicked.connect(self.choose_file)
        self.print.clicked.connect(self.choose_printer)
        self.close_button.clicked.connect(self.closed)
        self.line = Text("", TextRole.BODY, "muted", wrap=True)
        self._dialog: QFileDialog | None = None
        self._printer: QPrinter | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 12, 20, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        for button in (self.save, self.print, self.close_button):
            head.addWidget(button)
        inner = Surface("background")
        self.pages = QVBoxLayout(inner)
        self.pages.setContentsMargins(20, 4, 20, 20)
        self.pages.setSpacing(16)
        self.pages.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(inner)
        self.line.setContentsMargins(20, 0, 20, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.line)
        layout.addWidget(self.area, 1)

    # -- showing

    def show_talk(self, talk_id: int) -> None:
        """Make the paper of a talk and show it."""
        self._clear()
        self.data = b""
        self._say(_("The record is being made …"))
        self._enable(False)
        job = partial(service.load_document, talk_id=talk_id, today=self.context.today(), generated_at=datetime.now(UTC))
        self.context.tasks.read(self, job, self._on_document, self._on_failed)

    def _on_document(self, document: OneOnOneDocument) -> None:
        self._name = f"{document.record_number}.pdf"
        self.context.tasks.work(self, partial(rendered, document, i18n.language()), self._on_rendered, self._on_failed)

    def _on_rendered(self, data: bytes) -> None:
        self.data = data
        self._clear()
        images = page_images(data, round(SCREEN_WIDTH * self.devicePixelRatioF()))
        for number, image in enumerate(images, 1):
            self.pages.addWidget(Page(image, number, len(images)), 0, Qt.AlignmentFlag.AlignHCenter)
        self._say("")
        self._enable(True)
        self.save.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_failed(self, error: BaseException) -> None:
        self._say(words_of(error), "bad")

    def _clear(self) -> None:
        clear_layout(self.pages)

    def _say(self, text: str, colour: str = "muted") -> None:
        self.line.setText(text)
        self.line.set_colour(colour)
        self.line.setVisible(bool(text))

    def _enable(self, on: bool) -> None:
        self.save.setEnabled(on)
        self.print.setEnabled(on)

    @property
    def page_count(self) -> int:
        return self.pages.count()

    # -- to a file

    def choose_file(self) -> None:
        dialog = QFileDialog(self, _("Save as PDF …"), self._name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self.save_to)
        self._dialog = dialog
        dialog.open()

    def save_to(self, file: str) -> None:
        """Write the paper to a file, whole or not at all."""
        self.context.tasks.work(self, partial(_write_file, Path(file), self.data), self._on_saved, self._on_not_saved)

    def _on_saved(self, path: Path) -> None:
        self._say("")
        self.context.messages.tell(_("The record is saved as {file}.", file=path.name), Tone.GOOD)

    def _on_not_saved(self, error: BaseException) -> None:
        self._say(words_of(error), "bad")

    # -- to a printer

    def choose_printer(self) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(self._name)
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_printer)
        dialog.setModal(True)
        dialog.show()

    def _on_printer(self) -> None:
        if self._printer is not None:
            self.print_to(self._printer)

    def print_to(self, printer: QPrinter) -> int:
        """Draw each page on the whole sheet; returns the number of pages."""
        printer.setFullPage(True)
        sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
        images = page_images(self.data, round(min(printer.resolution(), PRINT_DPI) * sheet.width() / printer.resolution()))
        painter = QPainter()
        if not painter.begin(printer):
            self._say(_("The printer does not answer. Nothing was printed; please choose another one."), "bad")
            return 0
        for number, image in enumerate(images):
            if number:
                printer.newPage()
            target = QRectF(0, 0, sheet.width(), sheet.width() * image.height() / image.width())
            painter.drawImage(target, image)
        painter.end()
        self.context.messages.tell(_("The record was sent to the printer."), Tone.GOOD)
        return len(images)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def _write_file(path: Path, data: bytes, _progress: Progress) -> Path:
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        sentence = N_("{file} could not be written there. Nothing else was changed; please choose another folder.")
        raise Refused(sentence, code="FILE", detail=str(error), file=path.name) from error
    return path


def print_button() -> QPushButton:
    """The button of the top bar."""
    button = QPushButton(" " + _("Print record"))
    button.setIcon(icon("printer", theme().tokens.text, METRICS.control // 2))
    button.setAccessibleName(_("Print record"))
    return button
