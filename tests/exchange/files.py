"""Makers of small files for these tests: CSV, XLSX, XLS, and archives that are up to no good."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def shared(*parts: str) -> Path:
    """A file of the shared data; skips the test where the folder is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared data is not here: {'/'.join(parts)}")
    return path


def text_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx(
    folder: Path, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int, str]] = (), name: str = "table.xlsx"
) -> Path:
    """A workbook with one sheet, the same bytes each time; `merged` holds (first row, first column, last row, last column, text), from 0."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2026, 1, 5, tzinfo=UTC)})
    page = book.add_worksheet("数据")
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, days)
            elif isinstance(cell, str):
                page.write_string(number, column, cell)
            elif cell is not None:
                page.write(number, column, cell)
    for area in merged:
        page.merge_range(*area)
    book.close()
    return path


def repacked(source: Path, target: Path, changes: dict[str, bytes]) -> Path:
    """A copy of a zip container with parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part, old.read(part))
        for name, content in changes.items():
            new.writestr(name, content)
    return target


def xls(folder: Path, rows: Sequence[Sequence[str | float]], name: str = "table.xls") -> Path:
    """A minimal BIFF8 workbook in an OLE container, as old programs still export it."""
    path = folder / name
    path.write_bytes(_ole(_biff(rows)))
    return path


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff(rows: Sequence[Sequence[str | float]]) -> bytes:
    cells = b""
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                cells += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(cell), 1) + text)
            else:
                cells += _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
    width = max(map(len, rows))
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    sheet = start + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)) + cells + _record(0x000A, b"")
    globals_start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    title = "Sheet1"
    place = len(globals_start) + 4 + 8 + len(title) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(title), 0) + title.encode())
    return (globals_start + bound + _record(0x000A, b"") + sheet).ljust(4096, b"\0")


def _ole(stream: bytes) -> bytes:
    sectors = -(-len(stream) // 512)
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    fat = [0xFFFFFFFD, end, *range(3, sectors + 2), end]
    fat += [free] * (128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *([free] * 108))

    def entry(title: str, kind: int, child: int, first: int, size: int) -> bytes:
        text = title.encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text) + 2, kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", first, size)
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    directory += (bytes(68) + struct.pack("<III", free, free, free) + bytes(48)) * 2
    return head + struct.pack("<128I", *fat) + directory + stream.ljust(sectors * 512, b"\0")
