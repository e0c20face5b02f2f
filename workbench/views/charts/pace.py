"""Twelve months of sales as bars with their targets as ticks; a month under the mouse or the arrow keys tells its figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from workbench.i18n import _
from workbench.models.values import Money
from workbench.readmodels.today import MonthBar
from workbench.views.paint import CENTRE, draw_text, focus_ring, rounded
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.widgets.basic import Painted


class PaceChart(Painted):
    """Bars are actual, ticks are targets, the running month is pale."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[MonthBar, ...] = ()
        self._chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme().px(150))

    def show_bars(self, bars: Sequence[MonthBar]) -> None:
        self._bars = tuple(bars)
        self._chosen = len(self._bars) - 1
        self.setAccessibleName("; ".join(self.words_of(index) for index in range(len(self._bars))))
        self.update()

    def words_of(self, index: int) -> str:
        """2026-11: 27,307.71 of 30,000.00 (91 %)."""
        bar = self._bars[index]
        actual = Money(bar.actual).grouped()
        if not bar.target:
            return _("{month}: {actual}, no target", month=f"{bar.month:%Y-%m}", actual=actual)
        share = round(100 * bar.actual / bar.target)
        return _(
            "{month}: {actual} of {target} ({share} %)",
            month=f"{bar.month:%Y-%m}",
            actual=actual,
            target=Money(bar.target).grouped(),
            share=share,
        )

    def sizeHint(self) -> QSize:
        return QSize(500, theme().px(170))

    def _plot(self) -> QRectF:
        return QRectF(4, 4, self.width() - 8, self.height() - theme().px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        if not self._bars:
            return
        plot = self._plot()
        highest = max(max(b.actual for b in self._bars), max((b.target or 0) for b in self._bars), 1)
        step = plot.width() / len(self._bars)
        for index, bar in enumerate(self._bars):
            width = min(step * 0.52, t.px(34))
            left = plot.left() + step * index + (step - width) / 2
            height = max(1.0, max(0, bar.actual) / highest * plot.height())
            colour = QColor(t.tone(Tone.ACCENT).ink)
            if bar.running:
                colour.setAlphaF(0.4)
            column = QRectF(left, plot.bottom() - height, width, height)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(column, 3, 3)
            if bar.target:
                top = plot.bottom() - bar.target / highest * plot.height()
                painter.fillRect(QRectF(left - 5, top - 1, width + 10, 2), QColor(t.tone(Tone.WARNING).ink))
            label = QRectF(plot.left() + step * index, plot.bottom() + 4, step, t.px(16))
            role = TextRole.SMALL_BOLD if index == self._chosen else TextRole.SMALL
            draw_text(painter, label, str(bar.month.month), role, t.tokens.text if index == self._chosen else t.tokens.muted, CENTRE)
        if 0 <= self._chosen < len(self._bars):
            line = QRectF(4, self.height() - t.px(22), self.width() - 8, t.px(20))
            rounded(painter, line, METRICS.radius_block, t.tokens.sunken)
            draw_text(painter, line.adjusted(8, 0, -8, 0), self.words_of(self._chosen), TextRole.SMALL, t.tokens.text)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), METRICS.radius_button)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._bars:
            self._choose(int((event.position().x() - 4) / max(1.0, self._plot().width() / len(self._bars))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._bars:
            super().keyPressEvent(event)
        else:
            self._choose(self._chosen + step)

    def _choose(self, index: int) -> None:
        index = max(0, min(len(self._bars) - 1, index))
        if index != self._chosen:
            self._chosen = index
            self.update()
