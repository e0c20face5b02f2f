"""The calibration of a cycle: people, grades and nine boxes to move in, and what raters and groups look like.

A change is asked for by dragging or by the keyboard, and kept with its reason; the board follows at once and is read again after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.calibration import CalibrationBoard, CalibrationRow, GradeCount
from workbench.services import reviews, reviews_calibration
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.reviews import calibration_lanes as lanes
from workbench.views.reviews import calibration_tables as tables
from workbench.views.reviews.calibration_meeting import MeetingPage
from workbench.views.reviews.calibration_paper import MinutesPaper
from workbench.views.reviews.calibration_reason import ReasonBar
from workbench.views.reviews.part import quiet
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.forms import Segmented
from workbench.views.words import calibration as words

PAUSE_MS = 400
GRADE, BOX = N_("Calibrate the grade of {person}"), N_("Move {person} in the nine boxes")


class CalibrationPage(QWidget):
    """`left` asks for the way back, `person_wanted` carries the person whose evaluation shall be shown."""

    left = Signal()
    person_wanted = Signal(object)  # an id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.board: CalibrationBoard | None = None
        self._cycle_id, self._chosen = 0, 0
        self._asked: tuple[int, str, str] | None = None  # review, kind, what it shall be
        self._kept: tuple[int, str, str, str] | None = None
        self.paper = MinutesPaper(context, self)
        self.back = quiet(_("‹ Evaluations"))
        self.team = QComboBox()
        self.team.setAccessibleName(_("Team"))
        self.team.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.minutes_button = QPushButton(_("Minutes"))
        menu = QMenu(self.minutes_button)
        self.pdf, self.print_out = menu.addAction(_("Minutes as PDF …")), menu.addAction(_("Print the minutes …"))
        self.minutes_button.setMenu(menu)
        self.counts = Text("", TextRole.BODY_BOLD, wrap=True)
        self.finding = Text("", TextRole.SMALL, "warning", wrap=True)
        self.reason = ReasonBar()
        self.person = Text("", TextRole.SMALL, "muted", wrap=True)
        self.open_button = quiet(_("Open the evaluation"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._build_pages()
        self._lay_out()
        self._connect()

    def _build_pages(self) -> None:
        self.people = tables.PeopleTable()
        self.grades: lanes.Lanes | None = None
        self._grades_home = QWidget()
        home = QVBoxLayout(self._grades_home)
        home.setContentsMargins(0, 0, 0, 0)
        self.boxes = lanes.nine_boxes()
        self.heat, self.raters, self.groups = tables.heat_table(), tables.rater_table(), tables.group_table()
        self.meeting = MeetingPage(self.context)
        self.pages: dict[str, QWidget] = {
            "people": self.people, "grades": self._grades_home, "boxes": self.boxes, "heat": self.heat, "raters": self.raters, "groups": self.groups,
            "meeting": self.meeting,
        }  # fmt: skip
        names = (_("People"), _("Grades"), _("Nine boxes"), _("Heat map"), _("Raters"), _("Groups"), _("Meeting"))
        self.view = Segmented(_("View of the calibration"), list(zip(self.pages, names, strict=True)))
        self.stack = QStackedWidget()
        for page in self.pages.values():
            self.stack.addWidget(page)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.back)
        head.addWidget(self.view)
        head.addStretch(1)
        head.addWidget(self.team)
        head.addWidget(self.minutes_button)
        foot = QHBoxLayout()
        foot.addWidget(self.person, 1)
        foot.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 10)
        layout.setSpacing(8)
        layout.addLayout(head)
        for widget in (self.counts, self.finding, self.reason):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)
        self.open_button.hide()
        self.finding.hide()

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.view.chosen.connect(self._on_view)
        self.team.activated.connect(self._on_team)
        self.pdf.triggered.connect(self._on_pdf)
        self.print_out.triggered.connect(self._on_print)
        self.open_button.clicked.connect(self._on_open)
        self.reason.given.connect(self._on_given)
        self.reason.left.connect(self._on_reason_left)
        self._pause.timeout.connect(self.reload)
        self.people.chosen.connect(self._on_chosen)
        self.people.typed.connect(self._on_letter)
        self.boxes.chosen.connect(self._on_chosen)
        self.boxes.wanted.connect(self._on_box)
        self.boxes.typed.connect(self._on_letter)
        self.meeting.closed.connect(self.reload)

    # -- reading

    def show_cycle(self, cycle_id: int) -> None:
        """The calibration of a cycle, read anew; another one begins with everybody."""
        if cycle_id != self._cycle_id:
            self.flush()
            self._cycle_id, self._chosen = cycle_id, 0
            self.team.setCurrentIndex(0)
            self._on_reason_left()
        self.reload()

    @Slot()
    def reload(self) -> None:
        if self._cycle_id:
            job = partial(
                reviews_calibration.load_board, cycle_id=self._cycle_id, today=self.context.today(), team=str(self.team.currentData() or "")
            )
            self.context.tasks.read(self, job, self._on_board)

    def follow(self) -> None:
        """Something changed: read again once it is calm."""
        self._pause.start()

    @property
    def is_waiting(self) -> bool:
        """Whether a read is still to come; tests wait for it."""
        return self._pause.isActive()

    def flush(self) -> None:
        self.meeting.flush()

    @Slot(object)
    def _on_board(self, board: CalibrationBoard) -> None:
        if board.cycle_id != self._cycle_id:
            return
        other_grades = self.board is None or self.board.grades != board.grades
        self.board = board
        if other_grades:
            self._build_grades(board)
        self._show_teams(board)
        self._show()

    def _build_grades(self, board: CalibrationBoard) -> None:
        """The lanes and columns of the template's grades."""
        if self.grades is not None:
            self.grades.hide()
            self.grades.deleteLater()
        self.grades = lanes.grade_lanes(board.grades)
        self.grades.chosen.connect(self._on_chosen)
        self.grades.wanted.connect(self._on_letter)
        self.grades.typed.connect(self._on_letter)
        home = self._grades_home.layout()
        if home is not None:
            home.addWidget(self.grades)
        self.heat.set_columns(tables.heat_columns(board.grades))

    def _show_teams(self, board: CalibrationBoard) -> None:
        wanted = [(_("All teams"), ""), *((team, team) for team in board.teams)]
        if [(self.team.itemText(place), self.team.itemData(place)) for place in range(self.team.count())] != wanted:
            chosen = self.team.currentData()
            self.team.clear()
            for text, team in wanted:
                self.team.addItem(text, team)
            self.team.setCurrentIndex(max(0, self.team.findData(chosen)))
        self.team.setVisible(len(wanted) > 2)

    def _show(self) -> None:
        """The view that is seen, and the person chosen in it."""
        self._show_view()
        self._tell_person()

    def _tell_group(self, board: CalibrationBoard) -> None:
        self.counts.setText(words.counts(board.counts, board.guide_applies))
        sentence = words.finding(board.finding)
        if board.without_grade:
            without = ngettext("{n} person without a grade is not shown.", "{n} people without a grade are not shown.", board.without_grade)
            sentence = f"{sentence} {without}".strip()
        self.finding.setText(sentence)
        self.finding.setVisible(bool(sentence))

    def _show_view(self) -> None:
        board, view = self.board, self.view.value
        if board is None:
            return
        self._tell_group(board)
        if view == "people":
            self.people.set_rows(board.rows)
        elif view == "grades" and self.grades is not None:
            lanes.show_grades(self.grades, board.rows)
            self.grades.choose(self._chosen)
        elif view == "boxes":
            self._tell_unplaced(lanes.show_boxes(self.boxes, board.rows))
            self.boxes.choose(self._chosen)
        elif view == "heat":
            self.heat.set_rows(board.heat)
        elif view == "raters":
            self.raters.set_rows(board.raters)
        elif view == "groups":
            self.groups.set_rows(board.groups)
        else:
            self.meeting.show_board(board)

    def _tell_unplaced(self, count: int) -> None:
        if count:
            text = ngettext(
                "{n} person has no box, for want of a figure or a rating.",
                "{n} people have no box, for want of a figure or a rating.",
                count,
            )
            self.finding.setText(f"{self.finding.text()} {text}".strip())
            self.finding.show()

    def _row(self, review_id: int) -> CalibrationRow | None:
        return next((row for row in self.board.rows if row.id == review_id), None) if self.board is not None else None

    def _tell_person(self) -> None:
        row = self._row(self._chosen)
        self.person.setText(
            words.person_line(row) if row is not None else _("Choose a person; drag, or type a grade, to change it with a reason.")
        )
        self.open_button.setVisible(row is not None)

    # -- choosing

    @Slot(str)
    def _on_view(self, view: str) -> None:
        self.flush()
        self.stack.setCurrentWidget(self.pages[view])
        self._show_view()
        if view == "people" and self._chosen:
            self.people.mark(self._chosen)

    @Slot()
    def _on_team(self) -> None:
        self.reload()

    @Slot(object)
    def _on_chosen(self, review_id: int) -> None:
        self._chosen = review_id
        self._tell_person()

    @Slot()
    def _on_open(self) -> None:
        row = self._row(self._chosen)
        if row is not None:
            self.person_wanted.emit(row.person_id)

    @Slot()
    def _on_pdf(self) -> None:
        if self.board is not None:
            self.flush()
            self.paper.ask_export(self._cycle_id, self.board.cycle)

    @Slot()
    def _on_print(self) -> None:
        if self.board is not None:
            self.flush()
            self.paper.ask_print(self._cycle_id, self.board.cycle)

    # -- changing

    @Slot(object, str)
    def _on_letter(self, review_id: int, grade: str) -> None:
        """A grade was typed on a person, or a person dragged to its lane."""
        row = self._row(review_id)
        if row is not None and self.board is not None and grade in self.board.grades and grade != row.grade:
            question = _("{person}: {before} → {after}. Why?", person=row.name, before=row.grade, after=grade)
            self._ask(row, "grade", "" if grade == row.proposed else grade, question)

    @Slot(object, str)
    def _on_box(self, review_id: int, key: str) -> None:
        row = self._row(review_id)
        if row is None:
            return
        result, behaviour = (int(part) for part in key.split("·"))
        question = _("{person}: to {place}. The grade stays as it is. Why?", person=row.name, place=words.box_name((result, behaviour)))
        self._ask(row, "box", key, question)

    def _ask(self, row: CalibrationRow, kind: str, wanted: str, question: str) -> None:
        if not row.is_open:
            self.context.messages.tell(_("The evaluation of {person} is locked; only a new version changes its grade.", person=row.name))
            return
        self._asked = (row.id, kind, wanted)
        self._on_chosen(row.id)
        self.reason.ask(question)

    @Slot()
    def _on_reason_left(self) -> None:
        self._asked = None
        self.reason.hide()

    @Slot(str, str, str)
    def _on_given(self, reason: str, evidence: str, proposed_by: str) -> None:
        row = self._row(self._asked[0]) if self._asked is not None else None
        if row is None or self._asked is None:
            self._on_reason_left()
            return
        review_id, kind, wanted = self._asked
        job: Callable[[UnitOfWork], int]
        if not reason:
            self.reason.complain(_("A change in the calibration needs its reason. Nothing was changed."))
            return
        self._kept = (review_id, kind, wanted, reason)
        if kind == "grade":
            job = partial(reviews.calibrate, review_id=review_id, grade=wanted, reason=reason, evidence=evidence, proposed_by=proposed_by)
        else:
            result, behaviour = (int(part) for part in wanted.split("·"))
            job = partial(
                reviews_calibration.place, review_id=review_id, box=(result, behaviour), before=row.box, reason=reason, evidence=evidence, proposed_by=proposed_by,
            )  # fmt: skip
        self.context.tasks.write(self, GRADE if kind == "grade" else BOX, job, self._on_written, self._on_refused, person=row.name)

    @Slot(object)
    def _on_written(self, _change: Change) -> None:
        """Shown at once; the figures of raters and groups follow with the next read."""
        if self._kept is not None and self.board is not None:
            review_id, kind, wanted, reason = self._kept
            self.board = moved(self.board, review_id, kind, wanted, reason)
            self._show()
        self._kept = None
        self._on_reason_left()

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self._kept = None
        self.reason.complain(words_of(error))


def moved(board: CalibrationBoard, review_id: int, kind: str, wanted: str, reason: str) -> CalibrationBoard:
    """The board after a change that was kept, before it is read again."""
    rows = tuple(_changed(row, kind, wanted, reason) if row.id == review_id else row for row in board.rows)
    after = Counter(row.grade for row in rows)
    counts = tuple(GradeCount(one.grade, one.before, after[one.grade], one.guide) for one in board.counts)
    return replace(board, rows=rows, counts=counts)


def _changed(row: CalibrationRow, kind: str, wanted: str, reason: str) -> CalibrationRow:
    if kind == "grade":
        return replace(row, calibrated=wanted, reason=reason if wanted else "")
    result, behaviour = (int(part) for part in wanted.split("·"))
    return replace(row, box=(result, behaviour))
