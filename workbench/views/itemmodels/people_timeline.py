"""The moments of a person as a list that asks for more when its end comes into sight."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from workbench.i18n import _
from workbench.readmodels.people_timeline import Moment, Timeline
from workbench.views.tips import tip_text
from workbench.views.words import people_timeline as words

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
MOMENT_ROLE = int(Qt.ItemDataRole.UserRole)


class TimelineModel(QAbstractListModel):
    """`more_wanted` is asked once until an answer comes."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[Moment] = []
        self.total = 0
        self._asked = False

    def begin(self, found: Timeline) -> None:
        """Become these moments; those that stay keep their rows, so that what is chosen stays chosen."""
        self._asked = False
        self.total = found.total
        wanted = {moment.key for moment in found.moments}
        if wanted.isdisjoint(moment.key for moment in self.moments):
            self._remove(0, len(self.moments))
        for row in range(len(self.moments) - 1, -1, -1):
            if self.moments[row].key not in wanted:
                self._remove(row, 1)
        for row, moment in enumerate(found.moments):
            if row == len(self.moments):
                self._insert(row, found.moments[row:])
                break
            if self.moments[row].key != moment.key:
                self._insert(row, (moment,))

    def extend(self, found: Timeline) -> None:
        """The next moments after those that are here."""
        self._asked = False
        self.total = found.total
        self._insert(len(self.moments), found.moments)

    def release(self) -> None:
        """Reading failed: the end may ask again."""
        self._asked = False

    def _insert(self, row: int, moments: tuple[Moment, ...]) -> None:
        if moments:
            self.beginInsertRows(_ROOT, row, row + len(moments) - 1)
            self.moments[row:row] = moments
            self.endInsertRows()

    def _remove(self, row: int, count: int) -> None:
        if count:
            self.beginRemoveRows(_ROOT, row, row + count - 1)
            del self.moments[row : row + count]
            self.endRemoveRows()

    # -- Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.moments)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._asked and len(self.moments) < self.total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        moment = self.moments[index.row()]
        if role == MOMENT_ROLE:
            return moment
        head, line = words.said(moment.fact)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(f"{head}\n{line}" if line else head)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            told = ", ".join(part for part in (words.when(moment.day), head, line) if part)
            return told if role == Qt.ItemDataRole.DisplayRole else _("{moment}; Enter opens it", moment=told)
        return None
