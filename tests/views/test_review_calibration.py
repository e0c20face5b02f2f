"""The calibration through its screen: a person dragged, a grade typed, a reason asked, undone, the minutes closed and written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from tests.services.test_reviews_calibration import make, ready
from tests.views.reviews_window import opening, rest, text_of
from tests.views.support import type_chinese
from workbench.services.workspace import Workspace
from workbench.views.reviews.calibration import CalibrationPage
from workbench.views.reviews.calibration_lanes import LaneList
from workbench.views.reviews.screen import ReviewsScreen


def calm(qtbot: QtBot, screen: ReviewsScreen) -> None:
    for _round in range(3):
        rest(qtbot, screen)
        qtbot.waitUntil(lambda: screen.calibration.page is None or not screen.calibration.page.is_waiting, timeout=5000)
    rest(qtbot, screen)


def enter(qtbot: QtBot, screen: ReviewsScreen) -> CalibrationPage:
    screen.bar.calibration_wanted.emit()
    calm(qtbot, screen)
    assert screen.calibration.page is not None
    return screen.calibration.page


def show(page: CalibrationPage, view: str) -> None:
    page.view.set_value(view)
    page.view.chosen.emit(view)


def drop(source: LaneList, target: LaneList) -> None:
    """What a drag of the first person of a lane ends with."""
    data = source.rows.mimeData([source.rows.index(0)])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    target.dropEvent(event)


def answer(page: CalibrationPage, qtbot: QtBot, reason: str) -> None:
    type_chinese(page.reason.reason, reason)
    qtbot.keyClick(page.reason.reason, Qt.Key.Key_Return)


def names(rows: LaneList) -> list[str]:
    return [rows.rows.row_at(place).name for place in range(rows.rows.rowCount())]


def test_that_a_person_dragged_to_another_grade_moves_with_a_reason_and_undo_brings_them_back(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    make(workspace)
    with opening(qtbot, tmp_path) as opened:
        screen = opened(workspace)
        page = enter(qtbot, screen)
        show(page, "grades")
        assert page.grades is not None
        lanes = page.grades.lists
        assert names(lanes["A"]) == ["张䶮"]
        drop(lanes["A"], lanes["B"])
        assert page.reason.isVisible()
        qtbot.keyClick(page.reason.reason, Qt.Key.Key_Return)
        assert page.reason.problem.text() != ""  # without a reason nothing moves
        assert names(lanes["A"]) == ["张䶮"]
        answer(page, qtbot, "与同组相比")
        calm(qtbot, screen)
        assert (names(lanes["A"]), names(lanes["B"])) == ([], ["张䶮"])
        assert "A 1 → 0" in page.counts.text()
        screen.context.tasks.undo(screen)
        calm(qtbot, screen)
        assert (names(lanes["A"]), names(lanes["B"])) == (["张䶮"], [])


def test_that_ctrl_and_an_arrow_move_in_the_nine_boxes_and_a_letter_gives_a_grade(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    make(workspace)
    with opening(qtbot, tmp_path) as opened:
        screen = opened(workspace)
        page = enter(qtbot, screen)
        show(page, "boxes")
        boxes = page.boxes.lists
        boxes["3·3"].setCurrentIndex(boxes["3·3"].rows.index(0))
        qtbot.keyClick(boxes["3·3"], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        answer(page, qtbot, "一笔大单抬高了结果")
        calm(qtbot, screen)
        assert names(boxes["2·3"]) == ["张䶮"]
        show(page, "people")
        page.people.select(page.board.rows[0].id if page.board is not None else 0)
        qtbot.keyClick(page.people.view, Qt.Key.Key_S)
        answer(page, qtbot, "连续三季领先")
        calm(qtbot, screen)
        assert page.board is not None
        assert [(row.grade, row.box) for row in page.board.rows] == [("S", (2, 3))]


def test_that_a_meeting_is_written_closed_and_printed(workspace: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    ready(workspace, cycle := make(workspace))
    with opening(qtbot, tmp_path) as opened:
        screen = opened(workspace)
        page = enter(qtbot, screen)
        show(page, "meeting")
        meeting = page.meeting
        meeting.close_button.click()
        meeting.ask.confirm.click()
        calm(qtbot, screen)
        assert meeting.ask.problem.text() != ""  # no day, no names
        meeting.ask.cancel.click()
        type_chinese(meeting.texts["attendees"], "林立、周敏")
        meeting.flush()
        meeting.today_button.click()
        calm(qtbot, screen)
        meeting.close_button.click()
        meeting.ask.confirm.click()
        calm(qtbot, screen)
        assert meeting.texts["attendees"].isReadOnly()
        assert meeting.close_button.isHidden()
        page.paper.export_to(tmp_path / "minutes.pdf", cycle)
        calm(qtbot, screen)
        text = text_of((tmp_path / "minutes.pdf").read_bytes())
        assert "林立、周敏" in text
        assert "草稿" not in text


def test_that_the_way_back_shows_the_person_wanted(workspace: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    make(workspace, more=2)
    with opening(qtbot, tmp_path) as opened:
        screen = opened(workspace)
        page = enter(qtbot, screen)
        assert page.board is not None
        page.people.select(page.board.rows[1].id)
        page.open_button.click()
        calm(qtbot, screen)
        assert not screen.calibration.is_open
        assert screen._card is not None
        assert screen._card.person_id == page.board.rows[1].person_id
