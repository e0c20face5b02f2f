"""The table of the form's lines: arrows move, 1 to 5 rate, 0 takes a rating away, Enter writes the fact or opens the rows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from workbench.i18n import N_, _
from workbench.models.values.codes import Section
from workbench.readmodels.reviews import ItemCard, ReviewCard
from workbench.services import reviews
from workbench.views.context import Context
from workbench.views.delegates.reviews import ROW, CriteriaDelegate
from workbench.views.itemmodels.reviews import ACTUAL, EVIDENCE, HEADS, MANAGER, NAME, POINTS, SELF, WEIGHT, CriteriaTableModel
from workbench.views.paint import LEFT, RIGHT, draw_text
from workbench.views.reviews.part import Part
from workbench.views.theme import TextRole, theme
from workbench.views.words import reviews as words

SHARES = {NAME: 0.19, WEIGHT: 0.09, ACTUAL: 0.26, EVIDENCE: 0.16, SELF: 0.06, MANAGER: 0.13, POINTS: 0.11}
DIGITS = {Qt.Key.Key_0: 0, Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3, Qt.Key.Key_4: 4, Qt.Key.Key_5: 5}


class _Head(QHeaderView):
    """Heads in small type at the same left edge as the cells below them."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(32))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        t = theme()
        area = QRectF(rect)
        painter.fillRect(area, t.colour("surface"))
        left = t.px(10) if section == NAME else t.px(4)
        right = t.px(8) if section == POINTS else t.px(2)
        align = RIGHT if section == POINTS else LEFT
        draw_text(painter, area.adjusted(left, 0, -right, 0), _(HEADS[section]), TextRole.SMALL, t.tokens.muted, align)


class CriteriaTable(QTableView):
    """As high as its rows; a single row is selected, the current column says whose rating the digits write."""

    rated = Signal(str, str, int)  # code, "self_rating" or "manager_rating", 0 … 5
    opened = Signal(str)
    line_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.items = CriteriaTableModel(self)
        self.setHorizontalHeader(_Head(self))
        self.setModel(self.items)
        self.setItemDelegate(CriteriaDelegate(self))
        self.setAccessibleName(_("Lines of the form"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentChanged.connect(self._on_current)
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = max(1, self.items.rowCount())
        return QSize(theme().px(420), self.horizontalHeader().sizeHint().height() + rows * theme().px(ROW) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(360), self.sizeHint().height())

    @property
    def current(self) -> ItemCard | None:
        return self.items.item_at(self.currentIndex().row())

    def show_items(self, card: ReviewCard, code: str = "") -> None:
        """Show the lines of a review and keep the current line, or go to the one named."""
        before = self.currentIndex()
        wanted = code or (self.current.code if self.current is not None else "")
        column = before.column() if before.isValid() else MANAGER
        self.items.set_items(card.items)
        self.updateGeometry()
        if self.items.rowCount() and (not self.currentIndex().isValid() or wanted):
            place = max(0, self.items.place_of(wanted))
            self.go(place, column)

    def go(self, place: int, column: int = MANAGER) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.items.index(place, column), flags)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        item = self.items.item_at(current.row())
        if item is not None and current.row() != previous.row():
            self.line_chosen.emit(item.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current
        digit = DIGITS.get(Qt.Key(event.key()))
        if item is not None and digit is not None:
            whose = "self_rating" if self.currentIndex().column() == SELF else "manager_rating"
            if item.section is not Section.KPI:
                self.rated.emit(item.code, whose, digit)
            return
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(item.code)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        item = self.items.item_at(index.row()) if index.isValid() else None
        if item is not None and index.column() == EVIDENCE:
            self.opened.emit(item.code)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.indexAt(event.position().toPoint()).column() == EVIDENCE
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, used = self.viewport().width(), 0
        for column in range(len(HEADS) - 1):
            size = round(width * SHARES[column])
            used += size
            self.setColumnWidth(column, size)
        self.setColumnWidth(POINTS, max(20, width - used))


class CriteriaCard(Part):
    """The table in its card; writes the ratings."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAccessibleName(_("Lines of the form"))
        self.body.setContentsMargins(1, 1, 1, 2)
        self.table = CriteriaTable()
        self.body.addWidget(self.table)
        self.table.rated.connect(self._on_rated)
        self.end()

    def show_card(self, card: ReviewCard, code: str = "") -> None:
        self.card = card
        self.table.show_items(card, code)

    @Slot(str, str, int)
    def _on_rated(self, code: str, whose: str, value: int) -> None:
        if self.card is None:
            return
        of = partial(reviews.rate, review_id=self.card.review_id, item_code=code)
        job = partial(of, self_rating=value) if whose == "self_rating" else partial(of, manager_rating=value)
        self.write(N_("Rate {person}: {item}"), job, item=words.name_of(self.card.item(code)))
