"""The office calendar: days off and make-up days by year, typed, read from a file, or taken over from the program.

A day is one row with its kind, name and source. Entering a day anew replaces what was said of it; each change is one undo step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from workbench.errors import KnownError, Refused
from workbench.i18n import N_
from workbench.models import calendar_rules as rules
from workbench.models.calendar_rules import CalendarRow, DayKind, WorkCalendar
from workbench.models.policy import CalendarDay
from workbench.models.values.periods import Period
from workbench.readmodels.policy import CalendarCard, CalendarOffer, CalendarSpan, CalendarYear
from workbench.services import policy
from workbench.services.people import clean_line
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import policy as queries

DAY = timedelta(days=1)
LONGEST_SPAN = 60
LARGEST_FILE = 1_000_000
SATURDAY = 5


class CalendarFileGoneError(KnownError):
    """The file cannot be read from the disk."""

    sentence = N_("The file “{file}” cannot be read. Look whether it is still there. The calendar in use is unchanged.")


# ---------------------------------------------------------------- reads


def load_calendar_card(conn: Reader, today: date) -> CalendarCard:
    """Every year with days, this year and the next one, and the years on offer."""
    kept = [CalendarRow(day, DayKind(kind), name, source) for day, kind, name, source in queries.calendar_days(conn)]
    rows, ids = kept or list(policy.shipped_calendar()), queries.calendar_ids(conn)
    calendar = WorkCalendar(rows)
    found = spans(rows, ids)
    years = sorted({span.first.year for span in found} | {today.year, today.year + 1})
    known = {row.day.year for row in kept}
    offered = Counter(row.day.year for row in policy.shipped_calendar()) if kept else Counter()
    sources = {row.day.year: row.source for row in policy.shipped_calendar()}
    return CalendarCard(
        tuple(
            CalendarYear(
                year, tuple(span for span in found if span.first.year == year), calendar.working_days(Period(date(year, 1, 1), date(year, 12, 31))), calendar.has_year(year)
            )
            for year in years
        ),
        tuple(CalendarOffer(year, count, sources[year]) for year, count in sorted(offered.items()) if year not in known),
    )  # fmt: skip


def spans(rows: Iterable[CalendarRow], ids: dict[date, int]) -> list[CalendarSpan]:
    """Days in a row that are alike as one span, within one year."""
    found: list[CalendarSpan] = []
    for row in sorted(rows):
        last = found[-1] if found else None
        like = last is not None and (last.kind, last.name, last.source) == (row.kind.value, row.name, row.source)
        own = (ids[row.day],) if row.day in ids else ()
        if last is not None and like and row.day - last.last == DAY and row.day.year == last.first.year:
            found[-1] = CalendarSpan((*last.ids, *own), last.first, row.day, last.kind, last.name, last.source)
        else:
            found.append(CalendarSpan(own, row.day, row.day, row.kind.value, row.name, row.source))
    return found


def kind_labels() -> list[tuple[str, str]]:
    """(kind, label as a message id) of what a day can be."""
    return [(kind.value, label) for kind, label in rules.DAY_KIND_LABELS.items()]


# ---------------------------------------------------------------- changes


def set_days(uow: UnitOfWork, first: date, last: date, kind: str, name: str, source: str) -> int:
    """Say of a day or of days in a row what they are; returns how many days.

    Refused codes: DATES, NAME, SOURCE, and KIND for a make-up day on a usual working day.
    """
    if last < first:
        raise Refused(N_("The last day lies before the first day. Nothing was changed."), code="DATES")
    if (last - first).days >= LONGEST_SPAN:
        raise Refused(N_("At most {most} days can be entered at once. Nothing was changed."), code="DATES", most=LONGEST_SPAN)
    chosen, name, source = DayKind(kind), clean_line(name), clean_line(source)
    if not name:
        raise Refused(N_("Say what the day is called. Nothing was changed."), code="NAME")
    if not source:
        raise Refused(N_("Say where the day comes from, for instance the number of the notice. Nothing was changed."), code="SOURCE")
    days = list(Period(first, last))
    if chosen is DayKind.MAKEUP and any(day.weekday() < SATURDAY for day in days):
        raise Refused(
            N_("A make-up working day falls on a Saturday or Sunday; the other days are working days anyway. Nothing was changed."),
            code="KIND",
        )
    return _write(uow, [CalendarRow(day, chosen, name, source) for day in days])


def remove_days(uow: UnitOfWork, ids: Sequence[int]) -> int:
    """These days are usual ones again; returns how many were taken away."""
    rows = list(uow.session.query(CalendarDay).filter(CalendarDay.id.in_(list(ids))))
    if not rows:
        raise Refused(N_("This entry is no longer there; it may have been undone or deleted. Nothing was changed."), code="GONE")
    for row in rows:
        uow.session.delete(row)
    uow.session.flush()
    return len(rows)


def keep_shipped(uow: UnitOfWork) -> int:
    """Where no day is kept, the shipped days answer: they are kept before one is changed. Returns how many."""
    if uow.session.query(CalendarDay.id).first() is not None:
        return 0
    return len(uow.insert_many(CalendarDay, [policy.calendar_values(row) for row in policy.shipped_calendar()]))


def take_year(uow: UnitOfWork, year: int) -> int:
    """Keep the shipped days of a year of which none are kept; returns how many."""
    kept = {day for (day,) in uow.session.query(CalendarDay.day)}
    rows = [row for row in policy.shipped_calendar() if row.day.year == year and row.day not in kept]
    return _write(uow, rows)


def read_file(path: Path) -> tuple[CalendarRow, ...]:
    """Days of a JSON file or of a table (date, name, day off yes or no). CalendarUnreadableError names the line that cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused(N_("This file is too large for a calendar of days off. The calendar in use is unchanged."), code="SIZE")
        raw = path.read_bytes()
    except OSError as error:
        raise CalendarFileGoneError(repr(error), file=path.name) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    rows = rules.rows_from_json(text) if text.lstrip().startswith(("{", "[")) else rules.rows_from_csv(text)
    if not rows:
        raise rules.CalendarUnreadableError("no rows", line=1)
    return tuple(rows)


def import_days(uow: UnitOfWork, path: Path, source: str) -> int:
    """Keep the days of a file; days that it does not name stay as they are. Returns how many days it named."""
    source = clean_line(source) or path.name
    rows = [CalendarRow(row.day, row.kind, clean_line(row.name), row.source or source) for row in read_file(path)]
    return _write(uow, rows)


def _write(uow: UnitOfWork, rows: Sequence[CalendarRow]) -> int:
    keep_shipped(uow)
    known = {row.day: row for row in uow.session.query(CalendarDay)}
    for row in rows:
        kept = known.get(row.day)
        if kept is None:
            kept = known[row.day] = CalendarDay(day=row.day)
            uow.session.add(kept)
        kept.kind, kept.name, kept.source = row.kind.value, row.name, row.source
    uow.session.flush()
    return len({row.day for row in rows})
