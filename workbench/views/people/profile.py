"""Who somebody is, and leaving and coming back."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import SalesLine
from workbench.models.values.labels import SALES_LINE_LABELS
from workbench.services import engagements, people
from workbench.views.people.page import Page, PersonFile
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import ChoiceField, EditorField, LineField, TextField, TickField
from workbench.views.widgets.fields import DateField

SOME_DAY = date(2000, 1, 1)
"""Never seen: the day follows the person shown."""


class ProfilePage(Page):
    """Names and numbers, each kept at once."""

    def __init__(self) -> None:
        super().__init__()
        lines = [(line, _(SALES_LINE_LABELS[line])) for line in SalesLine]
        self.team = ChoiceField("team_id", _("Team"))
        self.manager = ChoiceField("manager_id", _("Direct superior"))
        rows: tuple[EditorField, ...] = (
            LineField("name", _("Name")), LineField("code", _("Staff number"), most=40), self.team, ChoiceField("line", _("Sales line"), lines),
            LineField("position", _("Position")), LineField("level", _("Level"), most=40), self.manager, TickField("is_manager", _("Leads a team")),
            LineField("phone", _("Telephone"), most=40), LineField("email", _("Mail")), LineField("hired_on", _("Hired on"), "date"),
            LineField("in_post_since", _("In this post since"), "date"), LineField("cadence_days", _("Days between one-on-ones"), "whole"),
            LineField("field_consent_on", _("Location consent given on"), "date"), LineField("birthday", _("Birthday (month-day, voluntary)"), most=5),
            LineField("improvement_until", _("Improvement plan until"), "date"),
        )  # fmt: skip
        box = Card(_("Person"))
        self.put(box, rows, self._on_kept)
        self.put(box, [TextField("note", _("Note"))], self._on_kept, columns=1)
        self.body.addWidget(box)
        self.body.addWidget(self._leaving())
        self.foot()

    def _leaving(self) -> Card:
        box = Card(_("Leaving"), spacing=8)
        self.left = Text("", TextRole.BODY, "text", wrap=True)
        box.body.addWidget(self.left)
        self.last_day = DateField(SOME_DAY, _("Last day"))
        self.leave = QPushButton(_("Leaves on this day"))
        self.leave.clicked.connect(self._on_leave)
        self.back = QPushButton(_("Is back"))
        self.back.clicked.connect(self._on_back)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.last_day, 1)
        line.addWidget(self.leave, 1)
        line.addWidget(self.back)
        box.body.addLayout(line)
        self.effect = Text("", TextRole.SMALL, "muted", wrap=True)
        box.body.addWidget(self.effect)
        return box

    def fill(self, found: PersonFile, *, other: bool) -> None:
        card = found.card
        self.team.set_entries([(None, "–"), *((t.id, t.name) for t in found.lists.teams)])
        self.manager.set_entries([(None, "–"), *((m.id, m.name) for m in found.lists.managers if m.id != card.id)])
        super().fill(found, other=other)
        if other:
            self.last_day.set_day(card.left_on or found.today)
        gone = card.left_on is not None
        if card.left_on is None:
            self.left.setText(_("Still here."))
        elif card.left_on < found.today:
            self.left.setText(_("Left on {day}.", day=card.left_on))
        else:
            self.left.setText(_("Leaves on {day}.", day=card.left_on))
        self.back.setVisible(gone)
        count = len(card.customers)
        effect = ngettext(
            "The engagement ends with that day and {n} customer has no owner from then on. Records stay.",
            "The engagement ends with that day and {n} customers have no owner from then on. Records stay.",
            count,
        )
        after = _("Back again, a new engagement begins under Contract; customers are handed over anew.")
        self.effect.setText(after if gone else effect if count else _("The engagement ends with that day. Records stay."))

    @Slot(str, object)
    def _on_kept(self, field: str, value: object) -> None:
        changed: dict[str, Any] = {field: value}
        self.ask(N_("Change {person}"), partial(people.edit_person, person_id=self.card.id, **changed), field)

    @Slot()
    def _on_leave(self) -> None:
        job = partial(engagements.leave, person_id=self.card.id, last_day=self.last_day.day)
        self.ask(N_("{person} leaves on {day}"), job, day=self.last_day.day.isoformat())

    @Slot()
    def _on_back(self) -> None:
        self.ask(N_("{person} is back"), partial(engagements.come_back, person_id=self.card.id))
