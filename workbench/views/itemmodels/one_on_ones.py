"""The due list of the one-on-ones as a Qt item model that changes row by row, so that selection and scroll stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.readmodels.one_on_ones import DueRow
from workbench.views.one_on_ones import words

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_INDEX = QModelIndex()


class DueListModel(QAbstractListModel):
    """People with their next talk; `ROW_ROLE` gives the DueRow."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[DueRow] = []

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.name} ({row.code})\n{words.due(row)[0]}"
        return None

    def row_of(self, person_id: int) -> int:
        """Place of a person, -1 when not listed."""
        return next((place for place, row in enumerate(self._rows) if row.person_id == person_id), -1)

    def row_at(self, place: int) -> DueRow:
        return self._rows[place]

    def set_rows(self, rows: Sequence[DueRow]) -> None:
        """Become these rows by removing, moving, inserting and changing single ones; never a reset."""
        wanted = {row.person_id for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].person_id not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            self._put(place, row)

    def _put(self, place: int, row: DueRow) -> None:
        at = next((i for i in range(place, len(self._rows)) if self._rows[i].person_id == row.person_id), -1)
        if at < 0:
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        if at != place:
            self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), place)
            self._rows.insert(place, self._rows.pop(at))
            self.endMoveRows()
        if self._rows[place] != row:
            self._rows[place] = row
            index = self.index(place)
            self.dataChanged.emit(index, index)
