"""What can be wrong with a file that somebody wants to bring in, each as one kind sentence.

The reading process names them by `code`; `by_code` turns that name back into the error.
"""

from __future__ import annotations

from typing import ClassVar

from workbench.errors import KnownError
from workbench.i18n import N_


class FileRefused(KnownError):  # noqa: N818 - a refusal, like `errors.Refused`
    """A file that is not read; `code` is stable, for scripts and tests."""

    code: ClassVar[str] = "refused"
    sentence = N_("This file cannot be brought in. Nothing was changed.")


class FileMissing(FileRefused):
    code = "missing"
    sentence = N_("{name} cannot be opened. Check that it is still there and not open elsewhere, then try again. Nothing was changed.")


class OnlyHeadings(FileRefused):
    """Headings, and no row below them."""

    code = "only_headings"
    sentence = N_("{name} holds headings and no row below them, so there is nothing to bring in. Nothing was changed.")


class FileEmpty(FileRefused):
    code = "empty"
    sentence = N_("{name} holds no rows. Nothing was changed.")


class FileTooLarge(FileRefused):
    code = "too_large"
    sentence = N_("{name} is larger than {limit} MB. Split it and bring in the parts one after the other. Nothing was changed.")


class TooManyRows(FileRefused):
    code = "too_many_rows"
    sentence = N_("{name} has more than {limit:,} rows. Split it and bring in the parts one after the other. Nothing was changed.")


class TooManyColumns(FileRefused):
    code = "too_many_columns"
    sentence = N_("{name} has more than {limit} columns. Delete the columns you do not need and try again. Nothing was changed.")


class TooManyCells(FileRefused):
    code = "too_many_cells"
    sentence = N_("{name} has more than {limit:,} cells. Delete the columns you do not need or split it. Nothing was changed.")


class CellTooLong(FileRefused):
    code = "cell_too_long"
    sentence = N_(
        "Row {row} of {name} has a cell of more than {limit:,} characters; perhaps a quotation mark is missing. Nothing was changed."
    )


class BrokenWorkbook(FileRefused):
    code = "broken_workbook"
    sentence = N_(
        "{name} is damaged or is not a workbook. Open it in your spreadsheet program, save it again and retry. Nothing was changed."
    )


class UnsafeWorkbook(FileRefused):
    code = "unsafe_workbook"
    sentence = N_("{name} is built in a way that could harm this computer, so it was not opened. Ask who sent it. Nothing was changed.")


class LockedWorkbook(FileRefused):
    code = "locked_workbook"
    sentence = N_("{name} is protected by a password. Save it without the password and try again. Nothing was changed.")


class NotATable(FileRefused):
    code = "not_a_table"
    sentence = N_("{name} is not a table. CSV, XLSX and XLS files can be brought in. Nothing was changed.")


class UnknownSheet(FileRefused):
    code = "unknown_sheet"
    sentence = N_("{name} has no sheet called {sheet}. Its sheets are: {sheets}. Nothing was changed.")


class UnknownEncoding(FileRefused):
    code = "unknown_encoding"
    sentence = N_("{name} cannot be read as {encoding}. Choose another encoding. Nothing was changed.")


class NoHeadings(FileRefused):
    code = "no_headings"
    sentence = N_("No row of headings was found in {name}. Write the column names above the first row and try again. Nothing was changed.")


class ReadingTooLong(FileRefused):
    code = "too_long"
    sentence = N_("{name} took longer than {limit} seconds to read, so reading was stopped. Split it and try again. Nothing was changed.")


class ReadingStopped(FileRefused):
    code = "stopped"
    sentence = N_(
        "{name} could not be read: it needs more memory than is allowed, or is damaged. Split it and try again. Nothing was changed."
    )


class WrongMapping(FileRefused):
    code = "wrong_mapping"
    sentence = N_("{what} does not name a column and a field of this file. Nothing was changed.")


class UnknownKind(FileRefused):
    code = "unknown_kind"
    sentence = N_("{kind} is not a kind of record that can be brought in. The kinds are: {kinds}.")


class UnknownPreset(FileRefused):
    code = "unknown_preset"
    sentence = N_("There is no mapping called {preset} for this kind of record. The mappings are: {presets}.")


class WrongAnswer(FileRefused):
    code = "wrong_answer"
    sentence = N_("{answer} is not one of the possible answers to {question}. Nothing was changed.")


_ALL = (
    FileMissing, FileEmpty, OnlyHeadings, FileTooLarge, TooManyRows, TooManyColumns, TooManyCells, CellTooLong, BrokenWorkbook, UnsafeWorkbook,
    LockedWorkbook, NotATable, UnknownSheet, UnknownEncoding, NoHeadings, ReadingTooLong, ReadingStopped, WrongMapping,
)  # fmt: skip
_BY_CODE = {kind.code: kind for kind in _ALL}


def by_code(code: str, detail: str = "", **figures: object) -> FileRefused:
    """The error of that code; what the reading process says is not trusted to be a known one."""
    return _BY_CODE.get(code, ReadingStopped)(detail, **figures)
