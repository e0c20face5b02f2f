"""A table at the left and the chosen row's card at the right: the page of territories and of products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea

from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.customers.table_page import TablePage
from workbench.views.itemmodels.rows import Column
from workbench.views.widgets.parts import Edit, Part
from workbench.views.widgets.states import EmptyState
from workbench.views.widgets.table import RowsTable


class ListPage(TablePage):
    """Rows are read models with an id; the card is one `Part` that lives as long as the page."""

    def __init__(
        self, context: Context, columns: Sequence[Column], hint: str, widths: Sequence[int], card: Part[Any], nothing: EmptyState
    ) -> None:
        super().__init__(context, RowsTable(columns, hint, widths), nothing)
        self.card = card
        self.rows: dict[int, Any] = {}
        card.wanted.connect(self._on_edit)
        card.wished.connect(self.wished)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(card)
        self._area = area
        self._side.addWidget(area)

    # -- showing

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.rows = {row.id: row for row in rows}
        self.table.set_rows(rows)
        if self.row_id in self.rows:
            self.open(self.row_id)
        else:
            self.row_id = 0
            self._side.setCurrentWidget(self._nothing)
            if rows:
                self.table.select(rows[0].id)
        self.changed.emit()

    def open(self, row_id: int) -> None:
        """Show the card of a row; what has to be read for it is read first."""
        self.row_id = row_id
        self.table.mark(row_id)
        if row_id in self.rows:
            self.show_card(row_id, self.rows[row_id])

    def show_card(self, row_id: int, found: Any) -> None:
        """Put what was found beside the table, unless another row was chosen in the meantime."""
        if row_id != self.row_id:
            return
        self.card.show_file(found)
        self._side.setCurrentWidget(self._area)
        if self._fresh:
            self._fresh = False
            name = self.card.fields[0].editor
            name.setFocus()
            name.selectAll()  # type: ignore[attr-defined]

    def flush(self) -> None:
        self.card.flush()

    # -- writing

    @Slot(object)
    def _on_edit(self, edit: Edit) -> None:
        row = self.rows.get(self.row_id)
        if row is not None:
            self.write(row.id, row.name, edit)

    def settle(self) -> None:
        self.card.complain("", "")

    def complain(self, edit: Edit, text: str) -> None:
        self.card.complain(edit.field, text)

    @Slot(object)
    def on_added(self, change: Change) -> None:
        """What was just added is shown, and its name is typed next."""
        self.table.search.clear()
        self._fresh = True
        self.row_id = int(str(change.result))
        self.table.mark(self.row_id)
