"""Long columns of plain cells that hardly repeat, converted at once: the same values as `values.convert` gives.

Speed only: whatever is not entirely plain is left to the careful way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from workbench.exchange.fields import Field, Type
from workbench.exchange.values import CODE_LENGTH, NAME_LENGTH
from workbench.readmodels.exchange import Cell

_LONG: Final = 10_000
_SAMPLE: Final = 2_000
_LENGTHS: Final = {Type.CODE: CODE_LENGTH, Type.NAME: NAME_LENGTH, Type.TEXT: NAME_LENGTH}
_SEPARATOR: Final = "\x1f"
_UNUSUAL: Final = re.compile(r"[^ -~\x1f]|(?:\A|\x1f) | (?:\x1f|\Z)")


def convert(field: Field, unit: str, cells: Sequence[Cell]) -> Sequence[str | int | None] | None:
    """The values of the column, or None where it is short, repeats itself, or holds anything unusual."""
    if len(cells) < _LONG or field.required or field.known or len(set(cells[:_SAMPLE])) < _SAMPLE // 2:
        return None
    try:
        joined = _SEPARATOR.join(cells)  # type: ignore[arg-type]
    except TypeError:  # a cell that is no text
        return None
    if not joined.isascii() or joined.count(_SEPARATOR) != len(cells) - 1:
        return None
    if field.type in _LENGTHS:
        return _texts(cells, joined, _LENGTHS[field.type])
    return _amounts(cells, joined) if field.type in (Type.MONEY, Type.AMOUNT) and not unit else None


def _texts(cells: Sequence[Cell], joined: str, limit: int) -> Sequence[str | None] | None:
    """Printable ASCII without outer blanks, none too long."""
    if max(map(len, cells)) > limit or _UNUSUAL.search(joined):  # type: ignore[arg-type]
        return None
    return [cell or None for cell in cells] if "" in cells else cells  # type: ignore[misc, return-value]


def _amounts(cells: Sequence[Cell], joined: str) -> Sequence[int | None] | None:
    """1234.50 in every filled cell, as whole hundredths."""
    if max(map(len, cells)) > 15:  # type: ignore[arg-type]
        return None
    marks = joined.encode("ascii").translate(None, b"0123456789")
    if marks.translate(None, b".\x1f") or b".." in marks:
        return None
    pointed = marks.count(b".")
    if pointed != len(re.findall(r"[0-9]\.[0-9]{2}(?=\x1f|\Z)", joined)):
        return None
    digits = joined.replace(".", "").split(_SEPARATOR)
    if pointed == len(cells):
        return list(map(int, digits))
    return [
        None if not cell else int(plain) if "." in cell else int(plain) * 100  # type: ignore[operator]
        for cell, plain in zip(cells, digits, strict=True)
    ]
