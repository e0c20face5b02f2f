"""The dates that differ from the usual week: leave, away, and hours that are possible as well; days in a row stand in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.readmodels.people import ExceptionRow
from workbench.services import availability
from workbench.views.theme import TextRole, Tone
from workbench.views.widgets.basic import Card, Chip, ElidedText, Text
from workbench.views.widgets.editing import Choice
from workbench.views.widgets.fields import DateField, TimeField
from workbench.views.widgets.panels import IconButton
from workbench.views.widgets.parts import Edit

KINDS = {
    "leave": (N_("Leave"), Tone.WARNING),
    "unavailable": (N_("Not available"), Tone.NEUTRAL),
    "available": (N_("Available as well"), Tone.GOOD),
}
MOST_SPANS = 40
WHOLE = (0, 24 * 60)


@dataclass(frozen=True, slots=True)
class SpanOfDays:
    """Dates in a row with the same hours, kind and reason."""

    ids: tuple[int, ...]
    first: date
    last: date
    start: int
    end: int
    kind: str
    reason: str


def spans(rows: Sequence[ExceptionRow]) -> list[SpanOfDays]:
    """Dates in a row as one span each, oldest first."""
    found: list[SpanOfDays] = []
    for row in sorted(rows, key=lambda one: (one.kind, one.reason, one.start, one.end, one.day)):
        last = found[-1] if found else None
        same = last is not None and (last.kind, last.reason, last.start, last.end) == (row.kind, row.reason, row.start, row.end)
        if last is not None and same and row.day - last.last <= timedelta(days=1):
            found[-1] = SpanOfDays((*last.ids, row.id), last.first, row.day, row.start, row.end, row.kind, row.reason)
        else:
            found.append(SpanOfDays((row.id,), row.day, row.day, row.start, row.end, row.kind, row.reason))
    return sorted(found, key=lambda one: (one.first, one.start))


class _Line(QWidget):
    """One span: its kind in words, its days and hours, the reason, and a button that takes it away."""

    removed = Signal(object)

    def __init__(self, span: SpanOfDays) -> None:
        super().__init__()
        self._span = span
        days = span.first.isoformat() if span.first == span.last else f"{span.first} – {span.last}"
        part = "" if (span.start, span.end) == WHOLE else f"{i18n.clock(span.start)}–{i18n.clock(span.end)}"
        self.words = " · ".join(word for word in (days, part, span.reason) if word)
        kind, tone = KINDS[span.kind]
        away = IconButton("x", _("Take {days} away", days=days), 13)
        away.clicked.connect(self._on_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Chip(_(kind), tone))
        layout.addWidget(ElidedText(self.words, TextRole.SMALL), 1)
        layout.addWidget(away)

    @Slot()
    def _on_away(self) -> None:
        self.removed.emit(self._span)


class DatesCard(Card):
    """The spans from today on, the past ones on request, and a line that adds one."""

    wanted = Signal(object)  # Edit

    def __init__(self) -> None:
        super().__init__(_("Dates that differ"), spacing=6)
        self._person = 0
        self._rows: Sequence[ExceptionRow] | None = None
        self._today = date(2000, 1, 1)
        self.lines: list[_Line] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addLayout(self._list)
        self._none = Text(_("The usual week applies: no leave, nothing extra."), TextRole.SMALL, "muted", wrap=True)
        self.body.addWidget(self._none)
        self.past = QCheckBox(_("Show past dates"))
        self.past.clicked.connect(self._show)
        self.body.addWidget(self.past)
        self._new()

    def _new(self) -> None:
        self.kind = Choice()
        self.kind.setAccessibleName(_("Kind"))
        for value, (text, _tone) in KINDS.items():
            self.kind.addItem(_(text), value)
        self.first, self.last = DateField(self._today, _("First day")), DateField(self._today, _("Last day"))
        self.first.dateChanged.connect(self._on_first)
        self.part = QCheckBox(_("Part of the day"))
        self.part.toggled.connect(self._on_part)
        self.start, self.end = TimeField(9 * 60, _("From")), TimeField(18 * 60, _("Until"))
        self.why = QLineEdit()
        self.why.setMaxLength(200)
        self.why.setPlaceholderText(_("Reason"))
        self.why.setAccessibleName(_("Reason"))
        self.why.returnPressed.connect(self._on_add)
        self.add = QPushButton(_("Add"))
        self.add.setAccessibleName(_("Add these dates"))
        self.add.clicked.connect(self._on_add)
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        places = (self.kind, self.part, self.first, self.last, self.start, self.end, self.why, self.add)
        for place, part in enumerate(places):
            part.setMinimumWidth(1)
            grid.addWidget(part, place // 2, place % 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self._on_part(False)

    def show_dates(self, rows: Sequence[ExceptionRow], person_id: int, today: date, *, other: bool) -> None:
        self._person, self._today = person_id, today
        if other:
            self.first.set_day(today)
            self.last.set_day(today)
            self.why.clear()
        if other or rows != self._rows:
            self._rows = rows
            self._show()

    @Slot()
    def _show(self) -> None:
        for old in self.lines:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        found = spans(self._rows or ())
        coming = [span for span in found if span.last >= self._today]
        gone = [span for span in found if span.last < self._today]
        self.lines = [_Line(span) for span in ([*gone, *coming] if self.past.isChecked() else coming)[-MOST_SPANS:]]
        for line in self.lines:
            line.removed.connect(self._on_removed)
            self._list.addWidget(line)
        self._none.setVisible(not self.lines)
        self.past.setVisible(bool(gone))

    @Slot(bool)
    def _on_part(self, on: bool) -> None:
        self.start.setVisible(on)
        self.end.setVisible(on)

    @Slot()
    def _on_first(self) -> None:
        if self.last.day < self.first.day:
            self.last.set_day(self.first.day)

    @Slot()
    def _on_add(self) -> None:
        start, end = (self.start.minute, self.end.minute or WHOLE[1]) if self.part.isChecked() else WHOLE
        job = partial(
            availability.add_exceptions, person_id=self._person, first=self.first.day, last=self.last.day, kind=str(self.kind.currentData()),
            start=start, end=end, reason=self.why.text(),
        )  # fmt: skip
        self.wanted.emit(Edit(N_("Add dates of {person}"), job))

    @Slot(object)
    def _on_removed(self, span: SpanOfDays) -> None:
        self.wanted.emit(Edit(N_("Take a date of {person} away"), partial(availability.remove_exceptions, exception_ids=span.ids)))
