"""When typed text is kept: after a pause, and while nobody pauses at the latest after little more than a second.

A pause alone would keep nothing of somebody who writes without one, and a fault would take all of it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE_MS = 800
LATEST_MS = 1200
"""Well below the two seconds that a fault may cost; see docs/proofs.md."""


class KeepTimer(QObject):
    """`due` comes after a pause in typing, and at the latest `LATEST_MS` after the first character that is not kept."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pause, self._latest = QTimer(self), QTimer(self)
        for timer, length in ((self._pause, PAUSE_MS), (self._latest, LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(self._on_timeout)

    @property
    def is_active(self) -> bool:
        """Whether something that was typed waits to be kept."""
        return self._pause.isActive()

    def touch(self) -> None:
        """Something was typed."""
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def stop(self) -> None:
        """What was typed is on its way, or gone."""
        self._pause.stop()
        self._latest.stop()

    def _on_timeout(self) -> None:
        self.stop()
        self.due.emit()
