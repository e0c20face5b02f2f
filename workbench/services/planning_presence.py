"""Who is here in a week: engagements and the limits that they bring, and how much of the hours wished counts.

The planner, the board and the preview of a plan ask the same functions, so that their figures are the same.
A week in which somebody was not here, or away all of it, is no week of unmet wishes (domain 3.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from workbench.models import planning_rules
from workbench.models.labour_rules import FULL_WEEK_TYPES
from workbench.models.values.codes import EngagementType
from workbench.services.workspace import Reader
from workbench.storage.queries import planning as queries
from workbench.storage.queries import planning_presence as presence_queries
from workbench.storage.queries.planning import Span

LAW_LIMITED: Final = frozenset({EngagementType.PART_TIME})
"""Types whose weekly hours the law forbids to exceed; for the others more than the usual week is overtime."""
USUAL_WEEK: Final = FULL_WEEK_TYPES
LAW_WEEK, LAW_DAY, FULL_WEEK = "part_time_week_minutes", "part_time_day_minutes", "full_time_week_minutes"
WEEK: Final = timedelta(days=7)
Figure = Callable[[str], int | None]
"""The value of a figure by its code; None where it has none."""


# ---------------------------------------------------------------- engagements and limits of one week


class Terms(NamedTuple):
    """What somebody's engagements say about one week; limits in minutes, None for no or no known limit.

    `law_week` and `law_day` hold on `law_days` only (none mean all days), for an engagement of another type may begin
    or end within the week. `usual` is the week beyond which is overtime. `valid` are (first, last) days of engagements;
    none at all mean that no engagement is recorded. `codes` are the figures that these limits need.
    """

    kind: EngagementType | None = None
    law_week: int | None = None
    law_day: int | None = None
    law_days: tuple[date, ...] = ()
    usual: int | None = None
    valid: tuple[tuple[date, date | None], ...] = ()
    agreed: int = 0
    elsewhere: int = 0
    codes: tuple[str, ...] = ()

    def limit(self, own_most: int | None) -> int | None:
        """The tightest limit of the whole week, with the person's own maximum; a limit of some days only is left to the rules."""
        known = [self.usual if own_most is None else own_most, None if self.law_days else self.law_week]
        return min((one for one in known if one is not None), default=None)


def spans_of_week(spans: Sequence[Span], monday: date) -> list[Span]:
    """Engagements that touch the week, the earliest first; else the last before and the first after it."""
    touching = [one for one in spans if one.start_on < monday + WEEK and (one.end_on is None or one.end_on >= monday)]
    if touching:
        return touching
    before = [one for one in spans if one.start_on < monday]
    return [*before[-1:], *spans[len(before) : len(before) + 1]]


def terms_of(spans: Sequence[Span], monday: date, figure: Figure) -> Terms:
    """The terms of a week by its engagements (`spans_of_week`); the strictest limits hold on the days that they cover."""
    if not spans:
        return Terms()
    limited = [one for one in spans if one.type in LAW_LIMITED]
    is_usual = any(one.type in USUAL_WEEK for one in spans)
    law_days: tuple[date, ...] = ()
    if limited and len(limited) < len(spans):
        days = [monday + timedelta(days=n) for n in range(7)]
        engaged = [day for day in days if any(_covers(one, day) for one in spans)]
        under = [day for day in engaged if any(_covers(one, day) for one in limited)]
        law_days = tuple(under) if len(under) < len(engaged) else ()
        if engaged and not under:
            limited = []
    codes = (*((LAW_WEEK, LAW_DAY) if limited else ()), *((FULL_WEEK,) if is_usual else ()))
    week, day = (figure(LAW_WEEK), figure(LAW_DAY)) if limited else (None, None)
    last = spans[-1]
    valid = tuple((one.start_on, one.end_on) for one in spans)
    return Terms(last.type, week, day, law_days, figure(FULL_WEEK) if is_usual else None, valid, last.agreed, last.elsewhere, codes)


def _covers(span: Span, day: date) -> bool:
    return span.start_on <= day and (span.end_on is None or day <= span.end_on)


# ---------------------------------------------------------------- wishes


Part = tuple[int, int]  # start and end in minutes


class Presence:
    """The days on which people may be asked, over the week and those before, and what they wish of each week."""

    def __init__(
        self, stays: Mapping[int, tuple[int, date | None, date | None]], spans: Mapping[int, Sequence[Span]], windows: Sequence[Any],
        exceptions: Iterable[tuple[int, date, int, int, bool]], weeks: tuple[date, ...],
    ) -> None:  # fmt: skip
        """`windows` as (person, weekday, start, end, …); exceptions as read; `weeks` are the Mondays of the past that count."""
        self.spans, self.windows, self.weeks = spans, windows, weeks
        self._stays = stays
        self._open: dict[int, dict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
        for person, weekday, start, end, *_rest in windows:
            self._open[person][weekday].append((start, end))
        self._given: dict[tuple[int, date], list[Part]] = defaultdict(list)
        self._away: dict[tuple[int, date], list[Part]] = defaultdict(list)
        self._special: set[tuple[int, date]] = set()
        for person, day, start, end, is_given in exceptions:
            (self._given if is_given else self._away)[person, day].append((start, end))
            self._special.add((person, _monday(day)))

    def of_week(self, person_id: int, monday: date) -> list[Span]:
        """The person's engagements as `terms_of` takes them."""
        return spans_of_week(self.spans.get(person_id, ()), monday)

    def has_hours(self, person_id: int) -> bool:
        """Whether the person may be asked at any hour of a usual week."""
        return person_id in self._open

    def since(self, person_id: int) -> date | None:
        """First day of the first engagement, else with the company."""
        spans = self.spans.get(person_id)
        return spans[0].start_on if spans else self._stays[person_id][1]

    def wished_before(self, person_id: int) -> int:
        """Minutes wished in the weeks before that count."""
        return sum(self.wished(person_id, monday) for monday in self.weeks)

    def wished(self, person_id: int, monday: date) -> int:
        """Minutes wished of one week: all of it, or as much as there are days of the usual ones on which the person may be asked."""
        wish, hired, left = self._stays[person_id]
        sunday, spans = monday + timedelta(days=6), self.spans.get(person_id, ())
        whole = not spans or next((one for one in spans if _covers(one, monday) and _covers(one, sunday)), None)
        here = (hired is None or hired <= monday) and (left is None or left >= sunday)
        if here and whole and (person_id, monday) not in self._special:
            return planning_rules.agreed_wish(wish, 0 if whole is True else whole.agreed)
        usual = self._open.get(person_id) or {weekday: [(0, 1440)] for weekday in range(7)}
        days = [monday + timedelta(days=n) for n in range(7)]
        asked = [day for day in days if (day.weekday() in usual or (person_id, day) in self._given)]
        return planning_rules.week_wish([self._wished_on(person_id, day, usual) for day in asked], len(usual))

    def _wished_on(self, person_id: int, day: date, usual: Mapping[int, Sequence[Part]]) -> int:
        """The weekly wish that holds on a day; 0 on one on which the person is not here or away."""
        wish, hired, left = self._stays[person_id]
        spans = self.spans.get(person_id, ())
        span = next((one for one in spans if _covers(one, day)), None)
        if (hired is not None and day < hired) or (left is not None and day > left) or (spans and span is None):
            return 0
        open_ = [*usual.get(day.weekday(), ()), *self._given.get((person_id, day), ())]
        if planning_rules.is_covered(open_, self._away.get((person_id, day), ())):
            return 0
        return planning_rules.agreed_wish(wish, span.agreed if span else 0)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def load_presence(conn: Reader, monday: date, only: Collection[int] | None = None, *, before: bool = True) -> Presence:
    """Of everybody, or of some; without `before` only this week is read, which is enough for its limits."""
    weeks = presence_queries.weeks_with_tasks(conn, monday) if before else ()
    first = min((*weeks, monday - WEEK)) if before else monday
    return Presence(
        presence_queries.stays(conn, only), queries.engagements(conn, only), queries.windows(conn, only),
        presence_queries.exceptions(conn, first, monday + WEEK, only), weeks,
    )  # fmt: skip
