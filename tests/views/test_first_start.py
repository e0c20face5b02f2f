"""The first window: at most three clicks, and whatever is refused stays typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE
from tests.views.support import type_chinese
from workbench import i18n
from workbench.errors import KnownError
from workbench.services.workspace import Workspace
from workbench.views.first_start import FirstStart, Wish
from workbench.views.fonts import load_fonts
from workbench.views.settings import Settings
from workbench.views.theme import theme


@pytest.fixture
def first(tmp_path: Path, qtbot: QtBot) -> FirstStart:
    load_fonts()
    theme().apply(dark=False)
    made = FirstStart(Settings(tmp_path / "s.ini"), tmp_path)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def press(first: FirstStart, text: str) -> None:
    next(b for b in first._buttons if b.accessibleName() == text).click()


def wishes(first: FirstStart) -> list[Wish]:
    found: list[Wish] = []
    first.wished.connect(found.append)
    return found


def test_that_the_sample_team_is_one_click_away(first: FirstStart) -> None:
    asked = wishes(first)
    press(first, "Open the sample team")
    assert [wish.kind for wish in asked] == ["sample"]


def test_that_a_database_is_created_with_a_name_and_a_passphrase(first: FirstStart, tmp_path: Path, qtbot: QtBot) -> None:
    asked = wishes(first)
    press(first, "Create my database")
    first._name.clear()
    type_chinese(first._name, "我的团队")
    qtbot.keyClicks(first._first, "too short")
    press(first, "Create")
    assert first.note == "The passphrase needs at least 12 characters; this one has 9."
    assert (first._name.text(), first._first.text()) == ("我的团队", "too short")
    assert first.focusWidget() is first._first
    assert "3 more characters" in first.meter.words
    first._first.setText(PASSPHRASE)
    qtbot.keyClicks(first._second, PASSPHRASE + "?")
    press(first, "Create")
    assert "differ" in first.note
    first._second.setText(PASSPHRASE)
    assert asked == []
    qtbot.keyClick(first._second, Qt.Key.Key_Return)
    assert asked == [Wish("create", tmp_path / "我的团队.wbdb", PASSPHRASE)]


@pytest.mark.parametrize(("typed", "folder"), [("a/b\\c:d", "abcd"), ("  x. ", "x"), ("..", ""), (" ", ""), ("曾" * 200, "曾" * 80)])
def test_that_a_name_is_fit_for_a_folder_or_asked_again(first: FirstStart, tmp_path: Path, typed: str, folder: str) -> None:
    asked = wishes(first)
    press(first, "Create my database")
    first._name.setText(typed)
    first._first.setText(PASSPHRASE)
    first._second.setText(PASSPHRASE)
    press(first, "Create")
    assert [wish.path for wish in asked] == ([tmp_path / f"{folder}.wbdb"] if folder else [])
    assert bool(first.note) == (not folder)


def test_that_a_wrong_passphrase_is_said_in_place_and_stays_typed(first: FirstStart, workspace: Workspace, qtbot: QtBot) -> None:
    path = workspace.path
    workspace.close()
    asked = wishes(first)
    first.open_page(path)
    assert first.focusWidget() is first._first
    qtbot.keyClicks(first._first, "not the passphrase")
    qtbot.keyClick(first._first, Qt.Key.Key_Return)
    assert asked == [Wish("open", path, "not the passphrase")]
    first.set_busy("Opening …")
    assert not any(button.isEnabled() for button in first._buttons)
    with pytest.raises(KnownError) as refused:
        Workspace.open(path, asked[0].passphrase)
    first.refuse(refused.value)
    assert first.note
    assert first._first.text() == "not the passphrase"
    assert all(button.isEnabled() for button in first._buttons)
    assert [b.text() for b in first._buttons if b.property("look") == "primary"] == ["Unlock"]


def test_that_a_language_switch_keeps_page_and_typed_text(first: FirstStart) -> None:
    press(first, "Create my database")
    first._name.setText("甲队")
    first._first.setText("half")
    i18n.use("zh_CN")
    first.rebuild()
    assert [field.text() for field in first._fields] == ["甲队", "half", ""]
    assert first._main is not None
    assert first._main.text() == i18n._("Create") != "Create"
    i18n.use("en")


def test_that_the_language_buttons_say_what_was_chosen(first: FirstStart, qtbot: QtBot) -> None:
    button = next(b for b in first.findChildren(QPushButton) if b.text() == "简体中文")
    with qtbot.waitSignal(first.language_chosen) as chosen:
        button.click()
    assert chosen.args == ["zh_CN"]


def test_that_the_recovery_key_is_shown_once_and_asks_for_the_tick(first: FirstStart) -> None:
    key = "-".join(["ABCDE"] * 8)
    asked = wishes(first)
    first.show_recovery_key(key)
    assert first._shown.text().split() == key.split("-")
    assert not first._go_on.isEnabled()
    first._written.setChecked(True)
    press(first, "Continue")
    assert [wish.kind for wish in asked] == ["finish"]


def test_that_a_lost_passphrase_asks_for_key_and_new_passphrase(first: FirstStart, tmp_path: Path) -> None:
    asked = wishes(first)
    first.open_page(tmp_path)
    press(first, "I have lost the passphrase")
    first._typed_key.setText("KEY")
    press(first, "Open and set this passphrase")
    assert "at least 12" in first.note
    first._first.setText(PASSPHRASE)
    first._second.setText(PASSPHRASE)
    press(first, "Open and set this passphrase")
    assert asked == [Wish("recover", tmp_path, PASSPHRASE, "KEY")]


def test_that_a_passphrase_is_never_shown(first: FirstStart, tmp_path: Path) -> None:
    press(first, "Create my database")
    assert [field.echoMode() for field in first._fields[1:]] == [QLineEdit.EchoMode.Password] * 2


def test_that_a_new_database_is_made_in_the_folder_that_is_shown(first: FirstStart, tmp_path: Path, qtbot: QtBot) -> None:
    asked = wishes(first)
    press(first, "Create my database")
    assert str(first._folder) in first.place.full_text
    first.keep_in(str(tmp_path / "elsewhere"))
    assert str(tmp_path / "elsewhere") in first.place.full_text
    qtbot.keyClicks(first._first, "correct horse battery")
    qtbot.keyClicks(first._second, "correct horse battery")
    press(first, "Create")
    assert [wish.path for wish in asked] == [tmp_path / "elsewhere" / "My team.wbdb"]
