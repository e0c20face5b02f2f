"""The one vocabulary of the paper: measures, greys, text styles, cells, meters and signature boxes.

Every form is built from these, so all of them look alike; lengths are points, greys run from 0 (black) to 1 (white).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from workbench.reports.ink import Page
from workbench.reports.text import Align, Check, Line, Piece, Pieces, Run, TextStyle, break_lines, fitted
from workbench.reports.words import EMPTY, Words

MM: Final = 72 / 25.4
A4: Final = (595.28, 841.89)
MARGIN: Final = 12 * MM
SIGNATURE: Final = (60 * MM, 20 * MM)  # the least free area to sign in
SIGNATURE_HEAD: Final = 13.0
SIGNATURE_FOOT: Final = 12.0
SIGNATURE_HEIGHT: Final = SIGNATURE_HEAD + SIGNATURE[1] + SIGNATURE_FOOT

INK: Final = 0.0
SOFT: Final = 0.36  # notes beside heads, captions: still 7:1 on white
RULE: Final = 0.42
STRONG_RULE: Final = 0.15
LABEL: Final = 0.945
BAR: Final = 0.2
TRACK: Final = 0.82
WATERMARK: Final = 0.92

BODY: Final = TextStyle(8, 11.6)
PROSE: Final = TextStyle(8, 12.4, align="justify")
SMALL: Final = TextStyle(7, 9.2)
HEAD: Final = TextStyle(9, 12)
TITLE: Final = TextStyle(17, 23, align="center")
STRONG_SIZE: Final = 10.5
PAD_X: Final = 5.0
PAD_Y: Final = 2.6
THIN: Final = 0.5


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar of attainment: share of the target (1 = reached), drawn on a track that ends at `full`."""

    share: Fraction
    full: Fraction = Fraction(6, 5)


@dataclass(frozen=True, slots=True)
class Cell:
    """One ruled cell: text in runs or a meter, its alignment, whether it is a label, how many columns it spans."""

    pieces: Pieces = ()
    align: Align = "left"
    label: bool = False
    span: int = 1
    meter: Meter | None = None
    style: TextStyle = BODY

    def lines(self, width: float) -> tuple[Line, ...]:
        """The lines of the cell in a column of `width` points, paddings taken off."""
        style = self.style if self.style.align == self.align else replace(self.style, align=self.align)
        return break_lines(self.pieces, max(width - 2 * PAD_X, self.style.size), style)

    def height(self, width: float) -> float:
        return max(len(self.lines(width)), 1) * self.style.leading + 2 * PAD_Y


def cell(text: str, align: Align = "left", *, bold: bool = False, span: int = 1, size: float | None = None) -> Cell:
    """A cell of data."""
    return Cell((Run(text, bold, size),), align, span=span)


def note(text: str, align: Align = "left", *, span: int = 1) -> Cell:
    """A cell of data in small print."""
    return Cell((Run(text, grey=SOFT),), align, span=span, style=SMALL)


def label(text: str, align: Align = "left", *, span: int = 1) -> Cell:
    """A cell that names what stands beside or below it."""
    return Cell((Run(text),), align, label=True, span=span)


def choices(*options: tuple[str, bool]) -> Pieces:
    """Boxes with their words in one line: ☑ 培训  ☐ 晋升."""
    pieces: list[Piece] = []
    for at, (text, ticked) in enumerate(options):
        if at:
            pieces.append(Run("   "))
        pieces += [Check(ticked), Run(text)]
    return tuple(pieces)


def baseline(top: float, style: TextStyle) -> float:
    """Where the letters stand in a line whose upper edge is `top`: the em box sits in the middle of the leading."""
    return top - style.leading / 2 - 0.38 * style.size


def draw_lines(page: Page, lines: tuple[Line, ...], x: float, top: float, style: TextStyle) -> None:
    """Lines one below the other, the first with its upper edge at `top`."""
    y = baseline(top, style)
    for line in lines:
        page.line(line, x, y)
        y -= style.leading


def draw_text(page: Page, pieces: Pieces | str, x: float, top: float, width: float, style: TextStyle) -> float:
    """Text in a column; returns the height used in points."""
    lines = break_lines((Run(pieces),) if isinstance(pieces, str) else pieces, width, style)
    draw_lines(page, lines, x, top, style)
    return len(lines) * style.leading


def draw_meter(page: Page, meter: Meter, x: float, middle: float, width: float) -> None:
    """A bar with a tick at the target, so that a share above 100 % is seen without colour."""
    height = 5.0
    low = middle - height / 2
    share = min(max(float(meter.share / meter.full), 0.0), 1.0)
    page.fill(x, low, width, height, TRACK)
    page.fill(x, low, width * share, height, BAR)
    target = x + width * float(1 / meter.full)
    page.rule(target, low - 1.6, target, low + height + 1.6, 0.8, INK)


def draw_cell(page: Page, what: Cell, x: float, top: float, width: float, height: float, lines: tuple[Line, ...] | None = None) -> None:
    """A ruled cell with its text centred in height."""
    if what.label:
        page.fill(x, top - height, width, height, LABEL)
    page.frame(x, top - height, width, height, THIN, RULE)
    if what.meter is not None:
        draw_meter(page, what.meter, x + PAD_X, top - height / 2, width - 2 * PAD_X)
        return
    shown = what.lines(width) if lines is None else lines
    spare = height - len(shown) * what.style.leading
    draw_lines(page, shown, x + PAD_X, top - spare / 2, what.style)


def signed_by(words: Words, name: str, role: str, when: str, width: float) -> str:
    """Who signs, as what and when, in the one line under a box of that width."""
    _ = words.text

    def caption(shown: str) -> str:
        return _("{name} · {role} · date: {date}", name=shown, role=role, date=when)

    return fitted(name.strip() or EMPTY, width - 2 * PAD_X, SMALL, caption)


def draw_signature(page: Page, title: str, meaning: str, caption: str, x: float, top: float, width: float) -> float:
    """A box to sign in (at least 60 × 20 mm free), who signs and what for above, name and date under its line.

    Returns the height used in points.
    """
    head, free = SIGNATURE_HEAD, SIGNATURE[1]
    height = SIGNATURE_HEIGHT
    page.frame(x, top - height, width, height, 0.7, STRONG_RULE)
    draw_text(page, (Run(title, True), Run("  " + meaning, size=7, grey=SOFT)), x + PAD_X, top - 1, width - 2 * PAD_X, BODY)
    page.rule(x + PAD_X, top - head - free, x + width - PAD_X, top - head - free, THIN, RULE)
    draw_text(page, caption, x + PAD_X, top - head - free - 1.5, width - 2 * PAD_X, SMALL)
    return height
