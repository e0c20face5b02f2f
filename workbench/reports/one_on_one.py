"""The shared part of a one-on-one on paper, for both sides to keep.

Private paragraphs cannot be printed here: the document has no field for them.
"""

from __future__ import annotations

from typing import Final

from workbench.models.values import marks
from workbench.readmodels.documents import ActionItem, AgendaItem, FeedbackRow, OneOnOneDocument, data_hash
from workbench.reports import pdfa
from workbench.reports.evaluation_outlook import prose
from workbench.reports.flow import Flow
from workbench.reports.page import FOOTER, HEADER, Furniture, furnish
from workbench.reports.style import A4, PAD_X, SIGNATURE_HEIGHT, SMALL, SOFT, TITLE, Cell, cell, draw_signature, label, signed_by
from workbench.reports.text import Check, Run, TextStyle
from workbench.reports.words import DOT, EMPTY, Words, clock, day

_PEOPLE: Final = (60, 204, 60, 204)
_GAP: Final = 2 * PAD_X


def render_one_on_one(document: OneOnOneDocument, language: str = "zh_CN") -> bytes:
    """The record as PDF/A-2b; the same document gives the same bytes."""
    words = Words(language)
    _ = words.text
    flow = Flow(A4, HEADER, FOOTER)
    flow.text((Run(_("One-on-one record"), True),), TITLE)
    flow.text((Run(_("shared part, for both sides"), grey=SOFT),), TextStyle(8.5, SMALL.leading + 4, align="center"))
    flow.skip(4)
    _people(flow, document, words)
    _agenda(flow, document.agenda, words)
    prose(flow, _("Shared notes"), tuple(Run(text, bold) for text, bold in marks.pieces(document.notes.strip())) or EMPTY)
    _feedback(flow, document.feedback, words)
    promised(flow, document.actions, words)
    _close(flow, document, words)
    furnish(flow.pages, _furniture(document, words), words)
    return pdfa.write(flow.pages, _stamp(document, words))


def _people(flow: Flow, d: OneOnOneDocument, words: Words) -> None:
    _ = words.text
    times = "–".join(clock(minute) for minute in (d.start, d.end) if minute is not None)
    flow.table(
        _PEOPLE,
        [
            [
                label(_("Name / staff no.")),
                cell(words.pair(d.person_name, d.staff_number)),
                label(_("Superior")),
                cell(words.or_dash(d.manager_name)),
            ],
            [
                label(_("Date and time")),
                cell(f"{day(d.day)}  {times}".strip()),
                label(_("Team / place")),
                cell(words.pair(d.team, d.place)),
            ],
        ],
    )


def _agenda(flow: Flow, items: tuple[AgendaItem, ...], words: Words) -> None:
    _ = words.text
    flow.section(_("Agenda"))
    head = [label(_("Done"), "center"), label(_("Topic")), label(_("Origin"))]
    rows = [
        [Cell((Check(item.done),), "center"), cell(item.text.strip() or EMPTY), cell(_("carried over") if item.carried else _("new"))]
        for item in items
    ]
    flow.table((44, 394, 90), rows or [[cell(_("Nothing was on the agenda."), span=3)]], [head])


def _feedback(flow: Flow, rows: tuple[FeedbackRow, ...], words: Words) -> None:
    """What each said to the other as situation, behaviour and effect; no section where nothing was said."""
    _ = words.text
    if not rows:
        return
    flow.section(_("Feedback"))
    head = [label(_("From")), label(_("About")), label(_("Situation")), label(_("Behaviour")), label(_("Effect"))]
    lines = [
        [cell(one.giver or EMPTY), cell(_("to keep") if one.to_keep else _("to change")), *(cell(part or EMPTY) for part in (one.situation, one.behaviour, one.effect))]
        for one in rows
    ]  # fmt: skip
    flow.table((64, 52, 130, 146, 136), lines, [head])


def promised(flow: Flow, items: tuple[ActionItem, ...], words: Words) -> None:
    """The table of promises: kept or not, what, who, until when."""
    _ = words.text
    flow.section(_("Actions"))
    head = [label(_("Done"), "center"), label(_("Action")), label(_("Who")), label(_("Due"))]
    rows = [
        [Cell((Check(item.done),), "center"), cell(item.text.strip() or EMPTY), cell(item.owner.strip() or EMPTY), cell(day(item.due))]
        for item in items
    ]
    flow.table((44, 304, 90, 90), rows or [[cell(_("No actions were agreed."), span=4)]], [head])
    flow.skip(4)


def _close(flow: Flow, d: OneOnOneDocument, words: Words) -> None:
    """The next meeting, what signing means, and the two boxes, together on one page."""
    _ = words.text
    following = _("Next meeting: {day}", day=day(d.next_day)) if d.next_day else _("Next meeting: to be agreed")
    meaning = _("Signing means that both have a copy of this record.")
    text = f"{following}\n{meaning}"
    flow.need(flow.box_height(text) + SIGNATURE_HEIGHT + _GAP)
    flow.box(text)
    flow.y -= _GAP
    width = (flow.width - _GAP) / 2
    sides = ((_("Employee"), d.person_name), (_("Superior"), d.manager_name))
    for at, (role, name) in enumerate(sides):
        caption = signed_by(words, name, role, "______________", width)
        draw_signature(flow.page, role, _("read and received"), caption, flow.left + at * (width + _GAP), flow.y, width)
    flow.y -= SIGNATURE_HEIGHT


def _furniture(d: OneOnOneDocument, words: Words) -> Furniture:
    _ = words.text
    return Furniture(
        company=words.data(d.company),
        first=_("Class: personnel"),
        later=f"{words.pair(d.person_name, d.staff_number)}{DOT}{day(d.day)}",
        record=d.record_number,
        version=d.record_version,
        check=d.data_check,
        audit=d.audit_head,
        when=d.generated_at,
        who=d.generated_by,
        draft=not d.locked,
    )


def _stamp(d: OneOnOneDocument, words: Words) -> pdfa.Stamp:
    title = f"{words.text('One-on-one record')} {d.record_number}"
    return pdfa.Stamp(title, d.record_number, d.record_version, data_hash(d), d.audit_head, d.generated_at, words.tag)
