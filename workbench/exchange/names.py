"""Names that a file uses for what is already known: found by code or name, asked about when nearly right, never guessed.

The lists come from the caller as (how it may be written, code) pairs; the code is what a row then holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from rapidfuzz import fuzz, process

from workbench.exchange import spellings
from workbench.exchange.fields import Field, Type, choice_label, choice_values, choice_words
from workbench.exchange.problems import Pending, Problem, shown
from workbench.exchange.text import key
from workbench.exchange.values import Ask
from workbench.readmodels.exchange import Cell, Choice, Question

Known = Mapping[str, Iterable[tuple[str, str]]]
"""List name (people, customers, products, teams, territories, skills) to pairs of written form and code."""

NEW: Final = "+new"
EMPTY: Final = "+empty"
REJECT: Final = "+reject"
"""Answers beside the known codes: take as a new name, leave the field empty, leave the row out."""

_NEAR: Final = 85
_SEARCHED: Final = 2_000  # unknown names for which near ones are searched
_ASKED: Final = 50  # single questions a field; the rest are asked about together
_MARKS: Final = re.compile(r"[\W_]+")


class Register:
    """One list of known names, ready to be asked."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.codes: dict[str, list[str]] = {}
        self.labels: dict[str, str] = {}
        for written, code in pairs:
            found = self.codes.setdefault(key(written), [])
            if code not in found:
                found.append(code)
            if written != code or code not in self.labels:
                self.labels[code] = written
        self.tight = {_MARKS.sub("", name): name for name in self.codes}

    def near(self, text: str) -> list[str]:
        """Codes of at most three names that this may be a misspelling of, best first.

        Names that differ in a number or in a single letter between blanks (Team A, Team B) are different names.
        """
        folded = key(text)
        if (same := _MARKS.sub("", folded)) in self.tight and same:
            return list(self.codes[self.tight[same]])
        if len(folded) < 4:
            return []
        result: list[str] = []
        for name, _score, _ in process.extract(folded, self.codes.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR):
            if _distinctions(name) == _distinctions(folded):
                result.extend(code for code in self.codes[name] if code not in result)
        return result[:3]


def _distinctions(folded: str) -> list[str]:
    return re.findall(r"\d+|\b[a-z]\b|[一二三四五六七八九十东西南北](?=区|部|组|队|店|分)", folded)


def look_up(field: Field, heading: str, register: Register, results: dict[Cell, Any], counts: Mapping[Cell, int], ask: Ask) -> None:
    """Replace the names in `results` by codes; what is not known becomes a question, or stays a name where lists are open."""
    far: list[Cell] = []
    searched = asked = 0
    for cell, text in list(results.items()):
        if not isinstance(text, str):
            continue
        codes = register.codes.get(key(text), [])
        if len(codes) == 1:
            results[cell] = codes[0]
            continue
        near = codes
        if not codes and searched < _SEARCHED:
            searched += 1
            near = register.near(text)
        if not near or asked >= _ASKED:
            far.append(cell)
            continue
        asked += 1
        results[cell] = _one(field, heading, register, text, near, "same_name" if codes else "near_name", counts.get(cell, 1), ask)
    far = _unite(field, heading, results, far, counts, ask)
    if far and not field.opens_list:
        _all(field, heading, results, far, counts, ask)


def _unite(field: Field, heading: str, results: dict[Cell, Any], far: list[Cell], counts: Mapping[Cell, int], ask: Ask) -> list[Cell]:
    """Spellings of one new name become one where the answer says so; gives the cells that are still to be asked about."""
    far = sorted(far, key=lambda cell: (-counts.get(cell, 1), str(results[cell])))  # cells come from a set, in no order
    often: dict[str, int] = defaultdict(int)
    first: dict[str, str] = {}  # case and width make no difference, as among known names
    for cell in far:
        folded = key(str(results[cell]))
        often[folded] += counts.get(cell, 1)
        results[cell] = first.setdefault(folded, str(results[cell]))
    standing, waiting = spellings.united(ask, field.code, heading, list(first.values()), lambda text: often[key(text)])
    left = []
    for cell in far:
        folded = key(str(results[cell]))
        if folded in waiting:
            results[cell] = Pending(waiting[folded])
        else:
            results[cell] = standing.get(folded, results[cell])
            left.append(cell)
    return left


def _one(field: Field, heading: str, register: Register, text: str, near: list[str], code: str, rows: int, ask: Ask) -> Any:
    figures = {"column": heading, "value": shown(text), "name": register.labels[near[0]], "rows": rows}
    extra = ((NEW,) if code == "near_name" else ()) + (() if field.required else (EMPTY,)) + (REJECT,)
    choices = tuple(Choice(each, _described(each, register)) for each in near) + tuple(Choice(each) for each in extra)
    question = Question(f"name:{field.code}:{text}", code, figures, choices, near[0] if code == "near_name" else None)
    return _applied(ask(question), text, question.key)


def _described(code: str, register: Register) -> str:
    label = register.labels[code]
    return label if label == code else f"{label} ({code})"


def _all(field: Field, heading: str, results: dict[Cell, Any], far: list[Cell], counts: Mapping[Cell, int], ask: Ask) -> None:
    names = list(dict.fromkeys(str(results[cell]) for cell in far))
    figures = {
        "column": heading, "count": len(names), "examples": ", ".join(shown(name) for name in names[:3]),
        "rows": sum(counts.get(cell, 1) for cell in far),
    }  # fmt: skip
    choices = tuple(Choice(each) for each in ((NEW,) if field.required else (NEW, EMPTY)) + (REJECT,))
    question = Question(f"unknown:{field.code}", "unknown_names", figures, choices, NEW)
    answer = ask(question)
    for cell in far:
        results[cell] = _applied(answer, str(results[cell]), question.key)


def _applied(answer: str | None, text: str, question: str) -> Any:
    if answer is None:
        return Pending(question)
    if answer == REJECT:
        return Problem("unknown_name", {"value": shown(text)})
    return text if answer == NEW else None if answer == EMPTY else answer


def choices(field: Field, heading: str, results: dict[Cell, Any], counts: Mapping[Cell, int], ask: Ask) -> None:
    """Ask once for every word of a choice column that no list of synonyms knows; too many mean a wrong column."""
    unknown = [cell for cell, result in results.items() if isinstance(result, Problem) and result.code == "unknown_choice"]
    if len(unknown) > _ASKED:
        return
    offered = choice_values(field.choices)
    words = choice_words(field.choices)
    for cell in unknown:
        text = str(cell)
        near = process.extractOne(key(text), words.keys(), scorer=fuzz.ratio, score_cutoff=75) if len(key(text)) > 3 else None
        figures = {"column": heading, "value": shown(text), "rows": counts.get(cell, 1)}
        options = tuple(Choice(each, both_labels(field.choices, each), field.choices) for each in offered)
        options += (() if field.required else (Choice(EMPTY),)) + (Choice(REJECT),)
        question = Question(f"choice:{field.code}:{key(text)}", "unknown_choice", figures, options, words[near[0]] if near else None)
        answer = ask(question)
        if answer is None:
            results[cell] = Pending(question.key)
        elif answer == EMPTY:
            results[cell] = None
        elif answer != REJECT:
            results[cell] = answer == "yes" if field.type is Type.FLAG else int(answer) if field.type is Type.NUMBERED else answer


def both_labels(list_name: str, value: str) -> str:
    """A stored value as people say it in either language."""
    chinese, english = choice_label(list_name, value, chinese=True), choice_label(list_name, value, chinese=False)
    return chinese if chinese == english else f"{chinese} / {english}"


def registers(known: Known, wanted: Collection[str]) -> dict[str, Register]:
    """Only the lists that this import needs."""
    return {name: Register(pairs) for name, pairs in known.items() if name in wanted}
