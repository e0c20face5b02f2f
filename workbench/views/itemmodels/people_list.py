"""Lists of people as Qt item models that change row by row, so that selection, scroll and focus stay where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.views.tips import tip_text

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_INDEX = QModelIndex()


class PersonRow(Protocol):
    """What a row must have: whose it is, and the name to show."""

    @property
    def person_id(self) -> int: ...

    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=PersonRow)


class PeopleListModel(QAbstractListModel, Generic[Row]):
    """Rows told apart by person; `ROW_ROLE` gives the read model, `tip` the words of the tooltip."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def tip(self, row: Row) -> str:
        """What the tooltip and assistive technology say of a row."""
        return row.name

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(self.tip(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tip(row)
        return None

    def place_of(self, person_id: int) -> int:
        """Place of a person, -1 when not listed."""
        return next((place for place, row in enumerate(self._rows) if row.person_id == person_id), -1)

    def row_at(self, place: int) -> Row:
        return self._rows[place]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Become these rows by removing, moving, inserting and changing single ones; never a reset."""
        wanted = {row.person_id for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].person_id not in wanted:
                self.beginRemoveRows(_NO_INDEX, place, place)
                del self._rows[place]
                self.endRemoveRows()
        if not self._rows and rows:
            with self._inserting(0, len(rows)):
                self._rows = list(rows)
            return
        for place, row in enumerate(rows):
            self._put(place, row)

    def _put(self, place: int, row: Row) -> None:
        at = next((i for i in range(place, len(self._rows)) if self._rows[i].person_id == row.person_id), -1)
        if at < 0:
            with self._inserting(place, 1):
                self._rows.insert(place, row)
            return
        if at != place:
            self.beginMoveRows(_NO_INDEX, at, at, _NO_INDEX, place)
            self._rows.insert(place, self._rows.pop(at))
            self.endMoveRows()
        if self._rows[place] != row:
            self._rows[place] = row
            index = self.index(place)
            self.dataChanged.emit(index, index)

    @contextmanager
    def _inserting(self, place: int, count: int) -> Iterator[None]:
        self.beginInsertRows(_NO_INDEX, place, place + count - 1)
        try:
            yield
        finally:
            self.endInsertRows()
