"""What is chosen on the board, and what the keys do with it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from workbench.views.planning.board_state import DAYS, Block, CellKey

if TYPE_CHECKING:
    from workbench.views.planning.board import WeekBoardView

COPY, CUT, PASTE, UNASSIGN, PIN, SPLIT = "copy", "cut", "paste", "unassign", "pin", "split"
EARLIER, LATER, SHORTER, LONGER = "earlier", "later", "shorter", "longer"
"""What can be wanted of several blocks."""
NO, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
WANTED: Final = {
    (Qt.Key.Key_C, CTRL): COPY,
    (Qt.Key.Key_X, CTRL): CUT,
    (Qt.Key.Key_V, CTRL): PASTE,
    (Qt.Key.Key_S, NO): SPLIT,
    (Qt.Key.Key_Up, ALT): EARLIER,
    (Qt.Key.Key_Down, ALT): LATER,
    (Qt.Key.Key_Up, ALT | SHIFT): SHORTER,
    (Qt.Key.Key_Down, ALT | SHIFT): LONGER,
}


class Choice:
    """Keys of blocks: `primary` is the one that the side shows, `more` are chosen beside it, `anchor` is where it began."""

    def __init__(self) -> None:
        self.primary: int | None = None
        self.more: set[int] = set()
        self.anchor: CellKey | None = None

    @property
    def keys(self) -> frozenset[int]:
        return frozenset(self.more if self.primary is None else self.more | {self.primary})

    def only(self, key: int | None) -> None:
        self.primary, self.more = key, set()

    def toggle(self, key: int) -> None:
        """In or out; when the one shown goes out, another takes its place."""
        keys = set(self.keys) ^ {key}
        if key in keys:
            self.primary, self.more = key, keys - {key}
        else:
            first = min(keys, default=None)
            self.primary, self.more = first, keys - {first} if first is not None else set()

    def several(self, keys: Iterable[int]) -> None:
        """All of these; the one shown stays where it is among them."""
        found = set(keys)
        self.more = found - {self.primary} if self.primary is not None else found

    def keep(self, there: Container[int]) -> None:
        """Forget what is no longer on the board; what the side shows follows by itself."""
        self.more = {key for key in self.more if key in there}


class Keys:
    """The keyboard on the board."""

    def __init__(self, board: WeekBoardView) -> None:
        self._board = board

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        return self._moved_by(event) or self._wanted_by(event) or self._done_by(event)

    def _moved_by(self, event: QKeyEvent) -> bool:
        """Arrows, pages and ends; while a block is in hand they carry it, with Shift they make the choice larger."""
        board = self._board
        row, day, slot = board.cursor_cell
        blocks, held = board.geo.slots(row, day)[0], board.is_dragging
        page = max(1, len(board.geo.visible_rows(board.geo.style.header_height, board.viewport().height())) - 1)
        key, extend = event.key(), bool(event.modifiers() & SHIFT)
        within = not held and not extend
        down = (row, day, slot + 1) if within and slot + 1 < blocks else (row + 1, day, 0)
        up = (row, day, slot - 1) if within and slot > 0 else (row - 1, day, 0)
        steps = {
            Qt.Key.Key_Right: (row, day + 1, 0), Qt.Key.Key_Left: (row, day - 1, 0), Qt.Key.Key_Down: down, Qt.Key.Key_Up: up,
            Qt.Key.Key_PageDown: (row + page, day, 0), Qt.Key.Key_PageUp: (row - page, day, 0), Qt.Key.Key_Home: (row, 0, 0), Qt.Key.Key_End: (row, DAYS - 1, 0),
        }  # fmt: skip
        if key not in steps or event.modifiers() & (CTRL | ALT):
            return False
        board.step(*steps[Qt.Key(key)], extend=extend and not held)
        return True

    def _under_cursor(self) -> Block | None:
        row, day, slot = self._board.cursor_cell
        blocks = self._board.state.blocks(row, day)
        return blocks[min(slot, len(blocks) - 1)] if blocks else None

    def _wanted_by(self, event: QKeyEvent) -> bool:
        """What is wanted of all chosen blocks, or of the one under the cursor."""
        board, plain = self._board, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if board.is_dragging:
            return False
        if key == Qt.Key.Key_A and plain == CTRL:
            board.choose_line()
            return True
        if key == Qt.Key.Key_A and plain == CTRL | SHIFT:
            board.choose_day()
            return True
        several = len(board.choice.keys) > 1
        what = WANTED.get((key, plain))
        if what is None and several and not plain:
            what = {Qt.Key.Key_Delete: UNASSIGN, Qt.Key.Key_P: PIN}.get(key)
        if what is None:
            return False
        block = self._under_cursor()
        blocks = board.chosen if several or board.selected is not None else [block] if block is not None else []
        if blocks or what == PASTE:
            board.several_wanted.emit(what, blocks)
        return True

    def _done_by(self, event: QKeyEvent) -> bool:
        """What the keys do with the block under the cursor."""
        board, block = self._board, self._under_cursor()
        row, day, _slot = board.cursor_cell
        key, held = event.key(), board.is_dragging
        if key == Qt.Key.Key_Escape and held:
            board.cancel_drag()
        elif key == Qt.Key.Key_Escape and board.choice.more:
            board.select(board.selected)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and held:
            board.drop()
        elif key == Qt.Key.Key_Space and block is not None:  # picks the block up: the keyboard's way to drag
            board.begin_drag(block, board.geo.cell_rect(row, day).center())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and block is not None:
            board.select(block)
            board.block_opened.emit(block)
        elif key == Qt.Key.Key_Delete and block is not None:
            board.unassign_wanted.emit(block)
        elif key == Qt.Key.Key_P and block is not None and not event.modifiers():
            board.pin_wanted.emit(block)
        else:
            return False
        return True
