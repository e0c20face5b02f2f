"""The pen that goes down the pages: heads stay with what follows, table heads repeat, rows stay whole.

A row higher than a page is the one thing that is continued on the next page; prose boxes go on with at least two lines on either side.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.reports.ink import Page
from workbench.reports.style import (
    BODY,
    HEAD,
    MARGIN,
    PAD_X,
    PAD_Y,
    PROSE,
    RULE,
    SOFT,
    THIN,
    Cell,
    draw_cell,
    draw_lines,
    draw_text,
)
from workbench.reports.text import Line, Pieces, Run, TextStyle, ZhParagraph

Row = Sequence[Cell]
SECTION_GAP = 5.5
HEAD_GAP = 2.0
_LONG_START = 8 * BODY.leading + 2 * PAD_Y  # a row higher than a page begins only where this much is left


class Flow:
    """Pages of one size, filled from the top. `y` is the lower edge of what has been placed, in points."""

    def __init__(self, size: tuple[float, float], top: float, bottom: float, *, tight: bool = False) -> None:
        """`tight` halves the white between sections, for a form that would otherwise need one more sheet."""
        share = 0.5 if tight else 1.0
        self.section_gap, self.head_gap = SECTION_GAP * share, HEAD_GAP * share
        self.size = size
        self.left = MARGIN
        self.width = size[0] - 2 * MARGIN
        self._top = size[1] - top
        self._bottom = bottom
        self.pages: list[Page] = []
        self._head: tuple[Pieces, float] | None = None
        self.y = 0.0
        self.turn()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.y - self._bottom

    @property
    def height(self) -> float:
        """Points of an empty page."""
        return self._top - self._bottom

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append(Page(*self.size))
        self.y = self._top

    def need(self, height: float) -> None:
        """Turn the page unless `height` points are left (a fresh page is never turned)."""
        if height > self.room + 0.01 and self.y < self._top:
            self.turn()

    def skip(self, height: float) -> None:
        """White space; none at the head of a page."""
        if self.y < self._top:
            self.y -= height

    def text(self, pieces: Pieces | str, style: TextStyle) -> None:
        """A few lines of text over the full width."""
        self.y -= draw_text(self.page, pieces, self.left, self.y, self.width, style)

    def section(self, title: str, remark: str = "", keep: float = 0.0) -> None:
        """A section head, drawn when what follows knows its first height: a head is never left alone at the foot of a page.

        `keep` asks for that many points of what follows to come with it.
        """
        pieces = (Run(title, True), Run("  " + remark, size=BODY.size, grey=SOFT)) if remark else (Run(title, True),)
        self._head = (pieces, keep)

    def _begin(self, height: float) -> None:
        """Make room for `height` points and the section head that waits for them, and draw that head."""
        if self._head is None:
            self.need(height)
            return
        (pieces, keep), self._head = self._head, None
        self.skip(self.section_gap)
        self.need(HEAD.leading + self.head_gap + max(height, keep))
        self.text(pieces, HEAD)
        self.y -= self.head_gap

    def table(self, columns: Sequence[float], rows: Sequence[Row], heads: Sequence[Row] = (), tail: int = 0) -> None:
        """A ruled table. `columns` are shares of the width; `heads` repeat on each page; the last `tail` rows keep company."""
        total = sum(columns)
        widths = tuple(self.width * column / total for column in columns)
        head = sum(row_height(row, widths) for row in heads)
        heights = [row_height(row, widths) for row in rows]
        first = sum(heights) if len(rows) <= tail + 1 else heights[0]
        self._begin(head + (first if head + first <= self.height else _LONG_START))
        self._rows(heads, widths)
        last = len(rows) - 1 - tail
        for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
            together = sum(heights[at:]) if tail and at == last else height
            if together > self.room + 0.01 and head + together <= self.height:
                self.turn()
                self._rows(heads, widths)
            if height > self.room + 0.01:
                self._long_row(row, widths, heads)
            else:
                self._row(row, widths, height)

    def _rows(self, rows: Sequence[Row], widths: Sequence[float]) -> None:
        for row in rows:
            self._row(row, widths, row_height(row, widths))

    def _row(self, row: Row, widths: Sequence[float], height: float) -> None:
        x = self.left
        for what, width in zip(row, spanned(row, widths), strict=True):
            draw_cell(self.page, what, x, self.y, width, height)
            x += width
        self.y -= height

    def _long_row(self, row: Row, widths: Sequence[float], heads: Sequence[Row]) -> None:
        """A row higher than a page: each cell goes on where it stopped."""
        if self.room < _LONG_START:
            self.turn()
            self._rows(heads, widths)
        across = spanned(row, widths)
        rest = [what.lines(width) for what, width in zip(row, across, strict=True)]
        while any(rest):
            step: list[tuple[Line, ...]] = []
            for at, (what, lines) in enumerate(zip(row, rest, strict=True)):
                fits = max(int((self.room - 2 * PAD_Y) // what.style.leading), 1)
                if 0 < len(lines) - fits < 2 and fits > 3:
                    fits -= 1
                step.append(lines[:fits])
                rest[at] = lines[fits:]
            height = max(len(lines) * what.style.leading for what, lines in zip(row, step, strict=True)) + 2 * PAD_Y
            x = self.left
            for what, width, lines in zip(row, across, step, strict=True):
                draw_cell(self.page, what, x, self.y, width, height, lines)
                x += width
            self.y -= height
            if any(rest):
                self.turn()
                self._rows(heads, widths)

    def box(self, text: Pieces | str, style: TextStyle = PROSE, least: float = 0.0) -> None:
        """Prose in a ruled box of at least `least` points, continued over pages when it must be."""
        whole = ZhParagraph.of(text, self.width - 2 * PAD_X, style)
        rest: ZhParagraph | None = whole
        self._begin(min(whole.height, 3 * style.leading) + 2 * PAD_Y)
        first = True
        while rest is not None:
            wanted = max(rest.height + 2 * PAD_Y, least if first else 0.0)
            if wanted <= self.room + 0.01:
                part, rest = rest, None
            else:
                parts = rest.split(self.room - 2 * PAD_Y)
                if parts is None:
                    if self.y >= self._top:
                        part, rest = rest, None
                    else:
                        self.turn()
                        continue
                else:
                    part, rest = parts
            height = max(part.height + 2 * PAD_Y, least if first and rest is None else 0.0)
            self.page.frame(self.left, self.y - height, self.width, height, THIN, RULE)
            draw_lines(self.page, part.lines, self.left + PAD_X, self.y - PAD_Y, style)
            self.y -= height
            first = False
            if rest is not None:
                self.turn()

    def box_height(self, text: Pieces | str, style: TextStyle = PROSE) -> float:
        """Points that `box` would take on one page."""
        return ZhParagraph.of(text, self.width - 2 * PAD_X, style).height + 2 * PAD_Y


def spanned(row: Row, widths: Sequence[float]) -> list[float]:
    """Width of each cell of a row, spans added up."""
    found, at = [], 0
    for what in row:
        found.append(sum(widths[at : at + what.span]))
        at += what.span
    return found


def row_height(row: Row, widths: Sequence[float]) -> float:
    """The height that the fullest cell needs, in points."""
    return max(what.height(width) for what, width in zip(row, spanned(row, widths), strict=True))
