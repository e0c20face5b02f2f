"""Lines of lists: a figure tile, a process stepper, an action, a tick, a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from workbench.views.paint import (
    CENTRE,
    RIGHT,
    chip_size,
    draw_chip,
    draw_paragraph,
    draw_runs,
    draw_text,
    focus_ring,
    horizontal_hairline,
    rounded,
    text_width,
    wrapped,
)
from workbench.views.theme import METRICS, TextRole, Tone, icon_pixmap, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, Painted, draw_sparkline


class KpiTile(Clickable):
    """Caption, figure and remark; opens what the figure is made of."""

    def __init__(self, caption: str, figure: str, remark: str, colour: str = "text") -> None:
        super().__init__(f"{caption} {figure} {remark}")
        self._caption, self._figure, self._remark, self._colour = caption, figure, remark, colour
        self.setToolTip(tip_text(f"{caption} {figure}\n{remark}"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(130), theme().px(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        hovered = self.underMouse()
        rounded(painter, rect, METRICS.radius_card, t.tokens.surface, t.tokens.border_strong if hovered else t.tokens.border)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_card)
        inner = rect.adjusted(12, 0, -5, 0)
        draw_text(painter, QRectF(inner.left(), t.px(8), inner.width(), t.px(18)), self._caption, TextRole.SMALL, t.tokens.muted)
        tone = next((tone for tone in Tone if tone.value == self._colour), None)
        ink = t.tone(tone).ink if tone else t.tokens.text
        draw_runs(
            painter,
            QRectF(inner.left(), t.px(26), inner.width(), t.px(28)),
            [(self._figure, TextRole.FIGURE, ink), (self._remark, TextRole.TINY, t.tokens.muted)],
            gap=4,
        )


class Stepper(Painted):
    """The steps of a process as pills joined by arrows; done, left out, current and open steps differ in sign too."""

    def __init__(self, steps: Sequence[str], current: int, left_out: Collection[int] = ()) -> None:
        super().__init__()
        self._steps, self._current, self._left_out = tuple(steps), current, frozenset(left_out)
        self._compact = 0  # 1: finished steps show their tick only; 2: steps to come their number only
        self.setToolTip(tip_text(" → ".join(steps)))
        self.setMinimumWidth(1)
        self.setAccessibleName(f"{steps[current]} {current + 1}/{len(steps)}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _pill_width(self, index: int) -> float:
        if (self._compact and index < self._current) or (self._compact > 1 and index > self._current):
            return theme().px(30)
        mark = theme().px(16) if index < self._current else 0
        return text_width(self._steps[index], TextRole.SMALL) + theme().px(22) + mark

    def sizeHint(self) -> QSize:
        widths = sum(self._pill_width(i) for i in range(len(self._steps)))
        return QSize(round(widths + theme().px(26) * (len(self._steps) - 1)), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        good = t.tone(Tone.GOOD)
        for self._compact in (0, 1, 2):
            if sum(self._pill_width(i) for i in range(len(self._steps))) + 10 * (len(self._steps) - 1) <= self.width():
                break
        height, gap = float(t.px(26)), float(t.px(26))
        needed = sum(self._pill_width(i) for i in range(len(self._steps)))
        gap = max(10.0, min(gap, (self.width() - needed) / max(1, len(self._steps) - 1)))
        x, y = 0.0, (self.height() - height) / 2
        ratio = self.devicePixelRatioF()
        for index, step in enumerate(self._steps):
            rect = QRectF(x, y, self._pill_width(index), height)
            inner = rect.adjusted(t.px(11), 0, 0, 0)
            if index < self._current:
                missed = index in self._left_out
                tint, ink, sign = (t.tokens.surface, t.tokens.muted, "minus") if missed else (good.tint, good.ink, "check")
                rounded(painter, rect, height / 2, tint, t.tokens.border_strong if missed else good.ink)
                size = t.px(12)
                painter.drawPixmap(QPointF(inner.left() - 1, rect.center().y() - size / 2), icon_pixmap(sign, ink, size, ratio))
                if not self._compact:
                    draw_text(painter, inner.adjusted(t.px(16), 0, 0, 0), step, TextRole.SMALL, ink, elide=False)
            elif index == self._current:
                rounded(painter, rect, height / 2, t.tokens.accent)
                draw_text(painter, inner, step, TextRole.SMALL_BOLD, t.tokens.on_accent, elide=False)
            else:
                rounded(painter, rect, height / 2, t.tokens.surface, t.tokens.border)
                if self._compact > 1:
                    draw_text(painter, rect, str(index + 1), TextRole.SMALL, t.tokens.muted, CENTRE, elide=False)
                else:
                    draw_text(painter, inner, step, TextRole.SMALL, t.tokens.muted, elide=False)
            x = rect.right()
            if index + 1 < len(self._steps) and gap >= 16:
                size = t.px(13)
                painter.drawPixmap(
                    QPointF(x + (gap - size) / 2, rect.center().y() - size / 2), icon_pixmap("arrow-right", t.tokens.faint, size, ratio)
                )
            x += gap


class ActionRow(Clickable):
    """Chip, sentence and the one action that settles it; the sentence takes more lines where the row is narrow."""

    MOST_LINES = 4

    def __init__(self, chip: str, tone: Tone, text: str, action: str, *, last: bool = False) -> None:
        super().__init__(f"{chip}: {text}. {action}")
        self._chip, self._tone, self._text, self._action, self._last = chip, tone, text, action, last
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _room(self, width: float) -> tuple[float, float]:
        """Left edge and width of the sentence."""
        left = 6 + chip_size(self._chip)[0] + 10
        return left, max(40.0, width - left - text_width(self._action, TextRole.SMALL) - 18)

    def _lines(self, width: float) -> int:
        room = self._room(width)[1]
        if text_width(self._text, TextRole.BODY) <= room + 0.5:
            return 1
        return max(2, len(wrapped(self._text, TextRole.BODY, room, self.MOST_LINES)))

    def _is_tall(self, width: float) -> bool:
        return self._lines(width) > 1

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return theme().px(33 + 19 * (self._lines(width) - 1))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), self.heightForWidth(max(self.width(), theme().px(240))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(33))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = self._lines(self.width())
        fits = text_width(self._text, TextRole.BODY) <= self._room(self.width())[1] * (0.95 * lines if lines > 1 else 1.0)
        self.setToolTip(tip_text("" if fits else self._text))
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        hot = self.underMouse() or self.shows_ring()
        if hot:
            rounded(painter, rect.adjusted(0, 0, 0, -1), METRICS.radius_block, t.tokens.hover)
        if not self._last:
            horizontal_hairline(painter, rect.left() + 6, rect.height() - 1, rect.width() - 12, t.tokens.border)
        left, room = self._room(rect.width())
        centre = t.px(16) if self._is_tall(rect.width()) else rect.height() / 2
        draw_chip(painter, 6, centre, self._chip, t.tone(self._tone))
        width = text_width(self._action, TextRole.SMALL)
        action = QRectF(rect.right() - width - 6, 0, width + 1, 2 * centre)
        draw_text(painter, action, self._action, TextRole.SMALL, t.tokens.accent if hot else t.tokens.muted, elide=False)
        if self._is_tall(rect.width()):
            draw_paragraph(
                painter, QRectF(left, t.px(6), room, rect.height() - t.px(8)), self._text, TextRole.BODY, t.tokens.text, self.MOST_LINES
            )
        else:
            draw_text(painter, QRectF(left, 0, room, rect.height()), self._text, TextRole.BODY, t.tokens.text)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class PersonRow(Clickable):
    """A person in a list: name, second line (text or chip), and a sparkline or a figure at the right."""

    def __init__(
        self, name: str, second: str, *, tone: Tone | None = None, chip: bool = False, right: str = "", line: Sequence[float] = ()
    ) -> None:
        super().__init__(f"{name} {second} {right}".strip())
        self._name, self._second, self._tone, self._chip, self._right, self._line = name, second, tone, chip, right, tuple(line)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(220), theme().px(58))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(rect, QColor(t.tone(Tone.ACCENT).tint))
            painter.fillRect(QRectF(0, 0, 3, rect.height()), t.colour("accent"))
        elif self.underMouse():
            painter.fillRect(rect, t.colour("hover"))
        horizontal_hairline(painter, 0, rect.height() - 1, rect.width(), t.tokens.border)
        draw_text(painter, QRectF(14, t.px(8), rect.width() - 100, t.px(21)), self._name, TextRole.BODY_BOLD, t.tokens.text)
        ink = t.tone(self._tone).ink if self._tone else t.tokens.muted
        if self._chip and self._tone:
            draw_chip(painter, 14, t.px(40), self._second, t.tone(self._tone), rect.width() - 28)
        else:
            draw_text(painter, QRectF(14, t.px(29), rect.width() - 100, t.px(19)), self._second, TextRole.SMALL, ink)
        if self._right:
            draw_text(painter, QRectF(rect.right() - 114, t.px(8), 100, t.px(21)), self._right, TextRole.SMALL, t.tokens.muted, RIGHT)
        if self._line:
            draw_sparkline(painter, QRectF(rect.right() - 86, rect.height() / 2 - 10, 70, 20), self._line, t.tokens.accent)
        if self.shows_ring():
            focus_ring(painter, rect.adjusted(1, 1, -1, -2), METRICS.radius_block)
