"""Creating and upgrading a database file: all of it or nothing.

backup (verified) -> foreign keys off, outside any transaction -> BEGIN IMMEDIATE -> every revision -> row
counts as declared, foreign_key_check, integrity_check -> user_version -> COMMIT -> keys on. Foreign keys
must be off: rebuilding a parent table with them on empties its children, and no check would notice.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from alembic import command
from workbench.errors import BugError, KnownError
from workbench.storage import backup
from workbench.storage.database import Database
from workbench.storage.engine import APPLICATION_ID, DEFAULT_SETTINGS, DbKey, Settings, Writing, connect_raw
from workbench.storage.errors import NewerSchema, UpgradeFailed
from workbench.storage.inspection import row_counts
from workbench.storage.package import Package
from workbench.storage.records import BackupInfo
from workbench.storage.schema import Schema

ROW_CHANGES = "ROW_CHANGES"  # of a revision: table -> rows more or less, None = any number


def config(schema: Schema, connection: Connection | None = None) -> Config:
    """Alembic's configuration without an ini file; env.py finds the connection in `attributes`."""
    made = Config()
    made.set_main_option("script_location", str(schema.scripts).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    made.attributes["target_metadata"] = schema.base.metadata
    return made


def revisions(schema: Schema) -> list[str]:
    """Oldest first. The schema number kept in user_version is the place in this list, from 1."""
    found = [r.revision for r in ScriptDirectory.from_config(config(schema)).walk_revisions()][::-1]
    if len(found) != schema.number:
        raise BugError(f"{len(found)} revisions in a row, {schema.number} files")
    return found


def _declared(schema: Schema, old: int, new: int) -> dict[str, int | None]:
    """Row-count changes that the revisions announce."""
    scripts = ScriptDirectory.from_config(config(schema))
    declared: dict[str, int | None] = {}
    for name in revisions(schema)[old:new]:
        changes: dict[str, int | None] = getattr(scripts.get_revision(name).module, ROW_CHANGES, {})
        for table, difference in changes.items():
            known = declared.get(table, 0)
            declared[table] = None if known is None or difference is None else known + difference
    return declared


def _not_as_declared(before: dict[str, int], after: dict[str, int], declared: dict[str, int | None], *, down: bool) -> list[str]:
    wrong = []
    names = before.keys() & after.keys() if down else before.keys() | after.keys()
    for table in sorted(names):
        difference = declared.get(table, 0)
        if table == "alembic_version" or difference is None:
            continue
        expected = before.get(table, 0) + (-difference if down else difference)
        if after.get(table, 0) != expected:
            wrong.append(f"{table}: {after.get(table, 0)} rows, expected {expected}")
    return wrong


def migrate(database: Database, target: int) -> None:
    """Bring an open database (opened with any schema number) to schema `target`, up or down, in one transaction.

    The program only ever goes up; tests go both ways. Makes no backup: `upgrade` does.
    """
    database.run(lambda: _migrate(database, target))


def _migrate(database: Database, target: int) -> None:
    """On the database thread."""
    with database.engine(writing=True).connect() as conn:
        con: Any = conn.connection.dbapi_connection
        old = con.execute("PRAGMA user_version").fetchone()[0]
        con.execute("PRAGMA foreign_keys = OFF")  # on the driver: through SQLAlchemy it would come after BEGIN and be ignored
        if con.execute("PRAGMA foreign_keys").fetchone()[0] != 0:
            raise BugError("foreign keys are still on")
        try:
            with conn.begin(), Writing(conn):
                _run_revisions(conn, con, database.schema, old, target)
        finally:
            if not conn.invalidated:
                con.execute("PRAGMA foreign_keys = ON")
                if con.execute("PRAGMA foreign_keys").fetchone()[0] != 1:
                    raise BugError("foreign keys did not come back")


def _run_revisions(conn: Connection, con: Any, schema: Schema, old: int, target: int) -> None:
    """In the open transaction: the revisions, the checks, the new number."""
    names, down = ["base", *revisions(schema)], target < old
    before = row_counts(con)
    (command.downgrade if down else command.upgrade)(config(schema, conn), names[target])
    wrong = _not_as_declared(before, row_counts(con), _declared(schema, min(old, target), max(old, target)), down=down)
    wrong += [f"foreign key: {tuple(r)}" for r in con.execute("PRAGMA foreign_key_check").fetchall()]
    wrong += [r[0] for r in con.execute("PRAGMA integrity_check") if r[0] != "ok"]
    if wrong:
        raise UpgradeFailed("; ".join(wrong[:5]))
    conn.exec_driver_sql(f"PRAGMA user_version = {target}")  # part of the transaction


def create_file(path: Path, key: DbKey, schema: Schema, settings: Settings = DEFAULT_SETTINGS, *, number: int | None = None) -> None:
    """An empty database file at the newest schema or at `number`. The caller gives the folder its final name."""
    path.touch(mode=0o600, exist_ok=False)
    con = connect_raw(path, key)
    try:
        con.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        con.close()
    with Database(path, key, schema, None, settings) as database:
        migrate(database, schema.number if number is None else number)


def upgrade(
    package: Package,
    key: DbKey,
    schema: Schema,
    backups: Path,
    settings: Settings = DEFAULT_SETTINGS,
    *,
    progress: Callable[[str], None] | None = None,
) -> BackupInfo | None:
    """Bring an older database to the newest schema after a verified backup in `backups`; None when it was there already.

    A newer one is refused (NewerSchema). UpgradeFailed means: taken back completely.
    """
    with Database(package.database, key, schema, None, settings) as database:
        current = database.read(lambda conn: int(conn.exec_driver_sql("PRAGMA user_version").scalar_one()))
        if current > schema.number:
            raise NewerSchema(f"{current} > {schema.number}")
        if current == schema.number:
            return None
        if progress:
            progress("backup")
        saved = backup.make(database, package, backups, backup.UPGRADE)
        if progress:
            progress("upgrade")
        try:
            migrate(database, schema.number)
        except (KnownError, BugError):
            raise
        except Exception as error:
            raise UpgradeFailed(f"{type(error).__name__}: {error}") from error
        return saved
