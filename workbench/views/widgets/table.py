"""A searchable, sortable table over a rows model: the left side of the team and the customer screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from workbench.services import names
from workbench.views.itemmodels.rows import Column, RowsTableModel
from workbench.views.theme import theme


class RowsTable(QWidget):
    """Filters while typing (Chinese, pinyin, initials), sorts by a click on a heading, keeps the selection."""

    chosen = Signal(int)

    def __init__(self, columns: Sequence[Column], hint: str, widths: Sequence[int]) -> None:
        super().__init__()
        self._rows: list[Any] = []
        self._sort: tuple[int, bool] | None = None
        self._filter: Callable[[Any], bool] | None = None
        self._selected = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_typed)
        self.model = RowsTableModel(columns, self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(hint)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme().px(34))
        header = self.view.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionClicked.connect(self._on_heading)
        for number, width in enumerate(widths):
            header.resizeSection(number, theme().px(width))
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)

    def set_rows(self, rows: Sequence[Any]) -> None:
        self._rows = list(rows)
        self._show()

    def set_filter(self, keep: Callable[[Any], bool] | None) -> None:
        """A filter beside the search."""
        self._filter = keep
        self._show()

    @property
    def shown(self) -> int:
        return self.model.rowCount()

    def _show(self) -> None:
        query = self.search.text().strip()
        rows = [r for r in self._rows if (not query or names.matches(query, r.name, f"{r.search} {r.code}")) and (self._filter is None or self._filter(r))]
        if self._sort is not None:
            rows = self.model.sorted_by(rows, self._sort[0], descending=self._sort[1])
        self.model.set_rows(rows)
        if self._selected and not self.view.currentIndex().isValid():
            self.select(self._selected)

    def select(self, row_id: int) -> None:
        """Show and choose a row by its id."""
        self._selected = row_id
        place = self.model.place_of(row_id)
        if place >= 0:
            self.view.selectRow(place)
            self.view.scrollTo(self.model.index(place, 0))

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._show()

    @Slot(int)
    def _on_heading(self, column: int) -> None:
        descending = self._sort is not None and self._sort == (column, False)
        self._sort = (column, descending)
        self.view.horizontalHeader().setSortIndicatorShown(True)
        self.view.horizontalHeader().setSortIndicator(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self._show()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._selected = self.model.row_at(current.row()).id
            self.chosen.emit(self._selected)
