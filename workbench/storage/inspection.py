"""Proving a closed database file: both integrity checks, foreign keys, audit chain, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.storage import audit
from workbench.storage.engine import DbKey, connect_raw
from workbench.storage.errors import BackupFailed
from workbench.storage.records import EMPTY_HEAD, Head
from workbench.storage.verify import verify_chain


@dataclass(frozen=True)
class Contents:
    """What must be equal in a copy."""

    schema: int
    rows: dict[str, int]
    head: Head


def row_counts(con: Any) -> dict[str, int]:
    """Rows of every table, by a driver connection."""
    names = [r[0] for r in con.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
    return {n: con.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}


def contents_of(con: Any) -> Contents:
    """By a driver connection, in the transaction that is open."""
    row = con.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    head = Head(row[0], row[1].hex()) if row else EMPTY_HEAD
    return Contents(con.execute("PRAGMA user_version").fetchone()[0], row_counts(con), head)


@dataclass(frozen=True)
class Damage:
    """What SQLCipher and SQLite themselves find wrong; empty is good."""

    cipher: tuple[str, ...]
    integrity: tuple[str, ...]
    foreign_keys: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.cipher, *self.integrity, *self.foreign_keys)


def damage_of(con: Any) -> Damage:
    """By a driver connection. The cipher check reads the file past the WAL: checkpoint first."""
    return Damage(
        tuple(f"cipher: {r[0]}" for r in con.execute("PRAGMA cipher_integrity_check")),
        tuple(f"integrity: {r[0]}" for r in con.execute("PRAGMA integrity_check") if r[0] != "ok"),
        tuple(f"foreign key: {r[0]} {r[1]}" for r in con.execute("PRAGMA foreign_key_check")),
    )


def inspect_file(path: Path, key: DbKey) -> Contents:
    """Open a closed file read-only and prove it, or BackupFailed."""
    try:
        con = connect_raw(path, key, mode="ro")
        try:
            found = damage_of(con).all
            if found:
                raise BackupFailed("; ".join(found[:5]))
            engine = sa.create_engine("sqlite://", module=sqlcipher, creator=lambda: con, poolclass=sa.StaticPool)
            with engine.connect() as conn:
                verdict = verify_chain(conn, audit.audit_key(key))
            if not verdict.good:
                raise BackupFailed("; ".join(verdict.problems[:5]))
            return contents_of(con)
        finally:
            con.close()
    except (sqlcipher.Error, sa.exc.DBAPIError) as error:
        raise BackupFailed(str(error)) from error
