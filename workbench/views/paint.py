"""Drawing helpers shared by the hand-painted widgets; all of them are exact at any device pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from workbench.views.theme import METRICS, Swatch, TextRole, Tone, theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def _device_pixel(painter: QPainter, position: float) -> tuple[float, float]:
    """*position* on the grid of the screen, and the thickness of a hairline that stays even there.

    At 125 % and 150 % one logical pixel covers one *or* two device pixels, depending on where it falls;
    whole device pixels, always the same number, look even.
    """
    ratio = painter.device().devicePixelRatioF()
    return round(position * ratio) / ratio, max(1, int(ratio)) / ratio


def horizontal_hairline(painter: QPainter, x: float, y: float, width: float, colour: str | QColor) -> None:
    """Filled and not stroked: a fill has no half-pixel centre to miss."""
    top, thickness = _device_pixel(painter, y)
    painter.fillRect(QRectF(x, top, width, thickness), QColor(colour))


def vertical_hairline(painter: QPainter, x: float, y: float, height: float, colour: str | QColor) -> None:
    left, thickness = _device_pixel(painter, x)
    painter.fillRect(QRectF(left, y, thickness, height), QColor(colour))


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: str | QColor | None,
    border: str | None = None,
    border_width: float = 1.0,
) -> None:
    """Rounded box whose border lies inside *rect*; the half-pixel inset keeps straight edges sharp."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(QColor(border), border_width))
        half = border_width / 2
        rect = rect.adjusted(half, half, -half, -half)
        radius = max(0.0, radius - half)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The one focus indicator: 2 px in accent, inside the widget so that no parent can clip it."""
    rounded(painter, rect, radius, None, theme().tokens.accent, 2.0)


def text_width(text: str, role: TextRole) -> float:
    """Logical pixels of one line; layouts ask for the same line again and again."""
    return _width(text, role, theme().looks)


@lru_cache(maxsize=8192)
def _width(text: str, role: TextRole, _looks: int) -> float:
    return QFontMetricsF(theme().font(role)).horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: TextRole,
    colour: str,
    align: Qt.AlignmentFlag = LEFT,
    *,
    elide: bool = True,
) -> float:
    """Draw one line, elided to *rect*; returns the width used so that runs can follow each other."""
    font = theme().font(role)
    metrics = QFontMetricsF(font)
    if elide and metrics.horizontalAdvance(text) > rect.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine), text)
    return metrics.horizontalAdvance(text)


def wrapped(text: str, role: TextRole, width: float, lines: int) -> list[str]:
    """The lines of *text* in *width*, at most *lines*; the last one is elided when there is more."""
    layout = QTextLayout(text, theme().font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    while len(found) < lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        rest = text[start:]
        last = len(found) == lines - 1
        if last and length < len(rest):
            metrics = QFontMetricsF(theme().font(role))
            found.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            found.append(rest[:length].rstrip())
    layout.endLayout()
    return found


def line_height(role: TextRole) -> float:
    return float(round(theme().font(role).pixelSize() * 1.5))


def draw_paragraph(painter: QPainter, rect: QRectF, text: str, role: TextRole, colour: str, lines: int) -> float:
    """Draw up to *lines* lines from the top of *rect*; returns the height used."""
    height = line_height(role)
    parts = wrapped(text, role, rect.width(), lines)
    for number, part in enumerate(parts):
        draw_text(painter, QRectF(rect.left(), rect.top() + number * height, rect.width() + 1, height), part, role, colour, elide=False)
    return height * len(parts)


def draw_runs(painter: QPainter, rect: QRectF, runs: list[tuple[str, TextRole, str]], gap: float = 6.0) -> None:
    """Several styles on one *baseline*, the last one elided.  Replaces rich text in QLabel, which cannot elide."""
    baseline = rect.center().y()
    tallest = max(runs, key=lambda run: run[1].value[0])
    metrics = QFontMetricsF(theme().font(tallest[1]))
    baseline += (metrics.ascent() - metrics.descent()) / 2
    x = rect.left()
    for text, role, colour in runs:
        font = theme().font(role)
        fm = QFontMetricsF(font)
        room = rect.right() - x
        if room <= 0:
            return
        if fm.horizontalAdvance(text) > room + 0.5:
            text = fm.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(x, baseline), text)
        x += fm.horizontalAdvance(text) + gap


def chip_size(text: str) -> tuple[float, float]:
    t = theme()
    return text_width(text, TextRole.SMALL) + t.px(14), float(t.px(20))


def draw_chip(painter: QPainter, left: float, centre_y: float, text: str, swatch: Swatch, max_width: float = 1e9) -> QRectF:
    """A tinted label; returns its rectangle for hit testing."""
    width, height = chip_size(text)
    rect = QRectF(left, round(centre_y - height / 2), min(width, max_width), height)
    rounded(painter, rect, METRICS.radius_block, swatch.tint)
    inner = rect.adjusted(theme().px(7), 0, -theme().px(7) + 1, 0)
    draw_text(painter, inner, text, TextRole.SMALL, swatch.ink, LEFT)
    return rect


@lru_cache(maxsize=64)
def hatch_pixmap(width: int, height: int, colour: str, base: str, ratio: float) -> QPixmap:
    """A whole hatched cell as one picture: one blit, and the hatch starts at the corner of the cell when it scrolls."""
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(base))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.6))
    step = 9
    for start in range(-height, width + height, step):
        painter.drawLine(QPointF(start, height + 1), QPointF(start + height + 1, 0))
    painter.end()
    return pixmap


def list_row_ground(painter: QPainter, option: QStyleOptionViewItem) -> QRectF:
    """Move to a row of a list of people and paint what lies below its words: selection, hover and the hairline. Gives the row's area."""
    t, rect, state = theme(), QRectF(option.rect), option.state
    painter.translate(rect.topLeft())
    area = QRectF(0, 0, rect.width(), rect.height())
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(t.tone(Tone.ACCENT).tint))
        painter.fillRect(QRectF(0, 0, 3, area.height()), t.colour("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, t.colour("hover"))
    horizontal_hairline(painter, 0, area.height() - 1, area.width(), t.tokens.border)
    return area
