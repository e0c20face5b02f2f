"""A table and its mapping become typed rows, rejected rows with reasons, and questions: nothing is written here.

Columns are converted by their distinct cells, so that a million rows cost little more than reading them.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import date
from itertools import compress
from typing import Any

from workbench.exchange import checks, names, pay, plain_columns, values
from workbench.exchange.errors import WrongAnswer
from workbench.exchange.fields import Field, fields
from workbench.exchange.problems import Pending, Problem, shown
from workbench.exchange.text import key, unguarded
from workbench.readmodels.exchange import Cell, Choice, Column, ImportPreview, MappedColumn, Mapping, Note, Question, Rejected, Table

_TOLD = 3  # values of rows that are left out, named with how many there are


def preview(
    table: Table,
    mapping: Mapping,
    known: names.Known | None = None,
    answers: AnyMapping[str, str] | None = None,
    earlier: AnyMapping[str, str] | None = None,
    today: date | None = None,
) -> ImportPreview:
    """What bringing in this table would do. `known` are the names already kept, `answers` question key to choice,
    `earlier` the answers given for another such file, which count as far as they are still possible, `today` the day
    that "from today on" means.

    Rows that wait for an answer are counted in `waiting`; with open questions nothing should be written unless
    the caller decides to leave those rows out. WrongAnswer for an answer that is no choice of its question.
    """
    return Conversion(table, mapping, known or {}, answers or {}, earlier or {}, today).run()


class Conversion:
    """State of one preview: the values of each field in step, and what happened to each row."""

    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        known: names.Known,
        answers: AnyMapping[str, str],
        earlier: AnyMapping[str, str],
        today: date | None = None,
    ) -> None:
        self.table = table
        self.mapping = mapping
        self.answers = answers
        self.earlier = earlier
        self.known = known
        self.today = today
        self.fields = {field.code: field for field in fields(mapping.kind)}
        self.registers = names.registers(known, {field.known for field in self.fields.values()})
        self.questions: dict[str, Question] = {}
        self.used: dict[str, str] = {}
        self.answered: list[Question] = []
        self.rejected: dict[int, Rejected] = {}
        self.waiting: set[int] = set()
        self.values: dict[str, Sequence[Any]] = {}
        self.headings: dict[str, str] = {}
        self.numbers: Sequence[int] = table.numbers
        self.mask: list[bool] | None = None
        self.notes: list[Note] = []

    def ask(self, question: Question) -> str | None:
        answer = self.answers.get(question.key)
        if answer is not None and not self._is_possible(question, answer):
            raise WrongAnswer(answer=answer, question=question.key)
        if answer is None:
            answer = self.earlier.get(question.key)
        if answer is None or not self._is_possible(question, answer):
            self.questions[question.key] = question
            return None
        if question.key not in self.used:
            self.answered.append(question)
        self.used[question.key] = answer
        return answer

    def _is_possible(self, question: Question, answer: str) -> bool:
        return answer in {choice.value for choice in question.choices} or (question.form == "date" and self.day_of(answer) is not None)

    @staticmethod
    def day_of(answer: str) -> date | None:
        """The day of an answer that was written as one (2026-03-01); None for anything else."""
        try:
            return date.fromisoformat(answer)
        except ValueError:
            return None

    def run(self) -> ImportPreview:
        self._missing()
        if self.table.questions or not self.table.columns or self.mapping.missing:
            waiting = self.table.rows
            questions = (*self.table.questions, *self.questions.values())
            return ImportPreview(
                self.mapping.kind, self.table, self.mapping, questions=questions, answers=self.used, waiting=waiting, answered=tuple(self.answered)
            )  # fmt: skip
        left_out = self._filter()
        pay.ask(self)
        wide = [column for column in self.mapping.columns if column.weekday is not None]
        for mapped in self.mapping.columns:
            if mapped.weekday is None:
                self._column(mapped)
        for code, headings in self.mapping.compose:
            self._composed(code, headings)
        if wide:
            self._unpivot(wide)
        checks.finish(self)
        return self._result(left_out)

    def _missing(self) -> None:
        """A required field without a column is asked for: the answer is a heading (used by `importing.prepare`)."""
        choices = tuple(Choice(heading, heading) for heading in self.mapping.unmapped)
        for code in self.mapping.missing if choices and not self.table.questions else ():
            self.questions[f"column:{code}"] = Question(
                f"column:{code}", "missing_column", {"field": code, "kind": self.mapping.kind}, choices
            )

    def _filter(self) -> int:
        only = self.mapping.row_filter
        if only is None:
            return 0
        wanted = {key(value) for value in only.values}
        column = next((column for column in self.table.columns if key(column.heading) == key(only.heading)), None)
        if column is None:
            return 0
        self.mask = [key(str(cell or "")) in wanted for cell in column.cells]
        self.numbers = list(compress(self.table.numbers, self.mask))
        left_out = self.table.rows - len(self.numbers)
        if left_out:
            others = Counter(values.text_of_cell(cell) for cell, taken in zip(column.cells, self.mask, strict=True) if not taken)
            told = tuple((shown(text), count) for text, count in others.most_common(_TOLD))
            figures = {
                "column": only.heading,
                "values": ", ".join(only.values),
                "rows": left_out,
                "others": told,
                "more": len(others) - len(told),
            }
            self.notes.append(Note("left_out", figures))
        return left_out

    def cells(self, column: Column) -> list[Cell]:
        """The cells of the rows that are taken, without the apostrophe that exports set before a sign.

        A workbook may have one too: a spreadsheet program that opens our CSV file keeps it when it saves.
        """
        cells: Sequence[Cell] = column.cells if self.mask is None else list(compress(column.cells, self.mask))
        if self.table.form == "csv":
            if "'" in "".join(cells):  # type: ignore[arg-type]
                return [unguarded(str(cell)) for cell in cells]
            return cells if isinstance(cells, list) else list(cells)
        # an empty cell of a workbook is empty text as in a CSV file; True must not count as 1
        return [
            unguarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell).upper() if isinstance(cell, bool) else cell
            for cell in cells
        ]

    def _column(self, mapped: MappedColumn) -> None:
        field = self.fields[mapped.field]
        column = next(column for column in self.table.columns if column.index == mapped.index)
        self._take(field, mapped.heading, self.cells(column), mapped.unit)

    def _composed(self, code: str, headings: Sequence[str]) -> None:
        parts = [self.cells(column) for heading in headings for column in self.table.columns if column.heading == heading]
        cells: list[Cell] = [" ".join(filter(None, map(values.text_of_cell, row))) for row in zip(*parts, strict=True)]
        self._take(self.fields[code], " + ".join(headings), cells, "")
        if code in self.mapping.made_up and cells:
            figures = {
                "kind": self.mapping.kind,
                "field": code,
                "columns": " + ".join(headings),
                "rows": len(cells),
                "example": shown(cells[0]),
            }
            self.notes.append(Note("made_up", figures))

    def _take(self, field: Field, heading: str, cells: list[Cell], unit: str) -> None:
        """Convert one column, look its names up, and note what became of the rows that have no value."""
        self.headings[field.code] = heading
        plain = plain_columns.convert(field, unit, cells)
        if plain is not None:
            self.values[field.code] = plain
            return
        distinct = set(cells)
        results = values.convert(field, heading, unit, distinct, self.ask)
        register = self.registers.get(field.known)
        if register is not None:
            names.look_up(field, heading, register, results, _Lazy(cells), self.ask)
        if field.choices:
            names.choices(field, heading, results, _Lazy(cells), self.ask)
        taken = list(map(results.__getitem__, cells))
        self.values[field.code] = taken
        failed = {cell for cell, result in results.items() if isinstance(result, Problem | Pending) or (field.required and result is None)}
        if failed:
            for place, cell in enumerate(cells):
                if cell in failed:
                    self.fail(place, field.code, results[cell])

    def fail(self, place: int, code: str, result: Any) -> None:
        """A row without a value: refused (first reason counts), or waiting for an answer."""
        if isinstance(result, Pending):
            self.waiting.add(place)
        elif place not in self.rejected:
            problem = result if isinstance(result, Problem) else Problem("required")
            self.rejected[place] = Rejected(self.numbers[place], self.headings.get(code, code), problem.code, problem.figures)

    def _unpivot(self, wide: Sequence[MappedColumn]) -> None:
        """One column a weekday becomes one row a window; an empty or "off" cell makes none."""
        from workbench.exchange import wide_tables

        wide_tables.unpivot(self, wide)

    def _result(self, left_out: int) -> ImportPreview:
        order = [field.code for field in fields(self.mapping.kind) if field.code in self.values]
        order += [code for code in self.values if code not in order]
        rows = _rows([self.values[code] for code in order])
        numbers: Sequence[int] = self.numbers
        if self.rejected or self.waiting:
            good = [place not in self.rejected and place not in self.waiting for place in range(len(rows))]
            rows, numbers = list(compress(rows, good)), list(compress(numbers, good))
        rejected = sorted((*self.table.ragged, *self.rejected.values()), key=_by_row)
        return ImportPreview(
            self.mapping.kind, self.table, self.mapping, tuple(order), rows, numbers, tuple(rejected),
            tuple(self.questions.values()), self.used, len(self.waiting - self.rejected.keys()), left_out, tuple(self.answered),
            notes=tuple(self.notes),
        )  # fmt: skip


def _rows(columns: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Columns as rows; the collector, which would look through each new million again and again, waits meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return list(zip(*columns, strict=True))
    finally:
        if was_on:
            gc.enable()


def _by_row(item: Rejected) -> int:
    return item.row


class _Lazy(dict[Cell, int]):
    """How often each cell occurs, counted only when somebody asks."""

    def __init__(self, cells: list[Cell]) -> None:
        super().__init__()
        self.cells = cells

    def get(self, cell: Cell, default: Any = None) -> Any:
        if not self:
            self.update(Counter(self.cells))
        return super().get(cell, default)
