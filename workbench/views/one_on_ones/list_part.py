"""A card of lines that are ticked, reworded and taken away in place, with a field below in which Enter adds one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from workbench.readmodels.one_on_ones import TalkCard
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import Part, widgets_of
from workbench.views.one_on_ones.rows import TickRow

Line = TypeVar("Line", bound=TickRow)


class ListPart(Part, Generic[Line]):
    """Lines are told apart by the id of their row; who derives from this makes, fills and writes them."""

    kind: type[Line]

    def __init__(self, context: Context, title: str, name: str, hint: str) -> None:
        super().__init__(context, title)
        self._lines: dict[int, Line] = {}
        self._sent = ""
        self.adder = QWidget()
        self._adding = QHBoxLayout(self.adder)
        self._adding.setContentsMargins(13, 6, 13, 4)
        self._adding.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(name)
        self.field.returnPressed.connect(self.add)
        self._adding.addWidget(self.field, 1)

    @property
    def lines(self) -> list[Line]:
        """The lines in order."""
        return widgets_of(self.rows, self.kind)

    @abstractmethod
    def _new_line(self, row: Any) -> Line:
        """A line for a row that has none yet, its signals connected."""

    @abstractmethod
    def _fill(self, line: Line, row: Any) -> None:
        """Bring a line up to date."""

    @abstractmethod
    def add(self) -> None:
        """Keep what stands in the adding line."""

    @abstractmethod
    def show_card(self, card: TalkCard) -> None:
        """Show a talk."""

    def _show(self, card: TalkCard, rows: Sequence[Any]) -> None:
        """Show the rows of a talk; what is being typed stays, unless it is the talk of somebody else."""
        if self.card is not None and self.card.person_id != card.person_id:
            self._leave()
        self.card = card
        wanted = {row.id for row in rows}
        for gone in [row_id for row_id in self._lines if row_id not in wanted]:
            line = self._lines.pop(gone)
            self.rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, row in enumerate(rows):
            if row.id not in self._lines:
                self._lines[row.id] = self._new_line(row)
            line = self._lines[row.id]
            if self.rows.indexOf(line) != place:
                self.rows.removeWidget(line)
                self.rows.insertWidget(place, line)
            self._fill(line, row)

    def _leave(self) -> None:
        """Another person's talk comes."""
        self.field.clear()
        self.complain("")

    @property
    def may_add(self) -> bool:
        """Not in a talk that was held, and not for somebody who left before one was planned."""
        card = self.card
        gone = card is not None and card.left_on is not None and card.left_on < self.context.today() and card.talk_id is None
        return self.coming and not gone

    def start_adding(self) -> None:
        self.field.setFocus()

    def _on_added(self, _change: Change) -> None:
        self.complain("")
        if self.field.text() == self._sent:
            self.field.clear()

    def _on_change_refused(self, error: BaseException) -> None:
        """Ticks and choices show again what is stored."""
        self.complain(words_of(error))
        if self.card is not None:
            self.show_card(self.card)

    def flush(self) -> None:
        for line in self._lines.values():
            line.edit.settle()

    def keep_typed(self) -> None:
        """The window closes: what stands in the adding line is added, as Enter would."""
        if self.field.text().strip() and self.may_add:
            self.add()
