"""Targets from the quarter before, the running month, and the figures counted from deals."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.services.test_reviews import Q3, add_person, do, fill_vector
from workbench.errors import Refused
from workbench.models.values.codes import Metric
from workbench.models.values.periods import Period
from workbench.services import goals, sales
from workbench.services.workspace import UnitOfWork, Workspace

Q4 = Period.quarter(2026, 4)
TODAY = date(2026, 10, 5)


def test_that_figures_count_refunds_collections_and_first_deals(workspace: Workspace) -> None:
    person_id = do(workspace, fill_vector)
    found = workspace.read(lambda conn: sales.figures(conn, [person_id, 99], Q3))
    mine = found[person_id]
    assert (mine.net, mine.won, mine.lost, mine.due, mine.collected, mine.due_deals, mine.new_customers) == (
        20_160_000,
        6,
        1,
        20_000_000,
        19_200_000,
        5,
        5,
    )
    assert (mine.collection_rate, mine.win_rate) == (Fraction(96, 100), Fraction(6, 7))
    assert (found[99].net, found[99].collection_rate) == (0, None)
    deals = workspace.read(lambda conn: sales.load_deals(conn, person_id, Q3))
    assert [deal.code for deal in deals] == ["D1", "D2", "D3", "D4", "D5", "D6", "D8"]
    assert (deals[1].customer, deals[1].is_first, deals[0].is_first, deals[0].net, deals[-1].net) == ("新客户1", True, False, 160_000, 0)


def test_that_the_quarter_before_gives_targets_and_the_mean_for_who_sold_nothing(workspace: Workspace) -> None:
    def service(uow: UnitOfWork) -> None:
        fill_vector(uow)
        add_person(uow, "P2", "乙")
        add_person(uow, "P3", "丙", left_on=date(2026, 9, 30))
        goals.set_target(uow, 1, Metric.COLLECTION_RATE, Q4, 9000, "eigene")
        assert goals.set_targets_from_previous_quarter(uow, Q4, TODAY) == 2

    do(workspace, service)
    rows = {(row.code, row.metric): row for row in workspace.read(lambda conn: goals.load_targets(conn, Q4))}
    assert {key: row.amount for key, row in rows.items()} == {
        ("SH-0017", Metric.SALES_NET): 20_160_000,
        ("SH-0017", Metric.COLLECTION_RATE): 9000,
        ("P2", Metric.SALES_NET): 20_160_000,
    }
    assert rows["SH-0017", Metric.SALES_NET].source == "Net sales of 2026-Q3"
    assert rows["P2", Metric.SALES_NET].source == "Mean of 1 person in 2026-Q3"


def test_that_without_any_sales_there_is_nothing_to_start_from(workspace: Workspace) -> None:
    do(workspace, lambda uow: add_person(uow, "P1", "甲").id)
    with pytest.raises(Refused) as refused:
        do(workspace, lambda uow: goals.set_targets_from_previous_quarter(uow, Q4, TODAY))
    assert refused.value.code == "NO_SALES"


def test_that_a_target_below_zero_is_refused_and_a_second_one_replaces_the_first(workspace: Workspace) -> None:
    person_id = do(workspace, lambda uow: add_person(uow, "P1", "甲").id)
    first = do(workspace, lambda uow: goals.set_target(uow, person_id, Metric.NEW_CUSTOMERS, Q4, 600))
    assert do(workspace, lambda uow: goals.set_target(uow, person_id, Metric.NEW_CUSTOMERS, Q4, 700)) == first
    with pytest.raises(Refused):
        do(workspace, lambda uow: goals.set_target(uow, person_id, Metric.NEW_CUSTOMERS, Q4, -1))
    assert [row.amount for row in workspace.read(lambda conn: goals.load_targets(conn, Q4))] == [700]
