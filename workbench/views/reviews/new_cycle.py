"""The form for a new cycle, in place: kind and period, who is rated and who is not and why, and when each step is due."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import CyclePeriod, ReviewState
from workbench.models.values.labels import label
from workbench.models.values.periods import Period
from workbench.readmodels.reviews import CyclePlan
from workbench.services import reviews_cycle, reviews_people
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.reviews.part import KeptLine
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.fields import DateField
from workbench.views.widgets.forms import FormRow

PAUSE_MS = 150
LENGTHS = (CyclePeriod.MONTH, CyclePeriod.QUARTER, CyclePeriod.HALF_YEAR, CyclePeriod.YEAR)
DUE_STEPS = (ReviewState.SELF, ReviewState.MANAGER, ReviewState.CALIBRATION, ReviewState.INTERVIEW)


class NewCycle(Card):
    """Emits the id of the cycle it opened, or that it was left."""

    opened = Signal(object)  # an id
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=18, spacing=10)
        self.context = context
        self.setAccessibleName(_("New review cycle"))
        self.plan: CyclePlan | None = None
        self.kind = QComboBox()
        for kind in CyclePeriod:
            self.kind.addItem(_(label(kind)), kind.value)
        self.kind.setCurrentIndex(self.kind.findData(CyclePeriod.QUARTER.value))
        today = self.context.today()
        self.start, self.end = DateField(today, _("First day")), DateField(today, _("Last day"))
        self.name = KeptLine(_("Cycle name"), _("as the period"))
        self.rows = [
            FormRow(_("Kind"), self.kind), FormRow(_("First day"), self.start), FormRow(_("Last day"), self.end), FormRow(_("Cycle name"), self.name)
        ]  # fmt: skip
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()
        self.told = Text("", TextRole.BODY, wrap=True)
        self.due = Text("", TextRole.SMALL, "muted", wrap=True)
        self.doubts = Text("", TextRole.SMALL, "warning", wrap=True)
        self.people = QListWidget()
        self.people.setAccessibleName(_("Who is rated"))
        self.people.setMinimumHeight(theme().px(160))
        self.open_button, self.cancel = QPushButton(_("Open the cycle")), QPushButton(_("Cancel"))
        self.open_button.setProperty("look", "primary")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._lay_out()
        self._set_period(Period.around(self._last_quarter(), CyclePeriod.QUARTER))
        self.kind.activated.connect(self._on_kind)
        self.start.dateChanged.connect(self._on_start)
        self.end.dateChanged.connect(self._on_changed)
        self.open_button.clicked.connect(self._on_open)
        self.cancel.clicked.connect(self.left)
        self._read()

    def _lay_out(self) -> None:
        self.body.addWidget(Text(_("New review cycle"), TextRole.HEADING))
        line = QHBoxLayout()
        line.setSpacing(12)
        for row in self.rows:
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        for widget in (self.doubts, self.told, self.due):
            self.body.addWidget(widget)
        self.body.addWidget(self.people, 1)
        self.body.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.open_button)
        self.body.addLayout(buttons)

    def _last_quarter(self) -> date:
        """A day of the last quarter that has ended."""
        return Period.around(self.context.today(), CyclePeriod.QUARTER).start - timedelta(days=1)

    @property
    def chosen_kind(self) -> CyclePeriod:
        return CyclePeriod(str(self.kind.currentData()))

    @property
    def period(self) -> Period | None:
        first, last = self.start.day, self.end.day
        return Period(first, last) if first <= last else None

    def _set_period(self, period: Period) -> None:
        for edit, day in ((self.start, period.start), (self.end, period.end)):
            edit.blockSignals(True)
            edit.set_day(day)
            edit.blockSignals(False)

    # -- slots

    @Slot()
    def _on_kind(self) -> None:
        if self.chosen_kind in LENGTHS:
            running = Period.around(self.context.today(), self.chosen_kind)
            self._set_period(Period.around(running.start - timedelta(days=1), self.chosen_kind))
        self._on_changed()

    @Slot()
    def _on_start(self) -> None:
        if self.chosen_kind in LENGTHS:
            self._set_period(Period(self.start.day, Period.around(self.start.day, self.chosen_kind).end))
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self.open_button.setEnabled(False)
        self._pause.start()

    @Slot()
    def _read(self) -> None:
        period = self.period
        if period is None:
            self.rows[2].complain(_("The last day is before the first."))
            return
        self.rows[2].complain("")
        job = partial(reviews_people.plan_cycle, kind=self.chosen_kind, period=period, today=self.context.today())
        self.context.tasks.read(self, job, self._on_plan, self._on_refused)

    @Slot(object)
    def _on_plan(self, plan: CyclePlan) -> None:
        self.plan = plan
        self.complain("")
        rated = [person for person in plan.people if not person.excluded_because]
        without = [person for person in plan.people if person.excluded_because]
        self.told.setText(
            ngettext(
                "{n} person is rated, {without} without a grade",
                "{n} people are rated, {without} without a grade",
                len(rated),
                without=len(without),
            )
        )
        days = [f"{_(label(step))} {i18n.full_date(plan.due[step.value])}" for step in DUE_STEPS if step.value in plan.due]
        self.due.setText(_("Due, in working days of the real calendar: {days}", days=" · ".join(days)))
        self._show_doubts(plan)
        self.people.clear()
        self.people.addItems([f"{p.name} ({p.code}) · {_('Not rated')}: {_(p.excluded_because)}" for p in without])
        self.people.addItems([f"{p.name} ({p.code})" for p in rated])
        self.open_button.setEnabled(bool(plan.people))

    def _show_doubts(self, plan: CyclePlan) -> None:
        doubts = []
        if not plan.people:
            doubts.append(
                _("Nobody was in the team in these days, so there is nobody to rate. Enter the people under Team, or choose other days.")
            )
        if plan.same_as:
            doubts.append(_("There is a cycle for the same days already: {cycle}.", cycle=plan.same_as))
        if plan.missing_years:
            years = ", ".join(str(year) for year in plan.missing_years)
            doubts.append(_("There is no holiday calendar for {years}; Monday to Friday are counted as working days.", years=years))
        period = self.period
        if period is not None and period.end > self.context.today():
            doubts.append(_("The period has not ended; figures grow until it has."))
        self.doubts.setText(" ".join(doubts))
        self.doubts.setVisible(bool(doubts))

    @Slot()
    def _on_open(self) -> None:
        period = self.period
        if period is None:
            return
        self.open_button.setEnabled(False)
        name = self.name.text().strip()
        code = (
            period.name
            if not (self.plan and self.plan.same_as)
            else f"{period.name} {self.chosen_kind.value} {self.context.today().isoformat()}"
        )
        job = partial(reviews_cycle.create_cycle, kind=self.chosen_kind, period=period, today=self.context.today(), code=code, name=name)
        self.context.tasks.write(
            self, N_("Open the review cycle {cycle}"), job, self._on_opened, self._on_refused, cycle=name or period.name
        )

    @Slot(object)
    def _on_opened(self, change: Change) -> None:
        self.opened.emit(change.result)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self.complain(words_of(error))
        self.open_button.setEnabled(True)

    def complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def page_of(form: NewCycle) -> QWidget:
    """The form with the margins of a page."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.addWidget(form)
    form.setMaximumWidth(theme().px(900))
    layout.setAlignment(form, Qt.AlignmentFlag.AlignHCenter)
    return page
