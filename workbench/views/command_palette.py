"""The command palette: Ctrl+K, then a name in Chinese, pinyin or initials, a week, a screen or a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from workbench.i18n import _
from workbench.views.paint import RIGHT, draw_runs, draw_text, horizontal_hairline, rounded
from workbench.views.screen import Command
from workbench.views.theme import METRICS, TextRole, Tone, icon_pixmap, theme
from workbench.views.widgets.states import Sentence

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
MOST_SHOWN = 60
MOST_TYPED_SHOWN = 40  # characters of what was typed and fits nothing


def _matches(command: Command, words: Sequence[str]) -> bool:
    text = f"{command.text} {command.search}".lower()
    return all(word in text for word in words)


class _CommandListModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._first: list[Command] = []
        self._last: list[Command] = []
        self._shown: list[Command] = []
        self.fitting = 0  # how many fit what was typed, without what stands behind

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        command = self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{command.text}, {command.remark}"
        return command if role == Qt.ItemDataRole.UserRole else None

    def set_commands(self, commands: Sequence[Command], last: Sequence[Command] = ()) -> None:
        """`last` stay behind everything else that fits equally well."""
        self._first, self._last = list(commands), list(last)

    def add_commands(self, commands: Sequence[Command]) -> None:
        self._first.extend(commands)

    def filter(self, text: str, behind: Sequence[Command] = ()) -> None:
        """Best first: what starts with the words, then what holds them; `behind` stands after all of them."""
        words = text.lower().split()
        found = [command for command in (*self._first, *self._last) if _matches(command, words)]
        if words:
            found.sort(
                key=lambda c: not (c.text.lower().startswith(words[0]) or any(k.startswith(words[0]) for k in c.search.lower().split()))
            )
        self.beginResetModel()
        self.fitting = min(len(found), MOST_SHOWN)
        self._shown = [*found[:MOST_SHOWN], *behind]
        self.endResetModel()


class _CommandDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme().px(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        command = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect).adjusted(6, 1, -6, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            rounded(painter, rect, METRICS.radius_button, t.tone(Tone.ACCENT).tint)
        size = t.px(16)
        ink = t.tokens.accent if selected else t.tokens.muted
        spot = QPointF(rect.left() + 10, round(rect.center().y() - size / 2 + 0.5))
        painter.drawPixmap(spot, icon_pixmap(command.symbol, ink, size, painter.device().devicePixelRatioF()))
        runs = [(command.text, TextRole.BODY, t.tokens.text), (command.remark, TextRole.SMALL, t.tokens.muted)]
        draw_runs(painter, rect.adjusted(20 + size, 0, -90, 0), runs, gap=8)
        draw_text(painter, rect.adjusted(0, 0, -12, 0), command.key, TextRole.SMALL, t.tokens.muted, RIGHT)


class CommandPalette(QWidget):
    """Dims the window and shows the list; up, down, Enter and Esc work from the line edit. Last stands a search in the records."""

    records_wanted = Signal(str)  # what was typed

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._model = _CommandListModel()
        self._panel = QFrame(self)
        self.input = QLineEdit()
        self.input.setProperty("look", "bare")
        self.input.textChanged.connect(self._on_typed)
        self.input.installEventFilter(self)
        self._list = QListView()
        self._list.setProperty("look", "bare")
        self._list.setModel(self._model)
        self._list.setItemDelegate(_CommandDelegate(self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.viewport().setAutoFillBackground(False)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(4, 6, 4, theme().px(30))
        layout.setSpacing(6)
        line = QVBoxLayout()
        line.setContentsMargins(theme().px(40), 4, 12, 6)
        line.addWidget(self.input)
        layout.addLayout(line)
        layout.addWidget(self._list, 1)
        self.nothing, self.hint = Sentence("", TextRole.BODY_BOLD), Sentence("", TextRole.SMALL, "muted")
        words = QVBoxLayout()
        words.setContentsMargins(theme().px(16), 4, theme().px(16), 8)
        words.setSpacing(4)
        words.addWidget(self.nothing)
        words.addWidget(self.hint)
        words.addStretch(1)
        layout.addLayout(words)
        self._before: QWidget | None = None
        self.hide()
        window.installEventFilter(self)

    def open(self, commands: Sequence[Command], last: Sequence[Command] = ()) -> None:
        if not self.isVisible():
            self._before = self.window().focusWidget()
        hint = _("Name, pinyin, customer, week or command")
        self.input.setPlaceholderText(hint)
        self.input.setAccessibleName(hint)
        self._model.set_commands(commands, last)
        self.setGeometry(self._window.rect())
        width = min(theme().px(600), self.width() - 80)
        self._panel.setGeometry((self.width() - width) // 2, theme().px(88), width, 200)
        self.input.clear()
        self._on_typed("")
        self.show()
        self.raise_()
        self.input.setFocus()

    def shut(self) -> None:
        """Away, and the keyboard goes on where it was."""
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()
        self._before = None

    def add(self, commands: Sequence[Command]) -> None:
        """Entries that were read meanwhile; what is typed stays."""
        self._model.add_commands(commands)
        self._on_typed(self.input.text())

    def _on_typed(self, text: str) -> None:
        typed = " ".join(text.split())
        short = typed if len(typed) <= MOST_TYPED_SHOWN else typed[: MOST_TYPED_SHOWN - 1] + "…"
        behind = Command("search", _("Search the records for “{text}”", text=short), "", "", self._search_records, "Ctrl+Shift+F")
        self._model.filter(text, [behind] if typed else [])
        self._list.setCurrentIndex(self._model.index(0, 0))
        rows, fits = self._model.rowCount(), self._model.fitting > 0
        words = 0 if fits else self._say_nothing_found(text)
        wanted = theme().px(38) * max(3 if fits else 1, rows) + words + theme().px(46) + theme().px(30) + 22
        self._list.setVisible(rows > 0)
        self._list.setMaximumHeight(16_777_215 if fits else theme().px(38) * rows + 4)
        self.nothing.setVisible(not fits)
        self.hint.setVisible(not fits)
        self._panel.resize(self._panel.width(), min(self.height() - 140, wanted))
        self.update()

    def _say_nothing_found(self, text: str) -> int:
        """What was looked for, and what can be: logical pixels that the words take."""
        typed = " ".join(text.split())
        short = typed if len(typed) <= MOST_TYPED_SHOWN else typed[: MOST_TYPED_SHOWN - 1] + "…"
        self.nothing.setText(_("Nothing fits “{text}”.", text=short))
        self.hint.setText(
            _("Type a name, its pinyin or initials, a staff number, a customer, a week such as W48, a screen, or a command such as backup.")
        )
        width = self._panel.width() - 8 - 2 * theme().px(16)
        return self.nothing.heightForWidth(width) + self.hint.heightForWidth(width) + 24

    def _search_records(self) -> None:
        self.records_wanted.emit(self.input.text().strip())

    def _on_clicked(self, _index: QModelIndex) -> None:
        self._run()

    def _run(self) -> None:
        command = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if command is not None:  # where nothing fits, the words stay to be mended
            self.shut()
            command.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        if watched is self.input and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._model.rowCount():
                row = (self._list.currentIndex().row() + step) % self._model.rowCount()
                self._list.setCurrentIndex(self._model.index(row, 0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.shut()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        shade = QColor(t.tokens.shadow)
        shade.setAlpha(90)
        painter.fillRect(self.rect(), shade)
        panel = QRectF(self._panel.geometry())
        rounded(painter, panel, METRICS.radius_card, t.tokens.surface, t.tokens.border_strong)
        size = t.px(16)
        spot = QPointF(panel.left() + 16, panel.top() + t.px(19))
        painter.drawPixmap(spot, icon_pixmap("search", t.tokens.muted, size, self.devicePixelRatioF()))
        top = panel.bottom() - t.px(28)
        horizontal_hairline(painter, panel.left() + 1, top, panel.width() - 2, t.tokens.border)
        foot = QRectF(panel.left() + 16, top, panel.width() - 32, t.px(28))
        draw_text(painter, foot, _("↑↓ choose · Enter opens · Esc closes"), TextRole.SMALL, t.tokens.muted)
