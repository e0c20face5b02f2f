"""What the window says at the next start when the program died: what is safe, and the details to copy. No dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton

from workbench.i18n import _
from workbench.views.messages import copy_text
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text


class CrashCard(Card):
    """Copy the details, look at them, or dismiss the card; nothing is sent anywhere."""

    dismissed = Signal()

    def __init__(self, report: str) -> None:
        super().__init__(margin=20, spacing=8)
        self._report = report
        title = _("Last time the program ended unexpectedly")
        self.setAccessibleName(title)
        self.body.addWidget(Text(title, TextRole.HEADING, "warning"))
        words = _("Your saved data is safe. The details hold no names and no figures of yours; nothing is sent anywhere.")
        self.body.addWidget(Text(words, TextRole.BODY, "muted", wrap=True))
        self._details = QPlainTextEdit(report)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(_("Details"))
        self._details.setFixedHeight(theme().px(140))
        self._details.hide()
        self.body.addWidget(self._details)
        line = QHBoxLayout()
        self.copy_button = self._button(_("Copy the details"), "")
        self.copy_button.clicked.connect(self._on_copy)
        self._show_button = self._button(_("Show the details"), "quiet")
        self._show_button.clicked.connect(self._on_show)
        self.dismiss_button = self._button(_("Dismiss"), "quiet")
        self.dismiss_button.clicked.connect(self._on_dismiss)
        line.addWidget(self.copy_button)
        line.addWidget(self._show_button)
        line.addStretch(1)
        line.addWidget(self.dismiss_button)
        self.body.addLayout(line)

    def _button(self, text: str, look: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setProperty("look", look)
        return button

    def _on_copy(self) -> None:
        copy_text(self._report)
        self.copy_button.setText(_("Copied"))

    def _on_show(self) -> None:
        self._details.setVisible(self._details.isHidden())

    def _on_dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
