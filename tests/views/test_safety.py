"""What watches over an open database: timed backups, and warnings about what looked wrong at opening."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE, TODAY
from tests.views.support import make_context, visited, wait
from workbench import i18n
from workbench.models.people import Team
from workbench.services import copies
from workbench.services.copies import CopyAge
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.storage import copies as storage_copies
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


# ---------------------------------------------------------------- copies in another place


def later(context: Context, days: int) -> Context:
    """The same context some days after the database began."""
    begun = context.workspace.first_step()
    assert begun is not None
    day = i18n.local(begun.at).date() + timedelta(days=days)
    return dataclasses.replace(context, today=lambda: day)


def test_that_work_without_a_copy_elsewhere_is_told_after_seven_days(context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    context.tasks.write(context.tasks, "Add", add_team)
    wait(qtbot, context)
    young, old = later(context, 6), later(context, 9)
    assert copies.load_age(context.workspace, young.today()) is None
    assert copies.load_age(context.workspace, old.today()) == CopyAge(9, never=True)
    context.workspace.backup()  # in the own folder: lost with the computer
    assert copies.load_age(context.workspace, old.today()) == CopyAge(9, never=True)
    made = context.workspace.backup(tmp_path / "stick")
    found = context.workspace.copy_elsewhere
    assert found is not None
    assert (found.path, found.taken, found.seq) == (made.path, made.taken, made.head.seq)
    assert copies.load_age(context.workspace, old.today()) is None  # nothing was changed since
    context.tasks.write(context.tasks, "Add", partial(add_team, name="U"))
    wait(qtbot, context)
    age = copies.load_age(context.workspace, i18n.local(made.taken).date() + timedelta(days=8))
    assert age == CopyAge(8, never=False)
    path = context.workspace.path
    context.tasks.close()
    context.workspace.close()
    again = Workspace.open(path, PASSPHRASE, backups=tmp_path / "backups")
    assert again.copy_elsewhere == found  # known after a restart, also while the stick is away
    again.close()


def test_that_a_note_that_cannot_be_read_counts_as_no_copy(workspace: Workspace, tmp_path: Path) -> None:
    workspace.backup(tmp_path / "stick")
    note = tmp_path / "backups" / "copies-elsewhere.json"
    this = workspace.database_id
    for damaged in ("", "[]", "{", json.dumps({this: {"taken": "yesterday"}}), json.dumps({this: 3})):
        note.write_text(damaged, encoding="utf-8")
        assert storage_copies.newest(tmp_path / "backups", this) is None


def test_that_the_sample_team_is_never_asked_for_a_copy(sample_workspace: Workspace) -> None:
    assert copies.load_age(sample_workspace, TODAY + timedelta(days=400)) is None


def test_that_the_bar_about_copies_is_put_away_for_a_day_and_goes_with_a_copy(context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    context.tasks.write(context.tasks, "Add", add_team)
    wait(qtbot, context)
    old = later(context, 9)
    safety = Safety(old, old.tasks)
    safety.look_at_copies()
    screen = DataScreen(old)
    screen.copied.connect(safety.look_at_copies)
    qtbot.addWidget(screen)
    screen.show()
    wait(qtbot, old)
    assert screen.copy_message is not None
    assert screen.copy_message.text.startswith("For 9 days this database was never copied outside its own folders.")
    assert safety.copy_note == "No copy elsewhere yet"
    screen.copy_message.closed.emit()
    wait(qtbot, old)
    assert (screen.copy_message, safety.copy_note) == (None, "")
    screen.reload()
    wait(qtbot, old)
    assert screen.copy_message is None  # today it stays away
    screen.context = dataclasses.replace(old, today=lambda: old.today() + timedelta(days=1))
    screen.reload()
    wait(qtbot, old)
    assert screen.copy_message is not None
    screen.backups.elsewhere.setText(str(tmp_path / "stick"))
    screen.backups._on_copy()
    for _ in range(3):
        wait(qtbot, old)
    assert screen.copy_message is None
    assert safety.copy_note == ""
