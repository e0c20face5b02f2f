"""The week for the wall: previewed as it will be printed, then to a printer or into a file."""

from __future__ import annotations

import os
import tempfile
import threading
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench import i18n
from workbench.errors import KnownError, Refused
from workbench.i18n import N_, _
from workbench.models.values import Week
from workbench.readmodels.documents import WeekSheetDocument
from workbench.services import planning
from workbench.services.workspace import Reader
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.paint import rounded
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Painted, Text
from workbench.views.widgets.forms import Segmented

PRINT_DPI = 300
POINTS_WIDE = 841.89  # A4 landscape
_pdfium = threading.Lock()  # the library is not made for two threads


class PrinterRefusedError(KnownError):
    """The printer did not take the pages."""

    sentence = N_("The printer did not take the week. Nothing was lost; check the printer and print again.")


def page_images(data: bytes, scale: float) -> list[QImage]:
    """Each page as a picture; `scale` 1.0 is 72 pixels an inch."""
    import pypdfium2

    found = []
    with _pdfium:
        document = pypdfium2.PdfDocument(data)
        for page in document:
            bitmap = page.render(scale=scale)
            kind = QImage.Format.Format_BGR888 if bitmap.n_channels == 3 else QImage.Format.Format_RGB32
            found.append(QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind).copy())
        document.close()
    return found


def make_paper(document: WeekSheetDocument, language: str, width: float, _progress: Progress) -> tuple[bytes, list[QImage]]:
    """On a worker: the PDF and its pages as pictures of `width` pixels."""
    from workbench.reports.week import render_week

    data = render_week(document, language)
    return data, page_images(data, width / POINTS_WIDE)


def write_file(path: Path, data: bytes, _progress: Progress) -> Path:
    """Whole or not at all; Refused with a kind sentence where the folder does not take it."""
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(part, path)
    except OSError as error:
        raise Refused(N_("The file “{name}” could not be written there. Choose another folder; the week itself is unchanged."), detail=str(error), name=path.name) from error
    return path


def print_pages(data: bytes, printer: QPrinter, _progress: Progress) -> int:
    """All pages at 300 dpi; PrinterRefusedError when the printer does not take them."""
    images = page_images(data, PRINT_DPI / 72)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError("begin")
    for number, image in enumerate(images):
        if number and not printer.newPage():
            raise PrinterRefusedError("newPage")
        room = painter.viewport()
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(0, 0, size.width(), size.height()), image)
    painter.end()
    return len(images)


class _Sheet(Painted):
    """One page with a thin frame."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        ratio = self.devicePixelRatioF()
        return QSize(round(self._image.width() / ratio), round(self._image.height() / ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QRectF(0, 0, self.sizeHint().width(), self.sizeHint().height()), self._image)
        rounded(painter, QRectF(0, 0, self.sizeHint().width(), self.sizeHint().height()), 0, None, theme().tokens.border_strong)


class PaperPage(QWidget):
    """Takes the place of the board; Escape goes back."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._monday: date | None = None
        self._document: WeekSheetDocument | None = None
        self._data = b""
        self._printer: QPrinter | None = None
        self.language = Segmented(_("Language of the paper"), (("zh_CN", "中文"), ("en", "English")), i18n.language())
        self.language.chosen.connect(self._on_language)
        self.save, self.print, back = QPushButton(_("Save as PDF …")), QPushButton(_("Print …")), QPushButton(_("Back to the week"))
        self.print.setProperty("look", "primary")
        self.save.clicked.connect(self._on_save)
        self.print.clicked.connect(self._on_print)
        back.clicked.connect(self._on_back)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(back)
        line.addStretch(1)
        for part in (self.language, self.save, self.print):
            line.addWidget(part)
        self._words = Text(_("Preparing the page …"), TextRole.BODY, "muted", wrap=True)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(16)
        inner = QWidget()
        inner.setLayout(self._pages)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addLayout(line)
        layout.addWidget(self._words)
        layout.addWidget(area, 1)

    def open(self, monday: date) -> None:
        """Read the week as it is now and show its page."""
        self._monday = monday
        self._document, self._data = None, b""
        self._say(_("Preparing the page …"))
        now, actor, today = datetime.now(UTC).astimezone(), self.context.workspace.actor, self.context.today()

        def read(conn: Reader) -> WeekSheetDocument:
            return planning.week_document(conn, monday, today, now, actor)

        self.context.tasks.read(self, read, self._on_document, self._on_failed)

    def _say(self, words: str, colour: str = "muted") -> None:
        self._words.setText(words)
        self._words.set_colour(colour)
        self._words.setVisible(bool(words))
        ready = bool(self._data)
        self.save.setEnabled(ready)
        self.print.setEnabled(ready)

    @property
    def page_count(self) -> int:
        return self._pages.count()

    @property
    def data(self) -> bytes:
        return self._data

    @Slot(object)
    def _on_document(self, document: WeekSheetDocument) -> None:
        self._document = document
        width = max(640, self.width() - 80) * self.devicePixelRatioF()
        self.context.tasks.work(self, partial(make_paper, document, self.language.value, width), self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, made: tuple[bytes, list[QImage]]) -> None:
        self._data, images = made
        while self._pages.count():
            item = self._pages.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for number, image in enumerate(images, 1):
            image.setDevicePixelRatio(1.0)
            self._pages.addWidget(_Sheet(image, _("Page {number} of {count}", number=number, count=len(images))), 0, Qt.AlignmentFlag.AlignTop)
        self._say("")
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._say(words_of(error), "bad")

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        if self._document is not None:
            self._on_document(self._document)

    # -- to a file, to a printer ------------------------------------------------------------------

    @Slot()
    def _on_save(self) -> None:
        assert self._monday is not None
        dialog = QFileDialog(self, _("Save as PDF …"), f"{Week.from_date(self._monday)}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, file: str) -> None:
        self.context.tasks.work(self, partial(write_file, Path(file), self._data), self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._say("")
        self.context.messages.tell(_("The week is saved as {file}.", file=path.name))

    @Slot()
    def _on_print(self) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_printer)
        QDialog.open(dialog)  # the overload of QPrintDialog wants a slot by name

    @Slot()
    def _on_printer(self) -> None:
        if self._printer is not None:
            self.context.tasks.work(self, partial(print_pages, self._data, self._printer), self._on_printed, self._on_failed)

    @Slot(object)
    def _on_printed(self, pages: int) -> None:
        self.context.messages.tell(_("The week was sent to the printer ({count} pages).", count=pages))

    @Slot()
    def _on_back(self) -> None:
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
