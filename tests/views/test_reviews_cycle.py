"""Cycles and their people on the screen: the first cycle, finding people, and the papers that leave the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.conftest import NOW, TODAY
from tests.services.test_reviews import Q3, add_person, do, fill_vector
from tests.views.reviews_window import LEFT, Open, make, opening, rest
from workbench.services import reviews, reviews_cycle
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.reviews.screen import ReviewsScreen

Key = Qt.Key


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    with opening(qtbot, tmp_path) as run:
        yield run


def test_that_the_empty_screen_teaches_and_opens_the_first_cycle(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    def service(uow: UnitOfWork) -> None:
        fill_vector(uow)
        add_person(uow, "SH-0018", "新人", hired=date(2026, 9, 15))

    do(workspace, service)
    screen = opened(workspace)
    assert screen.stack.currentWidget() is screen._empty
    qtbot.mouseClick(screen._empty.button, LEFT)
    rest(qtbot, screen)
    form = screen._new
    assert form is not None
    assert form.plan is not None
    assert (form.period, form.told.text()) == (Q3, "1 person is rated, 1 without a grade")
    assert "too small a part" in form.people.item(0).text()
    form.end.setDate(form.start.date().addDays(-1))
    rest(qtbot, screen)
    qtbot.waitUntil(lambda: form.rows[2].complaint != "", timeout=2_000)
    assert not form.open_button.isEnabled()
    form.kind.activated.emit(form.kind.currentIndex())
    qtbot.waitUntil(lambda: form.open_button.isEnabled(), timeout=3_000)
    qtbot.mouseClick(form.open_button, LEFT)
    rest(qtbot, screen)
    assert sorted(row.name for row in screen.people.shown) == ["张䶮", "新人"]
    assert screen.bar.picker.currentText() == "2026-Q3"
    assert screen.subtitle().startswith("2 people")
    screen.context.tasks.undo(screen)
    rest(qtbot, screen)
    assert screen.stack.currentWidget() is screen._empty


def test_that_people_are_found_by_pinyin_and_grade_and_the_selection_stays(opened: Open, sample_workspace: Workspace, qtbot: QtBot) -> None:
    cycle_id = sample_workspace.read(reviews_cycle.load_cycles)[0].id
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


def test_that_printing_exporting_and_the_folder_write_the_paper(opened: Open, workspace: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    review_id = make(workspace)
    do(workspace, partial(reviews.lock, review_id=review_id, today=TODAY, actor_name="林立", now=NOW))
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


def test_that_a_whole_cycle_can_be_stopped_and_what_is_done_stays(
    opened: Open, sample_workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
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
