"""Sales: deals recorded and corrected by hand, the deals behind a figure, and what each person closed in a period.

Money is whole fen. The monthly summary that dashboards read is kept by the database itself, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.customers import Customer
from workbench.models.people import Person
from workbench.models.sales import Deal, Product
from workbench.models.values.codes import DealStage
from workbench.models.values.periods import Period
from workbench.readmodels.sales import DealRow, MonthRow, SalesFigures
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import sales as queries

CLOSED = (DealStage.WON, DealStage.LOST)
FIELDS = frozenset(
    {"code", "person_id", "customer_id", "product_id", "stage", "opened_on", "closed_on", "value", "collected", "refunded", "channel"}
)


def load_deals(conn: Reader, person_id: int, period: Period) -> tuple[DealRow, ...]:
    """Won and lost deals that the person closed in the period, oldest first."""
    return queries.deals(conn, person_id, period)


def figures(conn: Reader, person_ids: Iterable[int], period: Period) -> dict[int, SalesFigures]:
    """By person: net won, counts, collection and new customers of the period; zeros where nothing closed."""
    return queries.figures(conn, person_ids, period)


def load_months(conn: Reader, first: date, last: date, person_id: int | None = None) -> tuple[MonthRow, ...]:
    """What was closed in each month from the month of `first` to that of `last`, by everybody or by one person."""
    return queries.months(conn, first, last, person_id)


def record_deal(uow: UnitOfWork, person_id: int, stage: DealStage, value: int, *, code: str = "", **fields: Any) -> int:
    """Write a deal and return its id. Without a number it gets the next one; Refused as in `change_deal`."""
    code = clean_line(code, 40) or _next_code(uow)
    deal = Deal(code=code, person_id=person_id, stage=stage, value=value)
    _put(uow, deal, {"code": code, "person_id": person_id, "stage": stage, "value": value, **fields})
    uow.session.add(deal)
    uow.session.flush()
    return deal.id


def _next_code(uow: UnitOfWork) -> str:
    """The next number that no deal has, whoever gave it."""
    number = queries.next_number(uow.connection)
    while uow.session.query(Deal.id).filter_by(code=f"D{number:06d}").first() is not None:
        number += 1
    return f"D{number:06d}"


def change_deal(uow: UnitOfWork, deal_id: int, **fields: Any) -> int:
    """Change fields of a deal; Refused for amounts below zero, a closed deal without a day, or a number in use."""
    deal = get(uow, Deal, deal_id)
    _put(uow, deal, fields)
    uow.session.flush()
    return deal_id


def remove_deal(uow: UnitOfWork, deal_id: int) -> int:
    uow.session.delete(get(uow, Deal, deal_id))
    uow.session.flush()
    return deal_id


def _put(uow: UnitOfWork, deal: Deal, fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - FIELDS
    if unknown:
        raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=", ".join(sorted(unknown)))
    with uow.session.no_autoflush:
        for name, kind in (("person_id", Person), ("customer_id", Customer), ("product_id", Product)):
            if fields.get(name) is not None:
                get(uow, kind, fields[name])
        code = clean_line(fields.get("code", deal.code), 40)
        taken = uow.session.query(Deal.id).filter(Deal.code == code, Deal.id != (deal.id or 0)).first()
    if not code or taken is not None:
        raise Refused(N_("The number “{number}” is already taken. Nothing was changed."), code="CODE", number=code)
    wanted = {**fields, "code": code, **({"channel": clean_line(fields["channel"], 40)} if "channel" in fields else {})}
    for name, value in wanted.items():
        setattr(deal, name, value)
    deal.refunded = deal.refunded or 0
    if min(deal.value, deal.collected or 0, deal.refunded) < 0:
        raise Refused(N_("An amount cannot be below zero. Nothing was changed."), code="NEGATIVE")
    if deal.refunded > deal.value:
        raise Refused(N_("More was refunded than the deal is worth. Nothing was changed."), code="REFUND")
    if deal.stage in CLOSED and deal.closed_on is None:
        raise Refused(N_("A deal that is won or lost needs its day. Nothing was changed."), code="DAY")
