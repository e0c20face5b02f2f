"""The way into the calibration and back: the page is built when it is first wanted and stands in place of the evaluations."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from workbench.views.context import Context
from workbench.views.reviews.calibration import CalibrationPage


class CalibrationRoom(QObject):
    """`left` tells that the evaluations shall be shown again, `person_wanted` whose."""

    left = Signal()
    person_wanted = Signal(object)  # an id

    def __init__(self, context: Context, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self.context, self._stack = context, stack
        self.page: CalibrationPage | None = None

    @property
    def is_open(self) -> bool:
        """Whether the calibration is what the screen shows."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def enter(self, cycle_id: int) -> None:
        if self.page is None:
            self.page = CalibrationPage(self.context)
            self.page.left.connect(self.leave)
            self.page.person_wanted.connect(self._on_person)
            self._stack.addWidget(self.page)
        self._stack.setCurrentWidget(self.page)
        self.page.show_cycle(cycle_id)
        self.page.people.view.setFocus()

    def follow(self) -> None:
        """Read again what is shown, once it is calm."""
        if self.page is not None and self.is_open:
            self.page.follow()

    def flush(self) -> None:
        if self.page is not None:
            self.page.flush()

    @Slot()
    def leave(self) -> None:
        self.flush()
        self.left.emit()

    @Slot(object)
    def _on_person(self, person_id: int) -> None:
        self.flush()
        self.person_wanted.emit(person_id)
