"""What watches over an open database: timed backups, and warnings about what looked wrong at opening."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE
from tests.views.support import make_context, visited, wait
from workbench.models.people import Team
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.context import Context
from workbench.views.data.screen import DataScreen
from workbench.views.safety import EVERY_MINUTES, Safety
from workbench.views.widgets.states import InlineMessage


def add_team(uow: UnitOfWork, name: str = "T") -> None:
    uow.session.add(Team(code=name, name=name))


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> Iterator[Context]:
    made = make_context(workspace, tmp_path)
    yield made
    made.tasks.close()


def told(context: Context) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    context.messages.said.connect(lambda _tone, text, _label, run: found.append((text, run)))
    return found


def test_that_a_change_is_backed_up_after_half_an_hour_and_only_once(context: Context, qtbot: QtBot) -> None:
    safety = Safety(context, context.tasks)
    assert (EVERY_MINUTES, safety.is_waiting) == (30, False)
    context.tasks.write(context.tasks, "Add", add_team)
    wait(qtbot, context)
    assert safety.is_waiting
    assert context.workspace.backups() == ()
    safety._timer.setInterval(1)  # the half hour is over
    with qtbot.waitSignal(safety.backed_up):
        safety._timer.start()
    (made,) = context.workspace.backups()
    assert (made.reason, made.head) == ("timed", context.workspace.head)
    assert not safety.is_waiting
    safety._on_time()  # nothing is new
    wait(qtbot, context)
    assert len(context.workspace.backups()) == 1


def test_that_a_sound_database_says_nothing(context: Context, qtbot: QtBot) -> None:
    said = told(context)
    Safety(context, context.tasks).look()
    wait(qtbot, context)
    assert said == []


def test_that_an_older_copy_is_named_with_what_is_safe_and_what_to_do(tmp_path: Path, qtbot: QtBot) -> None:
    made, _key = Workspace.create(tmp_path / "team.wbdb", PASSPHRASE, backups=tmp_path / "backups")
    with made:
        made.perform("Add", add_team)
    shutil.copytree(tmp_path / "team.wbdb", tmp_path / "old")
    with Workspace.open(tmp_path / "team.wbdb", PASSPHRASE, backups=tmp_path / "backups") as later:
        later.perform("Add", lambda uow: add_team(uow, "U"))
        later.backup()
    shutil.rmtree(tmp_path / "team.wbdb")
    shutil.move(tmp_path / "old", tmp_path / "team.wbdb")
    with Workspace.open(tmp_path / "team.wbdb", PASSPHRASE, backups=tmp_path / "backups") as workspace:
        context = make_context(workspace, tmp_path)
        said = told(context)
        Safety(context, context.tasks).look()
        wait(qtbot, context)
        text, run = said[0]
        assert "ends at action 1" in text
        assert "knows action 2" in text
        assert "Nothing was changed" in text
        assert "restore that backup" in text
        assert callable(run)
        run()
        assert [place.screen for place in visited] == ["data"]
        screen = DataScreen(context)
        qtbot.addWidget(screen)
        assert [m.text for m in screen.findChildren(InlineMessage)] == [text]  # it stays for as long as it is true
        context.tasks.close()


def test_that_a_broken_record_of_changes_is_told(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "verify_recent", lambda _self: ("action 3 is not what was sealed",))
    said = told(context)
    Safety(context, context.tasks).look()
    wait(qtbot, context)
    assert len(said) == 1
    assert "self-check" in said[0][0]
