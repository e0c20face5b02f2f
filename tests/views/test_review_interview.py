"""The interview through its screen: entered from the evaluation, typed, refused in place, taken over, previewed, undone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.views.reviews_window import LEFT, make, opening, rest, text_of
from tests.views.support import type_chinese
from workbench.models.values.codes import Cause
from workbench.services import reviews_interview
from workbench.services.workspace import Workspace
from workbench.views.reviews.interview import InterviewPage
from workbench.views.reviews.screen import ReviewsScreen


def enter(qtbot: QtBot, screen: ReviewsScreen) -> InterviewPage:
    qtbot.mouseClick(screen.form.interview, LEFT)
    rest(qtbot, screen)
    assert screen.interview.page is not None
    return screen.interview.page


def editor(page: InterviewPage, name: str) -> QWidget:
    return page.fields[name].editor


def test_that_an_interview_is_typed_refused_in_place_and_seen_as_the_employee_will_see_it(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    review_id = make(workspace)
    with opening(qtbot, tmp_path) as opened:
        screen = opened(workspace)
        page = enter(qtbot, screen)
        assert not page.paper.isEnabled()  # nothing to print yet
        type_chinese(editor(page, "own_view"), "整体满意")
        page.flush()
        rest(qtbot, screen)
        qtbot.keyClicks(editor(page, "held_on"), "2031-01-01")
        qtbot.keyClick(editor(page, "held_on"), Qt.Key.Key_Return)
        rest(qtbot, screen)
        assert page.fields["held_on"].complaint != ""
        assert editor(page, "held_on").property("text") == "2031-01-01"  # what was typed stays
        page.causes[Cause.RESOURCES].click()
        rest(qtbot, screen)
        card = workspace.read(lambda conn: reviews_interview.load_interview(conn, review_id, screen.context.today()))
        assert (card.texts.own_view, card.texts.causes, card.texts.held_on) == ("整体满意", (Cause.RESOURCES,), None)
        assert screen.print_out()  # Ctrl+P shows the paper first
        paper = screen.interview.paper
        assert paper is not None
        qtbot.waitUntil(lambda: paper.page_count == 1, timeout=10_000)
        assert "整体满意" in text_of(paper.data)
        qtbot.keyClick(paper, Qt.Key.Key_Escape)
        page.back.click()
        rest(qtbot, screen)
        assert screen.stack.currentWidget() is screen._main


def test_that_the_words_of_the_evaluation_are_taken_over_with_one_click_and_one_undo(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    make(workspace)
    with opening(qtbot, tmp_path) as opened:
        screen = opened(workspace)
        assert screen.form.comments.editors["achievements"] is not None
        type_chinese(screen.form.comments.editors["achievements"], "签下三家新客户")
        screen.flush()
        rest(qtbot, screen)
        page = enter(qtbot, screen)
        assert page.offer_button.isVisible()
        qtbot.mouseClick(page.offer_button, LEFT)
        rest(qtbot, screen)
        assert page.card is not None
        assert page.card.texts.went_well == "签下三家新客户"
        assert not page.offer_button.isVisible()
        screen.context.tasks.undo(screen)
        rest(qtbot, screen)
        screen.reload()
        rest(qtbot, screen)
        assert page.card.texts.went_well == ""
