"""Hours and availability: what was promised, wished and allowed, the usual week, and the dates that differ from it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from workbench import i18n
from workbench.i18n import N_, _
from workbench.models.values.codes import LimitKind
from workbench.models.values.labels import label
from workbench.models.values.quantities import hours_text
from workbench.readmodels.people import HoursFrame, PersonCard, WindowRow
from workbench.services import availability, people, planning_limits
from workbench.views.people.dates import DatesCard
from workbench.views.people.page import Page, PersonFile
from workbench.views.people.week_grid import LAST, PREFERENCES, AvailabilityGrid
from workbench.views.theme import TextRole, Tone
from workbench.views.widgets.basic import Card, Meter, Text
from workbench.views.widgets.editing import Choice, LineField
from workbench.views.widgets.fields import TimeField
from workbench.views.widgets.forms import Segmented
from workbench.views.widgets.parts import Edit

LENGTHS = (LimitKind.DAY_MINUTES, LimitKind.TASK_MINUTES, LimitKind.ALL_MINUTES)
"""Limits that are hours; the others are counts."""


class HoursPage(Page):
    """Four cards; the grid and the numbers below it show the same window."""

    def __init__(self) -> None:
        super().__init__()
        self._window: WindowRow | None = None
        self.body.addWidget(self._limits())
        self.body.addWidget(self._week())
        self.dates = DatesCard()
        self.dates.wanted.connect(self._on_dates)
        self.body.addWidget(self.dates)
        self.body.addWidget(self._agreed())
        self.foot()

    # -- hours a week

    def _limits(self) -> Card:
        box = Card(_("Hours a week"), spacing=6)
        self.meter = Meter(0.0)
        self.planned = Text("", TextRole.BODY, "text")
        self.law = Text("", TextRole.SMALL, "muted", wrap=True)
        self.warning = Text("", TextRole.SMALL, "warning", wrap=True)
        box.body.addWidget(self.planned)
        box.body.addWidget(self.meter)
        rows = (
            LineField("min_minutes", _("At least"), "hours"), LineField("wished_minutes", _("Wished"), "hours"),
            LineField("max_minutes", _("At most"), "hours"),
        )  # fmt: skip
        self.put(box, rows, self._on_kept, columns=3)
        box.body.addWidget(self.law)
        box.body.addWidget(self.warning)
        return box

    def _show_limits(self, card: PersonCard, hours: HoursFrame) -> None:
        limits = [limit for limit in (hours.law_week, card.max_minutes) if limit]
        limit = min(limits) if limits else 0
        of = _("{planned} of {limit} h planned this week", planned=hours_text(hours.planned), limit=hours_text(limit))
        self.planned.setText(of if limit else _("{planned} h planned this week", planned=hours_text(hours.planned)))
        tone = Tone.BAD if limit and hours.planned > limit else Tone.WARNING if limit and hours.planned == limit else Tone.ACCENT
        self.meter.set_fraction(hours.planned / limit if limit else 0.0, tone)
        told = [
            _("The law: {hours} h a week", hours=hours_text(hours.law_week))
            if hours.law_week
            else _("The law sets no weekly limit for this engagement")
            if self.file.engagement is not None
            else _("No engagement is entered, so no limit of the law is known: see Contract")
        ]
        if hours.law_day:
            told.append(_("{hours} h a day on average", hours=hours_text(hours.law_day)))
        if hours.elsewhere:
            told.append(_("{hours} h a week declared elsewhere", hours=hours_text(hours.elsewhere)))
        self.law.setText(" · ".join(told))
        above = [
            (_("Wished"), card.wished_minutes), (_("At most"), card.max_minutes or 0), (_("At least"), card.min_minutes)
        ]  # fmt: skip
        words = [name for name, minutes in above if hours.law_week and minutes > hours.law_week]
        self.warning.setText(_("Above the law's limit: {fields}. A plan keeps to the law all the same.", fields=" · ".join(words)))
        self.warning.setVisible(bool(words))

    # -- days and tasks

    def _agreed(self) -> Card:
        box = Card(_("Days and tasks"), _("empty: nothing was agreed"), spacing=6)
        rows = [LineField(kind.value, _(label(kind)), "hours" if kind in LENGTHS else "number") for kind in LimitKind]
        self.put(box, rows, self._on_agreed)
        return box

    @Slot(str, object)
    def _on_agreed(self, field: str, amount: Any) -> None:
        job = partial(planning_limits.set_limit, person_id=self.card.id, kind=LimitKind(field), amount=amount)
        self.ask(N_("Change {person}"), job, field)

    # -- the usual week

    def _week(self) -> Card:
        box = Card(_("Usual week"), _("5 gladly … 1 only if it must be"), spacing=8)
        self.grid = AvailabilityGrid()
        self.grid.added.connect(self._on_added)
        self.grid.changed.connect(self._on_changed)
        self.grid.removed.connect(self._on_removed)
        self.grid.chosen.connect(self._on_window)
        box.body.addWidget(self.grid)
        self.day = Choice()
        self.day.setAccessibleName(_("Weekday"))
        for weekday in range(7):
            self.day.addItem(i18n.weekday(weekday), weekday)
        self.start, self.end = TimeField(9 * 60, _("From")), TimeField(13 * 60, _("Until"))
        self.preference = Segmented(_("How gladly"), [(n, n) for n in PREFERENCES], "3")
        self.preference.chosen.connect(self._on_preference)
        self.keep = QPushButton(_("Add"))
        self.keep.clicked.connect(self._on_keep)
        self.away = QPushButton(_("Take away"))
        self.away.clicked.connect(self._on_away)
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(8)
            box.body.addLayout(line)
        for part in (self.day, self.start, self.end):
            part.setMinimumWidth(1)
        first.addWidget(self.day, 2)
        first.addWidget(self.start, 2)
        first.addWidget(Text("–", TextRole.BODY, "muted"))
        first.addWidget(self.end, 2)
        second.addWidget(self.preference)
        second.addStretch(1)
        second.addWidget(self.keep)
        second.addWidget(self.away)
        self._on_window(None)
        return box

    def fill(self, found: PersonFile, *, other: bool) -> None:
        super().fill(found, other=other)
        self._show_limits(found.card, found.hours)
        if other:
            self.grid.choose(None)
        self.grid.show_windows(found.card.windows)
        self.dates.show_dates(found.card.exceptions, found.card.id, found.today, other=other)

    @Slot(object)
    def _on_window(self, window: WindowRow | None) -> None:
        """What is below follows what is chosen in the grid."""
        self._window = window
        self.keep.setText(_("Change") if window else _("Add"))
        self.away.setEnabled(window is not None)
        if window is not None:
            self.day.setCurrentIndex(window.weekday)
            self.start.set_minute(window.start)
            self.end.set_minute(window.end)
            self.preference.set_value(str(window.preference))

    # -- edits

    @Slot(str, object)
    def _on_kept(self, field: str, value: Any) -> None:
        if field != "max_minutes":
            value = value or 0
        changed: dict[str, Any] = {field: value}
        self.ask(N_("Change {person}"), partial(people.edit_person, person_id=self.card.id, **changed), field)

    def _set(self, row_id: int | None, weekday: int, start: int, end: int, preference: int) -> None:
        job = partial(
            availability.set_window, person_id=self.card.id, weekday=weekday, start=start, end=end, preference=preference, window_id=row_id
        )
        self.ask(N_("Change availability of {person}") if row_id else N_("Add availability of {person}"), job)

    @Slot()
    def _on_keep(self) -> None:
        end = self.end.minute or LAST  # 00:00 as an end is midnight
        row_id = self._window.id if self._window else None
        self._set(row_id, int(self.day.currentData()), self.start.minute, end, int(self.preference.value))

    @Slot(int, int, int)
    def _on_added(self, weekday: int, start: int, end: int) -> None:
        self._set(None, weekday, start, end, int(self.preference.value))

    @Slot(object)
    def _on_changed(self, window: WindowRow) -> None:
        self._set(window.id, window.weekday, window.start, window.end, window.preference)

    @Slot(str)
    def _on_preference(self, value: str) -> None:
        window = self._window
        if window is not None:
            self._set(window.id, window.weekday, window.start, window.end, int(value))

    @Slot(object)
    def _on_removed(self, window_id: int) -> None:
        self.ask(N_("Take availability of {person} away"), partial(availability.remove_window, window_id=window_id))

    @Slot()
    def _on_away(self) -> None:
        if self._window is not None:
            self._on_removed(self._window.id)

    @Slot(object)
    def _on_dates(self, edit: Edit) -> None:
        self.wanted.emit(edit)
