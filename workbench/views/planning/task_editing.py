"""The form at the right: a new task, one that is changed, copied or deleted, and the lists it offers."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from workbench.readmodels.planning import Choices, WeekState
from workbench.services import planning
from workbench.views.planning.demand_page import DemandEditing

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


class TaskEditing(QObject):
    """The lists are read when the form is first shown, and again each time."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._choices: Choices | None = None
        self.demand = DemandEditing(screen)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.demand.page.flush()
        if self._screen.side.form.task_id is not None:
            self._screen.side.form.flush()

    def connect_all(self) -> None:
        self.demand.connect_all()
        form, act = self._screen.side.form, self._screen.actions_
        self._screen.side.task.edit_wanted.connect(self.edit)
        form.added.connect(act.add_task)
        form.changed.connect(self._on_form_changed)
        form.delete_wanted.connect(self._on_delete)
        act.form_refused.connect(form.complain)
        act.task_added.connect(self._on_task_added)
        self._screen.empty.add.connect(self.new_task)

    @Slot()
    def new_task(self) -> None:
        """The empty form for the day under the cursor."""
        self._offer_choices()
        if self._screen.week_state is not None:
            self._screen.side.form.know(self._screen.week_state.week)
        day = self._screen.monday + timedelta(days=self._screen.cursor_cell()[1])
        self._screen.stack.setCurrentWidget(self._screen.body)
        self._screen.side.form.show_new(day)
        self._screen.side.show_page(self._screen.side.form)

    @Slot(object)
    def edit(self, task_id: int) -> None:
        """The form of a task, unless its week is over."""
        if (
            self._screen.week_state is not None
            and task_id in self._screen.week_state.tasks
            and self._screen.week_state.week.state is not WeekState.PAST
        ):
            self._screen.side.form.know(self._screen.week_state.week)
            self._offer_choices()
            self._screen.side.form.show_task(self._screen.week_state.tasks[task_id])
            self._screen.side.show_page(self._screen.side.form)

    def _offer_choices(self) -> None:
        if self._choices is not None:
            self._screen.side.form.offer(self._choices)
        self._screen.context.tasks.read(self, partial(planning.load_choices, today=self._screen.context.today()), self._on_choices)

    @Slot(object)
    def _on_choices(self, choices: Choices) -> None:
        fresh = self._choices is None
        if choices != self._choices:
            self._choices = choices
            self._screen.side.form.offer(choices)
            task_id = self._screen.side.form.task_id
            if fresh and task_id is not None and self._screen.week_state is not None and task_id in self._screen.week_state.tasks:
                self._screen.side.form.show_again(self._screen.week_state.tasks[task_id])

    @Slot(object, object)
    def _on_form_changed(self, task_id: int, fields: dict[str, Any]) -> None:
        if self._screen.week_state is not None and task_id in self._screen.week_state.tasks:
            self._screen.actions_.edit_task(task_id, self._screen.week_state.tasks[task_id].title, fields)

    @Slot(object)
    def _on_delete(self, task_id: int) -> None:
        if self._screen.week_state is not None and task_id in self._screen.week_state.tasks:
            title = self._screen.week_state.tasks[task_id].title
            self._screen.side.show_hint()
            self._screen.actions_.delete_task(task_id, title)

    @Slot()
    def copy_task(self) -> None:
        """Ctrl+D: the chosen task once more."""
        block = self._screen.side.task.block if self._screen.side.currentWidget() is self._screen.side.task else None
        if block is not None:
            self._screen.actions_.copy_task(block.task, block.title)

    @Slot(object)
    def _on_task_added(self, task_id: int) -> None:
        self._screen.side.form.forget()
        self._screen.side.show_hint()
        self._screen.chosen.wanted = {"task_id": task_id}
