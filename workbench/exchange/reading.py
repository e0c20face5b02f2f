"""Reads a file into a `Table` with the help of a process of its own, which may crash, hang or run out of memory.

Nothing of the file is parsed here: only the frames that the other process writes are.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from workbench import paths, threads
from workbench.exchange import frames
from workbench.exchange.errors import FileEmpty, FileMissing, FileTooLarge, ReadingStopped, ReadingTooLong, by_code
from workbench.exchange.limits import DEFAULT, MEGABYTE, Limits
from workbench.exchange.worker import ARGUMENT
from workbench.readmodels.exchange import Choice, Column, Question, Rejected, Table

ENCODING_QUESTION: Final = "encoding"
_OUT_OF_TIME: Final = -int(getattr(signal, "SIGXCPU", 24))


def read_table(
    path: Path, *, sheet: str = "", encoding: str = "", delimiter: str = "", heading_row: int | None = None, limits: Limits = DEFAULT
) -> Table:
    """The table of a CSV, TSV, XLSX or XLS file; FileRefused (a KnownError) when it cannot be read.

    A table without columns carries the question that must be answered first: which encoding it is in.
    `heading_row` is counted from 1; without it the headings are found.
    """
    try:
        size = path.stat().st_size
        if size > limits.text_bytes:
            raise FileTooLarge(name=path.name, limit=limits.text_bytes // MEGABYTE)
        if size == 0:
            raise FileEmpty(name=path.name)
        digest = file_digest(path)
    except OSError as error:
        raise FileMissing(str(error), name=path.name) from error
    request = {
        "path": str(path.resolve()), "name": path.name, "sheet": sheet, "encoding": encoding, "delimiter": delimiter,
        "heading_row": heading_row, "limits": limits.as_dict(),
    }  # fmt: skip
    return _Assembly(path.name, digest).run(_frames(request, limits))


def file_digest(path: Path) -> str:
    """SHA-256 of the bytes, by which the same file is known again."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def command() -> list[str]:
    """How this program starts its reading process, from a checkout and from a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    return [sys.executable, "-X", "utf8", "-m", "workbench.exchange.worker"]


def _frames(request: dict[str, Any], limits: Limits) -> Iterator[tuple[dict[str, Any], list[list[Any]]]]:
    """The frames of one reading process, which is gone when this ends, however it ends."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(paths.bundled()), os.environ.get("PYTHONPATH"))))}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only
    process = subprocess.Popen(
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, creationflags=flags
    )
    with process, threads.deadline(limits.wall_seconds, process.kill, "reading-clock") as late:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            try:
                process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
                process.stdin.close()
                yield from frames.read(process.stdout)
                broken = ""
            except (frames.BrokenStreamError, OSError) as error:
                broken = str(error)
            status = _ended(process)
            if late.is_set() or status == _OUT_OF_TIME:
                raise ReadingTooLong(name=request["name"], limit=limits.wall_seconds)
            if status != 0 or broken:
                raise ReadingStopped(f"status {status}, {broken}", name=request["name"])
        finally:
            process.kill()
            process.wait()


def _ended(process: subprocess.Popen[bytes]) -> int:
    """The status of a process whose output has ended; one that lingers is killed."""
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


class _Assembly:
    """Puts the frames together; refuses a stream that does not end as it should."""

    def __init__(self, name: str, digest: str) -> None:
        self.name = name
        self.digest = digest
        self.head: dict[str, Any] = {}
        self.columns: list[list[Any]] = []
        self.tail: dict[str, Any] | None = None
        self.question: Question | None = None

    def run(self, stream: Iterator[tuple[dict[str, Any], list[list[Any]]]]) -> Table:
        try:
            for head, columns in stream:
                self._take(head, columns)
            return self._table()
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # frames, but not ours
            raise ReadingStopped(repr(error), name=self.name) from error

    def _take(self, head: dict[str, Any], columns: list[list[Any]]) -> None:
        kind = head["frame"]
        if kind == "error":
            raise by_code(str(head["code"]), str(head["detail"]), **{"name": self.name, **head["figures"]})
        if kind == "question":
            choices = tuple(Choice(str(name), str(preview)) for name, preview in head["candidates"])
            self.question = Question(ENCODING_QUESTION, "encoding", {"name": self.name}, choices)
        elif kind == "head":
            self.head = head
            self.columns = [[] for _ in head["headings"]]
        elif kind == "rows":
            for column, cells in zip(self.columns, columns, strict=True):
                column.extend(cells)
        else:
            self.tail = head

    def _table(self) -> Table:
        if self.question is not None:
            return Table(self.name, self.digest, "csv", questions=(self.question,))
        if self.tail is None:
            raise ReadingStopped("no end", name=self.name)
        numbers = _numbers(int(self.tail["first"]), int(self.tail["rows"]), self.tail["gaps"])
        columns = tuple(
            Column(index, heading, group, cells)
            for index, (heading, group, cells) in enumerate(zip(self.head["headings"], self.head["groups"], self.columns, strict=True))
        )
        ragged = tuple(
            Rejected(int(row), "", "too_many_cells", {"cells": int(count), "headings": len(columns)}) for row, count in self.tail["extra"]
        )
        return Table(
            file_name=self.name, sha256=self.digest, form=self.head["form"], columns=columns, numbers=numbers,
            sheet=self.head.get("sheet", ""), sheets=tuple(self.head.get("sheets", ())), encoding=self.head["encoding"],
            delimiter=self.head["delimiter"], heading_row=int(self.head["heading_row"]), ragged=ragged,
        )  # fmt: skip


def _numbers(first: int, rows: int, gaps: list[list[int]]) -> range | list[int]:
    """Row numbers of the records: consecutive but for the rows that were empty or too long."""
    if not gaps:
        return range(first, first + rows)
    numbers: list[int] = []
    start = first
    for gap, length in gaps:
        numbers.extend(range(start, gap))
        start = gap + length
    numbers.extend(range(start, start + rows - len(numbers)))
    return numbers
