"""Python's search for circles of objects, on the main thread only and between two events.

A closed window is such a circle. Left to itself Python looks for circles on whichever thread allocates, in the middle
of whatever it does; the widgets would then be destroyed on the database thread, or while Qt walks over all widgets.
Both end the process (tests/views/test_collector.py shows it).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PAUSE_MS = 500
LIMITS = (700, 10, 10)  # allocations, young rounds, middle rounds before the next older generation is looked at


class Collector(QObject):
    """While it lives nobody else collects; made on the main thread, once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect the oldest generation that is due, if any."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > LIMITS[generation]:
                gc.collect(generation)
                return
