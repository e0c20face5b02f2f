"""Week plan: figures, the board of people and days, the tray of what is open with its reasons, and the inspector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.models.values import Week
from workbench.planner import explain, texts
from workbench.planner.problem import Plan
from workbench.planner.rules import Board
from workbench.readmodels.people import Choice, Lists
from workbench.readmodels.weeks import WeekBoard
from workbench.services import people, weeks, weeks_auto
from workbench.services.workspace import Change, Reader, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.screen import Screen
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.weeks.board import WeekBoard as BoardWidget
from workbench.views.weeks.board_data import Block, BoardPlan, CellKey, Fit, Verdict, make_plan
from workbench.views.weeks.inspector import Inspector
from workbench.views.weeks.parts import BoardCard, TrayBlock
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.rows import KpiTile
from workbench.views.widgets.states import EmptyState

MOST_WAITING = 12


@dataclass(frozen=True, slots=True)
class Loaded:
    """A week with everything derived from it off the event loop."""

    week: WeekBoard
    rules: Board
    lists: Lists
    customers: tuple[Choice, ...]
    figures: weeks_auto.Figures


def load(conn: Reader, monday: date, today: date) -> tuple[WeekBoard, Lists, tuple[Choice, ...]]:
    customers = tuple(Choice(row, code, name) for row, code, name, _search in people.load_customer_names(conn))
    return weeks.load_week(conn, monday, today), people.load_lists(conn), customers


def assign_on(uow: UnitOfWork, day: date | None, task_id: int, person_id: int, today: date, reason: str) -> int:
    """A block of the tray dropped on another day takes its task there, as one step."""
    if day is not None:
        weeks.save_task(uow, task_id=task_id, day=day)
    return weeks.assign(uow, task_id=task_id, person_id=person_id, today=today, reason=reason)


class PlanningScreen(Screen):
    key: ClassVar[str] = "planning"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"task", "assignment", "person", "engagement", "person_skill", "person_territory", "availability_window", "availability_exception", "week_plan", "customer_owner"}
    )

    def __init__(self, context: Context) -> None:
        self._monday = Week.from_date(context.today()).monday
        self._loaded: Loaded | None = None
        self._plan: BoardPlan | None = None
        self._progress: Progress | None = None
        self._proposal: Plan | None = None
        self._proposal_week = self._monday
        self._chosen: Block | None = None
        self._target_day: date | None = None  # where an amber drop waits for its reason
        super().__init__(context)

    # -- building

    def build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(Text(_("Reading …"), TextRole.BODY, "muted"))
        self._stack.addWidget(self._empty_page())
        self._body = QWidget()
        self._stack.addWidget(self._body)
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(10)
        self._board: BoardWidget | None = None
        self._board_place = QVBoxLayout()
        self.inspector = Inspector()
        self.inspector.given.connect(self._on_given)
        self.inspector.unassigned.connect(self._on_unassign)
        self.inspector.pinned.connect(self._on_pin)
        self.inspector.saved.connect(self._on_saved)
        self.inspector.removed.connect(self._on_removed)
        self.inspector.edit_asked.connect(self._on_edit)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(self._tiles)
        left.addWidget(self._solver_bar())
        left.addLayout(self._board_place, 1)
        self._tray = Card()
        self._tray.body.setContentsMargins(12, 7, 12, 7)
        self._tray_line = QHBoxLayout()
        self._tray.body.addLayout(self._tray_line)
        left.addWidget(self._tray)
        body = QHBoxLayout(self._body)
        body.setContentsMargins(20, 14, 20, 14)
        body.setSpacing(14)
        body.addLayout(left, 1)
        body.addWidget(self.inspector)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._top_buttons()
        self._new_key = QShortcut(QKeySequence("N"), self)
        self._new_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._new_key.activated.connect(self._on_new)

    def _top_buttons(self) -> None:
        self._before, self._now, self._after = QPushButton("‹"), QPushButton(_("This week")), QPushButton("›")
        for button, name, slot in ((self._before, _("Week before"), self._on_before), (self._now, _("This week"), self._on_now), (self._after, _("Next week"), self._on_after)):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(slot)
        self._before.setFixedWidth(theme().px(34))
        self._after.setFixedWidth(theme().px(34))
        self._more = QPushButton(_("Publish and print"))
        menu = QMenu(self._more)
        for text, slot in (
            (_("New task"), self._on_new), (_("Add from templates"), self._on_templates), (_("Copy last week"), self._on_copy),
            (_("Publish this week"), self._on_publish), (_("Save the week as PDF"), self._on_pdf), (_("Copy as text"), self._on_text),
        ):  # fmt: skip
            menu.addAction(text).triggered.connect(slot)
        self._more.setMenu(menu)
        self._auto = QPushButton(_("Plan automatically"))
        self._auto.clicked.connect(self._on_auto)

    def _empty_page(self) -> EmptyState:
        page = EmptyState("calendar-days", _("This week has no tasks yet"), _("Copy last week, fill it from your templates, or add the first task."), _("Copy last week"))
        page.button.clicked.connect(self._on_copy)
        layout = page.layout()
        assert isinstance(layout, QVBoxLayout)
        for text, slot in ((_("Add from templates"), self._on_templates), (_("New task"), self._on_new)):
            button = QPushButton(text)
            button.clicked.connect(slot)
            layout.insertWidget(layout.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def _solver_bar(self) -> Card:
        self._solver = Card()
        self._solver.body.setContentsMargins(12, 8, 12, 8)
        line = QHBoxLayout()
        self._solver_words = Text("", TextRole.BODY, "text")
        self._solver_words.setMinimumWidth(1)
        self._solver_progress = QProgressBar()
        self._solver_progress.setFixedWidth(140)
        self._keep, self._stop = QPushButton(_("Keep this plan")), QPushButton(_("Stop"))
        self._keep.setProperty("look", "primary")
        self._keep.clicked.connect(self._on_keep)
        self._stop.clicked.connect(self._on_stop)
        for widget, stretch in ((self._solver_words, 1), (self._solver_progress, 0), (self._keep, 0), (self._stop, 0)):
            line.addWidget(widget, stretch)
        self._solver.body.addLayout(line)
        self._solver.hide()
        return self._solver

    # -- what the window asks

    def title(self) -> str:
        return _("Week plan")

    def subtitle(self) -> str:
        week = Week.from_date(self._monday)
        state = {"draft": _("draft"), "published": _("published"), "past": _("past")}[self._loaded.week.state] if self._loaded else ""
        span = f"{i18n.day_month(self._monday)} – {i18n.day_month(self._monday + timedelta(days=6))}"
        return " · ".join(part for part in (_("{year}, week {number}", year=week.year, number=week.number), span, state) if part)

    def controls(self) -> list[QWidget]:
        return [self._before, self._now, self._after, self._more]

    def primary(self) -> QPushButton:
        return self._auto

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("← → ↑ ↓", _("Move on the board")), ("Space", _("Pick up and drop")), ("Enter", _("Open the block")), ("Delete", _("Take off")), ("N", _("New task")),
        ]  # fmt: skip

    def state(self) -> dict[str, Any]:
        return {"monday": self._monday}

    def restore(self, state: dict[str, Any]) -> None:
        if isinstance(state.get("monday"), date):
            self._go_to(state["monday"])

    def reload(self) -> None:
        monday, today = self._monday, self.context.today()
        self.context.tasks.work(self, lambda _progress: self._prepare(monday, today), self._on_loaded, self._on_failed)

    def _prepare(self, monday: date, today: date) -> Loaded:
        """On a worker: the read, then everything that is computed from it."""
        week, lists, customers = self.context.workspace.read(lambda conn: load(conn, monday, today))
        rules = weeks.board_of(week)
        return Loaded(week, rules, lists, customers, weeks_auto.figures(week, rules))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.context.messages.complain(error)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.week.monday != self._monday:
            return
        self._loaded = loaded
        self.title_changed.emit()
        self.noted.emit(self.key, 0, f"W{Week.from_date(self._monday).number}")
        if not loaded.week.tasks:
            self._stack.setCurrentIndex(1)
            return
        today = (self.context.today() - self._monday).days
        self._plan = make_plan(loaded.week, loaded.rules, today)
        if self._board is None:
            self._board = BoardWidget(self._plan)
            self._board.block_selected.connect(self._on_selected)
            self._board.block_opened.connect(self._on_selected)
            self._board.block_moved.connect(self._on_moved)
            self._board.unassign_requested.connect(self._on_unassign)
            self._board_place.addWidget(BoardCard(self._board))
        else:
            self._board.set_plan(self._plan)
        self._show_tiles(loaded)
        self._show_tray()
        self._show_chosen()
        self._stack.setCurrentIndex(2)

    def _show_tiles(self, loaded: Loaded) -> None:
        _clear(self._tiles)
        f = loaded.figures
        share = 100 * f.assigned / f.needed if f.needed else 100.0
        jain = f"{float(f.jain):.2f}" if f.jain is not None else "–"
        tiles = (
            KpiTile(_("Assigned"), f"{f.assigned} / {f.needed}", _("{count} open", count=f.needed - f.assigned)),
            KpiTile(_("Coverage"), f"{share:.1f} %", _("of the places needed"), "good" if share >= 95 else "warning"),
            KpiTile(_("Fairness (Jain)"), jain, _("hours / wished, 8 weeks"), "good" if f.jain is not None and f.jain >= 0.9 else "warning"),
            KpiTile(_("Weekend spread"), str(f.prime_most - f.prime_least), _("most {most}, least {least}", most=f.prime_most, least=f.prime_least)),
            KpiTile(_("Rules"), str(len(f.broken)), _("{count} set aside with a reason", count=f.overridden), "bad" if f.broken else "text"),
        )
        for tile, lines in zip(tiles, (f.open_lines, f.open_lines, f.hours_lines, f.prime_lines, f.broken_lines), strict=True):
            tile.setToolTip("\n".join(lines[:30]) or tile.toolTip())
            self._tiles.addWidget(tile, 1)
            tile.setProperty("lines", "\n".join(lines[:14]))
            tile.clicked.connect(self._on_tile)

    def _show_tray(self) -> None:
        _clear(self._tray_line)
        assert self._plan is not None
        assert self._board is not None
        waiting = self._plan.waiting
        self._tray_line.setSpacing(8)
        self._tray_line.addWidget(Text(_("Open {count}", count=len(waiting)), TextRole.SMALL_BOLD))
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for block in waiting[:MOST_WAITING]:
            made = TrayBlock(block, self._board)
            made.chosen.connect(self._on_selected)
            row.addWidget(made)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(theme().px(36))
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(strip)
        self._tray_line.addWidget(scroll, 3)
        words = ""
        if waiting:
            unfilled = explain.why_unfilled(self._plan.rules, waiting[0].task)
            words = f"{waiting[0].title}: {texts.unfilled(unfilled)}"
        reason = Text(words or _("Everything is filled."), TextRole.SMALL, "muted", wrap=True)
        reason.setToolTip(words)
        self._tray_line.addWidget(reason, 2)

    def _show_chosen(self) -> None:
        if self._plan is None or self._chosen is None:
            return
        wanted = self._chosen
        everything = [b for blocks in self._plan.cells.values() for b in blocks] + self._plan.waiting
        found = next((b for b in everything if b.ident == wanted.ident), None) or next((b for b in everything if b.task == wanted.task), None)
        if found is None:
            self.inspector.show_nothing()
        else:
            self.inspector.show_block(self._plan, found)

    # -- board and inspector

    @Slot(object)
    def _on_selected(self, block: Block | None) -> None:
        self._chosen = block
        self._target_day = None
        if block is not None and self._plan is not None:
            self.inspector.show_block(self._plan, block)

    @Slot(object, object, object)
    def _on_moved(self, block: Block, verdict: Verdict, target: CellKey) -> None:
        """A drop: green is done, amber asks its reason in place, red says the rule."""
        assert self._plan is not None
        if self._plan.find(block.ident) == target:
            return
        worker = self._plan.week.people[target[0]]
        if verdict.fit is Fit.IMPOSSIBLE:
            self.context.messages.tell(_("Not moved: {why}", why=verdict.reason), Tone.BAD)
            return
        day = self._monday + timedelta(days=target[1])
        if verdict.fit is Fit.POSSIBLE:
            self._on_selected(block)
            self._target_day = day
            self.inspector.ask_reason(block, worker.code, verdict.reason)
            return
        self._give(block, worker.code, "", day)

    @Slot(object, str, str)
    def _on_given(self, block: Block, person: str, reason: str) -> None:
        self._give(block, person, reason, self._target_day)

    def _give(self, block: Block, code: str, reason: str, day: date | None) -> None:
        assert self._plan is not None
        person = next(p for p in self._plan.week.people if p.code == code)
        today = self.context.today()
        task = next(t for t in self._plan.week.tasks if t.code == block.task)
        if block.assignment is None:
            job = partial(assign_on, day=day, task_id=block.task_id, person_id=person.id, today=today, reason=reason)
            self.context.tasks.write(self, N_("Assign {task} to {person}"), job, None, self._on_refused, task=block.title, person=person.name)
        else:
            other = day if day is not None and day != task.day else None
            move = partial(weeks.move, assignment_id=block.assignment, person_id=person.id, today=today, day=other, reason=reason)
            self.context.tasks.write(self, N_("Move {task} to {person}"), move, None, self._on_refused, task=block.title, person=person.name)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self.context.messages.complain(error)

    @Slot(object)
    def _on_unassign(self, block: Block) -> None:
        if block.assignment is not None:
            who = self._plan.name(block.person) if self._plan else block.person
            self.context.tasks.write(self, N_("Take {person} off {task}"), partial(weeks.unassign, assignment_id=block.assignment), task=block.title, person=who)

    @Slot(object)
    def _on_pin(self, block: Block) -> None:
        if block.assignment is not None:
            action = N_("Let {task} move again") if block.pinned else N_("Pin {task}")
            self.context.tasks.write(self, action, partial(weeks.pin, assignment_id=block.assignment, pinned=not block.pinned), task=block.title)

    @Slot(object)
    def _on_edit(self, task: Any) -> None:
        if self._loaded is not None:
            self.inspector.show_form(self._loaded.lists, self._loaded.customers, self._monday, task)

    @Slot()
    def _on_new(self) -> None:
        if self._loaded is not None:
            self._stack.setCurrentIndex(2)
            self.inspector.show_form(self._loaded.lists, self._loaded.customers, self._monday, None)

    @Slot(object, object)
    def _on_saved(self, task_id: int | None, fields: dict[str, Any]) -> None:
        job = partial(weeks.save_task, task_id=task_id, **fields)
        action = N_("Change task {task}") if task_id else N_("Add task {task}")
        self.context.tasks.write(self, action, job, self._on_task_kept, self._on_form_refused, task=fields["title"])

    @Slot(object)
    def _on_task_kept(self, change: Change) -> None:
        self.context.messages.tell(_("The task is kept."))

    @Slot(object)
    def _on_form_refused(self, error: BaseException) -> None:
        self.inspector.complain(words_of(error))

    @Slot(int)
    def _on_removed(self, task_id: int) -> None:
        self._chosen = None
        self.inspector.show_nothing()
        self.context.tasks.write(self, N_("Delete a task"), partial(weeks.remove_task, task_id=task_id))

    @Slot()
    def _on_tile(self) -> None:
        lines = str(self.sender().property("lines") or "")
        self.context.messages.tell(lines.replace("\n", " · ") if lines else _("There is nothing behind this figure this week."), Tone.ACCENT)

    # -- automatic plan

    @Slot()
    def _on_auto(self) -> None:
        if self._loaded is None or self._progress is not None:
            return
        problem = weeks.problem_of(self._loaded.week)
        keep = self._loaded.week.state == "published"
        self._proposal, self._proposal_week = None, self._monday
        self._show_solver(_("Looking for the best plan …"), running=True)
        self.context.tasks.progressed.connect(self._on_progress)
        self._progress = self.context.tasks.work(self, lambda progress: weeks_auto.solve(problem, progress.step, lambda: progress.cancelled, keep), self._on_solved, self._on_not_solved)

    @Slot(object, str, int, int)
    def _on_progress(self, progress: object, text: str, done: int, total: int) -> None:
        if progress is self._progress:
            self._solver_words.setText(text)
            self._solver_progress.setRange(0, total)
            self._solver_progress.setValue(done)

    def _show_solver(self, text: str, *, running: bool) -> None:
        self._solver.show()
        self._solver_words.setText(text)
        self._solver_words.setToolTip(text)
        self._solver_progress.setVisible(running)
        self._keep.setVisible(not running)
        self._stop.setText(_("Stop") if running else _("Discard"))

    @Slot(object)
    def _on_solved(self, plan: Plan) -> None:
        self._progress = None
        self.context.tasks.progressed.disconnect(self._on_progress)
        if self._loaded is None or self._proposal_week != self._monday:
            return  # the week was left meanwhile
        self._proposal = plan
        before = {(a.task, a.person) for a in self._loaded.week.assignments}
        after = set(plan.assignments)
        self._show_solver(
            _(
                "Proposal in {seconds} s: {covered} of {needed} places filled, {added} new, {removed} taken off. {proof}", seconds=f"{plan.seconds:.1f}",
                covered=len(after), needed=self._loaded.figures.needed, added=len(after - before), removed=len(before - after),
                proof=_("Nothing better exists.") if plan.status == "optimal" else _("The best found in this time."),
            ),
            running=False,
        )  # fmt: skip

    @Slot(object)
    def _on_not_solved(self, error: BaseException) -> None:
        self._progress = None
        self.context.tasks.progressed.disconnect(self._on_progress)
        self._solver.hide()
        self.context.messages.complain(error)

    @Slot()
    def _on_stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
        else:
            self._proposal = None
            self._solver.hide()

    @Slot()
    def _on_keep(self) -> None:
        if self._proposal is not None:
            job = partial(weeks.keep_plan, monday=self._monday, pairs=self._proposal.assignments, today=self.context.today())
            self._proposal = None
            self._solver.hide()
            self.context.tasks.write(self, N_("Plan {week} automatically"), job, week=str(Week.from_date(self._monday)))

    # -- weeks, copies, publication

    def _go_to(self, monday: date) -> None:
        self._monday = Week.from_date(monday).monday
        self._chosen = None
        self._target_day = None
        self._proposal = None  # it belongs to the week that is left
        if self._progress is not None:
            self._progress.cancel()
        self.inspector.show_nothing()
        self._solver.hide()
        self.title_changed.emit()
        self.reload()

    @Slot()
    def _on_before(self) -> None:
        self._go_to(self._monday - timedelta(days=7))

    @Slot()
    def _on_now(self) -> None:
        self._go_to(self.context.today())

    @Slot()
    def _on_after(self) -> None:
        self._go_to(self._monday + timedelta(days=7))

    @Slot()
    def _on_copy(self) -> None:
        job = partial(weeks.copy_last_week, monday=self._monday, today=self.context.today())
        self.context.tasks.write(self, N_("Copy last week into {week}"), job, self._on_copied, week=str(Week.from_date(self._monday)))

    @Slot(object)
    def _on_copied(self, change: Change) -> None:
        done = change.result
        assert isinstance(done, weeks.Copied)
        self.context.messages.tell(_("{tasks} tasks copied, {assigned} people with them; {left} were left open because a rule forbids them now.", tasks=done.tasks, assigned=done.assigned, left=done.left_out))

    @Slot()
    def _on_templates(self) -> None:
        job = partial(weeks.fill_from_templates, monday=self._monday)
        self.context.tasks.write(self, N_("Add tasks from templates to {week}"), job, week=str(Week.from_date(self._monday)))

    @Slot()
    def _on_publish(self) -> None:
        reason = _("changed after publication") if self._loaded and self._loaded.week.published_number else ""
        job = partial(weeks.publish, monday=self._monday, today=self.context.today(), reason=reason)
        self.context.tasks.write(self, N_("Publish {week}"), job, self._on_published, week=str(Week.from_date(self._monday)))

    @Slot(object)
    def _on_published(self, change: Change) -> None:
        self.context.messages.tell(_("Published as version {number}.", number=change.result))

    @Slot()
    def _on_text(self) -> None:
        if self._loaded is not None:
            QGuiApplication.clipboard().setText(weeks_auto.as_text(self._loaded.week))
            self.context.messages.tell(_("The week is in the clipboard as text."))

    @Slot()
    def _on_pdf(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, _("Save the week as PDF"), f"{Week.from_date(self._monday)}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_pdf_chosen)
        dialog.open()

    @Slot(str)
    def _on_pdf_chosen(self, path: str) -> None:
        if self._loaded is not None:
            week, language = self._loaded.week, i18n.language()
            self.context.tasks.work(self, lambda _progress: weeks_auto.save_sheet(self.context.workspace, week, language, path), self._on_pdf_saved, self._on_failed)

    @Slot(object)
    def _on_pdf_saved(self, path: str) -> None:
        self.context.messages.tell(_("Saved: {path}", path=path))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.inspector.setFixedWidth(theme().px(300) if self.width() >= theme().px(1080) else theme().px(250))


def _clear(layout: QHBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
