"""The package and its backups: one thing to move, one file to keep."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.small import SCHEMA, add_family, count, opened
from workbench.errors import BugError
from workbench.storage import backup, files, keys, package, thinning
from workbench.storage.actions import perform, undo_last
from workbench.storage.database import Database
from workbench.storage.engine import DbKey
from workbench.storage.errors import (
    AlreadyThere,
    BackupDiskFull,
    BackupFailed,
    BackupFolderGone,
    FolderGone,
    NewerSchema,
    NotABackup,
    NotADatabase,
    WrongPassphrase,
)
from workbench.storage.keys import FLOOR, Envelope
from workbench.storage.package import Package
from workbench.storage.upgrade import create_file

Team = tuple[Package, Database]


@pytest.fixture
def team(envelope: tuple[Envelope, DbKey, str], tmp_path: Path) -> Iterator[Team]:
    """An open package with three actions."""
    made, key, _ = envelope
    target = Package.new(tmp_path / "华东 #1%")

    def fill(new: Package) -> None:
        keys.save(new.key_file, made)
        create_file(new.database, key, SCHEMA)

    package.build(target, fill)
    with opened(target.database, key) as database:
        for _ in range(3):
            perform(database, "lin", "add", add_family)
        yield target, database


def test_that_a_new_database_is_one_folder_that_explains_itself(tmp_path: Path) -> None:
    made, key, _recovery = package.create(tmp_path / "team", "correct horse", SCHEMA, kdf=FLOOR)
    assert made.folder == tmp_path / "team.wbdb"
    assert sorted(p.name for p in made.folder.iterdir()) == ["READ-ME.txt", "keys.json", "workbench.db"]
    assert "整体移动" in (made.folder / "READ-ME.txt").read_text(encoding="utf-8")
    assert made.envelope().open("correct horse") == key
    with opened(made.database, key) as database:
        assert count(database, "person") == 0
    with pytest.raises(AlreadyThere):
        package.create(tmp_path / "team.wbdb", "x", SCHEMA, kdf=FLOOR)
    for path in (made.folder, made.database, made.key_file, tmp_path / "team"):
        assert Package.at(path) == made
    assert sorted(p.name for p in tmp_path.iterdir()) == ["team.wbdb"]


def test_that_something_else_is_no_package(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("x")
    with pytest.raises(NotADatabase):
        Package.at(other)
    with pytest.raises(FolderGone):
        Package.at(tmp_path / "nowhere")


def test_that_a_creation_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fill(new: Package) -> None:
        new.key_file.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(Exception, match="disk is full"):
        package.build(Package.new(tmp_path / "team"), fill)
    assert list(tmp_path.iterdir()) == []


def test_that_a_backup_is_one_file_and_comes_back_with_its_history(team: Team, tmp_path: Path) -> None:
    source, database = team
    made = backup.make(database, source, tmp_path / "b")
    assert [p.name for p in (tmp_path / "b").iterdir()] == [made.path.name]
    assert made.path.name.startswith("华东 #1%-")
    assert (made.head.seq, made.rows["person"], made.database_name, made.reason) == (3, 3, "华东 #1%", "manual")
    with zipfile.ZipFile(made.path) as archive:
        assert archive.namelist() == ["manifest.json", "keys.json", "workbench.db"]
    perform(database, "lin", "add", add_family)
    restored = backup.restore(made.path, tmp_path / "restored", "correct horse", newest_schema=2)
    with opened(restored.database, database.key) as again:
        assert count(again, "person") == 3
        undo_last(again, "lin")  # the undo history came along
    with pytest.raises(AlreadyThere):
        backup.restore(made.path, tmp_path / "restored", "correct horse", newest_schema=2)
    with pytest.raises(WrongPassphrase):
        backup.restore(made.path, tmp_path / "other", "wrong", newest_schema=2)
    with pytest.raises(NewerSchema):
        backup.restore(made.path, tmp_path / "other", "correct horse", newest_schema=1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b", "restored.wbdb", "华东 #1%.wbdb"]


def test_that_a_backup_can_be_restored_with_the_recovery_key(team: Team, envelope: tuple[Envelope, DbKey, str], tmp_path: Path) -> None:
    made = backup.make(team[1], team[0], tmp_path / "b")
    restored = backup.restore(made.path, tmp_path / "r", envelope[2], newest_schema=2, with_recovery=True)
    assert restored.envelope().open("correct horse") == team[1].key


def _rewritten(path: Path, change: Callable[[dict[str, bytes]], None], *, compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _other_figure(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest["rows"]["person"] += 1
    members["manifest.json"] = json.dumps(manifest).encode()


def _flipped(members: dict[str, bytes]) -> None:
    data = bytearray(members["workbench.db"])
    data[9000] ^= 1
    members["workbench.db"] = bytes(data)


def _extra(members: dict[str, bytes]) -> None:
    members["../evil"] = b"x"


def _less(members: dict[str, bytes]) -> None:
    del members["keys.json"]


def _no_manifest(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b"[]"


@pytest.mark.parametrize("change", [_other_figure, _flipped, _extra, _less, _no_manifest])
def test_that_a_changed_backup_is_refused_and_nothing_is_left(team: Team, tmp_path: Path, change: Any) -> None:
    made = backup.make(team[1], team[0], tmp_path / "b")
    _rewritten(made.path, change)
    with pytest.raises(NotABackup):
        backup.restore(made.path, tmp_path / "r", "correct horse", newest_schema=2)
    with pytest.raises(NotABackup):
        backup.prove(made.path, team[1].key, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b", "华东 #1%.wbdb"]


def test_that_packed_members_and_other_files_are_no_backup(team: Team, tmp_path: Path) -> None:
    made = backup.make(team[1], team[0], tmp_path / "b")
    _rewritten(made.path, lambda members: None, compression=zipfile.ZIP_DEFLATED)
    text = tmp_path / "b" / "x.wbbackup"
    text.write_text("not a zip")
    for path in (made.path, text):
        with pytest.raises(NotABackup):
            backup.info_of(path)
    assert backup.available(tmp_path / "b") == []
    assert len(list((tmp_path / "b").iterdir())) == 2  # passed over, never deleted


@pytest.mark.parametrize("where", ["link", "fsync", "open"])
@pytest.mark.parametrize("number,kind", [(5, BackupFolderGone), (28, BackupDiskFull)])
def test_that_a_failed_backup_leaves_the_set_alone(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, number: int, kind: type[BackupFailed]
) -> None:
    source, database = team
    folder = tmp_path / "b"
    backup.make(database, source, folder)
    before = sorted(p.name for p in folder.iterdir())

    def fail(*_: object) -> None:
        raise OSError(number, "injected")

    monkeypatch.setattr(files.os, where, fail)
    if where == "link":
        monkeypatch.setattr(files.os, "rename", fail)
    with pytest.raises(kind):
        backup.make(database, source, folder)
    monkeypatch.undo()
    left = sorted(p.name for p in folder.iterdir())
    assert [name for name in left if name in before or where != "open"] == before  # at the last step the backup is whole already
    perform(database, "lin", "add", add_family)  # the connection is usable and guarded again
    with pytest.raises(BugError):
        database.read(lambda conn: conn.execute(sa.text("DELETE FROM person")))


def test_that_a_copy_that_differs_is_discarded(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = backup.contents_of
    monkeypatch.setattr(backup, "contents_of", lambda con: real(con).__class__(1, {}, real(con).head))
    with pytest.raises(BackupFailed):
        backup.make(team[1], team[0], tmp_path / "b")
    assert list((tmp_path / "b").iterdir()) == []


def test_that_a_backup_folder_that_is_a_file_or_gone_is_told(team: Team, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for folder in (blocked, blocked / "deeper"):
        with pytest.raises(BackupFolderGone):
            backup.make(team[1], team[0], folder)


def test_that_thinning_touches_only_backups_of_this_database(team: Team, tmp_path: Path) -> None:
    source, database = team
    folder = tmp_path / "b"
    start = datetime(2026, 1, 1, 9, tzinfo=UTC)
    for minute in range(6):
        backup.make(database, source, folder, now=start + timedelta(minutes=minute))
    assert [b.taken.minute for b in backup.available(folder)] == [5, 4, 3]
    for minute in range(10, 14):
        backup.make(database, source, folder, backup.UPGRADE, now=start + timedelta(minutes=minute))
    found = backup.available(folder)
    assert [b.taken.minute for b in found if b.reason == "upgrade"] == [13, 12, 11]
    assert [b.taken.minute for b in found if b.reason != "upgrade"] == [5, 4, 3]
    assert backup.thin(folder, "another database") == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 800 * 24), min_size=1, max_size=120, unique=True))
def test_that_thinning_keeps_the_promised_set(hours: list[int]) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    times = [start + timedelta(hours=h) for h in hours]
    stay = thinning.kept(times)
    assert set(sorted(times)[-3:]) <= stay <= set(times)
    for limit, bucket in ((12, "%Y-%m-%d"), (10, "%G-%V"), (9, "%Y-%m")):
        newest = {t.strftime(bucket): t for t in sorted(times)}
        assert set(sorted(newest.values())[-limit:]) <= stay
    assert len(stay) <= 12 + 10 + 9 + 3
    assert thinning.kept(stay) == stay


def test_that_thinning_day_by_day_over_a_year_reaches_far_back() -> None:
    start = datetime(2026, 1, 1, 18, tzinfo=UTC)
    have: set[datetime] = set()
    for day in range(400):
        have = thinning.kept(have | {start + timedelta(days=day)})
    ages = sorted((start + timedelta(days=399) - t).days for t in have)
    assert ages[:12] == list(range(12))
    assert len(ages) >= 25
    assert ages[-1] > 200
