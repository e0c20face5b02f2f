"""Reads about targets and measured figures, by columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.goals import Measurement, Target
from workbench.models.people import Person
from workbench.models.values.codes import Metric
from workbench.models.values.periods import Period
from workbench.readmodels.goals import MeasurementRow, TargetRow


def targets(conn: Connection, period: Period, person_ids: Iterable[int] | None = None) -> tuple[TargetRow, ...]:
    """Targets that touch the period, of everybody or of these people, by name."""
    t = Target
    statement = (
        sa.select(t.id, t.person_id, Person.code, Person.name, t.metric, t.start_on, t.end_on, t.amount, t.prorated, t.source)
        .join(Person, Person.id == t.person_id)
        .where(t.start_on <= period.end, t.end_on >= period.start)
        .order_by(Person.search, Person.code, t.metric, t.start_on, t.end_on)
    )
    if person_ids is not None:
        statement = statement.where(t.person_id.in_(sorted(set(person_ids))))
    rows: list[Any] = list(conn.execute(statement))
    return tuple(TargetRow(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A target without the names of person and metric, for sums over a team; `prorated` as in `TargetRow`."""

    person_id: int
    period: Period
    amount: int
    prorated: bool


def figures(conn: Connection, metric: Metric, period: Period) -> list[Figure]:
    """All targets of one metric that touch the period, person by person, in the order of their days."""
    t = Target
    spans: dict[tuple[date, date], Period] = {}
    rows = conn.execute(
        sa.select(t.person_id, t.start_on, t.end_on, t.amount, t.prorated)
        .where(t.metric == metric, t.start_on <= period.end, t.end_on >= period.start)
        .order_by(t.person_id, t.start_on, t.end_on)
    ).all()
    found = []
    for person_id, start, end, amount, prorated in rows:
        span = spans.get((start, end))
        if span is None:
            span = spans[start, end] = Period(start, end)
        found.append(Figure(person_id, span, amount, prorated))
    return found


def measurements(conn: Connection, person_ids: Iterable[int], period: Period) -> tuple[MeasurementRow, ...]:
    """Measured figures of the period, oldest first."""
    m = Measurement
    rows = conn.execute(
        sa.select(m.id, m.person_id, m.metric, m.day, m.amount, m.answers, m.source)
        .where(m.person_id.in_(sorted(set(person_ids))), m.day >= period.start, m.day <= period.end)
        .order_by(m.day, m.id)
    )
    return tuple(MeasurementRow(*row) for row in rows)


def people_on(conn: Connection, day: date) -> list[int]:
    """Ids of everybody who is with the company on that day, by name."""
    here = sa.and_(sa.or_(Person.hired_on.is_(None), Person.hired_on <= day), sa.or_(Person.left_on.is_(None), Person.left_on >= day))
    return list(conn.execute(sa.select(Person.id).where(here).order_by(Person.search, Person.code)).scalars())
