"""A table at the left and the chosen row's card at the right: the frame of territories and products."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.itemmodels.rows import Column
from workbench.views.messages import words_of
from workbench.views.theme import theme
from workbench.views.widgets.parts import Edit, Part
from workbench.views.widgets.states import EmptyState
from workbench.views.widgets.table import RowsTable

CARD_WIDTH = 430


class ListPage(QWidget):
    """Rows are read models with an id; the card is one `Part` that lives as long as the page."""

    changed = Signal()
    wished = Signal(object)  # Destination

    def __init__(
        self, context: Context, columns: Sequence[Column], hint: str, widths: Sequence[int], card: Part[Any], nothing: EmptyState
    ) -> None:
        super().__init__()
        self.context, self.card = context, card
        self.rows: dict[int, Any] = {}
        self.row_id = 0
        self._fresh = False
        self.table = RowsTable(columns, hint, widths)
        self.table.chosen.connect(self._on_chosen)
        self.table.narrowed.connect(self.changed)
        card.wanted.connect(self._on_edit)
        card.wished.connect(self.wished)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(card)
        self._nothing = nothing
        self._area = area
        self._side = QStackedWidget()
        self._side.addWidget(nothing)
        self._side.addWidget(area)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._side)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        self._side.setFixedWidth(theme().px(CARD_WIDTH))

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

    @Slot(int)
    def _on_chosen(self, row_id: int) -> None:
        if row_id != self.row_id:
            self.flush()
            self.open(row_id)

    # -- writing

    @Slot(object)
    def _on_edit(self, edit: Edit) -> None:
        row = self.rows.get(self.row_id)
        if row is not None:
            done, failed = partial(self._on_kept, row.id), partial(self._on_refused, row.id, edit)
            self.context.tasks.write(self, edit.action, edit.job, done, failed, name=row.name, **edit.params)

    def _on_kept(self, row_id: int, _change: Change) -> None:
        if row_id == self.row_id:
            self.card.complain("", "")

    def _on_refused(self, row_id: int, edit: Edit, error: BaseException) -> None:
        if row_id == self.row_id:
            self.card.complain(edit.field, words_of(error))
        else:
            self.context.messages.complain(error)

    def add(self) -> None:
        """Add a row; each page knows what."""

    @Slot(object)
    def on_added(self, change: Change) -> None:
        """What was just added is shown, and its name is typed next."""
        self.table.search.clear()
        self._fresh = True
        self.row_id = int(str(change.result))
        self.table.mark(self.row_id)
