"""Fairness and distance: the figures by which a week is judged, and who is next in turn.

Fairness is measured on ratios of assigned to wished hours, never on raw hours: people want different
hours (domain 3.2). Whoever wishes none is left out; the caller leaves out people on leave.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workbench.models.values.numbers import Exact, exact

EARTH_RADIUS_KM = 6371.0088


def satisfaction_ratio(assigned: int, desired: int) -> Fraction | None:
    """Assigned over desired, in any one unit; None when nothing is desired."""
    return Fraction(assigned, desired) if desired > 0 else None


def rolling_ratio(weeks: Iterable[tuple[int, int]]) -> Fraction | None:
    """Sum of assigned over sum of desired of the last weeks (eight by default of the caller); None for no wish."""
    pairs = list(weeks)
    return satisfaction_ratio(sum(assigned for assigned, _ in pairs), sum(desired for _, desired in pairs))


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
    numbers = [exact(value) for value in values]
    total = sum(numbers, Fraction(0))
    if not total:
        return Fraction(0)
    spread = sum((abs(one - other) for one in numbers for other in numbers), Fraction(0))
    return spread / (2 * len(numbers) * total)


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a spare slot. `asked_at` orders requests: smaller is earlier."""

    key: int
    rolling: Fraction | None
    prime_slots: int = 0
    asked_at: float = math.inf


def in_turn(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who should get the next spare slot, first in turn first: lowest rolling ratio, fewer prime slots, earlier request.

    Whoever wishes no hours comes last. Names play no part.
    """
    return sorted(candidates, key=lambda one: (one.rolling is None, one.rolling or Fraction(0), one.prime_slots, one.asked_at, one.key))


def haversine_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in km between two places in degrees (vector 3-C)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_lat, half_lon = (other_phi - phi) / 2, math.radians(other_lon - lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def travel_minutes(km: float, speed_kmh: float, detour: float) -> float:
    """Minutes on the road for a straight-line distance; `detour` is road over straight line. ValueError for a speed that is not positive."""
    if speed_kmh <= 0:
        raise ValueError("speed must be positive")
    return km * detour / speed_kmh * 60
