"""The window: keys, menu, palette, message line, undo by name, and the switch of the language."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE
from tests.views.support import make_context, settle, type_chinese, visited
from workbench import i18n
from workbench.errors import Refused
from workbench.services import people
from workbench.services.workspace import Workspace
from workbench.storage.errors import DiskFull
from workbench.views import screens
from workbench.views.context import Context, Destination
from workbench.views.main_window import MainWindow
from workbench.views.planning.screen import PlanningScreen
from workbench.views.screen import Command
from workbench.views.theme import Tone
from workbench.views.undo import Undo
from workbench.views.widgets.states import InlineMessage

KEYS = ("today", "planning", "data", "preferences")


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> MainWindow:
    found = {entry.key: entry for entry in screens.entries()}
    made = MainWindow(context, [found[key] for key in KEYS])
    made.language_chosen.connect(partial(switch, made))
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_screen("today")
    settle(qtbot, context)
    return made


def switch(window: MainWindow, name: str) -> None:
    """As app.py does it."""
    i18n.use(name)
    window.rebuild()


def key_of(window: MainWindow) -> str:
    assert window.current is not None
    return window.current.key


def shown(window: MainWindow) -> list[Command]:
    model = window.palette_popup._model
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def rename(context: Context, window: MainWindow, name: str) -> None:
    context.tasks.write(window, "Change {field} to “{text}”", partial(people.edit_organisation, name=name), field="Company", text=name)


def test_that_ctrl_and_a_number_go_to_each_screen(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    for number, key in reversed(list(enumerate(KEYS))):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, context)
        assert key_of(window) == key
        assert window.rail.items[key].isChecked()
        assert window.current is not None
        assert window.top._title.text() == window.current.title() != ""


class Watch(QObject):
    """Notes every window that comes up beside the main window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_that_no_part_of_a_screen_flashes_as_a_window_of_its_own(
    window: MainWindow, context: Context, qtbot: QtBot, qapp: QApplication
) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    for key in KEYS:
        window.show_screen(key)
        settle(qtbot, context)
    context.messages.tell("said", Tone.GOOD, "Undo", window.undo.undo_action.trigger)
    window.rebuild()
    settle(qtbot, context)
    qapp.removeEventFilter(watch)
    assert watch.seen == []
    assert window.isActiveWindow()


def test_that_no_key_is_given_twice(window: MainWindow) -> None:
    window.rebuild()
    given = [
        k.toString(QKeySequence.SequenceFormat.PortableText) for a in window.findChildren(QAction) for k in a.shortcuts() if not k.isEmpty()
    ]
    alive = [key for key in given if key.startswith(("Ctrl", "F1"))]
    assert {"Ctrl+K", "Ctrl+Z", "Ctrl+I", "Ctrl+B", "F1"} <= set(alive)
    menu = [k.toString() for m in window._menu._bar.actions() if m.menu() for a in m.menu().actions() for k in a.shortcuts()]
    assert len(menu) == len(set(menu))


def test_that_the_rail_and_links_show_the_screen_they_name(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.rail.items["data"], Qt.MouseButton.LeftButton)
    assert key_of(window) == "data"
    window.go(Destination("planning", {"monday": date(2026, 12, 7)}))
    settle(qtbot, context)
    assert window.current is not None
    assert window.current.state() == {"monday": date(2026, 12, 7)}
    window.show_screen("not there")
    assert key_of(window) == "planning"


def test_that_undo_is_named_and_is_still_there_after_a_restart(window: MainWindow, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    rename(context, window, "䶮公司")
    settle(qtbot, context)
    assert window.undo.undo_action.text() == "Undo Change Company to “䶮公司”"
    i18n.use("zh_CN")
    window.undo.refresh()
    settle(qtbot, context)
    assert "撤销" in window.undo.undo_action.text()
    assert "公司" in window.undo.undo_action.text()
    i18n.use("en")
    path = context.workspace.path
    context.tasks.close()
    context.workspace.close()
    with Workspace.open(path, PASSPHRASE, backups=tmp_path / "backups") as again:
        other = make_context(again, tmp_path)
        undo = Undo(other, window)
        settle(qtbot, other)
        assert undo.undo_action.text() == "Undo Change Company to “䶮公司”"
        undo.undo_action.trigger()
        settle(qtbot, other)
        assert undo.redo_action.text() == "Redo Change Company to “䶮公司”"
        assert again.read(people.load_organisation).name != "䶮公司"
        other.tasks.close()


def test_that_ctrl_z_takes_back_and_offers_redo(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    before = context.workspace.read(people.load_organisation).name
    rename(context, window, "New")
    settle(qtbot, context)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, context)
    assert window.message_text == "Taken back: Change Company to “New”"
    assert context.workspace.read(people.load_organisation).name == before
    assert window.message_line.shown is not None
    window.message_line.shown.action.click()
    settle(qtbot, context)
    assert context.workspace.read(people.load_organisation).name == "New"


def test_that_a_name_with_braces_is_no_placeholder(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    rename(context, window, "{name} {0} %s")
    settle(qtbot, context)
    assert window.undo.undo_action.text() == "Undo Change Company to “{name} {0} %s”"


def test_that_a_language_switch_keeps_screen_and_week(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.go(Destination("planning", {"monday": date(2026, 12, 7)}))
    settle(qtbot, context)
    window.language_chosen.emit("zh_CN")
    settle(qtbot, context)
    assert isinstance(window.current, PlanningScreen)
    assert window.current.state() == {"monday": date(2026, 12, 7)}
    assert window.rail.items["today"].toolTip() == "今天"
    assert window.top._title.text() == window.current.title() == i18n._("Week plan") != "Week plan"


def test_that_a_language_switch_keeps_the_week_of_a_screen_behind(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.go(Destination("planning", {"monday": date(2026, 12, 7)}))
    window.show_screen("preferences")
    settle(qtbot, context)
    window.language_chosen.emit("zh_CN")
    settle(qtbot, context)
    assert key_of(window) == "preferences"
    window.show_screen("planning")
    settle(qtbot, context)
    assert window.current is not None
    assert window.current.state() == {"monday": date(2026, 12, 7)}


def test_that_a_switch_there_and_back_still_works(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    for name in ("zh_CN", "en", "zh_CN", "en"):
        window.language_chosen.emit(name)
        settle(qtbot, context)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert key_of(window) == "planning"
    assert len(window._menu._bar.actions()) == 4


@pytest.mark.parametrize("typed", ["zqy", "zeng", "曾庆宇", "ZQY", "qingyu"])
def test_that_the_palette_finds_a_person(window: MainWindow, context: Context, qtbot: QtBot, typed: str) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_popup
    assert palette.isVisible()
    type_chinese(palette.input, typed)
    settle(qtbot, context)
    assert "曾庆宇" in [command.text for command in shown(window)]
    row = [command.text for command in shown(window)].index("曾庆宇")
    for _ in range(row):
        qtbot.keyClick(palette.input, Qt.Key.Key_Down)
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_that_the_palette_opens_screens_weeks_and_commands(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    for typed, check in (("settings", "preferences"), ("w49", "planning"), ("beifen", "planning")):
        window.open_palette()
        settle(qtbot, context)
        qtbot.keyClicks(window.palette_popup.input, typed)
        qtbot.keyClick(window.palette_popup.input, Qt.Key.Key_Return)
        settle(qtbot, context)
        assert key_of(window) == check
    assert window.current is not None
    assert window.current.state() == {"monday": date(2026, 11, 30)}
    assert window.message_text.startswith("Backed up and checked")


def test_that_words_that_fit_nothing_say_so_and_are_looked_for_in_the_records(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.open_palette()
    settle(qtbot, context)
    qtbot.keyClicks(window.palette_popup.input, "qqqqqq")
    qtbot.keyClick(window.palette_popup.input, Qt.Key.Key_Down)
    palette = window.palette_popup
    assert [command.text for command in shown(window)] == ["Search the records for “qqqqqq”"]
    assert palette.nothing.text() == "Nothing fits “qqqqqq”."
    for words in (palette.nothing, palette.hint):
        assert words.isVisible()
        assert words.height() >= words.heightForWidth(words.width())
    qtbot.keyClick(palette.input, Qt.Key.Key_Backspace)
    palette.input.setText("settings")
    assert not palette.nothing.isVisible()
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert key_of(window) == "preferences"


def test_that_palette_and_help_give_the_keyboard_back(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.show_screen("preferences")
    settle(qtbot, context)
    assert window.current is not None
    field = window.current.findChildren(QLineEdit)[1]
    field.setFocus()
    window.open_palette()
    assert window.focusWidget() is window.palette_popup.input
    qtbot.keyClick(window.palette_popup.input, Qt.Key.Key_Escape)
    assert window.focusWidget() is field
    window.show_keys()
    qtbot.keyClick(window.help_popup, Qt.Key.Key_Escape)
    assert window.focusWidget() is field
    settle(qtbot, context)


def test_that_f1_names_the_keys_of_the_screen_in_front(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.show_screen("planning")
    settle(qtbot, context)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.help_popup.isVisible()
    assert "Pick a block up, and drop it" in window.help_popup.accessibleName()
    assert "Ctrl+K" in window.help_popup.accessibleName()
    assert not window.help_popup.grab().isNull()
    qtbot.keyClick(window.help_popup, Qt.Key.Key_Escape)
    assert not window.help_popup.isVisible()


def test_that_the_message_line_says_one_thing_and_goes(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    context.messages.tell("one")
    context.messages.tell("two", Tone.ACCENT)
    assert window.message_text == "two"
    assert [m.text for m in window.findChildren(InlineMessage) if m.isVisible()] == ["two"]
    assert window.message_line._timer.isActive()
    window.message_line._timer.timeout.emit()
    assert window.message_text == ""
    context.messages.complain(Refused("Not today."))
    assert window.message_text == "Not today."
    assert not window.message_line._timer.isActive()  # a refusal stays until it is read
    assert window.message_line.shown is not None
    window.message_line.shown._close.click()
    assert window.message_text == ""


def test_that_a_fault_of_ours_offers_its_details(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    def broken(conn: object) -> None:
        raise ZeroDivisionError("secret 曾䶮")

    context.tasks.read(window, broken, visited.append)
    settle(qtbot, context)
    assert "Your saved data is safe" in window.message_text
    assert "secret" not in window.message_text
    assert window.message_line.shown is not None
    assert window.message_line.shown.action.text() == "Copy the details"


def test_that_a_narrow_window_keeps_its_rail_as_icons(window: MainWindow) -> None:
    window.resize(1000, 700)
    assert window.rail.is_collapsed
    window.resize(1440, 900)
    assert not window.rail.is_collapsed


def test_that_closing_keeps_what_is_typed_and_the_size(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.show_screen("preferences")
    settle(qtbot, context)
    assert window.current is not None
    field = next(e for e in window.current.findChildren(QLineEdit) if e.property("field") == "name")
    field.setFocus()
    field.selectAll()
    type_chinese(field, "䶮")
    window.resize(1280, 720)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert context.workspace.read(people.load_organisation).name == "䶮"
    assert context.settings.window == (1280, 720)


def typing(window: MainWindow, context: Context, qtbot: QtBot, text: str) -> QLineEdit:
    window.show_screen("preferences")
    settle(qtbot, context)
    assert window.current is not None
    field = next(e for e in window.current.findChildren(QLineEdit) if e.property("field") == "name")
    field.setFocus()
    field.selectAll()
    type_chinese(field, text)
    return field


def test_that_a_window_whose_last_text_is_refused_stays_open_and_says_so(
    window: MainWindow, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_fields: object) -> None:
        raise DiskFull("no room")

    field = typing(window, context, qtbot, "䶮")
    with monkeypatch.context() as harm:
        harm.setattr(people, "edit_organisation", full)
        window.close()
        settle(qtbot, context)
    assert window.isVisible()
    assert field.text() == "䶮"
    assert "the window stays open" in window.message_text
    assert "disk" in window.message_text
    window.close()
    settle(qtbot, context)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert context.workspace.read(people.load_organisation).name == "䶮"


def test_that_a_window_can_be_closed_without_what_is_refused(
    window: MainWindow, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_fields: object) -> None:
        raise DiskFull("no room")

    typing(window, context, qtbot, "䶮")
    monkeypatch.setattr(people, "edit_organisation", full)
    window.close()
    settle(qtbot, context)
    assert window.isVisible()
    assert window.message_line.shown is not None
    window.message_line.shown.action.click()
    qtbot.waitUntil(lambda: not window.isVisible())
