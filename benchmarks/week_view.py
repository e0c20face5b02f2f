"""One week of 500 people out of 200,000 assignments: our read models against raw SQL on the same file, in one run.

Raw means: the same rows by the same indexes with the driver alone, no names of columns, no types, no objects.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from benchmarks.common import MONDAY, TODAY, large, side_by_side
from workbench.services import weeks
from workbench.services.workspace import Reader

GOAL = 1.5
MONDAY_TEXT, END_TEXT = MONDAY.isoformat(), (MONDAY + timedelta(days=7)).isoformat()
HISTORY_TEXT = (MONDAY - timedelta(weeks=8)).isoformat()

# Each statement with its parameters: what a hand-written week view would have to ask.
TASKS = (
    (
        "SELECT t.id, t.code, t.title, t.kind, t.day, t.start_minute, t.end_minute, t.place, coalesce(t.lat, c.lat), coalesce(t.lon, c.lon), r.code, r.name, s.code, "
        "s.name, t.skill_level, t.headcount, t.priority, t.is_prime, c.code, c.name, c.grade, t.needs_consent FROM task t LEFT JOIN territory r ON r.id = t.territory_id "
        "LEFT JOIN skill s ON s.id = t.skill_id LEFT JOIN customer c ON c.id = t.customer_id WHERE t.day >= ? AND t.day < ? ORDER BY t.day, t.start_minute, t.title, t.id"
    ),
    (MONDAY_TEXT, END_TEXT),
)
ASSIGNMENTS = (
    (
        "SELECT a.id, t.id, t.code, p.code, a.pinned, a.by_solver, a.override_code, a.override_reason FROM assignment a JOIN task t ON t.id = a.task_id "
        "JOIN person p ON p.id = a.person_id WHERE t.day >= ? AND t.day < ? ORDER BY a.id"
    ),
    (MONDAY_TEXT, END_TEXT),
)
GROUND = (
    (("SELECT id, code, name, search, line, min_minutes, max_minutes, wished_minutes, hired_on, left_on, field_consent_on FROM person WHERE is_manager = 0 "
     "AND (left_on IS NULL OR left_on >= ?) AND (hired_on IS NULL OR hired_on < ?) ORDER BY search, code"), (MONDAY_TEXT, END_TEXT)),
    (("SELECT person_id, type, start_on, end_on, weekly_minutes, other_employer_minutes FROM engagement WHERE start_on < ? AND (end_on IS NULL OR end_on >= ?) "
     "ORDER BY start_on"), (END_TEXT, MONDAY_TEXT)),
    ("SELECT x.person_id, s.code, x.level, x.expires_on FROM person_skill x JOIN skill s ON s.id = x.skill_id", ()),
    ("SELECT x.person_id, t.code, t.name FROM person_territory x JOIN territory t ON t.id = x.territory_id ORDER BY x.is_main DESC, t.code", ()),
    ("SELECT person_id, weekday, start_minute, end_minute, preference FROM availability_window", ()),
    ("SELECT person_id, day, start_minute, end_minute, kind, reason FROM availability_exception WHERE day >= ? AND day < ?", (MONDAY_TEXT, END_TEXT)),
    ("SELECT o.person_id, c.code FROM customer_owner o JOIN customer c ON c.id = o.customer_id WHERE o.from_on <= ? AND (o.to_on IS NULL OR o.to_on >= ?)",
     (MONDAY_TEXT, MONDAY_TEXT)),
    (("SELECT a.person_id, sum(coalesce(a.worked_minutes, t.end_minute - t.start_minute)), sum(CASE WHEN t.is_prime THEN 1 ELSE 0 END) FROM assignment a "
     "JOIN task t ON t.id = a.task_id WHERE t.day >= ? AND t.day < ? GROUP BY a.person_id"), (HISTORY_TEXT, MONDAY_TEXT)),
    ("SELECT code, value, from_on, to_on, region, source FROM law_figure", ()),
    ("SELECT day, kind, name, source FROM calendar_day", ()),
    ("SELECT published_number, published_at FROM week_plan WHERE monday = ?", (MONDAY_TEXT,)),
    ("SELECT count(*) FROM task_template WHERE active", ()),
    ("SELECT count(*) FROM task WHERE day >= ? AND day < ?", ((MONDAY - timedelta(days=7)).isoformat(), MONDAY_TEXT)),
)  # fmt: skip


def raw(conn: Reader, statements: tuple[tuple[str, Any], ...]) -> int:
    """All rows of all statements by the driver's cursor, as tuples."""
    driver = conn.connection.driver_connection
    assert driver is not None
    return sum(len(driver.execute(text, parameters).fetchall()) for text, parameters in statements)


def main() -> int:
    with large() as workspace:
        board = workspace.read(lambda conn: weeks.load_week(conn, MONDAY, TODAY))
        found = side_by_side(
            {
                "raw": lambda: workspace.read(lambda conn: raw(conn, (TASKS, ASSIGNMENTS, *GROUND))),
                "ours": lambda: workspace.read(lambda conn: weeks.load_week(conn, MONDAY, TODAY)),
            }
        )
    ratio = found["ours"] / found["raw"]
    print(
        f"| week view: {len(board.people)} people, {len(board.tasks)} tasks, {len(board.assignments)} of 200,000 assignments | ms | against raw SQL |"
    )
    print("| --- | --- | --- |")
    print(f"| raw SQL, tuples | {1000 * found['raw']:.1f} | 1.00 |")
    print(f"| load_week, read models | {1000 * found['ours']:.1f} | {ratio:.2f} |")
    print(f"goal ≤ {GOAL:.2f}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
