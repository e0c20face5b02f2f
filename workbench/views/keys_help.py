"""F1: the keys of the present screen, as a sheet over the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workbench.i18n import _
from workbench.views.paint import draw_text, rounded, text_width
from workbench.views.theme import METRICS, TextRole, theme

MOST_COLUMNS = 3


class KeysHelp(QWidget):
    """Any key or click closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._title = ""
        self._lines: list[tuple[str, str]] = []
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        window.installEventFilter(self)

    def open(self, title: str, own: Sequence[tuple[str, str]], general: Sequence[tuple[str, str]]) -> None:
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self._title = title
        self._lines = [*own, ("", _("Everywhere")), *general] if own else list(general)
        self.setAccessibleName("; ".join(f"{key} {text}" for key, text in self._lines))
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def shut(self) -> None:
        """Away, and the keyboard goes on where it was."""
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.shut()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        shade = QColor(t.tokens.shadow)
        shade.setAlpha(90)
        painter.fillRect(self.rect(), shade)
        line, gap = t.px(28), t.px(32)
        room = max(1, int((self.height() - 40 - t.px(80)) // line))
        columns = min(MOST_COLUMNS, -(-len(self._lines) // room))
        most = -(-len(self._lines) // columns)
        keys = max((text_width(key, TextRole.BODY_BOLD) for key, _text in self._lines), default=0.0) + t.px(12)
        texts = max((text_width(text, TextRole.BODY) for _key, text in self._lines), default=0.0)
        width = min(keys + texts, (self.width() - 88 - gap * (columns - 1)) / columns)
        size = QSizeF(width * columns + gap * (columns - 1) + 48, min(line * most + t.px(80), self.height() - 40))
        panel = QRectF((self.width() - size.width()) / 2, max(20.0, (self.height() - size.height()) / 2), size.width(), size.height())
        rounded(painter, panel, METRICS.radius_card, t.tokens.surface, t.tokens.border_strong)
        inner = panel.adjusted(24, 0, -24, 0)
        title = QRectF(inner.left(), panel.top() + t.px(14), inner.width(), line)
        draw_text(painter, title, _("Keys · {screen}", screen=self._title), TextRole.HEADING, t.tokens.text)
        for number, (key, text) in enumerate(self._lines):
            left = inner.left() + (number // most) * (width + gap)
            top = panel.top() + t.px(54) + (number % most) * line
            if not key:
                draw_text(painter, QRectF(left, top, width, line), text, TextRole.SMALL_BOLD, t.tokens.muted)
                continue
            draw_text(painter, QRectF(left, top, keys, line), key, TextRole.BODY_BOLD, t.tokens.accent)
            draw_text(painter, QRectF(left + keys, top, width - keys, line), text, TextRole.BODY, t.tokens.text)
