"""Calibration through a database: places and grades with reasons, groups, raters, the minutes and their closing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from tests.services.test_reviews import AFTER, LOCKED_AT, LOCKED_ON, Q3, add_person, do, fill_vector, rate_all
from workbench.errors import Refused
from workbench.models.calibration import Calibration
from workbench.models.people import Engagement, Team
from workbench.models.values.codes import CyclePeriod, EngagementType, ReviewState
from workbench.readmodels.calibration import CalibrationBoard, CalibrationMinutes, CalibrationRow
from workbench.services import policy, reviews, reviews_calibration, reviews_calibration_meeting, reviews_cycle
from workbench.services.reviews_record import RecordDamagedError
from workbench.services.workspace import UnitOfWork, Workspace

NOW = datetime(2026, 10, 14, 7, 0, tzinfo=UTC)


def board(workspace: Workspace, cycle_id: int, team: str = "") -> CalibrationBoard:
    return workspace.read(lambda conn: reviews_calibration.load_board(conn, cycle_id, LOCKED_ON, team))


def minutes(workspace: Workspace, cycle_id: int) -> CalibrationMinutes:
    return workspace.read(lambda conn: reviews_calibration_meeting.load_minutes(conn, cycle_id, LOCKED_ON, NOW))


def make(workspace: Workspace, more: int = 0) -> int:
    """Vector 8-A and `more` colleagues who are rated 3 throughout; returns the cycle."""

    def service(uow: UnitOfWork) -> int:
        fill_vector(uow)
        for number in range(more):
            team = uow.session.query(Team).filter_by(code=f"T{number % 2}").first() or Team(code=f"T{number % 2}", name=f"组{number % 2}")
            uow.session.add(team)
            uow.session.flush()
            person = add_person(
                uow, f"P{number:03d}", f"同事{number}", hired=date(2026, 1, 5) if number % 3 else date(2020, 1, 6), team_id=team.id
            )
            uow.session.add(Engagement(person_id=person.id, type=EngagementType.FULL_TIME, start_on=date(2020, 1, 6), weekly_minutes=2400))
        cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        for row in reviews.load_board(uow.connection, cycle_id, AFTER):
            if row.code == "SH-0017":
                rate_all(uow, row.review_id)
            else:
                for item in ("follow_up", "discipline", "integrity", "learning", "collaboration"):
                    reviews.rate(uow, row.review_id, item, manager_rating=3, evidence="按约完成")
                reviews.set_actual_by_hand(uow, row.review_id, "collection_rate", 10_000, "财务报表")
        return cycle_id

    return int(do(workspace, service))


def one(workspace: Workspace, cycle_id: int, code: str = "SH-0017") -> CalibrationRow:
    return next(row for row in board(workspace, cycle_id).rows if row.code == code)


def test_that_the_board_shows_result_behaviour_place_and_grade(workspace: Workspace) -> None:
    row = one(workspace, make(workspace))
    assert row.result is not None
    assert row.behaviour is not None
    assert (row.score, row.grade, round(float(row.result), 4), row.behaviour) == (9473, "A", 1.0105, 4)
    assert row.box == (3, 3) == row.own_box
    assert row.rater == "林立"


def test_that_a_change_of_grade_stands_with_before_after_and_reason_and_undo_takes_both_back(workspace: Workspace) -> None:
    cycle = make(workspace)
    review = one(workspace, cycle).id
    with pytest.raises(Refused):
        do(workspace, partial(reviews.calibrate, review_id=review, grade="B", reason=" "))
    do(workspace, partial(reviews.calibrate, review_id=review, grade="B", reason="与同组相比", evidence="D3", proposed_by="周敏"))
    found = board(workspace, cycle)
    assert [(s.before, s.after, s.reason, s.evidence, s.proposed_by) for s in found.steps] == [("", "B", "与同组相比", "D3", "周敏")]
    assert {c.grade: (c.before, c.after) for c in found.counts}["A"] == (1, 0)
    assert {c.grade: (c.before, c.after) for c in found.counts}["B"] == (0, 1)
    assert minutes(workspace, cycle).steps[0].before == "A"
    workspace.undo()
    assert board(workspace, cycle).steps == ()
    assert one(workspace, cycle).grade == "A"


def test_that_other_words_for_the_same_grade_make_no_second_change(workspace: Workspace) -> None:
    cycle = make(workspace)
    review = one(workspace, cycle).id
    for reason in ("与同组相比", "与同组相比,见记录"):
        do(workspace, partial(reviews.calibrate, review_id=review, grade="B", reason=reason))
    assert [step.reason for step in board(workspace, cycle).steps] == ["与同组相比,见记录"]


def test_that_a_place_is_moved_with_a_reason_and_changes_no_grade(workspace: Workspace) -> None:
    cycle = make(workspace)
    row = one(workspace, cycle)
    with pytest.raises(Refused):
        do(workspace, partial(reviews_calibration.place, review_id=row.id, box=(2, 3), before=row.box, reason=""))
    do(workspace, partial(reviews_calibration.place, review_id=row.id, box=(2, 3), before=row.box, reason="一笔大单抬高了结果"))
    moved = one(workspace, cycle)
    assert (moved.box, moved.own_box, moved.grade) == ((2, 3), (3, 3), "A")
    assert [(s.kind, s.before, s.after) for s in board(workspace, cycle).steps] == [("box", "3·3", "2·3")]


def test_that_warnings_about_a_rater_wait_for_eight_people(workspace: Workspace) -> None:
    cycle = make(workspace, more=6)
    (few,) = board(workspace, cycle).raters
    assert (few.people, few.speaks, few.warnings) == (7, False, ())


def test_that_eight_people_rated_3_throughout_raise_a_warning(workspace: Workspace) -> None:
    (rater,) = board(workspace, make(workspace, more=8)).raters
    assert (rater.people, rater.speaks, rater.warnings) == (9, True, ("Central tendency",))


def test_that_groups_stand_beside_each_other_with_numbers_and_intervals(workspace: Workspace) -> None:
    found = board(workspace, make(workspace, more=8))
    groups = {(group.kind, group.group): group for group in found.groups}
    part = groups["Engagement", "Part-time employment"]
    assert (part.people, part.better) == (1, 1)
    assert part.interval is not None
    assert all(group.people == 0 or group.interval is not None for group in found.groups)


def test_that_nobody_and_all_equal_are_told_in_a_sentence(workspace: Workspace) -> None:
    cycle = make(workspace)
    do(workspace, partial(reviews.exclude, review_id=one(workspace, cycle).id, because="长期休假"))
    empty = board(workspace, cycle)
    assert (empty.rows, empty.without_grade) == ((), 1)
    assert empty.finding is not None
    assert empty.finding.code == "nobody"
    assert {(c.before, c.after, c.guide) for c in empty.counts} == {(0, 0, None)}


def test_that_a_grade_from_figures_alone_is_not_calibrated(workspace: Workspace) -> None:
    cycle = make(workspace)
    do(workspace, partial(reviews.rate, review_id=one(workspace, cycle).id, item_code="learning", manager_rating=0))
    found = board(workspace, cycle)
    assert (found.rows, found.without_grade) == ((), 1)


def test_that_one_team_is_shown_alone(workspace: Workspace) -> None:
    found = board(workspace, make(workspace, more=4), "组1")
    assert {row.team for row in found.rows} <= {"组1"}
    assert found.teams == ("组0", "组1")


def ready(workspace: Workspace, cycle: int) -> None:
    def service(uow: UnitOfWork) -> Any:
        for row in reviews.load_board(uow.connection, cycle, LOCKED_ON):
            while (state := reviews.load_review(uow.connection, row.review_id, LOCKED_ON).state) not in (
                ReviewState.CALIBRATION, ReviewState.NOT_RATED
            ):  # fmt: skip
                assert state is not ReviewState.LOCKED
                reviews.submit(uow, row.review_id)

    do(workspace, service)


def test_that_closing_asks_for_day_names_and_submitted_reviews(workspace: Workspace) -> None:
    cycle = make(workspace)
    close = partial(reviews_calibration_meeting.close_meeting, cycle_id=cycle, today=LOCKED_ON, now=NOW)
    with pytest.raises(Refused, match=r"who took part"):
        do(workspace, close)
    with pytest.raises(Refused, match=r"day to come"):
        do(workspace, partial(reviews_calibration_meeting.set_meeting, cycle_id=cycle, today=LOCKED_ON, held_on=date(2026, 12, 1)))
    do(workspace, partial(
        reviews_calibration_meeting.set_meeting, cycle_id=cycle, today=LOCKED_ON, held_on=date(2026, 10, 12), attendees="林立\n周敏"
    ))  # fmt: skip
    with pytest.raises(Refused, match=r"Still before the calibration"):
        do(workspace, close)


def test_that_closed_minutes_never_change_and_no_grade_is_calibrated_after_them(workspace: Workspace) -> None:
    cycle = make(workspace)
    ready(workspace, cycle)
    review = one(workspace, cycle).id
    do(workspace, partial(reviews.calibrate, review_id=review, grade="B", reason="与同组相比"))
    write = partial(reviews_calibration_meeting.set_meeting, cycle_id=cycle, today=LOCKED_ON)
    do(workspace, partial(write, held_on=date(2026, 10, 12), attendees="林立\n周敏", recusals="周敏回避侄女一项", notes=""))
    assert not minutes(workspace, cycle).locked
    do(workspace, partial(reviews_calibration_meeting.close_meeting, cycle_id=cycle, today=LOCKED_ON, now=NOW))
    closed = minutes(workspace, cycle)
    assert (closed.locked, closed.generated_by, closed.held_on, closed.steps[0].after) == (True, "林立", date(2026, 10, 12), "B")
    for change in (
        partial(write, notes="后来"),
        partial(reviews.calibrate, review_id=review, grade="C", reason="后来"),
        partial(reviews_calibration.place, review_id=review, box=(1, 1), before=(3, 3), reason="后来"),
    ):
        with pytest.raises(Refused, match=r"closed"):
            do(workspace, change)
    do(workspace, partial(reviews.submit, review_id=review))
    do(workspace, partial(reviews.lock, review_id=review, today=LOCKED_ON, now=LOCKED_AT))
    second = int(do(workspace, partial(reviews.new_version, review_id=review, because="申诉后更正")))
    do(workspace, partial(reviews.calibrate, review_id=second, grade="A", reason="申诉成立"))  # a correction has its own reason
    assert minutes(workspace, cycle) == closed


def test_that_minutes_that_were_tampered_with_are_not_printed(workspace: Workspace) -> None:
    cycle = make(workspace)
    ready(workspace, cycle)
    do(workspace, partial(
        reviews_calibration_meeting.set_meeting, cycle_id=cycle, today=LOCKED_ON, held_on=date(2026, 10, 12), attendees="林立"
    ))  # fmt: skip
    do(workspace, partial(reviews_calibration_meeting.close_meeting, cycle_id=cycle, today=LOCKED_ON, now=NOW))

    def tamper(uow: UnitOfWork) -> None:
        kept = uow.session.query(Calibration).one()
        kept.content = kept.content.replace("林立", "他人")

    do(workspace, tamper)
    with pytest.raises(RecordDamagedError):
        minutes(workspace, cycle)


def test_that_the_past_three_cycles_stand_beside_a_person(workspace: Workspace) -> None:
    cycle = make(workspace)
    ready(workspace, cycle)
    review = one(workspace, cycle).id
    do(workspace, partial(reviews.submit, review_id=review))
    do(workspace, partial(reviews.lock, review_id=review, today=LOCKED_ON, now=LOCKED_AT))
    later = workspace.perform(
        "Open", lambda uow: reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3.quarter(2026, 4), date(2026, 12, 31))
    ).result

    def rate(uow: UnitOfWork) -> None:
        second = reviews.load_board(uow.connection, later, date(2026, 12, 31))[0].review_id
        rate_all(uow, second)
        reviews.set_actual_by_hand(uow, second, "collection_rate", 10_000, "财务报表")

    do(workspace, rate)
    (row,) = workspace.read(lambda conn: reviews_calibration.load_board(conn, later, date(2026, 12, 31))).rows
    assert [(past.grade, past.score) for past in row.past] == [("A", 9473)]


def test_that_the_guide_is_the_companys_and_dated(workspace: Workspace) -> None:
    found = workspace.read(lambda conn: policy.calibration_policy(policy.load_law(conn), date(2026, 9, 30)))
    assert (found.guide_people, found.guide_shares) == (10, (500, 2000, 6000, 1000, 500))
