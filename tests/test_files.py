"""Files for other people: whole or not at all, through the one writer that command line, batch and window share."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli_support import Terminal, is_kind, terminal
from tests.conftest import ROOT
from workbench import files, i18n
from workbench.views import paper
from workbench.views.tasks import Progress

OLD, NEW = b"old content", b"new content" * 5000


@pytest.fixture
def run(_sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_sample_template, tmp_path / "sample.wbdb")), capsys, tmp_path)


def failing(number: int, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """From now on this call of the system answers with an error."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, call, fail)


def test_that_a_file_is_replaced_in_one_moment(tmp_path: Path) -> None:
    file = tmp_path / "一张.pdf"
    file.write_bytes(OLD)
    with file.open("rb") as reader:  # who reads the old one reads it to its end
        files.write_whole(file, NEW)
        assert reader.read() == OLD
    assert file.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, files.DiskFullError), (errno.EACCES, files.NotWrittenError)])
def test_that_a_full_disk_or_a_refusal_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, kind: type[files.NotWrittenError]
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(OLD)
    failing(number, monkeypatch, call)
    with pytest.raises(kind) as caught:
        files.write_whole(file, NEW)
    assert type(caught.value) is kind
    assert file.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [file]
    for language in i18n.LANGUAGES:
        i18n.use(language)
        words = i18n.sentence(caught.value)
        assert is_kind(words)
        assert "a.pdf" in words


def test_that_a_stop_in_the_middle_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(OLD)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        files.write_whole(file, NEW)
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (OLD, [file])


def test_that_a_folder_is_made_only_where_it_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "gone" / "a.pdf"
    with pytest.raises(files.NotWrittenError):
        files.write_whole(file, NEW)
    assert not file.parent.exists()
    assert files.write_whole(file, NEW, make_folder=True).read_bytes() == NEW


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights, links and pipes")
def test_that_links_rights_and_pipes_are_minded(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_bytes(OLD)
    link.symlink_to(target)
    files.write_whole(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    files.replace_whole(tmp_path / "own", NEW, private=True)
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o600
    files.write_whole(Path(os.devnull), NEW)
    assert not Path(os.devnull).is_file()


def test_that_a_name_at_the_longest_can_be_written(tmp_path: Path) -> None:
    assert files.write_whole(tmp_path / ("名" * 83 + ".pdf"), NEW).read_bytes() == NEW


def test_that_the_window_writes_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(OLD)
    failing(errno.ENOSPC, monkeypatch, "replace")
    with pytest.raises(files.DiskFullError):
        paper.write_file(file, NEW, Progress(lambda *_: None))
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (OLD, [file])


@pytest.mark.parametrize("words", [("print", "week", "2026-W47", "-o", "a.pdf"), ("export", "people", "-o", "a.xlsx")])
def test_that_the_command_line_keeps_the_old_file_when_the_disk_is_full(
    run: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    file = tmp_path / "out" / words[-1]
    file.parent.mkdir()
    file.write_bytes(OLD)
    failing(errno.ENOSPC, monkeypatch, "replace")
    told = run(*words[:-1], file, lang="zh_CN")
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)
    assert (file.read_bytes(), list(file.parent.iterdir())) == (OLD, [file])


def test_that_nothing_else_writes_in_place() -> None:
    """What goes to users goes through `files`; logs, our own notes and the storage's copies say so here."""
    allowed = {"files.py", "logs.py", "storage/backup.py", "storage/files.py", "storage/package.py"}
    pattern = re.compile(r"\.write_bytes\(|\.write_text\(|open\([^)]*[\"'](?:w|wb|x|xb|a|ab)[\"']|os\.replace\(|mkstemp\(")
    found = {}
    for path in (ROOT / "workbench").rglob("*.py"):
        name = path.relative_to(ROOT / "workbench").as_posix()
        if name not in allowed and pattern.search(path.read_text("utf-8")):
            found[name] = [line for line in path.read_text("utf-8").splitlines() if pattern.search(line)]
    assert found == {}
