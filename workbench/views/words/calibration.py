"""Words and figures of the calibration, said in the language of the moment."""

from __future__ import annotations

from fractions import Fraction

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.numbers import half_up
from workbench.readmodels.calibration import Box, CalibrationRow, Finding, GradeCount, GroupRow, StepRow
from workbench.views.words.reviews import percent, score

LEVELS = {1: N_("low"), 2: N_("middle"), 3: N_("high")}
NOTHING = "—"


def two(value: Fraction | float | None) -> str:
    """Two decimals, half-up; a dash while there is nothing."""
    return NOTHING if value is None else str(half_up(Fraction(value).limit_denominator(10**9), 2))


def signed(value: Fraction) -> str:
    return f"{half_up(value, 2):+}"


def box_name(box: Box | None) -> str:
    """Result high, behaviour middle."""
    if box is None:
        return NOTHING
    return _("result {result}, behaviour {behaviour}", result=_(LEVELS[box[0]]), behaviour=_(LEVELS[box[1]]))


def grade_change(row: CalibrationRow) -> str:
    """B → A where the meeting changed it, else the grade."""
    return f"{row.proposed} → {row.calibrated}" if row.calibrated and row.calibrated != row.proposed else row.grade


def past(row: CalibrationRow) -> str:
    """The last three grades, the newest first."""
    return " · ".join(one.grade for one in row.past) or NOTHING


def past_line(row: CalibrationRow) -> str:
    return "; ".join(f"{one.cycle} {one.grade} {score(one.score)}" for one in row.past) or _("none before")


def tip(row: CalibrationRow) -> str:
    """Everything about a person in lines."""
    lines = [
        f"{row.name} ({row.code})",
        f"{score(row.score)} · {grade_change(row)}",
        box_name(row.box),
        _("Earlier: {grades}", grades=past_line(row)),
    ]
    if row.box != row.own_box:
        lines.append(_("by the figures: {place}", place=box_name(row.own_box)))
    if row.reason:
        lines.append(_("Reason: {reason}", reason=row.reason))
    return "\n".join(lines)


def person_line(row: CalibrationRow) -> str:
    """What stands below the board about the chosen person."""
    parts = [
        f"{row.name} ({row.code})", _("score {score}, grade {grade}", score=score(row.score), grade=grade_change(row)),
        _("result {share}", share=percent(row.result)), _("superior {mean}, self {own}", mean=two(row.behaviour), own=two(row.own_ratings)),
        _("Earlier: {grades}", grades=past_line(row)),
    ]  # fmt: skip
    if row.reason:
        parts.append(_("Reason: {reason}", reason=row.reason))
    if not row.is_open:
        parts.append(_("locked: only a new version changes it"))
    return " · ".join(parts)


def finding(found: Finding | None) -> str:
    """The sentence about a group that comes before its figures."""
    if found is None:
        return ""
    if found.code == "nobody":
        return _("Nobody here has a grade yet, so there is nothing to compare.")
    if found.code == "all_equal":
        return _(
            "All {count} people have the same score, {score}: it tells nobody apart, so nothing follows from it.",
            count=found.people, score=score(found.score),
        )  # fmt: skip
    return ngettext(
        "{n} person: in a group under {least} a distribution is information only.",
        "{n} people: in a group under {least} a distribution is information only.",
        found.people,
        least=found.least,
    )


def counts(found: tuple[GradeCount, ...], applies: bool) -> str:
    """S 0 → 1 · A 4 → 3, and what the guide would mean."""
    now = " · ".join(f"{one.grade} {one.before}" if one.before == one.after else f"{one.grade} {one.before} → {one.after}" for one in found)
    guide = " · ".join(f"{one.grade} {one.guide}" for one in found if one.guide is not None)
    if not guide:
        return now
    hint = _("guide, no quota: {counts}", counts=guide) if applies else _("guide, too few people for it: {counts}", counts=guide)
    return f"{now}    {hint}"


def interval(row: GroupRow) -> str:
    """3/8 · 37.5% [13.7–69.4]."""
    if row.interval is None:
        return NOTHING
    low, high = (half_up(Fraction(end).limit_denominator(10**9) * 100, 1) for end in row.interval)
    return f"{row.better}/{row.people} · {percent(Fraction(row.better, row.people))} [{low}–{high}]"


def listed(texts: tuple[str, ...]) -> str:
    return ("、" if i18n.is_chinese() else ", ").join(_(text) for text in texts)


def step_line(step: StepRow, proposed: str) -> str:
    """One change of the meeting as a line."""
    if step.kind == "grade":
        change = f"{step.before or proposed} → {step.after or proposed}"
    else:
        change = _("nine boxes {before} → {after}", before=step.before or NOTHING, after=step.after)
    more = [
        part for part in (step.reason, step.evidence, _("proposed by {name}", name=step.proposed_by) if step.proposed_by else "") if part
    ]
    return f"{step.name} ({step.code}) · {change} · " + " · ".join(more)
