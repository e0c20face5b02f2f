"""Customers, territories and products through their real widgets: search, hand-over, deals, edits in place, undo, language."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.services.test_customers import card
from tests.views.support import editor, make_context, opened, pick, retype, settle, type_chinese, visited, wait
from workbench import i18n
from workbench.models.values.codes import CustomerGrade, DealStage
from workbench.services import customers, people, products
from workbench.services.workspace import Workspace
from workbench.views.context import Context, Destination
from workbench.views.customers.customers import NOBODY
from workbench.views.customers.deals import DealsPage
from workbench.views.customers.master import OwnerPage
from workbench.views.customers.screen import AREAS, PRODUCTS, CustomersScreen


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> CustomersScreen:
    return opened(CustomersScreen, context, qtbot)


def turn(screen: CustomersScreen, context: Context, qtbot: QtBot, kind: str) -> None:
    screen.kind.set_value(kind)
    screen.kind.chosen.emit(kind)
    settle(qtbot, context)


def search(screen: CustomersScreen, qtbot: QtBot, text: str, count: int) -> list[str]:
    table = screen.page.table
    table.search.clear()
    type_chinese(table.search, text)
    qtbot.waitUntil(lambda: table.shown == count, timeout=3000)
    return [table.model.row_at(n).name for n in range(count)]


def test_that_customers_are_found_by_characters_pinyin_and_initials(screen: CustomersScreen, qtbot: QtBot) -> None:
    assert screen.list.table.shown == 60
    assert search(screen, qtbot, "百汇科技", 1) == ["百汇科技"]
    assert search(screen, qtbot, "baihuikeji", 1) == ["百汇科技"]
    assert search(screen, qtbot, "bhkj", 1) == ["百汇科技"]


def test_that_filters_by_owner_and_class_narrow_the_table(screen: CustomersScreen) -> None:
    page = screen.list
    owner = page.table.model.row_at(0).owner_id
    pick(page._owner, owner)
    shown = [page.table.model.row_at(n) for n in range(page.table.shown)]
    assert {row.owner_id for row in shown} == {owner}
    pick(page._grade, CustomerGrade.A)
    assert {page.table.model.row_at(n).grade for n in range(page.table.shown)} == {CustomerGrade.A}


def test_that_a_hand_over_keeps_history_and_is_one_step(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    screen.list.panel.parts.show_part("owner")
    page = screen.list.panel.parts.page("owner")
    assert isinstance(page, OwnerPage)
    row = screen.list.row_id
    before = card(context.workspace, row).owners[0]
    other = next(one for one in page.file.people if one.id != before.person_id)
    pick(page.owner._box, other.id)
    type_chinese(page.reason, "区域调整")
    qtbot.mouseClick(page.hand_over, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    newest, former = card(context.workspace, row).owners[:2]
    assert (newest.person_id, newest.from_on, newest.reason) == (other.id, TODAY, "区域调整")
    assert (former.person_id, former.to_on) == (before.person_id, TODAY - timedelta(days=1))
    assert (screen.list.panel.owner.text(), page.reason.text()) == (other.name, "")
    context.workspace.undo()
    assert card(context.workspace, row).owners[0] == before


def test_that_a_refused_hand_over_keeps_the_reason_typed(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    screen.list.panel.parts.show_part("owner")
    page = screen.list.panel.parts.page("owner")
    assert isinstance(page, OwnerPage)
    row = screen.list.row_id
    pick(page.owner._box, page.file.people[0].id)
    type_chinese(page.reason, "区域调整")
    context.workspace.perform("x", partial(customers.edit_customer, customer_id=row, closed_on=TODAY))
    qtbot.mouseClick(page.hand_over, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    assert page.reason.text() == "区域调整"
    assert "closed" in page.owner.complaint


def test_that_a_field_is_edited_in_place_in_chinese(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    row = screen.list.row_id
    page = screen.list.panel.parts.page("customer")
    retype(qtbot, editor(page, "name"), "明远大药房")
    settle(qtbot, context)
    assert card(context.workspace, row).name == "明远大药房"
    assert search(screen, qtbot, "mydyf", 1) == ["明远大药房"]
    edit = editor(page, "visit_every_days")
    retype(qtbot, edit, "-3")
    settle(qtbot, context)
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "-3"
    assert card(context.workspace, row).visit_every_days is None
    grade = editor(page, "grade")
    assert isinstance(grade, QComboBox)
    pick(grade, CustomerGrade.D)
    settle(qtbot, context)
    assert card(context.workspace, row).grade is CustomerGrade.D


def test_that_deals_are_added_changed_and_taken_away(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    screen.list.panel.parts.show_part("deals")
    page = screen.list.panel.parts.page("deals")
    assert isinstance(page, DealsPage)
    row, before = screen.list.row_id, len(card(context.workspace, screen.list.row_id).deals)
    product = page.file.products[0]
    pick(page.product._box, product.id)
    assert product.price is not None
    assert page.amount.text == f"{product.price / 100:.2f}"
    retype(qtbot, page.amount.editor, "-5")
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    assert len(card(context.workspace, row).deals) == before
    assert page.amount.complaint
    retype(qtbot, page.amount.editor, "1234.50")
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    deals = card(context.workspace, row).deals
    assert len(deals) == before + 1
    made = next(deal for deal in deals if deal.value == 123_450)
    assert (made.stage, made.closed_on, page.amount.text) == (DealStage.WON, TODAY, "")
    line = next(one for one in page.lines if one.deal.id == made.id)
    pick(line.stage, DealStage.ENGAGING)
    settle(qtbot, context)
    changed = next(deal for deal in card(context.workspace, row).deals if deal.id == made.id)
    assert (changed.stage, changed.closed_on) == (DealStage.ENGAGING, None)
    line = next(one for one in page.lines if one.deal.id == made.id)
    line._on_away()
    settle(qtbot, context)
    assert len(card(context.workspace, row).deals) == before


def test_that_several_customers_are_handed_over_in_one_step(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    rows = [screen.list.table.model.row_at(n) for n in range(screen.list.table.shown)]
    search(screen, qtbot, "百汇", sum("百汇" in row.name for row in rows))
    screen.list.table.view.selectAll()
    assert screen.list.several.isVisible()
    ids = screen.list.table.selected_ids
    chosen = int(screen.list.several.which.itemData(3))
    screen.list.several.which.setCurrentIndex(3)
    qtbot.mouseClick(screen.list.several.go, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    assert {card(context.workspace, row).owners[0].person_id for row in ids} == {chosen}
    context.workspace.undo()
    assert {card(context.workspace, row).owners[0].from_on for row in ids} != {TODAY}


def test_that_a_territory_is_added_named_and_leads_to_its_customers(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    turn(screen, context, qtbot, AREAS)
    qtbot.mouseClick(screen.primary(), Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    name = editor(screen.areas.card, "name")
    assert isinstance(name, QLineEdit)
    assert name.selectedText() == "New territory"
    retype(qtbot, name, "松江")
    settle(qtbot, context)
    assert search(screen, qtbot, "songjiang", 1) == ["松江"]
    screen.areas.table.search.clear()
    screen.areas.open(context.workspace.read(people.load_lists).territories[0].id)
    settle(qtbot, context)
    row = screen.areas.rows[screen.areas.row_id]
    screen.areas.card.all.click()  # type: ignore[attr-defined]
    settle(qtbot, context)
    assert (screen.kind.value, screen.list.table.shown) == ("customers", row.customers)


def test_that_a_product_price_below_zero_is_refused_in_place(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    turn(screen, context, qtbot, PRODUCTS)
    row = screen.products.row_id
    edit = editor(screen.products.card, "price")
    retype(qtbot, edit, "-1")
    settle(qtbot, context)
    assert next(field for field in screen.products.card.fields if field.field == "price").complaint
    retype(qtbot, edit, "1999")
    settle(qtbot, context)
    assert next(p.price for p in context.workspace.read(lambda conn: products.load_products(conn, TODAY)) if p.id == row) == 199_900


def test_that_somebody_who_came_for_customers_without_owner_sees_them(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    row = screen.list.row_id
    context.workspace.perform("x", partial(customers.set_owner, customer_id=row, person_id=None, day=TODAY))
    screen.list.table.search.setText("不存在")
    screen.show_destination(Destination("customers", {"without_owner": True}))
    screen.reload()
    settle(qtbot, context)
    wait(qtbot, context)
    assert screen.list._state.currentData() == NOBODY
    assert [screen.list.table.model.row_at(n).id for n in range(screen.list.table.shown)] == [row]


def test_that_a_language_switch_keeps_page_and_customer(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    screen.list.panel.parts.show_part("deals")
    settle(qtbot, context)
    state, name = screen.state(), screen.list.panel.name.full_text
    i18n.use("zh_CN")
    again = opened(CustomersScreen, context, qtbot)
    again.restore(state)
    settle(qtbot, context)
    assert (again.list.panel.parts.part, again.list.panel.name.full_text) == ("deals", name)
    assert again.kind.accessibleName() != screen.kind.accessibleName()


def test_that_without_customers_the_screen_offers_the_import(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    context = make_context(workspace, tmp_path)
    screen = opened(CustomersScreen, context, qtbot)
    qtbot.mouseClick(screen._empty.button, Qt.MouseButton.LeftButton)
    assert visited[-1] == Destination("data", {"import": "customers"})
    context.tasks.close()


def test_that_a_name_of_200_characters_leaves_everything_in_its_place(screen: CustomersScreen, context: Context, qtbot: QtBot) -> None:
    width = screen.list._side.width()
    retype(qtbot, editor(screen.list.panel.parts.page("customer"), "name"), "长" * 200)
    settle(qtbot, context)
    assert screen.list._side.width() == width
    assert screen.list.panel.name.full_text == "长" * 200
    for area in screen.list.panel.parts._areas.values():
        inner = area.widget()
        assert inner is None or inner.minimumSizeHint().width() <= width
