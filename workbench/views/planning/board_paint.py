"""Painting of the week board: only the rows in the dirty rectangle, so that a frame costs the same with 20 and with 500 people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from workbench.i18n import _, ngettext
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import Judgement
from workbench.views.paint import focus_ring, hatch_pixmap, horizontal_hairline, rounded, vertical_hairline
from workbench.views.planning.board_state import DAYS, BoardState, CellKey, Line
from workbench.views.planning.board_style import FIT_ICON, BoardStyle, paint_block
from workbench.views.theme import METRICS, Tone, icon_pixmap, theme


@dataclass(slots=True)
class Frame:
    """What one paint event looks at."""

    state: BoardState
    style: BoardStyle
    edges: list[int]
    width: int
    ratio: float
    row_box: Callable[[int], tuple[int, int]]  # top and height of a line
    slots: Callable[[int, int], tuple[int, int]]  # blocks shown in a cell, blocks hidden behind "+n"
    chosen: frozenset[int] = frozenset()
    hovered: int | None = None
    dragged: int | None = None
    target: CellKey | None = None
    judge: Callable[[int, int], Judgement | None] | None = None


def paint_row(painter: QPainter, f: Frame, row: int, body: QRect) -> None:
    top, height = f.row_box(row)
    s = f.style
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for day in _days(f, body):
        left, width = f.edges[day], f.edges[day + 1] - f.edges[day]
        if (row, day) in f.state.closed:
            painter.drawPixmap(left, top, hatch_pixmap(width, height, theme().tokens.hatch, theme().tokens.surface, f.ratio))
        if (row, day) in f.state.long:
            painter.fillRect(left, top, width, height, s.fit_tint["amber"])
        if f.judge is not None:
            _verdict(painter, f, (row, day), QRect(left, top, width, height))
        vertical_hairline(painter, left, top, height, s.border)
    horizontal_hairline(painter, body.left(), top + height - 1, body.width(), s.border)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for day in _days(f, body):
        _cell(painter, f, row, day, top)
    if body.left() < s.people_width:
        paint_person(painter, f.style, f.state.lines[row], top)


def _days(f: Frame, body: QRect) -> list[int]:
    return [day for day in range(DAYS) if f.edges[day] <= body.right() and f.edges[day + 1] >= body.left()]


def _cell(painter: QPainter, f: Frame, row: int, day: int, top: int) -> None:
    blocks = f.state.cells.get((row, day))
    if not blocks:
        return
    s = f.style
    left, width = f.edges[day], f.edges[day + 1] - f.edges[day]
    y = top + s.pad
    shown, hidden = f.slots(row, day)
    for block in blocks[:shown]:
        rect = QRectF(left + s.pad, y, width - 2 * s.pad - 1, s.block_height)
        if block.key == f.dragged:
            painter.setOpacity(0.35)
            paint_block(painter, s, rect, block)
            painter.setOpacity(1.0)
        elif block.key in f.chosen:
            paint_block(painter, s, rect, block, border=s.accent, width=2.0)
        elif block.key == f.hovered:
            paint_block(painter, s, rect, block, border=s.kind_ink[block.kind])
        else:
            paint_block(painter, s, rect, block)
        y += s.block_height + s.gap
    if hidden:
        painter.setFont(s.small.font)
        painter.setPen(s.accent)
        painter.drawText(QPointF(left + s.pad + 6, y + s.small.ascent), f"+{hidden}")
        y += s.block_height + s.gap
    if (row, day) in f.state.long:
        _long_day(painter, f, QPointF(left + s.pad + 4, y), f.state.long[row, day][0])


def _long_day(painter: QPainter, f: Frame, at: QPointF, hours: str) -> None:
    """Below the blocks: the sign, so that it is not the colour alone, and the hours of the day."""
    s, size = f.style, theme().px(11)
    ink = s.fit_ink["amber"]
    painter.drawPixmap(QPointF(at.x(), at.y() + 2), icon_pixmap(FIT_ICON["amber"], ink.name(), size, f.ratio))
    painter.setFont(s.time.font)
    painter.setPen(ink)
    painter.drawText(QPointF(at.x() + size + 4, at.y() + s.time.ascent), hours)


def _verdict(painter: QPainter, f: Frame, cell: CellKey, rect: QRect) -> None:
    assert f.judge is not None
    found = f.judge(*cell)
    if found is None:
        return
    tint = QColor(f.style.fit_tint[found.colour])
    aimed = f.target == cell
    if not aimed:
        tint.setAlpha(110 if found.colour == "red" else 190)
    painter.fillRect(rect, tint)
    ink = f.style.fit_ink[found.colour]
    # the sign in the corner says the same without the colour
    painter.drawPixmap(QPointF(rect.right() - 15, rect.bottom() - 15), icon_pixmap(FIT_ICON[found.colour], ink.name(), 11, f.ratio))
    if aimed:
        rounded(painter, QRectF(rect).adjusted(2, 1, -1, -2), 6, None, ink.name(), 2.0)


def paint_person(painter: QPainter, s: BoardStyle, line: Line, top: int) -> None:
    """The name with what stands behind it, and the week's hours against the limit."""
    baseline = top + theme().px(8) + s.name.ascent
    painter.setFont(s.name.font)
    painter.setPen(s.text)
    name = s.elide(line.name, s.name, s.people_width - 20)
    painter.drawText(QPointF(12, baseline), name)
    x = 12 + s.name.metrics.horizontalAdvance(name) + 6
    painter.setFont(s.small.font)
    painter.setPen(s.muted)
    room = s.people_width - int(x) - 8
    if room > theme().px(24):
        painter.drawText(QPointF(x, baseline), s.elide(line.remark, s.small, room))
    planned = hours_text(line.minutes)
    label = _("{hours}/{limit} h", hours=planned, limit=hours_text(line.limit)) if line.limit else _("{hours} h", hours=planned)
    used = line.minutes / line.limit if line.limit else 0.0
    tone = Tone.BAD if used > 1 else Tone.WARNING if used >= 0.9 else Tone.ACCENT
    width = s.small.metrics.horizontalAdvance(label)
    y = top + theme().px(35)
    painter.setPen(QColor(theme().tone(tone).ink) if tone is not Tone.ACCENT else s.muted)
    painter.drawText(QPointF(s.people_width - 10 - width, y + s.small.ascent / 2 - 1), label)
    if line.limit:
        _meter(painter, s, QRectF(12, y - 1, s.people_width - 32 - width, 5), used, tone, line.wish / line.limit)


def _meter(painter: QPainter, s: BoardStyle, track: QRectF, used: float, tone: Tone, wish: float) -> None:
    """Hours against the limit; a tick stands at the hours that were wished or agreed."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(s.sunken)
    painter.drawRoundedRect(track, 2.5, 2.5)
    if used > 0:
        painter.setBrush(QColor(theme().tone(tone).ink))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(5.0, track.width() * min(1.0, used)), 5), 2.5, 2.5)
    if wish > 0:
        painter.setBrush(s.muted)
        painter.drawRect(QRectF(track.left() + track.width() * min(1.0, wish) - 1.0, track.top() - 3, 1.5, 11))


def paint_header(painter: QPainter, f: Frame) -> None:
    """Sticky: weekday, date, holiday; today is underlined and said in accent."""
    s = f.style
    painter.fillRect(0, 0, f.width, s.header_height, s.surface)
    baseline = (s.header_height + s.name.ascent - s.name.metrics.descent()) / 2
    painter.setFont(s.small.font)
    several = len(f.chosen)
    painter.setPen(s.accent if several > 1 else s.muted)
    caption = ngettext("{n} task chosen", "{n} tasks chosen", several) if several > 1 else _("People · hours this week")
    room = s.people_width - 20
    shown = caption if several > 1 or s.small.metrics.horizontalAdvance(caption) <= room else _("People · hours")
    painter.drawText(QPointF(12, baseline), s.elide(shown, s.small, room))
    for day, (word, text, holiday) in enumerate(f.state.days):
        left, right = f.edges[day], f.edges[day + 1]
        vertical_hairline(painter, left, 0, s.header_height, s.border)
        current = day == f.state.today
        if current:
            painter.fillRect(left + 1, s.header_height - 3, right - left - 1, 2, s.accent)
        painter.setFont(s.name.font)
        painter.setPen(s.accent if current else s.text)
        painter.drawText(QPointF(left + 8, baseline), word)
        x = left + 8 + s.name.metrics.horizontalAdvance(word) + 5
        painter.setFont(s.small.font)
        painter.setPen(s.accent if current else s.muted)
        shown = f"{text} {holiday}" if holiday else text
        painter.drawText(QPointF(x, baseline), s.elide(shown, s.small, right - int(x) - 3))
    horizontal_hairline(painter, 0, s.header_height - 1, f.width, s.border)


def paint_cursor(painter: QPainter, rect: QRect, *, block: bool) -> None:
    """Where the keyboard stands."""
    if block:
        focus_ring(painter, QRectF(rect).adjusted(-1, -1, 1, 1), METRICS.radius_block + 1)
    else:
        focus_ring(painter, QRectF(rect).adjusted(2, 1, -1, -2), METRICS.radius_block)
