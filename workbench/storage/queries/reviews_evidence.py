"""Reads beside the reviews: names for the population of a cycle, and the audit head that a paper names."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import Person
from workbench.models.reviews import Review, ReviewCycle, ReviewItem, ReviewRecord, TemplateItem
from workbench.storage.audit import audit, audit_image


def names(conn: Connection) -> dict[int, tuple[str, str]]:
    """(staff number, name) of everybody by id."""
    return {row[0]: (row[1], row[2]) for row in conn.execute(sa.select(Person.id, Person.code, Person.name))}


@cache
def _line() -> sa.Select[Any]:
    """Built once: putting the statement together would cost more than running it."""
    columns: tuple[Any, ...] = (
        Review.person_id, Person.name, Review.state, ReviewCycle.start_on, ReviewCycle.end_on, TemplateItem.name_zh, TemplateItem.name_en, TemplateItem.metric,
        sa.func.coalesce(ReviewItem.evidence, ""),
    )  # fmt: skip
    return (
        sa.select(*columns)
        .join(Person, Person.id == Review.person_id)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .join(TemplateItem, TemplateItem.template_id == ReviewCycle.template_id)
        .outerjoin(ReviewItem, sa.and_(ReviewItem.review_id == Review.id, ReviewItem.item_id == TemplateItem.id))
        .where(Review.id == sa.bindparam("review"), TemplateItem.code == sa.bindparam("item"))
    )


def line(conn: Connection, review_id: int, item_code: str) -> Any:
    """(person, name, state, first day, last day, name_zh, name_en, metric, what is kept) of a line of a review's form; None where there is none."""
    return conn.execute(_line(), {"review": review_id, "item": item_code}).first()


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
