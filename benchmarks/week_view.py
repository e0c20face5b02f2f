"""One week of 500 people out of 200,000 assignments: the board of the week against raw SQL on the same file, in one run.

Raw means: the same rows by the same indexes with the driver alone, no names of columns, no types, no objects.
Goal: at most 1.5 times raw.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from benchmarks.common import MONDAY, TODAY, Line, large, side_by_side, table
from workbench.services import planning_read
from workbench.services.workspace import Reader

GOAL = 1.5
FIRST, AFTER, LAST = MONDAY.isoformat(), (MONDAY + timedelta(days=7)).isoformat(), (MONDAY + timedelta(days=6)).isoformat()
WEEK = (FIRST, AFTER)

# Each statement with its parameters: what a hand-written board of the week would have to ask.
STATEMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (("SELECT id, code, title, kind, day, start_minute, end_minute, place, territory_id, customer_id, skill_id, skill_level, headcount, priority, is_prime, "
     "needs_consent, template_id, note FROM task WHERE day >= ? AND day < ? ORDER BY day, start_minute, code, id"), WEEK),
    (("SELECT a.id, a.task_id, a.person_id, a.pinned, a.by_solver, a.override_code, a.override_reason, a.worked_minutes FROM assignment a "
     "JOIN task t ON t.id = a.task_id WHERE t.day >= ? AND t.day < ? ORDER BY a.id"), WEEK),
    (("SELECT id, code, name, search, line, min_minutes, max_minutes, wished_minutes FROM person WHERE (is_manager = 0 AND (left_on IS NULL OR left_on >= ?) "
     "AND (hired_on IS NULL OR hired_on <= ?)) OR id IN (SELECT a.person_id FROM assignment a JOIN task t ON t.id = a.task_id WHERE t.day >= ? AND t.day < ?) "
     "ORDER BY search, code"), (FIRST, LAST, *WEEK)),
    ("SELECT person_id, type, start_on, end_on, other_employer_minutes, weekly_minutes FROM engagement ORDER BY person_id, start_on", ()),
    ("SELECT x.person_id, t.name FROM person_territory x JOIN territory t ON t.id = x.territory_id ORDER BY x.is_main, t.code", ()),
    ("SELECT person_id, weekday, start_minute, end_minute, preference FROM availability_window", ()),
    ("SELECT person_id, day, start_minute, end_minute, kind, reason FROM availability_exception WHERE day >= ? AND day < ?", WEEK),
    ("SELECT code, value, from_on, to_on, region, source FROM law_figure", ()),
    ("SELECT day, name FROM calendar_day WHERE day >= ? AND day < ?", WEEK),
    ("SELECT published_number, published_at FROM week_plan WHERE monday = ?", (FIRST,)),
    ("SELECT id, name FROM territory", ()),
    ("SELECT id, name FROM skill", ()),
    ("SELECT id, name, grade FROM customer WHERE id IN (SELECT customer_id FROM task WHERE day >= ? AND day < ?)", WEEK),
)  # fmt: skip


def raw(conn: Reader) -> list[list[Any]]:
    """All rows of all statements by the driver's cursor, as tuples; kept together, as a board would have to."""
    driver = conn.connection.driver_connection
    assert driver is not None
    return [driver.execute(text, parameters).fetchall() for text, parameters in STATEMENTS]


def main() -> int:
    with large() as workspace:
        board = workspace.read(lambda conn: planning_read.load_board(conn, MONDAY, TODAY))
        found = side_by_side(
            {
                "raw": lambda: workspace.read(raw),
                "ours": lambda: workspace.read(lambda conn: planning_read.load_board(conn, MONDAY, TODAY)),
            },
            times=21,
        )
    what = f"board of a week: {len(board.people)} people, {len(board.tasks):,} tasks, {len(board.assignments):,} of 200,000 assignments"
    return table("week view", "ms", [Line(what, 1000 * found["ours"], 1000 * found["raw"], GOAL)])


if __name__ == "__main__":
    raise SystemExit(main())
