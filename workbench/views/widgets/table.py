"""A searchable, sortable table over a rows model: the left side of the team and the customer screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.services import names
from workbench.views.itemmodels.rows import Column, RowsTableModel
from workbench.views.paint import CENTRE, draw_text, text_width
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card
from workbench.views.widgets.forms import FilterField

ROW_HEIGHT = 34
HEADING_MARGIN = 26
CELL_MARGIN = 24
LOOKED_AT = 60  # rows by which a column gets its width
MOST_OF_WIDTH = 1.3  # of the width asked for, where words are longer
NAME_KEEPS = 0.8  # of its width, where room is short: by the first column a row is known
_DOWN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class _View(QTableView):
    """Says in its own place why it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if self.words and model is not None and model.rowCount() == 0:
            area = QRectF(self.viewport().rect()).adjusted(12, 12, -12, 0)
            area.setHeight(theme().px(40))
            draw_text(QPainter(self.viewport()), area, self.words, TextRole.SMALL, theme().tokens.muted, CENTRE)


class RowsTable(Card):
    """Filters while typing (Chinese, pinyin, initials), sorts by a click on a heading, keeps the selection.

    The columns share the width that there is, so that no scroll bar is needed and no heading is cut. `widths` are what
    each would like to have; with `several` rows can be chosen together and `picked` tells all of them.
    """

    chosen = Signal(object)  # an id
    picked = Signal(object)  # ids in the order shown
    narrowed = Signal()  # another number of rows is shown

    def __init__(self, columns: Sequence[Column], hint: str, widths: Sequence[int], *, several: bool = False) -> None:
        super().__init__(margin=1)
        self._rows: list[Any] = []
        self._columns, self._widths = tuple(columns), tuple(widths)
        self._sort: tuple[int, bool] | None = None
        self._filter: Callable[[Any], bool] | None = None
        self._selected, self._count = 0, -1
        self._quiet = False
        self.search = FilterField(hint)
        self.search.filtered.connect(self._on_typed)
        self.search.installEventFilter(self)
        self.model = RowsTableModel(columns, self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setAccessibleName(hint)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.view.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionClicked.connect(self._on_heading)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.view.viewport().installEventFilter(self)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(10, 0, 10, 0)
        self._head.setSpacing(8)
        self._head.addWidget(self.search, 1)
        self.body.setContentsMargins(1, 10, 1, 8)
        self.body.setSpacing(8)
        self.body.addLayout(self._head)
        self.body.addWidget(self.view, 1)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    # -- what stands around

    def add_filter(self, box: QWidget) -> None:
        """Place a filter beside the search."""
        self._head.addWidget(box)

    def add_line(self, line: QWidget) -> None:
        """Place a line of further filters or actions between search and table."""
        holder = QVBoxLayout()
        holder.setContentsMargins(10, 0, 10, 0)
        holder.addWidget(line)
        self.body.insertLayout(self.body.count() - 1, holder)

    @Slot()
    def _on_theme(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._share()

    def _share(self) -> None:
        """Every column gets what its heading needs, then what it would like, then its part of what is left."""
        room = self.view.viewport().width()
        least = [round(text_width(c.heading, TextRole.BODY)) + theme().px(HEADING_MARGIN) for c in self._columns]
        wanted = [max(low, need) for low, need in zip(least, self._needed(), strict=True)]
        least[0] = max(least[0], round(wanted[0] * NAME_KEEPS))
        spare = room - sum(wanted)
        if spare < 0:
            slack = sum(wanted) - sum(least)
            cut = min(1.0, -spare / slack) if slack else 0.0
            wanted = [round(want - (want - low) * cut) for want, low in zip(wanted, least, strict=True)]
        else:
            shares = [c.grow for c in self._columns]
            shares = shares if any(shares) else [1] + [0] * (len(shares) - 1)
            wanted = [want + spare * share // sum(shares) for want, share in zip(wanted, shares, strict=True)]
        if sum(wanted) > room > 0:  # words longer than there is room for: every heading gives a little
            wanted = [want * room // sum(wanted) for want in wanted]
        header = self.view.horizontalHeader()
        for number, width in enumerate(wanted):
            header.resizeSection(number, width)
        header.resizeSection(len(wanted) - 1, max(wanted[-1], room - sum(wanted[:-1])))

    def _needed(self) -> list[int]:
        """What each column would like: what its words take as far as they are looked at, the first one and those that grow what was asked."""
        found = []
        for number, (column, width) in enumerate(zip(self._columns, self._widths, strict=True)):
            wish = theme().px(width)
            if number and not column.grow and self._rows:
                words = max(text_width(column.text(row), TextRole.BODY) for row in self._rows[:LOOKED_AT])
                wish = min(round(words) + theme().px(CELL_MARGIN), round(wish * MOST_OF_WIDTH))
            found.append(wish)
        return found

    # -- rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        self._rows = list(rows)
        self._share()
        self._show()

    def set_filter(self, keep: Callable[[Any], bool] | None) -> None:
        """A filter beside the search."""
        self._filter = keep
        self._show()

    @property
    def shown(self) -> int:
        return self.model.rowCount()

    @property
    def count(self) -> int:
        """Rows there are, whatever is searched for."""
        return len(self._rows)

    @property
    def selected_ids(self) -> list[int]:
        """Ids of the chosen rows, in the order shown."""
        return [self.model.row_at(row).id for row in sorted({index.row() for index in self.view.selectionModel().selectedIndexes()})]

    def _show(self) -> None:
        query = self.search.text().strip()
        rows = [
            r
            for r in self._rows
            if (not query or names.matches(query, r.name, f"{r.search} {r.code.lower()}")) and (self._filter is None or self._filter(r))
        ]
        if self._sort is not None:
            rows = self.model.sorted_by(rows, self._sort[0], descending=self._sort[1])
        chosen = self.selected_ids
        self._quiet = True
        self.model.set_rows(rows)
        self._quiet = False
        self._choose_again(chosen)
        self.view.words = (
            _("Nothing is called “{text}”.", text=query) if query and not rows else _("Nothing fits the filter.") if self._rows else ""
        )
        if len(rows) != self._count:
            self._count = len(rows)
            self.narrowed.emit()
        self.view.viewport().update()

    # -- selection

    def _choose_again(self, chosen: Sequence[int]) -> None:
        """Qt chooses a neighbour where a chosen row goes; what was chosen and is still shown stays chosen instead."""
        places = [self.model.place_of(row_id) for row_id in chosen]
        kept = [row_id for row_id, place in zip(chosen, places, strict=True) if place >= 0]
        if len(kept) > 1 and sorted(kept) != sorted(self.selected_ids):
            flags = QItemSelectionModel.SelectionFlag
            selection = QItemSelection()
            for place in places:
                if place >= 0:
                    selection.select(self.model.index(place, 0), self.model.index(place, 0))
            self.view.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        elif len(kept) <= 1 and self._selected:
            self.mark(self._selected)

    def mark(self, row_id: int) -> None:
        """Show a row as the chosen one without telling anybody; one that is not listed leaves nothing marked."""
        self._selected = row_id
        place = self.model.place_of(row_id)
        selection = self.view.selectionModel()
        self._quiet = True
        if place < 0:
            selection.clear()
        elif self.selected_ids != [row_id] or selection.currentIndex().row() != place:
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(self.model.index(place, 0), flags.ClearAndSelect | flags.Rows)
            self.view.scrollTo(self.model.index(place, 0))
        self._quiet = False

    def select(self, row_id: int) -> None:
        """Choose a row by its id; one that is not there yet is marked as soon as it is."""
        self.mark(row_id)
        if self.model.place_of(row_id) >= 0:
            self.chosen.emit(row_id)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            row_id = self.model.row_at(current.row()).id
            if row_id != self._selected:
                self._selected = row_id
                self.chosen.emit(row_id)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, _more: QItemSelection, _less: QItemSelection) -> None:
        self.picked.emit(self.selected_ids)

    # -- search and order

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._show()

    @Slot(int)
    def _on_heading(self, column: int) -> None:
        descending = self._sort is not None and self._sort == (column, False)
        self._sort = (column, descending)
        self.view.horizontalHeader().setSortIndicatorShown(True)
        self.view.horizontalHeader().setSortIndicator(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport() and event.type() is QEvent.Type.Resize:
            self._share()
        elif watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _DOWN:
            return self._go_down()
        return super().eventFilter(watched, event)

    def _go_down(self) -> bool:
        """From the search into the rows: to the chosen one while it is shown, else to the first."""
        self._show()
        if not self.model.rowCount():
            return False
        place = max(0, self.model.place_of(self._selected))
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        self.select(self.model.row_at(place).id)
        return True
