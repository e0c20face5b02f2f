"""Customers: classes by revenue, RFM scores, visit rhythm by class, and satisfaction figures.

Directions are fixed and printed with the figures: ABC classes by the share before the customer, RFM 5 is
best (domain 10).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from workbench.errors import N_
from workbench.models.values.codes import CustomerGrade
from workbench.models.values.numbers import Exact, exact

# ---- ABC ------------------------------------------------------------------------------------------


class AbcRule(StrEnum):
    """Where the customer that crosses a limit belongs: by the share before it (default), or after it."""

    BEFORE = "before"
    AFTER = "after"


ABC_RULE_LABELS: dict[AbcRule, str] = {
    AbcRule.BEFORE: N_("Class by the share of sales before the customer"),
    AbcRule.AFTER: N_("Class by the share of sales including the customer"),
}


def abc_classes(revenues: Sequence[int], limits: tuple[Exact, Exact] = (70, 90), rule: AbcRule = AbcRule.BEFORE) -> list[CustomerGrade]:
    """Class of each customer by cumulative revenue, limits in per cent (vector 10-A).

    Ranked by revenue, the earlier on a tie; customers without revenue are D.
    """
    total = sum(max(0, revenue) for revenue in revenues)
    classes = [CustomerGrade.D] * len(revenues)
    upper_a, upper_b = (exact(limit) * total / 100 for limit in limits)
    running = 0
    for index in sorted(range(len(revenues)), key=lambda place: (-revenues[place], place)):
        if revenues[index] <= 0:
            break
        before, running = running, running + revenues[index]
        if rule is AbcRule.BEFORE:
            classes[index] = CustomerGrade.A if before < upper_a else CustomerGrade.B if before < upper_b else CustomerGrade.C
        else:
            classes[index] = CustomerGrade.A if running <= upper_a else CustomerGrade.B if running <= upper_b else CustomerGrade.C
    return classes


def settled_class(history: Sequence[CustomerGrade], current: CustomerGrade, periods: int = 2) -> CustomerGrade:
    """Service class with hysteresis: a new class has to hold for `periods` computations, newest last in `history`."""
    recent = history[-periods:]
    return recent[-1] if len(recent) == periods and len(set(recent)) == 1 else current


# ---- RFM ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rfm:
    """Scores of one customer, 5 = best."""

    recency: int
    frequency: int
    monetary: int

    def __str__(self) -> str:
        return f"{self.recency}{self.frequency}{self.monetary}"


def rank_scores(values: Sequence[Exact], more_is_better: bool = True, classes: int = 5) -> list[int]:
    """ceil(classes × rank/n) with rank 1 = worst; equal values share the lowest rank."""
    keys = [exact(value) if more_is_better else -exact(value) for value in values]
    lowest: dict[Fraction, int] = {}
    for rank, key in enumerate(sorted(keys), start=1):
        lowest.setdefault(key, rank)
    return [-(-classes * lowest[key] // len(keys)) for key in keys]


def rfm_scores(days: Sequence[int], orders: Sequence[int], amounts: Sequence[int]) -> list[Rfm]:
    """Scores from days since the last order, number of orders and revenue (vector 10-B)."""
    columns = (rank_scores(days, more_is_better=False), rank_scores(orders), rank_scores(amounts))
    return [Rfm(*scores) for scores in zip(*columns, strict=True)]


class Segment(StrEnum):
    CHAMPION = "champion"
    WIN_BACK = "win_back"
    NEW = "new"
    LEAVING = "leaving"
    OTHER = "other"


SEGMENT_LABELS: dict[Segment, str] = {
    Segment.CHAMPION: N_("Key customer"),
    Segment.WIN_BACK: N_("Win back"),
    Segment.NEW: N_("New customer"),
    Segment.LEAVING: N_("About to leave"),
    Segment.OTHER: N_("Ordinary customer"),
}


def segment(scores: Rfm) -> Segment:
    """Default segments, the first that fits."""
    if min(scores.recency, scores.frequency, scores.monetary) >= 4:
        return Segment.CHAMPION
    if scores.recency <= 2 and scores.frequency >= 4:
        return Segment.WIN_BACK
    if scores.recency >= 4 and scores.frequency <= 2:
        return Segment.NEW
    return Segment.LEAVING if scores.recency <= 2 and scores.frequency <= 2 else Segment.OTHER


# ---- visits ---------------------------------------------------------------------------------------


def visit_cadence(grade: CustomerGrade, usual: Mapping[CustomerGrade, int | None], own_days: int | None = None) -> int | None:
    """The customer's own rhythm, else the days between visits of the class (`usual`); None = no visits planned."""
    return own_days if own_days is not None else usual.get(grade)


class VisitState(StrEnum):
    NONE = "none"
    IN_TIME = "in_time"
    DUE = "due"
    LATE = "late"


VISIT_STATE_LABELS: dict[VisitState, str] = {
    VisitState.NONE: N_("No visits planned"),
    VisitState.IN_TIME: N_("Visited in time"),
    VisitState.DUE: N_("Visit due"),
    VisitState.LATE: N_("Visit late"),
}


def overdue_ratio(last_visit: date | None, since: date, today: date, cadence_days: int | None) -> Fraction | None:
    """Days since the last visit (since `since` when there was none) over the cadence; None without one."""
    return Fraction((today - (last_visit or since)).days, cadence_days) if cadence_days else None


def visit_state(ratio: Fraction | None) -> VisitState:
    """≥ 1.0 due, ≥ 1.5 late."""
    if ratio is None:
        return VisitState.NONE
    return VisitState.LATE if ratio >= Fraction(3, 2) else VisitState.DUE if ratio >= 1 else VisitState.IN_TIME


def visit_load(
    visits: Sequence[tuple[int, Exact]], minutes_each: int, weekly_minutes: int, selling_share: Exact = Fraction(7, 10)
) -> Fraction:
    """Work of a territory over what one person can do in a month.

    `visits` is (customers, visits a month each); a month has 4.345 weeks, of which `selling_share` is for visits.
    """
    needed = sum((customers * exact(rate) for customers, rate in visits), Fraction(0)) * minutes_each
    return needed / (weekly_minutes * Fraction(4345, 1000) * exact(selling_share))


# ---- satisfaction ---------------------------------------------------------------------------------

LEAST_ANSWERS = 10
"""Under so many answers no colour is shown."""


def csat(answers: Sequence[int]) -> tuple[Fraction, Fraction] | None:
    """Share of 4 and 5, and the mean, of answers 1 to 5; None without answers."""
    if not answers:
        return None
    return Fraction(sum(answer >= 4 for answer in answers), len(answers)), Fraction(sum(answers), len(answers))


def nps(answers: Sequence[int]) -> Fraction | None:
    """Share of 9 and 10 less share of 0 to 6, of answers 0 to 10; None without answers."""
    if not answers:
        return None
    return Fraction(sum(answer >= 9 for answer in answers) - sum(answer <= 6 for answer in answers), len(answers))
