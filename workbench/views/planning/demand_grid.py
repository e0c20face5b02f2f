"""People needed by the hour as a small table: hours down, days across; digits write into everything that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QItemSelection, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.planning_demand import HOURS, DemandRow, Hour
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text

PAUSE_MS: Final = 700  # a second digit within this time makes the number longer
MOST: Final = 99


class DemandGrid(QTableWidget):
    """`edited` carries {(weekday, hour): people} of what was typed, pasted or taken away."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__(HOURS, 7)
        self.setAccessibleName(_("People needed by the hour"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setWordWrap(False)
        self.setProperty("look", "dense")
        for day in range(7):
            heading = QTableWidgetItem(i18n.weekday(day)[-1 if i18n.is_chinese() else 0])
            heading.setToolTip(tip_text(i18n.weekday(day)))
            heading.setData(Qt.ItemDataRole.AccessibleTextRole, i18n.weekday(day))
            self.setHorizontalHeaderItem(day, heading)
        self.setVerticalHeaderLabels([f"{hour}" for hour in range(HOURS)])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(theme().px(18))
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(theme().px(24))
        self.verticalHeader().setHighlightSections(False)
        self.setMinimumHeight(theme().px(200))
        self._row: DemandRow | None = None
        self._typed = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._cells = {(day, hour): QTableWidgetItem() for day in range(7) for hour in range(HOURS)}
        for (day, hour), item in self._cells.items():
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setItem(hour, day, item)
        theme().changed.connect(self._paint)

    def show_row(self, row: DemandRow) -> None:
        """The needs of a curve; where the shifts of the week lack people, how many of how many there are."""
        other = self._row is None or self._row.id != row.id
        self._row = row
        self._paint()
        if other:
            self._typed = ""
            first = min((hour for _day, hour in row.needs), default=8)
            self.setCurrentCell(first, 0)
            self.scrollToItem(self._cells[0, max(0, first - 1)], QAbstractItemView.ScrollHint.PositionAtTop)

    @Slot()
    def _paint(self) -> None:
        if self._row is None:
            return
        lacking, enough = theme().tone(Tone.WARNING), theme().tone(Tone.GOOD)
        small = theme().font(TextRole.SMALL)
        for (day, hour), item in self._cells.items():
            need, there = self._row.needs.get((day, hour), 0), self._row.covered((day, hour))
            item.setFont(small)
            item.setText("" if not need else str(need) if there >= need else f"{there}/{need}")
            tone = None if not need else lacking if there < need else enough
            item.setBackground(QBrush(theme().colour("surface") if tone is None else QColor(tone.tint)))
            item.setForeground(QBrush(theme().colour("text") if tone is None else QColor(tone.ink)))
            told = _("{there} of {need} people are in the shifts of this week", there=there, need=need) if need or there else ""
            item.setToolTip(tip_text(told))
            words = _("{day} {hour}: {need} needed", day=i18n.weekday(day), hour=i18n.clock(60 * hour), need=need)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    # -- typing

    @property
    def chosen(self) -> tuple[Hour, ...]:
        """(weekday, hour) of every chosen cell."""
        return tuple(sorted((index.column(), index.row()) for index in self.selectedIndexes()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and event.text().isascii() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._type(event.text())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._settle()
            self._tell(dict.fromkeys(self.chosen, 0))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            self._settle()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.setCurrentCell(min(HOURS - 1, self.currentRow() + 1), self.currentColumn())
                return
            super().keyPressEvent(event)

    def _type(self, digit: str) -> None:
        """The cells show the number at once; it is kept when the hand rests or goes on."""
        self._typed = (self._typed + digit)[-2:]
        for day, hour in self.chosen:
            self._cells[day, hour].setText(str(int(self._typed)))
        self._pause.start()

    def _settle(self) -> None:
        """Keep what was typed."""
        self._pause.stop()
        if self._typed:
            number, self._typed = int(self._typed), ""
            self._tell(dict.fromkeys(self._cells_typed(number), number))

    def _cells_typed(self, number: int) -> tuple[Hour, ...]:
        """Cells that show the typed number and are not kept with it."""
        needs = self._row.needs if self._row is not None else {}
        return tuple(hour for hour, item in self._cells.items() if item.text() == str(number) and needs.get(hour, 0) != number)

    def _tell(self, needs: Mapping[Hour, int]) -> None:
        if self._row is None:
            return
        different = {hour: people for hour, people in needs.items() if self._row.needs.get(hour, 0) != people}
        if different:
            self.edited.emit(different)
        else:
            self._paint()

    @Slot()
    def _on_pause(self) -> None:
        self._settle()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        self._settle()
        super().selectionChanged(selected, deselected)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._settle()
        super().focusOutEvent(event)

    def flush(self) -> None:
        """Keep what is being typed."""
        self._settle()

    # -- copy and paste, also from a worksheet

    def _copy(self) -> None:
        if not self.chosen:
            return
        days, hours = [day for day, _hour in self.chosen], [hour for _day, hour in self.chosen]
        lines = [
            "\t".join(self._cells[day, hour].text() for day in range(min(days), max(days) + 1))
            for hour in range(min(hours), max(hours) + 1)
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _paste(self) -> None:
        """From the first chosen cell on; one line or column fills all that is chosen. What is no number from 0 to 99 changes nothing."""
        rows = [line.split("\t") for line in QGuiApplication.clipboard().text().rstrip("\n").split("\n")]
        if not self.chosen or not all(_number(cell) is not None for line in rows for cell in line):
            return
        left, top = min(day for day, _hour in self.chosen), min(hour for _day, hour in self.chosen)
        wide, high = max(len(line) for line in rows), len(rows)
        into = set(self.chosen) | {(left + x, top + y) for y in range(high) for x in range(wide)}
        found = {}
        for day, hour in into:
            line = rows[(hour - top) % high]
            if day < 7 and hour < HOURS and (day - left) % wide < len(line):
                found[day, hour] = _number(line[(day - left) % wide]) or 0
        self._tell(found)


def _number(cell: str) -> int | None:
    text = cell.strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST else None
