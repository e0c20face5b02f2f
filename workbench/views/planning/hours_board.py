"""A board with the hours across: people of one day down, or the days of one person.

Tasks are dragged in time and to other rows, their ends pulled by quarters of an hour, with the mouse or the keyboard. The same
read model as the week board. It decides nothing: it says what was wanted, and asks a judge while something is in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from workbench.i18n import _
from workbench.readmodels.planning import Judgement
from workbench.views.planning.board_state import Block, BoardState, CellKey, span
from workbench.views.planning.board_style import BoardStyle
from workbench.views.planning.hours_hand import BODY, END, START, Hand, HourKeys, JudgeAt
from workbench.views.planning.hours_paint import HoursFrame, paint_hand, paint_hours, paint_row
from workbench.views.theme import theme
from workbench.views.tips import tip_text

QUARTER = 15
EARLY, LATE = 7 * 60, 21 * 60  # shown at least
GRIP = 7  # px at the ends of a block that pull them


class HoursBoardView(QAbstractScrollArea):
    """See the module text. `judge_for` gives the judge of a block, or None where nothing may move."""

    block_selected = Signal(object)  # Block | None
    block_opened = Signal(object)
    placed = Signal(object, object, object)  # Block, Judgement, (person id, day, start, end)
    several_wanted = Signal(str, object)
    unassign_wanted = Signal(object)
    pin_wanted = Signal(object)
    menu_wanted = Signal(object, object)  # blocks, point on the screen

    def __init__(self, state: BoardState, judge_for: Callable[[Block], JudgeAt | None]) -> None:
        super().__init__()
        self._judge_for = judge_for
        self.state = state
        self.cells: list[CellKey] = []  # (line, day) of each row
        self.of_person = False
        self.style_ = BoardStyle()
        self._selected: int | None = None
        self.hand: Hand | None = None
        self._keys = HourKeys(self)
        self.tops: list[int] = [0]
        self._lanes: dict[int, int] = {}  # of each block's key
        self.first, self.last = EARLY, LATE
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Day board"))
        theme().changed.connect(self._restyle)

    # -- the state ------------------------------------------------------------------------------

    def show_cells(self, state: BoardState, cells: Sequence[CellKey], *, of_person: bool) -> None:
        """Show rows of (line, day), the days of one person with `of_person`; what is in hand falls back to where it was."""
        self.state, self.cells, self.of_person, self.hand = state, list(cells), of_person, None
        self.setAccessibleName(_("Days of one person") if of_person else _("Day board"))
        self._measure()

    def _restyle(self) -> None:
        self.style_ = BoardStyle()
        self._measure()

    def _measure(self) -> None:
        """Blocks that overlap in time stand in lanes below each other; the hours shown hold every task of the rows."""
        s, tops, y = self.style_, [0], 0
        self._lanes = {}
        rows = [self.state.tasks[block.task] for cell in self.cells for block in self.state.blocks(*cell)]
        self.first = min([EARLY, *(task.start - task.start % 60 for task in rows)])
        self.last = max([LATE, *(-(-task.end // 60) * 60 for task in rows)])
        for cell in self.cells:
            ends: list[int] = []
            for block in self.state.blocks(*cell):
                task = self.state.tasks[block.task]
                lane = next((n for n, end in enumerate(ends) if end <= task.start), len(ends))
                ends[lane : lane + 1] = [task.end]
                self._lanes[block.key] = lane
            y += max(s.least_row, 2 * s.pad + len(ends) * (s.block_height + s.gap))
            tops.append(y)
        self.tops = tops
        bar = self.verticalScrollBar()
        page = self.viewport().height() - s.header_height
        bar.setRange(0, max(0, y - page))
        bar.setPageStep(max(1, page))
        bar.setSingleStep(s.least_row // 2)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.style_.forget_widths()
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(self.style_.people_full + theme().px(700), theme().px(500))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.style_.people_narrow + theme().px(320), theme().px(160))

    # -- where things stand ---------------------------------------------------------------------

    def x_of(self, minute: int) -> int:
        """The left edge of a minute of the day in the viewport."""
        room = self.viewport().width() - self.style_.people_full
        return self.style_.people_full + round(room * (minute - self.first) / (self.last - self.first))

    def minute_at(self, x: int) -> int:
        """The minute of the day at a point, to the quarter of an hour."""
        room = max(1, self.viewport().width() - self.style_.people_full)
        minute = self.first + (x - self.style_.people_full) * (self.last - self.first) / room
        return round(minute / QUARTER) * QUARTER

    def row_at(self, y: int) -> int | None:
        at = y - self.style_.header_height + self.verticalScrollBar().value()
        return next((row for row in range(len(self.cells)) if self.tops[row] <= at < self.tops[row + 1]), None)

    def row_box(self, row: int) -> tuple[int, int]:
        """Top and height of a row in the viewport."""
        top = self.style_.header_height - self.verticalScrollBar().value() + self.tops[row]
        return top, self.tops[row + 1] - self.tops[row]

    def rect_of(self, row: int, block: Block) -> QRect:
        """A block where it is saved."""
        task = self.state.tasks[block.task]
        return self._rect(row, self._lanes.get(block.key, 0), task.start, task.end)

    def _rect(self, row: int, lane: int, start: int, end: int) -> QRect:
        s = self.style_
        top = self.row_box(row)[0] + s.pad + lane * (s.block_height + s.gap)
        left = self.x_of(start) + 1
        return QRect(left, top, max(8, self.x_of(end) - left - 1), s.block_height)

    def block_at(self, point: QPoint) -> tuple[int, Block] | None:
        row = self.row_at(point.y())
        if row is None:
            return None
        return next(((row, block) for block in self.state.blocks(*self.cells[row]) if self.rect_of(row, block).contains(point)), None)

    def every(self) -> list[tuple[int, Block]]:
        """(row, block) of all that is shown, in order of rows and times."""
        return [(row, block) for row, cell in enumerate(self.cells) for block in self.state.blocks(*cell)]

    def person_of(self, row: int) -> int:
        """The id of the person of a row."""
        return self.state.lines[self.cells[row][0]].person

    def show_row(self, rect: QRect) -> None:
        """Scroll until a block is in view."""
        bar = self.verticalScrollBar()
        if rect.top() < self.style_.header_height:
            bar.setValue(bar.value() - (self.style_.header_height - rect.top()))
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height())

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, hand = QPainter(self.viewport()), self.style_, self.hand
        width, height = self.viewport().width(), self.viewport().height()
        painter.fillRect(event.rect(), s.surface)
        painter.setClipRect(QRect(0, s.header_height, width, height))
        frame = HoursFrame(
            self.state, s, self.cells, self.of_person, width, self.devicePixelRatioF(), self.first, self.last, self.x_of, self.row_box,
            self.rect_of, self._selected, hand.block.key if hand and hand.moved else None, self.hasFocus(),
        )  # fmt: skip
        for row in range(len(self.cells)):
            top, high = self.row_box(row)
            if top <= height and top + high >= s.header_height:
                paint_row(painter, frame, row)
        if hand is not None and hand.moved:
            rect = QRectF(self._rect(hand.row, 0, hand.start, hand.end))
            paint_hand(painter, frame, rect, hand.block, (hand.start, hand.end), self.verdict)
        painter.setClipping(False)
        paint_hours(painter, frame)

    # -- what is in hand ------------------------------------------------------------------------

    @property
    def verdict(self) -> Judgement | None:
        """Of what is in hand for where it is now."""
        hand = self.hand
        return None if hand is None else hand.judge(self.person_of(hand.row), self.cells[hand.row][1], hand.start, hand.end)

    def take(self, row: int, block: Block, part: str, point: QPoint) -> Hand | None:
        """Take a block, or one of its ends, in hand; None where nothing may move."""
        judge = self._judge_for(block)
        task = self.state.tasks[block.task]
        self.hand = None if judge is None else Hand(block, point, part, judge, row, task.start, task.end)
        return self.hand

    def tell_hand(self, point: QPoint) -> None:
        """Say beside a point of the screen where it would go, and what the rules say."""
        hand, verdict = self.hand, self.verdict
        if hand is not None:
            where = self.state.days[self.cells[hand.row][1]][0] if self.of_person else self.state.name(self.person_of(hand.row))
            words = f"{span(hand.start, hand.end)} · {where}" + (f"\n{verdict.text}" if verdict else "")
            QToolTip.showText(point, tip_text(words), self.viewport())
        self.viewport().update()

    def let_go(self, *, keep: bool = True) -> None:
        """The end of a drag: say what was wanted where it is somewhere else now; without `keep` it goes back."""
        hand, verdict = self.hand, self.verdict
        self.hand = None
        QToolTip.hideText()
        self.viewport().update()
        if hand is None or not hand.moved or verdict is None or not keep:
            return
        task = self.state.tasks[hand.block.task]
        person, day = self.person_of(hand.row), self.cells[hand.row][1]
        if (hand.start, hand.end, person, day) != (task.start, task.end, hand.block.person, self.state.day_of(task.id)):
            self.placed.emit(hand.block, verdict, (person, day, hand.start, hand.end))

    # -- mouse ----------------------------------------------------------------------------------

    def _part_at(self, point: QPoint, rect: QRect) -> str:
        """The end that a point would pull; a narrow block has only its right one."""
        if point.x() > rect.right() - GRIP:
            return END
        return START if point.x() < rect.left() + GRIP and rect.width() > 4 * GRIP else BODY

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        hit = self.block_at(point)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.select(hit[1] if hit else None)
        if hit is not None:
            self.take(*hit, self._part_at(point, self.rect_of(*hit)), point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point, hand = event.position().toPoint(), self.hand
        if hand is None:
            hit = self.block_at(point)
            end = hit is not None and self._part_at(point, self.rect_of(*hit)) != BODY
            shape = Qt.CursorShape.SizeHorCursor if end else Qt.CursorShape.OpenHandCursor if hit else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        if not hand.moved and (point - hand.begun).manhattanLength() < QApplication.startDragDistance():
            return
        task = self.state.tasks[hand.block.task]
        by = self.minute_at(point.x()) - self.minute_at(hand.begun.x())
        row = self.row_at(point.y()) if hand.part == BODY else None
        hand.pull(task, self.minute_at(point.x()) if hand.part != BODY else task.start + by)
        hand.row = hand.row if row is None else row
        self.tell_hand(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.block_at(event.position().toPoint())
        if hit is not None:
            self.block_opened.emit(hit[1])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        hit = self.block_at(event.pos()) if event.reason() is QContextMenuEvent.Reason.Mouse else None
        if hit is not None:
            self.select(hit[1])
        block = self.selected
        if block is not None:
            self.menu_wanted.emit([block], event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            help_event = cast(QHelpEvent, event)
            hit = self.block_at(help_event.pos())
            words = (
                f"{self.state.name(self.person_of(hit[0]))}\n{hit[1].title} · {hit[1].time}\n{self.state.window_words(hit[1].task)}".rstrip()
                if hit
                else ""
            )
            QToolTip.showText(help_event.globalPos(), tip_text(words), self.viewport())
            return True
        return super().viewportEvent(event)

    # -- selection and keyboard -----------------------------------------------------------------

    @property
    def selected(self) -> Block | None:
        return self.state.find(self._selected) if self._selected is not None else None

    def select(self, block: Block | None) -> None:
        key = block.key if block else None
        if key != self._selected:
            self._selected = key
            self.viewport().update()
            self.block_selected.emit(block)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.take(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()
