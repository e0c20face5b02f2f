"""Customers and territories: the table with search, and everything on the chosen customer, edited in place."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.models.values import DEAL_STAGE_LABELS, CustomerGrade, DealStage, Money
from workbench.readmodels.customers import CustomerCard, CustomerRow, TerritoryLine
from workbench.readmodels.people import Choice, Lists
from workbench.services import customers, people
from workbench.services.workspace import Change, Reader
from workbench.views.context import Destination
from workbench.views.itemmodels.rows import Column
from workbench.views.messages import words_of
from workbench.views.screen import Screen
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import ChoiceField, FieldRow, LineField
from workbench.views.widgets.states import EmptyState
from workbench.views.widgets.table import RowsTable


class CustomersScreen(Screen):
    key: ClassVar[str] = "customers"
    tables: ClassVar[frozenset[str]] = frozenset({"customer", "customer_owner", "territory", "deal", "task", "assignment", "person"})

    def build(self) -> None:
        self._rows: list[CustomerRow] = []
        self._lists = Lists((), (), ())
        self._people: tuple[Choice, ...] = ()
        self._card: CustomerCard | None = None
        self._fields: list[FieldRow] = []
        today = self.context.today()

        def visit(row: CustomerRow) -> str:
            if row.last_visit is None:
                return _("never")
            days = (today - row.last_visit).days
            return _("{days} d ago, late", days=days) if days > row.visit_every_days else _("{days} d ago", days=days)

        columns = (
            Column(_("Name"), lambda r: r.name, lambda r: r.search),
            Column(_("Class"), lambda r: r.grade.value, lambda r: r.grade.value),
            Column(_("Territory"), lambda r: r.territory, lambda r: r.territory),
            Column(_("Owner"), lambda r: r.owner or "–", lambda r: r.owner),
            Column(_("Last visit"), visit, lambda r: r.last_visit.toordinal() if r.last_visit else 0),
            Column(_("Won in a year"), lambda r: Money(r.won).whole(), lambda r: r.won, right=True),
        )
        self.table = RowsTable(columns, _("Search by name, pinyin or number"), (190, 56, 90, 90, 120, 110))
        self.table.chosen.connect(self._on_chosen)
        self._filter = QComboBox()
        self._filter.setAccessibleName(_("Filter"))
        for value, text in (("", _("All")), ("late", _("Visit is late")), ("nobody", _("Without an owner")), ("A", _("Class A")), ("B", _("Class B"))):
            self._filter.addItem(text, value)
        self._filter.activated.connect(self._on_filter)
        self._areas = Text("", TextRole.SMALL, "muted", wrap=True)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._filter, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.table, 1)
        left.addWidget(self._areas)
        self._side = QScrollArea()
        self._side.setWidgetResizable(True)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFixedWidth(theme().px(400))
        self._side.setWidget(EmptyState("map-pinned", _("Choose a customer"), _("Its owner, deals and visits stand here."), ""))
        body = QHBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(14)
        body.addLayout(left, 1)
        body.addWidget(self._side)
        self._primary = QPushButton(_("Add customer"))
        self._primary.clicked.connect(self._on_add)

    def title(self) -> str:
        return _("Customers and territories")

    def subtitle(self) -> str:
        return _("{shown} of {count}", shown=self.table.shown, count=len(self._rows))

    def primary(self) -> QPushButton:
        return self._primary

    def keys(self) -> list[tuple[str, str]]:
        return [("↑ ↓", _("Choose a customer")), ("Tab", _("Next field; every edit is kept at once"))]

    def state(self) -> dict[str, Any]:
        return {"customer_id": self._card.id if self._card else 0, "search": self.table.search.text()}

    def restore(self, state: dict[str, Any]) -> None:
        self.table.search.setText(str(state.get("search", "")))
        if state.get("without_owner"):
            self._filter.setCurrentIndex(self._filter.findData("nobody"))
            self._on_filter()
        if state.get("customer_id"):
            self.table.select(int(state["customer_id"]))
            self._load(int(state["customer_id"]))

    def flush(self) -> None:
        for field in self._fields:
            if isinstance(field, LineField):
                field.flush()

    def reload(self) -> None:
        today = self.context.today()

        def job(conn: Reader) -> Any:
            names = tuple(Choice(row, code, name) for row, code, name, _search in people.load_names(conn))
            return customers.load_customers(conn, today, with_closed=True), people.load_lists(conn), names, customers.load_territories(conn, today)

        self.context.tasks.read(self, job, self._on_loaded)
        if self._card is not None:
            self._load(self._card.id)

    @Slot(object)
    def _on_loaded(self, found: tuple[list[CustomerRow], Lists, tuple[Choice, ...], list[TerritoryLine]]) -> None:
        self._rows, self._lists, self._people, areas = found
        self.table.set_rows(self._rows)
        self._areas.setText(" · ".join(_("{name}: {count} customers, {people} people", name=a.name, count=a.customers, people=a.people) for a in areas))
        self.title_changed.emit()
        if not self._rows:
            empty = EmptyState("map-pinned", _("No customers yet"), _("Bring them in from a file, or add the first one."), _("Import a file"))
            empty.button.clicked.connect(self._on_import)
            self._side.setWidget(empty)
        elif self._card is None:
            self.table.select(self._rows[0].id)

    @Slot(int)
    def _on_chosen(self, customer_id: int) -> None:
        if self._card is None or self._card.id != customer_id:
            self.flush()
            self._load(customer_id)

    def _load(self, customer_id: int) -> None:
        self.context.tasks.read(self, partial(customers.load_customer, customer_id=customer_id, today=self.context.today()), self._on_card)

    @Slot(object)
    def _on_card(self, card: CustomerCard | None) -> None:
        if card is None:
            self._card = None
            return
        same = self._card is not None and self._card.id == card.id and self._fields
        self._card = card
        if same and self._side.isAncestorOf(self.focusWidget() or self):
            for field in self._fields:
                show = getattr(field, "show_value", None)
                if show is not None:
                    show(getattr(card, field.field))
            return
        self._side.setWidget(self._page(card))

    def _page(self, card: CustomerCard) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(12)
        layout.addWidget(self._basics(card))
        layout.addWidget(self._owners(card))
        deals = [f"{d.closed_on or '–'} · {_(DEAL_STAGE_LABELS[DealStage(d.stage)])} · {Money(d.value).grouped()} · {d.person}" for d in card.deals[:12]]
        layout.addWidget(_lines(_("Deals"), deals, _("No deal yet.")))
        visits = [f"{v.day} · {v.title} · {v.people or _('nobody yet')}" for v in card.visits[:8]]
        layout.addWidget(_lines(_("Visits"), visits, _("No visit in the last months.")))
        layout.addStretch(1)
        return page

    def _basics(self, card: CustomerCard) -> Card:
        box = Card(card.name, card.code)
        grid = QGridLayout()
        grid.setSpacing(10)
        areas = [(None, "–")] + [(t.id, t.name) for t in self._lists.territories]
        self._fields = [
            LineField("name", _("Name")), LineField("sector", _("Sector")), ChoiceField("grade", _("Class"), [(g, g.value) for g in CustomerGrade]),
            ChoiceField("territory_id", _("Territory"), areas), LineField("contact_name", _("Contact")), LineField("contact_phone", _("Telephone")),
            LineField("address", _("Address")), LineField("visit_every_days", _("Days between visits"), "whole"),
        ]  # fmt: skip
        for number, field in enumerate(self._fields):
            field.show_value(getattr(card, field.field))  # type: ignore[attr-defined]
            field.kept.connect(self._on_kept)
            grid.addWidget(field, number // 2, number % 2)
        box.body.addLayout(grid)
        return box

    def _owners(self, card: CustomerCard) -> Card:
        box = Card(_("Owner"), _("one on any day"))
        current = next((o for o in card.owners if o.to_on is None or o.to_on >= self.context.today()), None)
        self._owner = ChoiceField("owner", _("Answers for it from today"), [(None, "–")] + [(p.id, p.name) for p in self._people])
        self._owner.show_value(current.person_id if current else None)
        self._owner.kept.connect(self._on_owner)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(_("Reason of a hand-over"))
        self._reason.setAccessibleName(_("Reason of a hand-over"))
        box.body.addWidget(self._owner)
        box.body.addWidget(self._reason)
        for owner in card.owners[:6]:
            text = f"{owner.person} · {owner.from_on} – {owner.to_on or _('still')}" + (f" · {owner.reason}" if owner.reason else "")
            line = Text(text, TextRole.SMALL, "muted")
            line.setMinimumWidth(1)
            line.setToolTip(text)
            box.body.addWidget(line)
        return box

    # -- edits

    @Slot(str, object)
    def _on_kept(self, field: str, value: object) -> None:
        if self._card is not None:
            self._wrong = next(f for f in self._fields if f.field == field)
            job = partial(customers.edit_customer, customer_id=self._card.id, **{field: value})
            self.context.tasks.write(self, N_("Change customer {name}"), job, None, self._on_refused, name=self._card.name)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self._wrong.complain(words_of(error))

    @Slot(str, object)
    def _on_owner(self, _field: str, person_id: int | None) -> None:
        if self._card is not None:
            self._wrong = self._owner
            job = partial(customers.set_owner, customer_id=self._card.id, person_id=person_id, day=self.context.today(), reason=self._reason.text())
            self.context.tasks.write(self, N_("Hand over customer {name}"), job, None, self._on_refused, name=self._card.name)

    @Slot()
    def _on_add(self) -> None:
        self.context.tasks.write(self, N_("Add a customer"), partial(customers.add_customer, name=_("New customer")), self._on_added)

    @Slot(object)
    def _on_added(self, change: Change) -> None:
        self._card = None
        self.table.search.clear()
        self.table.select(int(str(change.result)))
        self._load(int(str(change.result)))

    @Slot()
    def _on_filter(self) -> None:
        chosen, today = self._filter.currentData(), self.context.today()
        rules = {
            "late": lambda r: r.last_visit is not None and (today - r.last_visit).days > r.visit_every_days,
            "nobody": lambda r: r.owner_id is None,
            "A": lambda r: r.grade is CustomerGrade.A,
            "B": lambda r: r.grade is CustomerGrade.B,
        }
        self.table.set_filter(rules.get(chosen))
        self.title_changed.emit()

    @Slot()
    def _on_import(self) -> None:
        self.context.go(Destination("data", {"import": "customers"}))


def _lines(title: str, lines: list[str], nothing: str) -> Card:
    box = Card(title, str(len(lines)) if lines else "")
    for text in lines or [nothing]:
        line = Text(text, TextRole.SMALL, "text" if lines else "muted")
        line.setMinimumWidth(1)
        line.setToolTip(text)
        box.body.addWidget(line)
    return box
