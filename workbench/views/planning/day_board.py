"""One day of the week: people down, hours across; tasks are dragged in time and to others, their ends pulled by a quarter of an hour.

The same read model as the week board. It decides nothing: it says what was wanted, and asks a judge while something is in hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.planning import Judgement
from workbench.views.paint import focus_ring, hatch_pixmap, horizontal_hairline, rounded, vertical_hairline
from workbench.views.planning import board_choice as wanted
from workbench.views.planning.board_paint import paint_person
from workbench.views.planning.board_state import Block, BoardState, span
from workbench.views.planning.board_style import FIT_ICON, BoardStyle, paint_block
from workbench.views.theme import METRICS, icon_pixmap, theme
from workbench.views.tips import tip_text

QUARTER = 15
EARLY, LATE = 7 * 60, 21 * 60  # shown at least
GRIP = 7  # px at the right end of a block that pull its end
JudgeAt = Callable[[int, int, int], Judgement | None]  # (person id, start, end) for the block in hand


@dataclass(slots=True)
class Hand:
    """What the mouse or the keyboard has in hand: a block from where it was, and where it would go."""

    block: Block
    begun: QPoint
    pulls: bool
    judge: JudgeAt
    row: int
    start: int
    end: int
    moved: bool = False


class DayBoardView(QAbstractScrollArea):
    """See the module text. `judge_for` gives the judge of a block, or None where nothing may move."""

    block_selected = Signal(object)  # Block | None
    block_opened = Signal(object)
    placed = Signal(object, object, object)  # Block, Judgement, (person id, start, end)
    several_wanted = Signal(str, object)
    unassign_wanted = Signal(object)
    pin_wanted = Signal(object)

    def __init__(self, state: BoardState, judge_for: Callable[[Block], JudgeAt | None]) -> None:
        super().__init__()
        self._judge_for = judge_for
        self.state, self.day = state, 0
        self.style_ = BoardStyle()
        self._selected: int | None = None
        self._hand: Hand | None = None
        self._tops: list[int] = [0]
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

    def show_day(self, state: BoardState, day: int) -> None:
        """Show a day, 0 Monday; what is in hand falls back to where it was."""
        self.state, self.day, self._hand = state, day, None
        self._measure()

    def _restyle(self) -> None:
        self.style_ = BoardStyle()
        self._measure()

    def _measure(self) -> None:
        """Blocks that overlap in time stand in lanes below each other; the hours shown hold every task of the day."""
        s, tops, y = self.style_, [0], 0
        self._lanes = {}
        rows = [self.state.tasks[block.task] for row in range(len(self.state.lines)) for block in self.state.blocks(row, self.day)]
        self.first = min([EARLY, *(task.start - task.start % 60 for task in rows)])
        self.last = max([LATE, *(-(-task.end // 60) * 60 for task in rows)])
        for row in range(len(self.state.lines)):
            ends: list[int] = []
            for block in self.state.blocks(row, self.day):
                task = self.state.tasks[block.task]
                lane = next((n for n, end in enumerate(ends) if end <= task.start), len(ends))
                ends[lane : lane + 1] = [task.end]
                self._lanes[block.key] = lane
            y += max(s.least_row, 2 * s.pad + len(ends) * (s.block_height + s.gap))
            tops.append(y)
        self._tops = tops
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
        return next((row for row in range(len(self.state.lines)) if self._tops[row] <= at < self._tops[row + 1]), None)

    def rect_of(self, row: int, block: Block) -> QRect:
        """A block where it is saved."""
        task = self.state.tasks[block.task]
        return self._rect(row, self._lanes.get(block.key, 0), task.start, task.end)

    def _rect(self, row: int, lane: int, start: int, end: int) -> QRect:
        s = self.style_
        top = s.header_height - self.verticalScrollBar().value() + self._tops[row] + s.pad + lane * (s.block_height + s.gap)
        left = self.x_of(start) + 1
        return QRect(left, top, max(8, self.x_of(end) - left - 1), s.block_height)

    def block_at(self, point: QPoint) -> tuple[int, Block] | None:
        row = self.row_at(point.y())
        if row is None:
            return None
        return next(((row, block) for block in self.state.blocks(row, self.day) if self.rect_of(row, block).contains(point)), None)

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s = QPainter(self.viewport()), self.style_
        width, height = self.viewport().width(), self.viewport().height()
        painter.fillRect(event.rect(), s.surface)
        painter.setClipRect(QRect(0, s.header_height, width, height))
        scroll = self.verticalScrollBar().value()
        for row, line in enumerate(self.state.lines):
            top = s.header_height - scroll + self._tops[row]
            if top > height or top + self._tops[row + 1] - self._tops[row] < s.header_height:
                continue
            self._paint_row(painter, row, top, self._tops[row + 1] - self._tops[row])
            paint_person(painter, s, line, top)
        if self._hand is not None and self._hand.moved:
            self._paint_hand(painter, self._hand)
        painter.setClipping(False)
        self._paint_header(painter)

    def _paint_row(self, painter: QPainter, row: int, top: int, height: int) -> None:
        s, width = self.style_, self.viewport().width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if (row, self.day) in self.state.closed:
            left = s.people_full
            tokens = theme().tokens
            painter.drawPixmap(left, top, hatch_pixmap(width - left, height, tokens.hatch, tokens.surface, self.devicePixelRatioF()))
        for hour in range(self.first, self.last + 1, 60):
            vertical_hairline(painter, self.x_of(hour), top, height, s.border)
        horizontal_hairline(painter, 0, top + height - 1, width, s.border)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for block in self.state.blocks(row, self.day):
            rect = QRectF(self.rect_of(row, block))
            in_hand = self._hand is not None and self._hand.moved and self._hand.block.key == block.key
            if in_hand:
                painter.setOpacity(0.35)
            if block.key == self._selected:
                paint_block(painter, s, rect, block, border=s.accent, width=2.0)
                if self.hasFocus():
                    focus_ring(painter, rect.adjusted(-1, -1, 1, 1), METRICS.radius_block + 1)
            else:
                paint_block(painter, s, rect, block)
            painter.setOpacity(1.0)

    def _paint_hand(self, painter: QPainter, hand: Hand) -> None:
        """Where it would go, in the colour of the verdict, with its sign and time; the words are beside the pointer."""
        s = self.style_
        rect = QRectF(self._rect(hand.row, 0, hand.start, hand.end))
        verdict = self.verdict
        shown = hand.block._replace(time=span(hand.start, hand.end))
        if verdict is None:
            paint_block(painter, s, rect, shown, border=s.accent)
            return
        ink = s.fit_ink[verdict.colour]
        rounded(painter, rect.adjusted(-2, -2, 2, 2), METRICS.radius_block, s.fit_tint[verdict.colour], ink.name(), 2.0)
        paint_block(painter, s, rect, shown, border=ink)
        painter.drawPixmap(
            QPointF(rect.right() - 15, rect.bottom() - 15), icon_pixmap(FIT_ICON[verdict.colour], ink.name(), 11, self.devicePixelRatioF())
        )

    def _paint_header(self, painter: QPainter) -> None:
        s, width = self.style_, self.viewport().width()
        painter.fillRect(0, 0, width, s.header_height, s.surface)
        baseline = (s.header_height + s.small.ascent - s.small.metrics.descent()) / 2
        painter.setFont(s.small.font)
        painter.setPen(s.muted)
        painter.drawText(QPointF(12, baseline), s.elide(_("People · hours this week"), s.small, s.people_full - 20))
        step = 60 if self.x_of(self.first + 60) - self.x_of(self.first) >= s.small.metrics.horizontalAdvance("00:00") + 6 else 120
        for hour in range(self.first, self.last, step):
            painter.drawText(QPointF(self.x_of(hour) + 4, baseline), i18n.clock(hour))
        horizontal_hairline(painter, 0, s.header_height - 1, width, s.border)

    # -- mouse ----------------------------------------------------------------------------------

    @property
    def verdict(self) -> Judgement | None:
        """Of what is in hand for where it is now."""
        hand = self._hand
        return None if hand is None else hand.judge(self.state.lines[hand.row].person, hand.start, hand.end)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        hit = self.block_at(point)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.select(hit[1] if hit else None)
        if hit is None:
            return
        judge = self._judge_for(hit[1])
        task = self.state.tasks[hit[1].task]
        if judge is not None:
            pulls = point.x() > self.rect_of(*hit).right() - GRIP
            self._hand = Hand(hit[1], point, pulls, judge, hit[0], task.start, task.end)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point, hand = event.position().toPoint(), self._hand
        if hand is None:
            hit = self.block_at(point)
            end = hit is not None and point.x() > self.rect_of(*hit).right() - GRIP
            shape = Qt.CursorShape.SizeHorCursor if end else Qt.CursorShape.OpenHandCursor if hit else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        if not hand.moved and (point - hand.begun).manhattanLength() < QApplication.startDragDistance():
            return
        hand.moved = True
        task = self.state.tasks[hand.block.task]
        if hand.pulls:
            hand.end = min(24 * 60, max(task.start + QUARTER, self.minute_at(point.x())))
        else:
            length = task.end - task.start
            by = self.minute_at(point.x()) - self.minute_at(hand.begun.x())
            hand.start = min(24 * 60 - length, max(0, task.start + by))
            hand.end = hand.start + length
            row = self.row_at(point.y())
            hand.row = hand.row if row is None else row
        verdict = self.verdict
        words = f"{span(hand.start, hand.end)} · {self.state.lines[hand.row].name}" + (f"\n{verdict.text}" if verdict else "")
        QToolTip.showText(event.globalPosition().toPoint(), tip_text(words), self.viewport())
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hand, verdict = self._hand, self.verdict
        self._hand = None
        QToolTip.hideText()
        self.viewport().update()
        if hand is None or not hand.moved or verdict is None:
            return
        task = self.state.tasks[hand.block.task]
        person = self.state.lines[hand.row].person
        if (hand.start, hand.end, person) != (task.start, task.end, hand.block.person):
            self.placed.emit(hand.block, verdict, (person, hand.start, hand.end))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.block_at(event.position().toPoint())
        if hit is not None:
            self.block_opened.emit(hit[1])

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            help_event = cast(QHelpEvent, event)
            hit = self.block_at(help_event.pos())
            words = f"{self.state.lines[hit[0]].name}\n{hit[1].title} · {hit[1].time}" if hit else ""
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
        key, plain = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        block = self.selected
        if key == Qt.Key.Key_Escape and self._hand is not None:
            self._hand = None
            self.viewport().update()
        elif (what := wanted.WANTED.get((key, plain))) in TIMES and block is not None:
            self.several_wanted.emit(what, [block])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down) and not plain:
            self._go(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and block is not None:
            self.block_opened.emit(block)
        elif key == Qt.Key.Key_Delete and block is not None:
            self.unassign_wanted.emit(block)
        elif key == Qt.Key.Key_P and block is not None and not plain:
            self.pin_wanted.emit(block)
        else:
            super().keyPressEvent(event)

    def _go(self, key: Qt.Key) -> None:
        """To the block before or after, or to the nearest in time of the person above or below who has one."""
        every = [(row, block) for row in range(len(self.state.lines)) for block in self.state.blocks(row, self.day)]
        if not every:
            return
        at = next((n for n, (_row, block) in enumerate(every) if block.key == self._selected), None)
        if at is None:
            row, block = every[0]
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            row, block = every[max(0, min(len(every) - 1, at + (1 if key == Qt.Key.Key_Right else -1)))]
        else:
            row, block = self._vertical(every, at, down=key == Qt.Key.Key_Down)
        self.select(block)
        rect, bar = self.rect_of(row, block), self.verticalScrollBar()
        if rect.top() < self.style_.header_height:
            bar.setValue(bar.value() - (self.style_.header_height - rect.top()))
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height())

    def _vertical(self, every: list[tuple[int, Block]], at: int, *, down: bool) -> tuple[int, Block]:
        here, mine = every[at]
        others = {row for row, _block in every if (row > here if down else row < here)}
        if not others:
            return every[at]
        row = min(others) if down else max(others)
        start = self.state.tasks[mine.task].start
        return row, min(self.state.blocks(row, self.day), key=lambda block: abs(self.state.tasks[block.task].start - start))


TIMES = (wanted.EARLIER, wanted.LATER, wanted.SHORTER, wanted.LONGER, wanted.SPLIT, wanted.COPY)
"""What the keys of the week board mean here too."""
