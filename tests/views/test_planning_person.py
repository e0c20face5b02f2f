"""One person's week with its hours: by key, switch and menu; tasks dragged to other days; what is sent to the person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.support import settle
from tests.views.test_planning import LEFT, pairs, screen, state_of
from tests.views.test_planning_day import drag, span_of
from workbench.views.context import Context
from workbench.views.planning.board_state import DAYS
from workbench.views.planning.reading import judge_at
from workbench.views.planning.screen import PlanningScreen

__all__ = ["screen"]  # the fixture


def busiest(screen: PlanningScreen) -> int:
    state = state_of(screen)
    return max(range(len(state.lines)), key=lambda row: sum(len(state.blocks(row, day)) for day in range(DAYS)))


def chosen_view(screen: PlanningScreen) -> tuple[str, str, bool, bool]:
    page = screen.hours_page
    return page.view, page.switch.value, page.board.isVisible(), screen.board.isVisible()


def test_that_the_three_views_are_reached_by_key_and_switch_and_remembered(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    row = busiest(screen)
    screen.board.setFocus()
    screen.board.move_cursor(row, 2, 0)
    QTest.keyClick(screen.board, Qt.Key.Key_M)
    page = screen.hours_page
    assert chosen_view(screen) == ("person", "person", True, False)
    assert page.person == state_of(screen).lines[row].person
    assert page.title.full_text.startswith(state_of(screen).lines[row].name)
    assert context.settings.week_view == "person"
    QTest.keyClick(page.board, Qt.Key.Key_D)
    assert chosen_view(screen)[:2] == ("day", "day")
    QTest.keyClick(page.board, Qt.Key.Key_W)
    assert chosen_view(screen) == ("week", "week", False, True)
    page.switch.chosen.emit("person")
    assert page.view == "person"
    again = PlanningScreen(context)
    qtbot.addWidget(again)
    again.show()
    again.reload()
    settle(qtbot, context)
    assert again.hours_page.view == "person"


def test_that_the_days_of_the_person_are_rows_and_the_next_person_is_one_click_away(screen: PlanningScreen, qtbot: QtBot) -> None:
    state, row = state_of(screen), busiest(screen) or 1
    page = screen.hours_page
    page.open_person(state.lines[row].person)
    assert page.board.cells == [(row, day) for day in range(DAYS)]
    assert {block.key for _row, block in page.board.every()} == {block.key for day in range(DAYS) for block in state.blocks(row, day)}
    qtbot.mouseClick(page._back, LEFT)
    assert page.person == state.lines[row - 1].person
    qtbot.mouseClick(page._on, LEFT)
    assert page.person == state.lines[row].person


def test_that_a_task_dragged_to_another_day_of_the_person_is_one_step(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    state, details = state_of(screen), screen.details
    assert details is not None
    row, day, block, there = next(
        (row, day, block, there)
        for row, line in enumerate(state.lines)
        for day in range(DAYS)
        for block in state.blocks(row, day)[:1]
        for there in range(DAYS)
        if there != day and not state.blocks(row, there) and state.tasks[block.task].headcount == 1
        for verdict in [judge_at(details.case, block, state)(line.person, there, *span_of(screen, block.task))]
        if verdict is not None and verdict.colour == "green" and not verdict.remark
    )
    screen.hours_page.open_person(state.lines[row].person)
    board, before = screen.hours_page.board, (pairs(screen), state.tasks[block.task].day)
    grab = board.rect_of(day, block).center()
    drag(qtbot, board, grab, QPoint(grab.x(), grab.y() + board.tops[there] - board.tops[day]))
    settle(qtbot, context)
    assert state_of(screen).day_of(block.task) == there
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert (pairs(screen), state_of(screen).tasks[block.task].day) == before


def test_that_the_menu_sends_the_person_text_picture_and_calendar(
    screen: PlanningScreen, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    state, row = state_of(screen), busiest(screen)
    line, other = state.lines[row], state.lines[row - 1]
    screen.board.move_cursor(row, 0, 0)
    screen.menu.open([], QPoint(0, 0))
    menu = screen.menu.menu
    assert menu is not None
    texts = {action.text(): action for action in menu.actions()}
    texts[f"Copy {line.name}'s week as text"].trigger()
    copied = QApplication.clipboard().text()
    assert copied.startswith(line.name)
    assert other.name not in copied
    assert all(block.title in copied for day in range(DAYS) for block in state.blocks(row, day))
    menu.close()
    QApplication.clipboard().clear()
    screen.person_outputs.copy_picture(line.person)
    settle(qtbot, context)
    picture = QApplication.clipboard().image()
    assert picture.width() > 1000
    assert picture.height() < picture.width() * 1.3  # less than its page: empty rows are left away
    screen.person_outputs.save_calendar(line.person, str(tmp_path / "one.ics"))
    settle(qtbot, context)
    words = (tmp_path / "one.ics").read_text("utf-8")
    assert words.count("BEGIN:VEVENT") == sum(len(state.blocks(row, day)) for day in range(DAYS))


def test_that_publishing_then_changing_lists_who_is_to_be_told_again(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    said: list[str] = []
    context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    screen.outputs.show_told()
    assert said[-1] == "This week was not published yet, so nobody was told anything."
    screen.actions_.publish()
    settle(qtbot, context)
    screen.outputs.show_told()
    assert said[-1] == "Everybody's plan is as it was told."
    one, other = [found[0] for _cell, found in sorted(state_of(screen).cells.items()) if len({block.person for block in found}) == 1][:2]
    screen.moves.unassign(one)
    settle(qtbot, context)
    screen.actions_.edit_task(other.task, other.title, {"end_minute": span_of(screen, other.task)[1] - 15})
    settle(qtbot, context)
    assert screen.details is not None
    state = state_of(screen)
    gone = {row.person_id: row.gone for row in screen.details.facts.told_changes if row.gone}
    fresh = {row.person_id for row in screen.details.facts.told_changes if row.fresh}
    assert gone == {one.person: 1}
    assert fresh == set(state.people_on(other.task))
    screen.outputs.show_told()
    assert screen.side.currentWidget() is screen.side.breakdown


def test_that_several_weeks_of_a_person_lead_to_the_one_that_is_opened(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    person = state_of(screen).lines[0].person
    screen.hours_page.open_person(person)
    screen.hours_page.weeks.choose(4)
    settle(qtbot, context)
    weeks, monday = screen.hours_page.weeks, screen.monday
    assert weeks.table.isVisible()
    assert not screen.hours_page.board.isVisible()
    assert [week.monday for week in weeks.model.weeks] == [monday + timedelta(days=7 * n) for n in (-1, 0, 1, 2)]
    assert sum(week.minutes for week in weeks.model.weeks[1:2]) == state_of(screen).lines[0].minutes
    weeks.choose(8)
    settle(qtbot, context)
    assert weeks.model.rowCount() == 8
    screen.what_if.begin()  # several weeks show what is saved, not what is tried
    screen.moves.unassign(next(b for found in state_of(screen).cells.values() for b in found))
    settle(qtbot, context)
    assert (weeks.table.isVisible(), screen.hours_page.board.isVisible()) == (False, True)
    screen.what_if.drop()
    settle(qtbot, context)
    assert weeks.table.isVisible()
    weeks.table.activated.emit(weeks.model.index(2, 0))
    settle(qtbot, context)
    assert screen.monday == monday - timedelta(days=7)
    assert screen.hours_page.board.isVisible()
    assert (weeks.table.isVisible(), screen.hours_page.person) == (False, person)
