"""The author's key: what a manager writes about talks is sealed with it, apart from the key that encrypts the file.

It lies in the key file, wrapped for the database key (AES-256-GCM under HKDF-SHA256 of it), so whoever opens the database by
passphrase or recovery key has it too, and the database without its key file does not tell those texts.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.errors import BugError
from workbench.storage.engine import DbKey
from workbench.storage.errors import KeyFileUnusable, SealedTextUnreadable

LENGTH: Final = 32
NONCE: Final = 12
ABOUT: Final = b"workbench sealed text v1"


@dataclass(frozen=True)
class AuthorKey:
    """Seals and opens texts; see `models.sealed.Sealer`."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != LENGTH:
            raise BugError("an author's key is 32 bytes")

    def __repr__(self) -> str:
        return "AuthorKey(…)"  # so that no traceback prints it

    def seal(self, text: str) -> str:
        """Base64 of a random nonce and the sealed text."""
        nonce = secrets.token_bytes(NONCE)
        return base64.b64encode(nonce + AESGCM(self.raw).encrypt(nonce, text.encode(), ABOUT)).decode("ascii")

    def unseal(self, stored: str) -> str:
        """The text; SealedTextUnreadable where it was sealed with another key or changed since."""
        try:
            data = base64.b64decode(stored, validate=True)
            return AESGCM(self.raw).decrypt(data[:NONCE], data[NONCE:], ABOUT).decode()
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise SealedTextUnreadable from error

    def wrapped(self, key: DbKey, database_id: str) -> bytes:
        """For the key file."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(_wrapping(key, database_id)).encrypt(nonce, self.raw, ABOUT)

    @staticmethod
    def unwrapped(wrapped: bytes, key: DbKey, database_id: str) -> AuthorKey:
        """Out of the key file; KeyFileUnusable where it does not belong to this database."""
        try:
            return AuthorKey(AESGCM(_wrapping(key, database_id)).decrypt(wrapped[:NONCE], wrapped[NONCE:], ABOUT))
        except (InvalidTag, ValueError) as error:
            raise KeyFileUnusable("the author's key does not belong to the database") from error

    @staticmethod
    def new() -> AuthorKey:
        return AuthorKey(secrets.token_bytes(LENGTH))


def _wrapping(key: DbKey, database_id: str) -> bytes:
    return HKDF(SHA256(), LENGTH, database_id.encode(), b"workbench author key v1").derive(key.raw)
