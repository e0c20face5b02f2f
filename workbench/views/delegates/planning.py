"""Paints a candidate: name, why or why not, and at the right what is left of the week or that they do it already."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.i18n import _
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import CandidateRow
from workbench.views.itemmodels.people_list import ROW_ROLE, Index
from workbench.views.paint import draw_text, focus_ring, horizontal_hairline, text_width
from workbench.views.theme import METRICS, TextRole, Tone, icon_pixmap, theme

ICONS = {"green": "check", "amber": "triangle-alert", "red": "x"}
TONES = {"green": Tone.GOOD, "amber": Tone.WARNING, "red": Tone.BAD}


def praise(row: CandidateRow) -> str:
    """What speaks for somebody, shortest first."""
    parts = [_("owner")] if row.owner else []
    parts += [_("same area")] if row.same_area and not row.owner else []
    parts += [_("skill {level}", level=row.level)] if row.level else []
    parts += [_("{share} of the wish", share=f"{row.ratio:.0%}")] if row.ratio is not None else []
    return " · ".join(parts)


def result(row: CandidateRow) -> str:
    """At the right: does it already, or hours left under the limits."""
    if row.assigned:
        return _("on it")
    if row.judgement.colour == "red" or row.remaining is None:
        return ""
    return _("{hours} h left", hours=hours_text(row.remaining))


class CandidateDelegate(QStyledItemDelegate):
    """Two lines of 44 px."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, CandidateRow):
            return
        t, state = theme(), option.state
        rect = QRectF(option.rect)
        painter.save()
        painter.translate(rect.topLeft())
        area = QRectF(0, 0, rect.width(), rect.height())
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(t.tone(Tone.ACCENT).tint))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, t.colour("hover"))
        horizontal_hairline(painter, 0, 0, area.width(), t.tokens.border)
        blocked = row.judgement.colour == "red" and not row.assigned
        colour = "green" if row.assigned else row.judgement.colour
        size = t.px(13)
        ink = t.tone(TONES[colour]).ink
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(12, t.px(8)), icon_pixmap(ICONS[colour], ink, size, ratio))
        left, right = 12 + size + 7, area.right() - 12
        words = result(row)
        width = text_width(words, TextRole.SMALL)
        draw_text(
            painter, QRectF(right - width, t.px(4), width + 1, t.px(20)), words, TextRole.SMALL, t.tone(Tone.GOOD).ink if row.assigned else t.tokens.text,
            elide=False,
        )  # fmt: skip
        name_ink = t.tokens.muted if blocked else t.tokens.text
        draw_text(painter, QRectF(left, t.px(4), right - width - left - 8, t.px(20)), row.name, TextRole.BODY_BOLD, name_ink)
        why = row.judgement.text if colour != "green" else praise(row)
        draw_text(
            painter, QRectF(left, t.px(23), right - left, t.px(18)), why, TextRole.SMALL, ink if colour != "green" else t.tokens.muted
        )
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, area.adjusted(1, 1, -1, -1), METRICS.radius_block)
        painter.restore()
