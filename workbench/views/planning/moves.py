"""Drag, give, swap, pin and take off: what is done with blocks on the board, and where a reason is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from workbench.i18n import _
from workbench.readmodels.planning import CandidateRow, Judgement, WeekState
from workbench.views.planning.board_state import Block
from workbench.views.planning.reading import judge_of
from workbench.views.planning.week_actions import Wish
from workbench.views.theme import Tone

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


class Moves(QObject):
    """`swapping` is the block for which another one is being chosen, `wish` what waits for its reason."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.swapping: Block | None = None
        self.wish: Wish | None = None

    def connect_all(self) -> None:
        board, page, act = self._screen.board, self._screen.side.task, self._screen.actions_
        board.block_dropped.connect(self._on_dropped)
        board.unassign_wanted.connect(self.unassign)
        board.pin_wanted.connect(self._on_pin)
        self._screen.tray.carried.connect(self._on_carried)
        page.person_wanted.connect(self._on_candidate)
        page.swap_wanted.connect(self._on_swap)
        page.pin_wanted.connect(self._on_pin)
        page.unassign_wanted.connect(self.unassign)
        page.reason.given.connect(self._on_reason)
        page.reason.given_up.connect(self._on_reason_given_up)
        act.reason_wanted.connect(self._on_reason_wanted)
        act.done.connect(self._on_wish_done)
        act.placed.connect(self._on_placed)
        act.refused.connect(self._on_refused)

    def forget(self) -> None:
        """Another week comes."""
        self.swapping, self.wish = None, None

    def take_swap(self, block: Block) -> bool:
        """The second block of a swap was chosen; True when it is done with that."""
        if self.swapping is None or self._screen.week_state is None:
            return False
        first, self.swapping = self.swapping, None
        self._screen.side.task.show_swapping(False)
        if block.assignment > 0 and block.key != first.key:
            self._screen.actions_.give(Wish(first, block.person, self._screen.week_state.name(block.person), other=block))
            return True
        return False

    def judge_for(self, block: Block) -> Callable[[int, int], Judgement | None] | None:
        """None where nothing may be moved; says why."""
        if self._screen.proposal.found is not None:
            self._screen.context.messages.tell(_("Keep or discard the proposed plan first."), Tone.ACCENT)
            return None
        if self._screen.week_state is None or self._screen.week_state.week.state is WeekState.PAST:
            self._screen.context.messages.tell(_("That week is over; its plan stays as it was."), Tone.ACCENT)
            return None
        if self._screen.details is None or block.task not in self._screen.details.case.tasks:
            self._screen.context.messages.tell(_("The rules of this week are still being read; try again in a moment."), Tone.ACCENT)
            return None
        return judge_of(self._screen.details.case, block, self._screen.week_state)

    @Slot(object)
    def _on_carried(self, block: Block) -> None:
        self._screen.select_block(block)
        self._screen.board.carry(block)

    @Slot(object, object, object)
    def _on_dropped(self, block: Block, verdict: Judgement, target: tuple[int, int]) -> None:
        if self._screen.week_state is not None:
            self._screen.actions_.drop(self._screen.week_state, block, verdict, *target)

    @Slot(object)
    def _on_candidate(self, row: CandidateRow) -> None:
        block = self._screen.side.task.block
        if block is None:
            return
        wish = Wish(block, row.person_id, row.name)
        if row.judgement.colour == "red":
            details = self._screen.details
            why = details.case.why(block.task, row.person_id) if details else row.judgement.text
            self._screen.context.messages.tell(why, Tone.BAD)
        elif row.judgement.colour == "amber" and not row.judgement.remark:
            self._on_reason_wanted(wish, row.judgement.text)
        else:
            self._screen.actions_.give(wish, remark=row.judgement.text if row.judgement.remark else "")

    @Slot(object, str)
    def _on_reason_wanted(self, wish: Wish, why: str) -> None:
        """Amber: asked in place, beside the task that it is about."""
        self.wish = wish
        self._screen.show_block(wish.block)
        self._screen.side.task.reason.ask(_("{person}: {task}", person=wish.name, task=wish.block.title), why)

    @Slot(str)
    def _on_reason(self, reason: str) -> None:
        if self.wish is not None:
            self._screen.actions_.give(self.wish, reason)

    @Slot()
    def _on_reason_given_up(self) -> None:
        self.wish = None
        self._screen.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_wish_done(self, _wish: Wish) -> None:
        self.wish = None
        self._screen.side.task.reason.hide()
        self._screen.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_placed(self, assignment: int) -> None:
        self._screen.wanted = {"key": assignment}

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        """Beside the reason where one was asked, else as a line in the window."""
        if self.wish is not None and self._screen.side.task.reason.isVisible():
            self._screen.side.task.reason.complain(words)
        else:
            self._screen.context.messages.tell(words, Tone.BAD)

    @Slot(object)
    def _on_swap(self, block: Block | None) -> None:
        self.swapping = None if self.swapping is not None else block
        self._screen.side.task.show_swapping(self.swapping is not None)
        if self.swapping is not None:
            self._screen.context.messages.tell(
                _("Choose the block on the board whose person takes {task}; theirs comes back.", task=self.swapping.title), Tone.ACCENT
            )

    @Slot(object)
    def _on_pin(self, block: Block) -> None:
        self._screen.actions_.pin(block)

    @Slot(object)
    def unassign(self, block: Block) -> None:
        """Take the person off."""
        if self._screen.week_state is not None and self._screen.proposal.found is None:
            self._screen.actions_.unassign(self._screen.week_state, block)
