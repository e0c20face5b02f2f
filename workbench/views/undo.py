"""Undo and redo across the application, named in the menu, and still there after a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from workbench.i18n import _
from workbench.services.workspace import Change, Steps, step_name
from workbench.views.context import Context
from workbench.views.theme import Tone


@dataclass(frozen=True, slots=True)
class Tried:
    """Steps that a screen tries before they are kept: names of the one to take back and of the one to do again, and how."""

    undo: str
    redo: str
    take_back: Callable[[], None]
    put_back: Callable[[], None]


class Undo(QObject):
    """Two actions that know what they would do; computed from the audit chain of the database."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._final = ""
        self._tried: Tried | None = None
        self._steps: Steps | None = None
        self.undo_action = QAction(self)
        self.undo_action.setShortcut(QKeySequence.StandardKey.Undo)
        self.undo_action.triggered.connect(self._on_undo)
        self.redo_action = QAction(self)
        self.redo_action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.redo_action.triggered.connect(self._on_redo)
        context.hub.changed.connect(self._on_changed)
        self._name(None)
        self.refresh()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back; the action also answers why there is none."""
        return self.undo_action.isEnabled() and not self._final

    @Slot(object)
    def lend(self, tried: Tried | None) -> None:
        """While steps are tried both actions are about them; None gives the actions back."""
        self._tried = tried
        self._name(self._steps)

    def refresh(self) -> None:
        self._context.tasks.follow(self, self._context.workspace.start_steps(), self._name)

    def _on_changed(self, _change: object) -> None:
        self.refresh()

    def _name(self, steps: Steps | None) -> None:
        self._steps = steps
        if self._tried is not None:
            back, on = self._tried.undo, self._tried.redo
            self.undo_action.setText(_("Take back, as tried: {step}", step=back) if back else _("Undo"))
            self.redo_action.setText(_("Try again: {step}", step=on) if on else _("Redo"))
            self._final = ""
            self.undo_action.setEnabled(bool(back))
            self.redo_action.setEnabled(bool(on))
            return
        undo = steps.undo[-1] if steps and steps.undo else None
        redo = steps.redo[-1] if steps and steps.redo else None
        final = steps.final if steps else None
        self.undo_action.setText(
            _("Undo {step}", step=step_name(undo)) if undo else _("{step} is final", step=step_name(final)) if final else _("Undo")
        )
        self.redo_action.setText(_("Redo {step}", step=step_name(redo)) if redo else _("Redo"))
        self._final = step_name(final) if final and not undo else ""
        self.undo_action.setEnabled(bool(undo or final))
        self.redo_action.setEnabled(redo is not None)

    def _on_undo(self) -> None:
        if self._tried is not None:
            self._tried.take_back()
            return
        if self._final:
            text = _(
                "“{step}” is final, and with it what came before: nothing can be taken back here. Correct it by a new step.",
                step=self._final,
            )
            self._context.messages.tell(text, Tone.ACCENT)
            return
        self._context.tasks.undo(self, self._undone)

    def _on_redo(self) -> None:
        if self._tried is not None:
            self._tried.put_back()
            return
        self._context.tasks.redo(self, self._redone)

    def _undone(self, change: Change) -> None:
        self._context.messages.tell(_("Taken back: {step}", step=step_name(change)), Tone.ACCENT, _("Redo"), self.redo_action.trigger)

    def _redone(self, change: Change) -> None:
        self._context.messages.tell(_("Done again: {step}", step=step_name(change)), Tone.ACCENT, _("Undo"), self.undo_action.trigger)
