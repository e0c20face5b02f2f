"""The codes by which records say what they are; stored by value, shown by their labels."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final


class EngagementType(StrEnum):
    """The legal relation; it decides fields, limits and tax method (domain 4.1)."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    SERVICES = "services"
    STUDENT = "student"
    REHIRED = "rehired"
    INTERN = "intern"
    DISPATCH = "dispatch"
    PLATFORM = "platform"


class LimitKind(StrEnum):
    """What was agreed with a person about days and tasks, besides the hours of a week (domain 3.2)."""

    DAY_MINUTES = "day_minutes"
    TASK_MINUTES = "task_minutes"
    TASKS_A_DAY = "tasks_a_day"
    DAYS_IN_A_ROW = "days_in_a_row"
    DAYS_OFF = "days_off"
    WEEKENDS = "weekends"
    LEAST_IN_A_ROW = "least_in_a_row"
    ALL_MINUTES = "all_minutes"
    LATE_SHIFTS = "late_shifts"


class SalesLine(StrEnum):
    """The five kinds of sales team."""

    PART_TIME = "part_time"
    FIELD = "field"
    ONLINE = "online"
    CONTRACT_QUOTA = "contract_quota"
    DIRECT = "direct"


class TaskKind(StrEnum):
    VISIT = "visit"
    SHIFT = "shift"
    CALL = "call"
    EVENT = "event"
    TRAINING = "training"


class DealStage(StrEnum):
    PROSPECTING = "prospecting"
    ENGAGING = "engaging"
    WON = "won"
    LOST = "lost"


class CustomerGrade(StrEnum):
    """Service class of a customer."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class ReviewState(StrEnum):
    """Step of one person's review, in order; the last two end it."""

    GOALS = "goals"
    SELF = "self"
    MANAGER = "manager"
    CALIBRATION = "calibration"
    INTERVIEW = "interview"
    LOCKED = "locked"
    NOT_RATED = "not_rated"


class Unit(StrEnum):
    """What an amount counts; amounts are stored as hundredths of it."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    SCORE = "score"


class Metric(StrEnum):
    """What targets, measurements and KPI items count."""

    SALES_NET = "sales_net"
    COLLECTION_RATE = "collection_rate"
    NEW_CUSTOMERS = "new_customers"
    CUSTOMER_SATISFACTION = "customer_satisfaction"
    DEALS_WON = "deals_won"
    WIN_RATE = "win_rate"
    VISITS_DONE = "visits_done"
    SALES_PER_HOUR = "sales_per_hour"

    @property
    def unit(self) -> Unit:
        return METRIC_UNITS[self]

    @property
    def adds_up(self) -> bool:
        """True where hours and days worked change the target; rates and scores are the same for everyone."""
        return self in (Metric.SALES_NET, Metric.NEW_CUSTOMERS, Metric.DEALS_WON, Metric.VISITS_DONE)


METRIC_UNITS: Final[dict[Metric, Unit]] = {
    Metric.SALES_NET: Unit.MONEY,
    Metric.COLLECTION_RATE: Unit.PERCENT,
    Metric.NEW_CUSTOMERS: Unit.COUNT,
    Metric.CUSTOMER_SATISFACTION: Unit.SCORE,
    Metric.DEALS_WON: Unit.COUNT,
    Metric.WIN_RATE: Unit.PERCENT,
    Metric.VISITS_DONE: Unit.COUNT,
    Metric.SALES_PER_HOUR: Unit.MONEY,
}


class CyclePeriod(StrEnum):
    """Length of a review cycle; a probation is for full-time staff only."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PROBATION = "probation"


class Section(StrEnum):
    """Part of the evaluation form."""

    KPI = "kpi"
    BEHAVIOUR = "behaviour"
    COLLABORATION = "collaboration"


class Theme(StrEnum):
    """Theme of a question or agenda item in a one-on-one."""

    WORK = "work"
    WELLBEING = "wellbeing"
    CAREER = "career"
    FEEDBACK = "feedback"
    OBSTACLES = "obstacles"


class Severity(StrEnum):
    """How a check ended: green, amber, red."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"


class Mood(IntEnum):
    """Answer to the mood question; voluntary."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


class Priority(IntEnum):
    """How badly a task must be covered."""

    MUST = 1
    SHOULD = 2
    MAY = 3


class InterviewWay(StrEnum):
    """How the two of an evaluation interview talked."""

    PERSON = "person"
    PHONE = "phone"
    VIDEO = "video"


class Objection(StrEnum):
    """What the employee said of the result at the end of the interview."""

    NOT_SAID = ""
    NONE = "none"
    OBJECTS = "objects"
    APPEALS = "appeals"


class Cause(StrEnum):
    """Where the two see the reasons of a result."""

    ABILITY = "ability"
    WILL = "will"
    RESOURCES = "resources"
    SURROUNDINGS = "surroundings"
