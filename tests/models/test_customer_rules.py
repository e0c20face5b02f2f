"""Customer classes, RFM, visit rhythm: vectors 10-A and 10-B (domain 10)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from workbench.models import customer_rules as rules
from workbench.models.customer_rules import AbcRule, Rfm, Segment, VisitState
from workbench.models.values.codes import CustomerGrade
from workbench.models.values.numbers import half_up

REVENUES = [50_000, 22_000, 12_000, 8_000, 4_000, 2_500, 1_000, 500]


@pytest.mark.parametrize(("rule", "expected"), [(AbcRule.BEFORE, "AABBCCCC"), (AbcRule.AFTER, "ABBCCCCC")])
def test_that_10_a_decides_the_crossing_customer_by_rule(rule: AbcRule, expected: str) -> None:
    assert "".join(rules.abc_classes(REVENUES, rule=rule)) == expected


def test_that_classes_follow_revenue_not_order_and_no_revenue_is_d() -> None:
    assert "".join(rules.abc_classes(list(reversed(REVENUES)))) == "CCCCBBAA"
    assert "".join(rules.abc_classes([0, 100, -5])) == "DAD"
    assert rules.abc_classes([]) == []


def test_that_a_new_class_has_to_hold_for_two_periods() -> None:
    a, b = CustomerGrade.A, CustomerGrade.B
    assert rules.settled_class([b, a], b) is b
    assert rules.settled_class([a, a], b) is a
    assert rules.settled_class([a], b) is b


def test_that_10_b_scores_ten_customers_with_five_as_best() -> None:
    scores = rules.rfm_scores(
        [5, 10, 15, 30, 45, 60, 90, 120, 200, 365],
        [12, 9, 8, 6, 5, 4, 3, 2, 1, 1],
        [9000, 7000, 12000, 3000, 2500, 4000, 1500, 800, 600, 300],
    )
    assert [str(one) for one in scores] == ["555", "554", "445", "443", "333", "334", "222", "222", "111", "111"]


def test_that_equal_values_share_the_lowest_rank() -> None:
    assert rules.rank_scores([1, 1, 1, 9]) == [2, 2, 2, 5]
    assert rules.rank_scores([]) == []


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (Rfm(5, 4, 4), Segment.CHAMPION),
        (Rfm(2, 4, 5), Segment.WIN_BACK),
        (Rfm(4, 2, 5), Segment.NEW),
        (Rfm(1, 2, 5), Segment.LEAVING),
        (Rfm(3, 3, 3), Segment.OTHER),
    ],
)
def test_that_segments_follow_their_limits(scores: Rfm, expected: Segment) -> None:
    assert rules.segment(scores) is expected


def test_that_visits_are_due_by_class_or_by_the_customers_own_rhythm() -> None:
    usual = {CustomerGrade.A: 14, CustomerGrade.B: 30, CustomerGrade.C: 90}
    assert [rules.visit_cadence(grade, usual) for grade in CustomerGrade] == [14, 30, 90, None]
    assert rules.visit_cadence(CustomerGrade.D, usual, 60) == 60


@pytest.mark.parametrize(
    ("last", "cadence", "expected"),
    [
        (date(2026, 11, 16), 14, VisitState.IN_TIME),
        (date(2026, 11, 9), 14, VisitState.DUE),
        (date(2026, 11, 2), 14, VisitState.LATE),
        (None, 14, VisitState.LATE),
        (None, None, VisitState.NONE),
    ],
)
def test_that_visits_turn_yellow_at_one_and_red_at_one_and_a_half(last: date | None, cadence: int | None, expected: VisitState) -> None:
    ratio = rules.overdue_ratio(last, date(2026, 10, 1), date(2026, 11, 23), cadence)
    assert rules.visit_state(ratio) is expected


def test_that_a_territory_can_be_too_much_for_a_part_timer() -> None:
    load = rules.visit_load([(10, 4), (25, 2), (60, Fraction(1, 2))], 65, 1440)
    assert str(half_up(load * 100, 0)) == "178"


def test_that_satisfaction_shows_share_mean_and_net_promoters() -> None:
    assert rules.csat([5, 4, 4, 3, 5, 2, 5, 4]) == (Fraction(3, 4), Fraction(4))
    assert rules.nps([10, 9, 9, 8, 7, 10, 6, 3, 9, 8]) == Fraction(3, 10)
    assert rules.csat([]) is None
    assert rules.nps([]) is None
