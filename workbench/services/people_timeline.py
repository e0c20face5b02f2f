"""What happened with one person, newest first: talks, weeks, results, recognition, training, reviews, engagements.

The line is put together from the records at every reading, so nothing of it is kept twice. Ten years of one person are some
two thousand moments; what is costly (sealed paragraphs, targets) is read for the moments asked for only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from workbench import i18n
from workbench.models.values.codes import CyclePeriod, Metric, ReviewState
from workbench.models.values.periods import Period
from workbench.readmodels.goals import TargetRow
from workbench.readmodels.people_timeline import (
    EngagementChange,
    Evaluation,
    Membership,
    Moment,
    MomentKind,
    MonthOfSales,
    ProofExpired,
    Session,
    SkillChange,
    Talk,
    Thanks,
    Timeline,
    WeekOfWork,
)
from workbench.services import policy, targets
from workbench.services.workspace import Reader
from workbench.storage.queries import goals as goal_queries
from workbench.storage.queries import people_timeline as queries
from workbench.storage.queries import reviews_people as people_queries

PAGE = 60
ORDER = {kind: place for place, kind in enumerate(MomentKind)}


def load_timeline(conn: Reader, person_id: int, today: date, kind: MomentKind | None = None, most: int = PAGE, first: int = 0) -> Timeline:
    """The moments up to today from number `first` on, at most `most`, of one kind or of all; counts are of all kinds."""
    found = [moment for source in SOURCES for moment in source(conn, person_id, today)]
    counts = Counter(moment.kind for moment in found)
    chosen = sorted((moment for moment in found if kind in (None, moment.kind)), key=_newest_first)
    page = _with_texts(conn, chosen[first : first + most])
    return Timeline(person_id, tuple(_with_targets(conn, person_id, page)), counts, len(chosen))


def _newest_first(moment: Moment) -> tuple[int, int, int]:
    return -moment.day.toordinal(), ORDER[moment.kind], -moment.id


# ---------------------------------------------------------------- the kinds


def _talks(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    for row in queries.talks(conn, person_id, today):
        what = {"person_id": person_id, "talk_id": row.id}
        yield Moment(MomentKind.TALK, row.day, row.id, Talk(row.state.value, row.skipped_because), "one_on_ones", what)


def _weeks(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    weeks: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day, minutes, tasks in queries.days_of_work(conn, person_id, today):
        week = weeks[date.fromordinal(day.toordinal() - day.weekday())]
        week[0] += minutes
        week[1] += tasks
    for monday, (minutes, tasks) in weeks.items():
        what = {"monday": monday, "person_id": person_id}
        yield Moment(MomentKind.WEEK, monday, monday.toordinal(), WeekOfWork(minutes, tasks), "planning", what)


def _months(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    """A month stands on its last day, the running one on today."""
    for name, net, won, lost in queries.months(conn, person_id, today):
        first = date.fromisoformat(f"{name}-01")
        last = _month(first).end
        fact = MonthOfSales(first, net, won, lost, last > today)
        yield Moment(MomentKind.RESULT, min(last, today), first.toordinal(), fact, "people", {"person_id": person_id, "part": "goals"})


def _month(first: date) -> Period:
    return Period.around(first, CyclePeriod.MONTH)


def _thanks(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    for row in queries.thanks(conn, person_id, today):
        yield Moment(MomentKind.THANKS, row.day, row.id, Thanks(row.text), "one_on_ones", {"person_id": person_id})


def _sessions(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    for row in queries.sessions(conn, person_id, today):
        what = {"monday": date.fromordinal(row.day.toordinal() - row.day.weekday()), "task_id": row.id}
        yield Moment(MomentKind.TRAINING, row.day, row.id, Session(row.title, row.minutes), "planning", what)


def _skills(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    """Levels as each day left them, so that what was tried and taken back on one day is no news."""
    what = {"person_id": person_id, "part": "skills"}
    days: dict[tuple[str, date], tuple[int | None, queries.Level]] = {}
    for one in queries.levels(conn, person_id):
        before = days[one.skill, one.day][0] if (one.skill, one.day) in days else one.before
        days[one.skill, one.day] = (before, one)
    for before, last in days.values():
        if before != last.level:
            yield Moment(MomentKind.TRAINING, min(last.day, today), last.seq, SkillChange(last.skill, before, last.level), "people", what)
    for row in queries.expired(conn, person_id, today):
        yield Moment(MomentKind.TRAINING, row.expires_on, row.id, ProofExpired(row.name), "people", what)


def _reviews(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    """A locked version stands on the day of its lock, another one on the last day of its period, at the latest today."""
    for row in queries.reviews(conn, person_id):
        locked = row.state is ReviewState.LOCKED
        day = i18n.local(row.locked_at).date() if row.locked_at is not None else row.end_on
        grade = (row.calibrated_grade or row.grade) if locked else ""
        fact = Evaluation(row.name, row.number, row.state.value, row.score if locked else None, grade)
        what = {"cycle_id": row.cycle_id, "person_id": person_id}
        yield Moment(MomentKind.REVIEW, min(day, today), row.id, fact, "reviews", what)


def _engagements(conn: Reader, person_id: int, today: date) -> Iterator[Moment]:
    what = {"person_id": person_id, "part": "contract"}
    for row in queries.engagements(conn, person_id):
        for day, began in ((row.start_on, True), (row.end_on, False)):
            if day is not None and day <= today:
                fact = EngagementChange(row.type.value, row.weekly_minutes, began)
                yield Moment(MomentKind.ENGAGEMENT, day, row.id * 2 + began, fact, "people", what)
    for day, joined in zip(queries.membership(conn, person_id), (True, False), strict=True):
        if day is not None and day <= today:
            yield Moment(MomentKind.ENGAGEMENT, day, -1 - joined, Membership(joined), "people", {"person_id": person_id, "part": "person"})


SOURCES = (_talks, _weeks, _months, _thanks, _sessions, _skills, _reviews, _engagements)


# ---------------------------------------------------------------- what is read for the moments shown only


def _with_texts(conn: Reader, moments: list[Moment]) -> list[Moment]:
    texts = queries.shared_texts(conn, [moment.id for moment in moments if isinstance(moment.fact, Talk)])
    return [
        replace(moment, fact=replace(moment.fact, text=texts[moment.id]))
        if isinstance(moment.fact, Talk) and moment.id in texts
        else moment
        for moment in moments
    ]


def _with_targets(conn: Reader, person_id: int, moments: list[Moment]) -> list[Moment]:
    """The target of each month as `targets` answers it for everybody who asks."""
    months = [moment.fact.first for moment in moments if isinstance(moment.fact, MonthOfSales)]
    if not months:
        return moments
    span = Period(min(months), _month(max(months)).end)
    rows = [row for row in goal_queries.targets(conn, span, (person_id,)) if row.metric is Metric.SALES_NET]
    if not rows:
        return moments
    own = _month_targets(conn, person_id, span, rows, months)
    return [
        replace(moment, fact=replace(moment.fact, target=own[moment.fact.first])) if isinstance(moment.fact, MonthOfSales) else moment
        for moment in moments
    ]


def _month_targets(conn: Reader, person_id: int, span: Period, rows: Sequence[TargetRow], months: Iterable[date]) -> dict[date, int | None]:
    """By first day of a month the person's own target in fen; hours and leave are read once for the whole span."""
    calendar, law = policy.load_calendar(conn), policy.load_law(conn)
    scaled = not all(row.prorated for row in rows)
    presence = people_queries.presences(conn, span, [person_id], with_hours=False)[person_id] if scaled else None
    found: dict[date, int | None] = {}
    for first in months:
        month = _month(first)
        touching = [row for row in rows if row.start_on <= month.end and row.end_on >= month.start]
        factor: Fraction | None = Fraction(1)
        week = targets.full_week_of(law, month)
        if presence is not None and not all(row.prorated for row in touching):
            day = targets.part_time_day_of(law, month)
            factor = targets.proration(presence, month, calendar, week, part_time_day=day).factor if week is not None else None
        found[first] = targets.target_of(touching, Metric.SALES_NET, month, factor, calendar).amount
    return found
