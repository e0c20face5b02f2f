"""The whole import of 1,000,000 deals from a CSV file, by the real service, against raw executemany of the same rows.

Ours reads the file in its own process, recognises and checks every cell, looks names up, and writes all of it in one audited
step that can be taken back. Raw is the driver's executemany of ready tuples into the same encrypted table with its indexes, and a
COMMIT. Both start from a copy of the same file of 500 people. Goal: at most 3 times raw.
"""

from __future__ import annotations

import csv
import gc
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.common import FOLDER, PASSPHRASE, TODAY, Line, schema, table
from workbench.exchange import importing
from workbench.models.customers import Customer
from workbench.models.people import Person
from workbench.models.sales import Deal, Product
from workbench.readmodels.exchange import ImportReport
from workbench.services import imports, sample
from workbench.services.workspace import UnitOfWork, Workspace

GOAL, DEALS, PEOPLE, TIMES = 3.0, 1_000_000, 500, 3
HEADINGS = ("Deal number", "Person", "Customer", "Product", "Stage", "Opened on", "Closed on", "Value", "Collected", "Refunded", "Channel")
STATEMENT = (
    "INSERT INTO deal (code, person_id, customer_id, product_id, stage, opened_on, closed_on, value, collected, refunded, channel, version) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
)
Ids = dict[str, dict[str, int]]


def template() -> Path:
    """A database of 500 people without a deal, made once."""
    path = FOLDER / f"no-deals-{schema()}.wbdb"
    if not (path / "ready").exists():
        shutil.rmtree(path, ignore_errors=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        made, _recovery = Workspace.create(path, PASSPHRASE, backups=FOLDER / "backups")
        with made:
            sample.fill(made, today=TODAY, people=PEOPLE, weeks=0, customers=1000)
            made.perform("Leave the deals out", _without_deals, undoable=False)
        (path / "ready").write_text("complete", encoding="utf-8")
    return path


def _without_deals(uow: UnitOfWork) -> None:
    for deal in uow.session.query(Deal):
        uow.session.delete(deal)


def ids(workspace: Workspace) -> Ids:
    """Ids by code of everything that a deal names."""
    kinds = {"person": Person, "customer": Customer, "product": Product}
    return workspace.read(
        lambda conn: {name: {row[0]: row[1] for row in conn.execute(sa.select(kind.code, kind.id)).all()} for name, kind in kinds.items()}  # type: ignore[attr-defined]
    )


def rows(known: Ids, count: int) -> Iterator[tuple[str | int, ...]]:
    """Deals as a CRM would give them away: codes, ISO days and amounts in yuan with two decimals (here still in fen)."""
    dice = random.Random(13)
    people, customers, products = (list(known[name]) for name in ("person", "customer", "product"))
    for number in range(count):
        closed = TODAY - timedelta(days=number % 1500)
        won, value = number % 3 != 0, dice.randrange(1_000, 900_000)
        yield (
            f"L{number:07d}", people[number % len(people)], customers[number % len(customers)], products[number % len(products)],
            "won" if won else "lost", (closed - timedelta(days=30)).isoformat(), closed.isoformat(), value, value if won else 0, 0, "store",
        )  # fmt: skip


def write_csv(path: Path, known: Ids, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        writer.writerows(
            (*row[:7], *(f"{int(amount) // 100}.{int(amount) % 100:02d}" for amount in row[7:10]), row[10]) for row in rows(known, count)
        )


def copied(folder: Path) -> Workspace:
    """A fresh copy of the template, opened."""
    target = folder / "team.wbdb"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(template(), target)
    return Workspace.open(target, PASSPHRASE, backups=folder / "backups")


def raw(folder: Path, count: int, *, summary: bool) -> float:
    """Seconds of executemany and COMMIT by the driver; the tuples are made before. Without `summary` the table has no triggers."""
    with copied(folder) as workspace:
        known = ids(workspace)
        ready = [
            (row[0], known["person"][str(row[1])], known["customer"][str(row[2])], known["product"][str(row[3])], *row[4:])
            for row in rows(known, count)
        ]

        def insert(uow: UnitOfWork) -> None:
            driver = uow.connection.connection.driver_connection
            assert driver is not None
            triggers = driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'deal'").fetchall()
            for name, _text in triggers if not summary else ():
                driver.execute(f'DROP TRIGGER "{name}"')
            driver.executemany(STATEMENT, ready)

        gc.collect()
        started = time.perf_counter()
        workspace.perform("Raw rows", insert, undoable=False)
        return time.perf_counter() - started


def ours(folder: Path, file: Path, count: int) -> dict[str, float]:
    """Seconds of each part of the real import, as the window does it, and of all of it."""
    with copied(folder) as workspace:
        gc.collect()
        started = time.perf_counter()
        shown_table = imports.read_file(file)
        read = time.perf_counter()
        ground = workspace.read(lambda conn: imports.load_ground(conn, "deals", importing.signature(shown_table), shown_table.sha256))
        shown = imports.preview(shown_table, "deals", ground, today=TODAY)
        checked = time.perf_counter()
        if shown.questions or shown.rejected or shown.mapping.missing or len(shown.rows) != count:
            raise SystemExit(
                f"the file was not understood: {shown.questions[:3]} {shown.rejected[:3]} {shown.mapping.missing} {len(shown.rows)}"
            )
        change = workspace.perform(imports.ACTION, lambda uow: imports.write(uow, shown, today=TODAY), kind="Deals", file=file.name)
        written = time.perf_counter()
        result = change.result
        if not isinstance(result, ImportReport) or result.added != count:
            raise SystemExit(f"other counts: {result}")
        return {"read": read - started, "check": checked - read, "write": written - checked, "all": written - started}


def main(count: int = DEALS, times: int = TIMES) -> int:
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as name:
        folder = Path(name)
        file = folder / "deals.csv"
        with copied(folder) as workspace:
            write_csv(file, ids(workspace), count)
        found: dict[str, list[float]] = {}
        for _time in range(times):
            found.setdefault("raw", []).append(raw(folder, count, summary=False))
            found.setdefault("raw, summary", []).append(raw(folder, count, summary=True))
            for part, spent in ours(folder, file, count).items():
                found.setdefault(part, []).append(spent)
    s = {part: statistics.median(values) for part, values in found.items()}
    lines = [
        Line(f"{count:,} deals from CSV, the whole import", s["all"], s["raw"], GOAL),
        Line("… against the same table with its summary by month", s["all"], s["raw, summary"]),
        Line("… of it reading the file in its own process", s["read"]),
        Line("… of it recognising, checking, looking names up", s["check"]),
        Line("… of it writing with audit, undo and summary", s["write"], s["raw, summary"]),
    ]
    return table("import", "s", lines)


if __name__ == "__main__":
    raise SystemExit(main(*(int(word) for word in sys.argv[1:3])))
