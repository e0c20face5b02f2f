"""People of one week as the planner's workers: hours, skills, law and what was agreed, each read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from workbench.models.labour_rules import LawTable
from workbench.planner.problem import Window, Worker
from workbench.readmodels.planning import Absence, TaskRow
from workbench.readmodels.policy import MissingFigure
from workbench.services import policy
from workbench.services.planning_before import load_before
from workbench.services.planning_limits import Successions, load_limits
from workbench.services.planning_presence import load_presence, terms_of
from workbench.services.workspace import Reader
from workbench.storage.queries import planning as queries


def planner_key(kind: str, row_id: int | None) -> str:
    """What the planner calls a territory, skill or customer; empty for none."""
    return "" if row_id is None else f"{kind}:{row_id}"


class _Figures:
    """The figures of law and policy in force in one week; each that has no value is remembered."""

    def __init__(self, law: LawTable, monday: date) -> None:
        self._law, self._monday = law, monday
        self._missing: dict[str, MissingFigure] = {}

    @property
    def missing(self) -> tuple[MissingFigure, ...]:
        return tuple(self._missing.values())

    def get(self, code: str) -> int | None:
        row = self._law.find(code, self._monday)
        if row is None:
            self._missing[code] = policy.missing(code, self._monday)
        return row.value if row else None

    def optional(self, code: str) -> int | None:
        """A rule that a company may set: without a value there is none, and nothing is missing."""
        row = self._law.find(code, self._monday)
        return row.value if row else None

    def lacking(self, codes: Iterable[str]) -> tuple[MissingFigure, ...]:
        """Which of these have no value; asked for after `get`."""
        return tuple(self._missing[code] for code in codes if code in self._missing)


def roads(figures: _Figures) -> dict[str, Any]:
    """How straight lines become minutes; what has no value stays as the planner has it."""
    speed, detour, spare = figures.get("plan_speed_kmh"), figures.get("plan_detour"), figures.get("plan_buffer_minutes")
    found: dict[str, Any] = {} if speed is None else {"speed_kmh": float(speed)}
    found |= {} if detour is None else {"detour": detour / 100}
    return found | ({} if spare is None else {"buffer_minutes": spare})


class WeekWorkers:
    """Makes workers of person rows; reads what belongs to people once for all of them."""

    def __init__(
        self, conn: Reader, monday: date, tasks: Iterable[TaskRow], areas: Mapping[int, set[int]], people: Collection[int] | None, *,
        for_fairness: bool,
    ) -> None:  # fmt: skip
        self.monday, self.areas = monday, areas
        self.figures = _Figures(policy.load_law(conn), monday)
        self.unchecked: dict[str, tuple[MissingFigure, ...]] = {}
        self.without_terms: list[str] = []
        self.presence = load_presence(conn, monday, people, before=for_fairness)
        self.skills: dict[int, list[tuple[str, int, date | None]]] = defaultdict(list)
        for person, skill, level, until in queries.skills(conn, people):
            self.skills[person].append((planner_key("skill", skill), level, until))
        away, extra = queries.absences(conn, monday, people)
        self.windows = open_windows(self.presence.windows, extra, away, monday)
        self.leave: dict[int, list[Absence]] = defaultdict(list)
        for one in away:
            if one.kind == "leave":
                self.leave[one.person_id].append(one)
        self.history = queries.history(conn, monday, only=people) if for_fairness else {}
        self.limits = load_limits(conn, monday, people, self.figures.optional)
        self.successions = Successions(self.figures.optional)
        self.before = load_before(conn, monday, self.successions, people)
        wanted = {row.customer_id for row in tasks if row.customer_id is not None}
        self.owned: dict[int, set[str]] = defaultdict(set)
        for customer, (person, _name) in queries.owners(conn, wanted, monday).items():
            self.owned[person].add(planner_key("customer", customer))

    def make(self, row: Any) -> Worker:
        presence = self.presence
        terms, rest = terms_of(presence.of_week(row.id, self.monday), self.monday, self.figures.get), self.figures.get("plan_rest_minutes")
        lacking = self.figures.lacking(terms.codes)
        if lacking:
            self.unchecked[row.code] = lacking
        if not terms.valid:
            self.without_terms.append(row.code)
        had, _weekend, prime = self.history.get(row.id, (0, 0, 0))
        return Worker(
            row.code, row.name, skills=tuple(self.skills[row.id]), territories=frozenset(planner_key("territory", one) for one in self.areas.get(row.id, ())),
            windows=tuple(self.windows.get(row.id, ())), leave=tuple((x.day, x.start, x.end, x.reason) for x in self.leave[row.id]),
            min_minutes=row.min_minutes, max_minutes=terms.usual if row.max_minutes is None else row.max_minutes,
            wished_minutes=presence.wished(row.id, self.monday), week_limit=terms.law_week, day_average_limit=terms.law_day, history_assigned=had,
            history_wished=presence.wished_before(row.id), prime_before=prime, valid_from=row.hired_on, valid_to=row.left_on, valid=terms.valid,
            law_days=terms.law_days, since=presence.since(row.id), rest_minutes=rest or 0, consent=row.consent_on is not None,
            owns=frozenset(self.owned[row.id]), elsewhere_minutes=terms.elsewhere, never_after=self.successions.never_after,
            done_before=self.before.get(row.id, ()), **self.limits.of(row.id),
        )  # fmt: skip


def open_windows(rows: Iterable[Any], extra: Iterable[Any], away: Iterable[Absence], monday: date) -> dict[int, list[Window]]:
    """The weekly windows of one certain week: hours given besides are added, unavailable ones cut out; leave is a rule of its own."""
    found: dict[int, list[Window]] = defaultdict(list)
    for person, day, start, end, preference in rows:
        found[person].append(Window(monday + timedelta(days=day), start, end, preference))
    for row in extra:
        found[row.person_id].append(Window(row.day, row.start_minute, row.end_minute))
    for one in away:
        if one.kind != "leave":
            found[one.person_id] = [part for window in found[one.person_id] for part in _without(window, one)]
    return found


def _without(window: Window, gone: Absence) -> list[Window]:
    if window.day != gone.day or gone.end <= window.start or window.end <= gone.start:
        return [window]
    parts = [(window.start, gone.start), (gone.end, window.end)]
    return [replace(window, start=start, end=end) for start, end in parts if start < end]
