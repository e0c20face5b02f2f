"""Deals by hand: they count at once in the figures and in the monthly summary, and impossible ones are refused."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from tests.services.test_reviews import Q3, do, fill_vector
from workbench.errors import Refused
from workbench.models.values.codes import DealStage
from workbench.models.values.periods import Period
from workbench.readmodels.sales import MonthRow
from workbench.services import sales
from workbench.services.workspace import UnitOfWork, Workspace

DAY = date(2026, 9, 29)


def months(workspace: Workspace, person_id: int | None = None) -> tuple[MonthRow, ...]:
    return workspace.read(lambda conn: sales.load_months(conn, date(2026, 7, 1), date(2026, 9, 30), person_id))


def test_that_the_months_sum_what_the_deals_say(workspace: Workspace) -> None:
    person_id = do(workspace, fill_vector)
    found = months(workspace, person_id)
    assert [row.month for row in found] == ["2026-07", "2026-08", "2026-09"]
    assert [(row.won, row.lost, row.net) for row in found] == [(1, 0, 160_000), (5, 0, 20_000_000), (0, 1, 0)]
    assert (found[1].due, found[1].collected) == (20_000_000, 19_200_000)
    assert sum(row.net for row in found) == workspace.read(lambda conn: sales.figures(conn, [person_id], Q3))[person_id].net


def test_that_a_deal_by_hand_counts_and_its_undo_takes_it_back(workspace: Workspace) -> None:
    person_id = do(workspace, fill_vector)
    before = months(workspace)
    deal_id = do(workspace, partial(sales.record_deal, person_id=person_id, stage=DealStage.WON, value=1_000, closed_on=DAY, collected=400))
    assert months(workspace)[-1].net == before[-1].net + 1_000
    do(workspace, partial(sales.change_deal, deal_id=deal_id, refunded=300))
    assert months(workspace)[-1].net == before[-1].net + 700
    deals = workspace.read(lambda conn: sales.load_deals(conn, person_id, Period(DAY, DAY)))
    assert [(deal.value, deal.refunded, deal.net) for deal in deals] == [(1_000, 300, 700)]
    workspace.undo()
    workspace.undo()
    assert months(workspace) == before


def test_that_a_removed_deal_leaves_the_summary(workspace: Workspace) -> None:
    person_id = do(workspace, fill_vector)
    deals = workspace.read(lambda conn: sales.load_deals(conn, person_id, Q3))
    do(workspace, partial(sales.remove_deal, deal_id=deals[1].id))
    assert months(workspace)[1].net == 16_000_000


def test_that_impossible_deals_are_refused_and_change_nothing(workspace: Workspace) -> None:
    person_id = do(workspace, fill_vector)
    deals = workspace.read(lambda conn: sales.load_deals(conn, person_id, Q3))

    def refused(expected: str, **fields: object) -> None:
        def service(uow: UnitOfWork) -> int:
            return sales.change_deal(uow, deals[0].id, **fields)

        with pytest.raises(Refused) as error:
            do(workspace, service)
        assert error.value.code == expected

    refused("NEGATIVE", value=-1)
    refused("NEGATIVE", collected=-1)
    refused("REFUND", refunded=9_000_000)
    refused("DAY", closed_on=None)
    refused("CODE", code="D2")
    refused("FIELD", colour="red")
    with pytest.raises(Refused):
        do(workspace, partial(sales.record_deal, person_id=999, stage=DealStage.WON, value=1, closed_on=DAY))
    assert workspace.read(lambda conn: sales.load_deals(conn, person_id, Q3)) == deals
