"""Doing, undoing and doing again: each runs on the database thread and returns a `Change` after COMMIT.

Undo is itself an action with its own images; redo is the undo of that undo. Nothing is kept in memory:
after a restart the steps are read from the audit rows.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.errors import BugError, KnownError
from workbench.storage import audit
from workbench.storage.database import Database, plain
from workbench.storage.engine import known_error, with_fresh_tries
from workbench.storage.errors import ChangedSince, NothingToRedo, NothingToUndo
from workbench.storage.records import DO, REDO, UNDO, Change, Step, Steps
from workbench.storage.unit_of_work import Deed, UnitOfWork, change_from_audit

_log = logging.getLogger(__name__)

Service = Callable[[UnitOfWork], object]

MANY = 10_000  # rows of one action, from which on the planner's statistics are renewed
UNDO_DEPTH = 200  # actions, of all actors, that the undo menu looks back


def perform(
    database: Database,
    actor: str,
    action: str,
    service: Service,
    *,
    label: str = "",
    params: Mapping[str, str] | None = None,
    undoable: bool = True,
) -> Change:
    """Run one action and wait. `action` is an English message id; `params` (and `label`) fill its placeholders.

    The figures are stored beside the chain and can be erased. Raises what the service raises, then nothing is changed.
    """
    return database.run(do_job(database, actor, action, service, label=label, params=params, undoable=undoable))


def do_job(
    database: Database,
    actor: str,
    action: str,
    service: Service,
    *,
    label: str = "",
    params: Mapping[str, str] | None = None,
    undoable: bool = True,
) -> Callable[[], Change]:
    """The same as perform(), as a job for Database.submit."""
    figures = {k: str(v) for k, v in (params or {}).items()} | ({"label": label} if label else {})
    deed = Deed(actor, action, figures, undoable=undoable)
    return lambda: _carry_out(database, deed, service)


def _carry_out(database: Database, deed: Deed, service: Service) -> Change:
    """On the database thread. The service may run again on a fresh connection."""
    key = audit.audit_key(database.key)
    deed = replace(deed, id=uuid.uuid4().hex)
    result: list[object] = [None]

    def once() -> Change:
        with UnitOfWork(database.engine(writing=True), database.schema, key, deed) as uow:
            result[0] = plain(service(uow))
            return uow.commit()

    change = with_fresh_tries(once, lambda: _saved_after_all(database, deed))
    if sum(last - first + 1 for _, first, last in change.spans) >= MANY:
        _refresh_statistics(database)
    return replace(change, result=result[0])


def _refresh_statistics(database: Database) -> None:
    """After a large import the query planner looks at the tables anew. The import is saved already, so a failure is only logged."""
    try:
        with database.engine(writing=True).connect() as conn:
            con: Any = conn.connection.dbapi_connection
            con.execute("PRAGMA query_only = OFF")
            con.execute("PRAGMA optimize = 0x10002")  # all tables, with SQLite's own limit on the work
    except (sqlcipher.Error, KnownError) as error:
        _log.warning("no new statistics: %s", type(error).__name__)


def _saved_after_all(database: Database, deed: Deed) -> Change | None:
    """After a COMMIT with a disk error nobody knows: look for the action by its id.

    What a fresh connection reads may still lie in the operating system's cache only, and a second fsync of
    the same pages proves nothing. So first copy it anew: a checkpoint writes and syncs again.
    """
    with database.engine(writing=True).connect() as conn:
        con: Any = conn.connection.dbapi_connection
        try:
            con.execute("PRAGMA query_only = OFF")
            busy = con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            found = change_from_audit(con, deed.params, deed.id)
        except sqlcipher.Error as error:
            conn.invalidate()
            raise (known_error(error) or error) from error
    return None if busy else found


# ---------------------------------------------------------------- the stacks


@dataclass(frozen=True)
class _Stacks:
    """Numbers of the actions whose images would be put back, newest last, and of the newest final action (0 for none).

    What was published, frozen or locked rests on all that came before it, so nothing before it is taken back by
    walking the steps; a whole import still can be, by its number, where none of its rows changed since.
    """

    undo: tuple[int, ...]
    redo: tuple[int, ...]
    final: int


def _stacks(conn: Connection, actor: str) -> _Stacks:
    last = audit.head(conn).seq
    undo: list[int] = []
    redo: list[int] = []
    final = 0
    for seq, text, _ in audit.bodies(conn, max(0, last - UNDO_DEPTH)):
        entry = json.loads(text)
        if _is_final(entry):
            undo.clear()
            redo.clear()
            final = seq
            continue
        if entry["actor"] != actor or not _is_step(entry):
            continue
        if entry["op"] == DO:
            undo.append(seq)
            redo.clear()
            continue
        source, target = (undo, redo) if entry["op"] == UNDO else (redo, undo)
        if entry["target"] in source:
            source.remove(entry["target"])
        target.append(seq)
    return _Stacks(tuple(undo), tuple(redo), final)


def _has_rows(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("images") or entry.get("ranges"))


def _is_step(entry: Mapping[str, Any]) -> bool:
    """Whether there is something to put back."""
    return _has_rows(entry) and entry.get("undoable", True) is not False


def _is_final(entry: Mapping[str, Any]) -> bool:
    """Whether it wrote something and was declared not undoable."""
    return _has_rows(entry) and not _is_step(entry)


def steps(conn: Connection, actor: str) -> Steps:
    """What this actor can take back and do again, by name, newest last."""
    found = _stacks(conn, actor)
    undo, redo = tuple(_step(conn, s) for s in found.undo), tuple(_step(conn, s) for s in found.redo)
    return Steps(undo, redo, _step(conn, found.final) if found.final else None)


def _step(conn: Connection, seq: int) -> Step:
    body = audit.body_of(conn, seq)
    if body is None:
        raise BugError(f"there is no action {seq}")
    return _step_of(conn, seq, body)


def _step_of(conn: Connection, seq: int, body: Mapping[str, Any], *, undone: bool = False) -> Step:
    named = body.get("origin") or seq
    at = datetime.fromisoformat(body["at"])
    return Step(seq, body["action"], audit.params_of(conn, named), at, body["actor"], body["op"], _is_step(body), undone)


# ---------------------------------------------------------------- undo and redo


def undo_job(database: Database, actor: str) -> Callable[[], Change]:
    """Take the actor's last step back."""
    return lambda: _last(database, actor, UNDO)


def redo_job(database: Database, actor: str) -> Callable[[], Change]:
    """Do the step that was taken back last again."""
    return lambda: _last(database, actor, REDO)


def undo_step_job(database: Database, actor: str, seq: int) -> Callable[[], Change]:
    """Take one certain action back, however old ("undo this import"). ChangedSince when its rows changed later."""

    def job() -> Change:
        latest, done = database.reading(lambda conn: _latest_of(conn, seq))
        if not done:
            raise NothingToUndo(f"{seq} is undone already, or was no step")
        return _revert(database, actor, UNDO, latest)

    return job


def undo_last(database: Database, actor: str) -> Change:
    return database.run(undo_job(database, actor))


def redo_last(database: Database, actor: str) -> Change:
    return database.run(redo_job(database, actor))


def undo_step(database: Database, actor: str, seq: int) -> Change:
    return database.run(undo_step_job(database, actor, seq))


def _last(database: Database, actor: str, op: str) -> Change:
    found = database.reading(lambda conn: _stacks(conn, actor))
    candidates = found.undo if op == UNDO else found.redo
    if not candidates:
        raise NothingToUndo if op == UNDO else NothingToRedo
    return _revert(database, actor, op, candidates[-1])


def _revert(database: Database, actor: str, op: str, target: int) -> Change:
    def named(conn: Connection) -> tuple[str, dict[str, str], int]:
        body = audit.body_of(conn, target)
        if body is None:
            raise ChangedSince(f"there is no action {target}")
        origin = int(body.get("origin") or target)
        return str(body["action"]), audit.params_of(conn, origin), origin

    action, params, origin = database.reading(named)
    deed = Deed(actor, action, params, op=op, target=target, origin=origin)
    return _carry_out(database, deed, lambda uow: uow.put_back_all(target))


def _latest_of(conn: Connection, seq: int) -> tuple[int, bool]:
    """(the action that last did or undid `seq`, whether it stands done now)."""
    body = audit.body_of(conn, seq)
    if body is None or not _is_step(body) or body["op"] != DO:
        return seq, False
    latest, done = seq, True
    for other, text, _ in audit.bodies(conn, seq):
        if f'"target":{latest},' in text or f'"target":{latest}}}' in text:
            entry = json.loads(text)
            if entry["target"] == latest:
                latest, done = other, entry["op"] != UNDO
    return latest, done


# ---------------------------------------------------------------- history


def history(conn: Connection, limit: int = 100, person: int | None = None) -> tuple[Step, ...]:
    """The newest actions first; with `person`, those that touched the person's row or a row that points to it."""
    numbers = _numbers(conn, limit, person)
    if not numbers:
        return ()
    undone: set[int] = set()
    wanted: dict[int, dict[str, Any]] = {}
    chosen = set(numbers)
    for seq, text, _ in audit.bodies(conn, min(numbers) - 1):
        entry = json.loads(text)
        origin = entry.get("origin")
        if entry["op"] == UNDO:
            undone.add(origin)
        elif entry["op"] == REDO:
            undone.discard(origin)
        if seq in chosen:
            wanted[seq] = entry
    return tuple(_step_of(conn, s, wanted[s], undone=s in undone) for s in numbers if s in wanted)


def first(conn: Connection) -> Step | None:
    """The action with which the database began; None when nothing was ever saved."""
    body = audit.body_of(conn, 1)
    return _step_of(conn, 1, body) if body is not None else None


def _numbers(conn: Connection, limit: int, person: int | None) -> list[int]:
    if person is None:
        found = conn.exec_driver_sql("SELECT seq FROM audit ORDER BY seq DESC LIMIT ?", (limit,))
    else:
        found = conn.exec_driver_sql(
            "SELECT DISTINCT seq FROM audit_image WHERE (table_name = 'person' AND row_id = ?1)"
            " OR json_extract(coalesce(\"before\", '{}'), '$.person_id') = ?1"
            " OR json_extract(coalesce(\"after\", '{}'), '$.person_id') = ?1"
            " ORDER BY seq DESC LIMIT ?2",
            (person, limit),
        )
    return [row[0] for row in found]
