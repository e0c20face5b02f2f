"""The week board: people x days, painted by hand on a QAbstractScrollArea.

Only the rows in the dirty rectangle are painted, so the cost of a frame does not depend on the number of
people.

The ghost of a dragged block is a transparent child of the *window*: it may leave the board (the tray is
another widget) and moving it repaints two block-sized rectangles, not the board.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from workbench.i18n import _
from workbench.views.paint import focus_ring, hatch_pixmap, horizontal_hairline, rounded, vertical_hairline
from workbench.views.theme import METRICS, Kind, TextRole, Tone, icon_pixmap, theme
from workbench.views.weeks.board_data import DAYS, Block, BoardPlan, CellKey, Fit, Verdict

_FIT_ICON = {Fit.FITS: "check", Fit.POSSIBLE: "triangle-alert", Fit.IMPOSSIBLE: "x"}
_EDGE = 36  # px from the edge where a drag starts to scroll
_SCROLL_INTERVAL = 16  # ms


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point of the board."""

    person: int
    day: int
    slot: int | None
    block: Block | None


@dataclass(slots=True)
class _Face:
    """A font with its metrics, made once per theme change instead of once per text."""

    font: QFont
    metrics: QFontMetricsF
    ascent: float

    @classmethod
    def of(cls, role: TextRole) -> _Face:
        font = theme().font(role)
        metrics = QFontMetricsF(font)
        return cls(font, metrics, metrics.ascent())


class _Style:
    """Colours, fonts and sizes resolved once per theme change; paintEvent only reads them."""

    def __init__(self) -> None:
        t = theme()
        tokens = t.tokens
        self.surface, self.border, self.hover = QColor(tokens.surface), QColor(tokens.border), QColor(tokens.hover)
        self.text, self.muted, self.accent = QColor(tokens.text), QColor(tokens.muted), QColor(tokens.accent)
        self.sunken = QColor(tokens.sunken)
        self.kind_ink = {kind: QColor(t.kind(kind).ink) for kind in Kind}
        self.kind_tint = {kind: QColor(t.kind(kind).tint) for kind in Kind}
        self.fit_ink = {fit: QColor(t.tone(Tone(fit.value)).ink) for fit in Fit}
        self.fit_tint = {fit: QColor(t.tone(Tone(fit.value)).tint) for fit in Fit}
        self.title, self.time = _Face.of(TextRole.BLOCK), _Face.of(TextRole.TINY)
        self.name, self.small, self.small_bold = _Face.of(TextRole.BODY_BOLD), _Face.of(TextRole.SMALL), _Face.of(TextRole.SMALL_BOLD)
        self.people_width, self.people_narrow, self.header_height = t.px(184), t.px(150), t.px(36)
        self.people_full = self.people_width
        self.block_height, self.gap, self.pad = t.px(32), 2, 3
        self.least_row = t.px(62)
        self.least_day = t.px(72)
        self.elided: dict[tuple[str, int, int], str] = {}

    def elide(self, text: str, face: _Face, width: int) -> str:
        """Elided text; cached, because measuring a text costs more than drawing it."""
        key = (text, id(face), width)
        if key not in self.elided:
            self.elided[key] = face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return self.elided[key]

    def time_label(self, text: str, width: int) -> str:
        """The span where it fits, else the start alone: half a time is worse than a short one."""
        shown = self.elide(text, self.time, width)
        return shown if shown == text else text.partition("–")[0]


class DragGhost(QWidget):
    """The block under the pointer, above everything in the window."""

    def __init__(self, window: QWidget, block: Block, size: QSize) -> None:
        super().__init__(window)
        self._block = block
        self._verdict: Verdict | None = None
        self._style = _Style()
        self._card = size
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._fit_to_reason()

    def _fit_to_reason(self) -> None:
        reason = self._style.small.metrics.horizontalAdvance(self._verdict.reason) + 40 if self._verdict else 0
        self.resize(round(max(self._card.width(), reason)) + 6, self._card.height() + (30 if self._verdict else 6))

    def show_verdict(self, verdict: Verdict | None) -> None:
        if verdict != self._verdict:
            self._verdict = verdict
            self._fit_to_reason()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        style = self._style
        card = QRectF(2, 1, self._card.width(), self._card.height())
        shadow = QColor(theme().tokens.shadow)
        for spread in (3, 2, 1):
            shadow.setAlpha(14)
            rounded(painter, card.adjusted(-spread + 1, -spread + 2, spread - 1, spread), METRICS.radius_block + spread, shadow)
        paint_block(painter, style, card, self._block, border=style.kind_ink[self._block.kind])
        if self._verdict:
            label = QRectF(2, card.bottom() + 4, self.width() - 4, 22)
            ink, tint = style.fit_ink[self._verdict.fit], style.fit_tint[self._verdict.fit]
            rounded(painter, label, METRICS.radius_block, tint, ink.name())
            painter.drawPixmap(
                QPointF(label.left() + 7, label.top() + 5),
                icon_pixmap(_FIT_ICON[self._verdict.fit], ink.name(), 12, self.devicePixelRatioF()),
            )
            painter.setFont(style.small.font)
            painter.setPen(style.text)
            painter.drawText(QPointF(label.left() + 24, label.top() + 15), self._verdict.reason)


def paint_block(painter: QPainter, style: _Style, rect: QRectF, block: Block, *, border: QColor | None = None, width: float = 1.0) -> None:
    """A block with title over time.  The caller has switched antialiasing on."""
    ink = style.kind_ink[block.kind]
    painter.setBrush(style.kind_tint[block.kind])
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, METRICS.radius_block, METRICS.radius_block)
    else:
        painter.setPen(QPen(border, width))
        half = width / 2
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), METRICS.radius_block - half, METRICS.radius_block - half)
    room = int(rect.width()) - 10
    x = rect.left() + 6
    painter.setPen(ink)
    if block.pinned:
        size = round(style.title.ascent * 0.85)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(rect.right() - size - 5, rect.top() + 5), icon_pixmap("pin", ink.name(), size, ratio))
    line = rect.height() / 2
    painter.setFont(style.title.font)
    painter.drawText(
        QPointF(x, rect.top() + line - style.title.metrics.descent() + 0.5),
        style.elide(block.title, style.title, room - (16 if block.pinned else 0)),
    )
    painter.setFont(style.time.font)
    painter.drawText(QPointF(x, rect.bottom() - style.time.metrics.descent() - 1.0), style.time_label(block.time, room))


class WeekBoard(QAbstractScrollArea):
    """People x days; see the module text."""

    block_selected = Signal(object)  # Block | None
    block_moved = Signal(object, object, object)  # Block, Verdict, CellKey
    block_opened = Signal(object)
    unassign_requested = Signal(object)

    def __init__(self, plan: BoardPlan) -> None:
        super().__init__()
        self._plan = plan
        self._style = _Style()
        self._tops: list[int] = [0]
        self._selected: int | None = None
        self._hover: Hit | None = None
        self._cursor: tuple[int, int, int] = (0, 0, 0)  # person, day, slot of the keyboard
        self._press: tuple[QPoint, Block] | None = None
        self._dragged: Block | None = None
        self._target: CellKey | None = None
        self._verdicts: dict[CellKey, Verdict] = {}
        self._ghost: DragGhost | None = None
        self._pointer = QPoint()
        self._auto_scroll = QTimer(self)
        self._auto_scroll.setInterval(_SCROLL_INTERVAL)
        self._auto_scroll.timeout.connect(self._scroll_at_edge)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        # We fill every pixel that we are asked for, so Qt need not erase first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Week board"))
        theme().changed.connect(self._restyle)
        self._measure_rows()

    # -- geometry ----------------------------------------------------------------------------
    def _restyle(self) -> None:
        self._style = _Style()
        self.resizeEvent(None)
        self._measure_rows()
        self.viewport().update()

    def _measure_rows(self) -> None:
        s, tops, y = self._style, [0], 0
        for person in range(len(self._plan.people)):
            most = max((len(self._plan.blocks(person, day)) for day in range(DAYS)), default=0)
            y += max(s.least_row, 2 * s.pad + most * s.block_height + max(0, most - 1) * s.gap + 2)
            tops.append(y)
        self._tops = tops
        self._update_range()

    def _update_range(self) -> None:
        page = self.viewport().height() - self._style.header_height
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._tops[-1] - page))
        bar.setPageStep(page)
        bar.setSingleStep(self._style.least_row // 2)

    def _day_edges(self) -> list[int]:
        """Left edges of the seven days plus the right end, in whole pixels that add up exactly."""
        left, room = self._style.people_width, self.viewport().width() - self._style.people_width
        return [left + round(room * day / DAYS) for day in range(DAYS + 1)]

    def _row_top(self, person: int) -> int:
        return self._style.header_height + self._tops[person] - self.verticalScrollBar().value()

    def cell_rect(self, person: int, day: int) -> QRect:
        edges = self._day_edges()
        top = self._row_top(person)
        return QRect(edges[day], top, edges[day + 1] - edges[day], self._tops[person + 1] - self._tops[person])

    def block_rect(self, person: int, day: int, slot: int) -> QRect:
        cell, s = self.cell_rect(person, day), self._style
        return QRect(
            cell.left() + s.pad, cell.top() + s.pad + slot * (s.block_height + s.gap), cell.width() - 2 * s.pad - 1, s.block_height
        )

    def locate(self, point: QPoint) -> Hit | None:
        """Hit testing by arithmetic: two binary searches and no stored rectangles."""
        s = self._style
        if point.y() < s.header_height or not self.viewport().rect().contains(point):
            return None
        offset = point.y() - s.header_height + self.verticalScrollBar().value()
        person = bisect_right(self._tops, offset) - 1
        day = bisect_right(self._day_edges(), point.x()) - 1
        if not (0 <= person < len(self._plan.people) and 0 <= day < DAYS):
            return None
        slot = (offset - self._tops[person] - s.pad) // (s.block_height + s.gap)
        blocks = self._plan.blocks(person, day)
        if 0 <= slot < len(blocks) and self.block_rect(person, day, slot).contains(point):
            return Hit(person, day, slot, blocks[slot])
        return Hit(person, day, None, None)

    def visible_rows(self, top: int, bottom: int) -> range:
        """Rows that touch the band from *top* to *bottom* of the viewport."""
        base = self.verticalScrollBar().value() - self._style.header_height
        first = max(0, bisect_right(self._tops, top + base) - 1)
        last = min(len(self._plan.people), bisect_right(self._tops, bottom + base))
        return range(first, last)

    def sizeHint(self) -> QSize:
        return QSize(self._style.people_width + 7 * theme().px(100), theme().px(500))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._style.people_narrow + DAYS * self._style.least_day, theme().px(200))

    # -- painting ----------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        dirty = event.rect()
        s, edges = self._style, self._day_edges()
        painter.fillRect(dirty, s.surface)
        body = dirty.intersected(QRect(0, s.header_height, self.viewport().width(), self.viewport().height()))
        if not body.isEmpty():
            painter.setClipRect(body)
            for person in self.visible_rows(body.top(), body.bottom()):
                self._paint_row(painter, person, edges, body)
        if dirty.top() < s.header_height:
            painter.setClipRect(dirty)
            self._paint_header(painter, edges)
        if self.hasFocus() and self._ghost is None:
            painter.setClipRect(body)
            self._paint_cursor(painter)

    def _paint_row(self, painter: QPainter, person: int, edges: list[int], body: QRect) -> None:
        s, plan = self._style, self._plan
        top, height = self._row_top(person), self._tops[person + 1] - self._tops[person]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ratio = self.devicePixelRatioF()
        for day in range(DAYS):
            left, width = edges[day], edges[day + 1] - edges[day]
            if left > body.right() or left + width < body.left():
                continue
            if (person, day) in plan.unavailable:
                painter.drawPixmap(left, top, hatch_pixmap(width, height, theme().tokens.hatch, theme().tokens.surface, ratio))
            if self._dragged is not None:
                self._paint_verdict(painter, person, day, QRect(left, top, width, height))
            vertical_hairline(painter, left, top, height, s.border)
        horizontal_hairline(painter, body.left(), top + height - 1, body.width(), s.border)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for day in range(DAYS):
            left, width = edges[day], edges[day + 1] - edges[day]
            if left > body.right() or left + width < body.left():
                continue
            y = top + s.pad
            for block in plan.cells.get((person, day), ()):
                rect = QRectF(left + s.pad, y, width - 2 * s.pad - 1, s.block_height)
                if self._dragged is not None and block.ident == self._dragged.ident:
                    painter.setOpacity(0.35)
                    paint_block(painter, s, rect, block)
                    painter.setOpacity(1.0)
                elif block.ident == self._selected:
                    paint_block(painter, s, rect, block, border=s.accent, width=2.0)
                elif self._hover is not None and self._hover.block is block:
                    paint_block(painter, s, rect, block, border=s.kind_ink[block.kind])
                else:
                    paint_block(painter, s, rect, block)
                y += s.block_height + s.gap
        if body.left() < s.people_width:
            self._paint_person(painter, person, top, height)

    def _paint_verdict(self, painter: QPainter, person: int, day: int, cell: QRect) -> None:
        s, verdict = self._style, self._verdict(person, day)
        tint = QColor(s.fit_tint[verdict.fit])
        is_target = self._target == (person, day)
        if not is_target:
            tint.setAlpha(110 if verdict.fit is Fit.IMPOSSIBLE else 190)
        painter.fillRect(cell, tint)
        ink = s.fit_ink[verdict.fit]
        # The sign in the corner says the same without the colour.
        painter.drawPixmap(
            QPointF(cell.right() - 15, cell.bottom() - 15), icon_pixmap(_FIT_ICON[verdict.fit], ink.name(), 11, self.devicePixelRatioF())
        )
        if is_target:
            rounded(painter, QRectF(cell).adjusted(2, 1, -1, -2), 6, None, ink.name(), 2.0)

    def _paint_person(self, painter: QPainter, person: int, top: int, height: int) -> None:
        s, who = self._style, self._plan.people[person]
        baseline = top + theme().px(9) + s.name.ascent
        painter.setFont(s.name.font)
        painter.setPen(s.text)
        painter.drawText(QPointF(12, baseline), who.name)
        x = 12 + s.name.metrics.horizontalAdvance(who.name) + 6
        painter.setFont(s.small.font)
        painter.setPen(s.muted)
        painter.drawText(QPointF(x, baseline), s.elide(who.remark, s.small, s.people_width - int(x) - 8))
        label = f"{who.hours:g}/{who.limit:g} h"
        used = who.hours / who.limit if who.limit else 0.0
        tone = Tone.BAD if used >= 1 else Tone.WARNING if used >= 0.9 else Tone.ACCENT
        label_width = s.small.metrics.horizontalAdvance(label)
        y = top + theme().px(36)
        painter.setPen(QColor(theme().tone(tone).ink) if tone is not Tone.ACCENT else s.muted)
        painter.drawText(QPointF(s.people_width - 10 - label_width, y + s.small.ascent / 2 - 1), label)
        track = QRectF(12, y - 1, s.people_width - 32 - label_width, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(s.sunken)
        painter.drawRoundedRect(track, 2.5, 2.5)
        painter.setBrush(QColor(theme().tone(tone).ink))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(5.0, track.width() * min(1.0, used)), 5), 2.5, 2.5)

    def _paint_header(self, painter: QPainter, edges: list[int]) -> None:
        s = self._style
        painter.fillRect(0, 0, self.viewport().width(), s.header_height, s.surface)
        baseline = (s.header_height + s.name.ascent - s.name.metrics.descent()) / 2
        painter.setFont(s.small.font)
        painter.setPen(s.muted)
        painter.drawText(QPointF(12, baseline), _("People · hours this week"))
        for day, (word, date) in enumerate(self._plan.days):
            left = edges[day]
            vertical_hairline(painter, left, 0, s.header_height, s.border)
            current = day == self._plan.today
            if current:
                painter.fillRect(left + 1, s.header_height - 3, edges[day + 1] - left - 1, 2, s.accent)
            painter.setFont(s.name.font)
            painter.setPen(s.accent if current else s.text)
            painter.drawText(QPointF(left + 8, baseline), word)
            x = left + 8 + s.name.metrics.horizontalAdvance(word) + 5
            painter.setFont(s.small.font)
            painter.setPen(s.accent if current else s.muted)
            painter.drawText(QPointF(x, baseline), s.elide(date, s.small, edges[day + 1] - int(x) - 4))
        horizontal_hairline(painter, 0, s.header_height - 1, self.viewport().width(), s.border)

    def _paint_cursor(self, painter: QPainter) -> None:
        person, day, slot = self._cursor
        blocks = self._plan.blocks(person, day)
        if blocks:
            rect = QRectF(self.block_rect(person, day, min(slot, len(blocks) - 1)))
            focus_ring(painter, rect.adjusted(-1, -1, 1, 1), METRICS.radius_block + 1)
        else:
            focus_ring(painter, QRectF(self.cell_rect(person, day)).adjusted(2, 1, -1, -2), METRICS.radius_block)

    def _update_cell(self, key: CellKey | None) -> None:
        if key is not None:
            self.viewport().update(self.cell_rect(*key).adjusted(-2, -2, 2, 2))

    # -- scrolling ---------------------------------------------------------------------------
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        body = self.viewport().rect().adjusted(0, self._style.header_height, 0, 0)
        # Move the pixels that are already right; only the new strip is painted.
        self.viewport().scroll(0, dy, body)
        if self._dragged is not None:
            self._aim(self._pointer)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        s = self._style
        s.elided.clear()
        # A narrow board gives the days room first; the people column keeps name and meter.
        s.people_width = s.people_full if self.viewport().width() - s.people_full >= DAYS * theme().px(86) else s.people_narrow
        self._update_range()

    def _scroll_at_edge(self) -> None:
        y, bar = self._pointer.y(), self.verticalScrollBar()
        above, below = self._style.header_height + _EDGE - y, y - (self.viewport().height() - _EDGE)
        speed = -min(24, above // 2) if above > 0 else min(24, below // 2) if below > 0 else 0
        if speed:
            bar.setValue(bar.value() + speed)

    # -- mouse -------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self.locate(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or hit is None:
            return
        self._move_cursor(hit.person, hit.day, hit.slot or 0)
        self.select(hit.block)
        if hit.block is not None:
            self._press = (event.position().toPoint(), hit.block)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._dragged is not None:
            self.drag_to(point)
        elif self._press is not None:
            if (point - self._press[0]).manhattanLength() >= QApplication.startDragDistance():
                self.begin_drag(self._press[1], point)
        else:
            self._set_hover(self.locate(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press = None
        if self._dragged is not None:
            self.drop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.locate(event.position().toPoint())
        if hit is not None and hit.block is not None:
            self.block_opened.emit(hit.block)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(None)

    def _set_hover(self, hit: Hit | None) -> None:
        if hit == self._hover:
            return
        old, self._hover = self._hover, hit
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if hit and hit.block else Qt.CursorShape.ArrowCursor)
        for cell in (old, hit):
            if cell is not None and cell.slot is not None:
                self.viewport().update(self.block_rect(cell.person, cell.day, cell.slot).adjusted(-1, -1, 1, 1))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            help_event = cast(QHelpEvent, event)
            hit = self.locate(help_event.pos())
            if hit is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(
                    help_event.globalPos(),
                    self.describe(hit.person, hit.day, hit.slot),
                    self.viewport(),
                    self.cell_rect(hit.person, hit.day),
                )
            return True
        return super().viewportEvent(event)

    # -- dragging (also called by the tray, in coordinates of the viewport) --------------------
    def begin_drag(self, block: Block, point: QPoint) -> None:
        self._dragged, self._verdicts = block, {}
        edges = self._day_edges()
        self._ghost = DragGhost(self.window(), block, QSize(edges[1] - edges[0] - 7, self._style.block_height))
        self._ghost.show()
        self._auto_scroll.start()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()
        self.drag_to(point)

    def drag_to(self, point: QPoint) -> None:
        assert self._ghost is not None
        self._pointer = point
        self._aim(point)
        self._ghost.move(self.viewport().mapTo(self.window(), point) + QPoint(10, 8))

    def _aim(self, point: QPoint) -> None:
        hit = self.locate(point)
        target = (hit.person, hit.day) if hit else None
        if target != self._target:
            old, self._target = self._target, target
            self._update_cell(old)
            self._update_cell(target)
        if self._ghost is not None:
            self._ghost.show_verdict(self._verdict(*target) if target else None)

    def _verdict(self, person: int, day: int) -> Verdict:
        key = (person, day)
        if key not in self._verdicts:
            assert self._dragged is not None
            self._verdicts[key] = self._plan.judge(self._dragged, person, day)
        return self._verdicts[key]

    def drop(self) -> None:
        """Finish the drag; the page decides on an amber drop (it asks for the reason in place)."""
        block, target = self._dragged, self._target
        verdict = self._verdict(*target) if target else None
        self.cancel_drag()
        if block is None or target is None or verdict is None:
            return
        self.block_moved.emit(block, verdict, target)

    def cancel_drag(self) -> None:
        self._auto_scroll.stop()
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
        self._ghost = self._dragged = self._target = self._press = None
        self.viewport().unsetCursor()
        self.viewport().update()

    # -- selection and keyboard ----------------------------------------------------------------
    def select(self, block: Block | None) -> None:
        ident = block.ident if block else None
        if ident != self._selected:
            self._selected = ident
            self.viewport().update()
            self.block_selected.emit(block)

    def set_plan(self, plan: BoardPlan) -> None:
        """Show another state of the week; selection and scroll stay."""
        self._plan = plan
        self._verdicts = {}
        person, day, slot = self._cursor
        self._cursor = (max(0, min(person, len(plan.people) - 1)), day, slot)
        self._measure_rows()
        self.viewport().update()

    @property
    def selected(self) -> Block | None:
        """The selected block of the present plan."""
        found = self._plan.find(self._selected) if self._selected is not None else None
        return next((b for b in self._plan.blocks(*found) if b.ident == self._selected), None) if found else None

    def _move_cursor(self, person: int, day: int, slot: int) -> None:
        if not self._plan.people:
            return
        person, day = max(0, min(len(self._plan.people) - 1, person)), max(0, min(DAYS - 1, day))
        self._cursor = (person, day, max(0, slot))
        rect, bar = self.cell_rect(person, day), self.verticalScrollBar()
        if rect.top() < self._style.header_height:
            bar.setValue(bar.value() - (self._style.header_height - rect.top()))
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height())
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._plan.people:
            super().keyPressEvent(event)
            return
        person, day, slot = self._cursor
        blocks = self._plan.blocks(person, day)
        key = event.key()
        page = max(1, len(self.visible_rows(self._style.header_height, self.viewport().height())) - 1)
        if self._dragged is not None and key == Qt.Key.Key_Escape:
            self.cancel_drag()
        elif key == Qt.Key.Key_Right:
            self._step(person, day + 1, 0)
        elif key == Qt.Key.Key_Left:
            self._step(person, day - 1, 0)
        elif key == Qt.Key.Key_Down:
            self._step(*((person, day, slot + 1) if self._dragged is None and slot + 1 < len(blocks) else (person + 1, day, 0)))
        elif key == Qt.Key.Key_Up:
            self._step(*((person, day, slot - 1) if self._dragged is None and slot > 0 else (person - 1, day, 0)))
        elif key == Qt.Key.Key_PageDown:
            self._step(person + page, day, 0)
        elif key == Qt.Key.Key_PageUp:
            self._step(person - page, day, 0)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(person, 0 if key == Qt.Key.Key_Home else DAYS - 1, 0)
        elif key == Qt.Key.Key_Space and self._dragged is not None:
            self.drop()
        elif key == Qt.Key.Key_Space and blocks:  # picks the block up: the keyboard's way to drag
            self.begin_drag(blocks[min(slot, len(blocks) - 1)], self.cell_rect(person, day).center())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._dragged is not None:
                self.drop()
            elif blocks:
                self.block_opened.emit(blocks[min(slot, len(blocks) - 1)])
        elif key == Qt.Key.Key_Delete and blocks:
            self.unassign_requested.emit(blocks[min(slot, len(blocks) - 1)])
        else:
            super().keyPressEvent(event)

    def _step(self, person: int, day: int, slot: int) -> None:
        self._move_cursor(person, day, slot)
        person, day, slot = self._cursor
        if self._dragged is not None:
            self.drag_to(self.cell_rect(person, day).center())
        else:
            blocks = self._plan.blocks(person, day)
            self.select(blocks[min(slot, len(blocks) - 1)] if blocks else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    # -- words for tooltips and assistive technology -------------------------------------------
    def describe(self, person: int, day: int, slot: int | None) -> str:
        who, (word, date) = self._plan.people[person], self._plan.days[day]
        head = f"{who.name} · {word} {date}"
        blocks = self._plan.blocks(person, day)
        if slot is not None and slot < len(blocks):
            return f"{head}\n{blocks[slot].title} {blocks[slot].time}"
        if blocks:
            return head + "\n" + "\n".join(f"{b.title} {b.time}" for b in blocks)
        return f"{head}\n{_('not available') if (person, day) in self._plan.unavailable else _('free')}"

    def accessible_cells(self) -> list[tuple[int, int, int]]:
        """(person, day, slot) of everything on screen, in reading order; an empty cell has slot 0."""
        rows = self.visible_rows(self._style.header_height, self.viewport().height())
        return [(p, d, s) for p in rows for d in range(DAYS) for s in range(max(1, len(self._plan.blocks(p, d))))]

    @property
    def cursor_cell(self) -> tuple[int, int, int]:
        return self._cursor
