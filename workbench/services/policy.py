"""Calendars, legal figures and company policy: dated rows in the database, filled from what ships with the program.

Where the database holds no rows yet, the shipped ones answer, so that no screen is ever without a calendar. A legal
figure that is kept but not for the day asked for is missing, and whoever needs it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from workbench import paths
from workbench.i18n import N_, _, full_date
from workbench.models import calendar_rules, labour_rules, policy_rules
from workbench.models.calendar_rules import CalendarRow, DayKind, WorkCalendar
from workbench.models.calibration_rules import CalibrationPolicy
from workbench.models.goal_rules import PacePolicy
from workbench.models.labour_rules import LawFigureMissingError, LawRow, LawTable
from workbench.models.one_on_one_rules import Cadence, TalkPolicy
from workbench.models.policy import CalendarDay, LawFigure
from workbench.models.review_rules import ReviewPolicy
from workbench.models.values.codes import CustomerGrade, EngagementType, ReviewState
from workbench.models.values.numbers import rate
from workbench.readmodels.policy import MissingFigure
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import policy as queries

WEEK_LIMITS: Mapping[EngagementType, str] = {EngagementType.PART_TIME: "part_time_week_minutes"}
STANDARD_WEEK = "full_time_week_minutes"
UNLIMITED = frozenset({EngagementType.SERVICES, EngagementType.PLATFORM, EngagementType.STUDENT})
"""Types whose hours labour law leaves to the agreement."""
DAY_LIMITS: Mapping[EngagementType, str] = {EngagementType.PART_TIME: "part_time_day_minutes"}
MISSING = N_("The figure “{figure}” for {day} is missing. Add it in Settings › Law and policy.")
VISIT_CODES: Mapping[CustomerGrade, str] = {grade: f"visit_days_{grade.value.lower()}" for grade in CustomerGrade}


@cache
def shipped_calendar() -> tuple[CalendarRow, ...]:
    return tuple(calendar_rules.rows_from_json((paths.resources() / "calendars" / "cn.json").read_text(encoding="utf-8")))


@cache
def shipped_law() -> tuple[LawRow, ...]:
    """Legal figures first, then company policy."""
    files = (paths.resources() / "law" / "cn.json", paths.resources() / "policy" / "company.json")
    return tuple(row for file in files for row in labour_rules.law_rows_from_json(file.read_text(encoding="utf-8")))


# ---------------------------------------------------------------- reads


def load_calendar(conn: Reader) -> WorkCalendar:
    """The office calendar that HR deadlines follow."""
    rows = [CalendarRow(day, DayKind(kind), name, source) for day, kind, name, source in queries.calendar_days(conn)]
    return WorkCalendar(rows or shipped_calendar())


def load_rows(conn: Reader) -> tuple[LawRow, ...]:
    """The kept values of law and policy; policy of which no value is kept yet is answered by what ships with the program."""
    kept = [
        LawRow(code, value, from_on, to_on, region, source) for code, value, from_on, to_on, region, source in queries.law_figures(conn)
    ]
    if not kept:
        return shipped_law()
    known = {row.code for row in kept}
    return (*kept, *(row for row in shipped_law() if row.code not in known and not policy_rules.is_law(row.code)))


def load_law(conn: Reader) -> LawTable:
    """All figures of law and company policy; ask them for a day."""
    return LawTable(load_rows(conn))


def review_policy(law: LawTable, day: date) -> ReviewPolicy:
    """What a review follows whose period ends on the day; LawFigureMissingError where a figure has no value then."""
    steps = {
        ReviewState.SELF: "review_self_days",
        ReviewState.MANAGER: "review_manager_days",
        ReviewState.CALIBRATION: "review_calibration_days",
        ReviewState.INTERVIEW: "review_interview_days",
    }
    part_time_day = law.find(DAY_LIMITS[EngagementType.PART_TIME], day)
    return ReviewPolicy(
        {step: law.value(code, day) for step, code in steps.items()}, law.value("review_appeal_days", day), law.value("review_bonus_points", day),
        rate(law.value("review_least_share", day)), law.value("review_least_minutes", day), law.value(STANDARD_WEEK, day),
        rate(law.value("review_least_weight", day)), None if part_time_day is None else part_time_day.value,
    )  # fmt: skip


def calibration_policy(law: LawTable, day: date) -> CalibrationPolicy:
    """What a calibration meeting follows for a period that ends on the day; LawFigureMissingError where a figure has no value then."""
    return CalibrationPolicy(
        rate(law.value("review_box_result_low", day)), rate(law.value("review_box_result_high", day)),
        Fraction(law.value("review_box_behaviour_low", day), 100), Fraction(law.value("review_box_behaviour_high", day), 100),
        Fraction(law.value("review_rater_difference", day), 100), rate(law.value("review_rater_middle", day)),
        Fraction(law.value("review_rater_spread", day), 100), law.value("review_guide_people", day),
        tuple(law.value(f"review_guide_share_{place}", day) for place in range(1, 6)),
    )  # fmt: skip


def talk_policy(law: LawTable, day: date) -> TalkPolicy:
    """What one-on-ones follow on the day; LawFigureMissingError where a figure has no value then."""
    return TalkPolicy(
        Cadence(law.value("talk_usual_days", day), law.value("talk_usual_minutes", day)),
        Cadence(law.value("talk_short_days", day), law.value("talk_short_minutes", day)),
        law.value("talk_short_week_minutes", day), law.value("talk_newcomer_days", day), law.value("talk_often_days", day),
        law.value("talk_soon_days", day), law.value("talk_mood_weeks", day), Fraction(law.value("talk_mood_drop", day), 100),
        law.value("talk_mood_low_times", day),
    )  # fmt: skip


def pace_policy(law: LawTable, day: date) -> PacePolicy:
    """From where a pace is good or close, and how long it has no colour; LawFigureMissingError where a figure has no value then."""
    return PacePolicy(rate(law.value("pace_good", day)), rate(law.value("pace_close", day)), law.value("pace_quiet_days", day))


def load_review_policy(conn: Reader, day: date) -> ReviewPolicy:
    return review_policy(load_law(conn), day)


def load_talk_policy(conn: Reader, day: date) -> TalkPolicy:
    return talk_policy(load_law(conn), day)


def load_visit_days(conn: Reader, day: date) -> dict[CustomerGrade, int]:
    """Days between two visits by class of customer."""
    law = load_law(conn)
    return {grade: law.value(code, day) for grade, code in VISIT_CODES.items()}


def load_notice_hours(conn: Reader, monday: date) -> int:
    """Hours before its begin by which a week is usually published."""
    return load_law(conn).value("plan_notice_hours", monday)


def week_limit(conn: Reader, kind: EngagementType, day: date) -> int:
    """Most minutes a week for this type of engagement on that day; 0 where the law sets none.

    A limit that is missing is 0 too: `missing_limits` names it, on Today, on the plan and on the person's contract.
    """
    return limit_of(load_law(conn), kind, day)


def limit_of(law: LawTable, kind: EngagementType, day: date) -> int:
    """The same as `week_limit`, for who asks about several days."""
    if kind in UNLIMITED:
        return 0
    row = law.find(WEEK_LIMITS.get(kind, STANDARD_WEEK), day)
    return row.value if row else 0


def missing_limits(law: LawTable, kinds: Iterable[EngagementType], day: date) -> tuple[MissingFigure, ...]:
    """Limits of hours that these types of engagement need on the day and that have no value then."""
    codes: dict[str, None] = {}
    for kind in kinds:
        if kind not in UNLIMITED:
            codes[WEEK_LIMITS.get(kind, STANDARD_WEEK)] = None
        if kind in DAY_LIMITS:
            codes[DAY_LIMITS[kind]] = None
    return tuple(missing(code, day) for code in codes if law.find(code, day) is None)


def missing(code: str, day: date, region: str = "") -> MissingFigure:
    return MissingFigure(code, policy_rules.label_of(code), day, region)


def missing_words(found: MissingFigure) -> str:
    """What is missing and where to add it, in the present language."""
    return _(MISSING, figure=_(found.label), day=full_date(found.day))


def missing_of(error: LawFigureMissingError) -> MissingFigure:
    """What an error names, for who reports it as a finding."""
    return missing(str(error.figures["code"]), date.fromisoformat(str(error.figures["day"])), str(error.figures["region"]))


# ---------------------------------------------------------------- the first rows


def seed_policy(uow: UnitOfWork) -> int:
    """Write the shipped calendar and figures where none are kept; returns the number of rows."""
    count = 0
    if uow.session.query(CalendarDay.id).first() is None:
        count += len(uow.insert_many(CalendarDay, [calendar_values(row) for row in shipped_calendar()]))
    return count + seed_figures(uow)


def seed_figures(uow: UnitOfWork) -> int:
    """Write the shipped figures where none at all are kept; returns their number."""
    if uow.session.query(LawFigure.id).first() is not None:
        return 0
    return len(uow.insert_many(LawFigure, [figure_values(row) for row in shipped_law()]))


def calendar_values(row: CalendarRow) -> dict[str, object]:
    return {"day": row.day, "kind": row.kind.value, "name": row.name, "source": row.source}


def figure_values(row: LawRow) -> dict[str, object]:
    return {
        "code": row.code, "region": row.region, "value": row.value, "from_on": row.from_on, "to_on": row.to_on, "source": row.source,
    }  # fmt: skip
