"""The log, and what the next start may tell about a process that died: without a word of any record.

Tracebacks are logged with places and classes but without the messages of foreign exceptions, because
those may quote what somebody typed.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from workbench import paths
from workbench.errors import BugError, KnownError

LOG: Final = "workbench.log"
FAULT: Final = "fault"  # what the interpreter writes when it dies in native code, one file a process
RUNNING: Final = paths.RUNNING
UNHANDLED: Final = "unhandled.txt"
MAX_BYTES: Final = 1 << 20
GENERATIONS: Final = 5
TAIL: Final = 60  # lines of the log in a crash report

_logger = logging.getLogger("workbench")
_open: dict[str, IO[str]] = {}


class QuietFormatter(logging.Formatter):
    """Time, level, place and message; an exception as its classes and code lines only."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]) -> str:
        return described(ei[1]) if ei[1] is not None else ""


class LateFileHandler(logging.Handler):
    """The rotated file (1 MiB, five old ones); its library is loaded with the first line, which comes after the first frame."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(self._path, maxBytes=MAX_BYTES, backupCount=GENERATIONS, encoding="utf-8", delay=True)
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def described(error: BaseException) -> str:
    """A traceback without messages, but for our own errors, whose details never hold record text."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None:
        lines.extend(f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(current.__traceback__))
        lines.append(_headline(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        if current is not None:
            lines.append("from")
    return "\n".join(lines)


def _headline(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, KnownError):
        return f"{kind}: {error.detail}"
    if isinstance(error, BugError):
        return f"{kind}: {error}"
    if isinstance(error, OSError):
        return f"{kind}: errno {error.errno}"
    return kind


def set_up(*, to_stderr: bool = False) -> logging.Logger:
    """Start logging into the logs folder and catch what nobody catches.

    A logs folder that cannot be written to is no reason not to start: then the log goes nowhere.
    """
    if _logger.handlers:
        return _logger
    _logger.setLevel(logging.INFO)
    _logger.propagate = False
    folder = paths.logs_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = LateFileHandler(folder / LOG)
        _open["fault"] = (folder / f"{FAULT}-{os.getpid()}.txt").open("w", encoding="utf-8")
        faulthandler.enable(_open["fault"])
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(QuietFormatter())
    _logger.addHandler(handler)
    if to_stderr:
        loud = logging.StreamHandler()
        loud.setFormatter(QuietFormatter())
        _logger.addHandler(loud)
    sys.excepthook = _unhandled
    threading.excepthook = _unhandled_in_thread
    return _logger


def shut_down() -> None:
    """Undo set_up(): for the end of the program and for tests."""
    for handler in list(_logger.handlers):
        _logger.removeHandler(handler)
        handler.close()
    fault = _open.pop("fault", None)
    if fault is not None:
        faulthandler.disable()
        fault.close()
        with contextlib.suppress(OSError):  # an empty file that stays is found and removed at the next start
            if os.stat(fault.name).st_size == 0:
                os.unlink(fault.name)
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def record(error: BaseException, where: str = "") -> str:
    """Log an error that a window or the command line shows; returns what may be copied into a report."""
    text = described(error)
    if isinstance(error, KnownError):
        _logger.warning("%s: %s: %s", where or "known", type(error).__name__, error.detail)
    else:
        _logger.error("%s: %s", where or "bug", text)
    return text


def record_unhandled(error: BaseException) -> str:
    """Log a bug and keep it for the next start."""
    text = record(error, "unhandled")
    try:
        (paths.logs_folder() / UNHANDLED).write_text(f"{_now()}\n{text}\n", encoding="utf-8")
    except OSError as problem:
        _logger.warning("the crash note could not be written: errno %s", problem.errno)
    return text


def _unhandled(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        record_unhandled(error)
    sys.__excepthook__(kind, error, tb)


def _unhandled_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        record_unhandled(args.exc_value)


# ---------------------------------------------------------------- did the last one end well?


def mark_running() -> None:
    """Leave the note that this process works; mark_clean() takes it away."""
    folder = paths.logs_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{RUNNING}-{os.getpid()}.json").write_text(json.dumps({"pid": os.getpid(), "at": _now()}), encoding="utf-8")
    except OSError as problem:
        _logger.warning("the running note could not be written: errno %s", problem.errno)


def mark_clean() -> None:
    """This process ends as it should; what was kept for the next start goes too."""
    (paths.logs_folder() / f"{RUNNING}-{os.getpid()}.json").unlink(missing_ok=True)


def previous_crash() -> str | None:
    """What is known of a process that died, for the crash report; None when all ended well. Told once.

    Call before mark_running(). Another window that still runs is no crash.
    """
    folder = paths.logs_folder()
    told: list[str] = []
    for marker in sorted(folder.glob(f"{RUNNING}-*.json")):
        pid, since = _marker(marker)
        if pid == os.getpid() or is_alive(pid):
            continue
        told.append(f"started {since}, process {pid}, did not end by itself")
        told.append(_taken(folder / f"{FAULT}-{pid}.txt"))
        marker.unlink(missing_ok=True)
    note = _taken(folder / UNHANDLED)
    if not told and not note:
        return None
    return "\n".join(part for part in (*told, note, "---", _tail(folder / LOG)) if part)


def _marker(path: Path) -> tuple[int, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return int(found["pid"]), str(found["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, "?"  # a torn marker is the mark of a crash


def _taken(path: Path) -> str:
    """The content of a note, which is then removed."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace").strip()
        path.unlink()
    except OSError:
        return ""
    return text


def _tail(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-TAIL:])


def is_alive(pid: int) -> bool:
    """Whether a process with this number runs."""
    if pid <= 0:
        return False
    if sys.platform == "win32":  # os.kill(pid, 0) would end the process there
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, 0, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
