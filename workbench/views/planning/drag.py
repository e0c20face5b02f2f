"""The block under the pointer while it is dragged, and the words that say whether it may be dropped there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.readmodels.planning import Judgement
from workbench.views.paint import rounded
from workbench.views.planning.board_state import Block
from workbench.views.planning.board_style import FIT_ICON, BoardStyle, paint_block
from workbench.views.theme import METRICS, icon_pixmap, theme

WIDEST = 420


class DragGhost(QWidget):
    """A transparent child of the window: it may leave the board, and moving it repaints two small rectangles only."""

    def __init__(self, window: QWidget, block: Block, size: QSize, count: int = 1) -> None:
        super().__init__(window)
        title = block.title if count == 1 else f"{count} × {block.title}"
        self._block, self._card, self._style = block._replace(title=title), size, BoardStyle()
        self._verdict: Judgement | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._fit()

    @property
    def words(self) -> str:
        return self._verdict.text if self._verdict else ""

    def _fit(self) -> None:
        words = self._style.small.metrics.horizontalAdvance(self.words) + 40 if self._verdict else 0
        self.resize(round(min(theme().px(WIDEST), max(self._card.width(), words))) + 6, self._card.height() + (30 if self._verdict else 6))

    def show_verdict(self, verdict: Judgement | None) -> None:
        if verdict != self._verdict:
            self._verdict = verdict
            self._fit()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        style = self._style
        card = QRectF(2, 1, self._card.width(), self._card.height())
        shadow = QColor(theme().tokens.shadow)
        shadow.setAlpha(14)
        for spread in (3, 2, 1):
            rounded(painter, card.adjusted(-spread + 1, -spread + 2, spread - 1, spread), METRICS.radius_block + spread, shadow)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_block(painter, style, card, self._block, border=style.kind_ink[self._block.kind])
        if self._verdict is None:
            return
        label = QRectF(2, card.bottom() + 4, self.width() - 4, 22)
        ink, tint = style.fit_ink[self._verdict.colour], style.fit_tint[self._verdict.colour]
        rounded(painter, label, METRICS.radius_block, tint, ink.name())
        symbol = icon_pixmap(FIT_ICON[self._verdict.colour], ink.name(), 12, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(label.left() + 7, label.top() + 5), symbol)
        painter.setFont(style.small.font)
        painter.setPen(style.text)
        painter.drawText(QPointF(label.left() + 24, label.top() + 15), style.elide(self.words, style.small, int(label.width()) - 30))
