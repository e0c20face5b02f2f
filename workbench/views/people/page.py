"""What the parts of a person's card show, and what they have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbench.models.values.periods import Period
from workbench.readmodels.goals import TargetRow
from workbench.readmodels.people import EngagementRow, HoursFrame, Lists, PersonCard
from workbench.readmodels.reviews import Proration
from workbench.views.widgets.parts import Part


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that the card shows, from one read; `findings` are what the law says to each engagement, by its id."""

    card: PersonCard
    lists: Lists
    hours: HoursFrame
    findings: Mapping[int, Sequence[str]]
    targets: Mapping[Period, Sequence[TargetRow]]
    today: date
    shares: Mapping[Period, Proration] = field(default_factory=dict)

    @property
    def key(self) -> int:
        """Whose file it is."""
        return self.card.id

    @property
    def engagement(self) -> EngagementRow | None:
        """The one in force today, else the newest."""
        rows = self.card.engagements
        return next(
            (e for e in rows if e.start_on <= self.today and (e.end_on is None or e.end_on >= self.today)), rows[0] if rows else None
        )


class Page(Part[PersonFile]):
    """A part of a person's card."""

    def values(self, found: PersonFile) -> Any:
        return found.card

    @property
    def card(self) -> PersonCard:
        """The person shown."""
        return self.file.card
