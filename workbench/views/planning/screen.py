"""Week plan: figures, the board of people and days, the tray of open places with reasons, and what is chosen at the right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.models.values.periods import Week
from workbench.readmodels.planning import WeekState
from workbench.services import planning
from workbench.views.context import Context, Destination
from workbench.views.messages import words_of
from workbench.views.planning import board_access
from workbench.views.planning.board import WeekBoardView
from workbench.views.planning.board_card import BoardCard, Body
from workbench.views.planning.board_state import Block, BoardState
from workbench.views.planning.board_words import no_week, week_words
from workbench.views.planning.chosen import Chosen
from workbench.views.planning.empty_week import EmptyWeek
from workbench.views.planning.hours_page import WEEK, HoursPage
from workbench.views.planning.menu import BlockMenu
from workbench.views.planning.moves import Moves
from workbench.views.planning.outputs import Outputs
from workbench.views.planning.person_outputs import PersonOutputs
from workbench.views.planning.proposal import Proposal
from workbench.views.planning.reading import Details, Shown, read_board, read_details
from workbench.views.planning.several import Several
from workbench.views.planning.side import WIDTH, Side, reminders_of
from workbench.views.planning.solver_bar import SolverBar
from workbench.views.planning.task_editing import TaskEditing
from workbench.views.planning.task_form import TaskForm
from workbench.views.planning.tiles import Tiles
from workbench.views.planning.top_bar import WeekBar
from workbench.views.planning.tray import Tray
from workbench.views.planning.week_actions import WeekActions
from workbench.views.planning.what_if import WhatIf
from workbench.views.screen import Command, Screen
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.widgets.basic import Text
from workbench.views.widgets.panels import ErrorState, LoadingVeil

GAP, MARGIN = 14, 20
LARGE, TIGHT = 1.2, 1160  # from these letters on, and below this width, the words of the top bar are kept short


class PlanningScreen(Screen):
    key: ClassVar[str] = "planning"
    steps_tried = Signal(object)  # what Ctrl+Z and Ctrl+Y mean while steps are tried; None when nothing is
    tables: ClassVar[frozenset[str]] = frozenset(
        {"task", "assignment", "person", "engagement", "person_skill", "person_territory", "availability_window", "availability_exception",
         "work_limit", "week_plan", "publication", "customer", "customer_owner", "skill", "territory", "law_figure", "calendar_day",
         "task_barred", "task_order"}
    )  # fmt: skip

    def __init__(self, context: Context, *, in_steps: bool = False) -> None:
        self._monday = planning.monday_of(context.today())
        self._number = 0  # of the newest read; older answers are let go
        self.week_state: BoardState | None = None
        self.details: Details | None = None
        self._tight = False
        super().__init__(context, in_steps=in_steps)

    # -- building -------------------------------------------------------------------------------

    def build(self) -> Iterator[None]:
        board_access.install()
        self.actions_ = WeekActions(self.context, self)
        self.moves, self.editing, self.outputs, self.proposal = Moves(self), TaskEditing(self), Outputs(self), Proposal(self)
        self.several, self.chosen, self.what_if = Several(self), Chosen(self), WhatIf(self)
        self.menu, self.person_outputs = BlockMenu(self), PersonOutputs(self)
        self.actions_.write = self.what_if.write
        yield
        self.board = WeekBoardView(BoardState(no_week(self._monday, self.context.today()), (("", "", ""),) * 7, -1), self.moves.judge_for)
        self.hours_page = HoursPage(self, self.board.state)
        self.bar = WeekBar(self)
        yield
        self.tiles, self.tray, self.solver = Tiles(), Tray(self.board), SolverBar(self.context, self)
        self.empty = EmptyWeek()
        self.body = Body()
        yield
        form = TaskForm()
        yield
        self.side = Side(self.body, form)
        self.side.addWidget(self.what_if.page)
        yield
        self.stack = QStackedWidget(self)
        for whole in (Text(_("Reading the week …"), TextRole.BODY, "muted"), self.empty, self.body):
            self.stack.addWidget(whole)
            yield
        self._veil = LoadingVeil(self.stack)
        self._error: ErrorState | None = None
        left = QVBoxLayout()
        left.setSpacing(10)
        self._inside = QHBoxLayout(self.body)
        self._inside.setContentsMargins(MARGIN, 14, MARGIN, 14)
        self._inside.addLayout(left, 1)
        self.board_card = BoardCard(self.board)
        for part, stretch in (
            (self.tiles, 0),
            (self.what_if.bar, 0),
            (self.solver, 0),
            (self.board_card, 1),
            (self.hours_page.card, 1),
            (self.tray, 0),
        ):
            left.addWidget(part, stretch)
            yield
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._connect()
        self.body.resized.connect(self.place_side)
        self.body.escaped.connect(self.moves.give_up_swap)
        self.place_side()

    def _connect(self) -> None:
        self.board.block_selected.connect(self.select_block)
        self.board.block_opened.connect(self.open_block)
        self.board.person_opened.connect(self._on_person)
        self.board.menu_wanted.connect(self.menu.open)
        self.tray.chosen.connect(self.select_block)
        self.side.page_changed.connect(self.place_side)
        self.empty.copy.connect(self.actions_.copy_last_week)
        self.empty.templates.connect(self.actions_.add_templates)
        self.empty.people.connect(self._on_people)
        self.empty.from_file.connect(self._on_import)
        self.side.form.closed.connect(self._on_form_closed)
        for helper in (self.moves, self.several, self.editing, self.outputs, self.proposal, self.hours_page, self.what_if):
            helper.connect_all()

    # -- what the window asks -------------------------------------------------------------------

    def title(self) -> str:
        return _("Week plan")

    def subtitle(self) -> str:
        """Short, for the buttons beside it need the room."""
        shown = self.week_state.week if self.week_state is not None and self.week_state.week.monday == self._monday else None
        changed = self.details is not None and self.details.facts.is_changed
        return week_words(self._monday, shown, changed=changed, short=self._is_tight())

    def _is_tight(self) -> bool:
        return theme().scale > LARGE or self.width() < theme().px(TIGHT)

    def controls(self) -> list[QWidget]:
        return self.bar.controls()

    def primary(self) -> QPushButton:
        return self.bar.auto

    def keys(self) -> list[tuple[str, str]]:
        return self.bar.keys()

    def commands(self) -> list[Command]:
        return self.bar.commands()

    def state(self) -> dict[str, Any]:
        block = self.side.task.block
        shown: dict[str, Any] = {"monday": self._monday}
        if block is not None and self.side.currentWidget() is self.side.task:
            shown["key"] = block.key
        return shown

    def restore(self, state: dict[str, Any]) -> None:
        self.chosen.wanted = {name: int(state[name]) for name in ("key", "task_id", "person_id") if state.get(name)}
        if isinstance(state.get("monday"), date):
            self.go_to(state["monday"])
        elif "task_id" in self.chosen.wanted:
            self.context.tasks.read(self, partial(planning.load_week_of, task_id=self.chosen.wanted["task_id"]), self._on_week_found)
        elif self.week_state is not None:
            self.chosen.show_wanted()

    def show_destination(self, destination: Destination) -> None:
        self.restore(destination.what)

    def print_out(self) -> bool:
        """Ctrl+P: the window has the key, so that no two things answer to it."""
        self.outputs.open_paper()
        return True

    def plan(self, seconds: float, keep_published: bool, *, repair: bool = False) -> None:
        """Begin an automatic plan of the week, or fill its gaps only."""
        self.proposal.plan(seconds, keep_published, repair=repair)

    def flush(self) -> None:
        self.editing.flush()

    # -- weeks ----------------------------------------------------------------------------------

    @property
    def monday(self) -> date:
        return self._monday

    def go_to(self, day: date) -> None:
        """Show the week of a day."""
        monday = planning.monday_of(day)
        if monday != self._monday:
            if self.what_if.blocks():
                return
            self.flush()
            self._monday = monday
            self._leave_week()
        self.title_changed.emit()
        self.reload()

    def _leave_week(self) -> None:
        self.solver.stop()
        self.details, self.proposal.found = None, None
        self.moves.forget()
        self.board.select(None)
        self.hours_page.board.select(None)
        self.what_if.end()
        self.side.hint.show_report(None)
        self.side.hint.show_plan_report(())
        self.side.show_hint()
        self.outputs.close_paper()

    @Slot()
    def go_back(self) -> None:
        self.go_to(self._monday - timedelta(days=7))

    @Slot()
    def go_today(self) -> None:
        self.go_to(self.context.today())

    @Slot()
    def go_on(self) -> None:
        self.go_to(self._monday + timedelta(days=7))

    @Slot(object)
    def _on_week_found(self, monday: date | None) -> None:
        if monday is None:
            self.context.messages.tell(_("That task is no longer there."), Tone.WARNING)
        else:
            self.go_to(monday)

    # -- reading --------------------------------------------------------------------------------

    def reload(self) -> None:
        self._number += 1
        self.actions_.monday = self._monday
        if self.week_state is None or self.week_state.week.monday != self._monday:
            self._veil.start()
        job = partial(read_board, monday=self._monday, today=self.context.today(), number=self._number)
        self.context.tasks.read(self, job, self._on_board, self._on_failed)

    @Slot(object)
    def _on_board(self, shown: Shown) -> None:
        if shown.number != self._number:
            return
        self._veil.stop()
        self._drop_error()
        state = shown.state
        if not self.what_if.steps:
            self.week_state = state
        self.bar.show_state(state.week.state, len(state.week.tasks))
        self.title_changed.emit()
        self.noted.emit(self.key, 0, f"W{Week.from_date(self._monday).number}")
        if self.outputs.paper is None:
            self.stack.setCurrentWidget(self.body if state.week.tasks or self.side.currentWidget() is self.side.form else self.empty)
        if shown.ways is not None:
            self.empty.show_week(shown.ways, past=state.week.state is WeekState.PAST, people=shown.team)
        if not self.what_if.steps:  # else the steps that are tried stay on the board until they were tried on this state
            if not self.proposal.follow(state):
                self.show_board(state)
                self.tray.show_seats(state)
            self.chosen.follow()
        job = partial(read_details, workspace=self.context.workspace, state=state, number=shown.number)
        self.context.tasks.work(self, job, partial(self._on_details, state), self._on_failed)

    def show_board(self, state: BoardState) -> None:
        """The week, or the hours that are looked at, in this state: as saved, proposed or tried."""
        self.board.set_state(state)
        self.hours_page.show_state(state)

    @property
    def number(self) -> int:
        """Of the newest read."""
        return self._number

    def _on_details(self, state: BoardState, details: Details) -> None:
        if details.number != self._number or self.week_state is None:
            return
        if self.what_if.is_on:
            self.what_if.rebase(state, details)
            if self.what_if.steps:
                return
        self.details = details
        if details.state is not None and not self.board.is_dragging:
            self.week_state = details.state
            self.show_board(details.state)
        self._show_details(details)
        self.proposal.follow(self.week_state)

    def show_tried(self, state: BoardState, details: Details) -> None:
        """The week as it would be after what is tried; nothing of it is saved."""
        self.week_state, self.details = state, details
        self.show_board(state)
        self.tray.show_seats(state)
        self._show_details(details)

    def _show_details(self, details: Details) -> None:
        assert self.week_state is not None
        self.hours_page.show_cost(details.facts.cost)
        self.tiles.show_facts(details.facts, details.conflicts)
        self.tray.show_reasons(self.week_state, details.seats)
        self.side.hint.show_reminders(reminders_of(details.facts, details.conflicts, self.week_state.name, details.case.gaps()))
        self.title_changed.emit()
        self.chosen.follow()
        self.chosen.show_wanted()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """In place of the board when there is none yet; else a line, and what is shown stays."""
        self._veil.stop()
        if self.week_state is not None and self.week_state.week.monday == self._monday:
            self.context.messages.complain(error)
            return
        self._drop_error()
        self._error = ErrorState(words_of(error))
        self._error.retried.connect(self.reload)
        self.stack.addWidget(self._error)
        self.stack.setCurrentWidget(self._error)

    def _drop_error(self) -> None:
        if self._error is not None:
            self.stack.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    # -- what is chosen -------------------------------------------------------------------------

    def show_block(self, block: Block) -> None:
        self.chosen.show(block)

    def board_in_use(self) -> QWidget:
        """The board of the view that is shown."""
        return self.board if self.hours_page.view == WEEK else self.hours_page.board

    def cursor_cell(self) -> tuple[int, int, int]:
        """Line, day and slot that the keys mean, in whichever view is shown."""
        return self.hours_page.cursor_cell()

    @Slot(object)
    def select_block(self, block: Block | None) -> None:
        if self.proposal.found is not None or self.week_state is None:
            return
        if block is not None and self.moves.take_swap(block):
            return
        if block is not None:
            if block.assignment == 0:
                self.board.select(None)
            self.flush()
            self.show_block(block)

    @Slot(object)
    def open_block(self, block: Block) -> None:
        """Edit the task of a block."""
        self.editing.edit(block.task)

    @Slot(object)
    def _on_person(self, person_id: int) -> None:
        self.context.go(Destination("people", {"person_id": person_id}))

    @Slot()
    def _on_people(self) -> None:
        self.context.go(Destination("people"))

    @Slot()
    def _on_form_closed(self) -> None:
        """A form that was given up in an empty week leads back to what such a week offers."""
        if self.week_state is not None and not self.week_state.week.tasks and self.outputs.paper is None:
            self.stack.setCurrentWidget(self.empty)

    @Slot()
    def _on_import(self) -> None:
        self.context.go(Destination("data", {"import": "tasks"}))

    # -- Qt -------------------------------------------------------------------------------------

    @Slot()
    def place_side(self) -> None:
        """Beside the board where there is room; over its right end, and only when it says something, where there is not."""
        width = theme().px(WIDTH)
        wide = self.width() >= self.board.minimumSizeHint().width() + width + GAP + 2 * MARGIN
        self._inside.setContentsMargins(MARGIN, 14, MARGIN + (width + GAP if wide else 0), 14)
        self.side.setVisible(wide or not self.side.is_quiet)
        self.side.setGeometry(self.body.width() - MARGIN - width, 14, width, max(0, self.body.height() - 28))
        self.side.raise_()
        if self._is_tight() != self._tight:
            self._tight = self._is_tight()
            self.bar.be_short(self._tight)
            self.title_changed.emit()
