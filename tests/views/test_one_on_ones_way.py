"""The way to a talk through its real widgets: prompts, agendas, times that fit, the promises of everybody, and the mirror."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.views.support import make_context, type_chinese, visited, wait
from workbench.services import availability, people
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_actions as actions
from workbench.services import one_on_ones_agenda as agenda
from workbench.services.workspace import Workspace
from workbench.views.context import Context
from workbench.views.one_on_ones.mirror_page import MirrorPage
from workbench.views.one_on_ones.promises_page import PromisesPage
from workbench.views.one_on_ones.screen import OneOnOnesScreen

Key = Qt.Key
Button = Qt.MouseButton.LeftButton
Both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Open = Callable[[], tuple[OneOnOnesScreen, Context]]


@pytest.fixture
def zhou(workspace: Workspace) -> int:
    def write(uow: Any) -> int:
        person = people.add_person(uow, "周喆", code="P1", hired_on=TODAY - timedelta(days=362))  # three days before a year
        availability.give_week(uow, (person,), 1)
        return person

    return int(workspace.perform("x", write).result)  # type: ignore[call-overload]


@pytest.fixture
def opened(qtbot: QtBot, workspace: Workspace, zhou: int, tmp_path: Path) -> Iterator[Open]:
    made: list[tuple[OneOnOnesScreen, Context]] = []

    def run() -> tuple[OneOnOnesScreen, Context]:
        context = make_context(workspace, tmp_path)
        screen = OneOnOnesScreen(context)
        made.append((screen, context))
        screen.resize(1244, 900)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        for _ in range(3):
            wait(qtbot, context)
        return screen, context

    yield run
    for screen, context in made:
        wait(qtbot, context)
        context.tasks.close()
        screen.close()
        screen.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


def do(workspace: Workspace, service: Callable[..., object], *args: object, **fields: object) -> Any:
    return workspace.perform("x", lambda uow: service(uow, *args, **fields)).result


def card(workspace: Workspace, person: int) -> Any:
    return workspace.read(lambda conn: talks.load_talk(conn, person, TODAY))


def test_that_one_key_turns_a_prompt_into_a_point_and_plans_no_talk(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened()
    help_ = screen.agenda.help
    assert [line.words for line in help_.prompts] == ["1 year with us on 26 Nov"]
    assert help_.themes.text() == "Not on this agenda and due: Wellbeing · Career"
    qtbot.keyClick(screen, Key.Key_J, Both)
    wait(qtbot, context)
    wait(qtbot, context)
    shown = card(workspace, zhou)
    assert ([(p.text, p.theme) for p in shown.agenda], shown.talk_id) == ([("1 year with us on 26 Nov", "career")], None)
    assert screen.head.note.full_text == "1 point waits for it"
    assert (help_.prompts, help_.themes.text()) == ([], "Not on this agenda and due: Wellbeing")
    workspace.undo()
    assert card(workspace, zhou).agenda == ()


def test_that_an_agenda_and_a_file_of_theirs_fill_the_list(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    screen, context = opened()
    screen.agenda.help.apply("return")
    wait(qtbot, context)
    file = tmp_path / "points.txt"
    file.write_bytes("- 换班\n- 样品".encode("gb18030"))
    screen.agenda.help.bring_in(str(file))
    qtbot.waitUntil(lambda: len(card(workspace, zhou).agenda) == 6, timeout=5000)
    assert [(p.text, p.raised_by) for p in card(workspace, zhou).agenda][-2:] == [("换班", "employee"), ("样品", "employee")]


def test_that_an_own_agenda_is_changed_in_place_and_refused_text_stays(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    own = do(workspace, agenda.keep_template, "交接", [("work", "Customers, all"), ("", "Keys")])
    screen, context = opened()
    screen.agenda.help.change(f"own:{own}")
    editor = screen.agenda.help.editor
    assert editor.points.toPlainText() == "Customers, all,Work\nKeys"
    editor.points.setPlainText(" ")
    qtbot.mouseClick(editor.confirm, Button)
    wait(qtbot, context)
    assert editor.problem.isVisible()
    editor.points.setPlainText("Customers, all,Work\n钥匙")
    qtbot.mouseClick(editor.confirm, Button)
    wait(qtbot, context)
    assert workspace.read(agenda.load_templates)[-1].items == (("work", "Customers, all"), ("", "钥匙"))
    assert not editor.isVisible()


def test_that_an_own_question_is_added_reworded_and_retired_in_the_bank(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    screen, context = opened()
    screen.agenda.toggle_bank()
    wait(qtbot, context)
    own = screen.agenda.own
    type_chinese(own.field, "打算结婚吗？")
    qtbot.keyClick(own.field, Key.Key_Return)
    wait(qtbot, context)
    assert own.problem.isVisible()
    assert own.field.text() == "打算结婚吗？"
    own.field.clear()
    type_chinese(own.field, "哪家店想多去？")
    qtbot.keyClick(own.field, Key.Key_Return)
    wait(qtbot, context)
    wait(qtbot, context)
    assert screen.agenda.questions[-1].words == "哪家店想多去？"
    retire = own.lines.itemAt(0).widget().children()[-1]
    qtbot.mouseClick(retire, Button)
    wait(qtbot, context)
    wait(qtbot, context)
    assert len(screen.agenda.questions) == 5
    assert [row[3] for row in workspace.read(lambda conn: agenda.load_questions(conn, retired=True))] == [False]


def test_that_a_time_that_fits_is_taken_and_a_clash_is_told(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    other = do(workspace, people.add_person, "王建国", code="P2", hired_on=TODAY)
    do(workspace, talks.plan_talk, other, TODAY + timedelta(days=1), 600)
    do(workspace, talks.plan_talk, zhou, TODAY - timedelta(days=2), 900)
    screen, context = opened()
    screen.show_person(zhou)
    wait(qtbot, context)
    screen.head.open_plan()
    wait(qtbot, context)
    slots = screen.head.bar.slots
    assert [button.text() for button in slots.offered] == ["Tue 24 Nov 09:00", "Wed 25 Nov 09:00", "Thu 26 Nov 09:00"]
    qtbot.mouseClick(slots.offered[0], Button)
    screen.head.bar.time.set_minute(600)
    screen.head.bar._on_time_changed()
    wait(qtbot, context)
    assert slots.clash.text() == "You talk with 王建国 at 10:00 already"
    qtbot.mouseClick(slots.offered[0], Button)
    wait(qtbot, context)
    assert not slots.clash.isVisible()
    screen.head.bar.accept()
    wait(qtbot, context)
    assert (card(workspace, zhou).day, card(workspace, zhou).start_minute) == (TODAY + timedelta(days=1), 540)


def test_that_a_talk_changes_places_is_called_off_and_goes_to_a_calendar(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    other = do(workspace, people.add_person, "王建国", code="P2", hired_on=TODAY)
    theirs = do(workspace, talks.plan_talk, other, TODAY + timedelta(days=1), 600)
    do(workspace, talks.plan_talk, zhou, TODAY, 900)
    screen, context = opened()
    more = screen.head.more
    more.swap(theirs)
    wait(qtbot, context)
    wait(qtbot, context)
    assert (card(workspace, zhou).day, card(workspace, other).day) == (TODAY + timedelta(days=1), TODAY)
    more.save_calendar(str(tmp_path / "talk.ics"))
    qtbot.waitUntil((tmp_path / "talk.ics").exists, timeout=5000)
    wait(qtbot, context)
    more.cancel()
    wait(qtbot, context)
    assert card(workspace, screen._person).talk_id is None
    screen.due_list.which.setCurrentIndex(3)
    wait(qtbot, context)
    assert [screen.due_list.model.row_at(n).person_id for n in range(screen.due_list.model.rowCount())] == [screen._person]


def test_that_the_talk_with_somebody_who_left_is_called_off_in_the_head_and_keeps_its_points(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    do(workspace, talks.plan_talk, zhou, TODAY, 900)
    do(workspace, talks.add_point, zhou, "交接", TODAY)
    do(workspace, people.edit_person, zhou, left_on=TODAY - timedelta(days=1))
    screen, context = opened()
    assert screen.due_list.model.rowCount() == 1
    qtbot.mouseClick(screen.head.call_off, Button)
    wait(qtbot, context)
    wait(qtbot, context)
    gone = card(workspace, zhou)
    assert (gone.talk_id, [p.text for p in gone.agenda], screen.due_list.model.rowCount()) == (None, ["交接"], 0)


def test_that_promises_of_everybody_are_filtered_kept_and_helped_in_one_list(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    stuck = do(workspace, talks.add_action, zhou, "补拜访记录", TODAY, side="employee", due_on=TODAY - timedelta(days=9))
    for days in (5, 2):
        do(workspace, talks.edit_action, stuck, due_on=TODAY - timedelta(days=days))
    do(workspace, talks.add_action, zhou, "寄样品", TODAY, due_on=TODAY)
    screen, context = opened()
    screen.rooms.enter("promises")
    wait(qtbot, context)
    page = screen.rooms.currentWidget()
    assert isinstance(page, PromisesPage)
    assert [(line.edit.text, line.help.isVisible()) for line in page.lines] == [("补拜访记录", True), ("寄样品", False)]
    page.side.set_value("manager")
    page.side.chosen.emit("manager")
    assert [line.edit.text for line in page.lines] == ["寄样品"]
    page.side.set_value("")
    page.side.chosen.emit("")
    qtbot.mouseClick(page.lines[0].help, Button)
    wait(qtbot, context)
    wait(qtbot, context)
    assert [one.text for one in workspace.read(lambda conn: actions.load_promises(conn, TODAY)) if one.removes] == [
        "Remove the obstacle: 补拜访记录"
    ]
    qtbot.mouseClick(page.lines[0].tick, Button)
    wait(qtbot, context)
    wait(qtbot, context)
    assert "补拜访记录" not in [line.edit.text for line in page.lines]
    qtbot.mouseClick(page.lines[0].person, Button)
    wait(qtbot, context)
    assert (screen.rooms.room, screen._person) == ("talks", zhou)


def test_that_a_long_list_of_promises_comes_in_steps_and_shows_more_when_asked(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    def many(uow: Any) -> None:
        for number in range(45):
            talks.add_action(uow, zhou, f"promise {number}", TODAY, due_on=TODAY)

    do(workspace, many)
    screen, _context = opened()
    screen.rooms.enter("promises")
    page = screen.rooms.currentWidget()
    assert isinstance(page, PromisesPage)
    qtbot.waitUntil(lambda: len(page.lines) == 40, timeout=5000)
    assert page.count.text() == "45 promises"
    qtbot.mouseClick(page.more, Button)
    qtbot.waitUntil(lambda: len(page.lines) == 45, timeout=5000)
    assert not page.more.isVisible()


def test_that_each_figure_of_the_mirror_opens_its_rows(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, talks.add_point, zhou, "A", TODAY, theme="work")
    screen, context = opened()
    screen.rooms.enter("mirror")
    wait(qtbot, context)
    page = screen.rooms.currentWidget()
    assert isinstance(page, MirrorPage)
    assert page.warning.isVisible()
    raised = next(bar for bar in page.bars if bar.figure.key == "raised")
    qtbot.mouseClick(raised, Button)
    assert page.behind_title.text() == "Points raised by them · 0 % · 0 of 1"
    line = page.rows.itemAt(0).widget()
    assert line.accessibleName().startswith("✗ 周喆")
    qtbot.mouseClick(line, Button)
    wait(qtbot, context)
    assert (screen.rooms.room, visited) == ("talks", [])
