"""The base of all screens: built behind the first one or when shown, read when shown and concerned, rebuilt on a language switch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.services.workspace import Change
from workbench.views.context import Context, Destination
from workbench.views.theme import theme


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the command palette."""

    symbol: str
    text: str
    remark: str
    search: str
    run: Callable[[], None]
    key: str = ""


class Screen(QWidget):
    """Subclasses set `key` and `tables`, fill themselves in `build()` and read in `reload()`."""

    key: ClassVar[str] = ""
    tables: ClassVar[frozenset[str]] = frozenset()  # a change of any of these rows concerns the screen; empty = every change

    title_changed = Signal()
    noted = Signal(str, int, str)  # key, badge, note for the rail

    def __init__(self, context: Context, *, in_steps: bool = False) -> None:
        """With `in_steps` somebody else builds it, by `build_more` between events, before it is shown."""
        super().__init__()
        self.context = context
        self._stale = True
        self.is_built = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        context.hub.changed.connect(self._on_changed)
        theme().changed.connect(self.update)
        self._steps = self.build()
        if not in_steps:
            self.finish()

    def build_more(self) -> bool:
        """One more step; False when that was the last."""
        self.is_built = self.is_built or self._steps is None or next(self._steps, self) is self
        return not self.is_built

    def finish(self) -> None:
        """All steps that are left, at once."""
        while self.build_more():
            pass

    # -- what subclasses fill in

    def build(self) -> Iterator[None] | None:
        """Make the widgets; texts are said in the language of the moment. A long one yields where events may come in between."""

    def reload(self) -> None:
        """Read again; called when shown first, when stale and shown, and after a change that concerns it."""

    def title(self) -> str:
        return ""

    def subtitle(self) -> str:
        return ""

    def controls(self) -> list[QWidget]:
        """What stands in the top bar before the search."""
        return []

    def primary(self) -> QPushButton | None:
        """The one primary button of the screen."""
        return None

    def state(self) -> dict[str, Any]:
        """What is shown, so that it can be shown again after a rebuild."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Show again what `state()` told."""

    def show_destination(self, destination: Destination) -> None:
        """Somebody came here for something: show it."""
        self.restore(destination.what)

    def flush(self) -> None:
        """Keep what is being typed."""

    def leave(self) -> None:
        """The window closes: keep what is being typed, and what stands ready to be added."""
        self.flush()

    def keys(self) -> list[tuple[str, str]]:
        """(key, what it does) for F1."""
        return []

    def commands(self) -> list[Command]:
        """What this screen adds to the command palette."""
        return []

    def print_out(self) -> bool:
        """Ctrl+P: print what is shown; False where there is nothing to print."""
        return False

    def relevant(self, change: Change) -> bool:
        return not self.tables or bool(self.tables & set(change.tables))

    # -- the mechanics

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if not self.relevant(change):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def activate(self) -> None:
        """Called by the window when the screen comes to the front."""
        if self._stale:
            self._stale = False
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.activate()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme().colour("background"))
