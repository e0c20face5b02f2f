"""What moves between a file and the database: the table as read, the mapping, the questions and the preview.

Rows are numbered as a spreadsheet numbers them, from 1 with the heading row counted, so that a reason
can be looked up in the file. Sentences are not held here: `exchange/wording.py` makes them from codes.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

Cell = str | int | float | bool | date | datetime | time | None
"""One cell as the file holds it; text files hold only `str`, an empty cell is None or ''."""

Skill = tuple[str, int | None]
"""Name of a skill and its level 0–5, None where the file gives no level."""

Row = tuple[Any, ...]
"""One record of a preview: str, int, float, bool, date, tuple of `Skill` or None, in the order of `ImportPreview.fields`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; `text` is data to be shown as it is, empty where `value` has its own wording.

    `words` names the list of `resources/import/choices.json` that says the value in each language.
    """

    value: str
    text: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only the user can know. `suggestion` is shown first, it is never taken unasked."""

    key: str
    code: str
    figures: AnyMapping[str, object]
    choices: tuple[Choice, ...]
    suggestion: str | None = None
    default: str | None = None
    form: str = ""  # "date": a day (2026-03-01) answers it as well


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before the import: rows left out by the layout, names put together. Code and figures."""

    code: str
    figures: AnyMapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not brought in, the heading it failed under, and why (code and figures)."""

    row: int
    column: str
    code: str
    figures: AnyMapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: position from 0, heading as written, heading of the row above it (merged), cells in order."""

    index: int
    heading: str
    group: str = ""
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: no columns when a question must be answered before anything can be read."""

    file_name: str
    sha256: str
    form: str  # csv, xlsx, xls
    columns: tuple[Column, ...] = ()
    numbers: Sequence[int] = ()  # row number of each record in the file
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    heading_row: int = 1
    ragged: tuple[Rejected, ...] = ()  # records with more cells than headings
    questions: tuple[Question, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.numbers)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """Which column feeds which field, and how that was found: set, remembered, preset, exact, synonym, fuzzy."""

    index: int
    heading: str
    field: str
    how: str
    unit: str = ""  # thousand, wan, million, yi: multiplies plain numbers of the column
    weekday: int | None = None  # the column stands for this weekday of a wide table, 0 Monday


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Only rows whose cell under `heading` is one of `values` are taken."""

    heading: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a table becomes records of one kind; `signature` is the digest of its headings."""

    kind: str
    signature: str
    columns: tuple[MappedColumn, ...] = ()
    unmapped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # required fields without a column
    preset: str = ""
    row_filter: RowFilter | None = None
    compose: tuple[tuple[str, tuple[str, ...]], ...] = ()  # field made of several columns
    made_up: tuple[str, ...] = ()  # composed fields that the file does not really hold

    def as_dict(self) -> dict[str, str]:
        """Heading to field, as reports and the command line show it."""
        return {column.heading: column.field for column in self.columns}


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What would be brought in. `rows[i]` holds the values of `fields` in order, `numbers[i]` its row in the file.

    Money is int fen, hours are int minutes, a time of day is int minutes since midnight, a weekday is 0–6
    from Monday, a metric amount is int hundredths. `waiting` rows need an answer first and are in neither list.
    """

    kind: str
    table: Table
    mapping: Mapping
    fields: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    numbers: Sequence[int] = ()
    rejected: tuple[Rejected, ...] = ()
    questions: tuple[Question, ...] = ()
    answers: AnyMapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    left_out: int = 0  # rows that the row filter does not take
    answered: tuple[Question, ...] = ()  # those that `answers` has answered, now or when such a file came before
    warnings: tuple[Rejected, ...] = ()  # rows that come in, each with something to know, such as a rule that speaks against it
    notes: tuple[Note, ...] = ()

    @property
    def holds_nothing(self) -> bool:
        """Headings, and no row below them."""
        return bool(self.table.columns) and not self.table.rows and not self.table.ragged

    def suggestions(self) -> dict[str, str]:
        """The answers that the open questions suggest, for a user who accepts them all."""
        return {question.key: question.suggestion for question in self.questions if question.suggestion is not None}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; the shape that the command line prints. `import_id` is None for a trial run."""

    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    mapping: Mapping
    questions: tuple[Question, ...]
    import_id: int | None
    left_out: int = 0
    waiting: int = 0
    warnings: tuple[Rejected, ...] = ()  # rows that came in with something to know, such as a rule against it
    notes: tuple[Note, ...] = ()
