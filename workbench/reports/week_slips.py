"""The week of each person as a slip to hand out: one block a person, several on a sheet, never cut in two.

The same read model as the sheet for the wall, so that both say the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from workbench.i18n import N_
from workbench.readmodels.documents import WeekRow, WeekSheetDocument
from workbench.reports import pdfa
from workbench.reports.flow import Flow, Row, row_height
from workbench.reports.page import FOOTER, HEADER, furnish
from workbench.reports.style import A4, SOFT, cell, label
from workbench.reports.text import Run, TextStyle
from workbench.reports.week import furniture, stamp
from workbench.reports.words import Words, clock, day, hours

_COLUMNS: Final = (96, 80, 220, 130)
_DAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_NAME: Final = TextStyle(11, 16)
_NOTE: Final = TextStyle(7.6, 11)
_GAP: Final = 16.0


def render_slips(document: WeekSheetDocument, language: str = "zh_CN") -> bytes:
    """A slip for everybody who has a task in the week, as PDF/A-2b; the same document gives the same bytes."""
    words = Words(language)
    flow = Flow(A4, HEADER, FOOTER)
    people = [row for row in document.rows if any(row.days)]
    for row in people:
        _slip(flow, document, row, words)
    if not people:
        flow.text((Run(words.text("Nobody has a task in this week.")),), _NAME)
    furnish(flow.pages, furniture(document, words), words)
    return pdfa.write(flow.pages, stamp(document, words))


def _slip(flow: Flow, d: WeekSheetDocument, row: WeekRow, words: Words) -> None:
    _ = words.text
    year, week, _weekday = d.monday.isocalendar()
    span = _("{start} to {end} · week {week} of {year}", start=day(d.monday), end=day(d.monday + timedelta(days=6)), week=week, year=year)
    head: Row = [label(_("Day")), label(_("Time")), label(_("Task")), label(_("Place"))]
    rows = _tasks(d, row, words)
    widths = [flow.width * one / sum(_COLUMNS) for one in _COLUMNS]
    height = _NAME.leading + _NOTE.leading + 6 + sum(row_height(one, widths) for one in (head, *rows))
    flow.need(min(height, flow.height))
    flow.text((Run(row.name, True), Run("   " + span, size=9, grey=SOFT)), _NAME)
    flow.skip(3)
    flow.table(_COLUMNS, rows, [head])
    flow.skip(3)
    total = _("{planned} h in all. Tell your manager at once if a time does not suit you.", planned=hours(row.planned))
    flow.text((Run(total, grey=SOFT),), _NOTE)
    flow.skip(_GAP)


def _tasks(d: WeekSheetDocument, row: WeekRow, words: Words) -> list[Row]:
    found: list[Row] = []
    for at, blocks in enumerate(row.days):
        that = d.monday + timedelta(days=at)
        holiday = words.data(d.holidays[at])
        when = f"{words.text(_DAYS[at])} {that:%m-%d}" + (f" {holiday}" if holiday else "")
        found += [
            [cell(when), cell(f"{clock(one.start)}–{clock(one.end)}"), cell(words.or_dash(one.title)), cell(words.data(one.place))]
            for one in blocks
        ]
    return found
