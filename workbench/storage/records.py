"""What the storage tells its callers: plain frozen values of the standard library only.

The window learns from a `Change` what to reload and from `Steps` what its undo menu says; neither
needs SQLAlchemy to be loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

RowKey = tuple[str, int]  # (table, id)
Span = tuple[str, int, int]  # (table, first id, last id): rows written in bulk

DO: Final = "do"
UNDO: Final = "undo"
REDO: Final = "redo"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the audit chain: number of the last action and its seal in hex. Kept elsewhere, it shows a rollback."""

    seq: int
    mac: str


EMPTY_HEAD: Final = Head(0, bytes(32).hex())


@dataclass(frozen=True, slots=True)
class Change:
    """What was done and saved. `action` is an English message id, `params` fill its placeholders.

    `seq` is the number by which it can be undone; `result` is what the service returned (plain data).
    Rows written in bulk stand in `spans` only, not in `touched`.
    """

    seq: int
    action: str
    params: Mapping[str, str]
    touched: tuple[RowKey, ...]
    head: Head
    result: object = None
    spans: tuple[Span, ...] = ()
    op: str = DO

    @property
    def tables(self) -> frozenset[str]:
        """Names of all tables with changed rows: what a screen asks first."""
        return frozenset(t for t, _ in self.touched) | frozenset(t for t, _, _ in self.spans)

    def touches(self, table: str, row_id: int) -> bool:
        """Whether this row was written, singly or in bulk."""
        return (table, row_id) in self.touched or any(t == table and a <= row_id <= b for t, a, b in self.spans)


@dataclass(frozen=True, slots=True)
class Step:
    """One action of the history. For `op` undo and redo, `action` and `params` are those of the original."""

    seq: int
    action: str
    params: Mapping[str, str]
    at: datetime
    actor: str
    op: str = DO
    undoable: bool = True
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be taken back and done again, the newest last. Behind `final` nothing is taken back."""

    undo: tuple[Step, ...] = ()
    redo: tuple[Step, ...] = ()
    final: Step | None = None


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A finished backup: one file. `size` in bytes, `taken` in UTC, `rows` per table."""

    path: Path
    taken: datetime
    reason: str
    size: int
    schema: int
    rows: Mapping[str, int]
    head: Head
    database_id: str
    database_name: str


@dataclass(frozen=True, slots=True)
class CopyElsewhere:
    """The newest copy in another place: its file, its moment in UTC, and the last action it holds."""

    path: Path
    taken: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class RollbackSuspected:
    """The newest backup knows an action that this database does not hold: an older state may have been put back."""

    backup: BackupInfo
    here: Head


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a full self-check found. Empty tuples are good news; the texts are for the log and the details fold-out."""

    integrity: tuple[str, ...] = ()
    cipher: tuple[str, ...] = ()
    foreign_keys: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    head: Head = EMPTY_HEAD
    erased_values: int = 0
    newest_backup: BackupInfo | None = None
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """True when nothing is damaged. A missing backup is not damage; a bad one is."""
        return not (self.integrity or self.cipher or self.foreign_keys or self.audit or self.backups)
