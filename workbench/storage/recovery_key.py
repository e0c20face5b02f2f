"""The recovery key: 160 random bits for paper, in eight groups that each find their own typing mistake."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from workbench.storage.errors import IncompleteRecoveryKey, MistypedRecoveryKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
GROUPS = 8  # of four characters (20 bits) and one check character


def _check_character(index: int, group: str) -> str:
    return ALPHABET[hashlib.sha256(f"{index}:{group}".encode()).digest()[0] & 31]


def new_recovery_key() -> str:
    """A fresh key, to be shown once and never stored."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(GROUPS)]
    return "-".join(g + _check_character(i, g) for i, g in enumerate(groups))


def secret_of(typed: str) -> str:
    """The 32 data characters of a typed key; forgiving about case, spaces, dashes and O/0, I/L/1."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum()).translate(str.maketrans("OIL", "011"))
    if len(plain) != 5 * GROUPS:
        raise IncompleteRecoveryKey(f"{len(plain)} characters")
    groups = [plain[i : i + 5] for i in range(0, len(plain), 5)]
    for index, group in enumerate(groups):
        if group[4] != _check_character(index, group[:4]):
            raise MistypedRecoveryKey(group=index + 1)
    return "".join(g[:4] for g in groups)
