"""Lanes of people, by grade or as nine boxes: dragged from one to another, or moved with Ctrl and the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QListView, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.readmodels.calibration import CalibrationRow
from workbench.views.delegates.calibration import LaneDelegate
from workbench.views.itemmodels.calibration import LaneModel, carried
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.words import calibration as words

ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class LaneList(QListView):
    """The rows of one lane. `dropped` carries a review let go here, `pushed` one moved by the keyboard, `left` the way out of the lane."""

    chosen = Signal(object)  # id of a review
    dropped = Signal(object)  # id of a review
    pushed = Signal(object, object)  # id of a review, (columns, rows) away
    left = Signal(object)  # (columns, rows) away
    typed = Signal(object, str)  # id of a review, a letter

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows = LaneModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(LaneDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def current(self) -> CalibrationRow | None:
        index = self.currentIndex()
        return self.rows.row_at(index.row()) if index.isValid() else None

    def choose(self, review_id: int) -> bool:
        """Make a person the current one; False when they are in another lane."""
        place = self.rows.place_of_review(review_id)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place))
            self.scrollTo(self.rows.index(place))
        return place >= 0

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.rows.row_at(current.row()).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way, row = ARROWS.get(Qt.Key(event.key())), self.current
        if way is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier and row is not None:
            self.pushed.emit(row.id, way)
        elif way is not None and way[0]:
            self.left.emit(way)
        elif row is not None and event.text().isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(row.id, event.text().upper())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Everything that carries a review fits; the reason is asked after the drop."""
        fits = carried(event.mimeData()) is not None
        self.setProperty("dropping", fits)
        event.setAccepted(fits)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.setProperty("dropping", False)

    def dropEvent(self, event: QDropEvent) -> None:
        review_id = carried(event.mimeData())
        self.setProperty("dropping", False)
        event.setDropAction(Qt.DropAction.CopyAction)  # the model moves the row once the change is kept
        event.accept()
        if review_id is not None and self.rows.place_of_review(review_id) < 0:
            self.dropped.emit(review_id)


class Lanes(QWidget):
    """A grid of lanes. `wanted` carries a review and the key of the lane in which it shall be."""

    chosen = Signal(object)  # id of a review
    wanted = Signal(object, str)  # id of a review, key of a lane
    typed = Signal(object, str)  # id of a review, a letter

    def __init__(self, grid: Sequence[Sequence[tuple[str, str]]]) -> None:
        """`grid` is rows of (key, name)."""
        super().__init__()
        self._keys = [[key for key, _name in line] for line in grid]
        self.lists: dict[str, LaneList] = {}
        self._heads: dict[str, Text] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for y, line in enumerate(grid):
            layout.setRowStretch(y, 1)
            for x, (key, name) in enumerate(line):
                layout.setColumnStretch(x, 1)
                layout.addWidget(self._lane(key, name), y, x)

    def _lane(self, key: str, name: str) -> Card:
        card = Card(margin=1)
        box = QVBoxLayout()
        box.setContentsMargins(10, 6, 10, 4)
        head = Text(name, TextRole.SMALL_BOLD, "muted")
        head.setMinimumWidth(1)
        box.addWidget(head)
        rows = LaneList(name)
        rows.setMinimumHeight(40)
        rows.chosen.connect(self._on_chosen)
        rows.dropped.connect(self._on_dropped)
        rows.pushed.connect(self._on_pushed)
        rows.left.connect(self._on_left)
        rows.typed.connect(self.typed)
        card.body.addLayout(box)
        card.body.addWidget(rows, 1)
        self.lists[key], self._heads[key] = rows, head
        return card

    def show_lanes(self, lanes: dict[str, list[CalibrationRow]], names: dict[str, str]) -> None:
        """Who is in which lane, and what stands above it."""
        for key, rows in self.lists.items():
            rows.rows.set_rows(lanes.get(key, []))
            self._heads[key].setText(names[key])
            rows.setAccessibleName(names[key])

    def choose(self, review_id: int) -> None:
        """Show a person as the chosen one, in whichever lane."""
        for rows in self.lists.values():
            rows.selectionModel().blockSignals(True)
            if not rows.choose(review_id):
                rows.clearSelection()
            rows.selectionModel().blockSignals(False)
            rows.viewport().update()

    def lane_of(self, review_id: int) -> str:
        """Key of the lane of a person; empty when shown nowhere."""
        return next((key for key, rows in self.lists.items() if rows.rows.place_of_review(review_id) >= 0), "")

    # -- slots

    def _key_of(self, rows: object) -> str:
        return next(key for key, one in self.lists.items() if one is rows)

    def _at(self, key: str) -> tuple[int, int]:
        return next((x, y) for y, line in enumerate(self._keys) for x, one in enumerate(line) if one == key)

    def _beside(self, key: str, across: int, down: int) -> str:
        x, y = self._at(key)
        if 0 <= y + down < len(self._keys) and 0 <= x + across < len(self._keys[y + down]):
            return self._keys[y + down][x + across]
        return ""

    @Slot(object)
    def _on_chosen(self, review_id: int) -> None:
        mine = self.sender()
        for rows in self.lists.values():
            if rows is not mine:
                rows.clearSelection()
        self.chosen.emit(review_id)

    @Slot(object)
    def _on_dropped(self, review_id: int) -> None:
        self.wanted.emit(review_id, self._key_of(self.sender()))

    @Slot(object, object)
    def _on_pushed(self, review_id: int, way: tuple[int, int]) -> None:
        there = self._beside(self._key_of(self.sender()), *way)
        if there:
            self.wanted.emit(review_id, there)

    @Slot(object)
    def _on_left(self, way: tuple[int, int]) -> None:
        there = self._beside(self._key_of(self.sender()), *way)
        if there:
            rows = self.lists[there]
            rows.setFocus(Qt.FocusReason.TabFocusReason)
            if rows.rows.rowCount() and not rows.selectionModel().hasSelection():
                rows.setCurrentIndex(rows.rows.index(0))


def grade_lanes(grades: Sequence[str]) -> Lanes:
    """One lane a grade, the best at the left."""
    return Lanes([[(grade, grade) for grade in grades]])


def nine_boxes() -> Lanes:
    """Behaviour upwards, result to the right; the key of a box is result·behaviour."""
    return Lanes([[(f"{result}·{behaviour}", "") for result in (1, 2, 3)] for behaviour in (3, 2, 1)])


def show_grades(lanes: Lanes, rows: Sequence[CalibrationRow]) -> None:
    """Everybody in the lane of the grade that counts, the best score first."""
    ordered = sorted(rows, key=lambda row: (-(row.score or 0), row.search))
    found = {grade: [row for row in ordered if row.grade == grade] for grade in lanes.lists}
    lanes.show_lanes(found, {grade: f"{grade}  {len(own)}" for grade, own in found.items()})


def show_boxes(lanes: Lanes, rows: Sequence[CalibrationRow]) -> int:
    """Everybody in their box; returns how many have none, for want of a figure or a rating."""
    ordered = sorted(rows, key=lambda row: (-(row.score or 0), row.search))
    found: dict[str, list[CalibrationRow]] = {key: [] for key in lanes.lists}
    for row in ordered:
        if row.box is not None:
            found[f"{row.box[0]}·{row.box[1]}"].append(row)
    names = {}
    for key, own in found.items():
        result, behaviour = (int(part) for part in key.split("·"))
        names[key] = f"{words.box_name((result, behaviour))}  {len(own)}"
    lanes.show_lanes(found, names)
    return sum(row.box is None for row in ordered)


def keys_help() -> list[tuple[str, str]]:
    """The keys of the lanes, for F1."""
    return [
        ("Ctrl+← → ↑ ↓", _("Calibration: move the person to the lane beside")),
        ("S A B C D", _("Calibration: give the person this grade")),
    ]
