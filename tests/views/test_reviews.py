"""The review form through its real widgets: rate by keys, write Chinese, read the paper, open the rows behind a figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.views.reviews_window import LEFT, RATINGS, Open, advance, make, opening, rating, rest, text_of
from tests.views.support import type_chinese, visited, wait
from workbench.models.sales import Deal
from workbench.models.values.codes import DealStage, ReviewState
from workbench.services import reviews, reviews_people
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.itemmodels.reviews import MANAGER, SELF
from workbench.views.theme import theme

Key = Qt.Key


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    with opening(qtbot, tmp_path) as run:
        yield run


def test_that_vector_8a_rated_by_keys_shows_94_73_and_a(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace, rated=False)
    screen = opened(workspace)
    table = screen.form.criteria.table
    assert screen.form.score.total.text() != "94.73"
    assert "未计分" in screen.form.score.dropped.text() or "Not counted" in screen.form.score.dropped.text()
    for row, value in enumerate(RATINGS, start=4):
        table.go(row, MANAGER)
        qtbot.keyClick(table, str(value))
        rest(qtbot, screen)
    assert (screen.form.score.total.text(), screen.form.score.grade.text()) == ("94.73", "A")
    assert not screen.form.score.dropped.isVisible()
    assert screen.form.score.sums.text() == "KPI 70.73 of 70 + Behaviour 16.00 of 20 + Collaboration 8.00 of 10"
    assert "24 of 40 h a week × 66 of 66 working days = factor 0.6" in screen.form.score.share.text()
    row_shown = screen.people.shown[0]
    assert (row_shown.score, row_shown.grade) == (9473, "A")
    points = [table.items.index(place, 6).data() for place in range(9)]
    assert points == ["39.20", "14.40", "8.33", "8.80", "4.00", "3.00", "5.00", "4.00", "8.00"]


def test_that_a_rating_is_one_undo_step_with_its_name(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    table = screen.form.criteria.table
    table.go(4, MANAGER)
    qtbot.keyClick(table, "2")
    rest(qtbot, screen)
    assert rating(screen, "follow_up") == 2
    step = workspace.steps().undo[-1]
    assert (step.action, step.params["person"], step.params["item"]) == ("Rate {person}: {item}", "张䶮", "Follow-up")
    screen.context.tasks.undo(screen)
    rest(qtbot, screen)
    assert rating(screen, "follow_up") == 4
    assert table.items.index(4, MANAGER).data() == "4"


def test_that_the_column_says_whose_rating_the_digits_write_and_nought_takes_it_away(
    opened: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    make(workspace)
    screen = opened(workspace)
    table = screen.form.criteria.table
    table.go(5, SELF)
    qtbot.keyClick(table, "1")
    rest(qtbot, screen)
    table.go(5, MANAGER)
    qtbot.keyClick(table, "0")
    rest(qtbot, screen)
    assert screen._card is not None
    item = screen._card.item("discipline")
    assert (item.self_rating, item.manager_rating) == (1, None)
    qtbot.mouseClick(screen.form.line.superior.steps[2], LEFT)
    rest(qtbot, screen)
    assert rating(screen, "discipline") == 3
    table.go(0, MANAGER)
    qtbot.keyClick(table, "5")
    rest(qtbot, screen)
    assert screen._card.items[0].manager_rating is None


def test_that_the_same_rating_again_is_kept_and_only_the_cross_takes_it_away(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    screen.form.criteria.table.go(4, MANAGER)
    rest(qtbot, screen)
    scale = screen.form.line.superior
    steps = len(workspace.steps().undo)
    qtbot.mouseClick(scale.steps[3], LEFT)
    qtbot.keyClick(screen.form.criteria.table, "4")
    rest(qtbot, screen)
    assert (rating(screen, "follow_up"), len(workspace.steps().undo), scale.steps[3].isChecked()) == (4, steps, True)
    qtbot.mouseClick(scale.away, LEFT)
    rest(qtbot, screen)
    assert (rating(screen, "follow_up"), scale.away.isVisible()) == (None, False)
    assert workspace.steps().undo[-1].action == "Take away the rating of {person}: {item}"
    screen.context.tasks.undo(screen)
    rest(qtbot, screen)
    assert (rating(screen, "follow_up"), scale.away.isVisible()) == (4, True)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_that_the_ratings_and_their_keys_are_in_sight_on_a_small_screen(
    opened: Open, workspace: Workspace, qtbot: QtBot, scale: float
) -> None:
    make(workspace)
    screen = opened(workspace)
    theme().apply(dark=False, scale=scale)
    screen.resize(1084, 590)
    for place in range(9):
        screen.form.criteria.table.go(place, MANAGER)
        rest(qtbot, screen)
        form, table = screen.form, screen.form.criteria.table
        for part in (form.line.keys, form.line.superior if place > 3 else form.line.rows):
            assert screen.rect().contains(QRect(part.mapTo(screen, QPoint(0, 0)), part.size()))
        middle = table.viewport().mapTo(form.viewport(), table.visualRect(table.currentIndex()).center())
        assert 0 <= middle.y() <= form.viewport().height()
    theme().apply(dark=False, scale=1.0)


def test_that_a_figure_by_hand_needs_its_reason_and_keeps_what_was_typed(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    screen.form.criteria.table.go(0)
    line = screen.form.line
    line.figure.setFocus()
    qtbot.keyClicks(line.figure, "90,000")
    qtbot.keyClick(line.figure, Key.Key_Return)
    rest(qtbot, screen)
    assert line.problem.isVisible()
    assert line.figure.text() == "90,000"
    assert screen.form.score.total.text() == "94.73"
    line.reason.setFocus()
    type_chinese(line.reason, "财务更正")
    qtbot.keyClick(line.reason, Key.Key_Return)
    rest(qtbot, screen)
    assert not line.problem.isVisible()
    assert screen._card is not None
    item = screen._card.item("sales_net")
    assert (item.actual, item.by_hand_because) == (9_000_000, "财务更正")
    assert screen.form.score.total.text() == "73.03"


def test_that_a_calibrated_grade_needs_its_reason(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    advance(workspace, review_id, ReviewState.CALIBRATION)
    screen = opened(workspace)
    score = screen.form.score
    score.calibrated.setCurrentIndex(score.calibrated.findData("B"))
    score.calibrated.activated.emit(score.calibrated.currentIndex())
    rest(qtbot, screen)
    assert score.problem.isVisible()
    assert score.grade.text() == "A"
    score.calibration_reason.setFocus()
    type_chinese(score.calibration_reason, "与同组对齐")
    qtbot.keyClick(score.calibration_reason, Key.Key_Return)
    rest(qtbot, screen)
    assert (score.grade.text(), screen.people.shown[0].calibrated_grade) == ("B", "B")
    assert not score.problem.isVisible()


# ---------------------------------------------------------------- texts and paper


def test_that_a_chinese_comment_is_kept_after_a_pause_and_printed(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    screen = opened(workspace)
    editor = screen.form.comments.editors["manager_comment"]
    editor.setFocus()
    type_chinese(editor, "业绩扎实，𬭎𰻝与䶮均可辨。")
    assert editor._keeping.is_active
    qtbot.waitUntil(lambda: not editor._keeping.is_active, timeout=3_000)
    rest(qtbot, screen)
    card = workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY))
    assert card.texts.manager_comment == "业绩扎实，𬭎𰻝与䶮均可辨。"
    assert workspace.steps().undo[-1].params["text"] == "Comment"
    assert screen.preview.sheets is not None
    screen.preview.language.set_value("zh_CN")
    screen.preview._on_language("zh_CN")
    rest(qtbot, screen)
    printed = text_of(screen.preview.sheets.data)
    assert "业绩扎实" in printed
    assert "𬭎" in printed
    assert "张䶮" in printed


def test_that_what_is_being_typed_survives_another_change(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    screen = opened(workspace)
    editor = screen.form.comments.editors["manager_comment"]
    editor.setFocus()
    type_chinese(editor, "还没写完")
    rate = partial(reviews.rate, review_id=review_id, item_code="learning", manager_rating=3)
    screen.context.tasks.write(screen, "Rate", rate)
    wait(qtbot, screen.context)
    assert editor.toPlainText() == "还没写完"
    screen.flush()
    rest(qtbot, screen)
    assert screen._card is not None
    assert screen._card.texts.manager_comment == "还没写完"
    assert rating(screen, "learning") == 3


def test_that_a_refused_text_stays_and_the_reason_stands_below(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    comments = screen.form.comments
    comments.show_page("improvements")
    editor = comments.editors["improvements"]
    editor.setFocus()
    type_chinese(editor, "一\n二\n三\n四")
    editor.flush()
    rest(qtbot, screen)
    assert comments.problem.isVisible()
    assert editor.toPlainText() == "一\n二\n三\n四"


def test_that_the_employees_answer_is_kept_field_by_field_and_printed(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    comments = screen.form.comments
    comments.show_page("answer")
    answer = comments.answer.fields
    box = answer["opinion"].findChild(QComboBox)
    assert box is not None
    box.setFocus()
    for _step in range(3):
        qtbot.keyClick(box, Key.Key_Down)
        rest(qtbot, screen)
    for name, text in (("opinion_text", "请复核"), ("refused_on", "2026-13-20"), ("refused_on", "2026-10-20"), ("refusal_witness", "王堃")):
        editor = answer[name].findChild(QPlainTextEdit) or answer[name].findChild(QLineEdit)
        assert editor is not None
        editor.setFocus()
        editor.selectAll()
        type_chinese(editor, text)
        screen.flush()
        rest(qtbot, screen)
        if text == "2026-13-20":
            assert answer[name].complaint == "Write the date as 2026-11-23."
    assert screen._card is not None
    texts = screen._card.texts
    assert (texts.opinion, texts.opinion_text, texts.refused_on, texts.refusal_witness) == (
        "disagree",
        "请复核",
        date(2026, 10, 20),
        "王堃",
    )
    assert comments.pages.item(comments.pages.count() - 1).text() == "Employee's answer •"


def test_that_goals_of_the_next_period_are_kept_as_rows_and_printed(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    screen.form.comments.show_page("plan")
    goals = screen.form.comments.goals
    for edit, text in zip(goals.edits[0], ("Net sales", "192,000.00", "35", "2026-12-31"), strict=True):
        edit.setFocus()
        type_chinese(edit, text)
        qtbot.keyClick(edit, Key.Key_Return)
        rest(qtbot, screen)
    assert screen._card is not None
    assert [dict(row) for row in screen._card.texts.next_goals] == [
        {"metric": "sales_net", "target": "192,000.00", "weight": "35", "due": "2026-12-31"}
    ]
    assert len(goals.edits) == 2
    box = screen.form.comments.uses.boxes["training"]
    box.click()
    rest(qtbot, screen)
    assert [row["code"] for row in screen._card.texts.result_use] == ["training"]
    assert screen.preview.sheets is not None
    assert "192,000.00" in text_of(screen.preview.sheets.data)


def test_that_the_paper_turns_pages_zooms_and_changes_its_language(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    preview = screen.preview
    assert preview.sheets is not None
    assert len(preview.sheets.images) == 2
    assert "Performance Evaluation" in text_of(preview.sheets.data)
    first = preview.page.image
    qtbot.mouseClick(preview.forward, LEFT)
    assert preview.page.image != first
    width = preview.page.width()
    qtbot.mouseClick(preview.larger, LEFT)
    rest(qtbot, screen)
    assert preview.page.width() > width
    assert preview.sheets.images[0].width() > first.width()
    preview.language._segments["zh_CN"].click()
    rest(qtbot, screen)
    assert "员工绩效评估表" in text_of(preview.sheets.data).replace(" ", "")
    assert screen.outputs.language == "zh_CN"


# ---------------------------------------------------------------- evidence


def test_that_a_figure_opens_its_deals_and_leads_to_the_customer(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    table = screen.form.criteria.table
    table.go(0)
    qtbot.keyClick(table, Key.Key_Return)
    rest(qtbot, screen)
    drawer = screen.drawer
    assert drawer.isVisible()
    assert drawer.summary.text() == "6 deals · net 201,600.00"
    assert drawer.proxy.rowCount() == 6
    drawer.table.sortByColumn(5, Qt.SortOrder.DescendingOrder)
    assert [drawer.proxy.index(row, 5).data() for row in (0, 5)] == ["40,000.00", "1,600.00"]
    drawer.table.activated.emit(drawer.proxy.index(0, 0))
    assert visited[-1].screen == "customers"
    qtbot.keyClick(drawer, Key.Key_Escape)
    assert not drawer.isVisible()
    table.go(3)
    qtbot.keyClick(table, Key.Key_Return)
    rest(qtbot, screen)
    assert drawer.summary.text() == "2 records · 26 answers"


def test_that_new_deals_of_others_reach_the_open_review(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    assert screen._card is not None
    person_id = screen._card.person_id

    def service(uow: UnitOfWork) -> None:
        uow.session.add(Deal(code="D77", person_id=person_id, stage=DealStage.WON, closed_on=date(2026, 9, 2), value=100_000))

    screen.context.tasks.write(screen, "Add a deal", service)
    rest(qtbot, screen)
    assert screen._card.item("sales_net").actual == 20_260_000


def test_that_nobody_is_lost_in_the_evidence_of_somebody_else(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    found = workspace.read(partial(reviews_people.load_evidence, review_id=review_id, item_code="sales_net", today=TODAY))
    assert {deal.person for deal in found.deals} == {"张䶮"}
