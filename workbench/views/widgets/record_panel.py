"""Everything on one record: a head that says who it is, and its parts behind tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, ElidedText
from workbench.views.widgets.parts import Part, Parts


class RecordPanel(QWidget):
    """The parts that are not looked at cost nothing; `parts` tells the edits."""

    wished = Signal(object)  # Destination

    def __init__(self, parts: Sequence[tuple[str, str, Callable[[], Part[Any]]]], lines: Sequence[QHBoxLayout]) -> None:
        super().__init__()
        self.name = ElidedText("", TextRole.TITLE)
        self.second = ElidedText("", TextRole.SMALL, "muted")
        head = Card(margin=14, spacing=4)
        head.body.addWidget(self.name)
        head.body.addWidget(self.second)
        for line in lines:
            head.body.addLayout(line)
        self.parts = Parts(parts)
        self.parts.wished.connect(self.wished)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(head)
        layout.addWidget(self.parts, 1)

    def say(self, name: str, words: Sequence[str]) -> None:
        """The name, and below it what is known of the rest."""
        self.name.setText(name)
        self.second.setText(" · ".join(word for word in words if word))
