"""Chinese and Latin text in lines: where it may break, how wide it runs, how it is justified.

Text is never markup here: `clean` makes every string printable and nothing in it is ever interpreted, so `<img src=…>`
is seven letters and two signs. The rules are those of W3C clreq: forbidden line starts and ends (禁则), squeezed
punctuation (标点挤压), a small gap between ideographs and Latin letters, unbreakable …… and ——.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from workbench.reports import fonts

NO_START: Final = frozenset("!),.:;?]}°·’”†‡›℃∶、。〃々〆〉》」』】〕〗〞﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？］｝～％‰%…—-/")
NO_END: Final = frozenset("([{£¥‘“‹〈《「『【〔〖〝﹙﹛﹝（［｛￥＄$#№@①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
CLOSING: Final = frozenset("，。、；：？！）》〉」』】〕〗］｝”’")  # the right half is blank
OPENING: Final = frozenset("（《〈「『【〔〖［｛“‘")  # the left half is blank
MISSING: Final = "□"  # stands for a character the font does not draw
GAP: Final = 0.16  # of the em, between ideograph and Latin letter or digit
SPREAD: Final = 0.08  # of the em, the most that justification adds between two characters
SPREAD_SPACE: Final = 0.6  # of the em, the most it adds to a word space

DOT_SQUEEZE: Final = 0.2  # of the em: the dot is as wide as an ideograph, beside a space half of that is enough

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight, size (points; None: that of the style) and grey (0 black, 1 white)."""

    text: str
    bold: bool = False
    size: float | None = None
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """A box drawn as lines, because the font has no ☑ and ☐."""

    ticked: bool = False


Piece = Run | Check
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and leading in points, first-line indent in ems."""

    size: float = 8.5
    leading: float = 12.5
    indent: float = 0.0
    align: Align = "left"


class Token(NamedTuple):
    """What is never broken inside: a word, a number, one ideograph, …… or a box. Width in points."""

    text: str
    face: str  # font name; "" for a box
    size: float
    grey: float
    width: float
    left: str  # class of the first character
    right: str  # class of the last one
    loose: bool = False  # a piece of a word longer than its line


class Line(NamedTuple):
    """A line ready to draw: tokens, the space before each of them, where it begins and how wide it is, in points."""

    tokens: tuple[Token, ...]
    spaces: tuple[float, ...]
    start: float
    width: float


# Latin letters, digits and their signs; everything from the CJK blocks, the symbols and the shared quotes stands alone.
_WIDE = "\u2e80-\U0003ffff“”‘’…—·\u2190-\u21ff\u2460-\u27bf"
_TOKEN = re.compile(rf"[^{_WIDE}\s]+|…+|—+|[^\S\n]+|.", re.DOTALL)
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """The text as it can be printed: no control or direction signs, □ for what the font lacks; nothing is markup."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " "))
    text = _APOSTROPHE.sub("'", text)
    known = fonts.widths(fonts.REGULAR)
    if all(ord(char) in known or char == "\n" for char in text):
        return text
    return "".join(char if char == "\n" or ord(char) in known else " " if char.isspace() else MISSING for char in text)


def _class(char: str) -> str:
    """S space, N line end, E closing, O opening, C ideograph, L Latin letter or digit, P other sign."""
    if char == "\n":
        return "N"
    if char.isspace():
        return "S"
    if char in CLOSING:
        return "E"
    if char in OPENING:
        return "O"
    code = ord(char)
    if code >= 0x2E80:
        return "C" if char.isalpha() else "P"
    return "L" if code < 0x2190 and char.isalnum() else "P"


def measure(text: str, face: str, size: float) -> float:
    """Width of the characters in points, without gaps."""
    table = fonts.widths(face)
    return sum(table.get(ord(char), 1000) for char in text) * size / 1000


def _token(text: str, face: str, size: float, grey: float, loose: bool = False) -> Token:
    return Token(text, face, size, grey, measure(text, face, size), _class(text[0]), _class(text[-1]), loose)


@lru_cache(maxsize=8192)
def _tokens(piece: Piece, size: float) -> tuple[Token, ...]:
    if isinstance(piece, Check):
        return (Token("☑" if piece.ticked else "☐", "", size, 0.0, size * 1.05, "O", "P"),)
    face = fonts.BOLD if piece.bold else fonts.REGULAR
    own = piece.size or size
    return tuple(_token(match, face, own, piece.grey) for match in _TOKEN.findall(clean(piece.text)))


def space_between(before: Token, after: Token) -> float:
    """The natural space in points between two tokens: the gap of clreq 5.2, or the squeeze of two signs (negative)."""
    right, left = before.right, after.left
    if (left == "S" and before.text == "·") or (right == "S" and after.text == "·"):
        return -DOT_SQUEEZE * after.size
    if right == "C":
        return GAP * after.size if left == "L" else 0.0
    if left == "C":
        return GAP * before.size if right == "L" else 0.0
    if right == "E":
        if left in "EO" and before.face and after.face:
            return -0.5 * before.size
        return -0.5 * before.size if left == "S" and before.text in "”’" else 0.0
    if left == "O" and after.face and (right == "O" or (right == "S" and after.text in "“‘")):
        return -0.5 * after.size if before.face else 0.0
    return 0.0


def may_break(before: Token, after: Token) -> bool:
    """Whether a line may end between the two (forbidden line starts and ends, spaces stay with the word before)."""
    if after.left == "S" or after.text[0] in NO_START or before.text[-1] in NO_END or not before.face:
        return False
    return not (before.right == "L" and after.left == "L" and not after.loose)


def _letters(token: Token) -> list[Token]:
    """A word in single letters, between which a line may end."""
    return [_token(char, token.face, token.size, token.grey, True) for char in token.text]


def _split_long(token: Token, width: float) -> Iterable[Token]:
    if token.width <= width or len(token.text) < 2 or token.left == "S":
        return (token,)
    return _letters(token)


def _paragraphs(pieces: Pieces, style: TextStyle, width: float) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    room = max(width - style.indent * style.size, style.size)
    for piece in pieces:
        for token in _tokens(piece, style.size):
            if token.left == "N":
                found.append([])
            else:
                found[-1].extend(_split_long(token, room))
    return found


def _line_end(tokens: list[Token], first: int, room: float) -> int:
    """The index after the last token of the line that begins at `first`; a word is broken only where nothing else may."""
    used, legal, index, count = 0.0, -1, first, len(tokens)
    while index < count:
        token = tokens[index]
        step = token.width + (space_between(tokens[index - 1], token) if index > first else 0.0)
        hang = 0.5 * token.size if token.left == "E" and token.face else token.width if token.left == "S" else 0.0
        if used + step - hang > room + 0.01 and index > first:
            break
        used += step
        index += 1
        if index == count:
            return count
        if may_break(token, tokens[index]):
            legal = index
    if legal > first:
        return legal
    for at in range(index, first - 1, -1):
        token = tokens[at]
        if len(token.text) > 1 and token.left != "S" and token.text[0] not in "…—":
            tokens[at : at + 1] = _letters(token)
            return _line_end(tokens, first, room)
    return max(index, first + 1)


def _set(tokens: Sequence[Token], room: float, style: TextStyle, indent: float, last: bool) -> Line:
    """Place one line: natural spaces, then the spread of justification or the shift of the alignment."""
    kept = list(tokens)
    while kept and kept[-1].left == "S":
        kept.pop()
    if not kept:
        return Line((), (), indent, 0.0)
    spaces = [0.0, *(space_between(kept[at - 1], kept[at]) for at in range(1, len(kept)))]
    width = sum(token.width for token in kept) + sum(spaces)
    final = kept[-1]
    if final.right == "E" and final.face and width > room:
        width -= 0.5 * final.size
    spare = room - width
    if style.align == "justify" and not last and spare > 0:
        width += _spread(kept, spaces, spare)
    start = indent + (spare if style.align == "right" else spare / 2 if style.align == "center" else 0.0)
    return Line(tuple(kept), tuple(spaces), max(start, 0.0), width)


def _spread(tokens: Sequence[Token], spaces: list[float], spare: float) -> float:
    """Add the spare width to the spaces in place, or nothing where the holes would be seen; returns what was added."""
    limits = [0.0] * len(tokens)
    chinese = 3 * sum(token.left == "C" for token in tokens) > len(tokens)
    for at in range(1, len(tokens)):
        before, after = tokens[at - 1], tokens[at]
        if before.left == "S":
            limits[at] = (2 * SPREAD if chinese else SPREAD_SPACE) * before.size
        elif after.left != "S" and not (before.loose and after.loose) and before.face and after.face:
            limits[at] = SPREAD * after.size
    total = sum(limits)
    if total < spare:
        return 0.0
    share = spare / total
    for at, limit in enumerate(limits):
        spaces[at] += limit * share
    return spare


@lru_cache(maxsize=4096)
def break_lines(pieces: Pieces, width: float, style: TextStyle) -> tuple[Line, ...]:
    """The lines of a text in a column of `width` points. Line ends in the text are kept; empty text has no line."""
    lines: list[Line] = []
    for paragraph in _paragraphs(pieces, style, width):
        if not paragraph:
            if lines:
                lines.append(Line((), (), 0.0, 0.0))
            continue
        at = 0
        while at < len(paragraph):
            indent = style.indent * style.size if at == 0 else 0.0
            end = _line_end(paragraph, at, width - indent)
            lines.append(_set(paragraph[at:end], width - indent, style, indent, end == len(paragraph)))
            at = end
            while at < len(paragraph) and paragraph[at].left == "S":
                at += 1
    while lines and not lines[-1].tokens:
        lines.pop()
    return tuple(lines)


def one_line(text: str, width: float, style: TextStyle, *, bold: bool = False, grey: float = 0.0) -> Line:
    """The text in exactly one line, with … where it had to be shortened (only beside the full text elsewhere)."""
    lines = break_lines((Run(text.replace("\n", " "), bold, grey=grey),), width, style)
    if len(lines) == 1:
        return lines[0]
    if not lines:
        return Line((), (), 0.0, 0.0)
    kept = line_text(break_lines((Run(text.replace("\n", " "), bold),), width - 1.6 * style.size, style)[0])
    return break_lines((Run(kept + "…", bold, grey=grey),), width, style)[0]


def fitted(name: str, width: float, style: TextStyle, sentence: Callable[[str], str]) -> str:
    """The sentence around a name in one line: the name loses its end to … where it is too long (it stands in full elsewhere)."""
    name = name.replace("\n", " ")
    if len(break_lines((Run(sentence(name)),), width, style)) <= 1:
        return sentence(name)
    low, high = 0, len(name)  # so many of its letters fit
    while low < high:
        middle = (low + high + 1) // 2
        if len(break_lines((Run(sentence(name[:middle].rstrip() + "…")),), width, style)) <= 1:
            low = middle
        else:
            high = middle - 1
    return sentence(name[:low].rstrip() + "…")


def line_text(line: Line) -> str:
    """The characters of a line as they are printed."""
    return "".join(token.text for token in line.tokens)


@dataclass(frozen=True, slots=True)
class ZhParagraph:
    """A text that knows its lines in a column, and how to go on in the next column without orphans."""

    lines: tuple[Line, ...]
    style: TextStyle

    @classmethod
    def of(cls, pieces: Pieces | str, width: float, style: TextStyle) -> ZhParagraph:
        """Break a text (plain or in runs) for a column of `width` points."""
        return cls(break_lines((Run(pieces),) if isinstance(pieces, str) else pieces, width, style), style)

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def split(self, height: float) -> tuple[ZhParagraph, ZhParagraph] | None:
        """The part that fits into `height` points and the rest; at least two lines on either side, else None."""
        fits, count = int(height // self.style.leading), len(self.lines)
        if fits >= count:
            return None
        fits = min(fits, count - 2)
        if fits < 2:
            return None
        return ZhParagraph(self.lines[:fits], self.style), ZhParagraph(self.lines[fits:], self.style)
