"""The people that places need by the hour, and the shifts of a week that are there for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

HOURS = 24
Hour = tuple[int, int]
"""(weekday from 0 for Monday, full hour)."""


class Cover(NamedTuple):
    """A shift of the week made from the curve: people asked for on a day, minutes since midnight."""

    day: date
    start: int
    end: int
    people: int


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One curve with its needs by hour and the shifts of the week that was read; lengths in minutes."""

    id: int
    title: str
    kind: str
    place: str
    territory_id: int | None
    skill_id: int | None
    skill_level: int
    priority: int
    shortest: int
    longest: int
    step: int
    full: bool
    needs: Mapping[Hour, int]
    cover: tuple[Cover, ...] = ()

    def covered(self, hour: Hour) -> int:
        """People whose shifts hold the whole of an hour."""
        start = 60 * hour[1]
        return sum(one.people for one in self.cover if one.day.weekday() == hour[0] and one.start <= start and start + 60 <= one.end)

    @property
    def hours(self) -> int:
        """Hours of people needed in a week."""
        return sum(self.needs.values())

    @property
    def missing(self) -> int:
        """Hours of people needed that no shift holds yet."""
        return sum(max(0, people - self.covered(hour)) for hour, people in self.needs.items())
