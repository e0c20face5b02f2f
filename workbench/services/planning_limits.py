"""What was agreed with people on days and tasks, as the planner asks for it: with the days that lie before the week."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.people import Person, WorkLimit
from workbench.models.values.codes import LimitKind
from workbench.services.people import get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import planning_limits as queries

FIELDS: Final[Mapping[LimitKind, str]] = {
    LimitKind.DAY_MINUTES: "day_limit",
    LimitKind.TASK_MINUTES: "task_limit",
    LimitKind.TASKS_A_DAY: "tasks_a_day",
    LimitKind.DAYS_IN_A_ROW: "days_in_a_row",
    LimitKind.DAYS_OFF: "days_off",
    LimitKind.WEEKENDS: "weekend_limit",
    LimitKind.LEAST_IN_A_ROW: "least_in_a_row",
    LimitKind.ALL_MINUTES: "total_limit",
}
"""Each limit's field of a planner's `Worker`; that of late shifts is one of kinds of tasks (`Limits.of`)."""
MOST: Final[Mapping[LimitKind, int]] = {
    LimitKind.DAY_MINUTES: 24 * 60,
    LimitKind.TASK_MINUTES: 24 * 60,
    LimitKind.TASKS_A_DAY: 20,
    LimitKind.DAYS_IN_A_ROW: 31,
    LimitKind.DAYS_OFF: 7,
    LimitKind.WEEKENDS: 5,
    LimitKind.LEAST_IN_A_ROW: 7,
    LimitKind.ALL_MINUTES: 7 * 24 * 60,
    LimitKind.LATE_SHIFTS: 20,
}
"""More than this limits nothing."""
LENGTHS: Final = frozenset({LimitKind.DAY_MINUTES, LimitKind.TASK_MINUTES, LimitKind.ALL_MINUTES})
"""Limits in minutes; the others are counts."""
USUAL: Final[Mapping[LimitKind, str]] = {LimitKind.DAYS_IN_A_ROW: "plan_days_in_a_row", LimitKind.WEEKENDS: "plan_weekends"}
"""Limits that the company sets for who agreed on nothing else, by the code of the figure; 0 or no value is no limit (decision 012)."""
LATE, EARLY, LATE_AND_EARLY = "late", "early", "late and early"
NEVER_AFTER: Final = frozenset((one, other) for one in (LATE, LATE_AND_EARLY) for other in (EARLY, LATE_AND_EARLY))
LOOK_BACK: Final = 31
"""Days before the week that are looked at for days in a row and days off."""
DAY: Final = timedelta(days=1)
Figure = Callable[[str], int | None]
"""The value of a figure by its code; None where it has none."""


def _no_figure(_code: str) -> None:
    """Nothing is set for everybody."""


def set_limit(uow: UnitOfWork, person_id: int, kind: LimitKind, amount: int | None) -> int:
    """Agree on a limit, or on none (None). Minutes for lengths, else a count; refused outside 0 to `MOST`."""
    get(uow, Person, person_id)
    row = uow.session.query(WorkLimit).filter_by(person_id=person_id, kind=kind).one_or_none()
    if amount is None:
        if row is not None:
            uow.session.delete(row)
        return person_id
    if not 0 <= amount <= MOST[kind]:
        raise Refused(
            N_("This limit lies between 0 and {most}. Empty means none. Nothing was changed."),
            code="LIMIT",
            most=MOST[kind] // 60 if kind in LENGTHS else MOST[kind],
        )
    row = row or WorkLimit(person_id=person_id, kind=kind)
    row.amount = amount
    uow.session.add(row)
    uow.session.flush()
    return person_id


class Limits:
    """What holds for each person in a week, as fields of a planner's `Worker`."""

    def __init__(
        self, agreed: Mapping[int, Mapping[LimitKind, int]], usual: Mapping[LimitKind, int], worked: Mapping[int, set[date]], monday: date
    ) -> None:
        self._agreed, self._usual, self._worked, self._monday = agreed, usual, worked, monday

    def of(self, person_id: int) -> dict[str, Any]:
        """What was agreed with the person, and what the company sets where nothing was; empty without any limit."""
        mine = {**self._usual, **self._agreed.get(person_id, {})}
        return _fields(mine, self._worked.get(person_id, set()), self._monday) if mine else {}


def load_limits(conn: Reader, monday: date, people: Collection[int] | None = None, figure: Figure = _no_figure) -> Limits:
    """Of everybody, or of some; `figure` gives a policy figure of this week by its code, None where it has no value.

    Days in a row and days off look at the month before the week, weekends at the calendar month of its Monday.
    """
    agreed = queries.limits(conn, people)
    usual = {kind: value for kind, code in USUAL.items() if (value := figure(code))}
    if not agreed and not usual:
        return Limits({}, {}, {}, monday)
    first = min(monday - LOOK_BACK * DAY, monday.replace(day=1) - DAY)
    worked = queries.days_worked(conn, first, monday, people if usual else agreed)
    return Limits(agreed, usual, worked, monday)


class Successions:
    """Which tasks are late and which early by the company's figures, and what may not follow what (decision 012)."""

    def __init__(self, figure: Figure) -> None:
        self._late, self._early = figure("plan_late_end") or 0, figure("plan_early_start") or 0

    @property
    def never_after(self) -> frozenset[tuple[str, str]]:
        """Pairs of kinds as a planner's `Worker` takes them; none unless the company sets both figures."""
        return NEVER_AFTER if self._late and self._early else frozenset()

    def kind(self, kind: str, start: int, end: int) -> str:
        """What the planner is told of a task: whether it is late or early, else its own kind. Minutes since midnight.

        >>> rule = Successions({"plan_late_end": 1260, "plan_early_start": 600}.get)
        >>> [rule.kind("shift", *one) for one in ((540, 780), (1020, 1260), (540, 1260), (660, 900))]
        ['early', 'late', 'late and early', 'shift']
        """
        late, early = bool(self._late) and end >= self._late, start < self._early
        return LATE_AND_EARLY if late and early else LATE if late else EARLY if early else kind


def _fields(agreed: Mapping[LimitKind, int], worked: set[date], monday: date) -> dict[str, Any]:
    found: dict[str, Any] = {FIELDS[kind]: amount for kind, amount in agreed.items() if kind in FIELDS}
    late = agreed.get(LimitKind.LATE_SHIFTS)
    if late is not None:
        found["kind_limits"] = ((LATE, late), (LATE_AND_EARLY, late))
    row = 0
    while monday - DAY * (row + 1) in worked:
        row += 1
    found["days_before"] = row
    newest = max(worked, default=None)
    if row == 0 and newest is not None:
        found["off_before"] = (monday - newest).days - 1
    saturdays = {day - DAY * (day.weekday() - 5) for day in worked if day.weekday() >= 5}
    found["weekends_before"] = sum((one.year, one.month) == (monday.year, monday.month) for one in saturdays)
    return found
