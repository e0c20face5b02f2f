"""Paints the review screen's rows: a person of the cycle, and a line of the form with its chip and ratings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.i18n import _
from workbench.models.values.codes import Section
from workbench.readmodels.reviews import BoardRow, ItemCard
from workbench.views.itemmodels.people_list import ROW_ROLE, Index
from workbench.views.itemmodels.reviews import ACTUAL, EVIDENCE, MANAGER, NAME, POINTS, SELF, WEIGHT
from workbench.views.paint import (
    CENTRE,
    RIGHT,
    draw_chip,
    draw_paragraph,
    draw_text,
    focus_ring,
    horizontal_hairline,
    line_height,
    list_row_ground,
    rounded,
    text_width,
)
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.words import reviews as words

ROW = 40


class BoardRowDelegate(QStyledItemDelegate):
    """One person: name, score and grade at the right, the step as a chip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(180), theme().px(58))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, BoardRow):
            return
        t, state = theme(), option.state
        painter.save()
        area = list_row_ground(painter, option)
        result = words.result(row)
        width = text_width(result, TextRole.SMALL)
        draw_text(painter, QRectF(14, t.px(8), area.width() - width - 40, t.px(21)), row.name, TextRole.BODY_BOLD, t.tokens.text)
        ink = t.tokens.text if row.score is not None else t.tokens.muted
        draw_text(painter, QRectF(area.right() - width - 15, t.px(8), width + 2, t.px(21)), result, TextRole.SMALL, ink, RIGHT, elide=False)
        text, tone = words.state_chip(row)
        draw_chip(painter, 14, t.px(41), text, t.tone(tone), area.width() - 28)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, area.adjusted(1, 1, -1, -2), METRICS.radius_block)
        painter.restore()


class CriteriaDelegate(QStyledItemDelegate):
    """One cell of a line; the evidence is a chip that opens, a rating is a figure on a field that takes 1 to 5."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(60), theme().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ROW_ROLE)
        if not isinstance(item, ItemCard):
            return
        t, rect = theme(), QRectF(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(t.tone(Tone.ACCENT).tint))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, t.colour("hover"))
        horizontal_hairline(painter, rect.left(), rect.top(), rect.width(), t.tokens.border)
        inner = rect.adjusted(t.px(10) if index.column() == NAME else t.px(4), 0, -t.px(4), 0)
        self._cell(painter, inner, item, index.column())
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, rect.adjusted(1, 2, -1, -1), METRICS.radius_block)
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRectF, item: ItemCard, column: int) -> None:
        t = theme()
        upper = QRectF(rect.left(), rect.top() + t.px(2), rect.width(), t.px(20))
        lower = QRectF(rect.left(), rect.top() + t.px(20), rect.width(), t.px(17))
        if column == NAME and text_width(words.name_of(item), TextRole.BODY_BOLD) > rect.width():
            high = 2 * line_height(TextRole.SMALL_BOLD)
            lines = QRectF(rect.left(), rect.center().y() - high / 2, rect.width(), high)
            draw_paragraph(painter, lines, words.name_of(item), TextRole.SMALL_BOLD, t.tokens.text, 2)
        elif column == NAME:
            draw_text(painter, upper, words.name_of(item), TextRole.BODY_BOLD, t.tokens.text)
            draw_text(painter, lower, _(words.SECTIONS[item.section]), TextRole.SMALL, t.tokens.muted)
        elif column == WEIGHT:
            draw_text(painter, rect, words.weight(item.weight), TextRole.BODY, t.tokens.muted)
        elif column == ACTUAL:
            self._actual(painter, rect, upper, lower, item)
        elif column == EVIDENCE:
            self._evidence(painter, rect, item)
        elif column in (SELF, MANAGER):
            self._rating(painter, rect, item, column)
        elif column == POINTS:
            role, ink = (TextRole.BODY_BOLD, t.tokens.text) if item.points is not None else (TextRole.BODY, t.tokens.muted)
            draw_text(painter, rect.adjusted(0, 0, -t.px(4), 0), words.points(item.points), role, ink, RIGHT)

    def _actual(self, painter: QPainter, rect: QRectF, upper: QRectF, lower: QRectF, item: ItemCard) -> None:
        t = theme()
        if item.section is not Section.KPI:
            draw_text(painter, rect, "—", TextRole.BODY, t.tokens.faint)
            return
        draw_text(painter, upper, words.actual(item), TextRole.BODY, t.tokens.text)
        short = item.attainment is None
        ink = t.tone(Tone.WARNING).ink if short else t.tokens.muted
        draw_text(painter, lower, words.against(item), TextRole.SMALL, ink)

    def _evidence(self, painter: QPainter, rect: QRectF, item: ItemCard) -> None:
        t = theme()
        text = words.evidence_chip(item)
        if item.section is not Section.KPI and not text:
            needed = item.manager_rating in (1, 2, 5)
            label, tone = (_("needs a fact"), Tone.WARNING) if needed else (_("add a fact"), Tone.NEUTRAL)
            draw_chip(painter, rect.left(), rect.center().y(), label, t.tone(tone), rect.width())
            return
        known = item.rows is not None or item.section is not Section.KPI
        tone = Tone.WARNING if item.by_hand_because else Tone.ACCENT if known else Tone.NEUTRAL
        draw_chip(painter, rect.left(), rect.center().y(), text, t.tone(tone), rect.width())

    def _rating(self, painter: QPainter, rect: QRectF, item: ItemCard, column: int) -> None:
        t = theme()
        if item.section is Section.KPI:
            draw_text(painter, rect, "", TextRole.BODY, t.tokens.faint)
            return
        value = item.self_rating if column == SELF else item.manager_rating
        side = float(t.px(26))
        box = QRectF(rect.left(), rect.center().y() - side / 2, side + t.px(6), side)
        rounded(painter, box, METRICS.radius_block, t.tokens.surface, t.tokens.border_strong if value else t.tokens.border)
        role = TextRole.BODY_BOLD if column == MANAGER else TextRole.BODY
        ink = t.tokens.text if value and column == MANAGER else t.tokens.muted
        draw_text(painter, box, str(value or "–"), role, ink, CENTRE)
