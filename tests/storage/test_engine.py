"""The connection: settings, locks, guards, and the words for what goes wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from tests.storage.small import KEY, SCHEMA, Person, add_family, add_person, count, opened
from workbench.errors import BugError
from workbench.storage import engine
from workbench.storage.actions import perform
from workbench.storage.database import Database
from workbench.storage.engine import DbKey, Settings
from workbench.storage.errors import Damaged, DiskError, FileReplaced, FolderGone, InUse, NewerSchema, NotADatabase, OlderSchema, WrongKey
from workbench.storage.unit_of_work import UnitOfWork


def test_that_every_setting_is_read_back(database: Database) -> None:
    wanted = {n: e for n, _, e in Settings().pragmas()} | {"locking_mode": "exclusive"}
    assert database.read(lambda conn: {n: conn.exec_driver_sql(f"PRAGMA {n}").scalar() for n in wanted}) == wanted


def test_that_a_setting_that_does_not_take_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Settings.pragmas
    monkeypatch.setattr(Settings, "pragmas", lambda self: (*real(self), ("cipher_page_size", "8192", "8192")))
    with pytest.raises(BugError, match="cipher_page_size"):
        opened(path)


def test_that_a_second_start_is_told_the_database_is_in_use(database: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_PATIENCE", 0.1)
    with pytest.raises(InUse):
        opened(path)
    with pytest.raises(InUse):  # not "wrong key": whoever comes second cannot read anything
        opened(path, DbKey(bytes(32), bytes(16)))


def test_that_another_process_finds_the_file_locked(database: Database, path: Path) -> None:
    code = f"import sqlite3; c=sqlite3.connect({str(path)!r}, timeout=0); c.execute('select 1 from sqlite_master')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert "locked" in done.stderr


def test_that_wrong_key_foreign_file_and_damage_are_told_apart_and_left_untouched(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        opened(path, DbKey(KEY.raw, bytes(16)))
    with pytest.raises(Damaged):  # the salt is ours: the file belongs to the key, yet cannot be read
        opened(path, DbKey(bytes(32), KEY.salt))
    assert path.read_bytes() == before
    plain = tmp_path / "plain.db"
    plain.write_bytes(b"SQLite format 3\0" + bytes(5000))
    empty = tmp_path / "empty.db"
    empty.touch()
    for other in (plain, empty):
        with pytest.raises(NotADatabase):
            opened(other)
    assert empty.read_bytes() == b""


def test_that_another_schema_number_is_refused_and_the_file_left_alone(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(NewerSchema):
        Database(path, KEY, SCHEMA, 1)
    with pytest.raises(OlderSchema):
        Database(path, KEY, SCHEMA, 3)
    assert path.read_bytes() == before
    assert not path.with_name(path.name + "-wal").exists()


def test_that_a_verdict_needs_three_fresh_tries(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = engine._connect_once
    calls: list[int] = []
    bad = [2]

    def flaky(*args: Any) -> Any:
        calls.append(1)
        if len(calls) <= bad[0]:
            return real(path, DbKey(bytes(32), bytes(16)), *args[2:])  # as one bad read looks: "file is not a database"
        return real(*args)

    monkeypatch.setattr(engine, "_connect_once", flaky)
    opened(path).close()
    assert len(calls) == 3
    calls.clear()
    bad[0] = 3
    with pytest.raises(Damaged):
        opened(path)
    assert len(calls) == 3


def test_that_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderGone):
        opened(tmp_path / "nowhere" / "x.db")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
def test_that_a_replaced_or_deleted_file_is_not_written_to(path: Path, tmp_path: Path) -> None:
    with opened(path) as database:
        perform(database, "lin", "add", add_person("a"))
        Path(shutil.copy(path, tmp_path / "copy")).rename(path)
        with pytest.raises(FileReplaced):
            perform(database, "lin", "add", add_person("b"))
        path.unlink()
        with pytest.raises(FolderGone):
            perform(database, "lin", "add", add_person("b"))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO person (name, version) VALUES ('x', 1)",
        "with a as (select 1) delete from person",
        "DROP TABLE review",
        "ATTACH 'x' AS y",
        "VACUUM",
    ],
)
def test_that_a_write_outside_a_unit_of_work_is_refused(database: Database, statement: str) -> None:
    with pytest.raises(BugError, match="unit of work"):
        database.read(lambda conn: conn.execute(sa.text(statement)))


def test_that_sqlite_itself_refuses_a_write_between_units_of_work(database: Database) -> None:
    def behind_the_back(conn: sa.Connection) -> None:
        raw: Any = conn.connection.dbapi_connection
        raw.execute("DELETE FROM person")

    with pytest.raises(sqlcipher.OperationalError, match="readonly"):
        database.read(behind_the_back)


def test_that_the_engine_stays_on_its_thread(database: Database) -> None:
    with pytest.raises(BugError, match="database thread"):
        database.engine()
    with pytest.raises(BugError, match="wait for itself"):
        database.run(lambda: database.run(lambda: None))
    with pytest.raises(sa.exc.TimeoutError):  # a second connection inside a job is a bug and is seen at once
        database.read(lambda conn: database.engine().connect().close())


def test_that_mapped_rows_and_open_results_do_not_leave_the_thread(database: Database) -> None:
    perform(database, "lin", "add", add_family)

    def rows(conn: sa.Connection) -> object:
        with sa.orm.Session(conn) as session:
            return {"deep": [(1, tuple(session.query(Person).all()))]}

    with pytest.raises(BugError, match="read model"):
        database.read(rows)
    with pytest.raises(BugError, match="read model"):
        database.read(lambda conn: conn.execute(sa.select(Person.name)))
    with pytest.raises(BugError, match="read model"):
        perform(database, "lin", "get", lambda uow: uow.session.get(Person, 1))


def test_that_closing_leaves_one_file_and_no_thread(path: Path) -> None:
    database = opened(path)
    perform(database, "lin", "add", add_person("a"))
    wal = path.with_name(path.name + "-wal")
    assert wal.exists()
    assert not path.with_name(path.name + "-shm").exists()
    database.close()
    database.close()
    assert not wal.exists()
    with pytest.raises(RuntimeError):
        database.submit(lambda: None)


def test_that_nothing_readable_is_on_the_disk(path: Path) -> None:
    with opened(path) as database:
        perform(database, "lin", "add", add_person("CANARY-4711"), params={"name": "CANARY-4711"})
        for file in path.parent.iterdir():
            data = file.read_bytes()
            assert b"CANARY" not in data
            assert b"SQLite format" not in data


@pytest.mark.parametrize("kind", [DiskError, Damaged, NotADatabase])
@pytest.mark.parametrize("bad", [2, 3])
def test_that_a_transient_read_error_is_invisible_and_a_lasting_one_is_named(database: Database, kind: type[Exception], bad: int) -> None:
    calls: list[int] = []

    def query(conn: sa.Connection) -> int:
        calls.append(1)
        if len(calls) <= bad:
            raise kind("transient")
        return 7

    if bad < 3:
        assert database.read(query) == 7
    else:
        with pytest.raises(kind):
            database.read(query)
    assert len(calls) == 3


def test_that_a_commit_that_failed_yet_landed_is_found_and_not_done_twice(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    real = UnitOfWork.commit
    made = []

    def lies(self: UnitOfWork) -> Any:
        made.append(real(self))
        raise DiskError("fsync failed after the frames were written")

    monkeypatch.setattr(UnitOfWork, "commit", lies)
    assert perform(database, "lin", "add", add_person("once")) == made[0]
    assert len(made) == 1
    assert count(database, "person") == 1


FULL_DISK = """
import sys
from pathlib import Path
from tests.storage.small import KEY, SCHEMA, Person, count, opened
from workbench.storage import upgrade, audit
from workbench.storage.actions import perform
from workbench.storage.errors import DiskFull
from workbench.storage.verify import verify_chain
path = Path(sys.argv[1]) / "x.db"
upgrade.create_file(path, KEY, SCHEMA)
def fill(uow):
    uow.session.add_all(Person(name="x" * 99, city="y" * 99) for _ in range(40))
saved = 0
with opened(path) as database:
    for attempt in range(2):
        try:
            while True:
                perform(database, "lin", "add", fill)
                saved += 40
        except DiskFull:
            pass
with opened(path) as database:
    good = database.read(lambda conn: verify_chain(conn, audit.audit_key(KEY)).good)
    print(saved, count(database, "person"), good)
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not shutil.which("unshare"), reason="needs Linux name spaces for a disk of 3 MB"
)
def test_that_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    root = Path(__file__).parents[2]
    script = tmp_path / "fill.py"
    script.write_text(FULL_DISK, encoding="utf-8")
    mount = 'mount -t tmpfs -o size=3m none "$1" && exec "$2" "$3" "$1"'
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", mount, "sh", str(small), sys.executable, str(script)],
        capture_output=True, text=True, cwd=root, env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(done.stderr)
    saved, have, good = done.stdout.split()
    assert saved == have
    assert int(saved) > 100
    assert good == "True"
