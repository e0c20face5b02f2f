"""A line that changes several chosen customers in one step: hand them over, or move them into a territory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.people import Choice as Entry
from workbench.services import customers
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.editing import Choice
from workbench.views.widgets.parts import Edit

OWNER, AREA = "owner", "area"


class SeveralBar(QWidget):
    """Shown while two or more rows are chosen."""

    wanted = Signal(object)  # Edit

    def __init__(self, today: date) -> None:
        super().__init__()
        self._ids: list[int] = []
        self._today = today
        self._entries: dict[str, Sequence[Entry]] = {OWNER: (), AREA: ()}
        self.count = Text("", TextRole.SMALL_BOLD)
        self.what, self.which = Choice(), Choice()
        self.what.setAccessibleName(_("What to change"))
        self.which.setAccessibleName(_("Which one"))
        for value, text in ((OWNER, _("Hand over to")), (AREA, _("Move into territory"))):
            self.what.addItem(text, value)
        self.what.activated.connect(self._offer)
        self.go = QPushButton(_("Change all"))
        self.go.clicked.connect(self._on_go)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.count)
        layout.addWidget(self.what, 1)
        layout.addWidget(self.which, 1)
        layout.addWidget(self.go)
        self.hide()

    def show_entries(self, people: Sequence[Entry], areas: Sequence[Entry]) -> None:
        if self._entries != {OWNER: people, AREA: areas}:
            self._entries = {OWNER: people, AREA: areas}
            self._offer()

    def show_ids(self, ids: Sequence[int]) -> None:
        self._ids = list(ids)
        self.count.setText(ngettext("{n} customer", "{n} customers", len(ids)))
        self.setVisible(len(ids) > 1)

    @Slot()
    def _offer(self) -> None:
        self.which.clear()
        for entry in self._entries[str(self.what.currentData())]:
            self.which.addItem(entry.name, entry.id)
        self.go.setEnabled(self.which.count() > 0)

    @Slot()
    def _on_go(self) -> None:
        chosen, ids = int(self.which.currentData()), tuple(self._ids)
        params = {"count": len(ids), "name": self.which.currentText()}
        if self.what.currentData() == OWNER:
            over = partial(customers.set_owner_of_several, customer_ids=ids, person_id=chosen, day=self._today)
            self.wanted.emit(Edit(N_("Hand {count} customers over to {name}"), over, "", params))
        else:
            move = partial(customers.set_territory_of_several, customer_ids=ids, territory_id=chosen)
            self.wanted.emit(Edit(N_("Move {count} customers into {name}"), move, "", params))
