"""Asks in place why a rule is set aside; what is typed stays until it is kept or given up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from workbench.i18n import _
from workbench.views.theme import TextRole, Tone
from workbench.views.widgets.basic import Card, Chip, Text


class ReasonCard(Card):
    """Amber: the rule in words, a line for the reason, and the two ways out."""

    given = Signal(str)
    given_up = Signal()

    def __init__(self, go: str = "", chip: str = "") -> None:
        super().__init__(margin=12, spacing=8)
        self._title = Text("", TextRole.BODY_BOLD, wrap=True)
        self._why = Text("", TextRole.SMALL, "warning", wrap=True)
        self.edit = QLineEdit()
        self.edit.setMaxLength(200)
        self.edit.setPlaceholderText(_("Reason, kept with the plan"))
        self.edit.setAccessibleName(_("Reason"))
        self.edit.returnPressed.connect(self._on_given)
        self._error = Text("", TextRole.SMALL, "bad", wrap=True)
        self._error.hide()
        self._go, stop = QPushButton(go or _("Do it all the same")), QPushButton(_("Leave it"))
        self._go.setProperty("look", "primary")
        self._go.clicked.connect(self._on_given)
        stop.clicked.connect(self._on_given_up)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(Chip(chip or _("Needs a reason"), Tone.WARNING), 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._go, 1)
        buttons.addWidget(stop)
        self.body.addLayout(head)
        for part in (self._why, self.edit, self._error):
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        self.hide()

    def ask(self, title: str, why: str) -> None:
        self._title.setText(title)
        self._why.setText(why)
        self._error.hide()
        self.edit.clear()
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, text: str) -> None:
        """Refused after all: the reason stays in the line."""
        self._error.setText(text)
        self._error.show()

    @property
    def complaint(self) -> str:
        return self._error.text() if self._error.isVisible() else ""

    @Slot()
    def _on_given(self) -> None:
        if self.edit.text().strip():
            self.given.emit(self.edit.text())
        else:
            self.complain(_("A few words are needed; they are kept with the plan."))
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_given_up(self) -> None:
        self.hide()
        self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_given_up()
            return
        super().keyPressEvent(event)
