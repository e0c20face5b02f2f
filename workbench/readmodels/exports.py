"""A list on its way out: typed cells by field, before anybody decides whether it becomes a workbook, text or JSON.

Fields have the names that imports know, so that a list that went out can come in again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Cell = str | int | float | date | tuple[str, ...] | None


class Unit(StrEnum):
    """How the cells of a field are meant."""

    TEXT = "text"  # also dates and counts, as they are
    FEN = "fen"  # int fen, or int hundredths of a metric's unit
    MINUTES = "minutes"  # a length
    CLOCK = "clock"  # minutes since midnight, 1440 at most
    WEEKDAY = "weekday"  # 0 Monday … 6 Sunday
    CHOICE = "choice"  # the stored value of the list of choices that `detail` names
    NAMED = "named"  # a code; `detail` names the list in which its name stands
    PEOPLE = "people"  # codes of several people; `detail` as for NAMED


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the field's name, what its cells are, and for CHOICE and NAMED the list."""

    code: str
    unit: Unit = Unit.TEXT
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ExportList:
    """All records of one kind. `names` gives for each list the name of a code, where only one record bears that name."""

    kind: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
    names: dict[str, dict[str, str]]
