"""From records to points: the figures, targets and proration of many reviews of one cycle in one go.

Figures are rounded half-up to hundredths of their unit before they are compared, so that what is printed gives the
same attainment. Lines without a figure or a rating drop out and the total is scaled to the weights present.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from workbench.i18n import N_
from workbench.models import review_rules as rules
from workbench.models.calendar_rules import WorkCalendar
from workbench.models.values import CyclePeriod, EngagementType, Metric, Period, Section, half_up_int
from workbench.readmodels.goals import MeasurementRow, TargetRow
from workbench.readmodels.reviews import NOT_RATED, CycleRow, ItemCard, Proration, SectionTotal
from workbench.readmodels.sales import SalesFigures
from workbench.services import policy, reviews_templates
from workbench.services.workspace import Reader
from workbench.storage.queries import goals as goal_queries
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_people as people_queries
from workbench.storage.queries import sales as sales_queries
from workbench.storage.queries.reviews import Entry, Head, TemplateLine
from workbench.storage.queries.reviews_people import Presence

NO_FIGURE: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Scored:
    """One review with its working. `total` (hundredths) is None with the grade NR while too little is known."""

    items: tuple[ItemCard, ...]
    sections: tuple[SectionTotal, ...]
    total: int | None
    grade: str
    proration: Proration
    missing: tuple[str, ...]
    without_evidence: tuple[str, ...]
    weight_present: int


# ---------------------------------------------------------------- days and hours


def here(presence: Presence, period: Period) -> Period | None:
    """The part of the period in which the person belonged to the company; None when there was none."""
    starts = [presence.hired_on] if presence.hired_on else [term.start_on for term in presence.terms[:1]]
    start = max([period.start, *starts])
    end = min(period.end, presence.left_on) if presence.left_on else period.end
    return Period(start, end) if start <= end else None


def proration(presence: Presence, period: Period, calendar: WorkCalendar, head: Head | None = None) -> Proration:
    """Agreed hours (averaged over working days), eligible and period days, and the factor they give.

    Without an engagement, or with no agreed hours, the person counts as full-time. What is set on the review wins.
    """
    days = calendar.working_dates(period)
    present = here(presence, period)
    mine = [day for day in days if present is not None and day in present]
    week = rules.FULL_WEEK_MINUTES
    agreed = []
    for day in mine:
        term = next((term for term in reversed(presence.terms) if term.covers(day)), None)
        agreed.append((term.weekly_minutes or week) if term is not None else week)
    weekly = half_up_int(Fraction(sum(agreed), len(agreed))) if agreed else week
    excluded = max(head.excluded_days if head else 0, sum(day in presence.leave for day in mine))
    eligible = max(0, len(mine) - excluded)
    if head is not None:
        weekly = head.weekly_minutes if head.weekly_minutes is not None else weekly
        eligible = head.eligible_days if head.eligible_days is not None else eligible
    factor = rules.proration_factor(weekly, eligible, len(days)) if days else Fraction(1)
    last = next((term for term in reversed(presence.terms) if term.start_on <= period.end), None)
    return Proration(weekly, week, eligible, excluded, len(days), factor, presence.worked_minutes, last.type if last else None)


def excluded_because(presence: Presence, period: Period, calendar: WorkCalendar, today: date, kind: CyclePeriod) -> str:
    """Why this person gets no grade, as a message id; empty for everybody who does."""
    if presence.left_on is not None and presence.left_on < period.end:
        return N_("Left before the end of the period")
    found = proration(presence, period, calendar)
    if kind is CyclePeriod.PROBATION and found.engagement not in (None, EngagementType.FULL_TIME):
        return N_("A probation exists for full-time staff only")
    worked = presence.recorded_minutes if today > period.end else None
    reason = rules.not_rated_because(found.eligible_days, found.period_days, worked)
    return rules.NOT_RATED_LABELS[reason] if reason is not None else ""


# ---------------------------------------------------------------- targets and actuals


def target_of(
    rows: Sequence[TargetRow], metric: Metric, period: Period, factor: Fraction, calendar: WorkCalendar
) -> tuple[int | None, str]:
    """(hundredths, source) of a metric for the period; (None, "") when nothing is set.

    The row of exactly this period wins, then rows that fill it, then the shortest row around it by working days,
    then rows that fill a part of it. Full-time rows of metrics that add up are scaled by the factor.
    """
    mine = [row for row in rows if row.metric is metric]
    inside = [row for row in mine if row.start_on >= period.start and row.end_on <= period.end]
    exact = [row for row in inside if row.period == period]
    around = sorted((row for row in mine if row.start_on <= period.start and row.end_on >= period.end), key=lambda row: row.period.days)
    if exact:
        chosen = exact[:1]
    elif inside and (sum(row.period.days for row in inside) >= period.days or not around):
        chosen = inside
    else:
        chosen = around[:1]
    if not chosen:
        return None, ""
    parts = [(_own(row, metric, factor), row.period) for row in chosen]
    if not metric.adds_up:
        amount = sum((part * span.days for part, span in parts), Fraction(0)) / sum(span.days for _part, span in parts)
    elif chosen[0] in inside:
        amount = sum((part for part, _span in parts), Fraction(0))
    else:
        whole = calendar.working_days(chosen[0].period)
        amount = parts[0][0] * Fraction(calendar.working_days(period), whole) if whole else Fraction(0)
    return half_up_int(amount), " · ".join(dict.fromkeys(row.source for row in chosen if row.source))


def _own(row: TargetRow, metric: Metric, factor: Fraction) -> Fraction:
    return Fraction(row.amount) if row.prorated or not metric.adds_up else row.amount * factor


def actual_of(metric: Metric, sold: SalesFigures, measured: Sequence[MeasurementRow], presence: Presence) -> tuple[int | None, int | None]:
    """(hundredths of the unit, records behind it) of a metric; (None, None) while there is nothing to count."""
    if metric is Metric.SALES_NET:
        return sold.net, sold.won
    if metric is Metric.NEW_CUSTOMERS:
        return sold.new_customers * 100, sold.new_customers
    if metric is Metric.DEALS_WON:
        return sold.won * 100, sold.won
    if metric is Metric.COLLECTION_RATE:
        return NO_FIGURE if sold.collection_rate is None else (half_up_int(sold.collection_rate * 10_000), sold.due_deals)
    if metric is Metric.WIN_RATE:
        return NO_FIGURE if sold.win_rate is None else (half_up_int(sold.win_rate * 10_000), sold.won + sold.lost)
    if metric is Metric.SALES_PER_HOUR:
        minutes = presence.worked_minutes
        return (half_up_int(Fraction(sold.net * 60, minutes)), sold.won) if minutes else NO_FIGURE
    mine = [row for row in measured if row.metric is metric]
    if metric is Metric.VISITS_DONE:
        return (sum(row.amount for row in mine), len(mine)) if mine else (presence.visits * 100, presence.visits)
    answers = sum(row.answers for row in mine)
    return (half_up_int(Fraction(sum(row.amount * row.answers for row in mine), answers)), answers) if answers else NO_FIGURE


# ---------------------------------------------------------------- one review


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that the reviews of one cycle are scored from."""

    cycle: CycleRow
    lines: tuple[TemplateLine, ...]
    bands: tuple[rules.Band, ...]
    calendar: WorkCalendar
    entries: Mapping[tuple[int, int], Entry]
    presences: Mapping[int, Presence]
    sold: Mapping[int, SalesFigures]
    targets: Mapping[int, Sequence[TargetRow]]
    measured: Mapping[int, Sequence[MeasurementRow]]


def load_basis(conn: Reader, cycle: CycleRow, heads: Sequence[Head], today: date) -> Basis:
    """The records of all these reviews. Hours and figures after `today` do not count yet."""
    period, people = cycle.period, [head.person_id for head in heads]
    so_far = Period(period.start, max(period.start, min(period.end, today)))
    targets: dict[int, list[TargetRow]] = defaultdict(list)
    for target in goal_queries.targets(conn, period, people):
        targets[target.person_id].append(target)
    measured: dict[int, list[MeasurementRow]] = defaultdict(list)
    for row in goal_queries.measurements(conn, people, so_far):
        measured[row.person_id].append(row)
    return Basis(
        cycle, queries.template_lines(conn, cycle.template_id), tuple(rules.Band(*band) for band in queries.bands(conn, cycle.template_id)),
        policy.load_calendar(conn), queries.entries(conn, [head.id for head in heads]), people_queries.presences(conn, so_far, people),
        sales_queries.figures(conn, people, so_far), targets, measured,
    )  # fmt: skip


def score_review(basis: Basis, head: Head) -> Scored:
    """All lines of one review with their working, and the total they give."""
    presence = basis.presences[head.person_id]
    share = proration(presence, basis.cycle.period, basis.calendar, head)
    items = tuple(_item(basis, head, line, basis.entries.get((head.id, line.id), Entry()), presence, share) for line in basis.lines)
    lines = [rules.ScoreLine(item.code, item.section, item.weight, item.attainment, item.cap) for item in items]
    scored = rules.score(lines)
    present = sum(line.weight for line in lines if line.attainment is not None)
    sections = tuple(
        SectionTotal(
            section, scored.section_weight(section), sum(line.weight for line in lines if line.section is section and line.attainment is not None),
            scored.section_points(section),
        )
        for section in Section
    )  # fmt: skip
    facts = tuple(rules.without_evidence((i.code, i.manager_rating, i.evidence) for i in items if i.section is not Section.KPI))
    missing = scored.missing
    if present * 3 < rules.WHOLE:
        return Scored(items, sections, None, NOT_RATED, share, missing, facts, present)
    points = max(Fraction(0), scored.points * rules.WHOLE / present + Fraction(int(head.texts["bonus"]), 100))
    total = half_up_int(points * 100)
    return Scored(items, sections, total, rules.grade_for(total, basis.bands), share, missing, facts, present)


def _item(basis: Basis, head: Head, line: TemplateLine, entry: Entry, presence: Presence, share: Proration) -> ItemCard:
    zh, en = reviews_templates.source(line.code)
    blank = ItemCard(
        line.id, line.code, line.name_zh, line.name_en, line.definition_zh, line.definition_en, line.section, line.metric, line.weight, line.cap,
        None, None, None, None, "", zh, en, None, entry.self_rating, entry.manager_rating, entry.evidence, entry.by_hand_because, line.less_is_better,
    )  # fmt: skip
    if line.metric is None:
        scored = rules.rating_line(line.code, line.section, line.weight, entry.manager_rating)
        return replace(blank, attainment=scored.attainment, points=None if scored.attainment is None else scored.points)
    if entry.locked:
        scored = rules.kpi_line(line.code, line.weight, entry.target, entry.actual, line.cap, line.less_is_better)
        points = None if scored.attainment is None else scored.points
        return replace(blank, target=entry.target, actual=entry.actual, attainment=scored.attainment, points=points)
    person = head.person_id
    target, source = target_of(basis.targets.get(person, ()), line.metric, basis.cycle.period, share.factor, basis.calendar)
    if target is None:
        target = line.default_target
    actual, rows = actual_of(line.metric, basis.sold[person], basis.measured.get(person, ()), presence)
    target = entry.target if entry.target is not None else target
    actual = entry.actual if entry.actual is not None else actual
    rows = None if entry.by_hand_because else rows
    scored = rules.kpi_line(line.code, line.weight, target, actual, line.cap, line.less_is_better)
    points = None if scored.attainment is None else scored.points
    return replace(blank, target=target, actual=actual, attainment=scored.attainment, points=points, target_source=source, rows=rows)
