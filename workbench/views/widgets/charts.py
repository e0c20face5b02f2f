"""A bar chart painted from the tokens: bars of what is, ticks of what should be, each bar opens what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from workbench.views.paint import CENTRE, draw_text, focus_ring, horizontal_hairline, rounded
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.widgets.basic import Painted


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `label` below it, `value` and `target` in the same unit, `words` for tooltip and screen reader.

    `pale` marks a forecast; `now` prints the label bold. `target` None draws no tick.
    """

    label: str
    value: float
    target: float | None = None
    words: str = ""
    pale: bool = False
    now: bool = False


class BarChart(Painted):
    """Left and right choose a bar, Enter or a click opens it."""

    opened = Signal(int)  # index of the bar

    def __init__(self, name: str, bars: Sequence[Bar] = ()) -> None:
        super().__init__()
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self._current = -1
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_bars(bars)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self._current = min(self._current, len(self._bars) - 1)
        self._say()
        self.update()

    def _say(self) -> None:
        words = [bar.words or f"{bar.label} {bar.value:g}" for bar in self._bars]
        self.setAccessibleName(f"{self._name}: {words[self._current]}" if 0 <= self._current < len(words) else self._name)
        self.setAccessibleDescription("; ".join(words))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(150))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(110))

    # -- geometry

    def _step(self) -> float:
        return self.width() / max(1, len(self._bars))

    def _base(self) -> int:
        return self.height() - theme().px(20)

    def _top(self) -> float:
        figures = [bar.value for bar in self._bars] + [bar.target for bar in self._bars if bar.target is not None]
        return max([*figures, 0.0]) * 1.04 or 1.0

    def column(self, index: int) -> QRectF:
        """The area that a click on bar `index` hits."""
        return QRectF(index * self._step(), 0, self._step(), self.height())

    def _index_at(self, spot: QPoint) -> int:
        index = int(spot.x() // self._step()) if self._bars else -1
        return index if 0 <= index < len(self._bars) else -1

    # -- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base, step, top = self._base(), self._step(), self._top()
        for index, bar in enumerate(self._bars):
            column = self.column(index)
            if index == self._hovered:
                rounded(painter, column.adjusted(1, 0, -1, 0), METRICS.radius_block, t.tokens.hover)
            centre = column.center().x()
            self._draw_bar(painter, bar, centre, step, base, max(0.0, bar.value) / top)
            if bar.target is not None:
                y = round(base - (base - 6) * bar.target / top)
                half = min(20.0, step * 0.36)
                painter.fillRect(QRectF(round(centre - half), y, round(2 * half), 2), t.colour("text"))
            role = TextRole.SMALL_BOLD if bar.now else TextRole.TINY
            ink = t.tokens.text if bar.now else t.tokens.muted
            draw_text(painter, QRectF(column.left(), base + 3, step, t.px(17)), bar.label, role, ink, CENTRE)
            if index == self._current and self.hasFocus():
                focus_ring(painter, column.adjusted(1, 0, -1, 0), METRICS.radius_block)
        horizontal_hairline(painter, 0, base, self.width(), t.tokens.border)

    def _draw_bar(self, painter: QPainter, bar: Bar, centre: float, step: float, base: int, fraction: float) -> None:
        width, height = min(28.0, step * 0.5), round((base - 6) * fraction)
        if height <= 0:
            return
        box = QRectF(round(centre - width / 2), base - height, max(1, round(width)), height)
        path = QPainterPath()  # rounded above, square on the base line
        path.addRoundedRect(box.adjusted(0, 0, 0, 6), 3, 3)
        colour = theme().colour("accent")
        if bar.pale:
            colour.setAlphaF(0.35)
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.width(), base))
        painter.fillPath(path, colour)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._index_at(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if hovered >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index >= 0:
            self._choose(index)
            self.opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._bars:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._choose(min(len(self._bars) - 1, max(0, self._current + step)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current >= 0:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._current < 0 and self._bars:
            self._choose(0)
        super().focusInEvent(event)

    def _choose(self, index: int) -> None:
        self._current = index
        self._say()
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self._index_at(event.pos())
            bar = self._bars[index] if index >= 0 else None
            QToolTip.showText(event.globalPos(), (bar.words or f"{bar.label} {bar.value:g}") if bar else "", self)
            return True
        return super().event(event)
