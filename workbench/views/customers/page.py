"""What the parts of a customer's card show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.readmodels.customers import CustomerCard, OwnerRow
from workbench.readmodels.people import Choice, Lists
from workbench.readmodels.products import ProductRow
from workbench.views.widgets.parts import Part


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """All that the card shows, from one read; `people` are those still here."""

    card: CustomerCard
    lists: Lists
    people: tuple[Choice, ...]
    products: Sequence[ProductRow]
    today: date

    @property
    def key(self) -> int:
        """Whose file it is."""
        return self.card.id

    @property
    def owner(self) -> OwnerRow | None:
        """Who answers for the customer today."""
        return next((o for o in self.card.owners if o.from_on <= self.today and (o.to_on is None or o.to_on >= self.today)), None)


class Page(Part[CustomerFile]):
    """A part of a customer's card."""

    def values(self, found: CustomerFile) -> Any:
        return found.card

    @property
    def card(self) -> CustomerCard:
        """The customer shown."""
        return self.file.card
