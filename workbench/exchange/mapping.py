"""Which column is which field: what the user set, what was remembered, a known program's layout, then the headings.

A heading is recognised exactly, as a synonym, or nearly (a misspelling); what is not recognised is shown, not guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from typing import Any, Final

from rapidfuzz import fuzz, process

from workbench.exchange import dates, terms, values
from workbench.exchange.errors import UnknownPreset, WrongMapping
from workbench.exchange.fields import WIDE_KINDS, fields, heading_words, presets
from workbench.exchange.numbers import UNITS, heading_unit
from workbench.exchange.problems import Problem
from workbench.exchange.text import heading_key
from workbench.readmodels.exchange import MappedColumn, Mapping, RowFilter, Table

AUTO: Final = "auto"
NEARLY: Final = 90
"""How alike (of 100) a misspelt heading must be; shorter ones than five letters must be exact."""
SAMPLE: Final = 200
"""Cells by which two meanings of one heading are told apart."""
MISSING: Final = "column:"
"""Beginning of the key of a question for the column of a required field."""
IGNORE: Final = ("", "-")
"""What stands for "this column is not brought in"."""
_RANK: Final = ("set", "remembered", "preset", "exact", "synonym", "fuzzy")


def signature(headings: Sequence[str]) -> str:
    """Digest of a heading row, the same for other case, blanks and brackets: by it a mapping is remembered."""
    return hashlib.sha256("\x1f".join(map(heading_key, headings)).encode()).hexdigest()


def build(
    table: Table,
    kind: str,
    *,
    preset: str = AUTO,
    overrides: AnyMapping[str, str] | None = None,
    remembered: AnyMapping[str, Any] | None = None,
) -> Mapping:
    """The mapping of a table to a kind of record. `overrides` is heading (or column letter) to field, "-" for none;
    `remembered` is what `memory` gave for the same signature. UnknownPreset, WrongMapping."""
    chosen = _preset(table, kind, preset)
    wanted: dict[int, tuple[str, str]] = {}
    words = heading_words(kind)
    known = {field.code for field in fields(kind)}
    preset_words = {heading_key(name): code for name, code in (chosen or {}).get("columns", {}).items()}
    memory_words = {heading_key(name): code for name, code in (remembered or {}).get("columns", {}).items()}
    manual = _manual(table, overrides or {}, known)
    for column in table.columns:
        key = heading_key(column.heading)
        if column.index in manual:
            wanted[column.index] = (manual[column.index], "set")
        elif key in memory_words and (memory_words[key] in known or not memory_words[key]):
            wanted[column.index] = (memory_words[key], "remembered")
        elif key in preset_words:
            wanted[column.index] = (preset_words[key], "preset")
        elif key in words:
            wanted[column.index] = words[key]
        elif chosen is None and (near := _nearly(key, words)):
            wanted[column.index] = (near, "fuzzy")
    compose = _composed(table, (chosen or {}).get("compose", {}))
    return _finished(table, kind, wanted, chosen or {}, remembered or {}, compose)


def _preset(table: Table, kind: str, preset: str) -> AnyMapping[str, Any] | None:
    """The layout asked for, or the first whose typical headings are all there."""
    present = {heading_key(heading) for heading in table.headings}
    mine = [layout for layout in presets() if layout["kind"] == kind]
    fitting = [layout for layout in mine if all(heading_key(name) in present for name in layout["needs"])]
    if preset == AUTO:
        return fitting[0] if fitting else None
    if preset in ("", "none"):
        return None
    named = [layout for layout in fitting + mine if layout["name"] == preset]
    if not named:
        raise UnknownPreset(preset=preset, presets=", ".join(sorted({layout["name"] for layout in mine} | {AUTO, "none"})))
    return named[0]


def _manual(table: Table, overrides: AnyMapping[str, str], known: set[str]) -> dict[int, str]:
    from workbench.exchange.headings import letters

    result: dict[int, str] = {}
    for name, code in overrides.items():
        places = [column.index for column in table.columns if column.heading == name]
        places = places or [column.index for column in table.columns if heading_key(column.heading) == heading_key(name)]
        places = places or [column.index for column in table.columns if letters(column.index) == name.upper()]
        if not places or (code not in known and code not in IGNORE):
            raise WrongMapping(what=f"{name}={code}")
        result[places[0]] = "" if code in IGNORE else code
    return result


def _nearly(key: str, words: AnyMapping[str, tuple[str, str]]) -> str:
    if len(key) < 5:
        return ""
    found = process.extractOne(key, [word for word in words if len(word) >= 5], scorer=fuzz.ratio, score_cutoff=NEARLY)
    return words[found[0]][0] if found else ""


def _composed(table: Table, wanted: AnyMapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    present = {heading_key(heading): heading for heading in table.headings}
    result = []
    for code, names in wanted.items():
        if all(heading_key(name) in present for name in names):
            result.append((code, tuple(present[heading_key(name)] for name in names)))
    return tuple(result)


def _told_by_cells(table: Table, wanted: AnyMapping[int, tuple[str, str]], best: dict[str, int]) -> None:
    """A column called "Hours" holds spans such as 09:00-11:30 or lengths such as 2.5, as its first cells tell, whatever it
    held in the file before; what somebody has set for this file stays."""
    for code, other, reads in (("span", "hours", values.length(in_hours=True, most=1440)), ("hours", "span", dates.span)):
        if code in best and other not in best and wanted[best[code]][1] != "set":
            given = [
                found for cell in table.columns[best[code]].cells[:SAMPLE] if (found := reads("" if cell is None else cell)) is not None
            ]
            if given and not any(isinstance(found, Problem) for found in given):
                best[other] = best.pop(code)
                return


def _finished(
    table: Table,
    kind: str,
    wanted: AnyMapping[int, tuple[str, str]],
    preset: AnyMapping[str, Any],
    remembered: AnyMapping[str, Any],
    compose: tuple[tuple[str, tuple[str, ...]], ...],
) -> Mapping:
    """One column a field: the surer way of recognising wins, then the column further left."""
    best: dict[str, int] = {}
    for index, (code, how) in sorted(wanted.items(), key=lambda item: (_RANK.index(item[1][1]), item[0])):
        if code and code not in best and code not in {name for name, _ in compose if how not in ("set", "remembered")}:
            best[code] = index
    if kind == "tasks":
        _told_by_cells(table, wanted, best)
    composed = tuple(pair for pair in compose if pair[0] not in best)
    units = {**{heading_key(name): unit for name, unit in preset.get("units", {}).items()}, **remembered.get("units", {})}
    by_index = {index: code for code, index in best.items()}
    columns: list[MappedColumn] = []
    unmapped: list[str] = []
    wide = kind in WIDE_KINDS and not {"weekday", "day", "span", "start"} & set(best)
    for column in table.columns:
        key = heading_key(column.heading)
        number = dates.weekday(column.heading) if wide and not column.heading.isdigit() else None
        if column.index in by_index:
            unit = units.get(key) or heading_unit(column.heading)
            columns.append(
                MappedColumn(column.index, column.heading, by_index[column.index], wanted[column.index][1], unit if unit in UNITS else "")
            )
        elif number is not None and not isinstance(number, Problem):
            columns.append(MappedColumn(column.index, column.heading, "span", "exact", "", number))
        else:
            unmapped.append(column.heading)
    only = remembered.get("only", preset.get("only"))
    has = set(best) | {code for code, _ in composed}
    missing = tuple(field.code for field in fields(kind) if field.required and field.code not in has)
    row_filter = RowFilter(only["column"], tuple(only["values"])) if only else None
    made_up = tuple(code for code in preset.get("made_up", ()) if code in {name for name, _ in composed})
    return Mapping(
        kind, signature(table.headings), tuple(columns), tuple(unmapped), missing, preset.get("name", ""), row_filter, composed, made_up
    )  # fmt: skip


def memory(mapping: Mapping, answers: AnyMapping[str, str]) -> dict[str, Any]:
    """What to keep (as JSON) so that the next file with this signature needs no questions."""
    found: dict[str, Any] = {
        "columns": {
            **dict.fromkeys(mapping.unmapped, ""),
            **{column.heading: column.field for column in mapping.columns if column.weekday is None},
        },
        "units": {heading_key(column.heading): column.unit for column in mapping.columns if column.unit},
        "answers": {key: answer for key, answer in answers.items() if _is_kept(key, answer)},
    }
    if mapping.row_filter is not None:
        found["only"] = {"column": mapping.row_filter.heading, "values": list(mapping.row_filter.values)}
    return found


def _is_kept(key: str, answer: str) -> bool:
    """A first day is another one for other people; the column of a field is kept among the columns."""
    return not key.startswith(MISSING) and (key != terms.STARTS or answer.startswith("+"))
