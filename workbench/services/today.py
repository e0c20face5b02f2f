"""What the manager needs to know now, gathered from every subject and put in order of urgency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from workbench.i18n import N_
from workbench.models import labour_rules
from workbench.models.calendar_rules import WorkCalendar
from workbench.models.customer_rules import VisitState
from workbench.models.goal_rules import Pacing, pacing_by_days
from workbench.models.labour_rules import LawTable
from workbench.models.one_on_one_rules import Due
from workbench.models.values.codes import EngagementType, Metric, Severity
from workbench.models.values.labels import ENGAGEMENT_LABELS
from workbench.models.values.numbers import half_up_int
from workbench.models.values.periods import Period, Week
from workbench.models.values.quantities import hours_text
from workbench.readmodels.today import CycleSummary, MonthBar, TodayBoard, TodayItem, WeekSummary
from workbench.services import one_on_ones, planning_case, policy, targets, today_rules
from workbench.services.planning_case import Case
from workbench.services.workspace import Reader
from workbench.storage.queries import people as people_queries
from workbench.storage.queries import planning as planning_queries
from workbench.storage.queries import today as queries

MONTHS_SHOWN = 12
MOST_OF_A_KIND = 4


def load_today(conn: Reader, today: date) -> TodayBoard:
    """The whole Today screen in one read."""
    monday = Week.from_date(today).monday
    case = planning_case.load_case(conn, monday, for_fairness=False)
    week = _summary(conn, case, monday, today)
    cycle = queries.open_cycle(conn)
    quarter = Period.quarter(today.year, (today.month - 1) // 3 + 1)
    calendar, law = policy.load_calendar(conn), policy.load_law(conn)
    months, actual, target, pace = _pace(conn, today, quarter, calendar, law)
    broken, over = today_rules.broken_rules(case, monday)
    items = [
        *_talks(conn, today),
        *broken,
        *_hours(_loads(conn, case, monday), today, law, over),
        *_contracts(conn, today, law),
        *_week(week),
        *_visits(conn, today),
        *_promises(conn, today),
    ]
    if cycle is not None and cycle.due_on is not None and cycle.submitted < cycle.people:
        items.append(_evaluations(cycle, today))
    items += [*_praise(conn, quarter), *_names(conn)]
    order = {"bad": 0, "warning": 1, "accent": 2, "good": 3}
    return TodayBoard(
        today, tuple(sorted(items, key=lambda item: order[item.tone])), months, actual, half_up_int(pace.expected), target, week, cycle,
        tuple(queries.schedule(conn, today)), calendar.has_year(today.year), queries.head_count(conn, today), pace.colour.value,
    )  # fmt: skip


def _names(conn: Reader) -> list[TodayItem]:
    """A team whose forms would be printed without the company or the superior."""
    own = people_queries.organisation(conn)
    if (own.name and own.manager_name) or not queries.any_person(conn):
        return []
    sentence = N_("Forms are printed without the names of the company and of the manager as long as nobody enters them")
    return [TodayItem("NAMES", "accent", N_("Forms"), sentence, N_("Enter"), "preferences", {}, {})]


def _evaluations(cycle: CycleSummary, today: date) -> TodayItem:
    late, left = cycle.due_on is not None and cycle.due_on < today, cycle.people - cycle.submitted
    one, many = (
        (
            N_("{cycle}: {open} evaluation is still to be submitted; it was due on {due}"),
            N_("{cycle}: {open} evaluations are still to be submitted; they were due on {due}"),
        )
        if late
        else (N_("{cycle}: {open} evaluation to be submitted by {due}"), N_("{cycle}: {open} evaluations to be submitted by {due}"))
    )
    figures = {"cycle": cycle.name, "open": left, "due": cycle.due_on}
    tone, sentence = "bad" if late else "accent", one if left == 1 else many
    return TodayItem("REVIEW", tone, N_("Review"), sentence, N_("Continue"), "reviews", figures)


TALK_LATE = N_("The one-on-one with {person} is {days} day late"), N_("The one-on-one with {person} is {days} days late")
FIRST_TALK_LATE = (
    N_("No one-on-one with {person} yet; the first was due {days} day ago"),
    N_("No one-on-one with {person} yet; the first was due {days} days ago"),
)
"""For one day, and for several."""


def _talks(conn: Reader, today: date) -> list[TodayItem]:
    late = [row for row in one_on_ones.load_due(conn, today) if row.state == Due.OVERDUE.value]
    return [
        TodayItem(
            "TALK", "bad", N_("Overdue"), (FIRST_TALK_LATE if row.held == 0 else TALK_LATE)[row.days != 1], N_("Arrange"), "one_on_ones",
            {"person": row.name, "days": row.days}, {"person_id": row.person_id},
        )
        for row in late[:MOST_OF_A_KIND]
    ]  # fmt: skip


def _summary(conn: Reader, case: Case, monday: date, today: date) -> WeekSummary:
    """Places of the week, and the tasks that are short of people: the soonest first, those that are over last."""
    heads = Counter(one.task_id for one in case.assignments)
    rows = sorted(case.tasks.values(), key=lambda task: (task.day < today, task.day, task.start, task.priority))
    short = tuple((task.day, task.title) for task in rows if heads[task.id] < task.headcount)
    plan = planning_queries.week_plan(conn, monday)
    needed, assigned = sum(task.headcount for task in rows), sum(min(task.headcount, heads[task.id]) for task in rows)
    return WeekSummary(monday, needed, assigned, bool(plan and plan.published_number), short)


class _Load(NamedTuple):
    """Minutes of a person in the week, worked ones where they are known, by an engagement in force in it."""

    person_id: int
    name: str
    engagement: EngagementType
    minutes: int


def _loads(conn: Reader, case: Case, monday: date) -> list[_Load]:
    minutes: dict[int, int] = defaultdict(int)
    for one in case.assignments:
        minutes[one.person_id] += case.tasks[one.task_id].minutes if one.worked is None else one.worked
    spans, sunday = planning_queries.engagements(conn), monday + timedelta(days=6)
    return [
        _Load(person, case.people[person], span.type, minutes[person])
        for person in sorted(minutes)
        for span in spans.get(person, ())
        if span.start_on <= sunday and (span.end_on is None or span.end_on >= monday)
    ]


def _hours(loads: list[_Load], today: date, law: LawTable, over: Collection[int]) -> list[TodayItem]:
    """Who is over, at or one hour short of the usual week of the engagement, the furthest over first; `over` is named already."""
    kinds = {load.engagement for load in loads}
    found = _missing_limits(law, today, kinds)
    limits = {kind: policy.limit_of(law, kind, today) for kind in kinds}
    near = [one for one in loads if limits[one.engagement] and one.minutes >= limits[one.engagement] - 60 and one.person_id not in over]
    furthest: dict[int, _Load] = {}
    for load in sorted(near, key=lambda one: (limits[one.engagement] - one.minutes, one.name)):
        furthest.setdefault(load.person_id, load)
    for load in furthest.values():
        limit = limits[load.engagement]
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
    for person_id, name, kind, ends in queries.ending_contracts(conn, today, first, law.value("contract_overdue_days", today)):
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
    sentence = (
        N_("{count} place of this week is not filled: {first} on {day}")
        if left == 1
        else N_("{count} places of this week are not filled, first: {first} on {day}")
    )
    day, title = week.open_tasks[0] if week.open_tasks else (week.monday, "")
    figures: dict[str, object] = {"count": left, "first": title, "day": day}
    return [TodayItem("OPEN", "warning", N_("Open"), sentence, N_("Fill"), "planning", figures, {"monday": week.monday})]


LAST_VISITED = N_("{customer} (class {grade}) was last visited {days} days ago; every {every} days is usual")
NEVER_VISITED = N_("{customer} (class {grade}) was never visited in {days} days here; every {every} days is usual")


def _visits(conn: Reader, today: date) -> list[TodayItem]:
    found = [
        TodayItem(
            "VISIT", "bad" if one.state is VisitState.LATE else "warning", N_("Visit"), NEVER_VISITED if one.never else LAST_VISITED, N_("Plan"), "customers",
            {"customer": one.name, "grade": one.grade.value, "days": one.days, "every": one.every}, {"customer_id": one.customer_id},
        )
        for one in queries.late_visits(conn, today, policy.load_visit_days(conn, today))[:3]
    ]  # fmt: skip
    without = queries.customers_without_owner(conn, today)
    if without:
        found.append(
            TodayItem(
                "OWNER",
                "warning",
                N_("Owner"),
                N_("{count} customer has no owner today") if without == 1 else N_("{count} customers have no owner today"),
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
    pace = pacing_by_days(
        target, actual, calendar.working_days(quarter), calendar.working_days(Period(quarter.start, today)), policy.pace_policy(law, today)
    )
    return bars, actual, target, pace
