"""Bulk import: fast, one undo step, and nothing forgotten."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from tests.storage.small import Assignment, Person, Review, State, add_family, add_person, count, days, dump, rename
from workbench.errors import BugError
from workbench.storage import audit, bulk
from workbench.storage.actions import perform, redo_last, undo_last, undo_step
from workbench.storage.audit import Verdict
from workbench.storage.database import Database
from workbench.storage.errors import ChangedSince, StillNeeded
from workbench.storage.unit_of_work import UnitOfWork
from workbench.storage.verify import verify_chain


def verify(database: Database) -> Verdict:
    return database.read(lambda conn: verify_chain(conn, audit.audit_key(database.key)))


def insert(uow: UnitOfWork, number: int = 120) -> range:
    return uow.insert_many(Assignment, days(1, number))


@pytest.fixture(autouse=True)
def _small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "RUN", 50)


@pytest.fixture
def team(database: Database) -> Database:
    perform(database, "lin", "add", add_family)
    return database


def test_that_ids_follow_each_other_and_values_are_stored_as_mapped(team: Database) -> None:
    change = perform(team, "lin", "Import", insert)
    assert change.result == range(1, 121)
    assert change.spans == (("assignment", 1, 50), ("assignment", 51, 100), ("assignment", 101, 120))
    assert change.touches("assignment", 77)
    assert not change.touches("assignment", 121)
    assert change.tables == {"assignment"}

    def first(conn: sa.Connection) -> tuple[object, ...]:
        with sa.orm.Session(conn) as session:
            row = session.get_one(Assignment, 2)
            return row.day, row.minutes, row.sure, row.note, row.version

    assert team.read(first) == (date(2026, 1, 2), 240, False, None, 1)
    assert count(team, "load") == 1


def test_that_undo_and_redo_of_an_import_restore_every_row(team: Database) -> None:
    before = dump(team)
    perform(team, "lin", "Import {n}", insert, params={"n": "120"})
    after = dump(team)
    for _ in range(2):
        assert undo_last(team, "lin").params == {"n": "120"}
        assert dump(team) == before
        redo_last(team, "lin")
        assert dump(team) == after
    assert verify(team).good


def test_that_an_id_is_never_given_twice(team: Database) -> None:
    perform(team, "lin", "Import", insert)
    undo_last(team, "lin")
    assert perform(team, "lin", "Import", insert).result == range(121, 241)


def test_that_undo_of_an_import_is_refused_when_a_row_changed_and_works_when_that_was_undone(team: Database) -> None:
    imported = perform(team, "lin", "Import", insert)

    def edit(uow: UnitOfWork) -> None:
        uow.session.get_one(Assignment, 60).note = "later"

    perform(team, "lin", "edit", edit)
    before = dump(team)
    with pytest.raises(ChangedSince):
        undo_step(team, "lin", imported.seq)
    assert dump(team) == before
    undo_last(team, "lin")
    undo_step(team, "lin", imported.seq)
    assert count(team, "assignment") == 0
    assert verify(team).good


@pytest.mark.parametrize("what", ["deleted", "edited"])
def test_that_bulk_and_single_changes_of_one_action_come_back_together(team: Database, what: str) -> None:
    before = dump(team)

    def service(uow: UnitOfWork) -> None:
        ids = insert(uow)
        row = uow.session.get_one(Assignment, ids[3])
        if what == "deleted":
            uow.session.delete(row)
        else:
            row.note = "at once"
        uow.session.add(Person(name="new"))

    perform(team, "lin", "Import", service)
    after = dump(team)
    for _ in range(2):
        undo_last(team, "lin")
        assert dump(team) == before
        redo_last(team, "lin")
        assert dump(team) == after
    assert verify(team).good


def test_that_an_import_that_others_need_stays(team: Database) -> None:
    change = perform(team, "lin", "Import", lambda uow: uow.insert_many(Person, [{"name": "a"}, {"name": "b"}]))
    perform(team, "wang", "add", lambda uow: uow.session.add(Review(person_id=3, state=State.DRAFT, text="t")))
    with pytest.raises(StillNeeded):
        undo_step(team, "lin", change.seq)
    assert count(team, "person") == 3


def test_that_enums_and_bytes_are_imported_and_come_back(team: Database) -> None:
    rows = [{"person_id": 1, "state": State.LOCKED, "text": "文", "seal": b"\0\xff", "score": n} for n in range(3)]
    perform(team, "lin", "Import", lambda uow: uow.insert_many(Review, rows))
    after = dump(team)
    assert after["review", 5] == {"id": 5, "person_id": 1, "state": "locked", "text": "文", "score": 2, "seal": b"\0\xff"}
    undo_last(team, "lin")
    redo_last(team, "lin")
    assert dump(team) == after


@pytest.mark.parametrize("row", [{"nmae": "x"}, {"name": "x", "id": 7}, {"name": "x", "version": 2}])
def test_that_a_name_that_is_no_column_is_our_bug(team: Database, row: dict[str, object]) -> None:
    with pytest.raises(BugError):
        perform(team, "lin", "Import", lambda uow: uow.insert_many(Person, [row]))
    assert count(team, "person") == 1


def test_that_no_rows_are_no_step(team: Database) -> None:
    change = perform(team, "lin", "Import", lambda uow: uow.insert_many(Person, []))
    assert change.spans == ()
    assert change.result == range(2, 2)


def test_that_an_import_that_fails_half_way_leaves_nothing(team: Database) -> None:
    before = dump(team)
    rows = [*days(1, 80), {"person_id": 999, "day": date(2026, 5, 1), "start_minute": 1}]
    with pytest.raises(StillNeeded):
        perform(team, "lin", "Import", lambda uow: uow.insert_many(Assignment, rows))
    assert dump(team) == before


def test_that_forged_and_vanished_runs_are_found(team: Database) -> None:
    perform(team, "lin", "Import", insert)
    undo_last(team, "lin")
    for statement in (
        "UPDATE audit_range SET last_id = last_id + 1 WHERE seq = 2",
        "UPDATE audit_range SET kept = x'00' WHERE kept IS NOT NULL",
        "DELETE FROM audit_range WHERE seq = 3 AND n = 1",
    ):

        def tampered(statement: str = statement) -> bool:
            with team.engine(writing=True).connect() as conn:
                with conn.begin() as transaction:
                    raw = conn.connection.dbapi_connection
                    assert raw is not None
                    raw.execute(statement)  # type: ignore[attr-defined]
                    found = not verify_chain(conn, audit.audit_key(team.key)).good
                    transaction.rollback()
                return found

        assert team.run(tampered), statement
    assert verify(team).good


def test_that_forgetting_a_row_ends_the_redo_of_its_import_but_not_the_chain(team: Database) -> None:
    perform(team, "lin", "Import {who}", lambda uow: uow.insert_many(Person, [{"name": "a"}, {"name": "b"}]), params={"who": "a"})
    undo_last(team, "lin")
    gone = perform(team, "hr", "Erase", lambda uow: uow.forget(Person, 2))
    assert gone.result == 2  # the kept rows of the undo and the figures of the import
    with pytest.raises(ChangedSince):
        redo_last(team, "lin")
    assert verify(team).good


def test_that_edits_before_and_after_do_not_disturb_a_run(team: Database) -> None:
    perform(team, "lin", "add", add_person("x"))
    perform(team, "lin", "Import", insert)
    perform(team, "lin", "rename", rename(1, "李"))
    undo_last(team, "lin")
    undo_last(team, "lin")
    assert count(team, "assignment") == 0


def test_that_a_large_import_renews_the_statistics_of_the_planner(team: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.storage.actions.MANY", 100)
    perform(team, "lin", "Import", insert)
    assert count(team, "sqlite_stat1") > 0
    assert team.read(lambda conn: conn.exec_driver_sql("PRAGMA query_only").scalar_one()) == 1
