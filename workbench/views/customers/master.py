"""A customer's own data, each field kept at once; and who answers for it, one person on any day."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout

from workbench.i18n import N_, _
from workbench.models.values.codes import CustomerGrade
from workbench.models.values.labels import GRADE_LABELS
from workbench.readmodels.customers import OwnerRow
from workbench.services import customers
from workbench.views.context import Destination
from workbench.views.customers.lines import PersonLine
from workbench.views.customers.page import CustomerFile, Page
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import ChoiceField, EditorField, LineField, TextField
from workbench.views.widgets.fields import DateField

_SOME_DAY = date(2000, 1, 1)
"""Never seen: the day follows the customer shown."""


class MasterPage(Page):
    """Names, class and territory."""

    def __init__(self) -> None:
        super().__init__()
        self.area = ChoiceField("territory_id", _("Territory"))
        rows: tuple[EditorField, ...] = (
            LineField("name", _("Customer name")), LineField("code", _("Number"), most=40), LineField("sector", _("Sector")),
            ChoiceField("grade", _("Class"), [(grade, _(GRADE_LABELS[grade])) for grade in CustomerGrade]), self.area,
            LineField("visit_every_days", _("Days between visits"), "whole"), LineField("contact_name", _("Contact")),
            LineField("contact_phone", _("Telephone"), most=40), LineField("address", _("Address")), LineField("employees", _("Employees"), "whole"),
            LineField("closed_on", _("Closed on"), "date"),
        )  # fmt: skip
        box = Card(_("Customer"))
        self.put(box, rows, self._on_kept)
        self.put(box, [TextField("note", _("Note"))], self._on_kept, columns=1)
        self.body.addWidget(box)
        self.foot()

    def fill(self, found: CustomerFile, *, other: bool) -> None:
        self.area.set_entries([(None, "–"), *((t.id, t.name) for t in found.lists.territories)])
        super().fill(found, other=other)

    @Slot(str, object)
    def _on_kept(self, field: str, value: object) -> None:
        changed: dict[str, Any] = {field: value}
        self.ask(N_("Change customer {name}"), partial(customers.edit_customer, customer_id=self.card.id, **changed), field)


class OwnerPage(Page):
    """The hand-over with its day and reason, and everybody who answered for the customer before."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: tuple[OwnerRow, ...] | None = None
        box = Card(_("Hand over"), _("one owner on any day"), spacing=8)
        self.owner = ChoiceField("owner", _("Answers for it"))
        self.day = DateField(_SOME_DAY, _("From"))
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(_("Reason of a hand-over"))
        self.reason.setAccessibleName(_("Reason of a hand-over"))
        self.reason.returnPressed.connect(self._on_hand_over)
        self.hand_over = QPushButton(_("Hand over"))
        self.hand_over.clicked.connect(self._on_hand_over)
        self.fields = [self.owner]
        box.body.addWidget(self.owner)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self.reason, 0, 0, 1, 2)
        grid.addWidget(self.day, 1, 0)
        grid.addWidget(self.hand_over, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        box.body.addLayout(grid)
        words = _("The owner before answers for it until the day before; the history stays. A hand-over planned for later is replaced.")
        box.body.addWidget(Text(words, TextRole.SMALL, "muted", wrap=True))
        self.body.addWidget(box)
        history = Card(_("Who answered for it"), spacing=4)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        history.body.addLayout(self._list)
        self._none = Text(_("Nobody has answered for it yet."), TextRole.SMALL, "muted", wrap=True)
        history.body.addWidget(self._none)
        self.body.addWidget(history)
        self.foot()

    def fill(self, found: CustomerFile, *, other: bool) -> None:
        self.owner.set_entries([(None, _("Nobody")), *((p.id, p.name) for p in found.people)])
        if other or found.card.owners != self._owners:
            owner = found.owner
            self.owner.show_value(owner.person_id if owner else None, other=other)
            self.reason.clear()
            self.day.set_day(found.today)
            self._owners = found.card.owners
            self._show_history(found)

    def _show_history(self, found: CustomerFile) -> None:
        while (item := self._list.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for row in found.card.owners:
            words = f"{row.from_on} – {row.to_on or _('until now')}" + (f" · {row.reason}" if row.reason else "")
            line = PersonLine(row.person_id, row.person, words)
            line.clicked.connect(self._on_person)
            self._list.addWidget(line)
        self._none.setVisible(not found.card.owners)

    @Slot()
    def _on_hand_over(self) -> None:
        job = partial(
            customers.set_owner, customer_id=self.card.id, person_id=self.owner.value, day=self.day.day, reason=self.reason.text()
        )
        self.ask(N_("Hand over customer {name}"), job, "owner")

    @Slot()
    def _on_person(self) -> None:
        line = self.sender()
        assert isinstance(line, PersonLine)
        self.wished.emit(Destination("people", {"person_id": line.person_id}))
