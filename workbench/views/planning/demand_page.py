"""The people that places need by the hour, beside the board: typed once, and made into the shifts that the week lacks."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import Choices, WeekState
from workbench.readmodels.planning_demand import DemandRow, Hour
from workbench.services import planning, planning_demand
from workbench.services.workspace import Change
from workbench.views.messages import words_of
from workbench.views.planning.demand_grid import DemandGrid
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.fields import NumberField
from workbench.views.widgets.forms import FormRow

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen
ADD = N_("Add demand of {demand}")
MAKE = N_("Make shifts of {demand}")
TABLES = frozenset({"demand_curve", "demand_need", "demand_shift", "task"})


class DemandPage(QWidget):
    """`curve_wanted` (id) shows another curve, `added` (name) makes one, `edited` (fields) and `needs_edited` (hours) change the one shown."""

    curve_wanted = Signal(object)  # an id
    added = Signal(str)
    edited = Signal(object)
    needs_edited = Signal(object)
    removed = Signal()
    shifts_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row: DemandRow | None = None
        self.curves = QComboBox()
        self.curves.setAccessibleName(_("Demand shown"))
        self.curves.activated.connect(self._on_curve)
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name_row = FormRow(_("Demand of"), self.name)
        self.name.setPlaceholderText(_("a store, a counter, a hotline"))
        self.name.editingFinished.connect(self._on_name)
        self.new = QPushButton(_("New"))
        self.new.clicked.connect(self._on_new)
        hours = " " + _("hours")
        self.shortest, self.longest = NumberField(4, 1, 24, _("Shortest shift"), hours), NumberField(8, 1, 24, _("Longest shift"), hours)
        self.skill, self.territory = QComboBox(), QComboBox()
        self.full = QCheckBox(_("Never short of people"))
        self.full.setToolTip(
            tip_text(_("Without this a peak of an hour may stay short where a whole shift for it would have too many people for longer."))
        )
        self.grid = DemandGrid()
        self.told, self.problem = Text("", TextRole.SMALL, "muted", wrap=True), Text("", TextRole.SMALL, "bad", wrap=True)
        self.make, self.remove, done = (
            QPushButton(_("Make the shifts of this week")),
            QPushButton(_("Delete this demand")),
            QPushButton(_("Close")),
        )
        self.make.setProperty("look", "primary")
        for field in (self.shortest, self.longest):
            field.edited.connect(self._on_edited)
        for box in (self.skill, self.territory):
            box.activated.connect(self._on_edited)
        self.full.clicked.connect(self._on_edited)
        self.grid.edited.connect(self.needs_edited)
        self.make.clicked.connect(self._on_make)
        self.remove.clicked.connect(self.removed)
        done.clicked.connect(self.closed)
        self._lay_out(done)
        self._fresh = False  # a name for a new one is asked
        self._adding = False  # it is being kept, and not to be added twice

    def _lay_out(self, done: QPushButton) -> None:
        card = Card(_("Demand by the hour"), margin=12, spacing=8)
        words = _(
            "Write how many people are needed in each hour; digits fill all chosen cells. 2/3 means that two of three are in the shifts of this week."
        )
        card.body.addWidget(Text(words, TextRole.SMALL, "muted", wrap=True))
        card.body.addLayout(_line(self.curves, self.new))
        card.body.addWidget(self.name_row)
        rows = (
            FormRow(_("Shortest shift"), self.shortest), FormRow(_("Longest shift"), self.longest), FormRow(_("Skill"), self.skill), FormRow(_("Territory"), self.territory),
        )  # fmt: skip
        self._parts: tuple[QWidget, ...] = (*rows, self.full, self.grid, self.make, self.remove, self.told)
        card.body.addWidget(self.grid, 1)
        for text in (self.told, self.problem, self.make):
            card.body.addWidget(text)
        card.body.addLayout(_line(rows[0], rows[1]))
        card.body.addLayout(_line(rows[2], rows[3]))
        card.body.addWidget(self.full)
        card.body.addLayout(_line(self.remove, done))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        card.setAutoFillBackground(False)
        area.setWidget(card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)

    # -- what is shown

    def offer(self, choices: Choices) -> None:
        """Skills and territories to choose from."""
        for box, rows in ((self.skill, choices.skills), (self.territory, choices.territories)):
            with QSignalBlocker(box):
                box.clear()
                box.addItem(_("none"), None)
                for own, name in rows:
                    box.addItem(name, own)
        self._choose_ids()

    def show_curves(self, rows: tuple[DemandRow, ...], chosen: int | None, *, over: bool) -> None:
        """The curve `chosen` of all; none at all asks for the first name."""
        self.row = next((one for one in rows if one.id == chosen), rows[0] if rows and not self._fresh else None)
        with QSignalBlocker(self.curves):
            self.curves.clear()
            for one in rows:
                self.curves.addItem(one.title, one.id)
            self.curves.setCurrentIndex(self.curves.findData(self.row.id) if self.row is not None else -1)
        for widget in (self.curves, self.new):
            widget.setVisible(bool(rows))
        for part in self._parts:
            part.setVisible(self.row is not None)
        self.make.setEnabled(not over)
        self.make.setToolTip(tip_text(_("That week is over; its plan stays as it was.") if over else ""))
        if self.row is not None:
            self._fill(self.row)

    def _fill(self, row: DemandRow) -> None:
        if not self.name.hasFocus():
            self.name.setText(row.title)
        self.shortest.set_number(row.shortest // 60)
        self.longest.set_number(row.longest // 60)
        self.full.setChecked(row.full)
        self._choose_ids()
        self.grid.show_row(row)
        needed, missing = hours_text(60 * row.hours), hours_text(60 * row.missing)
        self.told.setText(
            _("{hours} h needed in a week; the shifts of this week lack {missing} h", hours=needed, missing=missing)
            if row.missing
            else _("{hours} h needed in a week; the shifts of this week hold all of them", hours=needed)
        )

    def _choose_ids(self) -> None:
        if self.row is not None:
            for box, value in ((self.skill, self.row.skill_id), (self.territory, self.row.territory_id)):
                with QSignalBlocker(box):
                    box.setCurrentIndex(max(0, box.findData(value)))

    def complain(self, text: str) -> None:
        """Why something was refused; what was typed stays."""
        self._adding = False
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def flush(self) -> None:
        """Keep what is being typed."""
        self.grid.flush()

    # -- what is wanted

    @Slot()
    def _on_curve(self) -> None:
        self._fresh = False
        self.grid.flush()
        self.curve_wanted.emit(self.curves.currentData())

    @Slot()
    def _on_new(self) -> None:
        """The line for a name is empty and waits; what was shown comes back by the list."""
        self.grid.flush()
        self._fresh = True
        self.name.clear()
        self.curve_wanted.emit(None)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_name(self) -> None:
        name = " ".join(self.name.text().split())
        if self.row is None:
            if name and not self._adding:
                self._fresh, self._adding = False, True
                self.added.emit(name)
        elif name != self.row.title:
            self.edited.emit({"title": name})

    @Slot()
    def _on_edited(self) -> None:
        if self.row is None:
            return
        now = {
            "shortest": 60 * self.shortest.value(), "longest": 60 * self.longest.value(), "skill_id": self.skill.currentData(),
            "territory_id": self.territory.currentData(), "full": self.full.isChecked(),
        }  # fmt: skip
        different = {name: value for name, value in now.items() if value != getattr(self.row, name)}
        if different:
            self.edited.emit(different)

    @Slot()
    def _on_make(self) -> None:
        self.grid.flush()
        self.shifts_wanted.emit()


def _line(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(left, 1)
    line.addWidget(right, 1 if not isinstance(right, QPushButton) else 0)
    return line


class DemandEditing(QObject):
    """Reads the curves when the page is opened and after each change; every edit is one step, and so are the shifts of a week."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.page = DemandPage()
        self._chosen: int | None = None
        self._waiting = False  # shifts are to be made of what is being kept

    def connect_all(self) -> None:
        page = self.page
        page.curve_wanted.connect(self._on_curve)
        page.added.connect(self._on_added)
        page.edited.connect(self._on_edited)
        page.needs_edited.connect(self._on_needs)
        page.removed.connect(self._on_removed)
        page.shifts_wanted.connect(self._on_shifts)
        page.closed.connect(self._screen.side.show_hint)
        self._screen.side.addWidget(page)
        self._screen.context.hub.changed.connect(self._on_changed)

    @Slot()
    def open(self) -> None:
        """Beside the board."""
        screen = self._screen
        screen.stack.setCurrentWidget(screen.body)
        screen.side.show_page(self.page)
        self.page.complain("")
        screen.context.tasks.read(self, partial(planning.load_choices, today=screen.context.today()), self.page.offer)
        self.read()

    def read(self) -> None:
        self._screen.context.tasks.read(self, partial(planning_demand.load_demand, monday=self._screen.monday), self._on_read)

    def follow(self) -> None:
        """Another week is shown."""
        if self.page.isVisible():
            self.read()

    @Slot(object)
    def _on_read(self, rows: tuple[DemandRow, ...]) -> None:
        first = self.page.row is None and not self.page.name.hasFocus()
        state = self._screen.week_state
        over = state is not None and state.week.state is WeekState.PAST
        self.page.show_curves(rows, self._chosen, over=over)
        if first and rows:
            self.page.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif first:
            self.page.name.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._waiting:
            self._waiting = False
            self._shape()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self.page.isVisible() and TABLES & set(change.tables):
            self.read()

    @Slot(object)
    def _on_curve(self, demand_id: int | None) -> None:
        self._chosen = demand_id
        self.page.complain("")
        self.read()

    def _write(self, action: str, job: Any, **params: Any) -> None:
        self._screen.context.tasks.write(self, action, job, self._on_written, self._on_refused, **params)

    @Slot(object)
    def _on_written(self, change: Change) -> None:
        self.page.complain("")
        if change.action == ADD and isinstance(change.result, int):
            self._chosen = change.result
            self.read()
            self.page.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif change.action == MAKE and isinstance(change.result, int):
            told = ngettext("{n} shift was added to the week.", "{n} shifts were added to the week.", change.result)
            self._screen.context.messages.tell(told, Tone.GOOD)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self.page.complain(words_of(error))

    @Slot(str)
    def _on_added(self, name: str) -> None:
        self._write(ADD, partial(planning_demand.add_curve, title=name), demand=name)

    @Slot(object)
    def _on_edited(self, fields: dict[str, Any]) -> None:
        row = self.page.row
        if row is not None:
            self._write(N_("Change demand of {demand}"), partial(planning_demand.edit_curve, demand_id=row.id, **fields), demand=row.title)

    @Slot(object)
    def _on_needs(self, needs: dict[Hour, int]) -> None:
        row = self.page.row
        if row is not None:
            job = partial(planning_demand.set_needs, demand_id=row.id, needs=needs)
            self._write(N_("Change people needed at {demand}"), job, demand=row.title)

    @Slot()
    def _on_removed(self) -> None:
        row = self.page.row
        if row is not None:
            self._chosen = None
            self._write(N_("Delete demand of {demand}"), partial(planning_demand.remove_curve, demand_id=row.id), demand=row.title)

    @Slot()
    def _on_shifts(self) -> None:
        """After what was just typed is kept and read again."""
        self._waiting = True
        self.read()

    def _shape(self) -> None:
        row, screen = self.page.row, self._screen
        if row is None:
            return
        self.page.make.setEnabled(False)
        monday, today = screen.monday, screen.context.today()

        def job(_progress: Progress) -> tuple[DemandRow, date, planning_demand.Shape]:
            return row, monday, planning_demand.shape_week(row, monday, today)

        screen.context.tasks.work(self, job, self._on_shape, self._on_not_shaped)

    @Slot(object)
    def _on_shape(self, found: tuple[DemandRow, date, planning_demand.Shape]) -> None:
        self.page.make.setEnabled(True)
        row, monday, shape = found
        job = partial(planning_demand.make_shifts, row=row, monday=monday, today=self._screen.context.today(), shifts=shape.shifts)
        self._write(MAKE, job, demand=row.title)

    @Slot(object)
    def _on_not_shaped(self, error: BaseException) -> None:
        self.page.make.setEnabled(True)
        self.page.complain(words_of(error))
