"""A backup into a new database, with the passphrase of that time or the recovery key.

What goes wrong is told with the part of the form that it is about, so that the reason stands where it can be mended.
"""

from __future__ import annotations

from pathlib import Path

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.services.workspace import Workspace

FILE, TARGET, SECRET = "file", "target", "secret"
"""What a refusal is about: the backup, the place of the new database, or the passphrase."""


def restore(backup_file: Path, target: Path, secret: str) -> tuple[Path, bool]:
    """The folder of the new database, and whether the recovery key was used. A KnownError leaves backup and present database as they are; `part_of` says where it belongs.

    `secret` is the passphrase of the time of the backup, or the recovery key in its 8 groups.
    """
    from workbench.storage.errors import EmptyPassphrase, WrongPassphrase  # loads SQLAlchemy, which the first frame does not wait for

    try:
        return Workspace.restore(backup_file, target, secret), False
    except (EmptyPassphrase, WrongPassphrase) as error:
        if _looks_like_recovery_key(secret):  # asked second: eight words of five letters are a passphrase too
            return Workspace.restore(backup_file, target, secret, with_recovery=True), True
        raise Refused(
            N_(
                "This passphrase does not open the backup. The one that was in use when the backup was made is needed, or the recovery key. "
                "Nothing was restored."
            ),
            code=SECRET,
        ) from error


def part_of(error: BaseException) -> str:
    """FILE, TARGET or SECRET."""
    from workbench.storage import errors

    if isinstance(error, Refused) and error.code == SECRET:
        return SECRET
    if isinstance(error, errors.MistypedRecoveryKey | errors.IncompleteRecoveryKey):
        return SECRET
    if isinstance(error, errors.NotABackup | errors.NewerSchema | errors.KeyFileUnusable | errors.FolderGone):
        return FILE
    return TARGET


def _looks_like_recovery_key(secret: str) -> bool:
    groups = secret.replace("-", " ").split()
    return len(groups) == 8 and all(len(group) == 5 for group in groups)
