"""What a manager does with customers: add, edit, hand over, close. One owner on any day, always."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import Person, Territory
from workbench.readmodels.customers import CustomerCard, CustomerRow, TerritoryLine
from workbench.services import names, policy
from workbench.services.people import clean_line, clean_name, get, next_code
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import customers as queries

EDITABLE = frozenset(
    {"code", "name", "sector", "grade", "territory_id", "address", "lat", "lon", "revenue", "employees", "contact_name", "contact_phone",
     "visit_every_days", "closed_on", "note"}
)  # fmt: skip


def load_customers(conn: Reader, today: date, *, with_closed: bool = False) -> list[CustomerRow]:
    return queries.customers(conn, today, policy.load_visit_days(conn, today), with_closed=with_closed)


def load_customer(conn: Reader, customer_id: int, today: date) -> CustomerCard | None:
    return queries.customer_card(conn, customer_id, today)


def load_territories(conn: Reader, today: date) -> list[TerritoryLine]:
    return queries.territories(conn, today)


def add_customer(uow: UnitOfWork, name: str, *, code: str = "", **fields: Any) -> int:
    """A new customer; the number is made when none is given. Returns the id."""
    name, code = clean_name(name), clean_line(code, 40)
    _no_clash(uow, code)
    made = Customer(code=code or next_code(uow, Customer, "C"), name=name, search=names.search_keys(name, is_person=False))
    uow.session.add(made)
    _set(made, fields)
    uow.session.flush()
    return made.id


def edit_customer(uow: UnitOfWork, customer_id: int, **fields: Any) -> int:
    """Change some fields of a customer."""
    row = get(uow, Customer, customer_id)
    if "name" in fields:
        fields["name"] = clean_name(fields["name"])
        row.search = names.search_keys(fields["name"], is_person=False)
    if "code" in fields:
        fields["code"] = clean_line(fields["code"], 40)
        if not fields["code"]:
            raise Refused(N_("A number is needed. Nothing was changed."), code="CODE")
        _no_clash(uow, fields["code"], customer_id)
    _set(row, fields)
    return customer_id


def _no_clash(uow: UnitOfWork, code: str, own: int | None = None) -> None:
    known = uow.session.query(Customer.id).filter(Customer.code == code).first() if code else None
    if known is not None and known[0] != own:
        raise Refused(N_("The number “{number}” is already taken. Nothing was changed."), code="CODE", number=code)


def _set(row: Customer, fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=", ".join(sorted(unknown)))
    for name, value in fields.items():
        setattr(row, name, clean_line(value) if isinstance(value, str) and name not in ("note", "grade") else value)
    for name in ("revenue", "employees", "visit_every_days"):
        value = getattr(row, name)
        if value is not None and value < (1 if name == "visit_every_days" else 0):
            raise Refused(N_("A figure below zero cannot be kept here. Nothing was changed."), code="NEGATIVE")
    if (row.lat is not None and not -90 <= row.lat <= 90) or (row.lon is not None and not -180 <= row.lon <= 180):
        raise Refused(N_("These coordinates do not lie on the earth. Nothing was changed."), code="PLACE")


def set_owner(uow: UnitOfWork, customer_id: int, person_id: int | None, day: date, reason: str = "", *, keep_later: bool = False) -> int:
    """Hand a customer over from a day on: the former owner's span ends the day before, history stays.

    A span that would start on or after that day is replaced, so that no day has two owners; with `keep_later` one that starts
    after that day stays as it was arranged, and the new owner has the customer until then.
    """
    customer = get(uow, Customer, customer_id)
    if customer.closed_on is not None and customer.closed_on <= day and person_id is not None:
        raise Refused(
            N_("{name} is closed from that day on, so it was not handed over. Nothing was changed."), code="CLOSED", name=customer.name
        )
    if person_id is not None:
        person = get(uow, Person, person_id)
        if person.left_on is not None and person.left_on < day:
            raise Refused(N_("{name} has left, so the customer was not handed over. Nothing was changed."), code="LEFT", name=person.name)
    spans: Iterable[CustomerOwner] = (
        uow.session.query(CustomerOwner).filter(CustomerOwner.customer_id == customer_id).order_by(CustomerOwner.from_on)
    )
    until: date | None = None
    for span in list(spans):
        if keep_later and span.from_on > day:
            until = until or span.from_on - timedelta(days=1)
        elif span.from_on >= day:
            uow.session.delete(span)
        elif span.to_on is None or span.to_on >= day:
            if span.person_id == person_id and span.to_on is None:
                return span.id  # nothing can begin after an open end
            span.to_on = day - timedelta(days=1)
    uow.session.flush()
    if person_id is None:
        return 0
    made = CustomerOwner(customer_id=customer_id, person_id=person_id, from_on=day, to_on=until, reason=clean_line(reason))
    uow.session.add(made)
    uow.session.flush()
    return made.id


def set_owner_of_several(uow: UnitOfWork, customer_ids: Iterable[int], person_id: int | None, day: date, reason: str = "") -> int:
    """Hand several customers over in one step; returns how many. Where one is refused none is handed over."""
    chosen = list(dict.fromkeys(customer_ids))
    for customer_id in chosen:
        set_owner(uow, customer_id, person_id, day, reason)
    return len(chosen)


def set_territory_of_several(uow: UnitOfWork, customer_ids: Iterable[int], territory_id: int | None) -> int:
    """Move several customers into a territory (None: into none) in one step; returns how many."""
    chosen = list(dict.fromkeys(customer_ids))
    for customer_id in chosen:
        edit_customer(uow, customer_id, territory_id=territory_id)
    return len(chosen)


def remove_customer(uow: UnitOfWork, customer_id: int) -> int:
    """Take away a customer that no record names yet; otherwise storage refuses, and closing is the way."""
    for span in uow.session.query(CustomerOwner).filter(CustomerOwner.customer_id == customer_id):
        uow.session.delete(span)
    uow.session.flush()
    uow.session.delete(get(uow, Customer, customer_id))
    return customer_id


def load_territory_people(conn: Reader, territory_id: int, today: date) -> list[tuple[int, str]]:
    """(id, name) of who serves a territory."""
    return queries.people_of_territory(conn, territory_id, today)


def remove_territory(uow: UnitOfWork, territory_id: int) -> int:
    """Take away a territory that no record names; otherwise storage refuses, and nothing is lost."""
    uow.session.delete(get(uow, Territory, territory_id))
    uow.session.flush()
    return territory_id


def edit_territory(uow: UnitOfWork, territory_id: int, *, name: str | None = None, code: str | None = None) -> int:
    """Change name or number of a territory."""
    row = get(uow, Territory, territory_id)
    if name is not None:
        row.name = clean_name(name)
        row.search = names.search_keys(row.name, is_person=False)
    if code is not None:
        wanted = clean_line(code, 40)
        known = uow.session.query(Territory.id).filter(Territory.code == wanted, Territory.id != territory_id).first()
        if not wanted or known is not None:
            raise Refused(N_("The number “{number}” is already taken. Nothing was changed."), code="CODE", number=wanted)
        row.code = wanted
    return territory_id
