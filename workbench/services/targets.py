"""What one person, or the whole team, is to reach in a period: the one place that answers it.

Reviews, Today, one-on-ones and the Team card all ask here. A target is kept as the person's own figure or as a full-time
figure; the latter is scaled by agreed hours and eligible days (domain 8.3). Amounts are hundredths of the metric's unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from workbench.models import review_rules as rules
from workbench.models.calendar_rules import WorkCalendar
from workbench.models.goal_rules import covering
from workbench.models.labour_rules import LawTable
from workbench.models.values.codes import EngagementType, Metric
from workbench.models.values.numbers import half_up_int
from workbench.models.values.periods import Period
from workbench.readmodels.goals import OwnTarget, TargetRow
from workbench.readmodels.reviews import Proration
from workbench.services import policy
from workbench.services.workspace import Reader
from workbench.storage.queries import goals as queries
from workbench.storage.queries import reviews_people as people_queries
from workbench.storage.queries.reviews import Head
from workbench.storage.queries.reviews_people import LeaveDay, Presence, Term

# ---------------------------------------------------------------- days and hours


def here(presence: Presence, period: Period) -> Period | None:
    """The part of the period in which the person belonged to the company; None when there was none."""
    starts = [presence.hired_on] if presence.hired_on else [term.start_on for term in presence.terms[:1]]
    start = max([period.start, *starts])
    end = min(period.end, presence.left_on) if presence.left_on else period.end
    return Period(start, end) if start <= end else None


def proration(
    presence: Presence,
    period: Period,
    calendar: WorkCalendar,
    full_week: int,
    head: Head | None = None,
    *,
    part_time_day: int | None = None,
) -> Proration:
    """Agreed hours (averaged over the working days that count), eligible and period days, and the factor they give.

    Leave is taken off the stretch it falls into, before hours are averaged: who was away while full-time and here while part-time
    is measured by the part-time hours. Without any engagement the person counts as full-time; without agreed hours only where
    a full week is usual, else the hours are missing and there is no factor. What is set on the review wins. `full_week` and `part_time_day` are minutes, as
    law has them; the latter is the longest day of a part-timer.
    """
    week = full_week
    days, present = calendar.working_days(period), here(presence, period)
    stretches = _stretches(presence, present, calendar)
    mine = sum(count for _term, _span, count in stretches)
    off = [_days_off(presence, term, span, calendar, week, part_time_day) for term, span, _count in stretches]
    absent = half_up_int(sum(off, Fraction(0)))
    weekly = _average_week([(_agreed(term, week), count, away) for (term, _span, count), away in zip(stretches, off, strict=True)], week)
    excluded = max(head.excluded_days if head else 0, absent)
    if head is not None and head.weekly_minutes is not None and head.eligible_days is not None:  # kept by a freeze or a lock
        excluded = head.excluded_days
    eligible = max(0, mine - excluded)
    if head is not None:
        weekly = head.weekly_minutes if head.weekly_minutes is not None else weekly
        eligible = head.eligible_days if head.eligible_days is not None else eligible
    factor = None if weekly is None else rules.proration_factor(weekly, eligible, days, week) if days else Fraction(1)
    last = next((term for term in reversed(presence.terms) if term.start_on <= period.end), None)
    return Proration(weekly or 0, week, eligible, excluded, days, factor, presence.worked_minutes, last.type if last else None)


def _average_week(stretches: Sequence[tuple[int | None, int, Fraction]], full_week: int) -> int | None:
    """Minutes a week over (agreed, working days, days off) of each stretch; None where hours are missing.

    Days off do not count unless there is nothing else. Hours above a full week stand for a full week where they are averaged.
    """
    if any(minutes is None for minutes, _count, _off in stretches):
        return None
    different = {minutes for minutes, _count, _off in stretches}
    if len(different) <= 1:
        return next(iter(different), full_week)
    counted = [(min(minutes or 0, full_week), count - off) for minutes, count, off in stretches]
    if not sum(days for _minutes, days in counted):
        counted = [(min(minutes or 0, full_week), Fraction(count)) for minutes, count, _off in stretches]
    return half_up_int(sum((minutes * days for minutes, days in counted), Fraction(0)) / sum(days for _minutes, days in counted))


def _days_off(
    presence: Presence, term: Term | None, span: Period, calendar: WorkCalendar, full_week: int, part_time_day: int | None
) -> Fraction:
    """Working days of a stretch that leave took.

    Office days are counted whole. Leave on other days, on which weekend people work, takes as much of the working days of its week
    as it takes of the person's usual hours; no week loses more than it has.
    """
    weeks: dict[date, Fraction] = defaultdict(Fraction)
    for day, leave in presence.leave.items():
        if day not in span:
            continue
        monday = day - day.weekday() * rules.ONE_DAY
        if calendar.is_working(day):
            weeks[monday] += _is_off(leave, term, full_week, part_time_day)
        elif leave.missed:
            weeks[monday] += Fraction(leave.missed, leave.usual_week) * _working_days(calendar, span, monday)
    return sum((min(days, Fraction(_working_days(calendar, span, monday))) for monday, days in weeks.items()), Fraction(0))


def _working_days(calendar: WorkCalendar, span: Period, monday: date) -> int:
    first, last = max(monday, span.start), min(monday + 6 * rules.ONE_DAY, span.end)
    return calendar.working_days(Period(first, last))


def _agreed(term: Term | None, full_week: int) -> int | None:
    return full_week if term is None else rules.counted_minutes(term.type, term.weekly_minutes, full_week)


def _is_off(leave: LeaveDay, term: Term | None, full_week: int, part_time_day: int | None) -> bool:
    most = part_time_day if term is not None and term.type in policy.DAY_LIMITS else None
    return rules.is_day_off(*leave, _agreed(term, full_week), full_week, most)


def term_on(presence: Presence, day: date) -> Term | None:
    """The engagement in force on a day, the later one where two overlap; None for somebody without any.

    Between two, and after the last one ran out while the person stayed, the one that ended before goes on: a lapsed
    part-time contract makes nobody full-time. Before the first one, the first one counts.
    """
    found = next((term for term in reversed(presence.terms) if term.covers(day)), None)
    if found is not None or not presence.terms:
        return found
    ended = [term for term in presence.terms if term.end_on is not None and term.end_on < day]
    return max(ended, key=lambda term: (term.end_on, term.start_on)) if ended else presence.terms[0]


def _stretches(presence: Presence, present: Period | None, calendar: WorkCalendar) -> list[tuple[Term | None, Period, int]]:
    """The engagement that counts (`term_on`), with its days and how many of them are working days, over the days of presence."""
    if present is None:
        return []
    cuts = {present.start}
    for term in presence.terms:
        cuts.add(term.start_on)
        if term.end_on is not None:
            cuts.add(term.end_on + rules.ONE_DAY)
    starts = sorted(day for day in cuts if day in present)
    ends = [*(day - rules.ONE_DAY for day in starts[1:]), present.end]
    found = []
    for first, last in zip(starts, ends, strict=True):
        span = Period(first, last)
        count = calendar.working_days(span)
        if count:
            found.append((term_on(presence, first), span, count))
    return found


# ---------------------------------------------------------------- one person


def target_of(rows: Sequence[TargetRow], metric: Metric, period: Period, factor: Fraction | None, calendar: WorkCalendar) -> OwnTarget:
    """The target of one person for one metric and period; `factor` scales full-time figures, None where hours are missing.

    Which rows count is told by `goal_rules.covering`. Rates and scores are the same for everyone and are never scaled.
    """
    mine = [row for row in rows if row.metric is metric]
    parts = covering([row.period for row in mine], period, calendar.working_days)
    if not parts:
        return OwnTarget()
    source = " · ".join(dict.fromkeys(mine[part.place].source for part in parts if mine[part.place].source))
    if not metric.adds_up:
        whole = sum(mine[part.place].amount * part.days for part in parts)
        return OwnTarget(half_up_int(Fraction(whole, sum(part.days for part in parts))), source)
    scaled = any(not mine[part.place].prorated for part in parts)
    if scaled and factor is None:
        return OwnTarget(None, source, hours_missing=True)
    amount = sum((_own(mine[part.place].amount, mine[part.place].prorated, factor) * part.share for part in parts), Fraction(0))
    return OwnTarget(half_up_int(amount), source, scaled)


def _own(amount: int, is_own: bool, factor: Fraction | None) -> Fraction:
    return Fraction(amount) if is_own else amount * (factor or Fraction(0))


def load_proration(conn: Reader, person_id: int, period: Period, calendar: WorkCalendar, law: LawTable) -> Proration | None:
    """How a full-time figure of this period becomes this person's own; None while law has no full week for it."""
    week = full_week_of(law, period)
    if week is None:
        return None
    presence = people_queries.presences(conn, period, [person_id], with_hours=False)[person_id]
    return proration(presence, period, calendar, week, part_time_day=part_time_day_of(law, period))


def part_time_day_of(law: LawTable, period: Period) -> int | None:
    """Most minutes a day of a part-timer, as in force on the last day of the period; None where law has no value then."""
    row = law.find(policy.DAY_LIMITS[EngagementType.PART_TIME], period.end)
    return row.value if row else None


def full_week_of(law: LawTable, period: Period) -> int | None:
    """Minutes of a full week as in force on the last day of the period, which is what reviews follow too."""
    row = law.find(policy.STANDARD_WEEK, period.end)
    return row.value if row else None


def load_own(conn: Reader, person_id: int, metric: Metric, period: Period, calendar: WorkCalendar, law: LawTable) -> OwnTarget:
    """The target of one person for one metric and period, from the records."""
    rows = [row for row in queries.targets(conn, period, (person_id,)) if row.metric is metric]
    if all(row.prorated for row in rows):
        return target_of(rows, metric, period, Fraction(1), calendar)
    share = load_proration(conn, person_id, period, calendar, law)
    return target_of(rows, metric, period, share.factor if share else None, calendar)


# ---------------------------------------------------------------- the whole team


def load_team(
    conn: Reader, metric: Metric, periods: Sequence[Period], calendar: WorkCalendar, law: LawTable
) -> Mapping[Period, int | None]:
    """The sum of everybody's targets of a metric that adds up, for each of these periods; None where none is set.

    The same answer as `target_of` for each person, rounded once at the end. Own figures of people whose targets have the
    same spans are added up first, so that 500 people cost little more than one. Who has no agreed hours is left out.
    """
    window = Period(min(period.start for period in periods), max(period.end for period in periods))
    found: dict[int, list[queries.Figure]] = defaultdict(list)
    for row in queries.figures(conn, metric, window):
        found[row.person_id].append(row)
    alike: dict[tuple[Period, ...], list[int]] = {}
    scaled: dict[int, list[queries.Figure]] = {}
    for person_id, rows in found.items():
        if not all(row.prorated for row in rows):
            scaled[person_id] = rows
            continue
        sums = alike.setdefault(tuple(row.period for row in rows), [0] * len(rows))
        for place, row in enumerate(rows):
            sums[place] += row.amount
    presences = people_queries.presences(conn, window, scaled, with_hours=False) if scaled else {}
    return {period: _team(period, alike, scaled, presences, calendar, law) for period in periods}


def _team(
    period: Period, alike: Mapping[tuple[Period, ...], Sequence[int]], scaled: Mapping[int, Sequence[queries.Figure]],
    presences: Mapping[int, Presence], calendar: WorkCalendar, law: LawTable,
) -> int | None:  # fmt: skip
    amounts: list[Fraction] = []
    full_week, day = full_week_of(law, period), part_time_day_of(law, period)
    for spans, sums in alike.items():
        amounts += (sums[part.place] * part.share for part in covering(spans, period, calendar.working_days))
    for person_id, rows in scaled.items():
        parts = covering([row.period for row in rows], period, calendar.working_days)
        if not parts:
            continue
        factor = proration(presences[person_id], period, calendar, full_week, part_time_day=day).factor if full_week else None
        if factor is not None or all(rows[part.place].prorated for part in parts):
            amounts += (_own(rows[part.place].amount, rows[part.place].prorated, factor) * part.share for part in parts)
    return half_up_int(sum(amounts, Fraction(0))) if amounts else None
