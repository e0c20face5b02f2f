"""Products as screens receive them. Money is fen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One line of the product list; `won` is the fen won with it in the last 365 days, `deals` how often."""

    id: int
    code: str
    name: str
    search: str
    series: str
    price: int | None
    deals: int
    won: int
