"""Hours, times of day and amounts as people write them. Hours are minutes, times are minutes since midnight."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from workbench.models.values.codes import Unit
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up, half_up_int, stripped


def hours_text(minutes: int) -> str:
    """Minutes as hours with at most two decimals: 1350 is 22.5, 1440 is 24."""
    return stripped(half_up(Fraction(minutes, 60), 2))


def parse_hours(text: str) -> int:
    """Hours as whole minutes, half-up: "22.5", "22:30" and "22.5h" are 1350; ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().removesuffix("小时").rstrip("h ")
    if found := re.fullmatch(r"(\d+):([0-5]\d)", plain):
        return int(found[1]) * 60 + int(found[2])
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", plain):
        raise ValueError(f"not a number of hours: {text!r}")
    return half_up_int(Fraction(plain.rstrip(".")) * 60)


def parse_clock(text: str) -> int:
    """A time of day as minutes since midnight: "9:30" is 570, "24:00" is 1440; ValueError for anything else."""
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::00)?", unicodedata.normalize("NFKC", text).strip())
    minute = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minute <= 1440:
        raise ValueError(f"not a time of day: {text!r}")
    return minute


def amount_text(hundredths: int, unit: Unit) -> str:
    """An amount in hundredths of its unit, as shown: 1,234.50 for money, 12, 96.5%, 4.4."""
    if unit is Unit.MONEY:
        return Money(hundredths).grouped()
    number = stripped(Decimal(hundredths).scaleb(-2))
    return f"{number}%" if unit is Unit.PERCENT else number
