"""Customers as screens and prints receive them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.models.values.codes import CustomerGrade


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the customer table; `last_visit` is the last planned visit up to today, `won` fen of the last 365 days.

    `visit` says by the rule of domain 10.1 how it stands: none, in_time, due or late.
    """

    id: int
    code: str
    name: str
    search: str
    grade: CustomerGrade
    sector: str
    territory: str
    territory_id: int | None
    owner: str
    owner_id: int | None
    last_visit: date | None
    visit_every_days: int
    won: int
    closed_on: date | None
    visit: str = "none"


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """Who answered for the customer, from a day to a day."""

    id: int
    person_id: int
    person: str
    from_on: date
    to_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal on the customer's card; value in fen."""

    id: int
    code: str
    person: str
    product: str
    stage: str
    closed_on: date | None
    value: int


@dataclass(frozen=True, slots=True)
class VisitLine:
    task_id: int
    day: date
    title: str
    people: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    id: int
    code: str
    name: str
    sector: str
    grade: CustomerGrade
    territory_id: int | None
    address: str
    lat: float | None
    lon: float | None
    employees: int | None
    contact_name: str
    contact_phone: str
    visit_every_days: int | None
    closed_on: date | None
    note: str
    owners: tuple[OwnerRow, ...]
    deals: tuple[DealLine, ...]
    visits: tuple[VisitLine, ...]


@dataclass(frozen=True, slots=True)
class TerritoryLine:
    """A territory with its customers, the people who serve it and the fen won there in the last 365 days."""

    id: int
    code: str
    name: str
    search: str
    customers: int
    grade_a: int
    people: int
    without_owner: int
    won: int
