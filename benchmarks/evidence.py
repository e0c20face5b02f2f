"""One person's quarter of evidence and the monthly dashboard out of 1,000,000 deals: our read models against raw SQL.

Raw means: the same rows by the same indexes with the driver alone, no names of columns, no types, no objects.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from benchmarks.common import large, side_by_side
from workbench.models.people import Person
from workbench.models.values import Period
from workbench.services import sales
from workbench.services.workspace import Reader, Workspace

GOAL = 1.5
QUARTER = Period.quarter(2026, 3)
FIRST, LAST = date(2025, 12, 1), date(2026, 11, 30)
DEALS = (
    "SELECT d.id, d.code, d.person_id, p.name, d.customer_id, c.name, d.product_id, x.name, d.stage, d.opened_on, d.closed_on, d.value, d.collected, "
    "d.refunded, d.channel, d.stage = 'won' AND d.customer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deal b WHERE b.customer_id = d.customer_id "
    "AND b.stage = 'won' AND (b.closed_on < d.closed_on OR (b.closed_on = d.closed_on AND b.id < d.id))) "
    "FROM deal d JOIN person p ON p.id = d.person_id LEFT JOIN customer c ON c.id = d.customer_id LEFT JOIN product x ON x.id = d.product_id "
    "WHERE d.person_id = ? AND d.stage IN ('won', 'lost') AND d.closed_on >= ? AND d.closed_on <= ? ORDER BY d.closed_on, d.id"
)
MONTHS = (
    "SELECT month, sum(won), sum(lost), sum(net), sum(due), sum(collected) FROM sales_month WHERE month >= ? AND month <= ? GROUP BY month ORDER BY month"
)


def raw(conn: Reader, text: str, parameters: tuple[Any, ...]) -> list[Any]:
    """All rows by the driver's cursor, as tuples."""
    driver = conn.connection.driver_connection
    assert driver is not None
    return list(driver.execute(text, parameters).fetchall())


def compare(workspace: Workspace, title: str, text: str, parameters: tuple[Any, ...], ours: Any) -> float:
    rows = workspace.read(lambda conn: raw(conn, text, parameters))
    mine = workspace.read(ours)
    if len(rows) != len(mine):
        raise SystemExit(f"{title}: {len(mine)} rows instead of {len(rows)}")
    found = side_by_side({"raw": lambda: workspace.read(lambda conn: raw(conn, text, parameters)), "ours": lambda: workspace.read(ours)}, times=25)
    ratio = found["ours"] / found["raw"]
    print(f"| {title}: {len(rows)} rows of 1,000,000 deals | ms | against raw SQL |")
    print("| --- | --- | --- |")
    print(f"| raw SQL, tuples | {1000 * found['raw']:.2f} | 1.00 |")
    print(f"| read models | {1000 * found['ours']:.2f} | {ratio:.2f} |")
    return ratio


def main() -> int:
    with large() as workspace:
        person = workspace.read(lambda conn: int(conn.execute(Person.__table__.select().limit(1)).scalar_one()))
        span = (person, QUARTER.start.isoformat(), QUARTER.end.isoformat())
        evidence = compare(workspace, "one person's quarter", DEALS, span, lambda conn: sales.load_deals(conn, person, QUARTER))
        print()
        months = (f"{FIRST:%Y-%m}", f"{LAST:%Y-%m}")
        dashboard = compare(workspace, "monthly dashboard of 500 people", MONTHS, months, lambda conn: sales.load_months(conn, FIRST, LAST))
    print(f"goal ≤ {GOAL:.2f}")
    return 0 if max(evidence, dashboard) <= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
