"""Scores, grades, proration and small numbers: vector 8-A and the figures of domain 8.2 and 8.3."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import paths
from workbench.errors import Refused
from workbench.models import review_rules as rules
from workbench.models.calendar_rules import WorkCalendar, rows_from_json
from workbench.models.review_rules import Band, NotRated, Rater, ScoreLine
from workbench.models.values.codes import ReviewState, Section
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up

BANDS = (Band("S", 9500), Band("A", 8500), Band("B", 7500), Band("C", 6000), Band("D", 0))
STEPS = {ReviewState.SELF: 3, ReviewState.MANAGER: 5, ReviewState.CALIBRATION: 3, ReviewState.INTERVIEW: 5}


def vector_8_a() -> list[ScoreLine]:
    return [
        rules.kpi_line("sales", 3500, 100, 112),
        rules.kpi_line("collection", 1500, 100, 96),
        rules.kpi_line("new", 1000, 6, 5),
        rules.kpi_line("csat", 1000, 5, Fraction("4.4")),
        *(rules.rating_line(f"b{place}", Section.BEHAVIOUR, 500, rating) for place, rating in enumerate((4, 3, 5, 4))),
        rules.rating_line("team", Section.COLLABORATION, 1000, 4),
    ]


def test_that_8_a_sums_to_94_73_and_is_an_a() -> None:
    result = rules.score(vector_8_a())
    assert [str(half_up(line.points)) for line in result.lines[:4]] == ["39.20", "14.40", "8.33", "8.80"]
    assert str(half_up(result.section_points(Section.KPI))) == "70.73"
    assert result.section_points(Section.BEHAVIOUR) == 16
    assert result.section_points(Section.COLLABORATION) == 8
    assert result.points == Fraction(9473, 100) + Fraction(1, 300)
    assert (result.hundredths, rules.grade_for(result.hundredths, BANDS)) == (9473, "A")
    assert [result.section_weight(section) for section in Section] == [7000, 2000, 1000]


def test_that_a_line_carries_its_working() -> None:
    line = rules.kpi_line("sales", 3500, 100, 150)
    assert (line.attainment, line.counted, line.is_capped, line.points) == (Fraction(3, 2), Fraction(6, 5), True, 42)
    assert not rules.kpi_line("sales", 3500, 100, 120).is_capped
    assert rules.kpi_line("complaints", 1000, 10, 12, less_is_better=True).points == 8


@pytest.mark.parametrize(
    ("score", "grade"),
    [(9500, "S"), (9499, "A"), (8500, "A"), (8499, "B"), (7500, "B"), (7499, "C"), (6000, "C"), (5999, "D"), (0, "D"), (11000, "S")],
)
def test_that_grades_follow_the_thresholds(score: int, grade: str) -> None:
    assert rules.grade_for(score, BANDS) == grade


def test_that_thresholds_are_data_in_any_order() -> None:
    assert rules.grade_for(9473, [Band("合格", 6000), Band("优", 9000)]) == "优"
    assert rules.grade_for(100, [Band("合格", 6000), Band("优", 9000)]) == "合格"


def test_that_the_grade_agrees_with_the_score_as_printed() -> None:
    lines = [ScoreLine("all", Section.KPI, 10_000, Fraction(94995, 100_000))]
    result = rules.score(lines)
    assert (result.hundredths, rules.grade_for(result.hundredths, BANDS)) == (9500, "S")


def test_that_weights_must_sum_to_100() -> None:
    with pytest.raises(Refused) as caught:
        rules.score(vector_8_a()[:-1])
    assert (caught.value.code, caught.value.figures) == ("WEIGHTS", {"sum": "90"})


def test_that_bonus_points_are_limited_and_the_total_never_negative() -> None:
    assert rules.score(vector_8_a(), bonus=200, most_bonus=500).hundredths == 9673
    with pytest.raises(Refused):
        rules.score(vector_8_a(), bonus=501, most_bonus=500)
    assert rules.score([ScoreLine("all", Section.KPI, 10_000, Fraction(0))], bonus=-300, most_bonus=500).hundredths == 0


def test_that_items_without_figures_are_named_and_count_nothing() -> None:
    lines = [rules.kpi_line("sales", 7000, None, 5), rules.rating_line("team", Section.COLLABORATION, 3000, None)]
    result = rules.score(lines)
    assert (result.missing, result.hundredths) == (("sales", "team"), 0)
    assert rules.kpi_line("sales", 7000, 0, 5).attainment is None


@pytest.mark.parametrize("rating", [0, 6])
def test_that_a_rating_outside_one_to_five_is_refused(rating: int) -> None:
    with pytest.raises(ValueError):
        rules.rating_line("x", Section.BEHAVIOUR, 500, rating)


@given(st.lists(st.fractions(0, 3), min_size=4, max_size=4))
def test_that_no_item_exceeds_its_cap_and_the_total_is_the_sum_of_its_lines(ratios: list[Fraction]) -> None:
    lines = [ScoreLine(str(place), Section.KPI, 2500, ratio, 12_000) for place, ratio in enumerate(ratios)]
    result = rules.score(lines)
    assert all(line.points <= 30 for line in lines)
    assert result.points == sum(line.points for line in lines)


def test_that_raters_are_mixed_by_weight_and_absent_ones_left_out() -> None:
    weights = {Rater.SELF: 10, Rater.SUPERIOR: 70, Rater.PEERS: 20}
    assert rules.mix_raters({Rater.SELF: 92, Rater.SUPERIOR: 84, Rater.PEERS: 88}, weights) == Fraction("85.6")
    assert rules.mix_raters({Rater.SELF: 92, Rater.SUPERIOR: 84}) == 84
    assert rules.mix_raters({Rater.SELF: 92, Rater.SUPERIOR: None, Rater.PEERS: 88}, weights) == Fraction(92 * 10 + 88 * 20, 30)
    assert rules.mix_raters({Rater.SELF: 92}) is None


def test_that_ratings_at_the_ends_need_a_fact() -> None:
    assert [rating for rating in range(1, 6) if rules.needs_evidence(rating)] == [1, 2, 5]
    assert rules.without_evidence([("a", 5, " "), ("b", 5, "fact"), ("c", 3, ""), ("d", None, ""), ("e", 1, "")]) == ["a", "e"]


# ---- proration (8.3) ----


def test_that_part_time_targets_follow_hours_and_days() -> None:
    assert rules.prorated_target(300_000, rules.proration_factor(1440, 66, 66, 2400)) == 180_000
    assert rules.prorated_target(300_000, rules.proration_factor(1440, 55, 66, 2400)) == 150_000
    assert rules.ramped_target(100_000, Fraction(6, 10), [Fraction(25, 100), Fraction(50, 100), Fraction(75, 100)]) == 90_000
    assert rules.prorated_target(800_000, Fraction(214, 365)) == 469_041
    shares = [Fraction(20, 100), Fraction(20, 100), Fraction(20, 100), Fraction(40, 100)]
    assert rules.share_weighted_target(100_000, shares, [Fraction(1, 3), 1, 1, 1]) == 86_667


def test_that_overtime_raises_no_target_and_an_empty_period_is_refused() -> None:
    assert rules.proration_factor(3000, 60, 60, 2400) == 1
    assert rules.proration_factor(2400, 60, 60, 2400, ramp=Fraction(1, 2)) == Fraction(1, 2)
    with pytest.raises(ValueError):
        rules.proration_factor(2400, 0, 0, 2400)


def test_that_the_part_timer_is_ahead_per_hour() -> None:
    full_time = rules.sales_per_hour(Money.yuan(330_000), 520 * 60)
    part_time = rules.sales_per_hour(Money.yuan(190_000), 286 * 60)
    assert (str(full_time), str(part_time)) == ("634.62", "664.34")
    assert rules.sales_per_hour(Money(1), 0) is None


@pytest.mark.parametrize(
    ("eligible", "period", "worked", "expected"),
    [(21, 66, 9000, NotRated.SHORT), (22, 66, 9000, None), (66, 66, 3599, NotRated.FEW_HOURS), (66, 66, 3600, None), (66, 66, None, None)],
)
def test_that_too_little_work_gets_no_grade(eligible: int, period: int, worked: int | None, expected: NotRated | None) -> None:
    assert rules.not_rated_because(eligible, period, worked, Fraction(3333, 10_000), 3600) is expected


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"), [(3, 8, 13.7, 69.4), (30, 100, 21.9, 39.6), (10, 40, 14.2, 40.2), (0, 5, 0, 43.5), (5, 5, 56.5, 100)]
)
def test_that_small_numbers_show_a_wilson_interval(hits: int, cases: int, low: float, high: float) -> None:
    interval = rules.wilson(hits, cases)
    assert interval is not None
    # the published list rounds 43.449 up and 56.551 down: 0.06 allows for that, and for nothing more
    assert (100 * interval[0], 100 * interval[1]) == pytest.approx((low, high), abs=0.06)


def test_that_shrinking_reverses_the_raw_order_of_unequal_counts() -> None:
    small, large = rules.shrunk_rate(3, 8, Fraction(1, 4)), rules.shrunk_rate(30, 100, Fraction(1, 4))
    assert (str(half_up(small * 100)), str(half_up(large * 100))) == ("28.57", "29.17")
    assert small < large
    assert rules.wilson(0, 0) is None


# ---- process ----


def test_that_steps_follow_each_other_and_end_locked() -> None:
    state: ReviewState | None = ReviewState.GOALS
    seen = []
    while state is not None:
        seen.append(state)
        state = rules.next_state(state)
    assert tuple(seen) == rules.STEPS
    assert rules.next_state(ReviewState.NOT_RATED) is None
    assert [one for one in ReviewState if rules.is_finished(one)] == [ReviewState.LOCKED, ReviewState.NOT_RATED]


def test_that_step_dates_are_office_days() -> None:
    calendar = WorkCalendar(rows_from_json((paths.resources() / "calendars" / "cn.json").read_text(encoding="utf-8")))
    dates = rules.step_dates(calendar, date(2026, 9, 30), STEPS)
    assert {step.value: day.isoformat() for step, day in dates.items()} == {
        "self": "2026-10-10",
        "manager": "2026-10-16",
        "calibration": "2026-10-21",
        "interview": "2026-10-28",
    }
    assert rules.appeal_until(calendar, date(2026, 9, 30), 5) == date(2026, 10, 13)
