"""A list as a workbook, as text or as JSON, by the ending of the file's name.

Workbooks and text have the headings and words that imports know, so a list that went out comes in again unchanged;
JSON names people, customers and products by their codes, money is a text with two decimals, a length of time
is hours and minutes ("22:30"), days and times are ISO.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from workbench import i18n
from workbench.exchange import writing
from workbench.exchange.fields import choice_label, field_label
from workbench.i18n import _
from workbench.readmodels.exports import Cell, ExportList, Field, Unit

ENDINGS: Final = (".xlsx", ".csv", ".json")


def table_bytes(found: ExportList, ending: str) -> bytes:
    """The list in the present language as one of `ENDINGS`; KeyError for another one. Same list, same bytes."""
    write: Callable[[ExportList], bytes] = {".xlsx": _xlsx, ".csv": _csv, ".json": _json}[ending]
    return write(found)


def records(found: ExportList) -> list[dict[str, Any]]:
    """The rows as JSON holds them."""
    return [{field.code: _plain(field, cell) for field, cell in zip(found.fields, row, strict=True)} for row in found.rows]


def _xlsx(found: ExportList) -> bytes:
    return writing.xlsx_bytes(_headings(found), _told(found), sheet=found.kind)


def _csv(found: ExportList) -> bytes:
    return writing.csv_bytes(_headings(found), _told(found))


def _json(found: ExportList) -> bytes:
    document = {"kind": found.kind, "count": len(found.rows), "rows": records(found)}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _headings(found: ExportList) -> list[str]:
    chinese = i18n.is_chinese()
    return [
        _("Assigned people")
        if field.unit is Unit.PEOPLE and field.code == "people"
        else field_label(found.kind, field.code, chinese=chinese)
        for field in found.fields
    ]


def _told(found: ExportList) -> list[Sequence[writing.Out]]:
    return [tuple(_shown(field, cell, found.names) for field, cell in zip(found.fields, row, strict=True)) for row in found.rows]


def _shown(field: Field, cell: Cell, names: dict[str, dict[str, str]]) -> writing.Out:
    """A cell as people read it and imports read it again."""
    if isinstance(cell, tuple):
        known = names[field.detail] if field.detail else {}
        return "、".join(known.get(code, code) for code in cell)
    if cell is None:
        return None
    if field.unit is Unit.CHOICE:
        return choice_label(field.detail, str(cell), chinese=i18n.is_chinese())
    if field.unit is Unit.NAMED:
        return names[field.detail].get(str(cell), str(cell))
    if isinstance(cell, int) and field.unit is not Unit.TEXT:
        return _measure(field.unit, cell)
    return cell


def _measure(unit: Unit, value: int) -> writing.Out:
    if unit is Unit.FEN:
        return Decimal(value) / 100
    if unit is Unit.WEEKDAY:
        return i18n.weekday(value)
    return i18n.clock(value) if unit is Unit.CLOCK else _length(value)


def _plain(field: Field, cell: Cell) -> Any:
    if isinstance(cell, tuple):
        return list(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or not isinstance(cell, int) or field.unit in (Unit.TEXT, Unit.CHOICE):
        return cell
    if field.unit is Unit.FEN:
        return f"{Decimal(cell) / 100:.2f}"
    if field.unit is Unit.WEEKDAY:
        return cell + 1
    return i18n.clock(cell) if field.unit is Unit.CLOCK else _length(cell)


def _length(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
