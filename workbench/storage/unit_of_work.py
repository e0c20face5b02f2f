"""One action = one transaction = one audit row = one undo step: the unit of work that a service receives.

Row images: a row's old values are read from the database in the mapper events before_insert,
before_update and before_delete, the new ones once at commit. The session event before_flush is too early:
rows changed by delete-orphan and by relationships are not in session.dirty yet. Raw stored values are
compared and written back, so Enum, dates or expired attributes cannot falsify an image.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapper, ORMExecuteState, Session, UOWTransaction, object_session
from sqlalchemy.orm.exc import StaleDataError

from workbench.errors import BugError
from workbench.storage import audit, bulk
from workbench.storage.audit import ImageRow, RangeRow
from workbench.storage.engine import Writing
from workbench.storage.errors import ChangedSince, Conflict, Duplicate, StillNeeded
from workbench.storage.records import DO, Change, Head, RowKey, Span
from workbench.storage.schema import Row, Schema, table_of


@dataclass(frozen=True)
class Image:
    """One row before and after an action; None = was or is not there."""

    table: str
    row_id: int
    before: Row | None
    after: Row | None

    def stored(self) -> ImageRow:
        before, after = (None if r is None else audit.canonical(r) for r in (self.before, self.after))
        return (self.table, self.row_id, before, after)

    @staticmethod
    def loaded(row: ImageRow) -> Image:
        before, after = (None if t is None else audit.from_canonical(t) for t in row[2:])
        return Image(row[0], row[1], before, after)


@dataclass(frozen=True)
class Deed:
    """Who does what: the heading of an audit row."""

    actor: str
    action: str
    params: Mapping[str, str]
    op: str = DO
    target: int | None = None  # the action whose images are put back
    origin: int | None = None  # the action that gave the step its name
    undoable: bool = True
    id: str = ""


class AuditedSession(Session):
    """The session of a unit of work. Its listeners stand below."""


class UnitOfWork:
    """What a service writes through. Use `session` for mapped objects and `insert_many` for bulk.

    Rolls back unless commit() was called. A service may be run again on a fresh connection after a disk
    error, so it changes nothing but the database.
    """

    def __init__(self, engine: Engine, schema: Schema, key: bytes, deed: Deed, now: Callable[[], datetime] | None = None) -> None:
        self._engine, self._schema, self._key, self._now = engine, schema, key, now or _utc_now
        self._deed = deed
        self._before: dict[RowKey, Row | None] = {}  # in order of first touch
        self._after: dict[RowKey, Row | None] = {}  # of rows that a bulk delete takes away at the very end
        self._runs: list[RangeRow] = []
        self._erased: list[str] = []
        self._committed = False
        _listen_to(schema.base)

    @property
    def actor(self) -> str:
        """Who does it."""
        return self._deed.actor

    def __enter__(self) -> Self:
        self.session = AuditedSession(self._engine, expire_on_commit=False)
        self.session.info["uow"] = self
        try:
            self.connection: Connection = self.session.connection()  # BEGIN IMMEDIATE happens here, not at the first write
        except BaseException:
            self.session.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.session.close()  # rolls back unless commit() was called
        if isinstance(error, StaleDataError):
            raise Conflict(str(error)) from error
        if isinstance(error, IntegrityError) and "FOREIGN KEY" in str(error.orig):
            raise StillNeeded(detail=str(error.orig)) from error
        if isinstance(error, IntegrityError) and "UNIQUE" in str(error.orig):
            raise Duplicate(detail=str(error.orig)) from error

    def commit(self) -> Change:
        """Write the audit row and commit. Saved is saved when this returns."""
        if self._committed:
            raise BugError("one unit of work commits once")
        self.session.flush()
        images = self._images()
        deed, touched = self._deed, tuple((i.table, i.row_id) for i in images)
        spans: tuple[Span, ...] = tuple((r[0], r[1], r[2]) for r in self._runs)
        entry: dict[str, Any] = {
            "id": deed.id or uuid.uuid4().hex,
            "actor": deed.actor,
            "action": deed.action,
            "op": deed.op,
            "target": deed.target,
            "origin": deed.origin,
            "at": self._now().isoformat(timespec="milliseconds"),
            "touched": touched,
        }
        entry |= {"spans": spans} if spans else {}
        entry |= {} if deed.undoable else {"undoable": False}
        entry |= {"erased": self._erased} if self._erased else {}
        params = deed.params if deed.op == DO else {}
        with Writing(self.connection):
            head = audit.append(self.connection, self._key, entry, params, [i.stored() for i in images], self._runs)
        self.session.commit()
        self._committed = True
        return Change(head.seq, deed.action, dict(deed.params), touched, head, None, spans, deed.op)

    # ---- bulk

    def insert_many(self, target: type[Any] | sa.Table, rows: Iterable[Mapping[str, Any]]) -> range:
        """Insert many rows of one mapped class fast; returns their ids, which follow each other.

        Keys are column names without `id` and the version counter; a missing key takes the column's
        default. Objects of the session that were not written yet are written first.
        """
        self.session.flush()
        ids, runs = bulk.insert_rows(self.connection, self._schema.info_of(target), rows)
        self._runs.extend(runs)
        return ids

    # ---- row images, for the listeners below

    def remember(self, conn: Connection, table: str, row_id: int | None) -> None:
        """Keep the stored row as it was before this unit of work first touched it."""
        if row_id is not None and (table, row_id) not in self._before:
            self._before[table, row_id] = self._schema.tables[table].read(conn, row_id)

    def remember_new(self, table: str, row_id: int) -> None:
        """Keep that the row was not there."""
        self._before.setdefault((table, row_id), None)

    @property
    def changes_something(self) -> bool:
        """Whether what was written so far differs from what was there; what was set back meanwhile is no change."""
        self.session.flush()
        if self._runs:
            return True
        tables = self._schema.tables
        return any(
            tables[t].content(before) != tables[t].content(self._now_stored(t, row_id)) for (t, row_id), before in self._before.items()
        )

    def _images(self) -> list[Image]:
        images = [Image(t, row_id, before, self._now_stored(t, row_id)) for (t, row_id), before in self._before.items()]
        return [i for i in images if i.before != i.after]

    def _now_stored(self, table: str, row_id: int) -> Row | None:
        where = (table, row_id)
        return self._after[where] if where in self._after else self._schema.tables[table].read(self.connection, row_id)

    # ---- putting back, for undo and redo

    def put_back_all(self, seq: int) -> None:
        """Set every row that action `seq` touched to what it was before. ChangedSince when one is not as it left it."""
        conn = self.connection
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # the order of rows no longer matters; checked at COMMIT
        body = audit.body_of(conn, seq)
        images = audit.images_of(conn, self._key, seq, body) if body else None
        runs = audit.ranges_of(conn, self._key, seq, body) if body else None
        if images is None or runs is None:
            raise ChangedSince(f"values of {seq} were erased")
        # Bulk inserts came first and bulk deletes last, so their inverses stand at the other end.
        for run in reversed(runs):
            if run[5] is None:
                self._runs.append(bulk.reinsert_run(conn, self._info(run[0]), run))
        for image in reversed(images):
            self._put_back(Image.loaded(image))
        inserted = [run for run in reversed(runs) if run[5] is not None]
        for table, row_id in self._before:  # a single image ends where the bulk delete begins
            if any(run[0] == table and run[1] <= row_id <= run[2] for run in inserted):
                self._after[table, row_id] = self._schema.tables[table].read(conn, row_id)
        for run in inserted:
            self._runs.append(bulk.delete_run(conn, self._info(run[0]), run))

    def _info(self, table: str) -> Any:
        if table not in self._schema.tables:
            raise ChangedSince(f"there is no table {table} any more")
        return self._schema.tables[table]

    def _put_back(self, image: Image) -> None:
        """Set one row to image.before, provided that it still is image.after."""
        info, where, wanted = self._info(image.table), (image.table, image.row_id), image.before
        current = info.read(self.connection, image.row_id)
        if info.content(current) != info.content(image.after):
            raise ChangedSince(f"{where} changed since")
        if wanted is not None and wanted.keys() != set(info.columns):
            raise ChangedSince(f"{where} had other columns then")
        self._before.setdefault(where, current)
        name = f'"{info.name}"'
        with Writing(self.connection):
            if wanted is None:
                done = self.connection.exec_driver_sql(f'DELETE FROM {name} WHERE "id" = ?', (image.row_id,))
            else:
                values = dict(wanted)  # the version counter only ever rises, so every older copy is stale
                values[info.version] = max((r[info.version] for r in (current, image.after, wanted) if r), default=0) + 1
                if current is None:
                    columns = ", ".join(f'"{c}"' for c in values)
                    marks = ", ".join("?" * len(values))
                    done = self.connection.exec_driver_sql(f"INSERT INTO {name} ({columns}) VALUES ({marks})", tuple(values.values()))
                else:
                    sets = ", ".join(f'"{c}" = ?' for c in values)
                    done = self.connection.exec_driver_sql(f'UPDATE {name} SET {sets} WHERE "id" = ?', (*values.values(), image.row_id))
        if done.rowcount != 1:
            raise BugError(f"{where}: {done.rowcount} rows instead of one")

    # ---- erasing

    def forget(self, target: type[Any] | sa.Table, row_id: int) -> int:
        """Erase the remembered values of one row (a person's right). Returns how many. The chain stays valid; undo of them ends."""
        self.session.flush()
        with Writing(self.connection):
            digests, gone = audit.erase(self.connection, self._key, self._schema.info_of(target).name, row_id)
        self._erased.extend(digests)
        return gone


def _utc_now() -> datetime:
    return datetime.now(UTC)


def change_from_audit(conn: Any, params: Mapping[str, str], action_id: str) -> Change | None:
    """The change of the last audit row when it has this id, read by the driver connection `conn`."""
    row = conn.execute("SELECT seq, body, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    body = json.loads(row[1]) if row is not None else {}
    if body.get("id") != action_id:
        return None
    touched = tuple((t, i) for t, i in body["touched"])
    spans = tuple((t, a, b) for t, a, b in body.get("spans", []))
    return Change(row[0], body["action"], dict(params), touched, Head(row[0], row[2].hex()), None, spans, body["op"])


# ---------------------------------------------------------------- listeners


@event.listens_for(AuditedSession, "before_flush")
def _open_guard(session: Session, flush: UOWTransaction, instances: object) -> None:  # noqa: ARG001
    session.connection().info["may_write"] = 1


@event.listens_for(AuditedSession, "after_flush")
def _close_guard(session: Session, flush: UOWTransaction) -> None:  # noqa: ARG001
    session.connection().info["may_write"] = 0


@event.listens_for(AuditedSession, "do_orm_execute")
def _no_bulk(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise BugError("bulk insert/update/delete passes by version counters, audit and undo; change mapped objects or use insert_many")


def _uow(target: object) -> UnitOfWork:
    session = object_session(target)
    uow = session.info.get("uow") if session is not None else None
    if not isinstance(uow, UnitOfWork):
        raise BugError("a mapped row was written outside a unit of work")
    return uow


def _inserted(mapper: Mapper[Any], conn: Connection, target: Any) -> None:  # noqa: ARG001
    _uow(target).remember_new(table_of(mapper).name, target.id)


def _inserting(mapper: Mapper[Any], conn: Connection, target: Any) -> None:
    _uow(target).remember(conn, table_of(mapper).name, target.id)  # only when the caller chose the id


def _changing(mapper: Mapper[Any], conn: Connection, target: Any) -> None:
    row_id = sa.inspect(target).identity[0]
    if row_id != target.id:
        raise BugError("an id never changes")
    _uow(target).remember(conn, table_of(mapper).name, row_id)


_listened: WeakSet[type[DeclarativeBase]] = WeakSet()


def _listen_to(base: type[DeclarativeBase]) -> None:
    """Once for each declarative base: row images of everything mapped on it."""
    if base in _listened:
        return
    event.listen(base, "after_insert", _inserted, propagate=True)
    event.listen(base, "before_insert", _inserting, propagate=True)
    event.listen(base, "before_update", _changing, propagate=True)
    event.listen(base, "before_delete", _changing, propagate=True)
    _listened.add(base)
