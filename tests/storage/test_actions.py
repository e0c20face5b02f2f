"""One action, one transaction, one audit row, one undo step with a name."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.small import SCHEMA, Assignment, Person, Review, State, add_family, add_person, days, dump, opened, rename
from workbench.errors import BugError
from workbench.storage import audit
from workbench.storage.actions import history, perform, redo_last, steps, undo_last, undo_step
from workbench.storage.audit import Verdict
from workbench.storage.database import Database
from workbench.storage.errors import ChangedSince, Conflict, Duplicate, NothingToRedo, NothingToUndo, StillNeeded
from workbench.storage.records import REDO, UNDO, Head
from workbench.storage.schema import Schema
from workbench.storage.unit_of_work import Deed, UnitOfWork
from workbench.storage.verify import verify_chain


def verify(database: Database, *heads: Head) -> Verdict:
    return database.read(lambda conn: verify_chain(conn, audit.audit_key(database.key), heads))


def test_that_a_unit_of_work_rolls_back_unless_committed(database: Database) -> None:
    def job() -> None:
        with UnitOfWork(database.engine(writing=True), SCHEMA, b"k", Deed("lin", "x", {})) as uow:
            uow.session.add(Person(name="a"))
            uow.session.flush()

    def breaks(uow: UnitOfWork) -> None:
        uow.session.add(Person(name="a"))
        uow.session.flush()
        raise ZeroDivisionError

    database.run(job)
    with pytest.raises(ZeroDivisionError):
        perform(database, "lin", "x", breaks)
    assert dump(database) == {}
    assert verify(database).head.seq == 0
    assert perform(database, "lin", "add", add_family).seq == 1


def test_that_the_result_of_the_service_comes_back_with_the_change(database: Database) -> None:
    change = perform(database, "lin", "Add {name}", lambda uow: {"ids": [1, 2]}, params={"name": "张伟"})
    assert change.result == {"ids": [1, 2]}
    assert (change.action, change.params, change.op) == ("Add {name}", {"name": "张伟"}, "do")


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(Person).values(name="x"),
        sa.delete(Review),
        sa.insert(Person).values(name="x", version=1),
        sa.text("UPDATE person SET name = 'x'"),
    ],
)
@pytest.mark.parametrize("after_flush", [False, True])
def test_that_bulk_and_raw_writes_inside_are_refused(database: Database, statement: Any, after_flush: bool) -> None:
    perform(database, "lin", "add", add_family)

    def service(uow: UnitOfWork) -> None:
        if after_flush:  # straight after a flush, when the guard was open a moment ago
            uow.session.add(Person(name="q"))
            uow.session.flush()
        uow.session.execute(statement)

    with pytest.raises(BugError):
        perform(database, "lin", "bulk", service)
    assert verify(database).head.seq == 1


def test_that_bulk_save_is_refused(database: Database) -> None:
    with pytest.raises(BugError):
        perform(database, "lin", "bulk", lambda uow: uow.session.bulk_save_objects([Person(name="x")]))


def test_that_orphans_and_relationship_changes_are_recorded(database: Database) -> None:
    perform(database, "lin", "add", add_family)

    def drop(uow: UnitOfWork) -> None:
        person = uow.session.get_one(Person, 1)  # keep the name: the session holds rows weakly
        person.reviews.pop(0)

    def move(uow: UnitOfWork) -> None:
        uow.session.add(Person(name="李", reviews=[uow.session.get_one(Review, 2)]))

    assert perform(database, "lin", "edit", drop).touched == (("review", 1),)
    moved = perform(database, "lin", "move", move)
    assert set(moved.touched) == {("person", 2), ("review", 2)}
    deleted = perform(database, "lin", "delete", lambda uow: uow.session.delete(uow.session.get_one(Person, 2)))
    assert set(deleted.touched) == {("person", 2), ("review", 2)}


def test_that_enums_and_bytes_survive_undo_and_counters_rise(database: Database) -> None:
    perform(database, "lin", "add", add_family)
    perform(database, "lin", "delete", lambda uow: uow.session.delete(uow.session.get_one(Person, 1)))
    undo_last(database, "lin")
    rows = database.read(lambda conn: [tuple(r) for r in conn.execute(sa.text("SELECT state, seal, version FROM review ORDER BY id"))])
    assert rows == [("draft", None, 2), ("locked", b"\0\xff", 2)]


def test_that_undo_and_redo_are_still_there_after_a_restart_with_their_names(path: Path) -> None:
    with opened(path) as database:
        empty = dump(database)
        perform(database, "lin", "Add {name}", add_family, params={"name": "张伟"})
        first = dump(database)
        perform(database, "lin", "Rename {old} to {new}", rename(1, "李"), params={"old": "张伟", "new": "李"})
        second = dump(database)
        assert undo_last(database, "lin").action == "Rename {old} to {new}"
        assert dump(database) == first
    with opened(path) as database:
        found = database.read(lambda conn: steps(conn, "lin"))
        assert [(s.action, s.params) for s in found.undo] == [("Add {name}", {"name": "张伟"})]
        assert [(s.action, s.params["new"]) for s in found.redo] == [("Rename {old} to {new}", "李")]
        change = undo_last(database, "lin")
        assert (change.op, change.action, change.params) == (UNDO, "Add {name}", {"name": "张伟"})
        assert dump(database) == empty
        with pytest.raises(NothingToUndo):
            undo_last(database, "lin")
        assert redo_last(database, "lin").op == REDO
        assert dump(database) == first
    with opened(path) as database:
        redo_last(database, "lin")
        assert dump(database) == second
        assert [s.action for s in database.read(lambda conn: steps(conn, "lin")).undo] == ["Add {name}", "Rename {old} to {new}"]
        with pytest.raises(NothingToRedo):
            redo_last(database, "lin")
        assert verify(database).good


def test_that_everyone_undoes_their_own_steps_only(database: Database) -> None:
    perform(database, "lin", "add", add_person("a"))
    perform(database, "wang", "add", add_person("b"))
    undo_last(database, "lin")
    assert list(dump(database)) == [("person", 2)]


def test_that_an_action_declared_not_undoable_is_no_step(database: Database) -> None:
    perform(database, "lin", "add", add_person("a"))
    change = perform(database, "lin", "Publish", add_person("b"), undoable=False)
    assert database.read(lambda conn: steps(conn, "lin")).undo == ()
    with pytest.raises(NothingToUndo):
        undo_step(database, "lin", change.seq)


def test_that_nothing_before_a_final_action_is_taken_back_and_what_follows_is(database: Database) -> None:
    perform(database, "lin", "add", add_person("a"))
    perform(database, "wang", "add", add_person("b"))
    perform(database, "wang", "Publish", add_person("c"), undoable=False)
    found = database.read(lambda conn: steps(conn, "lin"))
    assert found.undo == ()
    assert found.final is not None
    assert found.final.action == "Publish"
    before = dump(database)
    for actor in ("lin", "wang"):
        with pytest.raises(NothingToUndo):
            undo_last(database, actor)
    assert dump(database) == before
    perform(database, "lin", "add", add_person("d"))
    undo_last(database, "lin")
    assert dump(database) == before
    redo_last(database, "lin")
    assert len(dump(database)) == 4


def test_that_a_refused_or_empty_final_action_leaves_the_steps(database: Database) -> None:
    perform(database, "lin", "add", add_person("a"))
    perform(database, "lin", "Publish", lambda uow: None, undoable=False)
    undo_last(database, "lin")
    assert dump(database) == {}


def test_that_undo_is_refused_when_the_row_changed_since(database: Database) -> None:
    perform(database, "lin", "add", add_family)
    perform(database, "lin", "edit", rename(1, "李"))
    perform(database, "wang", "edit", rename(1, "王"))
    before = dump(database)
    with pytest.raises(ChangedSince):
        undo_last(database, "lin")
    assert dump(database) == before
    assert verify(database).head.seq == 3


def test_that_undo_of_an_insert_that_others_need_is_refused(database: Database) -> None:
    perform(database, "lin", "add", add_person("a"))
    perform(database, "wang", "add", lambda uow: uow.session.add(Review(person_id=1, state=State.DRAFT, text="t")))
    with pytest.raises(StillNeeded):
        undo_last(database, "lin")
    assert len(dump(database)) == 2
    assert verify(database).good


def test_that_an_older_step_can_be_undone_alone_and_redone(database: Database) -> None:
    first = perform(database, "lin", "Import", add_family)
    perform(database, "lin", "add", add_person("b"))
    full = dump(database)
    assert undo_step(database, "lin", first.seq).action == "Import"
    assert list(dump(database)) == [("person", 2)]
    with pytest.raises(NothingToUndo):  # it is undone already
        undo_step(database, "lin", first.seq)
    redo_last(database, "lin")
    assert dump(database) == full
    undo_step(database, "lin", first.seq)  # by its own number, although a redo has done it since
    assert list(dump(database)) == [("person", 2)]
    with pytest.raises(NothingToUndo):
        undo_step(database, "lin", 999)


def test_that_history_tells_names_who_and_what_was_undone(database: Database) -> None:
    perform(database, "lin", "Add {name}", add_family, params={"name": "张伟"})
    perform(database, "wang", "Add {name}", add_person("李"), params={"name": "李"})
    undo_last(database, "lin")
    found = database.read(history)
    assert [(s.seq, s.actor, s.op, s.params["name"], s.undone) for s in found] == [
        (3, "lin", "undo", "张伟", False),
        (2, "wang", "do", "李", False),
        (1, "lin", "do", "张伟", True),
    ]
    assert [s.seq for s in database.read(lambda conn: history(conn, 10, 2))] == [2]
    assert [s.seq for s in database.read(lambda conn: history(conn, 1))] == [3]
    perform(database, "lin", "review", lambda uow: uow.session.add(Review(person_id=2, state=State.DRAFT, text="t")))
    assert [s.seq for s in database.read(lambda conn: history(conn, 10, 2))] == [4, 2]  # also rows that point to the person


def test_that_rows_touched_in_several_flushes_in_the_wrong_order_come_back(database: Database) -> None:
    """Child first, then its new parent: undo must delete the parent although the child points to it until then."""
    perform(database, "lin", "add", add_family)
    start = dump(database)

    def action(uow: UnitOfWork) -> None:
        review = uow.session.get_one(Review, 1)
        review.text = "x"
        uow.session.flush()
        new = Person(name="new")
        uow.session.add(new)
        uow.session.flush()
        review.person_id = new.id

    perform(database, "lin", "odd", action)
    after = dump(database)
    undo_last(database, "lin")
    assert dump(database) == start
    redo_last(database, "lin")
    assert dump(database) == after


def test_that_a_stale_form_is_told_of_the_conflict_also_after_undo(database: Database) -> None:
    perform(database, "lin", "add", add_family)
    perform(database, "lin", "edit", rename(1, "李"))
    undo_last(database, "lin")

    def late(uow: UnitOfWork) -> None:
        person = uow.session.get_one(Person, 1)
        sa.orm.attributes.set_committed_value(person, "version", 1)  # what an open form remembers
        person.name = "lost update"

    with pytest.raises(Conflict):
        perform(database, "lin", "late", late)


def test_that_a_second_entry_with_the_same_key_is_refused_kindly(database: Database) -> None:
    perform(database, "lin", "add", add_family)
    rows = days(1, 1) * 2
    with pytest.raises(Duplicate):
        perform(database, "lin", "twice", lambda uow: uow.insert_many(Assignment, rows))


def test_that_an_action_that_changes_nothing_is_no_undo_step(database: Database) -> None:
    perform(database, "lin", "add", add_family)
    assert perform(database, "lin", "noop", rename(1, "张伟")).touched == ()
    undo_last(database, "lin")
    assert dump(database) == {}


def test_that_tables_kept_by_triggers_are_left_to_the_triggers(database: Database) -> None:
    perform(database, "lin", "add", add_family)

    def assign(uow: UnitOfWork) -> None:
        uow.session.add_all(Assignment(**row, minutes=60) for row in days(1, 3))

    change = perform(database, "lin", "assign", assign)
    assert change.tables == {"assignment"}

    def load(conn: sa.Connection) -> list[int]:
        return list(conn.exec_driver_sql("SELECT minutes FROM load").scalars())

    assert database.read(load) == [180]
    undo_last(database, "lin")
    assert database.read(load) == [0]
    redo_last(database, "lin")
    assert database.read(load) == [180]


def test_that_models_whose_writes_would_escape_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(next(iter(Review.__table__.foreign_keys)), "ondelete", "CASCADE")
    with pytest.raises(BugError):
        Schema(SCHEMA.base, SCHEMA.scripts).tables  # noqa: B018  the property checks


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_that_random_sessions_undo_to_the_start_and_redo_to_the_end(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    who = f"actor {seed} {chance.random()}"
    states = [dump(database)]

    def action(uow: UnitOfWork) -> None:
        people = uow.session.query(Person).all()
        for _ in range(chance.randint(1, 4)):
            kind = chance.randint(0, 5)
            person = chance.choice(people) if people else None
            if kind == 0 or person is None:
                people.append(Person(name="n", reviews=[Review(state=State.DRAFT, text="t", seal=bytes([1, 2]))]))
                uow.session.add(people[-1])
            elif kind == 1:
                person.name += "x"
            elif kind == 2 and person.reviews:
                person.reviews.pop()
            elif kind == 3:
                person.reviews.append(Review(state=State.LOCKED, text="我"))
            elif kind == 4:
                rows = [{"name": f"bulk {n}", "city": None} for n in range(chance.randint(1, 5))]
                people.append(uow.session.get_one(Person, uow.insert_many(Person, rows)[0]))
            else:
                people.remove(person)
                uow.session.flush()
                uow.session.delete(person)
            if chance.random() < 0.5:
                uow.session.flush()

    for _ in range(6):
        if perform(database, who, "random", action).tables:
            states += [dump(database)]
    for _ in range(2):
        for state in reversed(states[:-1]):
            undo_last(database, who)
            assert dump(database) == state
        for state in states[1:]:
            redo_last(database, who)
            assert dump(database) == state
    assert verify(database).good
