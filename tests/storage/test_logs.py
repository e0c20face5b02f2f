"""The log tells where, never what somebody typed; a death is told at the next start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import logs
from workbench.errors import BugError, KnownError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    logs.shut_down()
    logs.set_up()
    yield tmp_path / "logs"
    logs.shut_down()


def test_that_a_traceback_is_logged_without_what_was_typed(folder: Path) -> None:
    try:
        try:
            int("CANARY")
        except ValueError as error:
            raise RuntimeError("CANARY too") from error
    except RuntimeError as error:
        text = logs.record_unhandled(error)
    log = (folder / logs.LOG).read_text(encoding="utf-8")
    assert "CANARY" not in text + log
    assert "builtins.ValueError" in log
    assert "test_logs.py" in log


def test_that_our_own_errors_keep_their_details(folder: Path) -> None:
    logs.record(KnownError("user_version 3 > 2"), "open")
    logs.record(BugError("a rule"), "x")
    log = (folder / logs.LOG).read_text(encoding="utf-8")
    assert "user_version 3 > 2" in log
    assert "a rule" in log


def test_that_a_clean_end_leaves_nothing_to_tell(folder: Path) -> None:
    logs.mark_running()
    logs.mark_clean()
    assert logs.previous_crash() is None


def test_that_a_killed_process_is_told_once(folder: Path, tmp_path: Path) -> None:
    code = "from workbench import logs; import os; logs.set_up(); logs.mark_running(); os.abort()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    told = logs.previous_crash()
    assert told is not None
    assert "did not end by itself" in told
    assert "Fatal Python error: Aborted" in told
    assert logs.previous_crash() is None


def test_that_an_unhandled_error_is_told_at_the_next_start(folder: Path) -> None:
    code = "from workbench import logs; logs.set_up(); logs.mark_running(); {}['CANARY']"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    told = logs.previous_crash()
    assert told is not None
    assert "builtins.KeyError" in told
    assert "CANARY" not in told


def test_that_another_window_that_still_runs_is_no_crash(folder: Path) -> None:
    code = "from workbench import logs; logs.mark_running(); print('on', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "on\n"
        assert logs.previous_crash() is None
        other.communicate("\n")


def test_that_a_folder_that_cannot_be_written_is_no_reason_not_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    monkeypatch.setenv("WORKBENCH_HOME", str(blocked))
    logs.shut_down()
    logs.set_up().info("nowhere")
    logs.shut_down()
    assert blocked.read_text() == "x"
