"""Guards of the suite itself: painting leaks nothing, and a slot that fails fails its test."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

from workbench.views.fonts import load_fonts
from workbench.views.paint import draw_text, horizontal_hairline, rounded
from workbench.views.theme import TextRole, theme


def test_that_painting_does_not_use_up_none(qtbot: QtBot) -> None:
    """PySide once gave None away with every call of some painter methods, and the process ended after hours."""
    load_fonts()
    canvas = QPixmap(200, 60)
    painter = QPainter(canvas)
    tokens = theme().tokens

    def paint(times: int) -> None:
        for _ in range(times):
            rounded(painter, QRectF(1, 1, 90, 30), 5, tokens.surface, tokens.border)
            rounded(painter, QRectF(1, 1, 90, 30), 5, None)
            horizontal_hairline(painter, 0, 40, 100, tokens.border)
            draw_text(painter, QRectF(0, 0, 60, 20), "曾䶮 long enough to be cut", TextRole.BODY, tokens.text)

    paint(50)
    before = sys.getrefcount(None)
    paint(2_500)  # 10,000 calls of ours
    assert abs(sys.getrefcount(None) - before) < 200
    painter.end()


class Teller(QObject):
    told = Signal()

    def fail(self) -> None:
        raise ZeroDivisionError("in a slot")


def test_that_a_failing_slot_is_caught_by_the_suite(qtbot: QtBot) -> None:
    """pytest-qt fails a test whose slot raised; here it is captured, to see that it notices."""
    teller = Teller()
    teller.told.connect(teller.fail)
    with qtbot.captureExceptions() as seen:
        teller.told.emit()
    assert [kind for kind, _error, _trace in seen] == [ZeroDivisionError]
