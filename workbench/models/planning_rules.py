"""Fairness and distance: the figures by which a week is judged. Who is next in turn stands in values.turns.

Fairness is measured on ratios of assigned to wished hours, never on raw hours: people want different
hours (domain 3.2). Whoever wishes none is left out; the caller leaves out people on leave.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workbench.models.values.numbers import Exact, exact, half_up_int


def agreed_wish(wished: int, agreed: int) -> int:
    """Minutes a week that somebody is to get: what they wish, else what their engagement says."""
    return wished or agreed


def is_long_day(minutes: int, limit: int | None) -> bool:
    """Whether one day is above the daily average of the part-time law (vector 4-2); None is no limit.

    The law speaks of an average, so such a day is lawful and only worth a remark.
    """
    return limit is not None and minutes > limit


def week_wish(days: Iterable[int], usual: int) -> int:
    """Minutes wished of a week whose days each hold so much of the weekly wish (0 where somebody is away), of `usual` days a week.

    Hours given on another day make up for a day lost; more days than usual do not make the wish larger.

    >>> week_wish([1200, 1200, 0, 0, 0], 5), week_wish([1200, 0, 1200], 2), week_wish([0, 0], 2)
    (480, 1200, 0)
    """
    best = sorted(days, reverse=True)[:usual]
    return half_up_int(Fraction(sum(best), usual)) if best else 0


def is_covered(parts: Iterable[tuple[int, int]], gone: Iterable[tuple[int, int]]) -> bool:
    """Whether every part of a day (start and end in minutes) lies within what is taken away; a day without parts is not covered.

    >>> is_covered([(540, 780)], [(480, 600), (600, 1440)]), is_covered([(540, 780)], [(540, 700)])
    (True, False)
    """
    open_, away = list(parts), sorted(gone)
    for start, end in open_:
        reached = start
        for first, last in away:
            if first <= reached:
                reached = max(reached, last)
        if reached < end:
            return False
    return bool(open_)


def counts_for_fairness(wished: int, *, may_be_asked: bool, assigned: int) -> bool:
    """Whose ratio a week's figures hold: who wishes hours of it and could be asked, or has some. People away all week wish none of it."""
    return wished > 0 and (may_be_asked or assigned > 0)


def leximin_key(ratios: Iterable[Exact]) -> tuple[Fraction, ...]:
    """Sort key: of two plans for the same people the one with the larger key is fairer."""
    return tuple(sorted(exact(ratio) for ratio in ratios))


def leximin_compare(one: Iterable[Exact], other: Iterable[Exact]) -> int:
    """1 when `one` is fairer, -1 when `other` is, 0 when they are equal; ValueError for different numbers of people."""
    first, second = leximin_key(one), leximin_key(other)
    if len(first) != len(second):
        raise ValueError("plans for different numbers of people cannot be compared")
    return (first > second) - (first < second)


def jain(values: Sequence[Exact]) -> Fraction:
    """Jain's index (Σx)²/(n·Σx²): 1 = all equal, 1/n = one has all. All zero, or nobody, counts as equal."""
    numbers = [exact(value) for value in values]
    squares = sum((number * number for number in numbers), Fraction(0))
    return sum(numbers, Fraction(0)) ** 2 / (len(numbers) * squares) if squares else Fraction(1)


def gini(values: Sequence[Exact]) -> Fraction:
    """Gini coefficient ΣΣ|x−y| / (2·n²·mean): 0 = all equal. All zero, or nobody, is 0."""
    numbers = sorted(exact(value) for value in values)
    total = sum(numbers, Fraction(0))
    if not total:
        return Fraction(0)
    count = len(numbers)  # ΣΣ|x−y| in order of size: each number counts once for every one below and against every one above
    spread = sum(((2 * place - count + 1) * number for place, number in enumerate(numbers)), Fraction(0))
    return spread / (count * total)


def max_shortage(assigned: Sequence[int], desired: Sequence[int]) -> int:
    """Largest unmet wish, in the unit given; 0 when everybody has enough."""
    return max((wish - have for have, wish in zip(assigned, desired, strict=True)), default=0)


def unfairness(values: Sequence[Exact]) -> float:
    """√Σ(x−mean)²: the load-balancing figure of other planners, shown for comparison only."""
    numbers = [exact(value) for value in values]
    if not numbers:
        return 0.0
    mean = sum(numbers, Fraction(0)) / len(numbers)
    return math.sqrt(sum(((number - mean) ** 2 for number in numbers), Fraction(0)))


@dataclass(frozen=True, slots=True)
class Fairness:
    """Figures of one plan over the people who wish hours; shortage in minutes."""

    people: int
    min_ratio: Fraction
    max_shortage: int
    jain: Fraction
    gini: Fraction


def fairness(hours: Iterable[tuple[int, int]]) -> Fairness | None:
    """Figures from (assigned, desired) minutes of each person; None when nobody wishes hours."""
    pairs = [(assigned, desired) for assigned, desired in hours if desired > 0]
    if not pairs:
        return None
    ratios = [Fraction(assigned, desired) for assigned, desired in pairs]
    shortage = max(0, max_shortage([assigned for assigned, _ in pairs], [desired for _, desired in pairs]))
    return Fairness(len(pairs), min(ratios), shortage, jain(ratios), gini(ratios))
