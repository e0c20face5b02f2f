"""What SQLAlchemy shows to whom, on a plain in-memory SQLite. The unit of work rests on these facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, attributes, mapped_column, relationship


class Base(DeclarativeBase):
    pass


link = sa.Table("link", Base.metadata, sa.Column("a", sa.ForeignKey("parent.id")), sa.Column("b", sa.ForeignKey("tag.id")))


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)


class Child(Base):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("parent.id"))
    name: Mapped[str | None]


class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    children: Mapped[list[Child]] = relationship()  # one direction: the child has no attribute to get dirty
    tags: Mapped[list[Tag]] = relationship(secondary=link)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        opened.add(Parent(id=1, name="p", children=[Child(id=1, name="c")], tags=[Tag(id=1)]))
        opened.commit()
        yield opened
    engine.dispose()


@pytest.fixture
def log(session: Session) -> Iterator[list[tuple[Any, ...]]]:
    seen: list[tuple[Any, ...]] = []
    hooks: list[tuple[Any, str, Any]] = [
        (
            session,
            "before_flush",
            lambda s, *_: seen.append(("before_flush", sorted(type(o).__name__ for o in {*s.dirty, *s.deleted, *s.new}))),
        ),
        (session, "after_flush", lambda *_: seen.append(("after_flush",))),
        (session, "after_flush_postexec", lambda *_: seen.append(("after_flush_postexec",))),
        (
            session.get_bind(),
            "before_cursor_execute",
            lambda c, cur, text, *_: seen.append(("sql", text.split("(")[0].split("\n")[0][:12])),
        ),
    ]
    for target, name, hook in hooks:
        event.listen(target, name, hook)
    mapper_hooks = []
    for name in ("before_insert", "before_update", "before_delete", "after_insert", "after_update", "after_delete"):

        def hook(mapper: Any, conn: Any, target: Any, name: str = name) -> None:
            seen.append((name, type(target).__name__, sa.inspect(target).identity, target.id))

        event.listen(Base, name, hook, propagate=True)
        mapper_hooks.append((name, hook))
    yield seen
    for name, hook in mapper_hooks:
        event.remove(Base, name, hook)


def test_that_a_one_way_relationship_is_invisible_to_before_flush(session: Session, log: list[Any]) -> None:
    parent = session.get_one(Parent, 1)
    parent.children.clear()
    log.clear()
    session.flush()
    assert log[0] == ("before_flush", ["Parent"])  # the child's row will change, and is not listed
    assert log.index(("before_update", "Child", (1,), 1)) < log.index(("sql", "UPDATE child"))


def test_that_secondary_rows_have_no_mapper_event(session: Session, log: list[Any]) -> None:
    parent = session.get_one(Parent, 1)
    parent.tags.clear()
    log.clear()
    session.flush()
    assert ("sql", "DELETE FROM ") in log
    assert not any(e[0] in ("before_delete", "before_insert") for e in log)


def test_that_the_id_of_an_insert_is_known_in_after_insert(session: Session, log: list[Any]) -> None:
    session.add(Child(name="n"))
    session.flush()
    assert [e[0] for e in log] == ["before_flush", "before_insert", "sql", "after_insert", "after_flush", "after_flush_postexec"]
    assert log[1][2:] == (None, None)
    assert log[3][2:] == (None, 2)  # the identity comes only after the flush


def test_that_an_expired_attribute_has_no_old_value(session: Session) -> None:
    child = session.get_one(Child, 1)
    session.expire(child)
    child.name = "new"
    assert attributes.get_history(child, "name", attributes.PASSIVE_NO_FETCH).deleted == ()  # so images read the row itself


def test_that_before_update_fires_without_a_change(session: Session, log: list[Any]) -> None:
    child = session.get_one(Child, 1)
    child.name = "x"
    child.name = "c"
    log.clear()
    session.flush()
    assert ("sql", "UPDATE child") not in log
