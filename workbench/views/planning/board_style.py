"""Fonts, colours and sizes of the board, resolved once per theme change, and how one block is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from workbench.views.planning.board_state import Block
from workbench.views.theme import METRICS, Kind, TextRole, Tone, icon_pixmap, theme

FIT_ICON = {"green": "check", "amber": "triangle-alert", "red": "x"}
FIT_TONE = {"green": Tone.GOOD, "amber": Tone.WARNING, "red": Tone.BAD}


@dataclass(slots=True)
class Face:
    """A font with its metrics, made once per theme change instead of once per text."""

    font: QFont
    metrics: QFontMetricsF
    ascent: float

    @classmethod
    def of(cls, role: TextRole) -> Face:
        font = theme().font(role)
        metrics = QFontMetricsF(font)
        return cls(font, metrics, metrics.ascent())


class BoardStyle:
    """What paintEvent only reads."""

    def __init__(self) -> None:
        t = theme()
        tokens = t.tokens
        self.surface, self.border, self.hover = QColor(tokens.surface), QColor(tokens.border), QColor(tokens.hover)
        self.text, self.muted, self.accent = QColor(tokens.text), QColor(tokens.muted), QColor(tokens.accent)
        self.sunken, self.faint = QColor(tokens.sunken), QColor(tokens.faint)
        self.kind_ink = {kind: QColor(t.kind(kind).ink) for kind in Kind}
        self.kind_tint = {kind: QColor(t.kind(kind).tint) for kind in Kind}
        self.fit_ink = {fit: QColor(t.tone(tone).ink) for fit, tone in FIT_TONE.items()}
        self.fit_tint = {fit: QColor(t.tone(tone).tint) for fit, tone in FIT_TONE.items()}
        self.title, self.time = Face.of(TextRole.BLOCK), Face.of(TextRole.TINY)
        self.name, self.small = Face.of(TextRole.BODY_BOLD), Face.of(TextRole.SMALL)
        self.people_full, self.people_narrow, self.header_height = t.px(184), t.px(146), t.px(36)
        self.people_width = self.people_full
        self.block_height, self.gap, self.pad = t.px(32), 2, 3
        self.note_height = t.px(17)  # the line below the blocks of a day that is remarked on
        self.least_row, self.least_day = t.px(58), t.px(66)
        self._elided: dict[tuple[str, int, int], str] = {}

    def forget_widths(self) -> None:
        self._elided.clear()

    def elide(self, text: str, face: Face, width: int) -> str:
        """Elided text; cached, because measuring a text costs more than drawing it."""
        key = (text, id(face), width)
        found = self._elided.get(key)
        if found is None:
            found = self._elided[key] = face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return found

    def time_label(self, text: str, width: int) -> str:
        """The span where it fits, else the start alone: half a time is worse than a short one."""
        shown = self.elide(text, self.time, width)
        return shown if shown == text else text.partition("–")[0]


def paint_block(
    painter: QPainter, style: BoardStyle, rect: QRectF, block: Block, *, border: QColor | None = None, width: float = 1.0
) -> None:
    """Title over time. A bar at the left: told to people; a dashed frame: not told like this. Antialiasing is on already."""
    ink = style.kind_ink[block.kind]
    painter.setBrush(style.kind_tint[block.kind])
    radius = METRICS.radius_block
    if border is None and block.told is not False:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        line = Qt.PenStyle.SolidLine if border is not None else Qt.PenStyle.DashLine
        painter.setPen(QPen(border or ink, width, line))
        half = width / 2
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)
    if block.told:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(rect.left(), rect.top() + 4, 2.5, rect.height() - 8), 1.2, 1.2)
    room = int(rect.width()) - 10
    x = rect.left() + 6
    marks = [name for name, shown in (("pin", block.pinned), ("triangle-alert", bool(block.override))) if shown]
    size = round(style.title.ascent * 0.85)
    for number, name in enumerate(marks):
        ratio = painter.device().devicePixelRatioF()
        left = rect.right() - (size + 2) * (number + 1) - 3
        painter.drawPixmap(QPointF(left, rect.top() + 5), icon_pixmap(name, ink.name(), size, ratio))
    painter.setPen(ink)
    middle = rect.top() + rect.height() / 2
    painter.setFont(style.title.font)
    painter.drawText(
        QPointF(x, middle - style.title.metrics.descent() + 0.5), style.elide(block.title, style.title, room - (size + 2) * len(marks))
    )
    painter.setFont(style.time.font)
    painter.drawText(QPointF(x, rect.bottom() - style.time.metrics.descent() - 1.0), style.time_label(block.time, room))
