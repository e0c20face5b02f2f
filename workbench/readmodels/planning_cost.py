"""What a week costs in hourly pay: exact fen, of each person and together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WeekCost:
    """Fen by person id, of the hours planned or worked. `unpriced` are people with hours for which no hourly pay is recorded.

    A monthly pay is no price of an hour: such people are among the unpriced.
    """

    of_person: Mapping[int, int] = field(default_factory=dict)
    unpriced: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """Fen."""
        return sum(self.of_person.values())
