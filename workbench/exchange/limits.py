"""How much a file may ask of this computer, checked before and while it is read.

Workbooks: promises.md 3.14. Text files are streamed and checked row by row, so they may be larger: a
million deals is a normal export, ten million rows are refused.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds, the rest counted."""

    workbook_bytes: int = 20 * MEGABYTE
    workbook_rows: int = 100_000
    unpacked_bytes: int = 200 * MEGABYTE
    unpack_ratio: int = 100
    zip_entries: int = 5_000
    text_bytes: int = 512 * MEGABYTE
    text_rows: int = 2_000_000
    columns: int = 200
    cells: int = 40_000_000
    cell_characters: int = 32_767
    cpu_seconds: int = 30
    wall_seconds: int = 30
    memory_bytes: int = 512 * MEGABYTE

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


DEFAULT = Limits()
