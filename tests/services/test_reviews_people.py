"""Beside the reviews: who a new cycle would rate, the rows behind a figure, and papers that stay the same bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from tests.services.test_reviews import AFTER, LOCKED_AT, LOCKED_ON, Q3, add_person, do, fill_vector, rate_all
from workbench.errors import KnownError, Refused
from workbench.models.values.codes import CyclePeriod
from workbench.models.values.periods import Period
from workbench.reports.evaluation import render_evaluation
from workbench.services import reviews, reviews_cycle, reviews_people, reviews_print
from workbench.services.workspace import UnitOfWork, Workspace

EARLY, LATE = datetime(2026, 10, 14, 7, 20, tzinfo=UTC), datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def rated_review(workspace: Workspace) -> int:
    def service(uow: UnitOfWork) -> int:
        fill_vector(uow)
        cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        review_id = reviews.load_board(uow.connection, cycle_id, AFTER)[0].review_id
        rate_all(uow, review_id)
        return review_id

    return int(do(workspace, service))


def plan(workspace: Workspace, kind: CyclePeriod = CyclePeriod.QUARTER, period: Period = Q3) -> Any:
    return workspace.read(partial(reviews_people.plan_cycle, kind=kind, period=period, today=AFTER))


def test_that_the_plan_of_a_cycle_names_who_is_not_rated_and_when_steps_are_due(workspace: Workspace) -> None:
    def service(uow: UnitOfWork) -> None:
        fill_vector(uow)
        add_person(uow, "SH-0018", "新人", hired=date(2026, 9, 15))
        add_person(uow, "SH-0019", "离职", left_on=date(2026, 8, 31))
        add_person(uow, "SH-0020", "以后", hired=date(2026, 10, 8))

    do(workspace, service)
    found = plan(workspace)
    reasons = {person.code: person.excluded_because for person in found.people}
    assert reasons == {"SH-0017": "", "SH-0018": "Here for too small a part of the period", "SH-0019": "Left before the end of the period"}
    assert (found.due["self"], found.due["interview"]) == (date(2026, 10, 10), date(2026, 10, 28))
    assert (found.same_as, found.missing_years) == ("", ())


def test_that_the_plan_equals_what_is_opened_and_then_names_the_twin(workspace: Workspace) -> None:
    rated_review(workspace)
    assert plan(workspace).same_as == "2026-Q3"
    opened = workspace.read(lambda conn: reviews.load_board(conn, reviews_cycle.load_cycles(conn)[0].id, AFTER))
    assert {row.code: row.excluded_because for row in opened} == {person.code: person.excluded_because for person in plan(workspace).people}


def test_that_a_probation_leaves_part_time_staff_out_and_an_unknown_year_is_named(workspace: Workspace) -> None:
    do(workspace, fill_vector)
    assert [person.excluded_because for person in plan(workspace, CyclePeriod.PROBATION).people] == [
        "A probation exists for full-time staff only"
    ]
    assert plan(workspace, CyclePeriod.QUARTER, Period.quarter(2026, 4)).missing_years == (2027,)


@pytest.mark.parametrize(
    ("code", "codes", "answers"),
    [
        ("sales_net", ["D1", "D2", "D3", "D4", "D5", "D6"], 0), ("collection_rate", ["D2", "D3", "D4", "D5", "D6"], 0),
        ("new_customers", ["D2", "D3", "D4", "D5", "D6"], 0), ("customer_satisfaction", [], 26),
    ],
)  # fmt: skip
def test_that_each_figure_opens_the_rows_it_is_made_of(workspace: Workspace, code: str, codes: list[str], answers: int) -> None:
    review_id = rated_review(workspace)
    found = workspace.read(partial(reviews_people.load_evidence, review_id=review_id, item_code=code, today=LOCKED_ON))
    assert ([deal.code for deal in found.deals], sum(row.answers for row in found.measurements)) == (codes, answers)
    with pytest.raises(Refused):
        workspace.read(partial(reviews_people.load_evidence, review_id=review_id, item_code="follow_up", today=LOCKED_ON))


def test_that_a_locked_paper_has_the_same_bytes_whenever_and_by_whomever_it_is_printed(workspace: Workspace) -> None:
    review_id = rated_review(workspace)
    draft = workspace.read(partial(reviews_print.load_paper, review_id=review_id, today=LOCKED_ON, now=EARLY, actor="林立"))
    assert (draft.locked, draft.generated_at, draft.generated_by) == (False, EARLY, "林立")
    locked = workspace.perform(
        "Lock", partial(reviews.lock, review_id=review_id, today=LOCKED_ON, actor_name="林立", now=LOCKED_AT), undoable=False
    )
    first = workspace.read(partial(reviews_print.load_paper, review_id=review_id, today=LOCKED_ON, now=EARLY, actor="林立"))
    do(workspace, lambda uow: add_person(uow, "SH-0099", "后来").id)
    second = workspace.read(partial(reviews_print.load_paper, review_id=review_id, today=LOCKED_ON, now=LATE, actor="别人"))
    assert first.locked
    assert first.audit_head == f"{locked.head.seq:06d}:{locked.head.mac[:4]}"
    assert render_evaluation(first) == render_evaluation(second)
    assert render_evaluation(first, language="en") == render_evaluation(second, language="en")


def test_that_undoing_an_older_rating_does_not_reach_a_locked_review(workspace: Workspace) -> None:
    review_id = rated_review(workspace)
    do(workspace, partial(reviews.rate, review_id=review_id, item_code="follow_up", manager_rating=3))
    workspace.perform("Lock", partial(reviews.lock, review_id=review_id, today=LOCKED_ON, actor_name="林立", now=LOCKED_AT), undoable=False)
    with pytest.raises(KnownError):
        workspace.undo()
    card = workspace.read(lambda conn: reviews.load_review(conn, review_id, LOCKED_ON))
    assert card.item("follow_up").manager_rating == 3
