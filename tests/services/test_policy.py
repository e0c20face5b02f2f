"""Calendars, legal figures and company policy: shipped ones answer first, kept ones win, newer ones begin where the older end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from tests.services.test_reviews import do
from workbench.errors import Refused
from workbench.i18n import sentence
from workbench.models.labour_rules import LawFigureMissingError, LawRow
from workbench.models.policy import CalendarDay, LawFigure
from workbench.models.values.codes import EngagementType
from workbench.models.values.periods import Period
from workbench.readmodels.policy import FigureRow
from workbench.services import (
    engagements,
    people,
    planning,
    planning_case,
    planning_publish,
    planning_solve,
    policy,
    policy_edit,
    today,
)
from workbench.services.workspace import UnitOfWork, Workspace

TODAY = date(2026, 11, 23)
NEW_YEAR = date(2027, 1, 1)
WEEK = "part_time_week_minutes"


def figure(workspace: Workspace, code: str, region: str = "", day: date = TODAY) -> FigureRow:
    card = workspace.read(lambda conn: policy_edit.load_policy(conn, day))
    return next(row for row in card.figures if (row.code, row.region) == (code, region))


def add(workspace: Workspace, code: str, text: str, from_on: date, source: str = "文号 1", region: str = "") -> int:
    done = do(workspace, partial(policy_edit.set_figure, code=code, text=text, from_on=from_on, source=source, region=region))
    return int(str(done))


def refused(workspace: Workspace, job: Callable[[UnitOfWork], object]) -> Refused:
    head = workspace.head
    with pytest.raises(Refused) as caught:
        workspace.perform("Try", job)
    assert workspace.head == head, "nothing was changed"
    return caught.value


def spans(row: FigureRow) -> list[tuple[int, str, str]]:
    return [(one.value, one.from_on.isoformat(), one.to_on.isoformat() if one.to_on else "") for one in row.values]


# ---------------------------------------------------------------- the calendar


def test_that_deadlines_follow_the_real_calendar(workspace: Workspace) -> None:
    calendar = workspace.read(policy.load_calendar)
    assert calendar.add_working_days(date(2026, 9, 30), 5) == date(2026, 10, 13)
    assert calendar.add_working_days(date(2026, 10, 12), 5) == date(2026, 10, 19)
    assert calendar.next_working_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert [calendar.working_days(Period.quarter(2026, quarter)) for quarter in (1, 2, 3, 4)] == [59, 61, 66, 62]


def test_that_a_year_without_a_table_counts_monday_to_friday_and_is_named(workspace: Workspace) -> None:
    calendar = workspace.read(policy.load_calendar)
    assert calendar.missing_years(Period(date(2026, 12, 1), date(2027, 1, 31))) == [2027]
    assert calendar.working_days(Period.month(2027, 1)) == 21


def test_that_seeding_writes_once_and_a_kept_day_wins(workspace: Workspace) -> None:
    assert do(workspace, policy.seed_policy) > 50
    assert do(workspace, policy.seed_policy) == 0

    def declare(uow: UnitOfWork) -> None:
        uow.session.add(CalendarDay(day=date(2026, 11, 25), kind="off", name="公司日", source="HR"))

    assert workspace.read(policy.load_calendar).is_working(date(2026, 11, 25))
    do(workspace, declare)
    assert not workspace.read(policy.load_calendar).is_working(date(2026, 11, 25))


# ---------------------------------------------------------------- figures


def test_that_part_time_staff_have_twenty_four_hours_and_services_no_limit(workspace: Workspace) -> None:
    day = date(2026, 11, 23)
    limits = [
        workspace.read(lambda conn, kind=kind: policy.week_limit(conn, kind, day))  # type: ignore[misc]
        for kind in (EngagementType.PART_TIME, EngagementType.FULL_TIME, EngagementType.SERVICES)
    ]
    assert limits == [24 * 60, 40 * 60, 0]


def test_that_every_figure_has_a_shipped_value_with_a_source_in_force_today(workspace: Workspace) -> None:
    do(workspace, policy.seed_policy)
    card = workspace.read(lambda conn: policy_edit.load_policy(conn, TODAY))
    assert card.offers == ()
    assert [row.code for row in card.figures if row.now is None] == []
    assert all(row.now is not None and row.now.source and row.now.id for row in card.figures)


def test_that_a_newer_value_ends_the_older_the_day_before_and_is_one_undo_step(workspace: Workspace) -> None:
    do(workspace, policy.seed_policy)
    before = spans(figure(workspace, WEEK))
    add(workspace, WEEK, "20 小时", NEW_YEAR, "人社部发〔2026〕99号")
    assert spans(figure(workspace, WEEK)) == [(1440, "2008-01-01", "2026-12-31"), (1200, "2027-01-01", "")]
    law = workspace.read(policy.load_law)
    assert [law.value(WEEK, day) for day in (date(2026, 12, 31), NEW_YEAR)] == [1440, 1200]
    assert figure(workspace, WEEK).now == figure(workspace, WEEK).values[0]
    assert figure(workspace, WEEK, day=NEW_YEAR).values[1].source == "人社部发〔2026〕99号"
    workspace.undo()
    assert spans(figure(workspace, WEEK)) == before
    workspace.redo()
    assert len(figure(workspace, WEEK).values) == 2


def test_that_a_value_between_two_ends_before_the_later_one(workspace: Workspace) -> None:
    do(workspace, policy.seed_policy)
    add(workspace, WEEK, "20", date(2027, 7, 1))
    add(workspace, WEEK, "22", NEW_YEAR)
    assert spans(figure(workspace, WEEK)) == [
        (1440, "2008-01-01", "2026-12-31"),
        (1320, "2027-01-01", "2027-06-30"),
        (1200, "2027-07-01", ""),
    ]


def test_that_a_coming_value_can_be_taken_away_and_one_in_force_stays(workspace: Workspace) -> None:
    do(workspace, policy.seed_policy)
    add(workspace, WEEK, "20", date(2027, 7, 1))
    middle = add(workspace, WEEK, "22", NEW_YEAR)
    do(workspace, partial(policy_edit.remove_figure, figure_id=middle, today=TODAY))
    assert spans(figure(workspace, WEEK)) == [(1440, "2008-01-01", "2027-06-30"), (1200, "2027-07-01", "")]
    last = figure(workspace, WEEK).values[1].id
    do(workspace, partial(policy_edit.remove_figure, figure_id=last, today=TODAY))
    assert spans(figure(workspace, WEEK)) == [(1440, "2008-01-01", "")]
    kept = figure(workspace, WEEK).values[0].id
    assert refused(workspace, partial(policy_edit.remove_figure, figure_id=kept, today=TODAY)).code == "FORCE"


@pytest.mark.parametrize(
    ("code", "text", "source", "region", "expected", "words"),
    [
        (WEEK, "many", "x", "", "FIGURE", "“many” is no number"),
        (WEEK, "", "x", "", "FIGURE", "is no number"),
        (WEEK, "22,5", "x", "", "FIGURE", "is no number"),
        (WEEK, "NaN", "x", "", "FIGURE", "is no number"),
        (WEEK, "20.001", "x", "", "FIGURE", "more decimals"),
        (WEEK, "200", "x", "", "RANGE", "between 1 and 168"),
        (WEEK, "-1", "x", "", "RANGE", "between"),
        (WEEK, "1e999999999", "x", "", "FIGURE", "is no number"),
        (WEEK, "20", " ", "", "SOURCE", "where the figure comes from"),
        (WEEK, "20", "x", "上海", "REGION", "the same everywhere"),
        ("nothing_such", "20", "x", "", "CODE", "no figure"),
    ],
)
def test_that_what_is_no_figure_is_refused_kindly(
    workspace: Workspace, code: str, text: str, source: str, region: str, expected: str, words: str
) -> None:
    do(workspace, policy.seed_policy)
    job = partial(policy_edit.set_figure, code=code, text=text, from_on=NEW_YEAR, source=source, region=region)
    error = refused(workspace, job)
    assert error.code == expected
    assert words in sentence(error)


def test_that_a_day_that_has_a_value_already_takes_no_second_one(workspace: Workspace) -> None:
    do(workspace, policy.seed_policy)
    error = refused(workspace, partial(policy_edit.set_figure, code=WEEK, text="20", from_on=date(2008, 1, 1), source="x"))
    assert error.code == "DAY"
    assert "2008-01-01" in sentence(error)


@pytest.mark.parametrize(
    ("code", "text", "kept"),
    [
        (WEEK, "２２．５ h", 1350),
        ("min_hourly_wage", "¥25", 2500),
        ("min_hourly_wage", "25.40 元", 2540),
        ("deduction_share", "20 %", 2000),
        ("review_bonus_points", "2.5", 250),
        ("plan_detour", "1.3", 130),
        ("talk_usual_days", "21 天", 21),
    ],
)
def test_that_units_and_wide_digits_are_understood(workspace: Workspace, code: str, text: str, kept: int) -> None:
    do(workspace, policy.seed_policy)
    region = "苏州" if code == "min_hourly_wage" else ""
    add(workspace, code, text, NEW_YEAR, region=region)
    row = figure(workspace, code, region)
    assert row.values[-1].value == kept
    assert row.region == region


def test_that_adding_to_an_unseeded_database_loses_no_other_figure(workspace: Workspace) -> None:
    shipped = {row.code for row in policy.shipped_law()}
    add(workspace, "talk_usual_days", "21", NEW_YEAR)
    law = workspace.read(policy.load_law)
    assert [code for code in shipped if law.find(code, TODAY) is None and not code.startswith("min_")] == []
    assert [law.value("talk_usual_days", day) for day in (TODAY, NEW_YEAR)] == [14, 21]


def _forget(codes: tuple[str, ...], uow: UnitOfWork) -> None:
    for row in list(uow.session.query(LawFigure).filter(LawFigure.code.in_(codes))):
        uow.session.delete(row)


def test_that_policy_of_an_older_database_is_answered_by_the_program_and_kept_when_changed(workspace: Workspace) -> None:
    do(workspace, policy.seed_policy)
    do(workspace, partial(_forget, ("talk_usual_days",)))
    assert workspace.read(policy.load_law).value("talk_usual_days", TODAY) == 14
    assert figure(workspace, "talk_usual_days").values[0].id == 0
    add(workspace, "talk_usual_days", "21", NEW_YEAR)
    assert spans(figure(workspace, "talk_usual_days")) == [(14, "2000-01-01", "2026-12-31"), (21, "2027-01-01", "")]


# ---------------------------------------------------------------- what the program brings


def test_that_newer_shipped_figures_are_offered_and_taken_only_when_asked(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    do(workspace, policy.seed_policy)
    shipped = [replace(row, value=2410) if (row.code, row.region) == ("min_hourly_wage", "上海") else row for row in policy.shipped_law()]
    more = (*shipped, LawRow(WEEK, 1200, NEW_YEAR, None, "", "新法"), LawRow("min_hourly_wage", 2100, TODAY, None, "苏州", "新表"))
    monkeypatch.setattr(policy, "shipped_law", lambda: more)
    offers = workspace.read(policy_edit.load_offers)
    assert [(one.code, one.region, one.value, one.before) for one in offers] == [
        ("min_hourly_wage", "上海", 2410, 2400),
        (WEEK, "", 1200, None),
        ("min_hourly_wage", "苏州", 2100, None),
    ]
    law = workspace.read(policy.load_law)
    assert (law.value(WEEK, NEW_YEAR), law.value("min_hourly_wage", TODAY, "上海")) == (1440, 2400), "never by itself"
    assert do(workspace, policy_edit.take_offers) == 3
    law = workspace.read(policy.load_law)
    assert (law.value(WEEK, NEW_YEAR), law.value("min_hourly_wage", TODAY, "上海")) == (1200, 2410)
    assert spans(figure(workspace, WEEK))[0] == (1440, "2008-01-01", "2026-12-31")
    assert workspace.read(policy_edit.load_offers) == ()
    workspace.undo()
    assert len(workspace.read(policy_edit.load_offers)) == 3


def test_that_an_own_newer_value_is_not_offered_the_older_shipped_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    do(workspace, policy.seed_policy)
    add(workspace, WEEK, "20", date(2027, 7, 1))
    shipped = (*policy.shipped_law(), LawRow(WEEK, 1320, NEW_YEAR, None, "", "新法"))
    monkeypatch.setattr(policy, "shipped_law", lambda: shipped)
    assert workspace.read(policy_edit.load_offers) == ()


# ---------------------------------------------------------------- who uses them


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def test_that_the_planner_uses_a_figure_from_its_date_on(team: Team) -> None:
    workspace = team.workspace
    add(workspace, WEEK, "22", MONDAY)
    task, person = team.tasks["T4"], team.people["P3"]
    case = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    assert case.index.workers["P3"].week_limit == 22 * 60
    judged = case.verdict(task, person)
    assert (judged.colour, judged.code) == ("red", "LAW24")
    before = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY - timedelta(days=7)))
    assert before.index.workers["P3"].week_limit == 24 * 60
    workspace.undo()
    again = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    assert again.verdict(task, person).colour == "green"


def test_that_a_missing_limit_is_named_and_never_passes_in_silence(team: Team) -> None:
    workspace = team.workspace
    do(workspace, partial(_forget, (WEEK,)))
    gap = "The figure “Part-time: hours a week” for 2026-11-23 is missing. Add it in Settings › Law and policy."
    case = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    assert case.gaps() == (gap,)
    judged = case.verdict(team.tasks["T4"], team.people["P3"])
    assert (judged.colour, judged.code, judged.text) == ("amber", "FIGURE", gap.rstrip("."))
    error = refused(workspace, partial(planning.assign, task_id=team.tasks["T4"], person_id=team.people["P3"], today=TODAY))
    assert error.code == "REASON"
    assert gap.rstrip(".") in sentence(error)
    order = workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, TODAY))
    assert planning_solve.solve(order, seconds=2).conflicts[0] == gap
    add(workspace, WEEK, "24", MONDAY)
    assert workspace.read(lambda conn: planning_case.load_case(conn, MONDAY)).gaps() == ()


def test_that_a_missing_limit_stands_on_today_and_at_the_contract(team: Team) -> None:
    workspace = team.workspace
    do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    do(workspace, partial(_forget, (WEEK, "written_contract_days")))
    board = workspace.read(lambda conn: today.load_today(conn, TODAY))
    assert [(item.code, item.figures["kind"]) for item in board.items if item.code == "LAW"] == [("LAW", "Part-time: hours a week")]
    card = workspace.read(lambda conn: people.load_person(conn, team.people["P1"], TODAY))
    assert card is not None
    words = workspace.read(lambda conn: engagements.findings_in_words(conn, card.engagements[0], TODAY))
    assert any("“Part-time: hours a week”" in text for text in words)


def test_that_travel_and_rest_follow_the_company(team: Team) -> None:
    workspace = team.workspace
    for code, text in (("plan_speed_kmh", "30"), ("plan_detour", "1.5"), ("plan_buffer_minutes", "10"), ("plan_rest_minutes", "11")):
        add(workspace, code, text, MONDAY)
    problem = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY)).problem
    assert (problem.speed_kmh, problem.detour, problem.buffer_minutes) == (30.0, 1.5, 10)
    assert {worker.rest_minutes for worker in problem.workers} == {660}
    earlier = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY - timedelta(days=7))).problem
    assert (earlier.speed_kmh, earlier.detour, earlier.buffer_minutes) == (25.0, 1.3, 0)


def test_that_short_notice_follows_the_company(workspace: Workspace) -> None:
    from datetime import UTC, datetime

    do(workspace, policy.seed_policy)
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)  # sixty hours before Monday
    short = partial(planning_publish.load_short_notice, monday=MONDAY, now=at)
    assert workspace.read(short) == (60, 72)
    add(workspace, "plan_notice_hours", "48", date(2026, 11, 1))
    assert workspace.read(short) is None


def test_that_a_missing_figure_is_an_error_that_says_what_to_add() -> None:
    error = LawFigureMissingError("talk_usual_days", TODAY)
    assert sentence(error).startswith(
        "The figure “Usual: days between talks” for 2026-11-23 is missing. Add it in Settings › Law and policy"
    )
