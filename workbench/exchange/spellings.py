"""Two ways of writing what is probably one name (WidgetPro, Widget Pro): same letters and figures, other blanks, hyphens or case.

They are asked about, never united unasked; where there are many such names one question stands for all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from workbench.exchange.problems import shown
from workbench.exchange.text import key
from workbench.readmodels.exchange import Choice, Question

UNITE: Final = "+unite"
APART: Final = "+apart"
"""Answers: one name, written as it is most often; or names of different things."""

Ask = Callable[[Question], str | None]

_GAPS: Final = re.compile(r"[\s_\-\u2010-\u2015.\u00b7\u2022'\u2019]+")
_FIGURES: Final = re.compile(r"\d+")
_SINGLY: Final = 8  # groups that are asked about one by one


def letters(name: str) -> tuple[str, tuple[str, ...]]:
    """By what two spellings are held to be alike: the letters without gaps, and each figure (1-11 is not 11-1)."""
    folded = key(name)
    return _GAPS.sub("", folded), tuple(_FIGURES.findall(folded))


def groups(spellings: Iterable[str]) -> list[list[str]]:
    """Spellings that are alike and not the same, in the order in which they come. Case and width alone make no difference."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for text in spellings:
        found[letters(text)].setdefault(key(text), text)
    return [list(alike.values()) for (bare, _figures), alike in found.items() if len(alike) > 1 and len(bare) > 1]


def united(
    ask: Ask, code: str, heading: str, spellings: Sequence[str], rows: Callable[[str], int]
) -> tuple[dict[str, str], dict[str, str]]:
    """Which spelling stands for which (by `text.key`) as answered, and which wait for the answer to which question.

    `code` is the field, `rows` how often a spelling occurs. The most frequent spelling is suggested, the first of equals.
    """
    standing: dict[str, str] = {}
    waiting: dict[str, str] = {}
    alike = groups(spellings)
    many = len(alike) > _SINGLY
    for group in alike:
        best = max(group, key=rows)
        named = [best, *(text for text in group if text is not best)]
        if many:
            first = alike[0]
            figures = {"column": heading, "count": len(alike), "first": shown(first[0]), "second": shown(first[1])}
            question = Question(f"alike:{code}", "alike_many", figures, (Choice(UNITE), Choice(APART)), UNITE)
        else:
            figures = {"column": heading, "first": shown(named[0]), "second": ", ".join(shown(text) for text in named[1:])}
            choices = (*(Choice(text, text) for text in named), Choice(APART))
            question = Question(f"alike:{code}:{letters(best)[0]}", "alike", figures, choices, best)
        answer = ask(question)
        for text in group:
            if answer is None:
                waiting[key(text)] = question.key
            elif answer != APART:
                standing[key(text)] = best if answer == UNITE else answer
    return standing, waiting
