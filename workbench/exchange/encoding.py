"""Which encoding a text file is in: a mark at its start, strict UTF-8, strict GB18030 that reads like Chinese, else ask.

No detector decides alone: most bytes can be read as several encodings, and a name read wrongly is a wrong name.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES: Final = ("gb18030", "big5", "shift_jis", "euc_kr", "utf-16-le", "utf-16-be", "cp1252", "cp1251", "utf-8")
"""What is offered when the user is asked, in this order, as far as it can read the file at all."""

_BLOCK: Final = 1 << 20
SAMPLE: Final = 64 * 1024


def by_mark(start: bytes) -> str | None:
    """The encoding that the first bytes announce."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def reads_as(path: Path, encoding: str) -> bool:
    """True when the whole file is valid in that encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def find(path: Path, words: frozenset[str]) -> str | None:
    """The encoding, or None when only the user can know. `words` are headings that confirm GB18030."""
    with path.open("rb") as stream:
        start = stream.read(SAMPLE)
    if marked := by_mark(start):
        return marked
    if b"\0" in start:
        return None
    if reads_as(path, "utf-8"):
        return "utf-8"
    return "gb18030" if reads_as(path, "gb18030") and _reads_like_chinese(path, words) else None


def _reads_like_chinese(path: Path, words: frozenset[str]) -> bool:
    """True for text with a known Chinese heading, or nearly all of common characters (GB 2312).

    Western and Traditional Chinese files are often valid GB18030 too, but give rare characters.
    """
    from workbench.exchange.text import heading_key

    text = sample(path, "gb18030")
    first_lines = text[:4000].replace("\t", ",").replace(";", ",").replace("|", ",").splitlines()[:10]
    cells = {heading_key(cell) for line in first_lines for cell in line.split(",")}
    if any(len(cell) >= 2 and not cell.isascii() and cell in words for cell in cells):
        return True
    foreign = [character for character in text if ord(character) > 127]
    common = sum(1 for character in foreign if _is_common(character))
    return common >= 0.9 * len(foreign)


def _is_common(character: str) -> bool:
    if not (
        "\u4e00" <= character <= "\u9fff"
        or "\u3000" <= character <= "\u303f"
        or "\uff00" <= character <= "\uffef"
        or character in "·—…“”‘’"
    ):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def candidates(path: Path) -> list[tuple[str, str]]:
    """(encoding, preview) of every encoding that can read the whole file; the preview is what the user compares."""
    with path.open("rb") as stream:
        start = stream.read(SAMPLE)
    wide = start.count(b"\0") > len(start) // 8
    names = [name for name in CANDIDATES if name.startswith("utf-16") == wide]
    return [(name, preview(path, name)) for name in names if reads_as(path, name)]


def preview(path: Path, encoding: str) -> str:
    """The first characters that differ between encodings, with what stands around them, in one line."""
    text = " ".join(sample(path, encoding).split())
    first = next((place for place, character in enumerate(text) if ord(character) > 127), 0)
    start = 0 if first < 40 else first - 20
    return ("…" if start else "") + text[start : start + 80]


def sample(path: Path, encoding: str) -> str:
    """The start of the file; a character cut at the end of the sample is left out."""
    with path.open("rb") as stream:
        block = stream.read(SAMPLE)
    return codecs.getincrementaldecoder(encoding)("ignore").decode(block)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
