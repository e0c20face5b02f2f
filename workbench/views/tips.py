"""Tooltips show what somebody wrote as it was written: Qt would take a name like `<img src=…>` for rich text.

Every tooltip that holds data goes through `tip_text`; the tests find one that does not.
"""

from __future__ import annotations

from PySide6.QtGui import Qt


def tip_text(text: str) -> str:
    """The text for a tooltip: as it is where Qt would show it plainly, else with its marks shown as characters."""
    if not Qt.mightBeRichText(text):
        return text
    import html  # not before the first frame: it brings its table of names

    lines = html.escape(text, quote=False).replace("\n", "<br/>")
    return f'<p style="white-space:pre-wrap">{lines}</p>'
