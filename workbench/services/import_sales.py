"""Writing imported products, deals and targets; deals by the hundred thousand, without an object each."""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from workbench.exchange import bases
from workbench.models.goals import Target
from workbench.models.sales import Deal, Product
from workbench.models.values.codes import DealStage, Metric
from workbench.models.values.periods import Period
from workbench.readmodels.exchange import ImportPreview
from workbench.services.import_records import Book, Counts, Run, place_search, put, records, searchable
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import imports as queries

FIELDS = ("code", "person", "customer", "product", "stage", "opened_on", "closed_on", "value", "collected", "refunded", "channel")
TOLD_EVERY = 5_000  # rows between two words about the progress
COLUMNS = ("person_id", "customer_id", "product_id", "stage", "opened_on", "closed_on", "value", "collected", "refunded", "channel")


def products(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    counts = Counts()
    book = Book(uow, Product, "X")
    for row in records(shown, run):
        found = book.find(row.get("code"), row["name"])
        product = found if found is not None else book.add(row["name"], row.get("code"))
        touched = put(product, name=row["name"], series=row.get("series"), price=row.get("price"))
        counts.note(new=found is None, touched=touched)
    uow.session.flush()
    return counts


def deals(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    """Deals by number; a file without numbers gets them from the content, so that the same file finds them again."""
    ids = {name: _names(uow, name, shown) for name in ("people", "customers", "products")}
    known: dict[str, tuple[Any, ...]] = {
        row[0]: tuple(row[1:]) for row in uow.connection.execute(sa.select(Deal.code, *(getattr(Deal, c) for c in COLUMNS), Deal.id)).all()
    }
    counts, changed = Counts(), []

    def fresh() -> Iterator[dict[str, Any]]:
        """Rows of deals that are not kept yet, made as they are written; the others are counted or noted on the way."""
        for place, (code, values) in enumerate(_coded(shown, ids)):
            if place % TOLD_EVERY == 0:
                run.tell(place, len(shown.rows))
            present = known.get(code)
            if present is None:
                counts.added += 1
                yield _stored(code, *values)
            elif present[:-1] != values:
                changed.append((present[-1], values))
            else:
                counts.unchanged += 1

    with collector_at_rest():
        uow.insert_many(Deal, fresh())
    for place, (deal_id, values) in enumerate(changed):
        if place % TOLD_EVERY == 0:
            uow.session.flush()
            run.tell(len(shown.rows) - len(changed) + place, len(shown.rows))
        deal = uow.session.get(Deal, deal_id)
        assert deal is not None
        for name, value in zip(COLUMNS, values, strict=True):
            setattr(deal, name, value)
    uow.session.flush()
    counts.changed = len(changed)
    return counts


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Without the collector, which would look through the file's millions of cells again and again while rows come and go."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _coded(shown: ImportPreview, ids: Mapping[str, Mapping[Any, int]]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Number and stored values of each row, in the order of `COLUMNS`."""
    place = {name: index for index, name in enumerate(shown.fields)}
    absent = len(shown.fields)  # a field without a column reads the None behind each row
    fields = itemgetter(*(place.get(name, absent) for name in FIELDS))
    stages = {stage.value: stage for stage in DealStage}
    people, customers, items = ids["people"], ids["customers"], ids["products"]
    repeated: Counter[str] = Counter()
    for row in shown.rows:
        code, person, customer, product, stage, opened, closed, value, collected, refunded, channel = fields((*row, None))
        values = (
            people[person], customers[customer] if customer else None, items[product] if product else None, stages[stage], opened, closed, value or 0,
            collected, refunded or 0, channel or "",
        )  # fmt: skip
        if not code:
            digest = hashlib.sha256(repr(values).encode()).hexdigest()[:20]
            code = f"#{digest}-{repeated[digest]}"
            repeated[digest] += 1
        yield code, values


def _stored(
    code: str, person: int, customer: int | None, product: int | None, stage: DealStage, opened: date | None, closed: date | None, value: int,
    collected: int | None, refunded: int, channel: str,
) -> dict[str, Any]:  # fmt: skip
    """A row as `insert_many` takes it; written out, as a million of them would be slow to put together by names."""
    return {
        "code": code, "person_id": person, "customer_id": customer, "product_id": product, "stage": stage, "opened_on": opened, "closed_on": closed,
        "value": value, "collected": collected, "refunded": refunded, "channel": channel,
    }  # fmt: skip


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
        book = Book(
            uow,
            queries.LISTS[name],
            {"people": "P", "customers": "C", "products": "X"}[name],
            (lambda _n: {}) if name == "products" else search,
        )
        made = {written: book.have(str(written)) for written in sorted(unknown, key=str)}
        uow.session.flush()
        found |= {written: row.id for written, row in made.items() if row is not None}
    return found


def targets(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    """Targets by person, metric and period; a file without a metric column speaks of net sales.

    A figure is the person's own unless the file says that it is a full-time one; rates and scores are never scaled. What
    a file leaves open stays as it is kept.
    """
    counts = Counts()
    people = _names(uow, "people", shown)
    for row in records(shown, run):
        metric = Metric(row["metric"]) if row.get("metric") else Metric.SALES_NET
        period = Period(row["start_on"], row["end_on"])
        found = (
            uow.session.query(Target)
            .filter_by(person_id=people[row["person"]], metric=metric, start_on=period.start, end_on=period.end)
            .first()
        )
        target = found or Target(
            person_id=people[row["person"]], metric=metric, start_on=period.start, end_on=period.end, amount=row["value"]
        )
        uow.session.add(target)
        own = row.get("basis") != bases.FULL_TIME or not metric.adds_up if row.get("basis") else None
        touched = put(target, amount=row["value"], prorated=own, source=row.get("source") or shown.table.file_name[:200])
        counts.note(new=found is None, touched=touched)
    uow.session.flush()
    return counts
