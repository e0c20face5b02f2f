"""What a manager does with products: add one, rename it, set its list price, take away one that was never sold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.sales import Product
from workbench.readmodels.products import ProductRow
from workbench.services import names
from workbench.services.people import clean_line, clean_name, get, next_code
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import products as queries

EDITABLE = frozenset({"code", "name", "series", "price"})


def load_products(conn: Reader, today: date) -> list[ProductRow]:
    """The list with what was won in the last 365 days."""
    return [
        ProductRow(r[0], r[1], r[2], names.search_keys(r[2], is_person=False), r[3], r[4], int(r[5]), int(r[6]))
        for r in queries.products(conn, today)
    ]


def add_product(uow: UnitOfWork, name: str, *, code: str = "", **fields: Any) -> int:
    """A new product; the number is made when none is given. Returns the id."""
    row = Product(code=clean_line(code, 40) or next_code(uow, Product, "PR"), name=clean_name(name))
    _no_clash(uow, row.code)
    _set(row, fields)
    uow.session.add(row)
    uow.session.flush()
    return row.id


def edit_product(uow: UnitOfWork, product_id: int, **fields: Any) -> int:
    """Change some fields; deals keep the value they were closed with."""
    row = get(uow, Product, product_id)
    if "code" in fields:
        fields["code"] = clean_line(fields["code"], 40)
        _no_clash(uow, fields["code"], product_id)
    if "name" in fields:
        fields["name"] = clean_name(fields["name"])
    _set(row, fields)
    uow.session.flush()
    return product_id


def remove_product(uow: UnitOfWork, product_id: int) -> int:
    """Take away a product that no deal names; otherwise storage refuses."""
    uow.session.delete(get(uow, Product, product_id))
    uow.session.flush()
    return product_id


def _no_clash(uow: UnitOfWork, code: str, own: int | None = None) -> None:
    if not code:
        raise Refused(N_("A number is needed. Nothing was changed."), code="CODE")
    with uow.session.no_autoflush:
        known = uow.session.query(Product.id).filter(Product.code == code).first()
    if known is not None and known[0] != own:
        raise Refused(N_("The number “{number}” is already taken. Nothing was changed."), code="CODE", number=code)


def _set(row: Product, fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=", ".join(sorted(unknown)))
    if fields.get("price") is not None and fields["price"] < 0:
        raise Refused(N_("An amount cannot be below zero. Nothing was changed."), code="NEGATIVE")
    for name, value in fields.items():
        setattr(row, name, clean_line(value, 100) if name == "series" else value)
