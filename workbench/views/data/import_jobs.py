"""What the import card does beside the window and on the database thread; nothing here knows a widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from workbench import files
from workbench.exchange import importing, wording
from workbench.exchange import rejected as rejected_rows
from workbench.i18n import _, ngettext
from workbench.readmodels.exchange import ImportPreview, ImportReport, Rejected, Table
from workbench.services import imports
from workbench.services.imports import Ground
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.tasks import Progress

FIRST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Read:
    """A file as read, with the ground to look its values up."""

    table: Table
    ground: Ground


@dataclass(frozen=True, slots=True)
class Looked:
    """What would come in, and the first rows of it in words."""

    shown: ImportPreview
    first: tuple[tuple[str, ...], ...]


def reading(workspace: Workspace, path: Path, kind: str, answers: dict[str, str], sheet: str, progress: Progress) -> Read:
    """Parse, then ask the database for names and the remembered mapping."""
    table = imports.read_file(path, answers, sheet=sheet)
    progress.check()
    signature = importing.signature(table) if table.columns else ""
    ground = workspace.read(lambda conn: imports.load_ground(conn, kind, signature, table.sha256))
    progress.check()
    return Read(table, ground)


def looking(
    workspace: Workspace, read: Read, kind: str, overrides: dict[str, str], answers: dict[str, str], today: date, progress: Progress
) -> Looked:
    """What would come in, also by what only the database can tell; nothing of it is kept."""
    shown = imports.preview(read.table, kind, read.ground, today=today, overrides=overrides, answers=answers)
    progress.check()
    shown = imports.judged(workspace, shown, today)
    progress.check()
    rows = shown.rows[:FIRST_ROWS]
    named = (
        {name: {code: written for written, code in pairs if written != code} for name, pairs in read.ground.known.items()} if rows else {}
    )
    first = tuple(tuple(wording.cell(kind, code, value, named) for code, value in zip(shown.fields, row, strict=True)) for row in rows)
    return Looked(shown, first)


def backing_up(workspace: Workspace, progress: Progress) -> None:
    """Ahead of the write: what the import could spoil is in a proven copy."""
    progress.step(_("making a checked backup first"))
    imports.back_up_first(workspace)


def writing(shown: ImportPreview, today: date, uow: UnitOfWork, progress: Progress) -> ImportReport:
    """On the database thread; a stop leaves it by an error, so that nothing is kept."""
    return imports.write(uow, shown, today=today, tell=partial(_told, progress))


def _told(progress: Progress, done: int, rows: int) -> None:
    progress.check()
    words = ngettext("{done} of {rows} row", "{done} of {rows} rows", rows, done=f"{done:,}", rows=f"{rows:,}")
    progress.step(words, done, rows)


def saving(table: Table, rejected: Sequence[Rejected], path: Path, _progress: Progress) -> Path:
    """All rejected rows into one file, whole or not at all."""
    return files.write_whole(path, rejected_rows.as_csv(table, rejected))
