"""A database as one thing to move: the folder `NAME.wbdb` with the encrypted file, its key file and a note.

It is built under another name and gets its own when it is complete, so nobody ever sees half of one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from workbench import paths
from workbench.models import sealed
from workbench.storage import files, keys
from workbench.storage.engine import DEFAULT_SETTINGS, DbKey, Settings
from workbench.storage.errors import AlreadyThere, BadName, DiskFull, FolderGone, NotADatabase, ReadOnly
from workbench.storage.keys import DEFAULT_KDF, Envelope, KdfParameters
from workbench.storage.schema import Schema

SUFFIX: Final = ".wbdb"
LONGEST_NAME: Final = 200  # bytes; disks take 255, and what is built beside it needs a little more
DATABASE: Final = "workbench.db"
KEYS: Final = "keys.json"
NOTE: Final = "READ-ME.txt"
NOTE_TEXT: Final = """\
此文件夹是一个加密数据库，请整体移动或复制，不要只拿走其中的文件。
少了 keys.json，数据就无法再打开。备份请用程序里的“立即备份”。

This folder is one encrypted database. Move or copy it as a whole, never single files of it.
Without keys.json the data can never be opened again. To make a backup, use "Back up now" in the program.
"""


@dataclass(frozen=True)
class Package:
    """The places of one database."""

    folder: Path

    @staticmethod
    def at(path: Path | str) -> Package:
        """The package that `path` means: its folder, a file in it, or its name without the ending.

        NotADatabase when something else lies there, FolderGone when there is nothing.
        """
        path = Path(path).expanduser().absolute()
        candidates = (path, path.parent, path.with_name(path.name + SUFFIX) if path.name else path)
        try:
            for folder in candidates:
                if (folder / DATABASE).is_file() or (folder.suffix == SUFFIX and (folder / KEYS).is_file()):
                    return Package(folder)
            if path.exists():
                raise NotADatabase(str(path))
        except OSError as error:  # a name that is too long for the disk
            raise FolderGone(str(error)) from error
        raise FolderGone(str(path))

    @staticmethod
    def new(path: Path | str) -> Package:
        """Where a database called `path` would be made; the ending is added. AlreadyThere when the name is taken, BadName when no folder can have it."""
        path = Path(path).expanduser().absolute()
        if not path.name or len(os.fsencode(path.name)) > LONGEST_NAME:
            raise BadName(str(path))
        folder = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        if folder.exists():
            raise AlreadyThere(str(folder))
        return Package(folder)

    @property
    def name(self) -> str:
        """As shown: the folder's name without its ending."""
        return self.folder.stem

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def key_file(self) -> Path:
        return self.folder / KEYS

    def envelope(self) -> Envelope:
        """The key file; KeyFileUnusable when neither generation can be read."""
        return keys.load(self.key_file)

    def give_author_key(self, key: DbKey, run: Callable[[Callable[[], None]], None]) -> bool:
        """Give the thread of the open database (`run`) what texts about talks are sealed with.

        True where that key was made just now, for a file from before there was one. Then both generations of the key file get
        it: without it no text that it sealed could be read again.
        """
        envelope = self.envelope()
        renewed = envelope.with_author(key)
        if renewed is not envelope:
            keys.save(self.key_file, renewed, forget_previous=True)
        run(partial(sealed.use, renewed.author_key(key)))
        return renewed is not envelope

    def default_backups(self) -> Path:
        """Folder of the backups outside the package, by the id of the database."""
        return paths.data_folder() / "backups" / self.envelope().database_id


def build(target: Package, fill: Callable[[Package], None]) -> None:
    """Make a package: `fill` puts files into a folder with another name, which is then renamed to `target`."""
    temporary = Package(target.folder.with_name(f".{target.folder.name}.{os.getpid()}.new"))
    try:
        target.folder.parent.mkdir(parents=True, exist_ok=True)
        files.remove_folder(temporary.folder)
        temporary.folder.mkdir(mode=0o700)
        fill(temporary)
        (temporary.folder / NOTE).write_text(NOTE_TEXT, encoding="utf-8")
        files.publish_folder(temporary.folder, target.folder)
    except FileExistsError as error:
        raise AlreadyThere(str(error)) from error
    except PermissionError as error:
        raise ReadOnly(str(error)) from error
    except OSError as error:
        raise (DiskFull if error.errno in files.NO_SPACE else FolderGone)(str(error)) from error
    finally:
        files.remove_folder(temporary.folder)


def create(
    path: Path | str,
    passphrase: str,
    schema: Schema,
    *,
    kdf: KdfParameters = DEFAULT_KDF,
    settings: Settings = DEFAULT_SETTINGS,
    number: int | None = None,
) -> tuple[Package, DbKey, str]:
    """A new, empty database at the newest schema (or at `number`). Returns it, its key and the recovery key to print."""
    from workbench.storage import upgrade  # loads Alembic, which opening does not need

    target = Package.new(path)
    envelope, key, recovery = Envelope.create(passphrase, kdf)

    def fill(package: Package) -> None:
        keys.save(package.key_file, envelope)
        upgrade.create_file(package.database, key, schema, settings, number=number)

    build(target, fill)
    return target, key, recovery
