"""From PDF bytes to pixels, to a printer and to a file; every preview and every print goes through here.

All of it runs on a worker; PDFium is not made for several threads at once, so one lock guards it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from workbench.errors import KnownError
from workbench.files import write_whole
from workbench.i18n import N_, _
from workbench.views.tasks import Progress

PRINT_DPI = 300
_pdfium = threading.Lock()


class PrinterRefusedError(KnownError):
    """The printer did not take the pages."""

    sentence = N_("The printer did not take the pages. Nothing was lost; check the printer and print again.")


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one paper as pictures, and the bytes they come from."""

    data: bytes
    images: tuple[QImage, ...]


def render_pages(data: bytes, *, scale: float = 0.0, width: float = 0.0) -> tuple[QImage, ...]:
    """Each page as a picture; `scale` 1.0 is 72 pixels an inch, or each page is `width` pixels wide."""
    import pypdfium2

    found = []
    with _pdfium:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                page = document[number]
                bitmap = page.render(scale=scale or width / page.get_width())
                kind = QImage.Format.Format_BGR888 if bitmap.n_channels == 3 else QImage.Format.Format_RGB32
                found.append(QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind).copy())
                bitmap.close()
                page.close()
        finally:
            document.close()
    return tuple(found)


def without_gaps(image: QImage, most: int = 60) -> QImage:
    """Blank stretches of more than `most` rows of pixels shortened to that, so that a short text does not come as a whole page."""
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    white = b"\xff" * whole.bytesPerLine()
    kept, blank = list[int](), 0
    for row in range(whole.height()):
        blank = blank + 1 if cast(memoryview, whole.constScanLine(row)) == white else 0
        if blank <= most:
            kept.append(row)
    short = QImage(whole.width(), len(kept), QImage.Format.Format_RGB32)
    painter, top = QPainter(short), 0
    while top < len(kept):  # a stretch of rows that stand together at once
        end = top + 1
        while end < len(kept) and kept[end] == kept[end - 1] + 1:
            end += 1
        painter.drawImage(0, top, whole, 0, kept[top], whole.width(), end - top)
        top = end
    painter.end()
    return short


def one_picture(images: tuple[QImage, ...]) -> QImage:
    """The pages below each other on white, for a chat."""
    width, height = max(one.width() for one in images), sum(one.height() for one in images)
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    whole.fill(0xFFFFFFFF)  # every bit set: paper is white in both themes
    painter, top = QPainter(whole), 0
    for one in images:
        painter.drawImage(0, top, one)
        top += one.height()
    painter.end()
    return whole


def print_pages(data: bytes, printer: QPrinter, progress: Progress) -> int:
    """Send all pages to a printer at 300 dpi, in the middle of the sheet; returns their number.

    PrinterRefusedError when it does not take them.
    """
    printer.setFullPage(True)
    images = render_pages(data, scale=PRINT_DPI / 72)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError("begin")
    try:
        for number, image in enumerate(images):
            progress.check()
            if number and not printer.newPage():
                raise PrinterRefusedError("newPage")
            room = painter.viewport()
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect((room.width() - size.width()) // 2, 0, size.width(), size.height()), image)
            progress.step(_("Page {number} of {count}", number=number + 1, count=len(images)), number + 1, len(images))
    finally:
        painter.end()
    return len(images)


def write_file(path: Path, data: bytes, _progress: Progress) -> Path:
    """As a job for `tasks.work`: whole or not at all; NotWrittenError where the folder does not take it."""
    return write_whole(path, data)
