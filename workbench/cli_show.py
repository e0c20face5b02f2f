"""Answers for people: headings, aligned columns and words in place of keys and codes.

A Chinese character is two columns wide on a terminal, so widths are counted here and not by `len`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from workbench.i18n import N_, _, day_month, is_chinese, weekday

Lines = list[str]
NOTHING: Final = "–"

LABELS: Final = {
    "assignments": N_("Assignments"),
    "backup": N_("Backup"),
    "check": N_("Check passed"),
    "counts": N_("Sample team"),
    "customers": N_("Customers"),
    "cycle": N_("Review cycle"),
    "database": N_("Database"),
    "deals": N_("Deals"),
    "file": N_("File"),
    "files": N_("Files"),
    "folder": N_("Folder"),
    "graded": N_("People graded"),
    "imports": N_("Imports"),
    "needed": N_("Places to fill"),
    "one_on_ones": N_("One-on-ones"),
    "pages": N_("Pages"),
    "path": N_("Place"),
    "people": N_("People"),
    "person": N_("Person"),
    "pictures": N_("Pictures"),
    "plan_status": N_("Plan"),
    "planned": N_("Places filled"),
    "published": N_("Publication"),
    "recovery_key": N_("Recovery key"),
    "review_cycles": N_("Review cycles"),
    "rows": N_("Rows"),
    "sales": N_("Net sales"),
    "sha256": N_("SHA-256"),
    "size": N_("Bytes"),
    "taken_at": N_("Taken at"),
    "targets": N_("Targets"),
    "tasks": N_("Tasks"),
    "demand": N_("People needed by the hour"),
    "added": N_("Added"),
    "rejected": N_("Rejected"),
    "workbook_rows": N_("Rows of the workbook"),
}
"""Key of an answer to its heading; keys that a command shows in its own way are not here."""


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def padded(text: str, columns: int, *, right: bool = False) -> str:
    room = " " * max(0, columns - width(text))
    return room + text if right else text + room


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, right: Collection[int] = ()) -> Lines:
    """Rows under their headings, two blanks between columns; `right` are the columns of figures. No rows, no lines."""
    told = [[cell(one) for one in row] for row in rows]
    if not told:
        return []
    columns = [max(width(row[place]) for row in (list(headings), *told)) for place in range(len(headings))]
    return [
        "  " + "  ".join(padded(text, columns[place], right=place in right) for place, text in enumerate(row)).rstrip()
        for row in (list(headings), *told)
    ]


def facts(pairs: Iterable[tuple[str, object]]) -> Lines:
    """One fact a line, the values under each other."""
    told = [(name, cell(value)) for name, value in pairs]
    columns = max((width(name) for name, _value in told), default=0)
    return [f"{padded(name, columns)}  {value}".rstrip() for name, value in told]


def part(heading: str, lines: Lines) -> Lines:
    """A heading with what stands under it, after an empty line; nothing without lines."""
    return ["", heading, *lines] if lines else []


def cell(value: object) -> str:
    """A value as a person reads it, on one line."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return joined(value)
    return " ".join(str(value).split())


def joined(values: Iterable[object]) -> str:
    return ("、" if is_chinese() else ", ").join(cell(one) for one in values)


def named(name: str, code: str) -> str:
    """Li Siqi (SH-0003); the code alone where there is no name."""
    return f"{name} ({code})" if name and name != code else code


def span(day: str, start: str, end: str) -> str:
    """Mon 23 Nov 09:00–13:00, of an ISO date and two times of day."""
    from datetime import date

    on = date.fromisoformat(day)
    return f"{weekday(on)} {day_month(on)} {start}–{end}"


def percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.0%}"


def plain(answer: Mapping[str, Any]) -> Lines:
    """Any answer: facts first, then its lists and groups under their headings."""
    simple = {key: value for key, value in answer.items() if not _is_group(value)}
    lines = facts((label(key), value) for key, value in simple.items())
    for key, value in answer.items():
        if key in simple:
            continue
        if isinstance(value, Mapping):
            lines += part(label(key), [f"  {line}" if line else line for line in plain(value)])
        elif not isinstance(value[0], Mapping):
            lines += part(label(key), [f"  {cell(one)}" for one in value])
        else:
            keys = list(dict.fromkeys(name for row in value for name in row))
            lines += part(label(key), table([label(name) for name in keys], [[row.get(name) for name in keys] for row in value]))
    return lines if simple else lines[1:]


def _is_group(value: object) -> bool:
    return (isinstance(value, Mapping) and bool(value)) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def label(key: str) -> str:
    return _(LABELS[key]) if key in LABELS else key
