"""Where the headings of a table stand: titles above them are skipped, merged two-row headings become one row.

Works on the first rows only and needs no more than the words that headings are known by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from workbench.exchange.text import clean, heading_key

LOOKED_AT: Final = 30
"""Rows from the top among which the headings are looked for."""

_HANDICAP: Final = 8.0
"""Score by which a row must beat an earlier one that is as full."""

_NUMBER: Final = re.compile(r"[\s¥￥$€+\-(]*[\d０-９][\d０-９.,:/\-\s年月日%)]*[元万]?$")

Area = tuple[tuple[int, int], tuple[int, int]]
"""A merged area: first and last (row, column), from 0."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`row` is the first row of headings from 0, `last` the second when there are two; names as wide as the table."""

    row: int
    last: int
    names: tuple[str, ...]
    groups: tuple[str, ...]


def find(rows: Sequence[Sequence[Any]], words: frozenset[str], merged: Sequence[Area] = ()) -> Heading | None:
    """The heading row among the first rows; None when no row looks like one."""
    best, best_score = -1, 0.0
    for index, row in enumerate(rows[:LOOKED_AT]):
        score = _score(row, words) - index * 0.01
        as_full = best >= 0 and _filled(rows[best]) >= _filled(row)
        if score > best_score + (_HANDICAP if as_full else 0):  # a full row of texts at the top is the likeliest
            best, best_score = index, score
    if best < 0:
        return None
    return _two_rows(rows, best, words, merged) or _two_rows(rows, best - 1, words, merged) or _single(rows, best)


def _score(row: Sequence[Any], words: frozenset[str]) -> float:
    """Known headings count much, other short texts a little, numbers, dates and repetitions against."""
    texts = [clean(cell) for cell in row if isinstance(cell, str) and clean(cell)]
    other = sum(1 for cell in row if cell is not None and not isinstance(cell, str))
    numbers = sum(1 for text in texts if _NUMBER.match(text))
    known = len({key for text in texts if (key := heading_key(text)) in words})
    repeated = len(texts) - len(set(texts))
    long = sum(1 for text in texts if len(text) > 60)
    plain = len(texts) - numbers - long
    if not texts or plain == 0:
        return 0.0
    width = len(texts) + other
    return (
        3.0 * known + plain - 2.0 * (numbers + other) - repeated - 3.0 * long - (2.0 if width == 1 and known == 0 and len(row) > 1 else 0.0)
    )


def _filled(row: Sequence[Any]) -> int:
    return sum(1 for cell in row if _text(cell))


def _single(rows: Sequence[Sequence[Any]], index: int) -> Heading:
    names = tuple(_text(cell) for cell in rows[index])
    return Heading(index, index, names, ("",) * len(names))


def _two_rows(rows: Sequence[Sequence[Any]], upper: int, words: frozenset[str], merged: Sequence[Area]) -> Heading | None:
    """Two rows read as one when the lower one fills what the upper one groups."""
    if upper < 0 or upper + 1 >= len(rows):
        return None
    width = max(len(rows[upper]), len(rows[upper + 1]))
    top = [_text(cell) for cell in _padded(rows[upper], width)]
    low = [_text(cell) for cell in _padded(rows[upper + 1], width)]
    if not any(top) or not any(low) or any(not isinstance(cell, str | None) for cell in rows[upper + 1]):
        return None
    if any(_NUMBER.match(text) and not text.isdigit() and heading_key(text) not in words and "\n" not in text for text in low if text):
        return None
    tall = {area[0][1] for area in merged if area[0][0] <= upper and area[1][0] == upper + 1 and area[0][1] == area[1][1]}
    wide = [area for area in merged if area[0][0] == upper == area[1][0] and area[1][1] > area[0][1]]
    if not wide and not _looks_grouped(top, low, words):
        return None
    if wide and not tall and not all(low[column] for area in wide for column in range(area[0][1], min(area[1][1], width - 1) + 1)):
        return None
    if sum(1 for text in top if text) == 1 and len(wide) <= 1 and not tall and heading_key(next(filter(None, top))) not in words:
        return None  # a title over the headings, not a group
    groups, current = [], ""
    for column in range(width):
        current = top[column] or (current if low[column] else "")
        groups.append(current)
    names = tuple(low[column] or top[column] for column in range(width))
    return Heading(upper, upper + 1, names, tuple(group if low[column] else "" for column, group in enumerate(groups)))


def _looks_grouped(top: Sequence[str], low: Sequence[str], words: frozenset[str]) -> bool:
    """Without merged areas (CSV): gaps above are filled below, and gaps below are filled above."""
    gaps = [column for column, text in enumerate(top) if not text]
    if not gaps or not all(low[column] for column in gaps):
        return False
    only_top = [column for column, text in enumerate(low) if not text]
    known = sum(1 for text in low if heading_key(text) in words)
    return bool(only_top) and all(top[column] for column in only_top) and known >= 1 and len(only_top) < len(top)


def unique(heading: Heading) -> list[str]:
    """Names that differ: a repeated one gets its group before it, or a number behind it; an empty one a letter."""
    count: dict[str, int] = {}
    for name in heading.names:
        count[name] = count.get(name, 0) + 1
    result: list[str] = []
    for index, (name, group) in enumerate(zip(heading.names, heading.groups, strict=True)):
        wanted = name or f"({letters(index)})"
        if name and count[name] > 1 and group and group != name:
            wanted = f"{group} {name}"
        number = 2
        chosen = wanted
        while chosen in result:
            chosen = f"{wanted} ({number})"
            number += 1
        result.append(chosen)
    return result


def letters(index: int) -> str:
    """Column letters as a spreadsheet shows them: 0 is A, 27 is AB."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else clean(str(cell))


def _padded(row: Sequence[Any], width: int) -> list[Any]:
    return [*row, *([None] * (width - len(row)))]
