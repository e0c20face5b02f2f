"""A paper in place of the screen's content: previewed as it will be printed, then to a printer or into a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from workbench import i18n
from workbench.i18n import _, ngettext
from workbench.services.workspace import Reader
from workbench.views import paper
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.paint import rounded
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import ElidedText, Painted, Surface, Text
from workbench.views.widgets.forms import Segmented

MARGIN = 20
Render = Callable[[Any, str], bytes]
"""A document and the language of the paper give a PDF; runs on a worker."""


class _Sheet(Painted):
    """One page with a thin frame; white in both themes, because paper is."""

    def __init__(self, image: QImage, ratio: float, name: str) -> None:
        super().__init__()
        self._image, self._ratio = image, ratio
        self.setAccessibleName(name)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(round(self._image.width() / self._ratio), round(self._image.height() / self._ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._image)
        rounded(painter, QRectF(self.rect()), 0, None, theme().tokens.border_strong)


class PaperPage(Surface):
    """Escape or Back goes back. `render` makes the PDF of what `show_paper` reads; `most` is the widest page in pixels."""

    closed = Signal()

    def __init__(self, context: Context, title: str, note: str, back: str, render: Render, *, most: int = 1200) -> None:
        super().__init__("background")
        self.context = context
        self._render, self._most = render, most
        self._document: Any = None
        self._file_name = ""
        self._data = b""
        self._printer: QPrinter | None = None
        self.language = Segmented(
            _("Language of the paper"), (("zh_CN", "中文"), ("en", "English")), "zh_CN" if i18n.is_chinese() else "en"
        )
        self.language.chosen.connect(self._on_language)
        self.save, self.print, self.back = QPushButton(_("Save as PDF …")), QPushButton(_("Print …")), QPushButton(back)
        self.print.setProperty("look", "primary")
        self.save.clicked.connect(self.choose_file)
        self.print.clicked.connect(self.choose_printer)
        self.back.clicked.connect(self.closed)
        self.line = Text("", TextRole.BODY, "muted", wrap=True)
        self._lay_out(title, note)

    def _lay_out(self, title: str, note: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(ElidedText(title, TextRole.HEADING))
        head.addWidget(ElidedText(note, TextRole.SMALL, "muted"), 1)
        for part in (self.language, self.save, self.print):
            head.addWidget(part)
        inner = Surface("background")
        self._pages = QVBoxLayout(inner)
        self._pages.setContentsMargins(0, 0, 0, MARGIN)
        self._pages.setSpacing(16)
        self._pages.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 14, MARGIN, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.line)
        layout.addWidget(area, 1)

    # -- showing

    def show_paper(self, read: Callable[[Reader], Any], file_name: str) -> None:
        """Read a document as it is now and show its pages."""
        self._document, self._data, self._file_name = None, b"", file_name
        self._clear()
        self._say(_("Preparing the page …"))
        self.context.tasks.read(self, read, self._on_document, self._on_failed)

    @property
    def page_count(self) -> int:
        return self._pages.count()

    @property
    def data(self) -> bytes:
        return self._data

    def _say(self, words: str, colour: str = "muted") -> None:
        self.line.setText(words)
        self.line.set_colour(colour)
        self.line.setVisible(bool(words))
        for button in (self.save, self.print):
            button.setEnabled(bool(self._data))

    def _clear(self) -> None:
        while self._pages.count():
            item = self._pages.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()

    @Slot(object)
    def _on_document(self, document: Any) -> None:
        self._document = document
        width = min(max(480, self.width() - 2 * MARGIN - 24), theme().px(self._most)) * self.devicePixelRatioF()
        job = partial(_make, self._render, document, self.language.value, width)
        self.context.tasks.work(self, job, self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, sheets: paper.Sheets) -> None:
        self._data = sheets.data
        self._clear()
        count = len(sheets.images)
        for number, image in enumerate(sheets.images, 1):
            sheet = _Sheet(image, self.devicePixelRatioF(), _("Page {number} of {count}", number=number, count=count))
            self._pages.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._say("")
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._say(words_of(error), "bad")

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        if self._document is not None:
            self._on_document(self._document)

    # -- to a file, to a printer

    @Slot()
    def choose_file(self) -> None:
        dialog = QFileDialog(self, _("Save as PDF …"), self._file_name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, file: str) -> None:
        """Write the paper to a file, whole or not at all."""
        self.context.tasks.work(self, partial(paper.write_file, Path(file), self._data), self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._say("")
        self.context.messages.tell(_("Written: {file}", file=path.name))

    @Slot()
    def choose_printer(self) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(self._file_name)
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_printer)
        QDialog.open(dialog)  # the overload of QPrintDialog wants a slot by name

    @Slot()
    def _on_printer(self) -> None:
        if self._printer is not None:
            self.print_to(self._printer)

    def print_to(self, printer: QPrinter) -> None:
        """Send the paper to this printer."""
        self._printer = printer
        self.context.tasks.work(self, partial(paper.print_pages, self._data, printer), self._on_printed, self._on_failed)

    @Slot(object)
    def _on_printed(self, pages: int) -> None:
        self._say("")
        self.context.messages.tell(ngettext("{n} page was sent to the printer.", "{n} pages were sent to the printer.", pages))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def _make(render: Render, document: Any, language: str, width: float, _progress: Progress) -> paper.Sheets:
    data = render(document, language)
    return paper.Sheets(data, paper.render_pages(data, width=width))
