"""What is chosen on the week screen: its page beside the board, who could do it, and where a link or a step led."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from workbench.readmodels.planning import CandidateRow
from workbench.views.planning.board_state import Block
from workbench.views.planning.reading import Details
from workbench.views.tasks import Progress

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen

CANDIDATES_AFTER_MS = 40  # the arrow keys run over many blocks; only where they rest is worked out


class Chosen(QObject):
    """`wanted` is what to show once the week is there: `key` of a block, `task_id` or `person_id`."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.wanted: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CANDIDATES_AFTER_MS)
        self._timer.timeout.connect(self._look_for_candidates)

    def follow(self) -> None:
        """After a read: the chosen block as it is now, or another seat of its task, or nothing."""
        screen, side, state = self._screen, self._screen.side, self._screen.week_state
        page = side.task
        assert state is not None
        if side.currentWidget() is side.form and side.form.task_id is not None:
            task = state.tasks.get(side.form.task_id)
            if task is None:
                side.show_hint()
            else:
                side.form.know(state.week)
                side.form.show_task(task)
            return
        if page.block is None:
            return
        block = state.find(page.block.key) or next((one for one in state.everything() if one.task == page.block.task), None)
        if side.currentWidget() is not page:
            if block is not None and side.currentWidget() is screen.what_if.page:
                self._show_page(block)  # behind the effect of the trial it stays what is meant
        elif block is None:
            screen.board.select(None)
            side.show_hint()
        else:
            self.show(block)

    def show(self, block: Block) -> None:
        """Its page, and who could do it once the keys rest on it."""
        self._show_page(block)
        self._screen.side.show_page(self._screen.side.task)

    def _show_page(self, block: Block) -> None:
        screen, state, details = self._screen, self._screen.week_state, self._screen.details
        assert state is not None
        customer = state.tasks[block.task].customer_id
        owner = details.facts.owners.get(customer or 0, "") if details else ""
        screen.side.task.show_block(state, block, details.conflicts if details else (), owner)
        screen.tray.show_chosen(state, block.task)
        self._timer.start()

    @Slot()
    def _look_for_candidates(self) -> None:
        block, details = self._screen.side.task.block, self._screen.details
        if block is not None and details is not None and block.task in details.case.tasks:
            self._screen.context.tasks.work(self, partial(_candidates, details, block), self._on_candidates)

    @Slot(object)
    def _on_candidates(self, found: tuple[int, tuple[CandidateRow, ...], str]) -> None:
        self._screen.side.task.show_candidates(*found)

    def show_wanted(self) -> None:
        """Where a link or a step led: a block, a task or a person."""
        wanted, self.wanted = self.wanted, {}
        screen, state = self._screen, self._screen.week_state
        assert state is not None
        if "person_id" in wanted:
            screen.board.show_person(wanted["person_id"])
        block = state.find(wanted["key"]) if "key" in wanted else None
        block = block or next((one for one in state.everything() if one.task == wanted.get("task_id")), None)
        if block is not None:
            screen.board.show_block(block.key)
            screen.hours_page.board.select(block)
            self.show(block)


def _candidates(details: Details, block: Block, _progress: Progress) -> tuple[int, tuple[CandidateRow, ...], str]:
    """(task, everybody for it, why its person has it or how its gap could be filled)."""
    case = details.case
    words = (
        case.ways(block.task) if block.assignment == 0 else case.why(block.task, block.person) if case.has(block.task, block.person) else ""
    )
    return block.task, case.candidates(block.task, block.person or None), words
