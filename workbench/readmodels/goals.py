"""Targets and measured figures as rows. Amounts are hundredths of the metric's unit, fen for money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.models.values import Metric, Period


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
class MeasurementRow:
    """One counted or surveyed figure and the number of answers behind it."""

    id: int
    person_id: int
    metric: Metric
    day: date
    amount: int
    answers: int
    source: str
