"""The day board with its head: which day it is, the days beside it, and the way back to the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.planning import Judgement
from workbench.views.planning.board_state import DAYS, Block, BoardState
from workbench.views.planning.day_board import DayBoardView, JudgeAt
from workbench.views.planning.reading import judge_at
from workbench.views.planning.week_actions import Wish
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, ElidedText
from workbench.views.widgets.panels import IconButton

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


class DayPage(QObject):
    """Stands in place of the week board while a day is looked at; `day` is None for the week."""

    def __init__(self, screen: PlanningScreen, state: BoardState) -> None:
        super().__init__(screen)
        self._screen = screen
        self.day: int | None = None
        self.board = DayBoardView(state, self._judge_for)
        self.title = ElidedText("", TextRole.HEADING)
        self._back, self._on = IconButton("chevron-left", _("Day before"), 14), IconButton("chevron-right", _("Day after"), 14)
        self._week = QPushButton(_("Whole week"))
        self.card = Card()
        self.card.body.setContentsMargins(1, 1, 1, 1)
        self.card.body.setSpacing(0)
        self.card.body.addWidget(self._head())
        self.card.body.addWidget(self.board, 1)
        self.card.hide()
        self._key = QShortcut(QKeySequence("D"), screen)
        self._key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _head(self) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(6)
        line.addWidget(self._back)
        line.addWidget(self._on)
        line.addWidget(self.title, 1)
        line.addWidget(self._week)
        return bar

    def connect_all(self) -> None:
        screen, board = self._screen, self.board
        self._back.clicked.connect(self.go_back)
        self._on.clicked.connect(self.go_on)
        self._week.clicked.connect(self.close)
        self._key.activated.connect(self.toggle)
        screen.board.day_opened.connect(self.open)
        board.block_selected.connect(screen.select_block)
        board.block_opened.connect(screen.open_block)
        board.placed.connect(self._on_placed)
        board.several_wanted.connect(screen.several.want)
        board.unassign_wanted.connect(screen.moves.unassign)
        board.pin_wanted.connect(screen.actions_.pin)

    # -- which day ------------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """D: the day under the cursor, or back to the week."""
        if self.day is None:
            self.open(self._screen.board.cursor_cell[1])
        else:
            self.close()

    @Slot(object)
    def open(self, day: int) -> None:
        """Show a day, 0 Monday."""
        if self._screen.week_state is None or not self._screen.week_state.week.tasks:
            return
        self.day = day
        self._screen.board_card.hide()
        self.card.show()
        self.show_state(self._screen.board.state)
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close(self) -> None:
        """Back to the week."""
        self.day = None
        self.card.hide()
        self._screen.board_card.show()
        self._screen.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def go_back(self) -> None:
        self._go(-1)

    @Slot()
    def go_on(self) -> None:
        self._go(1)

    def _go(self, by: int) -> None:
        if self.day is not None:
            self.open(max(0, min(DAYS - 1, self.day + by)))

    def show_state(self, state: BoardState) -> None:
        """The week was read again, or a proposal is shown."""
        if self.day is None:
            return
        self.board.show_day(state, self.day)
        self.title.setText(i18n.long_date(state.week.days[self.day]))
        self._back.setEnabled(self.day > 0)
        self._on.setEnabled(self.day < DAYS - 1)

    # -- what is wanted -------------------------------------------------------------------------

    def _judge_for(self, block: Block) -> JudgeAt | None:
        if self._screen.moves.judge_for(block) is None:
            return None
        details = self._screen.details
        return judge_at(details.case, block) if details is not None else None

    @Slot(object, object, object)
    def _on_placed(self, block: Block, verdict: Judgement, target: tuple[int, int, int]) -> None:
        state, (person, start, end) = self._screen.week_state, target
        if state is not None:
            self._screen.actions_.settle(Wish(block, person, state.name(person), span=(start, end)), verdict)
