"""The minutes of a calibration meeting: who, grades before and after, indices of raters, groups, each change with its reason, signatures."""

from __future__ import annotations

from typing import Final

from workbench.readmodels.calibration import CalibrationMinutes, MinutesStep
from workbench.readmodels.documents import data_hash
from workbench.reports import pdfa
from workbench.reports.evaluation_outlook import prose
from workbench.reports.flow import Flow
from workbench.reports.page import FOOTER, HEADER, Furniture, furnish
from workbench.reports.style import A4, PAD_X, SIGNATURE_HEIGHT, SMALL, SOFT, TITLE, Cell, cell, draw_signature, label, note, signed_by
from workbench.reports.text import Run, TextStyle
from workbench.reports.words import DOT, EMPTY, Words, day

_PAIRS: Final = (60, 204, 60, 204)
_COUNTS: Final = (88, 110, 110, 110, 110)
_RATERS: Final = (96, 42, 58, 66, 58, 62, 52, 94)
_GROUPS: Final = (96, 150, 50, 152, 80)
_STEPS: Final = (92, 52, 74, 176, 82, 52)
_GAP: Final = 2 * PAD_X


def render_minutes(document: CalibrationMinutes, language: str = "zh_CN") -> bytes:
    """The minutes as PDF/A-2b; the same document gives the same bytes."""
    words = Words(language)
    _ = words.text
    flow = Flow(A4, HEADER, FOOTER)
    flow.text((Run(_("Minutes of the calibration"), True),), TITLE)
    subtitle = f"{document.cycle}{DOT}{day(document.period_start)} – {day(document.period_end)}"
    flow.text((Run(subtitle, grey=SOFT),), TextStyle(8.5, SMALL.leading + 4, align="center"))
    flow.skip(4)
    _head(flow, document, words)
    _distribution(flow, document, words)
    _steps(flow, document, words)
    _raters(flow, document, words)
    _groups(flow, document, words)
    if document.notes.strip():
        prose(flow, _("Notes"), document.notes)
    _signatures(flow, document, words)
    furnish(flow.pages, _furniture(document, words), words)
    return pdfa.write(flow.pages, _stamp(document, words))


def _head(flow: Flow, d: CalibrationMinutes, words: Words) -> None:
    _ = words.text
    flow.table(
        _PAIRS,
        [
            [label(_("Meeting held on")), cell(day(d.held_on)), label(_("With a grade")), cell(str(d.people))],
            [label(_("Taking part")), cell(d.attendees.strip() or EMPTY), label(_("Without a grade")), cell(str(d.without_grade))],
            [label(_("Staying out")), cell(d.recusals.strip() or EMPTY, span=3)],
        ],
    )


def _distribution(flow: Flow, d: CalibrationMinutes, words: Words) -> None:
    """Before and after; the guide is named as information where the group is small."""
    _ = words.text
    remark = _("the guide is no quota") if d.guide_applies else _("a small group: for information only")
    flow.section(_("Grades before and after"), remark)
    heads = [label(text, "center") for text in (_("Grade"), _("Proposed"), _("After the meeting"), _("Difference"), _("Guide"))]
    rows = [
        [
            cell(one.grade, "center", bold=True), cell(str(one.before), "center"), cell(str(one.after), "center"),
            cell(f"{one.after - one.before:+d}" if one.after != one.before else "0", "center"),
            cell(EMPTY if one.guide < 0 else str(one.guide), "center"),
        ]
        for one in d.counts
    ]  # fmt: skip
    flow.table(_COUNTS, rows, [heads])


def _steps(flow: Flow, d: CalibrationMinutes, words: Words) -> None:
    _ = words.text
    flow.section(_("Each change"))
    heads = [label(text) for text in (_("Name / staff no."), _("What"), _("Before → after"), _("Reason"), _("Evidence"), _("Proposed by"))]
    rows = [_step(step, words) for step in d.steps]
    flow.table(_STEPS, rows or [[cell(_("Nothing was changed in the meeting."), span=len(_STEPS))]], [heads])


def _step(step: MinutesStep, words: Words) -> list[Cell]:
    _ = words.text
    what = _("Grade") if step.kind == "grade" else _("Nine boxes")
    return [
        cell(words.pair(step.name, step.code)), cell(what), cell(f"{step.before or EMPTY} → {step.after or EMPTY}"), cell(step.reason or EMPTY),
        cell(step.evidence or EMPTY), cell(step.proposed_by or EMPTY),
    ]  # fmt: skip


def _raters(flow: Flow, d: CalibrationMinutes, words: Words) -> None:
    _ = words.text
    flow.section(_("Raters"), _("for the talk only: differences between raters may be differences between their people"))
    names = (_("Rater"), "n", _("Mean"), _("From all"), _("Spread"), _("Share of 3"), _("Halo"), _("Worth a question"))
    heads = [label(name, "left" if at in (0, len(names) - 1) else "center") for at, name in enumerate(names)]
    rows = [
        [
            cell(one.rater or EMPTY), *(cell(text, "center") for text in (
                str(one.people), one.mean, one.difference, one.spread, one.share_of_middle, one.halo
            )),
            note(("、" if words.chinese else ", ").join(_(warning) for warning in one.warnings) or EMPTY),
        ]
        for one in d.raters
    ]  # fmt: skip
    flow.table(_RATERS, rows or [[cell(_("There are no ratings."), span=len(_RATERS))]], [heads])


def _groups(flow: Flow, d: CalibrationMinutes, words: Words) -> None:
    _ = words.text
    flow.section(_("Groups"), _("better grades with their 95 % interval; no action follows by itself"))
    names = (_("Compared by"), _("Group"), "n", _("Better grades"), _("Mean score"))
    heads = [label(name, "center" if at > 1 else "left") for at, name in enumerate(names)]
    rows = [
        [cell(_(one.kind)), cell(_(one.group)), cell(str(one.people), "center"), cell(one.share or EMPTY, "center"), cell(one.mean or EMPTY, "center")]
        for one in d.groups
    ]  # fmt: skip
    flow.table(_GROUPS, rows or [[cell(_("There is nobody to compare."), span=len(_GROUPS))]], [heads])
    flow.skip(4)


def _signatures(flow: Flow, d: CalibrationMinutes, words: Words) -> None:
    """Two boxes that stay together on one page."""
    _ = words.text
    flow.need(SIGNATURE_HEIGHT + _GAP)
    flow.y -= _GAP
    width = (flow.width - _GAP) / 2
    for at, (role, name) in enumerate(((_("Head of the meeting"), d.manager_name), (_("HR"), d.hr_name))):
        caption = signed_by(words, name, role, "______________", width)
        draw_signature(flow.page, role, _("the minutes are right"), caption, flow.left + at * (width + _GAP), flow.y, width)
    flow.y -= SIGNATURE_HEIGHT


def _furniture(d: CalibrationMinutes, words: Words) -> Furniture:
    _ = words.text
    return Furniture(
        company=d.company,
        first=_("Class: personnel"),
        later=d.cycle,
        record=d.record_number,
        version=1,
        check=d.data_check,
        audit=d.audit_head,
        when=d.generated_at,
        who=d.generated_by,
        draft=not d.locked,
    )


def _stamp(d: CalibrationMinutes, words: Words) -> pdfa.Stamp:
    title = f"{words.text('Minutes of the calibration')} {d.record_number}"
    return pdfa.Stamp(title, d.record_number, 1, data_hash(d), d.audit_head, d.generated_at, words.tag)
