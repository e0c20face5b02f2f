"""Which two tasks one person cannot both do, for all tasks at once, and cliques of such tasks.

The same answers as `rules.Index.conflict`, kept as one bit for each two tasks, so that 20,000 tasks need 50 MB.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.planner.problem import Problem
from workbench.planner.rules import Index
from workbench.planner.travel import EARTH_RADIUS_KM, travel_minutes

ROWS: Final = 256  # tasks looked at together, which bounds the memory of one step
DOUBT: Final = 1e-6  # minutes: nearer to a whole number, a journey is worked out by the rules themselves


class Clashes:
    """The tasks of a problem and the pairs among them that exclude each other, for each rest between days that somebody has."""

    def __init__(self, problem: Problem, index: Index) -> None:
        self._problem, self._index = problem, index
        tasks = problem.tasks
        begin_end = [index.moments[one.code] for one in tasks]
        self.begin = np.array([begin for begin, _end in begin_end], np.int64)
        self.end = np.array([end for _begin, end in begin_end], np.int64)
        self.day = np.array([one.day.toordinal() for one in tasks], np.int64)
        self._lat = np.radians(np.array([math.nan if one.lat is None else one.lat for one in tasks]))
        self._lon = np.radians(np.array([math.nan if one.lon is None else one.lon for one in tasks]))
        self._placed = np.array([bool(one.place) for one in tasks], bool)
        self._bits: dict[int, NDArray[np.uint8]] = {}

    def of(self, task: int, rest: int) -> NDArray[np.bool_]:
        """A flag for each task that cannot be done beside this one; the task itself is among them."""
        return np.unpackbits(self._matrix(rest)[task], count=len(self.begin)).view(bool)

    def any_of(self, tasks: NDArray[np.int64], rest: int) -> NDArray[np.bool_]:
        """A flag for each task that cannot be done beside one of these."""
        if not len(tasks):
            return np.zeros(len(self.begin), bool)
        return np.unpackbits(np.bitwise_or.reduce(self._matrix(rest)[tasks], axis=0), count=len(self.begin)).view(bool)

    def among(self, tasks: NDArray[np.int64], rest: int) -> NDArray[np.bool_]:
        """Square of flags: which of these tasks exclude each other; false on the diagonal."""
        found = np.unpackbits(self._matrix(rest)[tasks], axis=1, count=len(self.begin))[:, tasks].view(bool)
        np.fill_diagonal(found, False)
        return found

    def _matrix(self, rest: int) -> NDArray[np.uint8]:
        if rest not in self._bits:
            self._bits[rest] = self._build(rest)
        return self._bits[rest]

    def _build(self, rest: int) -> NDArray[np.uint8]:
        """Row by row: tasks sorted by their begin, so that those near in time stand together."""
        count = len(self.begin)
        order = np.argsort(self.begin, kind="stable")
        begin, latest = self.begin[order], np.maximum.accumulate(self.end[order])
        far = max(self._index.reach, rest, 0)
        found = np.zeros((count, (count + 7) // 8), np.uint8)
        for low in range(0, count, ROWS):
            rows = order[low : low + ROWS]
            first = int(np.searchsorted(latest, self.begin[rows].min() - far, "right"))
            last = int(np.searchsorted(begin, self.end[rows].max() + far, "left"))
            near = order[first:last]
            flags = np.zeros((len(rows), count), bool)
            flags[:, near] = self._clash(rows, near, rest)
            flags[np.arange(len(rows)), rows] = True
            found[rows] = np.packbits(flags, axis=1)
        return found

    def _clash(self, rows: NDArray[np.int64], columns: NDArray[np.int64], rest: int) -> NDArray[np.bool_]:
        gap = np.maximum(self.begin[columns] - self.end[rows, None], self.begin[rows, None] - self.end[columns])
        found: NDArray[np.bool_] = gap < 0
        if rest > 0:
            found |= (gap < rest) & (self.day[rows, None] != self.day[columns])
        if self._index.reach > 0:
            one, other = np.nonzero(~found & (gap < self._index.reach))
            found[one, other] = gap[one, other] < self.travel(rows[one], columns[other])
        return found

    def travel(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
        """Minutes of each journey, of two tasks the earlier first, as `travel.travel_minutes` has them."""
        problem = self._problem
        lat, lon, other_lat, other_lon = self._lat[one], self._lon[one], self._lat[other], self._lon[other]
        chord = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
        km = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))) * problem.detour
        exact = km / problem.speed_kmh * 60
        none = np.isnan(exact) | ((lat == other_lat) & (lon == other_lon))
        exact[none] = 0.5
        found: NDArray[np.int64] = np.ceil(exact).astype(np.int64) + problem.buffer_minutes
        found[none] = 0
        for place in np.flatnonzero(np.abs(exact - np.rint(exact)) < DOUBT):
            found[place] = travel_minutes(problem, problem.tasks[one[place]], problem.tasks[other[place]])
        if problem.travel:
            for place in np.flatnonzero(self._placed[one] & self._placed[other]):
                found[place] = self._index.between(problem.tasks[one[place]].code, problem.tasks[other[place]].code)[1]
        return found


def cover_by_cliques(near: NDArray[np.bool_], seeds: NDArray[np.bool_]) -> list[list[int]]:
    """Cliques that together hold every edge of a graph given as a square of flags.

    Each row of `seeds` is a clique to begin with; it is made as large as it can be. Others grow from an edge still missing.
    """
    rows = _bit_rows(near)
    missing, cliques = list(rows), []
    for seed in dict.fromkeys(_bit_rows(seeds)):
        clique, members = seed, [place for place in range(seed.bit_length()) if seed >> place & 1]
        open_ = -1
        for member in members:
            open_ &= rows[member]
        while open_ > 0:
            other = (open_ & -open_).bit_length() - 1
            clique |= 1 << other
            members.append(other)
            open_ &= rows[other]
        if len(members) > 1:
            cliques.append(members)
        for member in members:
            missing[member] &= ~clique
    for one in range(len(rows)):
        while missing[one]:
            clique, open_ = 1 << one, rows[one]
            members = [one]
            while open_:
                first = open_ & missing[one] or open_
                other = (first & -first).bit_length() - 1
                clique |= 1 << other
                members.append(other)
                open_ &= rows[other]
            cliques.append(members)
            for member in members:
                missing[member] &= ~clique
    return cliques


def _bit_rows(flags: NDArray[np.bool_]) -> list[int]:
    return [int.from_bytes(row.tobytes(), "little") for row in np.packbits(flags, axis=1, bitorder="little")]
