"""Everything on one person, edited in place: basics, engagement with what the law says, hours, skills, territories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.models.values import ENGAGEMENT_LABELS, SALES_LINE_LABELS, EngagementType, SalesLine
from workbench.readmodels.people import EngagementRow, Lists, PersonCard
from workbench.views.people.availability import AvailabilityGrid
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import ChoiceField, FieldRow, LineField

KINDS = (("unavailable", N_("Not available")), ("leave", N_("Leave")), ("available", N_("Available as well")))


class PersonPanel(QWidget):
    """Signals say what the manager changed; the screen writes it."""

    kept = Signal(str, object)
    engagement_kept = Signal(object, object)  # id or None, fields
    window_added = Signal(int, int, int)
    window_removed = Signal(int)
    exception_added = Signal(object, str, str)
    exception_removed = Signal(int)
    skill_set = Signal(int, int)
    territories_set = Signal(object)
    left = Signal()

    def __init__(self, card: PersonCard, lists: Lists, allowed: frozenset[str], findings: Sequence[str], today: date) -> None:
        super().__init__()
        self._person, self._lists, self._today = card, lists, today
        self.fields: list[FieldRow] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(12)
        layout.addWidget(self._basics(card))
        layout.addWidget(self._engagement(card.engagements[0] if card.engagements else None, allowed, findings))
        layout.addWidget(self._hours(card))
        layout.addWidget(self._abilities(card))
        layout.addWidget(self._exceptions(card))
        owned = [f"{c.name} · {c.grade} · {c.since}" for c in card.customers]
        layout.addWidget(_lines(_("Customers"), owned, _("Answers for no customer.")))
        layout.addStretch(1)

    def flush(self) -> None:
        for field in self.fields:
            if isinstance(field, LineField):
                field.flush()

    def _add(self, grid: QGridLayout, field: FieldRow, value: Any, place: int) -> None:
        field.show_value(value)  # type: ignore[attr-defined]
        field.kept.connect(self.kept)
        self.fields.append(field)
        grid.addWidget(field, place // 2, place % 2)

    def _basics(self, card: PersonCard) -> Card:
        box = Card(card.name, card.code)
        grid = QGridLayout()
        grid.setSpacing(10)
        teams = [(None, "–")] + [(t.id, t.name) for t in self._lists.teams]
        lines = [(line, _(SALES_LINE_LABELS[line])) for line in SalesLine]
        fields: tuple[FieldRow, ...] = (
            LineField("name", _("Name")), LineField("code", _("Staff number")), ChoiceField("team_id", _("Team"), teams), ChoiceField("line", _("Sales line"), lines),
            LineField("position", _("Position")), LineField("level", _("Level")), LineField("phone", _("Telephone")), LineField("email", _("Mail")),
            LineField("hired_on", _("Hired on"), "date"), LineField("left_on", _("Last day"), "date"),
        )  # fmt: skip
        for place, field in enumerate(fields):
            self._add(grid, field, getattr(card, field.field), place)
        box.body.addLayout(grid)
        return box

    def _engagement(self, row: EngagementRow | None, allowed: frozenset[str], findings: Sequence[str]) -> Card:
        """Only the fields that the type allows; what the law says stands under them."""
        box = Card(_("Engagement"))
        grid = QGridLayout()
        grid.setSpacing(10)
        kinds = [(kind, _(ENGAGEMENT_LABELS[kind])) for kind in EngagementType]
        fields: list[FieldRow] = [
            ChoiceField("type", _("Type"), kinds), LineField("start_on", _("From"), "date"), LineField("end_on", _("Until (empty: open-ended)"), "date"),
            LineField("weekly_minutes", _("Hours a week"), "hours"), LineField("hourly_pay", _("Hourly pay"), "money"),
            LineField("monthly_pay", _("Monthly pay"), "money"), LineField("pay_cycle_days", _("Days between payments"), "whole"),
            LineField("probation_months", _("Probation (months)"), "whole"), LineField("other_employer_minutes", _("Hours elsewhere (declared)"), "hours"),
        ]  # fmt: skip
        shown = [f for f in fields if (row is None and f.field in ("type", "start_on", "weekly_minutes")) or (row is not None and f.field in allowed)]
        self._engagement_id = row.id if row else None
        for place, field in enumerate(shown):
            value = getattr(row, field.field) if row else {"type": EngagementType.PART_TIME, "start_on": self._today, "weekly_minutes": 0}[field.field]
            field.show_value(value)  # type: ignore[attr-defined]
            field.kept.connect(self._on_engagement)
            self.fields.append(field)
            grid.addWidget(field, place // 2, place % 2)
        box.body.addLayout(grid)
        for name, label in (("written", _("Written contract")), ("injury_insured", _("Work-injury insurance"))):
            if row is not None and name in allowed:
                tick = QCheckBox(label)
                tick.setChecked(bool(getattr(row, name)))
                tick.setProperty("field", name)
                tick.clicked.connect(self._on_tick)
                box.body.addWidget(tick)
        for finding in findings:
            box.body.addWidget(Text(finding, TextRole.SMALL, "warning", wrap=True))
        self.engagement_note = Text("", TextRole.SMALL, "bad", wrap=True)
        box.body.addWidget(self.engagement_note)
        return box

    def _hours(self, card: PersonCard) -> Card:
        box = Card(_("Hours and availability"), _("drag to add, Delete to take away"))
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, field in enumerate((LineField("min_minutes", _("At least, h a week"), "hours"), LineField("wished_minutes", _("Wished, h a week"), "hours"))):
            self._add(grid, field, getattr(card, field.field), place)
        self._add(grid, LineField("max_minutes", _("At most, h a week"), "hours"), card.max_minutes, 2)
        self._add(grid, LineField("cadence_days", _("Days between one-on-ones"), "whole"), card.cadence_days, 3)
        box.body.addLayout(grid)
        self.grid = AvailabilityGrid()
        self.grid.show_windows(card.windows)
        self.grid.added.connect(self.window_added)
        self.grid.removed.connect(self.window_removed)
        box.body.addWidget(self.grid)
        return box

    def _abilities(self, card: PersonCard) -> Card:
        box = Card(_("Skills and territories"))
        levels = {s.skill_id: s for s in card.skills}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, skill in enumerate(self._lists.skills):
            combo = QComboBox()
            combo.setAccessibleName(skill.name)
            for level in range(6):
                combo.addItem(_("none") if level == 0 else str(level), level)
            have = levels.get(skill.id)
            combo.setCurrentIndex(have.level if have else 0)
            combo.setProperty("skill", skill.id)
            combo.activated.connect(self._on_skill)
            name = skill.name + (f" · {have.expires_on}" if have and have.expires_on else "")
            grid.addWidget(Text(name, TextRole.SMALL, "muted"), place // 2, 2 * (place % 2))
            grid.addWidget(combo, place // 2, 2 * (place % 2) + 1)
        box.body.addLayout(grid)
        mine = {t.territory_id for t in card.territories}
        self._ticks: dict[int, QCheckBox] = {}
        row = QGridLayout()
        for place, area in enumerate(self._lists.territories):
            tick = QCheckBox(area.name)
            tick.setChecked(area.id in mine)
            tick.clicked.connect(self._on_territory)
            self._ticks[area.id] = tick
            row.addWidget(tick, place // 3, place % 3)
        box.body.addSpacing(6)
        box.body.addLayout(row)
        return box

    def _exceptions(self, card: PersonCard) -> Card:
        box = Card(_("Dates that differ"))
        for exception in card.exceptions[:12]:
            word = _(dict(KINDS)[exception.kind])
            line = QHBoxLayout()
            line.addWidget(Text(f"{exception.day} · {word}" + (f" · {exception.reason}" if exception.reason else ""), TextRole.SMALL, "text"), 1)
            away = QPushButton("×")
            away.setAccessibleName(_("Take this date away"))
            away.setProperty("look", "quiet")
            away.setProperty("row", exception.id)
            away.clicked.connect(self._on_exception_removed)
            line.addWidget(away)
            box.body.addLayout(line)
        self._day = QDateEdit(QDate(self._today.year, self._today.month, self._today.day))
        self._day.setDisplayFormat("yyyy-MM-dd")
        self._day.setAccessibleName(_("Day"))
        self._what = QComboBox()
        self._what.setAccessibleName(_("Kind"))
        for value, text in KINDS:
            self._what.addItem(_(text), value)
        self._why = QLineEdit()
        self._why.setPlaceholderText(_("Reason"))
        self._why.setAccessibleName(_("Reason"))
        add = QPushButton(_("Add"))
        add.clicked.connect(self._on_exception)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, widget in enumerate((self._day, self._what, self._why, add)):
            grid.addWidget(widget, place // 2, place % 2)
        box.body.addLayout(grid)
        return box

    # -- slots

    @Slot(str, object)
    def _on_engagement(self, field: str, value: object) -> None:
        self.engagement_kept.emit(self._engagement_id, {field: value})

    @Slot()
    def _on_tick(self) -> None:
        tick = self.sender()
        assert isinstance(tick, QCheckBox)
        self.engagement_kept.emit(self._engagement_id, {str(tick.property("field")): tick.isChecked()})

    @Slot()
    def _on_skill(self) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self.skill_set.emit(int(combo.property("skill")), int(combo.currentData()))

    @Slot()
    def _on_territory(self) -> None:
        self.territories_set.emit([area for area, tick in self._ticks.items() if tick.isChecked()])

    @Slot()
    def _on_exception(self) -> None:
        self.exception_added.emit(self._day.date().toPython(), str(self._what.currentData()), self._why.text())

    @Slot()
    def _on_exception_removed(self) -> None:
        self.exception_removed.emit(int(self.sender().property("row")))


def _lines(title: str, lines: Sequence[str], nothing: str) -> Card:
    box = Card(title, str(len(lines)) if lines else "")
    for text in list(lines)[:15] or [nothing]:
        line = Text(text, TextRole.SMALL, "text" if lines else "muted")
        line.setMinimumWidth(1)
        line.setToolTip(text)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        box.body.addWidget(line)
    return box
