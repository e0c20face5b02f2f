"""Files for other people, whole or not at all: the one way in which paper and tables reach a folder.

The bytes go into a file beside the target, onto the disk, and only then under the name; whatever was there before
stays until that moment, and stays when something goes wrong.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import unicodedata
from pathlib import Path
from typing import ClassVar, Final

from workbench.errors import N_, KnownError

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED: Final = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{name}{at}" for name in ("COM", "LPT") for at in range(1, 10))})
_LONGEST: Final = 180  # UTF-8 bytes: below the 255 of every file system, with room for the folder
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


class NotWrittenError(KnownError):
    """The folder is gone, read-only or no folder, or the file is in use. Figures: file, folder."""

    sentence: ClassVar[str] = N_(
        "{file} could not be written to {folder}. What was there before is unchanged; close the file if it is open, or choose another folder."
    )


class DiskFullError(NotWrittenError):
    """No room, or a quota. Figures: file, folder."""

    sentence: ClassVar[str] = N_(
        "There is not enough room in {folder} for {file}. What was there before is unchanged; make room or choose another disk."
    )


def write_whole(path: Path, data: bytes, *, make_folder: bool = False) -> Path:
    """Write `data` under `path`; the old file stays until the new one is complete. `make_folder` makes a missing folder.

    A link is followed, and what is no file (a pipe, /dev/stdout) is written to as it is. NotWrittenError or
    DiskFullError when it cannot be done; then nothing of the new file is left behind.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        if make_folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
        else:
            replace_whole(target, data)
    except OSError as error:
        kind = DiskFullError if error.errno in _NO_ROOM else NotWrittenError
        raise kind(str(error), file=path.name, folder=str(path.parent)) from error
    return path


def replace_whole(target: Path, data: bytes, *, private: bool = False) -> None:
    """The same with the errors of the system (OSError): old or new content at every moment, also after a power cut.

    `private` lets the owner alone read; on Windows the rights of the folder do that.
    """
    part = target.with_name(f".{secrets.token_hex(8)}.part")  # short, so that a name at the longest still fits
    try:
        with part.open("xb") as stream:
            if private and os.name != "nt":
                part.chmod(0o600)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, target)
    except BaseException:  # a stop by Ctrl+C leaves nothing behind either
        part.unlink(missing_ok=True)
        raise
    fsync_folder(target.parent)


def fsync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no such call and refuses to open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def safe_name(*parts: str) -> str:
    """A file name without extension that Windows, macOS and Linux all take: "PE-2026Q3-0002 张䶮"."""
    name = unicodedata.normalize("NFC", " ".join(part.strip() for part in parts if part.strip()))
    name = _FORBIDDEN.sub("_", name).strip(" .")
    while len(name.encode()) > _LONGEST:
        name = name[:-1].rstrip(" .")
    if name.split(".")[0].upper() in _RESERVED:
        name = "_" + name
    return name or "_"
