"""The products: number, family and list price in place, and what was won with each."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from workbench.i18n import N_, _, ngettext
from workbench.models.values.money import Money
from workbench.readmodels.products import ProductRow
from workbench.services import products
from workbench.views.context import Context
from workbench.views.customers.list_page import ListPage
from workbench.views.itemmodels.rows import Column
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import LineField
from workbench.views.widgets.parts import Part
from workbench.views.widgets.states import EmptyState


class ProductCard(Part[ProductRow]):
    """Prices are fen; an empty price means that there is no list price."""

    def __init__(self) -> None:
        super().__init__()
        box = Card(_("Product"), spacing=6)
        rows = (
            LineField("name", _("Product name")), LineField("code", _("Number"), most=40), LineField("series", _("Family"), most=100),
            LineField("price", _("List price"), "money"),
        )  # fmt: skip
        self.put(box, rows, self._on_kept)
        self.sold = Text("", TextRole.SMALL, "muted", wrap=True)
        self.away = QPushButton(_("Take this product away"))
        self.away.setProperty("look", "quiet")
        self.away.clicked.connect(self._on_away)
        box.body.addWidget(self.sold)
        box.body.addWidget(self.away)
        self.body.addWidget(box)
        self.foot()

    def key_of(self, found: ProductRow) -> object:
        return found.id

    def fill(self, found: ProductRow, *, other: bool) -> None:
        super().fill(found, other=other)
        words = ngettext(
            "{n} deal won in a year, {amount} in all. A new price leaves it as it is.",
            "{n} deals won in a year, {amount} in all. A new price leaves them as they are.", found.deals, amount=Money(found.won).whole(),
        )  # fmt: skip
        self.sold.setText(words if found.deals else _("Nothing was sold of it in a year."))
        self.away.setVisible(not found.deals)

    @Slot(str, object)
    def _on_kept(self, field: str, value: object) -> None:
        changed: dict[str, Any] = {field: value}
        self.ask(N_("Change product {name}"), partial(products.edit_product, product_id=self.file.id, **changed), field)

    @Slot()
    def _on_away(self) -> None:
        self.ask(N_("Take product {name} away"), partial(products.remove_product, product_id=self.file.id))


class ProductsPage(ListPage):
    """A click on a heading sorts."""

    def __init__(self, context: Context) -> None:
        columns = (
            Column(_("Product"), lambda r: r.name, lambda r: r.search, grow=1),
            Column(_("Number"), lambda r: r.code, lambda r: r.code),
            Column(_("Family"), lambda r: r.series or "–", lambda r: r.series),
            Column(_("List price"), lambda r: Money(r.price).grouped() if r.price is not None else "–", lambda r: r.price or 0, right=True),
            Column(_("Deals won"), lambda r: str(r.deals), lambda r: r.deals, right=True),
            Column(_("Won in a year"), lambda r: Money(r.won).whole(), lambda r: r.won, right=True),
        )
        nothing = EmptyState("library", _("Choose a product"), _("Its name and price stand here."), "")
        super().__init__(context, columns, _("Search by name, pinyin or number"), (150, 80, 80, 90, 70, 96), ProductCard(), nothing)

    def add(self) -> None:
        """A new product, whose name is typed next."""
        self.context.tasks.write(self, N_("Add a product"), partial(products.add_product, name=_("New product")), self.on_added)
