"""From placed lines and rules to PDF operators: the only place that knows how a font subset is addressed.

A page is laid out as a list of drawing marks without any PDF document; `write` turns finished pages into bytes, so the
number of pages is known before the first footer is drawn. All colour is grey: paper must be legible in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.reports import fonts
from workbench.reports.text import Line

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

TICK_WIDTH: Final = 0.9


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of text with its left end and baseline in points from the lower left corner."""

    line: Line
    x: float
    y: float


Mark = str | PlacedLine


@dataclass(slots=True)
class Page:
    """One sheet under construction: size in points and marks in drawing order."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    def line(self, line: Line, x: float, y: float) -> None:
        if line.tokens:
            self.marks.append(PlacedLine(line, x, y))

    def fill(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        self.marks.append(f"{grey:g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f 0 g")

    def frame(self, x: float, y: float, width: float, height: float, line: float = 0.5, grey: float = 0.25) -> None:
        self.marks.append(f"{line:g} w {grey:g} G {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def rule(self, x0: float, y0: float, x1: float, y1: float, line: float = 0.5, grey: float = 0.25) -> None:
        self.marks.append(f"{line:g} w {grey:g} G {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def raw(self, operators: str) -> None:
        self.marks.append(operators)


def checkbox(x: float, y: float, size: float, ticked: bool) -> str:
    """Operators of a square of `size` points on the baseline, with a tick when it is ticked."""
    side = size * 0.78
    low = y - size * 0.04
    box = f"0.6 w 0 G {x:.2f} {low:.2f} {side:.2f} {side:.2f} re S"
    if not ticked:
        return box
    points = ((0.18, 0.52), (0.42, 0.22), (0.86, 0.84))
    path = [f"{x + side * px:.2f} {low + side * py:.2f}" for px, py in points]
    return f"{box} {TICK_WIDTH} w {path[0]} m {path[1]} l {path[2]} l S"


class Ink:
    """Encodes text for one PDF document; characters get their place in the subset in the order of their first use."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._codes: dict[str, dict[str, tuple[int, str]]] = {fonts.REGULAR: {}, fonts.BOLD: {}}
        self._names: dict[tuple[str, int], str] = {}

    def _code(self, face: str, char: str) -> tuple[int, str]:
        subset, code = fonts.font(face).splitString(char, self._document)[0]
        found = (int(subset), f"{code[0]:02x}")
        self._codes[face][char] = found
        return found

    def _name(self, face: str, subset: int) -> str:
        name = self._names.get((face, subset))
        if name is None:
            name = self._names[face, subset] = str(fonts.font(face).getSubsetInternalName(subset, self._document))
        return name

    def draw(self, placed: PlacedLine) -> str:
        """The operators of one line: one text object, with every space as an adjustment inside it."""
        line, y = placed.line, placed.y
        x = placed.x + line.start
        boxes: list[str] = []
        out: list[str] = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
        grey = 0.0
        current: tuple[str, float, int] | None = None
        shown: list[str] = []
        for token, space in zip(line.tokens, line.spaces, strict=True):
            x += space
            if not token.face:
                boxes.append(checkbox(x, y, token.size, token.text == "☑"))
                space += token.width
                x += token.width
                if current is None:
                    out.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
                elif space:
                    shown.append(f">{-space * 1000 / current[1]:.0f}<")
                continue
            x += token.width
            if space and current is not None:
                shown.append(f">{-space * 1000 / current[1]:.0f}<")
            codes = self._codes[token.face]
            if token.grey != grey:
                if shown:
                    out.append(f"[<{''.join(shown)}>] TJ")
                    shown = []
                grey = token.grey
                out.append(f"{grey:g} g")
            for char in token.text:
                subset, code = codes.get(char) or self._code(token.face, char)
                wanted = (token.face, token.size, subset)
                if wanted != current:
                    if shown:
                        out.append(f"[<{''.join(shown)}>] TJ")
                        shown = []
                    current = wanted
                    out.append(f"{self._name(token.face, subset)} {token.size:g} Tf")
                shown.append(code)
        if shown:
            out.append(f"[<{''.join(shown)}>] TJ")
        if grey:
            out.append("0 g")
        out.append("ET")
        return " ".join(out + boxes)

    def page(self, page: Page) -> str:
        """The content stream of a page."""
        return "\n".join(mark if isinstance(mark, str) else self.draw(mark) for mark in page.marks)
