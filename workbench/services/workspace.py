"""One open database as the window, the command line and the tests see it: do, read, undo, back up, check, close.

Everything but the plain records is imported when it is first needed, so that a window can be painted
before SQLAlchemy is loaded. `UnitOfWork`, `Reader` and `KdfParameters` are exported here lazily.
"""

from __future__ import annotations

import importlib
import platform
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbench import threads
from workbench.errors import KnownError
from workbench.i18n import Word, _
from workbench.storage.records import BackupInfo, Change, CheckReport, CopyElsewhere, Head, RollbackSuspected, Span, Step, Steps

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection as Reader

    from workbench.storage.database import Database
    from workbench.storage.engine import DbKey, Settings
    from workbench.storage.keys import KdfParameters
    from workbench.storage.package import Package
    from workbench.storage.schema import Schema
    from workbench.storage.unit_of_work import UnitOfWork

__all__ = [
    "BackupInfo",
    "Change",
    "CheckReport",
    "CopyElsewhere",
    "Head",
    "KdfParameters",
    "Reader",
    "RollbackSuspected",
    "Span",
    "Step",
    "Steps",
    "UnitOfWork",
    "Workspace",
    "step_name",
]

T = TypeVar("T")

_WORDS = "message ids"  # names, among the kept figures, of those that are translated; no placeholder can bear a blank

_LAZY = {
    "UnitOfWork": ("workbench.storage.unit_of_work", "UnitOfWork"),
    "Reader": ("sqlalchemy.engine", "Connection"),
    "KdfParameters": ("workbench.storage.keys", "KdfParameters"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(name)
    module, attribute = _LAZY[name]
    return getattr(importlib.import_module(module), attribute)


class _Figures(dict[str, str]):
    """Figures of a step; one that was erased from the history reads as three dots."""

    def __missing__(self, name: str) -> str:
        return "…"


def step_name(step: Step | Change) -> str:
    """What was done, in the present language. Names that people wrote stay as they wrote them; only a `Word` is translated."""
    words = step.params.get(_WORDS, "").split()
    return _(step.action).format_map(_Figures({name: _(value) if name in words else value for name, value in step.params.items()}))


class Workspace:
    """An open database. Blocking calls wait for the database thread; `start_…` return a future of the same.

    Blocking calls and `close` must not be made inside a service or a read function.
    """

    def __init__(self, package: Package, database: Database, actor: str, backups: Path) -> None:
        from workbench.storage import backup, copies

        self._package, self._database, self._actor, self._backups = package, database, actor, backups
        self._database_id = package.envelope().database_id
        self._helper = threads.Helper("safety")
        newest = backup.newest(backups, self._database_id)
        self._newest = newest
        self._elsewhere = copies.newest(backups, self._database_id)
        self._own_is_elsewhere = copies.is_elsewhere(backups, package.folder)
        self._head: Head = database.read(_head)
        self.rollback_suspected: RollbackSuspected | None = None
        if newest is not None and database.read(lambda conn: _mac_at(conn, newest.head.seq)) != newest.head.mac:
            self.rollback_suspected = RollbackSuspected(newest, self._head)

    # ---- opening

    @staticmethod
    def create(
        path: Path | str, passphrase: str, *, actor: str = "manager", kdf: KdfParameters | None = None, backups: Path | None = None
    ) -> tuple[Workspace, str]:
        """A new database `path` (the ending .wbdb is added) and its recovery key, which is shown once and never stored."""
        from workbench.storage import keys, package, schema

        made, key, recovery = package.create(path, passphrase, schema.product(), kdf=kdf or keys.DEFAULT_KDF)
        return Workspace.attach(made, key, actor=actor, backups=backups), recovery

    @staticmethod
    def open(path: Path | str, passphrase: str, *, actor: str = "manager", backups: Path | None = None) -> Workspace:
        """Open a database. An older schema is upgraded after a verified backup; a newer one is refused (NewerSchema).

        Raises WrongPassphrase, InUse, NotADatabase, Damaged, FolderGone, KeyFileUnusable, UpgradeFailed and others.
        """
        from workbench.storage.package import Package

        package = Package.at(path)
        return Workspace.attach(package, package.envelope().open(passphrase), actor=actor, backups=backups)

    @staticmethod
    def open_with_recovery(
        path: Path | str, recovery_key: str, new_passphrase: str, *, actor: str = "manager", backups: Path | None = None
    ) -> Workspace:
        """Open with the recovery key from paper, and set a new passphrase."""
        from workbench.storage import keys
        from workbench.storage.package import Package

        package = Package.at(path)
        key = package.envelope().open_with_recovery(recovery_key)
        workspace = Workspace.attach(package, key, actor=actor, backups=backups)
        try:
            envelope = package.envelope()  # as opening left it
            renewed = envelope.with_passphrase(new_passphrase, key, envelope.kdf_of())
            _disk_words(lambda: keys.save(package.key_file, renewed, forget_previous=True))
        except BaseException:
            workspace.close()
            raise
        return workspace

    @staticmethod
    def attach(
        package: Package,
        key: DbKey,
        *,
        actor: str = "manager",
        backups: Path | None = None,
        schema: Schema | None = None,
        settings: Settings | None = None,
    ) -> Workspace:
        """Open with a database key that the caller holds already; the other ways of opening end here."""
        from workbench.storage import engine
        from workbench.storage import schema as schemas
        from workbench.storage.database import Database
        from workbench.storage.errors import OlderSchema

        schema, settings = schema or schemas.product(), settings or engine.DEFAULT_SETTINGS
        folder = backups or package.default_backups()
        try:
            database = Database(package.database, key, schema, schema.number, settings)
        except OlderSchema:
            from workbench.storage.upgrade import upgrade  # loads Alembic, rarely needed

            upgrade(package, key, schema, folder, settings)
            database = Database(package.database, key, schema, schema.number, settings)
        try:
            is_new = package.give_author_key(key, database.run)
            opened = Workspace(package, database, actor, folder)
            if is_new:
                importlib.import_module("workbench.services.one_on_ones_seal").seal_old_notes(opened)
            return opened
        except BaseException:
            database.close()
            raise

    # ---- what it is

    @property
    def path(self) -> Path:
        """The folder package."""
        return self._package.folder

    @property
    def name(self) -> str:
        return self._package.name

    @property
    def database_id(self) -> str:
        """The same for ever and different from that of every other database; backups keep it."""
        return self._database_id

    @property
    def actor(self) -> str:
        return self._actor

    @property
    def backups_folder(self) -> Path:
        return self._backups

    @property
    def last_backup(self) -> datetime | None:
        """Moment (UTC) of the newest backup in the backups folder."""
        return self._newest.taken if self._newest else None

    @property
    def copy_elsewhere(self) -> CopyElsewhere | None:
        """The newest copy that was made to another place; backups count where their folder lies on another disk."""
        if self._newest is not None and self._own_is_elsewhere:
            own = CopyElsewhere(self._newest.path, self._newest.taken, self._newest.head.seq)
            return own if self._elsewhere is None or own.taken > self._elsewhere.taken else self._elsewhere
        return self._elsewhere

    def first_step(self) -> Step | None:
        """How this database began; None when nothing was ever saved."""
        from workbench.storage import actions

        return self._database.read(actions.first)

    @property
    def changed_since_backup(self) -> bool:
        """Whether something was saved that no backup in the backups folder holds."""
        return self._head.seq > (self._newest.head.seq if self._newest else 0)

    @property
    def head(self) -> Head:
        """The end of the audit chain after the last saved action."""
        return self._head

    # ---- writing

    def perform(self, action: str, service: Callable[[UnitOfWork], object], /, *, undoable: bool = True, **params: object) -> Change:
        """Run one action and wait until it is saved. `action` is an English message id whose placeholders `params` fill."""
        return self.start_perform(action, service, undoable=undoable, **params).result()

    def start_perform(
        self, action: str, service: Callable[[UnitOfWork], object], /, *, undoable: bool = True, **params: object
    ) -> Future[Change]:
        """The same on the database thread; the future ends after COMMIT, or with the error when nothing was changed."""
        from workbench.storage import actions

        figures = {name: str(value) for name, value in params.items()}
        words = [name for name, value in params.items() if isinstance(value, Word)]
        if words:
            figures[_WORDS] = " ".join(words)
        return self._start(actions.do_job(self._database, self._actor, action, service, params=figures, undoable=undoable))

    def _start(self, job: Callable[[], Change]) -> Future[Change]:
        def noted() -> Change:
            change = job()
            self._head = change.head
            return change

        return self._database.submit(noted)

    # ---- reading

    def read(self, query: Callable[[Reader], T]) -> T:
        """Run a read function and wait. Its result must be plain data (read models, numbers, lists of them)."""
        return self._database.read(query)

    def start_read(self, query: Callable[[Reader], T]) -> Future[T]:
        return self._database.start_read(query)

    # ---- undo

    def undo(self) -> Change:
        """Take the last step back. NothingToUndo, ChangedSince."""
        return self.start_undo().result()

    def redo(self) -> Change:
        """Do the step that was taken back last again. NothingToRedo, ChangedSince."""
        return self.start_redo().result()

    def undo_step(self, seq: int) -> Change:
        """Take one certain action back, however old, e.g. an import. NothingToUndo, ChangedSince, StillNeeded."""
        return self.start_undo_step(seq).result()

    def start_undo(self) -> Future[Change]:
        from workbench.storage import actions

        return self._start(actions.undo_job(self._database, self._actor))

    def start_redo(self) -> Future[Change]:
        from workbench.storage import actions

        return self._start(actions.redo_job(self._database, self._actor))

    def start_undo_step(self, seq: int) -> Future[Change]:
        from workbench.storage import actions

        return self._start(actions.undo_step_job(self._database, self._actor, seq))

    def steps(self) -> Steps:
        """What can be undone and redone, by name, the newest last."""
        return self.start_steps().result()

    def start_steps(self) -> Future[Steps]:
        from workbench.storage import actions

        return self._database.start_read(lambda conn: actions.steps(conn, self._actor))

    def history(self, limit: int = 100, person: int | None = None) -> tuple[Step, ...]:
        """The newest actions of everybody first; with a person's id, those that concern that person."""
        from workbench.storage import actions

        return self._database.read(lambda conn: actions.history(conn, limit, person))

    # ---- safety

    def backup(self, folder: Path | None = None, *, reason: str = "manual") -> BackupInfo:
        """A verified backup now. In the own backups folder older ones are thinned; in another folder nothing is removed."""
        from workbench.storage import backup, copies

        own = folder is None or folder == self._backups
        info = backup.make(self._database, self._package, folder or self._backups, reason, thin_after=own)
        if own:
            self._newest, self._own_is_elsewhere = info, copies.is_elsewhere(self._backups, self._package.folder)
        else:
            self._elsewhere = copies.note(self._backups, info)
        return info

    def start_backup(self, folder: Path | None = None, *, reason: str = "manual") -> Future[BackupInfo]:
        """The same on a thread of its own; the database stays usable but for the copying itself."""
        return self._aside(lambda: self.backup(folder, reason=reason))

    def backups(self) -> tuple[BackupInfo, ...]:
        """The backups of this database in the backups folder, newest first."""
        from workbench.storage import backup

        return tuple(backup.available(self._backups, self._database_id))

    def check(self) -> CheckReport:
        """The full self-check: file, cipher, foreign keys, audit chain, newest backup, versions. Takes seconds."""
        from workbench.storage import checkup

        return checkup.check(self._database, self._package, self.backups())

    def start_check(self) -> Future[CheckReport]:
        return self._aside(self.check)

    def verify_recent(self) -> tuple[str, ...]:
        """Prove the audit chain from where this program proved it last; empty when all is well."""
        from workbench.storage import checkup

        return checkup.verify_audit(self._database, full=False).problems

    def change_passphrase(self, old: str, new: str) -> None:
        """Rewrites the key file only; afterwards the old passphrase opens nothing but older backups. WrongPassphrase."""
        from workbench.storage import keys

        envelope = self._package.envelope()
        key = envelope.open(old)
        renewed = envelope.with_passphrase(new, key, envelope.kdf_of())
        _disk_words(lambda: keys.save(self._package.key_file, renewed, forget_previous=True))

    @staticmethod
    def restore(backup_file: Path | str, target: Path | str, passphrase: str, *, with_recovery: bool = False) -> Path:
        """Restore a backup into a NEW package and return its folder. The passphrase is the one of that time."""
        from workbench.storage import backup, schema

        number = schema.product().number
        return backup.restore(Path(backup_file), target, passphrase, newest_schema=number, with_recovery=with_recovery).folder

    # ---- the end

    def close(self) -> None:
        """Finish what runs, close the file, end the threads. Safe to call twice."""
        self._helper.close()
        self._database.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _aside(self, job: Callable[[], T]) -> Future[T]:
        return self._helper.submit(job)


def _head(conn: Reader) -> Head:
    from workbench.storage import audit

    return audit.head(conn)


def _mac_at(conn: Reader, seq: int) -> str | None:
    from workbench.storage import audit

    return audit.mac_at(conn, seq)


def _disk_words(job: Callable[[], None]) -> None:
    """Run a job on small files; the disk's errors become known ones."""
    from workbench.storage import files
    from workbench.storage.errors import DiskFull, ReadOnly

    try:
        job()
    except OSError as error:
        kind: type[KnownError] = DiskFull if error.errno in files.NO_SPACE else ReadOnly
        raise kind(f"{platform.system()}: {error}") from error
