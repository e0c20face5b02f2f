"""What the moments of a person's timeline are called, said in the language of the moment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import EngagementType, ReviewState
from workbench.models.values.labels import ENGAGEMENT_LABELS, REVIEW_STATE_LABELS
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up_int
from workbench.models.values.quantities import hours_text
from workbench.readmodels.people_timeline import (
    EngagementChange,
    Evaluation,
    Fact,
    Membership,
    MomentKind,
    MonthOfSales,
    ProofExpired,
    Session,
    SkillChange,
    Talk,
    Thanks,
    WeekOfWork,
)
from workbench.views.theme import Tone

KINDS = {
    MomentKind.TALK: N_("One-on-ones"),
    MomentKind.WEEK: N_("Weeks of work"),
    MomentKind.RESULT: N_("Sales by month"),
    MomentKind.THANKS: N_("Recognition"),
    MomentKind.TRAINING: N_("Training and skills"),
    MomentKind.REVIEW: N_("Evaluations"),
    MomentKind.ENGAGEMENT: N_("Engagement changes"),
}
TALKS = {"done": N_("One-on-one held"), "skipped": N_("One-on-one skipped"), "cancelled": N_("One-on-one called off")}
TONES = {
    MomentKind.TALK: Tone.ACCENT,
    MomentKind.WEEK: Tone.NEUTRAL,
    MomentKind.RESULT: Tone.GOOD,
    MomentKind.THANKS: Tone.GOOD,
    MomentKind.TRAINING: Tone.ACCENT,
    MomentKind.REVIEW: Tone.WARNING,
    MomentKind.ENGAGEMENT: Tone.NEUTRAL,
}


def said(fact: Fact) -> tuple[str, str]:
    """The heading of a moment, and the line below it, which may be empty."""
    if isinstance(fact, Talk):
        return _(TALKS.get(fact.state, TALKS["done"])), " ".join(fact.text.split())
    if isinstance(fact, Thanks):
        return _("Recognition"), fact.text
    if isinstance(fact, WeekOfWork | MonthOfSales):
        return _figures(fact)
    if isinstance(fact, Session | SkillChange | ProofExpired):
        return _learnt(fact)
    if isinstance(fact, Evaluation):
        return _evaluation(fact)
    return _belonging(fact)


def _figures(fact: WeekOfWork | MonthOfSales) -> tuple[str, str]:
    if isinstance(fact, WeekOfWork):
        return _("Week with {hours} h", hours=hours_text(fact.minutes)), ngettext("{n} task", "{n} tasks", fact.tasks)
    closed = ngettext("{n} deal won", "{n} deals won", fact.won)
    lost = _("{n} lost", n=fact.lost) if fact.lost else ""
    if fact.target:
        share = half_up_int(Fraction(100 * fact.net, fact.target))
        aim = _("{share} of the target of {target}", share=f"{share} %", target=_yuan(fact.target))
    else:
        aim = _("no target is set")
    head = _("{month} so far: {amount}", month=_month(fact.first), amount=_yuan(fact.net)) if fact.running else ""
    return head or _("{month}: {amount}", month=_month(fact.first), amount=_yuan(fact.net)), " · ".join(
        part for part in (aim, closed, lost) if part
    )


def _month(first: date) -> str:
    return f"{first:%Y-%m}"


def _yuan(fen: int) -> str:
    return f"¥{Money(fen).grouped()}"


def _learnt(fact: Session | SkillChange | ProofExpired) -> tuple[str, str]:
    if isinstance(fact, Session):
        return _("Training"), " · ".join(part for part in (fact.title, _("{hours} h", hours=hours_text(fact.minutes))) if part)
    if isinstance(fact, ProofExpired):
        return _("Proof expired"), fact.skill
    if fact.after is None:
        return _("Skill taken off"), fact.skill
    if fact.before is None:
        return _("Skill written down"), _("{skill}: level {level}", skill=fact.skill, level=fact.after)
    return _("Skill changed"), _("{skill}: level {before} → {level}", skill=fact.skill, before=fact.before, level=fact.after)


def _evaluation(fact: Evaluation) -> tuple[str, str]:
    state = _(REVIEW_STATE_LABELS[ReviewState(fact.state)])
    score = _("score {score}", score=f"{fact.score // 100}.{fact.score % 100:02d}") if fact.score is not None else ""
    grade = _("grade {grade}", grade=fact.grade) if fact.grade else ""
    version = _("version {n}", n=fact.number) if fact.number > 1 else ""
    return _("Evaluation {cycle}", cycle=fact.cycle), " · ".join(part for part in (state, score, grade, version) if part)


def _belonging(fact: EngagementChange | Membership) -> tuple[str, str]:
    if isinstance(fact, Membership):
        return (_("First day with the company") if fact.joined else _("Last day with the company")), ""
    hours = _("{hours} h/week", hours=hours_text(fact.weekly_minutes)) if fact.weekly_minutes else ""
    kind = _(ENGAGEMENT_LABELS[EngagementType(fact.type)])
    return (_("Engagement begins") if fact.began else _("Engagement ends")), " · ".join(part for part in (kind, hours) if part)


def when(day: date) -> str:
    return i18n.full_date(day)
