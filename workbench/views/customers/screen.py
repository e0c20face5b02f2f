"""Customers and areas: customers, territories and products, each a table with search and a card that is edited in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _, ngettext
from workbench.readmodels.customers import CustomerRow, TerritoryLine
from workbench.readmodels.people import Choice, Lists
from workbench.readmodels.products import ProductRow
from workbench.services import customers, people, products
from workbench.services.workspace import Reader
from workbench.views.context import Destination
from workbench.views.customers.areas import AreasPage
from workbench.views.customers.customers import CustomersPage
from workbench.views.customers.list_page import ListPage
from workbench.views.customers.products import ProductsPage
from workbench.views.messages import words_of
from workbench.views.screen import Screen
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.forms import Segmented
from workbench.views.widgets.panels import ErrorState
from workbench.views.widgets.states import EmptyState

CUSTOMERS, AREAS, PRODUCTS = "customers", "areas", "products"


@dataclass(frozen=True, slots=True)
class Shown:
    """All three lists, from one read."""

    customers: Sequence[CustomerRow]
    areas: Sequence[TerritoryLine]
    products: Sequence[ProductRow]
    staff: Sequence[Choice]
    lists: Lists


def read_lists(conn: Reader, today: date) -> Shown:
    """On the database thread; closed customers too, so that filters need no second read."""
    return Shown(
        customers.load_customers(conn, today, with_closed=True),
        customers.load_territories(conn, today),
        products.load_products(conn, today),
        [Choice(row.id, row.code, row.name) for row in people.load_people(conn, today)],
        people.load_lists(conn),
    )


class CustomersScreen(Screen):
    key: ClassVar[str] = "customers"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"customer", "customer_owner", "territory", "deal", "product", "task", "assignment", "person", "person_territory"}
    )

    def build(self) -> Iterator[None]:
        self._read = False
        choices = ((CUSTOMERS, _("Customers")), (AREAS, _("Territories")), (PRODUCTS, _("Products")))
        self.kind = Segmented(_("What is shown"), choices, CUSTOMERS)
        self.kind.chosen.connect(self._on_kind)
        self.list = CustomersPage(self.context)
        yield
        self.list.panel.parts.prepare()
        yield
        self.areas = AreasPage(self.context)
        yield
        self.products = ProductsPage(self.context)
        yield
        self._pages: dict[str, CustomersPage | ListPage] = {CUSTOMERS: self.list, AREAS: self.areas, PRODUCTS: self.products}
        self._loading = Text(_("Loading …"), TextRole.BODY, "muted")
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty = EmptyState(
            "map-pinned", _("No customers yet"), _("Bring them in from a file, or add the first one."), _("Import a file")
        )
        self._empty.button.clicked.connect(self._on_import)
        self._error = ErrorState("")
        self._stack = QStackedWidget(self)
        for whole in (self._loading, *self._pages.values(), self._empty):
            self._stack.addWidget(whole)
            yield
        for page in self._pages.values():
            page.changed.connect(self.title_changed)
            page.wished.connect(self._on_wished)
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 14, 12)
        body.addWidget(self._stack)
        self._primary = QPushButton(_("Add customer"))
        self._primary.clicked.connect(self._on_add)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._on_find)

    # -- what the window asks

    @property
    def page(self) -> CustomersPage | ListPage:
        """The page in front."""
        return self._pages[self.kind.value]

    def title(self) -> str:
        return _("Customers & areas")

    def subtitle(self) -> str:
        shown, count = self.page.table.shown, self.page.table.count
        if shown != count:
            return _("{shown} of {count}", shown=shown, count=count)
        if self.kind.value == AREAS:
            return ngettext("{n} territory", "{n} territories", count)
        if self.kind.value == PRODUCTS:
            return ngettext("{n} product", "{n} products", count)
        return ngettext("{n} customer", "{n} customers", count)

    def controls(self) -> list[QWidget]:
        return [self.kind]

    def primary(self) -> QPushButton:
        return self._primary

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+F", _("Search; Enter goes to the first one found")), ("↑ ↓", _("Choose a row")), ("Shift+↑ ↓", _("Choose several customers")),
            ("Tab", _("Next field; every edit is kept at once")), ("Esc", _("Put the stored text back")),
        ]  # fmt: skip

    def state(self) -> dict[str, Any]:
        return {"kind": self.kind.value, **self.list.state()}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("kind") in self._pages:
            self.kind.set_value(str(state["kind"]))
            self._show_page()
        self.list.restore(state)

    def show_destination(self, destination: Destination) -> None:
        """Somebody came for a customer or a kind of them: what would hide them is taken away."""
        what = {"kind": CUSTOMERS, **destination.what} if destination.what else {}
        if what:
            self.list.show_all()
        self.restore(what)

    def flush(self) -> None:
        for page in self._pages.values():
            page.flush()

    # -- reading

    def reload(self) -> None:
        self.context.tasks.read(self, partial(read_lists, today=self.context.today()), self._on_loaded, self._on_failed)

    @Slot(object)
    def _on_loaded(self, found: Shown) -> None:
        self._read = True
        self.list.show_rows(found.customers, found.staff, found.lists)
        self.areas.show_rows(found.areas)
        self.products.show_rows(found.products)
        self._show_page()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._stack.removeWidget(self._error)
        self._error = ErrorState(words_of(error))
        self._error.retried.connect(self.reload)
        self._stack.addWidget(self._error)
        self._stack.setCurrentWidget(self._error)

    def _show_page(self) -> None:
        empty = self.kind.value == CUSTOMERS and not self.list.table.count
        self._stack.setCurrentWidget(self._loading if not self._read else self._empty if empty else self.page)
        words = {CUSTOMERS: _("Add customer"), AREAS: _("Add territory"), PRODUCTS: _("Add product")}
        self._primary.setText(words[self.kind.value])
        self.title_changed.emit()

    @Slot(str)
    def _on_kind(self, _kind: str) -> None:
        self.flush()
        self._show_page()

    @Slot(object)
    def _on_wished(self, destination: Destination) -> None:
        if destination.screen == self.key:
            self.show_destination(destination)
        else:
            self.context.go(destination)

    @Slot()
    def _on_find(self) -> None:
        self.page.table.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.page.table.search.selectAll()

    @Slot()
    def _on_add(self) -> None:
        self.page.add()

    @Slot()
    def _on_import(self) -> None:
        self.context.go(Destination("data", {"import": "customers"}))
