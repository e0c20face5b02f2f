"""Days, times and periods as people write them: 2026/3/1, 2026年3月1日, 20260301, 31.12.2025, spreadsheet serials.

Whether day or month stands first is read off all values of a column; what stays open is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from workbench.exchange.problems import Problem, shown
from workbench.exchange.text import NOTHING, clean, plain


class Order(StrEnum):
    """In which order a date without a leading four-digit year is written."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


_DAY_ZERO: Final = date(1899, 12, 30)
_OPEN_END: Final = frozenset({"至今", "今", "present", "now", "current", "在职", "长期", "无固定期限"})
_TAIL: Final = r"(?:(?:T|\s+|(?<=日))\s*(?:上午|下午)?\d{1,2}[:时]\d{2}.*|\s*[(（]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)）]?)?"
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?" + _TAIL)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T\s]\d{2}:?\d{2}.*)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _TAIL)
_SERIAL: Final = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_MONTHS: Final = {
    name: number
    for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)
}
_DAY_NAME: Final = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+", re.IGNORECASE)
_NAMED: Final = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s\-./]+(?P<m>[a-z]{3,9})[\s\-./,]+(?P<y>\d{4})" + _TAIL, re.IGNORECASE),
    re.compile(r"(?P<m>[a-z]{3,9})[.\s\-]+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+(?P<y>\d{4})" + _TAIL, re.IGNORECASE),
    re.compile(r"(?P<y>\d{4})[\s\-]+(?P<m>[a-z]{3,9})[\s\-]+(?P<d>\d{1,2})" + _TAIL, re.IGNORECASE),
)


def orders_of(text: str) -> frozenset[Order] | None:
    """Orders in which a year-last date makes sense; None for every other form, empty for nonsense."""
    found = _YEAR_LAST.fullmatch(plain(text))
    if found is None:
        return None
    first, second, last = int(found[1]), int(found[3]), int(found[4])
    possible = set()
    if first <= 31 and second <= 12:
        possible.add(Order.DMY)
    if first <= 12 and second <= 31 and found[2] != ".":  # nobody writes month.day.year with points
        possible.add(Order.MDY)
    if len(found[4]) == 2 and second <= 12 and last <= 31:
        possible.add(Order.YMD)
    return frozenset(possible)


def possible_orders(texts: Iterable[str]) -> tuple[frozenset[Order] | None, str]:
    """Orders that fit all values (empty: the column mixes them; None: the question does not arise), and an open example."""
    possible: frozenset[Order] | None = None
    example = ""
    for text in texts:
        orders = orders_of(text)
        if not orders:
            continue
        possible = orders if possible is None else possible & orders
        if len(orders) > 1 and not example:
            example = clean(text)
    return possible, example


def day(cell: object, order: Order | None) -> date | Problem | None:
    """The day of a cell; None for an empty one and for "until now"; times of day are left out."""
    if isinstance(cell, datetime):
        return _checked(cell.year, cell.month, cell.day, cell)
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day, cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if 10_000 <= cell < 80_000:
            return _DAY_ZERO + timedelta(days=int(cell))
        cell = str(int(cell)) if cell == cell and abs(cell) < 1e9 and cell == int(cell) else str(cell)
    if not isinstance(cell, str):
        return Problem("not_a_date", {"value": shown(cell)})
    text = plain(cell)
    if text.casefold() in NOTHING or text.casefold() in _OPEN_END:
        return None
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]), cell)
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found, order, cell)
    if found := _SERIAL.fullmatch(text):
        return _DAY_ZERO + timedelta(days=int(found[1]))
    return _named(text, cell)


def _year_last(found: re.Match[str], order: Order | None, cell: str) -> date | Problem:
    first, second, last = int(found[1]), int(found[3]), int(found[4])
    if order is None:
        return Problem("impossible_date", {"value": shown(cell)})
    if len(found[4]) == 2:
        year, month, number = {Order.DMY: (last, second, first), Order.MDY: (last, first, second), Order.YMD: (first, second, last)}[order]
        return _checked(2000 + year if year < 70 else 1900 + year, month, number, cell)
    month, number = (first, second) if order is Order.MDY else (second, first)
    return _checked(last, month, number, cell)


def _named(text: str, cell: str) -> date | Problem:
    bare = _DAY_NAME.sub("", text, count=1) if _DAY_NAME.match(text) else text
    for form in _NAMED:
        found = form.fullmatch(bare)
        if found is not None and (month := _MONTHS.get(found["m"][:3].casefold())):
            return _checked(int(found["y"]), month, int(found["d"]), cell)
    return Problem("not_a_date", {"value": shown(cell)})


def _checked(year: int, month: int, number: int, cell: object) -> date | Problem:
    try:
        found = date(year, month, number)
    except ValueError:
        return Problem("impossible_date", {"value": shown(cell)})
    return found if 1900 <= year <= 2199 else Problem("impossible_date", {"value": shown(cell)})


_CLOCK: Final = re.compile(
    r"(?P<half>上午|早上|凌晨|中午|下午|晚上|am|pm)?\s*(?P<h>\d{1,2})(?:\s*[:点时h.]\s*(?P<m>\d{1,2}|半)?\s*分?(?::\d{2})?)?\s*(?P<half2>am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*(?:-|–|—|~|～|至|到|\bto\b|\buntil\b)\s*", re.IGNORECASE)


def clock(cell: object) -> int | Problem | None:
    """Minutes since midnight: 9:30, 9点半, 下午2:00, 9:30 PM, 24:00, a time cell, or a spreadsheet's part of a day."""
    if isinstance(cell, datetime):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if isinstance(cell, float) and 0 < cell < 1:
            return round(cell * 1440)
        cell = str(int(cell)) if cell == int(cell) else str(cell)
    if not isinstance(cell, str):
        return Problem("not_a_time", {"value": shown(cell)})
    text = plain(cell)
    if text.casefold() in NOTHING:
        return None
    found = _CLOCK.fullmatch(text)
    if found is None:
        return Problem("not_a_time", {"value": shown(cell)})
    hour, minute = int(found["h"]), 30 if found["m"] == "半" else int(found["m"] or 0)
    half = (found["half"] or found["half2"] or "").casefold().replace(".", "")
    if half in ("下午", "晚上", "pm", "中午") and hour < 12 and not (half == "中午" and hour > 9):
        hour += 12
    if half in ("am", "上午", "凌晨") and hour == 12:
        hour = 0
    if half == "晚上" and found["h"] == "12":
        hour = 24  # the midnight that ends the evening
    total = hour * 60 + minute
    return total if minute < 60 and total <= 1440 else Problem("not_a_time", {"value": shown(cell)})


def span(cell: object) -> tuple[int, int] | Problem | None:
    """Two times of day in one cell: 09:00-18:00, 9点至12点."""
    text = plain(str(cell)) if isinstance(cell, str) else ""
    if isinstance(cell, str) and text.casefold() in NOTHING:
        return None
    parts = _SPLIT.split(text)
    if len(parts) != 2:
        return Problem("not_a_span", {"value": shown(cell)})
    start, end = clock(parts[0]), clock(parts[1])
    if not isinstance(start, int) or not isinstance(end, int):
        return Problem("not_a_span", {"value": shown(cell)})
    end = end or 1440
    return (start, end) if start < end else Problem("ends_before_start", {"start": parts[0], "end": parts[1]})


_DAYS: Final = {
    **{prefix + name: number % 7 for prefix in ("周", "星期", "礼拜") for name, number in zip("一二三四五六日天", (0, 1, 2, 3, 4, 5, 6, 6), strict=True)},
    **{name: number for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))},
    **{name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
    **{str(number + 1): number for number in range(7)},
}  # fmt: skip


def weekday(cell: object) -> int | Problem | None:
    """0 for Monday to 6 for Sunday, from 周一, 星期日, Mon, Sunday or 1–7; 0 is refused: it may mean either end."""
    if isinstance(cell, date):
        return cell.weekday()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = plain(str(cell)).casefold().rstrip(".")
    if text in NOTHING:
        return None
    return _DAYS.get(text, Problem("not_a_weekday", {"value": shown(cell)}))


_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}
_RANGE: Final = re.compile(r"\s*(?:\.\.|~|～|至|到|—|–|\s-\s|\bto\b)\s*", re.IGNORECASE)


def period(cell: object) -> tuple[date, date] | Problem | None:
    """First and last day of 2026-Q1, 2026年一季度, 2026-03, 2026年3月, 2026-H1, 2026-W12, 2026 or 2026-03-01 ~ 2026-03-31."""
    if isinstance(cell, datetime | date):
        return _months(cell.year, cell.month, 1) if cell.day == 1 else Problem("not_a_period", {"value": shown(cell)})
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = plain(str(cell)).casefold().replace(" ", "") if not _RANGE.search(str(cell)) else plain(str(cell))
    if text in NOTHING:
        return None
    refused = Problem("not_a_period", {"value": shown(cell)})
    parts = _RANGE.split(text)
    if len(parts) == 2:
        start, end = day(parts[0], None), day(parts[1], None)
        return (start, end) if isinstance(start, date) and isinstance(end, date) and start <= end else refused
    return _named_period(text, refused)


def _named_period(text: str, refused: Problem) -> tuple[date, date] | Problem:
    if found := re.fullmatch(r"(\d{4})(?:[-/.年]?)q([1-4])", text) or re.fullmatch(r"(\d{4})[-年]?第?([1-4一二三四])季度?", text):
        return _months(int(found[1]), 3 * int(_QUARTERS.get(found[2], found[2])) - 2, 3, refused)
    if found := re.fullmatch(r"q([1-4])[-/'.]?(\d{4})", text):
        return _months(int(found[2]), 3 * int(found[1]) - 2, 3, refused)
    if found := re.fullmatch(r"(\d{4})[-年]?(?:h([12])|(上|下)半年)", text):
        return _months(int(found[1]), 1 if found[2] == "1" or found[3] == "上" else 7, 6, refused)
    if found := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})月?", text) or re.fullmatch(r"((?:19|20)\d{2})(\d{2})", text):
        return _months(int(found[1]), int(found[2]), 1, refused)
    if found := re.fullmatch(r"([a-z]{3,9})[-./,]?(\d{4})", text):
        month = _MONTHS.get(found[1][:3])
        return _months(int(found[2]), month, 1, refused) if month else refused
    if found := re.fullmatch(r"(\d{4})年?(?:度|全年)?", text):
        return _months(int(found[1]), 1, 12, refused)
    if found := re.fullmatch(r"(\d{4})[-年]?(?:w|第)(\d{1,2})周?", text):
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return refused
        return monday, monday + timedelta(days=6)
    single = day(text, None)
    return (single, single) if isinstance(single, date) else refused


def _months(year: int, first: int, count: int, refused: Problem | None = None) -> tuple[date, date] | Problem:
    if not (1900 <= year <= 2199 and 1 <= first <= 12):
        return refused or Problem("not_a_period", {"value": f"{year}-{first}"})
    after = year * 12 + first - 1 + count
    return date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
