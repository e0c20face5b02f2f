"""The labels of a printed form in the language of the document, whatever the window speaks.

`_` is handed to the page builders as `Words.text`; figures are formatted here once, exactly and the same everywhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from gettext import NullTranslations
from typing import Final

from workbench import i18n
from workbench.readmodels.documents import Text2

EMPTY: Final = "—"
DOT: Final = " · "
_NUMERALS: Final = "零一二三四五六七八九十"


@lru_cache(maxsize=4)
def _catalogue(language: str) -> NullTranslations:
    return i18n.catalogue(language)


class Words:
    """Speaks one language: labels by catalogue, data by its own words, figures by rule."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.chinese = language == "zh_CN"
        self.tag = "zh-CN" if self.chinese else "en"
        self._catalogue = _catalogue(language)

    def text(self, message: str, /, **figures: object) -> str:
        """The label in the language of the document, with its placeholders filled."""
        found = self._catalogue.gettext(message)
        return found.format(**figures) if figures else found

    def many(self, one: str, many: str, n: int) -> str:
        """The label for a count; `{n}` is the figure."""
        return self._catalogue.ngettext(one, many, n).format(n=n)

    def data(self, value: Text2 | str) -> str:
        """Words of the data; what is typed once is printed as typed."""
        return value.of(self.language) if isinstance(value, Text2) else value

    def or_dash(self, value: Text2 | str) -> str:
        return self.data(value).strip() or EMPTY

    def numbered(self, number: int) -> str:
        """一、 / 1. for section heads; above twenty the Chinese numerals go on as 二十一、."""
        if not self.chinese:
            return f"{number}. "
        tens, ones = divmod(number, 10)
        if number <= 10:
            return _NUMERALS[number] + "、"
        return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "") + "、"

    def pair(self, *values: Text2 | str) -> str:
        """A / B with a dash for what is empty; one dash when all are."""
        shown = [self.or_dash(value) for value in values]
        return EMPTY if all(value == EMPTY for value in shown) else " / ".join(shown)


def half_up(value: Fraction, places: int) -> str:
    """A fraction rounded half away from zero, with that many decimals: 8.325 → 8.33, never by float."""
    scale = 10**places
    scaled = abs(value) * scale
    whole = int(scaled + Fraction(1, 2))
    sign = "-" if value < 0 and whole else ""
    if not places:
        return f"{sign}{whole}"
    return f"{sign}{whole // scale}.{whole % scale:0{places}d}"


def figure(value: Fraction | None, places: int = 2) -> str:
    """A score with fixed decimals, a dash where there is none."""
    return EMPTY if value is None else half_up(value, places)


def short(value: Fraction | int | None) -> str:
    """A figure without needless decimals: 35, 12.5, 0.6; at most two of them."""
    if value is None:
        return EMPTY
    shown = half_up(Fraction(value), 2)
    return shown.rstrip("0").rstrip(".")


def percent(value: Fraction | None, places: int = 1) -> str:
    """A share as per cent: 1.12 → 112.0%."""
    return EMPTY if value is None else half_up(value * 100, places) + "%"


def day(value: date | None) -> str:
    """2026-10-14 in both languages."""
    return EMPTY if value is None else value.isoformat()


def moment(value: datetime) -> str:
    """2026-10-14 15:20 UTC+8: in the zone that the instant carries, and which one that is."""
    offset = value.utcoffset() or timedelta(0)
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    sign = "" if not offset else "+" if offset > timedelta(0) else "-"
    named = f"UTC{sign}{hours or '' if not minutes else hours}{f':{minutes:02d}' if minutes else ''}"
    return f"{value:%Y-%m-%d %H:%M} {named}"


def clock(minute: int) -> str:
    """Minutes since midnight as 09:30."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours(minutes: int) -> str:
    """Minutes as hours with at most one decimal: 1440 → 24, 90 → 1.5."""
    return half_up(Fraction(minutes, 60), 1).removesuffix(".0")
