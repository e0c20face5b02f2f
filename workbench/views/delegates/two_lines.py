"""Paints an item of two lines of text: the first as a name, the second small and muted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.views.paint import draw_text, focus_ring, list_row_ground
from workbench.views.theme import METRICS, TextRole, theme


class TwoLinesDelegate(QStyledItemDelegate):
    """The text of the item, its lines one below the other."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme().px(180), theme().px(54))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        first, _break, second = str(index.data(Qt.ItemDataRole.DisplayRole) or "").partition("\n")
        t = theme()
        painter.save()
        area = list_row_ground(painter, option)
        room = area.width() - 24
        draw_text(painter, QRectF(12, t.px(7), room, t.px(21)), first, TextRole.BODY_BOLD, t.tokens.text)
        draw_text(painter, QRectF(12, t.px(28), room, t.px(18)), second, TextRole.SMALL, t.tokens.muted)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, area.adjusted(1, 1, -1, -2), METRICS.radius_block)
        painter.restore()
