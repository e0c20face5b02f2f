"""Cells as people write them, and what each must become."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from workbench.exchange import dates, numbers
from workbench.exchange.dates import Order
from workbench.exchange.numbers import Style
from workbench.exchange.problems import Problem
from workbench.exchange.text import clean, key, plain


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1,234.50", 123450), ("¥1,234", 123400), ("￥ 1,234.5", 123450), ("1.2万", 1200000), ("１２３４．５", 123450), ("12元", 1200), ("0.05亿", 500000000), ("1 234.50", 123450), ("3k", 300000), ("1.2E+3", 120000), (1234.5, 123450), (0.1 + 0.2, 30), ("-", None), ("", None)],
)  # fmt: skip
def test_that_an_amount_is_read_exactly(text: object, fen: int | None) -> None:
    assert numbers.hundredths(text, Style.POINT) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [("-5", "negative"), ("(5.00)", "negative"), ("5-", "negative"), (-5.0, "negative"), ("1.234", "too_precise"), ("abc", "not_a_number"), ("1,23,4", "not_a_number"), ("12 apples", "not_a_number"), (True, "not_a_number"), (float("nan"), "not_a_number"), ("80%", "percent"), ("９０％", "percent"), ("9" * 18, "too_large")],
)  # fmt: skip
def test_that_an_amount_that_would_have_to_be_changed_is_refused(text: object, code: str) -> None:
    found = numbers.hundredths(text, Style.POINT)
    assert isinstance(found, Problem)
    assert found.code == code


def test_that_a_share_is_the_figure_before_its_sign_whatever_the_unit_of_the_heading() -> None:
    assert numbers.hundredths("80%", Style.POINT, 10_000, share=True) == 8000
    assert numbers.hundredths("80", Style.POINT, 10_000, share=True) == 80_000_000


def test_that_german_numbers_are_read_with_the_comma() -> None:
    assert numbers.hundredths("1.234,50", Style.COMMA) == 123450
    assert numbers.number("1.234", Style.COMMA) == Decimal(1234)


@pytest.mark.parametrize(
    ("texts", "possible", "is_open"),
    [
        (["1.234", "5.678"], {Style.POINT, Style.COMMA}, True),
        (["1.234", "5,5"], {Style.COMMA}, True),
        (["1.234,50"], {Style.COMMA}, False),
        (["1,234.50", "99"], {Style.POINT}, False),
        (["0.125"], {Style.POINT}, False),
        (["¥1,234"], {Style.POINT}, False),
        (["1.5", "1,5"], set(), False),
        (["12", "13"], {Style.POINT, Style.COMMA}, False),
    ],
)
def test_that_the_style_follows_from_all_values(texts: list[str], possible: set[Style], is_open: bool) -> None:
    found, example = numbers.possible_styles(texts)
    assert found == possible
    assert bool(example) is is_open


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2026/3/1", date(2026, 3, 1)), ("2026年3月1日", date(2026, 3, 1)), ("20260301", date(2026, 3, 1)), ("2026.03.01", date(2026, 3, 1)), ("２０２６－３－１", date(2026, 3, 1)), ("2026-03-01 18:20:00", date(2026, 3, 1)), ("2026-03-01T18:20:00+08:00", date(2026, 3, 1)), ("45000", date(2023, 3, 15)), (45000.0, date(2023, 3, 15)), (20260301.0, date(2026, 3, 1)), (datetime.fromisoformat("2026-03-01 09:00"), date(2026, 3, 1)), ("3 Apr 2025", date(2025, 4, 3)), ("April 3, 2025", date(2025, 4, 3)), ("03-Apr-2025", date(2025, 4, 3)), ("至今", None), ("", None), ("2026年3月1日（周日）", date(2026, 3, 1))],
)  # fmt: skip
def test_that_a_day_is_read(cell: object, day: date | None) -> None:
    assert dates.day(cell, None) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "impossible_date"),
        ("2026-13-01", "impossible_date"),
        ("31/02/2026", "impossible_date"),
        ("tomorrow", "not_a_date"),
        (True, "not_a_date"),
        ("0026-01-01", "impossible_date"),
        ("2026年3月", "not_a_date"),
    ],
)
def test_that_an_impossible_day_is_refused(cell: object, code: str) -> None:
    found = dates.day(cell, Order.DMY)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("texts", "possible"),
    [(["03/04/2025"], {Order.DMY, Order.MDY}), (["03/04/2025", "25/04/2025"], {Order.DMY}), (["03/04/2025", "04/25/2025"], {Order.MDY}), (["31.12.2025"], {Order.DMY}), (["03.04.2025"], {Order.DMY}), (["25/04/2025", "04/25/2025"], set()), (["03/04/25"], {Order.DMY, Order.MDY, Order.YMD}), (["2026-01-01"], None)],
)  # fmt: skip
def test_that_the_order_follows_from_all_values(texts: list[str], possible: set[Order] | None) -> None:
    assert dates.possible_orders(texts)[0] == possible


@pytest.mark.parametrize(
    ("cell", "minute"),
    [
        ("9:30", 570),
        ("9点半", 570),
        ("下午2:00", 840),
        ("9:30 PM", 1290),
        ("12:00 AM", 0),
        ("24:00", 1440),
        (time(9, 30), 570),
        (0.375, 540),
        ("9", 540),
        ("18:00:00", 1080),
    ],
)
def test_that_a_time_of_day_is_read(cell: object, minute: int) -> None:
    assert dates.clock(cell) == minute


@pytest.mark.parametrize("cell", ["25:00", "9:75", "24:01", "noon"])
def test_that_a_time_that_does_not_exist_is_refused(cell: str) -> None:
    assert isinstance(dates.clock(cell), Problem)


@pytest.mark.parametrize(("cell", "weekday"), [("周一", 0), ("星期日", 6), ("礼拜天", 6), ("Wed", 2), ("Sunday", 6), ("7", 6), (1.0, 0)])
def test_that_a_weekday_is_read(cell: object, weekday: int) -> None:
    assert dates.weekday(cell) == weekday


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [("2026-Q1", "2026-01-01", "2026-03-31"), ("2026年第四季度", "2026-10-01", "2026-12-31"), ("Q2 2026", "2026-04-01", "2026-06-30"), ("2026-02", "2026-02-01", "2026-02-28"), ("2026年3月", "2026-03-01", "2026-03-31"), ("2026", "2026-01-01", "2026-12-31"), ("2026年下半年", "2026-07-01", "2026-12-31"), ("2026-W48", "2026-11-23", "2026-11-29"), ("2026-03-01 ~ 2026-03-15", "2026-03-01", "2026-03-15"), ("2026-03-01..2026-03-15", "2026-03-01", "2026-03-15"), (2026.0, "2026-01-01", "2026-12-31")],
)  # fmt: skip
def test_that_a_period_is_read(cell: object, start: str, end: str) -> None:
    assert dates.period(cell) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("cell", ["2026-Q5", "2026-13", "2026-W60", "soon", "2026-03-15..2026-03-01"])
def test_that_a_period_that_does_not_exist_is_refused(cell: str) -> None:
    assert isinstance(dates.period(cell), Problem)


def test_that_cleaning_keeps_what_a_name_says() -> None:
    assert clean("\u3000\u00a0张 伟\ufeff ") == "张 伟"
    assert clean("e\u0301") == "é"
    assert plain("１２－３４（Ａ）") == "12-34(A)"
    assert key("Ａcme  CORP") == "acme corp"


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("金额(万元)", "wan"), ("金额（元）", ""), ("Revenue (million)", "million"), ("营业额/亿元", "yi"), ("Stock", ""), ("Week", "")],
)
def test_that_a_unit_in_the_heading_is_seen(heading: str, unit: str) -> None:
    assert numbers.heading_unit(heading) == unit
