"""The engagements of a person: each with only the fields that its type allows, what the law says, and what came before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from workbench.i18n import N_, _
from workbench.models.values.codes import EngagementType
from workbench.models.values.labels import ENGAGEMENT_LABELS
from workbench.models.values.quantities import hours_text
from workbench.readmodels.people import EngagementRow
from workbench.services import engagements
from workbench.views.paint import RIGHT, chip_size, draw_chip, draw_text, focus_ring, rounded
from workbench.views.people.page import Page, PersonFile
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.widgets.basic import Card, Clickable, Text
from workbench.views.widgets.editing import ChoiceField, EditorField, LineField, TickField
from workbench.views.widgets.fields import DateField

SOON_DAYS = 60


def state_of(row: EngagementRow, today: date) -> tuple[str, Tone]:
    """A word for where an engagement stands, and its tone."""
    if row.end_on is not None and row.end_on < today:
        return _("ended"), Tone.NEUTRAL
    if row.start_on > today:
        return _("begins later"), Tone.ACCENT
    if row.end_on is not None and (row.end_on - today).days <= SOON_DAYS:
        return _("ends in {days} d", days=(row.end_on - today).days), Tone.WARNING
    return _("in force"), Tone.GOOD


class EngagementLine(Clickable):
    """One engagement of the list: type and state, dates and hours; the chosen one is shown below."""

    picked = Signal(object)  # an id

    def __init__(self, row: EngagementRow, today: date) -> None:
        self._title = _(ENGAGEMENT_LABELS[row.type])
        self._dates = f"{row.start_on} – {row.end_on or _('open-ended')}"
        self._hours = _("{hours} h a week", hours=hours_text(row.weekly_minutes)) if row.weekly_minutes else ""
        self._chip, self._tone = state_of(row, today)
        self.row_id = row.id
        super().__init__(f"{self._title} {self._dates} {self._hours} {self._chip}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(46))

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self.row_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.isChecked():
            rounded(painter, rect, METRICS.radius_block, t.tone(Tone.ACCENT).tint)
            painter.fillRect(QRectF(0, 4, 3, rect.height() - 8), QColor(t.tokens.accent))
        elif self.underMouse():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        chip = chip_size(self._chip)[0]
        draw_chip(painter, rect.right() - chip - 8, t.px(14), self._chip, t.tone(self._tone))
        draw_text(painter, QRectF(10, t.px(4), rect.width() - chip - 28, t.px(20)), self._title, TextRole.BODY_BOLD, t.tokens.text)
        draw_text(painter, QRectF(10, t.px(24), rect.width() - 100, t.px(18)), self._dates, TextRole.SMALL, t.tokens.muted)
        draw_text(painter, QRectF(rect.right() - 108, t.px(24), 100, t.px(18)), self._hours, TextRole.SMALL, t.tokens.muted, RIGHT)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class ContractPage(Page):
    """The list, the form of the chosen engagement, and how another one begins."""

    def __init__(self) -> None:
        super().__init__()
        self._chosen = 0
        self._rows: tuple[EngagementRow, ...] | None = None
        self.lines: list[EngagementLine] = []
        self._list = Card(_("Engagements"), spacing=4)
        self._none = Text(_("No engagement is recorded yet: begin one below."), TextRole.SMALL, "muted", wrap=True)
        self._list.body.addWidget(self._none)
        self.body.addWidget(self._list)
        self.body.addWidget(self._form())
        self.body.addWidget(self._new())
        self.foot()

    def _form(self) -> Card:
        kinds = [(kind, _(ENGAGEMENT_LABELS[kind])) for kind in EngagementType]
        rows: tuple[EditorField, ...] = (
            ChoiceField("type", _("Type"), kinds), LineField("weekly_minutes", _("Hours a week"), "hours"), LineField("start_on", _("From"), "date"),
            LineField("end_on", _("Until (empty: open-ended)"), "date"), LineField("hourly_pay", _("Hourly pay"), "money"),
            LineField("monthly_pay", _("Monthly pay"), "money"), LineField("pay_cycle_days", _("Days between payments"), "whole"),
            LineField("probation_months", _("Probation (months)"), "whole"),
            LineField("other_employer_minutes", _("Hours elsewhere (declared)"), "hours"), TickField("written", _("Written contract")),
            TickField("injury_insured", _("Work-injury insurance")),
        )  # fmt: skip
        self.form = Card(_("Terms"))
        self._grid = self.put(self.form, rows, self._on_kept)
        self.law = Text("", TextRole.SMALL, "warning", wrap=True)
        self.form.body.addWidget(self.law)
        self.renew = QPushButton(_("New contract after this one"))
        self.renew.clicked.connect(self._on_renew)
        self.away = QPushButton(_("Take away"))
        self.away.setProperty("look", "quiet")
        self.away.setAccessibleName(_("Take this engagement away"))
        self.away.clicked.connect(self._on_away)
        self.form.body.addWidget(self.renew)
        self.form.body.addWidget(self.away)
        return self.form

    def _new(self) -> Card:
        box = Card(_("Another engagement"), spacing=8)
        self.kind = ChoiceField("new_type", _("Type"), [(kind, _(ENGAGEMENT_LABELS[kind])) for kind in EngagementType])
        self.start = DateField(date(2000, 1, 1), _("First day"))
        begin = QPushButton(_("Begin the engagement"))
        begin.setAccessibleName(_("Begin another engagement"))
        begin.clicked.connect(self._on_begin)
        box.body.addWidget(self.kind)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.start, 1)
        line.addWidget(begin, 1)
        box.body.addLayout(line)
        words = _("The one in force then ends the day before; its hours are taken over and its type decides which terms there are.")
        box.body.addWidget(Text(words, TextRole.SMALL, "muted", wrap=True))
        return box

    # -- showing

    def fill(self, found: PersonFile, *, other: bool) -> None:
        rows = found.card.engagements
        if other or not any(row.id == self._chosen for row in rows):
            present = found.engagement
            self._chosen = present.id if present else 0
        elif self._rows is not None and not other:
            new = {row.id for row in rows} - {row.id for row in self._rows}
            self._chosen = new.pop() if new else self._chosen  # what was just begun or renewed is shown
        if other:
            self.kind.show_value(found.engagement.type if found.engagement else EngagementType.PART_TIME, other=True)
            first = found.card.hired_on if not rows else None  # the first engagement usually begins with the first day
            self.start.set_day(first or found.today)
        if other or rows != self._rows:
            self._rows = rows
            self._show_lines(rows, found.today)
        self._show_terms(other)

    def _show_lines(self, rows: Sequence[EngagementRow], today: date) -> None:
        had = self._list.isAncestorOf(self.focusWidget() or self)
        for old in self.lines:
            self._list.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [EngagementLine(row, today) for row in rows]
        self._none.setVisible(not rows)
        before: QWidget = self
        for line in self.lines:
            line.setChecked(line.row_id == self._chosen)
            line.picked.connect(self._on_picked)
            self._list.body.addWidget(line)
            self.setTabOrder(before, line)
            before = line
            if had and line.isChecked():
                line.setFocus()

    @property
    def row(self) -> EngagementRow | None:
        """The engagement whose terms are shown."""
        return next((row for row in self.card.engagements if row.id == self._chosen), None)

    def _show_terms(self, other: bool) -> None:
        row = self.row
        self.form.setVisible(row is not None)
        if row is None:
            return
        allowed = [f for f in self.fields if f.field in engagements.allowed_fields(row.type)]
        for place, field in enumerate(self.fields):
            field.setVisible(field in allowed)
            self._grid.removeWidget(field)
            place = allowed.index(field) if field in allowed else len(self.fields)
            self._grid.addWidget(field, place // 2, place % 2)
            field.show_value(getattr(row, field.field), other=other)
        told = self.file.findings.get(row.id, ())
        self.law.setText("\n".join(told))
        self.law.setVisible(bool(told))
        self.renew.setVisible(row.end_on is not None and row.id == self.card.engagements[0].id)

    @Slot(object)
    def _on_picked(self, row_id: int) -> None:
        self.flush()
        self._chosen = row_id
        self._show_terms(other=True)

    # -- edits

    @Slot(str, object)
    def _on_kept(self, field: str, value: Any) -> None:
        row = self.row
        if row is None:
            return
        if value is None and field in ("weekly_minutes", "other_employer_minutes", "probation_months"):
            value = 0
        changed: dict[str, Any] = {field: value}
        job = partial(engagements.set_engagement, person_id=self.card.id, today=self.file.today, engagement_id=row.id, **changed)
        self.ask(N_("Change the engagement of {person}"), job, field)

    @Slot()
    def _on_renew(self) -> None:
        if self.row is not None:
            job = partial(engagements.renew, person_id=self.card.id, engagement_id=self.row.id, today=self.file.today)
            self.ask(N_("Renew the contract of {person}"), job, "end_on")

    @Slot()
    def _on_away(self) -> None:
        if self.row is not None:
            self.ask(N_("Take an engagement of {person} away"), partial(engagements.remove_engagement, engagement_id=self.row.id))

    @Slot()
    def _on_begin(self) -> None:
        kind = EngagementType(self.kind.value)
        job = partial(engagements.begin, person_id=self.card.id, kind=kind, start_on=self.start.day, today=self.file.today)
        self.ask(N_("Begin an engagement of {person}"), job)
