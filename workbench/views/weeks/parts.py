"""Parts of the week plan: the rounded card around the board, blocks of the tray, and who can do a task."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from workbench.views.paint import draw_runs, draw_text, focus_ring, horizontal_hairline, rounded
from workbench.views.theme import METRICS, TextRole, Tone, icon_pixmap, theme
from workbench.views.weeks.board import WeekBoard, _Style, paint_block
from workbench.views.weeks.board_data import Block, Fit
from workbench.views.widgets.basic import Card, Clickable


class BoardCard(Card):
    """A card around the board: rounded corners are drawn over the square viewport, not clipped by a mask."""

    def __init__(self, board: WeekBoard) -> None:
        super().__init__()
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(board)
        self._frame = _CornerFrame(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._frame.setGeometry(self.rect())
        self._frame.raise_()


class _CornerFrame(QWidget):
    """Paints the four corners in the page colour and the border above everything in its parent."""

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


class TrayBlock(Clickable):
    """A block that waits for a person; it can be dragged onto the board, or chosen to see who can do it."""

    chosen = Signal(object)

    def __init__(self, block: Block, board: WeekBoard) -> None:
        super().__init__(f"{block.title} {block.time}")
        self._block, self._board = block, board
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.setToolTip(f"{block.title} {block.time}")
        self.clicked.connect(self._on_clicked)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._block)

    def sizeHint(self) -> QSize:
        style = _Style()
        width = max(style.title.metrics.horizontalAdvance(self._block.title), style.time.metrics.horizontalAdvance(self._block.time))
        return QSize(min(theme().px(190), round(width) + 16), style.block_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = _Style()
        border = style.kind_ink[self._block.kind] if self.underMouse() else None
        paint_block(painter, style, QRectF(self.rect()), self._block, border=border)
        if self.shows_ring():
            focus_ring(painter, QRectF(self.rect()), METRICS.radius_block)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pressed widget keeps the mouse: no QDrag and so no nested event loop is needed."""
        if self._pressed_at is None:
            super().mouseMoveEvent(event)
            return
        point = self._board.viewport().mapFromGlobal(event.globalPosition().toPoint())
        if self._dragging:
            self._board.drag_to(point)
        elif (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self._board.begin_drag(self._block, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged = self._pressed_at is not None, self._dragging
        self._pressed_at, self._dragging = None, False
        if dragged:
            self._board.drop()
        elif pressed:
            self.clicked.emit()


class CandidateRow(Clickable):
    """Who can take the block, or the rule that forbids it; a click gives it to them."""

    chosen = Signal(str)

    def __init__(self, code: str, name: str, reason: str, result: str, fit: Fit, *, current: bool) -> None:
        super().__init__(f"{name}: {reason} {result}")
        self._code, self._name, self._reason, self._result, self._fit, self._current = code, name, reason, result, fit, current
        self.setToolTip(f"{name}: {reason}")
        self.setEnabled(fit is not Fit.IMPOSSIBLE and not current)
        self.clicked.connect(self._on_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._code)

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() and self.isEnabled():
            painter.fillRect(rect.adjusted(1, 1, -1, 0), t.colour("hover"))
        horizontal_hairline(painter, 1, 0, rect.width() - 2, t.tokens.border)
        blocked = self._fit is Fit.IMPOSSIBLE and not self._current
        ink = t.tone(Tone.BAD).ink if blocked else t.tone(Tone.WARNING).ink if self._fit is Fit.POSSIBLE else t.tokens.muted
        runs = [(self._name, TextRole.BODY_BOLD, t.tokens.muted if blocked else t.tokens.text), (self._reason, TextRole.SMALL, ink)]
        draw_runs(painter, rect.adjusted(13, 1, -54, 0), runs, gap=8)
        if blocked:
            size = t.px(13)
            painter.drawPixmap(round(rect.right() - 13 - size), round((rect.height() - size) / 2), icon_pixmap("x", t.tokens.muted, size, self.devicePixelRatioF()))
        else:
            result_ink = t.tone(Tone.GOOD).ink if self._current else t.tokens.text
            draw_text(painter, rect.adjusted(0, 1, -13, 0), self._result, TextRole.SMALL, result_ink, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if self.shows_ring():
            focus_ring(painter, rect.adjusted(2, 2, -2, -1), METRICS.radius_block)
