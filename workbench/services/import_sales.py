"""Writing imported products, deals and targets; deals by the hundred thousand, without an object each."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import sqlalchemy as sa

from workbench.models.goals import Target
from workbench.models.sales import Deal, Product
from workbench.models.values import DealStage, Metric, Period
from workbench.readmodels.exchange import ImportPreview
from workbench.services.import_records import Book, Counts, place_search, put, records, searchable
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import imports as queries

COLUMNS = ("person_id", "customer_id", "product_id", "stage", "opened_on", "closed_on", "value", "collected", "refunded", "channel")


def products(uow: UnitOfWork, shown: ImportPreview) -> Counts:
    counts = Counts()
    book = Book(uow, Product, "X")
    for row in records(shown):
        found = book.find(row.get("code"), row["name"])
        product = found if found is not None else book.add(row["name"], row.get("code"))
        touched = put(product, name=row["name"], series=row.get("series"), price=row.get("price"))
        counts.note(new=found is None, touched=touched)
    uow.session.flush()
    return counts


def deals(uow: UnitOfWork, shown: ImportPreview) -> Counts:
    """Deals by number; a file without numbers gets them from the content, so that the same file finds them again."""
    ids = {name: _names(uow, name, shown) for name in ("people", "customers", "products")}
    known = {row[0]: tuple(row[1:]) for row in uow.connection.execute(sa.select(Deal.code, *(getattr(Deal, c) for c in COLUMNS), Deal.id))}
    place = {name: index for index, name in enumerate(shown.fields)}
    at = [place.get(name) for name in ("code", "person", "customer", "product", "stage", "opened_on", "closed_on", "value", "collected", "refunded", "channel")]
    stages = {stage.value: stage for stage in DealStage}
    counts, fresh, changed = Counts(), [], []
    people, customers, items = ids["people"], ids["customers"], ids["products"]
    repeated: Counter[str] = Counter()
    for row in shown.rows:
        fields: tuple[Any, ...] = tuple(None if i is None else row[i] for i in at)
        code, person, customer, product, stage, opened, closed, value, collected, refunded, channel = fields
        values = (
            people[person], customers[customer] if customer else None, items[product] if product else None, stages[stage], opened, closed, value or 0,
            collected, refunded or 0, channel or "",
        )  # fmt: skip
        if not code:
            digest = hashlib.sha256(repr(values).encode()).hexdigest()[:20]
            code = f"#{digest}-{repeated[digest]}"
            repeated[digest] += 1
        present = known.get(code)
        if present is None:
            fresh.append({"code": code, **dict(zip(COLUMNS, values, strict=True))})
        elif present[:-1] != values:
            changed.append((present[-1], values))
        else:
            counts.unchanged += 1
    if fresh:
        uow.insert_many(Deal, fresh)
    for deal_id, values in changed:
        deal = uow.session.get(Deal, deal_id)
        assert deal is not None
        for name, value in zip(COLUMNS, values, strict=True):
            setattr(deal, name, value)
    uow.session.flush()
    counts.added, counts.changed = len(fresh), len(changed)
    return counts


def _names(uow: UnitOfWork, name: str, shown: ImportPreview) -> dict[Any, int]:
    """Ids by what the rows hold: a code, or a name that the user said is new."""
    field = {"people": "person", "customers": "customer", "products": "product"}[name]
    found: dict[Any, int] = dict(queries.ids_by_code(uow.connection, name))
    if field not in shown.fields:
        return found
    index = shown.fields.index(field)
    unknown = {row[index] for row in shown.rows if row[index]} - found.keys()
    if unknown:


        search = searchable if name == "people" else place_search
        book = Book(uow, queries.LISTS[name], {"people": "P", "customers": "C", "products": "X"}[name], (lambda _n: {}) if name == "products" else search)
        made = {written: book.have(str(written)) for written in sorted(unknown, key=str)}
        uow.session.flush()
        found |= {written: row.id for written, row in made.items() if row is not None}
    return found


def targets(uow: UnitOfWork, shown: ImportPreview) -> Counts:
    """Targets by person, metric and period; a file without a metric column speaks of net sales."""
    counts = Counts()
    people = _names(uow, "people", shown)
    for row in records(shown):
        metric = Metric(row["metric"]) if row.get("metric") else Metric.SALES_NET
        period = Period(row["start_on"], row["end_on"])
        found = uow.session.query(Target).filter_by(person_id=people[row["person"]], metric=metric, start_on=period.start, end_on=period.end).first()
        target = found or Target(person_id=people[row["person"]], metric=metric, start_on=period.start, end_on=period.end, amount=row["value"])
        uow.session.add(target)
        touched = put(target, amount=row["value"], source=row.get("source") or shown.table.file_name[:200])
        counts.note(new=found is None, touched=touched)
    uow.session.flush()
    return counts
