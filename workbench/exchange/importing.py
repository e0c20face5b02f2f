"""From a file to a preview in one call: what the window and the command line both use.

Reading, recognising and converting are separate steps, so that a change of mapping need not read the file again.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from workbench.exchange import convert, mapping, names
from workbench.exchange.errors import UnknownEncoding
from workbench.exchange.fields import fields
from workbench.exchange.limits import DEFAULT, Limits
from workbench.exchange.reading import ENCODING_QUESTION, read_table
from workbench.readmodels.exchange import Choice, ImportPreview, Question, Table


def load(path: Path, answers: AnyMapping[str, str] | None = None, *, sheet: str = "", limits: Limits = DEFAULT) -> Table:
    """Read a file, with the encoding that an earlier answer named; slow, belongs off the main thread."""
    return read_table(path, sheet=sheet, encoding=(answers or {}).get(ENCODING_QUESTION, ""), limits=limits)


def prepare(
    table: Table,
    kind: str,
    *,
    preset: str = mapping.AUTO,
    overrides: AnyMapping[str, str] | None = None,
    remembered: AnyMapping[str, Any] | None = None,
    known: names.Known | None = None,
    answers: AnyMapping[str, str] | None = None,
    today: date | None = None,
) -> ImportPreview:
    """The preview of a table already read. Remembered answers count where `answers` gives no other."""
    fields(kind)
    given = {**(remembered or {}).get("answers", {}), **(answers or {})}
    chosen = {given[key]: field.code for field in fields(kind) if (key := f"{mapping.MISSING}{field.code}") in given}
    built = mapping.build(table, kind, preset=preset, overrides={**chosen, **(overrides or {})}, remembered=remembered)
    found = convert.preview(table, built, known, answers, (remembered or {}).get("answers"), today)
    return _with_answered(found, table, kind, given, chosen)


def _with_answered(
    found: ImportPreview, table: Table, kind: str, given: AnyMapping[str, str], chosen: AnyMapping[str, str]
) -> ImportPreview:
    """The questions that were answered before the rows were looked at stay among the answered ones."""
    more: list[tuple[Question, str]] = []
    if given.get(ENCODING_QUESTION) and given[ENCODING_QUESTION] == table.encoding:
        more.append((Question(ENCODING_QUESTION, "encoding", {"name": table.file_name}, (Choice(table.encoding),)), table.encoding))
    mapped = {column.heading: column.field for column in found.mapping.columns}
    for heading, code in chosen.items():
        if mapped.get(heading) == code:
            question = Question(f"{mapping.MISSING}{code}", "missing_column", {"field": code, "kind": kind}, (Choice(heading, heading),))
            more.append((question, heading))
    if not more:
        return found
    answers = {question.key: answer for question, answer in more}
    return replace(found, answers={**answers, **found.answers}, answered=(*(question for question, _ in more), *found.answered))


def preview_file(
    path: Path,
    kind: str,
    *,
    sheet: str = "",
    preset: str = mapping.AUTO,
    overrides: AnyMapping[str, str] | None = None,
    remembered: AnyMapping[str, Any] | None = None,
    known: names.Known | None = None,
    answers: AnyMapping[str, str] | None = None,
    limits: Limits = DEFAULT,
    today: date | None = None,
) -> ImportPreview:
    """Read and prepare. FileRefused (a KnownError) for a file that is not read, a wrong mapping or a wrong answer."""
    fields(kind)
    given = {**(remembered or {}).get("answers", {}), **(answers or {})}
    try:
        table = load(path, given, sheet=sheet, limits=limits)
    except UnknownEncoding:
        if ENCODING_QUESTION in (answers or {}):
            raise
        table = load(path, {}, sheet=sheet, limits=limits)  # a remembered encoding that this file is not in
    return prepare(table, kind, preset=preset, overrides=overrides, remembered=remembered, known=known, answers=answers, today=today)


def signature(table: Table) -> str:
    """Under which a mapping for files like this one is remembered."""
    return mapping.signature(table.headings)
