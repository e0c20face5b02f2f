"""Paragraphs from before texts about talks were sealed: sealed once, and what undo remembered of them in clear is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from workbench.i18n import N_
from workbench.models.one_on_ones import TalkNote
from workbench.storage.queries import one_on_ones as queries

if TYPE_CHECKING:
    from workbench.services.workspace import UnitOfWork, Workspace


def seal_old_notes(workspace: Workspace) -> int:
    """Seal every paragraph that stands in clear; returns how many. Steps about them can no longer be taken back."""
    if not workspace.read(queries.has_open_notes):
        return 0

    def seal(uow: UnitOfWork) -> int:
        found = uow.session.query(TalkNote).filter(TalkNote.text != "").all()
        for note in found:
            flag_modified(note, "text")
        uow.session.flush()
        return len(found)

    def forget(uow: UnitOfWork) -> None:
        for (own,) in uow.session.query(TalkNote.id).all():
            uow.forget(TalkNote, own)

    sealed = workspace.perform(N_("Seal the notes about talks"), seal, undoable=False).result
    workspace.perform(N_("Forget the notes about talks in clear"), forget, undoable=False)
    return sealed if isinstance(sealed, int) else 0
