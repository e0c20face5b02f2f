"""Money as whole fen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from workbench.models.values.numbers import Exact, exact, half_up_int, largest_remainder

_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d+)?(?:\.(?P<part>\d*))?")
NO_AMOUNT: Final = frozenset({"", "-", "--", "–", "—", "——"})
"""What spreadsheets write where there is no amount."""


def _without_minus(text: str, negative: bool) -> tuple[str, bool]:
    """Take one leading sign off; a second minus stays in the text and is refused as no amount."""
    if text.startswith("+") and not negative:
        return text[1:], False
    return (text[1:].strip(), True) if text.startswith("-") and not negative else (text, negative)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of yuan as whole fen.

    >>> Money.from_text("1,234.50") + Money(1)
    Money(fen=123451)
    """

    fen: int = 0

    def __post_init__(self) -> None:
        if isinstance(self.fen, bool) or not isinstance(self.fen, int):
            raise TypeError(f"money is whole fen, not {type(self.fen).__name__}")

    @classmethod
    def yuan(cls, amount: Exact) -> Money:
        """From yuan, half-up to the fen."""
        return cls(half_up_int(exact(amount) * 100))

    @classmethod
    def from_text(cls, text: str) -> Money:
        """From "1,234.50", "¥1234.5", "１２３４元", "-8" or "(8.00)"; ValueError for anything else.

        More than two decimals are refused unless they are zeros: 1.234 may have been meant as 1,234.
        """
        plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
        negative = plain.startswith("(") and plain.endswith(")")
        plain = plain[1:-1].strip() if negative else plain
        plain, negative = _without_minus(plain, negative)
        plain = plain.removeprefix("CNY").removeprefix("RMB").strip("¥元 ")
        plain, negative = _without_minus(plain, negative)
        found = _AMOUNT.fullmatch(plain)
        if found is None or not (found["whole"] or found["part"]):
            raise ValueError(f"not an amount of money: {text!r}")
        part = (found["part"] or "").rstrip("0")
        if len(part) > 2:
            raise ValueError(f"more than two decimals: {text!r}")
        whole = re.sub(r"[, ]", "", found["whole"] or "0")
        fen = int(whole) * 100 + int(part.ljust(2, "0") or "0")
        return cls(-fen if negative else fen)

    @classmethod
    def parse(cls, text: str) -> Money | None:
        """Like `from_text`, but an empty cell or a dash is no amount (None), not zero."""
        return None if text.strip() in NO_AMOUNT else cls.from_text(text)

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.fen for amount in amounts))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen) if isinstance(other, Money) else NotImplemented

    def __mul__(self, factor: Exact) -> Money:
        """Half-up to the fen; TypeError for a float."""
        return Money(half_up_int(self.fen * exact(factor)))

    __rmul__ = __mul__

    def __truediv__(self, divisor: Exact) -> Money:
        return Money(half_up_int(Fraction(self.fen) / exact(divisor)))

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __abs__(self) -> Money:
        return Money(abs(self.fen))

    def __bool__(self) -> bool:
        return self.fen != 0

    def ratio(self, other: Money) -> Fraction:
        """This amount as a share of another; ZeroDivisionError when the other is nothing."""
        return Fraction(self.fen, other.fen)

    def split(self, weights: Sequence[Exact], unit: int = 1) -> list[Money]:
        """Parts that sum to the whole, by largest remainder in steps of `unit` fen (100 = whole yuan).

        What is smaller than one unit goes to the part with the largest weight, the earlier on a tie.
        """
        sign = -1 if self.fen < 0 else 1
        units, rest = divmod(abs(self.fen), unit)
        parts = [part * unit for part in largest_remainder(units, weights)]
        if rest:
            heaviest = max(range(len(parts)), key=lambda index: (exact(weights[index]), -index))
            parts[heaviest] += rest
        return [Money(sign * part) for part in parts]

    def __str__(self) -> str:
        """Two decimals without separators: 1234.50, as files and JSON write it."""
        return self._text("")

    def grouped(self) -> str:
        """Two decimals with thousands separators: 1,234.50, as screens and forms write it."""
        return self._text(",")

    def whole(self) -> str:
        """Whole yuan, half-up, with separators: 1,235."""
        return f"{half_up_int(Fraction(self.fen, 100)):,}"

    def __format__(self, spec: str) -> str:
        return self.grouped() if spec == "," else format(str(self), spec)

    def _text(self, separator: str) -> str:
        whole, part = divmod(abs(self.fen), 100)
        return f"{'-' if self.fen < 0 else ''}{whole:{separator}}.{part:02d}"
