"""The rows behind a counted figure: deals or measurements as they are now, and as a freeze or a lock kept them.

A kept figure shows the rows that it was counted from. What came later is marked and not counted; what is gone is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.models.values.codes import DealStage, Metric
from workbench.readmodels.goals import MeasurementRow
from workbench.readmodels.reviews import KeptRow, RowNote
from workbench.readmodels.sales import DealRow
from workbench.services import reviews_frozen
from workbench.services.workspace import Reader
from workbench.storage.queries import reviews as queries

FROM_DEALS = frozenset({Metric.SALES_NET, Metric.DEALS_WON, Metric.SALES_PER_HOUR})
FROM_MEASUREMENTS = frozenset({Metric.CUSTOMER_SATISFACTION, Metric.VISITS_DONE})


# ---------------------------------------------------------------- as they are now


def deals_behind(metric: Metric, deals: Sequence[DealRow]) -> tuple[DealRow, ...]:
    """Those of the closed deals of a period that the figure is counted from."""
    if metric in FROM_MEASUREMENTS:
        return ()
    if metric is Metric.WIN_RATE:
        return tuple(deals)
    if metric is Metric.NEW_CUSTOMERS:
        return tuple(deal for deal in deals if deal.is_first)
    won = (deal for deal in deals if deal.stage is DealStage.WON)
    return tuple(deal for deal in won if metric is not Metric.COLLECTION_RATE or deal.collected is not None)


def measured_behind(metric: Metric, measured: Sequence[MeasurementRow]) -> tuple[MeasurementRow, ...]:
    """Those of the measurements of a period that the figure is counted from."""
    return tuple(row for row in measured if row.metric is metric) if metric in FROM_MEASUREMENTS else ()


def rows_of(metric: Metric, deals: Sequence[DealRow], measured: Sequence[MeasurementRow]) -> tuple[KeptRow, ...]:
    """The rows of a figure in the shape in which they are kept."""
    return (
        *(_of_deal(deal) for deal in deals_behind(metric, deals)),
        *(_of_measurement(row) for row in measured_behind(metric, measured)),
    )


def _of_deal(deal: DealRow) -> KeptRow:
    return KeptRow(deal.id, deal.code, deal.closed_on, deal.net, deal.collected, deal.stage.value)


def _of_measurement(row: MeasurementRow) -> KeptRow:
    return KeptRow(row.id, f"M{row.id}", row.day, row.amount, row.answers, "")


# ---------------------------------------------------------------- as they were kept


def load_kept(conn: Reader, review_id: int) -> Mapping[int, tuple[KeptRow, ...]]:
    """The rows kept for each line (by its id in the template); a line that is live, or older than this, is not there."""
    found = {}
    for (_review, item_id), entry in queries.entries(conn, [review_id]).items():
        frozen = reviews_frozen.read(entry.evidence)
        if frozen is not None and frozen.kept is not None:
            found[item_id] = frozen.kept
    return found


def kept_deals(kept: Sequence[KeptRow], metric: Metric, deals: Sequence[DealRow]) -> tuple[tuple[DealRow, ...], dict[int, RowNote]]:
    """The deals that were counted, as they were then, and those that came later; with what is to be said of each."""
    living, notes, found = {deal.id: deal for deal in deals}, {}, []
    for row in kept:
        now = living.get(row.id)
        if now is None:
            notes[row.id] = RowNote.GONE
            found.append(
                DealRow(row.id, row.code, 0, "", None, "", None, "", DealStage(row.stage), None, row.day, row.amount, row.second, 0, "")
            )
        elif _of_deal(now)[3:] == row[3:]:
            found.append(now)
        else:
            notes[row.id] = RowNote.CHANGED
            found.append(now._replace(stage=DealStage(row.stage), value=row.amount, refunded=0, collected=row.second))
    counted = {row.id for row in kept}
    later = [deal for deal in deals_behind(metric, deals) if deal.id not in counted]
    return (*found, *later), notes | {deal.id: RowNote.LATER for deal in later}


def kept_measurements(
    kept: Sequence[KeptRow], metric: Metric, measured: Sequence[MeasurementRow]
) -> tuple[tuple[MeasurementRow, ...], dict[int, RowNote]]:
    """The same for measurements."""
    living, notes, found = {row.id: row for row in measured}, {}, []
    for row in kept:
        now = living.get(row.id)
        if now is not None and _of_measurement(now) == row:
            found.append(now)
            continue
        notes[row.id] = RowNote.GONE if now is None else RowNote.CHANGED
        if row.day is not None:
            found.append(MeasurementRow(row.id, 0, metric, row.day, row.amount, row.second or 0, now.source if now is not None else ""))
    counted = {row.id for row in kept}
    later = [row for row in measured_behind(metric, measured) if row.id not in counted]
    return (*found, *later), notes | {row.id: RowNote.LATER for row in later}
