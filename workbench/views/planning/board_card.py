"""The rounded card around the board: corners are painted over the square viewport, because a mask would give stairs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.views.paint import rounded
from workbench.views.planning.board import WeekBoardView
from workbench.views.theme import METRICS, theme
from workbench.views.widgets.basic import Card


class BoardCard(Card):
    def __init__(self, board: WeekBoardView) -> None:
        super().__init__()
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(board)
        self._frame = _CornerFrame(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._frame.setGeometry(self.rect())
        self._frame.raise_()


class _CornerFrame(QWidget):
    """Only the 1 px frame and the corners belong to its mask, so the board under it scrolls untouched."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        rect, size = self.rect(), METRICS.radius_card + 1
        inside = QRegion(rect.adjusted(1, 1, -1, -1))
        for x in (0, rect.width() - size):
            for y in (0, rect.height() - size):
                inside -= QRegion(x, y, size, size)
        self.setMask(QRegion(rect) - inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        outside, card = QPainterPath(), QPainterPath()
        outside.addRect(rect)
        card.addRoundedRect(rect, METRICS.radius_card, METRICS.radius_card)
        painter.fillPath(outside - card, theme().colour("background"))
        rounded(painter, rect, METRICS.radius_card, None, theme().tokens.border)


class Body(QWidget):
    """What holds the board; says when it got another size, for the side is placed over it by hand."""

    resized = Signal()
    escaped = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # nothing on the board wanted it
            self.escaped.emit()
        super().keyPressEvent(event)
