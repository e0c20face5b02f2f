"""The rows behind a figure, beside the board; Enter or a click leads to the person or task on the board."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.views.itemmodels.people_list import ROW_ROLE
from workbench.views.itemmodels.planning import SORT_ROLE, BreakdownRow, BreakdownTableModel
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text


class BreakdownPage(QWidget):
    """Title, explanation and a sortable table."""

    row_wanted = Signal(object)  # BreakdownRow

    def __init__(self) -> None:
        super().__init__()
        self._card = Card(margin=1)
        self._card.body.setContentsMargins(1, 10, 1, 6)
        self._title = Text("", TextRole.HEADING, wrap=True)
        self._words = Text("", TextRole.SMALL, "muted", wrap=True)
        for label in (self._title, self._words):
            label.setContentsMargins(12, 0, 12, 6)
            self._card.body.addWidget(label)
        self.table = QTableView()
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme().px(32))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setSortingEnabled(True)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setTabKeyNavigation(False)
        self.table.clicked.connect(self._on_row)
        self.table.activated.connect(self._on_row)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSortRole(SORT_ROLE)
        self._proxy.setSortLocaleAware(True)
        self.model: BreakdownTableModel | None = None
        self._nothing = Text(_("Nothing here: that is good."), TextRole.SMALL, "muted")
        self._nothing.setContentsMargins(12, 4, 12, 8)
        self._card.body.addWidget(self._nothing)
        self._card.body.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card, 1)

    def show_rows(self, title: str, words: str, headings: tuple[str, ...], rows: Sequence[BreakdownRow]) -> None:
        """A table of one column has rows of two lines and needs no heading."""
        lines = 2 if len(headings) == 1 else 1
        self.table.verticalHeader().setDefaultSectionSize(theme().px(32 if lines == 1 else 22 * lines + 6))
        self.table.horizontalHeader().setVisible(len(headings) > 1)
        self.table.setWordWrap(lines == 1)  # the lines of a row are its own; each is shortened by itself
        self._title.setText(title)
        self._words.setText(words)
        self.table.setAccessibleName(title)
        self.model = BreakdownTableModel(headings, rows, self)
        self._proxy.sort(-1)
        self._proxy.setSourceModel(self.model)
        self.table.setModel(self._proxy)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(headings)):
            mode = QHeaderView.ResizeMode.Stretch if len(headings) == 2 else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)
        self._nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))

    @Slot(QModelIndex)
    def _on_row(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, BreakdownRow):
            self.row_wanted.emit(row)
