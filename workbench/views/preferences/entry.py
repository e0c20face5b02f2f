"""Parts that the pages of Settings share: a form whose typed text stays until it is kept, and a page that can say why it is empty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import FieldRow
from workbench.views.widgets.panels import ErrorState

SIDE_WIDTH, SIDE_LEAST = 400, 250


class EntryForm(Card):
    """Fields one below the other and the button that keeps them; Enter in a line does the same.

    A refusal is said below its field, or above the button where it belongs to none, and takes nothing away.
    """

    submitted = Signal()

    def __init__(self, title: str, fields: Sequence[FieldRow], button: str, words: str = "") -> None:
        super().__init__(title, spacing=4)
        self.fields = {row.field: row for row in fields}
        if words:
            self.body.addWidget(Text(words, TextRole.SMALL, "muted", wrap=True))
        for row in fields:
            self.body.addWidget(row)
            if isinstance(row.editor, QLineEdit):
                row.editor.returnPressed.connect(self._on_submit)
        self._problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self._problem.hide()
        self.button = QPushButton(button)
        self.button.clicked.connect(self._on_submit)
        self.body.addWidget(self._problem)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def problem(self) -> str:
        return self._problem.text()

    def complain(self, field: str, text: str) -> None:
        """Say a refusal; an empty text takes all of them away."""
        if not text:
            for row in self.fields.values():
                row.complain("")
        row_of = self.fields.get(field)
        if text and row_of is not None:
            row_of.complain(text)
            row_of.editor.setFocus()
        beside = "" if row_of is not None else text
        self._problem.setText(beside)
        self._problem.setVisible(bool(beside))

    @Slot()
    def _on_submit(self) -> None:
        self.complain("", "")
        self.submitted.emit()


class Readable(QStackedWidget):
    """Content that is read first: a word while it loads, the content, or what went wrong with the button that tries again."""

    retried = Signal()

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._error = ErrorState("")
        self._loading = Text(_("Loading …"), TextRole.BODY, "muted")
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for page in (self._loading, content, self._error):
            self.addWidget(page)
        self._front(self._loading)

    @property
    def error(self) -> ErrorState | None:
        """What went wrong, while it is shown."""
        return self._error if self.currentWidget() is self._error else None

    def show_content(self) -> None:
        self._front(self._content)

    def sizeHint(self) -> QSize:
        """Only what is in front asks for room."""
        return self._in_front().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._in_front().minimumSizeHint()

    def _in_front(self) -> QWidget:
        return self.currentWidget() or self._content

    def _front(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        self.updateGeometry()

    def show_error(self, text: str) -> None:
        """Reading failed: `text` says why and what is safe."""
        self.removeWidget(self._error)
        self._error.deleteLater()
        self._error = ErrorState(text)
        self._error.retried.connect(self.retried)
        self.addWidget(self._error)
        self._front(self._error)


def side_width(total: int) -> int:
    """How wide the form at the right is on a page of `total` pixels: what it wants, but never more than two fifths of the page."""
    return max(theme().px(SIDE_LEAST), min(theme().px(SIDE_WIDTH), round(total * 0.4)))


def scrolling(inner: QWidget) -> QScrollArea:
    """A column that scrolls downwards only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def emptied(layout: QVBoxLayout) -> None:
    """Take away what the layout holds."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
