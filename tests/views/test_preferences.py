"""Settings: kept at once, taken back like everything else, and a refusal keeps what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE
from tests.views.support import type_chinese, wait
from workbench.errors import KnownError, Refused
from workbench.services import people
from workbench.services.workspace import Workspace
from workbench.views.context import Context
from workbench.views.preferences.screen import PreferencesScreen


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> PreferencesScreen:
    made = PreferencesScreen(context)
    qtbot.addWidget(made)
    made.resize(1244, 820)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    wait(qtbot, context)
    return made


def editor(screen: PreferencesScreen, field: str) -> QLineEdit:
    found = screen.general.names[field].editor
    assert isinstance(found, QLineEdit)
    return found


def retype(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    type_chinese(field, text)


def kept(context: Context, field: str) -> str:
    return str(getattr(context.workspace.read(people.load_organisation), field))


def test_that_chinese_from_an_input_method_is_kept_and_taken_back(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    before = kept(context, "manager_name")
    retype(editor(screen, "manager_name"), "曾䶮")
    editor(screen, "hr_name").setFocus()
    wait(qtbot, context)
    assert kept(context, "manager_name") == "曾䶮"
    context.tasks.undo(screen)
    wait(qtbot, context)
    wait(qtbot, context)
    assert kept(context, "manager_name") == before
    assert editor(screen, "manager_name").text() == before


def test_that_another_change_does_not_touch_what_is_being_typed(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    retype(editor(screen, "name"), "half a na")
    context.tasks.write(screen, "Change", lambda uow: people.edit_organisation(uow, hr_name="陈䶮"))
    wait(qtbot, context)
    wait(qtbot, context)
    assert editor(screen, "name").text() == "half a na"
    assert editor(screen, "hr_name").text() == "陈䶮"


def test_that_a_refused_name_stays_with_its_reason(
    screen: PreferencesScreen, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(uow: object, **fields: object) -> None:
        raise Refused("Not today.")

    real = people.edit_organisation
    monkeypatch.setattr(people, "edit_organisation", refuse)
    retype(editor(screen, "name"), "typed")
    editor(screen, "hr_name").setFocus()
    wait(qtbot, context)
    assert screen.general.names["name"].complaint == "Not today."
    monkeypatch.setattr(people, "edit_organisation", real)
    context.tasks.write(screen, "Change", lambda uow: real(uow, hr_name="陈䶮"))
    wait(qtbot, context)
    wait(qtbot, context)
    assert editor(screen, "name").text() == "typed"
    screen.flush()
    wait(qtbot, context)
    assert kept(context, "name") == "typed"
    assert screen.general.names["name"].complaint == ""


def test_that_leaving_a_field_unchanged_writes_nothing(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    head = context.workspace.head
    for field in screen.general.names:
        editor(screen, field).setFocus()
    screen.flush()
    wait(qtbot, context)
    assert context.workspace.head == head


def test_that_the_language_is_chosen_here(screen: PreferencesScreen, qtbot: QtBot) -> None:
    box = screen.general.language
    assert box.currentData() == "en"
    with qtbot.waitSignal(screen.language_chosen) as chosen:
        box.setCurrentIndex(box.findData("zh_CN"))
        box.activated.emit(box.currentIndex())
    assert chosen.args == ["zh_CN"]


def test_that_theme_and_text_size_are_kept(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    for box, value in ((screen.general.theme, "dark"), (screen.general.scale, "125")):
        with qtbot.waitSignal(screen.appearance_chosen):
            box.setCurrentIndex(box.findData(value))
            box.activated.emit(box.currentIndex())
    assert (context.settings.theme, context.settings.scale) == ("dark", 1.25)


def change_passphrase(screen: PreferencesScreen, old: str, new: str, again: str) -> None:
    for field, text in ((screen.general.old, old), (screen.general.new, new), (screen.general.again, again)):
        field.setText(text)
    next(b for b in screen.findChildren(QPushButton) if b.text() == "Change the passphrase").click()


def test_that_a_passphrase_is_changed_only_when_all_three_are_right(
    screen: PreferencesScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    better = "another horse battery"
    for number, given in (
        (1, (PASSPHRASE, "short", "short")),
        (2, (PASSPHRASE, better, better + "!")),
        (0, ("wrong one indeed", better, better)),
    ):
        change_passphrase(screen, *given)
        wait(qtbot, context)
        assert [bool(row.complaint) for row in screen.general.rows] == [n == number for n in range(3)]
        assert (screen.general.old.text(), screen.general.new.text(), screen.general.again.text()) == given
    change_passphrase(screen, PASSPHRASE, better, better)
    wait(qtbot, context)
    assert (screen.general.old.text(), screen.general.new.text()) == ("", "")
    path = context.workspace.path
    context.tasks.close()
    context.workspace.close()
    with pytest.raises(KnownError):
        Workspace.open(path, PASSPHRASE, backups=tmp_path / "backups")
    Workspace.open(path, better, backups=tmp_path / "backups").close()
