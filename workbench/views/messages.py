"""One line in the window, never a dialog: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from workbench import logs
from workbench.errors import KnownError
from workbench.i18n import _, sentence
from workbench.views.theme import Tone


class Messages(QObject):
    """Whoever has something to say emits here; the window shows it."""

    said = Signal(object, str, str, object)  # tone, text, label of the action, the action or None

    def tell(self, text: str, tone: Tone = Tone.GOOD, action: str = "", run: Callable[[], None] | None = None) -> None:
        self.said.emit(tone, text, action, run)

    def complain(self, error: BaseException) -> None:
        """The kind sentence of a known error; our own faults say that the data is safe and offer their details."""
        if isinstance(error, KnownError):
            self.tell(words_of(error), Tone.WARNING)
        else:
            self.tell(words_of(error), Tone.BAD, _("Copy the details"), partial(copy_text, logs.described(error)))


def copy_text(text: str) -> None:
    """Onto the clipboard."""
    QGuiApplication.clipboard().setText(text)


def words_of(error: BaseException) -> str:
    """What may be shown of any error."""
    if isinstance(error, KnownError):
        return sentence(error)
    return _("Something went wrong on our side. Your saved data is safe; details are in the log and are shown at the next start.")
