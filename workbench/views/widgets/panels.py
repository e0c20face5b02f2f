"""Panels and small parts around the content: icon button, badge, drawer, veil, error state and the line of long work."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import _, ngettext
from workbench.views.paint import CENTRE, draw_text, focus_ring, rounded
from workbench.views.theme import METRICS, TextRole, icon_pixmap, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, ElidedText, Surface, Text
from workbench.views.widgets.states import EmptyState

VEIL_AFTER_MS = 200  # what is quicker is never veiled: a flash would disturb more than it tells
LEFT_TIME_AFTER_S = 2.0


class IconButton(Clickable):
    """A symbol without a word: the name is its tooltip and what a screen reader says."""

    def __init__(self, symbol: str, name: str, size: int = 16) -> None:
        super().__init__(name)
        self._symbol, self._size = symbol, size
        self.setToolTip(tip_text(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme().px(self._size + 14)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        if self.isDown() or self.isChecked():
            rounded(painter, rect, METRICS.radius_button, t.tokens.sunken)
        elif self.underMouse() and self.isEnabled():
            rounded(painter, rect, METRICS.radius_button, t.tokens.hover)
        size = t.px(self._size)
        ink = t.tokens.border_strong if not self.isEnabled() else t.tokens.text if self.underMouse() else t.tokens.muted
        spot = QRectF((rect.width() - size) / 2, (rect.height() - size) / 2, size, size).topLeft()
        painter.drawPixmap(spot, icon_pixmap(self._symbol, ink, size, self.devicePixelRatioF()))
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_button)


class Drawer(Surface):
    """The inspector at the right: a title, a close button and a body that scrolls. Escape closes it."""

    closed = Signal()

    def __init__(self, title: str = "", width: int = 292) -> None:
        super().__init__("sunken", left=True)
        self._width = width
        self._title = ElidedText(title, TextRole.HEADING)
        self._close = IconButton("x", _("Close"), 14)
        self._close.clicked.connect(self.close_drawer)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 10, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(16, 6, 16, 16)
        self.body.setSpacing(10)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        self.set_title(title)
        self._theme_changed()

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.setFixedWidth(theme().px(self._width))

    def close_drawer(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
            return
        super().keyPressEvent(event)


class LoadingVeil(QWidget):
    """Covers a widget while it is read anew; shown only when that takes longer than a blink."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(VEIL_AFTER_MS)
        self._timer.timeout.connect(self._show)
        over.installEventFilter(self)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self.hide()

    def _show(self) -> None:
        self.setGeometry(self._over.rect())
        self.setAccessibleName(_("Loading …"))
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(theme().tokens.background)
        shade.setAlpha(200)
        painter.fillRect(self.rect(), shade)
        draw_text(painter, QRectF(self.rect()), _("Loading …"), TextRole.BODY, theme().tokens.muted, CENTRE)


class ErrorState(EmptyState):
    """Reading failed: what happened, and the one button that tries again."""

    retried = Signal()

    def __init__(self, explanation: str) -> None:
        super().__init__("triangle-alert", _("This could not be shown"), explanation, _("Try again"))
        self.button.clicked.connect(self.retried)


class ProgressLine(QWidget):
    """Long work in the window: what it is doing, how far it is, how long is left, and Cancel."""

    def __init__(self, title: str, cancel: Callable[[], None]) -> None:
        super().__init__()
        self._title, self._cancel, self._started = title, cancel, time.monotonic()
        self._text = ElidedText(title, TextRole.BODY)
        self._left = Text("", TextRole.SMALL, "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._button = QPushButton(_("Cancel"))
        self._button.setAccessibleName(_("Cancel: {work}", work=title))
        self._button.clicked.connect(self._on_cancel)
        words = QHBoxLayout()
        words.addWidget(self._text, 1)
        words.addWidget(self._left)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(words)
        column.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.setSpacing(12)
        layout.addLayout(column, 1)
        layout.addWidget(self._button)
        theme().changed.connect(self.update)

    @property
    def words(self) -> str:
        return f"{self._text.full_text} {self._left.text()}".strip()

    def show_step(self, text: str, done: int, total: int) -> None:
        """`total` 0 means that nobody knows how much there is."""
        self._text.setText(f"{self._title} · {text}" if self._title and text else text or self._title)
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(min(done, total))
        self._left.setText(left_time(time.monotonic() - self._started, done, total))
        self._bar.setAccessibleDescription(self.words)

    def _on_cancel(self) -> None:
        self._button.setEnabled(False)
        self._left.setText(_("Stopping …"))
        self._cancel()

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), QRectF(self.rect()), METRICS.radius_button, theme().tokens.surface, theme().tokens.border)


def left_time(passed: float, done: int, total: int) -> str:
    """What is left of work that ran `passed` seconds, in words; nothing while a guess would be wild."""
    if passed < LEFT_TIME_AFTER_S or done <= 0 or done >= total:
        return ""
    seconds = passed / done * (total - done)
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about {n} minute left", "about {n} minutes left", minutes)
