"""The 绩效评估表: a document in, the finished PDF/A-2b out, in the language of the form.

Two sheets for the usual case; longer texts take more, with heads repeated and nothing cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.readmodels.documents import EvaluationDocument, data_hash
from workbench.reports import evaluation_outlook as outlook
from workbench.reports import evaluation_results as results
from workbench.reports import pdfa
from workbench.reports.evaluation_outlook import SignaturePlace
from workbench.reports.flow import Flow
from workbench.reports.ink import Page
from workbench.reports.page import FOOTER, HEADER, Furniture, furnish
from workbench.reports.style import A4, SMALL, SOFT, TITLE
from workbench.reports.text import Run, TextStyle
from workbench.reports.words import DOT, Words, day

USUAL_SHEETS = 2


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """The bytes of a form, its pages, and where each person signs (for the signature fields)."""

    data: bytes
    pages: int
    signatures: tuple[SignaturePlace, ...]


def render_evaluation(document: EvaluationDocument, *, language: str = "zh_CN") -> bytes:
    """The evaluation as PDF/A-2b. The same document gives the same bytes; nothing in its text is taken for markup."""
    return print_evaluation(document, language=language).data


def print_evaluation(document: EvaluationDocument, *, language: str = "zh_CN") -> PrintedForm:
    """As `render_evaluation`, with the places of the signatures."""
    words = Words(language)
    pages, places = lay_out(document, words)
    return PrintedForm(pdfa.write(pages, _stamp(document, words)), len(pages), places)


def lay_out(document: EvaluationDocument, words: Words) -> tuple[Sequence[Page], tuple[SignaturePlace, ...]]:
    """The pages with everything placed on them, before they become a file; set tighter where that saves a sheet."""
    pages, places = _lay_out(document, words, tight=False)
    if len(pages) > USUAL_SHEETS:
        other = _lay_out(document, words, tight=True)
        if len(other[0]) < len(pages):
            return other
    return pages, places


def _lay_out(document: EvaluationDocument, words: Words, *, tight: bool) -> tuple[Sequence[Page], tuple[SignaturePlace, ...]]:
    flow = Flow(A4, HEADER, FOOTER, tight=tight)
    _title(flow, document, words)
    results.people(flow, document, words)
    results.indicators(flow, document, words)
    results.behaviour(flow, document, words)
    results.collaboration(flow, document, words)
    results.incidents(flow, document, words)
    results.score(flow, document, words)
    outlook.comments(flow, document, words)
    outlook.outlook(flow, document, words)
    outlook.opinion(flow, document, words)
    places = outlook.signatures(flow, document, words)
    outlook.refusal(flow, document, words)
    outlook.attachments(flow, document, words)
    furnish(flow.pages, _furniture(document, words), words)
    return flow.pages, places


def _title(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    _ = words.text
    title = _("Performance Evaluation")
    flow.text((Run(" ".join(title) if words.chinese else title, True),), TITLE)
    period = _("{start} to {end}", start=day(d.period_start), end=day(d.period_end))
    other = ("Performance Evaluation",) if words.chinese else ()
    below = DOT.join((*other, words.or_dash(d.cycle_kind), period))
    flow.text((Run(below, grey=SOFT),), TextStyle(8.5, SMALL.leading + 4, align="center"))
    flow.skip(4)


def _furniture(d: EvaluationDocument, words: Words) -> Furniture:
    _ = words.text
    first = _(
        "Form {number} · version {version} · class: {secrecy}",
        number=d.form_number,
        version=d.form_version,
        secrecy=words.or_dash(d.confidentiality),
    )
    later = f"{words.pair(d.person_name, d.staff_number)}{DOT}{words.or_dash(d.period_label)}"
    return Furniture(
        company=words.data(d.company),
        first=first,
        later=later,
        record=d.record_number,
        version=d.record_version,
        check=d.data_check,
        audit=d.audit_head,
        when=d.generated_at,
        who=d.generated_by,
        draft=not d.locked,
        state=_state(d, words),
    )


def _state(d: EvaluationDocument, words: Words) -> str:
    """Locked since when, or a draft; the moment that follows is that of this print."""
    _ = words.text
    if not d.locked:
        return _("Draft")
    return _("Locked {day}, printed", day=day(d.locked_on)) if d.locked_on is not None else _("Locked")


def _stamp(d: EvaluationDocument, words: Words) -> pdfa.Stamp:
    title = f"{words.text('Performance Evaluation')} {d.record_number}"
    return pdfa.Stamp(title, d.record_number, d.record_version, data_hash(d), d.audit_head, d.generated_at, words.tag)
