"""Several chosen customers in one step: hand them over, or move them into a territory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.people import Choice as Entry
from workbench.services import customers
from workbench.views.widgets.parts import Edit
from workbench.views.widgets.several import SeveralBar

OWNER, AREA = "owner", "area"


class SeveralCustomers(SeveralBar):
    """The new owner answers from today."""

    def __init__(self, today: date) -> None:
        super().__init__(((OWNER, _("Hand over to")), (AREA, _("Move into territory"))))
        self._today = today
        self._entries: dict[str, Sequence[Entry]] = {OWNER: (), AREA: ()}

    def show_entries(self, people: Sequence[Entry], areas: Sequence[Entry]) -> None:
        if self._entries != {OWNER: people, AREA: areas}:
            self._entries = {OWNER: people, AREA: areas}
            self._offer()

    def told(self, count: int) -> str:
        return ngettext("{n} customer", "{n} customers", count)

    def entries(self) -> Sequence[Entry]:
        return self._entries[self.way]

    def edit(self, ids: tuple[int, ...], chosen: int) -> Edit:
        if self.way == OWNER:
            over = partial(customers.set_owner_of_several, customer_ids=ids, person_id=chosen, day=self._today)
            return Edit(N_("Hand {count} customers over to {name}"), over)
        move = partial(customers.set_territory_of_several, customer_ids=ids, territory_id=chosen)
        return Edit(N_("Move {count} customers into {name}"), move)
