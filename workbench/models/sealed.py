"""Texts that are stored only as their author's key sealed them: in the row, in what undo remembers of it, and in every copy.

The key belongs to the open database. Its thread, on which alone rows are read and written, is given it once (`use`); on any
other thread such a text can neither be read nor written.
"""

from __future__ import annotations

import threading
from typing import Any, Final, Protocol

import sqlalchemy as sa

from workbench.errors import BugError

MARK: Final = "\x01"
"""Stands before a sealed text. One without it was written before texts were sealed."""


class Sealer(Protocol):
    """Seals and opens texts with a key that it does not tell."""

    def seal(self, text: str) -> str: ...

    def unseal(self, stored: str) -> str: ...


_present = threading.local()


def use(sealer: Sealer | None) -> None:
    """The key of this thread from now on."""
    _present.sealer = sealer


def _sealer() -> Sealer:
    found: Sealer | None = getattr(_present, "sealer", None)
    if found is None:
        raise BugError("no author's key on this thread")
    return found


class SealedText(sa.TypeDecorator[str]):
    """A text column whose values are sealed; nothing can be searched in it by the database."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return value if not value else MARK + _sealer().seal(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return value if not value or not value.startswith(MARK) else _sealer().unseal(value[len(MARK) :])
