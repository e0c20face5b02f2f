"""A table over read-model rows that changes precisely: rows are told apart by key, so selection survives every change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from workbench.views.tips import tip_text
from workbench.views.widgets.basic import ink_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """Heading, text of a row, and what it is sorted by (int, float or str, never None).

    `ink` names the colour of a row's text ("" for the usual one), `tip` says more than the cell has room for, and
    `grow` is the share of spare width that the column takes.
    """

    heading: str
    text: Callable[[Any], str]
    order: Callable[[Any], Any]
    right: bool = False
    ink: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    grow: int = 0


class RowsTableModel(QAbstractTableModel):
    """Rows are frozen read models with an `id`; `set_rows` inserts, removes and updates one by one."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Any] = []

    def row_at(self, index: int) -> Any:
        return self._rows[index]

    def place_of(self, row_id: int) -> int:
        """Row number of an id, or -1."""
        return next((n for n, row in enumerate(self._rows) if row.id == row_id), -1)

    @contextmanager
    def _inserting(self, place: int) -> Iterator[None]:
        self.beginInsertRows(_ROOT, place, place)
        try:
            yield
        finally:
            self.endInsertRows()

    @contextmanager
    def _removing(self, place: int) -> Iterator[None]:
        self.beginRemoveRows(_ROOT, place, place)
        try:
            yield
        finally:
            self.endRemoveRows()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Become exactly these rows in this order."""
        if not self._rows and rows:
            self.beginInsertRows(_ROOT, 0, len(rows) - 1)
            self._rows = list(rows)
            self.endInsertRows()
            return
        wanted = {row.id for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].id not in wanted:
                with self._removing(place):
                    del self._rows[place]
        for place, row in enumerate(rows):
            self._settle(place, row)

    def _settle(self, place: int, row: Any) -> None:
        """Bring one row to its place."""
        if place < len(self._rows) and self._rows[place].id == row.id:
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))
            return
        old = self.place_of(row.id)
        if old < 0:
            with self._inserting(place):
                self._rows.insert(place, row)
        else:
            self.beginMoveRows(_ROOT, old, old, _ROOT, place)
            self._rows.insert(place, self._rows.pop(old))
            self.endMoveRows()
            self._settle(place, row)

    def sorted_by(self, rows: Sequence[Any], column: int, *, descending: bool) -> list[Any]:
        """The rows in the order of a column; what is sorted is int, float or text."""
        return sorted(rows, key=self._columns[column].order, reverse=descending)

    # -- Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text((column.tip or column.text)(row))
        if role == Qt.ItemDataRole.AccessibleTextRole and column.tip is not None:
            return column.tip(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ForegroundRole and column.ink is not None and column.ink(row):
            return QColor(ink_of(column.ink(row)))
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal and self._columns[section].right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None
