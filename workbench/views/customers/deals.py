"""The deals of a customer, newest first: stage and amount in place, a new one below, and the visits beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.models.values.codes import DealStage
from workbench.models.values.labels import DEAL_STAGE_LABELS
from workbench.readmodels.customers import DealLine, VisitLine
from workbench.services import sales
from workbench.views.context import Destination
from workbench.views.customers.lines import VisitRow
from workbench.views.customers.page import CustomerFile, Page
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, ElidedText, Text
from workbench.views.widgets.editing import Choice, ChoiceField, LineField
from workbench.views.widgets.panels import IconButton

MOST_DEALS, MOST_VISITS = 30, 30
CLOSED = (DealStage.WON, DealStage.LOST)


class DealRowEditor(QWidget):
    """One deal: what, by whom and when; its amount and stage can be changed."""

    changed = Signal(object, object)  # id, fields
    removed = Signal(object)  # an id

    def __init__(self, deal: DealLine) -> None:
        super().__init__()
        self.deal = deal
        self.words = ElidedText("", TextRole.BODY)
        self.second = ElidedText("", TextRole.SMALL, "muted")
        self.amount = LineField(f"deal-{deal.id}", _("Amount of deal {number}", number=deal.code), "money")
        self.amount.hide_label()
        self.amount.setFixedWidth(theme().px(96))
        self.amount.kept.connect(self._on_amount)
        self.stage = Choice()
        self.stage.setFixedWidth(theme().px(110))
        self.stage.setAccessibleName(_("Stage of deal {number}", number=deal.code))
        for value in DealStage:
            self.stage.addItem(_(DEAL_STAGE_LABELS[value]), value)
        self.stage.activated.connect(self._on_stage)
        away = IconButton("x", _("Take deal {number} away", number=deal.code), 13)
        away.clicked.connect(self._on_away)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.words)
        names.addWidget(self.second)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addLayout(names, 1)
        for part in (self.amount, self.stage, away):
            line.addWidget(part)

    def show_deal(self, deal: DealLine, today: Any) -> None:
        self.deal = deal
        self._today = today
        self.words.setText(deal.product or deal.code)
        self.second.setText(
            " · ".join(word for word in (i18n.day_month(deal.closed_on) if deal.closed_on else _("open"), deal.person) if word)
        )
        self.amount.show_value(deal.value)
        self.stage.setCurrentIndex(self.stage.findData(DealStage(deal.stage)))

    @Slot(str, object)
    def _on_amount(self, _field: str, value: int | None) -> None:
        self.changed.emit(self.deal.id, {"value": value or 0})

    @Slot()
    def _on_stage(self) -> None:
        stage = DealStage(self.stage.currentData())
        if stage != DealStage(self.deal.stage):
            self.changed.emit(
                self.deal.id, {"stage": stage, "closed_on": (self.deal.closed_on or self._today) if stage in CLOSED else None}
            )

    @Slot()
    def _on_away(self) -> None:
        self.removed.emit(self.deal.id)


class DealsPage(Page):
    """Deals belong to a person: a new one is the owner's."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[DealRowEditor] = []
        self._ids: set[int] = set()
        self.body.addWidget(self._new())
        box = Card(_("Deals"), spacing=6)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        box.body.addLayout(self._list)
        self._none = Text("", TextRole.SMALL, "muted", wrap=True)
        box.body.addWidget(self._none)
        self.body.addWidget(box)
        self.foot()

    def _new(self) -> Card:
        box = Card(_("New deal"), spacing=6)
        stages = [(stage, _(DEAL_STAGE_LABELS[stage])) for stage in DealStage]
        self.product = ChoiceField("product", _("Product"))
        self.product.kept.connect(self._on_product)
        self.amount = LineField("amount", _("Amount"), "money")
        self.stage = ChoiceField("stage", _("Stage"), stages)
        self.stage.show_value(DealStage.WON)
        self.add = QPushButton(_("Add deal"))
        self.add.clicked.connect(self._on_add)
        box.body.addWidget(self.product)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.amount, 1)
        line.addWidget(self.stage, 1)
        box.body.addLayout(line)
        box.body.addWidget(self.add)
        return box

    def fill(self, found: CustomerFile, *, other: bool) -> None:
        self.product.set_entries([(None, "–"), *((row.id, row.name) for row in found.products)])
        if other or {row.id for row in found.card.deals} - self._ids:  # the new one has been kept
            self.amount.show_value(None, other=True)
        self._ids = {row.id for row in found.card.deals}
        rows = found.card.deals[:MOST_DEALS]
        self._show_deals(rows, found)
        rest = len(found.card.deals) - len(rows)
        self._none.setText(_("and {count} more", count=rest) if rest else _("No deal yet."))
        self._none.setVisible(rest > 0 or not rows)

    def _show_deals(self, rows: Sequence[DealLine], found: CustomerFile) -> None:
        known = {line.deal.id: line for line in self.lines if line.deal.id in {row.id for row in rows}}
        for line in self.lines:
            self._list.removeWidget(line)
            if line.deal.id not in known:
                line.hide()
                line.deleteLater()
        self.lines = []
        for row in rows:
            line = known.get(row.id) or self._line(row)
            line.show_deal(row, found.today)
            self._list.addWidget(line)
            self.lines.append(line)
        self.fields = [*(line.amount for line in self.lines), self.product, self.stage, self.amount]

    def _line(self, row: DealLine) -> DealRowEditor:
        line = DealRowEditor(row)
        line.changed.connect(self._on_changed)
        line.removed.connect(self._on_removed)
        return line

    def flush(self) -> None:
        for line in self.lines:  # an amount of a deal that is not there yet is not kept by leaving
            line.amount.flush()

    # -- edits

    @Slot(object, object)
    def _on_changed(self, deal_id: int, fields: dict[str, Any]) -> None:
        self.ask(N_("Change a deal of {name}"), partial(sales.change_deal, deal_id=deal_id, **fields), f"deal-{deal_id}")

    @Slot(object)
    def _on_removed(self, deal_id: int) -> None:
        self.ask(N_("Take a deal of {name} away"), partial(sales.remove_deal, deal_id=deal_id))

    @Slot(str, object)
    def _on_product(self, _field: str, product_id: int | None) -> None:
        """The list price, as long as no amount was typed."""
        row = next((row for row in self.file.products if row.id == product_id), None)
        if row is not None and row.price is not None and not self.amount.is_typed:
            self.amount.show_value(row.price, other=True)

    @Slot()
    def _on_add(self) -> None:
        owner = self.file.owner
        if owner is None:
            self.product.complain(_("A deal belongs to a person: give the customer an owner first. Nothing was changed."))
            return
        value = self.amount.read()
        if value is None:
            return
        stage, today = DealStage(self.stage.value), self.file.today
        fields: dict[str, Any] = {
            "product_id": self.product.value,
            "closed_on": today if stage in CLOSED else None,
            "collected": value if stage is DealStage.WON else None,
        }
        job = partial(
            sales.record_deal, person_id=owner.person_id, stage=stage, value=value, customer_id=self.card.id, opened_on=today, **fields
        )
        self.ask(N_("Add a deal of {name}"), job, "amount")


class VisitsPage(Page):
    """Visits of the last months and those to come; a click opens the week."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[VisitRow] = []
        self._visits: tuple[VisitLine, ...] | None = None
        box = Card(_("Visits"), spacing=2)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        box.body.addLayout(self._list)
        self._none = Text(_("No visit in the last months."), TextRole.SMALL, "muted", wrap=True)
        box.body.addWidget(self._none)
        self.body.addWidget(box)
        self.foot()

    def fill(self, found: CustomerFile, *, other: bool) -> None:
        if not other and found.card.visits == self._visits:
            return
        self._visits = found.card.visits
        for old in self.lines:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [
            VisitRow(visit.task_id, visit.title, f"{i18n.long_date(visit.day)} · {visit.people or _('nobody yet')}")
            for visit in found.card.visits[:MOST_VISITS]
        ]
        for line in self.lines:
            line.clicked.connect(self._on_visit)
            self._list.addWidget(line)
        self._none.setVisible(not self.lines)

    @Slot()
    def _on_visit(self) -> None:
        line = self.sender()
        assert isinstance(line, VisitRow)
        self.wished.emit(Destination("planning", {"task_id": line.task_id}))
