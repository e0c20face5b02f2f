"""The key file: one random database key, wrapped once for each passphrase and for the recovery key.

slot.wrapped = AES-256-GCM(KEK, key || salt, aad = canonical(format, database, slot, kdf)), with
KEK = Argon2id(passphrase or recovery key, slot salt, parameters in the slot). Every parameter is
authenticated, and refused below a floor before any work is done; a MAC under the database key covers
the whole file. A new passphrase rewrites this small file only, never the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from workbench.errors import BugError, KnownError
from workbench.files import replace_whole
from workbench.storage import recovery_key
from workbench.storage.audit import canonical
from workbench.storage.author_key import AuthorKey
from workbench.storage.engine import DbKey
from workbench.storage.errors import EmptyPassphrase, KeyFileUnusable, WrongPassphrase

FORMAT: Final = 1
OWNER: Final = "owner"  # the slot of the passphrase of the one who made the database
RECOVERY: Final = "recovery"


@dataclass(frozen=True)
class KdfParameters:
    """Cost of Argon2id. 128 MiB, 3 passes, 4 lanes take about half a second on two cores."""

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4

    def check(self) -> None:
        """Floor: RFC 9106's second choice (64 MiB, 3, 4). Ceiling: a hostile file must not exhaust the machine."""
        if not (64 * 1024 <= self.memory_kib <= 1024 * 1024 and 3 <= self.passes <= 20 and 4 <= self.lanes <= 16):
            raise KeyFileUnusable(f"key derivation outside the allowed range: {self}")


FLOOR: Final = KdfParameters(64 * 1024, 3, 4)
DEFAULT_KDF: Final = KdfParameters()


@dataclass(frozen=True)
class Slot:
    """One wrapped copy of the database key."""

    name: str
    kdf: KdfParameters
    kdf_salt: bytes
    nonce: bytes
    wrapped: bytes

    def to_json(self) -> dict[str, Any]:
        kdf = {
            "algorithm": "argon2id",
            "memory_kib": self.kdf.memory_kib,
            "passes": self.kdf.passes,
            "lanes": self.kdf.lanes,
            "salt": self.kdf_salt.hex(),
        }
        return {"name": self.name, "kdf": kdf, "nonce": self.nonce.hex(), "wrapped": self.wrapped.hex()}

    @staticmethod
    def from_json(data: dict[str, Any]) -> Slot:
        kdf = data["kdf"]
        if kdf["algorithm"] != "argon2id":
            raise KeyFileUnusable(f"unknown key derivation {kdf['algorithm']!r}")
        cost = KdfParameters(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]))
        return Slot(data["name"], cost, bytes.fromhex(kdf["salt"]), bytes.fromhex(data["nonce"]), bytes.fromhex(data["wrapped"]))


@dataclass(frozen=True)
class Envelope:
    """The content of a key file. Every change gives a new envelope with the next generation number."""

    database_id: str
    generation: int
    slots: tuple[Slot, ...]
    mac: bytes = b""
    author: bytes = b""  # the author's key, wrapped; empty in a file from before there was one

    def _body(self) -> dict[str, Any]:
        body = {
            "format": FORMAT,
            "database_id": self.database_id,
            "generation": self.generation,
            "slots": [s.to_json() for s in self.slots],
        }
        return body | {"author": self.author.hex()} if self.author else body

    def _mac(self, key: DbKey) -> bytes:
        mac_key = hmac.new(key.raw, b"workbench key file v1", hashlib.sha256).digest()
        return hmac.new(mac_key, canonical(self._body()).encode(), hashlib.sha256).digest()

    def _aad(self, slot: Slot) -> bytes:
        return canonical(["slot", FORMAT, self.database_id, slot.name, slot.to_json()["kdf"]]).encode()

    def _kek(self, slot: Slot, secret: str) -> bytes:
        slot.kdf.check()
        normal = unicodedata.normalize("NFC", secret).encode()  # 'é' typed on two keyboards is one passphrase
        derive = Argon2id(salt=slot.kdf_salt, length=32, iterations=slot.kdf.passes, lanes=slot.kdf.lanes, memory_cost=slot.kdf.memory_kib)
        return derive.derive(normal)

    def _with_slot(self, name: str, secret: str, key: DbKey, kdf: KdfParameters) -> Envelope:
        if not secret.strip():
            raise EmptyPassphrase
        empty = Slot(name, kdf, secrets.token_bytes(16), secrets.token_bytes(12), b"")
        wrapped = AESGCM(self._kek(empty, secret)).encrypt(empty.nonce, key.raw + key.salt, self._aad(empty))
        others = tuple(s for s in self.slots if s.name != name)
        return replace(self, slots=(*others, replace(empty, wrapped=wrapped)))

    def _sealed(self, key: DbKey) -> Envelope:
        next_one = replace(self, generation=self.generation + 1)
        return replace(next_one, mac=next_one._mac(key))

    @staticmethod
    def create(passphrase: str, kdf: KdfParameters = DEFAULT_KDF, *, name: str = OWNER) -> tuple[Envelope, DbKey, str]:
        """A new database key, its envelope and the recovery key to print (shown once, never stored)."""
        key = DbKey(secrets.token_bytes(32), secrets.token_bytes(16))
        recovery = recovery_key.new_recovery_key()
        bare = Envelope(secrets.token_hex(16), 0, ())
        bare = replace(bare, author=AuthorKey.new().wrapped(key, bare.database_id))
        both = bare._with_slot(name, passphrase, key, kdf)._with_slot(RECOVERY, recovery_key.secret_of(recovery), key, kdf)
        return both._sealed(key), key, recovery

    def open(self, secret: str, *, name: str = OWNER) -> DbKey:
        """The database key, or WrongPassphrase. Costs one key derivation."""
        slot = next((s for s in self.slots if s.name == name), None)
        if slot is None:
            raise WrongPassphrase("no such slot")
        try:
            plain = AESGCM(self._kek(slot, secret)).decrypt(slot.nonce, slot.wrapped, self._aad(slot))
        except InvalidTag:
            raise WrongPassphrase from None
        key = DbKey(plain[:32], plain[32:])
        if not hmac.compare_digest(self._mac(key), self.mac):
            raise KeyFileUnusable("the slots do not belong together")
        return key

    def open_with_recovery(self, typed: str) -> DbKey:
        """The database key by the recovery key as typed from paper."""
        return self.open(recovery_key.secret_of(typed), name=RECOVERY)

    def with_passphrase(self, passphrase: str, key: DbKey, kdf: KdfParameters = DEFAULT_KDF, *, name: str = OWNER) -> Envelope:
        """Set or change one passphrase. The database is not touched."""
        return self._with_slot(name, passphrase, key, kdf)._sealed(key)

    def with_author(self, key: DbKey) -> Envelope:
        """With an author's key where there is none yet."""
        return self if self.author else replace(self, author=AuthorKey.new().wrapped(key, self.database_id))._sealed(key)

    def author_key(self, key: DbKey) -> AuthorKey:
        """What texts about talks are sealed with; there is one in every file since `with_author`."""
        return AuthorKey.unwrapped(self.author, key, self.database_id)

    def without(self, name: str, key: DbKey) -> Envelope:
        """Remove one slot. Who knew the key may have copied it: a leaver also needs a new database key."""
        return replace(self, slots=tuple(s for s in self.slots if s.name != name))._sealed(key)

    def kdf_of(self, name: str = OWNER) -> KdfParameters:
        """The cost that a slot was made with."""
        return next((s.kdf for s in self.slots if s.name == name), DEFAULT_KDF)

    def to_text(self) -> str:
        return json.dumps({**self._body(), "mac": self.mac.hex()}, indent=1)

    @staticmethod
    def from_text(text: str) -> Envelope:
        """Parse a key file; KeyFileUnusable for anything that is not a whole, strong one."""
        try:
            data = json.loads(text)
            if data["format"] != FORMAT:
                raise KeyFileUnusable(f"format {data['format']}")
            slots = tuple(Slot.from_json(s) for s in data["slots"])
            envelope = Envelope(
                str(data["database_id"]), int(data["generation"]), slots, bytes.fromhex(data["mac"]), bytes.fromhex(data.get("author", ""))
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeyFileUnusable(f"{type(error).__name__}: {error}") from error
        for slot in envelope.slots:
            slot.kdf.check()
        return envelope


# ---------------------------------------------------------------- the file


def previous_of(path: Path) -> Path:
    """Where the generation before lies: keys.previous.json beside keys.json."""
    return path.with_name(f"{path.stem}.previous{path.suffix}")


def save(path: Path, envelope: Envelope, *, forget_previous: bool = False) -> None:
    """Keep two generations. With forget_previous the older one, which the old passphrase opens, is replaced too."""
    if path.exists() and not forget_previous:
        replace_whole(previous_of(path), path.read_bytes(), private=True)
    replace_whole(path, envelope.to_text().encode(), private=True)
    if Envelope.from_text(path.read_text(encoding="utf-8")) != envelope:
        raise BugError("the key file does not read back")
    if forget_previous:
        replace_whole(previous_of(path), envelope.to_text().encode(), private=True)


def load(path: Path) -> Envelope:
    """The newest readable generation. Never repairs or deletes anything by itself."""
    problem: Exception | None = None
    for candidate in (path, previous_of(path)):
        for _ in range(3):  # a transient read error is no verdict
            try:
                return Envelope.from_text(candidate.read_text(encoding="utf-8"))
            except (OSError, KnownError, UnicodeDecodeError) as error:
                problem = problem or error
                if not isinstance(error, OSError) or isinstance(error, FileNotFoundError):
                    break
    raise KeyFileUnusable(str(problem)) from problem
