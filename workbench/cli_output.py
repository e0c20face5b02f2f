"""Where a command may write: a folder is never made unspoken, so that a misspelt path is noticed."""

from __future__ import annotations

from pathlib import Path

from workbench.cli_base import tell
from workbench.errors import Refused
from workbench.i18n import N_, _


def ready_file(path: Path) -> None:
    """Refused when the folder of a file to be written is not there, or a folder has its name."""
    if not path.parent.is_dir():
        raise Refused(
            N_("There is no folder {folder}. Make it or choose another; nothing was written."), code="FOLDER", folder=str(path.parent)
        )
    if path.is_dir():
        raise Refused(N_("{file} is a folder. Give the name of a file; nothing was written."), code="FOLDER", file=str(path))


def ready_folder(path: Path) -> None:
    """A folder to be filled: made where only it itself is missing, and that is said."""

    if path.is_dir():
        return
    if path.exists():
        raise Refused(N_("{file} is a file. Give the name of a folder; nothing was written."), code="FOLDER", file=str(path))
    ready_file(path)
    try:
        path.mkdir()
    except OSError as error:
        raise Refused(N_("The folder {folder} could not be made. Nothing was written."), code="FOLDER", folder=str(path)) from error
    tell(_("The folder {folder} was made.", folder=str(path)))
