"""The part of a task's form about when it may be and what it is tied to: a window, people who may not, tasks together and before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.planning import TaskRow, WeekBoard
from workbench.readmodels.planning_bonds import TaskBonds
from workbench.views.planning.board_state import span
from workbench.views.widgets.fields import TimeField
from workbench.views.widgets.forms import FormRow
from workbench.views.widgets.pick_list import PickList

DAY_START, DAY_END = 9 * 60, 18 * 60  # what a window is proposed as, where it holds the task


class TaskTies(QWidget):
    """`edited` tells that something was changed; `fields` are as the service wants them."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._week: WeekBoard | None = None
        self._span = (DAY_START, DAY_END)
        self.flexible = QCheckBox(_("The plan may choose the time"))
        self.earliest, self.latest = TimeField(DAY_START, _("Earliest begin")), TimeField(DAY_END, _("Latest end"))
        self.barred = PickList(_("Type a name"))
        self.together, self.after = PickList(_("Type a task of this week")), PickList(_("Type a task of this week"))
        self._window = QWidget()
        line = QHBoxLayout(self._window)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for row in (FormRow(_("Earliest begin"), self.earliest), FormRow(_("Latest end"), self.latest)):
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.flexible)
        layout.addWidget(self._window)
        layout.addWidget(FormRow(_("May not do it"), self.barred))
        layout.addWidget(FormRow(_("By the same people as"), self.together))
        layout.addWidget(FormRow(_("Begins after the end of"), self.after))
        self.flexible.clicked.connect(self._on_flexible)
        for field in (self.earliest, self.latest):
            field.edited.connect(self.edited)
        for pick in (self.barred, self.together, self.after):
            pick.edited.connect(self.edited)
        self._window.hide()

    # -- what is shown --------------------------------------------------------------------------

    def know(self, week: WeekBoard, own: int | None) -> None:
        """The tasks of the week are offered, all but the one of the form."""
        self._week = week
        rows = [(task.id, _task_words(task)) for task in week.tasks if task.id != own]
        self.together.offer(rows)
        self.after.offer(rows)

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """The staff by name; who is on the board and has left stays named."""
        more = [(one.id, one.name) for one in self._week.people] if self._week is not None else []
        self.barred.offer(list(dict([*more, *people]).items()))

    def fill(self, task: TaskRow | None) -> None:
        """What a task says; None is a new one."""
        flexible = bool(task and (task.earliest is not None or task.latest is not None))
        with QSignalBlocker(self.flexible):
            self.flexible.setChecked(flexible)
        self._window.setVisible(flexible)
        if task is not None:
            self._span = (task.start, task.end)
            self.earliest.set_minute(task.start if task.earliest is None else task.earliest)
            self.latest.set_minute(task.end if task.latest is None else task.latest)
        for pick, name in ((self.barred, "barred"), (self.together, "together_with"), (self.after, "after")):
            pick.choose(ties_of(task, self._week)[name])

    def fields(self) -> dict[str, Any]:
        """Minutes since midnight, None where the time is fixed; 00:00 as the latest end is midnight of the same day's end."""
        window = (self.earliest.minute, self.latest.minute or 1440) if self.flexible.isChecked() else (None, None)
        return {
            "earliest_minute": window[0], "latest_minute": window[1], "barred": frozenset(self.barred.chosen),
            "together_with": frozenset(self.together.chosen), "after": frozenset(self.after.chosen),
        }  # fmt: skip

    def show_span(self, start: int, end: int) -> None:
        """The time in the form, for the window that is proposed."""
        self._span = (start, end)

    def has_focus(self) -> bool:
        return any(pick.field.hasFocus() for pick in (self.barred, self.together, self.after))

    @Slot()
    def _on_flexible(self) -> None:
        """A window is proposed that holds the task: the office day, or more where the task lies outside of it."""
        on = self.flexible.isChecked()
        if on:
            self.earliest.set_minute(min(DAY_START, self._span[0]))
            self.latest.set_minute(max(DAY_END, self._span[1]))
        self._window.setVisible(on)
        self.edited.emit()


def ties_of(task: TaskRow | None, week: WeekBoard | None) -> dict[str, Any]:
    """The window and ties of a task of this week, as `TaskTies.fields`."""
    found = week.bonds.get(task.id, TaskBonds()) if week is not None and task is not None else TaskBonds()
    mates = (
        {one.id for one in week.tasks if task.together and one.together == task.together and one.id != task.id} if week and task else set()
    )
    window = (task.earliest, task.latest) if task is not None else (None, None)
    if task is not None and window != (None, None):
        window = (task.start if task.earliest is None else task.earliest, task.end if task.latest is None else task.latest)
    return {
        "earliest_minute": window[0], "latest_minute": window[1], "barred": found.barred, "together_with": frozenset(mates), "after": found.after,
    }  # fmt: skip


def _task_words(task: TaskRow) -> str:
    return f"{i18n.weekday(task.day)} {span(task.start, task.end)} {task.title}"
