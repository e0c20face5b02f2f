"""Tools for looking into a finished PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest


@pytest.fixture
def page_texts() -> Callable[[bytes], list[str]]:
    """The text of each page as a second PDF library (PDFium) extracts it."""

    def read(data: bytes) -> list[str]:
        document = pypdfium2.PdfDocument(data)
        try:
            found = []
            for at in range(len(document)):
                page = document[at]
                text = page.get_textpage()
                found.append(text.get_text_bounded().replace("\r\n", "\n"))
                text.close()
                page.close()
            return found
        finally:
            document.close()

    return read


@pytest.fixture
def opened() -> Iterator[Callable[[bytes], pikepdf.Pdf]]:
    """Open bytes with pikepdf and close them after the test."""
    kept: list[pikepdf.Pdf] = []

    def open_(data: bytes) -> pikepdf.Pdf:
        kept.append(pikepdf.open(BytesIO(data)))
        return kept[-1]

    yield open_
    for pdf in kept:
        pdf.close()
