"""The week plan through its real widgets: drag, refuse, ask for a reason, take back, plan automatically, copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.support import make_context, wait
from workbench.services.workspace import Change, Workspace
from workbench.views.context import Context
from workbench.views.weeks.board import WeekBoard
from workbench.views.weeks.board_data import DAYS, Block, BoardPlan, CellKey, Fit
from workbench.views.weeks.screen import PlanningScreen

LEFT = Qt.MouseButton.LeftButton
Pairs = set[tuple[str, str]]


@pytest.fixture
def context(sample_workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> Iterator[Context]:
    made = make_context(sample_workspace, tmp_path)
    yield made
    made.tasks.close()


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> PlanningScreen:
    made = PlanningScreen(context)
    qtbot.addWidget(made)
    made.resize(1440, 2400)  # everybody is in sight, so that no drag has to scroll
    with qtbot.waitExposed(made):
        made.show()
    settle(qtbot, context)
    return made


def settle(qtbot: QtBot, context: Context) -> None:
    """Reads follow writes: until both have come back and the layout is done."""
    for _ in range(3):
        wait(qtbot, context)


def parts(screen: PlanningScreen) -> tuple[WeekBoard, BoardPlan]:
    assert screen._board is not None
    assert screen._plan is not None
    return screen._board, screen._plan


def pairs(screen: PlanningScreen) -> Pairs:
    return {(a.task, a.person) for a in parts(screen)[1].week.assignments}


def find_move(plan: BoardPlan, fit: Fit, *, same_day: bool = True) -> tuple[Block, CellKey, CellKey]:
    """A block of the board, where it is, and a cell of that colour for it."""
    for (row, day), blocks in sorted(plan.cells.items()):
        for block in blocks:
            for other in range(len(plan.people)):
                for there in [day] if same_day else [d for d in range(DAYS) if d != day]:
                    if other != row and plan.judge(block, other, there).fit is fit:
                        return block, (row, day), (other, there)
    pytest.fail(f"the sample week has no {fit} move")


def drag(qtbot: QtBot, screen: PlanningScreen, block: Block, start: CellKey, end: CellKey) -> None:
    board, plan = parts(screen)
    slot = [b.ident for b in plan.blocks(*start)].index(block.ident)
    view, away = board.viewport(), QPoint(12, 12)
    at, to = board.block_rect(*start, slot).center(), board.cell_rect(*end).center()
    assert view.rect().contains(at)
    assert view.rect().contains(to)
    qtbot.mousePress(view, LEFT, pos=at)
    qtbot.mouseMove(view, at + away)
    qtbot.mouseMove(view, to)
    qtbot.mouseRelease(view, LEFT, pos=to)


def test_that_the_board_shows_the_week_with_people_blocks_and_figures(screen: PlanningScreen) -> None:
    board, plan = parts(screen)
    assert screen._stack.currentIndex() == 2
    assert len(plan.people) == len(plan.week.people) > 5
    assert sum(map(len, plan.cells.values())) == len(pairs(screen)) > 10
    assert "2026" in screen.subtitle()
    assert board.grab().toImage().pixelColor(5, 5).isValid()


def test_that_a_drop_on_green_moves_and_undo_takes_it_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    block, start, end = find_move(parts(screen)[1], Fit.FITS)
    person = parts(screen)[1].week.people[end[0]].code
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    assert pairs(screen) == before - {(block.task, block.person)} | {(block.task, person)}
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_a_drop_on_another_day_takes_the_task_there(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    block, start, end = find_move(parts(screen)[1], Fit.FITS, same_day=False)
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    week = parts(screen)[1].week
    assert next(t.day for t in week.tasks if t.code == block.task) == week.monday + timedelta(days=end[1])


def test_that_a_drop_on_red_says_the_rule_and_changes_nothing(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before, head = pairs(screen), context.workspace.head
    block, start, end = find_move(parts(screen)[1], Fit.IMPOSSIBLE)
    reason = parts(screen)[1].judge(block, *end).reason
    with qtbot.waitSignal(context.messages.said) as said:
        drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    assert said.args is not None
    assert reason in said.args[1]
    assert (pairs(screen), context.workspace.head) == (before, head)


def test_that_a_drop_on_amber_asks_in_place_and_keeps_the_reason(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    block, start, end = find_move(parts(screen)[1], Fit.POSSIBLE)
    person = parts(screen)[1].week.people[end[0]].code
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    assert pairs(screen) == before
    inspector = screen.inspector
    assert inspector._reason_row.isVisible()
    assert inspector._reason_row.complaint
    qtbot.keyClick(inspector._reason, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert pairs(screen) == before  # nothing goes without words
    qtbot.keyClicks(inspector._reason, "agreed on the phone")
    qtbot.keyClick(inspector._reason, Qt.Key.Key_Return)
    settle(qtbot, context)
    kept = next(a for a in parts(screen)[1].week.assignments if (a.task, a.person) == (block.task, person))
    assert kept.override_code
    found = context.workspace.read(
        lambda conn: conn.exec_driver_sql("SELECT override_reason FROM assignment WHERE id = ?", (kept.id,)).scalar_one()
    )
    assert found == "agreed on the phone"


def test_that_the_day_of_a_forgotten_amber_drop_is_forgotten_too(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    block, start, end = find_move(parts(screen)[1], Fit.POSSIBLE, same_day=False)
    drag(qtbot, screen, block, start, end)
    other, here, there = find_move(parts(screen)[1], Fit.FITS)
    screen._on_selected(other)
    screen.inspector.given.emit(other, parts(screen)[1].week.people[there[0]].code, "")
    settle(qtbot, context)
    week = parts(screen)[1].week
    assert next(t.day for t in week.tasks if t.code == other.task) == week.monday + timedelta(days=here[1])


def test_that_delete_takes_off_and_the_tray_gives_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    board, plan = parts(screen)
    block, start, _end = find_move(plan, Fit.FITS)
    slot = [b.ident for b in plan.blocks(*start)].index(block.ident)
    before, waiting = pairs(screen), len(plan.waiting)
    qtbot.mouseClick(board.viewport(), LEFT, pos=board.block_rect(*start, slot).center())
    qtbot.keyClick(board, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert pairs(screen) == before - {(block.task, block.person)}
    plan = parts(screen)[1]
    assert len(plan.waiting) == waiting + 1
    back = next(b for b in plan.waiting if b.task == block.task)
    board.begin_drag(back, board.cell_rect(*start).center())
    board.drop()
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_a_tray_block_dropped_on_another_day_moves_its_task(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    board, plan = parts(screen)
    days = {t.code: (t.day - plan.week.monday).days for t in plan.week.tasks}
    alone = [b for b in plan.waiting if not plan.rules.workers_of(b.task)]
    places = [(b, (p, d)) for b in alone for p in range(len(plan.people)) for d in range(DAYS) if d != days[b.task]]
    block, end = next((b, cell) for b, cell in places if plan.judge(b, *cell).fit is Fit.FITS)
    board.begin_drag(block, board.cell_rect(*end).center())
    board.drop()
    settle(qtbot, context)
    week = parts(screen)[1].week
    assert (block.task, week.people[end[0]].code) in pairs(screen)
    assert next(t.day for t in week.tasks if t.code == block.task) == week.monday + timedelta(days=end[1])


def test_that_the_keyboard_can_do_what_the_mouse_can(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    board, plan = parts(screen)
    block, start, end = find_move(plan, Fit.FITS)
    before = pairs(screen)
    board._move_cursor(*start, [b.ident for b in plan.blocks(*start)].index(block.ident))
    qtbot.keyClick(board, Qt.Key.Key_Space)
    step = Qt.Key.Key_Down if end[0] > start[0] else Qt.Key.Key_Up
    for _ in range(abs(end[0] - start[0])):
        qtbot.keyClick(board, step)
    qtbot.keyClick(board, Qt.Key.Key_Space)
    settle(qtbot, context)
    assert (block.task, plan.week.people[end[0]].code) in pairs(screen) - before


def test_that_escape_drops_nothing(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    board, plan = parts(screen)
    block, _start, end = find_move(plan, Fit.FITS)
    before = pairs(screen)
    board.begin_drag(block, board.cell_rect(*end).center())
    qtbot.keyClick(board, Qt.Key.Key_Escape)
    settle(qtbot, context)
    assert (pairs(screen), board._dragged) == (before, None)


def test_that_an_automatic_plan_is_proposed_kept_and_taken_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before, head = pairs(screen), context.workspace.head
    screen._auto.click()
    qtbot.waitUntil(lambda: screen._proposal is not None, timeout=60_000)
    assert context.workspace.head == head  # a proposal is not a change
    plan = screen._proposal
    assert plan is not None
    assert screen._keep.isVisible()
    screen._keep.click()
    settle(qtbot, context)
    after = pairs(screen)
    assert set(plan.assignments) <= after
    assert after != before
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_a_proposal_does_not_follow_into_another_week(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    screen._auto.click()
    qtbot.waitUntil(lambda: screen._proposal is not None, timeout=60_000)
    screen._after.click()
    settle(qtbot, context)
    assert screen._proposal is None
    screen._before.click()
    settle(qtbot, context)
    screen._auto.click()
    screen._after.click()
    qtbot.waitUntil(lambda: screen._progress is None, timeout=60_000)
    settle(qtbot, context)
    assert screen._proposal is None
    assert not screen._solver.isVisible()


def test_that_an_empty_week_copies_the_week_before(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    tasks = len(parts(screen)[1].week.tasks)
    for _ in range(12):
        screen._after.click()
        settle(qtbot, context)
        assert screen._loaded is not None
        if not screen._loaded.week.tasks:
            break
        tasks = len(screen._loaded.week.tasks)
    assert screen._stack.currentIndex() == 1
    told: list[Change] = []
    context.hub.changed.connect(told.append)
    page = screen._stack.currentWidget()
    page.button.click()
    settle(qtbot, context)
    assert len(told) == 1
    assert screen._stack.currentIndex() == 2
    assert len(parts(screen)[1].week.tasks) == tasks


def test_that_a_week_is_named_by_its_date(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    screen.restore({"monday": date(2026, 12, 2)})
    settle(qtbot, context)
    assert screen.state() == {"monday": date(2026, 11, 30)}
    QApplication.processEvents()
    assert "49" in screen.subtitle()
