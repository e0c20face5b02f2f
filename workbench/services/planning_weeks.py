"""One person over several weeks: what is planned, what was told, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from workbench.models.values.codes import TaskKind
from workbench.readmodels.planning_weeks import OwnTask, OwnWeek, Telling
from workbench.services import policy
from workbench.services.planning_presence import spans_of_week, terms_of
from workbench.services.planning_publish import Told, told
from workbench.services.planning_read import state_of
from workbench.services.planning_workers import open_windows
from workbench.services.workspace import Reader
from workbench.storage.queries import planning as queries
from workbench.storage.queries import planning_weeks as week_queries

WEEK = timedelta(days=7)


def load_weeks(conn: Reader, person_id: int, first: date, weeks: int, today: date) -> tuple[OwnWeek, ...]:
    """So many weeks from the Monday `first` on; a person who is gone has none."""
    rows = queries.people(conn, first, [person_id])
    if not rows:
        return ()
    last = first + weeks * WEEK
    given = week_queries.given(conn, person_id, first, last)
    numbers = week_queries.numbers(conn, first, last)
    law, spans = policy.load_law(conn), queries.engagements(conn, [person_id]).get(person_id, [])
    usual = queries.windows(conn, [person_id])
    found = []
    for monday in (first + n * WEEK for n in range(weeks)):

        def figure(code: str, on: date = monday) -> int | None:
            row = law.find(code, on)
            return row.value if row else None

        terms = terms_of(spans_of_week(spans, monday), monday, figure)
        away, extra = queries.absences(conn, monday, [person_id])
        windows = open_windows(usual, extra, away, monday).get(person_id, [])
        whole = {one.day for one in away if one.kind == "leave" and one.start == 0 and one.end == 1440}
        number = numbers.get(monday, 0)
        before = told(conn, monday) if number else {}
        mine = [one for one in given if monday <= one.day < monday + WEEK]
        found.append(
            OwnWeek(
                monday, state_of(monday, number, today), number, terms.limit(rows[0].max_minutes), _tasks(mine, before, rows[0].code, number),
                frozenset((one.day - monday).days for one in windows if one.day not in whole),
                tuple(((one.day - monday).days, one.reason or one.kind) for one in away if one.start == 0 and one.end == 1440),
            )
        )  # fmt: skip
    return tuple(found)


def _tasks(mine: list[week_queries.Given], before: Mapping[str, Told], who: str, number: int) -> tuple[OwnTask, ...]:
    """What is planned, and what was told and is gone."""
    found = []
    for one in mine:
        entry = before.get(one.code or f"#{one.task_id}")
        same = entry is not None and who in entry.people and (entry.day, entry.start, entry.end) == (one.day, one.start, one.end)
        telling = Telling.DRAFT if not number else Telling.TOLD if same else Telling.FRESH
        minutes = one.end - one.start if one.worked is None else one.worked
        found.append(OwnTask(one.task_id, one.title, one.kind, one.day, one.start, one.end, minutes, telling))
    have = {one.code or f"#{one.task_id}" for one in mine}
    found += [
        OwnTask(0, entry.title, TaskKind.SHIFT.value, entry.day, entry.start, entry.end, entry.end - entry.start, Telling.GONE)
        for code, entry in before.items()
        if who in entry.people and code not in have
    ]
    return tuple(found)
