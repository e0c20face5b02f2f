"""What nobody has yet, below the board: blocks to drag or carry onto it, and why the chosen one is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QWidget

from workbench.i18n import _, ngettext
from workbench.readmodels.planning import OpenSeat
from workbench.views.paint import focus_ring
from workbench.views.planning.board import WeekBoardView
from workbench.views.planning.board_state import Block, BoardState
from workbench.views.planning.board_style import BoardStyle, paint_block
from workbench.views.planning.tiles import seat_words
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Clickable, Text

MOST_SHOWN = 40


class SeatButton(Clickable):
    """An open seat. The pressed widget keeps the mouse, so no QDrag and no nested event loop is needed."""

    chosen = Signal(object)
    carried = Signal(object)

    def __init__(self, block: Block, board: WeekBoardView) -> None:
        super().__init__(f"{block.title} {block.time}")
        self.block, self._board = block, board
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.setToolTip(
            tip_text(_("{task} · {time}\nDrag it to a person, or Space to carry it with the arrow keys", task=block.title, time=block.time))
        )
        self.clicked.connect(self._on_clicked)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.block)

    def sizeHint(self) -> QSize:
        style = BoardStyle()
        width = max(style.title.metrics.horizontalAdvance(self.block.title), style.time.metrics.horizontalAdvance(self.block.time))
        return QSize(min(theme().px(190), round(width) + 16), style.block_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, style = QPainter(self), BoardStyle()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_block(painter, style, QRectF(self.rect()), self.block, border=style.kind_ink[self.block.kind] if self.underMouse() else None)
        if self.shows_ring():
            focus_ring(painter, QRectF(self.rect()), METRICS.radius_block)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            super().mouseMoveEvent(event)
            return
        point = self._board.viewport().mapFromGlobal(event.globalPosition().toPoint())
        if self._dragging:
            self._board.drag_to(point)
        elif (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self._board.begin_drag(self.block, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged = self._pressed_at is not None, self._dragging
        self._pressed_at, self._dragging = None, False
        if dragged:
            self._board.drop()
        elif pressed:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.carried.emit(self.block)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.block)
        else:
            super().keyPressEvent(event)


class Tray(Card):
    """One line: how many are open, the blocks, and the reasons of the chosen one (or of the first)."""

    chosen = Signal(object)
    carried = Signal(object)
    all_wanted = Signal()

    def __init__(self, board: WeekBoardView) -> None:
        super().__init__()
        self._board = board
        self.body.setContentsMargins(12, 7, 12, 7)
        self._count = Text("", TextRole.SMALL_BOLD)
        self._buttons: dict[int, SeatButton] = {}
        self._seats: dict[int, OpenSeat] = {}
        self._chosen: int | None = None
        self._asked: tuple[str, OpenSeat] | None = None
        self._strip = QWidget()
        self._line = QHBoxLayout(self._strip)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._strip)
        self._strip.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        self._total = 0
        self.more = QPushButton()
        self.more.setProperty("look", "quiet")
        self.more.setToolTip(tip_text(_("Show all open places beside the board")))
        self.more.clicked.connect(self.all_wanted)
        self.area.installEventFilter(self)
        self._why = Text("", TextRole.SMALL, "muted", wrap=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._why.setMinimumWidth(theme().px(150))
        self._why.installEventFilter(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count)
        row.addWidget(self.area, 4)
        row.addWidget(self.more)
        row.addWidget(self._why, 3)
        self.body.addLayout(row)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.area.setFixedHeight(BoardStyle().block_height + 2)
        self.setFixedHeight(theme().px(32) + 18)

    @property
    def buttons(self) -> list[SeatButton]:
        return list(self._buttons.values())

    @property
    def words(self) -> str:
        return self._why.text()

    def show_seats(self, state: BoardState) -> None:
        """Gone ones are removed, new ones added; the others and the focus stay."""
        wanted = {seat.key: seat for seat in state.seats[:MOST_SHOWN]}
        for key in [key for key in self._buttons if key not in wanted or self._buttons[key].block != wanted[key]]:
            button = self._buttons.pop(key)
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        for place, (key, seat) in enumerate(wanted.items()):
            if key not in self._buttons:
                button = SeatButton(seat, self._board)
                button.chosen.connect(self._on_chosen)
                button.carried.connect(self.carried)
                self._buttons[key] = button
                self._line.insertWidget(place, button)
        nothing = _("Everything is filled") if state.tasks else _("No tasks yet")
        self._count.setText(_("Open {count}", count=len(state.seats)) if state.seats else nothing)
        self._total = len(state.seats)
        self._fit_buttons()
        self._say(state)

    def _fit_buttons(self) -> None:
        """Only whole blocks are shown; how many more there are stands behind them."""
        room, used, shown = self.area.width(), 0, 0
        for button in self._ordered():
            used += button.sizeHint().width() + (self._line.spacing() if shown else 0)
            fits = used <= room or shown == 0
            button.setVisible(fits)
            if not fits:
                used = room + 1  # the ones behind it stay away too, so that the order holds
            shown += fits
        rest = self._total - shown
        self.more.setText(f"+{rest}")
        self.more.setAccessibleName(ngettext("{n} more open place", "{n} more open places", rest))
        self.more.setVisible(rest > 0)

    def _ordered(self) -> list[SeatButton]:
        """As they stand in the line."""
        items = (self._line.itemAt(place) for place in range(self._line.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [one for one in widgets if isinstance(one, SeatButton)]

    def show_reasons(self, state: BoardState, seats: tuple[OpenSeat, ...]) -> None:
        self._seats = {seat.task_id: seat for seat in seats}
        self._say(state)

    def show_chosen(self, state: BoardState, task_id: int | None) -> None:
        self._chosen = task_id
        self._say(state)

    def _say(self, state: BoardState) -> None:
        """Why the chosen task, else the first, is open."""
        open_tasks = [seat.task for seat in state.seats]
        task_id = self._chosen if self._chosen in open_tasks else open_tasks[0] if open_tasks else None
        seat = self._seats.get(task_id) if task_id is not None else None
        self._asked = (state.tasks[task_id].title, seat) if task_id is not None and seat else None
        self._fit_words()

    def _fit_words(self) -> None:
        """As many reasons as two lines hold; the rest is in the tip."""
        if self._asked is None:
            self._why.setText("")
            self._why.setToolTip("")
            return
        title, seat = self._asked
        texts = [_("Why is it open? {task}: {why}", task=title, why=seat_words(seat, most)) for most in (4, 3, 2, 1)]
        texts += [seat_words(seat, 1)]
        metrics, room = self._why.fontMetrics(), QRect(0, 0, max(1, self._why.width()), 10_000)
        wrap = Qt.TextFlag.TextWordWrap
        fitting = (text for text in texts if metrics.boundingRect(room, wrap, text).height() <= 2.4 * metrics.lineSpacing())
        self._why.setText(next(fitting, texts[-1]))
        self._why.setToolTip(tip_text(texts[0]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            if watched is self._why:
                self._fit_words()
            elif watched is self.area:
                self._fit_buttons()
        return super().eventFilter(watched, event)

    @Slot(object)
    def _on_chosen(self, block: Block) -> None:
        self.chosen.emit(block)
