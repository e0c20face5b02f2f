"""The usual week of a person and the dates that differ from it; minutes since midnight, local days."""

from __future__ import annotations

from datetime import date, timedelta

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.people import AvailabilityException, AvailabilityWindow, ExceptionKind, Person
from workbench.services.people import clean_line, get
from workbench.services.workspace import UnitOfWork

WHOLE_DAY = (0, 24 * 60)
MOST_DAYS = 366
WEEKS = {
    1: (N_("Mon–Fri 09:00–18:00"), range(5), 9 * 60, 18 * 60), 2: (N_("Mon–Sat 09:00–18:00"), range(6), 9 * 60, 18 * 60),
    3: (N_("Every day 09:00–21:00"), range(7), 9 * 60, 21 * 60), 4: (N_("Evenings 17:00–21:00"), range(7), 17 * 60, 21 * 60),
    5: (N_("Sat and Sun 09:00–21:00"), range(5, 7), 9 * 60, 21 * 60),
}  # fmt: skip
"""Weeks to begin with, offered and never assumed: (text, weekdays, start, end)."""


def set_window(
    uow: UnitOfWork, person_id: int, weekday: int, start: int, end: int, preference: int = 3, *, window_id: int | None = None
) -> int:
    """A weekly window with a preference of 1 (avoid) to 5 (gladly); windows of a day must not overlap. Returns its id."""
    if not (0 <= weekday <= 6 and 0 <= start < end <= 1440 and 1 <= preference <= 5):
        raise Refused(N_("A window needs a start before its end, within one day. Nothing was changed."), code="WINDOW")
    for other in uow.session.query(AvailabilityWindow).filter_by(person_id=person_id, weekday=weekday):
        if other.id != window_id and other.start_minute < end and start < other.end_minute:
            raise Refused(N_("This overlaps another window of the same day. Change that one instead. Nothing was changed."), code="WINDOW")
    row = get(uow, AvailabilityWindow, window_id) if window_id else AvailabilityWindow(person_id=get(uow, Person, person_id).id)
    row.weekday, row.start_minute, row.end_minute, row.preference = weekday, start, end, preference
    uow.session.add(row)
    uow.session.flush()
    return row.id


def give_week(uow: UnitOfWork, person_ids: tuple[int, ...], week: int) -> int:
    """A usual week of `WEEKS` for those who have none yet; what somebody agreed on stays. Returns how many people were given it."""
    _text, weekdays, start, end = WEEKS[week]
    known = {row.person_id for row in uow.session.query(AvailabilityWindow).filter(AvailabilityWindow.person_id.in_(person_ids))}
    given = [person_id for person_id in person_ids if person_id not in known]
    if not given:
        raise Refused(N_("All of them have hours already; change those on their cards. Nothing was changed."), code="WINDOW")
    for person_id in given:
        for weekday in weekdays:
            set_window(uow, person_id, weekday, start, end)
    return len(given)


def remove_window(uow: UnitOfWork, window_id: int) -> int:
    uow.session.delete(get(uow, AvailabilityWindow, window_id))
    return window_id


def add_exceptions(
    uow: UnitOfWork, person_id: int, first: date, last: date, kind: str, start: int = 0, end: int = 1440, reason: str = ""
) -> int:
    """Dated exceptions from a day to a day, both included: unavailable, available or leave. Returns how many days were written.

    What the same kind has within these hours is written over, so that asking twice changes nothing; what is longer keeps the
    hours before and after them with its own reason.
    """
    get(uow, Person, person_id)
    if not 0 <= start < end <= 1440:
        raise Refused(N_("A window needs a start before its end, within one day. Nothing was changed."), code="WINDOW")
    if last < first:
        raise Refused(N_("The last day lies before the first day. Nothing was changed."), code="DATES")
    if (last - first).days >= MOST_DAYS:
        raise Refused(N_("At most a year can be entered at once. Nothing was changed."), code="DATES")
    wanted, why = ExceptionKind(kind), clean_line(reason)
    known = uow.session.query(AvailabilityException).filter(
        AvailabilityException.person_id == person_id, AvailabilityException.day >= first, AvailabilityException.day <= last
    )
    for row in known.all():
        if row.kind is wanted and row.start_minute < end and start < row.end_minute:
            for low, high in ((row.start_minute, start), (end, row.end_minute)):
                if low < high:
                    rest = AvailabilityException(
                        person_id=person_id, day=row.day, kind=wanted, start_minute=low, end_minute=high, reason=row.reason
                    )
                    uow.session.add(rest)
            uow.session.delete(row)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for day in days:
        uow.session.add(AvailabilityException(person_id=person_id, day=day, kind=wanted, start_minute=start, end_minute=end, reason=why))
    uow.session.flush()
    return len(days)


def remove_exceptions(uow: UnitOfWork, exception_ids: tuple[int, ...]) -> int:
    """Take dates away, one or a whole leave; returns how many."""
    for exception_id in exception_ids:
        uow.session.delete(get(uow, AvailabilityException, exception_id))
    return len(exception_ids)
