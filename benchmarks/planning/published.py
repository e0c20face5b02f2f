"""Values that others published for the instances of ../shared/data, and how a run against them is told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NO_FILE = "No instance is named, and ../shared/data is not here: nothing was measured."


@dataclass(frozen=True, slots=True)
class Published:
    """One instance: its name, whether more or less is better, the value (None: nobody published one) and what it is."""

    name: str
    more_is_better: bool
    value: float | None
    kind: str


def published(file: Path, problem: int | None = None) -> Published | None:
    """What the table beside the instances says of a file, or of one problem in it (from 1); None where it says nothing."""
    table = file.resolve().parent.parent / "published_optima.csv"
    if not table.exists():
        return None
    wanted = f"{file.resolve().parent.name}/{file.name}" + (f" (problem {problem})" if problem is not None else "")
    with table.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["file"] == wanted:
                value = float(row["published_value"]) if row["published_value"] else None
                return Published(row["instance"], row["sense"].startswith("max"), value, row["published_kind"])
    return None


def files_of(folder: str, given: Sequence[Path], pattern: str) -> list[Path]:
    """The files asked for, or all of a folder of ../shared/data; none where that is not there."""
    return list(given) or sorted((ROOT.parent / "shared" / "data" / folder).glob(pattern))


def gap_percent(ours: float, known: Published | None) -> float | None:
    """How far ours is behind the published value, in per cent of it; below 0 where it is better."""
    if known is None or known.value is None or not known.value:
        return None
    behind = known.value - ours if known.more_is_better else ours - known.value
    return 100 * behind / abs(known.value)
