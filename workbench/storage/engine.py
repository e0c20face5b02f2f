"""One encrypted file and one connection: how it is opened, guarded, and how its errors are told.

Order on connect, each step needs the one before: key -> locking_mode=EXCLUSIVE -> first read (proves
the key, takes the lock) -> identity (application_id, user_version) -> WAL -> the other settings -> read
all back. Between units of work the connection is `query_only`: SQLite itself refuses a stray write.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.errors import BugError, KnownError
from workbench.storage import files
from workbench.storage.errors import (
    CannotOpen,
    Damaged,
    DiskError,
    DiskFull,
    FileReplaced,
    FolderGone,
    InUse,
    NewerSchema,
    NotADatabase,
    OlderSchema,
    ReadOnly,
    WrongKey,
)

T = TypeVar("T")

APPLICATION_ID = 0x574B4231  # "WKB1", visible to us inside the encrypted header
MINIMUM_SQLITE = (3, 51, 3)  # below: WAL-reset corruption
FRESH_TRIES = 3  # a single transient read error looks like a wrong key: never believe the first
LOCK_PATIENCE = 1.0  # seconds; two simultaneous starters can block each other for an instant


@dataclass(frozen=True)
class DbKey:
    """32 bytes that encrypt the pages and the 16-byte salt that stands at the start of the file."""

    raw: bytes
    salt: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32 or len(self.salt) != 16:
            raise BugError("a database key is 32 bytes with a 16-byte salt")

    def __repr__(self) -> str:
        return "DbKey(…)"  # so that no traceback prints it

    def pragma(self) -> str:
        """The statement that must come first on every connection."""
        return f"PRAGMA key = \"x'{self.raw.hex()}{self.salt.hex()}'\""


@dataclass(frozen=True)
class Settings:
    """Connection settings. Tests may weaken these to prove that a harness notices; the program never does."""

    synchronous: str = "FULL"
    locking_mode: str = "EXCLUSIVE"
    wal_autocheckpoint: int = 1000  # pages
    cache_kib: int = 64 * 1024

    def pragmas(self) -> tuple[tuple[str, str, object], ...]:
        """(name, value to set, value SQLite must answer)."""
        return (
            ("journal_mode", "WAL", "wal"),
            ("synchronous", self.synchronous, {"OFF": 0, "NORMAL": 1, "FULL": 2}[self.synchronous]),
            ("fullfsync", "ON", 1),  # macOS: F_FULLFSYNC; without effect elsewhere
            ("checkpoint_fullfsync", "ON", 1),
            ("wal_autocheckpoint", str(self.wal_autocheckpoint), self.wal_autocheckpoint),
            ("foreign_keys", "ON", 1),
            ("recursive_triggers", "ON", 1),  # INSERT OR REPLACE also fires the delete triggers
            ("trusted_schema", "OFF", 0),
            ("cell_size_check", "ON", 1),
            ("mmap_size", "0", 0),
            ("secure_delete", "ON", 1),
            ("cache_size", str(-self.cache_kib), -self.cache_kib),
            ("temp_store", "MEMORY", 2),
            ("busy_timeout", "0", 0),
            ("query_only", "ON", 1),  # opened by the "begin" listener for a unit of work
        )


DEFAULT_SETTINGS = Settings()


# ---------------------------------------------------------------- driver errors -> our words

_BY_PRIMARY_CODE: dict[int, type[KnownError]] = {
    3: ReadOnly, 5: InUse, 6: InUse, 8: ReadOnly, 10: DiskError, 11: Damaged, 13: DiskFull, 14: CannotOpen, 26: NotADatabase,
}  # fmt: skip
_CONNECTION_IS_DEAD = (DiskError, Damaged, NotADatabase, CannotOpen)  # drop it, look again on a fresh one
WORTH_ANOTHER_LOOK = (DiskError, Damaged, NotADatabase)


def known_error(error: BaseException) -> KnownError | None:
    """The known error behind a driver exception, by SQLite's primary result code; None when it is our bug."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = _BY_PRIMARY_CODE.get(code & 0xFF) if code is not None else None
    if kind is None:
        return None
    return kind(f"{getattr(error, 'sqlite_errorname', code)}: {error}")


# ---------------------------------------------------------------- connecting


def connect_raw(path: Path, key: DbKey, *, mode: str = "rw") -> Any:
    """A keyed driver connection that never creates a file (mode rw or ro)."""
    con = sqlcipher.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=0, isolation_level=None)
    try:
        con.execute("PRAGMA cipher_log_level = NONE")  # else HMAC errors go to stderr
        con.execute(key.pragma())
    except BaseException:
        con.close()
        raise
    return con


def _connect_once(path: Path, key: DbKey, schema: int | None, settings: Settings) -> Any:
    con = connect_raw(path, key)
    try:
        con.enable_load_extension(False)
        con.execute(f"PRAGMA locking_mode = {settings.locking_mode}")
        con.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _check_identity(con, schema)
        for name, value, _ in settings.pragmas():
            con.execute(f"PRAGMA {name} = {value}")
        _read_back(con, settings)
        return con
    except BaseException:
        con.close()
        raise


def _read_back(con: Any, settings: Settings) -> None:
    """Refuse to run when one setting did not take."""
    expectations = [
        *((name, expected) for name, _, expected in settings.pragmas()),
        ("locking_mode", settings.locking_mode.lower()),
        ("application_id", APPLICATION_ID),
        ("cipher_page_size", "4096"),
        ("cipher_use_hmac", "1"),
    ]
    for name, expected in expectations:
        row = con.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != expected:
            raise BugError(f"PRAGMA {name} is {row!r}, wanted {expected!r}")
    if not con.execute("PRAGMA cipher_version").fetchone():
        raise BugError("this driver does not encrypt")


def _check_identity(con: Any, schema: int | None) -> None:
    application, version = (con.execute(f"PRAGMA {n}").fetchone()[0] for n in ("application_id", "user_version"))
    if application != APPLICATION_ID:
        raise NotADatabase(f"application_id {application:#x}")
    if schema is not None and version > schema:
        raise NewerSchema(f"user_version {version} > {schema}")
    if schema is not None and version < schema:
        raise OlderSchema(f"user_version {version} < {schema}")


def connect(path: Path, key: DbKey, schema: int | None, settings: Settings = DEFAULT_SETTINGS) -> Any:
    """Connect with patience: three fresh tries before any verdict about the file."""
    if sqlcipher.sqlite_version_info < MINIMUM_SQLITE:
        raise BugError(f"SQLite {sqlcipher.sqlite_version} is too old")
    if not path.exists():
        raise FolderGone(str(path))
    deadline, failures = time.monotonic() + LOCK_PATIENCE, 0
    while True:
        try:
            return _connect_once(path, key, schema, settings)
        except sqlcipher.Error as error:
            known = known_error(error)
            if known is None:
                raise
            if isinstance(known, InUse):
                if time.monotonic() > deadline:
                    raise known from error
                time.sleep(random.uniform(0.005, 0.06))
                continue
            failures += 1
            if failures < FRESH_TRIES:
                time.sleep(0.05 * failures)
                continue
            raise _verdict(path, key, known) from error


def _verdict(path: Path, key: DbKey, known: KnownError) -> KnownError:
    """NOTADB means wrong key, foreign file or damage: the plain salt at the start tells which."""
    if not path.exists():
        return FolderGone(known.detail)
    if isinstance(known, NotADatabase):
        try:
            with path.open("rb") as stream:
                start = stream.read(16)
        except OSError as error:
            return DiskError(str(error))
        if start == key.salt:
            return Damaged(known.detail)
        if len(start) == 16 and start != b"SQLite format 3\0":
            return WrongKey(known.detail)
    return known


# ---------------------------------------------------------------- the engine

_READING = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|BEGIN|SAVEPOINT|RELEASE|ROLLBACK|WITH(?!.*\b(INSERT|UPDATE|DELETE)\b))", re.I | re.S)


class Writing:
    """Opens the engine's guard for the statements that the unit of work itself answers for."""

    def __init__(self, conn: Connection) -> None:
        self._info = conn.info

    def __enter__(self) -> None:
        self._info["may_write"] = self._info.get("may_write", 0) + 1

    def __exit__(self, *_: object) -> None:
        self._info["may_write"] = self._info.get("may_write", 1) - 1


def _identity(path: Path) -> tuple[int, int]:
    try:
        return files.file_identity(path)
    except OSError as error:
        raise FolderGone(str(error)) from error


def build_engine(path: Path, key: DbKey, schema: int | None, settings: Settings = DEFAULT_SETTINGS) -> Engine:
    """A SQLAlchemy engine with one pooled connection; a second simultaneous checkout is an error."""
    identity: list[tuple[int, int]] = []

    def creator() -> Any:
        con = connect(path, key, schema, settings)
        identity[:] = [_identity(path)]
        return con

    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=0,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        if _identity(path) != identity[0]:  # else Linux would let us write into a deleted file
            raise FileReplaced(str(path))
        if conn.get_execution_options().get("writing"):
            conn.exec_driver_sql("PRAGMA query_only = OFF")
            conn.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            conn.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "checkin")
    def checkin(dbapi_connection: Any, record: Any) -> None:
        record.info.pop("may_write", None)
        if dbapi_connection is not None:
            if dbapi_connection.in_transaction:  # a COMMIT that failed (deferred foreign key) leaves it open
                dbapi_connection.rollback()
            dbapi_connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "before_cursor_execute")
    def only_through_the_unit_of_work(conn: Connection, cursor: Any, statement: str, *_: Any) -> None:  # noqa: ARG001
        if not _READING.match(statement) and not conn.info.get("may_write"):
            raise BugError(f"a write past the unit of work would escape audit and undo: {statement[:60]}")

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> KnownError | None:
        known = known_error(context.original_exception)
        if isinstance(known, _CONNECTION_IS_DEAD):
            context.is_disconnect = True  # SQLAlchemy drops the connection; the next checkout connects afresh
        return known

    return engine


def _nothing() -> None:
    return None


def with_fresh_tries(job: Callable[[], T], between: Callable[[], T | None] = _nothing) -> T:
    """A disk error or a "damaged" page is believed only when three fresh connections agree.

    `between` looks, before each repetition, whether the job had succeeded after all.
    """
    for remaining in range(FRESH_TRIES - 1, -1, -1):
        try:
            return job()
        except WORTH_ANOTHER_LOOK:
            if not remaining:
                raise
            time.sleep(0.05 * (FRESH_TRIES - remaining))
            found = between()
            if found is not None:
                return found
    raise BugError("the last try neither returned nor raised")
