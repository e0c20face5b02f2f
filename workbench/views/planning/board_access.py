"""The board for assistive technology: a table whose children are the blocks and empty cells on screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from workbench.views.planning.board import WeekBoardView


class CellInterface(QAccessibleInterface):
    """One block or empty cell."""

    def __init__(self, board: WeekBoardView, key: tuple[int, int, int]) -> None:
        super().__init__()
        self._board, self.key = board, key

    def isValid(self) -> bool:
        return True

    def object(self) -> None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self._board.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._board)

    def child(self, index: int) -> None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Cell

    def rect(self) -> QRect:
        rect = self._board.geo.block_rect(*self.key)
        return QRect(self._board.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def text(self, kind: QAccessible.Text) -> str:
        return self._board.describe(*self.key).replace("\n", ", ") if kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Cells are not edited through here."""

    def state(self) -> QAccessible.State:
        return QAccessible.State()


class BoardInterface(QAccessibleWidget):
    def __init__(self, board: WeekBoardView) -> None:
        super().__init__(board, QAccessible.Role.Table, board.accessibleName())
        self._board = board
        # Qt owns no reference to Python subclasses: without this the children would be collected
        self._children: dict[tuple[int, int, int], CellInterface] = {}

    def _child(self, key: tuple[int, int, int]) -> CellInterface:
        return self._children.setdefault(key, CellInterface(self._board, key))

    def childCount(self) -> int:
        return len(self._board.accessible_cells())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        keys = self._board.accessible_cells()
        return self._child(keys[index]) if 0 <= index < len(keys) else None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        hit = self._board.locate(self._board.viewport().mapFromGlobal(QPoint(x, y)))
        return self._child((hit.row, hit.day, hit.slot or 0)) if hit else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._child(self._board.cursor_cell)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        key = getattr(child, "key", None)
        keys = self._board.accessible_cells()
        return keys.index(key) if key in keys else -1


_interfaces: dict[int, BoardInterface] = {}
_installed: list[bool] = []


def _factory(_class_name: str, widget: object) -> QAccessibleInterface | None:
    if not isinstance(widget, WeekBoardView):
        return None
    if id(widget) not in _interfaces:
        _interfaces[id(widget)] = BoardInterface(widget)
        widget.destroyed.connect(_Forget(id(widget)))
    return _interfaces[id(widget)]


class _Forget:
    """Drops the interface of a board that is gone."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, *_: object) -> None:
        _interfaces.pop(self._number, None)


def install() -> None:
    """Call before a board is shown; twice does nothing."""
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed.append(True)


def announce(board: WeekBoardView) -> None:
    """Tells a screen reader that the keyboard stands on another block."""
    if QAccessible.isActive() and board.hasFocus():
        keys = board.accessible_cells()
        if board.cursor_cell in keys:
            event = QAccessibleEvent(board, QAccessible.Event.Focus)
            event.setChild(keys.index(board.cursor_cell))
            QAccessible.updateAccessibility(event)
