"""Fairness and distance: vectors 3-A and 3-C (domain 3.2)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.models import planning_rules as rules
from workbench.models.values.numbers import half_up
from workbench.models.values.turns import Turn, decided_by, satisfaction_ratio, turn_of

MONDAY = date(2026, 11, 23)

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
    """Rolling: weeks A then B of vector 3-A. The earlier request is the earlier begin of the engagement."""
    had = [PLANS["A"][who] + PLANS["B"][who] for who in range(5)]

    def turn(person: int, primes: int = 0, since: date | None = None) -> Turn:
        return turn_of(had[person - 1], 2 * DESIRED[person - 1], primes, since, str(person), MONDAY)

    def queue(**people: Turn) -> list[str]:
        return sorted(people, key=lambda name: people[name])

    assert [str(half_up(turn(n).ratio, 4)) for n in range(1, 6)] == ["0.9500", "0.8125", "0.9583", "0.7917", "0.8125"]
    assert min(range(1, 6), key=turn) == 4
    assert queue(two=turn(2, 1, date(2026, 1, 1)), five=turn(5, 0, date(2026, 9, 1))) == ["five", "two"]
    assert queue(two=turn(2, 1), five=turn(5, 1)) == ["two", "five"]  # one prime slot weighs more on who wishes half the hours
    wishless = turn_of(0, 0, 0, date(2020, 1, 1), "9", MONDAY)
    assert queue(two=turn(2, 0, date(2026, 8, 1)), five=turn(5, 0, date(2026, 3, 1)), nine=wishless) == ["five", "two", "nine"]


def test_that_what_is_level_in_everything_is_drawn_anew_each_week_and_never_by_name() -> None:
    names = [f"P{n}" for n in range(8)]
    weeks = [MONDAY + timedelta(days=7 * n) for n in range(40)]
    first = [min(names, key=lambda name: turn_of(0, 600, 0, MONDAY, name, week)) for week in weeks]
    assert len(set(first)) >= 6
    assert first == [min(reversed(names), key=lambda name: turn_of(0, 600, 0, MONDAY, name, week)) for week in weeks]


def test_that_the_rule_which_decided_is_named() -> None:
    one = turn_of(480, 960, 1, date(2026, 1, 1), "a", MONDAY)
    assert decided_by(one, turn_of(480, 1200, 0, None, "b", MONDAY)) == "ratio"
    assert decided_by(one, turn_of(480, 960, 2, None, "b", MONDAY)) == "prime"
    assert decided_by(one, turn_of(480, 960, 1, None, "b", MONDAY)) == "since"
    assert decided_by(one, turn_of(480, 960, 1, date(2026, 1, 1), "b", MONDAY)) == "draw"
    assert decided_by(one, turn_of(480, 0, 1, date(2026, 1, 1), "b", MONDAY)) == "unwished"


def test_that_whoever_wishes_no_hours_is_left_out() -> None:
    assert satisfaction_ratio(4, 0) is None
    assert not rules.counts_for_fairness(0, may_be_asked=True, assigned=240)
    assert not rules.counts_for_fairness(600, may_be_asked=False, assigned=0)
    assert rules.counts_for_fairness(600, may_be_asked=False, assigned=60)
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
