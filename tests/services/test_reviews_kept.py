"""What a freeze and a lock keep, whatever comes later: missing figures, the rows behind a figure, and who gets no grade."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from tests.services.test_reviews import AFTER, LOCKED_AT, LOCKED_ON, PRINTED, Q3, add_person, card, do, fill_vector, rate_all
from workbench.errors import Refused
from workbench.models.goals import Measurement, Target
from workbench.models.people import Engagement, Person
from workbench.models.planning import Assignment, Task
from workbench.models.reviews import ReviewItem
from workbench.models.sales import Deal
from workbench.models.values.codes import CyclePeriod, DealStage, EngagementType, Metric, ReviewState, TaskKind
from workbench.readmodels.documents import Text2
from workbench.readmodels.reviews import NOT_RATED, BoardRow, Evidence, FreezeReport, RowNote, RowsAs
from workbench.services import reviews, reviews_cycle, reviews_people
from workbench.services.workspace import UnitOfWork, Workspace

IN_JULY = date(2026, 7, 10)
LEFT, FEW = "Left before the end of the period", "Too few hours worked in the period"


@pytest.fixture
def vector(workspace: Workspace) -> tuple[Workspace, int, int]:
    """Vector 8-A in a cycle that was opened in its first days, rated."""

    def service(uow: UnitOfWork) -> tuple[int, int]:
        fill_vector(uow)
        cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, IN_JULY)
        review_id = reviews.load_board(uow.connection, cycle_id, IN_JULY)[0].review_id
        rate_all(uow, review_id)
        return cycle_id, review_id

    cycle_id, review_id = do(workspace, service)
    return workspace, cycle_id, review_id


def freeze(workspace: Workspace, cycle_id: int, today: date = LOCKED_ON) -> FreezeReport:
    report = do(workspace, lambda uow: reviews_cycle.freeze(uow, cycle_id, today, now=LOCKED_AT))
    assert isinstance(report, FreezeReport)
    return report


def lock(workspace: Workspace, review_id: int, today: date = LOCKED_ON) -> object:
    return do(workspace, lambda uow: reviews.lock(uow, review_id, today, "林立", now=LOCKED_AT))


def row_of(workspace: Workspace, cycle_id: int, today: date = LOCKED_ON) -> BoardRow:
    return workspace.read(lambda conn: reviews.load_board(conn, cycle_id, today))[0]


def evidence(workspace: Workspace, review_id: int, code: str = "sales_net") -> Evidence:
    return workspace.read(partial(reviews_people.load_evidence, review_id=review_id, item_code=code, today=date(2026, 12, 1)))


def of_item(workspace: Workspace, cycle_id: int, code: str) -> dict[str, object]:
    data = workspace.read(lambda conn: reviews.cycle_json(conn, cycle_id, LOCKED_ON))
    return next(item for item in data["people"][0]["items"] if item["code"] == code)


def late_deal(uow: UnitOfWork) -> None:
    person = uow.session.query(Person).one()
    uow.session.add(Deal(code="LATE", person_id=person.id, stage=DealStage.WON, closed_on=date(2026, 9, 1), value=9_900_000, collected=0))


# ---------------------------------------------------------------- figures


def test_that_a_figure_missing_at_the_freeze_stays_missing(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector

    def without(uow: UnitOfWork) -> None:
        for row in uow.session.query(Measurement):
            uow.session.delete(row)
        uow.session.delete(uow.session.query(Target).filter_by(metric=Metric.SALES_NET).one())

    do(workspace, without)
    freeze(workspace, cycle_id)
    then = card(workspace, review_id)
    assert {"sales_net", "customer_satisfaction"} <= set(then.missing)

    def later(uow: UnitOfWork) -> None:
        person = uow.session.query(Person).one().id
        uow.session.add(Target(person_id=person, metric=Metric.SALES_NET, start_on=Q3.start, end_on=Q3.end, amount=90_000_000))
        uow.session.add(Measurement(person_id=person, metric=Metric.CUSTOMER_SATISFACTION, day=date(2026, 9, 1), amount=100, answers=9))

    do(workspace, later)
    now = card(workspace, review_id)
    assert (now.total, now.grade, now.missing, now.items) == (then.total, then.grade, then.missing, then.items)
    lock(workspace, review_id)
    assert (card(workspace, review_id).total, card(workspace, review_id).grade) == (then.total, then.grade)


def test_that_a_figure_by_hand_in_a_frozen_cycle_goes_back_to_the_frozen_one(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    do(workspace, lambda uow: reviews.set_actual_by_hand(uow, review_id, "sales_net", 1_000, "试填"))
    freeze(workspace, cycle_id)
    do(workspace, late_deal)
    assert card(workspace, review_id).item("sales_net").actual == 1_000
    do(workspace, lambda uow: reviews.set_actual_by_hand(uow, review_id, "sales_net", None, ""))
    item = card(workspace, review_id).item("sales_net")
    assert (item.actual, item.rows, item.by_hand_because) == (20_160_000, 6, "")


def test_that_a_freeze_asks_for_the_hours_that_a_full_time_target_needs(workspace: Workspace) -> None:
    def service(uow: UnitOfWork) -> tuple[int, int]:
        person = add_person(uow, "P1", "甲")
        uow.session.add(Engagement(person_id=person.id, type=EngagementType.PART_TIME, start_on=date(2025, 11, 3), weekly_minutes=0))
        uow.session.add(
            Target(person_id=person.id, metric=Metric.SALES_NET, start_on=Q3.start, end_on=Q3.end, amount=1_000, prorated=False)
        )
        uow.session.flush()
        cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        return cycle_id, reviews.load_board(uow.connection, cycle_id, AFTER)[0].review_id

    cycle_id, review_id = do(workspace, service)
    with pytest.raises(Refused) as refused:
        freeze(workspace, cycle_id)
    assert refused.value.code == "HOURS"
    do(workspace, lambda uow: reviews.set_text(uow, review_id, weekly_minutes=1200))
    assert freeze(workspace, cycle_id) == FreezeReport(1)


# ---------------------------------------------------------------- the rows behind them


def keep_by_freeze(workspace: Workspace, cycle_id: int, review_id: int) -> None:
    freeze(workspace, cycle_id)


def keep_by_lock(workspace: Workspace, cycle_id: int, review_id: int) -> None:
    lock(workspace, review_id)


def keep_by_both(workspace: Workspace, cycle_id: int, review_id: int) -> None:
    freeze(workspace, cycle_id)
    do(workspace, late_deal)
    lock(workspace, review_id)
    do(workspace, lambda uow: uow.session.delete(uow.session.query(Deal).filter_by(code="LATE").one()))


@pytest.mark.parametrize("keep", [keep_by_freeze, keep_by_lock, keep_by_both])
def test_that_kept_figures_show_the_rows_that_were_counted(
    vector: tuple[Workspace, int, int], keep: Callable[[Workspace, int, int], None]
) -> None:
    workspace, cycle_id, review_id = vector
    keep(workspace, cycle_id, review_id)

    def later(uow: UnitOfWork) -> None:
        late_deal(uow)
        uow.session.query(Deal).filter_by(code="D2").one().refunded = 1_000_000
        uow.session.delete(uow.session.query(Deal).filter_by(code="D3").one())

    do(workspace, later)
    found = evidence(workspace, review_id)
    by_id = {deal.id: deal.code for deal in found.deals}
    assert {by_id[row]: note for row, note in found.notes.items()} == {
        "D2": RowNote.CHANGED, "D3": RowNote.GONE, "LATE": RowNote.LATER,
    }  # fmt: skip
    counted = [deal for deal in found.deals if found.notes.get(deal.id) is not RowNote.LATER]
    assert (found.rows_as, sum(deal.net for deal in counted)) == (RowsAs.KEPT, 20_160_000)
    assert card(workspace, review_id).item("sales_net").actual == 20_160_000
    told = of_item(workspace, cycle_id, "sales_net")
    assert (told["evidence"], told["evidence_kept"]) == (["D1", "D2", "D3", "D4", "D5", "D6"], True)
    assert len(of_item(workspace, cycle_id, "new_customers")["evidence"]) == 5  # type: ignore[arg-type]


def test_that_answers_are_kept_like_deals(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle_id, review_id = vector
    lock(workspace, review_id)

    def later(uow: UnitOfWork) -> None:
        first, second = uow.session.query(Measurement).order_by(Measurement.id)
        first.amount = 100
        uow.session.delete(second)
        uow.session.add(
            Measurement(person_id=first.person_id, metric=Metric.CUSTOMER_SATISFACTION, day=date(2026, 9, 2), amount=500, answers=7)
        )

    do(workspace, later)
    found = evidence(workspace, review_id, "customer_satisfaction")
    assert [(row.amount, row.answers, found.notes.get(row.id)) for row in found.measurements] == [
        (430, 13, RowNote.CHANGED), (450, 13, RowNote.GONE), (500, 7, RowNote.LATER),
    ]  # fmt: skip


def test_that_a_record_from_before_rows_were_kept_opens_and_says_so(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    lock(workspace, review_id)

    def as_before(uow: UnitOfWork) -> None:
        for entry in uow.session.query(ReviewItem):
            if entry.evidence.startswith("{"):
                entry.evidence = ""

    do(workspace, as_before)
    found = evidence(workspace, review_id)
    assert (found.rows_as, found.notes, len(found.deals)) == (RowsAs.NOT_KEPT, {}, 6)
    told = of_item(workspace, cycle_id, "sales_net")
    assert (told["evidence_kept"], told["facts"]) == (False, "")
    assert card(workspace, review_id).total == 9473


def test_that_rows_are_live_until_something_is_kept_and_a_new_version_of_an_unfrozen_review_reads_again(
    vector: tuple[Workspace, int, int],
) -> None:
    workspace, cycle_id, review_id = vector
    assert (evidence(workspace, review_id).rows_as, of_item(workspace, cycle_id, "sales_net")["evidence_kept"]) == (RowsAs.LIVE, False)
    lock(workspace, review_id)
    do(workspace, late_deal)
    second = do(workspace, lambda uow: reviews.new_version(uow, review_id, "补录一单"))
    found = evidence(workspace, second)
    assert (found.rows_as, len(found.deals), card(workspace, second).item("sales_net").actual) == (RowsAs.LIVE, 7, 30_060_000)
    assert len([deal for deal in evidence(workspace, review_id).deals if deal.code != "LATE"]) == 6


def test_that_the_list_on_a_frozen_paper_is_of_the_deals_that_were_counted(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    freeze(workspace, cycle_id)
    before = workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立")).attachments
    do(workspace, late_deal)
    assert workspace.read(lambda conn: reviews.load_document(conn, review_id, LOCKED_ON, PRINTED, "林立")).attachments == before
    assert before[0].name == Text2("计入的合同明细 6 笔", "6 deals counted")


# ---------------------------------------------------------------- who gets no grade


def leaves(uow: UnitOfWork) -> None:
    uow.session.query(Person).one().left_on = IN_JULY


def works_little(uow: UnitOfWork) -> None:
    """50 hours in the whole quarter."""
    person = uow.session.query(Person).one()
    for number in range(10):
        day = date(2026, 8, 3) + timedelta(days=number)
        task = Task(code=f"T{number}", title="x", kind=TaskKind.SHIFT, day=day, start_minute=540, end_minute=840)
        uow.session.add(task)
        uow.session.flush()
        uow.session.add(Assignment(task_id=task.id, person_id=person.id, worked_minutes=300))


def test_that_one_recorded_shift_of_many_is_not_all_that_somebody_worked(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    do(workspace, works_little)

    def forget_all_but_one(uow: UnitOfWork) -> None:
        for row in uow.session.query(Assignment).order_by(Assignment.id).offset(1):
            row.worked_minutes = None

    do(workspace, forget_all_but_one)
    assert row_of(workspace, cycle_id).no_grade_because == ""
    assert lock(workspace, review_id) is not None


@pytest.mark.parametrize(("happens", "reason"), [(leaves, LEFT), (works_little, FEW)])
def test_that_who_leaves_or_works_too_little_after_the_opening_gets_no_grade_at_the_freeze(
    vector: tuple[Workspace, int, int], happens: Callable[[UnitOfWork], None], reason: str
) -> None:
    workspace, cycle_id, review_id = vector
    assert row_of(workspace, cycle_id).grade == "A"
    do(workspace, happens)
    row = row_of(workspace, cycle_id)
    assert (row.state, row.score, row.grade, row.no_grade_because) == (ReviewState.GOALS, None, NOT_RATED, reason)
    assert card(workspace, review_id).no_grade_because == reason
    assert freeze(workspace, cycle_id) == FreezeReport(0, ("张䶮",))
    row = row_of(workspace, cycle_id)
    assert (row.state, row.grade, row.excluded_because) == (ReviewState.NOT_RATED, NOT_RATED, reason)
    told = workspace.read(lambda conn: reviews.cycle_json(conn, cycle_id, LOCKED_ON))["people"][0]
    assert (told["grade"], told["score"], told["not_rated_because"]) == (NOT_RATED, None, reason)


@pytest.mark.parametrize(("happens", "reason"), [(leaves, LEFT), (works_little, FEW)])
def test_that_a_lock_asks_again_and_the_whole_step_can_be_undone(
    vector: tuple[Workspace, int, int], happens: Callable[[UnitOfWork], None], reason: str
) -> None:
    workspace, cycle_id, review_id = vector
    do(workspace, happens)
    assert lock(workspace, review_id) is None
    row = row_of(workspace, cycle_id)
    assert (row.state, row.grade, row.excluded_because) == (ReviewState.NOT_RATED, NOT_RATED, reason)
    workspace.undo()
    row = row_of(workspace, cycle_id)
    assert (row.state, row.excluded_because, row.no_grade_because) == (ReviewState.GOALS, "", reason)


def test_that_who_is_rated_after_all_is_not_taken_out_again_for_the_same_reason(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    do(workspace, leaves)
    freeze(workspace, cycle_id)
    do(workspace, late_deal)
    do(workspace, lambda uow: reviews.include(uow, review_id, LOCKED_ON))
    found = card(workspace, review_id)
    assert (found.state, found.no_grade_because, found.item("sales_net").actual) == (ReviewState.SELF, "", 20_160_000)
    assert lock(workspace, review_id) is not None
    assert card(workspace, review_id).state is ReviewState.LOCKED


def test_that_hours_recorded_after_the_freeze_of_a_whole_period_take_nobody_out(vector: tuple[Workspace, int, int]) -> None:
    workspace, cycle_id, review_id = vector
    freeze(workspace, cycle_id)
    do(workspace, works_little)
    assert card(workspace, review_id).no_grade_because == ""
    assert lock(workspace, review_id) is not None


# ---------------------------------------------------------------- not before the end


@pytest.mark.parametrize("today", [IN_JULY, Q3.end])
def test_that_nothing_is_locked_while_the_period_runs(vector: tuple[Workspace, int, int], today: date) -> None:
    workspace, _cycle_id, review_id = vector
    with pytest.raises(Refused) as refused:
        lock(workspace, review_id, today)
    assert refused.value.code == "PERIOD"
    assert card(workspace, review_id, today).state is ReviewState.GOALS
    assert lock(workspace, review_id, Q3.end + timedelta(days=1)) is not None
