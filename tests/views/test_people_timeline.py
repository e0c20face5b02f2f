"""The timeline through its real widget: by kind, as far as one scrolls, opened by key, and reached from the one-on-one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.views.support import opened, pick, settle, visited
from workbench.readmodels.people_timeline import MomentKind, Thanks
from workbench.services import one_on_ones as talks
from workbench.services import people
from workbench.services.people_timeline import PAGE
from workbench.services.workspace import UnitOfWork
from workbench.views.context import Context, Destination
from workbench.views.one_on_ones.context_column import ContextColumn
from workbench.views.people.screen import PeopleScreen
from workbench.views.people.timeline import TimelinePage

THANKS = 150


@pytest.fixture
def somebody(context: Context) -> int:
    """One of the sample team, thanked on 150 days."""
    person_id = int(context.workspace.read(people.load_names)[0][0])

    def thank(uow: UnitOfWork) -> None:
        for days in range(THANKS):
            talks.recognise(uow, person_id, f"致谢 {days}", TODAY - timedelta(days=days))

    context.workspace.perform("Test", thank)
    return person_id


@pytest.fixture
def page(context: Context, somebody: int, qtbot: QtBot) -> TimelinePage:
    screen = opened(PeopleScreen, context, qtbot)
    screen.show_destination(Destination("people", {"person_id": somebody, "part": "timeline"}))
    settle(qtbot, context)
    found: Any = screen.panel.parts.page("timeline")
    pick(found.filter, MomentKind.THANKS.value)
    settle(qtbot, context)
    assert isinstance(found, TimelinePage)
    return found


def texts(page: TimelinePage) -> list[str]:
    return [moment.fact.text for moment in page.model.moments if isinstance(moment.fact, Thanks)]


def test_that_the_line_is_read_on_as_one_scrolls_and_opened_with_enter(
    page: TimelinePage, context: Context, somebody: int, qtbot: QtBot
) -> None:
    assert len(page.model.moments) == PAGE
    assert page.model.total >= THANKS
    assert {moment.kind for moment in page.model.moments} == {MomentKind.THANKS}
    while len(page.model.moments) < page.model.total:
        before = len(page.model.moments)
        page.list.scrollToBottom()
        settle(qtbot, context)
        assert len(page.model.moments) > before
    assert len(set(texts(page))) == len(texts(page)) == page.model.total
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Home)
    visited.clear()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert [(one.screen, one.what) for one in visited] == [("one_on_ones", {"person_id": somebody})]


def test_that_what_is_chosen_stays_chosen_when_something_new_comes_above_it(
    page: TimelinePage, context: Context, somebody: int, qtbot: QtBot
) -> None:
    page.list.setCurrentIndex(page.model.index(3))
    chosen = page.model.moments[3]
    context.tasks.write(page, "Test", lambda uow: talks.recognise(uow, somebody, "新的致谢", TODAY))
    settle(qtbot, context)
    assert "新的致谢" in texts(page)[:2]
    assert page.list.currentIndex().row() == 4
    assert page.model.moments[4] == chosen
    context.tasks.undo(page)
    settle(qtbot, context)
    assert "新的致谢" not in texts(page)
    assert page.list.currentIndex().row() == 3


def test_that_the_one_on_one_leads_to_the_line_of_its_person(context: Context, somebody: int, qtbot: QtBot) -> None:
    column = ContextColumn(context)
    qtbot.addWidget(column)
    column.show_card(context.workspace.read(lambda conn: talks.load_talk(conn, somebody, TODAY)))
    column.timeline.click()
    assert visited == [Destination("people", {"person_id": somebody, "part": "timeline"})]
