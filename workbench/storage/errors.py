"""The known errors of the storage: each one kind sentence that says what happened, what is safe and what to do.

The sentences are English message ids; their Chinese stands in the catalogue `storage.po`.
"""

# ruff: noqa: N818  an error is named after what happened, as it is told

from __future__ import annotations

from typing import ClassVar

from workbench.errors import KnownError, Refused
from workbench.i18n import N_


class InUse(KnownError):
    sentence: ClassVar[str] = N_("This database is open in another window. Nothing was changed. Close it there first.")


class WrongKey(KnownError):
    sentence: ClassVar[str] = N_("The data and the key file in this folder do not belong together. Nothing was changed.")


class WrongPassphrase(KnownError):
    sentence: ClassVar[str] = N_("This passphrase does not open the database. Nothing was changed.")


class SealedTextUnreadable(KnownError):
    sentence: ClassVar[str] = N_(
        "A note about a talk cannot be opened with the key of this database; it was kept as it is. A backup from before may hold it."
    )


class EmptyPassphrase(KnownError):
    sentence: ClassVar[str] = N_("Please choose a passphrase. Nothing was created or changed.")


class MistypedRecoveryKey(KnownError):
    """`group` counts from 1."""

    sentence: ClassVar[str] = N_("Group {group} of the recovery key looks mistyped. Please compare it with your copy.")


class IncompleteRecoveryKey(KnownError):
    sentence: ClassVar[str] = N_("A recovery key has 8 groups of 5 characters. Please compare it with your copy.")


class NotADatabase(KnownError):
    sentence: ClassVar[str] = N_("This is not one of our databases, or it cannot be read as one. It was left untouched.")


class Damaged(KnownError):
    sentence: ClassVar[str] = N_(
        "Part of this database cannot be read. It was left untouched. You can restore the newest backup into a new one."
    )


class NewerSchema(KnownError):
    sentence: ClassVar[str] = N_(
        "This database was saved by a newer version of the program. Nothing was changed. Please update, then open it again."
    )


class OlderSchema(KnownError):
    sentence: ClassVar[str] = N_("This database comes from an older version and must be upgraded first. A backup is made before that.")


class DiskFull(KnownError):
    sentence: ClassVar[str] = N_(
        "The disk is full, so this was not saved. Everything saved earlier is safe. Free some space and save again."
    )


class DiskError(KnownError):
    sentence: ClassVar[str] = N_("The disk reported an error. Please open the database again to see whether the last change was saved.")


class ReadOnly(KnownError):
    sentence: ClassVar[str] = N_("This folder is read-only, so this was not saved. Everything saved earlier is safe.")


class FolderGone(KnownError):
    sentence: ClassVar[str] = N_("The database or its folder is not there. Reconnect the disk, or restore a backup.")


class CannotOpen(KnownError):
    sentence: ClassVar[str] = N_("The database is there but cannot be opened (no permission, or too many open files). Nothing was changed.")


class FileReplaced(KnownError):
    sentence: ClassVar[str] = N_("Another program replaced the database while it was open. Nothing was written. Please open it again.")


class AlreadyThere(KnownError):
    sentence: ClassVar[str] = N_("There is already something with this name. It was left untouched. Please choose another name.")


class BadName(KnownError):
    sentence: ClassVar[str] = N_(
        "A folder cannot be called that: the name is empty or too long. Nothing was made. Please choose a shorter name."
    )


class Conflict(KnownError):
    sentence: ClassVar[str] = N_("This was changed in the meantime. Your text is still here; look at both and save again.")


class ChangedSince(KnownError):
    sentence: ClassVar[str] = N_("This cannot be undone any more because the same entry was changed later. Nothing was altered.")


class NothingToUndo(KnownError):
    sentence: ClassVar[str] = N_("There is nothing to undo.")


class NothingToRedo(KnownError):
    sentence: ClassVar[str] = N_("There is nothing to redo.")


class StillNeeded(Refused):
    sentence: ClassVar[str] = N_("Other entries still need this one, so it was kept. Nothing was altered.")


class Duplicate(Refused):
    sentence: ClassVar[str] = N_("There is already an entry with the same name, code or date. Nothing was altered.")


class BackupFailed(KnownError):
    sentence: ClassVar[str] = N_("The backup could not be proven good and was discarded. Your data and older backups are untouched.")


class BackupDiskFull(BackupFailed):
    sentence: ClassVar[str] = N_(
        "There is not enough space for the backup. Your data and older backups are untouched. Choose another folder or free some space."
    )


class BackupFolderGone(BackupFailed):
    sentence: ClassVar[str] = N_(
        "The backup folder cannot be written to. Your data is untouched. Reconnect the disk or choose another folder."
    )


class NotABackup(KnownError):
    sentence: ClassVar[str] = N_("This is not one of our backups, or it was changed after it was made. Nothing was restored.")


class RestoreFailed(KnownError):
    sentence: ClassVar[str] = N_(
        "The backup could not be restored here. The backup and your data are untouched. Choose another folder or another backup."
    )


class UpgradeFailed(KnownError):
    sentence: ClassVar[str] = N_("The upgrade was stopped and taken back completely. Your database is as it was before.")


class KeyFileUnusable(KnownError):
    sentence: ClassVar[str] = N_(
        "The key file cannot be used: it is missing, damaged or was made weaker. It was left untouched. Use the copy in your newest backup."
    )
