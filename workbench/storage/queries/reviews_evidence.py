"""Reads beside the reviews: names for the population of a cycle, and the audit head that a paper names."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import Person
from workbench.models.reviews import ReviewRecord
from workbench.storage.audit import audit, audit_image


def names(conn: Connection) -> dict[int, tuple[str, str]]:
    """(staff number, name) of everybody by id."""
    return {row[0]: (row[1], row[2]) for row in conn.execute(sa.select(Person.id, Person.code, Person.name))}


def audit_head(conn: Connection, locked_review: int | None) -> tuple[int, str, datetime] | None:
    """(number, seal in hex, moment) of the action that locked the review, or of the last action; None in an empty chain."""
    chosen = sa.select(audit.c.seq, audit.c.mac, audit.c.body).order_by(audit.c.seq.desc()).limit(1)
    if locked_review is not None:
        record = sa.select(ReviewRecord.id).where(ReviewRecord.review_id == locked_review).scalar_subquery()
        chosen = chosen.join(audit_image, audit_image.c.seq == audit.c.seq).where(
            audit_image.c.table_name == "review_record", audit_image.c.row_id == record
        )
    row = conn.execute(chosen).first()
    return None if row is None else (int(row[0]), bytes(row[1]).hex(), datetime.fromisoformat(json.loads(row[2])["at"]))
