"""The weights of the form's lines: one field a line, and the sum that has to be 100, told while it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import _
from workbench.readmodels.policy import WeightRow
from workbench.services import policy_grades
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import ElidedText, Text

FIELD_WIDTH = 76


def name_of(line: WeightRow) -> str:
    return line.name_zh if i18n.is_chinese() else line.name_en


def words_of_weights(lines: Sequence[WeightRow]) -> str:
    """Net sales 35 · Collection rate 15 …"""
    return " · ".join(f"{name_of(line)} {policy_grades.points_text(line.weight)}" for line in lines)


class Weights(QWidget):
    """Fields of the lines of the form, by their code."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.fields: dict[str, QLineEdit] = {}
        self.sum = Text("", TextRole.SMALL, "muted")

    def show_lines(self, lines: Sequence[WeightRow]) -> None:
        """The lines with their weights; the fields are made once, because every version has the same lines."""
        for line in lines:
            if line.code not in self.fields:
                field = QLineEdit()
                field.setMaxLength(8)
                field.setFixedWidth(theme().px(FIELD_WIDTH))
                field.setAccessibleName(_("Weight of {line}", line=name_of(line)))
                field.textChanged.connect(self._on_typed)
                row = len(self.fields)
                self._grid.addWidget(ElidedText(name_of(line)), row, 0)
                self._grid.addWidget(field, row, 1)
                self.fields[line.code] = field
                self._grid.addWidget(self.sum, row + 1, 0, 1, 2)
            self.fields[line.code].setText(policy_grades.points_text(line.weight))

    def typed(self) -> dict[str, str]:
        """What stands in the fields, by the code of the line."""
        return {code: field.text().strip() for code, field in self.fields.items()}

    def put_typed(self, typed: dict[str, str]) -> None:
        for code, text in typed.items():
            if code in self.fields:
                self.fields[code].setText(text)

    @Slot()
    def _on_typed(self) -> None:
        try:
            whole = sum(policy_grades.weight_of(field.text()) for field in self.fields.values())
        except Refused:
            self.sum.setText(_("A weight is missing or is no number."))
            self.sum.set_colour("bad")
            return
        if whole == policy_grades.WHOLE:
            self.sum.setText(_("Sum 100"))
            self.sum.set_colour("good")
        else:
            self.sum.setText(_("Sum {sum}; it has to be 100", sum=policy_grades.points_text(whole)))
            self.sum.set_colour("bad")
