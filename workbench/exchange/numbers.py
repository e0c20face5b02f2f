"""Numbers as people write them: 1,234.50 and 1.234,50, ¥, 万, brackets for minus; never through a float.

Whether the comma or the point cuts the decimals is read off all values of a column; what stays open is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from workbench.exchange.problems import Problem, shown
from workbench.exchange.text import NOTHING, clean, plain


class Style(StrEnum):
    """Which mark stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


BOTH: Final = frozenset(Style)

UNITS: Final = {"thousand": 1_000, "wan": 10_000, "million": 1_000_000, "yi": 100_000_000}
_SUFFIXES: Final = {
    "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000, "百万": 1_000_000, "m": 1_000_000, "mio": 1_000_000,
    "million": 1_000_000, "亿": 100_000_000,
}  # fmt: skip
_CURRENCIES: Final = {
    "¥": "CNY", "cny": "CNY", "rmb": "CNY", "人民币": "CNY", "元": "CNY", "块": "CNY", "$": "USD", "us$": "USD", "usd": "USD",
    "美元": "USD", "€": "EUR", "eur": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "hk$": "HKD", "hkd": "HKD", "港币": "HKD",
    "jpy": "JPY", "日元": "JPY",
}  # fmt: skip
_MARK: Final = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_SUFFIX: Final = "|".join(sorted(map(re.escape, _SUFFIXES), key=len, reverse=True))
_WHOLE: Final = re.compile(
    rf"(?P<minus>-)?\s*(?P<before>{_MARK})?\s*(?P<minus2>[-+])?\s*(?P<core>[\d.,'’ ]*\d[\d.,'’ ]*?(?:e[+-]?\d{{1,2}})?)\s*"
    rf"(?P<unit>{_SUFFIX})?\s*(?P<after>{_MARK}|整)?\s*(?P<percent>%)?\s*(?P<minus3>-)?",
    re.IGNORECASE,
)
_POINT: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:e[+-]?\d{1,2})?|\.\d+")
_COMMA: Final = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+")
_SPACED: Final = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d*)?")
_HEADING_UNIT: Final = re.compile(
    r"[(（\[【/]?\s*(千元|万元|百万元|亿元|千|万|百万|亿|k|thousand|thousands|million|millions|mio)\s*[)）\]】]?$", re.IGNORECASE
)
_HEADING_UNITS: Final = {
    "千元": "thousand", "千": "thousand", "k": "thousand", "thousand": "thousand", "thousands": "thousand", "万元": "wan", "万": "wan",
    "百万元": "million", "百万": "million", "million": "million", "millions": "million", "mio": "million", "亿元": "yi", "亿": "yi",
}  # fmt: skip


def heading_unit(heading: str) -> str:
    """The unit that a heading sets for its column: 金额(万元) is "wan"; empty for none.

    >>> heading_unit("合同金额（万元）"), heading_unit("Amount (k)"), heading_unit("Stock")
    ('wan', 'thousand', '')
    """
    text = plain(heading)
    found = _HEADING_UNIT.search(text)
    if found is None or (found[1].isascii() and found[0][0] not in "([/"):
        return ""
    return _HEADING_UNITS[found[1].casefold()]


@dataclass(frozen=True, slots=True)
class Written:
    """A number taken apart: digits with marks, sign, factor of its suffix, currency."""

    core: str
    negative: bool = False
    factor: int | None = None
    currency: str = ""
    percent: bool = False

    def styles(self) -> frozenset[Style]:
        """The styles in which it makes sense; both for 1.234 and for plain digits."""
        possible = {style for style, form in ((Style.POINT, _POINT), (Style.COMMA, _COMMA)) if form.fullmatch(self.core)}
        if len(possible) == 2 and self.is_open:
            whole = re.split("[.,]", self.core)[0]
            if not whole or whole == "0" or len(whole) > 3:
                possible = {Style.POINT if "." in self.core else Style.COMMA}
            elif self.currency and self.currency != "EUR" and "," in self.core:
                possible = {Style.POINT}
        return frozenset(possible)

    @property
    def is_open(self) -> bool:
        """True where the two styles give different numbers."""
        return "." in self.core or "," in self.core

    def value(self, style: Style) -> Decimal | None:
        """Without the factor; None where the style does not fit."""
        form = _POINT if style is Style.POINT else _COMMA
        if not form.fullmatch(self.core):
            return None
        digits = self.core.replace(",", "") if style is Style.POINT else self.core.replace(".", "").replace(",", ".")
        number = Decimal(digits)
        return -number if self.negative else number


def take_apart(text: str) -> Written | None:
    """The parts of a written number, None for what is none."""
    bare = plain(text)
    negative = bare.startswith("(") and bare.endswith(")") and len(bare) > 2
    found = _WHOLE.fullmatch(bare[1:-1].strip() if negative else bare)
    if found is None:
        return None
    core = found["core"].strip().casefold()
    if _SPACED.fullmatch(core):
        core = re.sub("[ '’]", "", core)
    mark = found["before"] or (found["after"] if found["after"] != "整" else "") or ""
    unit = found["unit"]
    return Written(
        core,
        negative or bool(found["minus"]) or found["minus2"] == "-" or bool(found["minus3"]),
        _SUFFIXES[unit.casefold()] if unit else None,
        _CURRENCIES[mark.casefold()] if mark else "",
        bool(found["percent"]),
    )


def possible_styles(texts: Iterable[str]) -> tuple[frozenset[Style], str]:
    """Styles that fit all values (empty: the column mixes them), and a value that the two styles read differently."""
    possible, example = BOTH, ""
    for text in texts:
        written = take_apart(text)
        if written is None or not written.is_open:
            continue
        styles = written.styles()
        if styles:
            possible &= styles
            if len(styles) == 2 and not example:
                example = clean(text)
    return possible, example


def currencies(texts: Iterable[str]) -> set[str]:
    """The currencies that the values name."""
    return {written.currency for text in texts if (written := take_apart(text)) is not None and written.currency}


def number(cell: object, style: Style, factor: int = 1, *, share: bool = False) -> Decimal | Problem | None:
    """The exact number of a cell; None for an empty one. A percentage is refused, or with `share` is its figure before the sign."""
    if isinstance(cell, bool):
        return Problem("not_a_number", {"value": shown(cell)})
    if isinstance(cell, int | float):
        return Decimal(repr(cell)) * factor if cell == cell and abs(cell) < 1e16 else Problem("not_a_number", {"value": shown(cell)})
    if not isinstance(cell, str):
        return Problem("not_a_number", {"value": shown(cell)})
    if plain(cell).casefold() in NOTHING:
        return None
    written = take_apart(cell)
    found = written.value(style) if written is not None else None
    if written is None or found is None:
        return Problem("not_a_number", {"value": shown(cell)})
    if written.percent:
        return found if share else Problem("percent", {"value": shown(cell)})
    return found * (written.factor or factor)


def hundredths(cell: object, style: Style, factor: int = 1, *, share: bool = False) -> int | Problem | None:
    """A number as whole hundredths (yuan as fen); a third decimal is refused, not rounded, unless arithmetic left it. `share` as in `number`."""
    found = number(cell, style, factor, share=share)
    if found is None or isinstance(found, Problem):
        return found
    if found < 0:
        return Problem("negative", {"value": shown(cell)})
    whole = (found * 100).to_integral_value(ROUND_HALF_UP)
    if abs(found * 100 - whole) > (Decimal("0.0001") if isinstance(cell, float) else 0):
        return Problem("too_precise", {"value": shown(cell)})
    return int(whole) if whole < 10**17 else Problem("too_large", {"value": shown(cell)})


def quick_hundredths(text: str) -> int | None:
    """The commonest forms, "1234" and "1234.50", about ten times faster; None for all others."""
    whole, point, part = text.partition(".")
    if not whole.isdecimal() or not text.isascii() or len(text) > 17:
        return None
    if not point:
        return int(whole) * 100
    return int(whole + part) if len(part) == 2 and part.isdecimal() else None
