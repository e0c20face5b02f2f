"""A line that changes several chosen rows in one step: what to change, which one, and the button."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench.i18n import _
from workbench.readmodels.people import Choice as Entry
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.editing import Choice
from workbench.views.widgets.parts import Edit


class SeveralBar(QWidget):
    """Shown while two or more rows are chosen; who derives from it says what can be changed, and how."""

    wanted = Signal(object)  # Edit

    def __init__(self, ways: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._ids: list[int] = []
        self.count = Text("", TextRole.SMALL_BOLD)
        self.what, self.which = Choice(), Choice()
        self.what.setAccessibleName(_("What to change"))
        self.which.setAccessibleName(_("Which one"))
        for value, text in ways:
            self.what.addItem(text, value)
        self.what.activated.connect(self._offer)
        self.go = QPushButton(_("Change all"))
        self.go.clicked.connect(self._on_go)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)
        self.line.addWidget(self.count)
        self.line.addWidget(self.what, 1)
        self.line.addWidget(self.which, 1)
        self.line.addWidget(self.go)
        self.hide()

    @property
    def way(self) -> str:
        """What is to be changed."""
        return str(self.what.currentData())

    @abstractmethod
    def told(self, count: int) -> str:
        """How many rows are chosen, in words."""

    @abstractmethod
    def entries(self) -> Sequence[Entry]:
        """What can be chosen for the present way."""

    @abstractmethod
    def edit(self, ids: tuple[int, ...], chosen: int) -> Edit:
        """The step that changes these rows; its name is given their number and the name of what was chosen."""

    def show_ids(self, ids: Sequence[int]) -> None:
        self._ids = list(ids)
        self.count.setText(self.told(len(ids)))
        self.setVisible(len(ids) > 1)

    @Slot()
    def _offer(self) -> None:
        self.which.clear()
        for entry in self.entries():
            self.which.addItem(entry.name, entry.id)
        self.go.setEnabled(self.which.count() > 0)

    @Slot()
    def _on_go(self) -> None:
        ids = tuple(self._ids)
        edit = self.edit(ids, int(self.which.currentData()))
        self.wanted.emit(Edit(edit.action, edit.job, "", {"count": len(ids), "name": self.which.currentText()}))
