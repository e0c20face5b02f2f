"""Paints a moment of a timeline: a dot on the line in the colour of its kind, what happened, when, and a line about it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.readmodels.people_timeline import Moment
from workbench.views.itemmodels.people_timeline import MOMENT_ROLE
from workbench.views.paint import RIGHT, draw_text, focus_ring, list_row_ground, rounded, text_width, vertical_hairline
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.words import people_timeline as words

LINE, INDENT, DOT = 16, 32, 9


class MomentDelegate(QStyledItemDelegate):
    """A row of 52 px; the item's own data is the moment."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme().px(200), theme().px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        moment = index.data(MOMENT_ROLE)
        if not isinstance(moment, Moment):
            return
        t = theme()
        painter.save()
        area = list_row_ground(painter, option)
        middle = float(t.px(17))
        top = middle if index.row() == 0 else 0.0
        last = index.row() == index.model().rowCount() - 1
        vertical_hairline(painter, LINE, top, (middle if last else area.height()) - top, t.tokens.border)
        rounded(painter, QRectF(LINE - DOT / 2 + 0.5, middle - DOT / 2, DOT, DOT), DOT / 2, t.tone(words.TONES[moment.kind]).ink)
        head, line = words.said(moment.fact)
        day = words.when(moment.day)
        width = text_width(day, TextRole.SMALL) + 4
        room = area.width() - INDENT - 12
        draw_text(painter, QRectF(INDENT, t.px(6), room - width - 8, t.px(21)), head, TextRole.BODY_BOLD, t.tokens.text)
        draw_text(painter, QRectF(area.right() - width - 12, t.px(6), width, t.px(21)), day, TextRole.SMALL, t.tokens.muted, RIGHT)
        draw_text(painter, QRectF(INDENT, t.px(27), room, t.px(19)), line, TextRole.SMALL, t.tokens.muted)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, area.adjusted(1, 1, -1, -2), METRICS.radius_block)
        painter.restore()
