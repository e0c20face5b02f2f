"""One person's review evidence, the rows behind a figure, with 1,000,000 deals on file: read models against raw SQL, in one run.

Raw means: the same rows by the same indexes with the driver alone, no names of columns, no types, no objects.
Goal: at most 1.5 times raw.
"""

from __future__ import annotations

from typing import Any

from benchmarks.common import TODAY, Line, large, side_by_side, table
from workbench.models.values.periods import Period
from workbench.services import reviews_people, sales
from workbench.services.workspace import Reader

GOAL = 1.5
QUARTER = Period.quarter(2026, 3)
ITEM = "sales_net"  # the line of the form behind which the won deals stand
DEALS = (
    "SELECT d.id, d.code, d.person_id, p.name, d.customer_id, c.name, d.product_id, x.name, d.stage, d.opened_on, d.closed_on, d.value, d.collected, "
    "d.refunded, d.channel, d.stage = 'won' AND d.customer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deal b WHERE b.customer_id = d.customer_id "
    "AND b.stage = 'won' AND (b.closed_on < d.closed_on OR (b.closed_on = d.closed_on AND b.id < d.id))) "
    "FROM deal d JOIN person p ON p.id = d.person_id LEFT JOIN customer c ON c.id = d.customer_id LEFT JOIN product x ON x.id = d.product_id "
    "WHERE d.person_id = ? AND d.stage IN ('won', 'lost') AND d.closed_on >= ? AND d.closed_on <= ? ORDER BY d.closed_on, d.id"
)
REVIEW = (
    "SELECT r.id, r.person_id, p.name, c.start_on, c.end_on, c.template_id FROM review r JOIN person p ON p.id = r.person_id "
    "JOIN review_cycle c ON c.id = r.cycle_id WHERE r.id = ?"
)
"""Whose review it is and which days it covers."""


def fetch(conn: Reader, text: str, *parameters: Any) -> list[Any]:
    """All rows by the driver's cursor, as tuples."""
    driver = conn.connection.driver_connection
    assert driver is not None
    return list(driver.execute(text, parameters).fetchall())


def raw_deals(conn: Reader, person: int) -> list[Any]:
    return fetch(conn, DEALS, person, QUARTER.start.isoformat(), QUARTER.end.isoformat())


def raw_evidence(conn: Reader, review: int) -> list[Any]:
    _review, person, _name, start, end, template = fetch(conn, REVIEW, review)[0]
    fetch(conn, "SELECT * FROM template_item WHERE template_id = ? ORDER BY position, id", template)
    return fetch(conn, DEALS.replace("d.stage IN ('won', 'lost')", "d.stage = 'won'"), person, start, min(end, TODAY.isoformat()))


def main() -> int:
    with large() as workspace:
        review, person = workspace.read(lambda conn: fetch(conn, "SELECT max(r.id), r.person_id FROM review r"))[0]
        rows = workspace.read(lambda conn: raw_evidence(conn, review))
        mine = workspace.read(lambda conn: reviews_people.load_evidence(conn, review, ITEM, TODAY)).deals
        if [row[0] for row in rows] != [row.id for row in mine]:
            raise SystemExit(f"other rows: {len(mine)} instead of {len(rows)}")
        quarter = workspace.read(lambda conn: raw_deals(conn, person))
        deals = side_by_side(
            {
                "raw": lambda: workspace.read(lambda conn: raw_deals(conn, person)),
                "ours": lambda: workspace.read(lambda conn: sales.load_deals(conn, person, QUARTER)),
            },
            times=61,
        )
        evidence = side_by_side(
            {
                "raw": lambda: workspace.read(lambda conn: raw_evidence(conn, review)),
                "ours": lambda: workspace.read(lambda conn: reviews_people.load_evidence(conn, review, ITEM, TODAY)),
            },
            times=61,
        )
    lines = [
        Line(f"the deals of one person in a quarter: {len(quarter)} of 1,000,000", 1000 * deals["ours"], 1000 * deals["raw"], GOAL),
        Line(f"a review's evidence with its head and form: {len(rows)} deals", 1000 * evidence["ours"], 1000 * evidence["raw"], GOAL),
    ]
    return table("evidence", "ms", lines)


if __name__ == "__main__":
    raise SystemExit(main())
