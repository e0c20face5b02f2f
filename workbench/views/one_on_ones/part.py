"""What the cards of the one-on-one screen have in common: they write for the person shown and say a refusal in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from workbench.readmodels.one_on_ones import TalkCard
from workbench.services.workspace import UnitOfWork
from workbench.views.context import Context
from workbench.views.one_on_ones.editor import GrowingEdit
from workbench.views.tasks import Done, Failed
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Text
from workbench.views.widgets.writing_card import WritingCard

W = TypeVar("W", bound=QWidget)


class Part(WritingCard):
    """A card with a heading line, rows that reach its sides, and a line for what was refused."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self.card: TalkCard | None = None
        self.body.setContentsMargins(1, 6, 1, 8)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(13, 0, 13, 4)
        self.head.setSpacing(8)
        self.heading = Text(title, TextRole.HEADING)
        self.heading.setMinimumHeight(theme().px(32))
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.body.addLayout(self.head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.body.addLayout(self.rows)
        self.problem.setContentsMargins(14, 2, 14, 4)

    @property
    def coming(self) -> bool:
        """Whether the talk shown is still to come (or is none at all)."""
        return self.card is not None and (self.card.talk_id is None or self.card.state == "planned")

    def write(self, action: str, job: Callable[[UnitOfWork], object], done: Done | None = None, failed: Failed | None = None) -> None:
        """One undo step named by `action`, whose placeholder {person} is the person shown."""
        if self.card is not None:
            self.context.tasks.write(self, action, job, done or self._on_written, failed or self._on_refused, person=self.card.name)

    def keep(self, edit: GrowingEdit, action: str, job: Callable[[UnitOfWork], object]) -> None:
        """Write what `edit.send()` gave; the editor hears whether it is stored, and keeps its text when it is not."""
        self.write(action, job, partial(self._on_kept, edit), partial(self._on_not_kept, edit))

    def _on_kept(self, edit: GrowingEdit, change: object) -> None:
        self._on_written(change)
        if isValid(edit):
            edit.accepted()

    def _on_not_kept(self, edit: GrowingEdit, error: BaseException) -> None:
        self._on_refused(error)
        if isValid(edit):
            edit.refused()


def link(text: str, name: str = "") -> QPushButton:
    """A quiet button that looks like a remark."""
    button = QPushButton(text)
    button.setProperty("look", "quiet")
    button.setAccessibleName(name or text)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def clear_layout(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take all widgets out of a layout and let them go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def widgets_of(layout: QVBoxLayout | QHBoxLayout, kind: type[W]) -> list[W]:
    """The widgets of one kind in a layout, in order."""
    items = (layout.itemAt(place) for place in range(layout.count()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, kind)]
