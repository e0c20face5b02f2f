"""Two people change tasks: both verdicts first, then one step; a reason where a rule is set aside, and never a red side."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.support import settle
from tests.views.test_planning import LEFT, pairs, screen, state_of
from workbench.services.planning_swap import asks_reason, swap_sides, worst
from workbench.views.context import Context
from workbench.views.planning.board_state import Block
from workbench.views.planning.screen import PlanningScreen

__all__ = ["screen"]  # the fixture


def two_of(screen: PlanningScreen, colour: str, *, reason: bool) -> tuple[Block, Block]:
    """Two blocks whose swap has that graver colour."""
    state, details = state_of(screen), screen.details
    assert details is not None
    blocks = [block for _cell, found in sorted(state.cells.items()) for block in found]
    for number, one in enumerate(blocks):
        for two in blocks[number + 1 :]:
            if one.person == two.person or one.task == two.task:
                continue
            sides = swap_sides(details.case, (one.task, one.person), (two.task, two.person))
            if worst(sides) == colour and asks_reason(sides) == reason:
                return one, two
    pytest.fail(f"the sample week has no {colour} swap")


def changed(before: set[tuple[int, int]], one: Block, two: Block) -> set[tuple[int, int]]:
    return before - {(one.task, one.person), (two.task, two.person)} | {(one.task, two.person), (two.task, one.person)}


def begin(screen: PlanningScreen, context: Context, qtbot: QtBot, one: Block) -> None:
    screen.board.setFocus()
    screen.board.show_block(one.key)
    settle(qtbot, context)
    QTest.keyClick(screen.board, Qt.Key.Key_X)


def test_that_keys_alone_swap_and_one_undo_takes_it_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    one, two = two_of(screen, "green", reason=False)
    begin(screen, context, qtbot, one)
    card = screen.side.task.swap
    assert card.isVisible()
    assert not card.go.isVisible()  # the other side is not chosen yet
    screen.board.show_block(two.key)
    assert [verdict for _who, verdict, _why in card.words] == ["fits", "fits"]
    assert pairs(screen) == before
    QTest.keyClick(screen.board, Qt.Key.Key_X)
    assert card.go.hasFocus()
    QTest.keyClick(card.go, Qt.Key.Key_Space)
    settle(qtbot, context)
    assert pairs(screen) == changed(before, one, two)
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_an_amber_swap_keeps_its_reason_with_the_plan(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    one, two = two_of(screen, "amber", reason=True)
    begin(screen, context, qtbot, one)
    screen.board.show_block(two.key)
    card = screen.side.task.swap
    assert "worth a look" in [verdict for _who, verdict, _why in card.words]
    qtbot.mouseClick(card.go, LEFT)
    settle(qtbot, context)
    assert pairs(screen) == before  # no reason yet
    card.edit.setText("两人商量好的")
    qtbot.mouseClick(card.go, LEFT)
    settle(qtbot, context)
    assert pairs(screen) == changed(before, one, two)
    assert "两人商量好的" in {a.override_reason for a in state_of(screen).week.assignments}


def test_that_a_red_side_is_told_and_cannot_be_kept_and_escape_leaves(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    one, two = two_of(screen, "red", reason=False)
    begin(screen, context, qtbot, one)
    screen.board.show_block(two.key)
    card = screen.side.task.swap
    assert any(verdict == "not possible" and why for _who, verdict, why in card.words)
    assert not card.go.isVisible()
    screen.board.setFocus()
    QTest.keyClick(screen.board, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert screen.moves.swapping is None
    settle(qtbot, context)
    assert pairs(screen) == before
