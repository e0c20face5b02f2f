"""What the manager needs to know now, gathered from every subject and put in order of urgency."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from workbench.i18n import N_
from workbench.models import labour_rules
from workbench.models.calendar_rules import WorkCalendar
from workbench.models.goal_rules import Pacing, pacing_by_days
from workbench.models.labour_rules import LawTable
from workbench.models.one_on_one_rules import Due
from workbench.models.values.codes import EngagementType, Metric, Severity
from workbench.models.values.labels import ENGAGEMENT_LABELS
from workbench.models.values.numbers import half_up_int
from workbench.models.values.periods import Period, Week
from workbench.models.values.quantities import hours_text
from workbench.readmodels.today import MonthBar, TodayBoard, TodayItem, WeekSummary
from workbench.services import one_on_ones, policy, targets, today_rules
from workbench.services.workspace import Reader
from workbench.storage.queries import today as queries

MONTHS_SHOWN = 12
MOST_OF_A_KIND = 4


def load_today(conn: Reader, today: date) -> TodayBoard:
    """The whole Today screen in one read."""
    monday = Week.from_date(today).monday
    week = queries.week(conn, monday)
    cycle = queries.open_cycle(conn)
    quarter = Period.quarter(today.year, (today.month - 1) // 3 + 1)
    calendar, law = policy.load_calendar(conn), policy.load_law(conn)
    months, actual, target, pace = _pace(conn, today, quarter, calendar, law)
    broken, over = today_rules.load_broken(conn, monday)
    items = [
        *_talks(conn, today),
        *broken,
        *_hours(conn, today, monday, law, over),
        *_contracts(conn, today, law),
        *_week(week),
        *_visits(conn, today),
        *_promises(conn, today),
    ]
    if cycle is not None and cycle.due_on is not None and cycle.submitted < cycle.people:
        late = cycle.due_on < today
        sentence = (
            N_("{cycle}: {open} evaluations are still to be submitted; they were due on {due}")
            if late
            else N_("{cycle}: {open} evaluations to be submitted by {due}")
        )
        figures = {"cycle": cycle.name, "open": cycle.people - cycle.submitted, "due": cycle.due_on}
        items.append(TodayItem("REVIEW", "bad" if late else "accent", N_("Review"), sentence, N_("Continue"), "reviews", figures))
    items += _praise(conn, quarter)
    order = {"bad": 0, "warning": 1, "accent": 2, "good": 3}
    return TodayBoard(
        today, tuple(sorted(items, key=lambda item: order[item.tone])), months, actual, half_up_int(pace.expected), target, week, cycle,
        tuple(queries.schedule(conn, today)), calendar.has_year(today.year), queries.head_count(conn, today), pace.colour.value,
    )  # fmt: skip


def _talks(conn: Reader, today: date) -> list[TodayItem]:
    late = [row for row in one_on_ones.load_due(conn, today) if row.state == Due.OVERDUE.value]
    return [
        TodayItem(
            "TALK", "bad", N_("Overdue"), N_("The one-on-one with {person} is {days} days late"), N_("Arrange"), "one_on_ones",
            {"person": row.name, "days": row.days}, {"person_id": row.person_id},
        )
        for row in late[:MOST_OF_A_KIND]
    ]  # fmt: skip


def _hours(conn: Reader, today: date, monday: date, law: LawTable, over: Collection[int]) -> list[TodayItem]:
    """Who is at, one hour short of, or over the usual week of the engagement; `over` is named already."""
    loads = queries.loads(conn, monday)
    kinds = {load.engagement for load in loads}
    found = _missing_limits(law, today, kinds)
    limits = {kind: policy.limit_of(law, kind, today) for kind in kinds}
    for load in loads:
        limit = limits[load.engagement]
        if not limit or load.minutes < limit - 60 or load.person_id in over:
            continue
        sentence = (
            N_("{person} is planned for {hours} h this week; the limit is {limit} h")
            if load.minutes > limit
            else N_("{person} has {hours} of {limit} h this week; nothing more fits")
        )
        figures = {"person": load.name, "hours": hours_text(load.minutes), "limit": hours_text(limit)}
        found.append(TodayItem("HOURS", "warning", N_("Hours"), sentence, N_("Look"), "planning", figures, {"person_id": load.person_id}))
    return found[:MOST_OF_A_KIND]


def _missing_limits(law: LawTable, today: date, kinds: Iterable[EngagementType]) -> list[TodayItem]:
    """A legal limit without a value for today is said: hours cannot be checked against it."""
    return [
        TodayItem(
            "LAW", "bad", N_("Law"), N_("The figure “{kind}” has no value for {day}, so hours are not checked"), N_("Add"), "preferences",
            {"kind": one.label, "day": one.day}, {"part": "law", "code": one.code},
        )
        for one in policy.missing_limits(law, kinds, today)
    ]  # fmt: skip


def _contracts(conn: Reader, today: date, law: LawTable) -> list[TodayItem]:
    """Contracts from the first day of the reminders on, red from the last one and once they ended, and proofs that end."""
    found = []
    days = law.reminder_days(today)
    first, last = max(days, default=0), min(days, default=0)
    for person_id, name, kind, ends in queries.ending_contracts(conn, today, first):
        for finding in labour_rules.check_expiry(ends, today, days):
            ended = finding.severity is Severity.BLOCK
            sentence = N_("{person}'s contract ({kind}) ended on {day}") if ended else N_("{person}'s contract ({kind}) ends on {day}")
            tone = "bad" if ended or (ends - today).days <= last else "warning"
            figures: dict[str, object] = {"person": name, "kind": ENGAGEMENT_LABELS[kind], "day": ends}
            found.append(TodayItem("CONTRACT", tone, N_("Contract"), sentence, N_("Renew"), "people", figures, {"person_id": person_id}))
    del found[MOST_OF_A_KIND:]
    for person_id, name, skill, ends in queries.ending_skills(conn, today, first)[:2]:
        figures = {"person": name, "skill": skill, "day": ends}
        found.append(
            TodayItem(
                "SKILL",
                "warning",
                N_("Skill"),
                N_("{person}'s proof of {skill} ends on {day}"),
                N_("Look"),
                "people",
                figures,
                {"person_id": person_id},
            )
        )
    return found


def _week(week: WeekSummary) -> list[TodayItem]:
    left = week.needed - week.assigned
    if left <= 0:
        return []
    figures = {"count": left, "first": week.open_titles[0] if week.open_titles else ""}
    return [
        TodayItem(
            "OPEN", "warning", N_("Open"), N_("{count} places of this week are not filled, first: {first}"), N_("Fill"), "planning", figures
        )
    ]


def _visits(conn: Reader, today: date) -> list[TodayItem]:
    late = sorted(queries.late_visits(conn, today, policy.load_visit_days(conn, today)), key=lambda row: (row[3] - today).days / row[4])
    found = [
        TodayItem(
            "VISIT", "warning", N_("Visit"), N_("{customer} (class {grade}) was last visited {days} days ago; the rhythm is {every}"), N_("Plan"), "customers",
            {"customer": name, "grade": grade.value, "days": (today - day).days, "every": every}, {"customer_id": customer},
        )
        for customer, name, grade, day, every in late[:3]
    ]  # fmt: skip
    without = queries.customers_without_owner(conn, today)
    if without:
        found.append(
            TodayItem(
                "OWNER",
                "warning",
                N_("Owner"),
                N_("{count} customers have no owner today"),
                N_("Look"),
                "customers",
                {"count": without},
                {"without_owner": True},
            )
        )
    return found


def _promises(conn: Reader, today: date) -> list[TodayItem]:
    found = []
    for person_id, name, text, due, side in queries.late_promises(conn, today)[:3]:
        sentence = N_("You promised {person} “{text}” for {day}") if side == "manager" else N_("{person} promised “{text}” for {day}")
        found.append(
            TodayItem(
                "PROMISE",
                "warning",
                N_("Promise"),
                sentence,
                N_("Look"),
                "one_on_ones",
                {"person": name, "text": text, "day": due},
                {"person_id": person_id},
            )
        )
    return found


def _praise(conn: Reader, quarter: Period) -> list[TodayItem]:
    best = queries.best_months(conn, quarter)[:1]
    return [
        TodayItem("PRAISE", "good", N_("Recognise"), N_("{person} leads the quarter so far; say thank you for something concrete"), N_("Thank"), "one_on_ones", {"person": name}, {"person_id": person_id})
        for person_id, name, net in best
        if net > 0
    ]  # fmt: skip


def _pace(
    conn: Reader, today: date, quarter: Period, calendar: WorkCalendar, law: LawTable
) -> tuple[tuple[MonthBar, ...], int, int, Pacing]:
    """Twelve months of actuals against targets, and the running quarter: actual, target and how its pace is."""
    first_index = today.year * 12 + today.month - MONTHS_SHOWN
    months = [Period.month(index // 12, index % 12 + 1) for index in range(first_index, first_index + MONTHS_SHOWN)]
    net = queries.net_by_month(conn, months[0].start)
    wanted = targets.load_team(conn, Metric.SALES_NET, (*months, quarter), calendar, law)
    bars = tuple(
        MonthBar(month.start, net.get(f"{month.start:%Y-%m}", 0), wanted[month], month.start <= today <= month.end) for month in months
    )
    actual = sum(bar.actual for bar in bars if quarter.start <= bar.month <= quarter.end)
    target = wanted[quarter] or 0
    pace = pacing_by_days(target, actual, calendar.working_days(quarter), calendar.working_days(Period(quarter.start, today)))
    return bars, actual, target, pace
