"""The monthly dashboard of 500 people with 1,000,000 deals, and the whole Today board around it, against raw SQL on the same file.

Raw means: the same questions by the driver alone, rows as tuples, no names of columns, no types, no objects, no rules applied.
Goal: at most 1.5 times raw, both for the months and for the whole board.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from benchmarks.common import MONDAY, TODAY, Line, large, side_by_side, table
from workbench.models.values.periods import Period
from workbench.services import sales
from workbench.services import today as board
from workbench.services.workspace import Reader

GOAL = 1.5
FIRST, LAST = Period.month(2025, 12).start, Period.month(2026, 11).end
YEAR_END = Period.quarter(2026, 4).end
DAY, AFTER, SUNDAY = TODAY.isoformat(), (MONDAY + timedelta(days=7)).isoformat(), (MONDAY + timedelta(days=6)).isoformat()
WEEK, SOON, QUARTER = (MONDAY.isoformat(), AFTER), (TODAY + timedelta(days=45)).isoformat(), ("2026-10", "2026-12")

MONTHS: tuple[str, tuple[Any, ...]] = (
    "SELECT month, sum(won), sum(lost), sum(net), sum(due), sum(collected) FROM sales_month WHERE month >= ? AND month <= ? GROUP BY month ORDER BY month",
    (f"{FIRST:%Y-%m}", f"{LAST:%Y-%m}"),
)
# Each statement with its parameters: what a hand-written Today would have to ask.
BOARD: tuple[tuple[str, tuple[Any, ...]], ...] = (
    (("SELECT t.title, t.headcount, (SELECT count(*) FROM assignment a WHERE a.task_id = t.id) FROM task t WHERE t.day >= ? AND t.day < ? "
     "ORDER BY t.priority, t.day, t.start_minute"), WEEK),
    ("SELECT published_number FROM week_plan WHERE monday = ?", WEEK[:1]),
    ("SELECT id, name, manager_due_on, close_due_on FROM review_cycle WHERE state = 'open' ORDER BY end_on DESC, id DESC LIMIT 1", ()),
    (("SELECT state, grade, calibrated_grade FROM review WHERE id IN (SELECT max(id) FROM review WHERE cycle_id = (SELECT id FROM review_cycle "
     "WHERE state = 'open' ORDER BY end_on DESC, id DESC LIMIT 1) GROUP BY person_id)"), ()),
    ("SELECT month, sum(net) FROM sales_month WHERE month >= ? GROUP BY month", MONTHS[1][:1]),
    (("SELECT person_id, start_on, end_on, amount, prorated FROM target WHERE metric = 'sales_net' AND end_on >= ? AND start_on <= ? "
     "ORDER BY person_id, start_on, end_on"), (FIRST.isoformat(), YEAR_END.isoformat())),
    # what the rules of the running week are judged from
    (("SELECT id, code, title, kind, day, start_minute, end_minute, lat, lon, territory_id, skill_id, skill_level, headcount, is_prime, customer_id, "
     "needs_consent FROM task WHERE day >= ? AND day < ?"), WEEK),
    (("SELECT a.id, a.task_id, a.person_id, a.pinned, a.override_code, a.override_reason FROM assignment a JOIN task t ON t.id = a.task_id "
     "WHERE t.day >= ? AND t.day < ?"), WEEK),
    ("SELECT person_id, type, start_on, end_on FROM engagement WHERE start_on <= ? AND (end_on IS NULL OR end_on >= ?)", (SUNDAY, WEEK[0])),
    ("SELECT person_id, skill_id, level, expires_on FROM person_skill", ()),
    ("SELECT person_id, territory_id FROM person_territory", ()),
    ("SELECT person_id, weekday, start_minute, end_minute, preference FROM availability_window", ()),
    ("SELECT person_id, day, start_minute, end_minute, kind, reason FROM availability_exception WHERE day >= ? AND day < ?", WEEK),
    ("SELECT customer_id, person_id FROM customer_owner WHERE from_on <= ? AND (to_on IS NULL OR to_on >= ?)", (SUNDAY, WEEK[0])),
    ("SELECT day, kind, name, source FROM calendar_day ORDER BY day", ()),
    (("SELECT id, code, name, search, hired_on, left_on, cadence_days FROM person WHERE is_manager = 0 AND (left_on IS NULL OR left_on >= ?) "
     "ORDER BY search, code"), (DAY,)),
    ("SELECT person_id, type, weekly_minutes FROM engagement WHERE start_on <= ? ORDER BY person_id, start_on", (DAY,)),
    ("SELECT id, person_id, day, start_minute, state, mood FROM one_on_one ORDER BY day, id", ()),
    (("SELECT p.id, p.name, e.type, sum(t.end_minute - t.start_minute), e.other_employer_minutes FROM person p JOIN assignment a ON a.person_id = p.id "
     "JOIN task t ON t.id = a.task_id JOIN engagement e ON e.person_id = p.id WHERE t.day >= ? AND t.day < ? AND e.start_on <= ? "
     "AND (e.end_on IS NULL OR e.end_on >= ?) GROUP BY p.id, e.id"), (*WEEK, SUNDAY, WEEK[0])),
    ("SELECT code, value, from_on, to_on, region, source FROM law_figure", ()),
    (("SELECT p.id, p.name, e.type, e.end_on FROM engagement e JOIN person p ON p.id = e.person_id WHERE e.end_on >= ? AND e.end_on <= ? "
     "AND (p.left_on IS NULL OR p.left_on > e.end_on) AND NOT EXISTS (SELECT 1 FROM engagement n WHERE n.person_id = e.person_id AND n.start_on > e.end_on) "
     "ORDER BY e.end_on"), (DAY, SOON)),
    (("SELECT p.id, p.name, s.name, x.expires_on FROM person_skill x JOIN person p ON p.id = x.person_id JOIN skill s ON s.id = x.skill_id "
     "WHERE x.expires_on >= ? AND x.expires_on <= ? ORDER BY x.expires_on"), (DAY, SOON)),
    (("SELECT c.id, c.name, c.grade, v.day, c.visit_every_days FROM customer c JOIN (SELECT customer_id, max(day) AS day FROM task WHERE customer_id IS NOT NULL "
     "AND day <= ? AND EXISTS (SELECT 1 FROM assignment a WHERE a.task_id = task.id) GROUP BY customer_id) v ON v.customer_id = c.id "
     "WHERE c.grade IN ('A', 'B') AND (c.closed_on IS NULL OR c.closed_on > ?)"), (DAY, DAY)),
    (("SELECT count(*) FROM customer WHERE (closed_on IS NULL OR closed_on > ?) AND id NOT IN (SELECT customer_id FROM customer_owner WHERE from_on <= ? "
     "AND (to_on IS NULL OR to_on >= ?))"), (DAY, DAY, DAY)),
    (("SELECT p.id, p.name, i.text, i.due_on, i.side FROM action_item i JOIN person p ON p.id = i.person_id WHERE i.done_on IS NULL AND i.due_on < ? "
     "ORDER BY i.due_on"), (DAY,)),
    (("SELECT p.id, p.name, sum(m.net) FROM sales_month m JOIN person p ON p.id = m.person_id WHERE m.month >= ? AND m.month <= ? GROUP BY p.id "
     "ORDER BY sum(m.net) DESC"), QUARTER),
    (("SELECT o.start_minute, o.minutes, p.id, p.name FROM one_on_one o JOIN person p ON p.id = o.person_id WHERE o.day = ? AND o.state = 'planned' "
     "AND o.start_minute IS NOT NULL"), (DAY,)),
    (("SELECT t.id, t.start_minute, t.end_minute, t.title, t.kind, p.name FROM task t LEFT JOIN assignment a ON a.task_id = t.id "
     "LEFT JOIN person p ON p.id = a.person_id WHERE t.day = ? ORDER BY t.start_minute, t.id"), (DAY,)),
    ("SELECT count(*) FROM person WHERE left_on IS NULL OR left_on >= ?", (DAY,)),
)  # fmt: skip


def raw(conn: Reader, statements: tuple[tuple[str, tuple[Any, ...]], ...]) -> list[list[Any]]:
    """All rows of all statements by the driver's cursor, as tuples; kept together, as a screen would have to."""
    driver = conn.connection.driver_connection
    assert driver is not None
    return [driver.execute(text, parameters).fetchall() for text, parameters in statements]


def main() -> int:
    with large() as workspace:
        months = side_by_side(
            {
                "raw": lambda: workspace.read(lambda conn: raw(conn, (MONTHS,))),
                "ours": lambda: workspace.read(lambda conn: sales.load_months(conn, FIRST, LAST)),
            },
            times=61,
        )
        whole = side_by_side(
            {
                "raw": lambda: workspace.read(lambda conn: raw(conn, BOARD)),
                "ours": lambda: workspace.read(lambda conn: board.load_today(conn, TODAY)),
            }
        )
    lines = [
        Line("12 months of 500 people, 1,000,000 deals, from the summary", 1000 * months["ours"], 1000 * months["raw"], GOAL),
        Line("the whole Today board of 500 people", 1000 * whole["ours"], 1000 * whole["raw"], GOAL),
    ]
    return table("dashboard", "ms", lines)


if __name__ == "__main__":
    raise SystemExit(main())
