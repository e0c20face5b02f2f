"""The territories: name and number in place, who serves each and which customers lie in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from workbench.i18n import N_, _, ngettext
from workbench.models.values.money import Money
from workbench.readmodels.customers import TerritoryLine
from workbench.services import customers, people
from workbench.services.workspace import Reader
from workbench.views.context import Context, Destination
from workbench.views.customers.lines import PersonLine
from workbench.views.customers.list_page import ListPage
from workbench.views.itemmodels.rows import Column
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import LineField
from workbench.views.widgets.parts import Part
from workbench.views.widgets.states import EmptyState

MOST_PEOPLE = 24


@dataclass(frozen=True, slots=True)
class AreaFile:
    """A territory with who serves it: (id, name, words)."""

    row: TerritoryLine
    people: Sequence[tuple[int, str, str]]

    @property
    def key(self) -> int:
        """Which territory it is."""
        return self.row.id


def read_area(conn: Reader, row: TerritoryLine, today: date) -> AreaFile:
    """The people of a territory with how many customers each of them has in all."""
    serving = {person_id for person_id, _name in customers.load_territory_people(conn, row.id, today)}
    staff = [one for one in people.load_people(conn, today) if one.id in serving]
    return AreaFile(row, [(one.id, one.name, " · ".join(word for word in (one.code, one.position, one.team) if word)) for one in staff])


class AreaCard(Part[AreaFile]):
    """Everything on one territory."""

    def __init__(self) -> None:
        super().__init__()
        box = Card(_("Territory"), spacing=6)
        self.put(box, (LineField("name", _("Territory name")), LineField("code", _("Number"), most=40)), self._on_kept)
        self.all = QPushButton()
        self.all.clicked.connect(self._on_all)
        self.away = QPushButton(_("Take this territory away"))
        self.away.setProperty("look", "quiet")
        self.away.clicked.connect(self._on_away)
        self.why = Text(_("Only a territory without customers and people can go."), TextRole.SMALL, "muted", wrap=True)
        for part in (self.all, self.away, self.why):
            box.body.addWidget(part)
        self.body.addWidget(box)
        self.staff = Card(_("Served by"), spacing=4)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.staff.body.addLayout(self._list)
        self._none = Text(_("Nobody serves it yet. Tick it on the card of a person."), TextRole.SMALL, "muted", wrap=True)
        self.staff.body.addWidget(self._none)
        self._more = Text("", TextRole.SMALL, "muted", wrap=True)
        self.staff.body.addWidget(self._more)
        self.body.addWidget(self.staff)
        self.lines: list[PersonLine] = []
        self._shown_people: Sequence[tuple[int, str, str]] | None = None
        self.foot()

    def values(self, found: AreaFile) -> Any:
        return found.row

    def fill(self, found: AreaFile, *, other: bool) -> None:
        super().fill(found, other=other)
        self.all.setText(ngettext("{n} customer in the list", "{n} customers in the list", found.row.customers))
        self.all.setEnabled(found.row.customers > 0)
        can_go = not found.row.customers and not found.people
        self.away.setVisible(can_go)
        self.why.setVisible(not can_go)
        if other or found.people != self._shown_people:
            self._shown_people = found.people
            for old in self.lines:
                self._list.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.lines = [PersonLine(*one) for one in found.people[:MOST_PEOPLE]]
            left = len(found.people) - len(self.lines)
            self._more.setText(_("and {count} more; Team shows them all by territory", count=left) if left else "")
            self._more.setVisible(left > 0)
            for line in self.lines:
                line.clicked.connect(self._on_person)
                self._list.addWidget(line)
            self._none.setVisible(not self.lines)

    @Slot(str, object)
    def _on_kept(self, field: str, value: str) -> None:
        changed: dict[str, Any] = {field: value}
        self.ask(N_("Change territory {name}"), partial(customers.edit_territory, territory_id=self.file.row.id, **changed), field)

    @Slot()
    def _on_away(self) -> None:
        self.ask(N_("Take territory {name} away"), partial(customers.remove_territory, territory_id=self.file.row.id))

    @Slot()
    def _on_all(self) -> None:
        self.wished.emit(Destination("customers", {"kind": "customers", "territory_id": self.file.row.id}))

    @Slot()
    def _on_person(self) -> None:
        line = self.sender()
        assert isinstance(line, PersonLine)
        self.wished.emit(Destination("people", {"person_id": line.person_id}))


class AreasPage(ListPage):
    """A click on a heading sorts."""

    def __init__(self, context: Context) -> None:
        columns = (
            Column(_("Territory"), lambda r: r.name, lambda r: r.search),
            Column(_("Customers"), lambda r: str(r.customers), lambda r: r.customers, right=True),
            Column(_("Class A"), lambda r: str(r.grade_a), lambda r: r.grade_a, right=True),
            Column(_("Without owner"), lambda r: str(r.without_owner), lambda r: r.without_owner, right=True, ink=lambda r: "bad" if r.without_owner else ""),
            Column(_("People"), lambda r: str(r.people), lambda r: r.people, right=True, ink=lambda r: "" if r.people else "bad"),
            Column(_("Won in a year"), lambda r: Money(r.won).whole(), lambda r: r.won, right=True),
        )  # fmt: skip
        nothing = EmptyState("map-pinned", _("Choose a territory"), _("Its name and its people stand here."), "")
        super().__init__(context, columns, _("Search by name, pinyin or number"), (120, 70, 70, 90, 60, 96), AreaCard(), nothing)

    def open(self, row_id: int) -> None:
        self.row_id = row_id
        self.table.mark(row_id)
        row = self.rows.get(row_id)
        if row is not None:
            job = partial(read_area, row=row, today=self.context.today())
            self.context.tasks.read(self, job, partial(self.show_card, row_id))

    def add(self) -> None:
        """A new territory, whose name is typed next."""
        job = partial(people.add_entry, kind="territory", name=_("New territory"))
        self.context.tasks.write(self, N_("Add a territory"), job, self.on_added)
