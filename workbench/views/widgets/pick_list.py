"""Several of many, chosen by typing: what is chosen stands in lines below the field, each with a button that takes it away."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import ElidedText
from workbench.views.widgets.panels import IconButton

OWN = Qt.ItemDataRole.UserRole


class _Line(QWidget):
    """One that is chosen."""

    removed = Signal(object)  # an id

    def __init__(self, own: int, name: str) -> None:
        super().__init__()
        self._own = own
        line = QHBoxLayout(self)
        line.setContentsMargins(6, 0, 0, 0)
        line.setSpacing(4)
        self._remove = IconButton("x", _("Remove {name}", name=name), 12)
        self._remove.clicked.connect(self._on_clicked)
        line.addWidget(ElidedText(name, TextRole.SMALL), 1)
        line.addWidget(self._remove)

    @Slot()
    def _on_clicked(self) -> None:
        self.removed.emit(self._own)


class PickList(QWidget):
    """`edited` tells that somebody chose or removed one; `chosen` are ids, in the order of the offer."""

    edited = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._names: dict[int, str] = {}
        self._chosen: tuple[int, ...] = ()
        self.field = QLineEdit()
        self.field.setPlaceholderText(hint)
        self.setFocusProxy(self.field)
        self._model = QStandardItemModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.activated[QModelIndex].connect(self._on_completed)  # type: ignore[index]  # the stubs know no overloads
        self.field.setCompleter(self.completer)
        self.field.returnPressed.connect(self._on_return)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addLayout(self._lines)

    @property
    def chosen(self) -> tuple[int, ...]:
        return self._chosen

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def offer(self, rows: Sequence[tuple[int, str]]) -> None:
        """(id, name) of what can be chosen."""
        fresh = dict(rows)
        if fresh == self._names:
            return
        self._names = fresh
        self._show()

    def choose(self, ids: Collection[int]) -> None:
        """Without telling anybody; what is not offered keeps its number for a name."""
        order = {own: place for place, own in enumerate(self._names)}
        self._chosen = tuple(sorted(ids, key=lambda own: (order.get(own, len(order)), own)))
        self._show()

    def _show(self) -> None:
        self._model.clear()
        for own, name in self._names.items():
            if own not in self._chosen:
                item = QStandardItem(name)
                item.setData(own, OWN)
                self._model.appendRow(item)
        while self._lines.count():
            taken = self._lines.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for own in self._chosen:
            line = _Line(own, self._names.get(own, f"#{own}"))
            line.removed.connect(self._on_removed)
            self._lines.addWidget(line)

    def _add(self, own: object) -> None:
        if isinstance(own, int) and own not in self._chosen:
            self.choose({*self._chosen, own})
            self.edited.emit()

    @Slot(QModelIndex)
    def _on_completed(self, index: QModelIndex) -> None:
        own = index.data(OWN)
        QTimer.singleShot(0, self.field, self.field.clear)  # after the completer has put its text in
        self._add(own)

    @Slot()
    def _on_return(self) -> None:
        """The one that was typed, or the only one that fits; anything else stays to be read again."""
        text = self.field.text().strip().casefold()
        fits = [own for own, name in self._names.items() if text and text in name.casefold()]
        exact = [own for own in fits if self._names[own].casefold() == text]
        found = exact if len(exact) == 1 else fits
        if len(found) == 1:
            self.field.clear()
            self._add(found[0])

    @Slot(object)
    def _on_removed(self, own: int) -> None:
        self.choose(set(self._chosen) - {own})
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
