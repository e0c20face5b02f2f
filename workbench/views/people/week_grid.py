"""The usual week of a person as a painted grid: drag in the empty to add, drag a window to move it, its edges to resize it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.people import WindowRow
from workbench.views.paint import CENTRE, draw_text, focus_ring, hatch_pixmap, rounded, text_width, vertical_hairline
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.widgets.basic import Painted

FIRST, LAST, STEP = 6 * 60, 24 * 60, 30
LINE, HEAD, EDGE = 26, 18, 6
PREFERENCES = ("1", "2", "3", "4", "5")
TONES = {1: Tone.BAD, 2: Tone.WARNING, 3: Tone.NEUTRAL, 4: Tone.ACCENT, 5: Tone.GOOD}


@dataclass(slots=True)
class Grip:
    """What the mouse holds: a new window, a whole one, or one of its edges; `now` is where it would come to lie."""

    window: WindowRow | None
    part: str  # new, move, start, end
    minute: int
    weekday: int
    now: tuple[int, int, int]  # weekday, start, end


class AvailabilityGrid(Painted):
    """One line a weekday, hours to the right; the number in a window is its preference, 5 gladly, and the colour repeats it."""

    added = Signal(int, int, int)  # weekday, start, end
    changed = Signal(object)  # the WindowRow as it should be
    removed = Signal(object)  # id of a window
    chosen = Signal(object)  # WindowRow | None

    def __init__(self) -> None:
        super().__init__()
        self._windows: tuple[WindowRow, ...] = ()
        self._first = FIRST
        self._chosen = 0
        self._cursor = (0, 9 * 60)  # weekday and minute where Enter adds
        self._grip: Grip | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme().px(240))
        self.setToolTip(
            _(
                "Drag to add, move or resize a window. With keys: arrows choose, Shift+arrows move, 1 to 5 says how gladly, Delete takes away."
            )
        )

    # -- what is shown

    @property
    def window_chosen(self) -> WindowRow | None:
        return next((w for w in self._windows if w.id == self._chosen), None)

    def show_windows(self, windows: Sequence[WindowRow]) -> None:
        new = {w.id for w in windows} - {w.id for w in self._windows}
        if self._windows and len(new) == 1 and self.hasFocus():
            self._chosen = new.pop()  # what was just added can be adjusted at once
        self._windows = tuple(windows)
        self._first = min([FIRST, *(w.start // 60 * 60 for w in windows)])
        words = [f"{i18n.weekday(w.weekday)} {i18n.clock(w.start)}–{i18n.clock(w.end)} ({w.preference})" for w in windows]
        self.setAccessibleName(_("Usual week: {windows}", windows=", ".join(words) or _("nothing")))
        if self.window_chosen is None:
            self._chosen = 0
        self.chosen.emit(self.window_chosen)
        self.update()

    def choose(self, window: WindowRow | None) -> None:
        self._chosen = window.id if window else 0
        if window is not None:
            self._cursor = (window.weekday, window.start)
        self.chosen.emit(window)
        self.update()

    # -- geometry

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(LINE) * 7 + theme().px(HEAD) + 2)

    def _left(self) -> float:
        return max(text_width(i18n.weekday(n), TextRole.SMALL) for n in range(7)) + theme().px(8)

    def _x(self, minute: int) -> float:
        return self._left() + (minute - self._first) / (LAST - self._first) * (self.width() - self._left() - 2)

    def _minute(self, x: float) -> int:
        share = (x - self._left()) / max(1.0, self.width() - self._left() - 2)
        return max(self._first, min(LAST, round((self._first + share * (LAST - self._first)) / STEP) * STEP))

    def _row(self, weekday: int) -> QRectF:
        height = theme().px(LINE)
        return QRectF(self._left(), theme().px(HEAD) + weekday * height, self.width() - self._left() - 2, height)

    def box(self, weekday: int, start: int, end: int) -> QRectF:
        """Where a window of these hours lies, in the widget's own pixels."""
        line = self._row(weekday)
        left = self._x(max(self._first, start))
        return QRectF(left, line.top() + 3, max(4.0, self._x(end) - left), line.height() - 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        bottom = t.px(LINE) * 7
        for weekday in range(7):
            line = self._row(weekday)
            if not any(w.weekday == weekday for w in self._windows):
                ground = line.toRect().adjusted(0, 3, 0, -3)
                ratio = self.devicePixelRatioF()
                painter.drawPixmap(ground.topLeft(), hatch_pixmap(ground.width(), ground.height(), t.tokens.hatch, t.tokens.surface, ratio))
            draw_text(
                painter, QRectF(0, line.top(), self._left() - 6, line.height()), i18n.weekday(weekday), TextRole.SMALL, t.tokens.muted
            )
        for hour in range(-(-self._first // 180) * 3, 25, 3):
            x = self._x(hour * 60)
            vertical_hairline(painter, min(x, self.width() - 1), t.px(HEAD) - 2, bottom + 2, t.tokens.border)
            spot = min(max(x - 16, 0.0), self.width() - 32.0)
            draw_text(painter, QRectF(spot, 0, 32, t.px(15)), str(hour), TextRole.TINY, t.tokens.muted, CENTRE)
        held = self._grip.window.id if self._grip and self._grip.window else 0
        for window in self._windows:
            weekday, start, end = self._grip.now if self._grip and window.id == held else (window.weekday, window.start, window.end)
            self._paint_box(painter, self.box(weekday, start, end), start, end, window.preference, chosen=window.id == self._chosen)
        if self._grip is not None and self._grip.part == "new":
            weekday, start, end = self._grip.now
            self._paint_box(painter, self.box(weekday, start, end), start, end, 3, chosen=True)
        if self.hasFocus():
            if not self._chosen:
                x, line = self._x(self._cursor[1]), self._row(self._cursor[0])
                rounded(painter, QRectF(x, line.top() + 2, self._x(self._cursor[1] + 60) - x, line.height() - 4), 3, None, t.tokens.accent)
            focus_ring(painter, QRectF(self.rect()), METRICS.radius_button)

    def _paint_box(self, painter: QPainter, box: QRectF, start: int, end: int, preference: int, *, chosen: bool) -> None:
        swatch = theme().tone(TONES[preference])
        rounded(painter, box, METRICS.radius_block, swatch.tint, QColor(swatch.ink).name() if chosen else None)
        words = f"{i18n.clock(start)}–{i18n.clock(end)} · {preference}"
        if text_width(words, TextRole.TINY) > box.width() - 8:
            words = str(preference)
        draw_text(painter, box.adjusted(4, 0, -2, 0), words, TextRole.TINY, swatch.ink)

    # -- mouse

    def _at(self, event: QMouseEvent) -> tuple[int, int]:
        weekday = int((event.position().y() - theme().px(HEAD)) // theme().px(LINE))
        return max(0, min(6, weekday)), self._minute(event.position().x())

    def _hit(self, event: QMouseEvent) -> tuple[WindowRow | None, str]:
        for window in self._windows:
            box = self.box(window.weekday, window.start, window.end)
            if box.contains(event.position()):
                x = event.position().x()
                near = "start" if x < box.left() + EDGE else "end" if x > box.right() - EDGE else "move"
                return window, near
        return None, "new"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        window, part = self._hit(event)
        weekday, minute = self._at(event)
        self.choose(window)
        now = (window.weekday, window.start, window.end) if window else (weekday, minute, minute)
        self._cursor = (now[0], min(now[1], LAST - 60))
        self._grip = Grip(window, part, minute, weekday, now)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grip = self._grip
        if grip is None:
            part = self._hit(event)[1]
            shape = Qt.CursorShape
            self.setCursor(shape.CrossCursor if part == "new" else shape.OpenHandCursor if part == "move" else shape.SizeHorCursor)
            return
        weekday, minute = self._at(event)
        window = grip.window
        if window is None:
            grip.now = (grip.weekday, min(grip.minute, minute), max(grip.minute, minute))
        elif grip.part == "start":
            grip.now = (window.weekday, min(minute, window.end - STEP), window.end)
        elif grip.part == "end":
            grip.now = (window.weekday, window.start, max(minute, window.start + STEP))
        else:
            by = max(self._first - window.start, min(LAST - window.end, minute - grip.minute))
            grip.now = (weekday, window.start + by, window.end + by)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        self.update()
        if grip is None:
            return
        weekday, start, end = grip.now
        if grip.window is None:
            if end - start >= STEP:
                self.added.emit(weekday, start, end)
        elif grip.now != (grip.window.weekday, grip.window.start, grip.window.end):
            self.changed.emit(replace(grip.window, weekday=weekday, start=start, end=end))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        window, key = self.window_chosen, Qt.Key(event.key())
        keys = Qt.Key
        if window is not None and key in (keys.Key_Delete, keys.Key_Backspace):
            self.removed.emit(window.id)
        elif window is not None and event.text() in PREFERENCES:
            self.changed.emit(replace(window, preference=int(event.text())))
        elif key in (keys.Key_Left, keys.Key_Right, keys.Key_Up, keys.Key_Down):
            self._arrow(key, event.modifiers(), window)
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_Insert) and window is None:
            self.added.emit(self._cursor[0], self._cursor[1], min(LAST, self._cursor[1] + 4 * 60))
        elif key == keys.Key_Escape and window is not None:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def _arrow(self, key: Qt.Key, held: Qt.KeyboardModifier, window: WindowRow | None) -> None:
        across = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}.get(key, 0)
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        shift, control = Qt.KeyboardModifier.ShiftModifier in held, Qt.KeyboardModifier.ControlModifier in held
        if window is not None and (shift or control):
            start, end = window.start + (across if shift else 0), window.end + across
            weekday = window.weekday + down
            if 0 <= weekday <= 6 and 0 <= start < end <= LAST:
                self.changed.emit(replace(window, weekday=weekday, start=start, end=end))
            return
        weekday = max(0, min(6, self._cursor[0] + down))
        minute = max(self._first, min(LAST - 60, self._cursor[1] + 2 * across))
        self._cursor = (weekday, minute)
        own = next((w for w in self._windows if w.weekday == weekday and w.start <= minute < w.end), None)
        if own is None and down:
            own = next((w for w in self._windows if w.weekday == weekday), None)
        self._chosen = own.id if own else 0
        self.chosen.emit(own)
        self.update()
