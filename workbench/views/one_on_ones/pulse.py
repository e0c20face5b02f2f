"""Mood and workload: five words each, voluntary, by mouse, arrows or digits; the cross, 0 or Delete leaves it out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workbench.i18n import _
from workbench.views.paint import CENTRE, draw_text, focus_ring, rounded, text_width
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, ElidedText
from workbench.views.widgets.panels import IconButton

HIGHEST = 5


class Answer(Clickable):
    """One of the five words."""

    picked = Signal(int)

    def __init__(self, value: int, name: str, word: str) -> None:
        super().__init__(f"{name} {value}: {word}")
        self.value, self._word = value, word
        self.setCheckable(True)
        self.setToolTip(tip_text(f"{value} {word}"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.picked.emit(self.value)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(64), theme().px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(30), theme().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        chosen = self.isChecked()
        swatch = t.tone(Tone.ACCENT)
        border = swatch.ink if chosen else t.tokens.border_strong if self.underMouse() else t.tokens.border
        rounded(painter, rect, METRICS.radius_button, swatch.tint if chosen else t.tokens.surface, border)
        text, role = f"{self.value} {self._word}", TextRole.SMALL_BOLD if chosen else TextRole.SMALL
        if text_width(text, role) > rect.width() - 8:
            text = self._word if text_width(self._word, role) <= rect.width() - 6 else str(self.value)
        draw_text(painter, rect.adjusted(2, 0, -2, 0), text, role, swatch.ink if chosen else t.tokens.muted, CENTRE)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_button)


class Scale(QWidget):
    """`changed` carries 1 to 5, or 0 when the answer is left out."""

    changed = Signal(int)

    def __init__(self, name: str, words: Sequence[str]) -> None:
        super().__init__()
        self._value: int | None = None
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        label = ElidedText(name, TextRole.SMALL, "muted")
        label.setFixedWidth(theme().px(64))
        layout.addWidget(label)
        self.answers = [Answer(value, name, _(word)) for value, word in enumerate(words, 1)]
        for answer in self.answers:
            answer.picked.connect(self._on_picked)
            layout.addWidget(answer, 1)
        self.away = IconButton("x", _("Leave the answer out (0)"), 12)
        kept = self.away.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.away.setSizePolicy(kept)
        self.away.clicked.connect(self._on_away)
        self.away.hide()
        layout.addWidget(self.away)

    @property
    def value(self) -> int | None:
        """The answer; None when it is left out."""
        return self._value

    def show_value(self, value: int | None) -> None:
        self._value = value
        for answer in self.answers:
            answer.setChecked(answer.value == value)
        if value is None and self.away.hasFocus():
            self.answers[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.away.setVisible(value is not None)

    def _on_picked(self, value: int) -> None:
        self._choose(value)

    def _on_away(self) -> None:
        self._choose(None)

    def _choose(self, value: int | None) -> None:
        changed = value != self._value
        self.show_value(value)
        if changed:
            self.changed.emit(value or 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_0
        at = next((i for i, answer in enumerate(self.answers) if answer.hasFocus()), -1)
        if 1 <= digit <= HIGHEST:
            self._choose(digit)
            self.answers[digit - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif digit == 0 or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(None)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and at >= 0:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self.answers[max(0, min(HIGHEST - 1, at + step))].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)
