"""What the copies of a database tell: how long ago one went to another place, and whether one knows more than the database does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench import i18n
from workbench.i18n import N_, _
from workbench.services.workspace import RollbackSuspected, Workspace

WARN_DAYS: Final = 7
"""Days without a copy elsewhere after which it is said."""
ROLLED_BACK = N_(
    "This database ends at action {here}, but the backup of {day} knows action {there}. Probably an older copy of the folder was put "
    "in its place. Nothing was changed here, and the backup is whole. If you did not do this on purpose, restore that backup into a new "
    "database and compare."
)
OTHER_BRANCH = N_(
    "The history of this database is not the one that its backup of {day} holds. Probably another copy of the folder was put in its "
    "place. Nothing was changed here, and the backup is whole. If you did not do this on purpose, restore that backup into a new "
    "database and compare."
)


@dataclass(frozen=True, slots=True)
class CopyAge:
    """`days` since the last copy elsewhere; `never` when there is none, then since the database began."""

    days: int
    never: bool


def load_age(workspace: Workspace, today: date) -> CopyAge | None:
    """The age that is to be told; None where a copy is young enough or holds everything, and for the sample team.

    Blocks for a short read; belongs off the main thread.
    """
    from workbench.services.sample import ACTION  # heavy, and only needed beside the window

    copy, begun = workspace.copy_elsewhere, workspace.first_step()
    if begun is None or begun.action == ACTION:
        return None
    if copy is not None and copy.seq >= workspace.head.seq:
        return None
    days = (today - i18n.local(copy.taken if copy is not None else begun.at).date()).days
    return CopyAge(days, copy is None) if days >= WARN_DAYS else None


def rollback_words(found: RollbackSuspected) -> str:
    """The warning about an older or another state, in the present language."""
    figures = {"here": found.here.seq, "there": found.backup.head.seq, "day": f"{i18n.local(found.backup.taken):%Y-%m-%d %H:%M}"}
    return _(ROLLED_BACK if found.backup.head.seq > found.here.seq else OTHER_BRANCH, **figures)
