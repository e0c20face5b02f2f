"""Drag, give, swap, pin and take off: what is done with blocks on the board, and where a reason is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from workbench.i18n import _
from workbench.readmodels.planning import CandidateRow, Judgement, WeekState
from workbench.services.planning_swap import swap_sides
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
        self.second: Block | None = None  # whose verdicts are shown beside those of `swapping`
        self.wish: Wish | None = None

    def connect_all(self) -> None:
        board, page, act = self._screen.board, self._screen.side.task, self._screen.actions_
        board.block_dropped.connect(self._on_dropped)
        board.unassign_wanted.connect(self.unassign)
        board.pin_wanted.connect(self.pin)
        self._screen.tray.carried.connect(self._on_carried)
        page.person_wanted.connect(self._on_candidate)
        page.swap_wanted.connect(self._on_swap)
        page.pin_wanted.connect(self.pin)
        page.unassign_wanted.connect(self.unassign)
        page.swap.given.connect(self._on_swap_given)
        page.swap.given_up.connect(self.give_up_swap)
        page.reason.given.connect(self._on_reason)
        page.reason.given_up.connect(self._on_reason_given_up)
        act.reason_wanted.connect(self._on_reason_wanted)
        act.done.connect(self._on_wish_done)
        act.placed.connect(self._on_placed)
        act.refused.connect(self._on_refused)

    def forget(self) -> None:
        """Another week comes."""
        self.wish = None
        self._end_swap()

    def take_swap(self, block: Block) -> bool:
        """While a swap is on, another block is looked at: both verdicts are shown; True when it is done with that."""
        first, state, details, page = self.swapping, self._screen.week_state, self._screen.details, self._screen.side.task
        if first is None:
            return False
        if state is None or details is None or block.assignment <= 0 or state.find(first.key) is None:
            self._end_swap()
            return False
        if block.key == first.key:
            self.second = None
            self.begin_swap(first)
            return True
        if block.person == first.person or block.task == first.task:
            self._screen.context.messages.tell(_("Choose a task of somebody else; that person then takes this one."), Tone.ACCENT)
            return True
        self.second = block
        sides = swap_sides(details.case, (first.task, first.person), (block.task, block.person))
        page.swap.ask(sides, state.name, state.tasks)
        self._screen.side.show_page(page)
        return True

    def _end_swap(self) -> None:
        self.swapping, self.second = None, None
        self._screen.side.task.end_swap()

    @Slot()
    def swap_key(self) -> None:
        """X: begin with what is chosen; once both verdicts are there, go to them."""
        card = self._screen.side.task.swap
        if self.swapping is not None and self.second is not None and card.isVisible():
            card.take_focus()
        elif self.swapping is not None:
            self._end_swap()
        else:
            block = self._screen.hours_page.chosen_block()
            if block is None or block.assignment <= 0:
                self._screen.context.messages.tell(_("Choose a task that somebody has, then swap it."), Tone.ACCENT)
            else:
                self.begin_swap(block)

    def begin_swap(self, block: Block) -> None:
        """Wait for the other block."""
        if self.judge_for(block) is None:
            return
        self._screen.show_block(block)
        self.swapping, self.second = block, None
        how = _(
            "Choose the task that {person} takes instead; what the rules say of both is shown before anything changes.",
            person=self._name(block),
        )
        self._screen.side.task.begin_swap(how)

    def _name(self, block: Block) -> str:
        return self._screen.week_state.name(block.person) if self._screen.week_state is not None else ""

    @Slot(str)
    def _on_swap_given(self, reason: str) -> None:
        if self.swapping is not None and self.second is not None:
            self._screen.actions_.give(Wish(self.swapping, self.second.person, self._name(self.second), other=self.second), reason)

    @Slot()
    def give_up_swap(self) -> None:
        """Escape, or the card was put away."""
        if self.swapping is not None:
            self._end_swap()
            self._screen.board_in_use().setFocus(Qt.FocusReason.OtherFocusReason)

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
        if wish.other is not None:
            self._screen.side.task.swap.want_reason(why)
            return
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
        self._screen.board_in_use().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_wish_done(self, _wish: Wish) -> None:
        self.wish = None
        self._end_swap()
        self._screen.side.task.reason.hide()
        self._screen.board_in_use().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_placed(self, assignment: int) -> None:
        self._screen.chosen.wanted = {"key": assignment}

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        """Beside the reason where one was asked, else as a line in the window."""
        if self.second is not None and self._screen.side.task.swap.isVisible():
            self._screen.side.task.swap.complain(words)
        elif self.wish is not None and self._screen.side.task.reason.isVisible():
            self._screen.side.task.reason.complain(words)
        else:
            self._screen.context.messages.tell(words, Tone.BAD)

    @Slot(object)
    def _on_swap(self, block: Block | None) -> None:
        if self.swapping is not None or block is None:
            self._end_swap()
        else:
            self.begin_swap(block)

    @Slot(object)
    def pin(self, block: Block) -> None:
        """Pin, or let it move again."""
        if self._screen.proposal.found is None:
            self._screen.actions_.pin(block)

    @Slot(object)
    def unassign(self, block: Block) -> None:
        """Take the person off."""
        if self._screen.week_state is not None and self._screen.proposal.found is None:
            self._screen.actions_.unassign(self._screen.week_state, block)
