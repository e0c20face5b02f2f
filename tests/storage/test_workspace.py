"""What the window and the command line see of a database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.small import SCHEMA, Person, add_person, opened
from workbench import i18n
from workbench.errors import BugError, KnownError
from workbench.services.workspace import Change, Workspace
from workbench.storage import engine, package, upgrade
from workbench.storage.engine import DbKey, connect_raw
from workbench.storage.errors import FolderGone, InUse, MistypedRecoveryKey, NewerSchema, NotADatabase, WrongPassphrase
from workbench.storage.keys import FLOOR, Envelope
from workbench.storage.package import Package


@pytest.fixture
def made(tmp_path: Path, envelope: tuple[Envelope, DbKey, str], monkeypatch: pytest.MonkeyPatch) -> Package:
    """A package with the small schema; the workspace takes it for the product's."""
    monkeypatch.setattr("workbench.storage.schema.product", lambda: SCHEMA)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    target = Package.new(tmp_path / "team")

    def fill(new: Package) -> None:
        new.key_file.write_text(envelope[0].to_text())
        upgrade.create_file(new.database, envelope[1], SCHEMA)

    package.build(target, fill)
    return target


@pytest.fixture
def workspace(made: Package, envelope: tuple[Envelope, DbKey, str]) -> Iterator[Workspace]:
    with Workspace.attach(made, envelope[1]) as attached:
        yield attached


def people(conn: object) -> list[str]:
    return list(conn.exec_driver_sql("SELECT name FROM person ORDER BY id").scalars())  # type: ignore[attr-defined]


def test_that_actions_are_done_read_undone_and_redone_by_name(workspace: Workspace) -> None:
    change = workspace.perform("Add {name} on {day}", add_person("张伟"), name="张伟", day=3)
    assert isinstance(change, Change)
    assert change.params == {"name": "张伟", "day": "3"}
    assert workspace.head == change.head
    assert workspace.read(people) == ["张伟"]
    assert [s.action for s in workspace.steps().undo] == ["Add {name} on {day}"]
    assert workspace.undo().op == "undo"
    assert workspace.start_read(people).result() == []
    assert workspace.start_redo().result().op == "redo"
    workspace.undo_step(change.seq)
    assert [s.op for s in workspace.history()] == ["undo", "redo", "undo", "do"]
    with pytest.raises(BugError):
        workspace.perform("x", lambda uow: Person(name="leak"))


def test_that_errors_arrive_in_the_future_and_nothing_is_changed(workspace: Workspace) -> None:
    def breaks(uow: object) -> None:
        raise ZeroDivisionError

    future = workspace.start_perform("x", breaks)
    assert isinstance(future.exception(), ZeroDivisionError)
    assert workspace.head.seq == 0


def test_that_a_workspace_is_created_opened_moved_and_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Package) -> None:
    monkeypatch.setattr(engine, "LOCK_PATIENCE", 0.1)
    first, recovery = Workspace.create(tmp_path / "one", "correct horse", kdf=FLOOR)
    assert (first.path, first.name, first.actor) == (tmp_path / "one.wbdb", "one", "manager")
    first.perform("add", add_person("a"))
    with pytest.raises(InUse):
        Workspace.open(tmp_path / "one", "correct horse")
    first.close()
    first.close()
    with pytest.raises(WrongPassphrase):
        Workspace.open(tmp_path / "one", "Correct horse")
    (tmp_path / "one.wbdb").rename(tmp_path / "two.wbdb")
    with Workspace.open_with_recovery(tmp_path / "two", recovery, "new words") as again:
        assert again.read(people) == ["a"]
    with pytest.raises(WrongPassphrase):
        Workspace.open(tmp_path / "two", "correct horse")
    with pytest.raises(MistypedRecoveryKey):
        Workspace.open_with_recovery(tmp_path / "two", recovery[:-1] + ("0" if recovery[-1] != "0" else "1"), "x")
    with Workspace.open(tmp_path / "two.wbdb" / "keys.json", "new words") as again:
        assert [s.action for s in again.steps().undo] == ["add"]


def test_that_a_passphrase_is_changed_and_the_old_one_opens_nothing(workspace: Workspace) -> None:
    workspace.change_passphrase("correct horse", "battery staple")
    with pytest.raises(WrongPassphrase):
        workspace.change_passphrase("correct horse", "x")
    found = Package.at(workspace.path)
    for name in ("keys.json", "keys.previous.json"):
        with pytest.raises(WrongPassphrase):
            Envelope.from_text((found.folder / name).read_text()).open("correct horse")


def test_that_backups_are_counted_proven_and_restored(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.last_backup is None
    workspace.perform("add", add_person("a"))
    assert workspace.changed_since_backup
    info = workspace.backup()
    assert workspace.last_backup == info.taken
    assert not workspace.changed_since_backup
    assert workspace.backups() == (info,)
    assert info.path.parent == workspace.backups_folder
    elsewhere = workspace.start_backup(tmp_path / "stick").result()
    assert elsewhere.path.parent == tmp_path / "stick"
    report = workspace.start_check().result()
    assert report.good
    assert report.newest_backup == info
    assert report.versions["schema"] == "2"
    target = Workspace.restore(elsewhere.path, tmp_path / "restored", "correct horse")
    with Workspace.open(target, "correct horse") as restored:
        assert restored.read(people) == ["a"]


def test_that_a_check_finds_a_bad_backup_and_a_forged_action(workspace: Workspace) -> None:
    workspace.perform("add", add_person("a"))
    assert workspace.verify_recent() == ()
    info = workspace.backup()
    data = bytearray(info.path.read_bytes())
    data[len(data) // 2] ^= 1
    info.path.write_bytes(data)

    def forge() -> None:
        with workspace._database.engine().connect() as conn:
            con = conn.connection.dbapi_connection
            assert con is not None
            con.execute("PRAGMA query_only = OFF")  # type: ignore[attr-defined]
            con.execute("UPDATE audit_image SET \"after\" = '{}'")  # type: ignore[attr-defined]

    workspace._database.run(forge)
    report = workspace.check()
    assert not report.good
    assert report.audit
    assert report.backups
    assert not report.integrity


def test_that_an_older_state_put_back_is_suspected_at_opening(workspace: Workspace, made: Package) -> None:
    workspace.perform("add", add_person("a"))
    workspace.close()
    older = made.database.read_bytes()
    key = workspace._database.key
    with Workspace.attach(made, key) as again:
        again.perform("add", add_person("b"))
        newest = again.backup()
    made.database.write_bytes(older)
    with Workspace.attach(made, key) as again:
        assert again.rollback_suspected is not None
        assert again.rollback_suspected.backup == newest
        assert again.rollback_suspected.here.seq == 1
        again.perform("add", add_person("c"))  # a second history with the same numbers
        assert again.head.seq == newest.head.seq
    with Workspace.attach(made, key) as again:
        assert again.rollback_suspected is not None
        again.backup()
    with Workspace.attach(made, key) as again:
        assert again.rollback_suspected is None


def test_that_an_older_database_is_upgraded_at_opening_after_a_backup(made: Package, envelope: tuple[Envelope, DbKey, str]) -> None:
    made.database.unlink()
    upgrade.create_file(made.database, envelope[1], SCHEMA, number=1)
    with Workspace.open(made.folder, "correct horse") as upgraded:
        assert [b.reason for b in upgraded.backups()] == ["upgrade"]
        upgraded.perform("add", add_person("a"))
    con = connect_raw(made.database, envelope[1])
    con.execute("PRAGMA user_version = 3")
    con.close()
    with pytest.raises(NewerSchema):
        Workspace.open(made.folder, "correct horse")


def test_that_places_without_a_database_are_told_apart(tmp_path: Path, made: Package) -> None:
    with pytest.raises(FolderGone):
        Workspace.open(tmp_path / "nowhere", "x")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(NotADatabase):
        Workspace.open(tmp_path / "photo.jpg", "x")
    made.database.unlink()
    with pytest.raises(FolderGone):
        Workspace.open(made.folder, "correct horse")


def test_that_importing_the_workspace_loads_no_library() -> None:
    code = (
        "import sys; import workbench.services.workspace as w; "
        "print([m for m in ('sqlalchemy', 'alembic', 'sqlcipher3', 'cryptography') if m in sys.modules]); "
        "print(w.UnitOfWork.__name__, w.Reader.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.splitlines() == ["[]", "UnitOfWork Connection"]


def test_that_opening_does_not_load_alembic(made: Package) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.storage.small import SCHEMA; "
        "from workbench.storage.package import Package; from workbench.services.workspace import Workspace; "
        f"p = Package.at({str(made.folder)!r}); w = Workspace.attach(p, p.envelope().open('correct horse'), schema=SCHEMA); "
        "w.steps(); w.close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "False", done.stderr


def test_that_every_known_error_has_a_chinese_sentence() -> None:
    import workbench.storage.errors  # noqa: F401  the classes must exist

    text = (Path(__file__).parents[2] / "resources/translations/zh_CN/storage.po").read_text(encoding="utf-8")
    for kind in KnownError.__subclasses__():
        if kind.__module__ == "workbench.storage.errors":
            assert kind.sentence in text.replace('"\n"', ""), kind
            assert i18n.sentence(kind(group=1))


def test_that_the_small_schema_opens_beside_the_product(path: Path) -> None:
    with opened(path) as database:
        assert database.schema is SCHEMA
