"""Fairness and distance: vectors 3-A and 3-C (domain 3.2)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.models import planning_rules as rules
from workbench.models.planning_rules import Candidate
from workbench.models.values.numbers import half_up

DESIRED = [20, 16, 12, 24, 8]
PLANS = {"A": [20, 12, 12, 18, 6], "B": [18, 14, 11, 20, 7], "C": [20, 16, 12, 12, 8]}


def ratios(plan: str) -> list[Fraction]:
    return [Fraction(have, wish) for have, wish in zip(PLANS[plan], DESIRED, strict=True)]


@pytest.mark.parametrize(
    ("plan", "least", "shortage", "jain", "gini", "raw_jain", "raw_unfairness"),
    [
        ("A", "0.7500", 6, "0.9797", "0.0706", "0.8824", 11.0995),
        ("B", "0.8333", 4, "0.9990", "0.0174", "0.8991", 10.4881),
        ("C", "0.5000", 12, "0.9529", "0.0889", "0.9175", 9.1214),
    ],
)
def test_that_3_a_has_its_figures(plan: str, least: str, shortage: int, jain: str, gini: str, raw_jain: str, raw_unfairness: float) -> None:
    hours = PLANS[plan]
    found = rules.fairness([(have * 60, wish * 60) for have, wish in zip(hours, DESIRED, strict=True)])
    assert found is not None
    assert (str(half_up(found.min_ratio, 4)), found.max_shortage, found.people) == (least, shortage * 60, 5)
    assert (str(half_up(found.jain, 4)), str(half_up(found.gini, 4))) == (jain, gini)
    assert str(half_up(rules.jain(hours), 4)) == raw_jain
    assert rules.unfairness(hours) == pytest.approx(raw_unfairness, abs=5e-5)


def test_that_3_a_is_ordered_by_leximin_although_raw_hours_prefer_the_unfair_plan() -> None:
    assert sorted(PLANS, key=lambda plan: rules.leximin_key(ratios(plan)), reverse=True) == ["B", "A", "C"]
    assert rules.leximin_compare(ratios("B"), ratios("A")) == 1
    assert rules.leximin_compare(ratios("C"), ratios("A")) == -1
    assert rules.leximin_compare(ratios("A"), list(reversed(ratios("A")))) == 0
    assert max(PLANS, key=lambda plan: rules.jain(PLANS[plan])) == "C"
    with pytest.raises(ValueError):
        rules.leximin_compare([1], [1, 2])


@pytest.mark.parametrize(
    ("values", "jain", "gini"),
    [
        ([1, 1, 0, 0], "0.5000", None),
        ([5, 0, 0, 0, 0], "0.2000", "0.80"),
        ([3, 2, 3, 2], "0.9615", "0.10"),
        ([6, 2, 1, 1], "0.5952", "0.40"),
    ],
)
def test_that_other_checks_hold(values: list[int], jain: str, gini: str | None) -> None:
    assert str(half_up(rules.jain(values), 4)) == jain
    if gini is not None:
        assert str(half_up(rules.gini(values), 2)) == gini


def test_that_the_next_slot_goes_to_the_lowest_rolling_ratio_then_fewer_prime_slots_then_the_earlier_request() -> None:
    rolling = [rules.rolling_ratio([(PLANS["A"][who], wish), (PLANS["B"][who], wish)]) for who, wish in enumerate(DESIRED)]
    assert [str(half_up(ratio or Fraction(0), 4)) for ratio in rolling] == ["0.9500", "0.8125", "0.9583", "0.7917", "0.8125"]
    people = [Candidate(key, ratio) for key, ratio in enumerate(rolling, start=1)]
    assert rules.in_turn(people)[0].key == 4
    tied = [Candidate(2, rolling[1], prime_slots=1, asked_at=1), Candidate(5, rolling[4], prime_slots=0, asked_at=9)]
    assert [one.key for one in rules.in_turn(tied)] == [5, 2]
    asked = [Candidate(2, rolling[1], asked_at=8), Candidate(5, rolling[4], asked_at=3), Candidate(9, None, asked_at=0)]
    assert [one.key for one in rules.in_turn(asked)] == [5, 2, 9]


def test_that_whoever_wishes_no_hours_is_left_out() -> None:
    assert rules.satisfaction_ratio(4, 0) is None
    assert rules.rolling_ratio([(4, 0), (0, 0)]) is None
    assert rules.fairness([(4, 0)]) is None
    found = rules.fairness([(60, 60), (240, 0)])
    assert found is not None
    assert (found.people, found.min_ratio) == (1, 1)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_that_indices_stay_in_their_range_and_equal_shares_are_fair(hours: list[int]) -> None:
    count = len(hours)
    assert Fraction(1, count) <= rules.jain(hours) <= 1
    assert 0 <= rules.gini(hours) < 1
    assert rules.jain([7] * count) == 1
    assert rules.gini([7] * count) == 0


def test_that_nobody_at_all_is_no_error() -> None:
    assert (rules.jain([]), rules.gini([]), rules.unfairness([]), rules.max_shortage([], [])) == (1, 0, 0.0, 0)


def test_that_3_c_measures_the_way_to_hongqiao() -> None:
    km = rules.haversine_km(31.2304, 121.4737, 31.1979, 121.3363)
    assert km == pytest.approx(13.557, abs=5e-4)
    assert km * 1.3 == pytest.approx(17.624, abs=5e-4)
    assert rules.travel_minutes(km, speed_kmh=25, detour=1.3) == pytest.approx(42.3, abs=0.05)
    assert rules.haversine_km(31.0, 121.0, 31.0, 121.0) == 0
    with pytest.raises(ValueError):
        rules.travel_minutes(km, speed_kmh=0, detour=1.3)
