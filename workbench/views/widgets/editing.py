"""Editors that are kept at once: each tells its field and new value when the person has finished with it.

What was refused stays as typed, with the reason below, until it is typed anew or another record is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from workbench.i18n import _
from workbench.models.values.money import Money
from workbench.views.theme import theme
from workbench.views.tips import tip_text
from workbench.views.widgets.forms import FormRow
from workbench.views.widgets.keep_timer import KeepTimer

_TIME = re.compile(r"^(\d{1,2})[:：.]?(\d{2})$")
_DATE = re.compile(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$")


def day_of(text: str) -> date:
    """2026-11-23, 2026/11/23, 20261123 or 2026年11月23日; ValueError for anything else."""
    found = _DATE.match(text.strip())
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


def minute_of(text: str) -> int:
    """14:30, 14：30, 1430 or 9:05 in minutes since midnight; ValueError for anything else."""
    found = _TIME.match(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(text)
    return int(found[1]) * 60 + int(found[2])


class FieldRow(FormRow):
    """A form row whose editor reports (field, value); `show_value` never overwrites what is being typed."""

    kept = Signal(str, object)

    def __init__(self, field: str, label: str, editor: QWidget, hint: str = "") -> None:
        super().__init__(label, editor, hint)
        self.field = field


class _Line(QLineEdit):
    """Escape puts the stored text back."""

    put_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.put_back.emit()
            return
        super().keyPressEvent(event)


class _Lines(QPlainTextEdit):
    """As high as it is asked to be; Tab goes on to the next field."""

    left = Signal()

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme().px(height))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LineField(FieldRow):
    """Text, a number of hours, money, a whole number, a date (2026-11-23) or a time of day (14:30), told apart by `kind`."""

    def __init__(self, field: str, label: str, kind: str = "text", hint: str = "", most: int = 200) -> None:
        self._edit = _Line()
        super().__init__(field, label, self._edit, hint)
        self._kind, self._stored = kind, ""
        self._told: str | None = None  # what was handed on last, so that a refused text is not sent again by merely leaving it
        self._edit.setMaxLength(most)
        self._edit.editingFinished.connect(self._on_finished)
        self._edit.put_back.connect(self._on_put_back)
        if kind == "date":
            self._edit.setPlaceholderText(_("year-month-day"))

    @property
    def text(self) -> str:
        return self._edit.text()

    @property
    def is_typed(self) -> bool:
        """Whether something other than the stored text stands here."""
        return self._edit.text().strip() != self._stored

    def read(self) -> Any:
        """The value typed, for a form that is kept by a button; None and a complaint when it is none."""
        try:
            value = self._value(self._edit.text().strip())
        except (ValueError, OverflowError):
            value = None
        self.complain("" if value is not None else self._wrong())
        return value

    def _wrong(self) -> str:
        wrong = {
            "date": _("Write the date as 2026-11-23."),
            "hours": _("Write hours as a number, 22.5."),
            "money": _("Write money as 1234.50."),
            "time": _("Write the time as 14:30."),
        }
        return wrong.get(self._kind, _("Write a whole number."))

    def show_value(self, value: Any, *, other: bool = False) -> None:
        """What is stored now; `other` True when it belongs to another record, whose text replaces everything."""
        before, self._stored = self._stored, self._text(value)
        is_typed = self._edit.text() != before and self._edit.text().strip() != self._stored
        if not other and is_typed and (self._edit.hasFocus() or self.complaint):
            return
        self._told = None
        if self._edit.text() != self._stored:
            self._edit.setText(self._stored)
            self._edit.setCursorPosition(0)
        self._edit.setModified(False)
        self._edit.setToolTip(tip_text(self._stored if self._kind == "text" else ""))
        if self.complaint:
            self.complain("")

    def _text(self, value: Any) -> str:
        if value is None:
            return ""
        if self._kind == "hours":
            return f"{value / 60:g}"
        if self._kind == "time":
            return f"{value // 60:02d}:{value % 60:02d}"
        if self._kind == "money":
            return str(Money(value))
        return value.isoformat() if isinstance(value, date) else str(value)

    def _value(self, text: str) -> Any:
        if self._kind == "text":
            return text
        if not text:
            return None
        if self._kind == "hours":
            return round(float(text.replace(",", ".")) * 60)
        if self._kind == "time":
            return minute_of(text)
        if self._kind == "money":
            return Money.from_text(text).fen
        return day_of(text) if self._kind == "date" else int(text)

    def flush(self) -> None:
        """Keep what was typed now."""
        self._on_finished()

    @Slot()
    def _on_put_back(self) -> None:
        self._told = None
        self._edit.setText(self._stored)
        self._edit.setModified(False)
        self.complain("")

    @Slot()
    def _on_finished(self) -> None:
        text = self._edit.text()
        if text.strip() == self._stored or text == self._told:
            return
        try:
            value = self._value(text.strip())
        except (ValueError, OverflowError):
            self.complain(self._wrong())
            return
        self.complain("")
        self._told = text
        self.kept.emit(self.field, value)


class TextField(FieldRow):
    """Several lines, kept after a pause and when the focus leaves."""

    def __init__(self, field: str, label: str, height: int = 60, hint: str = "") -> None:
        self._edit = _Lines(height)
        super().__init__(field, label, self._edit, hint)
        self._stored = ""
        self._told: str | None = None
        self._keeping = KeepTimer(self)
        self._keeping.due.connect(self.flush)
        self._edit.textChanged.connect(self._on_typed)
        self._edit.left.connect(self.flush)

    def show_value(self, value: Any, *, other: bool = False) -> None:
        """What is stored now; what is being typed stays unless it belongs to another record."""
        before, self._stored = self._stored, str(value or "")
        is_typed = self._edit.toPlainText() not in (before, self._stored)
        if not other and is_typed and (self._edit.hasFocus() or self.complaint):
            return
        self._told = None
        if self._edit.toPlainText() != self._stored:
            self._edit.setPlainText(self._stored)
        self._keeping.stop()
        self.complain("")

    @Slot()
    def flush(self) -> None:
        """Keep what was typed now."""
        self._keeping.stop()
        text = self._edit.toPlainText()
        if text not in (self._stored, self._told):
            self._told = text
            self.kept.emit(self.field, text)

    @Slot()
    def _on_typed(self) -> None:
        if self._edit.toPlainText() != self._stored:
            self._keeping.touch()


class Choice(QComboBox):
    """A list to choose from that stands still under a wheel meant for the page, and is as narrow as its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.rect().adjusted(theme().px(9), 0, -theme().px(24), 0)  # the style's own label keeps the arrow's room free twice
        words = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room.width())
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawItemText(room, place, option.palette, self.isEnabled(), words, QPalette.ColorRole.Text)


class ChoiceField(FieldRow):
    """One of some entries (value, label)."""

    def __init__(self, field: str, label: str, entries: Sequence[tuple[Any, str]] = (), hint: str = "") -> None:
        self._box = Choice()
        super().__init__(field, label, self._box, hint)
        self._entries: list[tuple[Any, str]] = []
        self._stored: Any = None
        self.set_entries(entries)
        self._box.activated.connect(self._on_activated)

    @property
    def value(self) -> Any:
        """What is chosen now; the entry itself, for Qt hands out a member of an enum as its bare text."""
        place = self._box.currentIndex()
        return self._entries[place][0] if place >= 0 else None

    @property
    def entries(self) -> tuple[tuple[Any, str], ...]:
        """What is offered."""
        return tuple(self._entries)

    def has(self, value: Any) -> bool:
        """Whether this is offered."""
        return self._place(value) >= 0

    def _place(self, value: Any) -> int:
        return next((place for place, entry in enumerate(self._entries) if entry[0] == value), -1)

    def set_entries(self, entries: Sequence[tuple[Any, str]]) -> None:
        """Offer these; what is chosen stays chosen."""
        if self._entries == list(entries):
            return
        self._entries = list(entries)
        self._box.clear()
        for value, text in entries:
            self._box.addItem(text, value)
            self._box.setItemData(self._box.count() - 1, tip_text(text), Qt.ItemDataRole.ToolTipRole)
        self._box.setCurrentIndex(self._place(self._stored))

    def show_value(self, value: Any, *, other: bool = False) -> None:
        """What is stored now; a list that is open is left alone unless the value belongs to another record."""
        self._stored = value
        if other or not self._box.view().isVisible():
            self._box.setCurrentIndex(self._place(value))
            self.complain("")

    @Slot()
    def _on_activated(self) -> None:
        if self.value != self._stored:
            self.kept.emit(self.field, self.value)


class TickField(FieldRow):
    """Yes or no, with its label beside the box."""

    def __init__(self, field: str, label: str, hint: str = "") -> None:
        self._box = QCheckBox(label)
        self._box.setMinimumWidth(1)
        self._box.setToolTip(tip_text(label))
        super().__init__(field, label, self._box, hint)
        self.hide_label()
        self._box.clicked.connect(self._on_clicked)

    def show_value(self, value: Any, *, other: bool = False) -> None:
        self._box.setChecked(bool(value))
        self.complain("")

    @Slot()
    def _on_clicked(self) -> None:
        self.kept.emit(self.field, self._box.isChecked())


EditorField = LineField | TextField | ChoiceField | TickField
