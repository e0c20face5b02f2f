"""The minutes of a meeting of the team: who was there, what was said and decided, who does what by when, two signatures."""

from __future__ import annotations

from typing import Final

from workbench.readmodels.documents import data_hash
from workbench.readmodels.team_talks import MinutesPoint, TeamTalkDocument
from workbench.reports import pdfa
from workbench.reports.flow import Flow
from workbench.reports.one_on_one import promised
from workbench.reports.page import FOOTER, HEADER, Furniture, furnish
from workbench.reports.style import A4, PAD_X, SIGNATURE_HEIGHT, SMALL, SOFT, TITLE, Cell, cell, draw_signature, label, signed_by
from workbench.reports.text import Run, TextStyle
from workbench.reports.words import DOT, EMPTY, Words, clock, day

_PAIRS: Final = (60, 204, 60, 204)
_POINTS: Final = (24, 160, 212, 132)
_GAP: Final = 2 * PAD_X


def render_team_talk(document: TeamTalkDocument, language: str = "zh_CN") -> bytes:
    """The minutes as PDF/A-2b; the same document gives the same bytes."""
    words = Words(language)
    _ = words.text
    flow = Flow(A4, HEADER, FOOTER)
    flow.text((Run(_("Minutes of the meeting"), True),), TITLE)
    flow.text((Run(f"{document.title}{DOT}{day(document.day)}", grey=SOFT),), TextStyle(8.5, SMALL.leading + 4, align="center"))
    flow.skip(4)
    _head(flow, document, words)
    _points(flow, document, words)
    promised(flow, document.actions, words)
    _signatures(flow, document, words)
    furnish(flow.pages, _furniture(document, words), words)
    return pdfa.write(flow.pages, _stamp(document, words))


def _head(flow: Flow, d: TeamTalkDocument, words: Words) -> None:
    _ = words.text
    times = "–".join(clock(minute) for minute in (d.start, d.end) if minute is not None)
    between = "、" if words.chinese else ", "
    flow.table(
        _PAIRS,
        [
            [label(_("Kind of meeting")), cell(words.data(d.kind)), label(_("Date and time")), cell(f"{day(d.day)}  {times}".strip())],
            [label(_("Place")), cell(d.place.strip() or EMPTY), label(_("Chair")), cell(d.chair.strip() or EMPTY)],
            [label(_("There")), cell(between.join(d.there) or EMPTY, span=3)],
            [label(_("Missed it")), cell(between.join(d.missed) or EMPTY, span=3)],
        ],
    )


def _points(flow: Flow, d: TeamTalkDocument, words: Words) -> None:
    _ = words.text
    flow.section(_("Agenda and minutes"))
    heads = [label("", "center"), label(_("Topic")), label(_("What was said")), label(_("Decision"))]
    rows = [_point(number, point) for number, point in enumerate(d.points, 1)]
    flow.table(_POINTS, rows or [[cell(_("Nothing was on the agenda."), span=len(_POINTS))]], [heads])


def _point(number: int, point: MinutesPoint) -> list[Cell]:
    return [cell(str(number), "center"), cell(point.text), cell(point.said.strip() or EMPTY), cell(point.decision.strip() or EMPTY)]


def _signatures(flow: Flow, d: TeamTalkDocument, words: Words) -> None:
    """Two boxes that stay together on one page."""
    _ = words.text
    flow.need(SIGNATURE_HEIGHT + _GAP)
    flow.y -= _GAP
    width = (flow.width - _GAP) / 2
    for at, (role, name) in enumerate(((_("Chair"), d.chair), (_("Keeper of the minutes"), ""))):
        caption = signed_by(words, name, role, "______________", width)
        draw_signature(flow.page, role, _("the minutes are right"), caption, flow.left + at * (width + _GAP), flow.y, width)
    flow.y -= SIGNATURE_HEIGHT


def _furniture(d: TeamTalkDocument, words: Words) -> Furniture:
    _ = words.text
    return Furniture(
        company=words.data(d.company),
        first=_("Class: internal"),
        later=f"{d.title}{DOT}{day(d.day)}",
        record=d.record_number,
        version=1,
        check=d.data_check,
        audit=d.audit_head,
        when=d.generated_at,
        who=d.generated_by,
        draft=not d.locked,
    )


def _stamp(d: TeamTalkDocument, words: Words) -> pdfa.Stamp:
    title = f"{words.text('Minutes of the meeting')} {d.record_number}"
    return pdfa.Stamp(title, d.record_number, 1, data_hash(d), d.audit_head, d.generated_at, words.tag)
