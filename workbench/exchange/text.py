"""Text as people meant it: NFC, no invisible blanks, full-width digits and letters as plain ones.

Cleaning never changes what a value says: a control character is reported, not removed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BLANKS: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\v\f \u0085"
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D, 0x2013: 0x2D, 0xFFE5: 0xA5}
_SPACES: Final = re.compile(r"[\s\u00a0\u3000]+")
_HEADING_NOISE: Final = re.compile(r"[\s_\-*＊:：、,，/\\|·•#\"'“”‘’]+")
_BRACKETS: Final = re.compile(r"[(（\[【{][^)）\]】}]*[)）\]】}]")

NOTHING: Final = frozenset(
    {"", "-", "--", "—", "——", "/", "n/a", "#n/a", "na", "null", "none", "nil", "无", "暂无", "空", "#value!", "#ref!"}
)
"""What people write where there is nothing (lower case)."""


def clean(text: str) -> str:
    """NFC, outer blanks of every width removed, zero-width marks removed, inner runs of blanks kept.

    >>> clean("\\u3000张 伟\\u00a0")
    '张 伟'
    """
    if text.isascii():
        return text.strip(_BLANKS)
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip(_BLANKS)


def plain(text: str) -> str:
    """Cleaned, with full-width letters, digits and punctuation as their plain forms.

    >>> plain("１，２３４．５０")
    '1,234.50'
    """
    return clean(text) if text.isascii() else clean(text).translate(_FULL_WIDTH)


def has_controls(text: str) -> bool:
    """True where characters are hidden that no field may hold."""
    return _CONTROLS.search(text) is not None


def key(text: str) -> str:
    """The form in which names are compared: plain, one case, single blanks, no blank between Chinese characters.

    >>> key("Acme  Ｃorp") == key("acme corp"), key("张　伟") == key("张伟")
    (True, True)
    """
    folded = _SPACES.sub(" ", plain(text)).casefold()
    if folded.isascii():
        return folded
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", folded)


def heading_key(heading: str) -> str:
    """The form in which headings are compared: no brackets, stars, colons, blanks or case.

    >>> heading_key("入职日期(YYYY-MM-DD)*"), heading_key("Deal_Owner")
    ('入职日期', 'dealowner')
    """
    text = plain(heading)
    bare = _BRACKETS.sub("", text)
    return _HEADING_NOISE.sub("", bare if _HEADING_NOISE.sub("", bare) else text).casefold()


TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet program calculate (promises.md 3.15)."""


def _calculates(text: str) -> bool:
    return text.startswith(TRIGGERS) or text.lstrip(" \u00a0\u3000\n\ufeff\u200b").startswith(TRIGGERS)


def guarded(text: str) -> str:
    """The text with an apostrophe before it when it could be taken for a formula.

    A text that begins with apostrophes of its own before such a sign gets one more, so that `unguarded` gives each back.

    >>> guarded("=1+1"), guarded("张伟"), guarded(" =x"), guarded("'=x")
    ("'=1+1", '张伟', "' =x", "''=x")
    """
    return "'" + text if _calculates(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """What `guarded` was given; a text with an apostrophe of its own stays.

    >>> unguarded("'+86 138 0013 8000"), unguarded("'s-Hertogenbosch")
    ('+86 138 0013 8000', "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and _calculates(text.lstrip("'")) else text


def marked(text: str) -> str:
    """The text as `unguarded` brings it back, for files whose texts never calculate and need no guard: only an
    apostrophe of its own that would be taken for one is written twice.

    >>> marked("=1+1"), marked("'=x")
    ('=1+1', "''=x")
    """
    return "'" + text if unguarded(text) != text else text
