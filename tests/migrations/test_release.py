"""The databases of earlier releases, opened by this one: everything is still there, also after a later revision.

`fixtures/` holds one backup a release, made by `make_fixture.py` and never made again once the release is out.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.migrations.make_fixture import LIMIT, NAME, PASSPHRASE, facts
from tests.migrations.test_machinery import structure
from workbench.errors import KnownError
from workbench.services.workspace import Workspace
from workbench.storage import schema, upgrade
from workbench.storage.database import Database
from workbench.storage.engine import DbKey, connect_raw
from workbench.storage.inspection import row_counts
from workbench.storage.package import Package

FOLDER = Path(__file__).resolve().parent / "fixtures"
RELEASES = sorted(file.stem for file in FOLDER.glob("release_*.wbbackup"))
TURNED = "PRAGMA foreign_keys"


def known(release: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{release}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each release's backup, restored by the present program; tests work on copies."""
    folder = tmp_path_factory.mktemp("releases")
    return {name: Workspace.restore(FOLDER / f"{name}.wbbackup", folder / name, PASSPHRASE) for name in RELEASES}


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def package(restored: dict[str, Path], release: str, tmp_path: Path) -> Package:
    return Package.at(Path(shutil.copytree(restored[release], tmp_path / "old.wbdb")))


def key_of(package: Package) -> DbKey:
    return package.envelope().open(PASSPHRASE)


def counts(database: Database) -> dict[str, int]:
    def query(conn: sa.Connection) -> dict[str, int]:
        return row_counts(conn.connection.dbapi_connection)

    return database.read(query)


# ---------------------------------------------------------------- opened by this release


def test_that_this_release_leaves_a_small_database_to_the_next() -> None:
    assert NAME in RELEASES
    assert (FOLDER / f"{NAME}.wbbackup").stat().st_size <= LIMIT


def test_that_a_released_database_opens_with_everything_in_it(package: Package, release: str, tmp_path: Path) -> None:
    told = known(release)
    with Workspace.open(package.folder, PASSPHRASE, backups=tmp_path / "backups") as workspace:
        found = facts(workspace)
        declared = upgrade._declared(schema.product(), told["schema"], found["schema"])
        for table, rows in told["rows"].items():
            if declared.get(table, 0) is not None:
                assert found["rows"].get(table, 0) == rows + (declared.get(table, 0) or 0), table
        assert {name: found[name] for name in ("won_fen", "summary_fen", "people", "locked", "actions", "seal", "undo")} == {
            name: told[name] for name in ("won_fen", "summary_fen", "people", "locked", "actions", "seal", "undo")
        }
        assert workspace.check().good
        upgraded = [info for info in workspace.backups() if info.reason == "upgrade"]
        assert len(upgraded) == (1 if told["schema"] < schema.product().number else 0)


def test_that_work_goes_on_in_a_released_database(package: Package, tmp_path: Path) -> None:
    from workbench.services import people

    with Workspace.open(package.folder, PASSPHRASE, backups=tmp_path / "backups") as workspace:
        before = workspace.steps()
        workspace.perform("Set a name", lambda uow: people.edit_organisation(uow, name="乙贸易"))
        assert len(workspace.steps().undo) == len(before.undo) + 1
        workspace.undo()
        assert workspace.read(people.load_organisation).name == "甲贸易"
        assert workspace.check().good


def test_that_a_released_database_has_the_structure_of_a_new_one(package: Package, tmp_path: Path) -> None:
    """Fails when a revision is edited after its release. Before it: `python -m tests.migrations.make_fixture --again`."""
    with Workspace.open(package.folder, PASSPHRASE, backups=tmp_path / "backups"):
        pass
    fresh = tmp_path / "fresh.db"
    upgrade.create_file(fresh, key_of(package), schema.product())
    with (
        Database(package.database, key_of(package), schema.product(), None) as old,
        Database(fresh, key_of(package), schema.product(), None) as new,
    ):
        assert structure(old) == structure(new)


def test_that_a_wrong_passphrase_opens_no_release(package: Package) -> None:
    with pytest.raises(KnownError):
        Workspace.open(package.folder, PASSPHRASE + " ")


# ---------------------------------------------------------------- and by a later one


REBUILD = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "rebuild", {head!r}, None, None
ROW_CHANGES = {changes!r}
PARENTS = {parents!r}
def upgrade():
    for table in PARENTS:
        with op.batch_alter_table(table, recreate="always", table_kwargs={{"sqlite_autoincrement": True}}) as batch:
            batch.add_column(sa.Column("later", sa.String(10)))
    {extra}
def downgrade():
    for table in PARENTS:
        with op.batch_alter_table(table, recreate="always", table_kwargs={{"sqlite_autoincrement": True}}) as batch:
            batch.drop_column("later")
"""


def families() -> dict[str, set[str]]:
    """Parent tables with the tables whose rows point to them."""
    found: dict[str, set[str]] = {}
    for table in schema.product().base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table is not table and not key.column.table.name.startswith("audit"):
                found.setdefault(key.column.table.name, set()).add(table.name)
    return found


def later(folder: Path, extra: str = "pass", changes: dict[str, int] | None = None) -> schema.Schema:
    """This program's revisions and one more, which rebuilds every parent table."""
    product = schema.product()
    shutil.copytree(product.scripts, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = REBUILD.format(head=upgrade.revisions(product)[-1], parents=sorted(families()), extra=extra, changes=changes or {})
    (folder / "versions" / "9999_rebuild.py").write_text(text, encoding="utf-8")
    return schema.Schema(product.base, folder)


def test_that_children_survive_a_rebuild_of_every_parent(package: Package, release: str, tmp_path: Path) -> None:
    told = known(release)["rows"]
    children = {child for parent, names in families().items() if told.get(parent) for child in names if told.get(child)}
    assert {"deal", "assignment", "review_item", "talk_note", "customer_owner"} <= children  # rows that could be lost
    scripts = later(tmp_path / "scripts")
    saved = upgrade.upgrade(package, key_of(package), scripts, tmp_path / "backups")
    assert saved is not None
    assert (saved.reason, saved.rows["deal"]) == ("upgrade", told["deal"])
    with Database(package.database, key_of(package), scripts, None) as database:
        kept = {**dict.fromkeys(counts(database), 0), **told}  # tables that came later are empty
        assert counts(database) == kept
        for target in (scripts.number - 1, scripts.number):
            upgrade.migrate(database, target)
            assert counts(database) == kept
            assert database.read(lambda conn: conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()) == []
            assert database.read(lambda conn: conn.exec_driver_sql(TURNED).scalar_one()) == 1


def test_that_no_parent_table_has_a_trigger_that_a_rebuild_would_drop(package: Package) -> None:
    """A batch rebuild keeps indexes but drops triggers: a revision that rebuilds `deal` or `audit` makes theirs again."""
    with Database(package.database, key_of(package), schema.product(), None) as database:
        triggers = database.read(
            lambda conn: {row[0] for row in conn.exec_driver_sql("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")}
        )
    assert triggers & families().keys() == set()


def test_that_a_later_revision_that_loses_a_child_is_taken_back(package: Package, release: str, tmp_path: Path) -> None:
    scripts = later(tmp_path / "scripts", extra="op.execute('DELETE FROM talk_note')")
    with pytest.raises(KnownError, match="taken back completely"):
        upgrade.upgrade(package, key_of(package), scripts, tmp_path / "backups")
    with Database(package.database, key_of(package), schema.product(), None) as database:
        assert counts(database) == known(release)["rows"]


def test_that_a_later_revision_may_declare_what_it_removes(package: Package, release: str, tmp_path: Path) -> None:
    gone = known(release)["rows"]["talk_note"]
    scripts = later(tmp_path / "scripts", extra="op.execute('DELETE FROM talk_note')", changes={"talk_note": -gone})
    assert upgrade.upgrade(package, key_of(package), scripts, tmp_path / "backups") is not None
    with Database(package.database, key_of(package), scripts, None) as database:
        assert counts(database)["talk_note"] == 0


def rebuilt_by_hand(con: Any, *, keys: str) -> None:
    """What a batch rebuild of `person` does, with foreign keys on or off before BEGIN."""
    con.execute(f"{TURNED} = {keys}")
    assert con.execute(TURNED).fetchone()[0] == (keys == "ON")
    con.execute("BEGIN")
    (made,) = con.execute("SELECT sql FROM sqlite_master WHERE name = 'person'").fetchone()
    con.execute(made.replace("person", "_alembic_tmp_person", 1))
    con.execute("INSERT INTO _alembic_tmp_person SELECT * FROM person")
    con.execute("DROP TABLE person")
    con.execute("ALTER TABLE _alembic_tmp_person RENAME TO person")
    con.execute("COMMIT")


@pytest.mark.parametrize(("keys", "left"), [("ON", 0), ("OFF", 2)])
def test_that_the_unsafe_way_would_have_lost_them_silently(package: Package, keys: str, left: int) -> None:
    """With foreign keys on, a child with CASCADE is emptied by the rebuild of its parent, and every check stays clean."""
    con = connect_raw(package.database, key_of(package))
    try:
        con.execute(f"{TURNED} = OFF")
        for table in sorted(families()["person"]):  # ours all RESTRICT: they would stop the rebuild rather than lose rows
            con.execute(f'DROP TABLE IF EXISTS "{table}"')  # one that came later is not in the old file
        con.execute("CREATE TABLE planted (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(id) ON DELETE CASCADE)")
        con.execute("INSERT INTO planted (person_id) SELECT id FROM person")
        rebuilt_by_hand(con, keys=keys)
        assert con.execute("SELECT count(*) FROM person").fetchone()[0] == 2
        assert con.execute("SELECT count(*) FROM planted").fetchone()[0] == left
        assert con.execute("PRAGMA foreign_key_check(planted)").fetchall() == []
        assert [row[0] for row in con.execute("PRAGMA integrity_check")] == ["ok"]
    finally:
        con.close()


def test_that_with_foreign_keys_on_our_own_children_stop_the_rebuild(package: Package, release: str) -> None:
    con = connect_raw(package.database, key_of(package))
    try:
        with pytest.raises(Exception, match="FOREIGN KEY"):
            rebuilt_by_hand(con, keys="ON")
        con.execute("ROLLBACK")
        assert row_counts(con) == known(release)["rows"]
    finally:
        con.close()
