"""A scroll area whose contents never change their width when the scroll bar comes or goes, and that follows the cursor.

Editors that grow with their text wrap by width; a bar that took its room from them would change their height,
and with it the need for the bar, in a circle.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QScrollBar, QWidget
from shiboken6 import isValid

from workbench.views.theme import theme

ABOVE, BELOW = 64, 16
"""Room that stays in sight above the cursor, for the entry just added, and below it."""


class SteadyArea(QWidget):
    """`area` scrolls `inner`; the bar stands in a gutter of its own that stays when the bar is hidden."""

    def __init__(self, inner: QWidget, *, clear: bool = False) -> None:
        super().__init__()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        if clear:
            inner.setAutoFillBackground(False)
            self.area.viewport().setAutoFillBackground(False)
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self._own = self.area.verticalScrollBar()
        self._own.rangeChanged.connect(self._on_range)
        self._own.valueChanged.connect(self.bar.setValue)
        self._own.valueChanged.connect(self._on_scrolled)
        self.bar.valueChanged.connect(self._own.setValue)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.bar)
        self._on_range(self._own.minimum(), self._own.maximum())
        self._inner = inner
        self._followed: QPlainTextEdit | None = None
        self._in_sight = True  # False once the user has scrolled away from what has the focus
        self._later = QTimer(self)  # after the layout has placed what was added
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_cursor)
        inner.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_range(self, low: int, high: int) -> None:
        self.bar.setRange(low, high)
        self.bar.setPageStep(self._own.pageStep())
        self.bar.setSingleStep(self._own.singleStep())
        self.bar.setValue(self._own.value())
        self.bar.setVisible(high > low)

    # -- following the cursor

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._followed is not None:
            if isValid(self._followed):
                self._followed.cursorPositionChanged.disconnect(self._on_cursor)
            self._followed = None
        if now is None or not self._inner.isAncestorOf(now):
            return
        if isinstance(now, QPlainTextEdit):
            now.cursorPositionChanged.connect(self._on_cursor)
            self._followed = now
        self._in_sight = True
        if QApplication.mouseButtons() is Qt.MouseButton.NoButton:  # nothing moves under a pressed button
            self._later.start(0)

    @Slot()
    def _on_cursor(self) -> None:
        self._in_sight = True
        if QApplication.mouseButtons() is Qt.MouseButton.NoButton:
            self._later.start(0)

    @Slot()
    def _on_scrolled(self) -> None:
        place = self._cursor()
        if place is not None and not self._later.isActive():
            top = self._own.value()
            self._in_sight = top < place.bottom() and place.top() < top + self.area.viewport().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self._in_sight and self._cursor() is not None:
            self._later.start(0)
        return False

    def _cursor(self) -> QRect | None:
        """Where the cursor stands, or what has the focus, in the coordinates of `inner`; None when it is elsewhere."""
        widget = QApplication.focusWidget()
        if widget is None or not self._inner.isAncestorOf(widget):
            return None
        if isinstance(widget, QPlainTextEdit):
            rect = widget.cursorRect()
            return rect.translated(widget.viewport().mapTo(self._inner, rect.topLeft()) - rect.topLeft())
        return QRect(widget.mapTo(self._inner, widget.rect().topLeft()), widget.size())

    @Slot()
    def _show_cursor(self) -> None:
        place = self._cursor()
        if place is None or not self._in_sight:
            return
        wanted = place.adjusted(0, -theme().px(ABOVE), 0, theme().px(BELOW))
        top, height = self._own.value(), self.area.viewport().height()
        top = min(top, wanted.top())
        self._own.setValue(max(top, wanted.bottom() + 1 - height))

    def to_top(self) -> None:
        """Look at the beginning, whatever was still to be brought into sight."""
        self._later.stop()
        self._own.setValue(self._own.minimum())
