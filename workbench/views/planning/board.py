"""The week board: people x days, painted by hand; mouse and keyboard choose, drag, open and take off.

The board decides nothing: it says what was wanted, and asks a judge whether a dragged block may go there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame

from workbench.i18n import _
from workbench.views.planning.board_choice import Choice, Keys
from workbench.views.planning.board_drag import Drag, Judge
from workbench.views.planning.board_geometry import Geometry, Hit
from workbench.views.planning.board_paint import Frame, paint_cursor, paint_header, paint_row
from workbench.views.planning.board_state import DAYS, Block, BoardState, CellKey
from workbench.views.planning.board_style import BoardStyle
from workbench.views.planning.board_words import cell_words, show_tip
from workbench.views.theme import theme


class WeekBoardView(QAbstractScrollArea):
    """See the module text. `judge_for` is asked once when a block is taken in hand and gives the judge of all cells."""

    block_selected = Signal(object)  # Block | None
    block_opened = Signal(object)
    block_dropped = Signal(object, object, object)  # Block, Judgement, (person id, day)
    group_dropped = Signal(object, object, object, bool)  # the block in hand, all of them, (person id, day), whether they are copied
    menu_wanted = Signal(object, object)  # blocks, point on the screen
    unassign_wanted = Signal(object)
    pin_wanted = Signal(object)
    day_opened = Signal(object)  # 0 Monday
    several_wanted = Signal(str, object)  # what (see `Keys`), list of blocks
    person_opened = Signal(object)  # an id

    def __init__(self, state: BoardState, judge_for: Callable[[Block], Judge | None]) -> None:
        super().__init__()
        self.geo = Geometry(state, BoardStyle())
        self.choice = Choice()
        self._keys = Keys(self)
        self._hover: Hit | None = None
        self._cursor: tuple[int, int, int] = (0, 0, 0)  # line, day, slot of the keyboard
        self._press: tuple[QPoint, Block] | None = None
        self.drag = Drag(self, judge_for)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        # every pixel that is asked for is filled, so Qt need not erase first
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Week board"))
        theme().changed.connect(self._restyle)

    # -- the state ------------------------------------------------------------------------------

    @property
    def state(self) -> BoardState:
        return self.geo.state

    def set_state(self, state: BoardState) -> None:
        """Show another state of the week: selection, scroll, opened lines and the keyboard's place stay."""
        self.cancel_drag()
        person = self.state.lines[self._cursor[0]].person if self._cursor[0] < len(self.state.lines) else None
        self.geo.state = state
        self.geo.measure()
        row = state.row_of.get(person, 0) if person is not None else 0
        self._cursor = (row, self._cursor[1], self._cursor[2])
        self._hover = None
        self.choice.keep(self.state.where)
        self._update_range()
        self.viewport().update()

    def _restyle(self) -> None:
        self.geo.style = BoardStyle()
        self.geo.set_width(self.viewport().width())
        self.geo.measure()
        self._update_range()
        self.viewport().update()

    def _update_range(self) -> None:
        page = self.viewport().height() - self.geo.style.header_height
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self.geo.height - page))
        bar.setPageStep(max(1, page))
        bar.setSingleStep(self.geo.style.least_row // 2)
        self.geo.scroll = bar.value()

    def sizeHint(self) -> QSize:
        return QSize(self.geo.style.people_full + DAYS * theme().px(100), theme().px(500))

    def minimumSizeHint(self) -> QSize:
        s = self.geo.style
        return QSize(s.people_narrow + DAYS * s.least_day, theme().px(160))

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        dirty, s = event.rect(), self.geo.style
        painter.fillRect(dirty, s.surface)
        frame = self._frame()
        body = dirty.intersected(QRect(0, s.header_height, self.viewport().width(), self.viewport().height()))
        if not body.isEmpty():
            painter.setClipRect(body)
            for row in self.geo.visible_rows(body.top(), body.bottom()):
                paint_row(painter, frame, row, body)
        if dirty.top() < s.header_height:
            painter.setClipRect(dirty)
            paint_header(painter, frame)
        if self.hasFocus() and not self.is_dragging and self.state.lines:
            painter.setClipRect(body)
            rect = self.cursor_rect()
            paint_cursor(painter, rect, block=bool(self.state.blocks(self._cursor[0], self._cursor[1])))

    def _frame(self) -> Frame:
        held = self.drag.block
        hovered = self._hover.block.key if self._hover and self._hover.block else None
        return Frame(
            self.state, self.geo.style, self.geo.edges, self.viewport().width(), self.devicePixelRatioF(), self.geo.row_box, self.geo.slots,
            self.choice.keys, hovered, held.key if held else None, self.drag.target, self.drag.verdict_at if held else None,
        )  # fmt: skip

    def cursor_rect(self) -> QRect:
        row, day, slot = self._cursor
        shown, _hidden = self.geo.slots(row, day)
        return self.geo.block_rect(row, day, min(slot, shown - 1)) if shown else self.geo.cell_rect(row, day)

    def update_cell(self, cell: CellKey | None) -> None:
        """Paint a cell again."""
        if cell is not None:
            self.viewport().update(self.geo.cell_rect(*cell).adjusted(-2, -2, 2, 2))

    # -- scrolling ------------------------------------------------------------------------------

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.geo.scroll = self.verticalScrollBar().value()
        # move the pixels that are already right; only the new strip is painted
        self.viewport().scroll(0, dy, self.viewport().rect().adjusted(0, self.geo.style.header_height, 0, 0))
        if self.is_dragging:
            self.drag.aim()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.geo.set_width(self.viewport().width())
        self._update_range()

    def locate(self, point: QPoint) -> Hit | None:
        return self.geo.locate(point, self.viewport().rect())

    # -- mouse ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        hit = self.locate(point)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if hit is None:
            return
        self.move_cursor(hit.row, hit.day, hit.slot or 0)
        if hit.more:
            self.toggle_line(hit.row)
            return
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.choose_to((hit.row, hit.day))
        elif modifiers & Qt.KeyboardModifier.ControlModifier and hit.block is not None:
            self.toggle(hit.block)
            self._press = (point, hit.block)
        elif hit.block is not None and hit.block.key in self.choice.more | {self.choice.primary}:
            self._press = (point, hit.block)  # one of several: all of them may be dragged; a click alone chooses it when it is let go
        else:
            self.select(hit.block)
            if hit.block is not None:
                self._press = (point, hit.block)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self.is_dragging:
            self.drag_to(point)
        elif self._press is not None:
            if (point - self._press[0]).manhattanLength() >= QApplication.startDragDistance():
                self.begin_drag(self._press[1], point)
        else:
            self._set_hover(self.locate(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._press = self._press, None
        if pressed is not None and not self.is_dragging and not event.modifiers() and self.choice.more:
            self.select(pressed[1])
        if self.is_dragging:
            self.drop(copies=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        hit = self.locate(point)
        if hit is not None and hit.block is not None:
            self.block_opened.emit(hit.block)
        elif point.y() < self.geo.style.header_height and point.x() >= self.geo.edges[0]:
            self.day_opened.emit(min(DAYS - 1, max(n for n in range(DAYS) if self.geo.edges[n] <= point.x())))
        elif hit is None and (row := self.geo.person_at(point)) is not None:
            self.move_cursor(row, self._cursor[1], 0)
            self.person_opened.emit(self.state.lines[row].person)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is chosen, or of the block under the pointer; the menu key opens it below the cursor."""
        mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        hit = self.locate(event.pos()) if mouse else None
        if hit is not None:
            self.move_cursor(hit.row, hit.day, hit.slot or 0)
            if hit.block is None or hit.block.key not in self.choice.keys:
                self.select(hit.block)
        row = self.geo.person_at(event.pos()) if mouse and hit is None else None
        if row is not None:
            self.move_cursor(row, self._cursor[1], 0)
            self.select(None)
        point = event.globalPos() if mouse else self.viewport().mapToGlobal(self.cursor_rect().bottomLeft())
        if self.state.lines and (hit is not None or row is not None or not mouse):
            self.menu_wanted.emit(self.chosen, point)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(None)

    def _set_hover(self, hit: Hit | None) -> None:
        if hit == self._hover:
            return
        old, self._hover = self._hover, hit
        shape = (
            Qt.CursorShape.OpenHandCursor
            if hit and hit.block
            else Qt.CursorShape.PointingHandCursor
            if hit and hit.more
            else Qt.CursorShape.ArrowCursor
        )
        self.viewport().setCursor(shape)
        for cell in (old, hit):
            if cell is not None and cell.slot is not None and cell.row < len(self.state.lines):
                self.viewport().update(self.geo.block_rect(cell.row, cell.day, cell.slot).adjusted(-1, -1, 1, 1))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            show_tip(self, cast(QHelpEvent, event))
            return True
        return super().viewportEvent(event)

    # -- dragging (also called by the tray, in coordinates of the viewport) ---------------------

    def begin_drag(self, block: Block, point: QPoint) -> None:
        """Take a block or a seat in hand; without a judge nothing moves."""
        if not self.drag.begin(block, point):
            self._press = None

    @property
    def is_dragging(self) -> bool:
        return self.drag.block is not None

    def drag_to(self, point: QPoint) -> None:
        self.drag.to(point)

    def drop(self, *, copies: bool = False) -> None:
        self._press = None
        self.drag.drop(copies=copies)

    def cancel_drag(self) -> None:
        self._press = None
        self.drag.cancel()

    # -- selection and keyboard -----------------------------------------------------------------

    @property
    def selected(self) -> Block | None:
        """The block that the side shows."""
        return self.state.find(self.choice.primary) if self.choice.primary is not None else None

    @property
    def chosen(self) -> list[Block]:
        """All chosen blocks and seats, in order of the lines and days."""
        return [block for block in self.state.everything() if block.key in self.choice.keys]

    def select(self, block: Block | None) -> None:
        """Choose this one alone."""
        key = block.key if block else None
        self.choice.anchor = self.state.where.get(key, self._cursor[:2]) if key is not None else self._cursor[:2]
        if key != self.choice.primary or self.choice.more:
            told = key != self.choice.primary
            self.choice.only(key)
            self.viewport().update()
            if told:
                self.block_selected.emit(block)

    def toggle(self, block: Block) -> None:
        """Ctrl: choose this one too, or no longer."""
        before = self.choice.primary
        self.choice.toggle(block.key)
        self.viewport().update()
        if self.choice.primary != before:
            self.block_selected.emit(self.selected)

    def choose_to(self, cell: CellKey) -> None:
        """Shift: everything between where the choice began and this cell."""
        (row, day), (other_row, other_day) = self.choice.anchor or cell, cell
        rows, days = range(min(row, other_row), max(row, other_row) + 1), range(min(day, other_day), max(day, other_day) + 1)
        self.choice.several([block.key for one in rows for at in days for block in self.state.blocks(one, at)])
        self.viewport().update()

    def choose_day(self) -> None:
        """Ctrl+Shift+A: everybody's tasks of the day under the cursor."""
        day = self._cursor[1]
        self.choice.several([block.key for row in range(len(self.state.lines)) for block in self.state.blocks(row, day)])
        self.viewport().update()

    def choose_line(self) -> None:
        """Ctrl+A: the whole week of the person under the cursor."""
        row = self._cursor[0]
        self.choice.several([block.key for day in range(DAYS) for block in self.state.blocks(row, day)])
        self.viewport().update()

    def show_block(self, key: int) -> None:
        """Bring a block into view and choose it."""
        cell = self.state.where.get(key)
        if cell is not None:
            slot = next(n for n, block in enumerate(self.state.blocks(*cell)) if block.key == key)
            if slot >= self.geo.slots(*cell)[0]:
                self.toggle_line(cell[0])
            self.move_cursor(cell[0], cell[1], slot)
            self.select(self.state.find(key))

    def show_person(self, person_id: int) -> None:
        row = self.state.row_of.get(person_id)
        if row is not None:
            self.move_cursor(row, max(0, self.state.today), 0)

    def toggle_line(self, row: int) -> None:
        """Show every block of a line, or fold it again."""
        self.geo.opened ^= {self.state.lines[row].person}
        self.geo.measure()
        self._update_range()
        self.viewport().update()

    @property
    def cursor_cell(self) -> tuple[int, int, int]:
        return self._cursor

    def move_cursor(self, row: int, day: int, slot: int) -> None:
        """Stand on a cell and bring it into view."""
        if not self.state.lines:
            return
        row, day = max(0, min(len(self.state.lines) - 1, row)), max(0, min(DAYS - 1, day))
        self._cursor = (row, day, max(0, slot))
        rect, bar = self.geo.cell_rect(row, day), self.verticalScrollBar()
        if rect.top() < self.geo.style.header_height:
            bar.setValue(bar.value() - (self.geo.style.header_height - rect.top()))
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height())
        self.viewport().update()
        from workbench.views.planning.board_access import announce

        announce(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.state.lines or not self._keys.take(event):
            super().keyPressEvent(event)

    def carry(self, block: Block) -> None:
        """The keyboard takes a seat of the tray in hand; arrows and Space then put it somewhere."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        row, _day, _slot = self._cursor
        self.move_cursor(row, self.state.day_of(block.task), 0)
        self.begin_drag(block, self.geo.cell_rect(*self._cursor[:2]).center())

    def step(self, row: int, day: int, slot: int, *, extend: bool = False) -> None:
        """The keyboard goes to a cell: it carries what is in hand, makes the choice larger, or chooses what is there."""
        self.move_cursor(row, day, slot)
        row, day, slot = self._cursor
        if self.is_dragging:
            self.drag_to(self.geo.cell_rect(row, day).center())
        elif extend:
            self.choose_to((row, day))
        else:
            blocks = self.state.blocks(row, day)
            self.select(blocks[min(slot, len(blocks) - 1)] if blocks else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    # -- words for assistive technology ---------------------------------------------------------

    def describe(self, row: int, day: int, slot: int | None) -> str:
        return cell_words(self.state, row, day, slot)

    def accessible_cells(self) -> list[tuple[int, int, int]]:
        """(line, day, slot) of everything on screen, in reading order; an empty cell has slot 0."""
        rows = self.geo.visible_rows(self.geo.style.header_height, self.viewport().height())
        return [(r, d, s) for r in rows for d in range(DAYS) for s in range(max(1, self.geo.slots(r, d)[0]))]
