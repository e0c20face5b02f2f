"""The people of a cycle at the left: search, one row each with the step and score · grade, and how many are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QListView, QVBoxLayout

from workbench.i18n import _
from workbench.readmodels.reviews import BoardRow
from workbench.services import names
from workbench.views.delegates.reviews import BoardRowDelegate
from workbench.views.itemmodels.reviews import BoardListModel
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Surface, Text
from workbench.views.widgets.forms import FilterField
from workbench.views.words import reviews as words


class PeopleList(Surface):
    """Emits the person whose review is to be shown."""

    chosen = Signal(object)  # an id

    def __init__(self) -> None:
        super().__init__("surface", right=True)
        self._rows: tuple[BoardRow, ...] = ()
        self._query, self._narrow = "", False
        self.model = BoardListModel(self)
        self.filter = FilterField(_("Name, pinyin, step or grade"))
        self.filter.filtered.connect(self._on_filtered)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(BoardRowDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("People of this cycle"))
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self._none = Text(_("Nobody matches."), TextRole.SMALL, "muted")
        self._none.setContentsMargins(14, 8, 14, 8)
        self._none.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(10, 10, 10, 8)
        top.addWidget(self.filter)
        layout.addLayout(top)
        layout.addWidget(self._none)
        layout.addWidget(self.view, 1)
        self._theme_changed()

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.set_narrow(self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setFixedWidth(theme().px(196 if narrow else 236))

    @property
    def person_id(self) -> int | None:
        index = self.view.currentIndex()
        return self.model.row_at(index.row()).person_id if index.isValid() else None

    @property
    def shown(self) -> tuple[BoardRow, ...]:
        return tuple(self.model.row_at(place) for place in range(self.model.rowCount()))

    def row_of(self, person_id: int) -> BoardRow | None:
        return next((row for row in self._rows if row.person_id == person_id), None)

    def set_rows(self, rows: Sequence[BoardRow]) -> None:
        self._rows = tuple(rows)
        self._show()

    def select(self, person_id: int) -> None:
        """Select a person; a filter that hides them is cleared."""
        if self.model.place_of(person_id) < 0 and self.row_of(person_id) is not None:
            self._query = ""
            self.filter.blockSignals(True)
            self.filter.clear()
            self.filter.blockSignals(False)
            self._show()
        place = self.model.place_of(person_id)
        if place >= 0:
            index = self.model.index(place)
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    def _fits(self, row: BoardRow) -> bool:
        query = self._query.strip()
        if not query:
            return True
        grade = row.calibrated_grade or row.grade
        return (
            query.casefold() == grade.casefold()
            or query.casefold() in words.state_chip(row)[0].casefold()
            or names.matches(query, row.name, row.search)
        )

    def _show(self) -> None:
        fitting = [row for row in self._rows if self._fits(row)]
        self.model.set_rows(fitting)
        self._none.setVisible(not fitting and bool(self._rows))

    @Slot(str)
    def _on_filtered(self, text: str) -> None:
        self._query = text
        self._show()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.model.row_at(current.row()).person_id)
