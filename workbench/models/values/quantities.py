"""Hours and amounts as people write them. Hours are kept as minutes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from workbench.models.values.codes import Unit
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up, stripped


def hours_text(minutes: int) -> str:
    """Minutes as hours with at most two decimals: 1350 is 22.5, 1440 is 24."""
    return stripped(half_up(Fraction(minutes, 60), 2))


def amount_text(hundredths: int, unit: Unit) -> str:
    """An amount in hundredths of its unit, as shown: 1,234.50 for money, 12, 96.5%, 4.4."""
    if unit is Unit.MONEY:
        return Money(hundredths).grouped()
    number = stripped(Decimal(hundredths).scaleb(-2))
    return f"{number}%" if unit is Unit.PERCENT else number
