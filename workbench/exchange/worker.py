"""The process that opens strangers' files: it parses, limits itself, writes frames and ends.

Started by `reading.py` as `-m workbench.exchange.worker`, or in a bundle as the program itself with the
hidden argument `--import-worker`, which must lead to `main` before anything else is imported.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final

from workbench.exchange import csv_files, frames, workbooks
from workbench.exchange.errors import BrokenWorkbook, FileMissing, FileRefused, FileTooLarge, NotATable, ReadingStopped
from workbench.exchange.fields import all_heading_words
from workbench.exchange.limits import MEGABYTE, Limits

ARGUMENT: Final = "--import-worker"


def main(argv: Sequence[str] | None = None) -> int:
    """Read one request (a line of JSON) from standard input, write frames to standard output; always status 0 or 1."""
    if argv:
        return 1
    request = json.loads(_binary(sys.stdin, 0, "rb").readline())
    limits = Limits(**request["limits"])
    restrict(limits)
    gc.disable()  # blocks of rows are freed by counting; looking for circles among them costs a third of the time
    output = _binary(sys.stdout, 1, "wb")

    def emit(kind: str, payload: dict[str, Any]) -> None:
        frames.write(output, kind, payload)

    def emit_rows(columns: list[Any], rows: int) -> None:
        frames.write_columns(output, columns, rows, texts=workbook is False)

    workbook = False
    try:
        path = Path(request["path"])
        workbook = _is_workbook(path, request["name"])
        if workbook:
            workbooks.read(path, request, limits, all_heading_words(), emit, emit_rows)
        else:
            if path.stat().st_size > limits.text_bytes:
                raise FileTooLarge(name=request["name"], limit=limits.text_bytes // MEGABYTE)
            csv_files.read(path, request, limits, all_heading_words(), emit, emit_rows)
    except FileRefused as error:
        emit("error", {"code": error.code, "figures": error.figures, "detail": error.detail})
    except OSError as error:
        emit("error", {"code": FileMissing.code, "figures": {"name": request["name"]}, "detail": str(error)})
    except MemoryError:
        emit("error", {"code": ReadingStopped.code, "figures": {"name": request["name"]}, "detail": "out of memory"})
    output.flush()
    return 0


def _binary(stream: Any, number: int, mode: str) -> IO[bytes]:
    """The bytes of a standard stream; a bundle without a console has the pipe but no stream."""
    return stream.buffer if stream is not None else os.fdopen(number, mode)


def restrict(limits: Limits) -> None:
    """Processor time and memory, where the system can limit a process; the caller's clock stops us elsewhere."""
    if os.name == "posix":
        import resource

        for kind, most in ((resource.RLIMIT_CPU, limits.cpu_seconds), (resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(kind)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            try:
                resource.setrlimit(kind, (least, hard))
            except (ValueError, OSError) as error:  # a system without this limit still has the clock
                sys.stderr.write(f"limit {kind} not set: {error}\n")


def _is_workbook(path: Path, name: str) -> bool:
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise NotATable(name=name)
    if path.suffix.casefold() in (".xlsx", ".xlsm", ".xlsb") and start and not start.startswith((workbooks.ZIP_START, workbooks.OLE_START)):
        raise BrokenWorkbook("neither zip nor OLE", name=name)
    return start.startswith((workbooks.ZIP_START, workbooks.OLE_START))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
