"""The audit chain: one sealed row for each action, and beside it the erasable values that it speaks of.

mac(n) = HMAC-SHA256(key, mac(n-1) || body(n)), body = canonical JSON with ids, the name of the action and
digests only. Old and new values (`audit_image`, `audit_range`) and the figures of the name
(`audit_params`) can be erased while the chain stays valid; one that vanished without a recorded
erasure is found. A chain cannot see its own tail cut off: compare with a head kept elsewhere (backups).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.errors import BugError
from workbench.models.base import Base
from workbench.storage.engine import DbKey
from workbench.storage.records import EMPTY_HEAD, Head

audit = sa.Table(
    "audit",
    Base.metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False, comment="number of the action, from 1, without gaps"),
    sa.Column("body", sa.Text, nullable=False, comment="canonical JSON of the action, without record values"),
    sa.Column("mac", sa.LargeBinary(32), nullable=False, comment="seal over the previous seal and the body"),
)
audit_params = sa.Table(
    "audit_params",
    Base.metadata,
    sa.Column("seq", sa.Integer, sa.ForeignKey("audit.seq"), primary_key=True, autoincrement=False, comment="the action"),
    sa.Column("params", sa.Text, nullable=False, comment="JSON of the figures in the action's name; erasable"),
)
audit_image = sa.Table(
    "audit_image",
    Base.metadata,
    sa.Column("seq", sa.Integer, sa.ForeignKey("audit.seq"), primary_key=True, autoincrement=False, comment="the action"),
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False, comment="order within the action"),
    sa.Column("table_name", sa.String(60), nullable=False, comment="table of the row"),
    sa.Column("row_id", sa.Integer, nullable=False, comment="id of the row"),
    sa.Column("before", sa.Text, comment="JSON of the row before; empty = was not there; erasable"),
    sa.Column("after", sa.Text, comment="JSON of the row after; empty = is not there; erasable"),
    sa.Index("ix_audit_image_table_name_row_id", "table_name", "row_id"),
)
audit_range = sa.Table(
    "audit_range",
    Base.metadata,
    sa.Column("seq", sa.Integer, sa.ForeignKey("audit.seq"), primary_key=True, autoincrement=False, comment="the action"),
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False, comment="order within the action"),
    sa.Column("table_name", sa.String(60), nullable=False, comment="table of the rows"),
    sa.Column("first_id", sa.Integer, nullable=False, comment="first id of a run without gaps"),
    sa.Column("last_id", sa.Integer, nullable=False, comment="last id of the run"),
    sa.Column("version", sa.Integer, nullable=False, comment="highest edit counter among the rows"),
    sa.Column("before", sa.String(64), comment="SHA-256 of the contents before; empty = were not there"),
    sa.Column("after", sa.String(64), comment="SHA-256 of the contents after; empty = are not there"),
    sa.Column("kept", sa.LargeBinary, comment="compressed contents of deleted rows; erasable"),
)
APPEND_ONLY = tuple(
    f"CREATE TRIGGER audit_no_{what.lower()} BEFORE {what} ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    for what in ("UPDATE", "DELETE")
)
TABLES = (audit, audit_params, audit_image, audit_range)

_RANGE_COLUMNS = 'table_name, first_id, last_id, version, "before", "after", kept'

ImageRow = tuple[str, int, str | None, str | None]  # table, id, before, after
RangeRow = tuple[str, int, int, int, str | None, str | None, bytes | None]  # table, first, last, version, before, after, kept


@dataclass(frozen=True)
class Verdict:
    """What a verification found. `head` is the end of the chain."""

    head: Head
    problems: tuple[str, ...]
    erased_values: int

    @property
    def good(self) -> bool:
        return not self.problems


def audit_key(key: DbKey) -> bytes:
    """Own key for the chain, derived, so that the page key is used for pages only."""
    return hmac.new(key.raw, b"workbench audit chain v1", hashlib.sha256).digest()


def canonical(value: object) -> str:
    """JSON that is the same text for the same value; BugError for what SQLite does not store."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_bytes)


def _bytes(value: object) -> object:
    if isinstance(value, bytes):
        return {"$b64": base64.b64encode(value).decode()}
    raise BugError(f"{type(value).__name__} is not a stored value")


def _from_json(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["$b64"]) if value.keys() == {"$b64"} else value


def from_canonical(text: str) -> Any:
    """The inverse of canonical()."""
    return json.loads(text, object_hook=_from_json)


def digest_of_image(key: bytes, image: ImageRow) -> str:
    """Keyed, so that a short value cannot be guessed from its digest."""
    return _digest(key, ["image", *image])


def digest_of_range(key: bytes, run: RangeRow) -> str:
    """Over all but the kept contents: those are proven by their own SHA-256 in `before`."""
    return _digest(key, ["range", *run[:6]])


def digest_of_params(key: bytes, seq: int, params: str) -> str:
    return _digest(key, ["params", seq, params])


def _digest(key: bytes, value: object) -> str:
    return hmac.new(key, canonical(value).encode(), hashlib.sha256).hexdigest()


def _chained(key: bytes, previous: bytes, body: str) -> bytes:
    return hmac.new(key, previous + body.encode(), hashlib.sha256).digest()


# ---------------------------------------------------------------- reading and writing


def head(conn: Connection) -> Head:
    """The end of the chain."""
    row = conn.exec_driver_sql("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(row[0], row[1].hex()) if row else EMPTY_HEAD


def mac_at(conn: Connection, seq: int) -> str | None:
    """The seal of one action in hex, None when it is not there."""
    if seq == 0:
        return EMPTY_HEAD.mac
    row = conn.exec_driver_sql("SELECT mac FROM audit WHERE seq = ?", (seq,)).fetchone()
    return row[0].hex() if row else None


def bodies(conn: Connection, after: int = 0) -> Iterator[tuple[int, str, bytes]]:
    """(number, body, seal) of the actions after `after`, oldest first."""
    for row in conn.exec_driver_sql("SELECT seq, body, mac FROM audit WHERE seq > ? ORDER BY seq", (after,)):
        yield row[0], row[1], row[2]


def body_of(conn: Connection, seq: int) -> dict[str, Any] | None:
    """The body of one action."""
    row = conn.exec_driver_sql("SELECT body FROM audit WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def params_of(conn: Connection, seq: int) -> dict[str, str]:
    """The figures of an action's name; empty when there are none or they were erased."""
    row = conn.exec_driver_sql("SELECT params FROM audit_params WHERE seq = ?", (seq,)).fetchone()
    return {} if row is None else dict(json.loads(row[0]))


def append(
    conn: Connection, key: bytes, entry: Mapping[str, Any], params: Mapping[str, str], images: list[ImageRow], runs: list[RangeRow]
) -> Head:
    """Seal one action. Called once in each unit of work, inside its transaction."""
    last = head(conn)
    seq = last.seq + 1
    text = canonical(dict(params)) if params else ""
    body = canonical(
        {
            **entry,
            "v": 1,
            "seq": seq,
            "images": [digest_of_image(key, i) for i in images],
            "ranges": [digest_of_range(key, r) for r in runs],
            "params": digest_of_params(key, seq, text) if text else None,
        }
    )
    mac = _chained(key, bytes.fromhex(last.mac), body)
    conn.exec_driver_sql("INSERT INTO audit (seq, body, mac) VALUES (?, ?, ?)", (seq, body, mac))
    if text:
        conn.exec_driver_sql("INSERT INTO audit_params (seq, params) VALUES (?, ?)", (seq, text))
    if images:
        conn.exec_driver_sql(
            "INSERT INTO audit_image (seq, n, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            [(seq, n, *image) for n, image in enumerate(images)],
        )
    if runs:
        conn.exec_driver_sql(
            f"INSERT INTO audit_range (seq, n, {_RANGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(seq, n, *run) for n, run in enumerate(runs)],
        )
    return Head(seq, mac.hex())


def images_of(conn: Connection, key: bytes, seq: int, body: Mapping[str, Any]) -> list[ImageRow] | None:
    """The row images of one action, proven against the chain; None when they were erased."""
    found = conn.exec_driver_sql('SELECT table_name, row_id, "before", "after" FROM audit_image WHERE seq = ? ORDER BY n', (seq,))
    rows: list[ImageRow] = [(r[0], r[1], r[2], r[3]) for r in found]
    return rows if [digest_of_image(key, r) for r in rows] == body["images"] else None


def ranges_of(conn: Connection, key: bytes, seq: int, body: Mapping[str, Any]) -> list[RangeRow] | None:
    """The bulk images of one action, proven against the chain; None when they were erased."""
    found = conn.exec_driver_sql(f"SELECT {_RANGE_COLUMNS} FROM audit_range WHERE seq = ? ORDER BY n", (seq,))
    rows: list[RangeRow] = [(r[0], r[1], r[2], r[3], r[4], r[5], r[6]) for r in found]
    return rows if [digest_of_range(key, r) for r in rows] == body.get("ranges", []) else None


# ---------------------------------------------------------------- erasing


def erase(conn: Connection, key: bytes, table: str, row_id: int) -> tuple[list[str], int]:
    """Erase the remembered values of one row and the figures of the actions that touched it.

    Returns the digests, which the caller must record in its own action, and how many values went.
    """
    where, which = "WHERE table_name = ? AND row_id = ?", (table, row_id)
    found = conn.exec_driver_sql(f'SELECT seq, table_name, row_id, "before", "after" FROM audit_image {where}', which).fetchall()
    gone = [digest_of_image(key, (r[1], r[2], r[3], r[4])) for r in found]
    seqs = {r[0] for r in found}
    runs = "table_name = ? AND first_id <= ? AND last_id >= ?"
    seqs |= {r[0] for r in conn.exec_driver_sql(f"SELECT seq FROM audit_range WHERE {runs}", (table, row_id, row_id))}
    conn.exec_driver_sql(f"DELETE FROM audit_image {where}", which)
    kept = conn.exec_driver_sql(f"UPDATE audit_range SET kept = NULL WHERE kept IS NOT NULL AND {runs}", (table, row_id, row_id)).rowcount
    for seq in sorted(seqs):
        row = conn.exec_driver_sql("SELECT params FROM audit_params WHERE seq = ?", (seq,)).fetchone()
        if row is not None:
            gone.append(digest_of_params(key, seq, row[0]))
            conn.exec_driver_sql("DELETE FROM audit_params WHERE seq = ?", (seq,))
    return gone, len(gone) + max(0, kept)
