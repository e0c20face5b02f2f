"""What if: steps are tried on the board, their effect is told, and nothing is written until they are kept, as one step."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.support import settle
from tests.views.test_planning import LEFT, Pairs, drag, find_move, pairs, person_at, screen, state_of
from workbench.services import planning
from workbench.services.workspace import Workspace
from workbench.views.context import Context
from workbench.views.planning.screen import PlanningScreen

__all__ = ["screen"]  # the fixture


def saved(workspace: Workspace, screen: PlanningScreen) -> Pairs:
    board = workspace.read(lambda conn: planning.load_board(conn, screen.monday, screen.monday))
    return {(a.task_id, a.person_id) for a in board.assignments}


def begin(screen: PlanningScreen) -> None:
    screen.board.setFocus()
    QTest.keyClick(screen.board, Qt.Key.Key_H)
    assert screen.what_if.is_on
    assert screen.what_if.bar.isVisible()
    assert screen.side.currentWidget() is screen.what_if.page


def test_that_a_move_and_a_removal_are_tried_told_and_kept_as_one_step(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    block, start, end = find_move(screen, "green")
    begin(screen)
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    moved = before - {(block.task, block.person)} | {(block.task, person_at(screen, end))}
    assert pairs(screen) == moved
    assert saved(context.workspace, screen) == before
    other = next(b for found in state_of(screen).cells.values() for b in found if b.task != block.task)
    screen.board.show_block(other.key)
    screen.board.setFocus()
    QTest.keyClick(screen.board, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert len(screen.what_if.steps) == 2
    assert saved(context.workspace, screen) == before
    screen.what_if.show_page()
    page = screen.what_if.page
    filled = len(before)
    assert [texts[1].text().split(" / ")[0] for texts in page._cells[:1]] == [str(filled)]
    assert [texts[2].text().split(" / ")[0] for texts in page._cells[:1]] == [str(filled - 1)]
    assert state_of(screen).name(block.person) in page.hours.text()
    qtbot.mouseClick(page.keep, LEFT)
    settle(qtbot, context)
    assert not screen.what_if.is_on
    assert not screen.what_if.bar.isVisible()
    assert saved(context.workspace, screen) == pairs(screen) == moved - {(other.task, other.person)}
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert saved(context.workspace, screen) == pairs(screen) == before


def test_that_steps_are_taken_back_one_by_one_and_dropping_leaves_nothing(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    begin(screen)
    blocks = [found[0] for _cell, found in sorted(state_of(screen).cells.items())][:2]
    for block in blocks:
        screen.moves.unassign(block)
        settle(qtbot, context)
    assert len(pairs(screen)) == len(before) - 2
    screen.board.setFocus()
    QTest.keyClick(screen.board, Qt.Key.Key_Backspace)
    settle(qtbot, context)
    assert pairs(screen) == before - {(blocks[0].task, blocks[0].person)}
    screen.what_if.drop()
    settle(qtbot, context)
    assert pairs(screen) == saved(context.workspace, screen) == before


def test_that_an_hour_can_be_tried_and_kept_but_an_imagined_person_only_looked_at(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    people = len(state_of(screen).lines)
    row = next(n for n, line in enumerate(state_of(screen).lines) if line.limit)
    begin(screen)
    screen.board.move_cursor(row, 0, 0)
    limit, name = state_of(screen).lines[row].limit, state_of(screen).lines[row].name
    assert limit is not None
    screen.what_if.add_hour()
    settle(qtbot, context)
    assert len(screen.what_if.steps) <= 1  # only the law may limit the week, which is said instead
    screen.what_if.add_person()
    settle(qtbot, context)
    assert len(state_of(screen).lines) == people + 1
    assert any(line.name.startswith(name) and line.name != name for line in state_of(screen).lines)
    assert not screen.what_if.page.keep.isEnabled()
    assert "can only be looked at" in screen.what_if.page.steps.text()
    screen.what_if.take_back()
    settle(qtbot, context)
    assert len(state_of(screen).lines) == people


def test_that_the_week_is_not_left_nor_published_while_steps_are_tried(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    begin(screen)
    block = next(b for found in state_of(screen).cells.values() for b in found)
    screen.moves.unassign(block)
    settle(qtbot, context)
    monday = screen.monday
    screen.go_to(monday + timedelta(days=7))
    assert (screen.monday, said[-1]) == (monday, "Keep or drop the trial first.")
    screen.outputs.publish()
    assert said[-1] == "Keep or drop the trial first."
    screen.what_if.drop()
    settle(qtbot, context)
    screen.go_to(monday + timedelta(days=7))
    assert screen.monday != monday


def test_that_a_step_refused_leaves_the_trial_as_it_was(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    begin(screen)
    before = pairs(screen)
    block, start, end = find_move(screen, "red")
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    assert said[-1].startswith("Not moved.")
    assert (pairs(screen), screen.what_if.steps) == (before, ())
