"""A scripted session for the fault harnesses: seven kinds of actions, one line on stdout after each COMMIT.

stdout: "ready", then "<seq>" per acknowledged action, "E <class>" per kind refusal, "B <text>" per crash of
ours. Mutations break one protection on purpose, so that a harness can prove that it would notice:
early_ack (says saved before COMMIT), split (audit row in its own transaction), ack_on_error.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.storage.small import KEY, SCHEMA, Assignment, Person, Review, State, days, opened
from workbench.errors import KnownError
from workbench.storage import audit, backup, engine, upgrade
from workbench.storage.actions import perform, redo_last, undo_last
from workbench.storage.database import Database
from workbench.storage.engine import Settings
from workbench.storage.errors import NothingToRedo, NothingToUndo
from workbench.storage.package import Package
from workbench.storage.records import Change
from workbench.storage.unit_of_work import UnitOfWork

ROOT = Path(__file__).resolve().parents[2]


def say(text: object) -> None:
    """Straight to the pipe: a buffer would die with the process."""
    os.write(1, f"{text}\n".encode())


def add(uow: UnitOfWork) -> None:
    person = Person(name="张伟", city="成都" * 10, reviews=[Review(state=State.DRAFT, text="x" * 700) for _ in range(2)])
    uow.session.add(person)
    uow.session.flush()
    uow.session.add_all(Assignment(person_id=person.id, day=date(2025, 1, d), start_minute=540, minutes=240) for d in range(1, 6))


def _last(uow: UnitOfWork) -> Person | None:
    return uow.session.query(Person).order_by(Person.id.desc()).first()


def edit(uow: UnitOfWork) -> None:
    person = _last(uow)
    if person is not None:
        person.name += "!"
        for review in person.reviews:
            review.text, review.state, review.seal = "y" * 900, State.LOCKED, b"\x00\xff"


def remove(uow: UnitOfWork) -> None:
    person = _last(uow)
    if person is not None:
        for assignment in uow.session.query(Assignment).filter_by(person_id=person.id):
            uow.session.delete(assignment)
        uow.session.flush()
        uow.session.delete(person)


def bulk(uow: UnitOfWork) -> None:
    person = Person(name="import")
    uow.session.add(person)
    uow.session.flush()
    uow.insert_many(Assignment, days(person.id, 30))


SERVICES: dict[str, Callable[[UnitOfWork], None]] = {"add": add, "edit": edit, "remove": remove, "bulk": bulk}


def _one(database: Database, path: Path, what: str) -> Change | None:
    if what == "undo":
        return undo_last(database, "lin")
    if what == "redo":
        return redo_last(database, "lin")
    if what == "backup":
        backup.make(database, Package(path.parent), path.parent.with_suffix(".backups"))
        return None
    return perform(database, "lin", what + " {who}", SERVICES[what], params={"who": "张伟"})


def _split_commit() -> None:
    whole = UnitOfWork.commit

    def split(self: UnitOfWork) -> Change:
        self.session.flush()
        self.session.commit()
        self.connection = self.session.connection()
        return whole(self)

    UnitOfWork.commit = split  # type: ignore[method-assign]


def session(path: Path, actions: int, seed: int, settings: Settings, mutation: str, *, with_backups: bool) -> None:
    """Open, act, close. Never raises: what goes wrong is said."""
    if mutation == "split":
        _split_commit()
    chance, failures = random.Random(seed), 0
    try:
        database = opened(path, settings=settings)
    except KnownError as error:
        say(f"E open {type(error).__name__}")
        return
    names, weights = ("add", "edit", "remove", "bulk", "undo", "redo", "backup"), (5, 4, 1, 2, 3, 2, int(with_backups))
    for _ in range(actions):
        what = chance.choices(names, weights)[0]
        try:
            if mutation == "early_ack":
                say(database.read(audit.head).seq + 1)
            change = _one(database, path, what)
            if change is not None and mutation != "early_ack":
                say(change.seq)
            continue
        except (NothingToUndo, NothingToRedo):
            continue
        except KnownError as error:
            say(f"E {what} {type(error).__name__}")
            if mutation == "ack_on_error":
                say(10**6)
        except Exception as error:  # the harness counts what we did not foresee
            say(f"B {what} {type(error).__name__} {str(error)[:150]!r}")
        failures += 1
        if failures > 6:
            break
    try:
        database.close()
    except KnownError as error:
        say(f"E close {type(error).__name__}")
    except Exception as error:
        say(f"B close {type(error).__name__} {str(error)[:150]!r}")


def race(path: Path, locking: str, patience: float) -> None:
    """One of two starters: open at the agreed moment, stay, say how it went."""
    engine.LOCK_PATIENCE = patience
    at = float(sys.stdin.readline())
    while time.time() < at:
        pass
    try:
        with opened(path, settings=Settings(locking_mode=locking, cache_kib=2048)) as database:
            perform(database, "lin", "add", add)
            say("open")
            time.sleep(patience + 0.4)
    except KnownError as error:
        say(type(error).__name__)
    except Exception as error:
        say(f"B {type(error).__name__}: {str(error)[:60]}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("session", "race", "upgrade"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--actions", type=int, default=10**9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sync", default="FULL")
    parser.add_argument("--checkpoint", type=int, default=60)
    parser.add_argument("--mutation", default="")
    parser.add_argument("--backups", action="store_true")
    parser.add_argument("--locking", default="EXCLUSIVE")
    parser.add_argument("--patience", type=float, default=1.0)
    given = parser.parse_args()
    say("ready")
    if given.what == "race":
        race(given.path, given.locking, given.patience)
    elif given.what == "upgrade":
        if given.mutation == "in_pieces":
            upgrade.migrate = in_pieces
        upgrade.upgrade(Package(given.path.parent), KEY, SCHEMA, given.path.parent.with_suffix(".backups"))
        say("done")
    else:
        settings = Settings(synchronous=given.sync, wal_autocheckpoint=given.checkpoint, cache_kib=2048)
        session(given.path, given.actions, given.seed, settings, given.mutation, with_backups=given.backups)


def in_pieces(database: Database, target: int) -> None:
    """Mutation: the number is committed before the tables are."""

    def job() -> None:
        with database.engine(writing=True).connect() as conn, conn.begin():
            conn.exec_driver_sql(f"PRAGMA user_version = {target}")
        time.sleep(0.05)
        with database.engine(writing=True).connect() as conn, conn.begin(), engine.Writing(conn):
            conn.exec_driver_sql("ALTER TABLE person ADD COLUMN city VARCHAR(100)")

    database.run(job)


if __name__ == "__main__":
    main()
