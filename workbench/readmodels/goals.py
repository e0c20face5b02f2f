"""Targets and measured figures as rows. Amounts are hundredths of the metric's unit, fen for money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.models.values.codes import Metric
from workbench.models.values.periods import Period


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of one person; `prorated` False means a full-time figure still to be scaled."""

    id: int
    person_id: int
    code: str
    name: str
    metric: Metric
    start_on: date
    end_on: date
    amount: int
    prorated: bool
    source: str

    @property
    def period(self) -> Period:
        return Period(self.start_on, self.end_on)


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """What one person is to reach in a period, in hundredths of the unit; None when nothing is set or cannot be scaled.

    `prorated` tells that a full-time figure was scaled by hours and days, `hours_missing` that it could not be, because
    no weekly hours are agreed.
    """

    amount: int | None = None
    source: str = ""
    prorated: bool = False
    hours_missing: bool = False


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """One counted or surveyed figure and the number of answers behind it."""

    id: int
    person_id: int
    metric: Metric
    day: date
    amount: int
    answers: int
    source: str
