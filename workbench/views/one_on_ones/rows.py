"""The lines of agenda and promises: a tick, words that are edited in place, a remark, and what else belongs to the line."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCalendarWidget, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget, QWidgetAction

from workbench import i18n
from workbench.i18n import _
from workbench.views.one_on_ones.editor import GrowingEdit
from workbench.views.paint import focus_ring, horizontal_hairline, rounded
from workbench.views.theme import METRICS, TextRole, icon_pixmap, theme
from workbench.views.widgets.basic import Clickable, ElidedText, Painted
from workbench.views.widgets.panels import IconButton

NARROW = 560


class Tick(Clickable):
    """A box to tick with Space, Enter or a click."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(26), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        side = float(t.px(14))
        box = QRectF(round((self.width() - side) / 2), round((self.height() - side) / 2), side, side)
        if self.isChecked():
            rounded(painter, box, 3.5, t.tokens.accent)
            size = round(side) - 3
            painter.drawPixmap(
                QPointF(box.left() + 1.5, box.top() + 1.5), icon_pixmap("check", t.tokens.on_accent, size, self.devicePixelRatioF())
            )
        else:
            rounded(painter, box, 3.5, t.tokens.surface, t.tokens.accent if self.underMouse() else t.tokens.faint)
        if self.shows_ring():
            focus_ring(painter, QRectF(self.rect()).adjusted(1, 2, -1, -2), METRICS.radius_block)


class Remark(ElidedText):
    """A muted remark whose colour can say that it is urgent."""

    def say(self, text: str, colour: str) -> None:
        self._colour = colour
        self.setText(text)
        self.setVisible(bool(text))


class TickRow(Painted):
    """One line, known by the id of what it shows."""

    ticked = Signal(object, bool)  # id and what becomes of it
    edited = Signal(object)  # an id
    removed = Signal(object)  # an id

    def __init__(self, row_id: int, text: str, remove: str) -> None:
        super().__init__()
        self.row_id = row_id
        self.tick = Tick(text)
        self.edit = GrowingEdit(text, text, single=True)
        self.remark = Remark("", TextRole.SMALL, "muted")
        self.remark.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.extras = QHBoxLayout()
        self.extras.setSpacing(0)
        self.extras.addWidget(self.remark, 0, Qt.AlignmentFlag.AlignVCenter)
        self.remove = IconButton("x", remove, 13)
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.setSpacing(6)
        self._words.addWidget(self.edit, 1)
        self._words.addLayout(self.extras)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 6, 4)
        layout.setSpacing(2)
        layout.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._words, 1)
        layout.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.tick.clicked.connect(self._on_ticked)
        self.edit.settled.connect(self._on_settled)
        self.remove.clicked.connect(self._on_removed)

    def show_row(self, text: str, *, done: bool, remark: str, colour: str = "muted") -> None:
        self.edit.show_kept(text)
        self.edit.setAccessibleName(text)
        self.tick.setChecked(done)
        self.tick.setAccessibleName(text)
        self.edit.show_muted(done)
        self.remark.say(remark, colour)

    def _on_ticked(self, checked: bool) -> None:
        self.ticked.emit(self.row_id, checked)

    def _on_settled(self) -> None:
        self.edited.emit(self.row_id)

    def _on_removed(self) -> None:
        self.removed.emit(self.row_id)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(NARROW)
        self._words.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._words.setSpacing(0 if narrow else 6)
        self.remark.setFixedHeight(theme().px(22 if narrow else 28))
        self.extras.setContentsMargins(4 if narrow else 0, 0, 0, 2 if narrow else 0)
        self.extras.setAlignment(Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.edit.hasFocus():
            rounded(
                painter, QRectF(self.rect()).adjusted(4, 1, -4, -2), METRICS.radius_block, theme().tokens.surface, theme().tokens.accent
            )
        elif self.underMouse():
            rounded(painter, QRectF(self.rect()).adjusted(4, 0, -4, -1), METRICS.radius_block, theme().tokens.hover)
        horizontal_hairline(painter, 0, self.height() - 1, self.width(), theme().tokens.border)


class DateButton(QPushButton):
    """A day that is chosen in place: common days, a calendar, or none."""

    chosen = Signal(object)  # date or None

    def __init__(self, name: str, today: date, value: date | None = None) -> None:
        super().__init__()
        self._name, self._today, self.value = name, today, value
        self.setProperty("look", "quiet")
        self._menu = QMenu(self)
        self._calendar: QCalendarWidget | None = None
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.show_value(value)

    def show_value(self, value: date | None) -> None:
        self.value = value
        text = _("no date") if value is None else _("Today") if value == self._today else i18n.day_month(value)
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")

    def _fill(self) -> None:
        self._menu.clear()
        days = [(_("Today"), 0), (_("Tomorrow"), 1), (_("In a week"), 7), (_("In two weeks"), 14)]
        for text, ahead in days:
            self._add(f"{text} · {i18n.day_month(self._today + timedelta(days=ahead))}", self._today + timedelta(days=ahead))
        self._add(_("No date"), None)
        self._menu.addSeparator()
        self._calendar = QCalendarWidget(self._menu)
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        chosen = self.value or self._today
        self._calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        self._calendar.clicked.connect(self._on_day)
        holder = QWidgetAction(self._menu)
        holder.setDefaultWidget(self._calendar)
        self._menu.addAction(holder)

    def _add(self, text: str, value: date | None) -> None:
        action = QAction(text, self._menu)
        action.setData(value.isoformat() if value else "")
        action.triggered.connect(self._on_action)
        self._menu.addAction(action)

    def _on_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._choose(date.fromisoformat(str(action.data())) if action.data() else None)

    def _on_day(self, day: QDate) -> None:
        self._menu.close()
        self._choose(date(day.year(), day.month(), day.day()))

    def _choose(self, value: date | None) -> None:
        if value != self.value:
            self.show_value(value)
            self.chosen.emit(value)


def menu_below(menu: QMenu, button: QWidget) -> None:
    """Show a menu under its button without waiting for it."""
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
