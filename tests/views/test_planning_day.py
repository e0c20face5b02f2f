"""A day of the week with its hours: opened by a double click or a key, tasks dragged in time and to others, their ends pulled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.support import settle
from tests.views.test_planning import LEFT, pairs, screen, state_of
from workbench.views.context import Context
from workbench.views.planning.board_state import DAYS, Block
from workbench.views.planning.hours_board import HoursBoardView
from workbench.views.planning.reading import judge_at
from workbench.views.planning.screen import PlanningScreen

__all__ = ["screen"]  # the fixture

Found = tuple[int, int, Block, tuple[int, int, int]]  # day, row, block, (other row, start, end)


def opened(screen: PlanningScreen, day: int) -> HoursBoardView:
    screen.hours_page.open(day)
    assert screen.hours_page.board.isVisible()
    assert not screen.board.isVisible()
    return screen.hours_page.board


def span_of(screen: PlanningScreen, task: int) -> tuple[int, int]:
    row = state_of(screen).tasks[task]
    return row.start, row.end


def move_of(screen: PlanningScreen, colour: str, *, by: int, same_person: bool) -> Found:
    """A block that may go `by` minutes later with that colour, at its person or at another one."""
    state, details = state_of(screen), screen.details
    assert details is not None
    for day in range(DAYS):
        for row in range(len(state.lines)):
            for block in state.blocks(row, day):
                task = state.tasks[block.task]
                judge = judge_at(details.case, block, state)
                rows = [row] if same_person else [one for one in range(len(state.lines)) if one != row]
                for other in rows:
                    verdict = judge(state.lines[other].person, day, task.start + by, task.end + by)
                    if (
                        verdict is not None
                        and verdict.colour == colour
                        and not verdict.remark
                        and task.headcount == 1
                        and len(state.blocks(row, day)) == 1
                    ):
                        return day, row, block, (other, task.start + by, task.end + by)
    pytest.fail(f"the sample week has no {colour} move in time")


def drag(qtbot: QtBot, board: HoursBoardView, start: QPoint, end: QPoint) -> None:
    view = board.viewport()
    assert view.rect().contains(start)
    assert view.rect().contains(end)
    qtbot.mousePress(view, LEFT, pos=start)
    qtbot.mouseMove(view, start + QPoint(12, 0))
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, LEFT, pos=end)


def test_that_a_day_is_opened_by_double_click_and_key_and_left_again(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    board = screen.board
    head = QPoint((board.geo.edges[3] + board.geo.edges[4]) // 2, board.geo.style.header_height // 2)
    qtbot.mouseDClick(board.viewport(), LEFT, pos=head)
    page = screen.hours_page
    assert (page.day, page.board.isVisible(), board.isVisible()) == (3, True, False)
    assert "26" in page.title.full_text
    qtbot.mouseClick(page._on, LEFT)
    assert page.day == 4
    QTest.keyClick(page.board, Qt.Key.Key_D)
    assert (page.day, board.isVisible()) == (None, True)
    board.move_cursor(0, 6, 0)
    QTest.keyClick(board, Qt.Key.Key_D)
    assert page.day == 6
    qtbot.mouseClick(page._week, LEFT)
    assert page.day is None


def test_that_every_task_of_the_day_stands_at_its_hours(screen: PlanningScreen) -> None:
    state = state_of(screen)
    board = opened(screen, 1)
    for row in range(len(state.lines)):
        rects = [board.rect_of(row, block) for block in state.blocks(row, 1)]
        for block, rect in zip(state.blocks(row, 1), rects, strict=True):
            start, end = span_of(screen, block.task)
            assert abs(rect.left() - board.x_of(start)) <= 2
            assert abs(rect.right() - board.x_of(end)) <= 3
            assert board.minute_at(rect.left()) == start
        assert all(not one.intersects(other) for n, one in enumerate(rects) for other in rects[:n])


def test_that_a_task_dragged_in_time_is_one_step_and_comes_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    day, row, block, (_other, start, end) = move_of(screen, "green", by=15, same_person=True)
    board, before = opened(screen, day), (span_of(screen, block.task), pairs(screen))
    grab = board.rect_of(row, block).center()
    drag(qtbot, board, grab, grab + QPoint(board.x_of(start) - board.x_of(start - 15), 0))
    settle(qtbot, context)
    assert (span_of(screen, block.task), pairs(screen)) == ((start, end), before[1])
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert (span_of(screen, block.task), pairs(screen)) == before
    assert screen.hours_page.day == day  # undo stays where the manager looks


def test_that_a_task_goes_to_another_person_at_another_time_in_one_step(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    day, row, block, (other, start, end) = move_of(screen, "green", by=15, same_person=False)
    board, before = opened(screen, day), pairs(screen)
    grab = board.rect_of(row, block).center()
    to = QPoint(grab.x() + board.x_of(start) - board.x_of(start - 15), grab.y() + board.tops[other] - board.tops[row])
    drag(qtbot, board, grab, to)
    settle(qtbot, context)
    person = state_of(screen).lines[other].person
    assert span_of(screen, block.task) == (start, end)
    assert pairs(screen) == before - {(block.task, block.person)} | {(block.task, person)}
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_the_end_is_pulled_by_quarters_and_never_through_the_beginning(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    day, row, block, _to = move_of(screen, "green", by=15, same_person=True)
    board = opened(screen, day)
    start, end = span_of(screen, block.task)
    rect = board.rect_of(row, block)
    drag(qtbot, board, QPoint(rect.right() - 2, rect.center().y()), QPoint(board.x_of(end - 45), rect.center().y()))
    settle(qtbot, context)
    assert span_of(screen, block.task) == (start, end - 45)
    rect = board.rect_of(row, block)
    drag(qtbot, board, QPoint(rect.right() - 2, rect.center().y()), QPoint(board.x_of(start) - 40, rect.center().y()))
    settle(qtbot, context)
    assert span_of(screen, block.task) == (start, start + 15)


def test_that_red_says_the_rule_and_amber_asks_a_reason_first(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    day, row, block, (other, start, _end) = move_of(screen, "red", by=0, same_person=False)
    board, before = opened(screen, day), pairs(screen)
    grab = board.rect_of(row, block).center()
    drag(qtbot, board, grab, QPoint(grab.x(), grab.y() + board.tops[other] - board.tops[row]))
    settle(qtbot, context)
    assert pairs(screen) == before
    assert said[-1].startswith("Not moved.")
    day, row, block, (other, start, _end) = move_of(screen, "amber", by=0, same_person=False)
    board = opened(screen, day)
    grab = board.rect_of(row, block).center()
    drag(qtbot, board, grab, QPoint(grab.x(), grab.y() + board.tops[other] - board.tops[row]))
    settle(qtbot, context)
    reason = screen.side.task.reason
    assert reason.isVisible()
    assert pairs(screen) == before
    reason.edit.setText("agreed by phone")
    reason._go.click()
    settle(qtbot, context)
    assert (block.task, state_of(screen).lines[other].person) in pairs(screen)
    assert start == span_of(screen, block.task)[0]


def test_that_keys_walk_the_day_move_in_time_and_take_off(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    board = opened(screen, 0)
    before = pairs(screen)
    QTest.keyClick(board, Qt.Key.Key_Right)
    first = board.selected
    assert first is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(board, key)
    assert board.selected is not None
    assert board.selected.key != first.key
    block = board.selected
    start, end = span_of(screen, block.task)
    QTest.keyClick(board, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, context)
    assert span_of(screen, block.task) == (start + 15, end + 15)
    QTest.keyClick(board, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert pairs(screen) == before - {(block.task, block.person)}
    assert state_of(screen).week.monday + timedelta(days=0) == state_of(screen).tasks[block.task].day
