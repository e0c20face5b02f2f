"""Reviews through a database: vector 8-A, the way to a locked paper, corrections, who is not rated, deadlines."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from functools import partial
from typing import Any

import pikepdf
import pytest

from workbench.errors import Refused
from workbench.models.customers import Customer
from workbench.models.goals import Measurement, Target
from workbench.models.people import AvailabilityException, Engagement, ExceptionKind, Organisation, Person
from workbench.models.reviews import ReviewItem, ReviewRecord
from workbench.models.sales import Deal
from workbench.models.values.codes import CyclePeriod, DealStage, EngagementType, Metric, ReviewState, Section
from workbench.models.values.periods import Period
from workbench.readmodels.documents import OpinionChoice, Refusal, Text2, canonical_json, data_hash
from workbench.readmodels.reviews import NOT_RATED, FreezeReport, ReviewCard
from workbench.reports.evaluation import print_evaluation
from workbench.reports.words import moment
from workbench.services import people, reviews, reviews_cycle, reviews_print, reviews_templates
from workbench.services.reviews_record import RecordDamagedError
from workbench.services.workspace import UnitOfWork, Workspace

Q3 = Period.quarter(2026, 3)
PRINTED = datetime(2026, 10, 14, 7, 20, tzinfo=UTC)
LOCKED_ON = date(2026, 10, 14)
LOCKED_AT = datetime(2026, 10, 14, 7, 19, 30, 250_000, tzinfo=UTC)
AFTER = date(2026, 9, 30)
RATINGS = {"follow_up": 4, "discipline": 3, "integrity": 5, "learning": 4, "collaboration": 4}


def do(workspace: Workspace, service: Callable[[UnitOfWork], object]) -> Any:
    return workspace.perform("Change a review", service).result


def card(workspace: Workspace, review_id: int, today: date = LOCKED_ON) -> ReviewCard:
    return workspace.read(lambda conn: reviews.load_review(conn, review_id, today))


def add_person(uow: UnitOfWork, code: str, name: str, hired: date | None = date(2025, 11, 3), **more: Any) -> Person:
    person = Person(code=code, name=name, search=name, hired_on=hired, **more)
    uow.session.add(person)
    uow.session.flush()
    return person


def fill_vector(uow: UnitOfWork) -> int:
    """Vector 8-A: 201,600.00 of 180,000.00; 96 % collected; 5 of 6 new customers; 4.4 of 5 in 26 answers."""
    session = uow.session
    organisation = session.query(Organisation).first() or Organisation(name="")
    organisation.name, organisation.manager_name, organisation.next_manager_name, organisation.hr_name = "明远商贸", "林立", "周敏", "黄𬭎"
    session.add(organisation)
    person = add_person(uow, "SH-0017", "张䶮", position="门店销售顾问", level="P2")
    session.add(Engagement(person_id=person.id, type=EngagementType.PART_TIME, start_on=date(2025, 11, 3), weekly_minutes=1440))
    known = Customer(code="C0", name="老客户", search="")
    fresh = [Customer(code=f"C{number}", name=f"新客户{number}", search="") for number in range(1, 6)]
    session.add_all([known, *fresh])
    session.flush()

    def deal(
        code: str, customer: Customer, day: date, value: int, collected: int | None, refunded: int = 0, stage: DealStage = DealStage.WON
    ) -> None:
        session.add(Deal(
            code=code, person_id=person.id, customer_id=customer.id, stage=stage, closed_on=day, value=value, collected=collected, refunded=refunded,
        ))  # fmt: skip

    deal("D0", known, date(2026, 3, 2), 100, None)
    deal("D1", known, date(2026, 7, 1), 5_160_000, None, refunded=5_000_000)
    for number, customer in enumerate(fresh, start=2):
        deal(f"D{number}", customer, date(2026, 8, number), 4_000_000, 3_840_000)
    deal("D8", fresh[0], date(2026, 9, 30), 9_000_000, None, stage=DealStage.LOST)
    deal("D9", known, date(2026, 10, 1), 7_000_000, None)
    session.add(Target(person_id=person.id, metric=Metric.SALES_NET, start_on=Q3.start, end_on=Q3.end, amount=30_000_000, prorated=False))
    session.add(Target(person_id=person.id, metric=Metric.NEW_CUSTOMERS, start_on=Q3.start, end_on=Q3.end, amount=600))
    for day, amount, answers in ((date(2026, 8, 1), 430, 13), (date(2026, 9, 1), 450, 13)):
        session.add(Measurement(person_id=person.id, metric=Metric.CUSTOMER_SATISFACTION, day=day, amount=amount, answers=answers))
    session.flush()
    return person.id


def rate_all(uow: UnitOfWork, review_id: int) -> None:
    for code, rating in RATINGS.items():
        reviews.rate(uow, review_id, code, self_rating=4, manager_rating=rating, evidence=f"事实 {code}")


@pytest.fixture
def vector(workspace: Workspace) -> tuple[Workspace, int, int]:
    """A workspace with vector 8-A, its cycle and the one review in it, rated."""

    def service(uow: UnitOfWork) -> tuple[int, int]:
        fill_vector(uow)
        cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        review_id = reviews.load_board(uow.connection, cycle_id, AFTER)[0].review_id
        rate_all(uow, review_id)
        return cycle_id, review_id

    cycle_id, review_id = do(workspace, service)
    return workspace, cycle_id, review_id


def test_that_vector_8a_comes_out_of_the_records(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    found = card(workspace, review_id)
    assert (found.total, found.grade) == (9473, "A")
    assert [item.attainment for item in found.items[:4]] == [Fraction(112, 100), Fraction(96, 100), Fraction(5, 6), Fraction(88, 100)]
    assert found.item("sales_net").target == 18_000_000
    assert [item.rows for item in found.items[:4]] == [6, 5, 5, 26]
    assert {part.section: part.points for part in found.sections} == {
        Section.KPI: Fraction(707333, 10000) + Fraction(1, 30000),
        Section.BEHAVIOUR: 16,
        Section.COLLABORATION: 8,
    }
    assert (found.proration.factor, found.proration.eligible_days, found.proration.period_days) == (Fraction(3, 5), 66, 66)
    assert found.missing == () == found.without_evidence
    row = workspace.read(lambda conn: reviews.load_board(conn, cycle_id, LOCKED_ON))[0]
    assert (row.code, row.score, row.grade, row.document_no) == ("SH-0017", 9473, "A", "PE-2026Q3-0001")


def test_that_the_cycle_as_data_names_figures_and_evidence(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, _ = vector
    data = workspace.read(lambda conn: reviews.cycle_json(conn, cycle_id, LOCKED_ON))
    person = data["people"][0]
    items = {item["code"]: item for item in person["items"]}
    assert (data["cycle"], person["person"], person["score"], person["grade"]) == ("2026-Q3", "SH-0017", 94.73, "A")
    assert (items["sales_net"]["actual"], items["sales_net"]["target"], items["sales_net"]["attainment"]) == (
        "201600.00",
        "180000.00",
        1.12,
    )
    assert (items["new_customers"]["actual"], items["new_customers"]["attainment"], items["new_customers"]["score"]) == (5, 0.833333, 8.33)
    assert items["sales_net"]["evidence"] == ["D1", "D2", "D3", "D4", "D5", "D6"]
    assert items["new_customers"]["evidence"] == ["D2", "D3", "D4", "D5", "D6"]
    assert len(items["customer_satisfaction"]["evidence"]) == 2


def test_that_deadlines_step_over_national_day(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector
    cycle = workspace.read(reviews_cycle.load_cycles)[0]
    assert (cycle.self_due_on, cycle.manager_due_on, cycle.close_due_on) == (date(2026, 10, 10), date(2026, 10, 16), date(2026, 10, 28))
    found = card(workspace, review_id, AFTER)
    assert found.due["calibration"] == date(2026, 10, 21)
    assert found.appeal_until == date(2026, 10, 13)


def test_that_the_whole_way_ends_in_a_locked_paper_of_two_pages(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    for expected in (ReviewState.SELF, ReviewState.MANAGER, ReviewState.CALIBRATION, ReviewState.INTERVIEW):
        assert do(workspace, lambda uow: reviews.submit(uow, review_id)) is expected
    do(workspace, lambda uow: reviews.set_text(
        uow, review_id, compliance="clean", employee_summary="本季度完成目标。", achievements="1. 超额完成\n2. 回访率 100%", improvements="班次变更提前说明",
        critical_incidents="+ 2026-08-16 | 路演人手不足 | 主动承接 | 成交 6 单\n- 2026-07-22 | 晚班 | 未说明原因换班 | 空缺 1 小时", manager_comment="业绩扎实。",
        result_use=[{"code": "bonus", "note": "1.1"}], next_goals=[{"metric": "sales_net", "target": "192,000.00", "weight": 35, "due": date(2026, 12, 31)}],
        development=[{"ability": "渠道谈判", "measure": "旁听 2 次", "support": "孙䶮", "date": "2026-11-30"}],
    ))  # fmt: skip
    draft = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    assert not draft.locked
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    paper = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    assert paper == replace(draft, locked=True, locked_on=LOCKED_ON)
    assert (paper.total, paper.proposed_grade, paper.band, paper.appeal_deadline) == (
        Fraction(9473, 100),
        "A",
        "85–94.99",
        date(2026, 10, 21),
    )
    assert sum(part.weight for part in paper.parts) == 100
    assert [one.positive for one in paper.incidents] == [True, False]
    for language in ("zh_CN", "en"):
        form = print_evaluation(paper, language=language)
        assert form.pages == 2
        with pikepdf.open(io.BytesIO(form.data)) as pdf:
            assert len(pdf.pages) == 2
    do(workspace, lambda uow: reviews_cycle.close_cycle(uow, cycle_id))
    assert workspace.read(reviews_cycle.load_cycles)[0].state == "closed"


def test_that_a_locked_review_refuses_every_change_and_ignores_later_records(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    before = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    changes: list[Callable[[UnitOfWork], object]] = [
        lambda uow: reviews.rate(uow, review_id, "follow_up", manager_rating=3),
        lambda uow: reviews.set_text(uow, review_id, manager_comment="x"),
        lambda uow: reviews.set_actual_by_hand(uow, review_id, "sales_net", 1, "x"),
        lambda uow: reviews.submit(uow, review_id),
        lambda uow: reviews.calibrate(uow, review_id, "S", "x"),
        lambda uow: reviews.exclude(uow, review_id, "x"),
        lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "x", now=LOCKED_AT),
    ]
    for change in changes:
        with pytest.raises(Refused) as refused:
            do(workspace, change)
        assert refused.value.code == "LOCKED"

    def later(uow: UnitOfWork) -> None:
        person = uow.session.query(Person).one()
        person.name = "改名"
        uow.session.add(
            Deal(code="D99", person_id=person.id, stage=DealStage.WON, closed_on=date(2026, 9, 1), value=50_000_000, collected=0)
        )

    do(workspace, later)
    today = date(2026, 12, 1)
    after = workspace.read(lambda conn: reviews.load_document(conn, review_id, today, PRINTED, "林立"))
    assert (canonical_json(after), data_hash(after)) == (canonical_json(before), data_hash(before))
    found = card(workspace, review_id, today)
    assert (found.total, found.grade, found.item("sales_net").actual, found.item("sales_net").rows) == (9473, "A", 20_160_000, 6)
    assert workspace.read(lambda conn: reviews.load_board(conn, cycle_id, today))[0].score == 9473


def test_that_a_new_version_follows_the_locked_one_and_leaves_it_alone(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    do(workspace, lambda uow: reviews_cycle.close_cycle(uow, cycle_id))
    second = do(workspace, lambda uow: reviews.new_version(uow, review_id, "申诉成立"))
    do(workspace, lambda uow: reviews.rate(uow, second, "discipline", manager_rating=4))
    found = card(workspace, second)
    assert (found.number, found.follows_id, found.document_no, found.total, found.grade) == (2, review_id, "PE-2026Q3-0001", 9573, "S")
    assert found.versions == ((review_id, 1), (second, 2))
    assert card(workspace, review_id).total == 9473
    board = workspace.read(lambda conn: reviews.load_board(conn, cycle_id, LOCKED_ON))
    assert [row.review_id for row in board] == [second]
    with pytest.raises(Refused):
        do(workspace, lambda uow: reviews.new_version(uow, review_id, "noch einmal"))
    with pytest.raises(Refused):
        do(workspace, lambda uow: reviews_cycle.close_cycle(uow, cycle_id))


def test_that_what_the_employee_says_is_printed_and_kept_and_a_new_version_is_answered_anew(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle_id, review_id = vector
    said = {"opinion": "partly", "opinion_text": "请复核\n新客户数。", "refused_on": date(2026, 10, 20), "refused_because": "不同意评分",
            "refusal_witness": "王堃", "refusal_delivery": "post"}  # fmt: skip
    do(workspace, lambda uow: reviews.set_text(uow, review_id, **said))
    paper = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    assert (paper.opinion, paper.opinion_text) == (OpinionChoice.PARTLY, "请复核\n新客户数。")
    assert paper.refusal == Refusal(reason="不同意评分", witness="王堃", delivery="post", day=date(2026, 10, 20))
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews.set_text(uow, review_id, opinion="agree"))
    assert refused.value.code == "LOCKED"
    second = do(workspace, lambda uow: reviews.new_version(uow, review_id, "申诉成立"))
    old, new = (
        workspace.read(partial(reviews.load_document, review_id=n, today=LOCKED_ON, now=PRINTED, actor="林立")) for n in (review_id, second)
    )
    assert (old.opinion, old.refusal) == (OpinionChoice.PARTLY, paper.refusal)
    assert (new.opinion, new.opinion_text, new.refusal) == (OpinionChoice.NONE, "", None)


@pytest.mark.parametrize("field", [{"opinion": "maybe"}, {"refusal_delivery": "pigeon"}, {"refused_on": "soon"}])
def test_that_only_what_the_form_has_can_be_ticked(vector: tuple[Workspace, int, int], field: dict[str, str]) -> None:
    workspace, _cycle_id, review_id = vector
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews.set_text(uow, review_id, **field))
    assert refused.value.code == "TICK"


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        (CyclePeriod.QUARTER, Period.month(2026, 9)),
        (CyclePeriod.MONTH, Q3),
        (CyclePeriod.QUARTER, Period(date(2026, 9, 15), date(2026, 10, 14))),
    ],
)
def test_that_a_cycle_is_as_long_as_its_kind_says(vector: tuple[Workspace, int, int], kind: CyclePeriod, period: Period) -> None:
    workspace = vector[0]
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews_cycle.create_cycle(uow, kind, period, AFTER, code="X"))
    assert refused.value.code == "KIND"


def test_that_steps_that_nobody_went_through_do_not_look_done(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle_id, review_id = vector
    assert card(workspace, review_id).left_out == ()

    def no_self_assessment(uow: UnitOfWork) -> None:
        for entry in uow.session.query(ReviewItem).filter_by(review_id=review_id):
            entry.self_rating = None
        for target in uow.session.query(Target):
            uow.session.delete(target)

    while card(workspace, review_id).state is not ReviewState.MANAGER:
        do(workspace, lambda uow: reviews.submit(uow, review_id))
    assert card(workspace, review_id).left_out == ()
    do(workspace, no_self_assessment)
    assert ReviewState.SELF in card(workspace, review_id).left_out
    workspace.undo()
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    assert card(workspace, review_id).left_out == (ReviewState.CALIBRATION, ReviewState.INTERVIEW)


def test_that_a_review_that_went_through_its_interview_left_nothing_out(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle_id, review_id = vector
    while card(workspace, review_id).state is not ReviewState.INTERVIEW:
        do(workspace, lambda uow: reviews.submit(uow, review_id))
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    assert card(workspace, review_id).left_out == ()


def test_that_a_draft_without_all_ratings_prints_no_grade(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle_id, review_id = vector
    do(workspace, lambda uow: reviews.rate(uow, review_id, "learning", manager_rating=0))
    paper = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    assert (paper.proposed_grade, paper.band) == ("", "")


def test_that_locking_needs_every_rating_and_facts_for_one_two_and_five(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector
    do(workspace, lambda uow: reviews.rate(uow, review_id, "integrity", evidence=""))
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    assert (refused.value.code, refused.value.figures["items"]) == ("EVIDENCE", "Integrity")
    assert card(workspace, review_id).without_evidence == ("integrity",)
    do(workspace, lambda uow: reviews.rate(uow, review_id, "learning", manager_rating=0))
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    assert (refused.value.code, refused.value.figures["items"]) == ("RATINGS", "Learning")


def test_that_who_was_here_too_little_is_not_rated_and_who_was_never_here_is_not_listed(workspace: Workspace) -> None:
    def service(uow: UnitOfWork) -> int:
        add_person(uow, "P1", "全程")
        add_person(uow, "P2", "早退", left_on=date(2026, 9, 1))
        add_person(uow, "P3", "新人", hired=date(2026, 9, 10))
        add_person(uow, "P4", "前人", left_on=date(2026, 6, 30))
        add_person(uow, "P5", "后人", hired=date(2026, 10, 1))
        add_person(uow, "P6", "无日期", hired=None)
        return reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)

    cycle_id = do(workspace, service)
    board = {row.code: row for row in workspace.read(lambda conn: reviews.load_board(conn, cycle_id, AFTER))}
    assert {code: row.excluded_because for code, row in board.items()} == {
        "P1": "",
        "P2": "Left before the end of the period",
        "P3": "Here for too small a part of the period",
        "P6": "",
    }
    assert (board["P3"].state, board["P3"].grade, board["P3"].score) == (ReviewState.NOT_RATED, NOT_RATED, None)
    with pytest.raises(Refused):
        do(workspace, lambda uow: reviews.rate(uow, board["P3"].review_id, "learning", manager_rating=3))
    do(workspace, lambda uow: reviews.include(uow, board["P3"].review_id, AFTER))
    do(workspace, lambda uow: reviews.rate(uow, board["P3"].review_id, "learning", manager_rating=3))
    full_time = card(workspace, board["P6"].review_id).proration
    assert (full_time.weekly_minutes, full_time.factor) == (2400, 1)


def test_that_a_probation_is_for_full_time_staff_only(workspace: Workspace) -> None:
    def service(uow: UnitOfWork) -> int:
        for code, kind in (("P1", EngagementType.FULL_TIME), ("P2", EngagementType.PART_TIME)):
            person = add_person(uow, code, code)
            uow.session.add(Engagement(person_id=person.id, type=kind, start_on=date(2025, 11, 3), weekly_minutes=1440))
        uow.session.flush()
        return reviews_cycle.create_cycle(uow, CyclePeriod.PROBATION, Q3, AFTER, code="PROB")

    board = workspace.read(lambda conn: reviews.load_board(conn, do_id, AFTER)) if (do_id := do(workspace, service)) else []
    assert [row.excluded_because for row in board] == ["", "A probation exists for full-time staff only"]


def test_that_lines_without_a_figure_drop_out_openly_and_too_few_give_no_grade(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector

    def without_survey(uow: UnitOfWork) -> None:
        for row in uow.session.query(Measurement):
            uow.session.delete(row)

    do(workspace, without_survey)
    found = card(workspace, review_id)
    assert (found.missing, found.weight_present, found.is_scaled) == (("customer_satisfaction",), 9000, True)
    assert found.total == 9548  # (94.7333 - 8.80) / 90 x 100
    paper = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    assert isinstance(paper.target_notes, Text2)
    assert "客户满意度" in paper.target_notes.zh
    assert "Customer satisfaction" in paper.target_notes.en
    assert [part.form_weight for part in paper.parts] == [70, 20, 10]
    assert sum(part.weight for part in paper.parts) == 100
    assert abs(sum((part.points or Fraction() for part in paper.parts), Fraction()) - Fraction(9548, 100)) < Fraction(1, 100)

    def nothing_but_ratings(uow: UnitOfWork) -> None:
        for kind in (Deal, Target):
            for row in uow.session.query(kind):
                uow.session.delete(row)

    do(workspace, nothing_but_ratings)
    found = card(workspace, review_id)
    assert (found.total, found.grade, found.weight_present) == (None, NOT_RATED, 3000)


def test_that_a_figure_by_hand_needs_a_reason_and_can_go_back(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector
    with pytest.raises(Refused):
        do(workspace, lambda uow: reviews.set_actual_by_hand(uow, review_id, "new_customers", 600, " "))
    do(workspace, lambda uow: reviews.set_actual_by_hand(uow, review_id, "new_customers", 600, "漏录一家"))
    item = card(workspace, review_id).item("new_customers")
    assert (item.actual, item.attainment, item.rows, item.by_hand_because) == (600, 1, None, "漏录一家")
    do(workspace, lambda uow: reviews.set_actual_by_hand(uow, review_id, "new_customers", None, ""))
    assert card(workspace, review_id).item("new_customers").actual == 500


def test_that_frozen_figures_ignore_later_records(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    assert do(workspace, lambda uow: reviews_cycle.freeze(uow, cycle_id, LOCKED_ON, now=LOCKED_AT)) == FreezeReport(1)

    def refund(uow: UnitOfWork) -> None:
        uow.session.query(Deal).filter_by(code="D2").one().refunded = 4_000_000

    do(workspace, refund)
    assert card(workspace, review_id).total == 9473
    with pytest.raises(Refused):
        do(workspace, lambda uow: reviews_cycle.freeze(uow, cycle_id, LOCKED_ON, now=LOCKED_AT))


def test_that_hours_joining_and_leave_scale_full_time_targets_only(workspace: Workspace) -> None:
    def service(uow: UnitOfWork) -> int:
        person = add_person(uow, "P1", "甲", hired=date(2026, 7, 16))
        uow.session.add(Engagement(person_id=person.id, type=EngagementType.PART_TIME, start_on=date(2026, 7, 16), weekly_minutes=1200))
        uow.session.add(
            Target(person_id=person.id, metric=Metric.SALES_NET, start_on=Q3.start, end_on=Q3.end, amount=30_000_000, prorated=False)
        )
        uow.session.add(Target(person_id=person.id, metric=Metric.NEW_CUSTOMERS, start_on=Q3.start, end_on=Q3.end, amount=600))
        uow.session.add(
            Target(person_id=person.id, metric=Metric.COLLECTION_RATE, start_on=Q3.start, end_on=Q3.end, amount=9500, prorated=False)
        )
        uow.session.add(AvailabilityException(person_id=person.id, day=date(2026, 8, 3), kind=ExceptionKind.LEAVE))
        uow.session.flush()
        return reviews.load_board(uow.connection, reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER), AFTER)[0].review_id

    found = card(workspace, do(workspace, service))
    share = found.proration
    assert (share.eligible_days, share.excluded_days, share.period_days) == (54, 1, 66)
    assert share.factor == Fraction(1, 2) * Fraction(54, 66)
    assert [found.item(code).target for code in ("sales_net", "new_customers", "collection_rate")] == [12_272_727, 600, 9500]


def test_that_a_frozen_review_says_what_was_scaled_at_the_freeze_whatever_becomes_of_target_and_hours(
    vector: tuple[Workspace, int, int],
) -> None:
    workspace, cycle_id, review_id = vector
    then = card(workspace, review_id)
    do(workspace, lambda uow: reviews_cycle.freeze(uow, cycle_id, LOCKED_ON, now=LOCKED_AT))

    def later(uow: UnitOfWork) -> None:
        target = uow.session.query(Target).filter_by(metric=Metric.SALES_NET).one()
        target.prorated, target.amount, target.source = True, 1, "改过"
        uow.session.query(Engagement).one().weekly_minutes = 1800
        uow.session.query(Deal).filter_by(code="D3").one().stage = DealStage.LOST

    do(workspace, later)
    now = card(workspace, review_id)
    line, before = now.item("sales_net"), then.item("sales_net")
    assert before.target_prorated is True
    assert line == before
    assert (now.proration.factor, now.total) == (then.proration.factor, then.total)
    paper = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    assert (paper.kpis[0].prorated, paper.kpis[0].rows, paper.factor) == (True, before.rows, then.proration.factor)
    assert [row.prorated for row in paper.kpis[1:]] == [item.target_prorated for item in then.items[1:4]]
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    second = do(workspace, lambda uow: reviews.new_version(uow, review_id, "补一个事实"))
    assert card(workspace, second).item("sales_net") == replace(before, item_id=line.item_id)


def test_that_paper_reads_the_clock_in_the_zone_of_the_database_and_names_its_manager(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector

    def printed(now: datetime) -> tuple[str, str]:
        paper = workspace.read(lambda conn: reviews_print.load_paper(conn, review_id, LOCKED_ON, now, workspace.actor))
        return moment(paper.generated_at), paper.generated_by

    assert printed(PRINTED) == ("2026-10-14 15:20 UTC+8", "林立")
    elsewhere = PRINTED.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
    assert printed(elsewhere) == ("2026-10-14 15:20 UTC+8", "林立")
    with pytest.raises(Refused):
        do(workspace, lambda uow: people.edit_organisation(uow, zone="Mars/Olympus"))
    do(workspace, lambda uow: people.edit_organisation(uow, zone="Asia/Kathmandu"))
    assert printed(PRINTED) == ("2026-10-14 13:05 UTC+5:45", "林立")
    do(workspace, lambda uow: people.edit_organisation(uow, zone="UTC"))
    assert printed(PRINTED) == ("2026-10-14 07:20 UTC", "林立")
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, now=LOCKED_AT))
    do(workspace, lambda uow: people.edit_organisation(uow, manager_name="赵新"))
    assert printed(PRINTED)[1] == "林立"


def test_that_a_counted_line_takes_no_facts(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews.rate(uow, review_id, "sales_net", evidence="很多"))
    assert refused.value.code == "FACTS"


def test_that_calibration_and_bonus_need_reasons(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector
    for grade, reason in (("S", ""), ("X", "weil")):
        with pytest.raises(Refused):
            do(workspace, lambda uow, g=grade, r=reason: reviews.calibrate(uow, review_id, g, r))
    do(workspace, lambda uow: reviews.calibrate(uow, review_id, "S", "跨区带教"))
    do(workspace, lambda uow: reviews.set_text(uow, review_id, bonus=50))
    assert (card(workspace, review_id).total, card(workspace, review_id).grade, card(workspace, review_id).calibrated_grade) == (
        9523,
        "S",
        "S",
    )
    with pytest.raises(Refused):
        do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))
    for wrong in ({"bonus": 501}, {"improvements": "一\n二\n三\n四"}, {"critical_incidents": "昨天"}, {"next_goals": "{"}, {"unknown": 1}):
        with pytest.raises(Refused):
            do(workspace, lambda uow, fields=wrong: reviews.set_text(uow, review_id, **fields))


def test_that_a_template_must_weigh_one_hundred(workspace: Workspace) -> None:
    content = dict(reviews_templates.shipped())
    content["items"] = [line | {"weight": "35.01"} if line["code"] == "sales_net" else line for line in content["items"]]
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: reviews_templates.add_template(uow, content))
    assert refused.value.figures["sum"] == "100.01"
    first = do(workspace, reviews.ensure_template)
    assert do(workspace, reviews.ensure_template) == first


def test_that_the_sample_team_gets_a_board_quickly_and_two_cycles_of_one_period_differ(sample_workspace: Workspace) -> None:
    today = date(2026, 10, 14)
    cycle_id = do(sample_workspace, lambda uow: reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, today, code="FIRST"))
    with pytest.raises(Refused):  # the sample team has a cycle of that quarter already
        do(sample_workspace, lambda uow: reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, today))
    other = do(sample_workspace, lambda uow: reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, today, code="AGAIN"))
    board = sample_workspace.read(lambda conn: reviews.load_board(conn, cycle_id, today))
    again = sample_workspace.read(lambda conn: reviews.load_board(conn, other, today))
    assert len(board) >= 20
    assert not {row.document_no for row in board} & {row.document_no for row in again}
    rated = [row for row in board if row.state is ReviewState.SELF]
    assert all(row.score is not None and row.missing == 5 for row in rated)
    for row in rated[:3]:
        do(sample_workspace, lambda uow, r=row.review_id: rate_all(uow, r))
        do(sample_workspace, lambda uow, r=row.review_id: reviews.lock(uow, r, today, "林立", now=LOCKED_AT))
        paper = sample_workspace.read(lambda conn, r=row.review_id: reviews.load_document(conn, r, today, PRINTED, "林立"))
        assert paper.locked
        assert print_evaluation(paper).pages == 2


def test_that_lock_and_freeze_keep_the_moment_and_the_appeal_runs_from_its_local_day(vector: tuple[Workspace, int, int]) -> None:
    """Half past midnight in Shanghai is still the day before in UTC; the person received it on the new day."""
    workspace, cycle_id, review_id = vector
    frozen, locked = datetime(2026, 10, 14, 1, 2, 3, tzinfo=UTC), datetime(2026, 10, 14, 16, 30, 5, 125_000, tzinfo=UTC)
    do(workspace, lambda uow: reviews_cycle.freeze(uow, cycle_id, LOCKED_ON, now=frozen))
    do(workspace, lambda uow: reviews.lock(uow, review_id, date(2026, 10, 15), "林立", now=locked))
    assert workspace.read(reviews_cycle.load_cycles)[0].frozen_at == frozen
    found = card(workspace, review_id, date(2026, 11, 1))
    assert found.locked_at == locked
    assert found.appeal_until == date(2026, 10, 22)


def test_that_a_damaged_record_is_not_printed(vector: tuple[Workspace, int, int]) -> None:
    workspace, _, review_id = vector
    do(workspace, lambda uow: reviews.lock(uow, review_id, LOCKED_ON, "林立", now=LOCKED_AT))

    def tamper(uow: UnitOfWork) -> None:
        kept = uow.session.query(ReviewRecord).one()
        kept.content = kept.content.replace("9473/100", "9973/100")

    do(workspace, tamper)
    with pytest.raises(RecordDamagedError) as damaged:
        workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立"))
    assert damaged.value.figures["number"] == "PE-2026Q3-0001"
