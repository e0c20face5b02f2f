"""Workbooks: the container is measured and searched before anything parses it, then calamine reads the cells.

Runs in the reading process; see `worker.py`. What is refused and why: promises.md 1 (rows 18, 19) and 3.14.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from workbench.exchange import headings
from workbench.exchange.errors import (
    BrokenWorkbook,
    CellTooLong,
    FileEmpty,
    FileTooLarge,
    LockedWorkbook,
    NoHeadings,
    TooManyColumns,
    TooManyRows,
    UnknownSheet,
    UnsafeWorkbook,
)
from workbench.exchange.limits import MEGABYTE, Limits

ZIP_START: Final = b"PK\x03\x04"
OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORBIDDEN: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PART: Final = 1 << 18
_BLOCK_ROWS: Final = 10_000
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall date, workbooks know no zone

Emit = Callable[[str, dict[str, Any]], None]
EmitRows = Callable[[list[Any], int], None]


def check(path: Path, name: str, limits: Limits) -> None:
    """Refuse what is too large, packed too tightly, damaged, or carries entity declarations, without parsing it."""
    size = path.stat().st_size
    if size > limits.workbook_bytes:
        raise FileTooLarge(name=name, limit=limits.workbook_bytes // MEGABYTE)
    with path.open("rb") as stream:
        if stream.read(8)[:4] != ZIP_START:
            return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > limits.zip_entries or unpacked > limits.unpacked_bytes or unpacked > limits.unpack_ratio * size:
                raise UnsafeWorkbook(f"{len(parts)} parts, {unpacked} bytes from {size}", name=name)
            if any(part.flag_bits & 1 for part in parts):
                raise LockedWorkbook(name=name)
            if len(set(names)) != len(names) or not {"xl/workbook.xml", "xl/workbook.bin"} & set(names):
                raise BrokenWorkbook("not the parts of a workbook", name=name)
            for part in parts:
                _search(archive, part, name)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise BrokenWorkbook(str(error), name=name) from error


def _search(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Declarations in any part, also when written in a two-byte encoding; reading also proves size and checksum."""
    with archive.open(part) as stream:
        rest = b""
        while block := stream.read(_PART):
            text = rest + block.replace(b"\0", b"")
            if _FORBIDDEN.search(text):
                raise UnsafeWorkbook(f"declaration in {part.filename}", name=name)
            rest = text[-64:]


def read(path: Path, request: dict[str, Any], limits: Limits, words: frozenset[str], emit: Emit, emit_rows: EmitRows) -> None:
    """Head, blocks of rows and end of the wanted sheet, else of the first that shows cells."""
    name = request["name"]
    check(path, name, limits)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = _visible(book)
        sheet, rows, merged = _sheet(book, sheets, request, limits)
    except python_calamine.PasswordError as error:
        raise LockedWorkbook(str(error), name=name) from error
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise BrokenWorkbook(str(error), name=name) from error
    table = [[_cell(cell) for cell in row] for row in rows]
    _check_cells(table, name, limits)
    chosen = request.get("heading_row")
    found = headings.find(table[chosen - 1 : chosen], frozenset()) if chosen else headings.find(table, words, merged)
    if found is None:
        raise NoHeadings(name=name)
    start = chosen - 1 if chosen else 0
    below = start + found.last + 1
    _fill_down(table, merged, below)
    width = len(found.names)
    names = headings.unique(found)
    kept = [column for column in range(width) if found.names[column] or any(row[column] is not None for row in table[below:])]
    head = {"headings": [names[column] for column in kept], "groups": [found.groups[column] for column in kept]}
    form = "xlsx" if path.open("rb").read(4) == ZIP_START else "xls"
    emit(
        "head",
        {**head, "heading_row": start + found.row + 1, "form": form, "sheet": sheet, "sheets": sheets, "encoding": "", "delimiter": ""},
    )
    gaps: list[tuple[int, int]] = []
    full: list[list[Any]] = []
    for offset, row in enumerate(table[below:]):
        if all(cell is None for cell in row):
            gaps.append((below + 1 + offset, 1))
        else:
            full.append([row[column] for column in kept])
    for first in range(0, len(full), _BLOCK_ROWS):
        block = full[first : first + _BLOCK_ROWS]
        emit_rows(list(zip(*block, strict=True)), len(block))
    emit("end", {"rows": len(full), "gaps": gaps, "extra": [], "first": below + 1})


def _visible(book: Any) -> list[str]:
    """Names of the sheets that hold cells and are not hidden."""
    import python_calamine as calamine

    return [
        data.name
        for data in book.sheets_metadata
        if data.typ == calamine.SheetTypeEnum.WorkSheet and data.visible == calamine.SheetVisibleEnum.Visible
    ]


def _sheet(book: Any, sheets: list[str], request: dict[str, Any], limits: Limits) -> tuple[str, list[list[Any]], list[headings.Area]]:
    """Rows from the very first, so that row numbers are those of the spreadsheet, and the merged areas."""
    wanted = request.get("sheet") or ""
    if wanted and wanted not in book.sheet_names:
        raise UnknownSheet(name=request["name"], sheet=wanted, sheets=", ".join(sheets))
    for name in [wanted] if wanted else sheets:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is None or sheet.height == 0:
            continue
        if sheet.end[0] >= limits.workbook_rows + headings.LOOKED_AT:
            raise TooManyRows(name=request["name"], limit=limits.workbook_rows)
        if sheet.end[1] >= limits.columns:
            raise TooManyColumns(name=request["name"], limit=limits.columns)
        rows = [[], *sheet.iter_rows()][1:]
        top, left = sheet.start
        width = sheet.end[1] + 1
        padded = [[""] * width for _ in range(top)] + [[""] * left + list(row) for row in rows]
        if not any(cell != "" for row in padded for cell in row):
            continue
        return name, padded, [area for area in sheet.merged_cell_ranges or [] if area[0][0] < len(padded) and area[1][1] < width]
    raise FileEmpty(name=request["name"])


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, timedelta):
        whole = _DAY_ZERO + cell
        return whole if cell.days else whole.time()
    return cell


def _check_cells(table: list[list[Any]], name: str, limits: Limits) -> None:
    for number, row in enumerate(table, start=1):
        if any(isinstance(cell, str) and len(cell) > limits.cell_characters for cell in row):
            raise CellTooLong(name=name, row=number, limit=limits.cell_characters)


def _fill_down(table: list[list[Any]], merged: list[headings.Area], below: int) -> None:
    """A merged area among the records says the same for each of its rows (one department over ten people)."""
    for (top, left), (bottom, right) in merged:
        if top >= below and left == right and bottom > top:
            for row in range(top + 1, min(bottom, len(table) - 1) + 1):
                table[row][left] = table[top][left]
