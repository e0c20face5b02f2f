"""What if: steps on the board are tried on a copy of the week; their effect is shown, and nothing is written until it is kept.

Every write of the week goes through `write`: while a trial is on, it becomes a step of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from workbench.i18n import N_, _, ngettext
from workbench.models.values.periods import Week
from workbench.readmodels.planning import WeekState
from workbench.services import planning_trial
from workbench.services.planning_trial import Basis, Trial, TrialStep
from workbench.services.workspace import Change, UnitOfWork, Workspace
from workbench.views.messages import words_of
from workbench.views.planning.board_state import BoardState, make_state
from workbench.views.planning.reading import Details
from workbench.views.planning.what_if_page import WhatIfBar, WhatIfPage
from workbench.views.tasks import Progress
from workbench.views.theme import Tone
from workbench.views.undo import Tried

if TYPE_CHECKING:
    from datetime import date

    from workbench.views.planning.screen import PlanningScreen

Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
KEY, BACK_KEY = "H", "Backspace"


@dataclass(frozen=True, slots=True)
class TriedChange:
    """What a step gave back, as a `Change` carries it after a write."""

    result: object


@dataclass(frozen=True, slots=True)
class _Answer:
    """A trial ready to be shown."""

    trial: Trial
    state: BoardState
    details: Details


def _attempt(
    progress: Progress,
    *,
    workspace: Workspace,
    monday: date,
    today: date,
    basis: Basis,
    steps: tuple[TrialStep, ...],
    number: int,
    known: tuple[object, ...],
) -> _Answer:
    trial = planning_trial.attempt(workspace, monday, today, basis, steps, known)
    progress.check()
    state = make_state(trial.board, trial.facts.changed if trial.board.number else None)
    return _Answer(trial, state, Details(number, trial.facts, trial.case, trial.case.open_seats(), trial.case.conflicts(), None))


class WhatIf(QObject):
    """`is_on` from the first click until it is kept or dropped; `steps` are what was tried so far."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.steps: tuple[TrialStep, ...] = ()
        self._undone: tuple[TrialStep, ...] = ()  # taken back within the trial, the newest last
        self._results: tuple[object, ...] = ()  # what the steps gave back when they were tried last
        self._saved: Details | None = None  # of the week as it is kept, to be compared with
        self._basis: Basis = ((), ())
        self._waiting: tuple[tuple[TrialStep, ...], Done | None, Failed | None] | None = None
        self.bar, self.page = WhatIfBar(), WhatIfPage()
        self._key = QShortcut(QKeySequence(KEY), screen)
        self._back_key = QShortcut(QKeySequence(BACK_KEY), screen)
        for key in (self._key, self._back_key):
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def connect_all(self) -> None:
        self._screen.installEventFilter(self)
        self._key.activated.connect(self.toggle)
        self._back_key.activated.connect(self.take_back)
        self.bar.effect_wanted.connect(self.show_page)
        for part in (self.bar, self.page):
            part.kept.connect(self.keep)
            part.dropped.connect(self.drop)
            part.taken_back.connect(self.take_back)
        self.page.hour_wanted.connect(self.add_hour)
        self.page.place_wanted.connect(self.add_place)
        self.page.person_wanted.connect(self.add_person)

    @property
    def is_on(self) -> bool:
        return self._saved is not None

    @property
    def is_busy(self) -> bool:
        """Whether a step is being tried at this moment."""
        return self._waiting is not None

    # -- begin and end --------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """H: begin a trial, or drop one in which nothing was tried."""
        if not self.is_on:
            self.begin()
        elif self.steps:
            self.show_page()
            self.page.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.drop()

    @Slot()
    def begin(self) -> None:
        screen = self._screen
        state, words = screen.week_state, ""
        if screen.proposal.found is not None:
            words = _("Keep or discard the proposed plan first.")
        elif screen.solver.is_running:
            words = _("The week is being planned; stop that first, or wait for the plan.")
        elif state is None or screen.details is None:
            words = _("The rules of this week are still being read; try again in a moment.")
        elif state.week.state is WeekState.PAST:
            words = _("That week is over; its plan stays as it was.")
        if words or state is None:
            screen.context.messages.tell(words, Tone.ACCENT)
            return
        screen.flush()
        self._saved, self._basis = screen.details, (state.week.tasks, state.week.assignments)
        self.steps, self._undone, self._results, self._waiting = (), (), (), None
        self.bar.show()
        self._lend()
        self._show_effect()
        self.show_page()

    def end(self) -> None:
        """Forget it; the board is left as it is."""
        self._saved, self.steps, self._undone, self._waiting = None, (), (), None
        self.bar.hide()
        if self._screen.solver.in_trial:
            self._screen.solver.stop()
            self._screen.proposal.forget()
        self._lend()
        if self._screen.side.currentWidget() is self.page:
            self._screen.side.show_hint()

    @Slot()
    def drop(self) -> None:
        """The board shows again what is saved."""
        if self.is_on:
            self.end()
            self._screen.reload()

    @Slot()
    def keep(self) -> None:
        """Write all of it as one step."""
        if not self.steps or self._waiting is not None:
            return
        screen, count = self._screen, len(self.steps)
        job = partial(planning_trial.keep, monday=screen.monday, basis=self._basis, steps=self.steps)
        week = str(Week.from_date(screen.monday))
        if count == 1:
            only = self.steps[0]
            screen.context.tasks.write(self, only.action, job, self._on_kept, self._on_not_kept, undoable=True, **only.params)
        else:
            screen.context.tasks.write(self, N_("Keep a trial of {week}"), job, self._on_kept, self._on_not_kept, week=week)

    @Slot(object)
    def _on_kept(self, change: Change) -> None:
        count = int(str(change.result))
        self.end()
        self._screen.reload()
        self._screen.context.messages.tell(ngettext("The trial is kept: {n} step.", "The trial is kept: {n} steps.", count))

    @Slot(object)
    def _on_not_kept(self, error: BaseException) -> None:
        self._screen.context.messages.tell(words_of(error), Tone.BAD)

    def blocks(self) -> bool:
        """Whether a trial with steps is on, so that nothing else may begin; says so."""
        if self.is_on and not self.steps:
            self.end()
        if self.is_on:
            self._screen.context.messages.tell(_("Keep or drop the trial first."), Tone.ACCENT)
        return self.is_on

    # -- steps ----------------------------------------------------------------------------------

    def write(
        self, owner: QObject, action: str, job: Callable[[UnitOfWork], object], done: Done | None = None, failed: Failed | None = None,
        *, imagined: bool = False, **params: object,
    ) -> None:  # fmt: skip
        """A write of the week, or a step of the trial while one is on."""
        if not self.is_on:
            self._screen.context.tasks.write(owner, action, job, done, failed, undoable=True, **params)
            return
        if self._waiting is not None:
            self._screen.context.messages.tell(_("The step before is still being tried; try again in a moment."), Tone.ACCENT)
            return
        self._undone = ()
        self._try((*self.steps, TrialStep(action, job, params, imagined)), done, failed)

    def _try(self, steps: tuple[TrialStep, ...], done: Done | None = None, failed: Failed | None = None) -> None:
        screen = self._screen
        screen.proposal.forget()
        self._waiting = (steps, done, failed)
        job = partial(
            _attempt, workspace=screen.context.workspace, monday=screen.monday, today=screen.context.today(), basis=self._basis, steps=steps,
            number=screen.number, known=self._results,
        )  # fmt: skip
        screen.context.tasks.work(self, job, self._on_tried, self._on_not_tried)

    @Slot(object)
    def _on_tried(self, answer: _Answer) -> None:
        if self._waiting is None:
            return
        (steps, done, _failed), self._waiting = self._waiting, None
        more = len(steps) > len(self.steps)
        self.steps, self._results = steps, answer.trial.results
        self._lend()
        if done is not None and more:
            done(TriedChange(answer.trial.results[-1]))
        self._screen.show_tried(answer.state, answer.details)
        self._show_effect()

    @Slot(object)
    def _on_not_tried(self, error: BaseException) -> None:
        """A refused step leaves the trial as it was."""
        if self._waiting is None:
            return
        (steps, _done, failed), self._waiting = self._waiting, None
        if failed is not None:
            failed(error)
        else:
            self._screen.context.messages.tell(words_of(error), Tone.BAD)
        if len(steps) <= len(self.steps):  # not a new step: what was tried no longer fits the week
            self.drop()

    @Slot()
    def take_back(self) -> None:
        """One step less."""
        if self.steps and self._waiting is None:
            self._undone = (*self._undone, self.steps[-1])
            self._try(self.steps[:-1])

    @Slot()
    def put_back(self) -> None:
        """The step that was taken back last is tried again."""
        if self._undone and self._waiting is None:
            again, self._undone = self._undone[-1], self._undone[:-1]
            self._try((*self.steps, again))

    def _lend(self) -> None:
        """While a trial is on and in sight, the keys of undo and redo are about its steps."""
        lent = None
        if self.is_on and self._screen.isVisible():
            back, again = (some[-1].name if some else "" for some in (self.steps, self._undone))
            lent = Tried(back, again, self.take_back, self.put_back)
        self._screen.steps_tried.emit(lent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and self.is_on:
            self._lend()
        return False

    def rebase(self, state: BoardState, details: Details) -> None:
        """The saved week was read again: compare with it, and try the same steps on it."""
        self._saved, self._basis = details, (state.week.tasks, state.week.assignments)
        if self.steps:
            self._try(self._waiting[0] if self._waiting is not None else self.steps, *(self._waiting[1:] if self._waiting else ()))

    # -- what is shown --------------------------------------------------------------------------

    @Slot()
    def show_page(self) -> None:
        self._screen.side.show_page(self.page)

    def _show_effect(self) -> None:
        saved, now = self._saved, self._screen.details
        if saved is None or now is None:
            return
        effect = planning_trial.effect_of(saved.facts, saved.conflicts, now.facts, now.conflicts)
        names = [step.name for step in self.steps]
        imagined = any(step.imagined for step in self.steps)
        self.page.show_effect(effect, names, self._screen.board.state.name, may_keep=not imagined)
        self.bar.show_effect(effect, len(names), may_keep=not imagined)

    # -- what the page adds ---------------------------------------------------------------------

    def _person(self) -> tuple[int, str] | None:
        """Who is meant: of the chosen task, else of the line under the cursor."""
        state, block = self._screen.board.state, self._screen.side.task.block
        if block is not None and block.person in state.row_of:
            return block.person, state.name(block.person)
        row = self._screen.cursor_cell()[0]
        return (state.lines[row].person, state.lines[row].name) if row < len(state.lines) else None

    @Slot()
    def add_hour(self) -> None:
        found = self._person()
        if found is not None:
            self.write(
                self,
                N_("An hour more a week for {person}"),
                partial(planning_trial.add_hour, person_id=found[0]),
                None,
                None,
                person=found[1],
            )

    @Slot()
    def add_place(self) -> None:
        block = self._screen.side.task.block
        if block is None:
            self._screen.context.messages.tell(_("Choose the task on the board first, then ask for one more person on it."), Tone.ACCENT)
            return
        job = partial(planning_trial.add_place, task_id=block.task, today=self._screen.context.today())
        self.write(self, N_("One more person on {task}"), job, None, None, task=block.title)

    @Slot()
    def add_person(self) -> None:
        found = self._person()
        if found is not None:
            name = _("{person} (imagined)", person=found[1])
            job = partial(planning_trial.imagine_person, person_id=found[0], name=name)
            self.write(self, N_("One more person like {person}"), job, None, None, imagined=True, person=found[1])
