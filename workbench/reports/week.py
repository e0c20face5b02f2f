"""The team's week for the wall: people down, days across, A4 landscape, legible from a metre away.

What is planned stands in the cell with its time; who is away is said in words, never by colour alone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from workbench.i18n import N_
from workbench.readmodels.documents import WeekBlock, WeekRow, WeekSheetDocument, data_hash
from workbench.reports import pdfa
from workbench.reports.flow import Flow
from workbench.reports.page import FOOTER, HEADER, Furniture, furnish
from workbench.reports.style import A4, HEAD, SOFT, Cell, cell, label
from workbench.reports.text import Piece, Run, TextStyle
from workbench.reports.words import DOT, Words, clock, day, hours

_COLUMNS: Final = (78, 54, *((102,) * 7))
_DAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_BLOCK: Final = TextStyle(7.6, 10.4)
_TITLE: Final = TextStyle(14, 19)


def render_week(document: WeekSheetDocument, language: str = "zh_CN") -> bytes:
    """The week sheet as PDF/A-2b; the same document gives the same bytes."""
    words = Words(language)
    flow = Flow((A4[1], A4[0]), HEADER, FOOTER)
    _title(flow, document, words)
    _grid(flow, document, words)
    _open_tasks(flow, document, words)
    furnish(flow.pages, furniture(document, words), words)
    return pdfa.write(flow.pages, stamp(document, words))


def _title(flow: Flow, d: WeekSheetDocument, words: Words) -> None:
    _ = words.text
    year, week, _weekday = d.monday.isocalendar()
    name = words.data(d.team).strip()
    title = _("Week plan of {team}", team=name) if name else _("Week plan")
    sunday = d.monday + timedelta(days=6)
    span = _("{start} to {end} · week {week} of {year}", start=day(d.monday), end=day(sunday), week=week, year=year)
    flow.text((Run(title, True), Run("   " + span, size=9, grey=SOFT)), _TITLE)
    flow.skip(3)


def _day_heads(d: WeekSheetDocument, words: Words) -> list[Cell]:
    heads = []
    for at, name in enumerate(_DAYS):
        that = d.monday + timedelta(days=at)
        holiday = words.data(d.holidays[at])
        shown = Run(f"{words.text(name)} {that:%m-%d}", True)
        heads.append(Cell((shown, Run(f"\n{holiday}", size=7)) if holiday else (shown,), "center", label=True))
    return heads


def _block(block: WeekBlock, words: Words) -> tuple[Piece, ...]:
    place = words.data(block.place).strip()
    where = (Run(f" {place}", grey=SOFT, size=7),) if place else ()
    return (Run(f"{clock(block.start)}–{clock(block.end)}\n", True), Run(words.or_dash(block.title)), *where)


def _day_cell(row: WeekRow, at: int, words: Words) -> Cell:
    pieces: list[Piece] = []
    away = words.data(row.away[at]).strip()
    if away:
        pieces.append(Run(f"〔{away}〕" if words.chinese else f"[{away}]", grey=SOFT))
    for block in row.days[at]:
        if pieces:
            pieces.append(Run("\n"))
        pieces += _block(block, words)
    return Cell(tuple(pieces), style=_BLOCK)


def _grid(flow: Flow, d: WeekSheetDocument, words: Words) -> None:
    _ = words.text
    head = [label(_("Person")), label(_("Hours"), "right"), *_day_heads(d, words)]
    rows = []
    for row in d.rows:
        planned = hours(row.planned)
        against = (
            _("{planned} / {limit} h", planned=planned, limit=hours(row.limit))
            if row.limit is not None
            else _("{planned} h", planned=planned)
        )
        kind = words.data(row.engagement)
        name = (Run(row.name, True), Run(f"\n{kind}", size=7, grey=SOFT)) if kind else (Run(row.name, True),)
        rows.append([Cell(name), cell(against, "right"), *(_day_cell(row, at, words) for at in range(7))])
    flow.table(_COLUMNS, rows or [[cell(_("Nobody is in this week."), span=9)]], [head])


def _open_tasks(flow: Flow, d: WeekSheetDocument, words: Words) -> None:
    _ = words.text
    if d.open_tasks:
        flow.section(_("Not yet assigned"))
        flow.table((1,), [[cell(words.data(task))] for task in d.open_tasks])
    flow.skip(4)
    flow.need(HEAD.leading)
    flow.text((Run(_("Tell your manager at once if a time does not suit you."), grey=SOFT),), TextStyle(7.6, 11))


def furniture(d: WeekSheetDocument, words: Words) -> Furniture:
    """Head and foot of every page about this week."""
    _ = words.text
    state = _("published · version {version}", version=d.version) if d.published else _("not published")
    year, week, _weekday = d.monday.isocalendar()
    return Furniture(
        company=words.data(d.company),
        first=state,
        later=f"{words.data(d.team)}{DOT}{state}",
        record=f"WK-{year}-{week:02d}",
        version=d.version,
        check=d.data_check,
        audit="",
        when=d.generated_at,
        who=d.generated_by,
        draft=not d.published,
    )


def stamp(d: WeekSheetDocument, words: Words) -> pdfa.Stamp:
    """What the file says of itself: the week, its version and what it was made from."""
    year, week, _weekday = d.monday.isocalendar()
    record = f"WK-{year}-{week:02d}"
    return pdfa.Stamp(f"{words.text('Week plan')} {record}", record, d.version, data_hash(d), "", d.generated_at, words.tag)
