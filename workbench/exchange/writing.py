"""Tables out: XLSX and CSV that no spreadsheet program takes for formulas, with Chinese that opens as Chinese.

What needs a permission, a purpose and an audit row is the business of the service that calls this.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

import xlsxwriter

from workbench.exchange.text import guarded, marked

Out = str | int | float | bool | Decimal | date | time | None
"""A cell that can be exported; an amount of money comes as Decimal yuan."""

_FIXED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDEST: Final = 60
_CELL_LIMIT: Final = 32_767


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[Out]]) -> bytes:
    """UTF-8 with a mark at its start, commas, CRLF; numbers stay numbers, texts are guarded."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in headings])
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _text(cell: Out) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else cell.isoformat("minutes") if isinstance(cell, time) else str(cell)


def xlsx_bytes(
    headings: Sequence[str], rows: Iterable[Sequence[Out]], *, sheet: str = "Sheet1", title: str = "", created: datetime | None = None
) -> bytes:
    """One sheet with a frozen heading row and filters; texts are always text cells; same input, same bytes.

    An apostrophe before a sign that is the text's own is written twice (`text.marked`): imports take one away.
    `title` is written above the headings (who exported what for whom). `created` goes into the document's properties.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    book.set_properties({"created": created or _FIXED})
    page = book.add_worksheet(_sheet_name(sheet))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        time: book.add_format({"num_format": "hh:mm"}),
        Decimal: book.add_format({"num_format": "#,##0.00"}),
    }
    top = 1 if title else 0
    if title:
        page.write_string(0, 0, title)
    widths = [_width(heading) for heading in headings]
    for column, heading in enumerate(headings):
        page.write_string(top, column, heading, bold)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            _write(page, last, column, cell, formats)
            if column < len(widths):
                widths[column] = max(widths[column], _width(_shown(cell)))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width + 2, _WIDEST))
    page.freeze_panes(top + 1, 0)
    if headings:
        page.autofilter(top, 0, max(last, top), len(headings) - 1)
    book.close()
    return buffer.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Out, formats: dict[type, object]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        page.write_string(row, column, marked(cell)[:_CELL_LIMIT])
    elif isinstance(cell, datetime):
        page.write_datetime(row, column, cell.replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, date | time):
        page.write_datetime(row, column, cell, formats[time if isinstance(cell, time) else date])
    elif isinstance(cell, Decimal):
        page.write_number(row, column, float(cell), formats[Decimal])
    else:
        page.write_number(row, column, cell)


def _shown(cell: Out) -> str:
    return "" if cell is None else str(cell).split("\n", 1)[0]


def _width(text: str) -> int:
    """Columns that a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text[:_WIDEST])


def _sheet_name(name: str) -> str:
    """At most 31 characters, none of those that a sheet name must not hold."""
    return "".join("_" if character in "[]:*?/\\'" else character for character in name).strip()[:31] or "Sheet1"
