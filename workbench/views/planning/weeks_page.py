"""Several weeks of one person in place of the hours of one: planned, told, and what has changed since."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from workbench.i18n import _
from workbench.readmodels.planning_weeks import OwnWeek
from workbench.services import planning_weeks
from workbench.views.delegates.planning_weeks import PersonWeeksDelegate, row_height
from workbench.views.itemmodels.planning_weeks import WEEK_ROLE, PersonWeeksModel
from workbench.views.theme import Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.forms import Segmented

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen

BEFORE: Final = {1: 0, 4: 1, 8: 3}
"""How many of the weeks lie before the one that is looked at."""


class PersonWeeks(QObject):
    """`count` weeks are shown; with one the board of hours stands there, and the table is hidden."""

    switched = Signal()

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._asked = 0  # of the newest read; older answers are let go
        self.person: int | None = None
        self.count = 1
        choices = (("1", _("1 week")), ("4", _("4 weeks")), ("8", _("8 weeks")))
        self.switch = Segmented(_("How many weeks"), choices, "1")
        self.switch.setToolTip(tip_text(_("Weeks before and after this one, planned and published")))
        self.switch.hide()
        self.model = PersonWeeksModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(PersonWeeksDelegate(self.table))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setAccessibleName(_("Weeks of one person"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.hide()

    @property
    def is_one(self) -> bool:
        """One week with its hours: chosen so, or because something is tried or proposed that several saved weeks would not show."""
        return self.count == 1 or self._screen.what_if.is_on or self._screen.proposal.found is not None

    def connect_all(self) -> None:
        self.switch.chosen.connect(self._on_switch)
        self.table.activated.connect(self._on_opened)

    def choose(self, count: int) -> None:
        """Show so many weeks: 1, 4 or 8."""
        self.switch.set_value(str(count))
        self._on_switch(str(count))

    @Slot(str)
    def _on_switch(self, value: str) -> None:
        self.count = int(value)
        self.switched.emit()
        if self.count > 1 and self.is_one:
            text = _("Several weeks show what is saved. Keep or drop what is tried or proposed first.")
            self._screen.context.messages.tell(text, Tone.ACCENT)

    def leave(self) -> None:
        """No person is looked at."""
        self.person = None
        self._asked += 1
        self.switch.hide()
        self.table.hide()

    def show_person(self, person_id: int) -> None:
        """Read again whenever the week or the person is another, or something was changed."""
        self.switch.show()
        self.table.setVisible(not self.is_one)
        self.person = person_id
        self._asked += 1
        if not self.is_one:
            first = self._screen.monday - timedelta(days=7 * BEFORE[self.count])
            job = partial(planning_weeks.load_weeks, person_id=person_id, first=first, weeks=self.count, today=self._screen.context.today())
            self._screen.context.tasks.read(self, job, partial(self._on_weeks, self._asked))

    def _on_weeks(self, asked: int, weeks: tuple[OwnWeek, ...]) -> None:
        if asked != self._asked:
            return
        self.model.set_weeks(weeks)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, theme().px(170))
        for row, week in enumerate(weeks):
            self.table.setRowHeight(row, row_height(week))
        here = next((row for row, week in enumerate(weeks) if week.monday == self._screen.monday), -1)
        if here >= 0 and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(here, 0))
            self.table.scrollTo(self.model.index(here, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        """Enter or a double click: that week with its hours; its task when one is meant."""
        week = index.data(WEEK_ROLE)
        if not isinstance(week, OwnWeek):
            return
        tasks = [one for one in week.on(index.column() - 1) if one.task_id] if index.column() else []
        self.choose(1)
        if tasks:
            self._screen.chosen.wanted = {"task_id": tasks[0].task_id}
        self._screen.go_to(week.monday)
        self.table.clearFocus()
        self._screen.hours_page.board.setFocus(Qt.FocusReason.OtherFocusReason)
