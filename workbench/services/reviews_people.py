"""What the review screen reads besides the review itself: who a new cycle would rate, and the rows behind a figure."""

from __future__ import annotations

from datetime import date

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import review_rules as rules
from workbench.models.values.codes import CyclePeriod, ReviewState
from workbench.models.values.periods import Period
from workbench.readmodels.reviews import CyclePlan, Evidence, PlannedPerson, RowsAs
from workbench.services import policy, reviews_cycle, reviews_frozen, reviews_rows, reviews_scoring, targets
from workbench.services.workspace import Reader
from workbench.storage.queries import goals as goal_queries
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_evidence
from workbench.storage.queries import reviews_people as people_queries
from workbench.storage.queries import sales as sales_queries


def plan_cycle(conn: Reader, kind: CyclePeriod, period: Period, today: date) -> CyclePlan:
    """What `reviews_cycle.create_cycle` would open: everybody with the reason when not rated, the due dates, and doubts.

    `missing_years` are years of the period or the due dates without a holiday calendar, for which Monday to Friday count.
    """
    reviews_cycle.check_kind(kind, period)
    calendar, limits = policy.load_calendar(conn), policy.load_review_policy(conn, period.end)
    presences = people_queries.presences(conn, reviews_scoring.counted_days(period, today))
    names = reviews_evidence.names(conn)
    people = tuple(
        PlannedPerson(person_id, *names[person_id], reviews_scoring.excluded_because(one, period, calendar, today, kind, limits))
        for person_id, one in presences.items()
        if targets.here(one, period) is not None
    )
    due = {step.value: day for step, day in rules.step_dates(calendar, max(period.end, today), limits.step_days).items()}
    twin = next((row.code for row in queries.cycles(conn) if row.period == period), "")
    last = max([period.end, *due.values()])
    return CyclePlan(people, due, twin, tuple(calendar.missing_years(Period(period.start, last))))


def load_evidence(conn: Reader, review_id: int, item_code: str, today: date) -> Evidence:
    """The rows behind one figure of a review: deals, or measurements. Refused when the line is not there.

    After a freeze or a lock they are the rows that were counted then, with what came later and what is gone since noted.
    """
    found = reviews_evidence.line(conn, review_id, item_code)
    if found is None or found.metric is None:
        raise Refused(N_("The form has no line “{item}”. Nothing was changed."), code="ITEM", item=item_code)
    person, name, state, start, end, name_zh, name_en, metric, origin = found
    locked = state is ReviewState.LOCKED
    period = Period(start, end) if locked else reviews_scoring.counted_days(Period(start, end), today)
    frozen = reviews_frozen.read(origin)
    kept = frozen.kept if frozen is not None else None
    rows_as = RowsAs.KEPT if kept is not None else RowsAs.NOT_KEPT if locked else RowsAs.LIVE
    if metric in reviews_rows.FROM_MEASUREMENTS:
        measured = goal_queries.measurements(conn, [person], period)
        if kept is None:
            return Evidence(name, name_zh, name_en, metric, (), reviews_rows.measured_behind(metric, measured), rows_as)
        answered, notes = reviews_rows.kept_measurements(kept, metric, measured)
        return Evidence(name, name_zh, name_en, metric, (), answered, rows_as, notes)
    deals = sales_queries.deals(conn, person, period)
    if kept is None:
        return Evidence(name, name_zh, name_en, metric, reviews_rows.deals_behind(metric, deals), (), rows_as)
    counted, notes = reviews_rows.kept_deals(kept, metric, deals)
    return Evidence(name, name_zh, name_en, metric, counted, (), rows_as, notes)
