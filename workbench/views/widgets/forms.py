"""Parts of forms: a labelled editor with its own error line, a filter field and a row of exclusive choices.

A refused edit keeps what was typed and says why below the editor, so nothing here ever opens a dialog.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from workbench.views.paint import CENTRE, draw_text, focus_ring, rounded, text_width
from workbench.views.theme import METRICS, TextRole, icon, theme
from workbench.views.widgets.basic import Clickable, ElidedText, Painted, Text

FILTER_PAUSE_MS = 120


class FormRow(QWidget):
    """A label above its editor, a hint below it, and in place of the hint the reason why a value was refused."""

    def __init__(self, label: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        self.editor, self._hint, self._complaint = editor, hint, ""
        editor.setAccessibleName(label)
        self._label = ElidedText(label, TextRole.SMALL, "muted")
        self._line = Text(hint, TextRole.SMALL, "muted", wrap=True)
        editor.setSizePolicy(QSizePolicy.Policy.Expanding, editor.sizePolicy().verticalPolicy())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme().px(4))
        layout.setSpacing(3)
        layout.addWidget(self._label)
        layout.addWidget(editor)
        layout.addWidget(self._line)
        self._line.setVisible(bool(hint))

    def hide_label(self) -> None:
        """Where a heading above says it already; assistive technology still hears it."""
        self._label.hide()
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def complain(self, text: str) -> None:
        """Show why the value was refused; an empty text shows the hint again."""
        self._complaint = text
        self._line.setText(text or self._hint)
        self._line.set_colour("bad" if text else "muted")
        self._line.setVisible(bool(text or self._hint))
        self.editor.setAccessibleDescription(text or self._hint)
        if bool(self.editor.property("wrong")) != bool(text):
            self.editor.setProperty("wrong", bool(text))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    @property
    def complaint(self) -> str:
        return self._complaint


class FilterField(QLineEdit):
    """Searches while typing, after a short pause; text that an input method has not committed yet does not count."""

    filtered = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._glass = self.addAction(icon("search", theme().tokens.muted, theme().px(15)), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FILTER_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self.textChanged.connect(self._on_typed)
        theme().changed.connect(self._retint)

    def _retint(self) -> None:
        self._glass.setIcon(icon("search", theme().tokens.muted, theme().px(15)))

    def _on_typed(self, _text: str) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        self.filtered.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class _Segment(Clickable):
    def __init__(self, value: str, text: str) -> None:
        super().__init__(text)
        self.value, self._text = value, text
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self._text, TextRole.BODY_BOLD)) + theme().px(24), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            rounded(painter, rect, METRICS.radius_block, t.tokens.surface, t.tokens.border_strong)
        elif self.underMouse():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        role = TextRole.BODY_BOLD if self.isChecked() else TextRole.BODY
        draw_text(painter, rect, self._text, role, t.tokens.text if self.isChecked() else t.tokens.muted, CENTRE, elide=False)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class Segmented(Painted):
    """Two to five choices that exclude each other; arrows move, the chosen one is bold and framed."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], value: str = "") -> None:
        """`choices` are (value, text); nothing is emitted for the value given at the start."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        self._segments: dict[str, _Segment] = {}
        for key, text in choices:
            segment = _Segment(key, text)
            segment.setAccessibleName(f"{name}: {text}")
            self._segments[key] = segment
            self._group.addButton(segment)
            layout.addWidget(segment)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(value or next(iter(self._segments), ""))
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def value(self) -> str:
        found = self._group.checkedButton()
        return found.value if isinstance(found, _Segment) else ""

    def set_value(self, value: str) -> None:
        if value in self._segments:
            self._segments[value].setChecked(True)

    def _on_clicked(self, segment: _Segment) -> None:
        self.chosen.emit(segment.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), QRectF(self.rect()), METRICS.radius_button, theme().tokens.sunken, theme().tokens.border)
