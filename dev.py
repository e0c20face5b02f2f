#!/usr/bin/env python3
"""The one entrance for everybody who runs, tests or builds the workbench. Needs Python 3.11 and nothing else.

    python3 dev.py run         set up, make the sample team on the first start, open the window
    python3 dev.py test        set up and pass the tests
    python3 dev.py tour        the main job without a screen, into build/tour/ (--data FOLDER: on real data)
    python3 dev.py lint        ruff and strict typing
    python3 dev.py bench       the benchmarks, as ratios
    python3 dev.py bundle      a PyInstaller bundle, started once to prove it
    python3 dev.py catalogues  compile the translations

All but `catalogues` set up first what is missing.
"""

from __future__ import annotations

import ast
import hashlib
import json
import locale
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TRANSLATIONS = ROOT / "resources" / "translations"
QT_LIBRARIES = ("libgl1", "libegl1", "libxkbcommon0", "libglib2.0-0", "libfontconfig1", "libdbus-1-3")
XCB_LIBRARIES = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0")


CHINESE = {
    "Workbench needs Python 3.11 or newer. Nothing was changed. Install it and run this again.": "需要 Python 3.11 或更新版本。未做任何更改。请安装后再运行。",
    "Making the virtual environment …": "正在创建虚拟环境……",
    "Installing the packages of requirements.lock (some minutes the first time) …": "正在安装 requirements.lock 中的软件包（首次需要几分钟）……",
    "Python could not make a virtual environment. Nothing else was changed.": "Python 无法创建虚拟环境。没有其他更改。",
    "The packages of requirements.lock could not be installed. See the lines above; then run this again.": "无法安装 requirements.lock 中的软件包。请看上面的输出，然后再运行。",
    "Installing system libraries: {names} …": "正在安装系统库：{names}……",
    "Please run once:  {line}": "请先运行一次：  {line}",
    "Qt cannot be loaded: {problem}": "无法加载 Qt：{problem}",
    "The translations could not be compiled.": "无法编译译文。",
    "Opening the window …": "正在打开窗口……",
    "There is no display here, so the window cannot open. Doing the main job without it, into build/tour/ …": "这里没有显示器，无法打开窗口。改为不用窗口完成主要流程，结果在 build/tour/ ……",
    "build/bundle/workbench: {size} MB, the command line starts in {seconds} s": "build/bundle/workbench：{size} MB，命令行 {seconds} 秒启动",
}
"""What the steps say, in Chinese; dev.py runs before the catalogues can be read."""


def is_chinese(arguments: Sequence[str] = sys.argv, environment: Mapping[str, str] = os.environ) -> bool:
    """The language asked for with --lang, else that of the system: the same by which the program itself speaks."""
    for place, word in enumerate(arguments):
        if word.startswith("--lang="):
            return word == "--lang=zh_CN"
        if word == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1] == "zh_CN"
    name = environment.get("LC_ALL") or environment.get("LANG") or locale.getlocale()[0] or ""
    return name.lower().startswith(("zh", "chinese"))


def told(text: str, **figures: object) -> str:
    return (CHINESE[text] if is_chinese() else text).format(**figures)


def say(text: str, **figures: object) -> None:
    """One step, one line."""
    print(told(text, **figures), file=sys.stderr, flush=True)


def quietly(command: Sequence[str | Path]) -> int:
    """Run without a word, unless it fails: then everything it said is shown."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout)
        sys.stderr.flush()
    return done.returncode


def run(command: Sequence[str | Path], cwd: Path = ROOT, **environment: str) -> int:
    return subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **environment}, check=False).returncode


# ---------------------------------------------------------------- set-up


def locked(text: str) -> set[str]:
    """Names that a lock file holds, as pip compares them. Each entry is a version and its hashes; an address is refused."""
    names: set[str] = set()
    for entry in re.sub(r"\\\n", " ", text).splitlines():
        line = entry.partition(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        found = re.fullmatch(r"([A-Za-z0-9._-]+)==[^\s;]+(\s*;.*?)?((\s+--hash=sha256:[0-9a-f]{64})+)", line)
        if found is None:
            raise SystemExit(f"requirements.lock has a line that is not a version with its hashes, so nothing was installed: {line[:80]}")
        names.add(plain(found[1]))
    return names


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def stamp() -> str:
    """What the environment was made of: the lock and the Python."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest() + platform.python_version()


def environment_state() -> str:
    """ "ready", "changed" (another lock), or "missing" (none, of another Python, or one that does not run, as after a move)."""
    kept = STAMP.read_text() if STAMP.exists() else ""
    if not PYTHON.exists() or (kept and kept[64:] != platform.python_version()):
        return "missing"
    if subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True, check=False).returncode != 0:
        return "missing"
    return "ready" if kept == stamp() else "changed"


def ensure_environment() -> None:
    """A virtual environment with exactly what requirements.lock says: nothing missing, nothing besides."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file must explain itself to an older Python
        raise SystemExit(told("Workbench needs Python 3.11 or newer. Nothing was changed. Install it and run this again."))
    state = environment_state()
    if state == "ready":
        return
    names = locked(LOCK.read_text(encoding="utf-8"))
    STAMP.unlink(missing_ok=True)
    if state == "missing":
        say("Making the virtual environment …")
        make: list[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
        if quietly(make) != 0:
            shutil.rmtree(VENV, ignore_errors=True)
            if not install_system([f"python3.{sys.version_info.minor}-venv"]) or quietly(make) != 0:
                raise SystemExit(told("Python could not make a virtual environment. Nothing else was changed."))
    say("Installing the packages of requirements.lock (some minutes the first time) …")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    if quietly([*pip, "install", "--quiet", "--require-hashes", "--no-deps", "-r", LOCK]) != 0:
        raise SystemExit(told("The packages of requirements.lock could not be installed. See the lines above; then run this again."))
    listed = subprocess.run([*map(str, pip), "list", "--format=json"], capture_output=True, text=True, check=True).stdout
    besides = [entry["name"] for entry in json.loads(listed) if plain(entry["name"]) not in {*names, "pip", "setuptools"}]
    if besides:
        quietly([*pip, "uninstall", "--quiet", "-y", *besides])
    STAMP.write_text(stamp())


def install_system(packages: Sequence[str]) -> bool:
    """Debian packages, where this user may; otherwise the one line that an administrator runs."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get"):
        may = [] if os.name == "posix" and os.geteuid() == 0 else ["sudo", "-n"]
        if not may or (shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0):
            say("Installing system libraries: {names} …", names=" ".join(packages))
            subprocess.run([*may, "apt-get", "update", "-qq"], check=False, capture_output=True)
            if subprocess.run([*may, *line], check=False, capture_output=True).returncode == 0:
                return True
    say("Please run once:  {line}", line="sudo " + " ".join(line))
    return False


def qt_problem() -> str:
    """What keeps Qt from loading, or nothing."""
    found = subprocess.run([str(PYTHON), "-c", "import PySide6.QtWidgets, PySide6.QtSvg"], capture_output=True, text=True, check=False)
    return found.stderr.strip().splitlines()[-1] if found.returncode else ""


def ensure_qt(*, on_screen: bool) -> None:
    packages = [*QT_LIBRARIES, *(XCB_LIBRARIES if on_screen else ())]
    missing = qt_problem()
    if not missing and not (on_screen and sys.platform == "linux" and not _has_library("libxcb-cursor.so.0")):
        return
    if sys.platform != "linux":
        raise SystemExit(told("Qt cannot be loaded: {problem}", problem=missing))
    if (not install_system(packages) and missing) or (missing and qt_problem()):
        raise SystemExit(told("Qt cannot be loaded: {problem}", problem=missing))


def _has_library(name: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def ensure(*, on_screen: bool = False) -> None:
    ensure_environment()
    ensure_qt(on_screen=on_screen)
    if run([PYTHON, __file__, "catalogues"]) != 0:
        raise SystemExit(told("The translations could not be compiled."))


# ---------------------------------------------------------------- translations (inside the environment)


def extracted() -> list[tuple[str, ...]]:
    """Every message id of the program, in order: (id,) or (one, many). Read from the syntax tree, so that calls within f-strings count."""
    found: set[tuple[str, ...]] = set()
    for file in (ROOT / "workbench").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "ngettext"):
                given = node.args[: 2 if node.func.id == "ngettext" else 1]
                ids = tuple(arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and arg.value)
                if ids and len(ids) == len(given):
                    found.add(ids)
    return sorted(found)


def compile_catalogues() -> int:
    """All domains of a language into one workbench.mo; English is its own message ids, so that it is complete as well."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    chinese = Catalog(locale="zh_CN")
    for file in sorted((TRANSLATIONS / "zh_CN").glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="zh_CN"):
                if message.id and message.string:
                    chinese.add(message.id, message.string)
    english = Catalog(locale="en")
    for ids in extracted():
        english.add(ids if len(ids) > 1 else ids[0], ids if len(ids) > 1 else ids[0])
    for name, made in (("zh_CN", chinese), ("en", english)):
        target = TRANSLATIONS / name / "workbench.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(f".{os.getpid()}.tmp")
        with temporary.open("wb") as stream:
            write_mo(stream, made)
        os.replace(temporary, target)
    return 0


# ---------------------------------------------------------------- commands


def has_display(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Windows and macOS always show windows, but for macOS over SSH; elsewhere X11 or Wayland must be named."""
    if environment.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if system == "win32":
        return True
    if system == "darwin":
        return not environment.get("SSH_CONNECTION")
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def command_run(arguments: Sequence[str]) -> int:
    if has_display():
        ensure(on_screen=True)
        say("Opening the window …")
        return run([PYTHON, "-m", "workbench", "--sample", *arguments])
    say("There is no display here, so the window cannot open. Doing the main job without it, into build/tour/ …")
    return command_tour(arguments)


def command_tour(arguments: Sequence[str]) -> int:
    """The papers are Chinese unless `--lang` or `--paper` says otherwise."""
    ensure()
    return run([PYTHON, "-m", "workbench", *tour_arguments(arguments)], QT_QPA_PLATFORM="offscreen")


def tour_arguments(arguments: Sequence[str]) -> list[str]:
    """Options of the program before the command, those of the tour behind it; what only the window knows is left out."""
    before, behind, words = [], [], iter(arguments)
    for word in words:
        name = word.partition("=")[0]
        if name in ("--lang", "--today", "--db"):
            value = [word] if "=" in word else [word, *([following] if (following := next(words, None)) is not None else [])]
            before += value if name == "--lang" else []
        elif name == "--json":
            before.append(word)
        elif name != "--sample":
            behind.append(word)
    if not any(word.startswith(("--lang", "--paper")) for word in (*before, *behind)):
        behind = ["--paper", "zh_CN", *behind]
    return [*before, "tour", *behind]


def command_test(arguments: Sequence[str]) -> int:
    ensure()
    chosen = list(arguments) or ["-n", "2", "--dist", "loadfile", "-q", "tests"]
    return run([PYTHON, "-m", "ruff", "check", "."]) or run([PYTHON, "-m", "pytest", *chosen], QT_QPA_PLATFORM="offscreen")


def command_lint(arguments: Sequence[str]) -> int:
    ensure_environment()
    return run([PYTHON, "-m", "ruff", "check", "."]) or run([PYTHON, "-m", "mypy", "workbench", "dev.py", *arguments])


def command_bench(arguments: Sequence[str]) -> int:
    ensure()
    chosen = [ROOT / "benchmarks" / f"{name}.py" for name in arguments] or sorted((ROOT / "benchmarks").glob("*.py"))
    worst = 0
    for file in chosen:
        if file.name not in ("__init__.py", "common.py"):
            worst = max(worst, run([PYTHON, "-m", f"benchmarks.{file.stem}"], QT_QPA_PLATFORM="offscreen"))
    return worst


BUNDLE = ROOT / "build" / "bundle"
LEFT_OUT = ("tkinter", "matplotlib", "pytest", "_pytest", "hypothesis", "mypy", "babel", "PyInstaller", "IPython")


def bundle_command(target: Path) -> list[str | Path]:
    """PyInstaller's call: resources and revisions as files, and every module that is found by name only."""
    separator = ";" if os.name == "nt" else ":"
    by_name = ("workbench", "sqlalchemy.dialects.sqlite", "alembic", "logging.config", "reportlab.graphics.barcode")
    return [
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "--name", "workbench", "--noupx",
        "--distpath", target, "--workpath", ROOT / "build" / "pyinstaller", "--specpath", ROOT / "build",
        "--add-data", f"{ROOT / 'resources'}{separator}resources", "--add-data", f"{ROOT / 'alembic'}{separator}alembic",
        *(part for name in by_name for part in ("--collect-submodules", name)),
        "--collect-data", "pikepdf", "--collect-all", "python_calamine", "--collect-all", "sqlcipher3", "--collect-all", "pypdfium2_raw",
        *(part for name in LEFT_OUT for part in ("--exclude-module", name)), ROOT / "workbench" / "__main__.py",
    ]  # fmt: skip


def command_bundle(arguments: Sequence[str]) -> int:
    """build/bundle/workbench/, started without a screen to prove it: a team made, planned, printed, read and shown."""
    ensure()
    if platform.system() == "Linux" and not shutil.which("objdump") and not install_system(["binutils"]):
        return 1
    made = run([*bundle_command(BUNDLE), *arguments])
    if made:
        return made
    folder = BUNDLE / "workbench"
    program = folder / ("workbench.exe" if os.name == "nt" else "workbench")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    starts = [seconds([program, "--version"]) for _time in range(3)]
    say(
        "build/bundle/workbench: {size} MB, the command line starts in {seconds} s",
        size=f"{size / 1e6:.0f}",
        seconds=f"{min(starts):.2f}",
    )
    with tempfile.TemporaryDirectory() as elsewhere:  # nothing of the checkout may help it
        return run([program, "--json", "self-test"], cwd=Path(elsewhere), QT_QPA_PLATFORM="offscreen", WORKBENCH_HOME=elsewhere)


def seconds(command: Sequence[str | Path]) -> float:
    """How long a program takes from start to end."""
    since = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - since


COMMANDS = {
    "run": command_run,
    "test": command_test,
    "tour": command_tour,
    "lint": command_lint,
    "bench": command_bench,
    "bundle": command_bundle,
}


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "catalogues":
        if Path(sys.prefix).resolve() != VENV.resolve():
            ensure_environment()
            return run([PYTHON, __file__, "catalogues"])
        return compile_catalogues()
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments[:1] in ([], ["--help"], ["-h"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
