"""What is in hand on the board of hours, and what its keys do: choose, pick up, move by quarters of an hour, pull the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from workbench.readmodels.planning import Judgement, TaskRow
from workbench.views.planning import board_choice as wanted
from workbench.views.planning.board_state import Block

if TYPE_CHECKING:
    from workbench.views.planning.hours_board import HoursBoardView

QUARTER = 15
DAY_MINUTES = 24 * 60
BODY, START, END = "body", "start", "end"
JudgeAt = Callable[[int, int, int, int], Judgement | None]  # (person id, day 0 Monday, start, end) for the block in hand
PASSED_ON: Final = (wanted.SPLIT, wanted.COPY, wanted.CUT)
"""What the keys of the week board mean here too."""
NUDGES: Final = {
    wanted.EARLIER: (-QUARTER, BODY), wanted.LATER: (QUARTER, BODY), wanted.SHORTER: (-QUARTER, END), wanted.LONGER: (QUARTER, END),
}  # fmt: skip


@dataclass(slots=True)
class Hand:
    """What the mouse or the keyboard has in hand: a block or one of its ends, from where it was, and where it would go."""

    block: Block
    begun: QPoint
    part: str
    judge: JudgeAt
    row: int
    start: int
    end: int
    moved: bool = False

    def pull(self, task: TaskRow, minute: int) -> None:
        """Bring the begin (or the end, where that is in hand) to a minute; it stays in its day and a quarter of an hour long."""
        self.moved = True
        if self.part == END:
            self.end = min(DAY_MINUTES, max(self.start + QUARTER, minute))
        elif self.part == START:
            self.start = max(0, min(self.end - QUARTER, minute))
        else:
            length = task.end - task.start
            self.start = min(DAY_MINUTES - length, max(0, minute))
            self.end = self.start + length


class HourKeys:
    """The keyboard on the board of hours."""

    def __init__(self, board: HoursBoardView) -> None:
        self._board = board

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        key, plain = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._board.hand is not None:
            return self._carried(key, shift=bool(plain & wanted.SHIFT))
        what = wanted.WANTED.get((key, plain))
        block = self._board.selected
        if what in NUDGES and block is not None:
            assert what is not None
            self._nudge(block, what)
        elif (what in PASSED_ON and block is not None) or what == wanted.PASTE:
            assert what is not None
            self._board.several_wanted.emit(what, [block] if block is not None else [])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down) and not plain:
            self._go(key)
        elif block is not None and not plain:
            return self._done(key, block)
        else:
            return False
        return True

    def _done(self, key: Qt.Key, block: Block) -> bool:
        """What a key does with the chosen block."""
        board = self._board
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            board.block_opened.emit(block)
        elif key == Qt.Key.Key_Delete:
            board.unassign_wanted.emit(block)
        elif key == Qt.Key.Key_P:
            board.pin_wanted.emit(block)
        elif key == Qt.Key.Key_Space:
            self._pick_up(block)
        else:
            return False
        return True

    def _row_of(self, block: Block) -> int:
        return next(row for row, one in self._board.every() if one.key == block.key)

    def _pick_up(self, block: Block) -> None:
        """Space: arrows then carry it, Shift with left and right pulls its end, Space or Enter puts it down."""
        board, row = self._board, self._row_of(block)
        if board.take(row, block, BODY, board.rect_of(row, block).center()) is not None:
            assert board.hand is not None
            board.hand.moved = True
            self._tell()

    def _tell(self) -> None:
        board, hand = self._board, self._board.hand
        if hand is not None:
            top = board.row_box(hand.row)[0]
            board.tell_hand(board.viewport().mapToGlobal(QPoint(board.x_of(hand.start), top + board.style_.block_height + 6)))

    def _carried(self, key: Qt.Key, *, shift: bool) -> bool:
        board, hand = self._board, self._board.hand
        assert hand is not None
        task = board.state.tasks[hand.block.task]
        if key == Qt.Key.Key_Escape:
            board.let_go(keep=False)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            board.let_go()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = QUARTER if key == Qt.Key.Key_Right else -QUARTER
            if shift:
                hand.part = END
                hand.pull(task, hand.end + by)
            else:
                length = hand.end - hand.start
                hand.start = min(DAY_MINUTES - length, max(0, hand.start + by))
                hand.end = hand.start + length
            self._tell()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            hand.row = max(0, min(len(board.cells) - 1, hand.row + (1 if key == Qt.Key.Key_Down else -1)))
            board.show_row(board.rect_of(hand.row, hand.block))
            self._tell()
        else:
            return False
        return True

    def _nudge(self, block: Block, what: str) -> None:
        """Alt with the arrows: a quarter of an hour at once, judged like a drag; at the edge of the day the service says why not."""
        board, row, (by, part) = self._board, self._row_of(block), NUDGES[what]
        hand = board.take(row, block, part, QPoint())
        if hand is None:
            return
        task = board.state.tasks[block.task]
        hand.pull(task, (task.end if part == END else task.start) + by)
        there = (hand.start, hand.end) != (task.start, task.end)
        board.let_go(keep=there)
        if not there:
            board.several_wanted.emit(what, [block])

    def _go(self, key: Qt.Key) -> None:
        """To the block before or after, or to the nearest in time of the row above or below that has one."""
        board = self._board
        every = board.every()
        if not every:
            return
        chosen = board.selected
        at = next((n for n, (_row, block) in enumerate(every) if chosen is not None and block.key == chosen.key), None)
        if at is None:
            row, block = every[0]
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            row, block = every[max(0, min(len(every) - 1, at + (1 if key == Qt.Key.Key_Right else -1)))]
        else:
            row, block = self._vertical(every, at, down=key == Qt.Key.Key_Down)
        board.select(block)
        board.show_row(board.rect_of(row, block))

    def _vertical(self, every: list[tuple[int, Block]], at: int, *, down: bool) -> tuple[int, Block]:
        here, mine = every[at]
        others = {row for row, _block in every if (row > here if down else row < here)}
        if not others:
            return every[at]
        row, tasks = min(others) if down else max(others), self._board.state.tasks
        start = tasks[mine.task].start
        return row, min(self._board.state.blocks(*self._board.cells[row]), key=lambda block: abs(tasks[block.task].start - start))
