"""Comparing two pictures of a screen in small blocks, so that a missing card counts and another machine's font smoothing does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

SHRINK = 2  # references are half as wide and high as the window
COLOURS = 256
BLOCK = 8  # pixels of the small picture: 16 of the window
BLOCK_LIMIT = 18.0  # mean difference of a block, of 255; two runs on one machine differ by 5 at most, a hidden card by 30 and more
FEW = 1  # so many blocks may differ more: a digit, a caret


@dataclass(frozen=True)
class Difference:
    """How far apart two pictures are. `blocks` differ by more than the limit; `worst` is the largest mean of a block."""

    blocks: int
    worst: float
    where: tuple[int, int, int, int] | None = None  # of all these blocks, in pixels of the window

    @property
    def same(self) -> bool:
        return self.blocks <= FEW


def shrink(picture: Image.Image) -> Image.Image:
    """The small form that is kept: half the size, few colours."""
    small = picture.convert("RGB").reduce(SHRINK)
    return small.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def save(picture: Image.Image, path: Path) -> None:
    """As small as PNG gets; the same picture gives the same bytes."""
    shrink(picture).save(path, "PNG", optimize=True)


def compare(picture: Image.Image, reference: Image.Image) -> Difference:
    """A picture of the window against a kept reference. Another size differs everywhere."""
    small = picture.convert("RGB").reduce(SHRINK)
    kept = reference.convert("RGB")
    if small.size != kept.size:
        return Difference(10**6, 255.0)
    blurred = [one.filter(ImageFilter.BoxBlur(1)) for one in (small, kept)]  # an edge half a pixel aside is no difference
    red, green, blue = ImageChops.difference(*blurred).split()
    means = ImageChops.lighter(ImageChops.lighter(red, green), blue).reduce(BLOCK)
    width = means.width
    values = list(means.tobytes())
    far = [place for place, value in enumerate(values) if value > BLOCK_LIMIT]
    if not far:
        return Difference(0, float(max(values)))
    step = BLOCK * SHRINK
    columns, rows = [place % width for place in far], [place // width for place in far]
    box = (min(columns) * step, min(rows) * step, (max(columns) + 1) * step, (max(rows) + 1) * step)
    return Difference(len(far), float(max(values)), box)


def beside(picture: Image.Image, reference: Image.Image) -> Image.Image:
    """Reference, picture and their difference one below the other, to look at."""
    small, kept = picture.convert("RGB").reduce(SHRINK), reference.convert("RGB")
    width, height = max(small.width, kept.width), max(small.height, kept.height)
    both = Image.new("RGB", (width, height * 3))
    both.paste(kept, (0, 0))
    both.paste(small, (0, height))
    if small.size == kept.size:
        both.paste(ImageChops.difference(small, kept).point(lambda value: min(255, value * 3)), (0, height * 2))
    return both
