"""Painting of the board of hours: its rows, what is in hand with its verdict, and the hours above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from workbench import i18n
from workbench.i18n import _
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import Judgement
from workbench.views.paint import focus_ring, hatch_pixmap, horizontal_hairline, rounded, vertical_hairline
from workbench.views.planning.board_paint import paint_person
from workbench.views.planning.board_state import Block, BoardState, CellKey, span
from workbench.views.planning.board_style import FIT_ICON, BoardStyle, paint_block
from workbench.views.theme import METRICS, icon_pixmap, theme


@dataclass(slots=True)
class HoursFrame:
    """What one paint event looks at; `of_person` is set where the rows are the days of one person."""

    state: BoardState
    style: BoardStyle
    cells: list[CellKey]
    of_person: bool
    width: int
    ratio: float
    first: int
    last: int
    x_of: Callable[[int], int]
    row_box: Callable[[int], tuple[int, int]]  # top and height of a row
    rect_of: Callable[[int, Block], QRect]
    selected: int | None
    held: int | None
    focus: bool


def paint_row(painter: QPainter, f: HoursFrame, row: int) -> None:
    """One person of a day, or one day of a person: closed hours hatched, the hours, the blocks, and whose row it is."""
    s, cell = f.style, f.cells[row]
    top, height = f.row_box(row)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if cell in f.state.closed:
        left, tokens = s.people_full, theme().tokens
        painter.drawPixmap(left, top, hatch_pixmap(f.width - left, height, tokens.hatch, tokens.surface, f.ratio))
    for hour in range(f.first, f.last + 1, 60):
        vertical_hairline(painter, f.x_of(hour), top, height, s.border)
    horizontal_hairline(painter, 0, top + height - 1, f.width, s.border)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for block in f.state.blocks(*cell):
        rect = QRectF(f.rect_of(row, block))
        _paint_window(painter, f, rect, block)
        _paint_one(painter, f, rect, block)
    if f.of_person:
        _paint_day(painter, f, cell, top)
    else:
        paint_person(painter, s, f.state.lines[cell[0]], top)


def _paint_window(painter: QPainter, f: HoursFrame, rect: QRectF, block: Block) -> None:
    """The time within which a task may stand, dashed behind the time that was chosen."""
    task = f.state.tasks[block.task]
    if task.is_flexible:
        left = f.x_of(max(f.first, task.start if task.earliest is None else task.earliest))
        right = f.x_of(min(f.last, task.end if task.latest is None else task.latest))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(f.style.kind_ink[block.kind], 1, Qt.PenStyle.DashLine))
        frame = QRectF(left + 0.5, rect.top() + 0.5, right - left - 1, rect.height() - 1)
        painter.drawRoundedRect(frame, METRICS.radius_block, METRICS.radius_block)


def _paint_one(painter: QPainter, f: HoursFrame, rect: QRectF, block: Block) -> None:
    if block.key == f.held:
        painter.setOpacity(0.35)
    if block.key == f.selected:
        paint_block(painter, f.style, rect, block, border=f.style.accent, width=2.0)
        if f.focus:
            focus_ring(painter, rect.adjusted(-1, -1, 1, 1), METRICS.radius_block + 1)
    else:
        paint_block(painter, f.style, rect, block)
    painter.setOpacity(1.0)


def day_words(state: BoardState, cell: CellKey) -> str:
    """The hours of a person's day; on a day that cannot be asked for, the word for it."""
    minutes = sum(block.minutes for block in state.blocks(*cell))
    if not minutes and cell in state.closed:
        return state.closed[cell]
    return _("{hours} h", hours=hours_text(minutes)) if minutes else _("free")


def _paint_day(painter: QPainter, f: HoursFrame, cell: CellKey, top: int) -> None:
    """Weekday and date, and the hours of the day; a day above the average carries its sign."""
    s, (word, date, holiday) = f.style, f.state.days[cell[1]]
    ink = s.accent if cell[1] == f.state.today else s.text
    baseline = top + theme().px(8) + s.name.ascent
    painter.setFont(s.name.font)
    painter.setPen(ink)
    painter.drawText(QPointF(12, baseline), word)
    x = 12 + s.name.metrics.horizontalAdvance(word) + 6
    painter.setFont(s.small.font)
    painter.setPen(s.muted)
    text = " ".join(part for part in (date, holiday) if part)
    painter.drawText(QPointF(x, baseline), s.elide(text, s.small, s.people_full - int(x) - 8))
    long = cell in f.state.long
    if long:
        painter.setPen(s.fit_ink["amber"])
        painter.drawPixmap(QPointF(12, top + theme().px(31)), icon_pixmap(FIT_ICON["amber"], s.fit_ink["amber"].name(), 11, f.ratio))
    left = 27 if long else 12
    painter.drawText(
        QPointF(left, top + theme().px(31) + s.small.ascent - 2), s.elide(day_words(f.state, cell), s.small, s.people_full - left - 8)
    )


def paint_hand(painter: QPainter, f: HoursFrame, rect: QRectF, block: Block, times: tuple[int, int], verdict: Judgement | None) -> None:
    """Where it would go, in the colour of the verdict, with its sign and time; the words are beside the pointer."""
    s, shown = f.style, block._replace(time=span(*times))
    if verdict is None:
        paint_block(painter, s, rect, shown, border=s.accent)
        return
    ink = s.fit_ink[verdict.colour]
    rounded(painter, rect.adjusted(-2, -2, 2, 2), METRICS.radius_block, s.fit_tint[verdict.colour], ink.name(), 2.0)
    paint_block(painter, s, rect, shown, border=ink)
    painter.drawPixmap(QPointF(rect.right() - 15, rect.bottom() - 15), icon_pixmap(FIT_ICON[verdict.colour], ink.name(), 11, f.ratio))


def paint_hours(painter: QPainter, f: HoursFrame) -> None:
    """The head: what the rows are, and the hours as far apart as their words need."""
    s = f.style
    painter.fillRect(0, 0, f.width, s.header_height, s.surface)
    baseline = (s.header_height + s.small.ascent - s.small.metrics.descent()) / 2
    painter.setFont(s.small.font)
    painter.setPen(s.muted)
    caption = _("Days · hours") if f.of_person else _("People · hours this week")
    painter.drawText(QPointF(12, baseline), s.elide(caption, s.small, s.people_full - 20))
    room = f.x_of(f.first + 60) - f.x_of(f.first)
    step = 60 if room >= s.small.metrics.horizontalAdvance("00:00") + 6 else 120
    for hour in range(f.first, f.last, step):
        painter.drawText(QPointF(f.x_of(hour) + 4, baseline), i18n.clock(hour))
    horizontal_hairline(painter, 0, s.header_height - 1, f.width, s.border)
