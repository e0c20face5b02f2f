"""The column vocabulary of every mapped class: names, types, constraints and comments in one place.

Stored shapes: money is an integer of fen, an instant is UTC ISO text, a local day is an ISO date, a
local time of day is whole minutes since midnight, a length is whole minutes, a rate is hundredths of
a per cent (basis points). Enums are stored by value.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.TypeDecorator[datetime]):
    """A moment, stored as ISO text in UTC; a naive datetime is refused."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    """Root of the mapped classes. Every table has `id` (never reused) and a `version` counter."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant, date: sa.Date}


Id = Annotated[int, mapped_column(sa.Integer, primary_key=True, autoincrement=True, comment="never reused")]
Code = Annotated[str, mapped_column(sa.String(40), nullable=False, comment="name by which people and files call it")]
Name = Annotated[str, mapped_column(sa.String(200), nullable=False, comment="as shown and printed")]
Short = Annotated[str, mapped_column(sa.String(200), nullable=False, default="", comment="one line of text")]
Long = Annotated[str, mapped_column(sa.Text, nullable=False, default="", comment="free text, several lines")]
Minutes = Annotated[int, mapped_column(sa.Integer, nullable=False, comment="whole minutes")]
Fen = Annotated[int, mapped_column(sa.Integer, nullable=False, comment="money in fen")]
OptionalFen = Annotated[int | None, mapped_column(sa.Integer, comment="money in fen; empty = not known")]
Flag = Annotated[bool, mapped_column(sa.Boolean(create_constraint=False), nullable=False, default=False, comment="yes or no")]
Search = Annotated[str, mapped_column(sa.String(400), nullable=False, default="", comment="pinyin and initials, for search and order")]


def by_value(kind: type[StrEnum]) -> sa.Enum:
    """An enum column that stores the value; SQLAlchemy's default would store the member's name."""
    return sa.Enum(kind, native_enum=False, create_constraint=False, length=24, values_callable=lambda members: [m.value for m in members])


def version_column() -> MappedColumn[int]:
    """The edit counter: a write from a stale copy is refused."""
    return mapped_column(sa.Integer, nullable=False, comment="edit counter, refuses stale writes")


def options(**more: Any) -> dict[str, Any]:
    """Table options of every table: AUTOINCREMENT, so that undo can bring a row back under its own id."""
    return {"sqlite_autoincrement": True, **more}


def person_ref(*, index: bool = True) -> Mapped[int]:
    return mapped_column(sa.ForeignKey("person.id", ondelete="RESTRICT"), index=index, comment="whom it concerns")


def ref(target: str, comment: str, *, index: bool = True) -> Mapped[int]:
    return mapped_column(sa.ForeignKey(f"{target}.id", ondelete="RESTRICT"), index=index, nullable=False, comment=comment)


def optional_ref(target: str, comment: str, *, index: bool = True) -> Mapped[int | None]:
    return mapped_column(sa.ForeignKey(f"{target}.id", ondelete="RESTRICT"), index=index, comment=comment)
