"""What a screen says when there is nothing to show, or something to say."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.views.paint import draw_text, rounded
from workbench.views.theme import METRICS, TextRole, Tone, icon, icon_pixmap, theme
from workbench.views.widgets.basic import Text


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
        self.button.setVisible(bool(action))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._symbol.setPixmap(icon_pixmap(self._name, theme().tokens.faint, 28, self.devicePixelRatioF()))


class InlineMessage(QWidget):
    """One line in the window with an icon, a text, an action and a close button; never a dialog."""

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
        layout.setContentsMargins(36, 4, 6, 4)
        layout.setSpacing(4)
        layout.addStretch(1)
        if action:
            self.action = QPushButton(action)
            self.action.setProperty("look", "quiet")
            layout.addWidget(self.action)
        close = QPushButton()
        close.setProperty("look", "quiet")
        close.setAccessibleName(_("Close"))
        close.setIcon(icon("x", theme().tokens.muted, 14))
        close.clicked.connect(self.hide)
        layout.addWidget(close)
        self.setFixedHeight(theme().px(38))
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        swatch = t.tone(self._tone)
        rect = QRectF(self.rect())
        rounded(painter, rect, METRICS.radius_button, swatch.tint, swatch.ink if t.tokens.is_dark else None)
        size = t.px(16)
        painter.drawPixmap(
            QPointF(12, (rect.height() - size) / 2), icon_pixmap(self._ICONS[self._tone], swatch.ink, size, self.devicePixelRatioF())
        )
        room = (self.action.x() if hasattr(self, "action") else self.width() - 40) - 44
        draw_text(painter, QRectF(36, 0, room, rect.height()), self._text, TextRole.BODY, t.tokens.text)
