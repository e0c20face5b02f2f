"""The table of the form's lines: arrows move, 1 to 5 rate, 0 takes a rating away, Enter writes the fact or opens the rows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from workbench.i18n import _
from workbench.models.values.codes import Section
from workbench.readmodels.reviews import ItemCard, ReviewCard
from workbench.services import reviews
from workbench.views.context import Context
from workbench.views.delegates.reviews import ROW, CriteriaDelegate
from workbench.views.itemmodels.reviews import ACTUAL, EVIDENCE, HEADS, MANAGER, NAME, POINTS, SELF, WEIGHT, CriteriaTableModel
from workbench.views.paint import LEFT, RIGHT, draw_text, text_width
from workbench.views.reviews.part import Part, rating_step
from workbench.views.theme import TextRole, theme
from workbench.views.words import reviews as words

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
        self._share_width()
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
        self._share_width()

    def _share_width(self) -> None:
        """Every column takes what its words need; where that is too much the figures give way first, the names last."""
        t, width = theme(), self.viewport().width()
        needs = {column: text_width(_(HEADS[column]), TextRole.SMALL) + t.px(8) for column in range(len(HEADS))}
        needs[SELF] = max(needs[SELF], t.px(42))
        needs[POINTS] = max(needs[POINTS], text_width("100.00", TextRole.BODY_BOLD) + t.px(16))
        items = self.items.items
        chips = (text_width(words.evidence_chip(item), TextRole.SMALL) for item in items if not item.by_hand_because)
        needs[EVIDENCE] = max(needs[EVIDENCE], t.px(84), max(chips, default=0) + t.px(22))
        figures = (max(text_width(words.actual(item), TextRole.BODY), text_width(words.against(item), TextRole.SMALL)) for item in items)
        needs[ACTUAL] = min(max(needs[ACTUAL], max(figures, default=0) + t.px(12)), width * 0.32)
        names = max((text_width(words.name_of(item), TextRole.BODY_BOLD) for item in items), default=0) + t.px(18)
        words_long = (text_width(word, TextRole.SMALL_BOLD) for item in items for word in words.name_of(item).split())
        needs[NAME] = min(names, max(max(words_long, default=0) + t.px(18), t.px(90)), width * 0.3)
        spare = width - sum(needs.values())
        for column, least in ((ACTUAL, 90), (EVIDENCE, 66), (MANAGER, 40), (WEIGHT, 30), (ACTUAL, 74), (EVIDENCE, 56), (NAME, 64)):
            if spare < 0:
                given = min(-spare, max(0.0, needs[column] - t.px(least)))
                needs[column] -= given
                spare += given
        if spare > 0:
            more = min(spare, max(0.0, names - needs[NAME]))
            needs[NAME] += more
            for column in (NAME, ACTUAL, EVIDENCE, MANAGER):
                needs[column] += (spare - more) / 4
        used = 0
        for column in range(len(HEADS) - 1):
            self.setColumnWidth(column, round(needs[column]))
            used += round(needs[column])
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
        item = self.card.item(code)
        if self.is_same_rating(item, whose, value):
            return
        self.write(rating_step(value), job, item=words.name_of(item))
