"""The bundled faces. Reading them takes as long as importing the first window, so both are done at the same time."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFontDatabase

from workbench import paths

FONT_DIR: Final = paths.resources() / "fonts"


def load_fonts() -> None:
    """Register the bundled faces; 400 and 700 are needed, 500 is a bonus. May run beside the main thread: Qt keeps a lock of its own."""
    for path in sorted(FONT_DIR.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"font not readable: {path}")
