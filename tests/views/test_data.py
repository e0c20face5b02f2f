"""Data and backups: the import from the file to its undo, backup, check and restore, through the widgets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE
from tests.views.support import make_context, wait
from workbench.services.workspace import Workspace
from workbench.views.context import Context, Destination
from workbench.views.data.import_wizard import ImportWizard
from workbench.views.data.screen import DataScreen

ROSTER = "工号,姓名,入职日期\nZ1,曾䶮,2026-03-01\nZ2,,2026-03-01\nZ3,李娜,2026-02-30\nZ4,王强,2026-04-01\n"
DATES = "工号,姓名,入职日期\nZ1,曾䶮,03/04/2025\nZ2,李娜,05/06/2025\n"


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> Iterator[Context]:
    made = make_context(workspace, tmp_path)
    yield made
    made.tasks.close()


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> DataScreen:
    made = DataScreen(context)
    qtbot.addWidget(made)
    made.resize(1244, 820)
    with qtbot.waitExposed(made):
        made.show()
    wait(qtbot, context)
    return made


def settle(qtbot: QtBot, context: Context) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: context.tasks.idle, timeout=60_000)
        wait(qtbot, context)


def read(screen: DataScreen, path: Path, text: str, qtbot: QtBot) -> ImportWizard:
    path.write_text(text, encoding="utf-8")
    wizard = screen.wizard
    wizard.choose_kind("people")
    wizard.path.setText(str(path))
    wizard.read()
    settle(qtbot, screen.context)
    return wizard


def people_of(context: Context) -> list[tuple[str, str]]:
    return context.workspace.read(lambda conn: [tuple(r) for r in conn.exec_driver_sql("SELECT name, hired_on FROM person ORDER BY name")])


def shown_tables(wizard: ImportWizard) -> dict[str, QTableWidget]:
    return {table.accessibleName(): table for table in wizard.findChildren(QTableWidget) if table.isVisible()}


def test_that_a_file_is_looked_at_imported_and_taken_back(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    head = context.workspace.head
    wizard = read(screen, tmp_path / "名单.csv", ROSTER, qtbot)
    assert context.workspace.head == head  # looking writes nothing
    assert "2 rows ready · 2 rejected" in wizard._note.text()
    tables = shown_tables(wizard)
    rejected = tables["Rejected rows"]
    assert [(rejected.item(r, 0).text(), rejected.item(r, 1).text()) for r in range(rejected.rowCount())] == [
        ("3", "姓名"),
        ("4", "入职日期"),
    ]
    assert all(rejected.item(r, 2).text() for r in range(2))
    assert tables["Preview"].rowCount() == 2
    told: list[tuple[str, object]] = []
    context.messages.said.connect(lambda _tone, _text, label, run: told.append((label, run)))
    wizard.go.click()
    settle(qtbot, context)
    assert [name for name, _day in people_of(context)] == ["曾䶮", "王强"]
    assert "2 new" in wizard._note.text()
    assert not wizard.go.isVisible()
    label, run = told[-1]
    assert label == "Undo this import"
    assert callable(run)
    run()
    settle(qtbot, context)
    assert people_of(context) == []
    assert wizard._note.text() == "The import was taken back."


def test_that_a_question_holds_the_import_until_it_is_answered(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = read(screen, tmp_path / "dates.csv", DATES, qtbot)
    assert not wizard.go.isEnabled()
    offered = {b.property("value"): b for b in wizard.findChildren(QPushButton) if b.property("key") and b.isVisible()}
    assert set(offered) == {"dmy", "mdy"}
    offered["dmy"].click()
    settle(qtbot, context)
    assert wizard.go.isEnabled()
    wizard.go.click()
    settle(qtbot, context)
    assert sorted(str(day) for _name, day in people_of(context)) == ["2025-04-03", "2025-06-05"]


def test_that_the_same_file_twice_changes_nothing(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    for expected in ("2 new", "2 unchanged"):
        wizard = read(screen, tmp_path / "again.csv", ROSTER, qtbot)
        wizard.go.click()
        settle(qtbot, context)
        assert expected in wizard._note.text()


def test_that_a_column_can_be_given_another_field(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = read(screen, tmp_path / "map.csv", "工号,Rufname,姓名\nZ1,x,曾䶮\n", qtbot)
    combos = {c.property("heading"): c for c in wizard.findChildren(QComboBox) if c.property("heading")}
    name = combos["姓名"]
    name.setCurrentIndex(0)
    name.activated.emit(0)
    settle(qtbot, context)
    assert not wizard.go.isEnabled()  # a name is needed


def test_that_a_file_that_is_not_there_is_said_kindly(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = screen.wizard
    wizard.read()
    assert wizard._note.text() == "Choose a file first."
    wizard.path.setText(str(tmp_path / "nowhere.csv"))
    wizard.read()
    settle(qtbot, context)
    assert wizard._note.text()
    assert "Something went wrong" not in wizard._note.text()
    assert not wizard._busy.isVisible()


def test_that_cancel_leaves_no_import_behind(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "stop.csv"
    path.write_text(ROSTER, encoding="utf-8")
    wizard = screen.wizard
    wizard.path.setText(str(path))
    wizard.read()
    wizard.stop.click()
    settle(qtbot, context)
    assert (wizard._note.text(), wizard.go.isVisible()) == ("Nothing was imported.", False)
    assert people_of(context) == []


def test_that_backup_check_and_restore_work_from_here(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    screen.primary().click()
    settle(qtbot, context)
    (backup,) = context.workspace.backups()
    assert f"{backup.taken.astimezone():%Y-%m-%d %H:%M}" in screen.backups.lines.text()
    screen._check_button.click()
    settle(qtbot, context)
    assert screen._verdict.text().startswith("Everything is sound")
    restore = screen.restoring.button
    screen.restoring.file.setText(str(backup.path))
    screen.restoring.target.setText(str(tmp_path / "second.wbdb"))
    screen.restoring.secret.setText("wrong passphrase it is")
    restore.click()
    settle(qtbot, context)
    assert screen.restoring.row.complaint
    assert screen.restoring.secret.text() == "wrong passphrase it is"
    assert screen.restoring.button.isEnabled()
    screen.restoring.secret.setText(PASSPHRASE)
    restore.click()
    settle(qtbot, context)
    assert screen.restoring.row.complaint == ""
    Workspace.open(tmp_path / "second.wbdb", PASSPHRASE, backups=tmp_path / "other").close()


def test_that_a_link_chooses_what_to_import(screen: DataScreen) -> None:
    screen.show_destination(Destination("data", {"import": "customers"}))
    assert screen.wizard.kind.currentData() == "customers"
    assert screen.state()["kind"] == "customers"


def test_that_a_copy_goes_to_another_folder_and_an_empty_one_is_asked_for(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    button = next(b for b in screen.findChildren(QPushButton) if b.text() == "Back up there")
    button.click()
    assert screen.backups.row.complaint
    (tmp_path / "stick").mkdir()
    screen.backups.elsewhere.setText(str(tmp_path / "stick"))
    button.click()
    settle(qtbot, context)
    assert screen.backups.row.complaint == ""
    assert [file.suffix for file in (tmp_path / "stick").iterdir()] == [".wbbackup"]


def test_that_an_older_import_is_taken_back_from_its_line(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    read(screen, tmp_path / "名单.csv", ROSTER, qtbot).go.click()
    settle(qtbot, context)
    assert len(people_of(context)) == 2
    screen.reload()
    settle(qtbot, context)
    button = next(b for b in screen.imports.findChildren(QPushButton) if "名单.csv" in b.accessibleName())
    button.click()
    settle(qtbot, context)
    assert people_of(context) == []


def test_that_a_place_is_offered_for_the_restored_database(screen: DataScreen, tmp_path: Path) -> None:
    screen.restoring.file._on_chosen(str(tmp_path / "one.wbbackup"))
    offered = Path(screen.restoring.target.text())
    assert offered.suffix == ".wbdb"
    assert not offered.exists()
