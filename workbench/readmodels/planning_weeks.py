"""One person's tasks over several weeks, as they are planned and as they were told. Times are minutes since midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from workbench.readmodels.planning import WeekState


class Telling(StrEnum):
    """How a task stands to what the person was told last."""

    DRAFT = "draft"  # the week was never told
    TOLD = "told"
    FRESH = "fresh"  # new, or at another time than told
    GONE = "gone"  # told, and no longer planned


class OwnTask(NamedTuple):
    """A task of the person; `task_id` is 0 for one that was told and is gone."""

    task_id: int
    title: str
    kind: str
    day: date
    start: int
    end: int
    minutes: int
    telling: Telling


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """One week; `away` says why somebody is not there on a day (weekday, word of it), `open_days` are weekdays with any hour."""

    monday: date
    state: WeekState
    number: int
    limit: int | None
    tasks: tuple[OwnTask, ...]
    open_days: frozenset[int]
    away: tuple[tuple[int, str], ...] = ()

    @property
    def minutes(self) -> int:
        """Planned or worked."""
        return sum(one.minutes for one in self.tasks if one.telling is not Telling.GONE)

    @property
    def is_changed(self) -> bool:
        """Whether the person has to be told again."""
        return any(one.telling in (Telling.FRESH, Telling.GONE) for one in self.tasks)

    def on(self, weekday: int) -> tuple[OwnTask, ...]:
        """By begin; 0 is Monday."""
        day = self.monday + timedelta(days=weekday)
        return tuple(sorted((one for one in self.tasks if one.day == day), key=lambda one: (one.start, one.title)))
