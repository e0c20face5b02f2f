#!/usr/bin/env python3
"""The one entrance for everybody who runs, tests or builds the workbench. Needs Python 3.11 and nothing else.

    python3 dev.py run         set up, make the sample team on the first start, open the window
    python3 dev.py test        set up and pass the tests
    python3 dev.py tour        the main job without a screen, into build/tour/ (--data FOLDER: on real data)
    python3 dev.py lint        ruff and strict typing
    python3 dev.py bench       the benchmarks, as ratios
    python3 dev.py bundle      a PyInstaller bundle, started once to prove it
    python3 dev.py catalogues  compile the translations
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TRANSLATIONS = ROOT / "resources" / "translations"
QT_LIBRARIES = ("libgl1", "libegl1", "libxkbcommon0", "libglib2.0-0", "libfontconfig1", "libdbus-1-3")
XCB_LIBRARIES = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(command: Sequence[str | Path], **environment: str) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


# ---------------------------------------------------------------- set-up


def ensure_environment() -> None:
    """A virtual environment with exactly what requirements.lock says."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file must explain itself to an older Python
        raise SystemExit("Workbench needs Python 3.11 or newer. Nothing was changed. Install it and run this again.")
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest() + platform.python_version()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Making the virtual environment …")
        if run([sys.executable, "-m", "venv", VENV]) != 0:
            shutil.rmtree(VENV, ignore_errors=True)
            if not install_system([f"python3.{sys.version_info.minor}-venv"]) or run([sys.executable, "-m", "venv", VENV]) != 0:
                raise SystemExit("Python could not make a virtual environment. Nothing else was changed.")
    say("Installing what requirements.lock says …")
    if run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "-r", LOCK]) != 0:
        raise SystemExit("The packages of requirements.lock could not be installed. See the lines above; then run this again.")
    STAMP.write_text(wanted)


def install_system(packages: Sequence[str]) -> bool:
    """Debian packages, where this user may; otherwise the one line that an administrator runs."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get"):
        may = [] if os.name == "posix" and os.geteuid() == 0 else ["sudo", "-n"]
        if not may or (shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0):
            say("Installing system libraries: " + " ".join(packages))
            subprocess.run([*may, "apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
            if subprocess.run([*may, *line], check=False, stdout=subprocess.DEVNULL).returncode == 0:
                return True
    say("Please run once:  sudo " + " ".join(line))
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
        raise SystemExit(f"Qt cannot be loaded: {missing}")
    if (not install_system(packages) and missing) or (missing and qt_problem()):
        raise SystemExit(f"Qt cannot be loaded yet: {missing}")


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
        raise SystemExit("The translations could not be compiled.")


# ---------------------------------------------------------------- translations (inside the environment)


def extracted() -> list[tuple[str, ...]]:
    """Every message id of the program, in order: (id,) or (one, many)."""
    from babel.messages.extract import extract_from_dir

    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    found: dict[tuple[str, ...], None] = {}
    for part in ("workbench",):
        for _file, _line, message, _comments, _context in extract_from_dir(str(ROOT / part), [("**.py", "python")], {}, keywords):
            ids = tuple(m for m in message if m) if isinstance(message, tuple) else (message,)
            if ids and ids[0]:
                found[ids] = None
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


def has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command_run(arguments: Sequence[str]) -> int:
    if has_display():
        ensure(on_screen=True)
        return run([PYTHON, "-m", "workbench", "--sample", *arguments])
    say("There is no display here, so the window cannot open. Doing the main job without it, into build/tour/ …")
    return command_tour(arguments)


def command_tour(arguments: Sequence[str]) -> int:
    ensure()
    return run([PYTHON, "-m", "workbench", "tour", *arguments], QT_QPA_PLATFORM="offscreen")


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


def command_bundle(arguments: Sequence[str]) -> int:
    """build/bundle/workbench/, started once without a screen: `workbench --version` and a database made and checked."""
    ensure()
    if platform.system() == "Linux" and not shutil.which("objdump"):
        install_system(["binutils"])
    separator = ";" if os.name == "nt" else ":"
    target = ROOT / "build" / "bundle"
    made = run([
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--name", "workbench", "--distpath", target, "--workpath", ROOT / "build" / "pyinstaller",
        "--specpath", ROOT / "build", "--add-data", f"{ROOT / 'resources'}{separator}resources", "--add-data", f"{ROOT / 'alembic'}{separator}alembic",
        "--collect-submodules", "workbench", "--collect-submodules", "sqlalchemy.dialects.sqlite", "--collect-data", "pikepdf",
        "--exclude-module", "tkinter", "--exclude-module", "matplotlib", *arguments, ROOT / "workbench" / "__main__.py",
    ])  # fmt: skip
    if made:
        return made
    program = target / "workbench" / ("workbench.exe" if os.name == "nt" else "workbench")
    return run([program, "self-test"], QT_QPA_PLATFORM="offscreen")


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
