"""Reviews in the real window: vector 8-A by keys, Ctrl+Z, Ctrl+P, the switch of the language, thresholds that are data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.services.test_reviews import do
from tests.views.reviews_window import LEFT, RATINGS, advance, make, rating, rest
from tests.views.support import make_context, type_chinese
from workbench import i18n
from workbench.models.reviews import GradeBand
from workbench.models.values.codes import ReviewState
from workbench.readmodels.reviews import ReviewCard
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views import screens
from workbench.views.itemmodels.reviews import ACTUAL, EVIDENCE, MANAGER
from workbench.views.main_window import MainWindow
from workbench.views.one_on_ones.screen import OneOnOnesScreen
from workbench.views.reviews.outputs import Outputs
from workbench.views.reviews.screen import ReviewsScreen

KEYS = ("one_on_ones", "reviews", "data", "preferences")
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
Show = Callable[[Workspace], MainWindow]


@pytest.fixture
def show(qtbot: QtBot, tmp_path: Path) -> Iterator[Show]:
    made: list[MainWindow] = []

    def run(workspace: Workspace) -> MainWindow:
        found = {entry.key: entry for entry in screens.entries()}
        window = MainWindow(make_context(workspace, tmp_path), [found[key] for key in KEYS])
        made.append(window)
        window.language_chosen.connect(partial(switch, window))
        qtbot.addWidget(window)
        window.resize(1440, 900)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.keyClick(window, Key.Key_2, CTRL)
        rest(qtbot, reviews_of(window))
        return window

    yield run
    for window in made:
        rest(qtbot, reviews_of(window))
        window.context.tasks.close()


def switch(window: MainWindow, name: str) -> None:
    """As app.py does it."""
    i18n.use(name)
    window.rebuild()


def reviews_of(window: MainWindow) -> ReviewsScreen:
    screen = window.screen_of("reviews")
    assert isinstance(screen, ReviewsScreen)
    return screen


def press(
    qtbot: QtBot, widget: QWidget, key: Qt.Key, screen: ReviewsScreen, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(widget, key, modifier)
    rest(qtbot, screen)


def test_that_vector_8a_is_94_73_and_a_in_the_window_and_ctrl_z_takes_a_rating_back(show: Show, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace, rated=False)
    window = show(workspace)
    screen = reviews_of(window)
    table = screen.form.criteria.table
    table.setFocus()
    table.go(4, MANAGER)
    for value in RATINGS:
        press(qtbot, table, Key(Key.Key_0 + value), screen)
        press(qtbot, table, Key.Key_Down, screen)
    score = screen.form.score
    assert (score.total.text(), score.grade.text()) == ("94.73", "A")
    shown = str(table.items.index(0, ACTUAL).data())
    assert "112" in shown
    table.go(0)
    assert "201,600.00 ÷ 180,000.00 = 112.0% × 35 = 39.20" in screen.form.line.working.text()
    assert window.undo.undo_action.text() == "Undo Rate 张䶮: Collaboration"
    press(qtbot, table, Key.Key_Z, screen, CTRL)
    assert rating(screen, "collaboration") is None
    assert score.total.text() != "94.73"
    press(qtbot, table, Key.Key_Y, screen, CTRL)
    assert (score.total.text(), score.grade.text()) == ("94.73", "A")


def test_that_one_click_on_a_figure_shows_its_rows(show: Show, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = reviews_of(show(workspace))
    table = screen.form.criteria.table
    for row, told in ((0, "6 deals · net 201,600.00"), (3, "2 records · 26 answers")):
        qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.items.index(row, EVIDENCE)).center())
        rest(qtbot, screen)
        assert screen.drawer.isVisible()
        assert screen.drawer.summary.text() == told
        qtbot.keyClick(screen.drawer, Key.Key_Escape)


def test_that_the_grade_follows_thresholds_that_are_data(show: Show, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = reviews_of(show(workspace))

    def lower(uow: UnitOfWork) -> None:
        uow.session.query(GradeBand).filter_by(grade="S").one().at_least = 9470

    assert screen.form.score.grade.text() == "A"
    do(workspace, lower)
    screen.reload()
    rest(qtbot, screen)
    assert (screen.form.score.total.text(), screen.form.score.grade.text()) == ("94.73", "S")


def test_that_a_switch_of_the_language_keeps_the_comment_and_says_all_in_chinese(show: Show, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    window = show(workspace)
    first = reviews_of(window)
    editor = first.form.comments.editors["manager_comment"]
    editor.setFocus()
    type_chinese(editor, "沟通主动，𬭎字清楚。")
    window.language_chosen.emit("zh_CN")
    screen = reviews_of(window)
    assert screen is not first
    rest(qtbot, screen)
    assert screen._card is not None
    assert screen._card.texts.manager_comment == "沟通主动，𬭎字清楚。"
    assert screen.form.comments.editors["manager_comment"].toPlainText() == "沟通主动，𬭎字清楚。"
    assert (screen.title(), screen.primary().text()) == ("绩效评估", "目标已确认")
    assert screen.form.score.total.text() == "94.73"
    assert window.undo.undo_action.text().startswith("撤销")


def test_that_ctrl_p_prints_once_on_reviews_and_shows_the_record_on_one_on_ones(
    show: Show, sample_workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def note(_outputs: Outputs, card: ReviewCard) -> None:
        asked.append(card.document_no)

    monkeypatch.setattr(Outputs, "ask_print", note)  # a print dialogue would wait for a printer
    window = show(sample_workspace)
    screen = reviews_of(window)
    press(qtbot, screen.form.criteria.table, Key.Key_P, screen, CTRL)
    assert screen._card is not None
    assert asked == [screen._card.document_no]
    press(qtbot, window, Key.Key_1, screen, CTRL)
    talks = window.screen_of("one_on_ones")
    assert isinstance(talks, OneOnOnesScreen)
    press(qtbot, talks.due_list, Key.Key_P, screen, CTRL)
    assert talks.stack.currentWidget() is talks.preview


def test_that_ctrl_z_after_a_lock_leaves_the_locked_review_as_it_is(show: Show, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    advance(workspace, review_id, ReviewState.INTERVIEW)
    window = show(workspace)
    screen = reviews_of(window)
    qtbot.mouseClick(screen.primary(), LEFT)
    bar = screen.decisions.bar
    assert bar is not None
    qtbot.mouseClick(bar.confirm, LEFT)
    rest(qtbot, screen)
    locked = screen._card
    assert locked is not None
    assert locked.state is ReviewState.LOCKED
    assert window.undo.undo_action.text() == "Lock the evaluation of 张䶮 is final"
    assert not window.undo.can_undo
    window.undo.undo_action.trigger()
    assert "is final" in window.message_text
    for _again in range(3):
        press(qtbot, window, Key.Key_Z, screen, CTRL)
    assert window.message_text != ""
    assert screen._card is not None
    assert (screen._card.state, screen._card.items, screen._card.texts) == (locked.state, locked.items, locked.texts)
