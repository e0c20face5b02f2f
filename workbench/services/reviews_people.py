"""What the review screen reads besides the review itself: who a new cycle would rate, and the rows behind a figure."""

from __future__ import annotations

from datetime import date

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import review_rules as rules
from workbench.models.values import CyclePeriod, Metric, Period, ReviewState
from workbench.readmodels.reviews import CyclePlan, Evidence, PlannedPerson
from workbench.services import policy, reviews_scoring
from workbench.services.workspace import Reader
from workbench.storage.queries import goals as goal_queries
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_evidence
from workbench.storage.queries import reviews_people as people_queries
from workbench.storage.queries import sales as sales_queries

FROM_MEASUREMENTS = (Metric.CUSTOMER_SATISFACTION, Metric.VISITS_DONE)


def plan_cycle(conn: Reader, kind: CyclePeriod, period: Period, today: date) -> CyclePlan:
    """What `reviews.create_cycle` would open: everybody with the reason when not rated, the due dates, and doubts.

    `missing_years` are years of the period or the due dates without a holiday calendar, for which Monday to Friday count.
    """
    calendar = policy.load_calendar(conn)
    so_far = Period(period.start, max(period.start, min(period.end, today)))
    presences = people_queries.presences(conn, so_far)
    names = reviews_evidence.names(conn)
    people = tuple(
        PlannedPerson(person_id, *names[person_id], reviews_scoring.excluded_because(one, period, calendar, today, kind))
        for person_id, one in presences.items()
        if reviews_scoring.here(one, period) is not None
    )
    due = {step.value: day for step, day in rules.step_dates(calendar, max(period.end, today)).items()}
    twin = next((row.code for row in queries.cycles(conn) if row.period == period), "")
    last = max([period.end, *due.values()])
    return CyclePlan(people, due, twin, tuple(calendar.missing_years(Period(period.start, last))))


def load_evidence(conn: Reader, review_id: int, item_code: str, today: date) -> Evidence:
    """The rows behind one figure of a review: deals, or measurements. Refused when the line is not there."""
    head = next(iter(queries.heads(conn, review_id=review_id)), None)
    cycle = queries.cycles(conn, head.cycle_id)[0] if head is not None else None
    lines = queries.template_lines(conn, cycle.template_id) if cycle is not None else ()
    line = next((one for one in lines if one.code == item_code), None)
    if head is None or cycle is None or line is None or line.metric is None:
        raise Refused(N_("The form has no line “{item}”. Nothing was changed."), code="ITEM", item=item_code)
    period = cycle.period if head.state is ReviewState.LOCKED else Period(cycle.start_on, max(cycle.start_on, min(cycle.end_on, today)))
    if line.metric in FROM_MEASUREMENTS:
        measured = goal_queries.measurements(conn, [head.person_id], period)
        return Evidence(head.name, line.name_zh, line.name_en, line.metric, (), tuple(row for row in measured if row.metric is line.metric))
    deals = sales_queries.deals(conn, head.person_id, period)
    if line.metric is Metric.COLLECTION_RATE:
        deals = tuple(deal for deal in deals if deal.stage.value == "won" and deal.collected is not None)
    elif line.metric is Metric.NEW_CUSTOMERS:
        deals = tuple(deal for deal in deals if deal.is_first)
    elif line.metric is not Metric.WIN_RATE:
        deals = tuple(deal for deal in deals if deal.stage.value == "won")
    return Evidence(head.name, line.name_zh, line.name_en, line.metric, deals, ())
