"""What a screen says when there is nothing to show, or something to say."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.views.paint import CENTRE, draw_paragraph, draw_text, line_height, rounded, text_width, wrapped
from workbench.views.theme import METRICS, TextRole, Tone, icon, icon_pixmap, theme
from workbench.views.widgets.basic import Text, ink_of

MOST_LINES = 6
MOST_SENTENCE_LINES = 24
WORDS_WIDTH = 460  # at 100 % letters; wider lines are hard to read


class Sentence(Text):
    """Centred words that always have the room they need: they wrap in any width, also where a word is longer than a line."""

    def __init__(self, text: str, role: TextRole, colour: str = "text") -> None:
        super().__init__(text, role, colour)
        self._role_of_words, self._colour_of_words = role, colour
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._refit)
        self._refit()

    def lines(self, width: float) -> list[str]:
        """What stands in each line where `width` logical pixels are free."""
        parts = self.text().splitlines()
        return [line for part in parts for line in wrapped(part, self._role_of_words, max(1.0, width), MOST_SENTENCE_LINES)]

    @Slot()
    def _refit(self) -> None:
        """A parent that does not ask how high it is at its width gets the answer all the same."""
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.width() > 1 else 0)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(len(self.lines(width)) * line_height(self._role_of_words))

    def sizeHint(self) -> QSize:
        longest = max((text_width(part, self._role_of_words) for part in self.text().splitlines()), default=0.0)
        width = min(round(longest) + 2, theme().px(WORDS_WIDTH))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme().px(60), self.sizeHint().width()), round(line_height(self._role_of_words)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, height = QPainter(self), line_height(self._role_of_words)
        for number, line in enumerate(self.lines(self.width())):
            place = QRectF(0, number * height, self.width(), height)
            draw_text(painter, place, line, self._role_of_words, ink_of(self._colour_of_words), CENTRE, elide=False)


class EmptyState(QWidget):
    """What belongs here and the one button that fills it."""

    def __init__(self, symbol: str, title: str, explanation: str, action: str) -> None:
        super().__init__()
        self._symbol = QLabel()
        self._name = symbol
        self.title, self.words = Sentence(title, TextRole.HEADING), Sentence(explanation, TextRole.SMALL, "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self.title, self.words):
            # Stretches and not an alignment: an aligned widget is not asked how high its wrapped words are.
            across = QHBoxLayout()
            across.addStretch(1)
            across.addWidget(words, 1000)
            across.addStretch(1)
            layout.addLayout(across)
            if not words.text():
                words.hide()
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
        for words in (self.title, self.words):
            words.setMaximumWidth(theme().px(WORDS_WIDTH))


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

    @Slot()
    def _fit(self) -> None:
        """As many lines as it takes: a kind sentence is never cut."""
        lines = len(wrapped(self._text, TextRole.BODY, self._room(), MOST_LINES))
        self.setFixedHeight(max(theme().px(38), round(lines * line_height(TextRole.BODY)) + theme().px(16)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._fit)  # not within the layout that is at work: its buttons would stay behind

    def lie_over(self, place: QRect) -> None:
        """In the middle of the head of `place`, as wide as its words need and no wider than the place."""
        buttons = self._close.sizeHint().width() + (self.action.sizeHint().width() + 4 if self.action.text() else 0)
        needed = text_width(self._text, TextRole.BODY) + theme().px(36) + buttons + 28
        self.setFixedWidth(min(place.width(), max(theme().px(260), round(needed))))
        self._fit()
        self.move(place.left() + (place.width() - self.width()) // 2, place.top())

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
