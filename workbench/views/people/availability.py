"""The usual week of a person as a painted grid: drag to add a window, click to choose one, Delete takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.people import WindowRow
from workbench.views.paint import CENTRE, draw_text, focus_ring, rounded, vertical_hairline
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.widgets.basic import Painted

FIRST, LAST, STEP = 6 * 60, 24 * 60, 30


class AvailabilityGrid(Painted):
    """Minutes run to the right from 06:00 to 24:00, one line a weekday."""

    added = Signal(int, int, int)  # weekday, start, end
    removed = Signal(int)  # id of a window

    def __init__(self) -> None:
        super().__init__()
        self._windows: tuple[WindowRow, ...] = ()
        self._chosen = 0
        self._drag: tuple[int, int, int] | None = None  # weekday, from, to
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(_("Drag to add a window; click one and press Delete to take it away"))

    def show_windows(self, windows: Sequence[WindowRow]) -> None:
        self._windows = tuple(windows)
        words = [f"{i18n.weekday(w.weekday)} {i18n.clock(w.start)}–{i18n.clock(w.end)}" for w in windows]
        self.setAccessibleName(_("Usual week: {windows}", windows=", ".join(words) or _("nothing")))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(340, theme().px(26) * 7 + theme().px(20))

    def _left(self) -> float:
        return float(theme().px(40))

    def _x(self, minute: int) -> float:
        return self._left() + (minute - FIRST) / (LAST - FIRST) * (self.width() - self._left() - 2)

    def _minute(self, x: float) -> int:
        share = (x - self._left()) / max(1.0, self.width() - self._left() - 2)
        return max(FIRST, min(LAST, round((FIRST + share * (LAST - FIRST)) / STEP) * STEP))

    def _line(self, weekday: int) -> QRectF:
        height = theme().px(26)
        return QRectF(self._left(), theme().px(18) + weekday * height, self.width() - self._left() - 2, height)

    def _box(self, weekday: int, start: int, end: int) -> QRectF:
        line = self._line(weekday)
        left = self._x(max(FIRST, start))
        return QRectF(left, line.top() + 3, max(4.0, self._x(end) - left), line.height() - 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        for hour in range(6, 25, 3):
            x = self._x(hour * 60)
            vertical_hairline(painter, min(x, self.width() - 1), t.px(16), t.px(26) * 7 + 2, t.tokens.border)
            draw_text(painter, QRectF(x - 16, 0, 32, t.px(15)), str(hour), TextRole.TINY, t.tokens.muted, CENTRE)
        for weekday in range(7):
            line = self._line(weekday)
            draw_text(painter, QRectF(0, line.top(), self._left() - 6, line.height()), i18n.weekday(weekday), TextRole.SMALL, t.tokens.muted)
        for window in self._windows:
            swatch = t.tone(Tone.ACCENT if window.preference >= 3 else Tone.WARNING)
            box = self._box(window.weekday, window.start, window.end)
            rounded(painter, box, METRICS.radius_block, swatch.tint, swatch.ink if window.id == self._chosen else None)
            words = f"{i18n.clock(window.start)}–{i18n.clock(window.end)}" + (" ★" if window.preference == 5 else "")
            draw_text(painter, box.adjusted(5, 0, -2, 0), words, TextRole.TINY, swatch.ink)
        if self._drag is not None:
            weekday, start, end = self._drag
            colour = QColor(t.tone(Tone.GOOD).ink)
            rounded(painter, self._box(weekday, min(start, end), max(start, end)), METRICS.radius_block, t.tone(Tone.GOOD).tint, colour.name())
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), METRICS.radius_button)

    def _at(self, event: QMouseEvent) -> tuple[int, int]:
        weekday = int((event.position().y() - theme().px(18)) // theme().px(26))
        return max(0, min(6, weekday)), self._minute(event.position().x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        weekday, minute = self._at(event)
        hit = next((w for w in self._windows if self._box(w.weekday, w.start, w.end).contains(event.position())), None)
        self._chosen = hit.id if hit else 0
        self._drag = None if hit else (weekday, minute, minute)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag = (self._drag[0], self._drag[1], self._minute(event.position().x()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            weekday, one, other = self._drag
            self._drag = None
            self.update()
            if abs(other - one) >= STEP:
                self.added.emit(weekday, min(one, other), max(one, other))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen:
            self.removed.emit(self._chosen)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._windows:
            ids = [w.id for w in self._windows]
            place = ids.index(self._chosen) if self._chosen in ids else -1
            self._chosen = ids[(place + (1 if event.key() == Qt.Key.Key_Down else -1)) % len(ids)]
            self.update()
        else:
            super().keyPressEvent(event)
