"""The tokens: contrast, whole pixels, signs of the style sheet; and that no colour or font size stands elsewhere."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench import app, paths
from workbench.views import theme as theme_module
from workbench.views.fonts import load_fonts
from workbench.views.theme import DARK, FONT_FAMILY, ICON_DIR, LIGHT, TextRole, Theme, Tokens, icon_pixmap, theme

AA = 4.5
VIEWS = Path(theme_module.__file__).parent


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(tokens: Tokens) -> dict[str, tuple[str, str]]:
    """Every ink on every ground it is printed on."""
    found = {
        f"{ink} on {ground}": (getattr(tokens, ink), getattr(tokens, ground))
        for ink in ("text", "muted")
        for ground in ("background", "surface", "sunken", "hover")
    }
    found |= {
        f"{ink} on {ground}": (getattr(tokens, ink), getattr(tokens, ground))
        for ink, ground in (
            ("faint", "surface"),
            ("accent", "surface"),
            ("accent", "background"),
            ("accent", "hover"),
            ("on_accent", "accent"),
            ("on_accent", "accent_hover"),
            ("on_accent", "accent_pressed"),
            ("on_badge", "badge"),
        )
    }
    for tone, swatch in tokens.tones.items():
        found[f"{tone.value} on its tint"] = (swatch.ink, swatch.tint)
        found[f"{tone.value} on surface"] = (swatch.ink, tokens.surface)
        found[f"text on the tint of {tone.value}"] = (tokens.text, swatch.tint)
    for kind, swatch in tokens.kinds.items():
        found[f"{kind.value} on its tint"] = (swatch.ink, swatch.tint)
    return found


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_that_every_ink_reaches_aa_on_every_ground_it_is_printed_on(tokens: Tokens) -> None:
    weak = {name: round(contrast(*pair), 2) for name, pair in pairs(tokens).items() if contrast(*pair) < AA}
    assert weak == {}


def test_that_text_sizes_are_whole_pixels_of_the_design() -> None:
    assert all(isinstance(role.value[0], int) for role in TextRole)
    assert [TextRole[name].value for name in ("BODY", "SMALL", "HEADING", "TITLE")] == [(13, 400), (12, 400), (14, 700), (18, 700)]
    assert {role.value[1] for role in TextRole} == {400, 700}


@pytest.fixture
def own(qapp: QApplication) -> Theme:
    load_fonts()
    return Theme()


def test_that_the_bundled_font_is_used_with_a_real_bold(own: Theme) -> None:
    bold = QFontInfo(own.font(TextRole.HEADING))
    assert QFontInfo(own.font(TextRole.BODY)).family() == FONT_FAMILY
    assert (bold.family(), bold.pixelSize(), bold.bold()) == (FONT_FAMILY, 14, True)
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(FONT_FAMILY))


def test_that_rare_name_characters_are_drawn_by_the_bundled_font(own: Theme) -> None:
    metrics = QFontMetricsF(own.font(TextRole.BODY))
    assert all(metrics.inFontUcs4(ord(character)) for character in "䶮堃喆旻𬭎")


@pytest.mark.parametrize(("wished", "given"), [(0.5, 0.8), (0.8, 0.8), (1.25, 1.25), (1.5, 1.5), (3.0, 1.5)])
def test_that_the_text_scale_stays_between_80_and_150_per_cent(own: Theme, wished: float, given: float) -> None:
    own.apply(dark=False, scale=wished)
    assert own.scale == given
    assert own.font(TextRole.BODY).pixelSize() == round(13 * given)


def test_that_an_apostrophe_is_narrow_in_a_latin_language_only(own: Theme) -> None:
    widths = []
    for latin in (False, True):
        own.apply(latin=latin)
        widths.append(QFontMetricsF(own.font(TextRole.BODY)).horizontalAdvance("’"))
    assert widths[1] < widths[0] * 0.6


def test_that_a_switch_changes_the_palette_and_tells_the_widgets(own: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    own.apply(dark=False)
    with qtbot.waitSignal(own.changed):
        own.apply(dark=True)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.background)
    theme().apply(dark=False)


def test_that_icons_take_the_ink_they_are_asked_for(qapp: QApplication) -> None:
    image = icon_pixmap("check", LIGHT.accent, 32, 1.0).toImage()
    inks = {QColor(image.pixelColor(x, y)).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255}
    assert inks == {QColor(LIGHT.accent).name()}


@pytest.mark.parametrize(("tokens", "folder"), [(LIGHT, "light"), (DARK, "dark")])
def test_that_the_signs_of_the_style_sheet_have_the_colours_of_the_tokens(tokens: Tokens, folder: str) -> None:
    for name, ink in (
        ("chevron-down", tokens.muted),
        ("chevron-up", tokens.muted),
        ("chevron-right", tokens.muted),
        ("check", tokens.on_accent),
        ("check-ink", tokens.accent),
    ):
        assert ink in (ICON_DIR / folder / f"{name}.svg").read_text(encoding="utf-8"), name


def test_that_no_colour_stands_outside_the_theme() -> None:
    literal = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|Qt\.GlobalColor\.(?!transparent)|QColor\(\s*\d""")
    found = [
        f"{file.relative_to(VIEWS)}:{number}"
        for file in sorted(VIEWS.rglob("*.py"))
        if file.name not in ("theme.py", "tokens.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert found == []


def test_that_no_font_is_made_outside_the_theme() -> None:
    made = re.compile(r"\bQFont\(|setPointSize|setPixelSize|setStyleSheet\(")
    found = [
        f"{file.relative_to(VIEWS)}:{number}"
        for file in sorted(VIEWS.rglob("*.py"))
        if file.name != "theme.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if made.search(line)
    ]
    assert found == []


def test_that_every_named_icon_is_bundled() -> None:
    named = re.compile(r"""(?:icon|icon_pixmap|IconButton|EmptyState|Command|RailEntry)\(\s*"([a-z0-9-]+)\"""")
    wanted = {name for file in VIEWS.rglob("*.py") for name in named.findall(file.read_text(encoding="utf-8"))}
    assert {name for name in wanted if not (paths.resources() / "icons" / f"{name}.svg").exists()} == set()


def test_that_every_bundled_icon_is_named_somewhere() -> None:
    quoted = re.compile(r"""["']([a-z0-9-]+)["']""")
    named = {name for file in VIEWS.parent.rglob("*.py") for name in quoted.findall(file.read_text(encoding="utf-8"))}
    assert {file.stem for file in (paths.resources() / "icons").glob("*.svg")} - named == set()


def test_that_half_pixels_are_not_asked_for(qapp: QApplication) -> None:
    assert QFont(FONT_FAMILY).pixelSize() == -1  # nothing set: whoever sets one goes through Theme.font
    assert all(Theme().font(role).pixelSize() == role.value[0] for role in TextRole)


def test_that_no_icon_is_read_from_disk_while_a_screen_is_painted(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "freeze", gc.get_count)  # else what the tests before left would never go
    app.warm_up()
    read_before = theme_module._svg_source.cache_info().misses
    for path in ICON_DIR.glob("*.svg"):
        icon_pixmap(path.stem, "#102030", 16, 1.0)
    assert read_before
    assert theme_module._svg_source.cache_info().misses == read_before
