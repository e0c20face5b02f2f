"""The day before a week, whose tasks say what a Monday may not hold: nobody opens after closing on Sunday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from workbench.services.planning_limits import Successions
from workbench.services.workspace import Reader
from workbench.storage.queries import planning_before as queries

Done = tuple[tuple[str, str], ...]
"""(kind, title) of tasks, as a planner's `Worker` takes them."""


def load_before(conn: Reader, monday: date, successions: Successions, people: Collection[int] | None = None) -> dict[int, Done]:
    """What each person did on the Sunday before, told late and early as the week is; nothing where the company sets no such rule."""
    if not successions.never_after:
        return {}
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for person, kind, title, start, end in queries.tasks_of_day(conn, monday - timedelta(days=1), people):
        found[person].append((successions.kind(str(kind), start, end), title))
    return {person: tuple(done) for person, done in found.items()}
