"""What each code is called. Labels are English message ids; whoever shows one translates it."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from workbench.errors import N_
from workbench.models.values.codes import (
    Cause,
    CustomerGrade,
    CyclePeriod,
    DealStage,
    EngagementType,
    InterviewWay,
    LimitKind,
    Metric,
    Mood,
    Objection,
    Priority,
    ReviewState,
    SalesLine,
    Section,
    Severity,
    TaskKind,
    Theme,
    Unit,
)

ENGAGEMENT_LABELS: Final[dict[EngagementType, str]] = {
    EngagementType.FULL_TIME: N_("Full-time employment"),
    EngagementType.PART_TIME: N_("Part-time employment"),
    EngagementType.SERVICES: N_("Service agreement"),
    EngagementType.STUDENT: N_("Student work"),
    EngagementType.REHIRED: N_("Rehired after retirement"),
    EngagementType.INTERN: N_("Internship"),
    EngagementType.DISPATCH: N_("Dispatched labour"),
    EngagementType.PLATFORM: N_("Platform work"),
}
ENGAGEMENT_SHORT: Final[dict[EngagementType, str]] = {
    EngagementType.FULL_TIME: N_("full-time"),
    EngagementType.PART_TIME: N_("part-time"),
    EngagementType.SERVICES: N_("services"),
    EngagementType.STUDENT: N_("student"),
    EngagementType.REHIRED: N_("rehired"),
    EngagementType.INTERN: N_("intern"),
    EngagementType.DISPATCH: N_("dispatched"),
    EngagementType.PLATFORM: N_("platform"),
}
"""The same in one word, for tables and boards."""
LIMIT_LABELS: Final[dict[LimitKind, str]] = {
    LimitKind.DAY_MINUTES: N_("Most hours a day"),
    LimitKind.TASK_MINUTES: N_("Most hours at a stretch"),
    LimitKind.TASKS_A_DAY: N_("Most tasks a day"),
    LimitKind.DAYS_IN_A_ROW: N_("Most days in a row"),
    LimitKind.DAYS_OFF: N_("Days off together, at least"),
    LimitKind.WEEKENDS: N_("Most weekends a month"),
    LimitKind.LEAST_IN_A_ROW: N_("Days in a row, at least"),
    LimitKind.ALL_MINUTES: N_("Most hours a week, all employers"),
    LimitKind.LATE_SHIFTS: N_("Most late shifts a week"),
}
SALES_LINE_LABELS: Final[dict[SalesLine, str]] = {
    SalesLine.PART_TIME: N_("Part-time sales"),
    SalesLine.FIELD: N_("Field sales"),
    SalesLine.ONLINE: N_("Online sales"),
    SalesLine.CONTRACT_QUOTA: N_("Contract quota"),
    SalesLine.DIRECT: N_("Direct channel"),
}
TASK_KIND_LABELS: Final[dict[TaskKind, str]] = {
    TaskKind.VISIT: N_("Customer visit"),
    TaskKind.SHIFT: N_("Shift"),
    TaskKind.CALL: N_("Phone or online"),
    TaskKind.EVENT: N_("Event"),
    TaskKind.TRAINING: N_("Training session"),
}
DEAL_STAGE_LABELS: Final[dict[DealStage, str]] = {
    DealStage.PROSPECTING: N_("Prospecting"),
    DealStage.ENGAGING: N_("Engaging"),
    DealStage.WON: N_("Won"),
    DealStage.LOST: N_("Lost"),
}
GRADE_LABELS: Final[dict[CustomerGrade, str]] = {
    CustomerGrade.A: N_("Class A"),
    CustomerGrade.B: N_("Class B"),
    CustomerGrade.C: N_("Class C"),
    CustomerGrade.D: N_("Class D"),
}
REVIEW_STATE_LABELS: Final[dict[ReviewState, str]] = {
    ReviewState.GOALS: N_("Goals agreed"),
    ReviewState.SELF: N_("Self-assessment"),
    ReviewState.MANAGER: N_("Superior's rating"),
    ReviewState.CALIBRATION: N_("Calibration"),
    ReviewState.INTERVIEW: N_("Interview"),
    ReviewState.LOCKED: N_("Locked"),
    ReviewState.NOT_RATED: N_("Not rated"),
}
METRIC_LABELS: Final[dict[Metric, str]] = {
    Metric.SALES_NET: N_("Net sales"),
    Metric.COLLECTION_RATE: N_("Collection rate"),
    Metric.NEW_CUSTOMERS: N_("New customers"),
    Metric.CUSTOMER_SATISFACTION: N_("Customer satisfaction"),
    Metric.DEALS_WON: N_("Deals won"),
    Metric.WIN_RATE: N_("Win rate"),
    Metric.VISITS_DONE: N_("Visits done"),
    Metric.SALES_PER_HOUR: N_("Sales per hour"),
}
UNIT_LABELS: Final[dict[Unit, str]] = {
    Unit.MONEY: N_("yuan"),
    Unit.COUNT: N_("count"),
    Unit.PERCENT: N_("per cent"),
    Unit.SCORE: N_("points"),
}
CYCLE_LABELS: Final[dict[CyclePeriod, str]] = {
    CyclePeriod.MONTH: N_("Monthly review"),
    CyclePeriod.QUARTER: N_("Quarterly review"),
    CyclePeriod.HALF_YEAR: N_("Half-year review"),
    CyclePeriod.YEAR: N_("Annual review"),
    CyclePeriod.PROBATION: N_("Probation review"),
}
SECTION_LABELS: Final[dict[Section, str]] = {
    Section.KPI: N_("Key performance indicators"),
    Section.BEHAVIOUR: N_("Behaviour and attitude"),
    Section.COLLABORATION: N_("Teamwork"),
}
THEME_LABELS: Final[dict[Theme, str]] = {
    Theme.WORK: N_("Work"),
    Theme.WELLBEING: N_("Wellbeing"),
    Theme.CAREER: N_("Career"),
    Theme.FEEDBACK: N_("Feedback"),
    Theme.OBSTACLES: N_("Obstacles"),
}
SEVERITY_LABELS: Final[dict[Severity, str]] = {
    Severity.OK: N_("In order"),
    Severity.WARN: N_("Worth a look"),
    Severity.BLOCK: N_("Not allowed"),
}
MOOD_LABELS: Final[dict[Mood, str]] = {
    Mood.VERY_BAD: N_("Very bad"),
    Mood.BAD: N_("Bad"),
    Mood.FAIR: N_("Fair"),
    Mood.GOOD: N_("Good"),
    Mood.VERY_GOOD: N_("Very good"),
}
PRIORITY_LABELS: Final[dict[Priority, str]] = {
    Priority.MUST: N_("Must be covered"),
    Priority.SHOULD: N_("Should be covered"),
    Priority.MAY: N_("May stay open"),
}

INTERVIEW_WAY_LABELS: Final[dict[InterviewWay, str]] = {
    InterviewWay.PERSON: N_("Face to face"),
    InterviewWay.PHONE: N_("By phone"),
    InterviewWay.VIDEO: N_("By video"),
}
OBJECTION_LABELS: Final[dict[Objection, str]] = {
    Objection.NOT_SAID: N_("Not said"),
    Objection.NONE: N_("No objection"),
    Objection.OBJECTS: N_("Objects"),
    Objection.APPEALS: N_("Wants to appeal"),
}
CAUSE_LABELS: Final[dict[Cause, str]] = {
    Cause.ABILITY: N_("Ability"),
    Cause.WILL: N_("Motivation"),
    Cause.RESOURCES: N_("Resources"),
    Cause.SURROUNDINGS: N_("Surroundings"),
}
# Two tables with equal values ("part_time") must stay two tables: as keys of one they would be one key.
LABELS: Final[dict[type, dict[str, str]]] = {
    kind: {str(member.value): label for member, label in table.items()}
    for kind, table in (
        (EngagementType, ENGAGEMENT_LABELS),
        (LimitKind, LIMIT_LABELS),
        (SalesLine, SALES_LINE_LABELS),
        (TaskKind, TASK_KIND_LABELS),
        (DealStage, DEAL_STAGE_LABELS),
        (CustomerGrade, GRADE_LABELS),
        (ReviewState, REVIEW_STATE_LABELS),
        (Metric, METRIC_LABELS),
        (Unit, UNIT_LABELS),
        (CyclePeriod, CYCLE_LABELS),
        (Section, SECTION_LABELS),
        (Theme, THEME_LABELS),
        (Severity, SEVERITY_LABELS),
        (Mood, MOOD_LABELS),
        (Priority, PRIORITY_LABELS),
        (InterviewWay, INTERVIEW_WAY_LABELS),
        (Objection, OBJECTION_LABELS),
        (Cause, CAUSE_LABELS),
    )
}


def label(member: StrEnum | IntEnum) -> str:
    """The English message id of an enum member; KeyError for an enum without labels.

    >>> label(EngagementType.PART_TIME)
    'Part-time employment'
    """
    return LABELS[type(member)][str(member.value)]
