"""From a document to pixels, paper and files: renders PDF pages, prints them, and writes a whole cycle into a folder.

Everything here runs on a worker; PDFium is not made for several threads at once, so one lock guards it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from workbench.errors import KnownError
from workbench.i18n import N_, _
from workbench.readmodels.documents import EvaluationDocument
from workbench.views.tasks import Progress

PRINT_DPI = 300
_pdfium = threading.Lock()
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class PrinterRefusedError(KnownError):
    """The printer did not take the pages."""

    sentence = N_("The printer did not take the pages. Nothing was lost; check the printer and print again.")


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one paper as pictures, and the bytes they come from."""

    data: bytes
    images: tuple[QImage, ...]


def render_pages(data: bytes, scale: float) -> tuple[QImage, ...]:
    """Each page as a picture; `scale` 1.0 is 72 pixels an inch."""
    import pypdfium2

    found = []
    with _pdfium:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                page = document[number]
                bitmap = page.render(scale=scale, rev_byteorder=False)
                width, height, stride = bitmap.width, bitmap.height, bitmap.stride
                kind = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGB32
                image = QImage(bytes(bitmap.buffer), width, height, stride, kind)
                found.append(image.rgbSwapped() if bitmap.n_channels == 3 else image.copy())
                bitmap.close()
                page.close()
        finally:
            document.close()
    return tuple(found)


def make_sheets(document: EvaluationDocument, language: str, width: float) -> Sheets:
    """Print a document into memory and picture its pages `width` pixels wide."""
    from workbench.reports.evaluation import render_evaluation

    data = render_evaluation(document, language=language)
    return Sheets(data, render_pages(data, width / 595.28))


def print_pages(data: bytes, printer: QPrinter, progress: Progress) -> int:
    """Send all pages to a printer at 300 dpi and return their number; PrinterRefusedError when it does not take them."""
    images = render_pages(data, PRINT_DPI / 72)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError("begin")
    try:
        for number, image in enumerate(images):
            progress.check()
            if number and not printer.newPage():
                raise PrinterRefusedError("newPage")
            room = painter.viewport()
            size = image.size().scaled(room.size(), _KEEP)
            painter.drawImage(QRect((room.width() - size.width()) // 2, 0, size.width(), size.height()), image)
            progress.step(_("Page {number} of {count}", number=number + 1, count=len(images)), number + 1, len(images))
    finally:
        painter.end()
    return len(images)


def print_folder(
    review_ids: Sequence[int], read: Callable[[int], EvaluationDocument], language: str, folder: Path, progress: Progress
) -> tuple[int, bool]:
    """Write one PDF a person; returns how many, and whether the user stopped it. What was written stays."""
    from workbench.reports.batch import render_many

    names: list[str] = []

    def documents() -> Iterator[EvaluationDocument]:
        for review_id in review_ids:
            document = read(review_id)
            names.append(document.person_name)
            yield document

    done = 0
    for _file in render_many(documents(), language, folder, None, lambda: progress.cancelled):
        done += 1
        progress.step(names[done - 1], done, len(review_ids))
    return done, progress.cancelled and done < len(review_ids)
