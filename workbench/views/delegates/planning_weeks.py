"""Paints a week of one person: its name and hours, and small blocks on the days; dashed is new, crossed out is taken off since told."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench import i18n
from workbench.readmodels.planning import WeekState
from workbench.readmodels.planning_weeks import OwnTask, OwnWeek, Telling
from workbench.views.itemmodels.planning_weeks import WEEK_ROLE, Index, away_words, head_words
from workbench.views.paint import draw_text, focus_ring, hatch_pixmap, horizontal_hairline, rounded, vertical_hairline
from workbench.views.theme import METRICS, Kind, TextRole, Tone, theme

BLOCK, GAP = 34, 3


def row_height(week: OwnWeek) -> int:
    """Pixels for the day with most tasks."""
    most = max(len(week.on(day)) for day in range(7))
    return theme().px(max(62, most * (BLOCK + GAP) + 2 * GAP))


class PersonWeeksDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        week = index.data(WEEK_ROLE)
        return QSize(theme().px(70), row_height(week) if isinstance(week, OwnWeek) else theme().px(62))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        week = index.data(WEEK_ROLE)
        if not isinstance(week, OwnWeek):
            return
        t, rect = theme(), QRectF(option.rect)
        painter.save()
        painter.translate(rect.topLeft())
        area = QRectF(0, 0, rect.width(), rect.height())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(t.tone(Tone.ACCENT).tint))
        if index.column() == 0:
            self._head(painter, area, week)
        else:
            self._day(painter, area, week, index.column() - 1)
        horizontal_hairline(painter, 0, area.height() - 1, area.width(), t.tokens.border)
        vertical_hairline(painter, area.width() - 1, 0, area.height(), t.tokens.border)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, area.adjusted(1, 1, -2, -2), METRICS.radius_block)
        painter.restore()

    def _head(self, painter: QPainter, area: QRectF, week: OwnWeek) -> None:
        t = theme()
        name, state, hours = head_words(week)
        over = week.limit is not None and week.minutes > week.limit
        told = Tone.WARNING if week.is_changed else Tone.GOOD if week.state is WeekState.PUBLISHED else None
        lines = (
            (name, TextRole.BODY_BOLD, t.tokens.text), (state, TextRole.SMALL, t.tone(told).ink if told else t.tokens.muted),
            (hours, TextRole.SMALL, t.tone(Tone.BAD).ink if over else t.tokens.muted),
        )  # fmt: skip
        for number, (text, role, ink) in enumerate(lines):
            draw_text(painter, QRectF(12, t.px(4 + 18 * number), area.width() - 18, t.px(18)), text, role, ink)

    def _day(self, painter: QPainter, area: QRectF, week: OwnWeek, day: int) -> None:
        t, tasks = theme(), week.on(day)
        if not tasks:
            away = away_words(week, day)
            if away:
                hatch = hatch_pixmap(
                    round(area.width()), round(area.height()), t.tokens.border, t.tokens.surface, painter.device().devicePixelRatioF()
                )
                painter.drawPixmap(0, 0, hatch)
            return
        for place, task in enumerate(tasks):
            top = t.px(GAP + place * (BLOCK + GAP))
            self._block(painter, QRectF(GAP, top, area.width() - 2 * GAP - 1, t.px(BLOCK)), task)

    def _block(self, painter: QPainter, box: QRectF, task: OwnTask) -> None:
        t, swatch = theme(), theme().kind(Kind(task.kind))
        gone = task.telling is Telling.GONE
        rounded(painter, box, METRICS.radius_block, t.tokens.sunken if gone else swatch.tint, None)
        ink = t.tokens.muted if gone else swatch.ink
        if task.telling is Telling.FRESH:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ink), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), METRICS.radius_block, METRICS.radius_block)
        left, room = box.left() + 5, box.width() - 8
        draw_text(painter, QRectF(left, box.top() + 1, room, t.px(17)), task.title, TextRole.BLOCK, ink)
        times = f"{i18n.clock(task.start)}–{i18n.clock(task.end)}"
        draw_text(painter, QRectF(left, box.top() + t.px(16), room, t.px(16)), times, TextRole.TINY, ink)
        if gone:
            painter.setPen(QPen(t.colour("muted"), 1))
            painter.drawLine(QPointF(box.left() + 4, box.center().y()), QPointF(box.right() - 4, box.center().y()))
