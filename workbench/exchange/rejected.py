"""The rows that did not come in as a table of their own: to be put right beside their reasons and brought in again.

Nothing but the file's own cells is written, guarded like every export, so that no spreadsheet program calculates with them.
A guard that a cell has already is not set twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.exchange import wording
from workbench.exchange.text import unguarded
from workbench.exchange.writing import Out, csv_bytes
from workbench.i18n import _
from workbench.readmodels.exchange import Rejected, Table


def as_csv(table: Table, rejected: Sequence[Rejected]) -> bytes:
    """Row, column and reason of each, then the cells as the file holds them: UTF-8 with a mark at its start."""
    headings = [_("Row"), _("Column"), _("Reason"), *map(unguarded, table.headings)]
    return csv_bytes(headings, _rows(table, rejected))


def _rows(table: Table, rejected: Sequence[Rejected]) -> Iterator[list[Out]]:
    wanted = {one.row for one in rejected}
    places = {number: place for place, number in enumerate(table.numbers) if number in wanted}
    for one in rejected:
        place = places.get(one.row)  # a row with more cells than headings was not taken into the table
        cells: list[Out] = [] if place is None else [_bare(column.cells[place]) for column in table.columns]
        yield [one.row, one.column, wording.reason(one), *cells]


def _bare(cell: Out) -> Out:
    return unguarded(cell) if isinstance(cell, str) else cell
