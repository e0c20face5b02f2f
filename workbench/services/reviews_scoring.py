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

from workbench import i18n
from workbench.i18n import N_
from workbench.models import review_rules as rules
from workbench.models.calendar_rules import WorkCalendar
from workbench.models.values.codes import CyclePeriod, EngagementType, Metric, Section
from workbench.models.values.numbers import half_up_int
from workbench.models.values.periods import Period
from workbench.readmodels.goals import MeasurementRow, TargetRow
from workbench.readmodels.reviews import NOT_RATED, CycleRow, ItemCard, Proration, SectionTotal
from workbench.readmodels.sales import SalesFigures
from workbench.services import policy, reviews_frozen, reviews_templates
from workbench.services.targets import proration, target_of
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


# ---------------------------------------------------------------- who is rated


def excluded_because(
    presence: Presence, period: Period, calendar: WorkCalendar, today: date, kind: CyclePeriod, limits: rules.ReviewPolicy
) -> str:
    """Why this person gets no grade, as a message id; empty for everybody who does. Hours count once the period is over."""
    found = proration(presence, period, calendar, limits.full_week_minutes, part_time_day=limits.part_time_day_minutes)
    return _excluded(presence, period, kind, limits, found, presence.recorded_minutes if today > period.end else None)


def no_grade_because(basis: Basis, head: Head, share: Proration, today: date) -> str:
    """The same for an open review, with what is set on it and what a freeze kept; asked again by every freeze and lock.

    Who was rated after all despite a reason is not taken out for the same reason again. Hours recorded after a freeze of the
    whole period no longer count.
    """
    if rules.is_finished(head.state):
        return ""
    presence, cycle = basis.presences[head.person_id], basis.cycle
    is_counted = today > cycle.end_on and (cycle.frozen_at is None or i18n.local(cycle.frozen_at).date() <= cycle.end_on)
    worked = presence.recorded_minutes if is_counted else None
    reason = _excluded(presence, cycle.period, cycle.kind, basis.policy, share, worked)
    return "" if reason == head.excluded_because else reason


def _excluded(
    presence: Presence, period: Period, kind: CyclePeriod, limits: rules.ReviewPolicy, found: Proration, worked: int | None
) -> str:
    if presence.left_on is not None and presence.left_on < period.end:
        return N_("Left before the end of the period")
    if kind is CyclePeriod.PROBATION and found.engagement not in (None, EngagementType.FULL_TIME):
        return N_("A probation exists for full-time staff only")
    reason = rules.not_rated_because(found.eligible_days, found.period_days, worked, limits.least_share, limits.least_minutes)
    return rules.NOT_RATED_LABELS[reason] if reason is not None else ""


# ---------------------------------------------------------------- actuals


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
    policy: rules.ReviewPolicy
    entries: Mapping[tuple[int, int], Entry]
    presences: Mapping[int, Presence]
    sold: Mapping[int, SalesFigures]
    targets: Mapping[int, Sequence[TargetRow]]
    measured: Mapping[int, Sequence[MeasurementRow]]
    counted: Period


def counted_days(period: Period, today: date) -> Period:
    """The days of the period whose records count by today."""
    return Period(period.start, max(period.start, min(period.end, today)))


def load_basis(conn: Reader, cycle: CycleRow, heads: Sequence[Head], today: date) -> Basis:
    """The records of all these reviews. Hours and figures after `today` do not count yet."""
    period, people = cycle.period, [head.person_id for head in heads]
    so_far = counted_days(period, today)
    targets: dict[int, list[TargetRow]] = defaultdict(list)
    for target in goal_queries.targets(conn, period, people):
        targets[target.person_id].append(target)
    measured: dict[int, list[MeasurementRow]] = defaultdict(list)
    for row in goal_queries.measurements(conn, people, so_far):
        measured[row.person_id].append(row)
    return Basis(
        cycle, queries.template_lines(conn, cycle.template_id), tuple(rules.Band(*band) for band in queries.bands(conn, cycle.template_id)),
        policy.load_calendar(conn), policy.load_review_policy(conn, period.end), queries.entries(conn, [head.id for head in heads]), people_queries.presences(conn, so_far, people),
        sales_queries.figures(conn, people, so_far), targets, measured, so_far,
    )  # fmt: skip


def by_records(basis: Basis) -> Basis:
    """The same without the figures set by hand."""
    return replace(basis, entries={key: replace(entry, actual=None, by_hand_because="") for key, entry in basis.entries.items()})


def score_review(basis: Basis, head: Head) -> Scored:
    """All lines of one review with their working, and the total they give."""
    presence = basis.presences[head.person_id]
    share = proration(
        presence, basis.cycle.period, basis.calendar, basis.policy.full_week_minutes, head, part_time_day=basis.policy.part_time_day_minutes
    )
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
    if present < basis.policy.least_weight * rules.WHOLE:
        return Scored(items, sections, None, NOT_RATED, share, missing, facts, present)
    points = max(Fraction(0), scored.points * rules.WHOLE / present + Fraction(int(head.texts["bonus"]), 100))
    total = half_up_int(points * 100)
    return Scored(items, sections, total, rules.grade_for(total, basis.bands), share, missing, facts, present)


def _item(basis: Basis, head: Head, line: TemplateLine, entry: Entry, presence: Presence, share: Proration) -> ItemCard:
    zh, en = reviews_templates.source(line.code)
    blank = ItemCard(
        line.id, line.code, line.name_zh, line.name_en, line.definition_zh, line.definition_en, line.section, line.metric, line.weight, line.cap,
        None, None, None, None, "", zh, en, None, entry.self_rating, entry.manager_rating, "" if line.metric else entry.evidence, entry.by_hand_because, line.less_is_better,
    )  # fmt: skip
    if line.metric is None:
        scored = rules.rating_line(line.code, line.section, line.weight, entry.manager_rating)
        return replace(blank, attainment=scored.attainment, points=None if scored.attainment is None else scored.points)
    if entry.locked:
        scored = rules.kpi_line(line.code, line.weight, entry.target, entry.actual, line.cap, line.less_is_better)
        points = None if scored.attainment is None else scored.points
        return replace(blank, target=entry.target, actual=entry.actual, attainment=scored.attainment, points=points)
    frozen = reviews_frozen.read(entry.evidence)
    if frozen is not None:
        return _frozen_item(blank, line, entry, frozen)
    person = head.person_id
    own = target_of(basis.targets.get(person, ()), line.metric, basis.cycle.period, share.factor, basis.calendar)
    target = line.default_target if own.amount is None and not own.hours_missing else own.amount
    actual, rows = actual_of(line.metric, basis.sold[person], basis.measured.get(person, ()), presence)
    target = entry.target if entry.target is not None else target
    actual = entry.actual if entry.actual is not None else actual
    rows = None if entry.by_hand_because else rows
    scored = rules.kpi_line(line.code, line.weight, target, actual, line.cap, line.less_is_better)
    points = None if scored.attainment is None else scored.points
    return replace(
        blank, target=target, actual=actual, attainment=scored.attainment, points=points, target_source=own.source, rows=rows,
        target_prorated=own.prorated, hours_missing=target is None and own.hours_missing,
    )  # fmt: skip


def _frozen_item(blank: ItemCard, line: TemplateLine, entry: Entry, frozen: reviews_frozen.Frozen) -> ItemCard:
    """A counted line as it stood at the freeze, also where a figure was missing, whatever became of the records since."""
    by_hand = bool(entry.by_hand_because)
    actual = entry.actual if by_hand or frozen.kept is None else frozen.actual
    scored = rules.kpi_line(line.code, line.weight, entry.target, actual, line.cap, line.less_is_better)
    return replace(
        blank, target=entry.target, actual=actual, attainment=scored.attainment, points=None if scored.attainment is None else scored.points,
        target_source=frozen.target_source, rows=None if by_hand else frozen.rows, target_prorated=frozen.prorated,
    )  # fmt: skip
