"""The two bundled weights of Noto Sans SC, read once and late.

Reading a 10 MB font costs a tenth of a second and 30 MB, so nothing here happens before the first page is printed.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

from workbench import paths

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "NotoSansSC"
BOLD: Final = "NotoSansSC-Bold"
FILES: Final = {REGULAR: "NotoSansSC_400Regular.ttf", BOLD: "NotoSansSC_700Bold.ttf"}
ASCENT: Final = 0.88  # of the em, as the font says
DESCENT: Final = 0.12

_lock = Lock()


@lru_cache(maxsize=2)
def _read(name: str) -> TTFont:
    from reportlab.pdfbase import pdfmetrics, ttfonts

    from workbench.reports import patches

    patches.apply()
    font = ttfonts.TTFont(name, str(paths.resources() / "fonts" / FILES[name]), asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    return font


def font(name: str) -> TTFont:
    """The registered font; shaping is off, because it turns 人 into ⼈ when text is copied or searched."""
    with _lock:
        return _read(name)


@lru_cache(maxsize=2)
def widths(name: str) -> dict[int, int]:
    """Advance of each code point in thousandths of the em; what is missing here cannot be printed."""
    return dict(font(name).face.charWidths)
