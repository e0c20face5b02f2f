"""A small schema of its own: enough shapes to prove the storage without the product's tables."""

# ruff: noqa: RUF012  declarative attributes are given to SQLAlchemy as they are

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from workbench.models.base import NAMING, Id, by_value
from workbench.storage.database import Database
from workbench.storage.engine import DEFAULT_SETTINGS, DbKey, Settings
from workbench.storage.schema import Schema
from workbench.storage.unit_of_work import UnitOfWork


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


class State(StrEnum):
    DRAFT = "draft"
    LOCKED = "locked"


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (sa.CheckConstraint("length(name) > 0", name="name_given"), {"sqlite_autoincrement": True})
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.String(100))
    city: Mapped[str | None] = mapped_column(sa.String(100))
    version: Mapped[int] = mapped_column(sa.Integer, nullable=False)
    reviews: Mapped[list[Review]] = relationship(back_populates="person", cascade="all, delete-orphan", order_by="Review.id")
    __mapper_args__ = {"version_id_col": version}


class Review(Base):
    __tablename__ = "review"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    state: Mapped[State] = mapped_column(by_value(State))
    text: Mapped[str] = mapped_column(sa.Text)
    score: Mapped[int | None]
    seal: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    version: Mapped[int] = mapped_column(sa.Integer, nullable=False)
    person: Mapped[Person] = relationship(back_populates="reviews")
    __mapper_args__ = {"version_id_col": version}


class Assignment(Base):
    __tablename__ = "assignment"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    day: Mapped[date] = mapped_column(sa.Date)
    start_minute: Mapped[int]
    minutes: Mapped[int] = mapped_column(sa.Integer, default=240)
    sure: Mapped[bool] = mapped_column(sa.Boolean(create_constraint=False), default=False)
    note: Mapped[str | None] = mapped_column(sa.String(200))
    version: Mapped[int] = mapped_column(sa.Integer, nullable=False)
    __mapper_args__ = {"version_id_col": version}


SCHEMA = Schema(Base, Path(__file__).parent / "scripts")
KEY = DbKey(b"\xab" * 32, b"\xcd" * 16)


def opened(path: Path, key: DbKey = KEY, settings: Settings = DEFAULT_SETTINGS, *, schema: Schema = SCHEMA) -> Database:
    return Database(path, key, schema, schema.number, settings)


def add_person(name: str) -> Callable[[UnitOfWork], None]:
    def service(uow: UnitOfWork) -> None:
        uow.session.add(Person(name=name))

    return service


def add_family(uow: UnitOfWork) -> None:
    uow.session.add(
        Person(name="张伟", reviews=[Review(state=State.DRAFT, text="一"), Review(state=State.LOCKED, text="二", seal=b"\0\xff")])
    )


def rename(person_id: int, name: str) -> Callable[[UnitOfWork], None]:
    def service(uow: UnitOfWork) -> None:
        uow.session.get_one(Person, person_id).name = name

    return service


def days(person_id: int, number: int) -> list[dict[str, Any]]:
    """Rows of assignments, one a day."""
    start = date(2026, 1, 1)
    return [{"person_id": person_id, "day": start + timedelta(days=n), "start_minute": 540, "sure": n % 2 == 0} for n in range(number)]


def dump(database: Database) -> dict[tuple[str, int], Any]:
    """All mapped rows but their version counters."""

    def query(conn: sa.Connection) -> dict[tuple[str, int], Any]:
        out = {}
        for name, info in SCHEMA.tables.items():
            columns = ", ".join(f'"{c}"' for c in info.columns)
            for row in conn.exec_driver_sql(f'SELECT {columns} FROM "{name}"'):
                out[name, row[0]] = info.content(dict(zip(info.columns, row, strict=True)))
        return out

    return database.read(query)


def count(database: Database, table: str) -> int:
    return database.read(lambda conn: int(conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()))
