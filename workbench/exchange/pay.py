"""A column that may or may not be the pay of an hour: asked, because "HourlyRate" is a sum in one file and a score in another.

A heading that says pay or wage, one chosen by hand, and one that was confirmed before are taken as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workbench.exchange import values
from workbench.exchange.problems import Pending, shown
from workbench.exchange.text import heading_key
from workbench.readmodels.exchange import Choice, Question

if TYPE_CHECKING:
    from workbench.exchange.convert import Conversion

IS_PAY: Final = "is_pay"
NO_PAY: Final = "no_pay"
_FIELD: Final = "hourly_pay"
_DOUBTFUL: Final = "rate"


def ask(job: Conversion) -> None:
    """Leave the column out where the answer says so; its rows wait where there is no answer yet."""
    mapped = next((one for one in job.mapping.columns if one.field == _FIELD), None)
    if mapped is None or mapped.how == "set" or _DOUBTFUL not in heading_key(mapped.heading):
        return
    key = f"pay:{mapped.heading}"
    if mapped.how == "remembered" and key not in job.earlier and key not in job.answers:
        return  # chosen by hand for the file before
    cells = job.cells(next(column for column in job.table.columns if column.index == mapped.index))
    filled = [place for place, cell in enumerate(cells) if values.text_of_cell(cell)]
    if not filled:
        return
    figures = {"column": mapped.heading, "value": shown(values.text_of_cell(cells[filled[0]])), "rows": len(filled)}
    answer = job.ask(Question(key, "is_pay", figures, (Choice(NO_PAY), Choice(IS_PAY))))
    if answer == IS_PAY:
        return
    kept = tuple(one for one in job.mapping.columns if one is not mapped)
    job.mapping = replace(job.mapping, columns=kept, unmapped=(*job.mapping.unmapped, mapped.heading))
    if answer is None:
        job.headings[_FIELD] = mapped.heading
        for place in filled:
            job.fail(place, _FIELD, Pending(key))
