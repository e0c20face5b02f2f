"""Light marks in a plain text: **bold** words, and lines that begin a list ("- " or "1. ").

The text stays plain wherever it is kept, so that it can be read without this program; screens and paper show what the marks mean.

>>> pieces("ask **today** again")
(('ask ', False), ('today', True), (' again', False))
>>> plain("- **today**\\n2. later")
'• today\\n2. later'
"""

from __future__ import annotations

import re
from typing import Final

BOLD: Final = "**"
_BOLD: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_BULLET: Final = re.compile(r"^(\s*)[-*] (?=\S)", re.MULTILINE)
_ITEM: Final = re.compile(r"^(\s*)(?:([-*]) |(\d{1,3})([.、)]) ?)(.*)$", re.DOTALL)


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The text without its marks, as (stretch, bold); bullets as they are printed. A mark that is not closed stays as it is."""
    found: list[tuple[str, bool]] = []
    at = 0
    text = _BULLET.sub(r"\1• ", text)
    for match in _BOLD.finditer(text):
        if match.start() > at:
            found.append((text[at : match.start()], False))
        found.append((match[1], True))
        at = match.end()
    if at < len(text):
        found.append((text[at:], False))
    return tuple(found)


def plain(text: str) -> str:
    """The text as it reads: without marks, with bullets."""
    return "".join(stretch for stretch, _bold in pieces(text))


def bold_spans(line: str) -> tuple[tuple[int, int], ...]:
    """Where bold stretches stand in a line, their marks included."""
    return tuple(match.span() for match in _BOLD.finditer(line))


def list_mark(line: str) -> int:
    """How many characters at the beginning of a line are its list mark; 0 for none."""
    match = _ITEM.match(line)
    return match.start(5) if match is not None else 0


def continued(line: str) -> str | None:
    """What the next line of a list begins with; "" where the item is empty, so that the list ends; None where there is no list."""
    match = _ITEM.match(line)
    if match is None:
        return None
    if not match[5].strip():
        return ""
    return f"{match[1]}{match[2]} " if match[2] else f"{match[1]}{int(match[3]) + 1}{match[4]} "


def toggled(text: str, first: int, end: int) -> tuple[str, int, int]:
    """The text with the selection made bold, or bold taken off it; and where the selection is then."""
    inner = text[first:end]
    if text[max(0, first - 2) : first] == BOLD and text[end : end + 2] == BOLD:
        return text[: first - 2] + inner + text[end + 2 :], first - 2, end - 2
    if len(inner) > 4 and inner.startswith(BOLD) and inner.endswith(BOLD):
        return text[:first] + inner[2:-2] + text[end:], first, end - 4
    return text[:first] + BOLD + inner + BOLD + text[end:], first + 2, end + 2
