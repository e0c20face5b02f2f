"""Bringing in what people have: a preview without a write, then one undoable action, or nothing at all.

The same file twice changes nothing, because every record is found again by its number or its natural key; then no step is left either.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from workbench.errors import KnownError, Refused
from workbench.exchange import importing
from workbench.exchange import mapping as mappings
from workbench.exchange.errors import OnlyHeadings
from workbench.exchange.names import Known
from workbench.i18n import N_, Word
from workbench.models.imports import ImportBatch, ImportMapping
from workbench.readmodels.exchange import ImportPreview, ImportReport, Rejected, Table
from workbench.services import import_demand, import_records, import_sales, import_work
from workbench.services.import_records import Counts, Run, Tell, silent
from workbench.services.workspace import BackupInfo, Change, Reader, UnitOfWork, Workspace
from workbench.storage.queries import imports as queries

KINDS = ("people", "availability", "customers", "products", "deals", "targets", "tasks", "demand")
ACTION = N_("Import {kind} from {file}")
KIND_LABELS = {
    "people": Word(N_("People")),
    "availability": Word(N_("Availability")),
    "customers": Word(N_("Customers")),
    "products": Word(N_("Products")),
    "deals": Word(N_("Deals")),
    "targets": Word(N_("Targets")),
    "tasks": Word(N_("Tasks")),
    "demand": Word(N_("People needed by the hour")),
}
WRITERS = {
    "people": import_records.people,
    "availability": import_records.availability,
    "customers": import_records.customers,
    "products": import_sales.products,
    "deals": import_sales.deals,
    "targets": import_sales.targets,
    "tasks": import_work.tasks,
    "demand": import_demand.demand,
}
NO_ROW = N_("No row of {name} can be brought in, so nothing was imported. Put the rows right there and import it again.")
JUDGED = frozenset({"people", "tasks"})
"""Kinds of which the database must be asked before their rows are promised."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a preview needs of the database: the known names and the mapping confirmed last time."""

    known: Known
    remembered: Mapping[str, Any] | None
    known_file: datetime | None

    def without_answers(self, keys: Collection[str]) -> Ground:
        """The same ground, with these remembered answers forgotten: their questions are asked again."""
        if not keys or self.remembered is None:
            return self
        kept = {key: answer for key, answer in self.remembered.get("answers", {}).items() if key not in keys}
        return replace(self, remembered={**self.remembered, "answers": kept})


def load_ground(conn: Reader, kind: str, signature: str = "", sha256: str = "") -> Ground:
    """Names to look values up in, the remembered mapping of such headings, and when this very file was imported before."""
    remembered = queries.remembered(conn, kind, signature)
    return Ground(queries.known_names(conn), json.loads(remembered) if remembered else None, queries.imported_at(conn, kind, sha256))


def load_history(conn: Reader, limit: int = 50) -> list[queries.BatchRow]:
    """The imports so far, newest first, with the number of the undo step."""
    return queries.batches(conn, limit)


def read_file(path: Path, answers: Mapping[str, str] | None = None, *, sheet: str = "") -> Table:
    """The file as a table, read in a separate process; slow, belongs off the main thread."""
    return importing.load(path, answers, sheet=sheet)


def preview(
    table: Table,
    kind: str,
    ground: Ground,
    *,
    today: date,
    preset: str = mappings.AUTO,
    overrides: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> ImportPreview:
    """What would happen: typed rows, rejected ones with reasons, and questions. Pure; nothing is written."""
    return importing.prepare(
        table, kind, preset=preset, overrides=overrides, remembered=ground.remembered, known=ground.known, answers=answers, today=today
    )


class _TakenBackError(Exception):
    """Ends a trial within its transaction, so that nothing of it stays."""


def judged(workspace: Workspace, shown: ImportPreview, today: date) -> ImportPreview:
    """The preview with what only the database can tell: rows that the planner's rules refuse, and warnings.

    Exactly what the import would do is done and rolled back. Kinds without such rules come back as they are.
    """
    if shown.kind not in JUDGED or shown.questions or shown.mapping.missing or not shown.rows:
        return shown
    counts = attempted(workspace, shown, today)
    refused = {one.row for one in counts.rejected}
    kept = [(number, row) for number, row in zip(shown.numbers, shown.rows, strict=True) if number not in refused]
    return replace(
        shown, numbers=[number for number, _row in kept], rows=[row for _number, row in kept],
        rejected=_in_order(shown.rejected, counts.rejected), warnings=tuple(counts.warnings),
    )  # fmt: skip


def attempted(workspace: Workspace, shown: ImportPreview, today: date) -> Counts:
    """What an import of the preview would count: it is done in full and rolled back."""
    found: list[Counts] = []

    def attempt(uow: UnitOfWork) -> None:
        found[:] = [WRITERS[shown.kind](uow, shown, Run(today))]
        raise _TakenBackError

    with suppress(_TakenBackError):
        workspace.perform(ACTION, attempt, kind=KIND_LABELS[shown.kind], file=shown.table.file_name)
    return found[0]


def _in_order(known: Sequence[Rejected], more: Sequence[Rejected]) -> tuple[Rejected, ...]:
    return tuple(sorted((*known, *more), key=attrgetter("row")))


def back_up_first(workspace: Workspace) -> BackupInfo | None:
    """A verified backup before an import; None where the newest one holds everything already. Must not be called in a service."""
    return workspace.backup(reason="import") if workspace.changed_since_backup else None


def write(uow: UnitOfWork, shown: ImportPreview, *, today: date, tell: Tell = silent) -> ImportReport:
    """Write every row of a preview; the caller's unit of work makes it all or nothing.

    `tell` hears of rows done and rows in all; what it raises ends the import, and nothing of it is kept.
    NothingNew, with the report, where all of it is here already.
    """
    if shown.questions:
        raise Refused(
            N_("Questions about this file are still open ({count}), so nothing was imported. Answer them and import again."),
            code="QUESTIONS",
            count=len(shown.questions),
        )
    if shown.mapping.missing:
        raise Refused(
            N_("These columns are missing: {columns}. Nothing was imported."), code="MISSING", columns=", ".join(shown.mapping.missing)
        )
    if not shown.rows:
        raise nothing_in(shown)
    counts: Counts = WRITERS[shown.kind](uow, shown, Run(today, tell))
    tell(len(shown.rows), len(shown.rows))
    if not uow.changes_something:
        raise NothingNew(report(shown, counts), shown.table.file_name)
    _remember(uow, shown)
    batch = ImportBatch(
        kind=shown.kind, file_name=shown.table.file_name[:200], sha256=shown.table.sha256, imported_at=datetime.now(UTC), mapping=shown.mapping.preset,
        rows=shown.table.rows, added=counts.added, changed=counts.changed, unchanged=counts.unchanged, rejected=len(shown.rejected) + len(counts.rejected),
    )  # fmt: skip
    uow.session.add(batch)
    uow.session.flush()
    return report(shown, counts, batch.id)


class NothingNew(Refused):
    """The rows would change nothing, so no import is made of them; `report` says what was looked at."""

    def __init__(self, found: ImportReport, name: str) -> None:
        words = (
            N_("Nothing changed: what can be brought in from {name} is here already. No import was made.") if found.unchanged else NO_ROW
        )
        super().__init__(words, code="NOTHING", name=name)
        self.report = found


def nothing_in(shown: ImportPreview) -> KnownError:
    """Why a file brings in nothing and makes no import: it has no row, or none that can come in."""
    return OnlyHeadings(name=shown.table.file_name) if shown.holds_nothing else no_row(shown.table.file_name)


def no_row(name: str) -> Refused:
    """Every row of the file was rejected or left out."""
    return Refused(NO_ROW, code="NOTHING", name=name)


def report(shown: ImportPreview, counts: Counts | None = None, import_id: int | None = None) -> ImportReport:
    """The report of an import or, without counts, of a trial run."""
    made = counts or Counts()
    return ImportReport(
        shown.table.rows, made.added, made.changed, made.unchanged, _in_order(shown.rejected, made.rejected), shown.mapping, shown.questions, import_id,
        shown.left_out, shown.waiting, tuple(made.warnings) or shown.warnings, shown.notes,
    )  # fmt: skip


def _remember(uow: UnitOfWork, shown: ImportPreview) -> None:
    content = json.dumps(mappings.memory(shown.mapping, shown.answers), ensure_ascii=False, sort_keys=True)
    row = uow.session.query(ImportMapping).filter_by(kind=shown.kind, signature=shown.mapping.signature).first()
    if row is None:
        row = ImportMapping(kind=shown.kind, signature=shown.mapping.signature, name=shown.mapping.preset or shown.table.file_name[:200])
        uow.session.add(row)
    row.content = content


def import_file(
    workspace: Workspace,
    kind: str,
    path: Path,
    *,
    today: date,
    sheet: str = "",
    preset: str = mappings.AUTO,
    overrides: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    accept_suggestions: bool = False,
    dry_run: bool = False,
) -> tuple[ImportReport, Change | None]:
    """The whole way for the command line: read, preview, answer, back up, write.

    With open questions, where no row can come in, and where all of it is here already, nothing is written. OnlyHeadings for a file without rows.
    `accept_suggestions` takes what is suggested, and where there is only one choice, that one. A trial counts what
    the import would do. Refused for answers to questions that this file does not ask.
    """
    table = read_file(path, answers, sheet=sheet)
    if sheet and table.form == "csv":
        raise Refused(
            N_("{name} is a text file and has no sheets; leave the sheet out. Nothing was imported."), code="SHEET", name=path.name
        )
    signature = importing.signature(table) if table.columns else ""
    ground = workspace.read(lambda conn: load_ground(conn, kind, signature, table.sha256))
    given = dict(answers or {})
    shown = preview(table, kind, ground, today=today, preset=preset, overrides=overrides, answers=given)
    while accept_suggestions and shown.questions and (more := {k: v for k, v in _accepted(shown).items() if k not in given}):
        given |= more
        shown = preview(table, kind, ground, today=today, preset=preset, overrides=overrides, answers=given)
    _no_others(shown, answers or {})
    if shown.holds_nothing:
        raise nothing_in(shown)
    if shown.questions or shown.mapping.missing or not shown.rows:
        return report(shown), None
    if dry_run:
        return report(shown, attempted(workspace, shown, today)), None
    back_up_first(workspace)
    try:
        change = workspace.perform(ACTION, lambda uow: write(uow, shown, today=today), kind=KIND_LABELS[kind], file=shown.table.file_name)
    except NothingNew as found:
        return found.report, None
    result = change.result
    assert isinstance(result, ImportReport)
    return result, change


def _accepted(shown: ImportPreview) -> dict[str, str]:
    """What is suggested, and the only choice of a question that has no other."""
    only = {one.key: one.choices[0].value for one in shown.questions if len(one.choices) == 1 and not one.form}
    return only | shown.suggestions()


def _no_others(shown: ImportPreview, given: Mapping[str, str]) -> None:
    """Refused for an answer to a question that is neither open nor answered, with the keys of those that are open."""
    asked = {one.key for one in (*shown.questions, *shown.answered)} | shown.answers.keys()
    unknown = [key for key in given if key not in asked]
    if not unknown:
        return
    if shown.questions:
        raise Refused(
            N_("This file does not ask “{key}”. Its open questions are: {open}. Nothing was imported."),
            code="ANSWER", key=unknown[0], open=", ".join(one.key for one in shown.questions),
        )  # fmt: skip
    raise Refused(
        N_("This file does not ask “{key}”, and no question about it is open. Nothing was imported."), code="ANSWER", key=unknown[0]
    )


def undo_import(workspace: Workspace, import_id: int) -> Change:
    """Take one whole import back; refused when its records were changed since."""
    seq = workspace.read(lambda conn: queries.step_of(conn, import_id))
    if seq is None:
        raise Refused(N_("There is no import number {number} here. Nothing was changed."), code="IMPORT", number=import_id)
    return workspace.undo_step(seq)
