"""What follows from a review: use of the result, goals of the next period and the development plan, edited as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.models.values.codes import Metric
from workbench.models.values.labels import label
from workbench.readmodels.reviews import ReviewCard
from workbench.services.reviews_texts import USES
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import ElidedText, Text

USE_LABELS = {
    "bonus": N_("Bonus factor"), "training": N_("Training"), "promotion": N_("Promotion"), "transfer": N_("Transfer"), "plan": N_("Improvement plan"),
}  # fmt: skip
GOAL_COLUMNS = (("metric", N_("Goal"), 4), ("target", N_("Target"), 2), ("weight", N_("Weight"), 1), ("due", N_("Due"), 3))
PLAN_COLUMNS = (("ability", N_("Ability"), 2), ("measure", N_("Measure"), 4), ("support", N_("Support"), 2), ("date", N_("Date"), 3))
MOST_ROWS = 6


class RowsTable(QWidget):
    """A few rows of line edits; the last one is always empty, and a row emptied goes away."""

    changed_to = Signal(object)

    def __init__(self, name: str, columns: Sequence[tuple[str, str, int]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._columns = columns
        self._kept: list[dict[str, str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        for place, (_key, title, stretch) in enumerate(columns):
            self._grid.addWidget(ElidedText(_(title), TextRole.SMALL, "muted"), 0, place)
            self._grid.setColumnStretch(place, stretch)
        self.edits: list[list[QLineEdit]] = []
        self._set_length(1)

    def _set_length(self, count: int) -> None:
        while len(self.edits) < count:
            line = []
            for place, (key, title, _stretch) in enumerate(self._columns):
                edit = QLineEdit()
                edit.setMaxLength(200)
                edit.setMinimumWidth(30)
                edit.setPlaceholderText("2026-12-31" if key in ("due", "date") else "")
                edit.setAccessibleName(f"{_(title)} {len(self.edits) + 1}")
                edit.editingFinished.connect(self.flush)
                self._grid.addWidget(edit, len(self.edits) + 1, place)
                line.append(edit)
            self.edits.append(line)
        while len(self.edits) > count:
            for edit in self.edits.pop():
                self._grid.removeWidget(edit)
                edit.hide()
                edit.deleteLater()

    def show_rows(self, rows: Sequence[Mapping[str, Any]], *, editable: bool, other: bool) -> None:
        """Show what is stored; a row that is being typed stays."""
        self._kept = [{key: self._shown(key, row.get(key)) for key, _title, _stretch in self._columns} for row in rows]
        typing = any(edit.hasFocus() for line in self.edits for edit in line) and self._rows() != self._kept and not other
        if typing:
            return
        self._set_length(min(MOST_ROWS, len(self._kept) + 1))
        for place, line in enumerate(self.edits):
            row = self._kept[place] if place < len(self._kept) else {}
            for edit, (key, _title, _stretch) in zip(line, self._columns, strict=True):
                if edit.text() != row.get(key, ""):
                    edit.setText(row.get(key, ""))
                    edit.setCursorPosition(0)
                edit.setReadOnly(not editable)

    def _shown(self, key: str, value: object) -> str:
        text = "" if value is None else str(value)
        if key == "metric" and text in {metric.value for metric in Metric}:
            return _(label(Metric(text)))
        return text

    def _rows(self) -> list[dict[str, str]]:
        found = [{key: edit.text().strip() for edit, (key, _t, _s) in zip(line, self._columns, strict=True)} for line in self.edits]
        return [row for row in found if any(row.values())]

    @Slot()
    def flush(self) -> None:
        rows = self._rows()
        if rows != self._kept and not self.edits[0][0].isReadOnly():
            self.changed_to.emit(self.stored(rows))

    def stored(self, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """Rows as they are kept."""
        return [dict(row) for row in rows]


class GoalsTable(RowsTable):
    """Goals of the next period; a metric's own name is stored as the metric, so that it prints in both languages."""

    def __init__(self) -> None:
        super().__init__(_("Goals of the next period"), GOAL_COLUMNS)

    def stored(self, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """Rows as they are kept."""
        metrics = {_(label(metric)): metric.value for metric in Metric}
        return [{**row, "metric": metrics.get(row["metric"], row["metric"])} for row in rows]


class UsesRow(QWidget):
    """What the result is used for; each with a note."""

    changed_to = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Use of the result"))
        self.boxes: dict[str, QCheckBox] = {}
        self._notes: dict[str, str] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(0)
        for code, place in zip(USES, ((0, 0), (1, 0), (1, 1), (2, 0), (2, 1)), strict=True):
            box = QCheckBox(_(USE_LABELS[code]))
            box.clicked.connect(self._on_clicked)
            self.boxes[code] = box
            layout.addWidget(box, *place)
        self.factor = QLineEdit()
        self.factor.setPlaceholderText(_("factor"))
        self.factor.setAccessibleName(_("Bonus factor"))
        self.factor.setMaximumWidth(70)
        self.factor.editingFinished.connect(self._on_clicked)
        layout.addWidget(self.factor, 0, 1)
        layout.setColumnStretch(2, 1)

    def show_rows(self, rows: Sequence[Mapping[str, Any]], *, editable: bool) -> None:
        self._notes = {str(row.get("code")): str(row.get("note") or "") for row in rows}
        for code, box in self.boxes.items():
            box.setChecked(code in self._notes)
            box.setEnabled(editable)
        if not self.factor.hasFocus():
            self.factor.setText(self._notes.get("bonus", ""))
        self.factor.setEnabled(editable)

    @Slot()
    def _on_clicked(self) -> None:
        notes = {**self._notes, "bonus": self.factor.text().strip()}
        if notes["bonus"] and self.sender() is self.factor:
            self.boxes["bonus"].setChecked(True)
        rows = [{"code": code, "note": notes.get(code, "")} for code, box in self.boxes.items() if box.isChecked()]
        if {row["code"]: row["note"] for row in rows} != self._notes:
            self.changed_to.emit(rows)


class Plans(QWidget):
    """All three; emits the name of the field and its rows."""

    changed_to = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.uses = UsesRow()
        self.goals = GoalsTable()
        self.development = RowsTable(_("Development plan"), PLAN_COLUMNS)
        self.uses.changed_to.connect(self._on_uses)
        self.goals.changed_to.connect(self._on_goals)
        self.development.changed_to.connect(self._on_development)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        for title, widget in (
            (_("Use of the result"), self.uses),
            (_("Goals of the next period"), self.goals),
            (_("Development plan"), self.development),
        ):
            layout.addWidget(Text(title, TextRole.SMALL_BOLD))
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_card(self, card: ReviewCard, *, editable: bool, other: bool) -> None:
        self.uses.show_rows(card.texts.result_use, editable=editable)
        self.goals.show_rows(card.texts.next_goals, editable=editable, other=other)
        self.development.show_rows(card.texts.development, editable=editable, other=other)

    def flush(self) -> None:
        self.goals.flush()
        self.development.flush()

    @Slot(object)
    def _on_uses(self, rows: object) -> None:
        self.changed_to.emit("result_use", rows)

    @Slot(object)
    def _on_goals(self, rows: object) -> None:
        self.changed_to.emit("next_goals", rows)

    @Slot(object)
    def _on_development(self, rows: object) -> None:
        self.changed_to.emit("development", rows)
