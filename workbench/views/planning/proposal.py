"""The automatic plan: the board shows the proposal until it is kept or discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from workbench.readmodels.planning_plan import PlanPreview
from workbench.views.planning.auto_plan import proposed_state

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


class Proposal(QObject):
    """`found` is the plan that waits for a word, None where none does."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.found: PlanPreview | None = None

    def connect_all(self) -> None:
        self._screen.solver.found.connect(self._on_found)
        self._screen.side.preview.kept.connect(self.keep)
        self._screen.side.preview.discarded.connect(self.discard)

    @Slot(object)
    def _on_found(self, found: PlanPreview) -> None:
        """The board shows the proposal until it is kept or discarded."""
        if self._screen.week_state is None or found.monday != self._screen.monday:
            return
        self.found = found
        proposed = proposed_state(self._screen.week_state.week, found)
        self._screen.show_board(proposed)
        self._screen.tray.show_seats(proposed)
        self._screen.tray.show_reasons(proposed, found.open_seats)
        self._screen.side.preview.show_preview(found)
        self._screen.side.show_page(self._screen.side.preview)
        self._screen.side.preview.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def keep(self) -> None:
        """Write it as the plan of the week."""
        found, self.found = self.found, None
        self._screen.side.show_hint()
        if found is not None and self._screen.week_state is not None:
            self._screen.show_board(self._screen.week_state)
            self._screen.actions_.keep_plan(found)

    @Slot()
    def discard(self) -> None:
        """The board shows again what is saved."""
        self.found = None
        self._screen.side.show_hint()
        state, details = self._screen.week_state, self._screen.details
        if state is not None:
            self._screen.show_board(state)
            self._screen.tray.show_seats(state)
            self._screen.tray.show_reasons(state, details.seats if details is not None else ())
