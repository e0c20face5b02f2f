"""The large database of the benchmarks, made once: 500 people, 200,000 assignments in 50 weeks, 1,000,000 deals.

It is kept in build/bench/ and made again when the schema or `RECIPE` changes. Nothing here is a real person.
Each benchmark prints its figures by `table`: ours, raw, their ratio, the goal, and whether it was met.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from workbench.models.customers import Customer
from workbench.models.people import Person, Skill, Territory
from workbench.models.planning import Assignment, Task
from workbench.models.sales import Deal, Product
from workbench.models.values.codes import DealStage, TaskKind
from workbench.services import sample
from workbench.services.workspace import UnitOfWork, Workspace

ROOT = Path(__file__).resolve().parent.parent
RECIPE = 3
TODAY = date(2026, 11, 23)
MONDAY = TODAY
PASSPHRASE = "a passphrase for benchmarks"
PEOPLE, ASSIGNMENTS, DEALS, WEEKS = 500, 200_000, 1_000_000, 50
FOLDER = ROOT / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Line:
    """One measured thing: ours and raw in the unit of the table; without a goal it is shown for comparison only.

    `raw` is what a hand-written program needs for the same, or what a plainer way reaches. With `absolute` the goal bounds our own figure (milliseconds of a stall), else the ratio of ours to raw.
    """

    what: str
    ours: float
    raw: float | None = None
    goal: float | None = None
    absolute: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.raw if self.raw else None

    @property
    def measured(self) -> float | None:
        return self.ours if self.absolute else self.ratio

    @property
    def met(self) -> bool:
        """Whether the goal was met; a line without a goal cannot fall short, a goal without a figure does."""
        return self.goal is None or (self.measured is not None and self.measured <= self.goal)


def table(title: str, unit: str, lines: Sequence[Line]) -> int:
    """Print the lines as a table and return the exit status: 1 when a goal was not met. Without a unit each line tells its own."""
    measured = f", {unit}" if unit else ""
    print(f"| {title} | ours{measured} | raw{measured} | ratio | goal | verdict |")
    print("| --- | --- | --- | --- | --- | --- |")
    for line in lines:
        raw = "–" if line.raw is None else _figure(line.raw)
        ratio = "–" if line.ratio is None else f"{line.ratio:.2f}"
        goal = "–" if line.goal is None else f"≤ {line.goal:g} {unit if line.absolute else ''}".rstrip()
        verdict = "–" if line.goal is None else "met" if line.met else "fell short"
        print(f"| {line.what} | {_figure(line.ours)} | {raw} | {ratio} | {goal} | {verdict} |")
    print(flush=True)
    return 0 if all(line.met for line in lines) else 1


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


@cache
def schema() -> str:
    """Eight characters that change with any migration."""
    digest = hashlib.sha256()
    for file in sorted((ROOT / "alembic" / "versions").glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def large() -> Workspace:
    """The large database, opened; made first when it is not there (about two minutes)."""
    path = FOLDER / f"large-{RECIPE}-{schema()}.wbdb"
    ready = path.with_suffix(".ready")
    if not ready.exists():
        for old in FOLDER.glob("large-*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        _make(path)
        ready.write_text("complete", encoding="utf-8")
    return Workspace.open(path, PASSPHRASE, backups=FOLDER / "backups")


def _make(path: Path) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(path, ignore_errors=True)
    started = time.monotonic()
    print(f"making {path.name}: {PEOPLE} people, {ASSIGNMENTS:,} assignments, {DEALS:,} deals …", file=sys.stderr)
    made, _recovery = Workspace.create(path, PASSPHRASE, backups=FOLDER / "backups")
    with made:
        sample.fill(made, today=TODAY, people=PEOPLE, weeks=0, customers=1000)
        made.perform("Fill with tasks", _plan)
        made.perform("Fill with deals", _deals)
    print(f"made in {time.monotonic() - started:.0f} s", file=sys.stderr)


def _plan(uow: UnitOfWork) -> int:
    """Two people on each task, 2,000 tasks a week; the last of the 50 weeks is the one that is measured."""
    dice = random.Random(11)
    people = [row[0] for row in uow.session.query(Person.id)]
    areas, skills = [row[0] for row in uow.session.query(Territory.id)], [row[0] for row in uow.session.query(Skill.id)]
    customers = [row[0] for row in uow.session.query(Customer.id)]
    count = ASSIGNMENTS // 2
    first = MONDAY - timedelta(weeks=WEEKS - 1)

    def tasks() -> Iterator[dict[str, Any]]:
        for number in range(count):
            week, place = divmod(number, count // WEEKS)
            start = (540, 630, 780, 870, 1020)[place % 5]
            visit = place % 3 == 0
            yield {
                "code": f"B{number:06d}", "title": f"Task {number % 400}", "kind": TaskKind.VISIT if visit else TaskKind.SHIFT,
                "day": first + timedelta(days=7 * week + place % 7), "start_minute": start, "end_minute": start + 90, "place": "",
                "territory_id": areas[place % len(areas)], "customer_id": customers[place % len(customers)] if visit else None,
                "skill_id": skills[place % len(skills)] if place % 4 == 0 else None, "skill_level": 1, "headcount": 2, "priority": 2,
                "is_prime": place % 7 >= 5,
            }  # fmt: skip

    ids = uow.insert_many(Task, tasks())
    uow.insert_many(Assignment, ({"task_id": task, "person_id": who} for task in ids for who in dice.sample(people, 2)))
    return len(ids)


def _deals(uow: UnitOfWork) -> int:
    dice = random.Random(12)
    people = [row[0] for row in uow.session.query(Person.id)]
    customers = [row[0] for row in uow.session.query(Customer.id)]
    products = [row[0] for row in uow.session.query(Product.id)]
    known = uow.session.query(Deal.id).count()

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(DEALS - known):
            closed = TODAY - timedelta(days=number % 1500)
            won = number % 3 != 0
            value = dice.randrange(1_000, 900_000)
            yield {
                "code": f"L{number:07d}", "person_id": people[number % len(people)], "customer_id": customers[number % len(customers)],
                "product_id": products[number % len(products)], "stage": DealStage.WON if won else DealStage.LOST,
                "opened_on": closed - timedelta(days=30), "closed_on": closed, "value": value, "collected": value if won else None, "refunded": 0,
                "channel": "store",
            }  # fmt: skip

    return len(uow.insert_many(Deal, rows()))


def side_by_side(
    jobs: dict[str, Callable[[], object]], times: int = 15, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """Median seconds of each job, one round after the other, so that all of them see the same machine.

    The clock counts what the process itself used, on all of its threads: whoever else shares the cores does not count.
    """
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(times + 2):
        for name, job in jobs.items():
            started = clock()
            job()
            if number >= 2:
                found[name].append(clock() - started)
    return {name: statistics.median(values) for name, values in found.items()}
