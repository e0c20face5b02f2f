"""The 绩效面谈记录表: the interview about an evaluation, with the fields of domain 8.6 B, for both sides and for HR to file."""

from __future__ import annotations

from typing import Final

from workbench.i18n import N_
from workbench.models.values.codes import Cause, InterviewWay, Objection
from workbench.models.values.labels import label as name_of
from workbench.readmodels.documents import data_hash
from workbench.readmodels.interview import AgreedStep, InterviewDocument
from workbench.reports import pdfa
from workbench.reports.flow import Flow
from workbench.reports.page import FOOTER, HEADER, Furniture, furnish
from workbench.reports.style import (
    A4,
    PAD_X,
    SIGNATURE_HEIGHT,
    SMALL,
    SOFT,
    TITLE,
    Cell,
    cell,
    choices,
    draw_signature,
    label,
    signed_by,
)
from workbench.reports.text import Run, TextStyle
from workbench.reports.words import DOT, EMPTY, Words, clock, day, short

_PAIRS: Final = (78, 186, 78, 186)
_LABELLED: Final = (92, 436)
_STEPS: Final = (208, 92, 76, 152)
_GAP: Final = 2 * PAD_X
_TO_WRITE_IN: Final = "\n\n"
"""Three lines left free where the employee may still write by hand."""
_BACK: Final = (
    ("past_items", N_("What became of the last improvements")),
    ("went_well", N_("What went well")),
    ("to_improve", N_("What to improve")),
    ("facts", N_("Facts: situation, behaviour, effect")),
)
_OWN: Final = (
    ("help_wanted", N_("Difficulties and help wanted")),
    ("suggestions", N_("Suggestions to company and superior")),
    ("training", N_("Training wanted")),
    ("career", N_("Career wishes")),
)


def render_interview(document: InterviewDocument, language: str = "zh_CN") -> bytes:
    """The record as PDF/A-2b; the same document gives the same bytes."""
    words = Words(language)
    _ = words.text
    flow = Flow(A4, HEADER, FOOTER)
    flow.text((Run(_("Record of the evaluation interview"), True),), TITLE)
    subtitle = f"{words.data(document.period_label)}{DOT}{_('for the evaluation {number}', number=document.form_number)}"
    flow.text((Run(subtitle, grey=SOFT),), TextStyle(8.5, SMALL.leading + 4, align="center"))
    flow.skip(4)
    _head(flow, document, words)
    _paragraphs(flow, _("Looking back"), _BACK, document, words)
    _own_side(flow, document, words)
    _agreed(flow, document, words)
    _outcome(flow, document, words)
    _signatures(flow, document, words)
    furnish(flow.pages, _furniture(document, words), words)
    return pdfa.write(flow.pages, _stamp(document, words))


def _head(flow: Flow, d: InterviewDocument, words: Words) -> None:
    _, t = words.text, d.texts
    times = "–".join(clock(minute) for minute in (t.start, t.end) if minute is not None)
    result = DOT.join(part for part in (short(d.score) if d.score is not None else "", d.grade) if part)
    way = choices(*((_(name_of(way)), way is t.way) for way in InterviewWay))
    flow.table(
        _PAIRS,
        [
            [label(_("Name / staff no.")), cell(words.pair(d.person_name, d.staff_number)), label(_("Position / team")), cell(words.pair(d.position, d.team))],
            [label(_("Interviewer / post")), cell(words.pair(t.interviewer, t.interviewer_post)), label(_("Date and time")), cell(f"{day(t.held_on)}  {times}".strip())],
            [label(_("Place")), cell(t.place.strip() or EMPTY), label(_("How")), Cell(way)],
            [label(_("Also there")), cell(t.attendees.strip() or EMPTY), label(_("Result told")), cell(result or EMPTY, bold=bool(result))],
            [label(_("Purpose")), cell(t.purpose.strip() or EMPTY, span=3)],
        ],
    )  # fmt: skip


def _paragraphs(flow: Flow, title: str, fields: tuple[tuple[str, str], ...], d: InterviewDocument, words: Words) -> None:
    flow.section(title)
    flow.table(_LABELLED, [[label(words.text(name)), cell(getattr(d.texts, column).strip() or EMPTY)] for column, name in fields])


def _own_side(flow: Flow, d: InterviewDocument, words: Words) -> None:
    """The employee's view and the reasons the two saw; boxes that nobody ticked stay empty."""
    _, t = words.text, d.texts
    causes = choices(*((_(name_of(cause)), cause in t.causes) for cause in Cause))
    rows = [
        [label(_("Own view")), cell(t.own_view.strip() or EMPTY)],
        [label(_("Reasons")), Cell(causes)],
        [label(_("Reasons in words")), cell(t.cause_text.strip() or EMPTY)],
    ]
    flow.section(_("The employee's side"))
    flow.table(_LABELLED, rows + [[label(_(name)), cell(getattr(t, column).strip() or EMPTY)] for column, name in _OWN])


def _agreed(flow: Flow, d: InterviewDocument, words: Words) -> None:
    _ = words.text
    flow.section(_("From here on"))
    flow.table(_LABELLED, [[label(_("Main goals of the next period")), cell(d.texts.next_focus.strip() or EMPTY)]])
    heads = [label(_(name)) for name in (N_("Agreed step"), N_("Who"), N_("Due"), N_("How it is measured"))]
    rows = [_step(step) for step in d.texts.actions]
    flow.table(_STEPS, rows or [[cell(_("No steps were agreed."), span=len(_STEPS))]], [heads])


def _step(step: AgreedStep) -> list[Cell]:
    return [cell(step.what), cell(step.who or EMPTY), cell(day(step.due)), cell(step.measure or EMPTY)]


def _outcome(flow: Flow, d: InterviewDocument, words: Words) -> None:
    """What the employee confirms and whether there is an objection; the text of both always has its room."""
    _, t = words.text, d.texts
    said = choices(*((_(name_of(one)), one is t.objection) for one in (Objection.NONE, Objection.OBJECTS, Objection.APPEALS)))
    flow.section(_("The employee's word on this record"))
    flow.table(
        _LABELLED,
        [
            [label(_("Confirmation")), cell(t.confirmation.strip() or _TO_WRITE_IN)],
            [label(_("Objection")), Cell(said)],
            [label(_("Objection in words")), cell(t.objection_text.strip() or _TO_WRITE_IN)],
        ],
    )


def _signatures(flow: Flow, d: InterviewDocument, words: Words) -> None:
    """What signing means, the two boxes and HR's line, together on one page."""
    _ = words.text
    if d.appeal_deadline is not None:
        until = _("An appeal is possible until {day}.", day=day(d.appeal_deadline))
    else:
        until = _("An appeal is possible within {count} working days after the result is received.", count=d.appeal_days)
    text = f"{_('Signing means that this record was read and received; it is not consent to the result.')} {until}"
    filed = _("Filed by human resources on: {date}", date="______________")
    flow.need(flow.box_height(text) + SIGNATURE_HEIGHT + 3 * _GAP + SMALL.leading)
    flow.y -= _GAP
    flow.box(text)
    flow.y -= _GAP
    width = (flow.width - _GAP) / 2
    sides = ((_("Employee"), d.person_name, _("read and received")), (_("Interviewer"), d.manager_name, _("prepared and discussed")))
    for at, (role, name, meaning) in enumerate(sides):
        caption = signed_by(words, name, role, "______________", width)
        draw_signature(flow.page, role, meaning, caption, flow.left + at * (width + _GAP), flow.y, width)
    flow.y -= SIGNATURE_HEIGHT + _GAP
    flow.text((Run(filed),), SMALL)


def _furniture(d: InterviewDocument, words: Words) -> Furniture:
    _ = words.text
    return Furniture(
        company=words.data(d.company),
        first=_("Class: personnel"),
        later=f"{words.pair(d.person_name, d.staff_number)}{DOT}{words.data(d.period_label)}",
        record=d.record_number,
        version=d.record_version,
        check=d.data_check,
        audit=d.audit_head,
        when=d.generated_at,
        who=d.generated_by,
        draft=not d.locked,
    )


def _stamp(d: InterviewDocument, words: Words) -> pdfa.Stamp:
    title = f"{words.text('Record of the evaluation interview')} {d.record_number}"
    return pdfa.Stamp(title, d.record_number, d.record_version, data_hash(d), d.audit_head, d.generated_at, words.tag)
