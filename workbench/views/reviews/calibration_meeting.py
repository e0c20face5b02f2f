"""The meeting: its day, who took part, who stayed out, every change made, and the closing of the minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.readmodels.calibration import CalibrationBoard
from workbench.services import reviews_calibration_meeting as service
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.reviews.part import AskBar, KeptText, quiet
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.fields import DateField
from workbench.views.widgets.forms import FormRow
from workbench.views.words import calibration as words

WRITE = N_("Write about the calibration of {cycle}")
CLOSE = N_("Close the minutes of {cycle}")


class MeetingPage(Card):
    """Everything typed is kept at once, each as one step to undo; a closed meeting only reads."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=14, spacing=10)
        self.context = context
        self._board: CalibrationBoard | None = None
        self.held_on = DateField(context.today(), _("Day of the meeting"))
        self.held_on.edited.connect(self._on_day)
        self.today_button = quiet(_("Held today"))
        self.today_button.clicked.connect(self._on_today)
        self.texts = {
            "attendees": KeptText(_("Taking part"), _("One name a line"), 54),
            "recusals": KeptText(_("Staying out"), _("Who stays out of which decision, and why"), 40),
            "notes": KeptText(_("Notes"), "", 54),
        }
        for edit in self.texts.values():
            edit.changed_to.connect(self._on_text)
        self.state = Text("", TextRole.SMALL, "muted", wrap=True)
        self.count = Text("", TextRole.HEADING)
        self.steps = QListWidget()
        self.steps.setAccessibleName(_("Changes of the meeting"))
        self.steps.setWordWrap(True)
        self.steps.setMinimumHeight(theme().px(90))
        self.close_button = QPushButton(_("Close the minutes …"))
        self.close_button.clicked.connect(self._on_close)
        self.ask = AskBar(_("Close the minutes? They are kept as they stand, no grade of this cycle is calibrated any more, and this cannot be undone."), _("Close the minutes"))  # fmt: skip
        self.ask.confirmed.connect(self._on_confirmed)
        self.ask.left.connect(self._on_left)
        self.ask.hide()
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(18)
        left = QVBoxLayout()
        left.setSpacing(8)
        day = QHBoxLayout()
        day.addWidget(FormRow(_("Day of the meeting"), self.held_on), 1)
        day.addWidget(self.today_button, 0, Qt.AlignmentFlag.AlignBottom)
        left.addLayout(day)
        for edit in self.texts.values():
            left.addWidget(FormRow(edit.accessibleName(), edit))
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.count)
        right.addWidget(self.steps, 1)
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.state, 1)
        foot.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        for part in (self.problem, self.ask):
            self.body.addWidget(part)
        self.body.addLayout(columns, 1)
        self.body.addLayout(foot)

    def show_board(self, board: CalibrationBoard) -> None:
        other = self._board is None or self._board.cycle_id != board.cycle_id
        self._board = board
        meeting = board.meeting
        is_closed = meeting.closed_at is not None
        if meeting.held_on is not None:
            self.held_on.set_day(meeting.held_on)
        self.held_on.setEnabled(not is_closed)
        self.today_button.setVisible(meeting.held_on is None)
        for name, edit in self.texts.items():
            edit.show_kept(str(getattr(meeting, name)), other=other)
            edit.setReadOnly(is_closed)
        proposed = {row.id: row.proposed for row in board.rows}
        lines = [words.step_line(step, proposed.get(step.review_id, "")) for step in board.steps]
        if [self.steps.item(place).text() for place in range(self.steps.count())] != lines:
            self.steps.clear()
            self.steps.addItems(lines)
        self.count.setText(ngettext("{n} change", "{n} changes", len(lines)))
        self.close_button.setVisible(not is_closed)
        if meeting.closed_at is not None:
            day = i18n.full_date(i18n.local(meeting.closed_at).date())
            self.state.setText(
                _("Closed on {day} by {name}. A correction is a new version of the evaluation.", day=day, name=meeting.closed_by)
            )
        elif meeting.held_on is None:
            self.state.setText(_("The day of the meeting is not entered yet."))
        else:
            self.state.setText("")

    def flush(self) -> None:
        for edit in self.texts.values():
            edit.flush()

    # -- changing

    def _write(self, action: str, job: Callable[[UnitOfWork], object], *, undoable: bool = True) -> None:
        if self._board is not None:
            self.context.tasks.write(self, action, job, self._on_written, self._on_refused, undoable=undoable, cycle=self._board.cycle)

    @Slot(object)
    def _on_day(self, day: date) -> None:
        if self._board is not None:
            self._write(WRITE, partial(service.set_meeting, cycle_id=self._board.cycle_id, today=self.context.today(), held_on=day))

    @Slot()
    def _on_today(self) -> None:
        self.held_on.set_day(self.context.today())
        self._on_day(self.context.today())

    @Slot(str)
    def _on_text(self, text: str) -> None:
        name = next(name for name, edit in self.texts.items() if edit is self.sender())
        if self._board is not None:
            self._write(WRITE, partial(_write_text, cycle_id=self._board.cycle_id, today=self.context.today(), name=name, text=text))

    @Slot()
    def _on_close(self) -> None:
        self.flush()
        self.ask.complain("")
        self.ask.show()
        self.ask.focus_first()

    @Slot()
    def _on_left(self) -> None:
        self.ask.hide()

    @Slot(str)
    def _on_confirmed(self, _text: str) -> None:
        if self._board is not None:
            job = partial(service.close_meeting, cycle_id=self._board.cycle_id, today=self.context.today(), now=self.context.now())
            self._write(CLOSE, job, undoable=False)

    @Slot(object)
    def _on_written(self, change: Change) -> None:
        self._complain("")
        if change.action == CLOSE:
            self.ask.hide()
            self.closed.emit()

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        if self.ask.isVisible():
            self.ask.complain(words_of(error))
        else:
            self._complain(words_of(error))

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _write_text(uow: UnitOfWork, cycle_id: int, today: date, name: str, text: str) -> int:
    return service.set_meeting(uow, cycle_id, today, **{name: text})
