"""Turns the distinct cells of one column into values, by the type of the field; each distinct cell once.

A result is a value, None for an empty cell, a `Problem`, or `Pending` on a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from workbench.exchange import dates, numbers
from workbench.exchange.fields import Field, Type, choice_words
from workbench.exchange.numbers import UNITS, Style
from workbench.exchange.problems import Pending, Problem, shown
from workbench.exchange.text import NOTHING, clean, has_controls, key, plain
from workbench.readmodels.exchange import Cell, Choice, Question

Ask = Callable[[Question], str | None]
"""Gives the answer to a question, or records it as open and gives None."""

NAME_LENGTH: Final = 200
CODE_LENGTH: Final = 40
_MONEY: Final = frozenset({Type.MONEY, Type.AMOUNT})
_BRACKETED: Final = re.compile(r".*[(（]([^()（）]+)[)）]")
_SKILL: Final = re.compile(r"(?P<name>.+?)\s*(?:[:：=]\s*|\(|（)\s*(?P<level>[0-5])\s*(?:级|分)?\s*[)）]?")
_LENGTH: Final = re.compile(
    r"(?:(?P<h>\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|小时|个小时))?\s*(?:(?P<m>\d+)\s*(?:m|min|mins|minutes?|分|分钟)?)?", re.IGNORECASE
)


def convert(field: Field, heading: str, unit: str, cells: Collection[Cell], ask: Ask) -> dict[Cell, Any]:
    """Distinct cell to result for one column."""
    if field.type in _MONEY:
        return _money(heading, unit, cells, ask, share=field.type is Type.AMOUNT)
    if field.type is Type.DATE:
        return _dates(heading, cells, ask)
    if field.type in (Type.CHOICE, Type.NUMBERED, Type.FLAG):
        return {cell: _choice(field, cell) for cell in cells}
    single = _SINGLE[field.type]
    return {cell: single(cell) for cell in cells}


# ---- columns that are looked at as a whole ---------------------------------------------------------


def _money(heading: str, unit: str, cells: Collection[Cell], ask: Ask, *, share: bool) -> dict[Cell, Any]:
    """Whole hundredths; whether a share is right beside a metric is seen when the row is looked at (`checks`)."""
    factor = UNITS.get(unit, 1)
    results: dict[Cell, Any] = {}
    slow: list[Cell] = []
    pointed = False
    quick = numbers.quick_hundredths
    for cell in cells:
        found = quick(cell) if factor == 1 and isinstance(cell, str) else None
        if found is None:
            slow.append(cell)
        else:
            results[cell] = found
            pointed = pointed or cell[-3:-2] == "."  # type: ignore[index]
    texts = [cell for cell in slow if isinstance(cell, str) and cell]
    possible, example = numbers.possible_styles([*texts, "0.50"] if pointed else texts)
    if not texts:
        possible = frozenset({Style.POINT})
    style = _style(heading, unit, possible, example, ask)
    if style is None:
        waiting = Pending(f"number:{heading}")
        return {
            **results,
            **{cell: waiting if _is_open(cell) else numbers.hundredths(cell, Style.POINT, factor, share=share) for cell in slow},
        } | ({cell: waiting for cell in results if "." in str(cell)} if pointed else {})
    if style is Style.COMMA and pointed:
        slow.extend(cell for cell in results if "." in str(cell))
    results.update({cell: numbers.hundredths(cell, style, factor, share=share) for cell in slow})
    _one_currency(heading, texts, results, ask)
    return results


def _style(heading: str, unit: str, possible: frozenset[Style], example: str, ask: Ask) -> Style | None:
    """The only style that fits, or the answer; plain digits need none."""
    if len(possible) == 1:
        return next(iter(possible))
    if possible and not example:
        return Style.POINT
    code = "number_style" if possible else "number_mixed"
    likely = None
    if example and not unit:  # three digits behind the mark: money has no third decimal, so it probably groups thousands
        likely = Style.POINT if "," in example else Style.COMMA
    offered = sorted(Style, key=lambda style: style is not likely)
    choices = tuple(Choice(style.value) for style in offered)
    answer = ask(Question(f"number:{heading}", code, {"column": heading, "value": example}, choices, likely.value if likely else None))
    return Style(answer) if answer else None


def _is_open(cell: Cell) -> bool:
    written = numbers.take_apart(cell) if isinstance(cell, str) else None
    return written is not None and written.is_open


def _one_currency(heading: str, texts: Collection[str], results: dict[Cell, Any], ask: Ask) -> None:
    """Two currencies in one column are two sums: only the rows of the chosen one are taken."""
    found = numbers.currencies(texts)
    if len(found) < 2:
        return
    question = f"currency:{heading}"
    answer = ask(Question(question, "currency", {"column": heading}, tuple(Choice(name, name) for name in sorted(found))))
    for cell in texts:
        written = numbers.take_apart(cell)
        if written is None or not written.currency or isinstance(results[cell], Problem):
            continue
        if answer is None:
            results[cell] = Pending(question)
        elif written.currency != answer:
            results[cell] = Problem("other_currency", {"value": shown(cell), "currency": answer})


def _dates(heading: str, cells: Collection[Cell], ask: Ask) -> dict[Cell, Any]:
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    possible, example = dates.possible_orders(texts)
    order: dates.Order | None = None
    waiting = False
    if possible is not None and len(possible) == 1:
        order = next(iter(possible))
    elif possible is not None:
        code = "date_order" if possible else "date_mixed"
        example = example or next(text for text in texts if dates.orders_of(text))
        offered = sorted(possible or dates.Order)
        answer = ask(
            Question(f"date:{heading}", code, {"column": heading, "value": example}, tuple(Choice(each.value) for each in offered))
        )
        order = dates.Order(answer) if answer else None
        waiting = answer is None
    if waiting:
        pending = Pending(f"date:{heading}")
        return {cell: pending if isinstance(cell, str) and dates.orders_of(cell) else dates.day(cell, None) for cell in cells}
    return {cell: dates.day(cell, order) for cell in cells}


def _choice(field: Field, cell: Cell) -> Any:
    """The stored value; a Problem "unknown_choice" is turned into a question by `names.choices`."""
    text = text_of_cell(cell)
    found = choice_words(field.choices).get(key(text))
    if found is None:
        return None if text.casefold() in NOTHING else Problem("unknown_choice", {"value": shown(text)})
    return (found == "yes") if field.type is Type.FLAG else int(found) if field.type is Type.NUMBERED else found


# ---- columns whose cells stand alone ---------------------------------------------------------------


def text_of_cell(cell: Cell) -> str:
    """A cell as text: 1001.0 from a workbook is 1001, a day is ISO."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def text_of(limit: int, *, empty: Collection[str] = ("",)) -> Callable[[Cell], Any]:
    """Converter of texts up to `limit` characters; a longer one is refused, never cut."""

    def convert_text(cell: Cell) -> Any:
        text = text_of_cell(cell)
        if len(text) > limit:
            return Problem("too_long", {"length": len(text), "limit": limit, "value": shown(text)})
        if has_controls(text):
            return Problem("control_characters", {"value": shown(repr(text))})
        return None if text.casefold() in empty else text

    return convert_text


def _code(cell: Cell) -> Any:
    return text_of(CODE_LENGTH)(plain(cell) if isinstance(cell, str) else cell)


def _phone(cell: Cell) -> Any:
    text = text_of(CODE_LENGTH, empty=NOTHING)(plain(cell) if isinstance(cell, str) else cell)
    if isinstance(text, str) and sum(character.isdigit() for character in text) < 5:
        return Problem("not_a_phone", {"value": shown(text)})
    return text


def _mail(cell: Cell) -> Any:
    text = text_of(NAME_LENGTH, empty=NOTHING)(plain(cell) if isinstance(cell, str) else cell)
    if isinstance(text, str) and not re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+", text):
        return Problem("not_a_mail", {"value": shown(text)})
    return text


def whole(low: int, high: int) -> Callable[[Cell], Any]:
    """Converter of whole numbers within bounds."""

    def convert_whole(cell: Cell) -> Any:
        found = numbers.number(cell, Style.POINT)
        if found is None or isinstance(found, Problem):
            return found
        if found < 0 and low >= 0:
            return Problem("negative", {"value": shown(cell)})
        if found != found.to_integral_value():
            return Problem("not_whole", {"value": shown(cell)})
        return int(found) if low <= found <= high else Problem("out_of_range", {"value": shown(cell), "low": low, "high": high})

    return convert_whole


def _year(cell: Cell) -> Any:
    text = plain(cell).removesuffix("年") if isinstance(cell, str) else cell
    found = whole(1000, 2199)(text)
    if isinstance(found, Problem) and isinstance(day := dates.day(cell, None), date):
        return day.year
    return found


def degrees(most: int) -> Callable[[Cell], Any]:
    """Converter of a latitude (90) or longitude (180)."""

    def convert_degrees(cell: Cell) -> Any:
        text = plain(cell).rstrip("°NEne ") if isinstance(cell, str) else cell
        found = numbers.number(text, Style.POINT)
        if found is None or isinstance(found, Problem):
            return found
        return float(found) if abs(found) <= most else Problem("out_of_range", {"value": shown(cell), "low": -most, "high": most})

    return convert_degrees


def length(*, in_hours: bool, most: int) -> Callable[[Cell], Any]:
    """Converter of a length: 22.5, 22:30, 22.5h, 1小时30分, 90分钟; a bare number counts hours or minutes."""

    def convert_length(cell: Cell) -> Any:
        refused = Problem("not_a_length", {"value": shown(cell)})
        if isinstance(cell, datetime):
            return round((cell - datetime(1899, 12, 30)).total_seconds() / 60) if cell.year < 1910 else refused  # noqa: DTZ001
        if isinstance(cell, time):
            return cell.hour * 60 + cell.minute
        text = plain(text_of_cell(cell)).casefold()
        if text in NOTHING:
            return None
        if text.startswith("-"):
            return Problem("negative", {"value": shown(cell)})
        if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::00)?", text):
            return int(found[1]) * 60 + int(found[2])
        if found := re.fullmatch(r"\d+(?:[.,]\d+)?", text):
            minutes = Decimal(text.replace(",", ".")) * (60 if in_hours else 1)
        else:
            found = _LENGTH.fullmatch(text.replace(" ", ""))
            if found is None or not (found["h"] or found["m"]):
                return refused
            minutes = Decimal((found["h"] or "0").replace(",", ".")) * 60 + int(found["m"] or 0)
        result = int(minutes.to_integral_value(ROUND_HALF_UP))
        return (
            result
            if result <= most
            else Problem("out_of_range", {"value": shown(cell), "low": 0, "high": most // 60 if in_hours else most})
        )

    return convert_length


def _skills(cell: Cell) -> Any:
    """谈判:4、演示(3) as (("谈判", 4), ("演示", 3)); a level is optional."""
    text = text_of_cell(cell)
    if text.casefold() in NOTHING:
        return None
    result: dict[str, int | None] = {}
    for part in re.split(r"[、,，;；|/\n]+", text):
        name = clean(part)
        if not name:
            continue
        found = _SKILL.fullmatch(name)
        name, level = (clean(found["name"]), int(found["level"])) if found else (name, None)
        if len(name) > NAME_LENGTH:
            return Problem("too_long", {"length": len(name), "limit": NAME_LENGTH, "value": shown(name)})
        result[name] = level
    return tuple(result.items()) or None


def _names(cell: Cell) -> Any:
    """SH-0001、王建国 (SH-0002) as ("SH-0001", "SH-0002"): a code in brackets says which of several bears the name."""
    text = text_of_cell(cell)
    if text.casefold() in NOTHING:
        return None
    found: dict[str, None] = {}
    for part in re.split(r"[、,，;；|/\n]+", text):
        name = clean(part)
        bracketed = _BRACKETED.fullmatch(name)
        name = clean(bracketed[1]) if bracketed else name
        if len(name) > NAME_LENGTH:
            return Problem("too_long", {"length": len(name), "limit": NAME_LENGTH, "value": shown(name)})
        if name:
            found[name] = None
    return tuple(found) or None


_SINGLE: Final[Mapping[Type, Callable[[Cell], Any]]] = {
    Type.CODE: _code,
    Type.NAME: text_of(NAME_LENGTH),
    Type.TEXT: text_of(NAME_LENGTH),
    Type.MAIL: _mail,
    Type.PHONE: _phone,
    Type.COUNT: whole(0, 10_000_000),
    Type.HOURS: length(in_hours=True, most=168 * 60),
    Type.MINUTES: length(in_hours=False, most=1440),
    Type.CLOCK: dates.clock,
    Type.SPAN: dates.span,
    Type.WEEKDAY: dates.weekday,
    Type.YEAR: _year,
    Type.LATITUDE: degrees(90),
    Type.LONGITUDE: degrees(180),
    Type.RATING: whole(1, 5),
    Type.LEVEL: whole(0, 5),
    Type.SKILLS: _skills,
    Type.NAMES: _names,
    Type.PERIOD: dates.period,
}
