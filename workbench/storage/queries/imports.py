"""Reads for imports: the names that files may use, remembered mappings, and what was imported before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import Customer
from workbench.models.imports import ImportBatch, ImportMapping
from workbench.models.people import Engagement, Person, Skill, Team, Territory
from workbench.models.sales import Product
from workbench.storage.audit import audit_image

Listed = type[Person] | type[Customer] | type[Product] | type[Team] | type[Territory] | type[Skill]
LISTS: dict[str, Listed] = {
    "people": Person,
    "customers": Customer,
    "products": Product,
    "teams": Team,
    "territories": Territory,
    "skills": Skill,
}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One import; `seq` is the audit step that made it."""

    id: int
    kind: str
    file_name: str
    imported_at: datetime
    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    seq: int | None


def known_names(conn: Connection) -> dict[str, list[tuple[str, str]]]:
    """For each list the pairs (how it may be written, code); beside the names those people who have an engagement, or a first day."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, mapped in LISTS.items():
        rows = conn.execute(sa.select(mapped.code, mapped.name)).all()
        found[name] = [(row[1], row[0]) for row in rows] + [(row[0], row[0]) for row in rows]
    people = {"engaged": Person.id.in_(sa.select(Engagement.person_id)), "dated": Person.hired_on.is_not(None)}
    for name, where in people.items():
        found[name] = [(code, code) for code in conn.execute(sa.select(Person.code).where(where)).scalars()]
    return found


def ids_by_code(conn: Connection, name: str) -> dict[str, int]:
    mapped = LISTS[name]
    return {row[0]: row[1] for row in conn.execute(sa.select(mapped.code, mapped.id))}


def remembered(conn: Connection, kind: str, signature: str) -> str | None:
    return conn.execute(sa.select(ImportMapping.content).where(ImportMapping.kind == kind, ImportMapping.signature == signature)).scalar()


def imported_at(conn: Connection, kind: str, sha256: str) -> datetime | None:
    """When this very file was imported last."""
    return conn.execute(
        sa.select(sa.func.max(ImportBatch.imported_at)).where(ImportBatch.kind == kind, ImportBatch.sha256 == sha256)
    ).scalar()


def step_of(conn: Connection, import_id: int) -> int | None:
    """The audit step in which an import was written."""
    image = audit_image.c
    return conn.execute(
        sa.select(sa.func.min(image.seq)).where(
            image.table_name == ImportBatch.__tablename__, image.row_id == import_id, image.before.is_(None)
        )
    ).scalar()


def batches(conn: Connection, limit: int) -> list[BatchRow]:
    b = ImportBatch
    rows = conn.execute(
        sa.select(b.id, b.kind, b.file_name, b.imported_at, b.rows, b.added, b.changed, b.unchanged, b.rejected)
        .order_by(b.id.desc())
        .limit(limit)
    ).all()
    return [BatchRow(*row, seq=step_of(conn, row[0])) for row in rows]
