"""Item models of the review screen: the board of a cycle, the lines of a form, and rows behind a figure.

All of them change row by row, so that selection, scroll and focus stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from workbench.i18n import N_, _
from workbench.models.values.codes import Section
from workbench.readmodels.reviews import BoardRow, ItemCard
from workbench.views.itemmodels.people_list import ROW_ROLE, Index, PeopleListModel
from workbench.views.tips import tip_text
from workbench.views.words import reviews as words

SORT_ROLE = ROW_ROLE + 1
_NO_INDEX = QModelIndex()
NAME, WEIGHT, ACTUAL, EVIDENCE, SELF, MANAGER, POINTS = range(7)
HEADS = (N_("Indicator"), N_("Weight"), N_("Actual"), N_("Evidence"), N_("Self"), N_("By superior"), N_("Points"))


class BoardListModel(PeopleListModel[BoardRow]):
    """The people of a cycle."""

    def tip(self, row: BoardRow) -> str:
        return f"{row.name} ({row.code})\n{words.state_chip(row)[0]}\n{words.result(row)}"


class CriteriaTableModel(QAbstractTableModel):
    """The lines of one form with actual, evidence, both ratings and points; `ROW_ROLE` gives the ItemCard."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ItemCard, ...] = ()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADS[section])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(_(HEADS[section]))
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section == POINTS else Qt.AlignmentFlag.AlignLeft))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == ROW_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(item, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words.name_of(item)} · {_(HEADS[index.column()])}: {_text(item, index.column())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(_tip(item, index.column()))
        return None

    @property
    def items(self) -> tuple[ItemCard, ...]:
        return self._items

    def item_at(self, place: int) -> ItemCard | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def place_of(self, code: str) -> int:
        return next((place for place, item in enumerate(self._items) if item.code == code), -1)

    def set_items(self, items: Sequence[ItemCard]) -> None:
        """Show these lines; the same form only tells which lines changed, another form is laid out anew."""
        if [item.item_id for item in items] != [item.item_id for item in self._items]:
            if self._items:
                self.beginRemoveRows(QModelIndex(), 0, len(self._items) - 1)
                self._items = ()
                self.endRemoveRows()
            if items:
                self.beginInsertRows(QModelIndex(), 0, len(items) - 1)
                self._items = tuple(items)
                self.endInsertRows()
            return
        before, self._items = self._items, tuple(items)
        for place, (old, new) in enumerate(zip(before, self._items, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(HEADS) - 1))


def _text(item: ItemCard, column: int) -> str:
    rated = item.section is not Section.KPI
    texts = {
        NAME: words.name_of(item),
        WEIGHT: words.weight(item.weight),
        ACTUAL: f"{words.actual(item)} {words.against(item)}".strip(),
        EVIDENCE: words.evidence_chip(item),
        SELF: str(item.self_rating or "—") if rated else "",
        MANAGER: str(item.manager_rating or "—") if rated else "",
        POINTS: words.points(item.points),
    }
    return texts[column]


def _tip(item: ItemCard, column: int) -> str:
    if column == NAME:
        return "\n".join(part for part in (words.name_of(item), words.definition_of(item)) if part)
    if column == ACTUAL and item.target_source:
        return f"{_text(item, ACTUAL)}\n{item.target_source}"
    if column == EVIDENCE and item.section is not Section.KPI:
        return item.evidence
    return _text(item, column) if column in (ACTUAL, EVIDENCE) else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with what it is sorted by; figures stand at the right."""

    text: str
    order: int | str
    right: bool = False


class RowsTableModel(QAbstractTableModel):
    """Fixed rows of plain cells; `SORT_ROLE` gives int or str, which a sort proxy orders rightly."""

    def __init__(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads, self._rows = tuple(heads), tuple(tuple(row) for row in rows)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            right = bool(self._rows) and self._rows[0][section].right
            return int(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(cell.text)
        if role == SORT_ROLE:
            return cell.order
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft))
        return None
