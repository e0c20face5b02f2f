"""The frame around the screens: rail, top bar, search field, status bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.views.paint import CENTRE, LEFT, RIGHT, draw_text, focus_ring, rounded, text_width
from workbench.views.theme import METRICS, TextRole, Tone, icon_pixmap, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, ElidedText, Surface, Text

RAIL_LEAST = 176  # small text needs its margins all the same
SEARCH_LEAST = 130  # at 100 % letters: where words are still shown


class SearchField(Clickable):
    """Looks like a field, opens the command palette; typing goes to the palette's own line edit."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self._hint = hint
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme().px(44))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(260), theme().px(METRICS.control))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        border = t.tokens.border_strong if self.underMouse() else t.tokens.border
        rounded(painter, rect, METRICS.radius_button, t.tokens.background, border)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_button)
        size = t.px(15)
        glass = icon_pixmap("search", t.tokens.muted, size, self.devicePixelRatioF())
        if rect.width() < t.px(120):  # only the glass where there is no room for words
            painter.drawPixmap(QPointF((rect.width() - size) / 2, (rect.height() - size) / 2), glass)
            return
        painter.drawPixmap(QPointF(10, (rect.height() - size) / 2), glass)
        key_width = text_width("Ctrl K", TextRole.TINY) + t.px(12)
        key = QRectF(rect.right() - key_width - 8, (rect.height() - t.px(20)) / 2, key_width, t.px(20))
        rounded(painter, key, 4, t.tokens.surface, t.tokens.border)
        draw_text(painter, key, "Ctrl K", TextRole.TINY, t.tokens.muted, CENTRE)
        left = 10 + size + 7
        draw_text(painter, QRectF(left, 0, key.left() - left - 8, rect.height()), self._hint, TextRole.BODY, t.tokens.muted)


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One line of the navigation rail; a badge counts what is urgent, a note only informs."""

    key: str
    symbol: str
    label: str
    badge: int = 0
    note: str = ""


class RailItem(Clickable):
    chosen = Signal(str)

    def __init__(self, entry: RailEntry) -> None:
        super().__init__(f"{entry.label} {entry.badge or entry.note}".strip())
        self._entry = entry
        self.collapsed = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.clicked.connect(self._on_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._entry.key)

    def set_note(self, badge: int, note: str) -> None:
        self._entry = replace(self._entry, badge=badge, note=note)
        self.setAccessibleName(f"{self._entry.label} {badge or note}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(56, theme().px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        entry, tokens = self._entry, t.tokens
        rect = QRectF(self.rect()).adjusted(10, 0, -10, 0)
        if self.isChecked():
            rounded(painter, rect, METRICS.radius_button + 1, tokens.surface, tokens.border)
        elif self.underMouse():
            rounded(painter, rect, METRICS.radius_button + 1, tokens.border)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_button + 1)
        size = t.px(17)
        ink = tokens.accent if self.isChecked() else tokens.muted
        left = rect.left() + (rect.width() - size) / 2 if self.collapsed else rect.left() + 10
        painter.drawPixmap(QPointF(left, (rect.height() - size) / 2), icon_pixmap(entry.symbol, ink, size, self.devicePixelRatioF()))
        if self.collapsed:
            if entry.badge:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(t.colour("badge"))
                painter.drawEllipse(QPointF(rect.right() - 6, rect.top() + 7), 4, 4)
            return
        text_left = left + size + 10
        room = QRectF(text_left, 0, rect.right() - text_left - (34 if entry.badge or entry.note else 6), rect.height())
        role = TextRole.BODY_BOLD if self.isChecked() else TextRole.BODY
        draw_text(painter, room, entry.label, role, tokens.text if self.isChecked() else tokens.muted)
        if entry.badge:
            diameter = t.px(19)
            circle = QRectF(rect.right() - diameter - 9, (rect.height() - diameter) / 2, diameter, diameter)
            rounded(painter, circle, diameter / 2, tokens.badge)
            draw_text(painter, circle, str(entry.badge), TextRole.SMALL_BOLD, tokens.on_badge, CENTRE)
        elif entry.note:
            draw_text(painter, QRectF(rect.right() - 60, 0, 50, rect.height()), entry.note, TextRole.SMALL_BOLD, tokens.muted, RIGHT)


class NavigationRail(Surface):
    """The screens of the application; 196 px wide with labels, 56 px without. Emits the key of the screen."""

    selected = Signal(str)

    def __init__(self, product: str, entries: Sequence[RailEntry], foot: Sequence[RailEntry]) -> None:
        super().__init__("sunken", right=True)
        self._product = product
        self._collapsed = False
        self.items: dict[str, RailItem] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, METRICS.top_bar, 1, 12)
        layout.setSpacing(0)
        for part in entries:
            layout.addWidget(self._item(part))
        layout.addStretch(1)
        for part in foot:
            layout.addWidget(self._item(part))
        self.set_collapsed(False)

    def _item(self, entry: RailEntry) -> RailItem:
        item = RailItem(entry)
        item.setToolTip(tip_text(entry.label))
        item.chosen.connect(self.selected)
        self.items[entry.key] = item
        return item

    def set_note(self, key: str, badge: int, note: str) -> None:
        """What stands at the right of an entry: a count that is urgent, else a remark."""
        if key in self.items:
            self.items[key].set_note(badge, note)

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.set_collapsed(self._collapsed)

    def set_collapsed(self, collapsed: bool) -> None:
        self._collapsed = collapsed
        self.setFixedWidth(METRICS.rail_collapsed if collapsed else max(RAIL_LEAST, theme().px(METRICS.rail)))
        for item in self.items.values():
            item.collapsed = collapsed
            item.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < METRICS.top_bar:
            self.set_collapsed(not self._collapsed)

    @property
    def is_collapsed(self) -> bool:
        return self._collapsed

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t, painter = theme(), QPainter(self)
        left = (self.width() - 20) / 2 if self._collapsed else 20
        rounded(painter, QRectF(left, 19, 19, 19), 5, t.tokens.accent)
        for index, width in enumerate((11, 7, 9)):  # the mark: three bars of a week
            painter.fillRect(QRectF(left + 4, 23 + index * 4, width, 2), t.colour("on_accent"))
        if not self._collapsed:
            room = QRectF(left + 27, 0, self.width() - left - 40, METRICS.top_bar + 2)
            draw_text(painter, room, self._product, TextRole.HEADING, t.tokens.text)


class TopBar(Surface):
    """Title, period, the screen's own controls, search, and exactly one primary button."""

    def __init__(self, search_hint: str) -> None:
        super().__init__("surface", bottom=True)
        self.search = SearchField(search_hint)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(20, 0, 20, 1)
        self._layout.setSpacing(10)
        self._title = Text("", TextRole.TITLE)
        self._layout.addWidget(self._title)
        self._period = ElidedText("", TextRole.BODY, "muted")
        self._period.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._layout.addWidget(self._period, 1)
        self._layout.addWidget(self.search)
        self._own: list[QWidget] = []
        self._theme_changed()

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.setFixedHeight(METRICS.top_bar if theme().scale <= 1.15 else theme().px(50))

    def show_title(self, title: str, period: str) -> None:
        self._title.setText(title)
        self._period.setText(period)
        self._share()

    def _share(self) -> None:
        """The search gives way before the period is cut, down to its glass; where even that is not enough, both are shortened."""
        line, others = self._layout, [self._title, *self._own]
        margins = line.contentsMargins()
        widths = [max(one.minimumWidth(), min(one.maximumWidth(), one.sizeHint().width())) for one in others]
        taken = sum(widths) + line.spacing() * (len(others) + 1) + margins.left() + margins.right()
        left = self.width() - taken - self._period.sizeHint().width()
        room = left if left >= self.search.minimumWidth() else theme().px(SEARCH_LEAST)
        self.search.setMaximumWidth(min(self.search.sizeHint().width(), room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def show_controls(self, controls: Sequence[QWidget], primary: QPushButton | None) -> None:
        """Swap in the controls of a screen: before the search, and the primary button at the end."""
        for widget in self._own:
            self._layout.removeWidget(widget)
            widget.hide()
        self._own = [*controls, *([primary] if primary else [])]
        place = self._layout.indexOf(self.search)
        for offset, widget in enumerate(controls):
            self._layout.insertWidget(place + offset, widget)
            widget.show()
        if primary is not None:
            primary.setProperty("look", "primary")
            self._layout.addWidget(primary)
            primary.show()
        self._share()


class Stage(QWidget):
    """The screens, one in front; only that one says how small it may be.

    With large letters it may need more room than the window has: then it is moved about, never cut. Without a layout,
    for that would ask the hidden screens for their height too.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        stack.setParent(self)
        stack.currentChanged.connect(self._on_current)

    def minimumSizeHint(self) -> QSize:
        front = self._stack.currentWidget()
        return front.minimumSizeHint() if front is not None else QSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack.setGeometry(self.rect())

    @Slot(int)
    def _on_current(self, _place: int) -> None:
        self.updateGeometry()


class StatusBar(Surface):
    """Saved state, database, last backup on the left; role and keys on the right."""

    def __init__(self) -> None:
        super().__init__("surface", top=True)
        self._left: tuple[str, ...] = ()
        self._right: tuple[str, ...] = ()
        self._warning = ""
        self._saving = False
        self._theme_changed()

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.setFixedHeight(theme().px(METRICS.status_bar))

    def show_saving(self, saving: bool) -> None:
        """While a write is under way the tick is not shown: saved is said after COMMIT, not before."""
        if saving != self._saving:
            self._saving = saving
            self.update()

    def show_texts(self, left: Sequence[str], right: Sequence[str], warning: str = "") -> None:
        """`warning` stands behind the first text, so that it is never the one without room."""
        self._left, self._right, self._warning = tuple(left), tuple(right), warning
        told = [text for text in (*left[:1], warning, *left[1:], *right) if text]
        self.setAccessibleName(" · ".join(told))
        self.setToolTip(tip_text("\n".join(told)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t, painter = theme(), QPainter(self)
        x = 20.0
        size = t.px(13)
        symbol, ink = ("refresh-cw", t.tokens.muted) if self._saving else ("circle-check", t.tone(Tone.GOOD).ink)
        painter.drawPixmap(QPointF(x, (self.height() - size) / 2 + 0.5), icon_pixmap(symbol, ink, size, self.devicePixelRatioF()))
        end = self.width() - 20.0
        for text in reversed(self._right):
            width = text_width(text, TextRole.SMALL)
            if end - width < self.width() * 0.45:  # the left half tells more
                break
            draw_text(
                painter, QRectF(end - width, 1, width + 1, self.height() - 1), text, TextRole.SMALL, t.tokens.muted, LEFT, elide=False
            )
            end -= width + 18
        x += size + 5
        warning = [(self._warning, t.tone(Tone.WARNING).ink)] if self._warning else []
        plain = [(text, t.tokens.muted) for text in self._left]
        for text, ink in (*plain[:1], *warning, *plain[1:]):
            room = end - x
            if room < t.px(30):
                break
            x += min(draw_text(painter, QRectF(x, 1, room, self.height() - 1), text, TextRole.SMALL, ink), room) + 18
