"""One-on-ones: how often, what is due, how the mood moves, and which question to ask next.

Mood answers are voluntary and never reach a review; a skipped answer is None and counts as no answer
(domain 9).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from workbench.errors import N_
from workbench.models.values.codes import EngagementType, Mood, Theme

# ---- cadence --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cadence:
    """Days between talks, and the minutes of one."""

    days: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TalkPolicy:
    """What the company sets for one-on-ones (domain 9.1, 9.2).

    `short` is for people with at most `short_week_minutes` a week, `often_days` for newcomers in their first
    `newcomer_days` and during an improvement plan. `mood_drop` is in points of the answers 1 to 5.
    """

    usual: Cadence
    short: Cadence
    short_week_minutes: int
    newcomer_days: int
    often_days: int
    soon_days: int
    mood_weeks: int
    mood_drop: Fraction
    mood_low_times: int


_SHORT_HOURS = frozenset({EngagementType.PART_TIME, EngagementType.STUDENT})


def has_short_hours(kind: EngagementType, weekly_minutes: int, policy: TalkPolicy) -> bool:
    """Part-time staff and students, and whoever agreed to no more hours than these have."""
    return kind in _SHORT_HOURS or 0 < weekly_minutes <= policy.short_week_minutes


def is_newcomer(hired_on: date | None, today: date, policy: TalkPolicy) -> bool:
    """Whether the first days after the first day are not over."""
    return hired_on is not None and 0 <= (today - hired_on).days < policy.newcomer_days


def default_cadence(
    kind: EngagementType, hired_on: date | None, today: date, policy: TalkPolicy, weekly_minutes: int = 0, on_improvement_plan: bool = False
) -> Cadence:
    """Often in the first weeks and during an improvement plan, else by engagement; talks lie inside paid hours (domain 9.1)."""
    usual = policy.short if has_short_hours(kind, weekly_minutes, policy) else policy.usual
    often = on_improvement_plan or is_newcomer(hired_on, today, policy)
    return Cadence(policy.often_days, usual.minutes) if often else usual


class Due(StrEnum):
    """When the next talk is due, gravest first."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    SOON = "soon"
    LATER = "later"


DUE_LABELS: dict[Due, str] = {
    Due.OVERDUE: N_("Overdue by {days} d"),
    Due.TODAY: N_("Due today"),
    Due.TOMORROW: N_("Due tomorrow"),
    Due.SOON: N_("Due in {days} d"),
    Due.LATER: N_("Due on {day}"),
}


@dataclass(frozen=True, slots=True)
class DueState:
    """`days` is how far away `due_on` is, or how far past when overdue; `first` when there was no talk yet."""

    state: Due
    due_on: date
    days: int
    planned: bool
    first: bool = False


def due_state(
    today: date,
    cadence_days: int,
    last_held: date | None,
    soon_days: int,
    planned_on: date | None = None,
    hired_on: date | None = None,
    known_since: date | None = None,
) -> DueState:
    """Where the next talk stands.

    A talk that is planned decides, also one that was missed since the last; else the last one held plus the cadence. A first talk is late from the day
    for which it was planned; without one it is due a cadence after the first day at work, but not before a cadence after
    the person came into this database: nobody is late with what could not be kept here. Who has no such day is due today.
    """
    planned = planned_on is not None and planned_on >= today
    if planned_on is not None and (planned or last_held is None or planned_on > last_held):
        due_on = planned_on if planned or last_held is None else min(planned_on, last_held + timedelta(days=cadence_days))
    else:
        begun = [day for day in (hired_on, min(known_since, today) if known_since else None) if day is not None]
        start = last_held or max(begun, default=None)
        due_on = start + timedelta(days=cadence_days) if start else today
    days = (due_on - today).days
    if days < 0:
        return DueState(Due.OVERDUE, due_on, -days, planned, last_held is None)
    state = {0: Due.TODAY, 1: Due.TOMORROW}.get(days, Due.SOON if days <= soon_days else Due.LATER)
    return DueState(state, due_on, days, planned, last_held is None)


# ---- mood -----------------------------------------------------------------------------------------

ALPHA = Fraction(3, 10)


def ewma(answers: Iterable[int | None], alpha: Fraction = ALPHA) -> Fraction | None:
    """Exponentially weighted mean, starting at the first answer; skipped ones are left out. None without answers.

    >>> round(float(ewma([7, 7, 8, 6, 5, 4])), 4)
    5.6359
    """
    level: Fraction | None = None
    for answer in answers:
        if answer is not None:
            level = Fraction(answer) if level is None else alpha * answer + (1 - alpha) * level
    return level


class MoodAlert(StrEnum):
    FALLING = "falling"
    LOW = "low"


MOOD_ALERT_LABELS: dict[MoodAlert, str] = {
    MoodAlert.FALLING: N_("Mood has clearly fallen against the weeks before"),
    MoodAlert.LOW: N_("Mood was bad or very bad several times in a row"),
}


def mood_alert(answers: Sequence[tuple[date, int | None]], today: date, policy: TalkPolicy) -> MoodAlert | None:
    """Alert for the own manager only, from (day, answer 1 to 5) in order of days (domain 9.2).

    LOW when the last answers are all bad or very bad; FALLING when the weighted mean lies far enough under the plain
    mean of the last weeks.
    """
    given = [(day, answer) for day, answer in answers if answer is not None and day <= today]
    last = given[-policy.mood_low_times :]
    if len(last) == policy.mood_low_times and all(answer <= Mood.BAD for _, answer in last):
        return MoodAlert.LOW
    recent = [answer for day, answer in given if day > today - timedelta(weeks=policy.mood_weeks)]
    level = ewma(answer for _, answer in given)
    if level is None or not recent:
        return None
    return MoodAlert.FALLING if Fraction(sum(recent), len(recent)) - level >= policy.mood_drop else None


# ---- actions and agenda ---------------------------------------------------------------------------


def kept_in_time(actions: Iterable[tuple[date | None, date | None]], today: date) -> Fraction | None:
    """Share of (due, done) actions due by today that were done in time; None when none was due."""
    due = [(due_on, done_on) for due_on, done_on in actions if due_on is not None and due_on <= today]
    if not due:
        return None
    return Fraction(sum(done_on is not None and done_on <= due_on for due_on, done_on in due), len(due))


def needs_manager_help(slips: int, most: int) -> bool:
    """After so many slips the manager gets an action of their own: remove the obstacle."""
    return slips >= most


def manager_talks_most(by_manager: int, by_employee: int) -> bool:
    """True when the manager raised more than half of the agenda: it is the employee's meeting."""
    return by_manager > by_employee


def locked_from(held_on: date, lock_days: int, today: date) -> date | None:
    """The day from which a record stands that may be changed for so many days after the talk; None before that day."""
    since = held_on + timedelta(days=lock_days + 1)
    return since if today >= since else None


# ---- questions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank in both languages. `sets` may hold newcomer, improvement, part_time, field."""

    number: int
    theme: Theme
    zh: str
    en: str
    sets: frozenset[str] = frozenset()


ONLY_FOR = frozenset({"part_time", "field"})
"""Sets whose questions are asked of nobody else; the other sets are preferred for their people."""


def questions_from_json(text: str) -> list[Question]:
    """The bank of `resources/questions.json`."""
    rows = json.loads(text)["questions"]
    return [Question(int(row["number"]), Theme(row["theme"]), row["zh"], row["en"], frozenset(row["sets"])) for row in rows]


_FORBIDDEN = (
    *("怀孕", "备孕", "生育", "生孩子", "二胎", "结婚", "婚姻", "离婚", "对象", "宗教", "信仰", "疾病", "病史", "诊断", "吃药"),
    *("pregnan", "having children", "family planning", "marri", "divorce", "spouse", "religio", "faith", "illness", "disease", "diagnos"),
)


def is_excluded(text: str) -> bool:
    """True for a question about health, family planning, religion or marriage: such a one is never offered."""
    lowered = text.lower()
    return any(word in lowered for word in _FORBIDDEN)


def pick_questions(bank: Sequence[Question], asked: Sequence[Sequence[int]], sets: Iterable[str] = (), memory: int = 3) -> list[Question]:
    """One question of each theme for the next talk (domain 9.4).

    `asked` lists the numbers asked in each former talk, newest first. What was asked in the last `memory` talks is
    not repeated while the theme has another; the person's own `sets` come first, then what was asked longest ago
    or never, then the lower number.
    """
    own = frozenset(sets)
    ages = _ages(asked)
    never = len(asked) + 1

    def order(question: Question) -> tuple[bool, bool, int, int]:
        age = ages.get(question.number, never)
        return age < min(memory, never), not question.sets & own, -age, question.number

    picked = []
    for theme in Theme:
        fitting = [one for one in bank if one.theme is theme and _fits(one, own)]
        if fitting:
            picked.append(min(fitting, key=order))
    return picked


def _fits(question: Question, own: frozenset[str]) -> bool:
    return (question.sets & ONLY_FOR) <= own and not is_excluded(question.zh) and not is_excluded(question.en)


def _ages(asked: Sequence[Sequence[int]]) -> Mapping[int, int]:
    """How many talks ago each number was last asked: 0 is the last talk."""
    ages: dict[int, int] = {}
    for age, numbers in enumerate(asked):
        for number in numbers:
            ages.setdefault(number, age)
    return ages


def themes_overdue(last_covered: Mapping[Theme, date], today: date, every: Mapping[Theme, int]) -> list[Theme]:
    """Themes that the next talk should touch; `every` is the most days a theme may rest, 0 for one of each talk."""
    return [theme for theme, days in every.items() if theme not in last_covered or not days or (today - last_covered[theme]).days > days]
