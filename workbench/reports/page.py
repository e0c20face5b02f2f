"""What stands on every page: header, footer with record, version, check code and audit head, QR mark, draft watermark.

All of it is drawn after the last page is laid out, because the footer counts the pages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Final

from workbench.i18n import N_
from workbench.reports.ink import Mark, Page
from workbench.reports.style import MARGIN, MM, RULE, SMALL, SOFT, STRONG_RULE, WATERMARK, draw_text
from workbench.reports.text import Run, TextStyle, break_lines, fitted, one_line
from workbench.reports.words import DOT, EMPTY, Words, moment

DRAFT: Final = "草稿 DRAFT"  # both languages on every draft, whichever the form speaks
HEADER: Final = 20 * MM  # from the edge of the sheet to the first line of the form
FOOTER: Final = 24 * MM
QR_SIZE: Final = 12.5 * MM
_QR_LOW: Final = 8 * MM
_QR_MASK: Final = 2  # any mask is valid; trying all eight would cost more than the rest of the page
_QR_QUIET: Final = 2

Footing = N_("Record {record} · version {version} · data check {check} · audit chain {audit}")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What header and footer say. `first` and `later` are the right ends of the header on page one and after it."""

    company: str
    first: str
    later: str
    record: str
    version: int
    check: str
    audit: str
    when: datetime
    who: str
    draft: bool
    state: str = ""  # in words, before the moment: locked or draft


@lru_cache(maxsize=256)
def qr_modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light modules of a QR code, error correction M, row by row from the top."""
    from reportlab.graphics.barcode import qrencoder

    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(payload)
    code.version = code.calculate_version()  # type: ignore[no-untyped-call]
    code.makeImpl(False, _QR_MASK)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def qr_payload(furniture: Furniture, number: int, total: int) -> str:
    """What a scan of the page says: record, version, page of pages, check code. No name."""
    return f"{furniture.record} v{furniture.version} p{number}/{total} {furniture.check.replace(' ', '')}"


def _draw_qr(page: Page, payload: str, x: float, y: float, size: float) -> None:
    modules = qr_modules(payload)
    step = size / (len(modules) + 2 * _QR_QUIET)
    boxes = []
    for at, row in enumerate(modules):
        low = y + size - (at + 1 + _QR_QUIET) * step
        column = 0
        for dark, group in groupby(row):
            count = len(list(group))
            if dark:
                boxes.append(f"{x + (column + _QR_QUIET) * step:.3f} {low:.3f} {count * step:.3f} {step:.3f} re")
            column += count
    page.raw("0 g " + " ".join(boxes) + " f")


def _draw_watermark(page: Page) -> list[Mark]:
    size = 92.0
    under = Page(page.width, page.height)
    (line,) = break_lines((Run(DRAFT, True, grey=WATERMARK),), 10_000.0, TextStyle(size, size))
    angle = math.atan2(page.height, page.width) if page.height > page.width else math.radians(28)
    cos, sin = math.cos(angle), math.sin(angle)
    under.raw(f"q {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {page.width / 2:.2f} {page.height / 2:.2f} cm")
    under.line(line, -line.width / 2, -0.38 * size)
    under.raw("Q")
    return under.marks


def _draw_header(page: Page, furniture: Furniture, right: str) -> None:
    top = page.height - MARGIN
    width = page.width - 2 * MARGIN
    company = one_line(furniture.company or EMPTY, width * 0.5, TextStyle(9.4, 12), bold=True)
    page.line(company, MARGIN, top - 10)
    end = one_line(right or EMPTY, width * 0.48, TextStyle(8, 10, align="right"), grey=SOFT)
    page.line(end, MARGIN + width * 0.52, top - 10)
    page.rule(MARGIN, top - 17, page.width - MARGIN, top - 17, 0.9, STRONG_RULE)


def _draw_footer(page: Page, furniture: Furniture, words: Words, number: int, total: int) -> None:
    _ = words.text
    line = FOOTER - 7
    page.rule(MARGIN, line, page.width - MARGIN, line, 0.5, RULE)
    width = page.width - 2 * MARGIN - QR_SIZE - 8
    mark = _(
        Footing,
        record=furniture.record,
        version=furniture.version,
        check=furniture.check or EMPTY,
        audit=furniture.audit or EMPTY,
    )
    state = furniture.state

    def told(who: str) -> str:
        return DOT.join(part for part in (state, moment(furniture.when), who) if part)

    made = fitted(furniture.who, width * 0.7, SMALL, told)
    count = _("Page {number} / {total}", number=number, total=total)
    draw_text(page, (Run(mark, grey=SOFT),), MARGIN, line - 9, width, SMALL)
    draw_text(page, (Run(made, grey=SOFT),), MARGIN, line - 21, width * 0.7, SMALL)
    draw_text(page, (Run(count, True),), MARGIN, line - 21, width, TextStyle(7.5, 9.5, align="right"))
    _draw_qr(page, qr_payload(furniture, number, total), page.width - MARGIN - QR_SIZE, _QR_LOW, QR_SIZE)


def furnish(pages: Sequence[Page], furniture: Furniture, words: Words) -> None:
    """Put header and footer on every page, and the watermark under a draft."""
    for number, page in enumerate(pages, 1):
        if furniture.draft:
            page.marks[:0] = _draw_watermark(page)
        _draw_header(page, furniture, furniture.first if number == 1 else furniture.later)
        _draw_footer(page, furniture, words, number, len(pages))
