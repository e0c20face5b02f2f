"""Asks why before a change of the calibration is kept: the reason, and where there is any, the evidence and who proposed it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from workbench.i18n import _
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text


class ReasonBar(Card):
    """In the window, never a dialog; what was refused stays as typed. Enter keeps, Escape leaves."""

    given = Signal(str, str, str)  # reason, evidence, proposed by
    left = Signal()

    def __init__(self) -> None:
        super().__init__(margin=12, spacing=8)
        self.question = Text("", TextRole.BODY, wrap=True)
        self.reason = self._line(_("Reason; the person sees it"))
        self.evidence = self._line(_("Evidence"))
        self.proposed_by = self._line(_("Proposed by"))
        self.keep, self.cancel = QPushButton(_("Keep the change")), QPushButton(_("Cancel"))
        self.keep.setProperty("look", "primary")
        self.keep.clicked.connect(self._on_keep)
        self.cancel.clicked.connect(self.left)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget, share in ((self.reason, 4), (self.evidence, 2), (self.proposed_by, 1)):
            line.addWidget(widget, share)
        line.addWidget(self.cancel)
        line.addWidget(self.keep)
        self.body.addWidget(self.question)
        self.body.addLayout(line)
        self.body.addWidget(self.problem)
        self.hide()

    def _line(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setMaxLength(200)
        edit.setPlaceholderText(name)
        edit.setAccessibleName(name)
        edit.returnPressed.connect(self._on_keep)
        return edit

    def ask(self, question: str) -> None:
        """Begin anew; the name of who proposes stays, as one often proposes several."""
        self.question.setText(question)
        self.setAccessibleName(question)
        self.reason.clear()
        self.evidence.clear()
        self.complain("")
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.keep.setEnabled(True)

    @Slot()
    def _on_keep(self) -> None:
        if self.keep.isEnabled():
            self.keep.setEnabled(False)
            self.given.emit(self.reason.text().strip(), self.evidence.text().strip(), self.proposed_by.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
