"""People of a calibration in one lane: a grade, or one of the nine boxes. A row is dragged by the id of its review."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt

from workbench.readmodels.calibration import CalibrationRow
from workbench.views.itemmodels.people_list import PeopleListModel
from workbench.views.words import calibration as words

MIME = "application/x-workbench-review"
AT_ONCE = 40  # rows that come or go one by one; more of them at once are shown anew, which is quicker

Index = QModelIndex | QPersistentModelIndex


def carried(data: QMimeData) -> int | None:
    """The review that is dragged; None for anything else."""
    return int(bytes(data.data(MIME).data()).decode()) if data.hasFormat(MIME) else None


class LaneModel(PeopleListModel[CalibrationRow]):
    """Rows by name; a finished evaluation cannot be dragged."""

    def tip(self, row: CalibrationRow) -> str:
        return words.tip(row)

    def place_of_review(self, review_id: int) -> int:
        """Place of a review, -1 when not in this lane."""
        return next((place for place, row in enumerate(self._rows) if row.id == review_id), -1)

    def set_rows(self, rows: Sequence[CalibrationRow]) -> None:
        here, coming = {row.id for row in self._rows}, {row.id for row in rows}
        if len(here ^ coming) <= AT_ONCE:
            super().set_rows(rows)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        if index.isValid() and self._rows[index.row()].is_open:
            return base | Qt.ItemFlag.ItemIsDragEnabled
        return base

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(MIME, str(self._rows[indexes[0].row()].id).encode())
        return data
