"""One line in the window, never a dialog: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from workbench.errors import KnownError
from workbench.i18n import _, sentence
from workbench.views.theme import Tone


class Messages(QObject):
    """Whoever has something to say emits here; the window shows it."""

    said = Signal(object, str, str, object)  # tone, text, label of the action, the action or None

    def tell(self, text: str, tone: Tone = Tone.GOOD, action: str = "", run: Callable[[], None] | None = None) -> None:
        self.said.emit(tone, text, action, run)

    def complain(self, error: BaseException) -> None:
        """The kind sentence of a known error; our own faults say that the data is safe and where details are."""
        self.tell(words_of(error), Tone.WARNING if isinstance(error, KnownError) else Tone.BAD)


def words_of(error: BaseException) -> str:
    """What may be shown of any error."""
    if isinstance(error, KnownError):
        return sentence(error)
    return _("Something went wrong on our side. Your saved data is safe; details are in the log and are shown at the next start.")
