"""Several blocks at once on the week board: chosen by mouse and keys, taken off, pinned, copied, moved in time, cut in two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.support import settle
from tests.views.test_planning import LEFT, pairs, person_at, screen, state_of
from workbench.views.context import Context
from workbench.views.planning.board_state import DAYS, Block, CellKey
from workbench.views.planning.screen import PlanningScreen

__all__ = ["screen"]  # the fixture

CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
NO = Qt.KeyboardModifier.NoModifier


def line_with(screen: PlanningScreen, count: int) -> tuple[int, list[tuple[CellKey, Block]]]:
    """The first line with at least so many blocks, on different days, none pinned."""
    state = state_of(screen)
    for row in range(len(state.lines)):
        found = [((row, day), state.blocks(row, day)[0]) for day in range(DAYS) if state.blocks(row, day)]
        if len(found) >= count and not any(block.pinned for _cell, block in found):
            return row, found
    pytest.fail("the sample week has no such line")


def click(qtbot: QtBot, screen: PlanningScreen, cell: CellKey, modifier: Qt.KeyboardModifier = NO) -> None:
    view = screen.board.viewport()
    qtbot.mouseClick(view, LEFT, modifier, screen.board.geo.block_rect(*cell, 0).center())


def press(screen: PlanningScreen, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
    screen.board.setFocus()
    QTest.keyClick(screen.board, key, modifier)


def span_of(screen: PlanningScreen, task: int) -> tuple[int, int]:
    row = state_of(screen).tasks[task]
    return row.start, row.end


def test_that_ctrl_and_shift_choose_several_and_escape_lets_them_go(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    row, found = line_with(screen, 3)
    (first, one), (second, two), (third, _three) = found[:3]
    click(qtbot, screen, first)
    click(qtbot, screen, second, CTRL)
    assert {block.key for block in screen.board.chosen} == {one.key, two.key}
    click(qtbot, screen, second, CTRL)
    assert {block.key for block in screen.board.chosen} == {one.key}
    click(qtbot, screen, third, SHIFT)
    within = {block.key for day in range(first[1], third[1] + 1) for block in state_of(screen).blocks(row, day)}
    assert {block.key for block in screen.board.chosen} == within
    press(screen, Qt.Key.Key_Escape)
    assert [block.key for block in screen.board.chosen] == [one.key]
    press(screen, Qt.Key.Key_A, CTRL)
    assert len(screen.board.chosen) == sum(len(state_of(screen).blocks(row, day)) for day in range(DAYS))


def test_that_shift_and_the_arrows_make_the_choice_larger(screen: PlanningScreen, qtbot: QtBot) -> None:
    row, found = line_with(screen, 2)
    click(qtbot, screen, found[0][0])
    for _ in range(DAYS):
        press(screen, Qt.Key.Key_Right, SHIFT)
    wanted = {block.key for day in range(found[0][0][1], DAYS) for block in state_of(screen).blocks(row, day)}
    assert {block.key for block in screen.board.chosen} == wanted


def test_that_several_are_taken_off_and_pinned_in_one_step_each(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    row, found = line_with(screen, 2)
    before, person = pairs(screen), person_at(screen, (row, 0))
    click(qtbot, screen, found[0][0])
    press(screen, Qt.Key.Key_A, CTRL)
    mine = {(task, who) for task, who in before if who == person}
    press(screen, Qt.Key.Key_P)
    settle(qtbot, context)
    assert all(block.pinned for day in range(DAYS) for block in state_of(screen).blocks(row, day))
    context.tasks.undo(screen)
    settle(qtbot, context)
    press(screen, Qt.Key.Key_A, CTRL)
    press(screen, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert pairs(screen) == before - mine
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_a_copy_goes_to_another_person_and_what_breaks_a_rule_stays_open(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    row, found = line_with(screen, 2)
    before, tasks = pairs(screen), set(state_of(screen).tasks)
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    press(screen, Qt.Key.Key_V, CTRL)
    assert "Nothing is copied yet" in said[-1]
    click(qtbot, screen, found[0][0])
    press(screen, Qt.Key.Key_C, CTRL)
    other = row + 1 if row + 1 < len(state_of(screen).lines) else row - 1
    screen.board.move_cursor(other, found[0][0][1], 0)
    press(screen, Qt.Key.Key_V, CTRL)
    settle(qtbot, context)
    (fresh,) = set(state_of(screen).tasks) - tasks
    assert span_of(screen, fresh) == span_of(screen, found[0][1].task)
    assert pairs(screen) - before in ({(fresh, person_at(screen, (other, 0)))}, set())
    assert said[-1].startswith("1 task was copied.")
    assert ("left out" in said[-1]) == (pairs(screen) == before)
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert (pairs(screen), set(state_of(screen).tasks)) == (before, tasks)


@pytest.mark.parametrize(
    ("key", "modifier", "change"),
    [
        (Qt.Key.Key_Up, ALT, lambda start, end: (start - 15, end - 15)),
        (Qt.Key.Key_Down, ALT, lambda start, end: (start + 15, end + 15)),
        (Qt.Key.Key_Up, ALT | SHIFT, lambda start, end: (start, end - 15)),
        (Qt.Key.Key_Down, ALT | SHIFT, lambda start, end: (start, end + 15)),
    ],
)
def test_that_alt_and_the_arrows_change_the_time_by_a_quarter(
    screen: PlanningScreen, context: Context, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier,
    change: Callable[[int, int], tuple[int, int]],
) -> None:  # fmt: skip
    _row, found = line_with(screen, 1)
    cell, block = found[0]
    before = span_of(screen, block.task)
    click(qtbot, screen, cell)
    press(screen, key, modifier)
    settle(qtbot, context)
    assert span_of(screen, block.task) == change(*before)
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert span_of(screen, block.task) == before


def test_that_a_task_is_cut_in_two_with_its_people(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    _row, found = line_with(screen, 1)
    cell, block = found[0]
    tasks, (start, end) = set(state_of(screen).tasks), span_of(screen, block.task)
    people = {who for task, who in pairs(screen) if task == block.task}
    click(qtbot, screen, cell)
    press(screen, Qt.Key.Key_S)
    settle(qtbot, context)
    (later,) = set(state_of(screen).tasks) - tasks
    middle = span_of(screen, later)[0]
    assert (span_of(screen, block.task), span_of(screen, later)) == ((start, middle), (middle, end))
    assert {who for task, who in pairs(screen) if task == later} == people
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert span_of(screen, block.task) == (start, end)


def test_that_a_week_that_is_over_says_so_and_nothing_moves(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    screen.go_back()
    settle(qtbot, context)
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    before = pairs(screen)
    _row, found = line_with(screen, 1)
    click(qtbot, screen, found[0][0])
    press(screen, Qt.Key.Key_S)
    settle(qtbot, context)
    assert pairs(screen) == before
    assert "That week is over" in said[-1]
