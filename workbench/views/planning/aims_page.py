"""What counts first in an automatic plan: the manager's order of its aims, changed by the keys, the buttons or by dragging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.services import planning_levels
from workbench.services.workspace import Change
from workbench.views.messages import words_of
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Text

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen

AIM_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "cover": (N_("Places filled"), N_("Every place that can be filled, the urgent ones first. This stays at the top.")),
    "min_hours": (N_("Minimum hours"), N_("Everybody gets the hours that were promised at least.")),
    "fairness": (N_("Fairness of hours"), N_("Who had least of the hours wished in nine weeks comes first.")),
    "prime": (N_("Prime slots shared out"), N_("Weekends and rush hours go around.")),
    "preference": (N_("Preferred times"), N_("People work when they like it best.")),
    "continuity": (N_("Customers with their owner"), N_("A customer sees the person who answers for them.")),
    "travel": (N_("Short ways"), N_("People spend little time on the way from one place to the next on the same day.")),
    "changes": (N_("Few changes"), N_("What is planned already stays as it is.")),
}
"""Each aim of a plan in a few words, and what it means."""
OWN: Final = Qt.ItemDataRole.UserRole


class AimList(QListWidget):
    """`reordered` carries the new order. Alt+↑ and Alt+↓ move an aim; the first one stays where it is."""

    reordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What counts first"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._told: tuple[str, ...] = ()
        self.model().rowsMoved.connect(self._on_moved)

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(str(self.item(row).data(OWN)) for row in range(self.count()))

    def show_order(self, order: Sequence[str]) -> None:
        """What is chosen stays chosen."""
        here = self.currentItem()
        chosen = here.data(OWN) if here is not None else None
        self._told = tuple(order)
        self.clear()
        for place, key in enumerate(order, 1):
            name, meaning = AIM_WORDS[key]
            item = QListWidgetItem(f"{place}.  {_(name)}")
            item.setData(OWN, key)
            item.setToolTip(tip_text(_(meaning)))
            item.setSizeHint(QSize(0, theme().px(28)))
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if key == planning_levels.FIRST else flags | Qt.ItemFlag.ItemIsDragEnabled)
            self.addItem(item)
            if key == chosen:
                self.setCurrentItem(item)
        self.setFixedHeight(self.sizeHintForRow(0) * self.count() + 2 * self.frameWidth() + theme().px(4) if order else 0)

    def shift(self, step: int) -> None:
        """The chosen aim one place up (-1) or down (1), below the first."""
        row, order = self.currentRow(), list(self.order)
        if row > 0 and 1 <= row + step < len(order):
            order.insert(row + step, order.pop(row))
            self.show_order(order)
            self.reordered.emit(tuple(order))

    @Slot()
    def _on_moved(self) -> None:
        """Dropped elsewhere; above the first one it goes right below it."""
        order = sorted(self.order, key=lambda key: key != planning_levels.FIRST)
        if tuple(order) != self._told:
            self._told = tuple(order)
            self.reordered.emit(tuple(order))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
            event.accept()
            return
        super().keyPressEvent(event)


class AimsPage(QWidget):
    """The order, what the chosen aim means, and the way back to the usual order."""

    order_wanted = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        card = Card(_("What counts first"), margin=12, spacing=8)
        words = _(
            "A plan is made as good as it can be on the first aim, then on the second without losing anything of the first, and so on."
        )
        card.body.addWidget(Text(words, TextRole.SMALL, "muted", wrap=True))
        self.list = AimList()
        self.list.reordered.connect(self.order_wanted)
        self.list.currentItemChanged.connect(self._on_chosen)
        card.body.addWidget(self.list)
        self._meaning = Text("", TextRole.SMALL, "text", wrap=True)
        card.body.addWidget(self._meaning)
        self.up, self.down = QPushButton(_("More important")), QPushButton(_("Less important"))
        self.up.setToolTip(tip_text("Alt+↑"))
        self.down.setToolTip(tip_text("Alt+↓"))
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.up, 1)
        line.addWidget(self.down, 1)
        card.body.addLayout(line)
        law = _("The law and the limits agreed with people are no aims: they hold in every order.")
        card.body.addWidget(Text(law, TextRole.SMALL, "muted", wrap=True))
        self.usual, done = QPushButton(_("Usual order")), QPushButton(_("Close"))
        self.usual.clicked.connect(self._on_usual)
        done.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.usual, 1)
        buttons.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(card)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def show_order(self, order: Sequence[str]) -> None:
        self.list.show_order(order)
        self.usual.setEnabled(tuple(order) != tuple(planning_levels.AIMS))
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    @Slot()
    def _on_chosen(self) -> None:
        item = self.list.currentItem()
        row = self.list.currentRow()
        self._meaning.setText(_(AIM_WORDS[str(item.data(OWN))][1]) if item is not None else "")
        self.up.setEnabled(row > 1)
        self.down.setEnabled(0 < row < self.list.count() - 1)

    @Slot()
    def _on_up(self) -> None:
        self.list.shift(-1)

    @Slot()
    def _on_down(self) -> None:
        self.list.shift(1)

    @Slot()
    def _on_usual(self) -> None:
        self.order_wanted.emit(tuple(planning_levels.AIMS))


class Aims(QObject):
    """Reads the order when the page is opened and after each change, and keeps each new order as one step."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.page = AimsPage()

    def connect_all(self) -> None:
        self.page.order_wanted.connect(self._on_wanted)
        self.page.closed.connect(self._screen.side.show_hint)
        self._screen.side.preview.order_wanted.connect(self.open)
        self._screen.context.hub.changed.connect(self._on_changed)

    @Slot()
    def open(self) -> None:
        """Beside the board."""
        self.read()
        self._screen.stack.setCurrentWidget(self._screen.body)
        self._screen.side.show_page(self.page)
        self.page.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        self._screen.context.tasks.read(self, planning_levels.load_order, self._on_order)

    @Slot(object)
    def _on_order(self, order: tuple[str, ...]) -> None:
        if order != self.page.list.order:
            self.page.show_order(order)

    @Slot(object)
    def _on_wanted(self, order: tuple[str, ...]) -> None:
        job = partial(planning_levels.set_order, order=order)
        self._screen.context.tasks.write(self, N_("Change what counts first in a plan"), job, None, self._on_refused)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        """Kept, undone or done again."""
        if "organisation" in change.tables and self.page.isVisible():
            self.read()

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self._screen.context.messages.tell(words_of(error), Tone.BAD)
        self.read()
