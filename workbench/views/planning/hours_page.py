"""The board of hours with its head: one day of everybody or one person's week, the ones beside it, and the way back.

It knows which of the three views of the week is shown, and remembers it for the next start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import Judgement
from workbench.readmodels.planning_cost import WeekCost
from workbench.views.planning.board_state import DAYS, Block, BoardState, Line, day_at
from workbench.views.planning.hours_board import HoursBoardView
from workbench.views.planning.hours_hand import JudgeAt
from workbench.views.planning.reading import judge_at
from workbench.views.planning.week_actions import Wish
from workbench.views.planning.weeks_page import PersonWeeks
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, ElidedText, Text
from workbench.views.widgets.forms import Segmented
from workbench.views.widgets.panels import IconButton

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen

DAY, WEEK, PERSON = "day", "week", "person"
KEYS: Final = {DAY: "D", WEEK: "W", PERSON: "M"}


def hours_words(line: Line) -> tuple[str, Tone]:
    """A person's hours against the limit and the wish, and how near the limit they are."""
    words = [_("{hours} of {limit} h this week", hours=hours_text(line.minutes), limit=hours_text(line.limit))] if line.limit else [
        _("{hours} h this week, no limit", hours=hours_text(line.minutes))
    ]  # fmt: skip
    words += [_("wishes {hours} h", hours=hours_text(line.wish))] if line.wish else []
    used = line.minutes / line.limit if line.limit else 0.0
    return " · ".join(words), Tone.BAD if used >= 1 else Tone.WARNING if used >= 0.9 else Tone.ACCENT


CursorCell = tuple[int, int, int]


class HoursPage(QObject):
    """Stands in place of the week board while a day or a person is looked at; `day` and `person` are None for the week."""

    def __init__(self, screen: PlanningScreen, state: BoardState) -> None:
        super().__init__(screen)
        self._screen = screen
        self.day: int | None = None
        self.person: int | None = None
        self._wanted = screen.context.settings.week_view  # of the last time; taken once a week with tasks is there
        self.switch = Segmented(_("View of the week"), ((DAY, _("A day")), (WEEK, _("Week")), (PERSON, _("Person"))), WEEK)
        self.switch.setToolTip(tip_text(_("D the day, W the week, M one person")))
        self.board = HoursBoardView(state, self._judge_for)
        self.title, self.hours = ElidedText("", TextRole.HEADING), Text("", TextRole.SMALL, "muted")
        self._back, self._on = IconButton("chevron-left", "", 14), IconButton("chevron-right", "", 14)
        self._week = QPushButton(_("Whole week"))
        self.weeks = PersonWeeks(screen)
        self.card = Card()
        self.card.body.setContentsMargins(1, 1, 1, 1)
        self.card.body.setSpacing(0)
        self.card.body.addWidget(self._head())
        self.card.body.addWidget(self.board, 1)
        self.card.body.addWidget(self.weeks.table, 1)
        self.card.hide()
        self._keys: list[QShortcut] = []
        for view, run in ((DAY, self.toggle), (WEEK, self.close), (PERSON, self.toggle_person)):
            key = QShortcut(QKeySequence(KEYS[view]), screen)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(run)
            self._keys.append(key)

    def _head(self) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(6)
        line.addWidget(self._back)
        line.addWidget(self._on)
        line.addWidget(self.title, 1)
        line.addWidget(self.hours)
        line.addWidget(self.weeks.switch)
        line.addWidget(self._week)
        return bar

    def connect_all(self) -> None:
        screen, board = self._screen, self.board
        self.switch.chosen.connect(self._on_switch)
        self._back.clicked.connect(self.go_back)
        self._on.clicked.connect(self.go_on)
        self._week.clicked.connect(self.close)
        self.weeks.connect_all()
        self.weeks.switched.connect(self._on_weeks)
        screen.board.day_opened.connect(self.open)
        board.block_selected.connect(screen.select_block)
        board.block_opened.connect(screen.open_block)
        board.placed.connect(self._on_placed)
        board.several_wanted.connect(screen.several.want)
        board.unassign_wanted.connect(screen.moves.unassign)
        board.pin_wanted.connect(screen.moves.pin)
        board.menu_wanted.connect(screen.menu.open)

    # -- which view -----------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """DAY, WEEK or PERSON."""
        return DAY if self.day is not None else PERSON if self.person is not None else WEEK

    @Slot(str)
    def _on_switch(self, view: str) -> None:
        if view == DAY:
            self.open(self._day_at_hand())
        elif view == PERSON:
            self.open_person(self._person_at_hand())
        else:
            self.close()
        self.switch.set_value(self.view)

    def cursor_cell(self) -> CursorCell:
        """Line, day and slot that are meant: under the cursor of the week, or of the day or person with its chosen block."""
        row, day, slot = self._screen.board.cursor_cell
        if self.view == WEEK:
            return row, day, slot
        state, block = self._screen.board.state, self.board.selected
        if block is not None and block.key in state.where:
            row, day = state.where[block.key]
        row = row if self.person is None else state.row_of.get(self.person, row)
        return row, day if self.day is None else self.day, 0

    def chosen_block(self) -> Block | None:
        """The chosen block of the view that is shown."""
        return self._screen.board.selected if self.view == WEEK else self.board.selected

    def _day_at_hand(self) -> int:
        """The day of what is chosen, or the one under the cursor."""
        block, state = self._screen.side.task.block, self._screen.week_state
        if self.view == PERSON and block is not None and state is not None and block.task in state.tasks:
            return state.day_of(block.task)
        return self._screen.board.cursor_cell[1]

    def _person_at_hand(self) -> int | None:
        """Who does what is chosen, or the line under the cursor."""
        state, block = self._screen.board.state, self.board.selected if self.view == DAY else None
        if block is not None:
            return block.person
        row = self._screen.board.cursor_cell[0]
        return state.lines[row].person if row < len(state.lines) else None

    @Slot()
    def toggle(self) -> None:
        """D: the day under the cursor, or back to the week."""
        if self.day is None:
            self.open(self._day_at_hand())
        else:
            self.close()

    @Slot()
    def toggle_person(self) -> None:
        """M: the week of the person under the cursor, or back to everybody's."""
        if self.person is None:
            self.open_person(self._person_at_hand())
        else:
            self.close()

    @Slot(object)
    def open(self, day: int) -> None:
        """Show a day, 0 Monday."""
        if self._has_week():
            self.day, self.person = day, None
            self._show()

    @Slot(object)
    def open_person(self, person: int | None) -> None:
        """Show one person's week."""
        if person is not None and self._has_week() and person in self._screen.board.state.row_of:
            self.day, self.person = None, person
            self._show()

    def _has_week(self) -> bool:
        state = self._screen.week_state
        return state is not None and bool(state.week.tasks)

    def _show(self) -> None:
        self._screen.board_card.hide()
        self.card.show()
        self.switch.set_value(self.view)
        self._screen.context.settings.week_view = self.view
        self.show_state(self._screen.board.state)
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close(self) -> None:
        """Back to the week, with the cursor where the manager looked."""
        state, (row, day, _slot) = self._screen.board.state, self._screen.board.cursor_cell
        if self.view != WEEK and state.lines:
            row = state.row_of.get(self.person or 0, row)
            self._screen.board.move_cursor(row, day if self.day is None else self.day, 0)
        self.day = self.person = None
        self.card.hide()
        self._screen.board_card.show()
        self.switch.set_value(WEEK)
        self._screen.context.settings.week_view = WEEK
        self._screen.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def go_back(self) -> None:
        self._go(-1)

    @Slot()
    def go_on(self) -> None:
        self._go(1)

    def _go(self, by: int) -> None:
        state = self._screen.board.state
        if self.day is not None:
            self.open(max(0, min(DAYS - 1, self.day + by)))
        elif self.person is not None and state.lines:
            row = state.row_of.get(self.person, 0) + by
            self.open_person(state.lines[max(0, min(len(state.lines) - 1, row))].person)

    # -- what is shown --------------------------------------------------------------------------

    def show_state(self, state: BoardState) -> None:
        """The week was read again, or a proposal is shown. The view of the last time is taken up with the first week."""
        wanted, self._wanted = (self._wanted, "") if state.week.tasks else ("", self._wanted)
        if wanted in (DAY, PERSON) and self.view == WEEK:
            self.day = max(0, state.today) if wanted == DAY else None
            self.person = state.lines[0].person if wanted == PERSON and state.lines else None
            self._screen.board_card.setVisible(self.view == WEEK)
            self.card.setVisible(self.view != WEEK)
            self.switch.set_value(self.view)
        if self.day is not None:
            self._show_day(state, self.day)
        elif self.person is not None and self.person in state.row_of:
            self._show_person(state, state.row_of[self.person])
        elif self.person is not None and state.lines:
            self.person = state.lines[0].person  # no longer in the team of this week
            self._show_person(state, 0)

    def _show_day(self, state: BoardState, day: int) -> None:
        self.weeks.leave()
        self.board.show()
        self.board.show_cells(state, [(row, day) for row in range(len(state.lines))], of_person=False)
        self.title.setText(i18n.long_date(state.week.days[day]))
        minutes = sum(block.minutes for row in range(len(state.lines)) for block in state.blocks(row, day))
        self.hours.setText(_("{hours} h planned", hours=hours_text(minutes)))
        self.hours.set_colour("muted")
        self._name_ways(_("Day before"), _("Day after"), day > 0, day < DAYS - 1)

    def _show_person(self, state: BoardState, row: int) -> None:
        line = state.lines[row]
        self.board.setVisible(self.weeks.is_one)
        self.board.show_cells(state, [(row, day) for day in range(DAYS)], of_person=True)
        self.weeks.show_person(line.person)
        self.title.setText(" · ".join(part for part in (line.name, line.remark) if part))
        words, tone = hours_words(line)
        self.hours.setText(words)
        self._tell(state, row)
        self.hours.set_colour({Tone.BAD: "bad", Tone.WARNING: "warning"}.get(tone, "muted"))
        self._name_ways(_("Person before"), _("Next person"), row > 0, row < len(state.lines) - 1)

    def _tell(self, state: BoardState, row: int) -> None:
        line = state.lines[row]
        self.hours.setToolTip(tip_text("\n".join(part for part in (line.tip, state.cost_words(line.person)) if part)))

    def show_cost(self, cost: WeekCost) -> None:
        """What the hours of the week cost, which is read after the board: told on hovering."""
        states = [one for one in (self._screen.week_state, self._screen.board.state) if one is not None]
        for state in states:
            state.cost = cost
        if self.person is not None and self.person in states[-1].row_of:
            self._tell(states[-1], states[-1].row_of[self.person])

    @Slot()
    def _on_weeks(self) -> None:
        """One week with its hours, or several beside each other."""
        self.show_state(self._screen.board.state)
        (self.board if self.weeks.is_one else self.weeks.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_ways(self, before: str, after: str, may_back: bool, may_on: bool) -> None:
        for button, name, enabled in ((self._back, before, may_back), (self._on, after, may_on)):
            button.setAccessibleName(name)
            button.setToolTip(tip_text(name))
            button.setEnabled(enabled)

    # -- what is wanted -------------------------------------------------------------------------

    def _judge_for(self, block: Block) -> JudgeAt | None:
        details, state = self._screen.details, self._screen.week_state
        if self._screen.moves.judge_for(block) is None or details is None or state is None:
            return None
        return judge_at(details.case, block, state)

    @Slot(object, object, object)
    def _on_placed(self, block: Block, verdict: Judgement, target: tuple[int, int, int, int]) -> None:
        state, (person, day, start, end) = self._screen.week_state, target
        if state is not None:
            when = day_at(state.week, day)
            other = when if when != state.tasks[block.task].day else None
            self._screen.actions_.settle(Wish(block, person, state.name(person), other, span=(start, end)), verdict)
