"""Editors that are kept at once: each tells its field and new value when the person has finished with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from workbench.i18n import _
from workbench.models.values import Money
from workbench.views.widgets.forms import FormRow


class FieldRow(FormRow):
    """A form row whose editor reports (field, value); `show_value` never overwrites what is being typed."""

    kept = Signal(str, object)

    def __init__(self, field: str, label: str, editor: QWidget) -> None:
        super().__init__(label, editor)
        self.field = field


class LineField(FieldRow):
    """Text, a number of hours, whole days or a date (2026-11-23), told apart by `kind`."""

    def __init__(self, field: str, label: str, kind: str = "text") -> None:
        self._edit = QLineEdit()
        super().__init__(field, label, self._edit)
        self._kind = kind
        self._edit.editingFinished.connect(self._on_finished)
        if kind == "date":
            self._edit.setPlaceholderText("2026-11-23")

    def show_value(self, value: Any) -> None:
        if self._edit.hasFocus() and self._edit.isModified():
            return
        self._edit.setText(self._text(value))
        self._edit.setModified(False)
        self.complain("")

    def _text(self, value: Any) -> str:
        if value is None:
            return ""
        if self._kind == "hours":
            return f"{value / 60:g}"
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
        if self._kind == "money":
            return Money.from_text(text).fen
        return date.fromisoformat(text) if self._kind == "date" else int(text)

    def flush(self) -> None:
        self._on_finished()

    @Slot()
    def _on_finished(self) -> None:
        if not self._edit.isModified():
            return
        self._edit.setModified(False)
        try:
            value = self._value(self._edit.text().strip())
        except ValueError:
            self._edit.setModified(True)
            wrong = {"date": _("Write the date as 2026-11-23."), "hours": _("Write hours as a number, 22.5."), "money": _("Write money as 1234.50.")}
            self.complain(wrong.get(self._kind, _("Write a whole number.")))
            return
        self.complain("")
        self.kept.emit(self.field, value)


class ChoiceField(FieldRow):
    """One of some entries (value, label)."""

    def __init__(self, field: str, label: str, entries: Sequence[tuple[Any, str]]) -> None:
        self._box = QComboBox()
        super().__init__(field, label, self._box)
        for value, text in entries:
            self._box.addItem(text, value)
        self._box.activated.connect(self._on_activated)

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(value))

    @Slot()
    def _on_activated(self) -> None:
        self.kept.emit(self.field, self._box.currentData())
