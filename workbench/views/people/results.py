"""The customers a person answers for, each opening its card, and the targets of this quarter and the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import Metric
from workbench.models.values.labels import METRIC_LABELS, UNIT_LABELS
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up_int
from workbench.models.values.periods import Period
from workbench.models.values.quantities import hours_text
from workbench.readmodels.goals import TargetRow
from workbench.readmodels.people import OwnedCustomer
from workbench.readmodels.reviews import Proration
from workbench.services import goals
from workbench.views.context import Destination
from workbench.views.paint import draw_chip, draw_text, focus_ring, horizontal_hairline, rounded, text_width
from workbench.views.people.page import Page, PersonFile
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Clickable, Text
from workbench.views.widgets.editing import ChoiceField, LineField
from workbench.views.widgets.forms import Segmented

USUAL = (Metric.SALES_NET, Metric.COLLECTION_RATE, Metric.NEW_CUSTOMERS, Metric.CUSTOMER_SATISFACTION)
MOST_CUSTOMERS = 12
OWN, FULL_TIME = N_("already this person's own figure"), N_("full-time figure, pro-rated by hours and days")


class CustomerLine(Clickable):
    """A customer with class and first day; a click opens it."""

    opened = Signal(object)  # an id

    def __init__(self, row: OwnedCustomer) -> None:
        self._row, self._since = row, _("since {day}", day=row.since)
        super().__init__(f"{row.name} {row.grade} {self._since}")
        self.setToolTip(tip_text(row.name))
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


class TargetBox(QWidget):
    """A target, how it is meant, and what a full-time figure comes to for this person; rates are the same for everyone."""

    meant = Signal(str, bool)  # metric, full-time figure

    def __init__(self, metric: Metric) -> None:
        super().__init__()
        self.of = metric
        name = _(METRIC_LABELS[metric])
        self.amount = LineField(metric.value, f"{name} ({_(UNIT_LABELS[metric.unit])})", "money")
        entries = [(False, _(OWN)), (True, _(FULL_TIME))]
        self.basis = ChoiceField(metric.value, _("{metric}: what the figure means", metric=name), entries)
        self.basis.hide_label()
        self.basis.kept.connect(self._on_basis)
        self._working = Text("", TextRole.SMALL, "muted", wrap=True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, theme().px(2))
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(theme().px(1))
        layout.addWidget(self.amount, 0, 0)
        if metric.adds_up:
            layout.addWidget(self._working, 0, 1, Qt.AlignmentFlag.AlignBottom)
            layout.addWidget(self.basis, 1, 0, 1, 2)
            layout.setColumnStretch(0, 1)
            layout.setColumnStretch(1, 1)
        else:
            self.basis.setParent(self)
            self._working.setParent(self)
        self.basis.setVisible(metric.adds_up)
        self._working.hide()

    @property
    def full_time(self) -> bool | None:
        """What is chosen; None for a metric that is never scaled."""
        return bool(self.basis.value) if self.of.adds_up else None

    @property
    def working(self) -> str:
        """The line below: the person's own figure and how it comes about; empty where nothing is scaled."""
        return "" if self._working.isHidden() else self._working.text()

    def show_target(self, row: TargetRow | None, share: Proration | None, *, other: bool) -> None:
        self.amount.show_value(row.amount if row is not None else None, other=other)
        self.amount.editor.setToolTip(tip_text(row.source if row is not None else ""))
        if row is not None or other:
            self.basis.show_value(row is not None and not row.prorated, other=other)
        self._working.setVisible(False)
        if row is not None and share is not None and self.of.adds_up and not row.prorated:
            self._working.setText(self._own_figure(row, share))
            self._working.set_colour("bad" if share.factor is None else "muted")
            self._working.setVisible(True)

    def _own_figure(self, row: TargetRow, share: Proration) -> str:
        if share.factor is None:
            return _("Hours missing: without agreed weekly hours it cannot be pro-rated.")
        return _(
            "= {amount} for this person: {hours} of {full} h × {eligible} of {days} days",
            amount=Money(half_up_int(row.amount * share.factor)).grouped(), hours=hours_text(share.weekly_minutes),
            full=hours_text(share.full_week_minutes), eligible=share.eligible_days, days=share.period_days,
        )  # fmt: skip

    @Slot(str, object)
    def _on_basis(self, metric: str, full_time: bool) -> None:
        self.meant.emit(metric, full_time)


class ResultsPage(Page):
    """Amounts of targets are hundredths of the metric's unit, so each is typed with two decimals, money in yuan."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[CustomerLine] = []
        self.boxes: list[TargetBox] = []
        self._owned: Sequence[OwnedCustomer] | None = None
        self._periods: list[Period] = []
        self._place = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
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
            in_time = sorted(range(len(periods)), key=periods.__getitem__)  # the running one is shown first, whatever stands before it
            self.choice = Segmented(_("Quarter"), [(str(n), periods[n].name) for n in in_time], "0")
            self.choice.chosen.connect(self._on_period)
            self._head.insertWidget(0, self.choice)
        self._show_targets(other)
        if other or found.card.customers != self._owned:
            self._owned = found.card.customers
            self._show_customers(found.card.customers)

    def _show_targets(self, other: bool) -> None:
        rows = {row.metric: row for row in self.file.targets[self._periods[self._place]]}
        metrics = sorted(dict.fromkeys((*USUAL, *rows)), key=lambda metric: not metric.adds_up)
        if [field.field for field in self.fields] != [metric.value for metric in metrics]:
            for old in self.boxes:
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.boxes = [TargetBox(metric) for metric in metrics]
            self.fields = [box.amount for box in self.boxes]
            for place, box in enumerate(self.boxes):
                box.amount.kept.connect(self._on_kept)
                box.meant.connect(self._on_meant)
                self._place_box(place, box)
        share = self.file.shares.get(self._periods[self._place])
        for box in self.boxes:
            box.show_target(rows.get(box.of), share, other=other)
        self._none.setVisible(not rows)

    def _place_box(self, place: int, box: TargetBox) -> None:
        """What adds up takes a line of its own, for the choice below it; rates and scores stand in pairs under these."""
        wide = sum(one.of.adds_up for one in self.boxes)
        if box.of.adds_up:
            self._grid.addWidget(box, place, 0, 1, 2)
        else:
            self._grid.addWidget(box, wide + (place - wide) // 2, (place - wide) % 2)

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
        self.all.setText(ngettext("Show it in the customer list", "All {n} in the customer list", len(rows)))
        self.all.setVisible(bool(rows))

    @Slot(str)
    def _on_period(self, value: str) -> None:
        self.flush()
        self._place = int(value)
        self._show_targets(other=True)

    @Slot(str, object)
    def _on_kept(self, metric: str, amount: int | None) -> None:
        self._put(self._box(metric), amount)

    @Slot(str, bool)
    def _on_meant(self, metric: str, full_time: bool) -> None:
        """Chosen for a target that stands; for one that is still empty it counts when the figure is typed."""
        box = self._box(metric)
        row = next((row for row in self.file.targets[self._periods[self._place]] if row.metric is box.of), None)
        if row is not None and row.prorated == full_time:
            self._put(box, row.amount)

    def _box(self, metric: str) -> TargetBox:
        return next(box for box in self.boxes if box.of.value == metric)

    def _put(self, box: TargetBox, amount: int | None) -> None:
        period = self._periods[self._place]
        job = partial(goals.put_target, person_id=self.card.id, metric=box.of, period=period, amount=amount, full_time=box.full_time)
        self.ask(N_("Set a target of {person}"), job, box.of.value)

    @Slot(object)
    def _on_customer(self, customer_id: int) -> None:
        self.wished.emit(Destination("customers", {"customer_id": customer_id}))

    @Slot()
    def _on_all(self) -> None:
        self.wished.emit(Destination("customers", {"owner_id": self.card.id}))
