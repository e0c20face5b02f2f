"""A scroll area whose contents never change their width when the scroll bar comes or goes.

Editors that grow with their text wrap by width; a bar that took its room from them would change their height,
and with it the need for the bar, in a circle.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScrollBar, QWidget


class SteadyArea(QWidget):
    """`area` scrolls `inner`; the bar stands in a gutter of its own that stays when the bar is hidden."""

    def __init__(self, inner: QWidget, *, clear: bool = False) -> None:
        super().__init__()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        if clear:
            inner.setAutoFillBackground(False)
            self.area.viewport().setAutoFillBackground(False)
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self._own = self.area.verticalScrollBar()
        self._own.rangeChanged.connect(self._on_range)
        self._own.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(self._own.setValue)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.bar)
        self._on_range(self._own.minimum(), self._own.maximum())

    def _on_range(self, low: int, high: int) -> None:
        self.bar.setRange(low, high)
        self.bar.setPageStep(self._own.pageStep())
        self.bar.setSingleStep(self._own.singleStep())
        self.bar.setValue(self._own.value())
        self.bar.setVisible(high > low)

    def to_top(self) -> None:
        self._own.setValue(self._own.minimum())
