"""What a screen says when there is nothing to show, or something to say."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.views.paint import draw_paragraph, line_height, rounded, wrapped
from workbench.views.theme import METRICS, TextRole, Tone, icon, icon_pixmap, theme
from workbench.views.widgets.basic import Text

MOST_LINES = 6


class EmptyState(QWidget):
    """What belongs here and the one button that fills it."""

    def __init__(self, symbol: str, title: str, explanation: str, action: str) -> None:
        super().__init__()
        self._symbol = QLabel()
        self._name = symbol
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(Text(title, TextRole.HEADING), 0, Qt.AlignmentFlag.AlignHCenter)
        words = Text(explanation, TextRole.SMALL, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMaximumWidth(theme().px(460))
        words.setMinimumWidth(theme().px(300))
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        self.button = QPushButton(action)
        self.button.setAccessibleName(action)
        self.button.setProperty("look", "primary")
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button.setVisible(bool(action))  # not before it has a parent: it would flash as a window of its own
        layout.addStretch(1)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._symbol.setPixmap(icon_pixmap(self._name, theme().tokens.faint, 28, self.devicePixelRatioF()))


class InlineMessage(QWidget):
    """One line in the window with an icon, a text, an action and a close button; never a dialog."""

    closed = Signal()

    _ICONS: ClassVar = {
        Tone.ACCENT: "info",
        Tone.GOOD: "circle-check",
        Tone.WARNING: "triangle-alert",
        Tone.BAD: "triangle-alert",
        Tone.NEUTRAL: "info",
    }

    def __init__(self, tone: Tone, text: str, action: str = "") -> None:
        super().__init__()
        self._tone, self._text = tone, text
        self.setAccessibleName(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme().px(36), 4, 6, 4)
        layout.setSpacing(4)
        layout.addStretch(1)
        self.action = QPushButton(action)
        self.action.setProperty("look", "quiet")
        self.action.setAccessibleName(action)
        layout.addWidget(self.action)
        self.action.setVisible(bool(action))
        self._close = QPushButton()
        self._close.setProperty("look", "quiet")
        self._close.setAccessibleName(_("Close"))
        self._close.setToolTip(_("Close"))
        self._close.clicked.connect(self.hide)
        self._close.clicked.connect(self.closed)
        layout.addWidget(self._close)
        theme().changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        return self._text

    def _restyle(self) -> None:
        self._close.setIcon(icon("x", theme().tokens.muted, theme().px(14)))
        self._fit()
        self.update()

    def _room(self) -> float:
        """Width of the words: what the buttons leave."""
        buttons = self._close.sizeHint().width() + (self.action.sizeHint().width() + 4 if self.action.text() else 0)
        return max(80.0, self.width() - theme().px(36) - buttons - 16)

    def _fit(self) -> None:
        """As many lines as it takes: a kind sentence is never cut."""
        lines = len(wrapped(self._text, TextRole.BODY, self._room(), MOST_LINES))
        self.setFixedHeight(max(theme().px(38), round(lines * line_height(TextRole.BODY)) + theme().px(16)))

    def lie_at_foot(self, place: QRect) -> None:
        """Over the foot of `place`, as wide as it."""
        self.setFixedWidth(place.width())
        self._fit()
        self.move(place.left(), place.bottom() - self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        swatch = t.tone(self._tone)
        rect = QRectF(self.rect())
        rounded(painter, rect, METRICS.radius_button, swatch.tint, swatch.ink)
        size = t.px(16)
        symbol = icon_pixmap(self._ICONS[self._tone], swatch.ink, size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(12, (rect.height() - size) / 2), symbol)
        lines = len(wrapped(self._text, TextRole.BODY, self._room(), MOST_LINES))
        height = lines * line_height(TextRole.BODY)
        words = QRectF(t.px(36), (rect.height() - height) / 2, self._room(), height)
        draw_paragraph(painter, words, self._text, TextRole.BODY, t.tokens.text, lines=MOST_LINES)
