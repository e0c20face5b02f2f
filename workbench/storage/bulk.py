"""Many rows at once: written by executemany, remembered as runs of ids with one digest, not row by row.

A run is at most `RUN` rows, so that neither a digest nor the kept contents of an undone import ever
needs more memory than one run.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.errors import BugError
from workbench.storage.audit import RangeRow, canonical, from_canonical
from workbench.storage.engine import Writing
from workbench.storage.errors import ChangedSince
from workbench.storage.schema import TableInfo

RUN = 50_000  # rows


def insert_rows(conn: Connection, info: TableInfo, rows: Iterable[Mapping[str, Any]]) -> tuple[range, list[RangeRow]]:
    """Insert `rows` (column name -> Python value) with new ids. Returns the ids and what to remember of them.

    A missing column takes its default; a name that is no column is a BugError. Ids and version counters
    are given here.
    """
    first = _next_id(conn, info)
    statement = _insert_statement(info)
    fill = _Filler(conn, info)
    runs: list[RangeRow] = []
    start = first
    for batch in _batches(rows):
        stored = fill.rows(batch, start)
        with Writing(conn):
            conn.exec_driver_sql(statement, stored)
        last = start + len(stored) - 1
        version_at = info.columns.index(info.version)
        text = _content_text(info, (row[:version_at] + row[version_at + 1 :] for row in stored))
        runs.append((info.name, start, last, 1, None, _sha256(text), None))
        start = last + 1
    return range(first, start), runs


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    source = iter(rows)
    while batch := list(islice(source, RUN)):
        yield batch


def _insert_statement(info: TableInfo) -> str:
    columns = ", ".join(f'"{c}"' for c in info.columns)
    return f'INSERT INTO "{info.name}" ({columns}) VALUES ({", ".join("?" * len(info.columns))})'


def _next_id(conn: Connection, info: TableInfo) -> int:
    """Above every id that was ever given: AUTOINCREMENT's memory is the sqlite_sequence table."""
    highest = conn.exec_driver_sql(f'SELECT coalesce(max("id"), 0) FROM "{info.name}"').scalar_one()
    known = 0
    if conn.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'").scalar_one():
        known = conn.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (info.name,)).scalar_one()
    return int(max(highest, known)) + 1


class _Filler:
    """Turns rows of Python values into tuples as SQLite stores them, column by column (much faster than row by row)."""

    def __init__(self, conn: Connection, info: TableInfo) -> None:
        self._info = info
        self._names = frozenset(info.columns)
        self._columns = [(c, _processor(conn, info.table.c[c])) for c in info.columns]

    def rows(self, batch: Sequence[Mapping[str, Any]], first: int) -> list[tuple[Any, ...]]:
        given: set[str] = set()
        for row in batch:
            given.update(row)
        if not given <= self._names - {"id", self._info.version}:
            raise BugError(f"{self._info.name}: not columns to give: {sorted(given - self._names) or 'id, version'}")
        values: list[Iterable[Any]] = []
        for name, process in self._columns:
            if name == "id":
                values.append(range(first, first + len(batch)))
            elif name == self._info.version:
                values.append([1] * len(batch))
            else:
                values.append(self._values(name, process, batch, name in given))
        return list(zip(*values, strict=True))

    def _values(self, name: str, process: Callable[[Any], Any] | None, batch: Sequence[Mapping[str, Any]], given: bool) -> list[Any]:
        default = self._info.table.c[name].default
        make: Callable[[], Any] | None = None
        fixed: Any = None
        if default is not None and default.is_callable:
            function = default.arg  # type: ignore[attr-defined]

            def make() -> Any:
                return function(None)
        elif default is not None and default.is_scalar:
            fixed = default.arg  # type: ignore[attr-defined]
        if not given:
            raw = [make() for _ in batch] if make else [fixed] * len(batch)
        elif make:
            raw = [row[name] if name in row else make() for row in batch]
        else:
            raw = [row.get(name, fixed) for row in batch]
        return raw if process is None else [None if v is None else process(v) for v in raw]


def _processor(conn: Connection, column: sa.Column[Any]) -> Callable[[Any], Any] | None:
    """What turns a Python value into the stored one; also makes the storage class certain, for the digest."""
    if isinstance(column.type, sa.LargeBinary):
        return bytes
    process = column.type.dialect_impl(conn.dialect).bind_processor(conn.dialect)
    if process is not None:
        return process
    if isinstance(column.type, sa.Float):
        return float
    return int if isinstance(column.type, sa.Boolean) else None


# ---------------------------------------------------------------- contents of a run


def _content_text(info: TableInfo, rows: Iterable[tuple[Any, ...]]) -> bytes:
    """Canonical text of the contents (without version counters), in the order of ids; column names come first."""
    return canonical([info.content_columns, list(rows)]).encode()


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _read_run(conn: Connection, info: TableInfo, first: int, last: int) -> tuple[bytes, int]:
    """(contents, highest version counter) of the rows that are stored now."""
    columns = ", ".join(f'"{c}"' for c in info.content_columns)
    found = conn.exec_driver_sql(f'SELECT {columns} FROM "{info.name}" WHERE "id" BETWEEN ? AND ? ORDER BY "id"', (first, last))
    text = _content_text(info, [tuple(r) for r in found])
    highest = conn.exec_driver_sql(
        f'SELECT coalesce(max("{info.version}"), 0) FROM "{info.name}" WHERE "id" BETWEEN ? AND ?', (first, last)
    ).scalar_one()
    return text, int(highest)


def delete_run(conn: Connection, info: TableInfo, run: RangeRow) -> RangeRow:
    """Take a bulk insert back, provided that its rows are what they were. Their contents are kept, for redo."""
    table, first, last, _, _, after, _ = run
    text, version = _read_run(conn, info, first, last)
    if _sha256(text) != after:
        raise ChangedSince(f"{table} {first}-{last} changed since")
    with Writing(conn):
        done = conn.exec_driver_sql(f'DELETE FROM "{table}" WHERE "id" BETWEEN ? AND ?', (first, last))
    if done.rowcount != last - first + 1:
        raise BugError(f"{table} {first}-{last}: {done.rowcount} rows deleted")
    return (table, first, last, version, after, None, zlib.compress(text, 1))


def reinsert_run(conn: Connection, info: TableInfo, run: RangeRow) -> RangeRow:
    """Bring the rows of an undone bulk insert back under their own ids. ChangedSince when they were erased."""
    table, first, last, version, before, _, kept = run
    if kept is None:
        raise ChangedSince(f"{table} {first}-{last}: contents were erased")
    text = zlib.decompress(kept)
    if _sha256(text) != before:
        raise ChangedSince(f"{table} {first}-{last}: contents do not match their digest")
    columns, rows = from_canonical(text.decode())
    present = conn.exec_driver_sql(f'SELECT count(*) FROM "{table}" WHERE "id" BETWEEN ? AND ?', (first, last)).scalar_one()
    if tuple(columns) != info.content_columns or present:
        raise ChangedSince(f"{table} {first}-{last}: other columns or other rows by now")
    names = ", ".join(f'"{c}"' for c in (*columns, info.version))
    marks = ", ".join("?" * (len(columns) + 1))
    with Writing(conn):
        conn.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [(*row, version + 1) for row in rows])
    return (table, first, last, version + 1, None, before, None)
