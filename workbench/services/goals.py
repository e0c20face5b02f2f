"""What a manager does with targets: set one, or take the results of the quarter before as the start.

Amounts are hundredths of the metric's unit (fen for money), as in the target table.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models.goals import Target
from workbench.models.people import Person
from workbench.models.values import CyclePeriod, Metric, Period, half_up_int
from workbench.readmodels.goals import TargetRow
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import goals as queries
from workbench.storage.queries import sales as sales_queries


def load_targets(conn: Reader, period: Period) -> tuple[TargetRow, ...]:
    """Targets that touch the period, by person."""
    return queries.targets(conn, period)


def load_person_targets(conn: Reader, person_id: int, today: date) -> dict[Period, tuple[TargetRow, ...]]:
    """The targets of one person for the quarter of `today` and the one after it; spans other than a quarter stay out."""
    this = Period.around(today, CyclePeriod.QUARTER)
    following = Period.around(this.end + timedelta(days=1), CyclePeriod.QUARTER)
    return {
        period: tuple(row for row in queries.targets(conn, period, (person_id,)) if row.period == period) for period in (this, following)
    }


def put_target(uow: UnitOfWork, person_id: int, metric: Metric, period: Period, amount: int | None) -> int:
    """Set one target by hand, or with None take it away; returns its id, 0 when there was none."""
    if amount is not None:
        return set_target(uow, person_id, metric, period, amount, _("Set by hand"))
    row = uow.session.query(Target).filter_by(person_id=person_id, metric=metric, start_on=period.start, end_on=period.end).first()
    return remove_target(uow, row.id) if row is not None else 0


def set_target(
    uow: UnitOfWork, person_id: int, metric: Metric, period: Period, amount: int, source: str = "", *, prorated: bool = True
) -> int:
    """Set or change the one target of a person, metric and span; returns its id.

    `prorated` False keeps a full-time figure that reviews scale by hours and days. Refused below zero.
    """
    get(uow, Person, person_id)
    if amount < 0:
        raise Refused(N_("A target cannot be below zero. Nothing was changed."), code="NEGATIVE")
    row = uow.session.query(Target).filter_by(person_id=person_id, metric=metric, start_on=period.start, end_on=period.end).first()
    if row is None:
        row = Target(person_id=person_id, metric=metric, start_on=period.start, end_on=period.end)
        uow.session.add(row)
    row.amount, row.source, row.prorated = amount, clean_line(source), prorated
    uow.session.flush()
    return row.id


def remove_target(uow: UnitOfWork, target_id: int) -> int:
    uow.session.delete(get(uow, Target, target_id))
    return target_id


def set_targets_from_previous_quarter(uow: UnitOfWork, quarter: Period, today: date) -> int:
    """Sales targets of everybody here today from the net sales of the quarter before; returns how many were set.

    Who sold nothing then gets the mean of those who did, and the source says so. Other metrics stay as they are.
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
    for person_id in people:
        if person_id in sold:
            source = _("Net sales of {quarter}", quarter=before.name)
        else:
            source = _("Mean of {count} people in {quarter}", count=len(sold), quarter=before.name)
        set_target(uow, person_id, Metric.SALES_NET, quarter, sold.get(person_id, mean), source)
    return len(people)
