"""What was agreed with people on days and tasks, as the planner asks for it: with the days that lie before the week."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
}
"""Each limit's field of a planner's `Worker`."""
MOST: Final[Mapping[LimitKind, int]] = {
    LimitKind.DAY_MINUTES: 24 * 60,
    LimitKind.TASK_MINUTES: 24 * 60,
    LimitKind.TASKS_A_DAY: 20,
    LimitKind.DAYS_IN_A_ROW: 31,
    LimitKind.DAYS_OFF: 7,
    LimitKind.WEEKENDS: 5,
}
"""More than this limits nothing."""
LOOK_BACK: Final = 31
"""Days before the week that are looked at for days in a row and days off."""
DAY: Final = timedelta(days=1)


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
            most=MOST[kind] // 60 if kind in (LimitKind.DAY_MINUTES, LimitKind.TASK_MINUTES) else MOST[kind],
        )
    row = row or WorkLimit(person_id=person_id, kind=kind)
    row.amount = amount
    uow.session.add(row)
    uow.session.flush()
    return person_id


def load_limits(conn: Reader, monday: date, people: Collection[int] | None = None) -> dict[int, dict[str, Any]]:
    """Fields of a planner's `Worker` by person, for those with whom anything was agreed.

    Days in a row and days off look at the month before the week, weekends at the calendar month of its Monday.
    """
    agreed = queries.limits(conn, people)
    if not agreed:
        return {}
    first = min(monday - LOOK_BACK * DAY, monday.replace(day=1) - DAY)
    worked = queries.days_worked(conn, first, monday, agreed)
    return {person: _fields(mine, worked.get(person, set()), monday) for person, mine in agreed.items()}


def _fields(agreed: Mapping[LimitKind, int], worked: set[date], monday: date) -> dict[str, Any]:
    found: dict[str, Any] = {FIELDS[kind]: amount for kind, amount in agreed.items()}
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
