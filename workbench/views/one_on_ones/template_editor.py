"""An agenda of one's own, changed in place: its name, and its points one a line, each with its theme after a comma."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.talk_way import TemplateRow
from workbench.services import one_on_ones_agenda as service
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Text
from workbench.views.words import one_on_ones as words

LINES_HIGH = 7


class TemplateEditor(QWidget):
    """`kept` tells that the agenda was written. Escape closes without a change."""

    kept = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._own_id: int | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the agenda"))
        self.points = QPlainTextEdit()
        self.points.setAccessibleName(_("Points, one a line"))
        self.points.setTabChangesFocus(True)
        self.points.setFixedHeight(theme().px(20 * LINES_HIGH))
        self.hint = Text(_("One point a line; a theme after a comma, where it has one"), TextRole.SMALL, "muted", wrap=True)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()
        self.confirm = QPushButton(_("Keep this agenda"))
        self.cancel = QPushButton(_("Cancel"))
        self.confirm.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.hide)
        ends = QHBoxLayout()
        ends.addWidget(self.hint, 1)
        ends.addWidget(self.cancel)
        ends.addWidget(self.confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 6, 13, 6)
        layout.setSpacing(6)
        layout.addWidget(self.name)
        layout.addWidget(self.points)
        layout.addLayout(ends)
        layout.addWidget(self.problem)
        self.hide()

    def open(self, row: TemplateRow) -> None:
        """Show an own agenda to be changed."""
        self._own_id = row.own_id
        self.name.setText(row.name)
        self.points.setPlainText("\n".join(f"{text},{words.theme_label(kind)}" if kind else text for kind, text in row.items))
        self.problem.hide()
        self.show()
        self.points.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def accept(self) -> None:
        """Write name and points; refused text stays with the reason."""
        if self._own_id is not None:
            job = partial(service.keep_template_text, name=self.name.text(), text=self.points.toPlainText(), own_id=self._own_id)
            self.context.tasks.write(self, N_("Change an agenda"), job, self._on_kept, self._on_refused)

    def _on_kept(self, _change: Change) -> None:
        self.hide()
        self.kept.emit()

    def _on_refused(self, error: BaseException) -> None:
        self.problem.setText(words_of(error))
        self.problem.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
