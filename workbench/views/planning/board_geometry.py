"""Where everything stands on the board, by arithmetic: lines, days, cells, blocks, and what lies under a point."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from workbench.views.planning.board_state import DAYS, Block, BoardState
from workbench.views.planning.board_style import BoardStyle

MOST_IN_A_CELL = 4
"""More blocks than this in one cell are folded behind "+n", until the line is opened."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point; `more` where it is the "+n" of a full cell."""

    row: int
    day: int
    slot: int | None = None
    block: Block | None = None
    more: bool = False


class Geometry:
    """Tops of the lines and edges of the days for one state, style and width."""

    def __init__(self, state: BoardState, style: BoardStyle) -> None:
        self.state, self.style = state, style
        self.width = 0
        self.scroll = 0
        self.opened: set[int] = set()  # people whose line shows every block
        self.tops: list[int] = [0]
        self.edges: list[int] = [0] * (DAYS + 1)
        self.measure()

    def measure(self) -> None:
        s, tops, y = self.style, [0], 0
        most: dict[int, int] = {}
        for (row, day), blocks in self.state.cells.items():
            folded = len(blocks) > MOST_IN_A_CELL and self.state.lines[row].person not in self.opened
            stack = (MOST_IN_A_CELL if folded else len(blocks)) * (s.block_height + s.gap)
            most[row] = max(most.get(row, 0), stack + (s.note_height if (row, day) in self.state.long else 0))
        for row in range(len(self.state.lines)):
            y += max(s.least_row, 2 * s.pad + most.get(row, 0))
            tops.append(y)
        self.tops = tops

    def set_width(self, width: int) -> None:
        """A narrow board gives the days room first; the people column keeps name and meter."""
        s = self.style
        self.width = width
        s.people_width = s.people_full if width - s.people_full >= DAYS * s.least_day * 1.3 else s.people_narrow
        room = width - s.people_width
        self.edges = [s.people_width + round(room * day / DAYS) for day in range(DAYS + 1)]
        s.forget_widths()

    @property
    def height(self) -> int:
        return self.tops[-1]

    def row_box(self, row: int) -> tuple[int, int]:
        return self.style.header_height + self.tops[row] - self.scroll, self.tops[row + 1] - self.tops[row]

    def cell_rect(self, row: int, day: int) -> QRect:
        top, height = self.row_box(row)
        return QRect(self.edges[day], top, self.edges[day + 1] - self.edges[day], height)

    def slots(self, row: int, day: int) -> tuple[int, int]:
        """(blocks shown, blocks folded away) in a cell."""
        count = len(self.state.blocks(row, day))
        if count <= MOST_IN_A_CELL or self.state.lines[row].person in self.opened:
            return count, 0
        return MOST_IN_A_CELL - 1, count - MOST_IN_A_CELL + 1

    def block_rect(self, row: int, day: int, slot: int) -> QRect:
        cell, s = self.cell_rect(row, day), self.style
        return QRect(
            cell.left() + s.pad, cell.top() + s.pad + slot * (s.block_height + s.gap), cell.width() - 2 * s.pad - 1, s.block_height
        )

    def locate(self, point: QPoint, view: QRect) -> Hit | None:
        """Two binary searches, no stored rectangles."""
        s = self.style
        if point.y() < s.header_height or not view.contains(point):
            return None
        offset = point.y() - s.header_height + self.scroll
        row = bisect_right(self.tops, offset) - 1
        day = bisect_right(self.edges, point.x()) - 1
        if not (0 <= row < len(self.state.lines) and 0 <= day < DAYS):
            return None
        slot = (offset - self.tops[row] - s.pad) // (s.block_height + s.gap)
        shown, hidden = self.slots(row, day)
        if 0 <= slot < shown and self.block_rect(row, day, slot).contains(point):
            return Hit(row, day, slot, self.state.blocks(row, day)[slot])
        return Hit(row, day, more=hidden > 0 and slot == shown)

    def visible_rows(self, top: int, bottom: int) -> range:
        """Lines that touch the band from *top* to *bottom* of the viewport."""
        base = self.scroll - self.style.header_height
        first = max(0, bisect_right(self.tops, top + base) - 1)
        return range(first, min(len(self.state.lines), bisect_right(self.tops, bottom + base)))

    def person_at(self, point: QPoint) -> int | None:
        """The line whose name lies under a point of the viewport."""
        inside = point.y() > self.style.header_height and point.x() < self.style.people_width
        rows = self.visible_rows(point.y(), point.y()) if inside else []
        return rows[0] if rows else None
