"""Lines of a customer's card that can be clicked: a person with days, a visit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from workbench.views.paint import draw_text, focus_ring, horizontal_hairline, rounded
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable


class TwoLines(Clickable):
    """A bold line and a muted one below it; both elide, the tooltip holds all."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")
        self._first, self._second = first, second
        self.setToolTip(tip_text(f"{first}\n{second}"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.underMouse():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        horizontal_hairline(painter, 0, rect.height() - 1, rect.width(), t.tokens.border)
        draw_text(painter, QRectF(4, t.px(3), rect.width() - 8, t.px(20)), self._first, TextRole.BODY, t.tokens.text)
        draw_text(painter, QRectF(4, t.px(22), rect.width() - 8, t.px(18)), self._second, TextRole.SMALL, t.tokens.muted)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class PersonLine(TwoLines):
    """Opens a person."""

    def __init__(self, person_id: int, name: str, words: str) -> None:
        super().__init__(name, words)
        self.person_id = person_id


class VisitRow(TwoLines):
    """Opens the week of a visit."""

    def __init__(self, task_id: int, title: str, words: str) -> None:
        super().__init__(title, words)
        self.task_id = task_id
