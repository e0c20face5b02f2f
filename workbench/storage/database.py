"""The database thread: the connection is born, used and closed on it, and every job waits its turn there.

The file is locked for this process from the first read to `close()`, so there is never a second
writer; the driver's own thread check stays on and would notice a breach.
"""

from __future__ import annotations

import dataclasses
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Mapper

from workbench.errors import BugError
from workbench.storage.engine import DEFAULT_SETTINGS, DbKey, Settings, build_engine, with_fresh_tries
from workbench.storage.records import Head
from workbench.storage.schema import Schema

T = TypeVar("T")

_DEPTH, _SAMPLE = 4, 16  # how deep and how wide a result is searched for mapped rows


_ATOMS = frozenset({type(None), bool, int, str, float, bytes, date, datetime})


@cache
def _is_live(kind: type) -> bool:
    """Whether values of this type need the database thread; asked once a type, as the answer costs more than most reads."""
    return issubclass(kind, (sa.engine.Result, Connection)) or isinstance(sa.inspect(kind, raiseerr=False), Mapper)


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """Names of a dataclass's fields; none for any other type."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def plain(value: T, depth: int = _DEPTH) -> T:
    """The value itself, or BugError when it is or holds a mapped row or an open result (a sample is searched)."""
    kind: Any = type(value)
    if _is_live(kind):
        raise BugError("a mapped row or an open result must not leave the database thread: return a read model")
    if depth:
        inner: object = ()
        if isinstance(value, dict):
            inner = itertools.chain.from_iterable(value.items())
        elif isinstance(value, (list, tuple, set, frozenset)):
            inner = value
        elif names := _fields(kind):
            inner = [getattr(value, name) for name in names]
        for item in itertools.islice(inner, 2 * _SAMPLE):  # type: ignore[call-overload]
            if type(item) not in _ATOMS:
                plain(item, depth - 1)
    return value


class Database:
    """The thread and the engine of one file. Everything that touches the file goes through `run` or `submit`."""

    def __init__(self, path: Path, key: DbKey, schema: Schema, number: int | None, settings: Settings = DEFAULT_SETTINGS) -> None:
        """Open `path`. `number` is the schema number the file must have; None accepts any (for upgrades)."""
        self.path, self.key, self.schema = path, key, schema
        self.verified: Head | None = None  # up to here the audit chain was proven by this process
        self._engine = build_engine(path, key, number, settings)
        self._writing = self._engine.execution_options(writing=True)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._thread: int = self._executor.submit(threading.get_ident).result()
        try:
            self.run(self._connect_now)
        except BaseException:
            self._executor.submit(self._engine.dispose).result()
            self._executor.shutdown(wait=True)
            raise

    def _connect_now(self) -> None:
        """So that errors surface at open."""
        self._engine.connect().close()

    def engine(self, *, writing: bool = False) -> Engine:
        """The engine, on the database thread only."""
        if threading.get_ident() != self._thread:
            raise BugError("the engine is used on the database thread only")
        return self._writing if writing else self._engine

    def submit(self, job: Callable[[], T]) -> Future[T]:
        """Queue a job; its result must be plain data. RuntimeError after close()."""
        return self._executor.submit(self._checked, job)

    def run(self, job: Callable[[], T]) -> T:
        """Run a job on the database thread and wait for it."""
        if threading.get_ident() == self._thread:
            raise BugError("run() inside the database thread would wait for itself")
        return self.submit(job).result()

    @staticmethod
    def _checked(job: Callable[[], T]) -> T:
        return plain(job())

    def reading(self, query: Callable[[Connection], T]) -> T:
        """On the database thread: run a query in a read transaction, on fresh connections if the disk stumbles."""

        def once() -> T:
            with self.engine().connect() as conn:
                return plain(query(conn))

        return with_fresh_tries(once)

    def start_read(self, query: Callable[[Connection], T]) -> Future[T]:
        return self.submit(lambda: self.reading(query))

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query and wait for its plain result."""
        return self.run(lambda: self.reading(query))

    def close(self) -> None:
        """Checkpoint, remove the -wal file, free the lock, end the thread. Safe to call twice."""
        try:
            self.submit(self._engine.dispose).result()
        except RuntimeError:  # the executor was shut down before
            return
        finally:
            self._executor.shutdown(wait=True)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
