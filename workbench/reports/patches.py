"""Three repairs of ReportLab 5.1 without which no Chinese archive page is right.

Characters above U+FFFF extract as written, pages carry no empty transition, and streams are binary; each is proven by a test.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_BLOCK = 100  # the CMap format allows a hundred entries in one block
_REPLACEMENT = "FFFD"


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of a font subset, in UTF-16BE: 𬭎 is one character, not Ⲵ."""
    rows = [
        f"<{index:02X}> <{_REPLACEMENT if 0xD800 <= code < 0xE000 else chr(code).encode('utf-16-be').hex().upper()}>"
        for index, code in enumerate(subset)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({name})",
        f"/Ordering ({name})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def _set_transition(page: Any, transition: dict[str, object] | None) -> None:
    """Writes /Trans only where there is one: an empty one is refused by PDF/A."""
    from reportlab.pdfbase import pdfdoc

    if transition:
        page.Trans = pdfdoc.PDFDictionary(transition)


def apply() -> None:
    """Put the repairs in place; a second call changes nothing."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfdoc, ttfonts

    fonts: Any = ttfonts
    pages: Any = pdfdoc.PDFPage
    config: Any = rl_config
    fonts.makeToUnicodeCMap = to_unicode
    pages.setPageTransition = _set_transition
    config.useA85 = 0
