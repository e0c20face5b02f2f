"""The way in: first start, passphrases, the crash card, one window only, and an order in which everything ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE, ROOT
from tests.views.support import type_chinese
from workbench import app as application_module
from workbench import i18n
from workbench.app import Application, Start
from workbench.models.values.passphrase import SHORTEST
from workbench.services.workspace import BackupInfo, Head, RollbackSuspected, Workspace
from workbench.storage.errors import WrongPassphrase
from workbench.views.crash_report import CrashCard
from workbench.views.first_start import FirstStart, Wish
from workbench.views.fonts import load_fonts
from workbench.views.main_window import MainWindow
from workbench.views.opening import Opening
from workbench.views.passphrase import StrengthMeter, guess_bits, strength
from workbench.views.settings import Settings
from workbench.views.single_window import SingleWindow, socket_name
from workbench.views.theme import DARK, LIGHT, Tokens, theme


@pytest.fixture
def first(tmp_path: Path, qtbot: QtBot) -> FirstStart:
    load_fonts()
    theme().apply(dark=False)
    made = FirstStart(Settings(tmp_path / "s.ini"), tmp_path)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


def wishes(first: FirstStart) -> list[Wish]:
    found: list[Wish] = []
    first.wished.connect(found.append)
    return found


def press(first: FirstStart, text: str) -> None:
    next(b for b in first.findChildren(QPushButton) if b.accessibleName() == text and not b.isHidden()).click()


def test_that_the_sample_team_is_one_click_away(first: FirstStart) -> None:
    found = wishes(first)
    press(first, "Open the sample team")
    assert found == [Wish("sample")]


def test_that_a_database_needs_a_long_passphrase_typed_twice(first: FirstStart, tmp_path: Path) -> None:
    found = wishes(first)
    press(first, "Create my database")
    type_chinese(first._name, "东/区")
    type_chinese(first._first, "short")
    press(first, "Create")
    assert "at least 12" in first.note
    first._first.setText(PASSPHRASE)
    first._second.setText(PASSPHRASE + "x")
    press(first, "Create")
    assert "differ" in first.note
    assert first._first.text() == PASSPHRASE
    first._second.setText(PASSPHRASE)
    press(first, "Create")
    assert found == [Wish("create", tmp_path / "东区.wbdb", PASSPHRASE)]


def test_that_a_wrong_passphrase_is_said_in_place_and_the_text_stays(first: FirstStart, tmp_path: Path, qtbot: QtBot) -> None:
    found = wishes(first)
    first.open_page(tmp_path / "east.wbdb")
    type_chinese(first._first, "not this one")
    qtbot.keyClick(first._first, Qt.Key.Key_Return)
    assert found == [Wish("open", tmp_path / "east.wbdb", "not this one")]
    first.set_busy("Opening …")
    assert not first._first.isEnabled()
    first.refuse(WrongPassphrase())
    assert (first._first.text(), first._first.isEnabled()) == ("not this one", True)
    assert "does not open" in first.note


def test_that_a_language_switch_keeps_what_is_typed(first: FirstStart) -> None:
    press(first, "Create my database")
    first._name.setText("东区")
    first._first.setText("half a passphr")
    i18n.use("zh_CN")
    first.rebuild()
    assert (first._name.text(), first._first.text()) == ("东区", "half a passphr")
    assert first.windowTitle() == "经理工作台"


def test_that_going_on_needs_the_recovery_key_to_be_written_down(first: FirstStart) -> None:
    found = wishes(first)
    first.show_recovery_key("AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF-GGGGG-HHHHH")
    assert not first._go_on.isEnabled()
    press(first, "Copy")
    assert QApplication.clipboard().text().startswith("AAAAA-BBBBB")
    first._written.setChecked(True)
    first._go_on.click()
    assert found == [Wish("finish")]


def test_that_a_lost_passphrase_is_replaced_with_the_recovery_key(first: FirstStart, tmp_path: Path) -> None:
    found = wishes(first)
    first.open_page(tmp_path / "east.wbdb")
    press(first, "I have lost the passphrase")
    first._typed_key.setText("AAAAA BBBBB")
    first._first.setText(PASSPHRASE)
    first._second.setText(PASSPHRASE)
    press(first, "Open and set this passphrase")
    assert found == [Wish("recover", tmp_path / "east.wbdb", PASSPHRASE, "AAAAA BBBBB")]


@pytest.mark.parametrize(("text", "grade"), [("", 0), ("short", 0), ("aaaaaaaaaaaaaaaaaaaa", 1), ("123456789012", 1), (PASSPHRASE, 4)])
def test_that_strength_grows_with_what_is_hard_to_guess(text: str, grade: int) -> None:
    assert strength(text) == grade
    assert guess_bits(text + "东") > guess_bits(text)


def test_that_the_meter_says_its_grade_in_words(qtbot: QtBot) -> None:
    meter = StrengthMeter()
    qtbot.addWidget(meter)
    meter.show_strength("abc")
    assert meter.words == f"{SHORTEST - 3} more characters needed"
    meter.show_strength(PASSPHRASE)
    assert meter.words == "Strength: strong"


def test_that_the_crash_card_offers_its_details_and_goes(qtbot: QtBot) -> None:
    card = CrashCard("ValueError in today.py")
    qtbot.addWidget(card)
    card.show()
    card.copy_button.click()
    assert QApplication.clipboard().text() == "ValueError in today.py"
    with qtbot.waitSignal(card.dismissed):
        card.dismiss_button.click()
    assert card.isHidden()


def test_that_a_crash_is_told_at_the_next_start_on_whatever_page(tmp_path: Path, qtbot: QtBot) -> None:
    window = FirstStart(Settings(tmp_path / "s.ini"), tmp_path, tmp_path / "east.wbdb", crash="died")
    qtbot.addWidget(window)
    assert len(window.findChildren(CrashCard)) == 1
    window.findChildren(CrashCard)[0].dismiss_button.click()
    window.rebuild()
    assert [card for card in window.findChildren(CrashCard) if not card.isHidden()] == []


def test_that_a_second_start_asks_the_first_window_to_come_forward(tmp_path: Path, qtbot: QtBot) -> None:
    name = socket_name(tmp_path)
    alone = SingleWindow(name)
    assert not alone.is_second()
    assert alone.listen()
    with qtbot.waitSignal(alone.asked):
        assert SingleWindow(name).is_second()
    alone.close()
    assert not SingleWindow(name).is_second()


# ---- the whole application


@pytest.fixture
def application(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    arguments = Start(sample=False, db=None, lang="en", today="2026-11-23")
    made = Application(qapp, arguments, "")
    yield made
    made.shut_down()
    theme().apply(dark=False, scale=1.0, latin=True)
    QLocale.setDefault(QLocale.c())
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()


def window_of(application: Application) -> MainWindow:
    assert isinstance(application.window, MainWindow)
    return application.window


def test_that_a_new_database_is_created_and_opened_by_the_window(application: Application, qtbot: QtBot, tmp_path: Path) -> None:
    application.start()
    first = application.window
    assert isinstance(first, FirstStart)
    first.wished.emit(Wish("create", tmp_path / "data" / "East.wbdb", PASSPHRASE))
    qtbot.waitUntil(lambda: bool(first._key), timeout=20_000)
    first.wished.emit(Wish("finish"))
    qtbot.waitUntil(lambda: isinstance(application.window, MainWindow))
    assert "East" in window_of(application).windowTitle()
    assert [path.name for path in application.settings.recent] == ["East.wbdb"]


def test_that_a_wrong_passphrase_leaves_the_page_and_the_file(application: Application, workspace: Workspace, qtbot: QtBot) -> None:
    path = workspace.path
    workspace.close()
    application._show_first(path)
    first = application.window
    assert isinstance(first, FirstStart)
    first.wished.emit(Wish("open", path, "wrong " * 4))
    qtbot.waitUntil(lambda: first.note != "", timeout=20_000)
    assert "does not open" in first.note
    first.wished.emit(Wish("open", path, PASSPHRASE))
    qtbot.waitUntil(lambda: isinstance(application.window, MainWindow), timeout=20_000)


def test_that_language_theme_and_size_switch_while_open_and_are_kept(application: Application, workspace: Workspace, qtbot: QtBot) -> None:
    application._enter(workspace)
    window = window_of(application)
    window.language_chosen.emit("zh_CN")
    window.context.settings.theme = "dark"
    window.context.settings.scale = 1.25
    window.appearance_chosen.emit()
    assert window.top._title.text() == "今天"
    assert theme().colour("background") == QColor(DARK.background)
    assert (theme().scale, theme().latin) == (1.25, False)
    again = Settings()
    assert (again.language, again.theme, again.scale) == ("zh_CN", "dark", 1.25)
    window.language_chosen.emit("en")


def test_that_qt_speaks_the_language_too(application: Application, qapp: QApplication) -> None:
    application.use_language("zh_CN")
    assert qapp.translate("QPlatformTheme", "Cancel") == "取消"
    assert QLocale().language() == QLocale.Language.Chinese
    application.use_language("en")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_that_leaving_backs_up_closes_and_lets_others_open(application: Application, workspace: Workspace, qtbot: QtBot) -> None:
    path = workspace.path
    workspace.perform("Add", lambda uow: None)
    application._enter(workspace)
    window_of(application).other_database.emit("")
    assert isinstance(application.window, FirstStart)
    with Workspace.open(path, PASSPHRASE) as again:
        assert again.name == path.stem


def test_that_nothing_heavy_is_imported_before_the_first_frame() -> None:
    heavy = ("sqlalchemy", "alembic", "numpy", "ortools", "reportlab", "pyqtgraph", "sqlcipher3", "pypinyin", "PySide6.QtNetwork")
    code = f"import sys, workbench.app; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_that_without_a_display_a_kind_sentence_is_said() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    found = subprocess.run([sys.executable, "-m", "workbench"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if sys.platform == "linux":
        assert found.returncode == application_module.NO_DISPLAY
        assert "--help" in found.stderr


def test_that_a_process_starts_paints_and_ends_in_order(tmp_path: Path) -> None:
    code = (
        "import sys; from PySide6.QtCore import QTimer; from PySide6.QtWidgets import QApplication; qt = QApplication(['x']);"
        "from workbench import app; QTimer.singleShot(700, qt.closeAllWindows); sys.exit(app.run(['--lang', 'zh_CN']))"
    )
    environment = {**os.environ, "WORKBENCH_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (found.returncode, "Traceback" in found.stderr) == (0, False), found.stderr
    assert list((tmp_path / "logs").glob("running-*.json")) == []


def test_that_the_sample_team_is_one_whatever_the_language(application: Application, tmp_path: Path) -> None:
    assert set(application_module.SAMPLE_NAMES) == {i18n.catalogue(name).gettext("Sample team") for name in i18n.LANGUAGES}
    assert application._sample_path() == tmp_path / "data" / "Sample team.wbdb"
    made = tmp_path / "data" / "示例团队.wbdb"
    made.mkdir(parents=True)
    assert application._sample_path() == made


def test_that_the_sample_team_is_opened_again_without_a_passphrase(application: Application, qtbot: QtBot) -> None:
    application.start()
    first = application.window
    assert isinstance(first, FirstStart)
    first.wished.emit(Wish("sample"))
    qtbot.waitUntil(lambda: isinstance(application.window, MainWindow), timeout=60_000)
    sample = application.settings.recent[0]
    application._on_other(str(sample))
    qtbot.waitUntil(lambda: isinstance(application.window, MainWindow), timeout=20_000)
    application._on_other("")
    first = application.window
    assert isinstance(first, FirstStart)
    first.open_page(sample)
    qtbot.waitUntil(lambda: isinstance(application.window, MainWindow), timeout=20_000)


def test_that_opening_looks_for_what_is_wrong_and_changes_start_the_timed_backup(
    application: Application, workspace: Workspace, qtbot: QtBot
) -> None:
    newest = BackupInfo(workspace.path, datetime(2026, 11, 1, tzinfo=UTC), "manual", 1, 1, {}, Head(99, "0"), workspace.database_id, "x")
    workspace.rollback_suspected = RollbackSuspected(newest, workspace.head)
    application._enter(workspace)
    window = window_of(application)
    assert "knows action 99" in window.message_text
    assert not window.safety.is_waiting
    window.context.tasks.write(window, "Add", lambda uow: None)
    qtbot.waitUntil(lambda: window.context.tasks.idle, timeout=20_000)
    assert window.safety.is_waiting
    window.other_database.emit("")  # backed up and closed before the fixture closes it


def test_that_a_backup_is_restored_from_the_first_window_and_opened(
    application: Application, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    backup = workspace.backup().path
    workspace.close()
    application.start()
    first = application._first()
    press(first, "Restore a backup …")
    first.keep_in(str(tmp_path / "new"))
    press(first, "Restore and open")
    assert [part for part, row in first._asked.rows.items() if row.complaint] == ["file"]
    first._asked.backup.setText(str(backup))
    first._asked.secret.setText("not the passphrase at all")
    press(first, "Restore and open")
    qtbot.waitUntil(lambda: bool(first._asked.rows["secret"].complaint), timeout=20_000)
    assert first._asked.rows["secret"].complaint.startswith("This passphrase does not open the backup.")
    assert (first._asked.rows["file"].complaint, first.note) == ("", "")
    assert (first._asked.secret.text(), first._asked.backup.text()) == ("not the passphrase at all", str(backup))
    assert list((tmp_path / "new").glob("*.wbdb")) == []
    first._asked.secret.setText(PASSPHRASE)
    press(first, "Restore and open")
    qtbot.waitUntil(lambda: isinstance(application.window, MainWindow), timeout=20_000)
    assert window_of(application).context.workspace.path == tmp_path / "new" / f"{backup.stem}.wbdb"


@pytest.mark.parametrize("named", [True, False])
def test_that_ones_own_database_comes_before_the_sample_team(application: Application, qtbot: QtBot, tmp_path: Path, named: bool) -> None:
    own = tmp_path / "East.wbdb"
    own.mkdir()
    (own / "workbench.db").write_bytes(b"x")
    application._arguments.sample = True
    if named:
        application._arguments.db = str(own)
    else:
        application.settings.add_recent(own)
    application.start()
    assert not application._arguments.sample
    assert isinstance(application.window, FirstStart)


def test_that_the_sample_team_opens_where_no_database_is_known(application: Application) -> None:
    application._arguments.sample = True
    application.start()
    assert application._arguments.sample


def test_that_today_is_the_day_in_the_zone_of_the_database(application: Application) -> None:
    application._arguments.today = None
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart: never the same day
        i18n.use_zone(zone)
        days.append(application.today())
    assert days[0] > days[1]


@pytest.mark.parametrize(("chosen", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_that_the_first_frame_has_the_ground_of_the_theme_and_the_name(tmp_path: Path, qtbot: QtBot, chosen: str, tokens: Tokens) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.theme = chosen
    opening = Opening(settings)
    qtbot.addWidget(opening)
    opening.show()
    opening.wait()
    assert opening.is_painted
    picture = opening.grab().toImage()
    assert picture.pixelColor(3, 3).name().upper() == tokens.background
    middle = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(picture.height() // 2 - 12, picture.height() // 2 + 4)
    }
    assert len(middle) > 1  # the name stands there
    assert (opening.width(), opening.height()) == settings.window


def test_that_nothing_else_is_imported_before_the_first_frame(tmp_path: Path) -> None:
    code = (
        "import sys; from workbench import app; from workbench.views import opening\n"
        "def told(self):\n    print(' '.join(sorted(sys.modules))); sys.exit(0)\n"
        "opening.Opening.wait = told; app.run([])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "WORKBENCH_HOME": str(tmp_path)}, check=True
    )
    loaded = set(ended.stdout.split())
    assert {"workbench.views.opening", "workbench.views.tokens"} <= loaded
    heavy = {
        "sqlalchemy",
        "alembic",
        "numpy",
        "ortools",
        "reportlab",
        "pyqtgraph",
        "workbench.logs",
        "workbench.views.theme",
        "workbench.views.first_start",
    }
    assert loaded & heavy == set()
