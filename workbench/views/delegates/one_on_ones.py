"""Paints a person of the due list: name, when the next talk is, and the mood of the last talks as a line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.readmodels.one_on_ones import DueRow
from workbench.views.itemmodels.people_list import ROW_ROLE, Index
from workbench.views.paint import draw_text, focus_ring, list_row_ground
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.words import one_on_ones as words

LINE = 70


class DueRowDelegate(QStyledItemDelegate):
    """One row of 58 px."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(180), theme().px(58))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, DueRow):
            return
        t, state = theme(), option.state
        painter.save()
        area = list_row_ground(painter, option)
        shows_line = len(row.moods) >= 2
        room = area.width() - 28 - (LINE + 12 if shows_line else 0)
        text, tone = words.due(row)
        draw_text(painter, QRectF(14, t.px(8), room, t.px(21)), row.name, TextRole.BODY_BOLD, t.tokens.text)
        draw_text(painter, QRectF(14, t.px(29), room, t.px(19)), text, TextRole.SMALL, t.tone(tone).ink if tone else t.tokens.muted)
        if shows_line:
            draw_mood(painter, QRectF(area.right() - LINE - 16, area.height() / 2 - 11, LINE, 22), row.moods)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, area.adjusted(1, 1, -1, -2), METRICS.radius_block)
        painter.restore()


def draw_mood(painter: QPainter, rect: QRectF, moods: tuple[int, ...]) -> None:
    """A line on the fixed scale 1 to 5, so that two people can be compared; the last answer is marked, red when bad."""
    t = theme()
    step = rect.width() / (len(moods) - 1)
    points = [QPointF(rect.left() + i * step, rect.bottom() - (mood - 1) / 4 * rect.height()) for i, mood in enumerate(moods)]
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(t.colour("accent"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.tone(Tone.BAD).ink if moods[-1] <= 2 else t.tokens.accent))
    painter.drawEllipse(points[-1], 2.6, 2.6)
    painter.restore()
