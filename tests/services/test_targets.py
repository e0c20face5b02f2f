"""One truth about targets: full-time figures scaled by hours and days, and the same answer for a person, a talk and the team."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.services.test_reviews import AFTER, LOCKED_AT, LOCKED_ON, Q3, add_person, card, do, rate_all
from workbench.errors import Refused
from workbench.exchange import bases
from workbench.models.goals import Target
from workbench.models.people import AvailabilityException, AvailabilityWindow, Engagement, ExceptionKind
from workbench.models.values.codes import CyclePeriod, EngagementType, Metric
from workbench.models.values.periods import Period
from workbench.readmodels.goals import OwnTarget
from workbench.services import goals, imports, one_on_ones, policy, reviews, reviews_cycle, targets, today
from workbench.services.workspace import UnitOfWork, Workspace

PART_TIME, FULL_TIME = EngagementType.PART_TIME, EngagementType.FULL_TIME
Q4, YEAR = Period.quarter(2026, 4), Period.whole_year(2026)
TODAY = date(2026, 11, 20)
FULL, OWN = 30_000_000, 18_000_000  # 300,000.00 full-time is 180,000.00 for 24 of 40 h (domain 8.3)


def somebody(
    workspace: Workspace, kind: EngagementType = PART_TIME, minutes: int = 1440, code: str = "P1", hired: date = date(2025, 11, 3)
) -> int:
    def job(uow: UnitOfWork) -> int:
        person = add_person(uow, code, code, hired=hired)
        uow.session.add(Engagement(person_id=person.id, type=kind, start_on=hired, weekly_minutes=minutes))
        return person.id

    return int(do(workspace, job))


def put(workspace: Workspace, person: int, period: Period, amount: int | None, **more: Any) -> int:
    return int(do(workspace, lambda uow: goals.put_target(uow, person, Metric.SALES_NET, period, amount, **more)))


def own(workspace: Workspace, person: int, period: Period, metric: Metric = Metric.SALES_NET) -> OwnTarget:
    return workspace.read(lambda conn: targets.load_own(conn, person, metric, period, policy.load_calendar(conn), policy.load_law(conn)))


def team(workspace: Workspace, *periods: Period) -> list[int | None]:
    found = workspace.read(
        lambda conn: targets.load_team(conn, Metric.SALES_NET, periods, policy.load_calendar(conn), policy.load_law(conn))
    )
    return [found[period] for period in periods]


def stored(workspace: Workspace) -> list[tuple[int, bool]]:
    return workspace.read(lambda conn: [(row.amount, row.prorated) for row in goals.load_targets(conn, YEAR)])


# ---------------------------------------------------------------- full-time figures


def test_that_a_full_time_figure_set_by_hand_is_scaled_by_hours_as_the_domain_says(workspace: Workspace) -> None:
    person = somebody(workspace)
    put(workspace, person, Q3, FULL, full_time=True)
    assert own(workspace, person, Q3) == OwnTarget(OWN, "Set by hand", prorated=True)
    share = workspace.read(lambda conn: goals.load_person_shares(conn, person, AFTER))[Q3]
    assert (share.weekly_minutes, share.full_week_minutes, share.eligible_days, share.period_days, share.factor) == (
        1440, 2400, 66, 66, Fraction(3, 5),
    )  # fmt: skip
    assert team(workspace, Q3) == [OWN]


def test_that_joining_late_scales_by_days_too(workspace: Workspace) -> None:
    """The domain's other figure: 24 h and 55 of 66 days are 150,000."""
    calendar = workspace.read(policy.load_calendar)
    first = calendar.add_working_days(Q3.start - timedelta(days=1), 12)
    person = somebody(workspace, hired=first)
    put(workspace, person, Q3, FULL, full_time=True)
    assert own(workspace, person, Q3).amount == 15_000_000
    assert team(workspace, Q3) == [15_000_000]


def test_that_the_basis_stays_when_only_the_figure_changes_and_can_be_changed_back(workspace: Workspace) -> None:
    person = somebody(workspace)
    put(workspace, person, Q3, FULL)
    assert stored(workspace) == [(FULL, True)]
    put(workspace, person, Q3, FULL, full_time=True)
    put(workspace, person, Q3, 20_000_000)
    assert stored(workspace) == [(20_000_000, False)]
    put(workspace, person, Q3, 20_000_000, full_time=False)
    assert stored(workspace) == [(20_000_000, True)]
    workspace.undo()
    assert stored(workspace) == [(20_000_000, False)]


def test_that_a_rate_is_never_scaled(workspace: Workspace) -> None:
    person = somebody(workspace)
    do(workspace, lambda uow: goals.put_target(uow, person, Metric.COLLECTION_RATE, Q3, 9500, full_time=True))
    assert stored(workspace) == [(9500, True)]
    assert own(workspace, person, Q3, Metric.COLLECTION_RATE) == OwnTarget(9500, "Set by hand")


@pytest.mark.parametrize("words", [("目标口径", "全职目标", "本人目标"), ("Target is meant as", "Full-time figure", "Own figure")])
def test_that_a_file_says_by_a_column_which_targets_are_full_time_figures(
    workspace: Workspace, tmp_path: Path, words: tuple[str, str, str]
) -> None:
    first, second = somebody(workspace), somebody(workspace, code="P2")
    heading, full, own_figure = words
    file = tmp_path / "t.csv"
    file.write_text(
        f"姓名,指标,期间,目标值,{heading}\nP1,净销售额,2026-Q3,300000,{full}\nP2,净销售额,2026-Q3,170000,{own_figure}\n", "utf-8"
    )
    report, _change = imports.import_file(workspace, "targets", file, today=TODAY)
    assert (report.added, report.questions) == (2, ())
    assert (own(workspace, first, Q3).amount, own(workspace, second, Q3).amount) == (OWN, 17_000_000)
    again, _change = imports.import_file(workspace, "targets", file, today=TODAY)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)


def test_that_a_file_without_such_a_column_brings_own_figures_and_leaves_what_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    person = somebody(workspace)
    file = tmp_path / "t.csv"
    file.write_text("姓名,期间,目标值\nP1,2026-Q3,300000\n", "utf-8")
    report, _change = imports.import_file(workspace, "targets", file, today=TODAY)
    assert (report.added, report.questions, stored(workspace)) == (1, (), [(FULL, True)])
    put(workspace, person, Q3, FULL, full_time=True)
    imports.import_file(workspace, "targets", file, today=TODAY)
    assert stored(workspace) == [(FULL, False)]


def test_that_only_half_said_files_are_asked_about(workspace: Workspace, tmp_path: Path) -> None:
    person, other = somebody(workspace), somebody(workspace, code="P2")
    file = tmp_path / "t.csv"
    file.write_text("姓名,指标,期间,全职目标\nP1,净销售额,2026-Q3,300000\nP2,回款率,2026-Q3,95\n", "utf-8")
    asked, change = imports.import_file(workspace, "targets", file, today=TODAY)
    assert [(one.code, one.suggestion) for one in asked.questions] == [("full_time_heading", bases.FULL_TIME)]
    assert change is None
    imports.import_file(workspace, "targets", file, today=TODAY, accept_suggestions=True)
    assert (own(workspace, person, Q3).amount, own(workspace, other, Q3, Metric.COLLECTION_RATE).amount) == (OWN, 9500)
    file.write_text("姓名,期间,目标值,口径\nP1,2026-Q4,300000,全职\nP2,2026-Q4,300000,\n", "utf-8")
    asked, _change = imports.import_file(workspace, "targets", file, today=TODAY)
    assert [(one.code, one.figures["rows"], one.suggestion) for one in asked.questions] == [("no_basis", 1, None)]
    imports.import_file(workspace, "targets", file, today=TODAY, answers={asked.questions[0].key: bases.OWN})
    assert (own(workspace, person, Q4).amount, own(workspace, other, Q4).amount) == (OWN, FULL)


def test_that_a_review_says_pro_rated_only_where_a_target_was(workspace: Workspace) -> None:
    scaled, plain = somebody(workspace), somebody(workspace, code="P2")

    def job(uow: UnitOfWork) -> dict[int, int]:
        goals.put_target(uow, scaled, Metric.SALES_NET, Q3, FULL, full_time=True)
        goals.put_target(uow, plain, Metric.SALES_NET, Q3, OWN)
        cycle = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        found = {row.person_id: row.review_id for row in reviews.load_board(uow.connection, cycle, AFTER)}
        for review in found.values():
            rate_all(uow, review)
        reviews.lock(uow, found[scaled], LOCKED_ON, "林立", now=LOCKED_AT)
        return found

    found = do(workspace, job)
    told = {person: card(workspace, review).item("sales_net") for person, review in found.items()}
    assert {person: (item.target, item.target_prorated) for person, item in told.items()} == {scaled: (OWN, True), plain: (OWN, False)}
    papers = {p: workspace.read(lambda conn, r=r: reviews.load_document(conn, r, LOCKED_ON, LOCKED_AT, "林立")) for p, r in found.items()}
    assert {person: [row.prorated for row in paper.kpis if row.weight == 35] for person, paper in papers.items()} == {
        scaled: [True],
        plain: [False],
    }


# ---------------------------------------------------------------- hours missing


def test_that_a_part_timer_without_hours_is_never_taken_for_full_time(workspace: Workspace) -> None:
    person = somebody(workspace, minutes=0)
    with pytest.raises(Refused) as refused:
        put(workspace, person, Q3, FULL, full_time=True)
    assert refused.value.code == "HOURS"
    do(workspace, lambda uow: goals.set_target(uow, person, Metric.SALES_NET, Q3, FULL, prorated=False))
    assert own(workspace, person, Q3) == OwnTarget(None, "", hours_missing=True)
    assert team(workspace, Q3) == [None]

    def open_cycle(uow: UnitOfWork) -> int:
        cycle = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        review = reviews.load_board(uow.connection, cycle, AFTER)[0].review_id
        rate_all(uow, review)
        return review

    review = do(workspace, open_cycle)
    found = card(workspace, review)
    assert (found.proration.factor, found.proration.weekly_minutes) == (None, 0)
    assert (found.item("sales_net").target, found.item("sales_net").hours_missing, "sales_net" in found.missing) == (None, True, True)
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews.lock(uow, review, LOCKED_ON, "林立", now=LOCKED_AT))
    assert refused.value.code == "HOURS"
    paper = workspace.read(lambda conn: reviews.load_document(conn, review, LOCKED_ON, LOCKED_AT, "林立"))
    assert (paper.weekly_hours, paper.factor) == (None, None)
    do(workspace, lambda uow: reviews.set_text(uow, review, weekly_minutes=1440))
    assert card(workspace, review).item("sales_net").target == OWN
    do(workspace, lambda uow: reviews.lock(uow, review, LOCKED_ON, "林立", now=LOCKED_AT))


def test_that_somebody_full_time_needs_no_hours_written_down(workspace: Workspace) -> None:
    person = somebody(workspace, FULL_TIME, minutes=0)
    put(workspace, person, Q3, FULL, full_time=True)
    assert own(workspace, person, Q3) == OwnTarget(FULL, "Set by hand", prorated=True)


def test_that_hours_agreed_in_the_middle_of_the_quarter_are_averaged_over_working_days(workspace: Workspace) -> None:
    """July full-time (23 days), then 20 h (43 days): (23 × 40 + 43 × 20) / 66 h."""
    person = somebody(workspace, FULL_TIME, 2400)

    def change(uow: UnitOfWork) -> None:
        uow.session.query(Engagement).filter_by(person_id=person).one().end_on = date(2026, 7, 31)
        uow.session.add(Engagement(person_id=person, type=PART_TIME, start_on=date(2026, 8, 1), weekly_minutes=1200))

    do(workspace, change)
    share = workspace.read(lambda conn: targets.load_proration(conn, person, Q3, policy.load_calendar(conn), policy.load_law(conn)))
    assert share is not None
    assert (share.weekly_minutes, share.eligible_days) == (1618, 66)


def share_of(workspace: Workspace, person: int) -> Any:
    return workspace.read(lambda conn: targets.load_proration(conn, person, Q3, policy.load_calendar(conn), policy.load_law(conn)))


def test_that_a_lapsed_part_time_contract_makes_nobody_full_time(workspace: Workspace) -> None:
    """24 h a week until 31 August and then no new contract: still 24 of 40 hours, not (45 × 24 + 21 × 40) / 66."""
    person = somebody(workspace)

    def lapse(uow: UnitOfWork) -> None:
        uow.session.query(Engagement).filter_by(person_id=person).one().end_on = date(2026, 8, 31)

    do(workspace, lapse)
    put(workspace, person, Q3, FULL, full_time=True)
    assert share_of(workspace, person).factor == Fraction(3, 5)
    assert own(workspace, person, Q3).amount == OWN
    assert team(workspace, Q3) == [OWN]

    def renew(uow: UnitOfWork) -> None:
        uow.session.add(Engagement(person_id=person, type=FULL_TIME, start_on=date(2026, 9, 16), weekly_minutes=2400))

    do(workspace, renew)
    calendar = workspace.read(policy.load_calendar)
    full = calendar.working_days(Period(date(2026, 9, 16), Q3.end))
    assert share_of(workspace, person).weekly_minutes == round((1440 * (66 - full) + 2400 * full) / 66)


def test_that_days_before_the_first_known_contract_count_like_it_and_lapsed_hours_that_are_missing_stay_missing(
    workspace: Workspace,
) -> None:
    early, unknown = somebody(workspace), somebody(workspace, minutes=0, code="P2")

    def change(uow: UnitOfWork) -> None:
        uow.session.query(Engagement).filter_by(person_id=early).one().start_on = date(2026, 8, 3)
        uow.session.query(Engagement).filter_by(person_id=unknown).one().end_on = date(2026, 8, 31)

    do(workspace, change)
    assert share_of(workspace, early).factor == Fraction(3, 5)
    assert share_of(workspace, unknown).factor is None


FIVE_DAYS = [date(2026, 8, 3) + timedelta(days=n) for n in range(5)]


@pytest.mark.parametrize(
    ("minutes", "windows", "leave", "excluded"),
    [
        (1440, (), (840, 1080), 5),  # 4 h are the longest day that law allows a part-timer
        (1440, (), (840, 960), 0),
        (1440, ((0, 840, 1080), (1, 840, 1080), (2, 840, 1080), (3, 840, 1080), (4, 840, 1080), (5, 840, 1080)), (840, 1080), 5),
        (1440, ((0, 540, 1020), (2, 540, 1020), (4, 540, 1020)), (540, 780), 0),  # half of each of three long days
        (1440, ((0, 540, 1020), (2, 540, 1020), (4, 540, 1020)), (540, 1020), 5),  # eight hours are a day for everybody
        (1440, ((0, 840, 1080),), (840, 1080), 1),  # the other days are not hers
        (1440, tuple((n, 480, 1320) for n in range(7)), (840, 1080), 5),  # free all day, but agreed are 24 of 98 hours
    ],
)
def test_that_leave_over_somebodys_own_day_leaves_the_denominator(
    workspace: Workspace, minutes: int, windows: tuple[tuple[int, int, int], ...], leave: tuple[int, int], excluded: int
) -> None:
    person = somebody(workspace, minutes=minutes)

    def away(uow: UnitOfWork) -> None:
        for weekday, start, end in windows:
            uow.session.add(AvailabilityWindow(person_id=person, weekday=weekday, start_minute=start, end_minute=end))
        for day in FIVE_DAYS:
            uow.session.add(
                AvailabilityException(person_id=person, day=day, start_minute=leave[0], end_minute=leave[1], kind=ExceptionKind.LEAVE)
            )

    do(workspace, away)
    share = share_of(workspace, person)
    assert (share.excluded_days, share.eligible_days) == (excluded, 66 - excluded)


def leave_on(workspace: Workspace, person: int, days: list[date], start: int = 0, end: int = 1440) -> None:
    def away(uow: UnitOfWork) -> None:
        for day in days:
            uow.session.add(AvailabilityException(person_id=person, day=day, start_minute=start, end_minute=end, kind=ExceptionKind.LEAVE))

    do(workspace, away)


@pytest.mark.parametrize(
    ("weekdays", "days", "excluded"),
    [
        ((5, 6), (8, 9), 5),  # both days of the week that are hers
        ((5, 6), (8,), 3),  # half of them: two and a half, half up
        ((5, 6), (8, 15), 5),
        ((0, 1, 2, 3, 4, 5), (8,), 1),  # one of six days
        ((5, 6), (3, 4, 5, 6, 7, 8, 9), 5),  # no week loses more than it has
        ((0, 1, 2, 3, 4), (8, 9), 0),  # days on which nothing is missed
    ],
)
def test_that_leave_at_the_weekend_counts_for_who_works_then(
    workspace: Workspace, weekdays: tuple[int, ...], days: tuple[int, ...], excluded: int
) -> None:
    person = somebody(workspace)

    def usual(uow: UnitOfWork) -> None:
        for weekday in weekdays:
            uow.session.add(AvailabilityWindow(person_id=person, weekday=weekday, start_minute=540, end_minute=780))

    do(workspace, usual)
    leave_on(workspace, person, [date(2026, 8, day) for day in days])
    assert share_of(workspace, person).excluded_days == excluded


def test_that_leave_is_taken_off_the_hours_of_its_own_days(workspace: Workspace) -> None:
    """40 h until 14 August, all July on leave (23 days), then 20 h: (10 × 40 + 33 × 20)/(40 × 66) = 0.4015."""
    person = somebody(workspace, FULL_TIME, 2400)

    def shorter(uow: UnitOfWork) -> None:
        uow.session.query(Engagement).filter_by(person_id=person).one().end_on = date(2026, 8, 14)
        uow.session.add(Engagement(person_id=person, type=PART_TIME, start_on=date(2026, 8, 15), weekly_minutes=1200))

    do(workspace, shorter)
    leave_on(workspace, person, [date(2026, 7, 1) + timedelta(days=n) for n in range(31)])
    share = share_of(workspace, person)
    assert (share.excluded_days, share.eligible_days, share.weekly_minutes) == (23, 43, round((10 * 2400 + 33 * 1200) / 43))
    assert share.factor is not None
    assert abs(share.factor - Fraction(10 * 40 + 33 * 20, 40 * 66)) < Fraction(1, 10_000)


def test_that_half_a_day_of_a_full_timer_is_no_day_of_leave(workspace: Workspace) -> None:
    person = somebody(workspace, FULL_TIME, 2400)

    def away(uow: UnitOfWork) -> None:
        for day in FIVE_DAYS:
            for start in (540, 600):  # told twice, counted once: 9 to 14
                uow.session.add(
                    AvailabilityException(person_id=person, day=day, start_minute=start, end_minute=start + 240, kind=ExceptionKind.LEAVE)
                )

    do(workspace, away)
    assert share_of(workspace, person).excluded_days == 0


# ---------------------------------------------------------------- one pace


@pytest.mark.parametrize(
    "spans",
    [(YEAR,), (Q4,), (Period.month(2026, 10), Period.month(2026, 11), Period.month(2026, 12))],
    ids=["year", "quarter", "months"],
)
def test_that_year_quarter_and_month_targets_give_one_pace(workspace: Workspace, spans: tuple[Period, ...]) -> None:
    """1,000.00 a working day whichever way it is written: 18, 21 and 23 working days in the quarter of 62, 248 in the year."""
    person = somebody(workspace, FULL_TIME, 2400)
    calendar = workspace.read(policy.load_calendar)
    for span in spans:
        put(workspace, person, span, 100_000 * calendar.working_days(span))
    board = workspace.read(lambda conn: today.load_today(conn, TODAY))
    gone = calendar.working_days(Period(Q4.start, TODAY))
    assert (board.target, board.expected) == (6_200_000, 100_000 * gone)
    bars = {bar.month.month: bar.target for bar in board.months if bar.month.year == 2026}
    assert [bars[month] for month in (10, 11)] == [1_800_000, 2_100_000]
    talk = workspace.read(lambda conn: one_on_ones.load_talk(conn, person, TODAY)).context
    assert (talk.month_target, talk.month_expected) == (2_100_000, 1_500_000)


def test_that_vector_5_b_comes_out_of_the_records(workspace: Workspace) -> None:
    person = somebody(workspace, FULL_TIME, 2400)
    put(workspace, person, Period.month(2026, 11), 10_000_000)
    talk = workspace.read(lambda conn: one_on_ones.load_talk(conn, person, TODAY)).context
    assert (talk.month_target, talk.month_expected) == (10_000_000, 7_142_857)


def test_that_a_month_of_its_own_wins_over_the_quarter_and_nothing_counts_twice(workspace: Workspace) -> None:
    person = somebody(workspace, FULL_TIME, 2400)
    put(workspace, person, YEAR, 24_800_000)
    put(workspace, person, Q4, 9_300_000)
    put(workspace, person, Period.month(2026, 11), 4_000_000)
    november, october, third = Period.month(2026, 11), Period.month(2026, 10), Q3
    assert [own(workspace, person, period).amount for period in (november, october, Q4, third, YEAR)] == [
        4_000_000, 2_700_000, 9_300_000, 6_600_000, 24_800_000,
    ]  # fmt: skip
    assert team(workspace, november, october, Q4, third, YEAR) == [4_000_000, 2_700_000, 9_300_000, 6_600_000, 24_800_000]


def test_that_a_part_timers_full_time_figure_counts_scaled_in_the_pace_of_the_team(workspace: Workspace) -> None:
    scaled, plain = somebody(workspace), somebody(workspace, FULL_TIME, 2400, code="P2")
    put(workspace, scaled, Q4, FULL, full_time=True)
    put(workspace, plain, Q4, FULL)
    board = workspace.read(lambda conn: today.load_today(conn, TODAY))
    assert board.target == FULL + OWN
    talk = workspace.read(lambda conn: one_on_ones.load_talk(conn, scaled, TODAY)).context
    assert talk.month_target == round(OWN * 21 / 62)


def test_that_a_target_that_only_touches_the_period_counts_by_its_days(workspace: Workspace) -> None:
    person = somebody(workspace, FULL_TIME, 2400)
    calendar = workspace.read(policy.load_calendar)
    span = Period(date(2026, 10, 15), date(2026, 11, 15))
    put(workspace, person, span, 100_000 * calendar.working_days(span))
    inside = calendar.working_days(Period(date(2026, 11, 1), date(2026, 11, 15)))
    assert own(workspace, person, Period.month(2026, 11)).amount == 100_000 * inside


def test_that_many_people_with_own_figures_are_summed_exactly(workspace: Workspace) -> None:
    def job(uow: UnitOfWork) -> None:
        for number in range(40):
            person = add_person(uow, f"P{number}", f"P{number}")
            uow.session.add(
                Target(person_id=person.id, metric=Metric.SALES_NET, start_on=Q4.start, end_on=Q4.end, amount=1_000_001 + number)
            )

    do(workspace, job)
    assert team(workspace, Q4, Period.quarter(2027, 1)) == [40 * 1_000_001 + 780, None]
