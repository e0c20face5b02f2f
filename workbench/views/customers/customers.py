"""The customers: the table with search and filters, and the card of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.models.values.codes import CustomerGrade
from workbench.models.values.labels import GRADE_LABELS
from workbench.models.values.money import Money
from workbench.readmodels.customers import CustomerRow
from workbench.readmodels.people import Choice as Entry
from workbench.readmodels.people import Lists
from workbench.services import customers, people, products
from workbench.services.workspace import Change, Reader
from workbench.views.context import Context
from workbench.views.customers.card import CustomerPanel, visit_words
from workbench.views.customers.page import CustomerFile
from workbench.views.customers.several import SeveralCustomers
from workbench.views.customers.table_page import TablePage
from workbench.views.itemmodels.rows import Column
from workbench.views.tips import tip_text
from workbench.views.widgets.editing import Choice
from workbench.views.widgets.parts import Edit
from workbench.views.widgets.states import EmptyState
from workbench.views.widgets.table import RowsTable

SERVED, LATE, NOBODY, CLOSED = "served", "late", "nobody", "closed"


def read_file(conn: Reader, customer_id: int, today: date) -> CustomerFile | None:
    """All that a customer's card shows; None when it is gone."""
    card = customers.load_customer(conn, customer_id, today)
    if card is None:
        return None
    staff = tuple(Entry(row.id, row.code, row.name) for row in people.load_people(conn, today))
    return CustomerFile(card, people.load_lists(conn), staff, products.load_products(conn, today), today)


def is_open(row: CustomerRow, today: date) -> bool:
    """Whether the customer is served."""
    return row.closed_on is None or row.closed_on > today


class CustomersPage(TablePage):
    """One of the three pages of the screen; `count` and `shown` are for its title."""

    def __init__(self, context: Context) -> None:
        nothing = EmptyState("map-pinned", _("Choose a customer"), _("Its owner, deals and visits stand here."), "")
        columns = self._columns(context.today())
        super().__init__(
            context, RowsTable(columns, _("Search by name, pinyin or number"), (150, 50, 86, 106, 92, 96), several=True), nothing
        )
        self._rows: dict[int, CustomerRow] = {}
        self.table.picked.connect(self._on_picked)
        self._filters()
        self.several = SeveralCustomers(context.today())
        self.several.wanted.connect(self._on_several)
        self.table.add_line(self.several)
        self.several.hide()
        self.panel = CustomerPanel()
        self.panel.parts.wanted.connect(self._on_edit)
        self.panel.wished.connect(self.wished)
        self._side.addWidget(self.panel)

    @staticmethod
    def _columns(today: date) -> tuple[Column, ...]:
        def ink(row: CustomerRow) -> str:
            return {"due": "warning", "late": "bad"}.get(row.visit, "") if is_open(row, today) else ""

        return (
            Column(_("Customer"), lambda r: r.name, lambda r: r.search, ink=lambda r: "" if is_open(r, today) else "muted", grow=3),
            Column(_("Class"), lambda r: r.grade.value, lambda r: r.grade.value),
            Column(_("Territory"), lambda r: r.territory or "–", lambda r: r.territory),
            Column(_("Owner"), lambda r: r.owner or _("nobody"), lambda r: r.owner, ink=lambda r: "" if r.owner or not is_open(r, today) else "bad", grow=1),
            Column(_("Last visit"), lambda r: visit_words(r, today)[0], lambda r: r.last_visit.toordinal() if r.last_visit else 0, ink=ink),
            Column(_("Won in a year"), lambda r: Money(r.won).whole(), lambda r: r.won, right=True),
        )  # fmt: skip

    def _filters(self) -> None:
        self._owner, self._area, self._grade, self._state = Choice(), Choice(), Choice(), Choice()
        names = (_("Owner"), _("Territory"), _("Class"), _("State"))
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for box, name in zip((self._owner, self._area, self._grade, self._state), names, strict=True):
            box.setAccessibleName(name)
            box.setToolTip(tip_text(name))
            box.activated.connect(self._on_filter)
            layout.addWidget(box, 1)
        self._owner.addItem(_("All owners"), None)
        self._area.addItem(_("All territories"), None)
        self._grade.addItem(_("All classes"), None)
        for grade in CustomerGrade:
            self._grade.addItem(_(GRADE_LABELS[grade]), grade)
        for state, text in ((SERVED, _("Served")), (LATE, _("Visit due or late")), (NOBODY, _("Without an owner")), (CLOSED, _("Closed"))):
            self._state.addItem(text, state)
        self.table.add_line(line)

    # -- showing

    def show_rows(self, rows: Sequence[CustomerRow], staff: Sequence[Entry], lists: Lists) -> None:
        """New rows from one read; the card is read again when it is shown."""
        self._rows = {row.id: row for row in rows}
        owning = {row.owner_id for row in rows}
        self._fill(self._owner, [one for one in staff if one.id in owning])
        self._fill(self._area, lists.territories)
        self.several.show_entries(tuple(staff), lists.territories)
        self.table.set_rows(rows)
        self._on_filter()
        if self.row_id in self._rows:
            self._load(self.row_id)
        else:
            self.row_id = 0
            self._side.setCurrentWidget(self._nothing)
            if self.table.shown:
                self.table.select(self.table.model.row_at(0).id)

    def _fill(self, box: Choice, entries: Sequence[Entry]) -> None:
        wanted = [(entry.id, entry.name) for entry in entries]
        if [(box.itemData(n), box.itemText(n)) for n in range(1, box.count())] != wanted:
            chosen = box.currentData()
            while box.count() > 1:
                box.removeItem(1)
            for row_id, name in wanted:
                box.addItem(name, row_id)
            box.setCurrentIndex(max(0, box.findData(chosen)))

    def state(self) -> dict[str, Any]:
        boxes = {"owner_id": self._owner, "territory_id": self._area, "grade": self._grade, "state": self._state}
        chosen = {name: box.currentData() for name, box in boxes.items()}
        return {"customer_id": self.row_id, "search": self.table.search.text(), "part": self.panel.parts.part, **chosen}

    def restore(self, state: dict[str, Any]) -> None:
        if "search" in state:
            self.table.search.setText(str(state["search"]))
        boxes = {"owner_id": self._owner, "territory_id": self._area, "grade": self._grade, "state": self._state}
        for name, box in boxes.items():
            if name in state:
                if state[name] is not None and box.findData(state[name]) < 0:
                    box.addItem("…", state[name])  # named when the rows have been read
                box.setCurrentIndex(max(0, box.findData(state[name])))
        if state.get("without_owner"):
            self._state.setCurrentIndex(self._state.findData(NOBODY))
        if state.get("part"):
            self.panel.parts.show_part(str(state["part"]))
        self._on_filter()
        if state.get("customer_id"):
            self.open(int(state["customer_id"]))

    def show_all(self) -> None:
        """Take away what hides rows."""
        self.table.search.clear()
        for box in (self._owner, self._area, self._grade, self._state):
            box.setCurrentIndex(0)
        self._on_filter()

    @Slot()
    def _on_filter(self) -> None:
        owner, area, grade, state = (box.currentData() for box in (self._owner, self._area, self._grade, self._state))
        today = self.context.today()

        def keep(row: CustomerRow) -> bool:
            served = is_open(row, today)
            fits = {
                SERVED: served,
                LATE: served and row.visit in ("due", "late"),
                NOBODY: served and row.owner_id is None,
                CLOSED: not served,
            }
            return (
                fits[state]
                and (owner is None or row.owner_id == owner)
                and (area is None or row.territory_id == area)
                and (grade is None or row.grade == grade)
            )

        self.table.set_filter(keep)
        self.changed.emit()

    def open(self, customer_id: int) -> None:
        self.row_id = customer_id
        self.table.mark(customer_id)
        self._load(customer_id)

    def _load(self, customer_id: int) -> None:
        job = partial(read_file, customer_id=customer_id, today=self.context.today())
        self.context.tasks.read(self, job, partial(self._on_file, customer_id))

    def _on_file(self, customer_id: int, found: CustomerFile | None) -> None:
        if customer_id != self.row_id:
            return
        if found is None:
            self._side.setCurrentWidget(self._nothing)
            return
        self.panel.show_file(found, self._rows.get(customer_id))
        self._side.setCurrentWidget(self.panel)
        if self._fresh:
            self._fresh = False
            self.panel.parts.show_part("customer")
            name = self.panel.parts.page("customer").fields[0].editor
            name.setFocus()
            name.selectAll()  # type: ignore[attr-defined]

    def flush(self) -> None:
        self.panel.parts.flush()

    @Slot(object)
    def _on_picked(self, ids: list[int]) -> None:
        self.several.show_ids(ids)

    # -- writing

    @Slot(object)
    def _on_edit(self, edit: Edit) -> None:
        file = self.panel.file
        if file is not None:
            self.write(file.card.id, file.card.name, edit)

    def settle(self) -> None:
        self.panel.parts.settle()

    def complain(self, edit: Edit, text: str) -> None:
        self.panel.parts.complain(edit, text)
        self._load(self.row_id)  # lists show again what is stored; typed text stays

    @Slot(object)
    def _on_several(self, edit: Edit) -> None:
        self.context.tasks.write(self, edit.action, edit.job, **edit.params)

    def add(self) -> None:
        """A new customer, whose name is typed next."""
        self.context.tasks.write(self, N_("Add a customer"), partial(customers.add_customer, name=_("New customer")), self._on_added)

    @Slot(object)
    def _on_added(self, change: Change) -> None:
        self.show_all()
        self._fresh = True
        self.open(int(str(change.result)))
