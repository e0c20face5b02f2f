"""Closing the window: what is typed is kept first, and a window whose text could not be kept stays open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.i18n import _
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.theme import Tone


class Closing(QObject):
    """Decides about each wish to close. A second wish while the last text is still being written closes at once."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._is_waiting = False
        self._goes = False
        self._refused_before = 0
        context.tasks.saving.connect(self._on_saving)

    def may_go(self, event: QCloseEvent) -> bool:
        """Asked after everything typed was handed over; False, and the event ignored, while that is being written."""
        tasks = self._context.tasks
        if self._goes or self._is_waiting or not tasks.is_saving:
            return True
        self._is_waiting, self._refused_before = True, tasks.refused_writes
        event.ignore()
        return False

    def settle_focus(self) -> None:
        """A field that keeps its text when it is left is left now."""
        focus = QApplication.focusWidget()
        if focus is not None and self._window.isAncestorOf(focus):
            focus.clearFocus()

    @Slot(bool)
    def _on_saving(self, saving: bool) -> None:
        if saving or not self._is_waiting:
            return
        self._is_waiting = False
        if self._context.tasks.refused_writes == self._refused_before:
            self._window.close()
            return
        why = words_of(self._context.tasks.last_refusal) if self._context.tasks.last_refusal is not None else ""
        stays = _("What was typed last could not be kept, so the window stays open. It is still in its field: try again, or copy it.")
        self._context.messages.tell(f"{why} {stays}".strip(), Tone.WARNING, _("Close without it"), self._go)

    def _go(self) -> None:
        self._goes = True
        self._window.close()
