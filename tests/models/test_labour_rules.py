"""Compliance checks 4-1 to 4-14 and the limits behind them (domain 4.1 to 4.3, 7.6)."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest

from workbench import i18n, paths
from workbench.models import labour_rules as rules
from workbench.models.labour_rules import Finding, LawFigureMissingError, LawRow, LawTable
from workbench.models.values.codes import EngagementType, Severity
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up, rate
from workbench.models.values.periods import Period

MONDAY = date(2026, 11, 23)
PART_TIME, FULL_TIME = EngagementType.PART_TIME, EngagementType.FULL_TIME


@pytest.fixture(scope="module")
def law() -> LawTable:
    return LawTable(rules.law_rows_from_json((paths.resources() / "law" / "cn.json").read_text(encoding="utf-8")))


def company() -> list[LawRow]:
    return rules.law_rows_from_json((paths.resources() / "policy" / "company.json").read_text(encoding="utf-8"))


def codes(findings: list[Finding]) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in findings]


def test_that_4_5_and_4_6_a_half_month_of_31_days_is_one_day_too_long(law: LawTable) -> None:
    assert rules.check_pay_period(PART_TIME, Period(date(2026, 11, 1), date(2026, 11, 15)), law) == []
    findings = rules.check_pay_period(PART_TIME, Period(date(2026, 12, 16), date(2026, 12, 31)), law)
    assert codes(findings) == [("PAY_CYCLE", Severity.BLOCK)]
    assert findings[0].figures["days"] == 16
    broken = [
        month
        for month in range(1, 13)
        if rules.check_pay_period(PART_TIME, Period(date(2026, month, 16), Period.month(2026, month).end), law)
    ]
    assert len(broken) == 7
    assert rules.check_pay_cycle(FULL_TIME, 31, law, MONDAY) == []


def test_that_4_7_a_probation_is_refused_for_part_time_staff(law: LawTable) -> None:
    assert codes(rules.check_probation(PART_TIME, 1, law, MONDAY, None)) == [("PROBATION", Severity.BLOCK)]
    assert not rules.allows(PART_TIME, "probation_months")
    assert rules.allows(FULL_TIME, "probation_months")
    assert rules.check_probation(PART_TIME, 0, law, MONDAY, None) == []


def test_that_a_probation_names_the_article_of_the_engagement_it_is_refused_for(law: LawTable) -> None:
    said = {kind: rules.check_probation(kind, 1, law, MONDAY, None)[0].sentence for kind in (PART_TIME, EngagementType.STUDENT)}
    assert "art. 70" in said[PART_TIME]
    assert "art. 70" not in said[EngagementType.STUDENT]


@pytest.mark.parametrize(("minutes", "expected"), [(1440, []), (1470, [("LAW24", Severity.WARN)]), (1441, [("LAW24", Severity.WARN)])])
def test_that_agreed_part_time_hours_are_held_against_the_week_of_the_law(
    law: LawTable, minutes: int, expected: list[tuple[str, Severity]]
) -> None:
    assert codes(rules.check_agreed_week(PART_TIME, minutes, law, MONDAY)) == expected
    assert rules.check_agreed_week(FULL_TIME, minutes, law, MONDAY) == []


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        ("2027-03-01", "2028-02-29", "2028-03-01", "2029-02-28"),
        ("2025-03-01", "2026-02-28", "2026-03-01", "2027-02-28"),
        ("2026-01-16", "2026-04-15", "2026-04-16", "2026-07-15"),
        ("2026-01-01", "2026-01-10", "2026-01-11", "2026-01-20"),
        ("2026-12-01", "2027-02-28", "2027-03-01", "2027-05-31"),
    ],
)
def test_that_a_span_of_whole_months_is_repeated_in_months(first: str, last: str, start: str, end: str) -> None:
    made = rules.same_length(date.fromisoformat(first), date.fromisoformat(last), date.fromisoformat(start))
    assert made == date.fromisoformat(end)


def test_that_an_hour_a_fen_below_the_minimum_does_not_read_like_the_minimum() -> None:
    found = rules.check_hourly_pay(7, Money(279), Money(2400))  # 23.914 an hour
    assert found[0].figures["hourly"] == "23.91"
    assert rules.check_hourly_pay(600, Money(23_999), Money(2400))[0].figures["hourly"] == "23.99"


@pytest.mark.parametrize(
    ("end", "limit"), [("2026-03-15", 0), ("2026-12-30", 1), ("2026-12-31", 2), ("2028-12-30", 2), ("2028-12-31", 6), (None, 6)]
)
def test_that_a_full_time_probation_is_limited_by_the_length_of_the_contract(law: LawTable, end: str | None, limit: int) -> None:
    last = date.fromisoformat(end) if end else None
    assert rules.probation_limit(law, date(2026, 1, 1), last) == limit
    assert rules.check_probation(FULL_TIME, limit, law, date(2026, 1, 1), last) == []
    assert codes(rules.check_probation(FULL_TIME, limit + 1, law, date(2026, 1, 1), last)) == [("PROBATION", Severity.BLOCK)]


def test_that_4_8_pay_below_the_minimum_hourly_wage_names_the_shortfall() -> None:
    findings = rules.check_hourly_pay(960, Money.from_text("380.00"), Money(2400))
    assert codes(findings) == [("MIN_WAGE", Severity.BLOCK)]
    assert findings[0].figures == {"hourly": "23.75", "minimum": "24.00", "shortfall": "4.00"}


def test_that_4_9_a_fixed_rate_below_the_minimum_warns_even_when_commission_lifts_it() -> None:
    findings = rules.check_hourly_pay(960, Money.from_text("420.00"), Money(2400), guaranteed=Money(2000))
    assert codes(findings) == [("MIN_WAGE_FIXED", Severity.WARN)]
    assert rules.check_hourly_pay(960, Money.from_text("384.00"), Money(2400), guaranteed=Money(2400)) == []
    assert rules.check_hourly_pay(0, Money(0), Money(2400)) == []


def test_that_4_10_and_4_11_follow_the_formula_of_the_annex(law: LawTable) -> None:
    month, day = Fraction(law.value("wage_formula_month_days", MONDAY), 100), law.value("full_time_day_minutes", MONDAY)
    first = rules.minimum_hourly_wage(Money.yuan(2000), Fraction(16, 100), Fraction(8, 100), Fraction(1, 10), month, day)
    assert str(half_up(first, 4)) == "16.3002"
    plain = rules.minimum_hourly_wage(Money.yuan(2690), 0, 0, 0, month, day)
    insured = rules.minimum_hourly_wage(Money.yuan(2690), Fraction(16, 100), Fraction(9, 100), 0, month, day)
    floated = rules.minimum_hourly_wage(Money.yuan(2690), Fraction(16, 100), Fraction(9, 100), Fraction(1945, 10000), month, day)
    assert [str(half_up(value, 4)) for value in (plain, insured, floated)] == ["16.0731", "20.0914", "23.9992"]


def test_that_4_12_reminders_count_back_from_the_end_of_the_contract(law: LawTable) -> None:
    days = LawTable(company()).reminder_days(MONDAY)
    assert days == (60, 45, 30, 15, 7)
    reminders = rules.expiry_reminders(date(2027, 2, 28), days)
    assert [day.isoformat() for day in reminders] == ["2026-12-30", "2027-01-14", "2027-01-29", "2027-02-13", "2027-02-21"]
    assert codes(rules.check_expiry(date(2027, 1, 20), MONDAY, days)) == [("CONTRACT_ENDS", Severity.WARN)]
    assert codes(rules.check_expiry(date(2026, 11, 22), MONDAY, days)) == [("CONTRACT", Severity.BLOCK)]
    assert rules.check_expiry(date(2027, 2, 28), MONDAY, days) == []
    assert rules.check_expiry(None, MONDAY, days) == []


@pytest.mark.parametrize(
    ("kind", "years", "months", "expected"),
    [
        (FULL_TIME, 2, 7, Fraction(3)),
        (FULL_TIME, 2, 5, Fraction(5, 2)),
        (FULL_TIME, 0, 5, Fraction(1, 2)),
        (PART_TIME, 3, 0, Fraction(0)),
        (FULL_TIME, 2, 0, Fraction(2)),
    ],
)
def test_that_4_13_compensation_goes_by_years_of_service(kind: EngagementType, years: int, months: int, expected: Fraction) -> None:
    assert rules.compensation_months(kind, years, months) == expected


def test_that_service_counts_both_ends() -> None:
    assert rules.service_length(date(2024, 4, 1), date(2026, 10, 31)) == (2, 7, 0)
    assert rules.service_length(date(2024, 1, 31), date(2024, 2, 29)) == (0, 1, 1)
    assert rules.service_length(MONDAY, MONDAY) == (0, 0, 1)


def test_that_4_14_nobody_starts_under_16(law: LawTable) -> None:
    assert codes(rules.check_age(date(2011, 1, 1), date(2026, 11, 23), law)) == [("AGE", Severity.BLOCK)]
    assert rules.check_age(date(2010, 11, 23), date(2026, 11, 23), law) == [], "sixteen on the first day"
    assert codes(rules.check_age(date(2010, 11, 24), date(2026, 11, 23), law)) == [("AGE", Severity.BLOCK)]


def test_that_insurance_and_written_contracts_are_asked_for(law: LawTable) -> None:
    assert codes(rules.check_insurance(PART_TIME, insured=False)) == [("INJURY", Severity.WARN)]
    assert rules.check_insurance(EngagementType.SERVICES, insured=False) == []
    assert codes(rules.check_contract_form(FULL_TIME, False, MONDAY, MONDAY, law)) == [("UNWRITTEN", Severity.WARN)]
    assert codes(rules.check_contract_form(FULL_TIME, False, MONDAY, MONDAY + timedelta(days=31), law)) == [("UNWRITTEN", Severity.BLOCK)]
    assert codes(rules.check_contract_form(PART_TIME, False, MONDAY, MONDAY, law)) == [("ORAL", Severity.OK)]


@pytest.mark.parametrize(("wage", "expected"), [(5200, 1040), (3000, 310), (2800, 110), (2690, 0), (2000, 0)])
def test_that_deductions_leave_the_minimum_wage(wage: int, expected: int, law: LawTable) -> None:
    share = rate(law.value("deduction_share", MONDAY))
    assert rules.deduction_limit(Money.yuan(wage), Money.yuan(2690), share) == Money.yuan(expected)


def test_that_a_large_deduction_is_carried_over_months() -> None:
    parts = rules.deduction_instalments(Money.yuan(5300), Money.yuan(5200), Money.yuan(2690), Fraction(1, 5))
    assert parts == [Money.yuan(1040)] * 5 + [Money.yuan(100)]
    assert rules.deduction_instalments(Money.yuan(10), Money.yuan(2690), Money.yuan(2690), Fraction(1, 5)) == []


def test_that_a_check_of_march_uses_the_figures_of_march() -> None:
    table = LawTable(
        [
            LawRow("min_hourly_wage", 2300, date(2025, 1, 1), date(2026, 4, 30), "上海"),
            LawRow("min_hourly_wage", 2500, date(2026, 5, 1), None, "上海"),
            LawRow("min_hourly_wage", 2000, date(2025, 1, 1)),
        ]
    )
    assert table.value("min_hourly_wage", date(2026, 3, 15), "上海") == 2300
    assert table.value("min_hourly_wage", date(2026, 5, 15), "上海") == 2500
    assert table.value("min_hourly_wage", date(2026, 5, 15), "无锡") == 2000
    with pytest.raises(LawFigureMissingError) as caught:
        table.value("min_hourly_wage", date(2024, 5, 15), "上海")
    assert i18n.sentence(caught.value) == (
        "The figure “Minimum hourly wage” for 2024-05-15 is missing. Add it in Settings › Law and policy, then try again. Nothing was changed."
    )


def test_that_a_law_of_another_length_moves_the_limits_of_a_probation(law: LawTable) -> None:
    start = date(2026, 1, 1)
    assert [rules.probation_limit(law, start, end) for end in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 12, 31), date(2028, 12, 31))] == [
        0, 1, 2, 6,
    ]  # fmt: skip
    other = LawTable(
        [LawRow(f"probation_from_months_{code}", months, start) for code, months in (("short", 6), ("medium", 24), ("long", 60))]
        + [LawRow(f"probation_months_{code}", months, start) for code, months in (("short", 2), ("medium", 3), ("long", 4))]
    )
    assert [rules.probation_limit(other, start, end) for end in (date(2026, 3, 31), date(2026, 12, 31), date(2028, 12, 31))] == [0, 2, 3]


def test_that_every_shipped_figure_has_a_source_and_samples_say_so(law: LawTable) -> None:
    rows = rules.law_rows_from_json((paths.resources() / "law" / "cn.json").read_text(encoding="utf-8"))
    assert all(row.source for row in [*rows, *company()])
    assert all("核实" in row.source for row in rows if row.code.startswith("min_") and row.code.endswith("wage"))
    assert len({(row.code, row.region, row.from_on) for row in rows}) == len(rows)
    assert law.value("min_hourly_wage", MONDAY, "上海") == 2400


def test_that_the_worst_finding_decides_the_colour() -> None:
    made = [Finding(str(place), severity, "") for place, severity in enumerate(itertools.chain(Severity))]
    assert rules.worst(made) is Severity.BLOCK
    assert rules.worst(made[:2]) is Severity.WARN
    assert rules.worst([]) is Severity.OK
    assert rules.blocks(made) == made[2:]


def test_that_every_engagement_type_says_which_fields_it_allows() -> None:
    assert set(rules.ALLOWED_FIELDS) == set(EngagementType)
    assert [kind for kind in EngagementType if rules.allows(kind, "probation_months")] == [FULL_TIME]
