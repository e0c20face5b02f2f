"""A card whose edits are written for the record it shows, and which says a refusal in place."""

from __future__ import annotations

from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text


class WritingCard(Card):
    """Base of the parts of a form; who derives from it puts `problem` where a refusal is to be read."""

    def __init__(self, context: Context, title: str = "") -> None:
        super().__init__()
        self.context = context
        if title:
            self.setAccessibleName(title)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()

    def complain(self, text: str) -> None:
        """Say why something was not done; an empty text takes it back."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_written(self, _change: object) -> None:
        self.complain("")

    def _on_refused(self, error: BaseException) -> None:
        self.complain(words_of(error))
