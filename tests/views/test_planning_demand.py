"""Demand by the hour beside the board: typed with digits, pasted from a worksheet, made into shifts, taken back."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.support import settle, type_chinese
from tests.views.test_planning import LEFT, screen, state_of
from workbench.services import planning_demand
from workbench.views.context import Context
from workbench.views.planning.demand_page import DemandPage
from workbench.views.planning.screen import PlanningScreen

__all__ = ["screen"]  # the fixture


@pytest.fixture
def page(screen: PlanningScreen, context: Context, qtbot: QtBot) -> DemandPage:
    """The page with a store that was just named, and no other."""
    for row in context.workspace.read(lambda conn: planning_demand.load_demand(conn, screen.monday)):
        context.workspace.perform("Remove", partial(planning_demand.remove_curve, demand_id=row.id))
    screen.editing.demand.open()
    settle(qtbot, context)
    found = screen.editing.demand.page
    assert not found.grid.isVisibleTo(found)  # nothing but the name is asked first
    type_chinese(found.name, "徐汇店")
    QTest.keyClick(found.name, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert found.grid.isVisibleTo(found)
    return found


def choose(page: DemandPage, hours: range, day: int = 4) -> None:
    page.grid.clearSelection()
    for hour in hours:
        page.grid._cells[day, hour].setSelected(True)


def needs(context: Context, screen: PlanningScreen) -> dict[tuple[int, int], int]:
    rows = context.workspace.read(lambda conn: planning_demand.load_demand(conn, screen.monday))
    return dict(rows[0].needs) if rows else {}


def test_that_digits_fill_what_is_chosen_and_the_shifts_are_made_in_one_step(
    page: DemandPage, screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    before = len(state_of(screen).week.tasks)
    choose(page, range(10, 14))
    QTest.keyClick(page.grid, Qt.Key.Key_1)
    QTest.keyClick(page.grid, Qt.Key.Key_2)
    assert page.grid._cells[4, 10].text() == "12"
    QTest.keyClick(page.grid, Qt.Key.Key_Down)  # goes on: what was typed is kept
    settle(qtbot, context)
    assert needs(context, screen) == {(4, hour): 12 for hour in range(10, 14)}
    assert "48" in page.told.text()
    qtbot.mouseClick(page.make, LEFT)
    settle(qtbot, context, rounds=5)
    made = [one for one in state_of(screen).week.tasks if one.title == "徐汇店"]
    assert [(one.day.weekday(), one.start, one.end, one.headcount) for one in made] == [(4, 600, 840, 12)]
    assert page.row is not None
    assert page.row.missing == 0
    qtbot.mouseClick(page.make, LEFT)
    settle(qtbot, context, rounds=5)
    assert page.problem.text() == "The shifts of this week are enough for this demand. Nothing was changed."
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert len(state_of(screen).week.tasks) == before
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert needs(context, screen) == {}
    assert page.grid._cells[4, 10].text() == ""


def test_that_a_block_of_a_worksheet_is_pasted_and_words_in_it_change_nothing(
    page: DemandPage, screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    choose(page, range(9, 10), day=0)
    QApplication.clipboard().setText("1\t2\n3\t\n")
    QTest.keyClick(page.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, context)
    assert needs(context, screen) == {(0, 9): 1, (1, 9): 2, (0, 10): 3}
    QApplication.clipboard().setText("about three")
    QTest.keyClick(page.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, context)
    assert needs(context, screen) == {(0, 9): 1, (1, 9): 2, (0, 10): 3}


def test_that_lengths_that_cannot_be_are_told_and_a_curve_is_deleted_and_comes_back(
    page: DemandPage, screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    page.shortest.setValue(9)
    page.shortest.editingFinished.emit()
    settle(qtbot, context)
    assert page.problem.text().startswith("The shortest shift must be")
    qtbot.mouseClick(page.remove, LEFT)
    settle(qtbot, context)
    assert page.row is None
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert page.row is not None
    assert page.row.title == "徐汇店"
