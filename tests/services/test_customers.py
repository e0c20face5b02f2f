"""Customers, territories and products through the services: one owner on any day, kept history, refusals that lose nothing."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from tests.conftest import TODAY
from tests.services.test_people import do, refused
from workbench.models.values.codes import DealStage
from workbench.readmodels.customers import CustomerCard
from workbench.services import customers, people, products, sales
from workbench.services.workspace import Workspace


def card(workspace: Workspace, customer_id: int) -> CustomerCard:
    found = workspace.read(lambda conn: customers.load_customer(conn, customer_id, TODAY))
    assert found is not None
    return found


@pytest.fixture
def shop(workspace: Workspace) -> int:
    made: int = do(workspace, partial(customers.add_customer, name="明远药房", sector="零售"))
    return made


@pytest.fixture
def staff(workspace: Workspace) -> list[int]:
    return [do(workspace, partial(people.add_person, name=name)) for name in ("周喆", "李娜")]


def owners(workspace: Workspace, customer_id: int) -> list[tuple[str, date, date | None]]:
    return [(o.person, o.from_on, o.to_on) for o in card(workspace, customer_id).owners]


def test_that_a_hand_over_ends_the_span_before_and_keeps_it(workspace: Workspace, shop: int, staff: list[int]) -> None:
    first, second = staff
    do(workspace, partial(customers.set_owner, customer_id=shop, person_id=first, day=date(2026, 1, 1)))
    do(workspace, partial(customers.set_owner, customer_id=shop, person_id=second, day=TODAY, reason="区域调整"))
    assert owners(workspace, shop) == [("李娜", TODAY, None), ("周喆", date(2026, 1, 1), TODAY - timedelta(days=1))]
    workspace.undo()
    assert owners(workspace, shop) == [("周喆", date(2026, 1, 1), None)]


def test_that_no_day_has_two_owners_whatever_the_order(workspace: Workspace, shop: int, staff: list[int]) -> None:
    first, second = staff
    for person, day in ((first, date(2026, 6, 1)), (second, date(2026, 3, 1)), (first, date(2026, 9, 1)), (second, date(2026, 9, 1))):
        do(workspace, partial(customers.set_owner, customer_id=shop, person_id=person, day=day))
    spans = owners(workspace, shop)
    for step in range(400):
        day = date(2026, 1, 1) + timedelta(days=step)
        assert sum(start <= day and (end is None or day <= end) for _name, start, end in spans) <= 1


def test_that_somebody_who_left_gets_no_customer(workspace: Workspace, shop: int, staff: list[int]) -> None:
    do(workspace, partial(people.edit_person, person_id=staff[0], left_on=TODAY - timedelta(days=1)))
    error = refused(workspace, partial(customers.set_owner, customer_id=shop, person_id=staff[0], day=TODAY))
    assert error.code == "LEFT"  # type: ignore[attr-defined]
    assert owners(workspace, shop) == []


def test_that_several_customers_are_handed_over_in_one_step_or_not_at_all(workspace: Workspace, shop: int, staff: list[int]) -> None:
    other = do(workspace, partial(customers.add_customer, name="乐嘉百货"))
    hand_over = partial(customers.set_owner_of_several, customer_ids=(shop, other), day=TODAY, reason="区域调整")
    assert do(workspace, partial(hand_over, person_id=staff[0])) == 2
    do(workspace, partial(people.edit_person, person_id=staff[1], left_on=TODAY - timedelta(days=1)))
    refused(workspace, partial(hand_over, person_id=staff[1]))
    assert [owners(workspace, row)[0][0] for row in (shop, other)] == ["周喆", "周喆"]


def test_that_a_closed_customer_is_not_handed_over(workspace: Workspace, shop: int, staff: list[int]) -> None:
    do(workspace, partial(customers.edit_customer, customer_id=shop, closed_on=TODAY))
    refused(workspace, partial(customers.set_owner, customer_id=shop, person_id=staff[0], day=TODAY))
    assert workspace.read(lambda conn: customers.load_customers(conn, TODAY)) == []
    assert len(workspace.read(lambda conn: customers.load_customers(conn, TODAY, with_closed=True))) == 1


def test_that_a_number_is_given_once_and_never_empty(workspace: Workspace, shop: int) -> None:
    other = do(workspace, partial(customers.add_customer, name="乐嘉百货"))
    taken = card(workspace, shop).code
    assert refused(workspace, partial(customers.edit_customer, customer_id=other, code=taken)).code == "CODE"  # type: ignore[attr-defined]
    assert refused(workspace, partial(customers.edit_customer, customer_id=other, code=" ")).code == "CODE"  # type: ignore[attr-defined]
    do(workspace, partial(customers.edit_customer, customer_id=other, name="长" * 200))
    refused(workspace, partial(customers.edit_customer, customer_id=other, name="长" * 201))
    assert card(workspace, other).name == "长" * 200


def test_that_figures_below_zero_and_places_off_the_earth_are_refused(workspace: Workspace, shop: int) -> None:
    refused(workspace, partial(customers.edit_customer, customer_id=shop, visit_every_days=0))
    refused(workspace, partial(customers.edit_customer, customer_id=shop, employees=-1))
    refused(workspace, partial(customers.edit_customer, customer_id=shop, lat=91.0, lon=0.0))
    refused(workspace, partial(customers.edit_customer, customer_id=shop, colour="red"))


def test_that_a_customer_with_deals_cannot_be_taken_away(workspace: Workspace, shop: int, staff: list[int]) -> None:
    do(workspace, partial(sales.record_deal, person_id=staff[0], stage=DealStage.WON, value=100_00, customer_id=shop, closed_on=TODAY))
    refused(workspace, partial(customers.remove_customer, customer_id=shop))
    assert card(workspace, shop).deals[0].value == 100_00


def test_that_a_negative_deal_is_refused(workspace: Workspace, shop: int, staff: list[int]) -> None:
    job = partial(sales.record_deal, person_id=staff[0], stage=DealStage.WON, value=-1, customer_id=shop, closed_on=TODAY)
    assert refused(workspace, job).code == "NEGATIVE"  # type: ignore[attr-defined]
    assert card(workspace, shop).deals == ()


def test_that_a_territory_is_renamed_found_and_taken_away_when_empty(workspace: Workspace, shop: int) -> None:
    made = do(workspace, partial(people.add_entry, kind="territory", name="静安"))
    do(workspace, partial(customers.edit_territory, territory_id=made, name="徐汇"))
    (row,) = workspace.read(lambda conn: customers.load_territories(conn, TODAY))
    assert row.name == "徐汇"
    assert "xuhui" in row.search
    do(workspace, partial(customers.edit_customer, customer_id=shop, territory_id=made))
    refused(workspace, partial(customers.remove_territory, territory_id=made))
    do(workspace, partial(customers.edit_customer, customer_id=shop, territory_id=None))
    do(workspace, partial(customers.remove_territory, territory_id=made))
    assert workspace.read(lambda conn: customers.load_territories(conn, TODAY)) == []


def test_that_a_product_is_priced_sold_and_counted(workspace: Workspace, shop: int, staff: list[int]) -> None:
    made = do(workspace, partial(products.add_product, name="云汐净饮机", price=1_299_00))
    do(workspace, partial(products.edit_product, product_id=made, series="净饮", price=1_199_00))
    do(
        workspace,
        partial(
            sales.record_deal, person_id=staff[0], stage=DealStage.WON, value=1_199_00, customer_id=shop, product_id=made, closed_on=TODAY
        ),
    )
    (row,) = workspace.read(lambda conn: products.load_products(conn, TODAY))
    assert (row.name, row.series, row.price, row.deals, row.won) == ("云汐净饮机", "净饮", 1_199_00, 1, 1_199_00)
    assert "yunxi" in row.search
    refused(workspace, partial(products.remove_product, product_id=made))
    refused(workspace, partial(products.edit_product, product_id=made, price=-1))
    refused(workspace, partial(products.edit_product, product_id=made, name=" "))
    other = do(workspace, partial(products.add_product, name="第二种"))
    refused(workspace, partial(products.edit_product, product_id=other, code=row.code))
    do(workspace, partial(products.remove_product, product_id=other))
    assert len(workspace.read(lambda conn: products.load_products(conn, TODAY))) == 1
