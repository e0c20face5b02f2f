"""Whose turn the next spare slot is, by hours had over hours wished (domain 3.2, vector 3-A).

The planner, the list of who can do a task and the explanations all order people by the same `Turn`, so that
none of them can say something else than another.
"""

from __future__ import annotations

import zlib
from datetime import date
from fractions import Fraction
from typing import NamedTuple


def satisfaction_ratio(assigned: int, desired: int) -> Fraction | None:
    """Assigned over desired, in any one unit; None when nothing is desired."""
    return Fraction(assigned, desired) if desired > 0 else None


class Turn(NamedTuple):
    """A place in the queue: the smaller is sooner, and the first part in which two differ decides.

    `unwished` comes last: somebody who wishes no hours. `prime` are prime slots for each minute wished, `since` is
    the ordinal of the first day of the engagement, `draw` a number that each week deals anew. Names play no part.
    """

    unwished: bool
    ratio: Fraction
    prime: Fraction
    since: int
    draw: int


def turn_of(had: int, wished: int, primes: int, since: date | None, code: str, monday: date) -> Turn:
    """Place in the queue of somebody who had so many minutes and prime slots; who began on an unknown day comes after the others."""
    ratio = satisfaction_ratio(had, wished)
    share = Fraction(primes, wished) if wished > 0 else Fraction(primes)
    began = (since or date.max).toordinal()
    return Turn(ratio is None, ratio or Fraction(0), share, began, zlib.crc32(f"{monday.isoformat()} {code}".encode()))


def decided_by(one: Turn, other: Turn) -> str:
    """The part of the queue's rule in which two places differ first; the draw where nothing else does."""
    return next((name for name, mine, theirs in zip(Turn._fields, one, other, strict=True) if mine != theirs), "draw")
