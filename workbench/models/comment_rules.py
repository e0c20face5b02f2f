"""What may be wrong with a written comment: hints to the person who writes it, never a verdict and never in the way.

Everything is found by plain rules in Chinese and English, on this machine. The words come from a file and not from here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

from workbench.errors import N_

SHORTEST_COPY = 24
"""Letters that a text needs before another one like it is called a copy: short praise is bound to repeat."""
COPIED = 0.8
"""Share of the runs of four letters of the shorter text that stand in the other one as well."""
RUN = 4
CLEAR = 2
"""Words of one side that it takes before a comment is called good or bad."""


class CommentHint(StrEnum):
    GROUND = "ground"
    TOO_BAD = "too_bad"
    TOO_GOOD = "too_good"
    NO_FACT = "no_fact"
    LATE_ONLY = "late_only"
    COPIED = "copied"


HINT_TEXTS: dict[CommentHint, str] = {
    CommentHint.GROUND: N_("“{words}” may touch a ground that must not count in an evaluation, such as health, age, pregnancy or family."),
    CommentHint.TOO_BAD: N_("The grade is {grade}, and the comment mostly names faults ({words})."),
    CommentHint.TOO_GOOD: N_("The grade is {grade}, and the comment names only praise ({words})."),
    CommentHint.NO_FACT: N_("No fact stands behind the comment: no figure, no day, no incident and no fact at a rating."),
    CommentHint.LATE_ONLY: N_("Every day named lies in the last month; the period began on {day}."),
    CommentHint.COPIED: N_("Nearly the same text stands in the evaluation of {person}."),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Words of one ground, and longer phrases with such a word in them that mean something else."""

    words: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentWords:
    """What the rules look for. `negations` turn a word of praise or blame round when they stand before it; `asides` only look like one."""

    grounds: tuple[Ground, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    negations: tuple[str, ...]
    asides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A comment and what stands beside it. `rank` is the grade's place, 0 the best, of `ranks`; None while there is no grade."""

    text: str
    name: str
    start_on: date
    end_on: date
    grade: str = ""
    rank: int | None = None
    ranks: int = 0
    facts: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = field(default=())
    """(name, comment) of the other people of the cycle."""


@dataclass(frozen=True, slots=True)
class Found:
    """One hint and the figures of its sentence in HINT_TEXTS; a `date` is left for the caller to write out."""

    hint: CommentHint
    params: Mapping[str, str | date]


def hints(written: Written, words: CommentWords) -> tuple[Found, ...]:
    """What to look at again, the gravest first; nothing for an empty comment."""
    if not written.text.strip():
        return ()
    found = (
        _ground(written, words),
        _disagrees(written, words),
        _copied(written),
        _no_fact(written),
        _late_only(written),
    )
    return tuple(one for one in found if one is not None)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


# ---------------------------------------------------------------- words


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest word first; Latin words only as whole ones."""
    longest = sorted((_plain(word) for word in words), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest) or r"(?!)", re.ASCII)


def _ground(written: Written, words: CommentWords) -> Found | None:
    named: list[str] = []
    for ground in words.grounds:
        rest = _pattern(ground.others).sub(" ", _plain(written.text))
        named += [word for word in _pattern(ground.words).findall(rest) if word not in named]
    return Found(CommentHint.GROUND, {"words": _list(named)}) if named else None


def praise_and_blame(text: str, words: CommentWords) -> tuple[list[str], list[str]]:
    """The words of praise and of blame in a text. What is negated counts for the other side if it was praise, for none if blame.

    >>> words = CommentWords((), ("及时",), ("投诉",), ("不", "没有"))
    >>> praise_and_blame("回访及时，没有投诉", words), praise_and_blame("回访不及时", words)
    ((['及时'], []), ([], ['不及时']))
    """
    plain, good, bad = _pattern(words.asides).sub(" · ", _plain(text)), [], []
    for match in _pattern(words.good + words.bad).finditer(plain):
        word, negation = match.group(), _negation(plain[: match.start()], words.negations)
        if word in words.bad:
            bad += [] if negation else [word]
        elif negation:
            bad.append(f"{negation}{' ' if negation.isascii() else ''}{word}")
        else:
            good.append(word)
    return good, bad


def _negation(before: str, negations: Sequence[str]) -> str:
    """The negation that a text ends in; up to two characters of Chinese or two words of English may stand between."""
    for word in sorted(negations, key=len, reverse=True):
        close = rf"\b{re.escape(word)}\s+(?:[a-z]+\s+){{0,2}}$" if word.isascii() else rf"{re.escape(word)}(?:[\u4e00-\u9fff]{{0,2}})$"
        if re.search(close, before):
            return word
    return ""


def _disagrees(written: Written, words: CommentWords) -> Found | None:
    """A grade of the best two beside mostly blame, or of the worst two beside nothing but praise; the middle fits both."""
    if written.rank is None or written.ranks < 4:
        return None
    good, bad = praise_and_blame(written.text, words)
    if written.rank < 2 and len(bad) >= CLEAR and len(bad) > len(good):
        return Found(CommentHint.TOO_BAD, {"grade": written.grade, "words": _list(bad)})
    if written.rank >= written.ranks - 2 and len(good) >= CLEAR and not bad:
        return Found(CommentHint.TOO_GOOD, {"grade": written.grade, "words": _list(good)})
    return None


def _list(words: Iterable[str]) -> str:
    return ", ".join(list(dict.fromkeys(words))[:4])


# ---------------------------------------------------------------- facts and days

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十百千万]+\s*(?:个|次|单|家|笔|天|件|台|套|户|位|成|分)|《|“|\"")
_DAYS = (
    re.compile(r"(?:\d{4}\s*[-/.年]\s*)(?P<m>1[0-2]|0?[1-9])(?!\d)"),
    re.compile(r"(?<![\d年.-])(?P<m>1[0-2]|0?[1-9])\s*月"),
    re.compile(r"(?P<m>十[一二]?|[一二三四五六七八九])月"),
    re.compile(rf"\b(?P<m>{'|'.join(_MONTHS[:4] + _MONTHS[5:])})(?:[a-z]*)\b|\b(?P<n>may)\s+\d|\d\s+(?P<o>may)\b", re.ASCII),
)
_CHINESE = {name: number for number, name in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)}
_LENGTH = re.compile(r"(?:共|满|近|每|个)\s*\d+\s*月|\d+\s*个月")


def months_named(text: str) -> set[int]:
    """The months, 1 to 12, of the days that a text names; “3 个月” is a length and no day.

    >>> sorted(months_named("2026-07-03 开会，8月16日回访；on 2 September")), months_named("三个月、3个月内 may improve")
    ([7, 8, 9], set())
    """
    plain, found = _LENGTH.sub(" ", _plain(text)), set()
    for pattern in _DAYS:
        for match in pattern.finditer(plain):
            named = next(value for value in match.groups() if value)
            found.add(int(named) if named.isdecimal() else _CHINESE[named] if named in _CHINESE else _MONTHS.index(named[:3]) + 1)
    return found


def _no_fact(written: Written) -> Found | None:
    has = any(fact.strip() for fact in written.facts) or _FIGURE.search(_plain(written.text)) or months_named(written.text)
    return None if has else Found(CommentHint.NO_FACT, {})


def _late_only(written: Written) -> Found | None:
    """Only for periods over several months: there the last weeks are remembered best (recency)."""
    months = (written.end_on.year - written.start_on.year) * 12 + written.end_on.month - written.start_on.month
    named = months_named("\n".join((written.text, *written.facts)))
    if months and named == {written.end_on.month}:
        return Found(CommentHint.LATE_ONLY, {"day": written.start_on})
    return None


# ---------------------------------------------------------------- copies


def _runs(text: str, name: str) -> frozenset[str]:
    letters = re.sub(r"[\W_]", "", _plain(text.replace(name, "") if name else text))
    return (
        frozenset(letters[start : start + RUN] for start in range(len(letters) - RUN + 1)) if len(letters) >= SHORTEST_COPY else frozenset()
    )


def _copied(written: Written) -> Found | None:
    """The closest text of somebody else, names left out; a part of a longer text counts as well."""
    own, best, whose = _runs(written.text, written.name), 0.0, ""
    if not own:
        return None
    for name, text in written.others:
        other = _runs(text, name)
        share = len(own & other) / min(len(own), len(other)) if other else 0.0
        if share > best:
            best, whose = share, name
    return Found(CommentHint.COPIED, {"person": whose}) if best >= COPIED else None
