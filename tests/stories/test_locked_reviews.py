"""What a locked review has to withstand beside the services' own refusals: undo of older steps, and records that come later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.conftest import NOW, TODAY
from tests.services.test_reviews import do, rate_all
from tests.stories.small_team import Q3, Rows, dump
from tests.stories.story import Story
from workbench.errors import KnownError
from workbench.models.goals import Target
from workbench.models.sales import Deal
from workbench.models.values.codes import CyclePeriod, DealStage, Metric
from workbench.services import reviews, reviews_cycle
from workbench.services.workspace import UnitOfWork, Workspace


@pytest.fixture
def team() -> Iterator[Workspace]:
    story = Story()
    yield story.team
    story.teardown()


def rated(team: Workspace) -> tuple[int, int]:
    cycle_id = do(team, partial(reviews_cycle.create_cycle, kind=CyclePeriod.QUARTER, period=Q3, today=TODAY))
    review_id = team.read(lambda conn: reviews.load_board(conn, cycle_id, TODAY))[0].review_id
    do(team, partial(rate_all, review_id=review_id))
    return cycle_id, review_id


def lock(team: Workspace, review_id: int) -> Any:
    team.perform("Lock", partial(reviews.lock, review_id=review_id, today=TODAY, actor_name="林立", now=NOW), undoable=False)
    return shown(team, review_id)


def shown(team: Workspace, review_id: int) -> Any:
    card = team.read(lambda conn: reviews.load_review(conn, review_id, TODAY))
    return card.items, card.sections, card.total, card.grade, card.texts, own_rows(team.read(dump))


def own_rows(rows: Rows) -> Rows:
    return {key: row for key, row in rows.items() if key[0] in ("review_item", "review_record")}


def undo_all(team: Workspace) -> None:
    try:
        for _ in range(20):
            team.undo()
    except KnownError:
        return


def test_that_undoing_ratings_does_not_reach_a_locked_review(team: Workspace) -> None:
    _cycle, review_id = rated(team)
    before = lock(team, review_id)
    undo_all(team)
    assert shown(team, review_id) == before


def test_that_undoing_a_freeze_does_not_reach_a_locked_review(team: Workspace) -> None:
    cycle_id, review_id = rated(team)
    do(team, partial(reviews_cycle.freeze, cycle_id=cycle_id, today=TODAY, now=NOW))
    before = lock(team, review_id)
    undo_all(team)
    assert shown(team, review_id) == before


def test_that_undoing_a_figure_by_hand_does_not_reach_a_locked_review(team: Workspace) -> None:
    def no_targets(uow: UnitOfWork) -> None:
        for target in uow.session.query(Target).filter_by(metric=Metric.SALES_NET):
            uow.session.delete(target)

    do(team, no_targets)
    _cycle, review_id = rated(team)
    do(team, partial(reviews.set_actual_by_hand, review_id=review_id, item_code="sales_net", amount=5, because="财务更正"))
    before = lock(team, review_id)
    undo_all(team)
    assert shown(team, review_id) == before


def test_that_a_locked_line_without_a_figure_stays_without_one(team: Workspace) -> None:
    def uncollected(uow: UnitOfWork) -> None:
        for deal in uow.session.query(Deal):
            deal.collected = None

    do(team, uncollected)
    _cycle, review_id = rated(team)
    before = lock(team, review_id)
    person_id = team.read(lambda conn: reviews.load_review(conn, review_id, TODAY)).person_id

    def later(uow: UnitOfWork) -> None:
        uow.session.add(Deal(code="D9", person_id=person_id, stage=DealStage.WON, closed_on=date(2026, 9, 1), value=100, collected=100))

    do(team, later)
    assert shown(team, review_id) == before
