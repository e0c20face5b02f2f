"""The bar below the head of a talk: plan or move it, skip it with a reason, or complete it and set the next date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import TalkCard
from workbench.readmodels.talk_way import Slot
from workbench.services import one_on_ones as service
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.slot_line import SlotLine
from workbench.views.paint import rounded
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.widgets.basic import Painted, Text
from workbench.views.widgets.fields import DateField, TimeField

PLAN, SKIP, COMPLETE = "plan", "skip", "complete"
TITLES = {
    PLAN: N_("When do you meet?"),
    SKIP: N_("Skip this talk; its points stay open"),
    COMPLETE: N_("Complete this talk and plan the next"),
}
BUTTONS = {PLAN: N_("Keep this date"), SKIP: N_("Skip and plan the next"), COMPLETE: N_("Complete and plan next")}


class PlanBar(Painted):
    """One bar for the three; Enter confirms, Escape closes."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context, self.mode = context, PLAN
        self.card: TalkCard | None = None
        self.title = Text("", TextRole.BODY_BOLD)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why? For example: trade fair, ill, no time"))
        self.reason.setAccessibleName(_("Reason"))
        self.held_label, self.held = Text(_("Held on"), TextRole.SMALL, "muted"), DateField(context.today(), _("Held on"))
        self.day_label, self.day = Text(_("Meet on"), TextRole.SMALL, "muted"), DateField(context.today(), _("Meet on"))
        self.time_label, self.time = Text(_("Begins"), TextRole.SMALL, "muted"), TimeField(0, _("Begins"))
        self.time.setSpecialValueText(_("no time"))
        self.minutes_label, self.minutes = Text(_("Minutes long"), TextRole.SMALL, "muted"), QSpinBox()
        self.minutes.setRange(5, 480)
        self.minutes.setSingleStep(5)
        self.minutes.setAccessibleName(_("Minutes long"))
        self.place = QLineEdit()
        self.place.setPlaceholderText(_("Where"))
        self.place.setAccessibleName(_("Where"))
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.slots = SlotLine(context)
        self.slots.chosen.connect(self._on_slot)
        self.day.dateChanged.connect(self._on_time_changed)
        self.time.timeChanged.connect(self._on_time_changed)
        self.minutes.valueChanged.connect(self._on_time_changed)
        self.confirm = QPushButton()
        self.confirm.setProperty("look", "primary")
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setAccessibleName(_("Cancel"))
        self.confirm.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.close_bar)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        pairs = ((self.held_label, self.held), (self.day_label, self.day), (self.time_label, self.time), (self.minutes_label, self.minutes))
        for label, editor in pairs:
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(label)
            column.addWidget(editor)
            line.addLayout(column)
        line.addStretch(1)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        ends.addWidget(self.place, 1)
        ends.addWidget(self.reason, 1)
        ends.addStretch(0)
        ends.addWidget(self.cancel)
        ends.addWidget(self.confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addLayout(line)
        layout.addWidget(self.slots)
        layout.addLayout(ends)
        layout.addWidget(self.problem)

    # -- opening

    def open(self, mode: str, card: TalkCard) -> None:
        """Show the bar for this talk with the dates that suggest themselves."""
        today = self.context.today()
        self.mode, self.card = mode, card
        self.title.setText(_(TITLES[mode]))
        self.confirm.setText(_(BUTTONS[mode]))
        leaves = mode != PLAN and card.next_on is None
        if leaves:
            self.title.setText(
                _("{title} – {name} will have left, so no further talk is planned", title=_("Complete this talk"), name=card.name)
            )
            self.confirm.setText(_("Complete talk") if mode == COMPLETE else _("Skip talk"))
        self.confirm.setAccessibleName(self.confirm.text())
        suggested = (
            (card.day if card.day is not None and card.day >= today else card.next_on or today) if mode == PLAN else card.next_on or today
        )
        self.held.setMaximumDate(_qdate(today))
        self.held.set_day(today)
        self.day.setMinimumDate(_qdate(today if mode == PLAN else today + timedelta(days=1)))
        self.day.set_day(suggested)
        self.time.set_minute(card.start_minute or 0)
        self.minutes.setValue(card.minutes if mode == PLAN else card.cadence_minutes)
        self.place.setText(card.place)
        self.reason.clear()
        self._complain("")
        self.day_label.setText(_("Meet on") if mode == PLAN else _("Next talk"))
        shown = {
            self.held: mode == COMPLETE, self.held_label: mode == COMPLETE, self.reason: mode == SKIP, self.place: mode == PLAN,
            self.minutes: mode == PLAN, self.minutes_label: mode == PLAN, self.day: not leaves, self.day_label: not leaves,
            self.time: not leaves, self.time_label: not leaves, self.slots: not leaves,
        }  # fmt: skip
        for widget, visible in shown.items():
            widget.setVisible(visible)
        self.show()
        if not leaves:
            late = mode == PLAN and card.day is not None and card.day < today
            self.slots.ask(card.person_id, today + timedelta(days=1) if late else suggested, self.minutes.value())
            self._on_time_changed()
        first: QWidget = self.reason if mode == SKIP else self.confirm if leaves else self.day
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_slot(self, slot: Slot) -> None:
        self.day.set_day(slot.day)
        self.time.set_minute(slot.start)
        self._on_time_changed()

    def _on_time_changed(self, _value: object = None) -> None:
        if self.card is not None and not self.isHidden():
            self.slots.check(self.card.person_id, self.day.day, self._start(), self.minutes.value())

    def close_bar(self) -> None:
        """Close without a change."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    # -- confirming

    def accept(self) -> None:
        """Do what the bar offers; it stays open with the reason when that is refused."""
        card = self.card
        if card is None or not self.confirm.isEnabled():
            return
        day, start = self.day.day, self._start()
        job: Callable[[UnitOfWork], object]
        if self.mode == PLAN:
            action = N_("Plan the talk with {person}")
            job = partial(
                service.plan_talk, person_id=card.person_id, day=day, start=start, minutes=self.minutes.value(), place=self.place.text()
            )
        elif card.talk_id is None:
            return
        elif self.mode == SKIP:
            action = N_("Skip the talk with {person}")
            job = partial(
                service.skip_talk,
                talk_id=card.talk_id,
                reason=self.reason.text(),
                today=self.context.today(),
                next_on=self._next(day),
                next_start=start,
            )
        else:
            action = N_("Close the talk with {person}")
            held = self.held.day
            job = partial(
                service.complete_talk,
                talk_id=card.talk_id,
                today=self.context.today(),
                next_on=self._next(day),
                next_start=start,
                held_on=held,
            )
        self.confirm.setEnabled(False)
        self.context.tasks.write(self, action, job, self._on_done, self._on_refused, person=card.name)

    def _next(self, day: date) -> date | None:
        return day if self.card is not None and self.card.next_on is not None else None

    def _start(self) -> int | None:
        return self.time.minute or None  # midnight reads "no time"

    def _on_done(self, change: Change) -> None:
        self.confirm.setEnabled(True)
        card, mode = self.card, self.mode
        self.close_bar()
        if card is None or mode == PLAN:
            return
        text = (
            _("The talk with {name} is closed.", name=card.name)
            if mode == COMPLETE
            else _("The talk with {name} is skipped.", name=card.name)
        )
        if change.result:
            text += " " + _("The next is planned for {day}.", day=self.day.day.isoformat())
        self.context.messages.tell(text, Tone.GOOD)

    def _on_refused(self, error: BaseException) -> None:
        self.confirm.setEnabled(True)
        self._complain(words_of(error))

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme().tokens
        rounded(QPainter(self), QRectF(self.rect()), METRICS.radius_card, tokens.surface, tokens.accent)


def _qdate(value: date) -> QDate:
    return QDate(value.year, value.month, value.day)
