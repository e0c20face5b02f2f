"""Settings: general ones, figures of law and policy, the office calendar and the grades, each a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.readmodels.people import OrganisationRow
from workbench.readmodels.policy import CalendarCard, GradesCard, PolicyCard
from workbench.services import people, policy_calendar, policy_edit, policy_grades
from workbench.services.workspace import Reader
from workbench.views.context import Destination
from workbench.views.messages import words_of
from workbench.views.preferences.calendar import CalendarPage
from workbench.views.preferences.general import GeneralPage
from workbench.views.preferences.grades import GradesPage
from workbench.views.preferences.law import LawPage
from workbench.views.screen import Screen
from workbench.views.widgets.forms import Segmented

GENERAL, LAW, CALENDAR, GRADES = "general", "law", "calendar", "grades"


@dataclass(frozen=True, slots=True)
class Shown:
    """What all pages show, from one read."""

    organisation: OrganisationRow
    policy: PolicyCard
    calendar: CalendarCard
    grades: GradesCard


def read_all(conn: Reader, today: date) -> Shown:
    """On the database thread."""
    return Shown(
        people.load_organisation(conn),
        policy_edit.load_policy(conn, today),
        policy_calendar.load_calendar_card(conn, today),
        policy_grades.load_grades(conn, today),
    )


class PreferencesScreen(Screen):
    key: ClassVar[str] = "preferences"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"organisation", "law_figure", "calendar_day", "review_template", "grade_band", "review_cycle"}
    )
    language_chosen = Signal(str)
    appearance_chosen = Signal()

    def build(self) -> Iterator[None]:
        choices = ((GENERAL, _("General")), (LAW, _("Law and policy")), (CALENDAR, _("Calendar")), (GRADES, _("Grades and weights")))
        self.kind = Segmented(_("Page of the settings"), choices, GENERAL)
        self.kind.chosen.connect(self._on_kind)
        self.general = GeneralPage(self.context)
        self.general.language_chosen.connect(self.language_chosen)
        self.general.appearance_chosen.connect(self.appearance_chosen)
        yield
        self.law = LawPage(self.context)
        yield
        self.calendar = CalendarPage(self.context)
        yield
        self.grades = GradesPage(self.context)
        yield
        self._pages: dict[str, QWidget] = {GENERAL: self.general, LAW: self.law, CALENDAR: self.calendar, GRADES: self.grades}
        self._readable = (self.general.names_state, self.law, self.calendar, self.grades)
        self._stack = QStackedWidget(self)
        for page in self._pages.values():
            self._stack.addWidget(page)
            yield
        for readable in self._readable:
            readable.retried.connect(self.reload)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 14, 12)
        outer.addWidget(self._stack)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._on_find)

    # -- what the window asks

    def title(self) -> str:
        return _("Settings")

    def controls(self) -> list[QWidget]:
        return [self.kind]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("← →", _("Another page of the settings, while the choice above has the keyboard")), ("Ctrl+F", _("Search a figure")),
            ("Enter", _("Keep what the form holds")), ("Esc", _("Put the stored text back")),
        ]  # fmt: skip

    def state(self) -> dict[str, Any]:
        return {"part": self.kind.value, LAW: self.law.state(), CALENDAR: self.calendar.state(), GRADES: self.grades.state()}

    def restore(self, state: dict[str, Any]) -> None:
        self.show_part(str(state.get("part", GENERAL)))
        if LAW in state:
            self.law.restore(state[LAW])
        if CALENDAR in state:
            self.calendar.restore(state[CALENDAR])
        if GRADES in state:
            self.grades.restore(state[GRADES])

    def show_destination(self, destination: Destination) -> None:
        """Somebody came for a page, and for a figure on it."""
        what = destination.what
        if what.get("part") in self._pages:
            self.show_part(str(what["part"]))
        if what.get("code"):
            self.law.choose(str(what["code"]), str(what.get("region", "")))

    def show_part(self, part: str) -> None:
        """Bring a page to the front."""
        self.kind.set_value(part)
        self._stack.setCurrentWidget(self._pages.get(part, self.general))

    def flush(self) -> None:
        self.general.flush()

    # -- reading

    def reload(self) -> None:
        self.context.tasks.read(self, partial(read_all, today=self.context.today()), self._on_loaded, self._on_failed)

    @Slot(object)
    def _on_loaded(self, found: Shown) -> None:
        self.general.show_row(found.organisation)
        self.law.show_card(found.policy)
        self.calendar.show_card(found.calendar)
        self.grades.show_card(found.grades)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """Language, appearance and passphrase need no read and stay."""
        for readable in self._readable:
            readable.show_error(words_of(error))

    # -- slots

    @Slot(str)
    def _on_kind(self, part: str) -> None:
        self.general.flush()
        self.show_part(part)

    @Slot()
    def _on_find(self) -> None:
        self.show_part(LAW)
        self.law.table.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.law.table.search.selectAll()
