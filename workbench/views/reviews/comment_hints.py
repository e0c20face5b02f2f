"""A quiet line beside the comment: what the rules would look at again, and that it is only a hint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Slot

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.review_hints import WritingHint
from workbench.readmodels.reviews import ReviewCard
from workbench.services import reviews_hints
from workbench.views.context import Context
from workbench.views.theme import TextRole
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Text


class CommentHints(Text):
    """Reads anew whenever a review is shown, which is after every write as well; hidden while there is nothing to say."""

    def __init__(self, context: Context) -> None:
        super().__init__("", TextRole.SMALL, "muted", wrap=True)
        self.context = context
        self._review_id = 0
        self.setAccessibleName(_("Hints to the comment"))
        self.setToolTip(tip_text(_("Found by simple rules on this computer. A hint changes nothing and is neither kept nor printed.")))
        self.hide()

    def show_card(self, card: ReviewCard) -> None:
        """Ask for the hints of this review; those of another one go at once."""
        if card.review_id != self._review_id:
            self._review_id = card.review_id
            self._show(())
        self.context.tasks.read(self, partial(reviews_hints.load_hints, card=card), partial(self._on_found, card.review_id))

    @Slot(object, object)
    def _on_found(self, review_id: int, found: object) -> None:
        if review_id == self._review_id and isinstance(found, tuple):
            self._show(found)

    def _show(self, found: Sequence[WritingHint]) -> None:
        self.setText("\n".join(f"· {sentence(hint)}" for hint in found))
        self.setVisible(bool(found))


def sentence(hint: WritingHint) -> str:
    """The hint in the language of the moment."""
    return _(hint.text, **{name: i18n.full_date(value) if isinstance(value, date) else value for name, value in hint.params.items()})
