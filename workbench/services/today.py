"""What the manager needs to know now, gathered from every subject and put in order of urgency."""

from __future__ import annotations

from datetime import date

from workbench.i18n import N_
from workbench.models.one_on_one_rules import Due
from workbench.models.values import ENGAGEMENT_LABELS, Period, Week
from workbench.readmodels.today import MonthBar, TodayBoard, TodayItem, WeekSummary
from workbench.services import one_on_ones, policy
from workbench.services.workspace import Reader
from workbench.storage.queries import today as queries

MONTHS_SHOWN = 12
CONTRACT_DAYS = 45
MOST_OF_A_KIND = 4


def load_today(conn: Reader, today: date) -> TodayBoard:
    """The whole Today screen in one read."""
    monday = Week.from_date(today).monday
    week = queries.week(conn, monday)
    cycle = queries.open_cycle(conn)
    quarter = Period.quarter(today.year, (today.month - 1) // 3 + 1)
    months, actual, expected, target = _pace(conn, today, quarter)
    items = [
        *_talks(conn, today),
        *_hours(conn, today, monday),
        *_contracts(conn, today),
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
        today, tuple(sorted(items, key=lambda item: order[item.tone])), months, actual, expected, target, week, cycle, tuple(queries.schedule(conn, today)),
        policy.load_calendar(conn).has_year(today.year), queries.head_count(conn, today),
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


def _hours(conn: Reader, today: date, monday: date) -> list[TodayItem]:
    """Who is over, at or one hour short of the weekly limit of the engagement."""
    found = []
    loads = queries.loads(conn, monday)
    limits = {kind: policy.week_limit(conn, kind, today) for kind in {load.engagement for load in loads}}
    for load in loads:
        limit = limits[load.engagement]
        if not limit or load.minutes < limit - 60:
            continue
        over = load.minutes > limit
        sentence = (
            N_("{person} is planned for {hours} h this week; the limit is {limit} h")
            if over
            else N_("{person} has {hours} of {limit} h this week; nothing more fits")
        )
        figures = {"person": load.name, "hours": f"{load.minutes / 60:g}", "limit": f"{limit / 60:g}"}
        found.append(
            TodayItem(
                "HOURS", "bad" if over else "warning", N_("Hours"), sentence, N_("Look"), "planning", figures, {"person_id": load.person_id}
            )
        )
    return sorted(found, key=lambda item: item.tone)[:MOST_OF_A_KIND]


def _contracts(conn: Reader, today: date) -> list[TodayItem]:
    found = []
    for person_id, name, kind, ends in queries.ending_contracts(conn, today, CONTRACT_DAYS)[:MOST_OF_A_KIND]:
        figures = {"person": name, "kind": ENGAGEMENT_LABELS[kind], "day": ends}
        tone = "warning" if (ends - today).days > 7 else "bad"
        found.append(
            TodayItem(
                "CONTRACT",
                tone,
                N_("Contract"),
                N_("{person}'s contract ({kind}) ends on {day}"),
                N_("Renew"),
                "people",
                figures,
                {"person_id": person_id},
            )
        )
    for person_id, name, skill, ends in queries.ending_skills(conn, today, CONTRACT_DAYS)[:2]:
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
    late = sorted(queries.late_visits(conn, today), key=lambda row: (row[3] - today).days / row[4])
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


def _pace(conn: Reader, today: date, quarter: Period) -> tuple[tuple[MonthBar, ...], int, int, int]:
    """Twelve months of actuals against targets by working days, and the running quarter: actual, expected by today, target."""
    first_index = today.year * 12 + today.month - MONTHS_SHOWN
    months = [Period.month(index // 12, index % 12 + 1) for index in range(first_index, first_index + MONTHS_SHOWN)]
    net = queries.net_by_month(conn, months[0].start)
    targets = queries.sales_targets(conn, months[0].start, months[-1].end)
    calendar = policy.load_calendar(conn)
    lengths = {(start, end): calendar.working_days(Period(start, end)) for start, end, _amount in targets}
    bars = []
    for month in months:
        share = 0
        known = False
        for start, end, amount in targets:
            span = Period(start, end)
            common = span.overlap(month)
            whole = lengths[start, end]
            if common is not None and whole:
                known = True
                share += amount * calendar.working_days(common) // whole
        running = month.start <= today <= month.end
        bars.append(MonthBar(month.start, net.get(f"{month.start:%Y-%m}", 0), share if known else None, running))
    inside = [bar for bar in bars if quarter.start <= bar.month <= quarter.end]
    actual = sum(bar.actual for bar in inside)
    target = sum(amount for start, end, amount in targets if start <= quarter.end and end >= quarter.start and (end - start).days > 60)
    whole, gone = calendar.working_days(quarter), calendar.working_days(Period(quarter.start, today))
    return tuple(bars), actual, target * gone // whole if whole else 0, target
