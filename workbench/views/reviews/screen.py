"""Reviews: the people of a cycle, the form with its evidence and score, and the paper beside it, live.

The shown review is read first after each change; the board with everybody's score follows after a pause.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _, ngettext
from workbench.models.values.codes import ReviewState
from workbench.readmodels.documents import EvaluationDocument
from workbench.readmodels.reviews import BoardRow, CycleRow, Evidence, ReviewCard
from workbench.services import names, reviews_people
from workbench.views.context import Destination
from workbench.views.reviews import reading
from workbench.views.reviews.bar import CycleBar
from workbench.views.reviews.calibration_lanes import keys_help
from workbench.views.reviews.calibration_room import CalibrationRoom
from workbench.views.reviews.comments import CommentsCard
from workbench.views.reviews.criteria import CriteriaCard
from workbench.views.reviews.decisions import Decisions
from workbench.views.reviews.evidence import EvidenceDrawer
from workbench.views.reviews.form import ReviewForm
from workbench.views.reviews.interview_room import InterviewRoom
from workbench.views.reviews.line_card import LineCard
from workbench.views.reviews.new_cycle import NewCycle, page_of
from workbench.views.reviews.outputs import Outputs
from workbench.views.reviews.people_list import PeopleList
from workbench.views.reviews.preview import PreviewPanel
from workbench.views.reviews.score_card import ScoreCard
from workbench.views.screen import Command, Screen
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Text
from workbench.views.widgets.panels import ErrorState
from workbench.views.widgets.states import EmptyState

BOARD_PAUSE_MS = 350
NARROW = 1180
FORM_LEAST = 430
SUBMITTED = frozenset({ReviewState.CALIBRATION, ReviewState.INTERVIEW, ReviewState.LOCKED})


class ReviewsScreen(Screen):
    key: ClassVar[str] = "reviews"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"review", "review_item", "review_cycle", "review_record", "deal", "target", "measurement", "person", "engagement", "availability_exception",
         "assignment", "calendar_day", "organisation", "team", "calibration", "calibration_step", "review_interview"}
    )  # fmt: skip

    def build(self) -> Iterator[None]:
        self._cycles: tuple[CycleRow, ...] = ()
        self._cycle_id = self._review_id = 0
        self._wanted: dict[str, Any] = {}
        self._card: ReviewCard | None = None
        self._following = True  # the newest version of the person is shown
        self._new: NewCycle | None = None
        self.bar = CycleBar(self)
        self.decisions, self.outputs = Decisions(self.context), Outputs(self.context)
        self.people = PeopleList()
        yield
        criteria, line = CriteriaCard(self.context), LineCard(self.context)
        yield
        score, comments = ScoreCard(self.context), CommentsCard(self.context)
        yield
        self.form = ReviewForm(criteria, line, score, comments)
        yield
        self.preview = PreviewPanel(self.context)
        yield
        self.stack = QStackedWidget(self)
        self.calibration = CalibrationRoom(self.context, self.stack)
        self.interview = InterviewRoom(self.context, self.stack)
        self._main = QWidget()
        self._empty = EmptyState(
            "clipboard-check", _("No review cycle yet"),
            _("A cycle opens one evaluation for everybody who was here in a period. Figures come from the deals; you rate behaviour, write, print and lock."),
            _("Open the first cycle"),
        )  # fmt: skip
        self._error = ErrorState(_("The reviews could not be read. Your data is unchanged."))
        loading = Text(_("Reading …"), TextRole.BODY, "muted")
        loading.setContentsMargins(20, 16, 20, 16)
        for page in (loading, self._empty, self._error, self._main):
            self.stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        yield
        row = QHBoxLayout(self._main)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.people)
        row.addLayout(self._middle(), 1)
        yield
        row.addWidget(self.preview)
        yield
        self.drawer = EvidenceDrawer()
        self.drawer.setParent(self)
        self.drawer.hide()
        self._board_pause = QTimer(self)
        self._board_pause.setSingleShot(True)
        self._board_pause.setInterval(BOARD_PAUSE_MS)
        self._board_pause.timeout.connect(self._read_board)
        self._connect()

    def _middle(self) -> QVBoxLayout:
        """What is asked stands above the form, the line that is chosen below it; neither scrolls away with it."""
        asked = QVBoxLayout()
        right = 18 + self.form.verticalScrollBar().sizeHint().width()  # where the form's cards end
        asked.setContentsMargins(18, 0, right, 0)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        for question in (self.outputs, self.decisions):
            asked.addWidget(question)
        middle.addLayout(asked)
        middle.addWidget(self.form, 1)
        below = QVBoxLayout()
        below.setContentsMargins(18, 0, right, 12)
        below.addWidget(self.form.line)
        middle.addLayout(below)
        return middle

    def _connect(self) -> None:
        for wanted, run in (
            (self.bar.picked, self._show_cycle), (self.bar.new_wanted, self._on_new), (self.bar.freeze_wanted, self._on_freeze),
            (self.bar.folder_wanted, self._on_folder), (self.bar.leave_out_wanted, self.decisions.leave_out), (self.bar.close_wanted, self._on_close),
            (self.bar.calibration_wanted, self._on_calibration), (self.calibration.left, self._on_left), (self.calibration.person_wanted, self._on_person_of_calibration),
            (self.form.interview_wanted, self._on_interview), (self.bar.interview_wanted, self._on_interview), (self.interview.left, self._on_left),
            (self.bar.primary.clicked, self._on_primary),
        ):  # fmt: skip
            wanted.connect(run)
        self._empty.button.clicked.connect(self._on_new)
        self._error.retried.connect(self.reload)
        self.people.chosen.connect(self._on_person)
        self.form.opened.connect(self._on_evidence)
        self.form.version_chosen.connect(self._on_version)
        self.preview.print_asked.connect(self._on_print)
        self.preview.export_asked.connect(self._on_export)
        self.preview.lock_asked.connect(self.decisions.lock)
        self.preview.language_changed.connect(self._on_language)
        self.preview.folder_button.clicked.connect(self._on_folder)
        self.decisions.flush_wanted.connect(self.flush)
        self.decisions.followed.connect(self._on_followed)
        self.outputs.flush_wanted.connect(self.flush)
        self.drawer.customer_chosen.connect(self._on_customer)
        self.outputs.language = self.preview.language.value
        for keys, run in (("Ctrl+E", self._on_export), ("Ctrl+Down", self._on_next_person), ("Ctrl+Up", self._on_previous_person)):
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    # -- what the window asks

    def title(self) -> str:
        return _("Reviews")

    def subtitle(self) -> str:
        cycle = self._cycle()
        if cycle is None:
            return ""
        submitted = ngettext("{n} submitted", "{n} submitted", sum(row.state in SUBMITTED for row in self._rows))
        return " · ".join((ngettext("{n} person", "{n} people", cycle.people), submitted, _("{count} locked", count=cycle.locked)))

    def controls(self) -> list[QWidget]:
        return [self.bar.picker, self.bar.menu_button]

    def primary(self) -> QPushButton:
        return self.bar.primary

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("↑ ↓", _("Next line of the form, or next person")), ("1 … 5", _("Rate the line: the superior's rating, or in the column Self the own one")),
            ("0", _("Take the rating away")), ("Enter", _("Write the fact, or show the rows behind the figure")), ("Esc", _("Close the rows")),
            ("Ctrl+↑ Ctrl+↓", _("Person before, next person")), ("Ctrl+P", _("Print")), ("Ctrl+E", _("Export PDF")), *keys_help(),
        ]  # fmt: skip

    def commands(self) -> list[Command]:
        found = []
        for symbol, text, run in (
            ("plus", _("New review cycle"), self._on_new), ("printer", _("Print the evaluation"), self._on_print),
            ("file-down", _("Export the evaluation"), self._on_export), ("folder-open", _("Whole cycle into a folder"), self._on_folder),
            ("lock", _("Lock the evaluation"), self.decisions.lock), ("clipboard-check", _("Calibration"), self._on_calibration),
            ("messages-square", _("Record of the evaluation interview"), self._on_interview),
        ):  # fmt: skip
            found.append(Command(symbol, text, _("Reviews"), names.search_keys(text, False), run))
        return found

    def state(self) -> dict[str, Any]:
        card = self._card
        person = {"person_id": card.person_id, "review_id": card.review_id, "line": self.form.line_code} if card is not None else {}
        return {"cycle_id": self._cycle_id, "page": self.form.comments.pages.currentRow(), **person}

    def restore(self, state: dict[str, Any]) -> None:
        self._wanted = dict(state)
        if "page" in state:
            self.form.comments.pages.setCurrentRow(int(state["page"]))
        if self._cycles:
            self._go_wanted()

    def flush(self) -> None:
        self.form.flush()
        self.calibration.flush()
        self.interview.flush()

    def print_out(self) -> bool:
        """Ctrl+P: the window has the key, so that no two things answer to it."""
        if self.interview.is_open:
            return self.interview.print_out()
        self._on_print()
        return self._card is not None

    # -- reading

    def reload(self) -> None:
        today = self.context.today()
        self.context.tasks.read(self, partial(reading.load_shown, review_id=self._review_id, today=today), self._on_loaded, self._on_failed)

    @Slot(object)
    def _on_loaded(self, found: reading.Loaded) -> None:
        self._cycles, card = found
        self.calibration.follow()
        self.interview.follow()
        if not self._cycles:
            self._cycle_id = self._review_id = 0
            self._card = None
            self.bar.show_cycles(self._cycles, self._cycle_id)
            if self._new is None:
                self.stack.setCurrentWidget(self._empty)
            self.bar.tell_next(self._card)
            self.title_changed.emit()
            return
        if self._cycle() is None:
            self._cycle_id = self._cycles[0].id
            self._review_id, card = 0, None
        self.bar.show_cycles(self._cycles, self._cycle_id)
        if card is not None and card.review_id == self._review_id:
            self._show_card(card)
        if self._wanted:
            self._go_wanted()
        if self._card is None or not self.people.shown or card is None:
            self._read_board()
        else:
            self._board_pause.start()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.context.messages.complain(error)
        self.stack.setCurrentWidget(self._error)

    def _read_board(self) -> None:
        if self._cycle_id:
            job = partial(reading.load_board, cycle_id=self._cycle_id, today=self.context.today())
            self.context.tasks.read(self, job, self._on_board, self._on_failed)

    @Slot(object)
    def _on_board(self, found: tuple[int, list[BoardRow]]) -> None:
        cycle_id, rows = found
        if cycle_id != self._cycle_id:
            return
        self._rows = tuple(rows)
        self.people.set_rows(rows)
        if self._new is None and not self.calibration.is_open and not self.interview.is_open:
            self.stack.setCurrentWidget(self._main)
        self.title_changed.emit()
        late = self._late()
        cycle = self._cycle()
        self.noted.emit(self.key, late, cycle.code.split(" ")[-1].split("-")[-1][:6] if cycle is not None else "")
        self._select_someone()
        self.bar.tell_next(self._card)

    _rows: tuple[BoardRow, ...] = ()

    def _late(self) -> int:
        cycle, today = self._cycle(), self.context.today()
        if cycle is None:
            return 0
        due = {ReviewState.SELF: cycle.self_due_on, ReviewState.MANAGER: cycle.manager_due_on}
        return sum(1 for row in self._rows if (day := due.get(row.state)) is not None and day < today)

    def _select_someone(self) -> None:
        person = self._wanted.pop("person_id", None) or (self._card.person_id if self._card is not None else None)
        row = self.people.row_of(int(person)) if person is not None else None
        if row is None:
            open_rows = [one for one in self._rows if one.state not in (ReviewState.LOCKED, ReviewState.NOT_RATED)]
            row = next(iter(open_rows or self._rows), None)
        if row is None:
            return
        self.people.view.blockSignals(True)
        self.people.select(row.person_id)
        self.people.view.blockSignals(False)
        if self._following and row.review_id != self._review_id:
            self._open_review(row.review_id)

    def _open_review(self, review_id: int) -> None:
        if self._card is not None and self._card.review_id != review_id:
            self.flush()
        self._review_id = review_id
        self.context.tasks.read(
            self, partial(reading.load_shown, review_id=review_id, today=self.context.today()), self._on_review, self._on_failed
        )

    @Slot(object)
    def _on_review(self, found: reading.Loaded) -> None:
        card = found[1]
        if card is not None and card.review_id == self._review_id:
            self._show_card(card)

    def _show_card(self, card: ReviewCard) -> None:
        if self._card is not None and self._card.review_id != card.review_id:
            self.drawer.hide()
        self._card = card
        self.form.show_card(card, self.context.today(), str(self._wanted.pop("line", "")))
        self.decisions.show_card(card)
        self.preview.lock_button.setEnabled(not card.is_finished)
        self.bar.tell_next(self._card)
        self.context.tasks.read(self, self.outputs.paper_job(card.review_id), self._on_paper)

    @Slot(object)
    def _on_paper(self, document: EvaluationDocument) -> None:
        if self._card is not None and document.record_number == self._card.document_no:
            self.preview.show_document(document)

    # -- cycles

    def _cycle(self) -> CycleRow | None:
        return next((cycle for cycle in self._cycles if cycle.id == self._cycle_id), None)

    def _go_wanted(self) -> None:
        cycle_id = self._wanted.pop("cycle_id", None)
        if cycle_id is not None and int(cycle_id) != self._cycle_id and any(cycle.id == int(cycle_id) for cycle in self._cycles):
            self._show_cycle(int(cycle_id))
        elif "person_id" in self._wanted and self._rows:
            self._following = True
            self._select_someone()

    @Slot(object)
    def _show_cycle(self, cycle_id: int) -> None:
        self.flush()
        person = self._card.person_id if self._card is not None else None
        self._cycle_id, self._review_id, self._card, self._following = cycle_id, 0, None, True
        if person is not None:
            self._wanted.setdefault("person_id", person)
        self.drawer.hide()
        self.decisions.show_card(None)
        self.preview.clear()
        self.bar.show_cycles(self._cycles, cycle_id)
        if self.calibration.is_open:
            self.calibration.enter(cycle_id)
        elif self.interview.is_open:
            self._on_left()
        self._read_board()

    @Slot()
    def _on_new(self) -> None:
        self._leave_new()
        self._new = NewCycle(self.context)
        self._new.opened.connect(self._on_opened)
        self._new.left.connect(self._on_left)
        page = page_of(self._new)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.bar.primary.setEnabled(False)
        self._new.kind.setFocus()

    def _leave_new(self) -> None:
        if self._new is not None:
            page = self._new.parentWidget()
            self._new = None
            self.bar.primary.setEnabled(True)
            if page is not None:
                self.stack.removeWidget(page)
                page.deleteLater()

    @Slot(object)
    def _on_opened(self, cycle_id: int) -> None:
        self._leave_new()
        self._wanted["cycle_id"] = cycle_id
        self.reload()

    @Slot()
    def _on_left(self) -> None:
        self._leave_new()
        self.bar.primary.setEnabled(True)
        self.stack.setCurrentWidget(self._main if self._cycles else self._empty)

    @Slot()
    def _on_calibration(self) -> None:
        self.flush()
        if self._cycle_id:
            self.drawer.hide()
            self.bar.primary.setEnabled(False)  # it is about one evaluation, which is not shown now
            self.calibration.enter(self._cycle_id)

    @Slot()
    def _on_interview(self) -> None:
        self.flush()
        if self._card is not None:
            self.drawer.hide()
            self.bar.primary.setEnabled(False)  # it is about the evaluation, which is not shown now
            self.interview.enter(self._card.review_id)

    @Slot(object)
    def _on_person_of_calibration(self, person_id: int) -> None:
        self._on_left()
        self.people.select(person_id)

    @Slot()
    def _on_freeze(self) -> None:
        cycle = self._cycle()
        if cycle is not None:
            self.decisions.ask_freeze(cycle)

    @Slot()
    def _on_close(self) -> None:
        cycle = self._cycle()
        if cycle is not None:
            self.decisions.ask_close(cycle)

    # -- people and versions

    @Slot(object)
    def _on_person(self, person_id: int) -> None:
        row = self.people.row_of(person_id)
        if row is not None and (self._card is None or self._card.person_id != person_id):
            self._following = True
            self._open_review(row.review_id)

    @Slot(object)
    def _on_version(self, review_id: int) -> None:
        row = self.people.row_of(self._card.person_id) if self._card is not None else None
        self._following = row is not None and row.review_id == review_id
        self._open_review(review_id)

    @Slot(object)
    def _on_followed(self, review_id: int) -> None:
        self._following = True
        self._open_review(review_id)

    def _step(self, by: int) -> None:
        place = self.people.view.currentIndex().row() + by
        if 0 <= place < self.people.model.rowCount():
            self.people.select(self.people.model.row_at(place).person_id)

    @Slot()
    def _on_next_person(self) -> None:
        self._step(1)

    @Slot()
    def _on_previous_person(self) -> None:
        self._step(-1)

    @Slot()
    def _on_primary(self) -> None:
        if self._card is None or not self._cycles:
            self._on_new()
        else:
            self.decisions.next_step()

    # -- evidence and paper

    @Slot(str)
    def _on_evidence(self, code: str) -> None:
        if self._card is not None:
            job = partial(reviews_people.load_evidence, review_id=self._card.review_id, item_code=code, today=self.context.today())
            self.context.tasks.read(self, job, self._on_rows)

    @Slot(object)
    def _on_rows(self, found: Evidence) -> None:
        self._place_drawer()
        self.drawer.show_evidence(found)

    @Slot(object)
    def _on_customer(self, customer_id: int) -> None:
        self.context.go(Destination("customers", {"customer_id": customer_id}))

    @Slot(str)
    def _on_language(self, language: str) -> None:
        self.outputs.language = language

    @Slot()
    def _on_print(self) -> None:
        if self._card is not None:
            self.outputs.ask_print(self._card)

    @Slot()
    def _on_export(self) -> None:
        if self._card is not None:
            self.outputs.ask_export(self._card)

    @Slot()
    def _on_folder(self) -> None:
        ids = [row.review_id for row in self._rows if row.state is not ReviewState.NOT_RATED]
        if ids:
            self.outputs.ask_folder(ids)

    def _place_drawer(self) -> None:
        self.drawer.setGeometry(max(0, self.width() - self.drawer.width()), 0, self.drawer.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(NARROW)
        self.people.set_narrow(narrow)
        self.preview.set_narrow(narrow, self.width() - self.people.width() - theme().px(FORM_LEAST))
        self._place_drawer()
