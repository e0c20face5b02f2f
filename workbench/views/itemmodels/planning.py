"""Item models of the week plan: who can do a task, and the rows that a figure is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from workbench.readmodels.planning import CandidateRow
from workbench.views.itemmodels.people_list import ROW_ROLE, Index, PeopleListModel
from workbench.views.tips import tip_text

SORT_ROLE = ROW_ROLE + 1
_NO_INDEX = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class CandidateListModel(PeopleListModel[CandidateRow]):
    """People for one task, best first. Another task is another list; for the same task rows change one by one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task = 0

    def tip(self, row: CandidateRow) -> str:
        return f"{row.name}\n{row.judgement.text}".strip()

    def is_for(self, task: int) -> bool:
        return task == self._task

    def show_rows(self, task: int, rows: Sequence[CandidateRow]) -> None:
        if task == self._task:
            self.set_rows(rows)
            return
        self.beginResetModel()
        self._task, self._rows = task, list(rows)
        self.endResetModel()


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """A row behind a figure: texts to show, values to sort by, what it leads to (person and task ids, 0 for none)."""

    key: tuple[int, int]
    texts: tuple[str, ...]
    sort: tuple[float | int | str, ...]
    person: int = 0
    task: int = 0
    tip: str = ""
    tone: str = ""


class BreakdownTableModel(QAbstractTableModel):
    """A small table with its own headings; sorted by the view through `SORT_ROLE`."""

    def __init__(self, headings: Sequence[str], rows: Sequence[BreakdownRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings, self._rows = tuple(headings), list(rows)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return row.sort[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(row.tip or row.texts[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return _RIGHT
        return None

    def set_rows(self, rows: Sequence[BreakdownRow]) -> None:
        """Become these rows: gone ones are removed, known ones changed in place, new ones added at the end."""
        wanted = {row.key: row for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].key not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(self._rows):
            new = wanted.pop(row.key)
            if new != row:
                self._rows[place] = new
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._headings) - 1))
        if wanted:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(wanted) - 1)
            self._rows += wanted.values()
            self.endInsertRows()
