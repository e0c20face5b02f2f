"""Cascade and pace: vectors 5-A and 5-B (domain 5)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.models import goal_rules as rules
from workbench.models.goal_rules import Cascade, ChildChange, Pace, PacePolicy
from workbench.models.values.numbers import half_up
from workbench.models.values.periods import Period

USUAL = PacePolicy(Fraction(1), Fraction(9, 10), 3)
INDICES = [Fraction(text) for text in ["0.90", "0.60", "1.00", "0.95", "1.10", "1.15", "0.90", "0.85", "1.05", "1.00", "1.40", "1.10"]]


def test_that_5_a_a_year_of_1_200_000_falls_into_months_and_quarters() -> None:
    months = rules.cascade(1_200_000, INDICES)
    assert months == [90_000, 60_000, 100_000, 95_000, 110_000, 115_000, 90_000, 85_000, 105_000, 100_000, 140_000, 110_000]
    assert [sum(months[start : start + 3]) for start in range(0, 12, 3)] == [250_000, 320_000, 280_000, 350_000]


def test_that_5_a_a_year_of_1_000_000_sums_exactly_after_rounding() -> None:
    months = rules.cascade(1_000_000, INDICES)
    assert months == [75_000, 50_000, 83_333, 79_167, 91_667, 95_833, 75_000, 70_833, 87_500, 83_333, 116_667, 91_667]
    assert sum(months) == 1_000_000


def test_that_5_a_november_falls_into_weeks_and_days() -> None:
    assert rules.cascade(140_000, [5, 5, 5, 5, 1]) == [33_334, 33_333, 33_333, 33_333, 6_667]
    assert rules.cascade(33_334, [1] * 5) == [6_667, 6_667, 6_667, 6_667, 6_666]
    assert rules.cascade(33_333, [8, 8, 8, 9, 12, 18, 17]) == [3_334, 3_333, 3_333, 3_750, 5_000, 7_500, 7_083]
    assert rules.cascade(100, [1, 1, 1]) == [34, 33, 33]


def test_that_fen_can_be_split_in_whole_yuan() -> None:
    assert rules.cascade(10_050, [1, 1], unit=100) == [5_050, 5_000]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 100), min_size=1, max_size=53).filter(any), st.sampled_from([1, 100]))
def test_that_children_always_sum_to_the_parent(total: int, weights: list[int], unit: int) -> None:
    assert sum(rules.cascade(total, weights, unit)) == total


def test_that_weights_multiply_season_days_and_capacity() -> None:
    assert rules.combined_weights([Fraction(9, 10), 1], [21, 16], [1, Fraction(1, 2)]) == [Fraction(189, 10), Fraction(8)]
    with pytest.raises(ValueError):
        rules.combined_weights([1], [1, 2])


def test_that_seasons_come_from_two_years_and_sum_to_twelve() -> None:
    low, high = [100] * 11 + [200], [1000] * 11 + [3000]
    indices = rules.seasonal_indices([low, high])
    assert sum(indices) == 12
    assert indices[11] > indices[0]
    for history in ([low], [low, [1] * 11], [low, [0] * 12]):
        with pytest.raises(ValueError):
            rules.seasonal_indices(history)


def test_that_growth_is_rounded_half_up() -> None:
    assert rules.uplift(920_000, Fraction(8, 100)) == 993_600
    assert rules.uplift(5, Fraction(1, 2)) == 8


def test_that_a_changed_child_leaves_three_choices() -> None:
    year = Cascade(300, (100, 100, 100))
    raised = rules.change_child(year, 0, 130, ChildChange.RAISE_PARENT)
    assert (raised.total, raised.gap) == (330, 0)
    gap = rules.change_child(year, 0, 130, ChildChange.LEAVE_GAP)
    assert (gap.total, gap.parts, gap.gap) == (300, (130, 100, 100), -30)
    spread = rules.change_child(year, 0, 130, ChildChange.SPREAD_REST, weights=[1, 1, 3], open_parts=[False, True, True])
    assert (spread.parts, spread.gap) == ((130, 43, 127), 0)
    partly = rules.change_child(year, 1, 150, ChildChange.SPREAD_REST, weights=[1, 1, 1], open_parts=[False, True, True])
    assert partly.parts == (100, 150, 50)
    with pytest.raises(ValueError):
        rules.change_child(year, 2, 130, ChildChange.SPREAD_REST, weights=[1, 1, 1], open_parts=[False, False, True])
    with pytest.raises(ValueError):
        rules.change_child(year, 0, 400, ChildChange.SPREAD_REST, weights=[1, 1, 1], open_parts=[True, True, True])


def test_that_5_b_tells_the_pace_of_november() -> None:
    pace = rules.pacing(100_000, 62_000, [1] * 21, 15, USUAL)
    assert str(half_up(pace.expected)) == "71428.57"
    assert str(half_up(pace.gap)) == "-9428.57"
    assert pace.pace is not None
    assert str(half_up(pace.pace * 100, 1)) == "86.8"
    assert pace.attainment == Fraction(62, 100)
    assert str(half_up(pace.run_rate or 0)) == "4133.33"
    assert pace.projection == 86_800
    assert str(half_up(pace.required_per_day or 0)) == "6333.33"
    assert str(half_up(pace.required_over_run_rate or 0)) == "1.53"
    assert pace.colour is Pace.BEHIND


def test_that_the_quoted_pace_is_96_per_cent() -> None:
    pace = rules.pacing(500_000, 320_000, [1] * 30, 20, USUAL)
    assert pace.attainment == Fraction(64, 100)
    assert pace.pace == Fraction(96, 100)
    assert pace.colour is Pace.CLOSE


def test_that_the_first_days_have_no_colour_and_edges_do_not_divide_by_zero() -> None:
    assert rules.pacing(100, 0, [1] * 20, 3, USUAL).colour is Pace.NONE
    assert rules.pacing(100, 20, [1] * 20, 4, USUAL).colour is Pace.GOOD
    start = rules.pacing(100, 0, [1] * 20, 0, USUAL)
    assert (start.pace, start.run_rate, start.projection) == (None, None, None)
    end = rules.pacing(100, 120, [1] * 20, 20, USUAL)
    assert (end.required_per_day, end.projection) == (None, 120)
    nothing = rules.pacing(0, 0, [], 0, USUAL)
    assert (nothing.expected, nothing.attainment, nothing.colour) == (0, None, Pace.NONE)
    assert rules.pacing(100, 150, [1] * 20, 10, USUAL).required_per_day == 0


def test_that_the_company_sets_from_where_a_pace_is_green_and_how_long_it_has_no_colour() -> None:
    mild = PacePolicy(Fraction(85, 100), Fraction(7, 10), 0)
    assert rules.pacing(100_000, 62_000, [1] * 21, 15, mild).colour is Pace.GOOD
    assert rules.pacing(100, 4, [1] * 20, 1, mild).colour is Pace.CLOSE
    assert rules.pacing(100, 0, [1] * 20, 1, mild).colour is Pace.BEHIND


@pytest.mark.parametrize(
    ("actual", "target", "less", "expected"),
    [
        (112, 100, False, Fraction(112, 100)),
        (80, 100, True, Fraction(12, 10)),
        (150, 100, True, Fraction(1, 2)),
        (300, 100, True, Fraction(0)),
        (5, 0, False, None),
    ],
)
def test_that_attainment_follows_the_direction_of_the_metric(actual: int, target: int, less: bool, expected: Fraction | None) -> None:
    assert rules.attainment(actual, target, less) == expected


# ---- which targets speak for a period ----

NOVEMBER, QUARTER, YEAR = Period.month(2026, 11), Period.quarter(2026, 4), Period.whole_year(2026)


def days(period: Period) -> int:
    return period.days


def told(*spans: Period, period: Period = NOVEMBER) -> list[tuple[Period, Fraction]]:
    return [(spans[part.place], part.share) for part in rules.covering(spans, period, days)]


def test_that_the_exact_target_wins_then_those_that_fill_it_then_the_shortest_around() -> None:
    assert told(YEAR, NOVEMBER, QUARTER) == [(NOVEMBER, 1)]
    months = [Period.month(2026, month) for month in (10, 11, 12)]
    assert told(YEAR, *months, period=QUARTER) == [(month, 1) for month in months]
    assert told(YEAR, QUARTER) == [(QUARTER, Fraction(30, 92))]
    assert told(YEAR, months[0], period=QUARTER) == [(YEAR, Fraction(92, 365))]
    assert told() == []


def test_that_no_day_is_counted_twice_and_what_only_touches_counts_by_its_days() -> None:
    quarters = [Period.quarter(2026, number) for number in (1, 2, 3, 4)]
    months = [Period.month(2026, month) for month in range(1, 13)]
    assert told(*months, *quarters, period=YEAR) == [(quarter, 1) for quarter in quarters]
    across = Period(date(2026, 10, 22), date(2026, 11, 10))
    assert told(across) == [(across, Fraction(1, 2))]
    assert told(across, Period(date(2026, 11, 8), date(2026, 11, 12))) == [(across, Fraction(1, 2))]


def test_that_a_span_without_working_days_is_shared_by_calendar_days() -> None:
    assert [part.share for part in rules.covering([QUARTER], NOVEMBER, lambda _period: 0)] == [Fraction(30, 92)]
