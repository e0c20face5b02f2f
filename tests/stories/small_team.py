"""A database small enough for hundreds of steps a second, its rows as plain data, and the service calls of the stateful story."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.conftest import PASSPHRASE, TODAY
from tests.services.test_reviews import add_person
from workbench.models.goals import Measurement, Target
from workbench.models.people import AvailabilityWindow, Engagement, Organisation
from workbench.models.sales import Deal
from workbench.models.values.codes import DealStage, EngagementType, Metric, SalesLine
from workbench.models.values.periods import Period
from workbench.readmodels.reviews import ReviewCard
from workbench.services import policy, reviews
from workbench.services.workspace import Reader, UnitOfWork, Workspace
from workbench.storage.engine import DbKey
from workbench.storage.keys import FLOOR
from workbench.storage.package import Package

Q3 = Period.quarter(2026, 3)
NEXT_MONDAY = date(2026, 11, 30)
PEOPLE = (
    ("P1", "张䶮", EngagementType.PART_TIME, 24),
    ("P2", "黄𬭎", EngagementType.FULL_TIME, 40),
    ("P3", "单晓", EngagementType.SERVICES, 30),
)

Row = tuple[Any, ...]
Rows = dict[tuple[str, int], Row]  # by table and id; without the version counter, which only ever rises


def make_template(folder: Path) -> tuple[Path, DbKey]:
    """A closed database with three people, their targets and figures, ready to be copied for each story, and its key."""
    made, _recovery = Workspace.create(folder / "small.wbdb", PASSPHRASE, kdf=FLOOR)
    made.perform("Fill", _fill, undoable=False)
    path = made.path
    made.close()
    return path, Package.at(path).envelope().open(PASSPHRASE)


def open_copy(path: Path, key: DbKey) -> Workspace:
    """Open without deriving the key from the passphrase again, which takes half a second by design."""
    return Workspace.attach(Package.at(path), key, backups=path.parent / "backups")


def _fill(uow: UnitOfWork) -> None:
    policy.seed_policy(uow)
    session = uow.session
    organisation = session.query(Organisation).first() or Organisation(name="")
    organisation.name, organisation.manager_name, organisation.next_manager_name, organisation.hr_name = "明远商贸", "林立", "周敏", "黄𬭎"
    session.add(organisation)
    for place, (code, name, kind, hours) in enumerate(PEOPLE):
        person = add_person(uow, code, name, line=SalesLine.FIELD, max_minutes=hours * 60, wished_minutes=hours * 60)
        session.add(Engagement(person_id=person.id, type=kind, start_on=date(2025, 11, 3), weekly_minutes=hours * 60))
        session.add_all([AvailabilityWindow(person_id=person.id, weekday=day, start_minute=8 * 60, end_minute=20 * 60) for day in range(6)])
        session.add(
            Target(person_id=person.id, metric=Metric.SALES_NET, start_on=Q3.start, end_on=Q3.end, amount=10_000_001, prorated=True)
        )
        session.add(
            Measurement(person_id=person.id, metric=Metric.CUSTOMER_SATISFACTION, day=date(2026, 8, 1), amount=430 + place, answers=7)
        )
        session.add(
            Deal(
                code=f"D{place + 1:06d}",
                person_id=person.id,
                stage=DealStage.WON,
                closed_on=date(2026, 7, 3),
                value=3_333_333,
                refunded=1,
                collected=3_000_000,
            )
        )
    session.flush()


def dump(conn: Reader) -> Rows:
    """Every row of every table but the audit chain."""
    found: Rows = {}
    names = conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").scalars().all()
    for name in names:
        if name.startswith(("sqlite_", "audit", "alembic", "calendar", "law", "sales_month")):
            continue
        columns = [row[1] for row in conn.exec_driver_sql(f"PRAGMA table_info({name})")]
        if "id" in columns:
            kept = [column for column in columns if column != "version"]
            key = kept.index("id")
            for row in conn.exec_driver_sql(f'SELECT {", ".join(kept)} FROM "{name}"'):
                found[name, row[key]] = tuple(row)
    return found


def months(conn: Reader) -> dict[tuple[int, str], int]:
    """Net sales of the monthly summary that triggers keep, by person and month."""
    return {(row[0], row[1]): row[2] for row in conn.exec_driver_sql("SELECT person_id, month, net FROM sales_month WHERE won OR lost")}


def sums(conn: Reader) -> dict[tuple[int, str], int]:
    """The same from the deals themselves, added up by Python's integers."""
    found: dict[tuple[int, str], int] = {}
    for person, day, stage, value, refunded in conn.exec_driver_sql("SELECT person_id, closed_on, stage, value, refunded FROM deal"):
        if stage in ("won", "lost"):
            key = (person, str(day)[:7])
            found[key] = found.get(key, 0) + (value - refunded if stage == "won" else 0)
    return found


def ids(conn: Reader, query: str) -> list[int]:
    return list(conn.exec_driver_sql(query).scalars().all())


def place(conn: Reader, table: str, column: str) -> int:
    """Where a column stands in the rows of `dump`."""
    return [row[1] for row in conn.exec_driver_sql(f"PRAGMA table_info({table})") if row[1] != "version"].index(column)


def open_cards(conn: Reader) -> list[ReviewCard]:
    """Reviews whose figures come from the records as they stand today."""
    live = "SELECT r.id FROM review r JOIN review_cycle c ON c.id = r.cycle_id WHERE r.state IN ('self', 'manager') AND c.frozen_at IS NULL"
    return [reviews.load_review(conn, review_id, TODAY) for review_id in ids(conn, live)]
