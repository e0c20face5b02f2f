"""How long ago the work was last copied to another place: what a lost or broken computer would take with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.services.workspace import Workspace

WARN_DAYS: Final = 7
"""Days without a copy elsewhere after which it is said."""


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
    days = (today - (copy.taken if copy is not None else begun.at).astimezone().date()).days
    return CopyAge(days, copy is None) if days >= WARN_DAYS else None
