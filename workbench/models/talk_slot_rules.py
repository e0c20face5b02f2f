"""Where a one-on-one fits into a day: inside the person's hours, over nothing else, beside work rather than apart from it.

Minutes count from midnight; a span is (start, end) with the end outside it.
"""

from __future__ import annotations

from collections.abc import Sequence

STEP = 15

Span = tuple[int, int]


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a minute.

    >>> overlap((540, 570), (570, 600)), overlap((540, 571), (570, 600))
    (False, True)
    """
    return one[0] < other[1] and other[0] < one[1]


def best_start(open_: Sequence[Span], work: Sequence[Span], busy: Sequence[Span], minutes: int) -> int | None:
    """The start of a talk of so many minutes on one day; None where none fits.

    `open_` is when the person may be asked, `work` what they do, `busy` what else nobody may lay a talk over. A start right
    before or after work is taken first, because nobody travels for twenty minutes (domain 9.1: inside paid hours), then the
    one closest to work, then the earliest.

    >>> best_start([(540, 1080)], [(600, 720)], [], 30)
    570
    >>> best_start([(540, 1080)], [(600, 720)], [(540, 600)], 30)
    720
    >>> best_start([(540, 560)], [], [], 30) is None
    True
    """
    starts = sorted({start for low, high in open_ for start in _starts(low, high, minutes)} | _beside(open_, work, minutes))
    free = [start for start in starts if not any(overlap((start, start + minutes), span) for span in (*work, *busy))]
    return min(free, key=lambda start: (_far(start, start + minutes, work), start), default=None)


def _starts(low: int, high: int, minutes: int) -> range:
    first = -(-low // STEP) * STEP
    return range(first, high - minutes + 1, STEP)


def _beside(open_: Sequence[Span], work: Sequence[Span], minutes: int) -> set[int]:
    places = [start for low, high in work for start in (low - minutes, high)]
    return {start for start in places for low, high in open_ if low <= start and start + minutes <= high}


def _far(start: int, end: int, work: Sequence[Span]) -> int:
    """Minutes between a talk and the nearest work of the day; 0 without work."""
    return min((max(low - end, start - high, 0) for low, high in work), default=0)
