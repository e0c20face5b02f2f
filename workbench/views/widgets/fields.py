"""Editors for a day, a time of day and a whole number, in the units of the program and the same in both languages."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, QTime, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QSpinBox, QTimeEdit

DAY_FORMAT = "yyyy-MM-dd"
MINUTES_PER_DAY = 24 * 60


def _calm(editor: QAbstractSpinBox) -> None:
    """Room before the text, and no change by a wheel that was meant for the page."""
    editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if not (isinstance(editor, QDateEdit) and editor.calendarPopup()):  # that one has the room from the style sheet
        editor.lineEdit().setTextMargins(6, 0, 0, 0)


class DateField(QDateEdit):
    """A day with a calendar to open; `edited` tells the new day once it is entered."""

    edited = Signal(object)

    def __init__(self, day: date, name: str = "") -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setDisplayFormat(DAY_FORMAT)
        self.setCalendarPopup(True)
        self.setAccessibleName(name)
        _calm(self)
        self._told = day
        self.editingFinished.connect(self._on_finished)

    @property
    def day(self) -> date:
        return date(self.date().year(), self.date().month(), self.date().day())

    def set_day(self, day: date) -> None:
        """Show a day without telling anybody."""
        self._told = day
        self.setDate(QDate(day.year, day.month, day.day))

    def _on_finished(self) -> None:
        if self.day != self._told:
            self._told = self.day
            self.edited.emit(self.day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TimeField(QTimeEdit):
    """A time of day in minutes since midnight, in quarter-hour steps; 1440 cannot be entered here."""

    edited = Signal(int)

    def __init__(self, minute: int = 9 * 60, name: str = "") -> None:
        super().__init__(QTime(minute // 60 % 24, minute % 60))
        self.setDisplayFormat("HH:mm")
        self.setAccessibleName(name)
        _calm(self)
        self._told = minute
        self.editingFinished.connect(self._on_finished)

    @property
    def minute(self) -> int:
        return self.time().hour() * 60 + self.time().minute()

    def set_minute(self, minute: int) -> None:
        self._told = minute
        self.setTime(QTime(minute // 60 % 24, minute % 60))

    def stepBy(self, steps: int) -> None:
        quarter = (self.minute // 15 + steps) * 15 % MINUTES_PER_DAY
        self.setTime(QTime(quarter // 60, quarter % 60))

    def _on_finished(self) -> None:
        if self.minute != self._told:
            self._told = self.minute
            self.edited.emit(self.minute)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NumberField(QSpinBox):
    """A whole number between two bounds, both included; `edited` tells the new one once it is entered."""

    edited = Signal(int)

    def __init__(self, value: int, low: int, high: int, name: str = "", suffix: str = "") -> None:
        super().__init__()
        self.setRange(low, high)
        self.setValue(value)
        self.setSuffix(suffix)
        self.setAccessibleName(name)
        _calm(self)
        self._told = value
        self.editingFinished.connect(self._on_finished)

    def set_number(self, value: int) -> None:
        self._told = value
        self.setValue(value)

    def _on_finished(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.edited.emit(self.value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
