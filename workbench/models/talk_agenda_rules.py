"""Agendas to begin with, and points that come in as text: one a line, or a table with a theme."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.models.values.codes import Theme

_BULLET = re.compile(r"^\s*(?:[-*•·–—]|\[[ xX]?\]|\d{1,2}[.)、．])\s*")
_TAG = re.compile(r"<[^<>]{1,200}>")
_HEADS = frozenset({"text", "point", "points", "agenda", "议题", "内容", "事项"})


@dataclass(frozen=True, slots=True)
class ShippedAgenda:
    """An agenda of the program in both languages; items are (theme, zh, en)."""

    key: str
    zh: str
    en: str
    items: tuple[tuple[Theme, str, str], ...]


def agendas_from_json(text: str) -> list[ShippedAgenda]:
    """The agendas of `resources/agenda_templates.json`."""
    return [
        ShippedAgenda(row["key"], row["zh"], row["en"], tuple((Theme(one["theme"]), one["zh"], one["en"]) for one in row["items"]))
        for row in json.loads(text)["templates"]
    ]


def parse_points(text: str, themes: Mapping[str, Theme]) -> list[tuple[str, str]]:
    """(text, theme) of the points in a text: one a line without its bullet, or a table of point and theme with commas or tabs.

    `themes` maps names of themes in lower case to them; a second column that is none of them is part of the words. Markup is
    taken out, a heading, empty lines and what stands there twice are left out.

    >>> parse_points("- 换班\\n2. Samples, please\\n\\n- 换班", {})
    [('换班', ''), ('Samples, please', '')]
    >>> parse_points("议题,主题\\n想学谈判,职业", {"职业": Theme.CAREER})
    [('想学谈判', 'career')]
    >>> parse_points('"Samples, please",Work', {"work": Theme.WORK})
    [('Samples, please', 'work')]
    """
    found: dict[str, str] = {}
    for line in text.replace("\x00", "").splitlines():
        words, theme = _point(_BULLET.sub("", _TAG.sub(" ", line)).strip(), themes)
        words = " ".join(words.split())
        if words and not (not found and words.lower() in _HEADS):
            found.setdefault(words, theme)
    return list(found.items())


def _point(line: str, themes: Mapping[str, Theme]) -> tuple[str, str]:
    for sign in ("\t", ",", "，"):
        words, found, last = line.rpartition(sign)
        theme = themes.get(_cell(last).lower()) if found else None
        if theme is not None:
            return _cell(words), theme.value
        first = _cell(line.partition(sign)[0])
        if found and first.lower() in _HEADS:
            return first, ""
    return _cell(line), ""


def _cell(text: str) -> str:
    """A cell without the quotation marks that a table puts around it."""
    text = text.strip()
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text
