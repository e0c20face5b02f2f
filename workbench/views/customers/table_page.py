"""A table at the left and what is shown of the chosen row at the right: the frame of all pages of the screen."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.theme import theme
from workbench.views.widgets.parts import Edit
from workbench.views.widgets.states import EmptyState
from workbench.views.widgets.table import RowsTable

CARD_WIDTH, CARD_LEAST = 430, 350


class TablePage(QWidget):
    """`row_id` is the row shown, 0 for none; edits of it are written here, and a refusal is said where it was made."""

    changed = Signal()
    wished = Signal(object)  # Destination

    def __init__(self, context: Context, table: RowsTable, nothing: EmptyState) -> None:
        super().__init__()
        self.context, self.table = context, table
        self.row_id = 0
        self._fresh = False
        self._nothing = nothing
        table.chosen.connect(self._on_chosen)
        table.narrowed.connect(self.changed)
        self._side = QStackedWidget()
        self._side.addWidget(nothing)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(table, 11)
        layout.addWidget(self._side, 9)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        self._side.setMinimumWidth(theme().px(CARD_LEAST))
        self._side.setMaximumWidth(theme().px(CARD_WIDTH))

    @abstractmethod
    def open(self, row_id: int) -> None:
        """Show a row; what has to be read for it is read first."""

    @abstractmethod
    def flush(self) -> None:
        """Keep what is being typed."""

    @abstractmethod
    def settle(self) -> None:
        """An edit of the row shown was kept."""

    @abstractmethod
    def complain(self, edit: Edit, text: str) -> None:
        """An edit of the row shown was refused; its text stays."""

    @Slot(object)
    def _on_chosen(self, row_id: int) -> None:
        if row_id != self.row_id:
            self.flush()
            self.open(row_id)

    def write(self, row_id: int, name: str, edit: Edit) -> None:
        """One undo step of a row; `name` fills the placeholder of that name."""
        done, failed = partial(self._on_kept, row_id), partial(self._on_refused, row_id, edit)
        self.context.tasks.write(self, edit.action, edit.job, done, failed, name=name, **edit.params)

    def _on_kept(self, row_id: int, _change: Change) -> None:
        if row_id == self.row_id:
            self.settle()

    def _on_refused(self, row_id: int, edit: Edit, error: BaseException) -> None:
        if row_id == self.row_id:
            self.complain(edit, words_of(error))
        else:
            self.context.messages.complain(error)

    @abstractmethod
    def add(self) -> None:
        """Add a row; each page knows what."""
