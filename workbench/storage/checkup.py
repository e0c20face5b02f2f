"""The self-check of an open database: everything that can be proven without changing a byte."""

from __future__ import annotations

import platform
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.errors import KnownError
from workbench.storage import audit, backup
from workbench.storage.audit import Verdict
from workbench.storage.database import Database
from workbench.storage.engine import known_error
from workbench.storage.inspection import Damage, damage_of
from workbench.storage.package import Package
from workbench.storage.records import BackupInfo, CheckReport, Head
from workbench.storage.verify import verify_chain


def check(database: Database, package: Package, backups: tuple[BackupInfo, ...]) -> CheckReport:
    """File, cipher, foreign keys, whole audit chain, newest backup (unpacked and proven) and versions."""
    damage = database.run(lambda: _damage(database))
    heads = (backups[0].head,) if backups else ()
    verdict = verify_audit(database, full=True, heads=heads)
    bad: list[str] = []
    if backups:
        try:
            backup.prove(backups[0].path, database.key, package.folder)
        except KnownError as error:
            bad.append(f"{backups[0].path.name}: {error.detail}")
    return CheckReport(
        damage.integrity,
        damage.cipher,
        damage.foreign_keys,
        verdict.problems,
        tuple(bad),
        verdict.head,
        verdict.erased_values,
        backups[0] if backups else None,
        versions(database),
    )


def _damage(database: Database) -> Damage:
    """On the database thread; the checkpoint brings the file up to date for the cipher check."""
    with database.engine(writing=True).connect() as conn:
        con: Any = conn.connection.dbapi_connection
        try:
            con.execute("PRAGMA query_only = OFF")
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return damage_of(con)
        except sqlcipher.Error as error:
            known = known_error(error)
            if known is None:
                raise
            conn.invalidate()
            return Damage((), (known.detail,), ())


def verify_audit(database: Database, *, full: bool, heads: tuple[Head, ...] = ()) -> Verdict:
    """Prove the chain, all of it or from where this process proved it last; remembers how far it is good."""
    since = None if full else database.verified

    def query(conn: Connection) -> Verdict:
        return verify_chain(conn, audit.audit_key(database.key), heads, since=since)

    verdict = database.read(query)
    if verdict.good:
        database.verified = verdict.head
    return verdict


def versions(database: Database) -> dict[str, str]:
    """Of everything that a report of a fault needs."""

    def query(conn: Connection) -> tuple[str, str]:
        return (
            str(conn.exec_driver_sql("PRAGMA cipher_version").scalar_one()),
            str(conn.exec_driver_sql("PRAGMA user_version").scalar_one()),
        )

    cipher, schema = database.read(query)
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "sqlite": str(sqlcipher.sqlite_version),
        "sqlcipher": cipher,
        "sqlalchemy": sa.__version__,
        "schema": schema,
    }
