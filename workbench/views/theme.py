"""Design tokens and everything Qt needs from them: palette, style sheet, fonts and tinted icons.

One ``Theme`` object lives as long as the application.  Widgets read colours and sizes from it while
they paint and repaint on ``changed``; no other module contains a colour or a font size literal.

How the work is divided:

* **QPalette**     - base colours of every native control and every native popup.
* **Style sheet**  - stock controls only (buttons, line edits, scroll bars, menus, tooltips).
* **paintEvent**   - our own widgets, because a hairline, a ring or a meter must be exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolTip

from workbench import paths
from workbench.views.tokens import DARK as DARK
from workbench.views.tokens import LIGHT as LIGHT
from workbench.views.tokens import Kind as Kind
from workbench.views.tokens import Swatch as Swatch
from workbench.views.tokens import Tokens as Tokens
from workbench.views.tokens import Tone as Tone

ICON_DIR: Final = paths.resources() / "icons"
FONT_FAMILY: Final = "Noto Sans SC"


class TextRole(Enum):
    """Pixel size at 100 % and weight of every piece of text in the application."""

    TINY = (11, 400)
    SMALL = (12, 400)
    SMALL_BOLD = (12, 700)
    BODY = (13, 400)
    BODY_BOLD = (13, 700)
    HEADING = (14, 700)
    TITLE = (18, 700)
    FIGURE = (19, 700)
    FIGURE_LARGE = (24, 700)
    BLOCK = (11, 700)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in device-independent pixels at 100 % text."""

    grid: int = 4
    radius_block: int = 5
    radius_button: int = 7
    radius_card: int = 10
    rail: int = 196
    rail_collapsed: int = 56
    top_bar: int = 56
    status_bar: int = 26
    control: int = 32


METRICS: Final = Metrics()


class Theme(QObject):
    """Current tokens and text scale; applies them to the application."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.scale: float = 1.0
        self.latin: bool = False  # the interface is in a Latin language
        self._fonts: dict[TextRole, QFont] = {}
        self.looks = 0  # counts the switches: what was measured with other fonts is known by it

    # -- sizes -------------------------------------------------------------------------------
    def px(self, size: float) -> int:
        """A length that grows with the text: row heights, control heights, column widths."""
        return round(size * self.scale)

    def font(self, role: TextRole) -> QFont:
        """The font of *role*; pixel sizes, so that the scale is ours and not the platform's."""
        if role not in self._fonts:
            size, weight = role.value
            font = QFont(FONT_FAMILY)
            font.setPixelSize(max(1, round(size * self.scale)))
            font.setWeight(QFont.Weight(weight))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setFeature(QFont.Tag("tnum"), 1)
            if self.latin:
                # The Chinese face draws ’ “ ” · a full em wide; these two make them Latin again.
                font.setFeature(QFont.Tag("pwid"), 1)
                font.setFeature(QFont.Tag("palt"), 1)
            self._fonts[role] = font
        return self._fonts[role]

    def colour(self, name: str) -> QColor:
        """Token *name* as a colour, e.g. ``colour("border")``."""
        return QColor(getattr(self.tokens, name))

    def tone(self, tone: Tone) -> Swatch:
        return self.tokens.tones[tone]

    def kind(self, kind: Kind) -> Swatch:
        return self.tokens.kinds[kind]

    # -- switching ---------------------------------------------------------------------------
    def apply(self, *, dark: bool | None = None, scale: float | None = None, latin: bool | None = None, follows: bool = False) -> None:
        """Switch the running application; omitted arguments keep their value.

        With `follows` the system's own scheme is left in force, so that its next change is heard.
        """
        if dark is not None:
            self.tokens = DARK if dark else LIGHT
        if scale is not None:
            self.scale = min(1.5, max(0.8, scale))
        if latin is not None:
            self.latin = latin
        self._fonts.clear()
        self.looks += 1
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        # Tells native dialogs, title bars and Fusion itself which scheme to use.
        if follows:
            QGuiApplication.styleHints().unsetColorScheme()
        else:
            QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark if self.tokens.is_dark else Qt.ColorScheme.Light)
        app.setFont(self.font(TextRole.BODY))
        palette = build_palette(self.tokens)
        app.setPalette(palette)
        QToolTip.setPalette(palette)  # QToolTip keeps a palette of its own
        QToolTip.setFont(self.font(TextRole.SMALL))
        from workbench.views.style_sheet import build_style_sheet  # it needs the tokens of this module

        app.setStyleSheet(build_style_sheet(self.tokens, self.scale))
        self.changed.emit()


_theme: Theme | None = None


def theme() -> Theme:
    """The application's theme."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


def system_is_dark() -> bool:
    """What the system asks for, whatever we have set before; unknown counts as light."""
    QGuiApplication.styleHints().unsetColorScheme()
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def build_palette(t: Tokens) -> QPalette:
    """Every role set, also for the disabled group: what a style sheet misses stays in the theme."""
    role = QPalette.ColorRole
    palette = QPalette()
    normal = {
        role.Window: t.background,
        role.WindowText: t.text,
        role.Base: t.surface,
        role.AlternateBase: t.sunken,
        role.Text: t.text,
        role.Button: t.surface,
        role.ButtonText: t.text,
        role.BrightText: t.on_accent,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.ToolTipBase: t.text if not t.is_dark else t.hover,
        role.ToolTipText: t.surface if not t.is_dark else t.text,
        role.PlaceholderText: t.faint,
        role.Accent: t.accent,
        role.Light: t.surface,
        role.Midlight: t.hover,
        role.Mid: t.border,
        role.Dark: t.border_strong,
        role.Shadow: t.shadow,
    }
    for key, value in normal.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(t.faint))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(t.border_strong))
    return palette


# -- icons -----------------------------------------------------------------------------------


@cache
def _svg_source(name: str) -> str:
    return (ICON_DIR / f"{name}.svg").read_text(encoding="utf-8")


def load_icons() -> None:
    """Read every icon before it is painted: a cold or watched disk held up a frame for a second. From any thread."""
    for path in sorted(ICON_DIR.glob("*.svg")):
        _svg_source(path.stem)


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """SVG *name* drawn in *colour* for a screen of *ratio*; cached, because painting asks each frame."""
    renderer = QSvgRenderer(QByteArray(_svg_source(name).replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """An icon for stock buttons and menus: sharp at 100, 150, 200 and 300 %, dimmed when disabled."""
    result = QIcon()
    faint = theme().tokens.faint
    for ratio in (1.0, 1.5, 2.0, 3.0):
        result.addPixmap(icon_pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
        result.addPixmap(icon_pixmap(name, faint, size, ratio), QIcon.Mode.Disabled)
    return result
