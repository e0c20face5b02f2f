"""The menu of what is chosen on a board: everything that the keys do, named, for the mouse and the menu key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from workbench.i18n import _, ngettext
from workbench.readmodels.planning import WeekState
from workbench.views.planning import board_choice as keys
from workbench.views.planning.board_state import Block

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.views.planning.screen import PlanningScreen


class BlockMenu(QObject):
    """`menu` is the one that is open or was open last."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.menu: QMenu | None = None
        self._runs: dict[QAction, Callable[[], None]] = {}

    @Slot(object, object)
    def open(self, blocks: list[Block], point: QPoint) -> None:
        """For these blocks, or for the person and day under the cursor where nothing is chosen."""
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu, self._runs = QMenu(self._screen), {}
        self.menu.triggered.connect(self._on_chosen)
        state = self._screen.week_state
        over = state is None or state.week.state is WeekState.PAST
        if blocks:
            self._of_blocks(blocks, over=over)
        self._add(
            _("Paste here"), "Ctrl+V", partial(self._want, keys.PASTE, []), enabled=not over and self._screen.several.copied is not None
        )
        self.menu.addSeparator()
        self._of_person()
        self.menu.popup(point)

    def _add(self, text: str, key: str, run: Callable[[], None], *, enabled: bool = True) -> None:
        assert self.menu is not None
        action = self.menu.addAction(text)
        if key:
            action.setText(f"{text}\t{key}")  # shown only: the board itself listens to the key
        action.setEnabled(enabled)
        self._runs[action] = run

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        run = self._runs.get(action)
        if run is not None:
            run()

    def _want(self, what: str, blocks: list[Block]) -> None:
        self._screen.several.want(what, blocks)

    def _of_blocks(self, blocks: list[Block], *, over: bool) -> None:
        screen, first, alone = self._screen, blocks[0], len(blocks) == 1
        given, free = [one for one in blocks if one.assignment > 0], not over
        if alone:
            self._add(_("Edit task"), "Enter", partial(screen.open_block, first), enabled=free)
            self._add(_("Swap …"), "X", partial(screen.moves.begin_swap, first), enabled=free and bool(given))
        pinned = bool(given) and all(one.pinned for one in given)
        count = len(blocks)
        self._add(_("Let it move") if pinned else _("Pin"), "P", partial(self._want, keys.PIN, given), enabled=free and bool(given))
        off = _("Take off") if alone else ngettext("Take {n} off", "Take {n} off", count)
        self._add(off, "Delete", partial(self._want, keys.UNASSIGN, given), enabled=free and bool(given))
        assert self.menu is not None
        self.menu.addSeparator()
        self._add(_("Copy"), "Ctrl+C", partial(self._want, keys.COPY, blocks))
        self._add(_("Cut, to move it"), "Ctrl+X", partial(self._want, keys.CUT, given), enabled=free and bool(given))
        if alone:
            self._add(_("Cut in two"), "S", partial(self._want, keys.SPLIT, blocks), enabled=free)
        for text, key, what in (
            (_("A quarter of an hour earlier"), "Alt+↑", keys.EARLIER), (_("A quarter of an hour later"), "Alt+↓", keys.LATER),
            (_("A quarter of an hour shorter"), "Alt+Shift+↑", keys.SHORTER), (_("A quarter of an hour longer"), "Alt+Shift+↓", keys.LONGER),
        ):  # fmt: skip
            self._add(text, key, partial(self._want, what, blocks), enabled=free)

    def _of_person(self) -> None:
        """What the line and the day under the cursor offer."""
        screen, state = self._screen, self._screen.board.state
        row, day, _slot = screen.cursor_cell()
        if row >= len(state.lines):
            return
        person, name = state.lines[row].person, state.lines[row].name
        self._add(_("The day with its hours"), "D", partial(screen.hours_page.open, day))
        self._add(_("The week of {person}", person=name), "M", partial(screen.hours_page.open_person, person))
        self._add(_("Copy {person}'s week as text", person=name), "", partial(screen.person_outputs.copy_text, person))
        self._add(_("Copy {person}'s week as picture", person=name), "", partial(screen.person_outputs.copy_picture, person))
        self._add(_("Calendar file of {person} …", person=name), "", partial(screen.person_outputs.choose_calendar, person))
