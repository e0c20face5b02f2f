"""Writing files so that they are there after a power cut, and naming them so that nothing is overwritten.

The few calls that differ between POSIX and Windows stand here and nowhere else in the storage.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path
from typing import IO

from workbench.files import fsync_folder

WINDOWS = os.name == "nt"
NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
BLOCK = 1 << 20


def only_for_me(path: Path) -> None:
    """Owner alone may read. On Windows the profile folder's own rights do that."""
    if not WINDOWS:
        path.chmod(0o700 if path.is_dir() else 0o600)


def file_identity(path: Path) -> tuple[int, int]:
    """(device, inode); on Windows the volume serial and the file index, same meaning. OSError when it is gone."""
    stat = os.stat(path)
    return stat.st_dev, stat.st_ino


def sha256_of(stream: IO[bytes]) -> str:
    """Hex digest of the rest of an open file."""
    seen = hashlib.sha256()
    while block := stream.read(BLOCK):
        seen.update(block)
    return seen.hexdigest()


def copy_synced(source: IO[bytes], target: Path) -> str:
    """Write `source` into the new file `target`, flushed to the disk. Returns the SHA-256 in hex."""
    seen = hashlib.sha256()
    with target.open("xb") as copy:
        only_for_me(target)
        while block := source.read(BLOCK):
            seen.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return seen.hexdigest()


def publish_file(temporary: Path, target: Path) -> None:
    """Give a finished file its name, never over an existing one (FileExistsError)."""
    if WINDOWS:
        os.rename(temporary, target)  # fails if it exists
    else:
        try:
            os.link(temporary, target)  # fails if it exists; rename() would replace silently
        except OSError as error:
            if isinstance(error, FileExistsError) or target.exists():
                raise
            os.rename(temporary, target)  # a file system without hard links (a USB stick)
        else:
            temporary.unlink()
    fsync_folder(target.parent)


def publish_folder(temporary: Path, target: Path) -> None:
    """Give a finished folder its name. FileExistsError when there is something."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, "exists", str(target))
    fsync_folder(temporary)
    os.rename(temporary, target)  # POSIX lets this replace an empty folder at most
    fsync_folder(target.parent)


def remove_folder(folder: Path) -> None:
    """Remove a half-built folder of ours, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)
