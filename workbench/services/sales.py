"""Sales as they are read: the deals behind a figure, and what each person closed in a period."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.models.values import Period
from workbench.readmodels.sales import DealRow, SalesFigures
from workbench.services.workspace import Reader
from workbench.storage.queries import sales as queries


def load_deals(conn: Reader, person_id: int, period: Period) -> tuple[DealRow, ...]:
    """Won and lost deals that the person closed in the period, oldest first."""
    return queries.deals(conn, person_id, period)


def figures(conn: Reader, person_ids: Iterable[int], period: Period) -> dict[int, SalesFigures]:
    """By person: net won, counts, collection and new customers of the period; zeros where nothing closed."""
    return queries.figures(conn, person_ids, period)
