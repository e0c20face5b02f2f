"""What a freeze or a lock keeps of a counted line besides its target: the figure of the records, its rows, and where it came from.

A counted line has no facts of its own, so this stands in the field for them, and nothing printed or shown takes it for words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.readmodels.reviews import ItemCard, KeptRow


@dataclass(frozen=True, slots=True)
class Frozen:
    """The origin of a frozen figure. `rows` is the number of records behind it; None when there was none.

    `actual` is the figure of the records, whatever stands there by hand; `kept` its rows, None where they were not kept yet.
    """

    prorated: bool
    rows: int | None
    target_source: str
    actual: int | None = None
    kept: tuple[KeptRow, ...] | None = None


def written(item: ItemCard, rows: Sequence[KeptRow]) -> str:
    """The origin of a line's figure as the records have it now, for the row of the review."""
    return written_from(Frozen(item.target_prorated, item.rows, item.target_source, item.actual, tuple(rows)))


def written_from(frozen: Frozen) -> str:
    """As text.

    >>> kept = Frozen(True, 17, "计划", 100, (KeptRow(1, "D1", date(2026, 7, 1), 100, None, "won"),))
    >>> read(written_from(kept)) == kept
    True
    """
    kept: dict[str, object] = {"prorated": frozen.prorated, "rows": frozen.rows, "target_source": frozen.target_source}
    if frozen.kept is not None:
        rows = [[row.id, row.code, None if row.day is None else row.day.isoformat(), *row[3:]] for row in frozen.kept]
        kept |= {"actual": frozen.actual, "kept": rows}
    return json.dumps({"frozen": kept}, ensure_ascii=False, sort_keys=True)


def read(text: str) -> Frozen | None:
    """What a freeze kept; None for a line that is live, or was frozen before this was kept."""
    try:
        kept = json.loads(text)["frozen"] if text.startswith("{") else None
    except (ValueError, KeyError, TypeError):
        kept = None
    if not isinstance(kept, dict):
        return None
    rows, actual = kept.get("rows"), kept.get("actual")
    return Frozen(
        bool(kept.get("prorated")), rows if isinstance(rows, int) else None, str(kept.get("target_source") or ""),
        actual if isinstance(actual, int) else None, _rows(kept.get("kept")),
    )  # fmt: skip


def _rows(kept: object) -> tuple[KeptRow, ...] | None:
    """The rows of a figure; None when they were not kept, or cannot be read."""
    try:
        return (
            tuple(KeptRow(r[0], r[1], date.fromisoformat(r[2]) if r[2] else None, *r[3:]) for r in kept) if isinstance(kept, list) else None
        )
    except (ValueError, TypeError, IndexError):
        return None
