"""Ways between two tasks: the matrix of the problem first, else the straight line made longer.

Lengths are minutes, rounded up; a place that is not known costs no time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Protocol

from workbench.planner.problem import Problem, Task

EARTH_RADIUS_KM: Final = 6371.0088


def haversine_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in km between two places in degrees (vector 3-C)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_lat, half_lon = (other_phi - phi) / 2, math.radians(other_lon - lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


class Spot(Protocol):
    """Where something is: a named place, degrees, or neither."""

    @property
    def place(self) -> str: ...

    @property
    def lat(self) -> float | None: ...

    @property
    def lon(self) -> float | None: ...


Ways = Mapping[tuple[str, str], int]
"""Minutes from one named place to another."""


def ways_of(problem: Problem) -> Ways:
    """The matrix of the problem; a way that is given in one direction only takes as long in the other."""
    given = {(start, end): minutes for start, end, minutes in problem.travel}
    return {(end, start): minutes for start, end, minutes in problem.travel} | given


def travel_minutes(problem: Problem, one: Spot, other: Spot, ways: Ways | None = None) -> int:
    """Minutes to be kept free between two tasks, the earlier first, rounded up; 0 at the same place or where one is unknown.

    `ways` is the matrix where it is at hand already. What it holds comes before the straight line.
    """
    if one.place and one.place == other.place:
        return 0
    known = (ways_of(problem) if ways is None else ways).get((one.place, other.place)) if one.place and other.place else None
    if known is not None:
        return known + problem.buffer_minutes
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0
    if (one.lat, one.lon) == (other.lat, other.lon):
        return 0
    km = haversine_km(one.lat, one.lon, other.lat, other.lon) * problem.detour
    return math.ceil(km / problem.speed_kmh * 60) + problem.buffer_minutes


def gap_minutes(one: Task, other: Task) -> int:
    """Free minutes between two tasks of a week; negative when they overlap."""
    first, second = (one, other) if (one.day, one.start) <= (other.day, other.start) else (other, one)
    return (second.day - first.day) // timedelta(minutes=1) + second.start - first.end
