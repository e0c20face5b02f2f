"""The first frame: the window's ground with the program's name, painted before anything else of the program is imported.

What follows, the question for the passphrase or the sample team, takes its place as soon as it is made. Enumerations of Qt
are avoided here on purpose: the first one that is touched costs as much as the whole frame.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.views.settings import Settings
from workbench.views.tokens import DARK, LIGHT, Tokens

NAME = "经理工作台 Workbench"
PATIENCE = 0.5  # seconds that a screen may take to show it; then the program goes on all the same
MIDDLE = 128  # of a lightness up to 255


def display_missing() -> bool:
    """True where Qt would end the process because there is nowhere to show a window."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return sys.platform == "linux" and not chosen and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_application() -> QApplication:
    """Qt as the program wants it; the one that is there already where somebody made one."""
    found = QApplication.instance()
    qt = found if isinstance(found, QApplication) else QApplication(["workbench"])
    qt.setApplicationName("Workbench")
    qt.setStyle("Fusion")
    return qt


class Opening(QWidget):
    """As large as the window will be, in the colours that were chosen or are the system's."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.is_painted = False
        self.setWindowTitle(NAME)
        self._tokens = _tokens(settings, self.palette().window().color().lightness())
        self.resize(*settings.window)

    def wait(self) -> None:
        """Until it is on the screen."""
        until = time.monotonic() + PATIENCE
        while not self.is_painted and time.monotonic() < until:
            QApplication.processEvents()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens.background))
        painter.setPen(QColor(self._tokens.muted))
        width = painter.fontMetrics().horizontalAdvance(NAME)
        painter.drawText((self.width() - width) // 2, self.height() // 2, NAME)
        self.is_painted = True


def _tokens(settings: Settings, lightness: int) -> Tokens:
    dark = settings.theme == "dark" or (settings.theme == "system" and lightness < MIDDLE)
    return DARK if dark else LIGHT
