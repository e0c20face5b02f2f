"""The week plan through its real widgets: drag, refuse, ask for a reason, take back, plan automatically, copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.support import make_context, settle, type_chinese, visited
from workbench.readmodels.planning_plan import PlanPreview
from workbench.services.workspace import Change, Workspace
from workbench.views.context import Context
from workbench.views.planning.board_state import DAYS, Block, BoardState, CellKey
from workbench.views.planning.screen import PlanningScreen
from workbench.views.planning.side import reminders_of
from workbench.views.widgets.basic import Text
from workbench.views.widgets.paper_page import PaperPage

LEFT = Qt.MouseButton.LeftButton
Pairs = set[tuple[int, int]]


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> PlanningScreen:
    made = PlanningScreen(context)
    qtbot.addWidget(made)
    made.resize(1440, 2400)  # everybody is in sight, so that no drag has to scroll
    with qtbot.waitExposed(made):
        made.show()
    made.reload()
    settle(qtbot, context)
    return made


def pairs(screen: PlanningScreen) -> Pairs:
    return {(a.task_id, a.person_id) for a in state_of(screen).week.assignments}


def state_of(screen: PlanningScreen) -> BoardState:
    assert screen.week_state is not None
    return screen.week_state


def find_move(screen: PlanningScreen, colour: str, *, same_day: bool = True) -> tuple[Block, CellKey, CellKey]:
    """A block of the board, where it is, and a cell of that colour for it."""
    state = state_of(screen)
    for (row, day), blocks in sorted(state.cells.items()):
        for block in blocks:
            judge = screen.moves.judge_for(block)
            assert judge is not None
            for other, line in enumerate(state.lines):
                for there in [day] if same_day else [d for d in range(DAYS) if d != day]:
                    verdict = judge(line.person, there) if other != row else None
                    if verdict is not None and verdict.colour == colour:
                        return block, (row, day), (other, there)
    pytest.fail(f"the sample week has no {colour} move")


def person_at(screen: PlanningScreen, cell: CellKey) -> int:
    return state_of(screen).lines[cell[0]].person


def drag(qtbot: QtBot, screen: PlanningScreen, block: Block, start: CellKey, end: CellKey) -> None:
    board, geo = screen.board, screen.board.geo
    slot = [b.key for b in board.state.blocks(*start)].index(block.key)
    view, away = board.viewport(), QPoint(12, 12)
    at, to = geo.block_rect(*start, slot).center(), geo.cell_rect(*end).center()
    assert view.rect().contains(at)
    assert view.rect().contains(to)
    qtbot.mousePress(view, LEFT, pos=at)
    qtbot.mouseMove(view, at + away)
    qtbot.mouseMove(view, to)
    qtbot.mouseRelease(view, LEFT, pos=to)


def day_of(screen: PlanningScreen, task: int) -> date:
    return next(t.day for t in state_of(screen).week.tasks if t.id == task)


def test_that_the_board_shows_the_week_with_people_blocks_and_figures(screen: PlanningScreen) -> None:
    state = state_of(screen)
    assert screen.stack.currentWidget() is screen.body
    assert len(state.lines) == len(state.week.people) > 5
    assert sum(map(len, state.cells.values())) == len(pairs(screen)) > 10
    assert "2026" in screen.subtitle()
    assert not screen.side.isHidden()
    assert screen.side.geometry().left() > screen.board.mapTo(screen.body, screen.board.rect().topRight()).x()


def test_that_a_drop_on_green_moves_and_undo_takes_it_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    block, start, end = find_move(screen, "green")
    person = person_at(screen, end)
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    assert pairs(screen) == before - {(block.task, block.person)} | {(block.task, person)}
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before
    context.tasks.redo(screen)
    settle(qtbot, context)
    assert (block.task, person) in pairs(screen)


def test_that_a_drop_on_another_day_takes_the_task_there(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    block, start, end = find_move(screen, "green", same_day=False)
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    state, there = state_of(screen), screen.monday + timedelta(days=end[1])
    mine = [state.tasks[a.task_id] for a in state.week.assignments if a.person_id == person_at(screen, end)]
    assert any((task.title, task.day) == (block.title, there) for task in mine)


def test_that_a_drop_on_red_says_the_rule_and_changes_nothing(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before, head = pairs(screen), context.workspace.head
    block, start, end = find_move(screen, "red")
    judge = screen.moves.judge_for(block)
    assert judge is not None
    verdict = judge(person_at(screen, end), end[1])
    assert verdict is not None
    with qtbot.waitSignal(context.messages.said) as said:
        drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    assert said.args is not None
    assert verdict.text in said.args[1]
    assert (pairs(screen), context.workspace.head) == (before, head)


def test_that_a_drop_on_amber_asks_in_place_and_keeps_the_reason(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before = pairs(screen)
    block, start, end = find_move(screen, "amber")
    person = person_at(screen, end)
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    assert pairs(screen) == before
    reason = screen.side.task.reason
    assert reason.isVisible()
    qtbot.keyClick(reason.edit, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert pairs(screen) == before  # nothing goes without words
    assert reason.complaint
    type_chinese(reason.edit, "电话里说好了")
    qtbot.keyClick(reason.edit, Qt.Key.Key_Return)
    settle(qtbot, context)
    kept = next(a for a in state_of(screen).week.assignments if (a.task_id, a.person_id) == (block.task, person))
    assert kept.override_code
    assert kept.override_reason == "电话里说好了"
    assert not reason.isVisible()


def test_that_a_forgotten_amber_drop_leaves_nothing_behind(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    block, start, end = find_move(screen, "amber", same_day=False)
    drag(qtbot, screen, block, start, end)
    settle(qtbot, context)
    screen.side.task.reason._on_given_up()
    other, here, there = find_move(screen, "green")
    drag(qtbot, screen, other, here, there)
    settle(qtbot, context)
    assert day_of(screen, other.task) == screen.monday + timedelta(days=here[1])
    assert (other.task, person_at(screen, there)) in pairs(screen)
    assert day_of(screen, block.task) == screen.monday + timedelta(days=start[1])


def test_that_delete_takes_off_and_the_tray_gives_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    block, start, _end = find_move(screen, "green")
    board = screen.board
    slot = [b.key for b in board.state.blocks(*start)].index(block.key)
    before, waiting = pairs(screen), len(state_of(screen).seats)
    qtbot.mouseClick(board.viewport(), LEFT, pos=board.geo.block_rect(*start, slot).center())
    qtbot.keyClick(board, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert pairs(screen) == before - {(block.task, block.person)}
    assert len(state_of(screen).seats) == waiting + 1
    back = next(b for b in state_of(screen).seats if b.task == block.task)
    board.begin_drag(back, board.geo.cell_rect(*start).center())
    board.drop()
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_a_tray_block_dropped_on_another_day_moves_its_task_in_one_step(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    state, head = state_of(screen), context.workspace.head
    alone = [seat for seat in state.seats if not state.people_on(seat.task)]
    judges = [(seat, screen.moves.judge_for(seat)) for seat in alone]
    places = [(s, j, (row, d)) for s, j in judges for row in range(len(state.lines)) for d in range(DAYS) if d != state.day_of(s.task)]
    seat, end = next(
        (s, cell)
        for s, j, cell in places
        if j is not None and (v := j(state.lines[cell[0]].person, cell[1])) is not None and v.colour == "green"
    )
    screen.board.begin_drag(seat, screen.board.geo.cell_rect(*end).center())
    screen.board.drop()
    settle(qtbot, context)
    assert (seat.task, person_at(screen, end)) in pairs(screen)
    assert day_of(screen, seat.task) == screen.monday + timedelta(days=end[1])
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert (
        context.workspace.read(
            lambda conn: conn.exec_driver_sql("SELECT count(*) FROM assignment WHERE task_id = ?", (seat.task,)).scalar_one()
        )
        == 0
    )
    assert day_of(screen, seat.task) == state.tasks[seat.task].day
    assert context.workspace.head != head


def test_that_the_keyboard_can_do_what_the_mouse_can(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    board = screen.board
    block, start, end = find_move(screen, "green")
    before, person = pairs(screen), person_at(screen, end)
    board.move_cursor(*start, [b.key for b in board.state.blocks(*start)].index(block.key))
    qtbot.keyClick(board, Qt.Key.Key_Space)
    step = Qt.Key.Key_Down if end[0] > start[0] else Qt.Key.Key_Up
    for _ in range(abs(end[0] - start[0])):
        qtbot.keyClick(board, step)
    qtbot.keyClick(board, Qt.Key.Key_Space)
    settle(qtbot, context)
    assert (block.task, person) in pairs(screen) - before


def test_that_escape_drops_nothing(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    block, _start, end = find_move(screen, "green")
    before = pairs(screen)
    screen.board.begin_drag(block, screen.board.geo.cell_rect(*end).center())
    qtbot.keyClick(screen.board, Qt.Key.Key_Escape)
    settle(qtbot, context)
    assert (pairs(screen), screen.board.is_dragging) == (before, False)


def test_that_two_blocks_change_people_in_one_step(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    """Any two blocks that may be swapped without a reason; found through the same service the button asks."""
    before = pairs(screen)
    one, two = swappable(screen)
    screen.board.show_block(one.key)
    settle(qtbot, context)
    screen.side.task._swap.click()
    screen.board.show_block(two.key)
    settle(qtbot, context)
    card = screen.side.task.swap
    assert card.isVisible()
    assert len(card.words) == 2
    assert pairs(screen) == before  # both verdicts are there, nothing is changed yet
    qtbot.mouseClick(card.go, LEFT)
    settle(qtbot, context)
    assert not card.isVisible()
    assert pairs(screen) == before - {(one.task, one.person), (two.task, two.person)} | {(one.task, two.person), (two.task, one.person)}
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before


def swappable(screen: PlanningScreen) -> tuple[Block, Block]:
    """Two blocks of one hour on one day and of people who fit each other's task, each judged with the other's task taken away."""
    blocks = [b for found in state_of(screen).cells.values() for b in found]
    details = screen.details
    assert details is not None
    for one in blocks:
        for two in blocks:
            if (
                one.person == two.person
                or one.task == two.task
                or state_of(screen).tasks[one.task].minutes != state_of(screen).tasks[two.task].minutes
            ):
                continue
            there, back = details.case.verdict(one.task, two.person, one.person), details.case.verdict(two.task, one.person, two.person)
            if there.colour == back.colour == "green":
                return one, two
    pytest.fail("the sample week has no two blocks to swap")


def planned(screen: PlanningScreen, qtbot: QtBot) -> PlanPreview:
    screen.plan(3.0, False)
    qtbot.waitUntil(lambda: screen.proposal.found is not None, timeout=60_000)
    assert screen.proposal.found is not None
    return screen.proposal.found


def test_that_an_automatic_plan_is_proposed_kept_and_taken_back(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    target = sorted(pairs(screen))[:4]
    for task, person in target:
        block = next(b for found in state_of(screen).cells.values() for b in found if (b.task, b.person) == (task, person))
        screen.moves.unassign(block)
        settle(qtbot, context)
    before, head = pairs(screen), context.workspace.head
    found = planned(screen, qtbot)
    assert context.workspace.head == head  # a proposal is not a change
    assert found.filled_after >= found.filled_before + len(target)
    assert screen.side.preview.keep.isVisible()
    screen.side.preview.keep.click()
    settle(qtbot, context)
    assert pairs(screen) == set(found.pairs) != before
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert pairs(screen) == before


def test_that_locked_work_against_a_rule_is_named_in_the_proposal(screen: PlanningScreen, qtbot: QtBot) -> None:
    found = planned(screen, qtbot)
    assert screen.side.preview.conflict_words == ""
    screen.side.preview.show_preview(replace(found, conflicts=("陈晓雨 is locked to a shift against a rule: on leave.",)))
    assert "陈晓雨" in screen.side.preview.conflict_words


def test_that_a_discarded_plan_leaves_the_week_as_it_was(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    before, head = pairs(screen), context.workspace.head
    planned(screen, qtbot)
    screen.proposal.discard()
    settle(qtbot, context)
    assert (pairs(screen), context.workspace.head, screen.proposal.found) == (before, head, None)


def test_that_a_proposal_does_not_follow_into_another_week(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    planned(screen, qtbot)
    screen.bar.on.click()
    settle(qtbot, context)
    assert screen.proposal.found is None
    screen.bar.back.click()
    settle(qtbot, context)
    screen.plan(3.0, False)
    screen.bar.on.click()
    qtbot.waitUntil(lambda: not screen.solver.is_running, timeout=60_000)
    settle(qtbot, context)
    assert screen.proposal.found is None
    assert not screen.solver.isVisible()


def test_that_an_empty_week_copies_the_week_before(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    tasks = 0
    for _ in range(12):
        tasks = len(state_of(screen).week.tasks)
        screen.bar.on.click()
        settle(qtbot, context)
        if not state_of(screen).week.tasks:
            break
    assert screen.stack.currentWidget() is screen.empty
    told: list[Change] = []
    context.hub.changed.connect(told.append)
    screen.empty.copy.emit()
    settle(qtbot, context)
    assert len(told) == 1
    assert screen.stack.currentWidget() is screen.body
    assert len(state_of(screen).week.tasks) == tasks


def test_that_publishing_twice_asks_why_and_keeps_the_first(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    screen.go_to(date(2026, 12, 7))
    settle(qtbot, context)
    if not state_of(screen).week.tasks:
        screen.actions_.add_templates()
        settle(qtbot, context)
    screen.actions_.publish()
    settle(qtbot, context)
    first = state_of(screen).week.number
    assert first >= 1
    task = state_of(screen).week.tasks[0]
    screen.actions_.edit_task(task.id, task.title, {"title": "新的标题"})
    settle(qtbot, context)
    screen.actions_.publish()
    settle(qtbot, context)
    card = screen.side.hint.publish_reason
    assert card.isVisible()
    type_chinese(card.edit, "门店改时间")
    qtbot.keyClick(card.edit, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert state_of(screen).week.number == first + 1
    assert (
        context.workspace.read(
            lambda conn: conn.exec_driver_sql("SELECT count(*) FROM publication WHERE monday = '2026-12-07'").scalar_one()
        )
        == first + 1
    )


def test_that_a_figure_opens_the_rows_behind_it(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    for key in ("assigned", "coverage", "fairness", "weekend", "rules"):
        screen.outputs.show_breakdown(key)
        assert screen.side.currentWidget() is screen.side.breakdown
    screen.outputs.show_breakdown("coverage")
    settle(qtbot, context)
    assert screen.side.breakdown.model.rowCount() > 0


def test_that_a_week_is_named_by_its_date(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    screen.restore({"monday": date(2026, 12, 2)})
    settle(qtbot, context)
    assert screen.state()["monday"] == date(2026, 11, 30)
    QApplication.processEvents()
    assert "49" in screen.subtitle()


def test_that_what_is_to_be_minded_stands_beside_the_board(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    """The sample has somebody at the limit and people below their minimum."""
    details = screen.details
    assert details is not None
    found = reminders_of(details.facts, details.conflicts, state_of(screen).name)
    full = [one.name for one in details.facts.hours if one.limit and one.planned >= one.limit]
    low = [one.name for one in details.facts.hours if one.counted and one.planned < one.min_minutes]
    assert full
    assert low
    assert len(found) == len(full) + len(low)
    shown = [label.text() for label in screen.side.hint.findChildren(Text) if label.isVisible()]
    assert any(full[0] in text for text in shown)


def test_that_a_week_without_people_says_so_and_leads_to_the_team(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    context = make_context(workspace, tmp_path)
    screen = PlanningScreen(context)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.reload()
    settle(qtbot, context)
    assert screen.stack.currentWidget() is screen.empty
    assert screen.empty.button.text() == "Add people first"
    visited.clear()
    screen.empty.button.click()
    assert [to.screen for to in visited] == ["people"]
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    screen.plan(3.0, False)
    settle(qtbot, context)
    assert any("nothing to plan" in text for text in said)
    context.tasks.close()


def test_that_the_week_is_previewed_saved_and_printed(screen: PlanningScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    screen.outputs.open_paper()
    page = screen.outputs.paper
    assert isinstance(page, PaperPage)
    qtbot.waitUntil(lambda: page.page_count > 0, timeout=20_000)
    assert page.data.startswith(b"%PDF")
    page.save_to(str(tmp_path / "week.pdf"))
    settle(qtbot, context)
    assert (tmp_path / "week.pdf").read_bytes() == page.data
    page.save_to(str(tmp_path / "nowhere" / "week.pdf"))
    settle(qtbot, context)
    assert "week.pdf" in page.line.text()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_to(printer)
    settle(qtbot, context)
    assert (tmp_path / "printed.pdf").stat().st_size > 5000
    chinese = page.data
    page.language._segments["en" if page.language.value == "zh_CN" else "zh_CN"].click()
    qtbot.waitUntil(lambda: page.data != chinese, timeout=20_000)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert screen.outputs.paper is None
    assert screen.stack.currentWidget() is screen.body


def test_that_slips_a_picture_and_calendars_leave_the_week(screen: PlanningScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    screen.outputs.open_slips()
    page = screen.outputs.paper
    assert isinstance(page, PaperPage)
    qtbot.waitUntil(lambda: page.page_count > 1, timeout=20_000)
    screen.outputs.close_paper()
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    QApplication.clipboard().clear()
    screen.outputs.copy_picture()
    settle(qtbot, context)
    picture = QApplication.clipboard().image()
    assert picture.width() > 1500
    assert picture.pixelColor(0, 0).lightness() == 255  # paper is white in both themes
    screen.outputs.save_calendars(str(tmp_path))
    settle(qtbot, context)
    files = sorted(tmp_path.glob("*.ics"))
    assert len(files) > 10
    assert any("陈晓雨" in file.name for file in files)
    assert said[-1] == f"{len(files)} calendar files were written."
    screen.outputs.save_calendars(str(tmp_path / "nowhere"))
    settle(qtbot, context)
    assert "could not be written" in said[-1]


def test_that_a_chosen_task_says_why_its_person_has_it_and_a_gap_how_it_could_be_filled(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    state, page = state_of(screen), screen.side.task
    block = next(block for blocks in state.cells.values() for block in blocks)
    screen.board.show_block(block.key)
    qtbot.waitUntil(page.why.isVisible, timeout=5000)
    assert page.why.text().startswith(f"{state.name(block.person)} does {block.title}: ")
    screen.select_block(state.seats[0])
    qtbot.waitUntil(lambda: page.why.text().startswith("Could be filled by "), timeout=5000)
    context.tasks.close()
