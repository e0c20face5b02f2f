"""What the cards of the review screen have in common: they write for the review shown and say a refusal in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.reviews import ItemCard, ReviewCard
from workbench.services.workspace import UnitOfWork
from workbench.views.context import Context
from workbench.views.tasks import Done
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.keep_timer import KeepTimer
from workbench.views.widgets.writing_card import WritingCard


class Part(WritingCard):
    """A card that shows a ReviewCard; edits go through `write`, and what was refused is said below it."""

    def __init__(self, context: Context, title: str = "") -> None:
        super().__init__(context, title)
        self.card: ReviewCard | None = None
        self.body.setSpacing(6)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        if title:
            self.heading = Text(title, TextRole.HEADING)
            self.head.addWidget(self.heading)
            self.head.addStretch(1)
            self.body.addLayout(self.head)

    def end(self) -> None:
        """The line for refusals stands last."""
        self.body.addWidget(self.problem)

    @property
    def editable(self) -> bool:
        return self.card is not None and not self.card.is_finished

    def is_same_rating(self, item: ItemCard, whose: str, value: int) -> bool:
        """True when the line has this rating already (0: none): then there is no step to take back. Never while a write is under way."""
        kept = item.self_rating if whose == "self_rating" else item.manager_rating
        return value == (kept or 0) and self.context.tasks.idle

    def write(
        self, action: str, job: Callable[[UnitOfWork], object], done: Done | None = None, *, undoable: bool = True, **params: object
    ) -> None:
        """One undo step named by `action`, whose placeholder {person} is the person shown."""
        if self.card is not None:
            person = self.card.person_name
            self.context.tasks.write(
                self, action, job, done or self._on_written, self._on_refused, undoable=undoable, person=person, **params
            )


def rating_step(value: int) -> str:
    """The name of the step that gives a rating, or takes it away with 0."""
    return N_("Rate {person}: {item}") if value else N_("Take away the rating of {person}: {item}")


class KeptText(QPlainTextEdit):
    """A longer text that is kept after a pause and when the focus leaves; what is being typed is never overwritten."""

    changed_to = Signal(str)

    def __init__(self, name: str, hint: str = "", height: int = 60) -> None:
        super().__init__()
        self.kept = self._told = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self._height = height
        self.setMinimumHeight(height)
        self._keeping = KeepTimer(self)
        self._keeping.due.connect(self.flush)
        self.textChanged.connect(self._on_typed)

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    @property
    def is_typed(self) -> bool:
        return self.toPlainText() != self.kept

    def show_kept(self, text: str, *, other: bool = False) -> None:
        """What is stored now; `other` True when it belongs to another review, whose text replaces everything."""
        unsaved = self.is_typed and not other and self.hasFocus()
        same = self.toPlainText().strip() == text.strip() and self.hasFocus() and not other
        self.kept = text
        if unsaved or same:
            return
        self._told = ""
        if self.toPlainText() != text:
            self.setPlainText(text)
        self._keeping.stop()

    def flush(self) -> None:
        """Keep what was typed now."""
        self._keeping.stop()
        text = self.toPlainText()
        if text.strip() != self.kept.strip() and not self.isReadOnly():
            self._told = text
            self.changed_to.emit(text)

    def _on_typed(self) -> None:
        if self.is_typed:
            self._keeping.touch()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.toPlainText() != self._told:  # what was refused is not tried again by merely leaving it
            self.flush()


class KeptLine(QLineEdit):
    """A line that is kept on Enter or when the focus leaves; Escape puts the stored text back."""

    changed_to = Signal(str)

    def __init__(self, name: str, hint: str = "", most: int = 200) -> None:
        super().__init__()
        self.kept = self._told = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(most)
        self.editingFinished.connect(self._on_finished)

    @property
    def is_typed(self) -> bool:
        return self.text() != self.kept

    def show_kept(self, text: str, *, other: bool = False) -> None:
        unsaved = self.is_typed and not other and self.hasFocus()
        self.kept = text
        if not unsaved:
            self._told = ""
            if self.text() != text:
                self.setText(text)
                self.setCursorPosition(0)

    def flush(self) -> None:
        """Keep what was typed now."""
        if self.text().strip() != self.kept.strip() and not self.isReadOnly():
            self._told = self.text()
            self.changed_to.emit(self.text())

    def _on_finished(self) -> None:
        if self.text() != self._told:
            self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._told = ""  # asked for again on purpose
        if event.key() == Qt.Key.Key_Escape and self.is_typed:
            self.setText(self.kept)
            return
        super().keyPressEvent(event)


class AskBar(Card):
    """A question in the window for what cannot be undone, or needs a reason; never a dialog."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, question: str, button: str, hint: str = "", *, needs_text: bool = False) -> None:
        super().__init__(margin=14, spacing=8)
        self.setAccessibleName(question)
        self._needs_text = needs_text
        self.body.addWidget(Text(question, TextRole.BODY, wrap=True))
        self.edit = QLineEdit()
        self.edit.setMaxLength(200)
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(hint)
        self.edit.setVisible(needs_text)
        self.edit.returnPressed.connect(self._on_confirm)
        self.edit.textChanged.connect(self._on_text)
        self.confirm = QPushButton(button)
        self.confirm.setProperty("look", "primary")
        self.confirm.setEnabled(not needs_text)
        self.confirm.clicked.connect(self._on_confirm)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.left)
        line = QHBoxLayout()
        line.addWidget(self.edit, 1)
        line.addStretch(0 if needs_text else 1)
        line.addWidget(self.cancel)
        line.addWidget(self.confirm)
        self.body.addLayout(line)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)

    def complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.confirm.setEnabled(True)

    def focus_first(self) -> None:
        (self.edit if self._needs_text else self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_text(self, text: str) -> None:
        self.confirm.setEnabled(bool(text.strip()))

    def _on_confirm(self) -> None:
        if self.confirm.isEnabled():
            self.confirm.setEnabled(False)
            self.confirmed.emit(self.edit.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def quiet(text: str, parent: QWidget | None = None) -> QPushButton:
    """A button that looks like a remark."""
    button = QPushButton(text, parent)
    button.setProperty("look", "quiet")
    button.setAccessibleName(text)
    return button
