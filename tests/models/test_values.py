"""Money, weeks, periods, rates and labels: exact, and the same both ways."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.models.values import codes
from workbench.models.values.codes import CyclePeriod, EngagementType, Metric, SalesLine, Unit
from workbench.models.values.labels import LABELS, label
from workbench.models.values.money import Money
from workbench.models.values.numbers import basis_points, half_up, half_up_int, largest_remainder, rate
from workbench.models.values.periods import Period, Week
from workbench.models.values.quantities import amount_text, hours_text

fen = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.50", 123450),
        ("1234.5", 123450),
        ("0.07", 7),
        (".5", 50),
        ("12.", 1200),
        ("¥1,234.50", 123450),
        ("￥１２３４．５０元", 123450),
        ("-8", -800),
        ("−8.25", -825),
        ("(1,000.00)", -100000),
        ("-¥8", -800),
        ("¥-8", -800),
        ("+3", 300),
        ("1 234 567.89", 123456789),
        ("1054.0000", 105400),
        ("RMB 20", 2000),
    ],
)
def test_that_amounts_are_read_as_people_write_them(text: str, expected: int) -> None:
    assert Money.from_text(text).fen == expected


@pytest.mark.parametrize("text", ["", "-", "abc", "1.234", "12,34", "1,2345", "1.2.3", "--8", "1e5", "5%", "(8", "-(8)8", "."])
def test_that_what_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Money.from_text(text)


@pytest.mark.parametrize("text", ["", " ", "-", "—"])
def test_that_a_dash_or_an_empty_cell_is_no_amount_rather_than_zero(text: str) -> None:
    assert Money.parse(text) is None


def test_that_an_amount_shows_thousands_on_screen_and_none_in_files() -> None:
    amount = Money(-123456789)
    assert (amount.grouped(), str(amount), f"{amount:,}", amount.whole()) == ("-1,234,567.89", "-1234567.89", "-1,234,567.89", "-1,234,568")


def test_that_minus_zero_is_never_shown() -> None:
    assert str(-Money(0)) == "0.00"
    assert str(half_up(Fraction(-1, 1000))) == "0.00"


@pytest.mark.parametrize("value", [1.5, True])
def test_that_floats_and_flags_are_no_money(value: object) -> None:
    with pytest.raises(TypeError):
        Money(value)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(100) * value  # type: ignore[operator]


def test_that_rounding_is_half_up_as_in_the_statement_rules() -> None:
    assert half_up(Fraction(1, 8)) == Decimal("0.13")
    assert half_up(Fraction(-1, 8)) == Decimal("-0.13")
    assert half_up(Decimal("2.675")) == Decimal("2.68")
    line = Decimal("33.335")
    assert Money.total([Money.yuan(line)] * 3) == Money(10002)
    assert Money.yuan(line * 3) == Money(10001)


@pytest.mark.parametrize(
    ("fen_total", "weights", "expected"),
    [
        (1280001, (50, 30, 20), ["6,400.01", "3,840.00", "2,560.00"]),
        (1000, (1, 1, 1), ["3.34", "3.33", "3.33"]),
        (10001, (60, 25, 15), ["60.01", "25.00", "15.00"]),
        (500000, (40, 35, 25), ["2,000.00", "1,750.00", "1,250.00"]),
        (-1000, (1, 1, 1), ["-3.34", "-3.33", "-3.33"]),
    ],
)
def test_that_a_split_by_shares_keeps_every_fen(fen_total: int, weights: tuple[int, ...], expected: list[str]) -> None:
    assert [part.grouped() for part in Money(fen_total).split(weights)] == expected


def test_that_a_split_in_whole_yuan_gives_the_odd_fen_to_the_largest_part() -> None:
    assert Money(10050).split([1, 2], unit=100) == [Money(3300), Money(6750)]


def test_that_money_compares_sums_and_scales() -> None:
    assert Money(3) > Money(2)
    assert Money.total([]) == Money(0)
    assert Money(1000) * Fraction(1, 3) == Money(333)
    assert Fraction(1, 2) * Money(3) == Money(2)
    assert Money(1000) / 3 == Money(333)
    assert Money(62).ratio(Money(100)) == Fraction(31, 50)
    assert abs(Money(-5)) - Money(2) == Money(3)
    assert not Money(0)


@given(fen)
def test_that_an_amount_survives_writing_and_reading(amount: int) -> None:
    money = Money(amount)
    assert Money.from_text(str(money)) == money == Money.from_text(money.grouped())


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_that_parts_always_sum_to_the_whole_and_stay_within_one_of_their_share(total: int, weights: list[int]) -> None:
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    assert all(abs(part - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True))


@given(fen, st.lists(st.fractions(0, 100), min_size=1, max_size=12).filter(any), st.sampled_from([1, 100, 10000]))
def test_that_split_money_always_sums_to_the_whole(amount: int, weights: list[Fraction], unit: int) -> None:
    assert Money.total(Money(amount).split(weights, unit)) == Money(amount)


@given(st.fractions())
def test_that_half_up_never_errs_by_more_than_half(value: Fraction) -> None:
    assert abs(half_up_int(value) - value) <= Fraction(1, 2)
    assert half_up_int(-value) == -half_up_int(value)


def test_that_a_tie_goes_to_the_earlier_part_and_weights_are_checked() -> None:
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError):
        largest_remainder(5, [0, 0])
    with pytest.raises(ValueError):
        largest_remainder(5, [2, -1])


# ---- weeks ----


@given(st.dates(date(1971, 1, 4), date(2200, 12, 20)))
def test_that_a_day_lies_in_its_week_and_weeks_are_read_as_written(day: date) -> None:
    week = Week.from_date(day)
    assert day in week
    assert Week.parse(str(week)) == week
    assert week.monday.weekday() == 0
    assert week.sunday - week.monday == timedelta(days=6)
    assert week.next().previous() == week
    assert week.next().monday == week.sunday + timedelta(days=1)


@pytest.mark.parametrize("year", [2015, 2020, 2026, 2032])
def test_that_years_of_53_weeks_have_their_last_week(year: int) -> None:
    last = Week(year, 53)
    assert last.next() == Week(year + 1, 1)
    assert Week.count_in(year) == 53


def test_that_a_week_the_year_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError):
        Week(2027, 53)
    for text in ("2027-W53", "2026-W00", "2026-48", "W48", "2026-W4x"):
        with pytest.raises(ValueError):
            Week.parse(text)


def test_that_the_week_of_the_sample_has_its_days() -> None:
    week = Week.parse("2026-W48")
    assert week.days() == tuple(date(2026, 11, 23) + timedelta(days=step) for step in range(7))
    assert str(Week.from_date(date(2027, 1, 3))) == "2026-W53"
    assert [str(one) for one in Week.range(Week(2026, 52), Week(2027, 2))] == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]
    assert Week.range(Week(2027, 2), Week(2027, 1)) == []
    assert sorted([Week(2027, 1), Week(2026, 53)])[0] == Week(2026, 53)


# ---- periods ----


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-11-05..2026-12-20", "2026-11-05", "2026-12-20"),
    ],
)
def test_that_a_period_is_read_and_named_alike(text: str, start: str, end: str) -> None:
    period = Period.parse(text)
    assert (period.start.isoformat(), period.end.isoformat(), period.name) == (start, end, text)


def test_that_a_period_counts_holds_and_overlaps_its_days() -> None:
    quarter = Period.quarter(2026, 4)
    assert quarter.days == 92 == len(list(quarter))
    assert date(2026, 12, 31) in quarter
    assert date(2027, 1, 1) not in quarter
    assert quarter.overlap(Period(date(2026, 12, 15), date(2027, 2, 1))) == Period(date(2026, 12, 15), date(2026, 12, 31))
    assert quarter.overlap(Period.whole_year(2025)) is None
    assert len(Period.month(2026, 11).weeks()) == 6
    assert Period.parse("2026-W48") == Week(2026, 48).period
    with pytest.raises(ValueError):
        Period(date(2026, 2, 1), date(2026, 1, 1))


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "2026-H3", "soon", "2026-11-05"])
def test_that_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("length", "name"),
    [(CyclePeriod.MONTH, "2026-11"), (CyclePeriod.QUARTER, "2026-Q4"), (CyclePeriod.HALF_YEAR, "2026-H2"), (CyclePeriod.YEAR, "2026")],
)
def test_that_the_period_around_a_day_is_the_calendar_one(length: CyclePeriod, name: str) -> None:
    assert Period.around(date(2026, 11, 23), length).name == name


def test_that_a_probation_has_no_calendar_period() -> None:
    with pytest.raises(ValueError):
        Period.around(date(2026, 11, 23), CyclePeriod.PROBATION)


# ---- rates, hours, amounts ----


def test_that_rates_and_basis_points_are_the_same_number() -> None:
    assert rate(12_000) == Fraction(6, 5)
    assert basis_points(Fraction(96, 100)) == 9600


@pytest.mark.parametrize(("minutes", "text"), [(1350, "22.5"), (1440, "24"), (0, "0"), (1335, "22.25"), (100, "1.67"), (600, "10")])
def test_that_hours_show_no_needless_zeros(minutes: int, text: str) -> None:
    assert hours_text(minutes) == text


def test_that_amounts_show_their_unit() -> None:
    assert [
        amount_text(123450, Unit.MONEY),
        amount_text(1200, Unit.COUNT),
        amount_text(9650, Unit.PERCENT),
        amount_text(440, Unit.SCORE),
    ] == [
        "1,234.50",
        "12",
        "96.5%",
        "4.4",
    ]


# ---- labels ----


def test_that_every_member_of_every_shared_enum_has_a_label() -> None:
    kinds = [
        kind
        for kind in vars(codes).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum | IntEnum) and kind not in (StrEnum, IntEnum)
    ]
    assert len(kinds) == len(LABELS)
    assert all(label(member) for kind in kinds for member in kind)


def test_that_equal_values_of_two_enums_keep_their_own_labels() -> None:
    assert label(EngagementType.PART_TIME) != label(SalesLine.PART_TIME)


def test_that_every_metric_has_a_unit_and_only_sums_are_prorated() -> None:
    assert Metric.SALES_NET.unit is Unit.MONEY
    assert [metric for metric in Metric if metric.adds_up] == [Metric.SALES_NET, Metric.NEW_CUSTOMERS, Metric.DEALS_WON, Metric.VISITS_DONE]
