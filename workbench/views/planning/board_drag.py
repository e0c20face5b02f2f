"""A block of the week board in hand: where it is aimed at, what the rules say there, and what is wanted when it is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer

from workbench.readmodels.planning import Judgement
from workbench.views.planning.board_state import Block, CellKey
from workbench.views.planning.drag import DragGhost

if TYPE_CHECKING:
    from workbench.views.planning.board import WeekBoardView

EDGE = 36  # px from the edge where a drag starts to scroll
SCROLL_MS = 16
Judge = Callable[[int, int], Judgement | None]  # (person id, day) for the block in hand


class Drag(QObject):
    """`block` is None while nothing is in hand; where it is one of several chosen ones, all of them go along."""

    def __init__(self, board: WeekBoardView, judge_for: Callable[[Block], Judge | None]) -> None:
        super().__init__(board)
        self._board, self._judge_for = board, judge_for
        self.block: Block | None = None
        self.target: CellKey | None = None
        self._judge: Judge | None = None
        self._verdicts: dict[CellKey, Judgement | None] = {}
        self._ghost: DragGhost | None = None
        self._pointer = QPoint()
        self._auto_scroll = QTimer(self)
        self._auto_scroll.setInterval(SCROLL_MS)
        self._auto_scroll.timeout.connect(self._scroll_at_edge)

    @property
    def blocks(self) -> list[Block]:
        """All that go along with the one in hand."""
        chosen = self._board.chosen
        return chosen if self.block in chosen else [self.block] if self.block is not None else []

    def begin(self, block: Block, point: QPoint) -> bool:
        """Take a block or a seat in hand; without a judge (the week is still being read, or is over) nothing moves."""
        judge, board = self._judge_for(block), self._board
        if judge is None:
            return False
        self.block, self._judge, self._verdicts = block, judge, {}
        size = QSize(board.geo.edges[1] - board.geo.edges[0] - 7, board.geo.style.block_height)
        self._ghost = DragGhost(board.window(), block, size, len(self.blocks))
        self._ghost.show()
        self._auto_scroll.start()
        board.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        board.viewport().update()
        self.to(point)
        return True

    def to(self, point: QPoint) -> None:
        """Carry it to a point of the viewport."""
        if self._ghost is not None:
            self._pointer = point
            self.aim()
            self._ghost.move(self._board.viewport().mapTo(self._board.window(), point) + QPoint(10, 8))

    def aim(self) -> None:
        """The cell under it, also after the board was scrolled below it."""
        hit = self._board.locate(self._pointer)
        target = (hit.row, hit.day) if hit else None
        if target != self.target:
            old, self.target = self.target, target
            self._board.update_cell(old)
            self._board.update_cell(target)
        if self._ghost is not None:
            self._ghost.show_verdict(self.verdict_at(*target) if target else None)

    def verdict_at(self, row: int, day: int) -> Judgement | None:
        """Of the block in hand for a cell; each is worked out once a drag."""
        key, state = (row, day), self._board.state
        if key not in self._verdicts:
            own = state.where.get(self.block.key) if self.block else None
            self._verdicts[key] = None if self._judge is None or own == key else self._judge(state.lines[row].person, day)
        return self._verdicts[key]

    def drop(self, *, copies: bool = False) -> None:
        """Finish; the screen does what was wanted, asks a reason, or says why not. With `copies` what is in hand stays as well."""
        block, target, blocks = self.block, self.target, self.blocks
        verdict = self.verdict_at(*target) if target else None
        self.cancel()
        if block is None or target is None or verdict is None:
            return
        where = (self._board.state.lines[target[0]].person, target[1])
        if copies or len(blocks) > 1:
            self._board.group_dropped.emit(block, blocks, where, copies)
        else:
            self._board.block_dropped.emit(block, verdict, where)

    def cancel(self) -> None:
        self._auto_scroll.stop()
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
        self._ghost = self.block = self.target = self._judge = None
        self._verdicts = {}
        self._board.viewport().unsetCursor()
        self._board.viewport().update()

    def _scroll_at_edge(self) -> None:
        board = self._board
        y, bar = self._pointer.y(), board.verticalScrollBar()
        above, below = board.geo.style.header_height + EDGE - y, y - (board.viewport().height() - EDGE)
        speed = -min(24, above // 2) if above > 0 else min(24, below // 2) if below > 0 else 0
        if speed:
            bar.setValue(bar.value() + speed)
