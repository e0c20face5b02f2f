"""Words and figures that several parts of the review screen share, said in the language of the moment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import CyclePeriod, EngagementType, Metric, ReviewState, Section
from workbench.models.values.labels import LABELS
from workbench.models.values.numbers import half_up
from workbench.models.values.periods import Period
from workbench.models.values.quantities import amount_text, hours_text
from workbench.readmodels.reviews import NOT_RATED, BoardRow, CycleRow, ItemCard, ReviewCard
from workbench.views.theme import Tone

STEPS = (ReviewState.GOALS, ReviewState.SELF, ReviewState.MANAGER, ReviewState.CALIBRATION, ReviewState.INTERVIEW, ReviewState.LOCKED)
WAITING = {
    ReviewState.GOALS: (N_("Goals to be agreed"), Tone.NEUTRAL),
    ReviewState.SELF: (N_("Awaiting self-assessment"), Tone.WARNING),
    ReviewState.MANAGER: (N_("With the superior"), Tone.ACCENT),
    ReviewState.CALIBRATION: (N_("Awaiting calibration"), Tone.ACCENT),
    ReviewState.INTERVIEW: (N_("Awaiting interview"), Tone.WARNING),
    ReviewState.LOCKED: (N_("Locked"), Tone.GOOD),
    ReviewState.NOT_RATED: (N_("Not rated"), Tone.NEUTRAL),
}
NEXT = {
    ReviewState.GOALS: N_("Goals are agreed"),
    ReviewState.SELF: N_("Self-assessment is in"),
    ReviewState.MANAGER: N_("Submit for calibration"),
    ReviewState.CALIBRATION: N_("Calibrated: on to the interview"),
    ReviewState.INTERVIEW: N_("Lock the evaluation"),
}
SECTIONS = {Section.KPI: N_("KPI"), Section.BEHAVIOUR: N_("Behaviour"), Section.COLLABORATION: N_("Collaboration")}
RATING_LABELS = (N_("1 · far below"), N_("2 · below"), N_("3 · as expected"), N_("4 · above"), N_("5 · a model for others"))


def points(value: Fraction | None) -> str:
    """Two decimals, half-up; a dash while there is nothing."""
    return "—" if value is None else str(half_up(value, 2))


def score(hundredths: int | None) -> str:
    return "—" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"


def weight(hundredths: int) -> str:
    """35 for 3,500."""
    text = f"{half_up(Fraction(hundredths, 100), 2)}"
    return text.rstrip("0").rstrip(".")


def percent(ratio: Fraction | None) -> str:
    return "—" if ratio is None else f"{half_up(ratio * 100, 1)}%"


def amount(metric: Metric | None, value: int | None) -> str:
    return "—" if value is None or metric is None else amount_text(value, metric.unit)


def name_of(item: ItemCard) -> str:
    return item.name_zh if i18n.is_chinese() else item.name_en


def definition_of(item: ItemCard) -> str:
    return item.definition_zh if i18n.is_chinese() else item.definition_en


def state_chip(row: BoardRow) -> tuple[str, Tone]:
    """What the list says of a person: the step, or why there is no grade."""
    text, tone = WAITING[row.state]
    if row.state is ReviewState.NOT_RATED and row.excluded_because:
        return _("Not rated · {reason}", reason=_(row.excluded_because)), tone
    if row.no_grade_because:
        return _("No grade · {reason}", reason=_(row.no_grade_because)), Tone.WARNING
    return _(text), tone


def result(row: BoardRow) -> str:
    """94.73 · A; without a grade while ratings are missing; a dash for who has no score yet."""
    grade = row.calibrated_grade or row.grade
    if row.score is None:
        return "NR" if grade == NOT_RATED else "—"
    return _("{score} so far", score=score(row.score)) if row.is_provisional else f"{score(row.score)} · {grade}"


def evidence_chip(item: ItemCard) -> str:
    """What stands behind a figure or a rating, short enough for a chip."""
    if item.section is not Section.KPI:
        return (
            ngettext("{n} fact noted", "{n} facts noted", len([line for line in item.evidence.splitlines() if line.strip()]))
            if item.evidence
            else ""
        )
    if item.by_hand_because:
        return _("by hand · {reason}", reason=item.by_hand_because)
    if item.rows is None:
        return _("no records")
    if item.metric is Metric.CUSTOMER_SATISFACTION:
        return ngettext("{n} answer", "{n} answers", item.rows)
    if item.metric is Metric.NEW_CUSTOMERS:
        return ngettext("{n} first deal", "{n} first deals", item.rows)
    if item.metric is Metric.VISITS_DONE:
        return ngettext("{n} visit", "{n} visits", item.rows)
    return ngettext("{n} deal", "{n} deals", item.rows)


def actual(item: ItemCard) -> str:
    """First line of the cell: the figure."""
    return amount(item.metric, item.actual) if item.section is Section.KPI else ""


def against(item: ItemCard) -> str:
    """Second line: the target and what share of it was reached."""
    if item.section is not Section.KPI:
        return ""
    if item.hours_missing:
        return _("hours missing, so the full-time target cannot be pro-rated")
    if item.target is None:
        return _("no target set")
    if item.actual is None:
        return _("of {target} · no figure", target=amount(item.metric, item.target))
    capped = _(" · capped") if item.is_capped else ""
    return _("{percent} of {target}", target=amount(item.metric, item.target), percent=percent(item.attainment)) + capped


def proration(card: ReviewCard) -> str:
    """The proration in words: hours, days, the factor they give, and whether any target was scaled by it."""
    share = card.proration
    kind = _(LABELS[EngagementType][share.engagement.value]) if share.engagement is not None else ""
    if share.factor is None:
        return " · ".join(part for part in (kind, _("hours missing: agree weekly hours under Team")) if part)
    line = _(
        "{hours} of {full} h a week × {eligible} of {days} working days = factor {factor}",
        hours=hours_text(share.weekly_minutes), full=hours_text(share.full_week_minutes), eligible=share.eligible_days, days=share.period_days,
        factor=f"{half_up(share.factor, 4)}".rstrip("0").rstrip("."),
    )  # fmt: skip
    scaled = [name_of(item) for item in card.items if item.target_prorated]
    listed = ("、" if i18n.is_chinese() else ", ").join(scaled)
    parts = [kind, line, _("pro-rated: {items}", items=listed) if scaled else _("no target is pro-rated by it")]
    if share.excluded_days:
        parts.append(ngettext("{n} day of leave taken out", "{n} days of leave taken out", share.excluded_days))
    if share.worked_minutes is not None:
        parts.append(_("{hours} h planned or worked", hours=hours_text(share.worked_minutes)))
    return " · ".join(part for part in parts if part)


def arithmetic(card: ReviewCard) -> str:
    """How the total came about, section by section, and openly what dropped out."""
    parts = [
        _(
            "{section} {points} of {weight}",
            section=_(SECTIONS[part.section]),
            points=points(part.points),
            weight=weight(part.weight_present),
        )
        for part in card.sections
        if part.weight
    ]
    line = " + ".join(parts)
    if card.texts.bonus:
        line += f" {'+' if card.texts.bonus > 0 else '−'} {points(Fraction(abs(card.texts.bonus), 100))} {_('bonus')}"
    return line


def dropped(card: ReviewCard) -> str:
    """Which lines have no figure or rating yet and what that does to the total; empty when all are there."""
    names = [name_of(item) for item in card.items if item.code in card.missing]
    if not names:
        return ""
    listed = ("、" if i18n.is_chinese() else ", ").join(names)
    if card.weight_present < card.least_weight:
        return _(
            "Not counted: {items}. A grade needs {least} of 100 points of weight; {weight} are known, so there is no grade (NR).",
            items=listed, least=weight(card.least_weight), weight=weight(card.weight_present),
        )  # fmt: skip
    if card.total is None:
        return _("Not counted: {items}.", items=listed)
    return _("Not counted: {items}. The rest weighs {weight} and is scaled to 100.", items=listed, weight=weight(card.weight_present))


def due_line(card: ReviewCard, today: date) -> str:
    """When the present step is due, in days."""
    day = card.due.get(card.state.value)
    if day is None or card.is_finished:
        return _("Locked on {day}", day=i18n.full_date(i18n.local(card.locked_at).date())) if card.locked_at else ""
    left = (day - today).days
    if left < 0:
        return ngettext("{n} day late · due {day}", "{n} days late · due {day}", -left, day=i18n.day_month(day))
    if left == 0:
        return _("due today")
    return ngettext("{n} day left · due {day}", "{n} days left · due {day}", left, day=i18n.day_month(day))


def steps(card: ReviewCard) -> list[str]:
    """The names of the steps, with the day on which each is due."""
    found = []
    for step in STEPS:
        name = _(LABELS[ReviewState][step.value])
        day = card.due.get(step.value)
        told = f"{name} {i18n.day_month(day)}" if day is not None else name
        found.append(_("{step} · left out", step=told) if step in card.left_out else told)
    return found


def cycle_line(cycle: CycleRow) -> str:
    return _(
        "{kind} · {start} to {end}",
        kind=_(LABELS[CyclePeriod][cycle.kind.value]),
        start=i18n.full_date(cycle.start_on),
        end=i18n.full_date(cycle.end_on),
    )


def cycle_name(cycle: CycleRow) -> str:
    return cycle.name or Period(cycle.start_on, cycle.end_on).name
