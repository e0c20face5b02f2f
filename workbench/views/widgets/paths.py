"""A line for a path with a button that opens the system's dialog; what is typed counts as much as what is chosen."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from workbench.i18n import _


class PathKind(Enum):
    FILE = 1
    NEW = 2  # a file or package that is not there yet
    FOLDER = 3


class PathField(QWidget):
    """`changed` carries the path after a choice or when typing is finished."""

    changed = Signal(str)

    def __init__(self, kind: PathKind, title: str, filters: str = "") -> None:
        super().__init__()
        self._kind, self._title, self._filters = kind, title, filters
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.editingFinished.connect(self._on_typed)
        choose = QPushButton(_("Choose …"))
        choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(choose)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        """Without the blanks and quotation marks that a pasted path brings along."""
        return self.line.text().strip().strip('"')

    def setText(self, text: str) -> None:
        self.line.setText(text)

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self._title, self.text(), self._filters)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._kind is PathKind.FOLDER:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        elif self._kind is PathKind.NEW:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.line.setText(path)
        self.changed.emit(self.text())

    @Slot()
    def _on_typed(self) -> None:
        self.changed.emit(self.text())
