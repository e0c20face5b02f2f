"""The team: a table with search and filters, and everything on the chosen person beside it, edited in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import EngagementType, SalesLine
from workbench.models.values.labels import ENGAGEMENT_LABELS, ENGAGEMENT_SHORT, SALES_LINE_LABELS
from workbench.models.values.quantities import hours_text
from workbench.readmodels.people import Lists, PersonRow
from workbench.services import engagements, goals, people
from workbench.services.workspace import Change, Reader
from workbench.views.context import Destination
from workbench.views.itemmodels.rows import Column
from workbench.views.messages import words_of
from workbench.views.people.card import PersonPanel
from workbench.views.people.contract import SOON_DAYS
from workbench.views.people.page import PersonFile
from workbench.views.people.several import SeveralPeople
from workbench.views.screen import Screen
from workbench.views.theme import TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Text
from workbench.views.widgets.editing import Choice
from workbench.views.widgets.panels import ErrorState
from workbench.views.widgets.parts import Edit
from workbench.views.widgets.states import EmptyState
from workbench.views.widgets.table import RowsTable

HERE, LEFT, EVERYBODY = "here", "left", "everybody"
CARD_WIDTH, CARD_LEAST = 430, 350


@dataclass(frozen=True, slots=True)
class Team:
    """What the table shows, from one read."""

    rows: list[PersonRow]
    lists: Lists


def read_team(conn: Reader, today: date) -> Team:
    """Everybody, those who left too: filters need no second read."""
    return Team(people.load_people(conn, today, with_left=True), people.load_lists(conn))


def read_file(conn: Reader, person_id: int, today: date) -> PersonFile | None:
    """All that the card shows, in one read; None when the person is gone."""
    card = people.load_person(conn, person_id, today)
    if card is None:
        return None
    present = next((e for e in card.engagements if e.start_on <= today and (e.end_on is None or e.end_on >= today)), None)
    findings = {row.id: engagements.findings_in_words(conn, row, today) for row in card.engagements}
    hours = people.load_hours(conn, person_id, present or next(iter(card.engagements), None), today)
    shares = goals.load_person_shares(conn, person_id, today)
    return PersonFile(card, people.load_lists(conn), hours, findings, goals.load_person_targets(conn, person_id, today), today, shares)


class PeopleScreen(Screen):
    key: ClassVar[str] = "people"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"person", "engagement", "person_skill", "person_territory", "availability_window", "availability_exception", "work_limit", "team", "territory",
         "skill", "customer", "customer_owner", "target", "task", "assignment", "one_on_one", "talk_note", "recognition", "review", "review_cycle", "deal"}
    )  # fmt: skip

    def build(self) -> Iterator[None]:
        self._rows: list[PersonRow] = []
        self._person = 0
        self._fresh = False  # somebody was just added: the name is typed next
        self.table = RowsTable(self._columns(), _("Search by name, pinyin or number"), (120, 84, 60, 104, 120), several=True)
        self.table.chosen.connect(self._on_chosen)
        self.table.picked.connect(self._on_picked)
        self.table.narrowed.connect(self.title_changed)
        self._filters()
        self.several = SeveralPeople()
        self.several.wanted.connect(self._on_several)
        self.table.add_line(self.several)
        self.several.hide()
        yield
        self.panel = PersonPanel(self.context)
        yield
        self.panel.parts.prepare()
        yield
        self.panel.wanted.connect(self._on_edit)
        self.panel.wished.connect(self.context.go)
        self._nothing = EmptyState("users", _("Choose a person"), _("Engagement, hours, skills and customers stand here."), "")
        self._empty = EmptyState(
            "users", _("Nobody is here yet"), _("Bring your team in from a file, or add the first person."), _("Import a file")
        )
        self._empty.button.clicked.connect(self._on_import)
        self._loading = Text(_("Loading …"), TextRole.BODY, "muted")
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._error = ErrorState("")
        self._side = QStackedWidget()
        for page in (self._loading, self._nothing, self.panel):
            self._side.addWidget(page)
        self._work = QWidget()
        work = QHBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(14)
        work.addWidget(self.table, 11)
        work.addWidget(self._side, 9)
        yield
        self._pages = QStackedWidget()
        for whole in (self._work, self._empty):
            self._pages.addWidget(whole)
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 14, 12)
        body.addWidget(self._pages)
        self._primary = QPushButton(_("Add person"))
        self._primary.clicked.connect(self._on_add)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._on_find)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    def _columns(self) -> tuple[Column, ...]:
        today = self.context.today()

        def ends(row: PersonRow) -> str:
            if row.left_on is not None:
                return _("left {day}", day=row.left_on) if row.left_on < today else _("leaves {day}", day=row.left_on)
            return row.contract_ends_on.isoformat() if row.contract_ends_on else "–"

        def ink(row: PersonRow) -> str:
            if row.left_on is not None:
                return "muted"
            left = (row.contract_ends_on - today).days if row.contract_ends_on else SOON_DAYS + 1
            return "bad" if left < 0 else "warning" if left <= SOON_DAYS else ""

        def tip(row: PersonRow) -> str:
            words = (
                row.name,
                row.code,
                row.position,
                row.team,
                _(SALES_LINE_LABELS[row.line]),
                row.skills,
                ngettext("{n} proof expired", "{n} proofs expired", row.expired) if row.expired else "",
            )
            return "\n".join(word for word in words if word)

        return (
            Column(_("Name"), lambda r: r.name + (" ⚠" if r.expired else ""), lambda r: r.search, ink=lambda r: "muted" if r.left_on else "", tip=tip, grow=2),
            Column(_("Engagement"), lambda r: _(ENGAGEMENT_SHORT[r.engagement]) if r.engagement else "–", lambda r: r.engagement.value if r.engagement else ""),
            Column(_("h/week"), lambda r: hours_text(r.weekly_minutes) if r.weekly_minutes else "–", lambda r: r.weekly_minutes, right=True),
            Column(_("Contract ends"), ends, lambda r: r.contract_ends_on.toordinal() if r.contract_ends_on else 0, ink=ink),
            Column(_("Territories"), lambda r: r.territories, lambda r: r.territories, grow=3),
        )  # fmt: skip

    def _filters(self) -> None:
        self._kind, self._line, self._area, self._state = Choice(), Choice(), Choice(), Choice()
        names = (_("Engagement"), _("Sales line"), _("Territory"), _("Here or left"))
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for box, name in zip((self._kind, self._line, self._area, self._state), names, strict=True):
            box.setAccessibleName(name)
            box.setToolTip(tip_text(name))
            box.activated.connect(self._on_filter)
            layout.addWidget(box, 1)
        self._kind.addItem(_("All engagements"), None)
        for kind in EngagementType:
            self._kind.addItem(_(ENGAGEMENT_LABELS[kind]), kind)
        self._line.addItem(_("All lines"), None)
        for value in SalesLine:
            self._line.addItem(_(SALES_LINE_LABELS[value]), value)
        self._area.addItem(_("All territories"), None)
        for state, text in ((HERE, _("Here")), (LEFT, _("Left")), (EVERYBODY, _("Here or left"))):
            self._state.addItem(text, state)
        self.table.add_line(line)

    # -- the frame

    @Slot()
    def _on_theme(self) -> None:
        self._side.setMinimumWidth(theme().px(CARD_LEAST))
        self._side.setMaximumWidth(theme().px(CARD_WIDTH))

    def title(self) -> str:
        return _("Team")

    def subtitle(self) -> str:
        here = sum(1 for row in self._rows if not self._gone(row))
        shown = self.table.shown
        if shown == here:
            return ngettext("{n} person", "{n} people", here)
        return ngettext("{shown} of {n} person", "{shown} of {n} people", here, shown=shown)

    def primary(self) -> QPushButton:
        return self._primary

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+F", _("Search; Enter goes to the first one found")), ("↑ ↓", _("Choose a person")), ("Shift+↑ ↓", _("Choose several people")),
            ("Tab", _("Next field; every edit is kept at once")), ("Esc", _("Put the stored text back")),
            ("← → ↑ ↓", _("In the usual week: choose a window")), ("Shift+← →", _("Move the chosen window")), ("Ctrl+← →", _("Make the chosen window longer or shorter")),
            ("1 – 5", _("How gladly")), ("Delete", _("Take the chosen window of availability away")), ("Enter", _("In the timeline: open what is chosen")),
        ]  # fmt: skip

    def state(self) -> dict[str, Any]:
        boxes = {"kind": self._kind, "line": self._line, "area": self._area, "state": self._state}
        chosen = {name: box.currentIndex() for name, box in boxes.items()}
        return {"person_id": self._person, "search": self.table.search.text(), "part": self.panel.parts.part, "filters": chosen}

    def restore(self, state: dict[str, Any]) -> None:
        if "search" in state:
            self.table.search.setText(str(state["search"]))
        boxes = {"kind": self._kind, "line": self._line, "area": self._area, "state": self._state}
        for name, place in dict(state.get("filters", {})).items():
            boxes[name].setCurrentIndex(int(place))
        if state.get("part"):
            self.panel.parts.show_part(str(state["part"]))
        if state.get("filters"):
            self._on_filter()
        if state.get("person_id"):
            self._open(int(state["person_id"]))

    def show_destination(self, destination: Destination) -> None:
        """Somebody is looked for: what would hide them is taken away."""
        if destination.what.get("person_id") and self._hidden(int(destination.what["person_id"])):
            self._show_all()
        self.restore(destination.what)

    def _hidden(self, person_id: int) -> bool:
        return self.table.model.place_of(person_id) < 0

    def _show_all(self) -> None:
        self.table.search.clear()
        for box in (self._kind, self._line, self._area):
            box.setCurrentIndex(0)
        self._on_filter()

    def flush(self) -> None:
        self.panel.parts.flush()

    # -- reading

    def reload(self) -> None:
        if not self._rows:
            self._side.setCurrentWidget(self._loading)
        self.context.tasks.read(self, partial(read_team, today=self.context.today()), self._on_loaded, self._on_failed)
        if self._person:
            self._load(self._person)

    @Slot(object)
    def _on_loaded(self, found: Team) -> None:
        self._rows = found.rows
        self._offer_areas(found.lists)
        self.several.show_lists(found.lists)
        self.table.set_rows(found.rows)
        self._on_filter()
        here = sum(1 for row in found.rows if not self._gone(row))
        self.noted.emit(self.key, 0, str(here) if here else "")
        self._pages.setCurrentWidget(self._work if found.rows else self._empty)
        if found.rows and not any(row.id == self._person for row in found.rows):
            self._person = 0
            self._side.setCurrentWidget(self._nothing)
            if self.table.shown:
                self.table.select(self.table.model.row_at(0).id)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._pages.removeWidget(self._error)
        self._error = ErrorState(words_of(error))
        self._error.retried.connect(self.reload)
        self._pages.addWidget(self._error)
        self._pages.setCurrentWidget(self._error)

    def _offer_areas(self, lists: Lists) -> None:
        wanted = [(area.id, area.name) for area in lists.territories]
        if [(self._area.itemData(n), self._area.itemText(n)) for n in range(1, self._area.count())] != wanted:
            chosen = self._area.currentData()
            self._area.clear()
            self._area.addItem(_("All territories"), None)
            for row_id, name in wanted:
                self._area.addItem(name, row_id)
            self._area.setCurrentIndex(max(0, self._area.findData(chosen)))

    def _gone(self, row: PersonRow) -> bool:
        return row.left_on is not None and row.left_on < self.context.today()

    @Slot()
    def _on_filter(self) -> None:
        kind, line, area, state = (box.currentData() for box in (self._kind, self._line, self._area, self._state))

        def keep(row: PersonRow) -> bool:
            return (
                (state == EVERYBODY or self._gone(row) == (state == LEFT))
                and (kind is None or row.engagement == kind)
                and (line is None or row.line == line)
                and (area is None or area in row.territory_ids)
            )

        self.table.set_filter(keep)
        self.title_changed.emit()

    def _open(self, person_id: int) -> None:
        """Show a person's card and mark the row."""
        self._person = person_id
        self.table.mark(person_id)
        self._load(person_id)

    def _load(self, person_id: int) -> None:
        self.context.tasks.read(
            self, partial(read_file, person_id=person_id, today=self.context.today()), partial(self._on_file, person_id)
        )

    def _on_file(self, person_id: int, found: PersonFile | None) -> None:
        if person_id != self._person:
            return
        if found is None:
            self._side.setCurrentWidget(self._nothing)
            return
        self.panel.show_file(found)
        self._side.setCurrentWidget(self.panel)
        if self._fresh:
            self._fresh = False
            self.panel.parts.show_part("person")
            name = self.panel.parts.page("person").fields[0].editor
            name.setFocus()
            name.selectAll()  # type: ignore[attr-defined]

    # -- choosing

    @Slot(object)
    def _on_chosen(self, person_id: int) -> None:
        if person_id != self._person:
            self.flush()
            self._open(person_id)

    @Slot(object)
    def _on_picked(self, ids: list[int]) -> None:
        self.several.show_ids(ids)

    @Slot()
    def _on_find(self) -> None:
        self.table.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.table.search.selectAll()

    # -- writing

    @Slot(object)
    def _on_edit(self, edit: Edit) -> None:
        file = self.panel.file
        if file is not None:
            done, failed = partial(self._on_kept, file.card.id), partial(self._on_refused, file.card.id, edit)
            self.context.tasks.write(self, edit.action, edit.job, done, failed, person=file.card.name, **edit.params)

    def _on_kept(self, person_id: int, _change: Change) -> None:
        if person_id == self._person:
            self.panel.parts.settle()

    def _on_refused(self, person_id: int, edit: Edit, error: BaseException) -> None:
        if person_id == self._person:
            self.panel.parts.complain(edit, words_of(error))
            self._load(person_id)  # ticks and lists show again what is stored; typed text stays
        else:
            self.context.messages.complain(error)

    @Slot(object)
    def _on_several(self, edit: Edit) -> None:
        self.context.tasks.write(self, edit.action, edit.job, **edit.params)

    @Slot()
    def _on_add(self) -> None:
        job = partial(people.add_person, name=_("New person"), hired_on=self.context.today())
        self.context.tasks.write(self, N_("Add a person"), job, self._on_added)

    @Slot(object)
    def _on_added(self, change: Change) -> None:
        self._show_all()
        self._fresh = True
        self._open(int(str(change.result)))

    @Slot()
    def _on_import(self) -> None:
        self.context.go(Destination("data", {"import": "people"}))
