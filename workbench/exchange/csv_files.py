"""Text tables: the delimiter is found by consistency, rows are streamed and checked one block at a time.

Runs in the reading process; see `worker.py`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from workbench.exchange import encoding as encodings
from workbench.exchange import headings
from workbench.exchange.errors import (
    CellTooLong,
    FileEmpty,
    NoHeadings,
    NotATable,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
    UnknownEncoding,
)
from workbench.exchange.limits import Limits
from workbench.exchange.text import heading_key

DELIMITERS: Final = (",", ";", "\t", "|")
_BLOCK_ROWS: Final = 5_000

Emit = Callable[[str, dict[str, Any]], None]
EmitRows = Callable[[list[Any], int], None]


def find_delimiter(text: str, words: frozenset[str], *, whole: bool = False) -> str:
    """The delimiter that cuts the sample into rows of equal width, best with known headings; "," for one column."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            first = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 200))
        except csv.Error:  # a cell without end: reading tells where
            continue
        rows = [row for row in first if any(cell.strip() for cell in row)]
        if len(rows) > 2 and not whole:
            rows = rows[:-1]  # the sample may cut the last one
        widths = Counter(len(row) for row in rows)
        wide = [(count, width) for width, count in widths.items() if width > 1]
        if not wide:
            continue
        count, width = max(wide)
        known = max((len({key for cell in row if (key := heading_key(cell)) in words}) for row in rows[:10]), default=0)
        score = count / len(rows) + 0.02 * min(width, 20) + 0.5 * min(known, 6)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read(path: Path, request: dict[str, Any], limits: Limits, words: frozenset[str], emit: Emit, emit_rows: EmitRows) -> None:
    """Head, blocks of rows and end; or a question when the encoding is not certain."""
    name = request["name"]
    if _lines(path) > 4 * limits.text_rows:
        raise TooManyRows(name=name, limit=limits.text_rows)
    csv.field_size_limit(limits.cell_characters)
    encoding = _encoding(path, request, words, emit)
    if encoding is None:
        return
    sample = encodings.sample(path, encoding)
    if sample.lstrip()[:200].casefold().startswith(("<html", "<!doctype", "<?xml", "<table", "{\\rtf", "%pdf")):
        raise NotATable(name=name)
    delimiter = request.get("delimiter") or find_delimiter(sample, words, whole=path.stat().st_size <= encodings.SAMPLE)
    with path.open(encoding=encoding, newline="", errors="strict") as stream:
        _Rows(csv.reader(stream, delimiter=delimiter), name, limits, emit_rows).run(words, request, emit, encoding, delimiter)


def _encoding(path: Path, request: dict[str, Any], words: frozenset[str], emit: Emit) -> str | None:
    chosen = request.get("encoding") or ""
    if chosen:
        if chosen not in {*encodings.CANDIDATES, "utf-8-sig", "utf-16", "utf-32"} or not encodings.reads_as(path, chosen):
            raise UnknownEncoding(name=request["name"], encoding=chosen)
        return str(chosen)
    found = encodings.find(path, words)
    if found is None:
        options = encodings.candidates(path)
        if not options:
            raise NotATable(name=request["name"])
        emit("question", {"candidates": options})
        return None
    if found not in ("utf-8", "gb18030") and not encodings.reads_as(path, found):  # those two were read to the end
        raise UnknownEncoding(name=request["name"], encoding=found)
    return found


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


class _Rows:
    """Reads on with the row number kept, so that every complaint can name its row."""

    def __init__(self, reader: Any, name: str, limits: Limits, emit_rows: EmitRows) -> None:
        self.reader: Iterator[list[str]] = reader
        self.name = name
        self.limits = limits
        self.emit_rows = emit_rows
        self.seen = 0
        self.gaps: list[tuple[int, int]] = []
        self.kept = 0
        self.extra: list[list[Any]] = []

    def run(self, words: frozenset[str], request: dict[str, Any], emit: Emit, encoding: str, delimiter: str) -> None:
        first = self._take(headings.LOOKED_AT + 2)
        if not any(cell.strip() for row in first for cell in row):
            raise FileEmpty(name=self.name)
        chosen = request.get("heading_row")
        found = headings.find(first[chosen - 1 : chosen], frozenset()) if chosen else headings.find(first, words)
        if found is None:
            raise NoHeadings(name=self.name)
        start = chosen - 1 if chosen else 0
        self.width = max((index + 1 for index, text in enumerate(found.names) if text), default=0)
        if self.width > self.limits.columns:
            raise TooManyColumns(name=self.name, limit=self.limits.columns)
        names = headings.unique(headings.Heading(found.row, found.last, found.names[: self.width], found.groups[: self.width]))
        head = {"headings": names, "groups": list(found.groups[: self.width]), "heading_row": start + found.row + 1}
        emit("head", {**head, "encoding": encoding, "delimiter": delimiter, "form": "csv"})
        below = start + found.last + 1
        self.position = below + 1
        self._give(first[below:])
        while block := self._take(_BLOCK_ROWS):
            self._give(block)
        emit("end", {"rows": self.kept, "gaps": self.gaps, "extra": self.extra, "first": below + 1})

    def _take(self, count: int) -> list[list[str]]:
        try:
            block = list(islice(self.reader, count))
        except csv.Error as error:
            raise CellTooLong(str(error), name=self.name, row=self.seen + 1, limit=self.limits.cell_characters) from error
        except UnicodeError as error:
            raise UnknownEncoding(str(error), name=self.name, encoding="") from error
        self.seen += len(block)
        if self.seen > self.limits.text_rows + headings.LOOKED_AT:
            raise TooManyRows(name=self.name, limit=self.limits.text_rows)
        return block

    def _give(self, block: list[list[str]]) -> None:
        """Empty rows leave a gap in the numbers, short ones are filled up, long ones are reported and left out."""
        if not block:
            return
        width = self.width
        if set(map(len, block)) != {width} or not all(map(any, block)):
            rows = []
            for offset, row in enumerate(block):
                if not any(cell and not cell.isspace() for cell in row):
                    self._gap(self.position + offset)
                elif len(row) > width and any(cell.strip() for cell in row[width:]):
                    self._gap(self.position + offset)
                    self.extra.append([self.position + offset, len(row)])
                else:
                    rows.append(row[:width] + [""] * (width - len(row)))
                if len(self.extra) > 100_000:
                    raise TooManyColumns(name=self.name, limit=width)
        else:
            rows = block
        self.position += len(block)
        self.kept += len(rows)
        if self.kept * width > self.limits.cells:
            raise TooManyCells(name=self.name, limit=self.limits.cells)
        if rows:
            self.emit_rows(list(zip(*rows, strict=True)), len(rows))

    def _gap(self, number: int) -> None:
        if self.gaps and sum(self.gaps[-1]) == number:
            self.gaps[-1] = (self.gaps[-1][0], self.gaps[-1][1] + 1)
        else:
            self.gaps.append((number, 1))
