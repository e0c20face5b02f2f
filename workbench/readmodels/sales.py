"""Deals and the figures that are counted from them. Money is whole fen, days are local dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from workbench.models.values.codes import DealStage


class DealRow(NamedTuple):
    """One deal behind a figure; names are empty where none was recorded. A tuple: there are thousands of them at once."""

    id: int
    code: str
    person_id: int
    person: str
    customer_id: int | None
    customer: str
    product_id: int | None
    product: str
    stage: DealStage
    opened_on: date | None
    closed_on: date | None
    value: int
    collected: int | None
    refunded: int
    channel: str
    is_first: bool = False

    @property
    def net(self) -> int:
        """Won value less refunds; 0 for a deal that was not won."""
        return self.value - self.refunded if self.stage is DealStage.WON else 0


@dataclass(frozen=True, slots=True)
class SalesFigures:
    """What one person closed in a period.

    `net` is won value less refunds, `due` the won value whose collection is recorded and `collected` what came in
    of it (fen); `due_deals` counts those deals. `new_customers` are those whose first won deal ever is this person's.
    """

    person_id: int
    net: int = 0
    won: int = 0
    lost: int = 0
    due: int = 0
    collected: int = 0
    due_deals: int = 0
    new_customers: int = 0

    @property
    def collection_rate(self) -> Fraction | None:
        """Collected over due; None while nothing was due."""
        return Fraction(self.collected, self.due) if self.due else None

    @property
    def win_rate(self) -> Fraction | None:
        """Won over closed; None while nothing was closed."""
        closed = self.won + self.lost
        return Fraction(self.won, closed) if closed else None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """What was closed in one month (2026-11); `due` is won value whose collection is recorded."""

    month: str
    won: int
    lost: int
    net: int
    due: int
    collected: int
