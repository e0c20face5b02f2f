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
    """`more_wanted` carries the number of moments that are here already; it is asked once until an answer comes."""

    more_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[Moment] = []
        self.total = 0
        self._asked = False

    def begin(self, found: Timeline) -> None:
        """Become these moments; equal beginnings stay as they are, so that what is chosen stays chosen."""
        self._asked = False
        self.total = found.total
        same = next((n for n, (a, b) in enumerate(zip(self.moments, found.moments, strict=False)) if a != b), None)
        keep = min(len(self.moments), len(found.moments)) if same is None else same
        if len(self.moments) > keep:
            self.beginRemoveRows(_ROOT, keep, len(self.moments) - 1)
            del self.moments[keep:]
            self.endRemoveRows()
        self._append(found.moments[keep:])

    def extend(self, found: Timeline) -> None:
        """The next moments after those that are here."""
        self._asked = False
        self.total = found.total
        self._append(found.moments)

    def release(self) -> None:
        """Reading failed: the end may ask again."""
        self._asked = False

    def _append(self, moments: tuple[Moment, ...]) -> None:
        if moments:
            self.beginInsertRows(_ROOT, len(self.moments), len(self.moments) + len(moments) - 1)
            self.moments += moments
            self.endInsertRows()

    # -- Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.moments)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._asked and len(self.moments) < self.total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit(len(self.moments))

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
