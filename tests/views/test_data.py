"""Data and backups: the import from the file to its undo, backup, check and restore, through the widgets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE
from tests.views.support import make_context, wait
from workbench import i18n
from workbench.services.workspace import Workspace
from workbench.views.context import Context, Destination
from workbench.views.data.import_parts import AnswerLine, QuestionCard, RowsView
from workbench.views.data.import_wizard import ImportWizard
from workbench.views.data.screen import DataScreen
from workbench.views.tasks import Progress

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


def shown_tables(wizard: ImportWizard) -> dict[str, RowsView]:
    return {table.accessibleName(): table for table in wizard.findChildren(RowsView) if table.isVisible()}


def texts(table: RowsView) -> list[list[str]]:
    model = table.model()
    return [[str(model.index(r, c).data()) for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_that_a_file_is_looked_at_imported_and_taken_back(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    head = context.workspace.head
    wizard = read(screen, tmp_path / "名单.csv", ROSTER, qtbot)
    assert context.workspace.head == head  # looking writes nothing
    assert "2 rows ready · 2 rejected" in wizard._note.text()
    tables = shown_tables(wizard)
    rejected = tables["Rejected rows"]
    assert [row[:2] for row in texts(rejected)] == [["3", "姓名"], ["4", "入职日期"]]
    assert all(row[2] for row in texts(rejected))
    assert texts(tables["Preview"]) == [["Z1", "曾䶮", "2026-03-01"], ["Z4", "王强", "2026-04-01"]]
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


def focused(screen: DataScreen) -> QWidget | None:
    return screen.window().focusWidget()


def test_that_the_keyboard_follows_the_import_to_its_result(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    screen.wizard.path.setFocus()
    wizard = read(screen, tmp_path / "dates.csv", DATES, qtbot)
    now = focused(screen)
    assert isinstance(now, QPushButton)
    assert now.property("value") in ("dmy", "mdy")
    now.click()
    settle(qtbot, context)
    (line,) = wizard.findChildren(AnswerLine)
    assert line.isVisible()
    assert focused(screen) is wizard.go
    qtbot.keyClick(wizard.go, Qt.Key.Key_Space)
    settle(qtbot, context)
    assert focused(screen) is wizard._note
    assert "2 new" in wizard._note.text()


def test_that_what_is_typed_elsewhere_keeps_the_keyboard(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    screen.restoring.secret.setFocus()
    read(screen, tmp_path / "dates.csv", DATES, qtbot)
    assert focused(screen) is screen.restoring.secret


@pytest.mark.parametrize("text", ["工号,姓名,入职日期\n", "工号,Rufname\n", "工号,姓名\n,\n"])
def test_that_a_file_with_only_headings_says_so_and_makes_nothing(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot, text: str
) -> None:
    head = context.workspace.head
    wizard = read(screen, tmp_path / "empty.csv", text, qtbot)
    assert wizard._note.text() == ("empty.csv holds headings and no row below them, so there is nothing to bring in. Nothing was changed.")
    assert not wizard.go.isVisible()
    assert context.workspace.head == head


def test_that_the_same_file_twice_changes_nothing(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    for expected in ("2 new", "Nothing changed"):
        wizard = read(screen, tmp_path / "again.csv", ROSTER, qtbot)
        wizard.go.click()
        settle(qtbot, context)
        assert expected in wizard._note.text()
        assert not wizard.go.isVisible()
        assert not wizard.stop.isVisible()
        assert wizard.path.isEnabled()
    assert [row[:2] for row in texts(shown_tables(wizard)["Rejected rows"])] == [["3", "姓名"], ["4", "入职日期"]]
    assert len(context.workspace.steps().undo) == 1


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
    assert f"{i18n.local(backup.taken):%Y-%m-%d %H:%M}" in screen.backups.lines.text()
    screen._check_button.click()
    settle(qtbot, context)
    assert screen._verdict.text().startswith("Everything is sound")
    restore = screen.restoring.button
    screen.restoring.file.setText(str(backup.path))
    screen.restoring.target.setText(str(tmp_path / "second.wbdb"))
    screen.restoring.secret.setText("wrong passphrase it is")
    restore.click()
    settle(qtbot, context)
    complaints = {part: row.complaint for part, row in screen.restoring.rows.items()}
    assert complaints.pop("secret").startswith("This passphrase does not open the backup.")
    assert set(complaints.values()) == {""}
    assert screen.restoring.secret.text() == "wrong passphrase it is"
    assert screen.focusWidget() is screen.restoring.secret
    assert screen.restoring.button.isEnabled()
    screen.restoring.secret.setText(PASSPHRASE)
    restore.click()
    settle(qtbot, context)
    assert {row.complaint for row in screen.restoring.rows.values()} == {""}
    Workspace.open(tmp_path / "second.wbdb", PASSPHRASE, backups=tmp_path / "other").close()


def test_that_a_refused_restore_is_told_at_the_field_it_is_about(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    card = screen.restoring
    told: list[str] = []

    def tried(file: str, secret: str, target: str) -> str:
        card.file.setText(file)
        card.secret.setText(secret)
        card.target.setText(target)
        card.button.click()
        settle(qtbot, context)
        (part,) = [part for part, row in card.rows.items() if row.complaint]
        told.append(card.rows[part].complaint)
        return part

    no_backup = tmp_path / "notes.wbbackup"
    no_backup.write_text("shopping", encoding="utf-8")
    assert tried("", "", "") == "file"
    assert tried(str(no_backup), "", "") == "secret"
    assert tried(str(no_backup), PASSPHRASE, "") == "target"
    assert tried(str(no_backup), PASSPHRASE, str(tmp_path / "new.wbdb")) == "file"
    backup = context.workspace.backup()
    assert tried(str(backup.path), PASSPHRASE, str(context.workspace.path)) == "target"
    assert tried(str(backup.path), "AAAAA-" * 7 + "AAAAA", str(tmp_path / "new.wbdb")) == "secret"
    assert len(set(told)) == len(told)
    assert not (tmp_path / "new.wbdb").exists()


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


# ---------------------------------------------------------------- questions, warnings, many rows


def cards(wizard: ImportWizard) -> list[QuestionCard]:
    return [card for card in wizard.findChildren(QuestionCard) if card.isVisible()]


HOURS = "工号,姓名,每周工时\nZ1,曾䶮,20\n"


def test_that_missing_terms_are_asked_with_a_list_and_a_day(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = read(screen, tmp_path / "hours.csv", HOURS, qtbot)
    by_key = {card.question.key: card for card in cards(wizard)}
    assert set(by_key) == {"terms:1200", "starts"}
    assert not wizard.go.isEnabled()
    offered = by_key["terms:1200"].findChildren(QComboBox)[0]
    assert "Student" in [offered.itemText(n) for n in range(offered.count())]  # words of people, not stored codes
    offered.setCurrentIndex(offered.findText("Student"))
    next(b for b in by_key["terms:1200"].findChildren(QPushButton) if b.text() == "Use this answer").click()
    settle(qtbot, context)
    (card,) = cards(wizard)
    next(b for b in card.findChildren(QPushButton) if b.text() == "From the day of the import").click()
    settle(qtbot, context)
    assert cards(wizard) == []
    assert texts(shown_tables(wizard)["Preview"]) == [["Z1", "曾䶮", "Student", "2026-11-23", "20 h"]]
    wizard.go.click()
    settle(qtbot, context)
    row = context.workspace.read(lambda conn: tuple(conn.exec_driver_sql("SELECT type, start_on, weekly_minutes FROM engagement").one()))
    assert row == ("student", "2026-11-23", 1200)


def test_that_a_remembered_answer_is_shown_and_can_be_given_anew(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    from workbench.services import imports

    (tmp_path / "first.csv").write_text(HOURS, encoding="utf-8")
    imports.import_file(
        context.workspace, "people", tmp_path / "first.csv", today=context.today(), answers={"terms:1200": "student", "starts": "+today"}
    )
    wizard = read(screen, tmp_path / "next.csv", HOURS.replace("Z1,曾䶮", "Z2,李娜"), qtbot)
    assert wizard.go.isEnabled()
    lines = [line for line in wizard.findChildren(AnswerLine) if line.isVisible()]
    assert len(lines) == 2
    lines[0].findChildren(QPushButton)[0].click()
    settle(qtbot, context)
    assert [card.question.key for card in cards(wizard)] == ["terms:1200"]
    assert not wizard.go.isEnabled()


def test_that_a_warning_is_told_before_and_after(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    from tests.services.planning_team import small_team

    small_team(context.workspace)
    path = tmp_path / "tasks.csv"
    path.write_text(
        "编号,任务,日期,开始,结束,人数,人员\n,I1,2026-11-23,09:00,10:00,1,P1\n,I1,2026-11-23,09:00,10:00,1,P3\nX1,I2,2026-11-24,09:00,10:00,1,P1\n",
        encoding="utf-8",
    )
    wizard = screen.wizard
    wizard.choose_kind("tasks")
    wizard.path.setText(str(path))
    wizard.read()
    settle(qtbot, context)
    tables = shown_tables(wizard)
    assert [row[0] for row in texts(tables["Warnings"])] == ["3"]
    assert [row[0] for row in texts(tables["Rejected rows"])] == ["4"]
    wizard.go.click()
    settle(qtbot, context)
    assert set(shown_tables(wizard)) == {"Warnings", "Rejected rows"}
    assert "1 rejected" in wizard._note.text()


def many_refused(folder: Path, rows: int) -> tuple[Path, str]:
    return folder / "many.csv", "工号,姓名,备注\n" + "".join(f"Z{n},,=1+{n}\n" for n in range(rows))


def test_that_all_rejected_rows_are_counted_and_only_those_looked_at_are_made(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    path, text = many_refused(tmp_path, 7_000)
    wizard = read(screen, path, text, qtbot)
    assert "7,000 rejected" in wizard._note.text()
    table = shown_tables(wizard)["Rejected rows"]
    assert (table.rows.total, table.rows.rowCount()) == (7_000, 200)
    table.rows.fetchMore()
    assert table.rows.rowCount() == 400
    asked: list[object] = []
    started = RowsView("x", ["a"], range(1_000_000), lambda row: (asked.append(row), str(row))[1:])
    qtbot.addWidget(started)
    assert len(asked) <= 400  # a page at most twice, never the million


def test_that_all_rejected_rows_are_saved_with_their_cells_and_without_formulas(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    path, text = many_refused(tmp_path, 6_000)
    wizard = read(screen, path, text, qtbot)
    wizard.save_rejected(str(tmp_path / "refused.csv"))
    settle(qtbot, context)
    data = (tmp_path / "refused.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Column,Reason,工号,姓名,备注"
    assert len(lines) == 6_001
    assert lines[1].split(",")[0] == "2"
    assert lines[-1].endswith("Z5999,,'=1+5999")


def test_that_writing_is_stopped_without_a_trace_and_can_be_started_again(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Z{n},张{n}\n" for n in range(600))
    wizard = read(screen, tmp_path / "long.csv", "工号,姓名\n" + rows, qtbot)
    told: list[tuple[int, int]] = []
    stopped = Event()
    plain = Progress.step

    def step(self: Progress, text: str, done: int = 0, total: int = 0) -> None:
        self._last = 0.0
        plain(self, text, done, total)
        if done > 0:
            stopped.wait(30)  # a hand on the mouse is slower than six hundred rows

    monkeypatch.setattr(Progress, "step", step)

    def on_progress(_progress: object, _text: str, done: int, total: int) -> None:
        told.append((done, total))
        if done > 0:
            wizard.stop.click()
            stopped.set()

    context.tasks.progressed.connect(on_progress)
    wizard.go.click()
    assert not wizard.go.isEnabled()
    qtbot.waitUntil(lambda: context.tasks.idle, timeout=60_000)
    settle(qtbot, context)
    context.tasks.progressed.disconnect(on_progress)
    assert told[-1][1] == 600
    assert people_of(context) == []
    assert wizard._note.text() == "Stopped. Nothing was imported."
    assert wizard.go.isEnabled()
    wizard.go.click()
    settle(qtbot, context)
    assert len(people_of(context)) == 600


def test_that_a_backup_is_made_before_the_import(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    read(screen, tmp_path / "one.csv", ROSTER, qtbot).go.click()
    settle(qtbot, context)
    head = context.workspace.head.seq
    read(screen, tmp_path / "two.csv", ROSTER.replace("Z", "Y"), qtbot).go.click()
    settle(qtbot, context)
    assert next((b.reason, b.head.seq) for b in context.workspace.backups()) == ("import", head)


def test_that_the_sheet_of_a_workbook_can_be_chosen(screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "two.xlsx"))
    for name, person in (("一组", "曾䶮"), ("二组", "李娜")):
        page = book.add_worksheet(name)
        page.write_row(0, 0, ["工号", "姓名"])
        page.write_row(1, 0, [name, person])
    book.close()
    wizard = screen.wizard
    wizard.path.setText(str(tmp_path / "two.xlsx"))
    wizard.read()
    settle(qtbot, context)
    assert [wizard.sheet.itemText(n) for n in range(wizard.sheet.count())] == ["一组", "二组"]
    wizard.sheet.setCurrentIndex(1)
    wizard.sheet.activated.emit(1)
    settle(qtbot, context)
    assert texts(shown_tables(wizard)["Preview"]) == [["二组", "李娜"]]


# ---------------------------------------------------------------- what can go wrong with the screen itself


def test_that_a_failed_read_says_so_and_is_tried_again(
    screen: DataScreen, context: Context, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.services import imports
    from workbench.storage.errors import FolderGone
    from workbench.views.widgets.panels import ErrorState

    def gone(_conn: object, _limit: int = 50) -> list[object]:
        raise FolderGone

    screen.wizard.path.setText("half a pa")
    with monkeypatch.context() as broken:
        broken.setattr(imports, "load_history", gone)
        screen.reload()
        settle(qtbot, context)
    (error,) = [e for e in screen.findChildren(ErrorState) if e.isVisible()]
    assert not screen.imports.isVisible()
    assert screen.wizard.path.text() == "half a pa"
    error.button.click()
    settle(qtbot, context)
    QApplication.processEvents()
    assert [e for e in screen.findChildren(ErrorState) if e.isVisible()] == []
    assert screen.imports.isVisible()
