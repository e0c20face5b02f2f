"""The figures that law and company policy set: what each is called, in which unit it is kept, and what may be typed for it.

The values themselves are dated rows with a source (`labour_rules.LawRow`); nothing here holds a value. Each is kept as
a whole number: minutes, days, fen, or hundredths of what is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workbench.errors import N_, Refused


class FigureGroup(StrEnum):
    """Who sets a figure, and what it is about."""

    LAW = "law"
    CONTRACTS = "contracts"
    REVIEWS = "reviews"
    GOALS = "goals"
    TALKS = "talks"
    PLANNING = "planning"
    VISITS = "visits"


GROUP_LABELS: Mapping[FigureGroup, str] = {
    FigureGroup.LAW: N_("Law"),
    FigureGroup.CONTRACTS: N_("Contract reminders"),
    FigureGroup.REVIEWS: N_("Review process"),
    FigureGroup.GOALS: N_("Colours of the pace"),
    FigureGroup.TALKS: N_("One-on-one rhythm"),
    FigureGroup.PLANNING: N_("Planning rules"),
    FigureGroup.VISITS: N_("Visit rhythm"),
}


class FigureUnit(StrEnum):
    """How a figure is shown; hours are kept in minutes, the ones with decimals in hundredths."""

    HOURS = "hours"
    MINUTES = "minutes"
    CLOCK_HOURS = "clock_hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    DECIMAL_DAYS = "decimal_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    MONEY = "money"
    SHARE = "share"
    POINTS = "points"
    FACTOR = "factor"
    SPEED = "speed"
    OF_DAY = "of_day"
    TIMES = "times"
    PEOPLE = "people"


SCALES: Mapping[FigureUnit, int] = {
    FigureUnit.HOURS: 60,
    FigureUnit.OF_DAY: 60,
    FigureUnit.DECIMAL_DAYS: 100,
    FigureUnit.MONEY: 100,
    FigureUnit.SHARE: 100,
    FigureUnit.POINTS: 100,
    FigureUnit.FACTOR: 100,
}
"""Kept units in one shown unit; 1 where a unit is not named."""

UNIT_TEXTS: Mapping[FigureUnit, str] = {
    FigureUnit.HOURS: N_("{amount} h"),
    FigureUnit.MINUTES: N_("{amount} min"),
    FigureUnit.CLOCK_HOURS: N_("{amount} h"),
    FigureUnit.DAYS: N_("{amount} days"),
    FigureUnit.WORKING_DAYS: N_("{amount} working days"),
    FigureUnit.DECIMAL_DAYS: N_("{amount} days"),
    FigureUnit.WEEKS: N_("{amount} weeks"),
    FigureUnit.MONTHS: N_("{amount} months"),
    FigureUnit.YEARS: N_("{amount} years"),
    FigureUnit.MONEY: N_("¥{amount}"),
    FigureUnit.SHARE: N_("{amount} %"),
    FigureUnit.POINTS: N_("{amount} points"),
    FigureUnit.FACTOR: N_("× {amount}"),
    FigureUnit.SPEED: N_("{amount} km/h"),
    FigureUnit.OF_DAY: N_("{amount} o'clock"),
    FigureUnit.TIMES: N_("{amount} times"),
    FigureUnit.PEOPLE: N_("{amount} people"),
}
UNIT_TEXTS_OF_ONE: Mapping[FigureUnit, str] = {
    FigureUnit.DAYS: N_("{amount} day"),
    FigureUnit.WORKING_DAYS: N_("{amount} working day"),
    FigureUnit.DECIMAL_DAYS: N_("{amount} day"),
    FigureUnit.WEEKS: N_("{amount} week"),
    FigureUnit.MONTHS: N_("{amount} month"),
    FigureUnit.YEARS: N_("{amount} year"),
    FigureUnit.POINTS: N_("{amount} point"),
    FigureUnit.TIMES: N_("{amount} time"),
    FigureUnit.PEOPLE: N_("{amount} person"),
}
"""The same for exactly one, where English tells them apart."""
_WRITTEN_AFTER = (
    "%",
    "km/h",
    "o'clock",
    "点",
    "小时",
    "分钟",
    "个工作日",
    "工作日",
    "天",
    "周",
    "个月",
    "年",
    "元",
    "分",
    "次",
    "人",
    "h",
    "min",
)
_WRITTEN_BEFORE = ("¥", "×")
_NUMBER = re.compile(r"-?(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,6})?")
"""Commas stand before every third digit or not at all: 22,5 is a question, not 225."""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One figure: `least` and `most` are kept units, both allowed; a regional one has a value for each place."""

    code: str
    group: FigureGroup
    unit: FigureUnit
    label: str
    least: int
    most: int
    regional: bool = False


_DAY, _WEEK, _YEAR = 24 * 60, 7 * 24 * 60, 366
_LAW, _CONTRACTS, _REVIEWS, _GOALS = FigureGroup.LAW, FigureGroup.CONTRACTS, FigureGroup.REVIEWS, FigureGroup.GOALS
_TALKS, _PLANNING, _VISITS = FigureGroup.TALKS, FigureGroup.PLANNING, FigureGroup.VISITS
_U = FigureUnit

_ALL = (
    FigureKind("part_time_week_minutes", _LAW, _U.HOURS, N_("Part-time: hours a week"), 60, _WEEK),
    FigureKind("part_time_day_minutes", _LAW, _U.HOURS, N_("Part-time: hours a day on average"), 60, _DAY),
    FigureKind("part_time_pay_cycle_days", _LAW, _U.DAYS, N_("Part-time: days between payments"), 1, _YEAR),
    FigureKind("full_time_week_minutes", _LAW, _U.HOURS, N_("Full-time: hours of a full week"), 60, _WEEK),
    FigureKind("full_time_day_minutes", _LAW, _U.HOURS, N_("Full-time: hours of a full day"), 60, _DAY),
    FigureKind("min_age_years", _LAW, _U.YEARS, N_("Youngest age"), 1, 100),
    FigureKind("probation_from_months_short", _LAW, _U.MONTHS, N_("Short contract: from"), 0, 600),
    FigureKind("probation_months_short", _LAW, _U.MONTHS, N_("Short contract: longest probation"), 0, 60),
    FigureKind("probation_from_months_medium", _LAW, _U.MONTHS, N_("Medium contract: from"), 0, 600),
    FigureKind("probation_months_medium", _LAW, _U.MONTHS, N_("Medium contract: longest probation"), 0, 60),
    FigureKind("probation_from_months_long", _LAW, _U.MONTHS, N_("Long contract: from"), 0, 600),
    FigureKind("probation_months_long", _LAW, _U.MONTHS, N_("Long contract: longest probation"), 0, 60),
    FigureKind("written_contract_days", _LAW, _U.DAYS, N_("Written contract due after"), 0, _YEAR),
    FigureKind("min_hourly_wage", _LAW, _U.MONEY, N_("Minimum hourly wage"), 1, 10_000_000, regional=True),
    FigureKind("min_monthly_wage", _LAW, _U.MONEY, N_("Minimum monthly wage"), 1, 100_000_000, regional=True),
    FigureKind("deduction_share", _LAW, _U.SHARE, N_("Largest deduction from a month's wage"), 0, 10_000),
    FigureKind("wage_formula_month_days", _LAW, _U.DECIMAL_DAYS, N_("Days of a month in the wage formula"), 100, 3100),
    FigureKind("pay_month_days", _LAW, _U.DECIMAL_DAYS, N_("Paid days of a month"), 100, 3100),
    FigureKind("statutory_holidays", _LAW, _U.DAYS, N_("Statutory holidays a year"), 0, _YEAR),
    FigureKind("year_working_days", _LAW, _U.DAYS, N_("Working days a year"), 1, _YEAR),
    FigureKind("contract_reminder_days_1", _CONTRACTS, _U.DAYS, N_("End of a contract: first reminder before"), 1, _YEAR),
    FigureKind("contract_reminder_days_2", _CONTRACTS, _U.DAYS, N_("End of a contract: second reminder before"), 1, _YEAR),
    FigureKind("contract_reminder_days_3", _CONTRACTS, _U.DAYS, N_("End of a contract: third reminder before"), 1, _YEAR),
    FigureKind("contract_reminder_days_4", _CONTRACTS, _U.DAYS, N_("End of a contract: fourth reminder before"), 1, _YEAR),
    FigureKind("contract_reminder_days_5", _CONTRACTS, _U.DAYS, N_("End of a contract: last reminder before"), 1, _YEAR),
    FigureKind("contract_overdue_days", _CONTRACTS, _U.DAYS, N_("End of a contract: still named afterwards for"), 0, _YEAR),
    FigureKind("review_self_days", _REVIEWS, _U.WORKING_DAYS, N_("Time for the self-assessment"), 0, 250),
    FigureKind("review_manager_days", _REVIEWS, _U.WORKING_DAYS, N_("Time for the superior's rating"), 0, 250),
    FigureKind("review_calibration_days", _REVIEWS, _U.WORKING_DAYS, N_("Time for the calibration"), 0, 250),
    FigureKind("review_interview_days", _REVIEWS, _U.WORKING_DAYS, N_("Time for the interview"), 0, 250),
    FigureKind("review_appeal_days", _REVIEWS, _U.WORKING_DAYS, N_("Time for an appeal"), 0, 250),
    FigureKind("review_bonus_points", _REVIEWS, _U.POINTS, N_("Most bonus or penalty points"), 0, 10_000),
    FigureKind("review_least_share", _REVIEWS, _U.SHARE, N_("Least share of the period to be rated"), 0, 10_000),
    FigureKind("review_least_minutes", _REVIEWS, _U.HOURS, N_("Least hours worked to be rated"), 0, 2000 * 60),
    FigureKind("review_least_weight", _REVIEWS, _U.SHARE, N_("Least known share of the weights for a grade"), 0, 10_000),
    FigureKind("review_box_result_low", _REVIEWS, _U.SHARE, N_("Nine boxes: result is low below"), 0, 20_000),
    FigureKind("review_box_result_high", _REVIEWS, _U.SHARE, N_("Nine boxes: result is high from"), 0, 20_000),
    FigureKind("review_box_behaviour_low", _REVIEWS, _U.POINTS, N_("Nine boxes: behaviour is low below"), 100, 500),
    FigureKind("review_box_behaviour_high", _REVIEWS, _U.POINTS, N_("Nine boxes: behaviour is high from"), 100, 500),
    FigureKind("review_rater_difference", _REVIEWS, _U.POINTS, N_("Raters: mean away from all that is told"), 1, 400),
    FigureKind("review_rater_middle", _REVIEWS, _U.SHARE, N_("Raters: share of 3 that is told"), 1, 10_000),
    FigureKind("review_rater_spread", _REVIEWS, _U.POINTS, N_("Raters: spread that is told below"), 0, 200),
    FigureKind("review_guide_people", _REVIEWS, _U.PEOPLE, N_("Distribution guide: least people of a group"), 1, 100_000),
    FigureKind("review_guide_share_1", _REVIEWS, _U.SHARE, N_("Distribution guide: best grade"), 0, 10_000),
    FigureKind("review_guide_share_2", _REVIEWS, _U.SHARE, N_("Distribution guide: second grade"), 0, 10_000),
    FigureKind("review_guide_share_3", _REVIEWS, _U.SHARE, N_("Distribution guide: third grade"), 0, 10_000),
    FigureKind("review_guide_share_4", _REVIEWS, _U.SHARE, N_("Distribution guide: fourth grade"), 0, 10_000),
    FigureKind("review_guide_share_5", _REVIEWS, _U.SHARE, N_("Distribution guide: fifth grade"), 0, 10_000),
    FigureKind("pace_good", _GOALS, _U.SHARE, N_("Pace: green from"), 1, 20_000),
    FigureKind("pace_close", _GOALS, _U.SHARE, N_("Pace: yellow from, red below it"), 0, 20_000),
    FigureKind("pace_quiet_days", _GOALS, _U.WORKING_DAYS, N_("Pace: first days without a colour"), 0, 60),
    FigureKind("talk_usual_days", _TALKS, _U.DAYS, N_("Usual: days between talks"), 1, _YEAR),
    FigureKind("talk_usual_minutes", _TALKS, _U.MINUTES, N_("Usual: length of a talk"), 5, 480),
    FigureKind("talk_short_days", _TALKS, _U.DAYS, N_("Short hours: days between talks"), 1, _YEAR),
    FigureKind("talk_short_minutes", _TALKS, _U.MINUTES, N_("Short hours: length of a talk"), 5, 480),
    FigureKind("talk_short_week_minutes", _TALKS, _U.HOURS, N_("Short hours: at most a week"), 0, _WEEK),
    FigureKind("talk_newcomer_days", _TALKS, _U.DAYS, N_("Newcomer: days after the first day"), 0, _YEAR),
    FigureKind("talk_often_days", _TALKS, _U.DAYS, N_("Newcomer or improvement plan: days between talks"), 1, _YEAR),
    FigureKind("talk_soon_days", _TALKS, _U.DAYS, N_("A talk is due soon within"), 1, 60),
    FigureKind("talk_mood_weeks", _TALKS, _U.WEEKS, N_("Mood: weeks compared with"), 1, 52),
    FigureKind("talk_mood_drop", _TALKS, _U.POINTS, N_("Mood: fall that is told"), 10, 400),
    FigureKind("talk_mood_low_times", _TALKS, _U.TIMES, N_("Mood: low answers in a row that are told"), 1, 20),
    FigureKind("talk_praise_days", _TALKS, _U.DAYS, N_("Thanks are shown for"), 1, _YEAR),
    FigureKind("talk_career_days", _TALKS, _U.DAYS, N_("Career is talked about at least every"), 1, _YEAR),
    FigureKind("talk_lock_days", _TALKS, _U.DAYS, N_("A record may be changed after the talk for"), 0, _YEAR),
    FigureKind("talk_slips", _TALKS, _U.TIMES, N_("Promise put off: times until the manager helps"), 1, 20),
    FigureKind("talk_back_days", _TALKS, _U.DAYS, N_("Prompts look back"), 1, _YEAR),
    FigureKind("talk_ahead_days", _TALKS, _U.DAYS, N_("Prompts look ahead"), 1, _YEAR),
    FigureKind("talk_big_win", _TALKS, _U.MONEY, N_("A won deal is big from"), 1, 10**12),
    FigureKind("plan_notice_hours", _PLANNING, _U.CLOCK_HOURS, N_("A week is published before it begins by"), 0, 24 * 60),
    FigureKind("plan_rest_minutes", _PLANNING, _U.HOURS, N_("Rest between two days of work"), 0, _DAY),
    FigureKind("plan_late_end", _PLANNING, _U.OF_DAY, N_("A late shift ends at or after (0: no such rule)"), 0, _DAY),
    FigureKind(
        "plan_early_start", _PLANNING, _U.OF_DAY, N_("After a late shift, the next day begins at or after (0: no such rule)"), 0, _DAY
    ),
    FigureKind("plan_days_in_a_row", _PLANNING, _U.DAYS, N_("Most days in a row, where nothing else was agreed (0: no limit)"), 0, 31),
    FigureKind("plan_weekends", _PLANNING, _U.TIMES, N_("Most weekends a month, where nothing else was agreed (0: no limit)"), 0, 5),
    FigureKind("plan_speed_kmh", _PLANNING, _U.SPEED, N_("Speed between two places"), 1, 200),
    FigureKind("plan_detour", _PLANNING, _U.FACTOR, N_("Road length over the straight line"), 100, 1000),
    FigureKind("plan_buffer_minutes", _PLANNING, _U.MINUTES, N_("Spare time added to each journey"), 0, 240),
    FigureKind("visit_days_a", _VISITS, _U.DAYS, N_("Class A: days between visits"), 1, 1000),
    FigureKind("visit_days_b", _VISITS, _U.DAYS, N_("Class B: days between visits"), 1, 1000),
    FigureKind("visit_days_c", _VISITS, _U.DAYS, N_("Class C: days between visits"), 1, 1000),
    FigureKind("visit_days_d", _VISITS, _U.DAYS, N_("Class D: days between visits"), 1, 1000),
)
FIGURES: Mapping[str, FigureKind] = {kind.code: kind for kind in _ALL}
"""Every figure by its code, in the order in which they are shown."""


def label_of(code: str) -> str:
    """What a figure is called, as a message id; the code itself for one that this version does not know."""
    return FIGURES[code].label if code in FIGURES else code


def is_law(code: str) -> bool:
    """Whether the state sets the figure, not the company."""
    return code in FIGURES and FIGURES[code].group is FigureGroup.LAW


def amount_text(kind: FigureKind, value: int) -> str:
    """A kept value as it is shown and typed, without its unit.

    >>> amount_text(FIGURES["part_time_week_minutes"], 1350), amount_text(FIGURES["min_hourly_wage"], 2400)
    ('22.5', '24.00')
    """
    scale = SCALES.get(kind.unit, 1)
    if kind.unit is FigureUnit.MONEY:
        return f"{Decimal(value) / scale:.2f}"
    text = f"{Decimal(value) / scale:.4f}".rstrip("0").rstrip(".")
    return text or "0"


def read_amount(kind: FigureKind, text: str) -> int:
    """What was typed, in kept units; a unit written beside the number is understood. Refused when it is no figure or out of range."""
    written = unicodedata.normalize("NFKC", text).strip()
    for sign in _WRITTEN_BEFORE:
        written = written.removeprefix(sign).strip()
    for word in _WRITTEN_AFTER:
        written = written.removesuffix(word).strip()
    example = amount_text(kind, min(kind.most, max(kind.least, SCALES.get(kind.unit, 1))))
    if not _NUMBER.fullmatch(written):
        raise Refused(
            N_("“{text}” is no number. Write one like {example}. Nothing was changed."), code="FIGURE", text=text, example=example
        )
    value = Decimal(written.replace(",", "")) * SCALES.get(kind.unit, 1)
    whole = int(value)
    if whole != value:
        raise Refused(
            N_("“{text}” has more decimals than are kept here. Write a number like {example}. Nothing was changed."),
            code="FIGURE", text=text, example=example,
        )  # fmt: skip
    if not kind.least <= whole <= kind.most:
        raise Refused(
            N_("This figure lies between {least} and {most}. Nothing was changed."),
            code="RANGE", least=amount_text(kind, kind.least), most=amount_text(kind, kind.most),
        )  # fmt: skip
    return whole
