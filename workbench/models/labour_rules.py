"""What labour law allows for each type of engagement, and the checks that warn about it or refuse.

All limits come from a dated `LawTable`, so that a check of March uses the figures of March. The checks
warn and record; they are no legal advice (domain 4.1 to 4.3).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from workbench.errors import N_, KnownError
from workbench.models.policy_rules import label_of
from workbench.models.values.codes import EngagementType, Severity
from workbench.models.values.money import Money
from workbench.models.values.numbers import Exact, exact
from workbench.models.values.periods import Period

# ---- the table ------------------------------------------------------------------------------------


class LawFigureMissingError(KnownError):
    """HR's table has no figure for the day. `figure` is what the figure is called, as a message id."""

    sentence = N_("The figure “{figure}” for {day} is missing. Add it in Settings › Law and policy, then try again. Nothing was changed.")
    words = ("figure",)

    def __init__(self, code: str, day: date, region: str = "") -> None:
        super().__init__(code, code=code, figure=label_of(code), day=day.isoformat(), region=region)


@dataclass(frozen=True, slots=True)
class LawRow:
    """One figure in force from a day to a day (None = still), for a region or the whole country ("")."""

    code: str
    value: int
    from_on: date
    to_on: date | None = None
    region: str = ""
    source: str = ""


class LawTable:
    """Dated figures by code and region."""

    def __init__(self, rows: Iterable[LawRow]) -> None:
        self._rows: dict[tuple[str, str], list[LawRow]] = {}
        for row in sorted(rows, key=lambda one: one.from_on, reverse=True):
            self._rows.setdefault((row.code, row.region), []).append(row)

    def find(self, code: str, on: date, region: str = "") -> LawRow | None:
        """The row in force on the day: the region's own, else the country's, else None."""
        for place in dict.fromkeys((region, "")):
            for row in self._rows.get((code, place), ()):
                if row.from_on <= on and (row.to_on is None or on <= row.to_on):
                    return row
        return None

    def value(self, code: str, on: date, region: str = "") -> int:
        """The figure in force; LawFigureMissingError when there is none."""
        row = self.find(code, on, region)
        if row is None:
            raise LawFigureMissingError(code, on, region)
        return row.value

    def reminder_days(self, on: date) -> tuple[int, ...]:
        """Days before the end of a contract on which to remind, longest first."""
        codes = {code for code, region in self._rows if code.startswith("contract_reminder_days_") and not region}
        found = (self.find(code, on) for code in codes)
        return tuple(sorted((row.value for row in found if row is not None), reverse=True))


def law_rows_from_json(text: str) -> list[LawRow]:
    """Rows of `resources/law/*.json`."""
    return [
        LawRow(
            code=one["code"],
            value=int(one["value"]),
            from_on=date.fromisoformat(one["from"]),
            to_on=date.fromisoformat(one["to"]) if one["to"] else None,
            region=one["region"],
            source=one["source"],
        )
        for one in json.loads(text)["figures"]
    ]


# ---- findings -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check: a code, how bad it is, and the sentence with its figures filled by the shower."""

    code: str
    severity: Severity
    sentence: str
    figures: Mapping[str, object] = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> Severity:
    """The gravest severity; OK when there is no finding."""
    order = list(Severity)
    return max((finding.severity for finding in findings), key=order.index, default=Severity.OK)


def blocks(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.BLOCK]


# ---- which fields a type allows -------------------------------------------------------------------

_COMMON = frozenset({"type", "start_on", "end_on", "weekly_minutes", "written", "hourly_pay", "pay_cycle_days", "other_employer_minutes"})
_LABOUR = _COMMON | {"monthly_pay", "injury_insured"}
ALLOWED_FIELDS: dict[EngagementType, frozenset[str]] = {
    EngagementType.FULL_TIME: _LABOUR | {"probation_months"},
    EngagementType.PART_TIME: _COMMON | {"injury_insured"},
    EngagementType.SERVICES: _COMMON | {"monthly_pay"},
    EngagementType.STUDENT: _COMMON,
    EngagementType.REHIRED: _LABOUR,
    EngagementType.INTERN: _LABOUR,
    EngagementType.DISPATCH: _LABOUR,
    EngagementType.PLATFORM: _COMMON - {"pay_cycle_days"},
}
"""Fields of an engagement that its type may fill; the form hides the others."""

LABOUR_RELATIONS = frozenset({EngagementType.FULL_TIME, EngagementType.PART_TIME, EngagementType.DISPATCH})
"""Types that are employment: labour law's limits and work-injury insurance apply."""

FULL_WEEK_TYPES = frozenset({EngagementType.FULL_TIME, EngagementType.REHIRED, EngagementType.INTERN, EngagementType.DISPATCH})
"""Types for which a full week is usual: more is overtime, and it is meant where no hours are written down."""


def allows(kind: EngagementType, field_name: str) -> bool:
    return field_name in ALLOWED_FIELDS[kind]


def check_probation(kind: EngagementType, months: int, law: LawTable, start: date, end: date | None) -> list[Finding]:
    """Vector 4-7 and the limits of art. 19; `end` None is an open-ended contract."""
    if months <= 0:
        return []
    if not allows(kind, "probation_months"):
        sentence = N_("A probation is part of a full-time contract only (Labour Contract Law, art. 19).")
        if kind is EngagementType.PART_TIME:
            sentence = N_("A probation is forbidden for this type of engagement (Labour Contract Law, art. 70).")
        return [Finding("PROBATION", Severity.BLOCK, sentence, {"months": months})]
    limit = probation_limit(law, start, end)
    if months > limit:
        sentence = N_("A probation of {months} months is longer than the {limit} months that this contract allows (art. 19).")
        return [Finding("PROBATION", Severity.BLOCK, sentence, {"months": months, "limit": limit})]
    return []


def probation_limit(law: LawTable, start: date, end: date | None) -> int:
    """Most months of probation for a full-time contract: 0 for one shorter than a short one, then by length (art. 19)."""
    if end is None:
        return law.value("probation_months_long", start)
    years, months, _ = service_length(start, end)
    length = 12 * years + months
    reached = [code for code in ("short", "medium", "long") if length >= law.value(f"probation_from_months_{code}", start)]
    return law.value(f"probation_months_{reached[-1]}", start) if reached else 0


def check_age(birth: date, start: date, law: LawTable) -> list[Finding]:
    """Vector 4-14: nobody under the minimum age may start."""
    age, limit = service_length(birth, start - timedelta(days=1))[0], law.value("min_age_years", start)
    if age >= limit:
        return []
    sentence = N_("{age} years old on the first day: under {limit} nobody may be employed.")
    return [Finding("AGE", Severity.BLOCK, sentence, {"age": age, "limit": limit})]


def check_agreed_week(kind: EngagementType, minutes: int, law: LawTable, on: date) -> list[Finding]:
    """Agreed hours of a part-time engagement against the week of art. 68, limit included (vectors 4-1, 4-3); it warns.

    What was agreed is a fact that is recorded; the planner keeps to the law whatever was agreed.
    """
    if kind is not EngagementType.PART_TIME:
        return []
    row = law.find("part_time_week_minutes", on)
    if row is None or minutes <= row.value:
        return []
    sentence = N_("{hours} h a week are agreed, more than the {limit} h of part-time work (art. 68). A court may see full-time work in it.")
    return [Finding("LAW24", Severity.WARN, sentence, {"hours": f"{minutes / 60:g}", "limit": f"{row.value / 60:g}"})]


def check_insurance(kind: EngagementType, insured: bool) -> list[Finding]:
    """Each employer insures work injury separately, part-time staff too."""
    if kind not in LABOUR_RELATIONS or insured:
        return []
    return [Finding("INJURY", Severity.WARN, N_("No work-injury insurance is recorded; every employer has to insure separately."))]


def check_contract_form(kind: EngagementType, written: bool, start: date, today: date, law: LawTable) -> list[Finding]:
    """Full-time contracts must be written within a month; part-time ones may be oral, a written one is better."""
    if written or kind not in (EngagementType.FULL_TIME, EngagementType.PART_TIME):
        return []
    if kind is EngagementType.PART_TIME:
        return [Finding("ORAL", Severity.OK, N_("An oral agreement is allowed; a written one is safer for both."))]
    limit = law.value("written_contract_days", start)
    late = (today - start).days > limit
    sentence = N_("A written contract is due within {limit} days of the first day; without it double pay falls due (art. 82).")
    return [Finding("UNWRITTEN", Severity.BLOCK if late else Severity.WARN, sentence, {"limit": limit})]


# ---- pay ------------------------------------------------------------------------------------------


def check_pay_period(kind: EngagementType, period: Period, law: LawTable) -> list[Finding]:
    """Vectors 4-5 and 4-6: part-time pay is settled and paid at most every 15 days (art. 72)."""
    return check_pay_cycle(kind, period.days, law, period.start)


def check_pay_cycle(kind: EngagementType, days: int, law: LawTable, on: date) -> list[Finding]:
    if kind is not EngagementType.PART_TIME:
        return []
    limit = law.value("part_time_pay_cycle_days", on)
    if days <= limit:
        return []
    sentence = N_("{days} days between payments, more than the {limit} allowed part-time (art. 72). Weekly or every 14 days fits.")
    return [Finding("PAY_CYCLE", Severity.BLOCK, sentence, {"days": days, "limit": limit})]


def check_hourly_pay(minutes: int, total: Money, minimum: Money, guaranteed: Money | None = None) -> list[Finding]:
    """Vectors 4-8 and 4-9: pay of `minutes` worked against the minimum hourly wage.

    The pay an hour is told in whole fen, rounded down: what is below the minimum never reads like it.

    `guaranteed` is the fixed pay an hour without commission; below the minimum it warns even if the total is enough.
    """
    if minutes <= 0:
        return []
    owed = Fraction(minimum.fen * minutes, 60)
    if total.fen < owed:
        sentence = N_("{hourly} an hour is below the minimum hourly wage of {minimum}; {shortfall} is missing.")
        shortfall = Money(math.ceil(owed)) - total
        figures = {"hourly": str(Money(total.fen * 60 // minutes)), "minimum": str(minimum), "shortfall": str(shortfall)}
        return [Finding("MIN_WAGE", Severity.BLOCK, sentence, figures)]
    if guaranteed is not None and guaranteed < minimum:
        sentence = N_("The fixed {hourly} an hour is below the minimum hourly wage of {minimum}; commission should not be needed.")
        return [Finding("MIN_WAGE_FIXED", Severity.WARN, sentence, {"hourly": str(guaranteed), "minimum": str(minimum)})]
    return []


def check_agreed_hourly(kind: EngagementType, hourly: Money, law: LawTable, on: date, region: str) -> list[Finding]:
    """The agreed pay an hour against the minimum of the region on a day; commission is not known beforehand, so it only warns (vector 4-9).

    Part-time pay has a minimum of its own; other employees paid by the hour are held to their share of the monthly minimum.
    LawFigureMissingError where the region has no figure for the day.
    """
    if kind not in LABOUR_RELATIONS:
        return []
    if kind is EngagementType.PART_TIME:
        minimum = Money(law.value("min_hourly_wage", on, region))
    else:
        month = Fraction(law.value("pay_month_days", on), 100) * law.value("full_time_day_minutes", on)
        minimum = Money(math.ceil(law.value("min_monthly_wage", on, region) * 60 / month))
    return check_hourly_pay(60, max(hourly, minimum), minimum, guaranteed=hourly)


def check_agreed_monthly(kind: EngagementType, monthly: Money, law: LawTable, on: date, region: str) -> list[Finding]:
    """The fixed pay a month of a labour relation against the minimum of the region on a day (最低工资规定, art. 5); it only warns.

    Part-time pay is by the hour and has its own minimum. LawFigureMissingError where the region has no figure for the day.
    """
    if kind not in LABOUR_RELATIONS or kind is EngagementType.PART_TIME:
        return []
    minimum = Money(law.value("min_monthly_wage", on, region))
    if monthly >= minimum:
        return []
    sentence = N_("The fixed {monthly} a month is below the minimum monthly wage of {minimum}; commission should not be needed.")
    return [Finding("MIN_WAGE_MONTH", Severity.WARN, sentence, {"monthly": str(monthly), "minimum": str(minimum)})]


def minimum_hourly_wage(monthly: Money, pension: Exact, medical: Exact, floating: Exact, month_days: Exact, day_minutes: int) -> Fraction:
    """Yuan an hour by the formula of the annex of 最低工资规定 (vectors 4-10, 4-11); the shares are ratios."""
    base = Fraction(monthly.fen, 100) / exact(month_days) / Fraction(day_minutes, 60)
    return base * (1 + exact(pension) + exact(medical)) * (1 + exact(floating))


def deduction_limit(month_wage: Money, minimum: Money, share: Exact) -> Money:
    """Most that one month's wage may be cut by: the share of it, and never below the minimum (domain 7.6)."""
    return max(Money(0), min(month_wage * share, month_wage - minimum))


def deduction_instalments(owed: Money, month_wage: Money, minimum: Money, share: Exact) -> list[Money]:
    """Equal monthly deductions until nothing is owed, the rest last; empty when the wage leaves no room."""
    limit = deduction_limit(month_wage, minimum, share)
    if limit.fen <= 0 or owed.fen <= 0:
        return []
    full, rest = divmod(owed.fen, limit.fen)
    return [limit] * full + ([Money(rest)] if rest else [])


# ---- length of service, end of contract -----------------------------------------------------------


def service_length(first: date, last: date) -> tuple[int, int, int]:
    """Whole years, months and days from `first` to `last`, both worked."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if after.day < first.day:
        months -= 1
    start = _add_months(first, months)
    return months // 12, months % 12, max(0, (after - start).days)


def same_length(first: date, last: date, start: date) -> date:
    """Last day of a span from `start` that is as long as `first` to `last`: in whole months where it is, else in days.

    >>> same_length(date(2027, 3, 1), date(2028, 2, 29), date(2028, 3, 1))
    datetime.date(2029, 2, 28)
    """
    years, months, days = service_length(first, last)
    if days or not years * 12 + months:
        return start + (last - first)
    return _add_months(start, years * 12 + months) - timedelta(days=1)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, Period.month(year, month + 1).end.day))


def expiry_reminders(end: date, days_before: Sequence[int]) -> list[date]:
    """Days on which to remind of the end of a contract, earliest first (vector 4-12)."""
    return sorted(end - timedelta(days=days) for days in days_before)


def check_expiry(end: date | None, today: date, days_before: Sequence[int]) -> list[Finding]:
    """Overdue is red, inside the first reminder amber; an open-ended contract never ends."""
    if end is None:
        return []
    left = (end - today).days
    if left < 0:
        return [Finding("CONTRACT", Severity.BLOCK, N_("The contract ended on {day}."), {"day": end.isoformat(), "days": left})]
    if left <= max(days_before, default=0):
        sentence = N_("The contract ends on {day}, in {days} days.")
        return [Finding("CONTRACT_ENDS", Severity.WARN, sentence, {"day": end.isoformat(), "days": left})]
    return []


def compensation_months(kind: EngagementType, years: int, months: int, days: int = 0) -> Fraction:
    """Months of wage owed as economic compensation (art. 47, vector 4-13); none for part-time (art. 71)."""
    if kind not in (EngagementType.FULL_TIME, EngagementType.DISPATCH):
        return Fraction(0)
    if months >= 6:
        return Fraction(years + 1)
    return years + (Fraction(1, 2) if months or days else Fraction(0))
