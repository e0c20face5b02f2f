"""Team: everybody in a table with search, and the chosen person's card, where every edit is kept at once."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from workbench.i18n import N_, _
from workbench.models.values import ENGAGEMENT_LABELS, SALES_LINE_LABELS
from workbench.readmodels.people import Lists, PersonCard, PersonRow
from workbench.services import people
from workbench.services.workspace import Change, Reader
from workbench.views.context import Destination
from workbench.views.itemmodels.rows import Column
from workbench.views.messages import words_of
from workbench.views.people.card import PersonPanel
from workbench.views.screen import Screen
from workbench.views.theme import theme
from workbench.views.widgets.states import EmptyState
from workbench.views.widgets.table import RowsTable

Loaded = tuple[PersonCard | None, Lists, frozenset[str], list[str]]


class PeopleScreen(Screen):
    key: ClassVar[str] = "people"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"person", "engagement", "person_skill", "person_territory", "availability_window", "availability_exception", "team", "territory", "skill", "customer_owner"}
    )

    def build(self) -> None:
        self._rows: list[PersonRow] = []
        self._card: PersonCard | None = None
        self._panel: PersonPanel | None = None
        columns = (
            Column(_("Name"), lambda r: r.name, lambda r: r.search),
            Column(_("Team"), lambda r: r.team, lambda r: r.team),
            Column(_("Sales line"), lambda r: _(SALES_LINE_LABELS[r.line]), lambda r: r.line.value),
            Column(_("Engagement"), lambda r: _(ENGAGEMENT_LABELS[r.engagement]) if r.engagement else "–", lambda r: r.engagement.value if r.engagement else ""),
            Column(_("h/week"), lambda r: f"{r.weekly_minutes / 60:g}" if r.weekly_minutes else "–", lambda r: r.weekly_minutes, right=True),
            Column(_("Territories"), lambda r: r.territories, lambda r: r.territories),
            Column(_("Contract ends"), lambda r: r.contract_ends_on.isoformat() if r.contract_ends_on else "–", lambda r: r.contract_ends_on.toordinal() if r.contract_ends_on else 0),
            Column(_("Skills"), lambda r: r.skills, lambda r: r.skills),
        )
        self.table = RowsTable(columns, _("Search by name, pinyin or number"), (104, 110, 84, 96, 58, 130, 96, 200))
        self.table.chosen.connect(self._on_chosen)
        self._with_left = QCheckBox(_("Show those who left"))
        self._with_left.clicked.connect(self.reload)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.table, 1)
        left.addWidget(self._with_left)
        self._side = QScrollArea()
        self._side.setWidgetResizable(True)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFixedWidth(theme().px(440))
        self._side.setWidget(EmptyState("users", _("Choose a person"), _("Engagement, hours, skills and customers stand here."), ""))
        body = QHBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(14)
        body.addLayout(left, 1)
        body.addWidget(self._side)
        self._primary = QPushButton(_("Add person"))
        self._primary.clicked.connect(self._on_add)

    def title(self) -> str:
        return _("Team")

    def subtitle(self) -> str:
        return _("{count} people", count=len(self._rows))

    def primary(self) -> QPushButton:
        return self._primary

    def keys(self) -> list[tuple[str, str]]:
        return [("↑ ↓", _("Choose a person")), ("Tab", _("Next field; every edit is kept at once")), ("Delete", _("Take the chosen window of availability away"))]

    def state(self) -> dict[str, Any]:
        return {"person_id": self._card.id if self._card else 0, "search": self.table.search.text()}

    def restore(self, state: dict[str, Any]) -> None:
        self.table.search.setText(str(state.get("search", "")))
        if state.get("person_id"):
            self.table.select(int(state["person_id"]))
            self._load(int(state["person_id"]))

    def flush(self) -> None:
        if self._panel is not None:
            self._panel.flush()

    # -- reading

    def reload(self) -> None:
        job = partial(people.load_people, today=self.context.today(), with_left=self._with_left.isChecked())
        self.context.tasks.read(self, job, self._on_loaded)
        if self._card is not None:
            self._load(self._card.id)

    @Slot(object)
    def _on_loaded(self, rows: list[PersonRow]) -> None:
        self._rows = rows
        self.table.set_rows(rows)
        self.title_changed.emit()
        self.noted.emit(self.key, 0, str(len(rows)) if rows else "")
        if not rows:
            empty = EmptyState("users", _("Nobody is here yet"), _("Bring your team in from a file, or add the first person."), _("Import a file"))
            empty.button.clicked.connect(self._on_import)
            self._side.setWidget(empty)
        elif self._card is None:
            self.table.select(rows[0].id)

    @Slot(int)
    def _on_chosen(self, person_id: int) -> None:
        if self._card is None or self._card.id != person_id:
            self.flush()
            self._load(person_id)

    def _load(self, person_id: int) -> None:
        today = self.context.today()

        def job(conn: Reader) -> Loaded:
            card = people.load_person(conn, person_id, today)
            newest = card.engagements[0] if card and card.engagements else None
            allowed = people.allowed_fields(newest.type) if newest else frozenset({"type", "start_on", "weekly_minutes"})
            return card, people.load_lists(conn), allowed, people.findings_in_words(conn, newest, today) if newest else []

        self.context.tasks.read(self, job, self._on_card)

    @Slot(object)
    def _on_card(self, found: Loaded) -> None:
        card, lists, allowed, findings = found
        if card is None:
            self._card, self._panel = None, None
            return
        same = self._card is not None and self._card.id == card.id and self._panel is not None
        focus = self.focusWidget()
        name = focus.accessibleName() if same and focus is not None and self._side.isAncestorOf(focus) else ""
        scroll = self._side.verticalScrollBar().value() if same else 0
        self._card = card
        self._panel = PersonPanel(card, lists, allowed, findings, self.context.today())
        self._connect(self._panel)
        self._side.setWidget(self._panel)
        self._side.verticalScrollBar().setValue(scroll)
        if name:
            again = next((f.editor for f in self._panel.fields if f.editor.accessibleName() == name), None)
            if again is not None:
                again.setFocus()

    def _connect(self, panel: PersonPanel) -> None:
        panel.kept.connect(self._on_kept)
        panel.engagement_kept.connect(self._on_engagement)
        panel.window_added.connect(self._on_window)
        panel.window_removed.connect(self._on_window_removed)
        panel.exception_added.connect(self._on_exception)
        panel.exception_removed.connect(self._on_exception_removed)
        panel.skill_set.connect(self._on_skill)
        panel.territories_set.connect(self._on_territories)

    # -- writing

    def _write(self, action: str, job: Any) -> None:
        assert self._card is not None
        self.context.tasks.write(self, action, job, None, self._on_refused, person=self._card.name)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        field = getattr(self, "_wrong", None)
        row = next((f for f in self._panel.fields if f.field == field), None) if self._panel and field else None
        if row is not None:
            row.complain(words_of(error))
        else:
            self.context.messages.complain(error)

    @Slot(str, object)
    def _on_kept(self, field: str, value: object) -> None:
        if self._card is not None:
            self._wrong = field
            if field in ("min_minutes", "wished_minutes"):
                value = value or 0
            self._write(N_("Change {person}"), partial(people.edit_person, person_id=self._card.id, **{field: value}))

    @Slot(object, object)
    def _on_engagement(self, engagement_id: int | None, fields: dict[str, Any]) -> None:
        if self._card is not None:
            self._wrong = next(iter(fields))
            row = next((e for e in self._card.engagements if e.id == engagement_id), None)
            whole = people.engagement_fields(row, self.context.today()) | fields
            job = partial(people.set_engagement, person_id=self._card.id, today=self.context.today(), engagement_id=engagement_id, **whole)
            self._write(N_("Change the engagement of {person}"), job)

    @Slot(int, int, int)
    def _on_window(self, weekday: int, start: int, end: int) -> None:
        if self._card is not None:
            self._wrong = ""
            self._write(N_("Add availability of {person}"), partial(people.set_window, person_id=self._card.id, weekday=weekday, start=start, end=end))

    @Slot(int)
    def _on_window_removed(self, window_id: int) -> None:
        self._write(N_("Take availability of {person} away"), partial(people.remove_window, window_id=window_id))

    @Slot(object, str, str)
    def _on_exception(self, day: Any, kind: str, reason: str) -> None:
        if self._card is not None:
            self._wrong = ""
            self._write(N_("Add a date of {person}"), partial(people.add_exception, person_id=self._card.id, day=day, kind=kind, reason=reason))

    @Slot(int)
    def _on_exception_removed(self, exception_id: int) -> None:
        self._write(N_("Take a date of {person} away"), partial(people.remove_exception, exception_id=exception_id))

    @Slot(int, int)
    def _on_skill(self, skill_id: int, level: int) -> None:
        if self._card is None:
            return
        self._wrong = ""
        have = next((s for s in self._card.skills if s.skill_id == skill_id), None)
        if level == 0 and have is not None:
            self._write(N_("Take a skill of {person} away"), partial(people.remove_skill, row_id=have.id))
        elif level:
            self._write(N_("Set a skill of {person}"), partial(people.set_skill, person_id=self._card.id, skill_id=skill_id, level=level, expires_on=have.expires_on if have else None))

    @Slot(object)
    def _on_territories(self, chosen: list[int]) -> None:
        if self._card is not None:
            self._wrong = ""
            self._write(N_("Set the territories of {person}"), partial(people.set_territories, person_id=self._card.id, territory_ids=chosen))

    @Slot()
    def _on_add(self) -> None:
        job = partial(people.add_person, name=_("New person"), hired_on=self.context.today())
        self.context.tasks.write(self, N_("Add a person"), job, self._on_added)

    @Slot(object)
    def _on_added(self, change: Change) -> None:
        self._card = None
        self.table.search.clear()
        self.table.select(int(str(change.result)))
        self._load(int(str(change.result)))

    @Slot()
    def _on_import(self) -> None:
        self.context.go(Destination("data", {"import": "people"}))
