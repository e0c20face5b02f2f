"""What a manager does with targets: set one, or take the results of the quarter before as the start.

Amounts are hundredths of the metric's unit (fen for money), as in the target table.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from workbench.errors import Refused
from workbench.i18n import N_, _, ngettext
from workbench.models.goals import Target
from workbench.models.people import Person
from workbench.models.values.codes import CyclePeriod, Metric
from workbench.models.values.numbers import half_up_int
from workbench.models.values.periods import Period
from workbench.readmodels.goals import TargetRow
from workbench.readmodels.reviews import Proration
from workbench.services import policy, targets
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import goals as queries
from workbench.storage.queries import sales as sales_queries


def load_targets(conn: Reader, period: Period) -> tuple[TargetRow, ...]:
    """Targets that touch the period, by person."""
    return queries.targets(conn, period)


def load_person_targets(conn: Reader, person_id: int, today: date) -> dict[Period, tuple[TargetRow, ...]]:
    """The targets of one person for the quarter of `today`, the one after and the one before it; spans other than a quarter stay out."""
    return {period: tuple(row for row in queries.targets(conn, period, (person_id,)) if row.period == period) for period in quarters(today)}


def load_person_shares(conn: Reader, person_id: int, today: date) -> dict[Period, Proration]:
    """How a full-time figure becomes this person's own, in the quarter of `today`, the one after and the one before it.

    A quarter for which law has no full week is left out.
    """
    calendar, law = policy.load_calendar(conn), policy.load_law(conn)
    found = {period: targets.load_proration(conn, person_id, period, calendar, law) for period in quarters(today)}
    return {period: share for period, share in found.items() if share is not None}


def quarters(today: date) -> tuple[Period, Period, Period]:
    """The quarter of the day, the one after it, and the one before it, which is the one that is reviewed now."""
    this = Period.around(today, CyclePeriod.QUARTER)
    after, before = this.end + timedelta(days=1), this.start - timedelta(days=1)
    return this, Period.around(after, CyclePeriod.QUARTER), Period.around(before, CyclePeriod.QUARTER)


def put_target(
    uow: UnitOfWork, person_id: int, metric: Metric, period: Period, amount: int | None, *, full_time: bool | None = None
) -> int:
    """Set one target by hand, or with None take it away; returns its id, 0 when there was none.

    `full_time` True enters a full-time figure that is scaled by hours and days, False this person's own figure; None
    leaves that as it is, own for a new one. Refused as full-time while the person's hours are not agreed.
    """
    if amount is not None:
        if full_time and metric.adds_up:
            uow.session.flush()
            conn = uow.connection
            share = targets.load_proration(conn, person_id, period, policy.load_calendar(conn), policy.load_law(conn))
            if share is not None and share.factor is None:
                raise Refused(
                    N_(
                        "No weekly hours are agreed with {name}, so a full-time figure cannot be pro-rated. Enter the hours under Contract first. Nothing was changed."
                    ),
                    code="HOURS",
                    name=get(uow, Person, person_id).name,
                )
        return set_target(uow, person_id, metric, period, amount, _("Set by hand"), prorated=None if full_time is None else not full_time)
    row = uow.session.query(Target).filter_by(person_id=person_id, metric=metric, start_on=period.start, end_on=period.end).first()
    return remove_target(uow, row.id) if row is not None else 0


def set_target(
    uow: UnitOfWork, person_id: int, metric: Metric, period: Period, amount: int, source: str = "", *, prorated: bool | None = True
) -> int:
    """Set or change the one target of a person, metric and span; returns its id.

    `prorated` True means the person's own figure, False a full-time figure that is scaled by hours and days (rates and
    scores are the same for everyone and are always kept as own), None leaves it as it is. Refused below zero.
    """
    get(uow, Person, person_id)
    if amount < 0:
        raise Refused(N_("A target cannot be below zero. Nothing was changed."), code="NEGATIVE")
    row = uow.session.query(Target).filter_by(person_id=person_id, metric=metric, start_on=period.start, end_on=period.end).first()
    if row is None:
        row = Target(person_id=person_id, metric=metric, start_on=period.start, end_on=period.end)
        uow.session.add(row)
    row.amount, row.source = amount, clean_line(source)
    if prorated is not None or row.prorated is None:
        row.prorated = prorated is not False or not metric.adds_up
    uow.session.flush()
    return row.id


def remove_target(uow: UnitOfWork, target_id: int) -> int:
    uow.session.delete(get(uow, Target, target_id))
    return target_id


def set_targets_from_previous_quarter(uow: UnitOfWork, quarter: Period, today: date) -> int:
    """Sales targets of everybody here today from the net sales of the quarter before; returns how many were set.

    Who sold nothing then gets the mean of those who did as a figure for full time, so that it is prorated, and the source says
    so. Managers who sold nothing get none. Other metrics stay as they are.
    """
    before = Period.around(quarter.start - timedelta(days=1), CyclePeriod.QUARTER)
    people = queries.people_on(uow.connection, today)
    sold = {person_id: found.net for person_id, found in sales_queries.figures(uow.connection, people, before).items() if found.net > 0}
    if not sold:
        raise Refused(
            N_("Nobody sold anything in {quarter}, so there is nothing to start from. Nothing was changed."),
            code="NO_SALES",
            quarter=before.name,
        )
    mean = half_up_int(Fraction(sum(sold.values()), len(sold)))
    managers = {row[0] for row in uow.session.query(Person.id).filter(Person.is_manager)}
    chosen = [person_id for person_id in people if person_id in sold or person_id not in managers]
    for person_id in chosen:
        if person_id in sold:
            source = _("Net sales of {quarter}", quarter=before.name)
        else:
            source = ngettext("Mean of {n} person in {quarter}", "Mean of {n} people in {quarter}", len(sold), quarter=before.name)
        set_target(uow, person_id, Metric.SALES_NET, quarter, sold.get(person_id, mean), source, prorated=person_id in sold)
    return len(chosen)
