"""Twelve months of sales as bars with their targets as ticks; a month under the mouse or the arrow keys tells its figures.

pyqtgraph and NumPy come with this module: it is imported on a worker, by the first screen that shows a chart.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.models.values.money import Money
from workbench.readmodels.today import MonthBar
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.widgets.basic import Text

WIDE, REACH = 0.52, 0.36  # width of a bar and half the length of a target's tick, in months
HEADROOM = 1.06


class PaceChart(QWidget):
    """Bars are actual, ticks are targets, the running month is pale; the line below tells the chosen month."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[MonthBar, ...] = ()
        self._chosen = -1
        self._plot = pg.PlotWidget(self)
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.hideAxis("left")
        self._plot.getPlotItem().getViewBox().setDefaultPadding(0)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumHeight(theme().px(120))
        self._plot.viewport().installEventFilter(self)
        self._columns = pg.BarGraphItem(x=[], height=[], width=WIDE)
        self._ticks = pg.PlotCurveItem(connect="pairs")
        self._plot.addItem(self._columns)
        self._plot.addItem(self._ticks)
        self._told = Text("", TextRole.SMALL, "text")
        self._told.setMinimumWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._told)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plot.scene().sigMouseMoved.connect(self._on_mouse)
        theme().changed.connect(self._paint)
        self._paint()

    def sizeHint(self) -> QSize:
        """As high as the lines beside it need, and no more than this where there are few."""
        return QSize(theme().px(320), theme().px(180))

    def show_bars(self, bars: Sequence[MonthBar]) -> None:
        """Replace the months; the newest is chosen, as it is what matters today."""
        if tuple(bars) != self._bars:
            self._bars = tuple(bars)
            self._chosen = len(self._bars) - 1
        self.setAccessibleName("; ".join(self.words_of(index) for index in range(len(self._bars))))
        self._paint()

    def words_of(self, index: int) -> str:
        """2026-11: 27,307.71 of 30,000.00 (91 %)."""
        bar = self._bars[index]
        actual = Money(bar.actual).grouped()
        if not bar.target:
            return _("{month}: {actual}, no target", month=f"{bar.month:%Y-%m}", actual=actual)
        share = round(100 * bar.actual / bar.target)
        return _(
            "{month}: {actual} of {target} ({share} %)",
            month=f"{bar.month:%Y-%m}",
            actual=actual,
            target=Money(bar.target).grouped(),
            share=share,
        )

    @property
    def told(self) -> str:
        """The line below the bars."""
        return self._told.text()

    # -- drawing

    @Slot()
    def _paint(self) -> None:
        t = theme()
        self._plot.setBackground(QColor(t.tokens.surface))
        axis = self._plot.getAxis("bottom")
        axis.setPen(pg.mkPen(QColor(t.tokens.border)))
        axis.setTextPen(pg.mkPen(QColor(t.tokens.muted)))
        axis.setTickFont(t.font(TextRole.SMALL))
        axis.setStyle(tickLength=0)
        axis.setTicks([[(place, str(bar.month.month)) for place, bar in enumerate(self._bars)]])
        places = list(range(len(self._bars)))
        heights = [max(0, bar.actual) / 100 for bar in self._bars]
        self._columns.setOpts(x=places, height=heights, width=WIDE, brushes=[self._colour(place) for place in places], pen=pg.mkPen(None))
        self._show_targets()
        highest = max([1.0, *heights, *((bar.target or 0) / 100 for bar in self._bars)])
        self._plot.setRange(xRange=(-0.6, max(0.6, len(places) - 0.4)), yRange=(0, highest * HEADROOM), padding=0)
        self._told.setText(self.words_of(self._chosen) if 0 <= self._chosen < len(self._bars) else "")

    def _colour(self, place: int) -> QColor:
        colour = QColor(theme().tone(Tone.ACCENT).ink)
        if self._bars[place].running:
            colour.setAlphaF(0.45)
        if place == self._chosen and self.hasFocus():
            colour = colour.darker(125) if not theme().tokens.is_dark else colour.lighter(125)
        return colour

    def _show_targets(self) -> None:
        marked = [(place, bar.target / 100) for place, bar in enumerate(self._bars) if bar.target]
        ends = [place + side for place, _target in marked for side in (-REACH, REACH)]
        levels = [target for _place, target in marked for _side in (0, 1)]
        self._ticks.setData(x=ends, y=levels, pen=pg.mkPen(QColor(theme().tone(Tone.WARNING).ink), width=2))

    # -- choosing a month

    @Slot(object)
    def _on_mouse(self, point: QPointF) -> None:
        self._choose(round(self._plot.getPlotItem().getViewBox().mapSceneToView(point).x()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel belongs to the page around the chart."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._bars:
            super().keyPressEvent(event)
        else:
            self._choose(self._chosen + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._paint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._paint()

    def _choose(self, index: int) -> None:
        index = max(0, min(len(self._bars) - 1, index))
        if self._bars and index != self._chosen:
            self._chosen = index
            self._paint()
