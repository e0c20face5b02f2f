"""The entrance for newcomers: what it decides about displays, locks, environments and system libraries."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT

GOOD = "one==1.0 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64 + "\n    # via nobody\n"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh copy of dev.py, so that a test may turn its paths elsewhere; it speaks English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Calls:
    """Takes the place of `run`: remembers each command and makes what a real one would leave behind."""

    def __init__(self, dev: ModuleType, fails: str = "") -> None:
        self.lines: list[str] = []
        self.environments: list[dict[str, str]] = []
        self._dev, self._fails = dev, fails

    def put_into(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("run", "quietly"):
            monkeypatch.setattr(self._dev, name, self)

    def __call__(self, command: Sequence[str | Path], cwd: Path = ROOT, **environment: str) -> int:
        line = " ".join(str(part) for part in command)
        self.lines.append(line)
        self.environments.append(environment)
        if self._fails and self._fails in line:
            return 1
        if "-m venv" in line:
            self._dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            self._dev.PYTHON.unlink(missing_ok=True)
            self._dev.PYTHON.symlink_to(sys.executable)
        return 0


@pytest.fixture
def elsewhere(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py with a lock and an environment in a temporary folder."""
    (tmp_path / "requirements.lock").write_text(GOOD, encoding="utf-8")
    for name, place in (("VENV", "venv"), ("PYTHON", "venv/bin/python"), ("STAMP", "venv/.installed"), ("LOCK", "requirements.lock")):
        monkeypatch.setattr(dev, name, tmp_path / place)
    return dev


def listing(monkeypatch: pytest.MonkeyPatch, dev: ModuleType, names: str) -> None:
    """What pip would list in the environment."""
    real = subprocess.run

    def fake(command: Sequence[str], **options: Any) -> Any:
        if "list" in command:
            return subprocess.CompletedProcess(command, 0, "[" + ",".join(f'{{"name": "{name}"}}' for name in names.split()) + "]", "")
        return real(command, **options)

    monkeypatch.setattr(dev.subprocess, "run", fake)


# ---------------------------------------------------------------- display


@pytest.mark.parametrize(
    ("system", "environment", "shown"),
    [
        ("linux", {}, False), ("linux", {"DISPLAY": ":0"}, True), ("linux", {"DISPLAY": ""}, False), ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True), ("darwin", {"SSH_CONNECTION": "10.0.0.1 22"}, False), ("win32", {}, True), ("win32", {"SSH_CONNECTION": "x"}, True),
        ("freebsd14", {}, False), ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)  # fmt: skip
def test_that_a_display_is_found_on_each_system(dev: ModuleType, system: str, environment: dict[str, str], shown: bool) -> None:
    assert dev.has_display(system, environment) is shown


def test_that_run_opens_the_sample_team_where_there_is_a_display(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, asked = Calls(dev), []
    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "has_display", lambda: True)
    monkeypatch.setattr(dev, "ensure", lambda on_screen=False: asked.append(on_screen))
    assert dev.main(["run", "--lang", "en"]) == 0
    assert calls.lines[0].endswith("-m workbench --sample --lang en")
    assert asked == [True]


def test_that_run_without_a_display_says_so_and_does_the_main_job(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = Calls(dev)
    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "has_display", lambda: False)
    monkeypatch.setattr(dev, "ensure", lambda on_screen=False: None)
    assert dev.main(["run"]) == 0
    assert calls.lines[0].endswith("-m workbench tour --paper zh_CN")
    assert calls.environments[0] == {"QT_QPA_PLATFORM": "offscreen"}
    assert "no display" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("--data ../shared/data", "tour --paper zh_CN --data ../shared/data"), ("--paper en", "tour --paper en"), ("--lang en", "--lang en tour"), ("--lang=en --no-pictures", "--lang=en tour --no-pictures"),
        ("--sample --db x --json", "--json tour --paper zh_CN"), ("--lang", "--lang tour"),
    ],
)  # fmt: skip
def test_that_options_of_the_tour_reach_the_right_place(dev: ModuleType, given: str, expected: str) -> None:
    assert dev.tour_arguments(given.split()) == expected.split()


# ---------------------------------------------------------------- the lock


def test_that_the_lock_holds_versions_and_hashes_and_no_address(dev: ModuleType) -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = dev.locked(text)
    assert {"pyside6-essentials", "sqlalchemy", "ortools", "pytest", "pyinstaller", "sqlcipher3"} <= names
    assert "://" not in text


def test_that_everything_the_project_asks_for_is_locked(dev: ModuleType) -> None:
    import re
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    found = [re.match(r"[A-Za-z0-9._-]+", text) for text in asked]
    assert {dev.plain(match[0]) for match in found if match} <= dev.locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "one==1.0\n",
        "one>=1.0 --hash=sha256:" + "a" * 64,
        "one @ https://example.org/one.whl",
        "--index-url https://example.org/simple",
        "-e .",
    ],
)
def test_that_a_lock_without_hashes_or_with_an_address_is_refused(dev: ModuleType, line: str) -> None:
    with pytest.raises(SystemExit, match="nothing was installed"):
        dev.locked(GOOD + line)


def test_that_names_are_compared_as_pip_does(dev: ModuleType) -> None:
    text = GOOD.replace("one==", "Some_Thing.else==").replace("1.0", "1.0 ; sys_platform == 'win32'")
    assert dev.locked(text) == {"some-thing-else"}


# ---------------------------------------------------------------- the environment


def test_that_an_environment_is_made_once_and_then_reused(elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(elsewhere)
    calls.put_into(monkeypatch)
    listing(monkeypatch, elsewhere, "one pip")
    elsewhere.ensure_environment()
    assert ["-m venv --clear" in calls.lines[0], "--require-hashes --no-deps" in calls.lines[1], len(calls.lines)] == [True, True, 2]
    elsewhere.ensure_environment()
    assert len(calls.lines) == 2
    assert elsewhere.environment_state() == "ready"


def test_that_another_lock_is_installed_into_the_same_environment_and_leftovers_go(
    elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Calls(elsewhere)
    calls.put_into(monkeypatch)
    listing(monkeypatch, elsewhere, "one pip")
    elsewhere.ensure_environment()
    elsewhere.LOCK.write_text(GOOD + GOOD.replace("one", "two"), encoding="utf-8")
    assert elsewhere.environment_state() == "changed"
    listing(monkeypatch, elsewhere, "one two three pip setuptools")
    calls.lines.clear()
    elsewhere.ensure_environment()
    assert len(calls.lines) == 2
    assert "install" in calls.lines[0]
    assert calls.lines[1].endswith("uninstall --quiet -y three")


def test_that_an_environment_of_another_python_or_one_that_does_not_run_is_made_anew(
    elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Calls(elsewhere)
    calls.put_into(monkeypatch)
    listing(monkeypatch, elsewhere, "one pip")
    elsewhere.ensure_environment()
    elsewhere.STAMP.write_text(elsewhere.stamp()[:64] + "3.99.0")
    assert elsewhere.environment_state() == "missing"
    elsewhere.ensure_environment()
    assert elsewhere.environment_state() == "ready"
    elsewhere.PYTHON.unlink()
    elsewhere.PYTHON.write_text("#!/bin/sh\nexit 127\n")
    elsewhere.PYTHON.chmod(0o755)
    assert elsewhere.environment_state() == "missing"


def test_that_a_failed_installation_is_tried_again_next_time(elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    Calls(elsewhere, fails="--require-hashes").put_into(monkeypatch)
    with pytest.raises(SystemExit, match="could not be installed"):
        elsewhere.ensure_environment()
    assert elsewhere.environment_state() == "changed"


def test_that_an_old_python_is_told_what_is_needed(elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere.sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit, match=r"Python 3\.11"):
        elsewhere.ensure_environment()


def test_that_a_step_that_succeeds_says_nothing_and_one_that_fails_says_all(dev: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    talk = "import sys; print('looking in indexes'); print('WARNING: ignored', file=sys.stderr); sys.exit({})"
    assert dev.quietly([sys.executable, "-c", talk.format(0)]) == 0
    assert capfd.readouterr() == ("", "")
    assert dev.quietly([sys.executable, "-c", talk.format(3)]) == 3
    shown = capfd.readouterr()
    assert shown.out == ""
    assert "WARNING: ignored" in shown.err


@pytest.mark.parametrize(("words", "lang", "chinese"), [([], "C.UTF-8", False), ([], "zh_CN.UTF-8", True), (["--lang", "zh_CN"], "C", True), (["--lang=en"], "zh_CN.UTF-8", False)])  # fmt: skip
def test_that_all_steps_speak_one_language(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], lang: str, chinese: bool
) -> None:
    assert dev.is_chinese(["dev.py", *words], {"LANG": lang}) is chinese
    monkeypatch.setattr(dev, "is_chinese", lambda: chinese)
    dev.say("Opening the window …")
    assert capsys.readouterr().err == ("正在打开窗口……\n" if chinese else "Opening the window …\n")


def test_that_each_step_is_told_in_both_languages(dev: ModuleType) -> None:
    import ast
    import re

    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    calls = [
        one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in ("say", "told")
    ]
    texts = [one.args[0].value for one in calls if one.args and isinstance(one.args[0], ast.Constant)]
    assert set(texts) == set(dev.CHINESE)
    assert all(re.findall(r"{\w+}", one) == re.findall(r"{\w+}", dev.CHINESE[one]) for one in texts)


# ---------------------------------------------------------------- system libraries


def test_that_the_one_line_is_printed_where_nothing_may_be_installed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    assert dev.install_system(["libegl1", "libxcb-cursor0"]) is False
    lines = capsys.readouterr().err.strip().splitlines()
    assert lines == ["Please run once:  sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0"]


def test_that_an_administrator_gets_them_installed(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[list[str]] = []

    def fake(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        done.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev.subprocess, "run", fake)
    assert dev.install_system(["libegl1"]) is True
    assert done[-1] == ["apt-get", "install", "-y", "--no-install-recommends", "libegl1"]


def test_that_the_bundle_says_the_one_line_when_binutils_is_missing(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = Calls(dev)
    monkeypatch.setattr(dev, "run", calls)
    monkeypatch.setattr(dev, "ensure", lambda on_screen=False: None)
    monkeypatch.setattr(dev.platform, "system", lambda: "Linux")
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    assert dev.main(["bundle"]) == 1
    assert "apt-get install -y --no-install-recommends binutils" in capsys.readouterr().err
    assert calls.lines == []


def test_that_a_bundle_takes_everything_along_that_is_found_by_name(dev: ModuleType) -> None:
    line = " ".join(str(part) for part in dev.bundle_command(Path("target")))
    for needed in (
        "resources",
        "alembic",
        "--collect-submodules workbench",
        "reportlab.graphics.barcode",
        "--collect-all python_calamine",
        "--collect-all sqlcipher3",
    ):
        assert needed in line


# ---------------------------------------------------------------- dispatch


@pytest.mark.parametrize(("words", "status"), [([], 0), (["--help"], 0), (["-h"], 0), (["dance"], 2)])
def test_that_help_and_unknown_commands_are_told_apart(
    dev: ModuleType, words: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(words) == status
    assert "python3 dev.py run" in capsys.readouterr().out


def test_that_each_command_of_the_help_exists(dev: ModuleType) -> None:
    told = {line.split()[2] for line in str(dev.__doc__).splitlines() if line.startswith("    python3 dev.py")}
    assert told == {*dev.COMMANDS, "catalogues"}


def test_that_ctrl_c_is_no_traceback(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_arguments: Sequence[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(dev.COMMANDS, "run", stopped)
    assert dev.main(["run"]) == 130
