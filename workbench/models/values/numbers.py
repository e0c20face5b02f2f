"""Exact numbers: rounding half-up, sharing out without a rest, rates. A float is refused wherever it could touch money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction | Decimal
"""A number that is not a float."""


def exact(value: Exact) -> Fraction:
    """The number as a fraction; TypeError for float and bool, which are never exact amounts.

    >>> exact(Decimal("0.125"))
    Fraction(1, 8)
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise TypeError(f"exact number wanted, not {type(value).__name__}")
    return Fraction(value)


def half_up_int(value: Exact) -> int:
    """Nearest whole number, halves away from zero (domain 7, rounding).

    >>> half_up_int(Fraction(5, 2)), half_up_int(Fraction(-5, 2))
    (3, -3)
    """
    number = exact(value)
    size = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return -size if number < 0 else size


def half_up(value: Exact, places: int = 2) -> Decimal:
    """Rounded for showing, with exactly `places` decimals; minus zero never appears.

    >>> half_up(Fraction(1, 8)), half_up(Fraction(-1, 1000))
    (Decimal('0.13'), Decimal('0.00'))
    """
    return Decimal(half_up_int(exact(value) * 10**places)).scaleb(-places)


def largest_remainder(total: int, weights: Sequence[Exact]) -> list[int]:
    """Whole parts in proportion to `weights` that sum to `total` exactly; a tie goes to the earlier part.

    ValueError for a negative weight, or for weights that are all zero while there is something to give.

    >>> largest_remainder(100, [1, 1, 1])
    [34, 33, 33]
    """
    if total < 0:
        return [-part for part in largest_remainder(-total, weights)]
    shares = [exact(weight) for weight in weights]
    if any(share < 0 for share in shares):
        raise ValueError("a weight is negative")
    whole = sum(shares, Fraction(0))
    if whole == 0:
        if total:
            raise ValueError("all weights are zero")
        return [0] * len(shares)
    ideal = [total * share / whole for share in shares]
    parts = [number.numerator // number.denominator for number in ideal]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - ideal[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def rate(basis_points: int) -> Fraction:
    """Basis points as a fraction: 12000 is 6/5."""
    return Fraction(basis_points, 10_000)


def basis_points(ratio: Exact) -> int:
    """A ratio as basis points, half-up: 0.96 is 9600."""
    return half_up_int(exact(ratio) * 10_000)


def stripped(number: Decimal) -> str:
    """With thousands separators and without trailing zeros: 1,234.50 is 1,234.5."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
