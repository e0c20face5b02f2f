"""What must hold after any fault: nothing acknowledged is lost, nothing is half done, nothing is done twice."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from tests.faults.worker import ROOT
from tests.storage.small import KEY, SCHEMA
from workbench.storage import audit, bulk, upgrade
from workbench.storage.engine import connect_raw
from workbench.storage.inspection import damage_of
from workbench.storage.keys import FLOOR, OWNER, Envelope
from workbench.storage.package import Package
from workbench.storage.verify import verify_chain

UNKNOWN: dict[str, Any] = {"unknown": True}  # a row of a bulk insert, proven by its run's digest
SUFFIXES = ("", "-wal", "-journal", "-shm")


def fresh(folder: Path, name: str = "x", *, number: int | None = None) -> Path:
    """The database file of a new package in `folder`, copied from one that is built once per folder."""
    master = folder / f"master{number or ''}.wbdb"
    if not master.exists():
        master.mkdir()
        bare = Envelope("00" * 16, 0, ())
        envelope = bare._with_slot(OWNER, "passphrase", KEY, FLOOR)._sealed(KEY)
        Package(master).key_file.write_text(envelope.to_text())
        upgrade.create_file(Package(master).database, KEY, SCHEMA, number=number)
    made = folder / f"{name}.wbdb"
    for old in (made, made.with_suffix(".backups")):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(master, made)
    return Package(made).database


def start(path: Path, what: str, *options: str, wrapper: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """A worker process."""
    command = [*wrapper, sys.executable, "-m", "tests.faults.worker", what, str(path), *options]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def acknowledged(lines: list[str]) -> list[int]:
    return [int(line) for line in lines if line.isdigit()]


def remarks(lines: list[str]) -> list[str]:
    """Refusals (E) and crashes of ours (B)."""
    return [line for line in lines if line[:2] in ("E ", "B ")]


def state_of(path: Path, acked: int) -> tuple[str, int]:
    """('ok' | 'lost' | 'half: …' | 'corrupt: …', last action in the file)."""
    con: Any = None
    try:
        con = connect_raw(path, KEY)
        con.execute("SELECT count(*) FROM sqlite_master").fetchone()
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # a page torn in a checkpoint is a false alarm until then
        found = damage_of(con).all
        if found:
            return f"corrupt: {found[:2]}", 0
        engine = sa.create_engine("sqlite://", module=sqlcipher, creator=lambda: con, poolclass=sa.StaticPool)
        with engine.connect() as conn:
            verdict = verify_chain(conn, audit.audit_key(KEY))
            if not verdict.good:
                return f"half: chain {verdict.problems[:2]}", verdict.head.seq
            twice = conn.exec_driver_sql("SELECT count(*) - count(DISTINCT json_extract(body, '$.id')) FROM audit").scalar_one()
            wrong = f"{twice} actions done twice" if twice else _fold(conn)
            if wrong:
                return f"half: {wrong}", verdict.head.seq
            return ("lost" if verdict.head.seq < acked else "ok"), verdict.head.seq
    except (sqlcipher.Error, sa.exc.DBAPIError) as error:
        return f"corrupt: {error}", 0
    finally:
        if con is not None:
            con.close()


def _fold(conn: sa.Connection) -> str:
    """Folding all images from the first action on must give exactly the tables. Returns what is wrong."""
    folded: dict[tuple[str, int], Any] = {}
    for (seq,) in conn.exec_driver_sql("SELECT seq FROM audit ORDER BY seq").fetchall():
        runs = conn.exec_driver_sql(
            'SELECT table_name, first_id, last_id, "before", "after" FROM audit_range WHERE seq = ? ORDER BY n', (seq,)
        ).fetchall()
        for table, first, last, before, _ in runs:
            if before is None:
                folded |= {(table, i): UNKNOWN for i in range(first, last + 1)}
        images = conn.exec_driver_sql('SELECT table_name, row_id, "before", "after" FROM audit_image WHERE seq = ? ORDER BY n', (seq,))
        for table, row_id, before, after in images.fetchall():
            known = folded.pop((table, row_id), None)
            if known is not UNKNOWN and known != (None if before is None else audit.from_canonical(before)):
                return f"{table} {row_id} history"
            if after is not None:
                folded[table, row_id] = audit.from_canonical(after)
        for table, first, last, before, _ in runs:
            if before is not None:
                for i in range(first, last + 1):
                    if folded.pop((table, i), None) is None:
                        return f"{table} {i} deleted twice"
    return _compare(conn, folded)


def _compare(conn: sa.Connection, folded: dict[tuple[str, int], Any]) -> str:
    bulk_rows = {key for key, row in folded.items() if row is UNKNOWN}
    for name, info in SCHEMA.tables.items():
        columns = ", ".join(f'"{c}"' for c in info.columns)
        for row in conn.exec_driver_sql(f'SELECT {columns} FROM "{name}"'):
            values = dict(zip(info.columns, row, strict=True))
            recorded = folded.pop((name, values["id"]), None)
            if recorded is not UNKNOWN and recorded != values:
                return f"{name} {values['id']} not as recorded"
    if folded:
        return f"recorded but absent {list(folded)[:3]}"
    found = conn.exec_driver_sql('SELECT table_name, first_id, last_id, "after" FROM audit_range WHERE "after" IS NOT NULL').fetchall()
    for table, first, last, after in found:
        if {(table, i) for i in range(first, last + 1)} <= bulk_rows:
            text, _ = bulk._read_run(conn, SCHEMA.tables[table], first, last)
            if hashlib.sha256(text).hexdigest() != after:
                return f"{table} {first}-{last} not as recorded"
    return ""
