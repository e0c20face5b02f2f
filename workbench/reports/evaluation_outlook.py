"""Second half of the evaluation form: words of both sides, use of the result, goals, consent, signatures, evidence.

Field numbers in the docstrings are those of the form list in domain 8.6 A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.i18n import N_
from workbench.readmodels.documents import EvaluationDocument, OpinionChoice, Refusal, Signature, SignatureRole
from workbench.reports.flow import Flow
from workbench.reports.style import (
    BODY,
    LABEL,
    MM,
    PAD_X,
    SIGNATURE,
    SIGNATURE_FOOT,
    SIGNATURE_HEIGHT,
    Cell,
    cell,
    choices,
    draw_signature,
    label,
    signed_by,
)
from workbench.reports.text import Pieces, Run
from workbench.reports.words import EMPTY, Words, day, short

_LABELLED: Final = (92, 436)
_GAP: Final = 5.0
_BOX_GAP: Final = 3 * MM
_OPINION_SPACE: Final = 24.0

ROLES: Final = {
    SignatureRole.EMPLOYEE: N_("Employee"),
    SignatureRole.SUPERIOR: N_("Superior"),
    SignatureRole.NEXT_SUPERIOR: N_("Next superior"),
    SignatureRole.HR: N_("Human resources"),
}
MEANINGS: Final = {
    SignatureRole.EMPLOYEE: N_("read and received; this is not consent"),
    SignatureRole.SUPERIOR: N_("prepared and discussed"),
    SignatureRole.NEXT_SUPERIOR: N_("approved"),
    SignatureRole.HR: N_("checked and filed"),
}
_DELIVERY: Final = {"hand": N_("by hand"), "post": N_("by post"), "electronic": N_("electronically")}


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a person signs: page from 1, free area from its lower left corner, in points."""

    role: SignatureRole
    page: int
    x: float
    y: float
    width: float
    height: float


def comments(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Fields 26 to 32: employee summary, achievements, improvements, comments, use of the result."""
    _ = words.text
    prose(flow, words.numbered(6) + _("Employee summary"), d.employee_summary)
    flow.section(words.numbered(7) + _("Achievements and improvements"))
    flow.table(
        _LABELLED,
        [
            [label(_("Achievements")), cell(_listed(d.achievements))],
            [label(_("To improve (≤ 3)")), cell(_listed(d.improvements))],
        ],
        tail=1,
    )
    prose(flow, words.numbered(8) + _("Comment of the superior"), d.manager_comment)
    uses = choices(*((f"{words.data(use.label)} {use.detail}".strip(), use.chosen) for use in d.uses))
    flow.skip(_GAP)
    flow.table(
        _LABELLED,
        [
            [label(_("Next superior says")), cell(d.next_manager_opinion.strip() or EMPTY)],
            [label(_("HR says")), cell(d.hr_opinion.strip() or EMPTY)],
            [label(_("Use of the result")), Cell(uses or (Run(EMPTY),))],
        ],
    )


def _listed(items: tuple[str, ...]) -> str:
    shown = [item.strip() for item in items if item.strip()]
    if len(shown) < 2:
        return shown[0] if shown else EMPTY
    numbered = [f"{at}. {item.rstrip('；;。.')}" for at, item in enumerate(shown, 1)]
    chinese = any(ord(char) >= 0x2E80 for item in shown for char in item)
    return ("；" if chinese else "; ").join(numbered) + ("。" if chinese else ".")


def prose(flow: Flow, title: str, text: Pieces | str) -> None:
    """A section that is one box of running text."""
    flow.section(title)
    flow.box((text.strip() or EMPTY) if isinstance(text, str) else text)


def outlook(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Fields 33 and 34: goals of the next period, development plan."""
    _ = words.text
    flow.section(words.numbered(9) + _("Goals of the next period"))
    head = [label(_("Indicator")), label(_("Target"), "right"), label(_("Weight"), "right"), label(_("Due"))]
    goals = [
        [cell(words.or_dash(row.name)), cell(words.or_dash(row.target), "right"), cell(short(row.weight), "right"), cell(day(row.due))]
        for row in d.next_goals
    ]
    flow.table((250, 170, 68, 140), goals or [[cell(_("To be agreed"), span=4)]], [head])
    flow.section(words.numbered(10) + _("Development plan"))
    head = [label(_("Skill")), label(_("Measure")), label(_("Support")), label(_("Date"))]
    plan = [
        [cell(words.or_dash(row.skill)), cell(row.action.strip() or EMPTY), cell(row.support.strip() or EMPTY), cell(day(row.due))]
        for row in d.development
    ]
    flow.table((150, 270, 108, 100), plan or [[cell(_("To be agreed"), span=4)]], [head])


def opinion(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Field 35: what the employee says; the free text is always printed, with room to write when it is empty."""
    _ = words.text
    flow.section(words.numbered(11) + _("Opinion of the employee"))
    boxes = choices(
        (_("agree"), d.opinion is OpinionChoice.AGREE),
        (_("agree in part"), d.opinion is OpinionChoice.PARTLY),
        (_("disagree"), d.opinion is OpinionChoice.DISAGREE),
    )
    flow.box((*boxes, Run("   " + _("In words:") + " " + d.opinion_text.strip())), BODY, least=_OPINION_SPACE + BODY.leading)


def notice(words: Words, d: EvaluationDocument) -> str:
    """Field 36: what a signature means, and until when there may be an appeal."""
    _ = words.text
    if d.appeal_deadline is None:
        return _(
            "Signing means that this form was read and received, not that its result is accepted. "
            "An appeal may be made to human resources within {days} working days of receipt.",
            days=d.appeal_days,
        )
    return _(
        "Signing means that this form was read and received, not that its result is accepted. "
        "An appeal may be made to human resources within {days} working days of receipt (by {deadline}).",
        days=d.appeal_days,
        deadline=day(d.appeal_deadline),
    )


def signatures(flow: Flow, d: EvaluationDocument, words: Words) -> tuple[SignaturePlace, ...]:
    """Fields 36 and 37: the notice and the boxes, together on one page; returns where to sign."""
    text = notice(words, d)
    height = flow.box_height(text)
    rows = (len(d.signatures) + 1) // 2
    flow.skip(_GAP)
    flow.need(height + rows * (SIGNATURE_HEIGHT + _GAP))
    flow.page.fill(flow.left, flow.y - height, flow.width, height, LABEL + 0.02)
    flow.box(text)
    places: list[SignaturePlace] = []
    width = (flow.width - _BOX_GAP) / 2
    for at in range(0, len(d.signatures), 2):
        flow.y -= _GAP
        for column, signature in enumerate(d.signatures[at : at + 2]):
            x = flow.left + column * (width + _BOX_GAP)
            _sign_here(flow, signature, words, x, width)
            low = flow.y - SIGNATURE_HEIGHT + SIGNATURE_FOOT
            places.append(SignaturePlace(signature.role, len(flow.pages), x + PAD_X, low, width - 2 * PAD_X, SIGNATURE[1]))
        flow.y -= SIGNATURE_HEIGHT
    return tuple(places)


def _sign_here(flow: Flow, signature: Signature, words: Words, x: float, width: float) -> None:
    _ = words.text
    role = _(ROLES[signature.role])
    when = day(signature.signed_on) if signature.signed_on else "______________"
    caption = signed_by(words, signature.name, role, when, width)
    draw_signature(flow.page, role, _(MEANINGS[signature.role]), caption, x, flow.y, width)


def refusal(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Field 38: reason, witness and way of delivery when the employee does not sign; blank lines to fill in otherwise."""
    _ = words.text
    given = d.refusal or Refusal()
    blank = "________________"
    ways = choices(*((_(name), given.delivery == key) for key, name in _DELIVERY.items()))
    flow.skip(_GAP)
    pieces = (
        *choices((_("The employee did not sign"), d.refusal is not None)),
        Run("   " + _("Reason:") + " " + (given.reason.strip() or blank)),
        Run("   " + _("Witness:") + " " + (given.witness.strip() or blank)),
        Run("\n" + _("Delivered:") + "  "),
        *ways,
        Run("   " + _("Date:") + " " + (day(given.day) if given.day else blank)),
    )
    flow.table(_LABELLED, [[label(_("Refusal to sign")), Cell(pieces)]])


def attachments(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Field 39: the evidence, each with the beginning of its hash."""
    _ = words.text
    flow.section(_("Attachments"))
    head = [label(_("No.")), label(_("Attachment")), label(_("Check code"))]
    rows = [[cell(item.number), cell(words.or_dash(item.name)), cell(item.hash or EMPTY)] for item in d.attachments]
    flow.table((66, 442, 120), rows or [[cell(_("None"), span=3)]], [head])
