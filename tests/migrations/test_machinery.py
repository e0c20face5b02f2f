"""The product's revisions through the product's machinery: models equal head, up, down and up, children survive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from workbench.models.people import Person, Skill
from workbench.storage import schema, upgrade
from workbench.storage.audit import APPEND_ONLY
from workbench.storage.database import Database
from workbench.storage.engine import DbKey

KEY = DbKey(b"\x01" * 32, b"\x02" * 16)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Empty, at the newest schema, opened for migrations."""
    path = tmp_path / "workbench.db"
    upgrade.create_file(path, KEY, schema.product())
    with Database(path, KEY, schema.product(), None) as opened:
        yield opened


def structure(database: Database) -> list[tuple[Any, ...]]:
    """All statements that made the database, but for what Alembic keeps for itself."""

    def query(conn: sa.Connection) -> list[tuple[Any, ...]]:
        found = conn.exec_driver_sql(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'alembic_version' ORDER BY type, name"
        )
        return [tuple(row) for row in found]

    return database.read(query)


def test_that_the_models_equal_the_newest_revision(database: Database) -> None:
    def query(conn: sa.Connection) -> list[str]:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, schema.product().base.metadata)]

    assert database.read(query) == []


def test_that_every_mapped_table_can_be_undone(database: Database) -> None:
    tables = schema.product().tables
    found = {row[1]: row[2] for row in structure(database) if row[0] == "table"}
    assert tables.keys() <= found.keys()
    assert [name for name in tables if "AUTOINCREMENT" not in found[name]] == []  # else an id could come back


def test_that_the_audit_table_is_append_only(database: Database) -> None:
    triggers = {row[1] for row in structure(database) if row[0] == "trigger"}
    assert {statement.split()[2] for statement in APPEND_ONLY} <= triggers


def test_that_there_is_one_line_of_revisions_and_its_length_is_the_schema_number() -> None:
    names = upgrade.revisions(schema.product())
    assert len(names) == schema.product().number == len(set(names)) > 0


def test_that_each_revision_goes_up_down_and_up_again(database: Database) -> None:
    number = schema.product().number
    states = {number: structure(database)}
    for target in range(number - 1, -1, -1):
        upgrade.migrate(database, target)
        states[target] = structure(database)
    assert states[0] == []
    for target in range(1, number + 1):
        upgrade.migrate(database, target)
        assert structure(database) == states[target]
        if target > 1:
            upgrade.migrate(database, target - 1)
            assert structure(database) == states[target - 1]
            upgrade.migrate(database, target)


def test_that_children_survive_a_rebuild_of_their_parent(database: Database, tmp_path: Path) -> None:
    """A later revision may rebuild any parent table: rows, ids and what points to them stay."""
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    product = schema.product()
    (scripts / "env.py").write_text((product.scripts / "env.py").read_text(encoding="utf-8"), encoding="utf-8")
    for revision in (product.scripts / "versions").glob("*.py"):
        (scripts / "versions" / revision.name).write_text(revision.read_text(encoding="utf-8"), encoding="utf-8")
    head = upgrade.revisions(product)[-1]
    (scripts / "versions" / "9999_rebuild.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision, branch_labels, depends_on = 'rebuild', {head!r}, None, None\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('skill', recreate='always', table_kwargs={'sqlite_autoincrement': True}) as batch:\n"
        "        batch.add_column(sa.Column('extra', sa.String(10)))\n"
        "def downgrade():\n"
        "    with op.batch_alter_table('skill', recreate='always', table_kwargs={'sqlite_autoincrement': True}) as batch:\n"
        "        batch.drop_column('extra')\n",
        encoding="utf-8",
    )
    children = [t for t in product.base.metadata.tables.values() if any(fk.column.table.name == "skill" for fk in t.foreign_keys)]
    assert children, "skill is no parent any more: choose another table for this test"
    assert Person.__tablename__ in product.tables
    later = schema.Schema(product.base, scripts)
    path = database.path
    _fill(database)
    database.close()
    with Database(path, KEY, later, None) as again:
        for target in (later.number, later.number - 1, later.number):
            upgrade.migrate(again, target)
            assert again.read(_counts) == [2, 2]
            assert again.read(lambda conn: conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()) == []


def _counts(conn: sa.Connection) -> list[int]:
    return [int(conn.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar_one()) for t in (Skill.__tablename__, "person_skill")]


def _fill(database: Database) -> None:
    """Two skills with a child each. The person behind is not needed: keys are off while filling."""

    def job() -> None:
        with database.engine(writing=True).connect() as conn:
            con: Any = conn.connection.dbapi_connection
            con.execute("PRAGMA query_only = OFF")
            con.execute("PRAGMA foreign_keys = OFF")
            con.execute("BEGIN")
            for table, rows in (("person", [1]), ("skill", [1, 2]), ("person_skill", [1, 2])):
                for row_id in rows:
                    _insert(con, table, row_id)
            con.execute("COMMIT")
            con.execute("PRAGMA foreign_keys = ON")

    database.run(job)


def _insert(con: Any, table: str, row_id: int) -> None:
    """A row with something in every column that needs it; what points to another table points to a row that is there."""
    values: dict[str, Any] = {"id": row_id}
    for column in schema.product().base.metadata.tables[table].columns:
        if column.name == "id" or (column.nullable and not column.foreign_keys):
            continue
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column.table.name
            values[column.name] = None if column.nullable else (row_id if target == "skill" else 1)
        elif isinstance(column.type, (sa.Integer, sa.Boolean, sa.Numeric)):
            values[column.name] = 1
        elif isinstance(column.type, sa.Date):
            values[column.name] = "2026-01-01"
        else:
            values[column.name] = f"x{row_id}"
    names = ", ".join(f'"{n}"' for n in values)
    con.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(values))})', tuple(values.values()))
