"""Which tables there are and which revisions made them: the product's own, or a small one of a test.

`Schema.tables()` is what row images know of a table; it refuses at start-up every mapping whose writes
they would not see.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapper, configure_mappers

from workbench import paths
from workbench.errors import BugError

Row = dict[str, Any]  # raw column values as SQLite stores them


@dataclass(frozen=True)
class TableInfo:
    """One mapped table, as raw SQL sees it."""

    name: str
    columns: tuple[str, ...]
    version: str
    select: str
    table: sa.Table

    def read(self, conn: Connection, row_id: int) -> Row | None:
        """The stored row by its id."""
        row = conn.exec_driver_sql(self.select, (row_id,)).fetchone()
        return None if row is None else dict(zip(self.columns, row, strict=True))

    def content(self, row: Row | None) -> Row | None:
        """The row without its version counter: undo raises the counter, so only content may be compared."""
        return None if row is None else {c: v for c, v in row.items() if c != self.version}

    @functools.cached_property
    def content_columns(self) -> tuple[str, ...]:
        return tuple(c for c in self.columns if c != self.version)


@dataclass(frozen=True)
class Schema:
    """A declarative base with all its classes imported, and the Alembic folder that builds its tables."""

    base: type[DeclarativeBase]
    scripts: Path

    @functools.cached_property
    def tables(self) -> dict[str, TableInfo]:
        """The mapped tables by name, checked once."""
        configure_mappers()
        infos: dict[str, TableInfo] = {}
        for mapper in self.base.registry.mappers:
            info = _table_info(mapper)
            infos[info.name] = info
        return infos

    def info_of(self, target: sa.Table | type[Any]) -> TableInfo:
        """What is known of a mapped class or its table; BugError for a table that is not mapped."""
        name = target.name if isinstance(target, sa.Table) else getattr(target, "__tablename__", "?")
        if name not in self.tables:
            raise BugError(f"{name} is not a mapped table")
        return self.tables[name]

    @functools.cached_property
    def number(self) -> int:
        """The newest schema number: how many revisions there are. Counted as files, so Alembic stays unloaded."""
        return sum(1 for p in (self.scripts / "versions").glob("*.py") if not p.name.startswith("_"))


def table_of(mapper: Mapper[Any]) -> sa.Table:
    table = mapper.local_table
    if not isinstance(table, sa.Table):
        raise BugError(f"{mapper} is not mapped to a plain table")
    return table


def _table_info(mapper: Mapper[Any]) -> TableInfo:
    """Refuse what would escape the row images."""
    table = table_of(mapper)
    if len(mapper.tables) != 1 or [c.name for c in table.primary_key] != ["id"]:
        raise BugError(f"{mapper}: one table with one key column `id`, else there is no generic undo")
    if mapper.version_id_col is None:
        raise BugError(f"{mapper}: version_id_col is missing")
    for relation in mapper.relationships:
        if relation.secondary is not None and not relation.viewonly:
            raise BugError(f"{relation}: rows of a secondary table are written without events; map an association class")
    for fk in table.foreign_keys:
        if {fk.ondelete, fk.onupdate} - {None, "RESTRICT", "NO ACTION"}:
            raise BugError(f"{fk}: the database would change rows behind our back")
    names = tuple(c.name for c in table.columns)
    columns = ", ".join(f'"{n}"' for n in names)
    return TableInfo(table.name, names, mapper.version_id_col.name, f'SELECT {columns} FROM "{table.name}" WHERE "id" = ?', table)


@functools.cache
def product() -> Schema:
    """The schema of the program, with every mapped module imported."""
    import workbench.models.registry  # noqa: F401  the import is what counts: a class that nobody imported has no table
    from workbench.models.base import Base

    return Schema(Base, paths.migrations())
