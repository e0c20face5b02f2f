"""Paints a person in a lane of the calibration, and a count of the heat map with its tint."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.readmodels.calibration import CalibrationRow, HeatRow
from workbench.views.itemmodels.people_list import ROW_ROLE, Index
from workbench.views.paint import CENTRE, RIGHT, draw_text, focus_ring, list_row_ground, text_width
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.words import calibration as words
from workbench.views.words.reviews import score

ROW = 30
STRONGEST = 150  # of 255: the figure on it stays readable in both themes


class LaneDelegate(QStyledItemDelegate):
    """Name, and at the right the score with the grade; a change in the meeting is in the colour of a warning and says from what."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(120), theme().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, CalibrationRow):
            return
        t = theme()
        painter.save()
        area = list_row_ground(painter, option)
        changed = row.grade != row.proposed or row.box != row.own_box
        text = f"{score(row.score)} · {words.grade_change(row)}"
        width = min(text_width(text, TextRole.SMALL), area.width() / 2)
        name = area.adjusted(10, 0, -width - 16, 0)
        draw_text(painter, name, row.name, TextRole.BODY, t.tokens.text if row.is_open else t.tokens.muted)
        ink = t.tone(Tone.WARNING).ink if changed else t.tokens.muted
        draw_text(painter, QRectF(area.right() - width - 9, 0, width + 2, area.height()), text, TextRole.SMALL, ink, RIGHT)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, area.adjusted(1, 1, -1, -2), METRICS.radius_block)
        painter.restore()


class HeatDelegate(QStyledItemDelegate):
    """A count whose ground is the deeper the larger its share of the rater's people; the figure is always written."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, HeatRow) or index.column() == 0:
            super().paint(painter, option, index)
            return
        t, rect = theme(), QRectF(option.rect)
        count, people = row.counts[index.column() - 1], sum(row.counts)
        if count:
            ground = QColor(t.tone(Tone.ACCENT).ink)
            ground.setAlpha(round(STRONGEST * count / people))
            painter.fillRect(rect.adjusted(1, 1, -1, -1), ground)
        draw_text(painter, rect, str(count) if count else "·", TextRole.BODY_BOLD if count else TextRole.BODY, t.tokens.text, CENTRE)
