"""Week plan: figures, the board of people and days, the tray of open places with reasons, and what is chosen at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.models.values import Week
from workbench.readmodels.planning import CandidateRow, Choices, CopyReport, Judgement, PlanPreview, WeekState
from workbench.services import planning
from workbench.views.context import Context, Destination
from workbench.views.itemmodels.planning import BreakdownRow
from workbench.views.messages import words_of
from workbench.views.planning import board_access
from workbench.views.planning.auto_plan import proposed_state
from workbench.views.planning.board import WeekBoardView
from workbench.views.planning.board_card import BoardCard
from workbench.views.planning.board_state import Block, BoardState, state_word
from workbench.views.planning.reading import Details, Shown, judge_of, read_board, read_details
from workbench.views.planning.side import WIDTH, Side, reminders_of
from workbench.views.planning.solver_bar import SolverBar
from workbench.views.planning.task_form import TaskForm
from workbench.views.planning.tiles import Tiles, breakdown
from workbench.views.planning.top_bar import EmptyWeek, WeekBar
from workbench.views.planning.tray import Tray
from workbench.views.planning.week_actions import WeekActions, Wish
from workbench.views.screen import Command, Screen
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.widgets.basic import Text
from workbench.views.widgets.panels import ErrorState, LoadingVeil

CANDIDATES_AFTER_MS = 40  # the arrow keys run over many blocks; only where they rest is worked out
GAP, MARGIN = 14, 20


class _Body(QWidget):
    """What holds the board; says when it got another size, for the side is placed over it by hand."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PlanningScreen(Screen):
    key: ClassVar[str] = "planning"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"task", "assignment", "person", "engagement", "person_skill", "person_territory", "availability_window", "availability_exception",
         "week_plan", "publication", "customer", "customer_owner", "skill", "territory", "law_figure", "calendar_day"}
    )  # fmt: skip

    def __init__(self, context: Context, *, in_steps: bool = False) -> None:
        self._monday = planning.monday_of(context.today())
        self._number = 0  # of the newest read; older answers are let go
        self._state: BoardState | None = None
        self._details: Details | None = None
        self._preview: PlanPreview | None = None
        self._swapping: Block | None = None
        self._wish: Wish | None = None
        self._wanted: dict[str, int] = {}  # what to show once the week is there
        self._choices: Choices | None = None
        super().__init__(context, in_steps=in_steps)

    # -- building -------------------------------------------------------------------------------

    def build(self) -> Iterator[None]:
        board_access.install()
        self.actions_ = WeekActions(self.context, self)
        self.bar = WeekBar(self)
        self.board = WeekBoardView(BoardState(_no_week(self._monday, self.context.today()), (("", "", ""),) * 7, -1), self._judge_for)
        yield
        self.tiles, self.tray, self.solver = Tiles(), Tray(self.board), SolverBar(self.context, self)
        self.empty = EmptyWeek()
        self._body = _Body()
        yield
        form = TaskForm()
        yield
        self.side = Side(self._body, form)
        yield
        self._stack = QStackedWidget()
        self._stack.addWidget(Text(_("Reading the week …"), TextRole.BODY, "muted"))
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._body)
        self._veil = LoadingVeil(self._stack)
        self._error: ErrorState | None = None
        self._paper: QWidget | None = None
        self._candidate_timer = QTimer(self)
        self._candidate_timer.setSingleShot(True)
        self._candidate_timer.setInterval(CANDIDATES_AFTER_MS)
        self._candidate_timer.timeout.connect(self._look_for_candidates)
        left = QVBoxLayout()
        left.setSpacing(10)
        for part, stretch in ((self.tiles, 0), (self.solver, 0), (BoardCard(self.board), 1), (self.tray, 0)):
            left.addWidget(part, stretch)
        self._inside = QHBoxLayout(self._body)
        self._inside.setContentsMargins(MARGIN, 14, MARGIN, 14)
        self._inside.addLayout(left, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._connect()
        self._body.resized.connect(self._place_side)
        self._place_side()

    def _connect(self) -> None:
        board, side, act = self.board, self.side, self.actions_
        board.block_selected.connect(self._on_selected)
        board.block_opened.connect(self._on_opened)
        board.block_dropped.connect(self._on_dropped)
        board.unassign_wanted.connect(self._on_unassign)
        board.pin_wanted.connect(self._on_pin)
        board.person_opened.connect(self._on_person)
        self.tray.chosen.connect(self._on_selected)
        self.tray.carried.connect(self._on_carried)
        self.tiles.opened.connect(self._on_tile)
        side.page_changed.connect(self._place_side)
        side.task.person_wanted.connect(self._on_candidate)
        side.task.swap_wanted.connect(self._on_swap)
        side.task.pin_wanted.connect(self._on_pin)
        side.task.unassign_wanted.connect(self._on_unassign)
        side.task.edit_wanted.connect(self._on_edit)
        side.task.reason.given.connect(self._on_reason)
        side.task.reason.given_up.connect(self._on_reason_given_up)
        side.breakdown.row_wanted.connect(self._on_row)
        side.preview.row_wanted.connect(self._on_row)
        side.preview.kept.connect(self._on_plan_kept)
        side.preview.discarded.connect(self._on_plan_discarded)
        side.hint.publish_reason.given.connect(act.publish)
        side.form.added.connect(act.add_task)
        side.form.changed.connect(self._on_form_changed)
        side.form.delete_wanted.connect(self._on_delete)
        act.reason_wanted.connect(self._on_reason_wanted)
        act.done.connect(self._on_wish_done)
        act.placed.connect(self._on_placed)
        act.refused.connect(self._on_refused)
        act.form_refused.connect(side.form.complain)
        act.task_added.connect(self._on_task_added)
        act.publish_reason_wanted.connect(self._on_publish_reason)
        act.published.connect(self._on_published)
        act.copied.connect(self._on_copied)
        self.empty.copy.connect(act.copy_last_week)
        self.empty.templates.connect(act.add_templates)
        self.empty.add.connect(self.new_task)
        self.empty.people.connect(self._on_people)
        self.solver.found.connect(self._on_preview)

    # -- what the window asks -------------------------------------------------------------------

    def title(self) -> str:
        return _("Week plan")

    def subtitle(self) -> str:
        week = Week.from_date(self._monday)
        parts = [
            _("week {week} of {year}", week=week.number, year=week.year),
            _("{first} to {last}", first=i18n.day_month(week.monday), last=i18n.day_month(week.sunday)),
        ]
        if self._state is not None and self._state.week.monday == self._monday:
            changed = self._details is not None and self._details.facts.is_changed
            parts.append(state_word(self._state.week, changed=changed))
        return " · ".join(parts)

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
        self._wanted = {name: int(state[name]) for name in ("key", "task_id", "person_id") if state.get(name)}
        if isinstance(state.get("monday"), date):
            self.go_to(state["monday"])
        elif "task_id" in self._wanted:
            self.context.tasks.read(self, partial(planning.load_week_of, task_id=self._wanted["task_id"]), self._on_week_found)
        elif self._state is not None:
            self._show_wanted()

    def show_destination(self, destination: Destination) -> None:
        self.restore(destination.what)

    def flush(self) -> None:
        if self.side.form.task_id is not None:
            self.side.form.flush()

    # -- weeks ----------------------------------------------------------------------------------

    @property
    def monday(self) -> date:
        return self._monday

    def go_to(self, day: date) -> None:
        """Show the week of a day."""
        monday = planning.monday_of(day)
        if monday != self._monday:
            self.flush()
            self._monday = monday
            self._leave_week()
        self.title_changed.emit()
        self.reload()

    def _leave_week(self) -> None:
        self.solver.stop()
        self._details, self._preview, self._swapping, self._wish = None, None, None, None
        self.board.select(None)
        self.side.hint.show_report(None)
        self.side.show_hint()
        self.close_paper()

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
        if self._state is None or self._state.week.monday != self._monday:
            self._veil.start()
        job = partial(read_board, monday=self._monday, today=self.context.today(), number=self._number)
        self.context.tasks.read(self, job, self._on_board, self._on_failed)

    @Slot(object)
    def _on_board(self, shown: Shown) -> None:
        if shown.number != self._number:
            return
        self._veil.stop()
        self._drop_error()
        if self._preview is not None:  # the week was changed: the proposal is no longer about it
            self._preview = None
            self.side.show_hint()
        self._state = state = shown.state
        self.bar.show_state(state.week.state)
        self.title_changed.emit()
        self.noted.emit(self.key, 0, f"W{Week.from_date(self._monday).number}")
        if self._paper is None:
            self._stack.setCurrentWidget(self._body if state.week.tasks or self.side.currentWidget() is self.side.form else self.empty)
        self.empty.show_week(past=state.week.state is WeekState.PAST, people=shown.team)
        self.board.set_state(state)
        self.tray.show_seats(state)
        self._follow_selection()
        job = partial(read_details, workspace=self.context.workspace, state=state, number=shown.number)
        self.context.tasks.work(self, job, self._on_details, self._on_failed)

    @Slot(object)
    def _on_details(self, details: Details) -> None:
        if details.number != self._number or self._state is None:
            return
        self._details = details
        if details.state is not None and not self.board.is_dragging:
            self._state = details.state
            self.board.set_state(details.state)
        self.tiles.show_facts(details.facts, details.conflicts)
        self.tray.show_reasons(self._state, details.seats)
        self.side.hint.show_reminders(reminders_of(details.facts, details.conflicts, self._state.name))
        self.title_changed.emit()
        self._follow_selection()
        self._show_wanted()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """In place of the board when there is none yet; else a line, and what is shown stays."""
        self._veil.stop()
        if self._state is not None and self._state.week.monday == self._monday:
            self.context.messages.complain(error)
            return
        self._drop_error()
        self._error = ErrorState(words_of(error))
        self._error.retried.connect(self.reload)
        self._stack.addWidget(self._error)
        self._stack.setCurrentWidget(self._error)

    def _drop_error(self) -> None:
        if self._error is not None:
            self._stack.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    # -- what is chosen -------------------------------------------------------------------------

    def _follow_selection(self) -> None:
        """After a read: the chosen block as it is now, or another seat of its task, or nothing."""
        page, state = self.side.task, self._state
        assert state is not None
        if self.side.currentWidget() is self.side.form and self.side.form.task_id is not None:
            task = state.tasks.get(self.side.form.task_id)
            if task is None:
                self.side.show_hint()
            else:
                self.side.form.show_task(task)
            return
        if self.side.currentWidget() is not page or page.block is None:
            return
        block = state.find(page.block.key) or next((one for one in _all(state) if one.task == page.block.task), None)
        if block is None:
            self.board.select(None)
            self.side.show_hint()
        else:
            self._show_block(block)

    def _show_block(self, block: Block) -> None:
        assert self._state is not None
        details = self._details
        customer = self._state.tasks[block.task].customer_id
        owner = details.facts.owners.get(customer or 0, "") if details else ""
        self.side.task.show_block(self._state, block, details.conflicts if details else (), owner)
        self.side.show_page(self.side.task)
        self.tray.show_chosen(self._state, block.task)
        self._candidate_timer.start()

    @Slot()
    def _look_for_candidates(self) -> None:
        block, details = self.side.task.block, self._details
        if block is not None and details is not None and block.task in details.case.tasks:
            self.context.tasks.work(self, partial(_candidates, details, block), self._on_candidates)

    @Slot(object)
    def _on_candidates(self, found: tuple[int, tuple[CandidateRow, ...]]) -> None:
        self.side.task.show_candidates(*found)

    def _show_wanted(self) -> None:
        """Where a link or a step led: a block, a task or a person."""
        wanted, self._wanted = self._wanted, {}
        state = self._state
        assert state is not None
        if "person_id" in wanted:
            self.board.show_person(wanted["person_id"])
        block = state.find(wanted["key"]) if "key" in wanted else None
        block = block or next((one for one in _all(state) if one.task == wanted.get("task_id")), None)
        if block is not None:
            self.board.show_block(block.key)
            self._show_block(block)

    @Slot(object)
    def _on_selected(self, block: Block | None) -> None:
        if self._preview is not None or self._state is None:
            return
        if self._swapping is not None and block is not None:
            first, self._swapping = self._swapping, None
            self.side.task.show_swapping(False)
            if block.assignment > 0 and block.key != first.key:
                self.actions_.give(Wish(first, block.person, self._state.name(block.person), other=block))
                return
        if block is not None:
            if block.assignment == 0:
                self.board.select(None)
            self.flush()
            self._show_block(block)

    @Slot(object)
    def _on_opened(self, block: Block) -> None:
        self._on_edit(block.task)

    @Slot(object)
    def _on_person(self, person_id: int) -> None:
        self.context.go(Destination("people", {"person_id": person_id}))

    @Slot()
    def _on_people(self) -> None:
        self.context.go(Destination("people"))

    # -- drag, give, swap, pin ------------------------------------------------------------------

    def _judge_for(self, block: Block) -> Callable[[int, int], Judgement | None] | None:
        """None where nothing may be moved; says why."""
        if self._preview is not None:
            self.context.messages.tell(_("Keep or discard the proposed plan first."), Tone.ACCENT)
            return None
        if self._state is None or self._state.week.state is WeekState.PAST:
            self.context.messages.tell(_("That week is over; its plan stays as it was."), Tone.ACCENT)
            return None
        if self._details is None or block.task not in self._details.case.tasks:
            self.context.messages.tell(_("The rules of this week are still being read; try again in a moment."), Tone.ACCENT)
            return None
        return judge_of(self._details.case, block, self._state)

    @Slot(object)
    def _on_carried(self, block: Block) -> None:
        self._on_selected(block)
        self.board.carry(block)

    @Slot(object, object, object)
    def _on_dropped(self, block: Block, verdict: Judgement, target: tuple[int, int]) -> None:
        if self._state is not None:
            self.actions_.drop(self._state, block, verdict, *target)

    @Slot(object)
    def _on_candidate(self, row: CandidateRow) -> None:
        block = self.side.task.block
        if block is None:
            return
        wish = Wish(block, row.person_id, row.name)
        if row.judgement.colour == "red":
            details = self._details
            why = details.case.why(block.task, row.person_id) if details else row.judgement.text
            self.context.messages.tell(why, Tone.BAD)
        elif row.judgement.colour == "amber":
            self._on_reason_wanted(wish, row.judgement.text)
        else:
            self.actions_.give(wish)

    @Slot(object, str)
    def _on_reason_wanted(self, wish: Wish, why: str) -> None:
        """Amber: asked in place, beside the task that it is about."""
        self._wish = wish
        self._show_block(wish.block)
        self.side.task.reason.ask(_("{person}: {task}", person=wish.name, task=wish.block.title), why)

    @Slot(str)
    def _on_reason(self, reason: str) -> None:
        if self._wish is not None:
            self.actions_.give(self._wish, reason)

    @Slot()
    def _on_reason_given_up(self) -> None:
        self._wish = None
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_wish_done(self, _wish: Wish) -> None:
        self._wish = None
        self.side.task.reason.hide()
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_placed(self, assignment: int) -> None:
        self._wanted = {"key": assignment}

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        """Beside the reason where one was asked, else as a line in the window."""
        if self._wish is not None and self.side.task.reason.isVisible():
            self.side.task.reason.complain(words)
        else:
            self.context.messages.tell(words, Tone.BAD)

    @Slot(object)
    def _on_swap(self, block: Block | None) -> None:
        self._swapping = None if self._swapping is not None else block
        self.side.task.show_swapping(self._swapping is not None)
        if self._swapping is not None:
            self.context.messages.tell(
                _("Choose the block on the board whose person takes {task}; theirs comes back.", task=self._swapping.title), Tone.ACCENT
            )

    @Slot(object)
    def _on_pin(self, block: Block) -> None:
        self.actions_.pin(block)

    @Slot(object)
    def _on_unassign(self, block: Block) -> None:
        if self._state is not None and self._preview is None:
            self.actions_.unassign(self._state, block)

    # -- tasks ----------------------------------------------------------------------------------

    @Slot()
    def new_task(self) -> None:
        """The empty form for the day under the cursor."""
        self._offer_choices()
        day = self._monday + timedelta(days=self.board.cursor_cell[1])
        self._stack.setCurrentWidget(self._body)
        self.side.form.show_new(day)
        self.side.show_page(self.side.form)

    @Slot(object)
    def _on_edit(self, task_id: int) -> None:
        if self._state is not None and task_id in self._state.tasks and self._state.week.state is not WeekState.PAST:
            self._offer_choices()
            self.side.form.show_task(self._state.tasks[task_id])
            self.side.show_page(self.side.form)

    def _offer_choices(self) -> None:
        if self._choices is not None:
            self.side.form.offer(self._choices)
        self.context.tasks.read(self, partial(planning.load_choices, today=self.context.today()), self._on_choices)

    @Slot(object)
    def _on_choices(self, choices: Choices) -> None:
        fresh = self._choices is None
        if choices != self._choices:
            self._choices = choices
            self.side.form.offer(choices)
            task_id = self.side.form.task_id
            if fresh and task_id is not None and self._state is not None and task_id in self._state.tasks:
                self.side.form.show_again(self._state.tasks[task_id])

    @Slot(object, object)
    def _on_form_changed(self, task_id: int, fields: dict[str, Any]) -> None:
        if self._state is not None and task_id in self._state.tasks:
            self.actions_.edit_task(task_id, self._state.tasks[task_id].title, fields)

    @Slot(object)
    def _on_delete(self, task_id: int) -> None:
        if self._state is not None and task_id in self._state.tasks:
            title = self._state.tasks[task_id].title
            self.side.show_hint()
            self.actions_.delete_task(task_id, title)

    @Slot()
    def copy_task(self) -> None:
        """Ctrl+D: the chosen task once more."""
        block = self.side.task.block if self.side.currentWidget() is self.side.task else None
        if block is not None:
            self.actions_.copy_task(block.task, block.title)

    @Slot(object)
    def _on_task_added(self, task_id: int) -> None:
        self.side.form.forget()
        self.side.show_hint()
        self._wanted = {"task_id": task_id}

    # -- figures, publication, copies -----------------------------------------------------------

    @Slot(str)
    def _on_tile(self, key: str) -> None:
        if self._details is None or self._state is None:
            return
        self.side.breakdown.show_rows(*breakdown(key, self._state, self._details.facts, self._details.seats, self._details.conflicts))
        self.side.show_page(self.side.breakdown)

    @Slot(object)
    def _on_row(self, row: BreakdownRow) -> None:
        """A row behind a figure leads to its block, task or person on the board."""
        state = self.board.state
        found = [one for one in _all(state) if one.task == row.task and (not row.person or one.person == row.person)] if row.task else []
        if found:
            self.board.show_block(found[0].key)
            if found[0].assignment == 0 and self._preview is None:
                self._on_selected(found[0])
        elif row.person:
            self.board.show_person(row.person)

    @Slot(str)
    def _on_publish_reason(self, words: str) -> None:
        self.side.show_hint()
        self.side.hint.publish_reason.ask(_("This week was published already"), words)
        self._place_side()

    @Slot()
    def _on_published(self) -> None:
        self.side.hint.publish_reason.hide()

    @Slot(object)
    def _on_copied(self, report: CopyReport) -> None:
        self.side.hint.show_report(report)
        self.side.show_hint()
        self.context.messages.tell(
            _(
                "{tasks} tasks and {assignments} assignments were copied; {left} would break a rule and were left out.",
                tasks=report.tasks,
                assignments=report.assignments,
                left=len(report.left_out),
            )
        )

    @Slot()
    def copy_text(self) -> None:
        """For 微信 or 钉钉."""
        if self._state is not None:
            QGuiApplication.clipboard().setText(planning.week_text(self._state.week))
            self.context.messages.tell(_("The week is in the clipboard as text."))

    @Slot()
    def open_paper(self) -> None:
        from workbench.views.planning.paper import show_week, week_paper

        self.close_paper()
        page = week_paper(self.context)
        page.closed.connect(self.close_paper)
        self._paper = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        show_week(page, self._monday)

    def print_out(self) -> bool:
        """Ctrl+P: the window has the key, so that no two things answer to it."""
        self.open_paper()
        return True

    @Slot()
    def close_paper(self) -> None:
        if self._paper is not None:
            self._stack.removeWidget(self._paper)
            self._paper.deleteLater()
            self._paper = None
            self._stack.setCurrentWidget(self._body if self._state is not None and self._state.week.tasks else self.empty)

    # -- the automatic plan ---------------------------------------------------------------------

    def plan(self, seconds: float, keep_published: bool) -> None:
        self.flush()
        self.solver.start(self._monday, seconds, keep_published)

    @Slot(object)
    def _on_preview(self, found: PlanPreview) -> None:
        """The board shows the proposal until it is kept or discarded."""
        if self._state is None or found.monday != self._monday:
            return
        self._preview = found
        self.board.set_state(proposed_state(self._state.week, found))
        self.side.preview.show_preview(found)
        self.side.show_page(self.side.preview)
        self.side.preview.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_plan_kept(self) -> None:
        found, self._preview = self._preview, None
        self.side.show_hint()
        if found is not None and self._state is not None:
            self.board.set_state(self._state)
            self.actions_.keep_plan(found)

    @Slot()
    def _on_plan_discarded(self) -> None:
        self._preview = None
        self.side.show_hint()
        if self._state is not None:
            self.board.set_state(self._state)

    # -- Qt -------------------------------------------------------------------------------------

    @Slot()
    def _place_side(self) -> None:
        """Beside the board where there is room; over its right end, and only when it says something, where there is not."""
        width = theme().px(WIDTH)
        wide = self.width() >= self.board.minimumSizeHint().width() + width + GAP + 2 * MARGIN
        self._inside.setContentsMargins(MARGIN, 14, MARGIN + (width + GAP if wide else 0), 14)
        self.side.setVisible(wide or not self.side.is_quiet)
        self.side.setGeometry(self._body.width() - MARGIN - width, 14, width, max(0, self._body.height() - 28))
        self.side.raise_()


def _all(state: BoardState) -> list[Block]:
    return [block for blocks in state.cells.values() for block in blocks] + state.seats


def _candidates(details: Details, block: Block, _progress: Progress) -> tuple[int, tuple[CandidateRow, ...]]:
    return block.task, details.case.candidates(block.task, block.person or None)


def _no_week(monday: date, today: date) -> Any:
    from workbench.readmodels.planning import WeekBoard

    return WeekBoard(monday, today, WeekState.DRAFT, 0, None, (), (), (), frozenset(), (), {}, {})
