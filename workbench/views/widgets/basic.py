"""The smallest painted widgets: text, surface, card, chip, meter, sparkline and the painted button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from workbench.views.paint import chip_size, draw_chip, draw_text, horizontal_hairline, rounded, text_width, vertical_hairline
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.tips import tip_text

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


def ink_of(name: str) -> str:
    """The colour behind a token name or the value of a tone."""
    tone = next((tone for tone in Tone if tone.value == name), None)
    return theme().tone(tone).ink if tone else str(getattr(theme().tokens, name))


class Painted(QWidget):
    """Base of the painted widgets: repaints and re-measures when the theme changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme().changed.connect(self._theme_changed)

    def _theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class Text(QLabel):
    """A label whose font and colour come from the theme; shows data as it is, never as rich text."""

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY, colour: str = "text", *, wrap: bool = False) -> None:
        super().__init__(text)
        self._role, self._colour = role, colour
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_colour(self, colour: str) -> None:
        """A token name ("muted") or the value of a tone ("bad")."""
        self._colour = colour
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(theme().font(self._role))
        palette = self.palette()
        palette.setColor(self.foregroundRole(), QColor(ink_of(self._colour)))
        self.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        # A style sheet set between making and showing a widget gives it its old palette back when it is polished.
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.palette().color(self.foregroundRole()) != QColor(ink_of(self._colour)):
            self._restyle()


class ElidedText(Painted):
    """One line that shortens itself with … where the room ends; the tooltip then holds all of it."""

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY, colour: str = "text") -> None:
        super().__init__()
        self._text, self._role, self._colour = "", role, colour
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    @property
    def full_text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._tell_all()
        self.updateGeometry()
        self.update()

    def _tell_all(self) -> None:
        self.setToolTip(tip_text(self._text if text_width(self._text, self._role) > self.width() else ""))

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme().font(self._role))
        return QSize(round(metrics.horizontalAdvance(self._text)) + 2, round(metrics.height()) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme().px(40), self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_text(QPainter(self), QRectF(self.rect()), self._text, self._role, ink_of(self._colour))


class Surface(Painted):
    """A plain area in one token colour with optional hairlines at its edges."""

    def __init__(self, colour: str, *, left: bool = False, right: bool = False, top: bool = False, bottom: bool = False) -> None:
        super().__init__()
        self._colour, self._edges = colour, (left, right, top, bottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour(self._colour))
        border = theme().tokens.border
        left, right, top, bottom = self._edges
        if left:
            vertical_hairline(painter, 0, 0, self.height(), border)
        if right:
            vertical_hairline(painter, self.width() - 1, 0, self.height(), border)
        if top:
            horizontal_hairline(painter, 0, 0, self.width(), border)
        if bottom:
            horizontal_hairline(painter, 0, self.height() - 1, self.width(), border)


class Card(QFrame):
    """White rounded card with an optional heading line (title left, note or action right)."""

    def __init__(self, title: str = "", note: str = "", *, margin: int = 14, spacing: int = 0) -> None:
        super().__init__()
        theme().changed.connect(self.update)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, 12, margin, 12)
        self.body.setSpacing(spacing)
        if title:
            self.setAccessibleName(title)
            line = QHBoxLayout()
            line.setContentsMargins(0, 0, 0, 6)
            line.addWidget(Text(title, TextRole.HEADING))
            line.addStretch(1)
            if note:
                line.addWidget(Text(note, TextRole.SMALL, "muted"))
            self.body.addLayout(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), METRICS.radius_card, theme().tokens.surface, theme().tokens.border)


class Chip(Painted):
    """Tinted label.  The word carries the meaning; the colour only repeats it."""

    def __init__(self, text: str, tone: Tone = Tone.ACCENT) -> None:
        super().__init__()
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, tone: Tone) -> None:
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width, height = chip_size(self._text)
        return QSize(round(width + 0.5), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_chip(QPainter(self), 0, self.height() / 2, self._text, theme().tone(self._tone))


def draw_meter(painter: QPainter, rect: QRectF, fraction: float, colour: str) -> None:
    """Rounded track with its filled part; the fill is clipped by its own shape, not by the track."""
    radius = rect.height() / 2
    rounded(painter, rect, radius, theme().tokens.sunken)
    width = rect.width() * max(0.0, min(1.0, fraction))
    if width > 0:
        rounded(painter, QRectF(rect.left(), rect.top(), max(width, rect.height()), rect.height()), radius, colour)


class Meter(Painted):
    """Progress of a figure against its whole."""

    def __init__(self, fraction: float, tone: Tone = Tone.ACCENT, height: int = 5) -> None:
        super().__init__()
        self._fraction, self._tone = fraction, tone
        self.setFixedHeight(height)
        self.set_fraction(fraction, tone)

    def set_fraction(self, fraction: float, tone: Tone | None = None) -> None:
        """1.0 is full; what is beyond is drawn as full and said as it is."""
        self._fraction, self._tone = fraction, tone or self._tone
        self.setAccessibleName(f"{fraction:.0%}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_meter(QPainter(self), QRectF(self.rect()), self._fraction, theme().tone(self._tone).ink)


class Clickable(QAbstractButton):
    """A painted button: hover, focus ring, Enter and Space; subclasses draw the contents."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaint on enter and leave
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._by_keyboard = False
        theme().changed.connect(self.updateGeometry)
        theme().changed.connect(self.update)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A ring after a mouse press is noise; a style sheet's :focus cannot tell the two apart.
        # Coming back to the window or from a menu shows what was shown before.
        if event.reason() in _BY_KEYBOARD:
            self._by_keyboard = True
        elif event.reason() is Qt.FocusReason.MouseFocusReason:
            self._by_keyboard = False
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # a QAbstractButton knows Space only
            self.click()
        else:
            super().keyPressEvent(event)

    def shows_ring(self) -> bool:
        return self.hasFocus() and self._by_keyboard


def draw_sparkline(painter: QPainter, rect: QRectF, values: Sequence[float], colour: str) -> None:
    """A line scaled to its own range, with the last point marked."""
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = rect.width() / (len(values) - 1)
    points = [QPointF(rect.left() + i * step, rect.bottom() - (v - low) / span * rect.height()) for i, v in enumerate(values)]
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(points[-1], 2.4, 2.4)
    painter.restore()


def row_of(*widgets: QWidget, spacing: int = 12, stretch: Sequence[int] = ()) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for index, widget in enumerate(widgets):
        layout.addWidget(widget, stretch[index] if index < len(stretch) else 0)
    return layout
