"""Today: what needs somebody, with one action each that leads there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.views.support import make_context, visited, wait
from workbench import i18n
from workbench.errors import Refused
from workbench.models.people import Person
from workbench.models.values.codes import SalesLine
from workbench.readmodels.today import CycleSummary, TodayItem, WeekSummary
from workbench.services import today as service
from workbench.services.workspace import Workspace
from workbench.views.context import Context, Destination
from workbench.views.screens import entries
from workbench.views.theme import Tone
from workbench.views.today.screen import LinkRow, TodayScreen, words
from workbench.views.widgets.panels import ErrorState
from workbench.views.widgets.rows import ActionRow


def shown(context: Context, qtbot: QtBot) -> TodayScreen:
    screen = TodayScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1244, 820)
    with qtbot.waitExposed(screen):
        screen.show()
    wait(qtbot, context)
    return screen


def rows(screen: TodayScreen) -> list[LinkRow]:
    return [row for row in screen._scroll.widget().findChildren(LinkRow) if row.isVisible()]


def test_that_every_line_leads_to_a_screen_that_exists(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    assert screen._board is not None
    assert screen._board.items
    known = {entry.key for entry in entries()}
    for row in rows(screen):
        visited.clear()
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert [to.screen in known for to in visited] == [True], row.accessibleName()


def test_that_enter_does_what_the_line_offers(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    row = rows(screen)[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert visited == [row._destination]


def test_that_no_line_shows_a_placeholder_or_stays_english_in_chinese(context: Context, qtbot: QtBot) -> None:
    for language in ("en", "zh_CN"):
        i18n.use(language)
        screen = shown(context, qtbot)
        texts = [row.accessibleName() for row in rows(screen)]
        assert texts
        assert [text for text in texts if "{" in text or not text.strip()] == []
    needs = [text for text in texts if not any("\u4e00" <= character <= "\u9fff" for character in text)]
    assert needs == []


def test_that_the_primary_button_leads_to_the_week(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    screen.primary().click()
    assert visited == [Destination("planning")]


def test_that_the_badge_counts_what_is_late(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    assert screen._board is not None
    with qtbot.waitSignal(screen.noted) as noted:
        screen.reload()
    assert noted.args == ["today", sum(item.tone == "bad" for item in screen._board.items), ""]


def test_that_reading_again_shows_the_same(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    first = screen._board
    context.tasks.write(screen, "Note", lambda uow: None)
    wait(qtbot, context)
    wait(qtbot, context)
    assert screen._board is not None
    assert screen._board == first


def test_that_a_read_that_fails_says_so_and_is_tried_again(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_conn: object, today: object) -> None:
        raise Refused("There is no {what}.", code="GONE", what="reason")

    monkeypatch.setattr(service, "load_today", fails)
    screen = shown(context, qtbot)
    error = screen._stack.currentWidget()
    assert isinstance(error, ErrorState)
    assert "There is no reason." in [label.text() for label in error.findChildren(QLabel)]
    monkeypatch.undo()
    error.button.click()
    wait(qtbot, context)
    assert screen._stack.currentWidget() is screen._scroll
    assert rows(screen)


def test_that_a_page_that_can_no_longer_be_read_does_not_stay_as_if_it_were_true(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = shown(context, qtbot)
    monkeypatch.setattr(service, "load_today", lambda _conn, today: 1 / 0)
    screen.reload()
    wait(qtbot, context)
    assert isinstance(screen._stack.currentWidget(), ErrorState)


def test_that_an_empty_database_offers_the_way_in(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    context = make_context(workspace, tmp_path)
    screen = shown(context, qtbot)
    assert screen._empty.isVisible()
    assert screen._empty.button.isVisible()
    screen._empty.button.click()
    assert visited == [Destination("data", {"import": "people"})]
    screen.first_person.click()
    assert visited[-1] == Destination("people")
    assert not screen.primary().isEnabled()  # the one useful step is the one in the middle
    assert screen.primary().toolTip() != ""
    context.tasks.close()


def words_on(screen: TodayScreen) -> str:
    return "\n".join(label.text() for label in screen._scroll.widget().findChildren(QLabel) if label.isVisible())


def test_that_a_team_without_figures_is_told_what_is_missing(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    """No empty chart, no count of nothing."""
    workspace.perform("Hire", lambda uow: uow.session.add(Person(code="A", name="A", search="a", line=SalesLine.DIRECT)))
    context = make_context(workspace, tmp_path)
    screen = shown(context, qtbot)
    text = words_on(screen)
    assert "No sales and no targets yet." in text
    assert "No tasks yet for this week." in text
    assert "bars: actual" not in text
    assert "0 entries" not in text
    assert screen.primary().isEnabled()
    context.tasks.close()


def test_that_open_places_name_their_day_and_grades_come_best_first(context: Context, qtbot: QtBot) -> None:
    screen = shown(context, qtbot)
    board = screen._board
    assert board is not None
    assert board.cycle is not None
    text = words_on(screen)
    day, title = board.week.open_tasks[0]
    assert f"open: {i18n.weekday(day)} {title}" in text
    grades = [grade for grade, _count in board.cycle.grades]
    assert grades == sorted(grades, key="SABCD".index)
    assert f"grades so far: {grades[0]} " in text


def test_that_one_is_told_in_the_singular() -> None:
    day = date(2026, 11, 23)
    cycle = CycleSummary(1, "Q3", 3, 2, 0, day, ())
    assert "1 evaluation is still to be submitted" in words(*_told(service._evaluations(cycle, day + timedelta(days=1))))
    open_week = WeekSummary(day, 3, 2, False, ((day, "Shop"),))
    assert words(*_told(service._week(open_week)[0])) == "1 place of this week is not filled: Shop on 23 Nov"


def _told(item: TodayItem) -> tuple[str, Mapping[str, object]]:
    return item.sentence, item.figures


def test_that_a_long_line_takes_the_lines_it_needs(qtbot: QtBot) -> None:
    row = ActionRow("Review", Tone.BAD, "word " * 24, "Continue")
    qtbot.addWidget(row)
    wide, narrow = row.heightForWidth(1200), row.heightForWidth(320)
    assert narrow >= wide + 3 * 19
