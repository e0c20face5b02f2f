"""Grades and weights: those of each version of the review template, and the form for a version that begins later."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.errors import Refused
from workbench.i18n import N_, _, ngettext
from workbench.readmodels.policy import GradesCard, GradeVersion
from workbench.services import policy_grades
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.preferences.entry import EntryForm, Readable, emptied, scrolling, side_width
from workbench.views.preferences.weights import Weights, words_of_weights
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.widgets.basic import Card, Chip, ElidedText, Text
from workbench.views.widgets.editing import LineField
from workbench.views.widgets.forms import FormRow

LINES = policy_grades.MOST


class _Version(Card):
    """One version: since when, whether in force, its grades and where they come from."""

    def __init__(self, version: GradeVersion, today: date) -> None:
        super().__init__(margin=14, spacing=6)
        head = QHBoxLayout()
        head.setSpacing(8)
        title = _("Version {number} · from {day}", number=version.number, day=version.effective_from)
        head.addWidget(ElidedText(title, TextRole.HEADING))
        if version.in_force:
            head.addWidget(Chip(_("in force"), Tone.GOOD))
        elif version.effective_from > today:
            head.addWidget(Chip(_("to come"), Tone.ACCENT))
        else:
            head.addWidget(Chip(_("ended"), Tone.NEUTRAL))
        head.addStretch(1)
        used = ngettext("{n} cycle uses it", "{n} cycles use it", version.cycles) if version.cycles else _("no cycle uses it yet")
        head.addWidget(Text(used, TextRole.SMALL, "muted"))
        self.body.addLayout(head)
        self.words = " · ".join(
            _("{grade} from {points}", grade=grade, points=policy_grades.points_text(least)) for grade, least in version.bands
        )
        self.body.addWidget(Text(self.words, TextRole.BODY, wrap=True))
        self.weights = words_of_weights(version.weights)
        self.body.addWidget(Text(self.weights, TextRole.SMALL, wrap=True))
        self.body.addWidget(Text(_("Source: {source}", source=version.source), TextRole.SMALL, "muted", wrap=True))
        self.setAccessibleName(f"{title}: {self.words}; {self.weights}")


class _Bands(QWidget):
    """Lines of grade and least points; an empty line counts for nothing."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(Text(_("Grade"), TextRole.SMALL, "muted"), 0, 0)
        grid.addWidget(Text(_("From points"), TextRole.SMALL, "muted"), 0, 1)
        self.lines: list[tuple[QLineEdit, QLineEdit]] = []
        for place in range(LINES):
            grade, points = QLineEdit(), QLineEdit()
            grade.setAccessibleName(_("Grade {number}", number=place + 1))
            points.setAccessibleName(_("Grade {number}: from points", number=place + 1))
            for column, line in enumerate((grade, points)):
                line.setMaxLength(20)
                line.textChanged.connect(self._reveal)
                grid.addWidget(line, place + 1, column)
            self.lines.append((grade, points))
        self._reveal()
        self.setFocusProxy(self.lines[0][0])

    @Slot()
    def _reveal(self) -> None:
        """What is filled in and one empty line."""
        used = max(self.places(), default=-1)
        for place, line in enumerate(self.lines):
            for field in line:
                field.setVisible(place <= used + 1)

    def typed(self) -> list[tuple[str, str]]:
        """(grade, points) of the lines that hold something."""
        return [(grade.text(), points.text()) for grade, points in self.lines if grade.text().strip() or points.text().strip()]

    def places(self) -> list[int]:
        """Which lines hold something."""
        return [place for place, (grade, points) in enumerate(self.lines) if grade.text().strip() or points.text().strip()]

    def show_bands(self, bands: list[tuple[str, str]]) -> None:
        for place, (grade, points) in enumerate(self.lines):
            name, least = bands[place] if place < len(bands) else ("", "")
            grade.setText(name)
            points.setText(least)


class GradesPage(Readable):
    """The versions at the left, the newest first; a new one at the right, filled in with the newest."""

    def __init__(self, context: Context) -> None:
        page = QWidget()
        super().__init__(page)
        self._context = context
        self._newest: GradeVersion | None = None
        self._wanted_weights: dict[str, str] = {}  # typed before a rebuild, until the lines are read
        self._versions = QVBoxLayout()
        self._versions.setSpacing(10)
        self._note = Text("", TextRole.SMALL, "muted", wrap=True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addLayout(self._versions)
        column.addWidget(self._note)
        column.addStretch(1)
        self.bands = _Bands()
        self._bands_row = FormRow(_("Grades, the best first; the lowest begins at 0"), self.bands)
        self.weights = Weights()
        self._weights_row = FormRow(_("Weights of the lines; together 100"), self.weights)
        self._day, self._source = (
            LineField("from_on", _("First day"), "date"),
            LineField("source", _("Source"), hint=_("Decision or document number")),
        )
        self.form = EntryForm(
            _("A new version"), (self._day, self._source), _("Make this version"),
            _("Cycles whose period ends on or after the first day use it when they are opened. Cycles that are open or locked keep theirs."),
        )  # fmt: skip
        self.form.body.insertWidget(2, self._bands_row)
        self.form.body.insertWidget(3, self._weights_row)
        self.form.submitted.connect(self._on_make)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 4, 0)
        beside.addWidget(self.form)
        beside.addStretch(1)
        self._side = scrolling(right)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(scrolling(left), 1)
        row.addWidget(self._side)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        self._side.setFixedWidth(side_width(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_theme()

    # -- showing

    @property
    def version_texts(self) -> list[str]:
        found = (self._versions.itemAt(place).widget() for place in range(self._versions.count()))  # type: ignore[union-attr]
        return [widget.words for widget in found if isinstance(widget, _Version)]

    def show_card(self, card: GradesCard) -> None:
        emptied(self._versions)
        for version in card.versions:
            self._versions.addWidget(_Version(version, self._context.today()))
        self._note.setText(
            _(
                "The {count} lines of the form and their caps come with the program and are the same in every version; they are not edited here. A line with the weight 0 is printed and not counted.",
                count=card.items,
            )
        )
        newest = card.versions[0]
        untouched = not self.bands.typed() if self._newest is None else self.bands.typed() == _typed(self._newest)
        if untouched and newest != self._newest:
            self.bands.show_bands(_typed(newest))
        before = _weights(self._newest) if self._newest is not None else {}
        if self.weights.typed() == before:  # nothing is being typed
            self.weights.show_lines(newest.weights)
        self._newest = newest
        if self._wanted_weights:
            self.weights.put_typed(self._wanted_weights)
            self._wanted_weights = {}
        self.show_content()

    def state(self) -> dict[str, Any]:
        return {"bands": self.bands.typed(), "weights": self.weights.typed(), "from_on": self._day.text, "source": self._source.text}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("bands"):
            self.bands.show_bands([(str(grade), str(points)) for grade, points in state["bands"]])
        typed = {str(code): str(text) for code, text in dict(state.get("weights", {})).items()}
        if self.weights.fields:
            self.weights.put_typed(typed)
        else:
            self._wanted_weights = typed
        for row in (self._day, self._source):
            row.editor.setText(str(state.get(row.field, "")))  # type: ignore[attr-defined]

    # -- slots

    @Slot()
    def _on_make(self) -> None:
        self._bands_row.complain("")
        self._weights_row.complain("")
        day = self._day.read()
        if day is None:
            self._day.editor.setFocus()
            return
        job = partial(
            policy_grades.set_grades, bands=self.bands.typed(), effective_from=day, source=self._source.text, weights=self.weights.typed()
        )
        self._context.tasks.write(self, N_("Set grades and weights from {day}"), job, self._on_made, self._on_refused, day=day.isoformat())

    @Slot(object)
    def _on_made(self, _change: Change) -> None:
        for row in (self._day, self._source):
            row.show_value("", other=True)
        self._bands_row.complain("")
        self._weights_row.complain("")

    def _on_refused(self, error: BaseException) -> None:
        code = error.code if isinstance(error, Refused) else ""
        if code.startswith("BAND") or code == "SAME":
            self._bands_row.complain(words_of(error))
            places = self.bands.places()
            number = int(code.removeprefix("BAND")) - 1 if code[4:].isdigit() else 0
            self.bands.lines[places[number] if number < len(places) else 0][0].setFocus()
        elif code.startswith("WEIGHT"):
            self._weights_row.complain(words_of(error))
            field = self.weights.fields.get(code.partition(":")[2]) or next(iter(self.weights.fields.values()))
            field.setFocus()
        else:
            self.form.complain({"DAY": "from_on", "SOURCE": "source"}.get(code, ""), words_of(error))


def _weights(version: GradeVersion) -> dict[str, str]:
    return {line.code: policy_grades.points_text(line.weight) for line in version.weights}


def _typed(version: GradeVersion) -> list[tuple[str, str]]:
    return [(grade, policy_grades.points_text(least)) for grade, least in version.bands]
