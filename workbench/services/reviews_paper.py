"""Words and figures of the printed evaluation, in both languages, from what a review card holds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from gettext import NullTranslations

from workbench import i18n
from workbench.models.values.codes import CyclePeriod, Metric, Section, Unit
from workbench.models.values.labels import label
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up
from workbench.models.values.periods import Period
from workbench.readmodels.documents import (
    BehaviourRow,
    Collaboration,
    DevelopmentRow,
    GoalRow,
    KpiRow,
    ResultUse,
    SummaryPart,
    Text2,
    Words,
)
from workbench.readmodels.reviews import ItemCard, ReviewCard
from workbench.services import reviews_templates
from workbench.services.reviews_texts import USES, day_or_none

USE_LABELS = {
    "bonus": Text2("奖金系数", "Bonus factor"),
    "training": Text2("培训", "Training"),
    "promotion": Text2("晋升", "Promotion"),
    "transfer": Text2("调岗", "Transfer"),
    "plan": Text2("改进计划", "Improvement plan"),
}
PART_LABELS = {
    Section.KPI: Text2("业绩指标", "Results"),
    Section.BEHAVIOUR: Text2("行为与态度", "Behaviour"),
    Section.COLLABORATION: Text2("协作评价", "Collaboration"),
}
NO_FIGURE = Text2("无数据", "no figure")
BY_SUPERIOR = Text2("直接上级评价", "Direct superior")


def both(message: str) -> Text2:
    """An English message id with its Chinese words from the catalogue."""
    return Text2(_chinese().gettext(message), message)


@cache
def _chinese() -> NullTranslations:
    return i18n.catalogue("zh_CN")


def amount_text(metric: Metric, amount: int) -> str:
    """Hundredths of a metric's unit as the form prints them: 180,000.00, 96.0%, 6, 4.4."""
    if metric.unit is Unit.MONEY:
        return Money(amount).grouped()
    if metric.unit is Unit.PERCENT:
        return f"{half_up(Fraction(amount, 100), 1)}%"
    number = half_up(Fraction(amount, 100), 2)
    if metric.unit is Unit.SCORE:
        return str(number).removesuffix("0")
    return f"{number:,f}".rstrip("0").rstrip(".")


def period_label(period: Period) -> Text2:
    """2026 年第三季度 / 2026 Q3; plain dates for a span that is no calendar period."""
    name, year = period.name, period.start.year
    if period == Period.whole_year(year):
        return Text2(f"{year} 年度", str(year))
    if "Q" in name:
        number = int(name[-1])
        return Text2(f"{year} 年第{'一二三四'[number - 1]}季度", f"{year} Q{number}")
    if "H" in name:
        return Text2(f"{year} 年{'上下'[int(name[-1]) - 1]}半年", f"{year} H{name[-1]}")
    if period == Period.month(year, period.start.month):
        return Text2(f"{year} 年 {period.start.month} 月", name)
    return Text2(f"{period.start} 至 {period.end}", f"{period.start} to {period.end}")


def cycle_label(kind: CyclePeriod) -> Text2:
    return both(label(kind))


def kpi_row(item: ItemCard) -> KpiRow:
    """One indicator; a line without a figure says so instead of showing a zero."""
    metric = item.metric or Metric.SALES_NET
    source = Text2(item.source_zh, item.source_en)
    if item.by_hand_because:
        source = Text2(f"手工填写：{item.by_hand_because}", f"by hand: {item.by_hand_because}")
    return KpiRow(
        name=Text2(item.name_zh, item.name_en),
        definition=Text2(item.definition_zh, item.definition_en),
        weight=Fraction(item.weight, 100),
        target="" if item.target is None else amount_text(metric, item.target),
        actual=NO_FIGURE if item.actual is None else amount_text(metric, item.actual),
        attainment=item.attainment,
        cap=Fraction(item.cap, 10_000),
        score=item.points,
        source=source,
        rows=item.rows,
        prorated=item.target_prorated,
    )


def behaviour_row(item: ItemCard) -> BehaviourRow:
    return BehaviourRow(
        name=Text2(item.name_zh, item.name_en),
        anchor=Text2(*reviews_templates.anchor(item.code, item.manager_rating)),
        self_level=item.self_rating,
        manager_level=item.manager_rating,
        evidence=item.evidence,
        points=item.points,
    )


def collaboration(items: Sequence[ItemCard]) -> Collaboration:
    """Field 18 from the lines of its section: the mean level, all points and all facts."""
    rated = [item for item in items if item.manager_rating is not None]
    facts = "\n".join(item.evidence for item in items if item.evidence)
    if not rated:
        return Collaboration(source=BY_SUPERIOR, facts=facts)
    return Collaboration(
        source=BY_SUPERIOR,
        count=1,
        score=Fraction(sum(item.manager_rating or 0 for item in rated), len(rated)),
        points=sum((item.points or Fraction(0) for item in rated), Fraction(0)),
        facts=facts,
    )


def parts(card: ReviewCard) -> tuple[SummaryPart, ...]:
    """The score summary. Where lines dropped out, weights and points are scaled so that they still add up to 100."""
    scale = Fraction(10_000, card.weight_present) if card.is_scaled and card.total is not None else Fraction(1)
    found = []
    for part in card.sections:
        weight = part.weight_present if scale != 1 else part.weight
        points = part.points * scale if part.weight_present else None
        found.append(
            SummaryPart(
                name=PART_LABELS[part.section], weight=Fraction(weight, 100) * scale, points=points, form_weight=Fraction(part.weight, 100)
            )
        )
    return tuple(found)


def target_notes(card: ReviewCard) -> Text2 | str:
    """What was changed on the targets, and openly which lines dropped out and what that did to the total."""
    dropped = [item for item in card.items if item.code in card.missing]
    if not dropped or not card.is_scaled:
        return card.texts.target_notes
    present = f"{half_up(Fraction(card.weight_present, 100), 2)}".rstrip("0").rstrip(".")
    zh = "、".join(item.name_zh for item in dropped)
    en = ", ".join(item.name_en for item in dropped)
    own = card.texts.target_notes
    return Text2(
        f"{own} 缺少数据未计分：{zh}；总分按其余权重 {present} 折算为 100。".strip(),
        f"{own} No figure, not scored: {en}; the total is scaled from weight {present} to 100.".strip(),
    )


def band_text(card: ReviewCard) -> str:
    """The scores of the grade proposed: 85–94.99, or from the best grade's limit up; empty for NR."""
    limits = sorted(card.bands, key=lambda band: -band[1])
    for place, (grade, at_least) in enumerate(limits):
        if grade == card.grade:
            low = f"{half_up(Fraction(at_least, 100), 2)}".rstrip("0").rstrip(".") or "0"
            return f"≥ {low}" if place == 0 else f"{low}–{half_up(Fraction(limits[place - 1][1] - 1, 100), 2)}"
    return ""


def uses(card: ReviewCard) -> tuple[ResultUse, ...]:
    """The boxes of field 32, those chosen ticked with their note."""
    chosen = {str(row.get("code", "")): str(row.get("note") or "") for row in card.texts.result_use}
    known = tuple(ResultUse(label=USE_LABELS[code], chosen=code in chosen, detail=chosen.get(code, "")) for code in USES)
    return known + tuple(ResultUse(label=code, chosen=True, detail=note) for code, note in chosen.items() if code and code not in USES)


def goals(card: ReviewCard) -> tuple[GoalRow, ...]:
    found = []
    for row in card.texts.next_goals:
        name: Words = str(row.get("metric") or "")
        if name in {metric.value for metric in Metric}:
            name = both(label(Metric(str(name))))
        weight = row.get("weight")
        found.append(GoalRow(name=name, target=str(row.get("target") or ""), weight=_number(weight), due=day_or_none(row.get("due"))))
    return tuple(found)


def _number(cell: object) -> Fraction | None:
    text = str(cell or "").strip().removesuffix("%").strip()
    try:
        return Fraction(text) if text else None
    except (ValueError, ZeroDivisionError):
        return None


def development(card: ReviewCard) -> tuple[DevelopmentRow, ...]:
    return tuple(
        DevelopmentRow(
            skill=str(row.get("ability") or ""), action=str(row.get("measure") or ""), support=str(row.get("support") or ""),
            due=day_or_none(row.get("date")),
        )
        for row in card.texts.development
    )  # fmt: skip
