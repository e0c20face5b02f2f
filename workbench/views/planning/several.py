"""What is done with several chosen blocks at once, and with one block in time: each is one undo step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.planning import CopyReport, WeekState
from workbench.services import planning_several
from workbench.services.workspace import Change
from workbench.views.messages import words_of
from workbench.views.planning import board_choice as keys
from workbench.views.planning.board_state import Block
from workbench.views.theme import Tone

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen

QUARTER = 15


@dataclass(frozen=True, slots=True)
class Copied:
    """What Ctrl+C took: (task, person or 0), the first day of it, and whose it is when it is one person's."""

    pairs: tuple[tuple[int, int], ...]
    day: date
    person: int
    assignments: tuple[int, ...] = ()  # with Ctrl+X: they themselves go there


class Several(QObject):
    """Asked by the board through `several_wanted`; `copied` stays over weeks."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.copied: Copied | None = None

    def connect_all(self) -> None:
        self._screen.board.several_wanted.connect(self.want)
        self._screen.board.group_dropped.connect(self._on_group)

    @Slot(str, object)
    def want(self, what: str, blocks: list[Block]) -> None:
        """Do it with these blocks; where the week does not move, say why."""
        if what == keys.COPY:
            self._copy(blocks)
            return
        if self._is_closed():
            return
        if what == keys.PASTE:
            self._paste()
        elif what == keys.CUT:
            self._copy([block for block in blocks if block.assignment > 0], moves=True)
        elif what == keys.UNASSIGN:
            given = tuple(block.assignment for block in blocks if block.assignment > 0)
            if given:
                self._write(N_("Take people off {n} tasks"), partial(planning_several.unassign, assignment_ids=given), n=len(given))
        elif what == keys.PIN:
            given = tuple(block.assignment for block in blocks if block.assignment > 0)
            pinned = not all(block.pinned for block in blocks)
            action = N_("Pin {n} tasks") if pinned else N_("Let {n} tasks move again")
            if given:
                self._write(action, partial(planning_several.pin, assignment_ids=given, pinned=pinned), n=len(given))
        elif what == keys.SPLIT:
            self._write(N_("Cut {task} in two"), partial(planning_several.split, task_id=blocks[0].task), task=blocks[0].title)
        else:
            self._shift(what, blocks)

    def _shift(self, what: str, blocks: list[Block]) -> None:
        """Alt with the arrows: a quarter of an hour earlier or later, with Shift shorter or longer."""
        tasks = tuple(dict.fromkeys(block.task for block in blocks))
        minutes = -QUARTER if what in (keys.EARLIER, keys.SHORTER) else QUARTER
        job = partial(planning_several.shift, task_ids=tasks, minutes=minutes, end_only=what in (keys.SHORTER, keys.LONGER))
        if len(tasks) == 1:
            self._write(N_("Change the time of {task}"), job, task=blocks[0].title)
        else:
            self._write(N_("Change the time of {n} tasks"), job, n=len(tasks))

    def _copy(self, blocks: list[Block], *, moves: bool = False) -> None:
        state = self._screen.week_state
        if state is None or not blocks:
            return
        people = {block.person for block in blocks}
        first = min(state.tasks[block.task].day for block in blocks)
        self.copied = Copied(
            tuple((block.task, block.person) for block in blocks), first, next(iter(people)) if len(people) == 1 else 0,
            tuple(block.assignment for block in blocks) if moves else (),
        )  # fmt: skip
        if moves:
            words = ngettext(
                "{n} task is taken in hand; Ctrl+V moves it under the cursor.", "{n} tasks are taken in hand; Ctrl+V moves them under the cursor.",
                len(blocks),
            )  # fmt: skip
        else:
            words = ngettext(
                "{n} task is copied; Ctrl+V puts it under the cursor.",
                "{n} tasks are copied; Ctrl+V puts them under the cursor.",
                len(blocks),
            )
        self._screen.context.messages.tell(words, Tone.ACCENT)

    def _paste(self) -> None:
        """Under the cursor: on its day, and for its person when all of it is one person's."""
        copied, state = self.copied, self._screen.week_state
        if copied is None or state is None:
            self._screen.context.messages.tell(_("Nothing is copied yet: choose tasks and press Ctrl+C."), Tone.ACCENT)
            return
        row, day, _slot = self._screen.cursor_cell()
        days = (self._screen.monday + timedelta(days=day) - copied.day).days
        person = state.lines[row].person if copied.person and state.lines else None
        if copied.assignments:
            self.copied = None
            self._move(copied.assignments, days, person)
            return
        job = partial(planning_several.paste, pairs=copied.pairs, days=days, person_id=person)
        self._write(N_("Copy {n} tasks"), job, self._on_pasted, n=len({task for task, _person in copied.pairs}))

    @Slot(object, object, object, bool)
    def _on_group(self, block: Block, blocks: list[Block], target: tuple[int, int], copies: bool) -> None:
        """Several were dropped, or copied with Ctrl: as far as the one in hand; one person's change hands, several people's keep theirs."""
        state = self._screen.week_state
        if state is None or self._is_closed():
            return
        days = target[1] - state.day_of(block.task)
        person = target[0] if len({one.person for one in blocks}) == 1 else None
        if copies:
            pairs = tuple((one.task, one.person) for one in blocks)
            job = partial(planning_several.paste, pairs=pairs, days=days, person_id=person)
            self._write(N_("Copy {n} tasks"), job, self._on_pasted, n=len({task for task, _person in pairs}))
        else:
            self._move(tuple(one.assignment for one in blocks if one.assignment > 0), days, person)

    def _move(self, assignments: tuple[int, ...], days: int, person: int | None) -> None:
        job = partial(planning_several.move, assignment_ids=assignments, days=days, person_id=person)
        self._write(N_("Move {n} tasks"), job, n=len(assignments))

    @Slot(object)
    def _on_pasted(self, change: Change) -> None:
        report = change.result
        assert isinstance(report, CopyReport)
        self._screen.outputs.tell_copied(report)

    def _is_closed(self) -> bool:
        """Whether nothing may be changed now; says why."""
        screen = self._screen
        words = ""
        if screen.proposal.found is not None:
            words = _("Keep or discard the proposed plan first.")
        elif screen.week_state is None or screen.week_state.week.state is WeekState.PAST:
            words = _("That week is over; its plan stays as it was.")
        if words:
            screen.context.messages.tell(words, Tone.ACCENT)
        return bool(words)

    def _write(self, action: str, job: partial[Any], done: Any = None, **params: Any) -> None:
        screen = self._screen
        screen.actions_.write(screen, action, partial(job, today=screen.context.today()), done, self._on_refused, **params)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self._screen.context.messages.tell(words_of(error), Tone.BAD)
