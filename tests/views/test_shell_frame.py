"""The window with screens that only count: when they are made, read, flushed and restored; long work; the state of saving."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from tests.views.support import make_context, type_chinese, wait
from workbench import i18n
from workbench.errors import BugError, Refused
from workbench.i18n import N_, _
from workbench.services import people
from workbench.services.workspace import Workspace
from workbench.views.context import Context, Destination
from workbench.views.main_window import Entry, MainWindow
from workbench.views.screen import Command, Screen
from workbench.views.settings import Settings
from workbench.views.tasks import Progress
from workbench.views.theme import theme


class FakeScreen(Screen):
    """Counts what the window asks of it."""

    key: ClassVar[str] = "today"
    tables: ClassVar[frozenset[str]] = frozenset({"person"})
    made: ClassVar[list[str]] = []

    def build(self) -> None:
        FakeScreen.made.append(self.key)
        self.reloads = 0
        self.flushed = 0
        self.shown: dict[str, Any] = {}
        self.field = QLineEdit()
        self.field.setAccessibleName("Note")
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        self._primary = QPushButton(_("Back up now"))

    def title(self) -> str:
        return _("Today")

    def subtitle(self) -> str:
        return i18n.language()

    def primary(self) -> QPushButton:
        return self._primary

    def reload(self) -> None:
        self.reloads += 1

    def flush(self) -> None:
        self.flushed += 1

    def state(self) -> dict[str, Any]:
        return {"text": self.field.text()}

    def restore(self, state: dict[str, Any]) -> None:
        self.shown = dict(state)
        self.field.setText(str(state.get("text", "")))

    def commands(self) -> list[Command]:
        return [Command("sun", "Praise somebody", "", "praise biaoyang", self.praise)]

    def praise(self) -> None:
        self.field.setText("praised")


class OtherScreen(FakeScreen):
    key: ClassVar[str] = "people"
    tables: ClassVar[frozenset[str]] = frozenset({"customer"})

    def title(self) -> str:
        return _("Team")

    def print_out(self) -> bool:
        self.field.setText("printed")
        return True


class LongScreen(Screen):
    """Built in three steps, of which it keeps account; `broken` fails in the second."""

    key: ClassVar[str] = "reviews"
    steps: ClassVar[list[int]] = []
    broken: ClassVar[bool] = False

    def build(self) -> Iterator[None]:
        for step in range(3):
            if self.broken and step == 1:
                raise BugError("broken on purpose")
            LongScreen.steps.append(step)
            yield


LONG = Entry("reviews", N_("Reviews"), "clipboard-check", LongScreen)
ENTRIES = (Entry("today", N_("Today"), "sun", FakeScreen), Entry("people", N_("Team"), "users", OtherScreen))


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> Iterator[Context]:
    FakeScreen.made.clear()
    made = make_context(workspace, tmp_path)
    yield made
    made.tasks.close()


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> MainWindow:
    made = MainWindow(context, ENTRIES)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_screen("today")
    wait(qtbot, context)
    return made


@pytest.fixture
def with_long(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The first screen is shown, the long one is still to be built."""
    monkeypatch.setattr(LongScreen, "steps", [])
    made = MainWindow(context, (ENTRIES[0], LONG))
    qtbot.addWidget(made)
    made.show_screen("today")
    wait(qtbot, context)
    return made


def shown(window: MainWindow) -> FakeScreen:
    current = window.current
    assert isinstance(current, FakeScreen)
    return current


def test_that_a_screen_is_made_when_it_is_first_shown(window: MainWindow) -> None:
    assert FakeScreen.made == ["today"]
    for key in ("people", "today", "people"):
        window.show_screen(key)
    assert FakeScreen.made == ["today", "people"]


def test_that_a_hidden_screen_reads_again_when_it_is_shown_and_not_before(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    today = shown(window)
    window.show_screen("people")
    before = today.reloads
    context.tasks.write(window, "Add {name}", partial(people.add_person, name="曾䶮"), name="曾䶮")
    wait(qtbot, context)
    assert (today.reloads, shown(window).reloads) == (before, 1)  # the screen in front cares for customers only
    window.show_screen("today")
    assert today.reloads == before + 1


def test_that_the_primary_button_and_title_follow_the_screen(window: MainWindow) -> None:
    first = shown(window).primary()
    assert window.top._title.text() == "Today"
    window.show_screen("people")
    assert (window.top._title.text(), first.isHidden(), shown(window).primary().isHidden()) == ("Team", True, False)
    assert shown(window).primary().property("look") == "primary"


def test_that_a_language_switch_says_everything_anew_and_keeps_what_is_typed(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    type_chinese(shown(window).field, "还没写完")
    old = shown(window)
    i18n.use("zh_CN")
    window.rebuild()
    wait(qtbot, context)
    assert old.flushed >= 1
    assert (shown(window).field.text(), window.top._title.text()) == ("还没写完", "今天")
    assert window.menuBar().actions()[0].text() == "文件"
    assert window.rail.items["people"].accessibleName() == "团队"


def test_that_a_language_switch_leaves_no_old_menus_behind(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    before = len(window.menuBar().findChildren(QMenu))
    for language in ("zh_CN", "en", "zh_CN"):
        i18n.use(language)
        window.rebuild()
        wait(qtbot, context)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(window.menuBar().findChildren(QMenu)) <= before


def test_that_ctrl_p_goes_to_the_screen_in_front(window: MainWindow, qtbot: QtBot) -> None:
    window.print_out()
    assert "nothing to print" in window.message_text
    window.show_screen("people")
    qtbot.keySequence(window, QKeySequence("Ctrl+P"))
    qtbot.waitUntil(lambda: shown(window).field.text() == "printed")


def test_that_a_destination_is_shown_by_its_screen(window: MainWindow) -> None:
    window.go(Destination("people", {"person_id": 3}))
    assert (shown(window).key, shown(window).shown) == ("people", {"person_id": 3})


def test_that_a_person_is_found_by_staff_number_and_before_the_weeks(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    context.tasks.write(window, "Add", partial(people.add_person, name="周喆", code="SH-0006"))
    wait(qtbot, context)
    for typed in ("SH-0006", "zhou"):
        window.open_palette()
        wait(qtbot, context)
        qtbot.keyClicks(window.palette_popup.input, typed)
        model = window.palette_popup._model
        assert model.index(0, 0).data().startswith("周喆")
        window.palette_popup.hide()


def test_that_a_command_of_the_screen_runs_by_keyboard_only(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.open_palette()
    wait(qtbot, context)
    qtbot.keyClicks(window.palette_popup.input, "biaoyang")
    window.palette_popup._run()
    assert shown(window).field.text() == "praised"


def test_that_the_details_of_our_own_fault_are_copied_without_words_of_records(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    def broken(conn: Any) -> None:
        raise ZeroDivisionError("曾䶮")

    context.tasks.read(window, broken, window.top.setAccessibleName)
    qtbot.waitUntil(lambda: window.message_text != "")
    assert window.message_line.shown is not None
    window.message_line.shown.action.click()
    copied = QApplication.clipboard().text()
    assert "ZeroDivisionError" in copied
    assert "曾䶮" not in copied


def test_that_an_action_in_a_message_runs_once(window: MainWindow, context: Context) -> None:
    runs: list[int] = []
    context.messages.tell("Done", action="Undo", run=lambda: runs.append(1))
    assert window.message_line.shown is not None
    window.message_line.shown.action.click()
    assert (runs, window.message_text) == ([1], "")


def test_that_work_with_a_title_is_shown_and_can_be_cancelled(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    begun = threading.Event()

    def job(progress: Progress) -> None:
        progress.step("checking", 9, 9)
        begun.set()
        while True:
            progress.check()
            threading.Event().wait(0.001)

    failed: list[BaseException] = []
    context.tasks.work(window, job, failed.append, failed.append, title="Planning")
    assert begun.wait(5)
    qtbot.waitUntil(lambda: any("checking" in line.words for line in window.work_lines.lines.values()))
    next(iter(window.work_lines.lines.values()))._button.click()
    qtbot.waitUntil(lambda: not window.work_lines.lines and context.tasks.idle)
    assert len(failed) == 1


def test_that_work_without_a_title_is_left_to_its_screen(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    context.tasks.work(window, lambda progress: progress.step("quiet", 1, 1), window.top.setAccessibleName)
    assert not window.work_lines.lines
    wait(qtbot, context)


def test_that_saved_is_said_after_the_commit(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    assert "Everything is saved" in window.status.accessibleName()
    context.tasks.write(window, "Add", partial(people.add_person, name="曾䶮"))
    assert window.status._saving
    assert "Saved ·" not in window.status.accessibleName()
    wait(qtbot, context)
    assert not window.status._saving
    assert "Saved ·" in window.status.accessibleName()


def test_that_the_rail_follows_the_text_size_too(window: MainWindow) -> None:
    assert not window.rail.is_collapsed
    theme().apply(scale=1.5)
    collapsed = window.rail.is_collapsed
    theme().apply(scale=1.0)
    assert (collapsed, window.rail.is_collapsed) == (True, False)


@pytest.mark.parametrize("language", ["zh_CN", "en", "pseudo"])
def test_that_the_frame_fits_1280_by_720_in_every_language(window: MainWindow, context: Context, qtbot: QtBot, language: str) -> None:
    i18n.use(language)
    window.rebuild()
    wait(qtbot, context)
    window.resize(1280, 720)
    assert window.width() == 1280
    assert window.top.minimumSizeHint().width() <= 1280 - window.rail.width()


def test_that_a_failing_slot_fails_a_test(qtbot: QtBot) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)

    def broken() -> None:
        raise Refused("planted")

    button.clicked.connect(broken)
    with qtbot.captureExceptions() as caught:
        button.click()
    assert [found[0].__name__ for found in caught] == ["Refused"]


def test_that_settings_come_back_as_they_were_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    first = Settings(file)
    first.language, first.theme, first.scale, first.window = "zh_CN", "dark", 1.25, (1300, 800)
    first.add_recent(tmp_path)
    again = Settings(file)
    assert (again.language, again.theme, again.scale, again.window, again.recent) == ("zh_CN", "dark", 1.25, (1300, 800), (tmp_path,))


def test_that_damaged_settings_fall_back_to_what_is_usual(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[General]\nlanguage=klingon\ntheme=7\nscale=big\nwindow=wide\nrecent=/gone|/too\n", encoding="utf-8")
    settings = Settings(file)
    assert (settings.language, settings.theme, settings.scale, settings.window, settings.recent) == ("", "system", 1.0, (1440, 900), ())


def test_that_screens_are_built_ahead_a_step_between_two_events(with_long: MainWindow, qtbot: QtBot) -> None:
    with_long.build_ahead()
    assert LongScreen.steps == []
    qtbot.waitUntil(lambda: LongScreen.steps == [0])
    assert with_long.is_building_ahead
    qtbot.waitUntil(lambda: not with_long.is_building_ahead)
    assert LongScreen.steps == [0, 1, 2]
    with_long.show_screen("reviews")
    assert LongScreen.steps == [0, 1, 2]


def test_that_a_screen_asked_for_while_it_is_built_is_finished_at_once(with_long: MainWindow, qtbot: QtBot) -> None:
    with_long.build_ahead()
    qtbot.waitUntil(lambda: LongScreen.steps == [0])
    with_long.show_screen("reviews")
    assert LongScreen.steps == [0, 1, 2]
    assert isinstance(with_long.current, LongScreen)


def test_that_another_language_builds_the_rest_ahead_anew(with_long: MainWindow, qtbot: QtBot) -> None:
    with_long.build_ahead()
    qtbot.waitUntil(lambda: LongScreen.steps == [0])
    with_long.rebuild()
    qtbot.waitUntil(lambda: not with_long.is_building_ahead)
    assert LongScreen.steps == [0, 0, 1, 2]


def test_that_a_screen_that_cannot_be_built_is_not_tried_again_and_again(
    with_long: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LongScreen, "broken", True)
    with qtbot.captureExceptions() as faults:
        with_long.build_ahead()
        qtbot.waitUntil(lambda: bool(faults))
        qtbot.wait(100)
    assert [str(fault[1]) for fault in faults] == ["broken on purpose"]
    assert not with_long.is_building_ahead
