"""Backups that were opened and checked before they count: one file each, `….wbbackup`.

VACUUM INTO a temporary name -> prove the copy, same rows and audit head as the source -> pack it with the
key file and a sealed manifest into a stored zip -> read it back -> fsync -> rename -> thin. Reading one
takes three fixed members by name and checks their sizes; nothing is ever extracted by a name in the file.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlcipher

from workbench.errors import BugError, KnownError
from workbench.storage import files
from workbench.storage.audit import canonical
from workbench.storage.database import Database
from workbench.storage.engine import DbKey, known_error
from workbench.storage.errors import BackupDiskFull, BackupFailed, BackupFolderGone, DiskFull, NewerSchema, NotABackup, RestoreFailed
from workbench.storage.inspection import Contents, contents_of, inspect_file
from workbench.storage.keys import Envelope, save
from workbench.storage.package import DATABASE, KEYS, Package, build
from workbench.storage.records import BackupInfo, Head
from workbench.storage.thinning import KEEP_LAST, kept

SUFFIX: Final = ".wbbackup"
MANIFEST: Final = "manifest.json"
MEMBERS: Final = (MANIFEST, KEYS, DATABASE)
SMALL: Final = 1 << 20  # bytes; manifest and key file are far below
FORMAT: Final = 1
STAMP: Final = "%Y%m%d-%H%M%S-%f"
UPGRADE: Final = "upgrade"
MANUAL: Final = "manual"


# ---------------------------------------------------------------- making


def make(
    database: Database, package: Package, folder: Path, reason: str = MANUAL, *, now: datetime | None = None, thin_after: bool = True
) -> BackupInfo:
    """A proven backup of the open `database` in `folder`. BackupFailed (and its kinds) leave older ones untouched.

    Holds the database thread for the copy only. Must not be called on that thread.
    """
    taken = now or datetime.now(UTC)
    final = folder / f"{package.name}-{taken.strftime(STAMP)}{SUFFIX}"
    copy = folder / f".{final.name}.{os.getpid()}.db"
    packed = folder / f".{final.name}.{os.getpid()}.tmp"
    try:
        _prepare(folder)
        if final.exists():
            raise BugError(f"{final.name} exists")
        wanted = _copy(database, copy)
        found = inspect_file(copy, database.key)
        if found != wanted:
            raise BackupFailed(f"the copy differs: {found} != {wanted}")
        envelope = package.envelope()
        info = _pack(copy, packed, envelope, package.name, taken, reason, found, database.key)
        _prove_packed(packed, database.key)
        files.publish_file(packed, final)
    except OSError as error:
        raise (BackupDiskFull if error.errno in files.NO_SPACE else BackupFolderGone)(str(error)) from error
    except DiskFull as error:
        raise BackupDiskFull(error.detail) from error
    finally:
        for leftover in (copy, packed, Path(f"{copy}-journal")):
            _discard(leftover)
    made = BackupInfo(**{**info, "path": final})
    if thin_after:
        thin(folder, made.database_id)
    return made


def _discard(path: Path) -> None:
    """A leftover that cannot be removed now (the disk is gone) does no harm: its name starts with a dot and is never read."""
    if path.parent.is_dir():
        path.unlink(missing_ok=True)


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise BackupFolderGone(str(error)) from error


def _copy(database: Database, target: Path) -> Contents:
    """One job on the one thread: nothing can change between the copy and the counts."""

    def job() -> Contents:
        with database.engine().connect() as conn:
            con: Any = conn.connection.dbapi_connection
            con.execute("PRAGMA query_only = OFF")  # VACUUM INTO counts as a write; checkin closes it again
            con.execute("VACUUM INTO ?", (str(target),))
            return contents_of(con)

    try:
        return database.run(job)
    except sqlcipher.Error as error:
        raise (known_error(error) or BackupFailed(str(error))) from error


def _pack(
    copy: Path, packed: Path, envelope: Envelope, name: str, taken: datetime, reason: str, contents: Contents, key: DbKey
) -> dict[str, Any]:
    with copy.open("rb") as stream:
        digest = files.sha256_of(stream)
    body: dict[str, Any] = {
        "format": FORMAT,
        "taken": taken.isoformat(timespec="microseconds"),
        "reason": reason,
        "database_id": envelope.database_id,
        "database_name": name,
        "schema": contents.schema,
        "rows": contents.rows,
        "head": {"seq": contents.head.seq, "mac": contents.head.mac},
        "size": copy.stat().st_size,
        "sha256": digest,
    }
    with packed.open("xb") as stream:
        files.only_for_me(packed)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            archive.writestr(MANIFEST, json.dumps({**body, "mac": _seal(key, body)}, indent=1))
            archive.writestr(KEYS, envelope.to_text())
            archive.write(copy, DATABASE)
        stream.flush()
        os.fsync(stream.fileno())
    return _info_fields(packed, body)


def _seal(key: DbKey, body: Mapping[str, Any]) -> str:
    own = hmac.new(key.raw, b"workbench backup manifest v1", hashlib.sha256).digest()
    return hmac.new(own, canonical(dict(body)).encode(), hashlib.sha256).hexdigest()


def _prove_packed(packed: Path, key: DbKey) -> None:
    """Read the finished file back: seal and digest of what was really written."""
    try:
        with _Archive(packed) as archive:
            archive.prove(key)
            if archive.digest() != archive.manifest["sha256"]:
                raise BackupFailed("the packed copy does not read back")
    except NotABackup as error:
        raise BackupFailed(error.detail) from error


# ---------------------------------------------------------------- reading


class _Archive:
    """A backup file, opened with suspicion: exactly three stored members of believable size."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> _Archive:
        try:
            self._zip = zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise NotABackup(f"{type(error).__name__}: {error}") from error
        try:
            self.manifest = self._checked_manifest()
        except BaseException:
            self._zip.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _checked_manifest(self) -> dict[str, Any]:
        members = self._zip.infolist()
        if [m.filename for m in members] != list(MEMBERS):
            raise NotABackup("other members")
        for member in members:
            if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
                raise NotABackup(f"{member.filename} is packed")
        if members[0].file_size > SMALL or members[1].file_size > SMALL or members[2].file_size > self.path.stat().st_size:
            raise NotABackup("a member is too large")
        try:
            found = json.loads(self._zip.read(MANIFEST))
            if found["format"] != FORMAT or found["size"] != members[2].file_size:
                raise NotABackup("the manifest does not fit")
            _info_fields(self.path, found)
        except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise NotABackup(f"{type(error).__name__}: {error}") from error
        return dict(found)

    def envelope(self) -> Envelope:
        try:
            return Envelope.from_text(self._zip.read(KEYS).decode())
        except (zipfile.BadZipFile, UnicodeDecodeError) as error:
            raise NotABackup(str(error)) from error

    def prove(self, key: DbKey) -> None:
        body = {k: v for k, v in self.manifest.items() if k != "mac"}
        if not hmac.compare_digest(_seal(key, body), str(self.manifest.get("mac", ""))):
            raise NotABackup("the manifest was changed")

    def digest(self) -> str:
        try:
            with self._zip.open(DATABASE) as stream:
                return files.sha256_of(stream)
        except (zipfile.BadZipFile, OSError) as error:
            raise NotABackup(str(error)) from error

    def copy_database(self, target: Path) -> str:
        try:
            with self._zip.open(DATABASE) as stream:
                return files.copy_synced(stream, target)
        except zipfile.BadZipFile as error:
            raise NotABackup(str(error)) from error


def _info_fields(path: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    taken = datetime.fromisoformat(manifest["taken"])
    if taken.tzinfo is None:
        raise ValueError("a moment without a zone")
    return {
        "path": path,
        "taken": taken,
        "reason": str(manifest["reason"]),
        "size": path.stat().st_size,
        "schema": int(manifest["schema"]),
        "rows": {str(k): int(v) for k, v in manifest["rows"].items()},
        "head": Head(int(manifest["head"]["seq"]), str(manifest["head"]["mac"])),
        "database_id": str(manifest["database_id"]),
        "database_name": str(manifest["database_name"]),
    }


def info_of(path: Path) -> BackupInfo:
    """What a backup file says of itself. NotABackup when it is none."""
    with _Archive(path) as archive:
        return BackupInfo(**_info_fields(path, archive.manifest))


def available(folder: Path, database_id: str | None = None) -> list[BackupInfo]:
    """Finished backups, newest first. Unreadable files are passed over, never deleted."""
    found = []
    for path in _files(folder):
        try:
            info = info_of(path)
        except (KnownError, OSError):
            continue
        if database_id in (None, info.database_id):
            found.append(info)
    return sorted(found, key=lambda b: b.taken, reverse=True)


def newest(folder: Path, database_id: str) -> BackupInfo | None:
    """The newest backup by its own account; cheap."""
    found = available(folder, database_id)
    return found[0] if found else None


def _files(folder: Path) -> list[Path]:
    try:
        return [p for p in folder.glob(f"*{SUFFIX}") if not p.name.startswith(".")]
    except OSError:
        return []


def thin(folder: Path, database_id: str) -> list[Path]:
    """Remove what need not stay. Pre-upgrade copies have their own last three; all others follow thinning.kept()."""
    everything = available(folder, database_id)
    upgrades = [b for b in everything if b.reason == UPGRADE]
    ordinary = [b for b in everything if b.reason != UPGRADE]
    stay = kept(b.taken for b in ordinary)
    gone = [b.path for b in ordinary if b.taken not in stay] + [b.path for b in upgrades[KEEP_LAST:]]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


# ---------------------------------------------------------------- proving and restoring


def prove(path: Path, key: DbKey, scratch: Path) -> BackupInfo:
    """Unpack a backup into the folder `scratch`, prove it and throw the copy away. BackupFailed or NotABackup."""
    copy = scratch / f".prove.{os.getpid()}.db"
    _discard(copy)
    try:
        with _Archive(path) as archive:
            archive.prove(key)
            _unpack(archive, copy, key)
            return BackupInfo(**_info_fields(path, archive.manifest))
    except OSError as error:
        raise (BackupDiskFull if error.errno in files.NO_SPACE else BackupFolderGone)(str(error)) from error
    finally:
        _discard(copy)


def _unpack(archive: _Archive, target: Path, key: DbKey) -> None:
    if archive.copy_database(target) != archive.manifest["sha256"]:
        raise NotABackup("the database in it was changed")
    found = inspect_file(target, key)
    wanted = _info_fields(archive.path, archive.manifest)
    if (found.schema, found.rows, found.head) != (wanted["schema"], wanted["rows"], wanted["head"]):
        raise NotABackup("it does not hold what its manifest says")


def restore(path: Path, target: Path | str, secret: str, *, newest_schema: int, with_recovery: bool = False) -> Package:
    """Into a NEW package only; the live or damaged one is never overwritten.

    `secret` is the passphrase of the time of the backup, or the recovery key. Proven against the manifest first.
    """
    package = Package.new(target)
    with _Archive(Path(path)) as archive:
        envelope = archive.envelope()
        key = envelope.open_with_recovery(secret) if with_recovery else envelope.open(secret)
        archive.prove(key)
        if archive.manifest["schema"] > newest_schema:
            raise NewerSchema(f"schema {archive.manifest['schema']}")

        def fill(new: Package) -> None:
            save(new.key_file, envelope)
            _unpack(archive, new.database, key)

        try:
            build(package, fill)
        except BackupFailed as error:
            raise RestoreFailed(error.detail) from error
    return package
