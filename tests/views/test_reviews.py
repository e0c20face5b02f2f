"""The review screen through its real widgets: rate by keys, write Chinese, open rows, print, lock, correct, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.services.test_reviews import AFTER, Q3, add_person, do, fill_vector, rate_all
from tests.views.support import make_context, type_chinese, visited, wait
from workbench.models.sales import Deal
from workbench.models.values import CyclePeriod, DealStage, ReviewState
from workbench.services import reviews, reviews_people
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.itemmodels.reviews import MANAGER, SELF
from workbench.views.reviews.screen import ReviewsScreen

Key = Qt.Key
Open = Callable[[Workspace], ReviewsScreen]
RATINGS = (4, 3, 5, 4, 4)
ANY = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Opens the screen on a workspace; everything is let go on this thread at the end."""
    made: list[ReviewsScreen] = []

    def run(workspace: Workspace) -> ReviewsScreen:
        screen = ReviewsScreen(make_context(workspace, tmp_path))
        made.append(screen)
        screen.resize(1244, 900)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        rest(qtbot, screen)
        return screen

    yield run
    for screen in made:
        rest(qtbot, screen)
        screen.close()  # what loses the focus here is still kept
        rest(qtbot, screen)
        screen.context.tasks.close()
        screen.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


def rest(qtbot: QtBot, screen: ReviewsScreen) -> None:
    """Until all reads, writes and pictures have come back."""
    qtbot.waitUntil(lambda: is_calm(screen), timeout=20_000)


def is_calm(screen: ReviewsScreen) -> bool:
    preview = screen.preview
    return screen.context.tasks.idle and not (screen._board_pause.isActive() or preview._pause.isActive() or preview._running)


def make(workspace: Workspace, *, rated: bool = True) -> int:
    """Vector 8-A with its cycle; returns the review."""

    def service(uow: UnitOfWork) -> int:
        fill_vector(uow)
        cycle_id = reviews.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        review_id = reviews.load_board(uow.connection, cycle_id, AFTER)[0].review_id
        if rated:
            rate_all(uow, review_id)
        return review_id

    return int(do(workspace, service))


def advance(workspace: Workspace, review_id: int, state: ReviewState) -> None:
    while workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY)).state is not state:
        do(workspace, partial(reviews.submit, review_id=review_id))


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return text.replace("\r", "").replace("\n", "")


def rating(screen: ReviewsScreen, code: str) -> int | None:
    assert screen._card is not None
    return screen._card.item(code).manager_rating


# ---------------------------------------------------------------- scoring


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


def test_that_the_column_says_whose_rating_the_digits_write_and_nought_takes_it_away(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
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
    qtbot.mouseClick(screen.form.line.superior.steps[2], ANY)
    rest(qtbot, screen)
    assert rating(screen, "discipline") == 3
    table.go(0, MANAGER)
    qtbot.keyClick(table, "5")
    rest(qtbot, screen)
    assert screen._card.items[0].manager_rating is None


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
    assert editor._pause.isActive()
    qtbot.waitUntil(lambda: not editor._pause.isActive(), timeout=3_000)
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
    assert [dict(row) for row in screen._card.texts.next_goals] == [{"metric": "sales_net", "target": "192,000.00", "weight": "35", "due": "2026-12-31"}]
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
    qtbot.mouseClick(preview.forward, ANY)
    assert preview.page.image != first
    width = preview.page.width()
    qtbot.mouseClick(preview.larger, ANY)
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


# ---------------------------------------------------------------- the course


def test_that_locking_asks_once_and_then_nothing_can_be_changed_or_undone(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    advance(workspace, review_id, ReviewState.INTERVIEW)
    before = len(workspace.steps().undo)
    screen = opened(workspace)
    qtbot.mouseClick(screen.primary(), ANY)
    bar = screen.decisions.bar
    assert bar is not None
    assert "94.73" in bar.accessibleName()
    assert QApplication.focusWidget() is bar.cancel or not bar.confirm.hasFocus()
    qtbot.mouseClick(bar.confirm, ANY)
    rest(qtbot, screen)
    assert screen._card is not None
    assert (screen._card.state, screen._card.total, screen._card.grade) == (ReviewState.LOCKED, 9473, "A")
    assert len(workspace.steps().undo) == before
    assert not screen.form.score.bonus.isEnabled()
    assert screen.form.comments.editors["manager_comment"].isReadOnly()
    assert screen.primary().text() == "New version …"
    table = screen.form.criteria.table
    table.go(4)
    qtbot.keyClick(table, "1")
    rest(qtbot, screen)
    assert rating(screen, "follow_up") == 4
    assert screen.form.criteria.problem.isVisible()


def test_that_a_lock_without_facts_is_refused_in_the_bar(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    do(workspace, partial(reviews.rate, review_id=review_id, item_code="integrity", evidence=""))
    screen = opened(workspace)
    qtbot.mouseClick(screen.preview.lock_button, ANY)
    bar = screen.decisions.bar
    assert bar is not None
    qtbot.mouseClick(bar.confirm, ANY)
    rest(qtbot, screen)
    assert "Integrity" in bar.problem.text()
    qtbot.keyClick(bar, Key.Key_Escape)
    assert screen.decisions.bar is None


def test_that_a_correction_is_a_second_version_and_the_first_stays(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    do(workspace, partial(reviews.lock, review_id=review_id, today=TODAY, actor_name="林立"))
    screen = opened(workspace)
    qtbot.mouseClick(screen.primary(), ANY)
    bar = screen.decisions.bar
    assert bar is not None
    assert not bar.confirm.isEnabled()
    type_chinese(bar.edit, "回款数据更正")
    qtbot.mouseClick(bar.confirm, ANY)
    rest(qtbot, screen)
    assert screen._card is not None
    assert (screen._card.number, screen._card.state, screen._card.follows_because) == (2, ReviewState.MANAGER, "回款数据更正")
    assert "回款数据更正" in screen.form.remark.text()
    screen.form.versions.setCurrentIndex(0)
    screen.form.versions.activated.emit(0)
    rest(qtbot, screen)
    assert (screen._card.review_id, screen._card.state) == (review_id, ReviewState.LOCKED)


def test_that_leaving_out_needs_a_reason_and_can_be_taken_back(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    screen = opened(workspace)
    screen.decisions.leave_out()
    bar = screen.decisions.bar
    assert bar is not None
    type_chinese(bar.edit, "长期病假")
    qtbot.keyClick(bar.edit, Key.Key_Return)
    rest(qtbot, screen)
    assert screen.people.shown[0].state is ReviewState.NOT_RATED
    assert "长期病假" in screen.form.remark.text()
    assert screen.primary().text() == "Rate after all"
    qtbot.mouseClick(screen.primary(), ANY)
    rest(qtbot, screen)
    assert screen.people.shown[0].state is ReviewState.SELF


def test_that_the_next_step_waits_for_every_rating(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace, rated=False)
    advance(workspace, review_id, ReviewState.MANAGER)
    screen = opened(workspace)
    said: list[str] = []
    screen.context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    qtbot.mouseClick(screen.primary(), ANY)
    rest(qtbot, screen)
    assert "The superior's rating is missing" in said[-1]
    do(workspace, partial(rate_all, review_id=review_id))
    qtbot.mouseClick(screen.primary(), ANY)
    rest(qtbot, screen)
    assert screen._card is not None
    assert screen._card.state is ReviewState.CALIBRATION


# ---------------------------------------------------------------- cycles and people


def test_that_the_empty_screen_teaches_and_opens_the_first_cycle(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    def service(uow: UnitOfWork) -> None:
        fill_vector(uow)
        add_person(uow, "SH-0018", "新人", hired=date(2026, 9, 15))

    do(workspace, service)
    screen = opened(workspace)
    assert screen.stack.currentWidget() is screen._empty
    qtbot.mouseClick(screen._empty.button, ANY)
    rest(qtbot, screen)
    form = screen._new
    assert form is not None
    assert form.plan is not None
    assert (form.period, form.told.text()) == (Q3, "1 person is rated, 1 without a grade")
    assert "less than a third" in form.people.item(0).text()
    form.end.setDate(form.start.date().addDays(-1))
    rest(qtbot, screen)
    qtbot.waitUntil(lambda: form.rows[2].complaint != "", timeout=2_000)
    assert not form.open_button.isEnabled()
    form.kind.activated.emit(form.kind.currentIndex())
    qtbot.waitUntil(lambda: form.open_button.isEnabled(), timeout=3_000)
    qtbot.mouseClick(form.open_button, ANY)
    rest(qtbot, screen)
    assert [row.name for row in screen.people.shown] == ["张䶮", "新人"] or len(screen.people.shown) == 2
    assert screen.bar.picker.currentText() == "2026-Q3"
    assert screen.subtitle().startswith("2 people")
    screen.context.tasks.undo(screen)
    rest(qtbot, screen)
    assert screen.stack.currentWidget() is screen._empty


def test_that_people_are_found_by_pinyin_and_grade_and_the_selection_stays(opened: Open, sample_workspace: Workspace, qtbot: QtBot) -> None:
    cycle_id = sample_workspace.read(reviews.load_cycles)[0].id
    screen = opened(sample_workspace)
    assert screen._cycle_id == cycle_id
    chosen = screen.people.person_id
    screen.people.filter.filtered.emit("ouyang")
    assert [row.name for row in screen.people.shown] == ["欧阳若兰"]
    screen.people.filter.filtered.emit("")
    assert len(screen.people.shown) >= 20
    screen.people.select(screen.people.shown[-1].person_id)
    rest(qtbot, screen)
    assert screen._card is not None
    assert screen._card.person_id == screen.people.person_id != chosen
    screen.people.set_rows(screen.people._rows[1:])
    assert screen._card.person_id == screen.people.person_id


def test_that_the_state_shows_the_same_again_after_a_rebuild(opened: Open, sample_workspace: Workspace, qtbot: QtBot) -> None:
    first = opened(sample_workspace)
    first.people.select(first.people.shown[4].person_id)
    rest(qtbot, first)
    first.form.criteria.table.go(6)
    first.form.comments.show_page("critical_incidents")
    state = first.state()
    second = ReviewsScreen(first.context)
    second.restore(state)
    qtbot.addWidget(second)
    second.resize(1244, 900)
    with qtbot.waitExposed(second):
        second.show()
    rest(qtbot, second)
    assert second.state() == state


# ---------------------------------------------------------------- out of the window


def test_that_printing_exporting_and_the_folder_write_the_paper(opened: Open, workspace: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    review_id = make(workspace)
    do(workspace, partial(reviews.lock, review_id=review_id, today=TODAY, actor_name="林立"))
    screen = opened(workspace)
    screen.outputs.export_to(tmp_path / "one.pdf", review_id)
    qtbot.waitUntil(lambda: (tmp_path / "one.pdf").exists(), timeout=10_000)
    rest(qtbot, screen)
    screen.outputs.folder_to(tmp_path / "all", [review_id])
    rest(qtbot, screen)
    files = list((tmp_path / "all").glob("*.pdf"))
    assert [file.name for file in files] == ["PE-2026Q3-0001 张䶮.pdf"]
    assert files[0].read_bytes() == (tmp_path / "one.pdf").read_bytes()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFullPage(True)
    screen.outputs.print_to(printer, review_id)
    qtbot.waitUntil(lambda: screen.outputs.progress is None and screen.context.tasks.idle, timeout=20_000)
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == 2


def test_that_a_folder_that_cannot_be_written_is_said_kindly(opened: Open, workspace: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    review_id = make(workspace)
    screen = opened(workspace)
    said: list[str] = []
    screen.context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    (tmp_path / "file").write_text("x")
    screen.outputs.folder_to(tmp_path / "file" / "below", [review_id])
    rest(qtbot, screen)
    assert "could not be written" in said[-1]
    assert screen.outputs.line is None


def test_that_a_whole_cycle_can_be_stopped_and_what_is_done_stays(opened: Open, sample_workspace: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(sample_workspace)
    ids = [row.review_id for row in screen._rows] * 20
    screen.outputs.folder_to(tmp_path / "all", ids)
    qtbot.waitUntil(lambda: len(list((tmp_path / "all").glob("*.pdf"))) >= 2, timeout=20_000)
    assert screen.outputs.line is not None
    screen.outputs.line._on_cancel()
    rest(qtbot, screen)
    done = list((tmp_path / "all").glob("*.pdf"))
    assert 2 <= len(done) < len(ids)
    assert not list((tmp_path / "all").glob("*.part"))


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

