"""Rows of a file for a table: any number of them, loaded a page at a time, so that a million refused rows cost no more than a few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.views.tips import tip_text

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
_ROOT = QModelIndex()


class PagedRowsModel(QAbstractTableModel):
    """`cells` gives the texts of one row; it is asked only for rows that are looked at."""

    def __init__(
        self, headings: Sequence[str], rows: Sequence[Any], cells: Callable[[Any], Sequence[str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headings, self._rows, self._cells = tuple(headings), rows, cells
        self._loaded = min(PAGE, len(rows))

    @property
    def total(self) -> int:
        """Rows in all, also those that were not loaded yet."""
        return len(self._rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._loaded

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        return not parent.isValid() and self._loaded < len(self._rows)

    def fetchMore(self, parent: Index = _ROOT) -> None:
        more = min(PAGE, len(self._rows) - self._loaded)
        if parent.isValid() or more <= 0:
            return
        self.beginInsertRows(_ROOT, self._loaded, self._loaded + more - 1)
        self._loaded += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        text = self._cells(self._rows[index.row()])[index.column()]
        return tip_text(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._headings[section]
        return None
