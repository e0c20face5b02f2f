"""The automatic plan: asked for, also within a trial; the board shows the proposal until it is kept or discarded.

The week may be changed meanwhile: what was done by hand stays, and the proposal is shown on the week as it is now.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from workbench.i18n import _, ngettext
from workbench.readmodels.planning import AssignmentRow, WeekBoard
from workbench.readmodels.planning_plan import PlanKept, PlanPreview
from workbench.services.planning_keep import wanted_now
from workbench.views.planning.aims_page import Aims
from workbench.views.planning.board_state import BoardState, make_state
from workbench.views.theme import Tone

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


class Proposal(QObject):
    """`found` is the plan that waits for a word, None where none does."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.found: PlanPreview | None = None
        self.aims = Aims(screen)

    def connect_all(self) -> None:
        self._screen.solver.found.connect(self._on_found)
        self._screen.side.preview.kept.connect(self.keep)
        self._screen.side.preview.discarded.connect(self.discard)
        self._screen.actions_.plan_kept.connect(self._on_kept)
        self._screen.side.addWidget(self.aims.page)
        self.aims.connect_all()

    def plan(self, seconds: float, keep_published: bool, *, repair: bool = False) -> None:
        """Begin an automatic plan of the week, or fill its gaps only; within a trial, of the week as it is tried."""
        screen = self._screen
        screen.flush()
        case = None
        if screen.what_if.is_on:
            if screen.what_if.is_busy or screen.details is None:
                screen.context.messages.tell(_("The step before is still being tried; try again in a moment."), Tone.ACCENT)
                return
            case = screen.details.case
        screen.side.hint.show_plan_report(())
        screen.solver.start(screen.monday, seconds, keep_published, repair=repair, tried=case)

    @Slot(object)
    def _on_found(self, found: PlanPreview) -> None:
        """The board shows the proposal until it is kept or discarded."""
        state = self._screen.week_state
        if state is None or found.monday != self._screen.monday:
            return
        self.found = found
        self._show(state)
        self._screen.side.preview.show_preview(found, changed=is_changed(state.week, found))
        self._screen.side.show_page(self._screen.side.preview)
        self._screen.side.preview.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, state: BoardState) -> None:
        assert self.found is not None
        proposed = proposed_state(state.week, self.found)
        self._screen.show_board(proposed)
        self._screen.tray.show_seats(proposed)
        self._screen.tray.show_reasons(proposed, self.found.open_seats)

    def follow(self, state: BoardState) -> bool:
        """The week was read again: the proposal is shown on it. False where none waits."""
        if self.found is None:
            return False
        self._show(state)
        self._screen.side.preview.show_changed(is_changed(state.week, self.found))
        return True

    def forget(self) -> None:
        """The week, or the trial that the proposal is about, is no longer there."""
        if self.found is not None:
            self.found = None
            self._screen.side.show_hint()

    @Slot(object)
    def _on_kept(self, kept: PlanKept) -> None:
        """How much was taken, and beside the board what was not and why."""
        screen = self._screen
        if screen.what_if.is_on:
            text = ngettext("The plan is tried: {n} change.", "The plan is tried: {n} changes.", kept.changes)
        else:
            text = ngettext("The plan is kept: {n} change.", "The plan is kept: {n} changes.", kept.changes)
        if kept.left_out:
            text += " " + ngettext("{n} part no longer fitted.", "{n} parts no longer fitted.", len(kept.left_out))
        screen.side.hint.show_plan_report(kept.left_out)
        screen.place_side()
        screen.context.messages.tell(text, Tone.WARNING if kept.left_out else Tone.GOOD)

    @Slot()
    def keep(self) -> None:
        """Write it as the plan of the week, or try it where a trial is on."""
        found, self.found = self.found, None
        self._screen.side.show_hint()
        if found is not None and self._screen.week_state is not None:
            self._screen.show_board(self._screen.week_state)
            self._screen.actions_.keep_plan(found)

    @Slot()
    def discard(self) -> None:
        """The board shows again what is saved."""
        self.found = None
        self._screen.side.show_hint()
        state, details = self._screen.week_state, self._screen.details
        if state is not None:
            self._screen.show_board(state)
            self._screen.tray.show_seats(state)
            self._screen.tray.show_reasons(state, details.seats if details is not None else ())


def is_changed(week: WeekBoard, found: PlanPreview) -> bool:
    """Whether somebody else has a task, or a task is gone or elsewhere, since the plan was begun."""
    tasks = {task.id: task for task in week.tasks}
    moved = any(one.task_id not in tasks or tasks[one.task_id].start != one.before for one in found.moves)
    return moved or {(one.task_id, one.person_id) for one in week.assignments} != found.basis


def proposed_state(week: WeekBoard, found: PlanPreview) -> BoardState:
    """The board as it would be: kept assignments as they are, new ones dashed, tasks at the times that were chosen."""
    saved = {(one.task_id, one.person_id): one for one in week.assignments}
    tasks, people = {task.id: task for task in week.tasks}, {person.id for person in week.people}
    rows = []
    for number, pair in enumerate(sorted(wanted_now(found, saved)), 1):
        if pair[0] in tasks and pair[1] in people:
            rows.append(saved.get(pair) or AssignmentRow(-number, pair[0], pair[1], False, True, "", "", None))
    for one in found.moves:
        task = tasks.get(one.task_id)
        if task is not None and (task.day, task.start) == (one.day, one.before):
            tasks[one.task_id] = task._replace(start=one.start, end=one.end)
    moved = {one.task_id for one in found.moves}
    fresh = {(row.task_id, row.person_id) for row in rows if (row.task_id, row.person_id) not in saved or row.task_id in moved}
    shown = replace(week, assignments=tuple(rows), tasks=tuple(tasks.values()), number=max(1, week.number))
    return make_state(shown, fresh)
