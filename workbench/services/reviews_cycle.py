"""The course of a review cycle: open it, keep its figures, end it."""

from __future__ import annotations

import re
from datetime import date, datetime

from workbench.errors import Refused
from workbench.i18n import N_, is_chinese
from workbench.models import review_rules as rules
from workbench.models.reviews import CycleState, Review, ReviewCycle
from workbench.models.values.codes import CyclePeriod, ReviewState
from workbench.models.values.periods import Period
from workbench.readmodels.reviews import CycleRow, FreezeReport
from workbench.services import policy, reviews_keep, reviews_scoring, targets
from workbench.services.people import clean_line, get
from workbench.services.reviews_templates import template_for
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_people as people_queries


def load_cycles(conn: Reader) -> tuple[CycleRow, ...]:
    """All cycles, the newest period first."""
    return queries.cycles(conn)


def find_cycle(conn: Reader, code: str) -> int:
    """Id of a cycle by its code; Refused when there is none."""
    for row in queries.cycles(conn):
        if row.code == code:
            return row.id
    raise Refused(N_("There is no review cycle “{cycle}”. Nothing was changed."), code="CYCLE", cycle=code)


def load_cycle(conn: Reader, cycle_id: int) -> CycleRow:
    found = queries.cycles(conn, cycle_id)
    if not found:
        raise Refused(N_("This entry is no longer there; it may have been undone or deleted. Nothing was changed."), code="GONE")
    return found[0]


def check_hours(name: str, scored: reviews_scoring.Scored) -> None:
    """Refused where a full-time target stands without the hours that scale it."""
    left = [item.name_zh if is_chinese() else item.name_en for item in scored.items if item.hours_missing]
    if left:
        raise Refused(
            N_(
                "The full-time target of {name} cannot be pro-rated, because no weekly hours are agreed: {items}. Enter the hours under Team, then try again. Nothing was changed."
            ),
            code="HOURS",
            name=name,
            items=("、" if is_chinese() else ", ").join(left),
        )


def check_kind(kind: CyclePeriod, period: Period) -> None:
    """Refused where a cycle is called quarterly and its days are a month or reach into another quarter."""
    if not period.fits(kind):
        raise Refused(
            N_("{period} does not fit this kind of cycle. Choose the kind and the days that belong together. Nothing was changed."),
            code="KIND",
            period=period.name,
        )


def create_cycle(uow: UnitOfWork, kind: CyclePeriod, period: Period, today: date, code: str = "", name: str = "") -> int:
    """Open a cycle with a review for everybody who was here in the period; returns its id.

    Who left before its end, or was here too little, gets a review that says why there is no grade. Due dates are
    office days from the end of the period, or from today when that is later. Template and policy are those in force on
    the last day of the period; the cycle keeps its template and dates, whatever comes into force later.
    """
    check_kind(kind, period)
    code = clean_line(code, 40) or period.name
    session, calendar = uow.session, policy.load_calendar(uow.connection)
    if session.query(ReviewCycle.id).filter_by(code=code).first() is not None:
        raise Refused(N_("The number “{number}” is already taken. Nothing was changed."), code="CODE", number=code)
    session.flush()
    presences = people_queries.presences(uow.connection, reviews_scoring.counted_days(period, today))
    population = {key: one for key, one in presences.items() if targets.here(one, period) is not None}
    if not population:
        raise Refused(N_("Nobody was here in {period}, so no reviews were opened. Nothing was changed."), code="NOBODY", period=period.name)
    twin = session.query(ReviewCycle.id).filter_by(start_on=period.start, end_on=period.end).first() is not None
    limits = policy.load_review_policy(uow.connection, period.end)
    due = rules.step_dates(calendar, max(period.end, today), limits.step_days)
    cycle = ReviewCycle(
        code=code, name=clean_line(name) or period.name, kind=kind, start_on=period.start, end_on=period.end, template_id=template_for(uow, period.end),
        state=CycleState.OPEN, self_due_on=due[ReviewState.SELF], manager_due_on=due[ReviewState.MANAGER], close_due_on=due[ReviewState.INTERVIEW],
    )  # fmt: skip
    session.add(cycle)
    session.flush()
    label = re.sub(r"[^0-9A-Za-z]", "", period.name) + (f".{cycle.id}" if twin else "")
    first = ReviewState.GOALS if today <= period.end else ReviewState.SELF
    for number, (person_id, presence) in enumerate(population.items(), start=1):
        reason = reviews_scoring.excluded_because(presence, period, calendar, today, kind, limits)
        session.add(Review(
            cycle_id=cycle.id, person_id=person_id, document_no=f"PE-{label}-{number:04d}", excluded_because=reason,
            state=ReviewState.NOT_RATED if reason else first,
        ))  # fmt: skip
    session.flush()
    return cycle.id


def freeze(uow: UnitOfWork, cycle_id: int, today: date, *, now: datetime) -> FreezeReport:
    """Keep targets and figures as they stand at `now` (with its zone), so that later records change no review.

    A figure that is missing then stays missing. Who left meanwhile, or worked too little, gets no grade from here on, and the
    answer names them. `today` is the last day whose records count. Refused where a full-time target stands without hours.
    """
    cycle = get(uow, ReviewCycle, cycle_id)
    if cycle.frozen_at is not None or cycle.state is CycleState.CLOSED:
        raise Refused(N_("The figures of this cycle are already kept. Nothing was changed."), code="FROZEN")
    uow.session.flush()
    heads = [head for head in queries.heads(uow.connection, cycle_id=cycle_id) if head.state is not ReviewState.LOCKED]
    basis = reviews_scoring.load_basis(uow.connection, load_cycle(uow.connection, cycle_id), heads, today)
    kept, left_out = 0, []
    for head in heads:
        scored, review = reviews_scoring.score_review(basis, head), get(uow, Review, head.id)
        reason = reviews_scoring.no_grade_because(basis, head, scored.proration, today)
        if reason:
            review.state, review.excluded_because = ReviewState.NOT_RATED, reason
            left_out.append(head.name)
        if review.state is not ReviewState.NOT_RATED:
            kept += 1
            check_hours(head.name, scored)
        if any(item.hours_missing for item in scored.items):  # without a grade; should they be rated after all, hours are asked for
            continue
        reviews_keep.keep_figures(uow, head.id, scored)
        reviews_keep.keep_origin(uow, basis, head)
        if scored.proration.factor is not None:
            share = scored.proration
            review.weekly_minutes, review.eligible_days, review.excluded_days = (
                share.weekly_minutes,
                share.eligible_days,
                share.excluded_days,
            )
    cycle.frozen_at = now
    return FreezeReport(kept, tuple(left_out))


def close_cycle(uow: UnitOfWork, cycle_id: int) -> int:
    """End a cycle; Refused while reviews are open, and when it has ended before."""
    cycle = get(uow, ReviewCycle, cycle_id)
    if cycle.state is CycleState.CLOSED:
        raise Refused(N_("This cycle has ended already. Nothing was changed."), code="CLOSED")
    uow.session.flush()
    row = load_cycle(uow.connection, cycle_id)
    left = row.people - row.locked - row.not_rated
    if left:
        raise Refused(
            N_("Not every review of this cycle is locked yet; still open: {count}. Nothing was changed."), code="OPEN", count=left
        )
    cycle.state = CycleState.CLOSED
    return cycle_id
