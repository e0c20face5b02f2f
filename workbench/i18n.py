"""Languages: gettext catalogues, switched at run time, and the words that dates and numbers need.

Message ids are English sentences. Mark them with `_()` where the text is shown, with `N_()` where it
is only written down (constants, enum labels, error sentences) and translated later by `_()`.
Catalogues are `resources/translations/<language>/<domain>.po`, one domain a subject; `dev.py`
compiles them into one `workbench.mo` a language.
"""

from __future__ import annotations

import gettext as _gettext
import os
from datetime import date, datetime, tzinfo
from typing import Final

from workbench import paths
from workbench.errors import KnownError

LANGUAGES: Final = ("zh_CN", "en")
PSEUDO: Final = "pseudo"  # stretched English, for the layout tests

_state: dict[str, object] = {"language": "en", "catalogue": _gettext.NullTranslations()}


def use_zone(name: str) -> None:
    """Read every clock in this zone (IANA name) from now on; the machine's own when there is no such zone."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # not before the first frame

    try:
        _state["zone"] = ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _state["zone"] = None


def local(instant: datetime) -> datetime:
    """An aware instant in the zone of the open database, for showing it."""
    zone = _state.get("zone")
    return instant.astimezone(zone if isinstance(zone, tzinfo) else None)


def system_language() -> str:
    """zh_CN where the system is Chinese, else en."""
    name = os.environ.get("LC_ALL") or os.environ.get("LANG")
    if not name:
        import locale  # where the environment says nothing, as on Windows

        name = locale.getlocale()[0] or ""
    return "zh_CN" if name.lower().startswith(("zh", "chinese")) else "en"


def language() -> str:
    return str(_state["language"])


def is_chinese() -> bool:
    return language() == "zh_CN"


def catalogue(name: str) -> _gettext.NullTranslations:
    """The compiled catalogue of a language, without making it the current one (for printing)."""
    if name == PSEUDO:
        return _Pseudo()
    file = paths.resources() / "translations" / name / "workbench.mo"
    with file.open("rb") as stream:
        return _gettext.GNUTranslations(stream)


def use(name: str) -> None:
    """Make `name` the language of everything shown from now on."""
    if name not in (*LANGUAGES, PSEUDO):
        name = "en"
    _state["catalogue"] = catalogue(name)
    _state["language"] = name


def _(message: str, /, **figures: object) -> str:
    """The message in the current language, with `{name}` placeholders filled."""
    current = _state["catalogue"]
    assert isinstance(current, _gettext.NullTranslations)
    text = current.gettext(message) if message else ""
    return text.format(**figures) if figures else text


def ngettext(one: str, many: str, n: int, /, **figures: object) -> str:
    current = _state["catalogue"]
    assert isinstance(current, _gettext.NullTranslations)
    return current.ngettext(one, many, n).format(n=n, **figures)


def N_(message: str) -> str:
    """Mark for the catalogue only."""
    return message


class Word(str):
    """A message id that is a figure of another message, as the kind in "Import {kind} from {file}"; plain text is never translated."""

    __slots__ = ()


def sentence(error: KnownError) -> str:
    """The kind sentence of a known error in the current language."""
    text = _(str(error.sentence))
    figures = {name: _(str(value)) if name in error.words else value for name, value in error.figures.items()}
    return text.format(**figures) if figures else text


class _Pseudo(_gettext.NullTranslations):
    """Forty per cent longer, visibly marked, placeholders kept: shows what a layout would cut."""

    def gettext(self, message: str) -> str:
        return f"[{message}{'~' * max(2, len(message) * 2 // 5)}]" if message else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def weekday(day: date | int) -> str:
    """周一 / Mon."""
    index = day if isinstance(day, int) else day.weekday()
    return "周" + _WEEKDAYS_ZH[index] if is_chinese() else _WEEKDAYS_EN[index]


def day_month(day: date) -> str:
    """11-23 / 23 Nov."""
    return f"{day:%m-%d}" if is_chinese() else f"{day.day} {_MONTHS_EN[day.month - 1]}"


def full_date(day: date) -> str:
    """2026-11-23 in both languages: never to be read the wrong way round."""
    return day.isoformat()


def long_date(day: date) -> str:
    """11 月 23 日 星期一 / Monday 23 November style, short."""
    if is_chinese():
        return f"{day.month} 月 {day.day} 日 星期{_WEEKDAYS_ZH[day.weekday()]}"
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def clock(minute: int) -> str:
    """Minutes since midnight as 09:30; 1440 reads 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
