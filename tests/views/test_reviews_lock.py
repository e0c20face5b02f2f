"""The course of a review on the screen: steps, locking for good, a correction as a new version, leaving out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import NOW, TODAY
from tests.services.test_reviews import do, rate_all
from tests.views.reviews_window import LEFT, Open, advance, make, opening, rating, rest
from tests.views.support import type_chinese
from workbench.models.people import Person
from workbench.models.sales import Deal
from workbench.models.values.codes import DealStage, ReviewState
from workbench.services import reviews
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.words import reviews as words

Key = Qt.Key


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    with opening(qtbot, tmp_path) as run:
        yield run


def test_that_locking_asks_once_and_then_nothing_can_be_changed_or_undone(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    advance(workspace, review_id, ReviewState.INTERVIEW)
    screen = opened(workspace)
    qtbot.mouseClick(screen.primary(), LEFT)
    bar = screen.decisions.bar
    assert bar is not None
    assert "94.73" in bar.accessibleName()
    assert bar.cancel.hasFocus()
    qtbot.mouseClick(bar.confirm, LEFT)
    rest(qtbot, screen)
    assert screen._card is not None
    assert (screen._card.state, screen._card.total, screen._card.grade) == (ReviewState.LOCKED, 9473, "A")
    assert workspace.steps().undo == ()
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
    qtbot.mouseClick(screen.preview.lock_button, LEFT)
    bar = screen.decisions.bar
    assert bar is not None
    qtbot.mouseClick(bar.confirm, LEFT)
    rest(qtbot, screen)
    assert "Integrity" in bar.problem.text()
    qtbot.keyClick(bar, Key.Key_Escape)
    assert screen.decisions.bar is None


def test_that_a_correction_is_a_second_version_and_the_first_stays(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    do(workspace, partial(reviews.lock, review_id=review_id, today=TODAY, actor_name="林立", now=NOW))
    screen = opened(workspace)
    qtbot.mouseClick(screen.primary(), LEFT)
    bar = screen.decisions.bar
    assert bar is not None
    assert not bar.confirm.isEnabled()
    type_chinese(bar.edit, "回款数据更正")
    qtbot.mouseClick(bar.confirm, LEFT)
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
    qtbot.mouseClick(screen.primary(), LEFT)
    rest(qtbot, screen)
    assert screen.people.shown[0].state is ReviewState.SELF


def test_that_an_empty_self_assessment_is_handed_in_only_when_asked_twice(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace, rated=False)
    advance(workspace, review_id, ReviewState.SELF)
    screen = opened(workspace)
    qtbot.mouseClick(screen.primary(), LEFT)
    rest(qtbot, screen)
    assert screen.people.shown[0].state is ReviewState.SELF
    bar = screen.decisions.bar
    assert bar is not None
    bar.confirmed.emit("")
    rest(qtbot, screen)
    assert screen.people.shown[0].state is ReviewState.MANAGER


def test_that_the_next_step_waits_for_every_rating(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace, rated=False)
    advance(workspace, review_id, ReviewState.MANAGER)
    screen = opened(workspace)
    said: list[str] = []
    screen.context.messages.said.connect(lambda _tone, text, _label, _run: said.append(text))
    qtbot.mouseClick(screen.primary(), LEFT)
    rest(qtbot, screen)
    assert "The superior's rating is missing" in said[-1]
    do(workspace, partial(rate_all, review_id=review_id))
    qtbot.mouseClick(screen.primary(), LEFT)
    rest(qtbot, screen)
    assert screen._card is not None
    assert screen._card.state is ReviewState.CALIBRATION


def test_that_freezing_asks_once_and_keeps_the_figures_for_good(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    screen = opened(workspace)
    screen.bar.freeze_wanted.emit()
    bar = screen.decisions.bar
    assert bar is not None
    qtbot.mouseClick(bar.confirm, LEFT)
    rest(qtbot, screen)
    assert screen.decisions.bar is None
    assert workspace.steps().undo == ()
    assert screen._card is not None

    def later(uow: UnitOfWork) -> None:
        uow.session.add(Deal(code="D77", person_id=person_id, stage=DealStage.WON, closed_on=date(2026, 9, 2), value=100_000))

    person_id = screen._card.person_id
    screen.context.tasks.write(screen, "Add a deal", later)
    rest(qtbot, screen)
    assert screen._card.review_id == review_id
    assert (screen._card.item("sales_net").actual, screen.form.score.total.text()) == (20_160_000, "94.73")


def set_left(uow: UnitOfWork) -> None:
    uow.session.query(Person).one().left_on = date(2026, 7, 10)


def test_that_who_left_meanwhile_is_told_before_the_lock_and_leaving_out_can_be_undone(
    opened: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    review_id = make(workspace)
    advance(workspace, review_id, ReviewState.INTERVIEW)
    do(workspace, set_left)
    screen = opened(workspace)
    assert "Left before the end of the period" in screen.form.remark.text()
    assert words.result(screen.people.shown[0]) == "NR"
    qtbot.mouseClick(screen.primary(), LEFT)
    bar = screen.decisions.bar
    assert bar is not None
    assert "gets no grade in this cycle: Left before the end of the period" in bar.accessibleName()
    qtbot.mouseClick(bar.confirm, LEFT)
    rest(qtbot, screen)
    assert screen.people.shown[0].state is ReviewState.NOT_RATED
    workspace.undo()
    assert workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY)).state is ReviewState.INTERVIEW


def test_that_a_freeze_names_who_turned_out_to_get_no_grade(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    make(workspace)
    do(workspace, set_left)
    screen = opened(workspace)
    told: list[str] = []
    screen.context.messages.said.connect(lambda _tone, text, *_rest: told.append(text))
    assert screen._card is not None
    screen.decisions.ask_freeze(screen._card.cycle)
    assert screen.decisions.bar is not None
    qtbot.mouseClick(screen.decisions.bar.confirm, LEFT)
    rest(qtbot, screen)
    assert any("张䶮" in text and "No grade" in text for text in told)


def test_that_the_drawer_of_a_locked_figure_marks_what_came_later(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)
    do(workspace, partial(reviews.lock, review_id=review_id, today=TODAY, actor_name="林立", now=NOW))

    def later(uow: UnitOfWork) -> None:
        person = uow.session.query(Person).one()
        uow.session.add(Deal(code="LATE", person_id=person.id, stage=DealStage.WON, closed_on=date(2026, 9, 1), value=9_900_000))
        uow.session.delete(uow.session.query(Deal).filter_by(code="D3").one())

    do(workspace, later)
    screen = opened(workspace)
    screen._on_evidence("sales_net")
    rest(qtbot, screen)
    drawer = screen.drawer
    assert drawer.summary.text() == "6 deals · net 201,600.00 · 1 came later, not counted"
    assert drawer.rows is not None
    shown = {drawer.rows.index(n, 1).data(): drawer.rows.index(n, 7).data() for n in range(drawer.rows.rowCount())}
    assert (shown["LATE"], shown["D3"], shown["D1"]) == ("came later, not counted", "counted, gone since", "")
