"""Rosters with one column for each weekday: every filled cell becomes a row of its own.

Cells hold a span (09:00-18:00), several spans, a yes, or a word for "not".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.exchange import dates
from workbench.exchange.fields import choice_words
from workbench.exchange.problems import Problem, shown
from workbench.exchange.text import key, plain
from workbench.readmodels.exchange import Cell, MappedColumn

if TYPE_CHECKING:
    from workbench.exchange.convert import Conversion

WHOLE_DAY = (0, 1440)


def windows(cell: Cell) -> list[tuple[int, int]] | Problem:
    """The spans in one cell; none for an empty one or a "no"; the whole day for a "yes"."""
    text = plain(str(cell)) if cell is not None else ""
    word = choice_words("availability_kind").get(key(text))
    if not text or word in ("unavailable", "leave"):
        return []
    if word == "available" or text in ("全天", "all day"):
        return [WHOLE_DAY]
    found: list[tuple[int, int]] = []
    for part in re.split(r"[,，;；、/\n]+", text):
        if not part.strip():
            continue
        span = dates.span(part)
        if not isinstance(span, tuple):
            return span if isinstance(span, Problem) else Problem("not_a_span", {"value": shown(cell)})
        found.append(span)
    return found


def unpivot(job: Conversion, wide: Sequence[MappedColumn]) -> None:
    """Replace the rows of the job by one row a window, with weekday, start and end filled in."""
    from workbench.readmodels.exchange import Rejected

    columns = {column.index: column for column in job.table.columns}
    taken: dict[str, list[Any]] = {code: [] for code in (*job.values, "weekday", "start", "end")}
    numbers: list[int] = []
    cells = {mapped.index: job.cells(columns[mapped.index]) for mapped in wide}
    rejected: dict[int, Rejected] = {}
    waiting: set[int] = set()
    for place, number in enumerate(job.numbers):
        found: list[tuple[int, int, int]] = []
        problem = job.rejected.get(place)
        for mapped in wide:
            spans = windows(cells[mapped.index][place])
            if isinstance(spans, Problem):
                problem = problem or Rejected(number, mapped.heading, spans.code, spans.figures)
            else:
                found.extend((mapped.weekday or 0, start, end) for start, end in spans)
        if problem is not None:
            found = found[:1] or [(0, *WHOLE_DAY)]
            rejected[len(numbers)] = problem
        for weekday, start, end in found:
            if place in job.waiting:
                waiting.add(len(numbers))
            for code in job.values:
                taken[code].append(job.values[code][place])
            taken["weekday"].append(weekday)
            taken["start"].append(start)
            taken["end"].append(end)
            numbers.append(number)
    job.values, job.numbers, job.rejected, job.waiting = dict(taken), numbers, rejected, waiting
