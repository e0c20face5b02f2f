"""The audit chain: append-only, tampering found, erasable, provable piece by piece."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.storage.small import Assignment, Person, add_family, add_person, days, rename
from workbench.storage import audit
from workbench.storage.actions import history, perform, undo_last
from workbench.storage.audit import Verdict
from workbench.storage.database import Database
from workbench.storage.engine import Writing
from workbench.storage.errors import ChangedSince
from workbench.storage.records import Head
from workbench.storage.unit_of_work import UnitOfWork
from workbench.storage.verify import verify_chain


def verify(database: Database, *heads: Head, since: Head | None = None) -> Verdict:
    return database.read(lambda conn: verify_chain(conn, audit.audit_key(database.key), heads, since=since))


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET body = ''", "DELETE FROM audit", "INSERT OR REPLACE INTO audit VALUES (1, '', x'')"]
)
def test_that_audit_rows_cannot_be_changed(database: Database, statement: str) -> None:
    perform(database, "lin", "add", add_family)

    def tamper(uow: UnitOfWork) -> None:
        with Writing(uow.connection):
            uow.session.execute(sa.text(statement))

    with pytest.raises(sa.exc.IntegrityError, match="append-only"):
        perform(database, "lin", "tamper", tamper)
    assert verify(database).head.seq == 1


def test_that_a_person_can_be_forgotten_and_the_chain_stays_valid(database: Database) -> None:
    perform(database, "lin", "Add {name}", add_family, params={"name": "CANARY"})
    erased = perform(database, "hr", "Erase", lambda uow: uow.forget(Person, 1))
    assert erased.result == 2  # the row and the figures of the action's name
    verdict = verify(database)
    assert verdict.good
    assert verdict.erased_values == 2
    assert database.read(history)[-1].params == {}

    def everything(conn: sa.Connection) -> str:
        tables = ("audit", "audit_image", "audit_params")
        return str([[tuple(r) for r in conn.exec_driver_sql(f"SELECT * FROM {t}")] for t in tables])

    assert "CANARY" not in database.read(everything)
    with pytest.raises(ChangedSince):
        undo_last(database, "lin")


def test_that_no_record_value_and_no_figure_stands_in_a_body(database: Database) -> None:
    perform(database, "lin", "Add {name}", add_person("CANARY"), params={"name": "CANARY"}, label="CANARY")
    perform(database, "lin", "Import {n}", lambda uow: uow.insert_many(Person, [{"name": "CANARY"}]), params={"n": "CANARY"})
    undo_last(database, "lin")
    assert "CANARY" not in str(database.read(lambda conn: list(audit.bodies(conn))))


MUTATIONS = {
    "edit": "UPDATE audit SET body = replace(body, 'lin', 'eve') WHERE seq = {n}",
    "mac": "UPDATE audit SET mac = zeroblob(32) WHERE seq = {n}",
    "delete": "DELETE FROM audit WHERE seq = {n}",
    "swap": "UPDATE audit SET seq = CASE seq WHEN {n} THEN 1000 ELSE seq END",
    "image": 'UPDATE audit_image SET "before" = "after" WHERE seq = {n} AND "before" IS NOT "after"',
    "image gone": "DELETE FROM audit_image WHERE seq = {n}",
    "images first": "DELETE FROM audit_image WHERE seq >= {n}",
    "figures": 'UPDATE audit_params SET params = \'{{"who":"eve"}}\' WHERE seq = {n}',
    "figures gone": "DELETE FROM audit_params WHERE seq = {n}",
    "figures moved": "UPDATE audit_params SET seq = 1000 WHERE seq = {n}",
    "run": "UPDATE audit_range SET first_id = first_id + 1 WHERE seq = {n}",
    "tail": "DELETE FROM audit WHERE seq >= {n}",
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_that_tampering_is_found_at_every_place(database: Database, name: str) -> None:
    def both(uow: UnitOfWork) -> None:
        person = Person(name="张")
        uow.session.add(person)
        uow.session.flush()
        uow.insert_many(Assignment, days(person.id, 2))

    for number in range(6):
        perform(database, "lin", "add {who}", both, params={"who": str(number)})
    head = verify(database).head
    assert verify(database, head).good

    def tamper() -> list[bool]:
        with database.engine().connect() as conn:
            con: Any = conn.connection.dbapi_connection
            con.execute("PRAGMA query_only = OFF")
            con.execute("PRAGMA foreign_keys = OFF")
            con.execute("DROP TRIGGER audit_no_update")
            con.execute("DROP TRIGGER audit_no_delete")
            found = []
            for n in range(1, 7):
                transaction = conn.begin()
                assert con.execute(MUTATIONS[name].format(n=n)).rowcount > 0
                found.append(not verify_chain(conn, audit.audit_key(database.key), (head,)).good)
                transaction.rollback()
            return found

    assert database.run(tamper) == [True] * 6


def test_that_a_cut_tail_is_found_only_with_a_head_kept_elsewhere(database: Database) -> None:
    for _ in range(3):
        perform(database, "lin", "add", add_family)
    head = verify(database).head

    def cut() -> None:
        with database.engine().connect() as conn:
            con: Any = conn.connection.dbapi_connection
            con.execute("PRAGMA query_only = OFF")
            con.execute("DROP TRIGGER audit_no_delete")
            con.execute("DELETE FROM audit_image WHERE seq = 3")
            con.execute("DELETE FROM audit WHERE seq = 3")

    database.run(cut)
    assert verify(database).good
    assert not verify(database, head).good


def test_that_the_chain_is_proven_from_a_head_proven_before(database: Database) -> None:
    perform(database, "lin", "add", add_family)
    first = verify(database).head
    perform(database, "lin", "edit", rename(1, "李"))
    undo_last(database, "lin")
    verdict = verify(database, first, since=first)
    assert verdict.good
    assert verdict.head == verify(database).head
    assert not verify(database, since=Head(1, "00" * 32)).good  # rewritten before the start
    perform(database, "hr", "Erase", lambda uow: uow.forget(Person, 1))
    assert verify(database, since=first).good
