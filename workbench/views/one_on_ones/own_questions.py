"""The manager's own questions below the bank: added with Enter, reworded, and retired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.models.values.codes import Theme
from workbench.readmodels.one_on_ones import QuestionRow
from workbench.services import one_on_ones_agenda as service
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import clear_layout
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import ElidedText, Text
from workbench.views.widgets.panels import IconButton
from workbench.views.words import one_on_ones as words


class OwnQuestions(QWidget):
    """`changed` tells that there is another question now, or one less."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._editing: int | None = None
        self._questions: list[QuestionRow] = []
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A question of your own, then Enter"))
        self.field.setAccessibleName(_("A question of your own"))
        self.field.returnPressed.connect(self.keep)
        self.theme = QComboBox()
        self.theme.setAccessibleName(_("Theme"))
        for theme in Theme:
            self.theme.addItem(words.theme_label(theme.value), theme.value)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.setContentsMargins(14, 2, 14, 2)
        self.problem.hide()
        adding = QHBoxLayout()
        adding.setContentsMargins(13, 4, 13, 4)
        adding.setSpacing(8)
        adding.addWidget(self.field, 1)
        adding.addWidget(self.theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.lines)
        layout.addLayout(adding)
        layout.addWidget(self.problem)

    def show_questions(self, questions: Sequence[QuestionRow]) -> None:
        """List the own questions, each with ways to reword and to retire it."""
        if list(questions) == self._questions:
            return
        self._questions = list(questions)
        clear_layout(self.lines)
        for question in questions:
            self.lines.addWidget(self._row(question))

    def _row(self, question: QuestionRow) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(16, 0, 8, 0)
        across.addWidget(ElidedText(_("Own: {question}", question=question.zh), TextRole.SMALL, "muted"), 1)
        for symbol, name, slot in (
            ("pencil", _("Reword this question"), self._on_reword),
            ("x", _("Do not offer this question any more"), self._on_retire),
        ):
            button = IconButton(symbol, name, 13)
            button.setProperty("question", question.own_id)
            button.clicked.connect(slot)
            across.addWidget(button)
        return row

    def _sender_id(self) -> int:
        return int(self.sender().property("question"))

    def _on_reword(self) -> None:
        self._editing = self._sender_id()
        for question in self._questions:
            if question.own_id == self._editing:
                self.field.setText(question.zh)
                self.theme.setCurrentIndex(self.theme.findData(question.theme))
        self.field.setFocus()

    def _on_retire(self) -> None:
        self._write(N_("Retire a question"), partial(service.retire_question, question_id=self._sender_id()), self._on_retired)

    def keep(self) -> None:
        """Add the typed question, or keep the one that is being reworded."""
        if self.field.text().strip():
            job = partial(service.keep_question, theme=str(self.theme.currentData()), text=self.field.text(), question_id=self._editing)
            self._write(N_("Keep a question"), job, self._on_kept)

    def _write(self, action: str, job: Callable[[UnitOfWork], object], done: Callable[[Change], None]) -> None:
        self.context.tasks.write(self, action, job, done, self._on_refused)

    def _on_kept(self, change: Change) -> None:
        self._editing = None
        self.field.clear()
        self._on_retired(change)

    def _on_retired(self, _change: Change) -> None:
        self.problem.hide()
        self.changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        self.problem.setText(words_of(error))
        self.problem.show()
