"""The customers a person answers for, each opening its card, and the targets of this quarter and the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from workbench.i18n import N_, _
from workbench.models.values import METRIC_LABELS, UNIT_LABELS, Metric, Period
from workbench.readmodels.people import OwnedCustomer
from workbench.services import goals
from workbench.views.context import Destination
from workbench.views.paint import draw_chip, draw_text, focus_ring, horizontal_hairline, rounded, text_width
from workbench.views.people.page import Page, PersonFile
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.widgets.basic import Card, Clickable, Text
from workbench.views.widgets.editing import LineField
from workbench.views.widgets.forms import Segmented

USUAL = (Metric.SALES_NET, Metric.COLLECTION_RATE, Metric.NEW_CUSTOMERS, Metric.CUSTOMER_SATISFACTION)
MOST_CUSTOMERS = 12


class CustomerLine(Clickable):
    """A customer with class and first day; a click opens it."""

    opened = Signal(int)

    def __init__(self, row: OwnedCustomer) -> None:
        self._row, self._since = row, _("since {day}", day=row.since)
        super().__init__(f"{row.name} {row.grade} {self._since}")
        self.setToolTip(row.name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(30))

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._row.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.underMouse():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        horizontal_hairline(painter, 0, rect.height() - 1, rect.width(), t.tokens.border)
        draw_chip(painter, 4, rect.height() / 2, self._row.grade, t.tone(Tone.ACCENT if self._row.grade == "A" else Tone.NEUTRAL))
        width = text_width(self._since, TextRole.SMALL)
        draw_text(
            painter, QRectF(rect.right() - width - 6, 0, width + 2, rect.height()), self._since, TextRole.SMALL, t.tokens.muted, elide=False
        )
        draw_text(
            painter, QRectF(t.px(36), 0, rect.width() - width - t.px(36) - 14, rect.height()), self._row.name, TextRole.BODY, t.tokens.text
        )
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class ResultsPage(Page):
    """Amounts of targets are hundredths of the metric's unit, so each is typed with two decimals, money in yuan."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[CustomerLine] = []
        self._owned: Sequence[OwnedCustomer] | None = None
        self._periods: list[Period] = []
        self._place = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self.targets = Card(_("Targets"), spacing=8)
        self.choice: Segmented | None = None
        self._head = QHBoxLayout()
        self._head.addStretch(1)
        self.targets.body.addLayout(self._head)
        self.targets.body.addLayout(self._grid)
        self._none = Text(_("No target is set for this quarter."), TextRole.SMALL, "muted", wrap=True)
        self.targets.body.addWidget(self._none)
        self.body.addWidget(self.targets)
        self.customers = Card(_("Customers"), spacing=4)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.customers.body.addLayout(self._list)
        self._rest = Text("", TextRole.SMALL, "muted", wrap=True)
        self.customers.body.addWidget(self._rest)
        self.all = QPushButton()
        self.all.clicked.connect(self._on_all)
        self.customers.body.addWidget(self.all)
        self.body.addWidget(self.customers)
        self.foot()

    def fill(self, found: PersonFile, *, other: bool) -> None:
        periods = list(found.targets)
        if periods != self._periods:
            self._periods, self._place = periods, 0
            if self.choice is not None:
                self._head.removeWidget(self.choice)
                self.choice.deleteLater()
            self.choice = Segmented(_("Quarter"), [(str(n), period.name) for n, period in enumerate(periods)], "0")
            self.choice.chosen.connect(self._on_period)
            self._head.insertWidget(0, self.choice)
        self._show_targets(other)
        if other or found.card.customers != self._owned:
            self._owned = found.card.customers
            self._show_customers(found.card.customers)

    def _show_targets(self, other: bool) -> None:
        rows = {row.metric: row for row in self.file.targets[self._periods[self._place]]}
        metrics = list(dict.fromkeys((*USUAL, *rows)))
        if [field.field for field in self.fields] != [metric.value for metric in metrics]:
            for old in self.fields:
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.fields = []
            for place, metric in enumerate(metrics):
                field = LineField(metric.value, f"{_(METRIC_LABELS[metric])} ({_(UNIT_LABELS[metric.unit])})", "money")
                field.kept.connect(self._on_kept)
                self._grid.addWidget(field, place // 2, place % 2)
                self.fields.append(field)
        for row, metric in zip(self.fields, metrics, strict=True):
            row.show_value(rows[metric].amount if metric in rows else None, other=other)
            row.editor.setToolTip(rows[metric].source if metric in rows else "")
        self._none.setVisible(not rows)

    def _show_customers(self, rows: Sequence[OwnedCustomer]) -> None:
        for old in self.lines:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [CustomerLine(row) for row in rows[:MOST_CUSTOMERS]]
        for line in self.lines:
            line.opened.connect(self._on_customer)
            self._list.addWidget(line)
        rest = len(rows) - len(self.lines)
        self._rest.setText(_("Answers for no customer.") if not rows else _("and {count} more", count=rest))
        self._rest.setVisible(not rows or rest > 0)
        self.all.setText(_("All {count} in the customer list", count=len(rows)))
        self.all.setVisible(bool(rows))

    @Slot(str)
    def _on_period(self, value: str) -> None:
        self.flush()
        self._place = int(value)
        self._show_targets(other=True)

    @Slot(str, object)
    def _on_kept(self, metric: str, amount: int | None) -> None:
        job = partial(goals.put_target, person_id=self.card.id, metric=Metric(metric), period=self._periods[self._place], amount=amount)
        self.ask(N_("Set a target of {person}"), job, metric)

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        self.wished.emit(Destination("customers", {"customer_id": customer_id}))

    @Slot()
    def _on_all(self) -> None:
        self.wished.emit(Destination("customers", {"owner_id": self.card.id}))
