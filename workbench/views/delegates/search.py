"""Paints a finding: whose or what it is with its day, and below it the words around what was looked for, which stands out."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.search import Hit
from workbench.views.paint import RIGHT, draw_runs, draw_text, focus_ring, list_row_ground, text_width
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.words.search import KINDS


class HitDelegate(QStyledItemDelegate):
    """A row of 56 px; the item's own data is the finding."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme().px(240), theme().px(56))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        hit = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(hit, Hit):
            return
        t = theme()
        painter.save()
        area = list_row_ground(painter, option)
        right = " · ".join(part for part in (_(KINDS[hit.kind]), i18n.full_date(hit.day) if hit.day else "") if part)
        width = text_width(right, TextRole.SMALL) + 4
        draw_text(painter, QRectF(14, t.px(7), area.width() - width - 40, t.px(21)), hit.title, TextRole.BODY_BOLD, t.tokens.text)
        draw_text(painter, QRectF(area.right() - width - 14, t.px(7), width, t.px(21)), right, TextRole.SMALL, t.tokens.muted, RIGHT)
        first, end = hit.mark
        runs = [
            (hit.excerpt[:first], TextRole.BODY, t.tokens.muted), (hit.excerpt[first:end], TextRole.BODY_BOLD, t.tokens.accent),
            (hit.excerpt[end:], TextRole.BODY, t.tokens.muted),
        ]  # fmt: skip
        draw_runs(
            painter, QRectF(14, t.px(28), area.width() - 28, t.px(21)), [run for run in runs if run[0]] or [("", *runs[0][1:])], gap=0
        )
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, area.adjusted(1, 1, -1, -2), METRICS.radius_block)
        painter.restore()
