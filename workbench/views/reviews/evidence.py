"""The drawer with the rows behind a figure: deals or measurements, sortable, with their sum and the way to the customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import DealStage, Metric
from workbench.models.values.labels import LABELS, label
from workbench.models.values.money import Money
from workbench.models.values.quantities import amount_text
from workbench.readmodels.reviews import Evidence, RowNote, RowsAs
from workbench.readmodels.sales import DealRow
from workbench.views.itemmodels.reviews import SORT_ROLE, Cell, RowsTableModel
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Text
from workbench.views.widgets.panels import Drawer

DEAL_HEADS = (N_("Closed"), N_("Number"), N_("Customer"), N_("Product"), N_("Stage"), N_("Won, net"), N_("Collected"))
MEASURED_HEADS = (N_("Day"), N_("Figure"), N_("Answers"), N_("Source"))
CUSTOMER, PRODUCT = 2, 3
DEAL_WIDTHS, NOTED_WIDTHS, MEASURED_WIDTHS = (100, 78, 120, 96, 56, 96, 96), (96, 76, 100, 96, 52, 80, 80, 172), (100, 90, 80, 200, 190)


class EvidenceDrawer(Drawer):
    """Lies over the right half of the screen; emits the customer of a row that is opened."""

    customer_chosen = Signal(object)  # an id

    def __init__(self) -> None:
        super().__init__("", 680)
        self.summary = Text("", TextRole.SMALL, "muted", wrap=True)
        self.table = QTableView()
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setSortingEnabled(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme().px(32))
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.activated.connect(self._on_activated)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.table, 1)
        self._deals: tuple[DealRow, ...] = ()
        self.rows: RowsTableModel | None = None
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSortRole(SORT_ROLE)
        self.table.setModel(self.proxy)
        self.hide()

    def show_evidence(self, found: Evidence) -> None:
        """Show the rows and open."""
        name = found.name_zh if i18n.is_chinese() else found.name_en
        self.set_title(f"{found.person} · {name}")
        self._deals = found.deals
        later = sum(note is RowNote.LATER for note in found.notes.values())
        if found.measurements or found.metric in (Metric.CUSTOMER_SATISFACTION, Metric.VISITS_DONE):
            heads, rows = [_(head) for head in MEASURED_HEADS], list(_measured(found))
            answers = sum(row.answers for row in found.measurements if found.notes.get(row.id) is not RowNote.LATER)
            said = [ngettext("{n} record", "{n} records", len(rows) - later), ngettext("{n} answer", "{n} answers", answers)]
        else:
            heads, rows = [_(head) for head in DEAL_HEADS], [_deal(deal) for deal in found.deals]
            net = sum(deal.net for deal in found.deals if found.notes.get(deal.id) is not RowNote.LATER)
            said = [ngettext("{n} deal", "{n} deals", len(rows) - later), _("net {amount}", amount=Money(net).grouped())]
        if later:
            said.append(ngettext("{n} came later, not counted", "{n} came later, not counted", later))
        noted = [" · ".join(said) if rows else _("No rows in this period.")]
        if found.rows_as is RowsAs.NOT_KEPT:
            noted.append(
                _("This evaluation was locked before rows were kept: these are the records of today, which may differ from its figures.")
            )
        self.summary.setText(" ".join(noted))
        if found.notes:
            heads = [*heads, _("Remark")]
            ids = [deal.id for deal in found.deals] or [row.id for row in found.measurements]
            rows = [(*row, _note(found.notes.get(one))) for row, one in zip(rows, ids, strict=True)]
        old, self.rows = self.rows, RowsTableModel(heads, rows, self)
        self.proxy.setSourceModel(self.rows)
        if old is not None:
            old.deleteLater()
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self._widths(len(heads))
        self.show()
        self.raise_()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _widths(self, columns: int) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        deals = columns >= len(DEAL_HEADS)
        noted = columns > len(DEAL_HEADS)
        sizes = NOTED_WIDTHS if noted else DEAL_WIDTHS if deals else MEASURED_WIDTHS
        for column, size in enumerate(sizes[:columns]):
            self.table.setColumnHidden(column, noted and column == PRODUCT)  # a remark needs its room
            self.table.setColumnWidth(column, theme().px(size))
        header.setStretchLastSection(not deals)
        header.setSectionResizeMode(CUSTOMER if deals else columns - 1, QHeaderView.ResizeMode.Stretch)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        place = self.proxy.mapToSource(index).row()
        if 0 <= place < len(self._deals):
            customer = self._deals[place].customer_id
            if customer is not None:
                self.customer_chosen.emit(customer)


def _day(value: date | None) -> Cell:
    return Cell(i18n.full_date(value) if value else "—", value.toordinal() if value else 0)


NOTES = {
    RowNote.LATER: N_("came later, not counted"),
    RowNote.CHANGED: N_("changed since; as counted"),
    RowNote.GONE: N_("counted, gone since"),
}


def _note(note: RowNote | None) -> Cell:
    text = _(NOTES[note]) if note is not None else ""
    return Cell(text, text)


def _money(value: int | None) -> Cell:
    return Cell("—" if value is None else Money(value).grouped(), -1 if value is None else value, right=True)


def _deal(deal: DealRow) -> Sequence[Cell]:
    stage = _(LABELS[DealStage][deal.stage.value])
    customer = deal.customer or "—"
    return (
        _day(deal.closed_on), Cell(deal.code, deal.code), Cell(f"{customer} · {_('first')}" if deal.is_first else customer, customer),
        Cell(deal.product or "—", deal.product), Cell(stage, stage), _money(deal.net), _money(deal.collected),
    )  # fmt: skip


def _measured(found: Evidence) -> list[Sequence[Cell]]:
    unit = found.metric.unit
    return [
        (
            _day(row.day), Cell(amount_text(row.amount, unit), row.amount, right=True), Cell(str(row.answers), row.answers, right=True),
            Cell(row.source or _(label(found.metric)), row.source),
        )
        for row in found.measurements
    ]  # fmt: skip
